//! `README.md` of a generated crate.

use jsonapi_forge_runtime::vendor::{FEATURES, README};

use crate::emit::markdown;
use crate::package::{Package, fill, map};

/// Returns the README.
pub(crate) fn render(package: &Package<'_>) -> String {
    let values = [
        ("name", package.name.as_str()),
        ("ident", &package.name.ident()),
        ("description", &markdown(&package.description)),
        ("page", &package.page),
        ("provenance", &package.provenance.sentence()),
        ("example", &package.example),
        ("install", &package.install),
        ("map", &map::section(&package.graph)),
        ("feature_list", &feature_list(package)),
        ("license", &package.metadata.sentence()),
    ];
    fill(README, &values)
}

fn feature_list(package: &Package<'_>) -> String {
    let operations: usize = package.tags.iter().map(|tag| tag.operations).sum();
    let noun = |number: usize| if number == 1 { "operation" } else { "operations" };
    let all = if operations == 1 { "the only".to_owned() } else { format!("all {operations}") };
    let mut lines = vec![format!("* `full`: {all} {}", noun(operations))];
    for tag in &package.tags {
        let by_default = if package.default_tags.contains(&tag.feature) { " (by default)" } else { "" };
        let name = code(if tag.name.is_empty() { "operations without a tag" } else { &tag.name });
        let (number, noun) = (tag.operations, noun(tag.operations));
        let docs = tag.docs.as_deref().map(|docs| format!(": {docs}")).unwrap_or_default();
        lines.push(format!("* `{}`{by_default}: {name}, {number} {noun}{docs}", tag.feature));
    }
    for feature in FEATURES {
        let by_default = if feature.default { " (by default)" } else { "" };
        lines.push(format!("* `{}`{by_default}: {}", feature.name, feature.docs));
    }
    lines.join("\n")
}

/// Returns text that others wrote as a code span, so that nothing in it is markup.
fn code(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    let text: String = text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    format!("{fence}{space}{text}{space}{fence}")
}
