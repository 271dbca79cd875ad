//! The map of the service in the README of a generated crate.

use crate::graph::{Graph, mermaid};
use crate::report::markup;

/// Returns the section: a diagram, or one behind a click for each area; empty where there are no resources.
pub(crate) fn section(graph: &Graph) -> String {
    if graph.resources.is_empty() {
        return String::new();
    }
    let maps = graph.by_area();
    let diagrams: Vec<String> = match maps.as_slice() {
        [] | [_] => vec![diagram(&maps)],
        maps => maps.chunks(1).map(details).collect(),
    };
    format!(
        "## Resources\n\nEach with the operations that reach it; arrows are relationships, with the number of\n\
         resources that they lead to.\n\n{}\n\n",
        diagrams.join("\n\n")
    )
}

fn diagram(maps: &[(&str, Graph)]) -> String {
    format!("```mermaid\n{}```", mermaid(maps))
}

fn details(map: &[(&str, Graph)]) -> String {
    let area = map.first().map(|(area, _)| *area).unwrap_or_default();
    let name = if area.is_empty() { "Of no tag".to_owned() } else { html(area) };
    format!("<details>\n<summary>{name}</summary>\n\n{}\n\n</details>", diagram(map))
}

/// Returns text that others wrote as HTML that shows it, on one line.
fn html(text: &str) -> String {
    markup(&text.replace(char::is_control, " "))
}

#[cfg(test)]
mod tests {
    use super::section;
    use crate::graph::{Graph, Resource};

    #[test]
    fn the_name_of_an_area_is_no_markup() {
        let resource = |area: &str| Resource { kind: "a".into(), area: area.into(), operations: vec!["get".into()] };
        let resources = vec![resource("</summary>\n\n# &"), resource("B")];
        let text = section(&Graph { resources, relationships: Vec::new() });
        assert!(text.contains("<summary>&lt;/summary&gt;  # &amp;</summary>\n"), "{text}");
        assert_eq!(text.matches("</summary>").count(), 2, "{text}");
    }

    #[test]
    fn without_resources_there_is_no_section() {
        assert_eq!(section(&Graph::default()), "");
    }
}
