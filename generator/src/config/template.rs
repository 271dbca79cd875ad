//! A configuration file to start from: one client, and all options as comments.

use toml_edit::Value;

/// The known facts about the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template<'a> {
    /// The name of the crate.
    pub name: &'a str,
    /// The document.
    pub input: &'a str,
    /// The folder of the crate.
    pub output: &'a str,
    /// The tags of the document, each with its number of operations.
    pub tags: &'a [(&'a str, usize)],
}

/// Returns the text of the file: `template.toml`, in which a name between percent signs stands for a fact. A comment that
/// has no blank after its `#` is an option, and counts without that.
pub fn template(of: &Template<'_>) -> String {
    let Template { name, input, output, tags } = *of;
    let (input, output) = (quoted(input), quoted(output));
    let first = quoted(tags.first().map(|(tag, _)| *tag).unwrap_or_default());
    let tags: Vec<String> = tags.iter().map(|(tag, number)| format!("#   {} ({number})\n", quoted(tag))).collect();
    let tags = tags.concat();
    let piece = |piece: &'static str| match piece {
        "name" => name,
        "input" => &input,
        "output" => &output,
        "tags" => &tags,
        "first" => &first,
        text => text,
    };
    include_str!("template.toml").split('%').map(piece).collect()
}

/// Returns a text as TOML has it.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
