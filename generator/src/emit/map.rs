//! The map of the service in the docs of the crate, as a list.

use std::collections::BTreeMap;

use crate::emit::cx::Cx;
use crate::emit::docs::code;
use crate::graph::{Graph, Many, Resource, graph};

/// Up to how many resources are listed each by itself; more are listed by area.
const BY_THEMSELVES: usize = 16;

/// How wide a line may become, in characters.
const WIDTH: usize = 100;

/// The resources with their relationships, or the areas with their resources; empty where there are none.
pub(crate) fn list(cx: &Cx<'_>) -> String {
    let graph = graph(cx.api);
    let lines: Vec<String> = if graph.resources.len() <= BY_THEMSELVES {
        graph.resources.iter().enumerate().map(|(position, resource)| related(&graph, position, resource)).collect()
    } else {
        // What has no area comes last.
        let (nowhere, areas): (Vec<_>, Vec<_>) = graph.areas().into_iter().partition(|(area, _)| area.is_empty());
        areas.into_iter().chain(nowhere).map(|(area, resources)| in_area(&graph, area, &resources)).collect()
    };
    lines.iter().map(|line| format!("* {line}\n")).collect()
}

/// A resource, and where its relationships lead.
fn related(graph: &Graph, from: usize, resource: &Resource) -> String {
    let mut targets: BTreeMap<(&str, Many), Vec<String>> = BTreeMap::new();
    for one in graph.relationships.iter().filter(|one| one.from == from) {
        let to = one.to.and_then(|to| graph.resources.get(to));
        targets.entry((&one.name, one.many)).or_default().extend(to.map(|to| code(&to.kind)));
    }
    let targets = targets.into_iter().map(|((name, many), to)| {
        let to = if to.is_empty() { "any resource".to_owned() } else { to.join(" or ") };
        format!("{} to {}{to}", code(name), words(many))
    });
    let targets: Vec<String> = targets.collect();
    match targets.as_slice() {
        [] => code(&resource.kind),
        targets => item(&code(&resource.kind), targets),
    }
}

fn words(many: Many) -> &'static str {
    match many {
        Many::One => "one ",
        Many::ZeroOrOne => "at most one ",
        Many::Any => "many ",
        Many::Unknown => "",
    }
}

/// An area and its resources.
fn in_area(graph: &Graph, area: &str, resources: &[usize]) -> String {
    let kinds = resources.iter().filter_map(|position| graph.resources.get(*position));
    let kinds: Vec<String> = kinds.map(|resource| code(&resource.kind)).collect();
    let area = if area.is_empty() { "Of no tag".to_owned() } else { code(area) };
    item(&area, &kinds)
}

/// `head: one, two`, on as many lines as that takes.
fn item(head: &str, parts: &[String]) -> String {
    let mut text = format!("{head}:");
    let mut width = text.chars().count();
    for (number, part) in parts.iter().enumerate() {
        let comma = if number + 1 < parts.len() { "," } else { "" };
        let more = part.chars().count() + 1 + comma.len();
        let is_full = width + more > WIDTH;
        text.push_str(if is_full { "\n  " } else { " " });
        text.push_str(&format!("{part}{comma}"));
        width = if is_full { 1 + more } else { width + more };
    }
    text
}
