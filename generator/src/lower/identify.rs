//! Finds the resource type that a path parameter identifies.

use std::collections::{HashMap, HashSet};

use crate::ir::{
    Api, BodyContent, Data, IdRule, IdType, Method, Operation, PathSegment, Payload, ResourceCount, ResourceId,
    StringFormat, Type,
};

/// Fills in what the operations on the same path tell: the one that fetches, changes or deletes
/// `/x/{id}` says whose id `{id}` is wherever a path starts with `/x/{id}`.
pub(super) fn identify(api: &mut Api) {
    let mut owners: HashMap<String, ResourceId> = HashMap::new();
    let mut weaker: HashMap<String, ResourceId> = HashMap::new();
    // Changes name what they change by the id of the path (JSON:API "Updating Resources"), whatever its type.
    let mut named = HashSet::new();
    for (_, operation) in api.operations.iter() {
        let Some(prefix) = item_prefix(operation) else { continue };
        if sends_id(api, operation) {
            named.insert(prefix.clone());
        }
        if let Some(resource) = fetched(operation) {
            owners.entry(prefix).or_insert(resource);
        } else if let Some(resource) = sent(api, operation) {
            weaker.entry(prefix).or_insert(resource);
        }
    }
    let numbered = numbered(api);
    for id in api.operations.ids() {
        let operation = &mut api.operations[id];
        for (position, prefix) in prefixes(&operation.path) {
            let resource = owners.get(&prefix).or_else(|| weaker.get(&prefix)).copied();
            let Some(parameter) = operation.path_parameters.get_mut(position) else { continue };
            let is_listed = matches!(parameter.ty, Type::Named(_)) && named.contains(&prefix);
            let is_number = parameter.ty == Type::Integer
                && (named.contains(&prefix) || resource.is_some_and(|id| numbered.contains(&id)))
                && !prefix.ends_with("}/{}");
            if may_be_id(&parameter.ty) || is_listed || is_number {
                parameter.identifies = resource;
            }
        }
    }
}

/// Returns whether a parameter of this type can hold an id. Ids are text (JSON:API "Identification"): a date or one of
/// listed values in a path is something else, and so is a number where the ids are not, such as `/{year}/{month}`.
fn may_be_id(ty: &Type) -> bool {
    matches!(ty, Type::String(StringFormat::Text))
}

/// Returns the resources whose ids are numbers, by their description.
fn numbered(api: &Api) -> HashSet<ResourceId> {
    let read = api.resources.iter().filter_map(|(id, resource)| Some((id, resource.read.as_ref()?.id_type)));
    let sent = api.write_views.iter().map(|(_, view)| (view.resource, view.id_type));
    read.chain(sent).filter(|(_, id_type)| *id_type == IdType::Number).map(|(id, _)| id).collect()
}

/// Returns whether an operation sends the resource of its path with the id of the resource in it.
fn sends_id(api: &Api, operation: &Operation) -> bool {
    let Some(BodyContent::Resource { view, count: ResourceCount::One }) =
        operation.body.as_ref().map(|body| &body.content)
    else {
        return false;
    };
    matches!(operation.method, Method::Patch | Method::Put) && api.write_views[*view].id != IdRule::None
}

/// Returns the path up to its last parameter, when nothing but a slash comes after it.
fn item_prefix(operation: &Operation) -> Option<String> {
    let (_, prefix) = prefixes(&operation.path).pop()?;
    let whole = template(&operation.path);
    (whole.trim_end_matches('/') == prefix).then_some(prefix)
}

/// Returns every parameter of a path, with the path up to it.
fn prefixes(path: &[PathSegment]) -> Vec<(usize, String)> {
    let ends = path.iter().enumerate().filter_map(|(end, segment)| match segment {
        PathSegment::Parameter(position) => Some((*position, template(path.get(..=end)?))),
        PathSegment::Literal(_) => None,
    });
    ends.collect()
}

/// Returns the path with all placeholders alike: their names differ between operations.
fn template(path: &[PathSegment]) -> String {
    let texts = path.iter().map(|segment| match segment {
        PathSegment::Literal(text) => text.as_str(),
        PathSegment::Parameter(_) => "{}",
    });
    texts.collect()
}

fn fetched(operation: &Operation) -> Option<ResourceId> {
    match (&operation.success.payload, operation.method) {
        (Payload::Document(document), Method::Get) => match document.data {
            Data::One(resource) | Data::ZeroOrOne(resource) => Some(resource),
            _ => None,
        },
        _ => None,
    }
}

fn sent(api: &Api, operation: &Operation) -> Option<ResourceId> {
    match (&operation.body.as_ref()?.content, operation.method) {
        (BodyContent::Resource { view, count: ResourceCount::One }, Method::Patch | Method::Put) => {
            Some(api.write_views[*view].resource)
        }
        _ => None,
    }
}
