//! The map as a flowchart of [Mermaid](https://mermaid.js.org/syntax/flowchart.html), which GitHub and
//! others draw.

use std::fmt::Write;

use crate::graph::{Graph, Resource};

/// How many operations are named at a resource; of more, only their number is told.
const NAMED: usize = 6;

/// Every resource with its operations, in a box for its area, and every relationship.
pub fn mermaid(graph: &Graph) -> String {
    let mut text = "flowchart LR\n".to_owned();
    for (number, (area, resources)) in graph.areas().into_iter().enumerate() {
        let boxed = !area.is_empty();
        let indent = if boxed { "        " } else { "    " };
        if boxed {
            line(&mut text, &format!("    subgraph a{number}[\"{}\"]", escaped(area)));
        }
        for position in resources {
            if let Some(resource) = graph.resources.get(position) {
                line(&mut text, &format!("{indent}r{position}[\"{}\"]", label(resource)));
            }
        }
        if boxed {
            line(&mut text, "    end");
        }
    }
    if graph.relationships.iter().any(|one| one.to.is_none()) {
        line(&mut text, "    any([\"any resource\"])");
    }
    for one in &graph.relationships {
        let to = one.to.map_or_else(|| "any".to_owned(), |to| format!("r{to}"));
        let (from, name, many) = (one.from, escaped(&one.name), one.many.as_str());
        line(&mut text, &format!("    r{from} -->|\"{name} {many}\"| {to}"));
    }
    text
}

fn label(resource: &Resource) -> String {
    let operations = match resource.operations.as_slice() {
        [] => return escaped(&resource.kind),
        few if few.len() <= NAMED => few.iter().map(|id| escaped(id)).collect::<Vec<_>>().join("<br/>"),
        many => counted(many.len(), "operation"),
    };
    format!("<b>{}</b><br/>{operations}", escaped(&resource.kind))
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Text inside quotes: whatever could end them, or be markup of Mermaid, Markdown or HTML, as an entity
/// (`#` and a decimal number); on one line.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            _ if character.is_alphanumeric() => shown.push(character),
            ' ' | '-' | '_' | '.' | ',' | ':' | '/' | '(' | ')' => shown.push(character),
            _ if character.is_control() => shown.push(' '),
            // Writing to a string cannot fail.
            _ => drop(write!(shown, "#{};", u32::from(character))),
        }
    }
    shown
}

fn line(text: &mut String, content: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{content}");
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_stays_in_its_quotes() {
        assert_eq!(escaped("a\"]\nend"), "a#34;#93; end");
        assert_eq!(escaped("<b>`x` #1;</b>"), "#60;b#62;#96;x#96; #35;1#59;#60;/b#62;");
        assert_eq!(escaped("catalog-item é"), "catalog-item é");
    }
}
