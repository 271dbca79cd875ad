//! The table `package` of a client: the metadata of the crate that registries show.

use crate::compile::Metadata;
use crate::config::table::ConfigTable;
use crate::repair::Located;

/// The largest number of keywords that registries accept.
const KEYWORDS: usize = 5;

/// The largest length of a keyword.
const LONGEST_KEYWORD: usize = 20;

/// Reads `package`; what it does not say is as by default.
pub(super) fn read(table: &mut ConfigTable<'_, '_>) -> Metadata {
    let default = Metadata::default();
    let Some(mut table) = table.inner("package") else { return default };
    let metadata = Metadata {
        license: license(&mut table).unwrap_or(default.license),
        copyright: table.path("copyright"),
        authors: texts(&mut table, "authors").unwrap_or(default.authors),
        repository: url(&mut table, "repository"),
        homepage: url(&mut table, "homepage"),
        documentation: url(&mut table, "documentation"),
        keywords: keywords(&mut table).unwrap_or(default.keywords),
        categories: texts(&mut table, "categories").unwrap_or(default.categories),
        publish: table.flag("publish").unwrap_or(default.publish),
    };
    table.finish();
    metadata
}

/// Returns an SPDX expression, as far as its characters tell.
fn license(table: &mut ConfigTable<'_, '_>) -> Option<String> {
    let text = table.text("license")?;
    let allowed = |character: char| character.is_ascii_alphanumeric() || ".()+- ".contains(character);
    if text.get_ref().is_empty() || !text.get_ref().chars().all(allowed) {
        let help = Some("write an SPDX expression, as in `MIT OR Apache-2.0`");
        table.problem(text.span(), "this is not an SPDX expression", help);
    }
    Some(text.into_inner())
}

fn texts(table: &mut ConfigTable<'_, '_>, key: &'static str) -> Option<Vec<String>> {
    let list = table.given(key)?;
    Some(list.into_iter().map(|said| said.text).collect())
}

fn url(table: &mut ConfigTable<'_, '_>, key: &'static str) -> Option<String> {
    let text = table.text(key)?;
    let rest = ["https://", "http://"].iter().find_map(|scheme| text.get_ref().strip_prefix(scheme));
    if rest.is_none_or(|rest| rest.is_empty() || rest.contains(char::is_whitespace)) {
        table.problem(text.span(), "this is not a URL", Some("write one that begins with `https://`"));
    }
    Some(text.into_inner())
}

fn keywords(table: &mut ConfigTable<'_, '_>) -> Option<Vec<String>> {
    let keywords = table.given("keywords")?;
    if let Some(extra) = keywords.get(KEYWORDS) {
        table.problem(extra.at.clone(), "a registry takes five keywords", Some("remove this one"));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte);
    for Located { text, at } in &keywords {
        let starts = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
        if !starts || text.len() > LONGEST_KEYWORD || !text.bytes().all(allowed) {
            let help = "write up to 20 ASCII letters, digits, `_`, `-` and `+`, the first of them a letter or digit";
            table.problem(at.clone(), "a registry does not take this keyword", Some(help));
        }
    }
    Some(keywords.into_iter().map(|said| said.text).collect())
}
