//! Finds the resource type that a path parameter identifies, and the one whose id creates another resource.

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, Diagnostic};
use crate::ir::{
    Api, Arity, Body, BodyContent, Data, GivenId, IdRule, IdType, Method, Operation, PathSegment, Payload,
    ResourceCount, ResourceId, StringFormat, Type, WriteViewId,
};
use crate::lower::changes::SentBy;
use crate::lower::context::Cx;
use crate::lower::text::words;

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
    let (numbered, without_id) = (numbered(api), without_id(api));
    for id in api.operations.ids() {
        let operation = &mut api.operations[id];
        let mut identified = HashSet::new();
        for (position, prefix) in prefixes(&operation.path) {
            let resource = owners.get(&prefix).or_else(|| weaker.get(&prefix)).copied();
            let Some(parameter) = operation.path_parameters.get_mut(position) else { continue };
            let is_listed = matches!(parameter.ty, Type::Named(_)) && named.contains(&prefix);
            let is_called_so = |id: ResourceId| {
                let name = words(&parameter.wire);
                name.last().is_some_and(|last| last == "id") || is_same(&name, &words(&api.resources[id].wire_type))
            };
            let is_number = matches!(parameter.ty, Type::Integer | Type::Unsigned | Type::Number)
                && (named.contains(&prefix) || resource.is_some_and(|id| numbered.contains(&id) || is_called_so(id)))
                && !prefix.ends_with("}/{}");
            // Where numbers are ids, the path has the id of the resource already, or the resource is described without one, text
            // is an id by its name only: it may as well be the name of a view, or the id of something else.
            let is_doubtful =
                |id: ResourceId| numbered.contains(&id) || identified.contains(&id) || without_id.contains(&id);
            let is_text = may_be_id(&parameter.ty) && resource.is_some_and(|id| is_called_so(id) || !is_doubtful(id));
            // What comes after `relationships` is the name of one (JSON:API "Relationships", "self" links).
            if (is_text || is_listed || is_number) && !prefix.ends_with("/relationships/{}") {
                parameter.identifies = resource;
                identified.extend(resource);
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

/// Returns the resources that are read without an id, by their description.
fn without_id(api: &Api) -> HashSet<ResourceId> {
    let is_without = |id: &ResourceId| api.resources[*id].read.as_ref().is_some_and(|read| read.id == IdRule::None);
    api.resources.ids().filter(is_without).collect()
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

/// Fills in whose id the client gives to resources that are yet to be created, where the text about the id names another
/// type: what has no id yet can only be named by that of something else.
///
/// ```text
/// type: {enum: [campaign-send-job]}
/// id: {description: The ID of the campaign to send}         the id of a campaign
/// ```
pub(super) fn identify_created(api: &mut Api) {
    let types: Vec<(ResourceId, Vec<String>)> =
        api.resources.iter().map(|(id, resource)| (id, words(&resource.wire_type))).collect();
    for id in api.write_views.ids() {
        let view = &mut api.write_views[id];
        if view.requires_id() {
            view.given_id.names = named(&view.given_id, view.resource, &types);
        }
    }
    for id in api.operations.ids() {
        let operation = &mut api.operations[id];
        let creates = operation.method == Method::Post && operation.path_parameters.is_empty();
        let Some(Body { content: BodyContent::Linkage { targets, given_id, meta: None, arity, .. }, .. }) =
            operation.body.as_mut().filter(|_| creates)
        else {
            continue;
        };
        if !matches!(arity, Arity::One | Arity::Many) {
            continue;
        }
        if let [created] = targets.as_slice() {
            given_id.names = named(given_id, *created, &types);
        }
    }
}

/// Has changes of which the document describes no id sent with that of their path, with a remark. Where no path names the
/// resource, they are sent as they are described.
pub(super) fn identify_undescribed(cx: &mut Cx<'_>) {
    let mut named: HashSet<WriteViewId> = HashSet::new();
    for (_, operation) in cx.api.operations.iter() {
        if cx.api.changed_by(operation).is_some() {
            named.extend(operation.sent_views());
        }
    }
    for id in std::mem::take(&mut cx.assumed_ids) {
        let view = &mut cx.api.write_views[id];
        if !named.contains(&id) {
            view.id = IdRule::None;
            continue;
        }
        let message = "a change is described without the `id` of the resource";
        let help = "the client sends that of the path, which JSON:API requires; describe it, or forbid other members by \
                    `additionalProperties: false`";
        cx.diagnostics.push(Diagnostic::new(Code::Assumed, view.at.clone(), message).help(help));
    }
}

/// Notes of each change that is sent whether a request names the resource besides, and whether it replaces the resource.
pub(super) fn identify_changed(api: &mut Api) {
    let SentBy { replacing, changing } = SentBy::of(api);
    let mut named_by_request = HashSet::new();
    for (_, operation) in api.operations.iter() {
        if let Some(BodyContent::Batch(operations)) = operation.body.as_ref().map(|body| &body.content) {
            named_by_request.extend(operations.iter().filter_map(|operation| operation.change.view()));
        } else if api.changed_by(operation).is_some() {
            named_by_request.extend(operation.sent_views());
        }
    }
    for id in api.write_views.ids() {
        let view = &mut api.write_views[id];
        view.is_named_by_request = named_by_request.contains(&id);
        view.replaces = replacing.contains(&id) && !changing.contains(&id);
    }
}

/// Returns the one type whose id a text is about: the longest name in it that stands before or after "id". `None` where the
/// text names the type that is created.
fn named(given: &GivenId, created: ResourceId, types: &[(ResourceId, Vec<String>)]) -> Option<ResourceId> {
    let text = words(given.docs.as_deref()?);
    let found: Vec<&(ResourceId, Vec<String>)> = types.iter().filter(|(_, name)| is_id_of(&text, name)).collect();
    let longest = found.iter().map(|(_, name)| name.len()).max()?;
    let mut longest = found.iter().filter(|(_, name)| name.len() == longest);
    match (longest.next(), longest.next()) {
        (Some((only, _)), None) if found.iter().all(|(id, _)| *id != created) => Some(*only),
        _ => None,
    }
}

/// Returns whether a text speaks of the "campaign ID" or of the "ID of the (destination) campaign".
fn is_id_of(text: &[String], name: &[String]) -> bool {
    let is_id = |position: usize| text.get(position).is_some_and(|word| word == "id");
    let before = |start: usize| text.get(..start).unwrap_or_default().iter().rev();
    let follows = |start: usize| {
        let mut words = before(start).skip_while(|word| *word != "of").skip(1);
        let distance = before(start).take_while(|word| *word != "of").filter(|word| !is_article(word)).count();
        distance <= 1 && words.next().is_some_and(|word| word == "id")
    };
    let starts = text.windows(name.len().max(1)).enumerate().filter(|(_, words)| is_same(words, name));
    let mut starts = starts.map(|(start, _)| start);
    starts.any(|start| is_id(start + name.len()) || follows(start))
}

fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an" | "the" | "this" | "that" | "your")
}

/// Returns whether words are those of a name, which may be in the plural.
fn is_same(words: &[String], name: &[String]) -> bool {
    let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
    words.len() == name.len() && words.iter().zip(name).all(|(one, other)| singular(one) == singular(other))
}
