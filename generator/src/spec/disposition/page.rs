//! The page of the documentation that shows the table of dispositions.

use std::fmt::Write;

use super::{Disposition, FORMATS, Field, Format, Object, Version};

/// The text before the tables.
const HEAD: &str = "# What is read of an OpenAPI document

Every field of every object of OpenAPI 3.0, 3.1 and 3.2, and what becomes of it: *supported*, *warned about*, or *refused*.
A member that is not listed here and does not begin with `x-` is a warning with the name that is meant. A field of another
version than the document's is read as there, with a warning. A test makes this page from
`generator/src/spec/disposition` and compares it with the names of the specifications.
";

/// The text before the formats.
const FORMATS_HEAD: &str = "
## Formats

The Rust type of a value by its `format`. Text of any other format is a `String`; a value that is not of its format is
kept, as its text is. [`types.formats`](configuration.md#types-of-other-crates) gives formats other types.

| Format | Rust | |
| --- | --- | --- |
";

/// Writes the page, as Markdown.
pub fn page() -> String {
    let mut text = HEAD.to_owned();
    for object in Object::ALL {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n## {} Object\n\n| Field | Versions | | |\n| --- | --- | --- | --- |\n", object.title());
        object.fields().iter().for_each(|field| row(&mut text, field));
    }
    text.push_str(FORMATS_HEAD);
    for Format { name, rust, remark, .. } in FORMATS {
        let _ = writeln!(text, "| `{name}` | `{rust}` | {remark} |");
    }
    text
}

fn row(text: &mut String, field: &Field) {
    let (outcome, remark) = match field.disposition {
        Disposition::Supported(remark) => ("supported", remark),
        Disposition::Warned(remark) => ("warned about", remark),
        Disposition::Refused(remark) => ("refused", remark),
    };
    let _ = writeln!(text, "| `{}` | {} | {outcome} | {remark} |", field.name, versions(field));
}

fn versions(field: &Field) -> String {
    let listed: Vec<&str> =
        Version::ALL.into_iter().filter(|version| field.is_in(*version)).map(Version::as_str).collect();
    if listed.len() == Version::ALL.len() { "all".to_owned() } else { listed.join(", ") }
}
