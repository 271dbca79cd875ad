//! The evidence for how a list is paged: parameters, links, and members of the response.

use crate::diag::{Code, Diagnostic};
use crate::ir::{PagePlace, PageStart};
use crate::lower::context::Cx;
use crate::lower::document;
use crate::lower::media::{Treatment, preferred, treatment};
use crate::lower::paging::words::{self, Fact, PageRole};
use crate::lower::shape::{Group, Object, Rest, Scalar, Shape, ShapeKind};
use crate::lower::{query, success, text, union};
use crate::source::Pointer;
use crate::spec::{JsonType, Location, Operation, PAGE_FAMILIES, Parameter, Style};

/// The largest depth at which members of a response or a body are searched.
const DEPTH: usize = 5;

/// The evidence of a document on the pages of one list.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    pub(super) parameters: Vec<PageParameter>,
    /// The members of the JSON body that may be about pages.
    pub(super) members: Vec<PageParameter>,
    pub(super) links: Links,
    /// Whether the responses have a header field `Link`.
    pub(super) link_header: bool,
    /// What members of the response describe, with their JSON pointers, the most usual names first.
    pub(super) facts: Vec<(Fact, String)>,
}

/// The facts and the candidates for a cursor in the members of a response.
#[derive(Default)]
struct Found {
    /// With the rank of the name and the JSON pointer.
    facts: Vec<(usize, Fact, String)>,
    /// All that could be a cursor.
    members: Vec<CursorMember>,
}

/// A member of a response that could be a cursor.
struct CursorMember {
    name: String,
    pointer: String,
    is_text: bool,
}

/// A parameter that may be about pages.
#[derive(Debug)]
pub(super) struct PageParameter {
    pub(super) role: PageRole,
    pub(super) place: PagePlace,
    /// Whether the name alone tells: `page[..]`, or a member of an object `page`.
    pub(super) is_certain: bool,
    pub(super) schema: Option<Group>,
    /// The name of the described parameter that it is, or is a part of.
    pub(super) of: String,
    /// Where it is described.
    pub(super) at: Option<Pointer>,
}

/// The links that a document describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Links {
    #[default]
    None,
    /// An object with members that are not described.
    Open,
    /// Links between pages, and none of them is `next`.
    Others,
    /// With a link `next`.
    Next,
}

/// Returns the parameters of the query that a caller can set.
pub(super) fn variable(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|one| one.location == Location::Query && one.only.is_none())
}

/// Returns the parameter that is all of a family, such as `page`, which JSON:API keeps for pages ("Pagination").
pub(super) fn family(operation: &Operation) -> Option<&str> {
    variable(operation).map(|parameter| &*parameter.name).find(|name| PAGE_FAMILIES.contains(name))
}

impl Evidence {
    /// Gathers what the document tells of an operation.
    pub(super) fn gather(cx: &mut Cx<'_>, operation: &Operation) -> Self {
        let mut evidence = Self::default();
        for parameter in variable(operation) {
            evidence.parameters.extend(page_parameters(cx, parameter));
        }
        let body = operation.body.as_ref().and_then(|body| preferred(cx, &body.contents));
        if let Some(schema) = body.filter(|body| treatment(cx, body) == Treatment::Json).and_then(|body| body.schema) {
            body_members(cx, &Group::one(schema), "", DEPTH, &mut evidence.members);
        }
        let Some((response, content)) = success::described(cx, &operation.responses) else { return evidence };
        evidence.link_header = response.headers.iter().any(|header| header.name.eq_ignore_ascii_case("link"));
        let Some(schema) = content.schema else { return evidence };
        let mut found = Found::default();
        let skipped = ["data", "included", "links", "jsonapi", "errors"];
        let documents = document::described(cx, &Group::one(schema)).map(|described| described.documents);
        for document in documents.unwrap_or_default() {
            let shape = cx.shape(&document);
            let ShapeKind::Object(object) = &shape.kind else { continue };
            if evidence.links == Links::default() {
                evidence.links = links(cx, object);
            }
            for (name, group) in object.properties.iter().filter(|(name, _)| !skipped.contains(name)) {
                described(cx, group, "", name, "", DEPTH, &mut found);
            }
        }
        found.facts.sort_by_key(|(rank, _, _)| *rank);
        // A link to the next page says more than a cursor that may be of this one.
        let cursor = Some(Fact::Cursor).filter(|_| evidence.links != Links::Next);
        let settled = |fact| if fact == Fact::AnyCursor { cursor } else { Some(fact) };
        let facts = found.facts.into_iter();
        evidence.facts = facts.filter_map(|(_, fact, pointer)| Some((settled(fact)?, pointer))).collect();
        evidence.take_texts(cx, &found.members);
        evidence.take_namesake(operation, &found.members);
        evidence
    }

    /// Takes text that names a page for a cursor, where a page has its next value as text, though its usual name is that of a
    /// number: `page` with a member `next_page`.
    fn take_texts(&mut self, cx: &mut Cx<'_>, members: &[CursorMember]) {
        if self.fact(Fact::Cursor).is_some() {
            return;
        }
        let names_page = |one: &&mut PageParameter| matches!(one.role, PageRole::Number | PageRole::Cursor);
        for parameter in self.parameters.iter_mut().filter(names_page) {
            let is_next = |member: &&CursorMember| member.is_text && words::is_next_of(&member.name, &parameter.of);
            let is_text = parameter.schema.as_ref().is_some_and(|schema| is_text(cx, schema));
            if let Some(member) = members.iter().find(is_next).filter(|_| is_text) {
                parameter.role = PageRole::Cursor;
                self.facts.push((Fact::Cursor, member.pointer.clone()));
            }
        }
    }

    /// Takes a parameter for a cursor that no usual name tells, where a page has its next value: `version` with a member
    /// `next_version`, or `next_record_id` with a member of the same name.
    fn take_namesake(&mut self, operation: &Operation, members: &[CursorMember]) {
        let names_page = |one: &PageParameter| one.role != PageRole::Size;
        let has_cursor = self.facts.iter().any(|(fact, _)| *fact == Fact::Cursor);
        if has_cursor || self.links == Links::Next || self.parameters.iter().any(names_page) {
            return;
        }
        let pair = variable(operation).find_map(|parameter| {
            let member = members.iter().find(|member| words::is_next_of(&member.name, &parameter.name))?;
            Some((parameter, &member.pointer))
        });
        let Some((parameter, pointer)) = pair else { return };
        self.parameters.push(PageParameter {
            role: PageRole::Cursor,
            place: PagePlace::Query(parameter.name.clone()),
            is_certain: false,
            schema: parameter.schema.map(Group::one),
            of: parameter.name.clone(),
            at: Some(parameter.at.clone()),
        });
        self.facts.push((Fact::Cursor, pointer.clone()));
    }

    /// Returns the parameter of a role: one whose name alone tells, if there is one.
    pub(super) fn parameter(&self, role: PageRole) -> Option<&PageParameter> {
        let of_role = || self.parameters.iter().filter(|parameter| parameter.role == role);
        of_role().find(|parameter| parameter.is_certain).or_else(|| of_role().next())
    }

    /// Returns the parameter of the size of pages that belongs to the one that names a page: `page[size]` to
    /// `page[number]`, and `page[limit]` to `page[offset]`.
    pub(super) fn size(&self, start: Option<&PageStart>) -> Option<&PageParameter> {
        let is_limit = |one: &&PageParameter| words::is_limit(one.place.name());
        let of_role = || self.parameters.iter().filter(|one| one.role == PageRole::Size);
        let belongs = |one: &&PageParameter| match start {
            Some(PageStart::Number { .. }) => !is_limit(one),
            Some(PageStart::Offset { .. }) => is_limit(one),
            Some(PageStart::Cursor(_)) | None => true,
        };
        let certain = || of_role().filter(|one| one.is_certain);
        certain()
            .find(belongs)
            .or_else(|| certain().next())
            .or_else(|| of_role().find(belongs))
            .or_else(|| of_role().next())
    }

    /// Returns the parameter, or member of the body, that is sent in a place.
    pub(super) fn described(&self, place: &PagePlace) -> Option<&PageParameter> {
        self.parameters.iter().chain(&self.members).find(|one| one.place == *place)
    }

    /// Returns the member of the body of a role.
    pub(super) fn member(&self, role: PageRole) -> Option<&PageParameter> {
        self.members.iter().find(|member| member.role == role)
    }

    /// Returns the JSON pointer to the member that describes something.
    pub(super) fn fact(&self, wanted: Fact) -> Option<String> {
        self.facts.iter().find(|(fact, _)| *fact == wanted).map(|(_, pointer)| pointer.clone())
    }
}

/// Returns what a query parameter has to do with pages. An object `page` in the style `deepObject` is one parameter for
/// each of its members.
fn page_parameters(cx: &mut Cx<'_>, parameter: &Parameter) -> Vec<PageParameter> {
    let of = parameter.name.clone();
    let schema = parameter.schema.map(Group::one);
    if parameter.style == Style::DeepObject {
        return schema.map(|schema| deep_object(cx, &of, &schema)).unwrap_or_default();
    }
    let Some(role) = words::role(&of) else { return Vec::new() };
    if schema.as_ref().is_some_and(|schema| !can_be(cx, role, &of, schema)) {
        return Vec::new();
    }
    let role = match role {
        PageRole::Number if is_token(cx, parameter) => PageRole::Cursor,
        PageRole::Offset if query::description(cx, parameter).as_deref().is_some_and(words::is_page_number) => {
            let message = format!("`{of}` is described as the number of a page");
            let help =
                "the client counts pages by it, not items; if it counts items, state `paging.operations.<id>.style`";
            cx.diagnostics.push(Diagnostic::new(Code::Assumed, parameter.at.clone(), message).help(help));
            PageRole::Number
        }
        role => role,
    };
    let is_certain =
        PAGE_FAMILIES.iter().any(|family| of.strip_prefix(family).is_some_and(|rest| rest.starts_with('[')));
    vec![PageParameter {
        role,
        place: PagePlace::Query(of.clone()),
        is_certain,
        schema,
        of,
        at: Some(parameter.at.clone()),
    }]
}

/// Returns whether a parameter is text that its description calls a token or a cursor.
fn is_token(cx: &mut Cx<'_>, parameter: &Parameter) -> bool {
    let Some(schema) = parameter.schema.map(Group::one) else { return false };
    let docs = query::description(cx, parameter).as_deref().map(text::words);
    let names_token = |word: &String| matches!(word.as_str(), "token" | "cursor" | "opaque");
    is_text(cx, &schema) && docs.is_some_and(|words| words.iter().any(names_token))
}

/// Returns whether a value of a schema can be in a role: a boolean `page[count]` is not the size of a page.
fn can_be(cx: &mut Cx<'_>, role: PageRole, name: &str, schema: &Group) -> bool {
    let counts = matches!(role, PageRole::Number | PageRole::Offset | PageRole::Size);
    !counts || may_be_number(cx, schema) && (!words::is_number_only(name) || is_number(cx, schema))
}

/// Returns whether a parameter is an object of what names a page.
pub(super) fn is_object(parameter: &Parameter) -> bool {
    parameter.style == Style::DeepObject && PAGE_FAMILIES.contains(&parameter.name.as_str())
}

fn deep_object(cx: &mut Cx<'_>, name: &str, schema: &Group) -> Vec<PageParameter> {
    if !PAGE_FAMILIES.contains(&name) {
        return Vec::new();
    }
    let members = object_members(cx, schema);
    let parameter = |(member, group): (&str, Group)| {
        let wire = format!("{name}[{member}]");
        let role = words::role(&wire).filter(|role| can_be(cx, *role, &wire, &group))?;
        let (place, of) = (PagePlace::Query(wire), name.to_owned());
        let at = group.at(cx.spec).cloned();
        Some(PageParameter { role, place, is_certain: true, schema: Some(group), of, at })
    };
    members.into_iter().filter_map(parameter).collect()
}

/// Returns the members of an object, or of all alternatives of one: a service with two ways of paging describes each.
/// What several of them describe is bound by all.
pub(super) fn object_members<'a>(cx: &mut Cx<'a>, group: &Group) -> Vec<(&'a str, Group)> {
    let shape = cx.shape(group);
    let alternatives = match &shape.kind {
        ShapeKind::Object(object) => return object.properties.clone(),
        ShapeKind::Union(alternatives) => alternatives.iter().map(|one| one.group.clone()),
        _ => return Vec::new(),
    };
    let mut members: Vec<(&str, Group)> = Vec::new();
    for alternative in alternatives.collect::<Vec<_>>() {
        let shape = cx.shape(&alternative);
        let ShapeKind::Object(object) = &shape.kind else { return Vec::new() };
        for (name, group) in &object.properties {
            match members.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.0.extend(&group.0),
                None => members.push((*name, group.clone())),
            }
        }
    }
    members
}

/// Notes the members of a JSON body that may be about pages.
fn body_members(cx: &mut Cx<'_>, group: &Group, at: &str, depth: usize, found: &mut Vec<PageParameter>) {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return };
    let parent = at.rsplit('/').next().unwrap_or_default();
    for (name, member) in &object.properties {
        let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        let is_certain = words::is_around(parent);
        let role = if is_certain { words::role(&format!("page_{name}")) } else { words::role(name) };
        match role {
            Some(role) if !cx.is_object(member) => {
                let place = PagePlace::Body(pointer.clone());
                let (schema, at) = (Some(member.clone()), member.at(cx.spec).cloned());
                found.push(PageParameter { role, place, is_certain, schema, of: pointer, at });
            }
            _ if depth > 0 => body_members(cx, member, &pointer, depth - 1, found),
            _ => {}
        }
    }
}

fn may_be_number(cx: &mut Cx<'_>, group: &Group) -> bool {
    match &cx.shape(group).kind {
        ShapeKind::Any => true,
        ShapeKind::Scalar(scalar) => scalar.json_type != Some(JsonType::Boolean),
        _ => false,
    }
}

fn is_text(cx: &mut Cx<'_>, group: &Group) -> bool {
    matches!(&cx.shape(group).kind, ShapeKind::Scalar(scalar) if scalar.json_type == Some(JsonType::String))
}

fn is_number(cx: &mut Cx<'_>, group: &Group) -> bool {
    let ShapeKind::Scalar(scalar) = &cx.shape(group).kind else { return false };
    matches!(scalar.json_type, Some(JsonType::Integer | JsonType::Number))
}

/// Returns the links that a document describes: of alternatives, what says most.
fn links(cx: &mut Cx<'_>, object: &Object<'_>) -> Links {
    let Some(links) = object.property("links") else { return Links::None };
    let alternatives = union::alternatives(cx, links);
    alternatives.iter().map(|links| links_of(cx, links)).max().unwrap_or_default()
}

fn links_of(cx: &mut Cx<'_>, links: &Group) -> Links {
    let shape = cx.shape(links);
    let is_of_pages = shape.notes.docs.or(shape.docs).is_some_and(|docs| {
        let docs = docs.to_ascii_lowercase();
        docs.contains("pagination") || text::words(&docs).iter().any(|word| word == "next")
    });
    match &shape.kind {
        ShapeKind::Object(links) if links.property("next").is_some() => Links::Next,
        ShapeKind::Object(links) if ["first", "prev", "last"].iter().any(|name| links.property(name).is_some()) => {
            Links::Others
        }
        // A text tells what the links are that have no names.
        ShapeKind::Object(Object { properties, rest, .. })
            if properties.is_empty() && !matches!(rest, Rest::Forbidden) && is_of_pages =>
        {
            Links::Next
        }
        ShapeKind::Object(links) if matches!(links.rest, Rest::Allowed | Rest::Of(_)) => Links::Open,
        ShapeKind::Object(links) if links.properties.is_empty() && !matches!(links.rest, Rest::Forbidden) => {
            Links::Open
        }
        ShapeKind::Any => Links::Open,
        _ => Links::None,
    }
}

/// Notes what a member of the response, and those in it, describe.
fn described(cx: &mut Cx<'_>, group: &Group, parent: &str, name: &str, at: &str, depth: usize, found: &mut Found) {
    let pointer = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
    let shape = cx.shape(group);
    match &shape.kind {
        ShapeKind::Object(object) if depth > 0 && words::is_around(name) => {
            for (member, group) in &object.properties {
                described(cx, group, name, member, &pointer, depth - 1, found);
            }
        }
        ShapeKind::Scalar(scalar) => {
            let is_link = is_link(scalar, &shape);
            if fits(Fact::Cursor, scalar.json_type) && !is_link {
                let is_text = scalar.json_type == Some(JsonType::String);
                found.members.push(CursorMember { name: name.to_owned(), pointer: pointer.clone(), is_text });
            }
            if let Some((fact, rank)) = words::fact(parent, name)
                && let docs = shape.notes.docs.or(shape.docs).unwrap_or_default()
                && let Some(fact) = (if is_link { linked(fact) } else { words::told(fact, docs) })
                && fits(fact, scalar.json_type)
            {
                found.facts.push((rank, fact, pointer));
            }
        }
        _ => {}
    }
}

/// Returns whether a member is described as a URL.
fn is_link(scalar: &Scalar<'_>, shape: &Shape<'_>) -> bool {
    let examples = shape.notes.examples.iter().chain(&shape.notes.example);
    let mut texts = examples.filter_map(|example| example.as_str());
    matches!(scalar.format, Some("uri" | "uri-reference" | "url"))
        || texts.any(|text| text.starts_with("https://") || text.starts_with("http://"))
}

/// Returns what a URL is that stands where this is looked for.
fn linked(fact: Fact) -> Option<Fact> {
    matches!(fact, Fact::Cursor | Fact::AnyCursor | Fact::NextNumber | Fact::NextOffset | Fact::Link)
        .then_some(Fact::Link)
}

/// Returns whether a member of this type can be what its name says.
fn fits(fact: Fact, found: Option<JsonType>) -> bool {
    match (fact, found) {
        (_, None) => true,
        (Fact::More, Some(found)) => found == JsonType::Boolean,
        (Fact::Items | Fact::Pages | Fact::Count, Some(JsonType::String)) => true,
        (Fact::Cursor | Fact::AnyCursor, Some(found)) => matches!(found, JsonType::String | JsonType::Integer),
        (Fact::Link, Some(found)) => found == JsonType::String,
        (_, Some(found)) => matches!(found, JsonType::Integer | JsonType::Number),
    }
}
