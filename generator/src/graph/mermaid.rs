//! The map as a flowchart of [Mermaid](https://mermaid.js.org/syntax/flowchart.html), which GitHub and
//! others draw.

use std::fmt::Write;

use crate::graph::{Graph, Relationship, Resource};
use crate::report::{count, line};

/// The largest number of operations that are named with a resource; of more, only the number is shown.
const NAMED: usize = 6;

/// Draws areas, each with the map that shows it (see [`Graph::by_area`]): resources with their operations,
/// dashed those of other areas, and the relationships. Several areas have a frame each, and no line leaves it:
/// Mermaid lays frames out well only if nothing leads out of them.
pub fn mermaid(maps: &[(&str, Graph)]) -> String {
    let mut text = "flowchart LR\n".to_owned();
    match maps {
        [(area, graph)] => draw(&mut text, graph, area, &Ids { indent: "    ", suffix: String::new() }),
        maps => {
            for (area, graph) in maps {
                let id = identifier(area);
                line(&mut text, &format!("    subgraph a_{id}[\"{}\"]", escaped(area)));
                line(&mut text, "        direction LR");
                draw(&mut text, graph, area, &Ids { indent: "        ", suffix: format!("_at_{id}") });
                line(&mut text, "    end");
            }
        }
    }
    text
}

/// The beginning of an area's lines, and the end of its ids.
struct Ids {
    indent: &'static str,
    suffix: String,
}

fn draw(text: &mut String, graph: &Graph, area: &str, Ids { indent, suffix }: &Ids) {
    for resource in &graph.resources {
        let id = identifier(&resource.kind);
        let (label, class) = match resource.area == area {
            true => (label(resource), ""),
            false => (elsewhere(resource), ":::near"),
        };
        line(text, &format!("{indent}r_{id}{suffix}[\"{label}\"]{class}"));
    }
    if graph.relationships.iter().any(|one| one.to.is_none()) {
        line(text, &format!("{indent}any{suffix}([\"any resource\"])"));
    }
    let id = |position: usize| graph.resources.get(position).map(|one| format!("r_{}", identifier(&one.kind)));
    for same in graph.relationships.chunk_by(|a, b| (a.from, a.to) == (b.from, b.to)) {
        let Some(Relationship { from, to, .. }) = same.first() else { continue };
        let to = to.map_or_else(|| Some("any".to_owned()), id);
        let (Some(from), Some(to)) = (id(*from), to) else { continue };
        let names = same.iter().map(|one| format!("{} {}", escaped(&one.name), one.many.as_str()));
        let names = names.collect::<Vec<_>>().join("<br/>");
        line(text, &format!("{indent}{from}{suffix} -->|\"{names}\"| {to}{suffix}"));
    }
    if graph.resources.iter().any(|resource| resource.area != area) {
        line(text, &format!("{indent}classDef near fill:none,stroke-dasharray:4 3"));
    }
}

/// Returns a text as a part of an id, so that the id of a node changes with its name only: letters and digits of
/// ASCII and single hyphens between them stay, the rest is the number of the character between underscores.
fn identifier(text: &str) -> String {
    let mut identifier = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut is_after_letter = false;
    while let Some(character) = characters.next() {
        let is_letter = character.is_ascii_alphanumeric();
        let is_before_letter = characters.peek().is_some_and(char::is_ascii_alphanumeric);
        match is_letter || (character == '-' && is_after_letter && is_before_letter) {
            true => identifier.push(character),
            // Writing to a string cannot fail.
            false => drop(write!(identifier, "_{:x}_", u32::from(character))),
        }
        is_after_letter = is_letter;
    }
    identifier
}

fn elsewhere(resource: &Resource) -> String {
    match resource.area.is_empty() {
        true => escaped(&resource.kind),
        false => format!("{}<br/>in {}", escaped(&resource.kind), escaped(&resource.area)),
    }
}

fn label(resource: &Resource) -> String {
    let operations = match resource.operations.as_slice() {
        [] => return escaped(&resource.kind),
        few if few.len() <= NAMED => few.iter().map(|id| escaped(id)).collect::<Vec<_>>().join("<br/>"),
        many => count(many.len(), "operation"),
    };
    format!("<b>{}</b><br/>{operations}", escaped(&resource.kind))
}

/// Returns text inside quotes: whatever could end them, or be markup of Mermaid, Markdown or HTML, as an entity
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

#[cfg(test)]
mod tests {
    use super::{escaped, identifier};

    #[test]
    fn ids_are_of_names_and_differ_as_these_do() {
        assert_eq!(identifier("catalog-item"), "catalog-item");
        let texts = ["a--b", "a-b", "a_b", "a-_b", "-a", "a-", "a]", "é", "a-->b", ""];
        let ids = texts.map(identifier);
        assert_eq!(
            ids,
            ["a_2d__2d_b", "a-b", "a_5f_b", "a_2d__5f_b", "_2d_a", "a_2d_", "a_5d_", "_e9_", "a_2d__2d__3e_b", ""]
        );
    }

    #[test]
    fn text_stays_in_its_quotes() {
        assert_eq!(escaped("a\"]\nend"), "a#34;#93; end");
        assert_eq!(escaped("<b>`x` #1;</b>"), "#60;b#62;#96;x#96; #35;1#59;#60;/b#62;");
        assert_eq!(escaped("catalog-item é"), "catalog-item é");
    }
}
