//! The map of the service in the README of a generated crate.

use crate::graph::{Graph, Resource, mermaid};

/// The section: a diagram, or one behind a click for each area; empty where there are no resources.
pub(crate) fn section(graph: &Graph) -> String {
    if graph.resources.is_empty() {
        return String::new();
    }
    // What no operation reaches is shown where it is related.
    let is_reached = |position: &usize| graph.resources.get(*position).is_some_and(Resource::is_reached);
    let areas = graph.areas().into_iter().filter(|(_, resources)| resources.iter().any(is_reached));
    let areas: Vec<&str> = areas.map(|(area, _)| area).collect();
    let diagrams: Vec<String> = match areas.as_slice() {
        [] | [_] => vec![diagram(graph)],
        areas => areas.iter().filter_map(|area| details(graph, area)).collect(),
    };
    format!(
        "## Resources\n\nEach with the operations that reach it; arrows are relationships, with the number of\n\
         resources that they lead to.\n\n{}\n\n",
        diagrams.join("\n\n")
    )
}

fn diagram(graph: &Graph) -> String {
    format!("```mermaid\n{}```", mermaid(graph))
}

fn details(graph: &Graph, area: &str) -> Option<String> {
    let name = if area.is_empty() { "Of no tag".to_owned() } else { html(area) };
    let diagram = diagram(&graph.area(area).ok()?);
    Some(format!("<details>\n<summary>{name}</summary>\n\n{diagram}\n\n</details>"))
}

/// Text that others wrote as HTML that shows it, on one line.
fn html(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            _ if character.is_control() => shown.push(' '),
            _ => shown.push(character),
        }
    }
    shown
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
