//! Links of responses (OpenAPI "Link Object").

use serde_json::{Map, Value};

use crate::source::{Pointer, percent_decoded};
use crate::spec::model::{Link, LinkTarget};
use crate::spec::reader::Reader;
use crate::spec::reference;

/// Reads the `links` of a response.
pub(super) fn read_links<'a>(reader: &mut Reader<'a>, response: &'a Map<String, Value>, at: &Pointer) -> Vec<Link> {
    let Some(value) = response.get("links") else { return Vec::new() };
    let at = at.key("links");
    let Some(members) = reader.object(value, &at, "`links`") else { return Vec::new() };
    let described = members.iter().filter(|(name, _)| !name.starts_with("x-"));
    described.filter_map(|(name, value)| link(reader, name, value, at.key(name))).collect()
}

fn link<'a>(reader: &mut Reader<'a>, name: &str, value: &'a Value, at: Pointer) -> Option<Link> {
    let (at, value) = reference::follow(reader, value, at)?;
    let members = reader.object(value, &at, "a link")?;
    let text = |key: &str| members.get(key).and_then(Value::as_str);
    let target = match (text("operationId"), text("operationRef")) {
        (Some(id), _) => LinkTarget::Id(id.to_owned()),
        (None, Some(reference)) => match reference.strip_prefix('#') {
            Some(fragment) => LinkTarget::Place(Pointer::from_text(&percent_decoded(fragment))),
            None => LinkTarget::Elsewhere(reference.to_owned()),
        },
        (None, None) => LinkTarget::None,
    };
    let parameters = members.get("parameters").and_then(Value::as_object).into_iter().flatten();
    Some(Link {
        name: name.to_owned(),
        target,
        parameters: parameters.map(|(name, value)| (name.clone(), value.clone())).collect(),
        body: members.get("requestBody").cloned(),
        description: text("description").map(str::to_owned),
        has_server: members.contains_key("server"),
        at,
    })
}
