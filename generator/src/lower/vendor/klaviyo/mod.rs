//! Klaviyo: the `x-klaviyo-*` extensions and the grammar of its documents. Nothing outside of
//! this module knows of either.

pub(in crate::lower) mod body_filters;
pub(in crate::lower) mod filters;
mod prose;

use serde_json::Value;

use crate::dialect::{PagingFacts, PagingStyle};
use crate::ir::{RateLimit, VendorFacts, Window};
use crate::spec::Operation;

/// Returns the prefix of the key in the value of a header, from the description of its scheme: the word
/// before the placeholder in `x-default`, or in the first code span of the text that has one.
pub(in crate::lower) fn key_prefix(header: &str, text: Option<&str>, default: Option<&Value>) -> Option<String> {
    let samples = default.and_then(Value::as_str).into_iter().chain(text.into_iter().flat_map(|text| text.split('`')));
    for sample in samples {
        if let Some((prefix, key)) = sample.split_once(' ')
            && key.starts_with("your-")
            && prefix != header
            && !prefix.is_empty()
        {
            return Some(prefix.to_owned());
        }
    }
    None
}

/// Returns the vendor's name of a secret with this prefix.
pub(in crate::lower) fn secret(prefix: &str) -> Option<String> {
    (prefix == "Klaviyo-API-Key").then(|| "private key".to_owned())
}

/// Returns the facts of an operation, and its text without them.
pub(in crate::lower) fn operation(operation: &Operation) -> (Option<String>, VendorFacts) {
    let told = prose::read(operation.description.as_deref().unwrap_or_default());
    let mut facts = VendorFacts {
        rate_limits: rate_limits(operation),
        scopes: texts(extension(operation, "x-klaviyo-scopes")),
        aliases: texts(extension(operation, "x-klaviyo-operation-aliases")),
        pre_release: text(operation, "x-klaviyo-pre-release").filter(|stage| stage != "None"),
        subtag: text(operation, "x-klaviyo-subtag"),
        maximum_items: told.maximum_items.filter(|_| operation.body.is_some()),
    };
    if facts.rate_limits.is_empty() {
        facts.rate_limits = told.rate_limits;
    }
    if facts.scopes.is_empty() {
        facts.scopes = told.scopes;
    }
    (told.docs, facts)
}

/// Returns whether a header holds a filter expression.
pub(in crate::lower) fn is_filter_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("-filter") || name.ends_with("-filters")
}

/// Returns how an operation's list is paged: by links, also in the revisions that do not describe any.
pub(in crate::lower) fn paging(operation: &Operation) -> Option<PagingFacts> {
    let is_own = operation.extensions.iter().any(|(key, _)| key.starts_with("x-klaviyo-"));
    let is_paged = operation.parameters.iter().any(|parameter| parameter.name == "page[cursor]");
    (is_own && is_paged).then(|| PagingFacts { style: Some(PagingStyle::Links), ..PagingFacts::default() })
}

fn extension<'a>(operation: &'a Operation, name: &str) -> Option<&'a Value> {
    operation.extensions.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

fn text(operation: &Operation, name: &str) -> Option<String> {
    extension(operation, name).and_then(Value::as_str).map(str::to_owned)
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let elements = value.and_then(Value::as_array).into_iter().flatten();
    elements.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Parses `{"burst": "350/s", "steady": "3500/m"}`. Which window is which the value says itself; the keys
/// are at times wrong about it.
fn rate_limits(operation: &Operation) -> Vec<RateLimit> {
    let members = extension(operation, "x-klaviyo-ratelimit").and_then(Value::as_object);
    let mut limits: Vec<RateLimit> = members
        .into_iter()
        .flat_map(|members| members.values())
        .filter_map(|limit| rate_limit(limit.as_str()?))
        .collect();
    limits.sort_unstable();
    limits.dedup();
    limits
}

/// Parses `350/s`.
fn rate_limit(text: &str) -> Option<RateLimit> {
    let (calls, window) = text.trim().split_once('/')?;
    let window = match window.trim() {
        "s" => Window::Second,
        "m" => Window::Minute,
        "h" => Window::Hour,
        "d" => Window::Day,
        _ => return None,
    };
    Some(RateLimit { window, calls: calls.trim().parse().ok()? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{key_prefix, rate_limit};
    use crate::ir::{RateLimit, Window};

    #[test]
    fn reads_limits() {
        assert_eq!(rate_limit("350/s"), Some(RateLimit { window: Window::Second, calls: 350 }));
        assert_eq!(rate_limit("225/d"), Some(RateLimit { window: Window::Day, calls: 225 }));
        assert_eq!(rate_limit("many"), None);
    }

    #[test]
    fn reads_the_prefix_of_a_key() {
        let text = "set the `Authorization` header to `Some-Prefix your-key`";
        assert_eq!(key_prefix("Authorization", Some(text), None).as_deref(), Some("Some-Prefix"));
        let default = json!("Other your-key");
        assert_eq!(key_prefix("Authorization", None, Some(&default)).as_deref(), Some("Other"));
        assert_eq!(key_prefix("Authorization", Some("a key"), None), None);
    }
}
