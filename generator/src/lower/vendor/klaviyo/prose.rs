//! The text of an operation: blocks on rate limits and scopes, links to raw files, item limits.

use crate::ir::RateLimit;
use crate::lower::text::{joined, lines};
use crate::lower::vendor::klaviyo::rate_limit;

/// The facts that a text states.
#[derive(Debug, Default, PartialEq)]
pub(super) struct StatedFacts {
    /// The text without what was understood.
    pub(super) docs: Option<String>,
    pub(super) rate_limits: Vec<RateLimit>,
    pub(super) scopes: Vec<String>,
    pub(super) maximum_items: Option<u32>,
}

/// The block a line belongs to.
#[derive(Clone, Copy, PartialEq)]
enum Block {
    Text,
    RateLimits,
    Scopes,
}

/// Reads a text line by line.
pub(super) fn read(text: &str) -> StatedFacts {
    let mut told = StatedFacts::default();
    let mut kept: Vec<String> = Vec::new();
    let mut block = Block::Text;
    for line in lines(text) {
        let bare = line.trim();
        block = next(block, bare);
        match block {
            Block::Text if bare.starts_with("[OpenAPI Spec](") => {}
            Block::Text => {
                told.maximum_items = told.maximum_items.or_else(|| maximum(bare));
                kept.push(line);
            }
            Block::RateLimits => told.rate_limits.extend(code(bare).and_then(rate_limit)),
            Block::Scopes => told.scopes.extend(code(bare).map(str::to_owned)),
        }
    }
    told.rate_limits.sort_unstable();
    told.rate_limits.dedup();
    told.docs = joined(kept.iter().map(String::as_str));
    told
}

/// Returns the block that a line starts or goes on with.
fn next(block: Block, line: &str) -> Block {
    match line {
        "*Rate limits*:" => Block::RateLimits,
        "**Scopes:**" => Block::Scopes,
        _ if block == Block::RateLimits && is_limit(line) => Block::RateLimits,
        _ if block == Block::Scopes && line.starts_with('`') => Block::Scopes,
        _ => Block::Text,
    }
}

fn is_limit(line: &str) -> bool {
    ["Burst:", "Steady:", "Daily:"].iter().any(|start| line.starts_with(start))
}

/// Returns what stands between the first two backticks.
fn code(line: &str) -> Option<&str> {
    line.split('`').nth(1)
}

/// Parses `Accepts up to 100 items per request`, `accepts a maximum of 1000 items per call`, `Maximum
/// number of items per call: 100`. Sentences on what is returned are about something else.
fn maximum(line: &str) -> Option<u32> {
    let lower = line.to_ascii_lowercase();
    let sentence = lower.split(". ").find(|sentence| {
        (sentence.contains("accept") || sentence.starts_with("maximum number of"))
            && (sentence.contains("per request") || sentence.contains("per call"))
    })?;
    ["up to ", "maximum of ", "per call: ", "per request: "].iter().find_map(|before| {
        let (_, after) = sentence.split_once(before)?;
        leading_number(after)
    })
}

/// Returns the number at the start of a text, which may have thousands separated and stand in backticks.
fn leading_number(text: &str) -> Option<u32> {
    let text = text.trim_start_matches('`');
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == ',')).unwrap_or(text.len());
    text.get(..end)?.replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{maximum, read};
    use crate::ir::{RateLimit, Window};

    #[test]
    fn takes_blocks_out() {
        let told = read(
            "Does it.<br><br>*Rate limits*:<br>Burst: `3/s`<br>Steady: `60/m`<br><br>More.\n\n**Scopes:**\n`a:read`\n`b:read`\n\n[OpenAPI Spec](somewhere)",
        );
        assert_eq!(told.docs.as_deref(), Some("Does it.\n\nMore."));
        assert_eq!(told.scopes, ["a:read", "b:read"]);
        let limits = [RateLimit { window: Window::Second, calls: 3 }, RateLimit { window: Window::Minute, calls: 60 }];
        assert_eq!(told.rate_limits, limits);
    }

    #[test]
    fn reads_how_many_items_fit() {
        assert_eq!(maximum("Accepts up to 1,000 things per request. At most 5MB."), Some(1000));
        assert_eq!(maximum("This endpoint accepts a maximum of `50` things per call."), Some(50));
        assert_eq!(maximum("Maximum number of things per call: 100"), Some(100));
        assert_eq!(maximum("Returns a maximum of 100 things per request."), None);
    }
}
