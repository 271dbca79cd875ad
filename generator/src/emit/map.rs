//! The map of the service in the docs of the crate, as a list.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::analyse::TagSet;
use crate::emit::cx::Cx;
use crate::emit::docs::code;
use crate::emit::reached::link;
use crate::graph::{Graph, Many, Resource, graph};

/// Up to how many resources are listed each by itself; more are listed by area.
const BY_THEMSELVES: usize = 16;

/// The largest number of operations of a tag that are listed with a resource; the type of the resource lists all.
const OPERATIONS: usize = 8;

/// A line of the docs of the crate, which is there while the feature of any of its tags is on; of none, always.
pub(crate) struct DocLine<'a> {
    /// The tags.
    pub(crate) tags: Option<Cow<'a, TagSet>>,
    /// The line, as Markdown.
    pub(crate) text: String,
}

impl<'a> DocLine<'a> {
    /// Returns a line that is there while `tags` are.
    pub(crate) fn of(tags: impl Into<Option<Cow<'a, TagSet>>>, text: String) -> Self {
        Self { tags: tags.into(), text }
    }
}

/// Returns the resources with their relationships and operations, or the areas with their resources; empty where there
/// are none.
pub(crate) fn list<'a>(cx: &'a Cx<'_>) -> Vec<DocLine<'a>> {
    let graph = graph(cx.api);
    if graph.resources.len() <= BY_THEMSELVES {
        let resources = graph.resources.iter().enumerate();
        return resources.flat_map(|(position, resource)| related(cx, &graph, position, resource)).collect();
    }
    // What has no area comes last.
    let (nowhere, areas): (Vec<_>, Vec<_>) = graph.areas().into_iter().partition(|(area, _)| area.is_empty());
    let areas = areas.into_iter().chain(nowhere);
    areas.flat_map(|(area, resources)| in_area(cx, &graph, area, &resources)).collect()
}

/// Returns a resource, where its relationships lead, and what reaches it.
fn related<'a>(cx: &'a Cx<'_>, graph: &Graph, from: usize, resource: &Resource) -> Vec<DocLine<'a>> {
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
    let colon = if targets.is_empty() { "" } else { ": " };
    let mut lines = vec![linked(cx, &resource.kind, |link| format!("* {link}{colon}{}", targets.join(", ")))];
    let operations = cx.resource_of_type(&resource.kind).map(|id| cx.operations_about(id)).unwrap_or_default();
    lines.extend(operations.into_iter().map(|(tag, operations)| {
        let mut links: Vec<String> = operations.iter().take(OPERATIONS).map(|id| link(cx, *id, "")).collect();
        links.extend(operations.len().checked_sub(OPERATIONS + 1).map(|more| format!("and {} more", more + 1)));
        DocLine::of(Cow::Owned(TagSet::from([tag])), format!("  * reached by {}", links.join(", ")))
    }));
    lines
}

/// Returns a line with a link to the type of a resource, where it has one.
fn linked<'a>(cx: &'a Cx<'_>, kind: &str, line: impl Fn(&str) -> String) -> DocLine<'a> {
    let id = cx.resource_of_type(kind).filter(|id| !cx.tags_of_identity(*id).is_empty());
    match id {
        Some(id) => {
            let text = line(&format!("[{}](resources::{})", code(kind), cx.names.resource(id).ident));
            DocLine::of(Cow::Borrowed(cx.tags_of_identity(id)), text)
        }
        None => DocLine::of(None, line(&code(kind))),
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

/// Returns an area and its resources.
fn in_area<'a>(cx: &'a Cx<'_>, graph: &Graph, area: &str, resources: &[usize]) -> Vec<DocLine<'a>> {
    let area = if area.is_empty() { "Of no tag".to_owned() } else { code(area) };
    let mut lines = vec![DocLine::of(None, format!("* {area}:"))];
    let resources = resources.iter().filter_map(|position| graph.resources.get(*position));
    lines.extend(resources.map(|resource| linked(cx, &resource.kind, |link| format!("  {link}"))));
    lines
}
