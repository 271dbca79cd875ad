//! Top-level documents (JSON:API "Document Structure"), recognised by their structure.
//!
//! | Schema of a response | Payload |
//! | --- | --- |
//! | `{properties: {data: Book}}`, where `Book` is a resource object | one book |
//! | `{properties: {data: {type: array, items: Book}}}` | a list of books |
//! | `{properties: {data: {type: array, items: {oneOf: [Book, Person]}}}}` | a list of resources of two types |
//! | `{properties: {meta: ..}}` | a document without primary data |
//! | `{oneOf: [{properties: {data: Book}}, {properties: {status: ..}}]}` | one book, or a plain object instead |
//! | anything else | plain JSON |

use serde_json::Value;

use crate::diag::{Code, Diagnostic};
use crate::ir::{Arity, Data, Document, Field, IdType, Linkage, Number, Presence, ResourceId, Type};
use crate::lower::context::{Cx, Direction, Standing};
use crate::lower::resource::{self, ResourceShape};
use crate::lower::shape::{Group, GroupMember, Object, Rest, Shape, ShapeKind};
use crate::lower::wire_type::WireTypes;
use crate::lower::{nearly, relationship, schema, union, view, wire_type};
use crate::source::Pointer;
use crate::spec::Content;

/// The values that a `data` member may hold.
#[derive(Default)]
pub(super) struct DataShape<'a> {
    pub(super) resources: Vec<ResourceShape<'a>>,
    /// Objects that it may hold as well and that are not resources, by where they are described.
    pub(super) others: Vec<&'a Pointer>,
    pub(super) many: bool,
    /// Whether it may hold one that is not in a list.
    pub(super) one: bool,
    pub(super) nullable: bool,
    /// Whether it may be null at all, also beside a list.
    pub(super) may_be_null: bool,
}

impl DataShape<'_> {
    /// Returns whether it holds nothing but identifiers.
    pub(super) fn identifiers(&self) -> bool {
        self.others.is_empty() && self.resources.iter().all(ResourceShape::is_identifier)
    }

    /// Returns what either of two holds.
    pub(super) fn or(mut self, other: Self) -> Self {
        self.resources.extend(other.resources);
        self.others.extend(other.others);
        let Self { many, one, nullable, may_be_null, .. } = other;
        let (many, one) = (self.many || many, self.one || one);
        let (nullable, may_be_null) = (self.nullable || nullable, self.may_be_null || may_be_null);
        Self { many, one, nullable, may_be_null, ..self }
    }

    /// Returns whether a list may also come as one, or null.
    pub(super) fn may_be_one(&self) -> bool {
        self.many && (self.one || self.may_be_null)
    }

    /// Returns what the ids of what it holds are.
    pub(super) fn id_type(&self) -> IdType {
        self.resources.iter().map(|shape| shape.id_type).reduce(IdType::or).unwrap_or(IdType::Text)
    }

    /// Returns what identifiers in it have besides `type`, `id` and `lid`.
    pub(super) fn identifier_members(&self, cx: &mut Cx<'_>) -> Vec<Field> {
        let members = self.resources.iter().map(|shape| resource::others(cx, &shape.key, &["type", "id", "lid"]));
        members.reduce(view::united).unwrap_or_default()
    }

    /// Returns whether all that it holds is described as JSON:API has it.
    pub(super) fn is_complete(&self) -> bool {
        self.others.is_empty() && !self.is_flat()
    }

    /// Returns whether it holds plain objects, which only have a `type` and an `id` too.
    pub(super) fn is_flat(&self) -> bool {
        self.resources.iter().any(|resource| !resource.beside.is_empty())
    }
}

/// Recognises primary data or resource linkage: one or a list, or an alternative of the two, which is read as a
/// list.
pub(super) fn data<'a>(cx: &mut Cx<'a>, group: &Group) -> Option<DataShape<'a>> {
    data_with(cx, group, resource::recognise)
}

/// Returns the same of what is sent: a resource that is to be created has no `id` yet.
pub(super) fn sent_data<'a>(cx: &mut Cx<'a>, group: &Group) -> Option<DataShape<'a>> {
    data_with(cx, group, resource::recognise_sent)
}

/// A function that recognises a resource object.
type Recognise<'a> = fn(&mut Cx<'a>, &Group) -> Option<ResourceShape<'a>>;

fn data_with<'a>(cx: &mut Cx<'a>, group: &Group, recognise: Recognise<'a>) -> Option<DataShape<'a>> {
    let mut data = DataShape::default();
    let shape = cx.shape(group);
    data.nullable = shape.notes.nullable;
    data.may_be_null = data.nullable;
    match &shape.kind {
        ShapeKind::Union(members) => {
            let (members, null) = union::flattened(cx, members);
            members.iter().try_for_each(|member| one_or_list(cx, &member.group, recognise, &mut data))?;
            data.nullable |= null && !data.many;
            data.may_be_null |= null;
        }
        _ => one_or_list(cx, group, recognise, &mut data)?,
    }
    (!data.resources.is_empty()).then_some(data)
}

/// Returns what a `data` holds that can only be null, or an empty list: beside another document it says that there may be no
/// resource.
pub(super) fn no_data<'a>(cx: &mut Cx<'a>, group: &Group) -> Option<DataShape<'a>> {
    let shape = cx.shape(group);
    let (is_null, many) = (union::is_null(&shape.kind), is_empty_list(&shape));
    (is_null || many).then(|| DataShape { many, nullable: is_null, may_be_null: is_null, ..DataShape::default() })
}

/// Returns whether the empty list is the only value of a schema.
fn is_empty_list(shape: &Shape<'_>) -> bool {
    match &shape.kind {
        ShapeKind::Array(_) => shape.notes.bounds.items.maximum == Some(0),
        ShapeKind::Scalar(scalar) => {
            matches!(scalar.values.as_deref(), Some([Value::Array(only)]) if only.is_empty())
        }
        _ => false,
    }
}

/// Takes a resource or a list of them.
fn one_or_list<'a>(cx: &mut Cx<'a>, group: &Group, recognise: Recognise<'a>, data: &mut DataShape<'a>) -> Option<()> {
    let shape = cx.shape(group);
    if is_empty_list(&shape) {
        data.many = true;
        return Some(());
    }
    match &shape.kind {
        ShapeKind::Array(Some(items)) => {
            data.many = true;
            element(cx, items, recognise, data)
        }
        // Resources are told apart by their type, wherever they stand.
        ShapeKind::Tuple(tuple) => {
            data.many = true;
            tuple.elements().try_for_each(|group| element(cx, group, recognise, data))
        }
        _ => {
            data.one = true;
            resource(cx, group, recognise, data)
        }
    }
}

/// Takes an element of a list, or what it may be.
fn element<'a>(cx: &mut Cx<'a>, group: &Group, recognise: Recognise<'a>, data: &mut DataShape<'a>) -> Option<()> {
    match &cx.shape(group).kind {
        ShapeKind::Union(members) => {
            let (members, _) = union::flattened(cx, members);
            members.iter().try_for_each(|member| resource(cx, &member.group, recognise, data))
        }
        _ => resource(cx, group, recognise, data),
    }
}

/// Takes a resource, or an object that is none.
fn resource<'a>(cx: &mut Cx<'a>, group: &Group, recognise: Recognise<'a>, data: &mut DataShape<'a>) -> Option<()> {
    let unwrapped = unwrapped(cx, group);
    match recognise(cx, unwrapped.as_ref().unwrap_or(group)) {
        Some(found) => data.resources.push(found),
        None => {
            let shape = cx.shape(group);
            matches!(shape.kind, ShapeKind::Object(_)).then(|| data.others.push(shape.at))?;
        }
    }
    Some(())
}

/// Returns the resource of a whole document that is described where a resource should be, with a remark: the schema of
/// the document was taken for that of its resource.
fn unwrapped(cx: &mut Cx<'_>, group: &Group) -> Option<Group> {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return None };
    let inner = object.property("data")?.clone();
    let found = resource::recognise(cx, &inner)?;
    let is_alone = object.properties.len() == 1;
    if (found.attributes.is_none() && !is_alone) || !found.beside.is_empty() {
        return None;
    }
    let message = "a whole document is described where a resource should be";
    let help = "the client reads and sends the resource in its `data` there; refer to the schema of the resource";
    cx.diagnostics.push(Diagnostic::new(Code::Assumed, shape.at.clone(), message).help(help));
    Some(inner)
}

/// Returns the document that a response schema describes, if it is one. Of several documents that a response may be, the
/// client reads one that has what any of them has. `is_meant` says that its media type is JSON:API's: then `data` holds
/// resources even where the document does not describe them.
pub(super) fn response(cx: &mut Cx<'_>, group: &Group, is_meant: bool) -> Option<Document> {
    if is_meant && let Some(found) = listed_documents(cx, group).or_else(|| bare(cx, group)) {
        return Some(found);
    }
    let at = cx.shape(group).at;
    let Described { documents: groups, others: instead } = described(cx, group)?;
    let (data, mut included) = match primary(cx, &groups) {
        Some(primary) => primary,
        None if is_meant => (untold(cx, &groups)?, Vec::new()),
        None => return None,
    };
    let may_be_one = united_data(cx, &groups).is_some_and(|data| data.may_be_one());
    let (mut grouped, mut included_is_nullable) = (false, false);
    let mut meta = None;
    let mut others: Option<Vec<Field>> = None;
    for group in &groups {
        let described = cx.property(group, "included");
        included_is_nullable |= described.as_ref().is_some_and(|group| cx.shape(group).notes.nullable);
        let listed = described.map(|group| listed(cx, &group));
        grouped |= matches!(listed, Some(Listed::InGroups(_)));
        match &listed {
            Some(Listed::AtOnce(group)) => include(cx, group, &mut included),
            Some(Listed::InGroups(groups)) => groups.iter().for_each(|group| include(cx, group, &mut included)),
            None => {}
        }
        let described = cx.property(group, "meta").map(|group| schema::lower(cx, &group, Direction::Read).ty);
        meta = match (meta, described) {
            (Some(one), Some(other)) if one != other => Some(Type::Json),
            (one, other) => one.or(other),
        };
        let described = other_members(cx, group);
        others = Some(match others {
            Some(before) => view::united(before, described),
            None => described,
        });
    }
    let others = others.unwrap_or_default();
    let linkage = linkage(cx, &groups, &data);
    let instead = (!instead.is_empty()).then(|| union::of_members(cx, at, &instead, Direction::Read));
    let at = at.clone();
    Some(Document { at, linkage, data, may_be_one, included, grouped, included_is_nullable, meta, others, instead })
}

/// Returns the document of many resources for which a list of documents of one each is described, with a remark: the schema
/// of the document was taken for that of its resource. No JSON:API document is a list ("Top Level").
fn listed_documents(cx: &mut Cx<'_>, group: &Group) -> Option<Document> {
    let shape = cx.shape(group);
    let ShapeKind::Array(Some(items)) = &shape.kind else { return None };
    cx.property(items, "data")?;
    let document = response(cx, items, true)?;
    let data = match document.data {
        Data::One(resource) | Data::ZeroOrOne(resource) => Data::Many(resource),
        Data::Mixed { of, number: Number::One | Number::ZeroOrOne } => Data::Mixed { of, number: Number::Many },
        _ => return None,
    };
    let message = "a list of documents is described where a document with a list of resources should be";
    let help =
        "the client reads one document, with the resources in its `data`; describe an object with the member `data`";
    cx.diagnostics.push(Diagnostic::new(Code::Assumed, shape.at.clone(), message).help(help));
    Some(Document { data, ..document })
}

/// Returns the document whose `data` a response describes without the document around it, with a remark: with the media type of
/// JSON:API, a service sends a document ("Document Structure").
fn bare(cx: &mut Cx<'_>, group: &Group) -> Option<Document> {
    let shape = cx.shape(group);
    for alternative in union::alternatives(cx, group) {
        let elements = match &cx.shape(&alternative).kind {
            ShapeKind::Array(Some(items)) => union::alternatives(cx, items),
            _ => vec![alternative],
        };
        if elements.iter().any(|element| cx.property(element, "data").is_some()) {
            return None;
        }
    }
    let is_whole = |data: &DataShape<'_>| data.is_complete() && !data.is_flat() && !data.identifiers();
    let data = data(cx, group).filter(is_whole)?;
    cx.diagnostics.push(nearly::bare(shape.at, "reads"));
    let (data, included) = resources(cx, &data);
    Some(Document { included, ..Document::of(shape.at.clone(), data) })
}

/// Returns the document that an example alone describes, with a remark: its media type tells what it is, and the example
/// whether it has one resource or a list.
pub(super) fn exemplified(cx: &mut Cx<'_>, content: &Content) -> Option<Document> {
    let is_told = content.schema.is_some_and(|schema| !is_free(cx, &Group::one(schema)));
    if is_told || !nearly::is_meant(content) {
        return None;
    }
    let mut members = wire_type::examples(cx.spec, &content.at).into_iter().filter_map(|example| example.get("data"));
    let number = members.find_map(|data| match data {
        Value::Array(_) => Some(Number::Many),
        Value::Object(_) => Some(Number::One),
        _ => None,
    })?;
    let message = "an example alone tells what this JSON:API document holds";
    let help = "the client takes resources of any type, with their attributes as JSON; add a `schema`";
    cx.diagnostics.push(Diagnostic::new(Code::OpenType, content.at.clone(), message).help(help));
    Some(Document::of(content.at.clone(), Data::Mixed { of: Vec::new(), number }))
}

/// The alternatives of a body.
pub(super) struct Described<'a> {
    /// The documents with `data`.
    pub(super) documents: Vec<Group>,
    /// The alternatives without `data`, except documents of errors: those are recognised in every response.
    others: Vec<GroupMember<'a>>,
}

/// Returns the alternatives of a body, at least one of which has `data`, or its only one if that is an object.
pub(super) fn described<'a>(cx: &mut Cx<'a>, group: &Group) -> Option<Described<'a>> {
    let shape = cx.shape(group);
    let ShapeKind::Union(members) = &shape.kind else {
        let is_object = matches!(shape.kind, ShapeKind::Object(_));
        return is_object.then(|| Described { documents: vec![group.clone()], others: Vec::new() });
    };
    let mut described = Described { documents: Vec::new(), others: Vec::new() };
    for member in union::flattened(cx, members).0 {
        let shape = cx.shape(&member.group);
        match &shape.kind {
            ShapeKind::Object(object) if object.property("data").is_some() => described.documents.push(member.group),
            ShapeKind::Object(object) if is_of_errors(object) => {}
            _ => described.others.push(member),
        }
    }
    (!described.documents.is_empty()).then_some(described)
}

/// Returns the documents with `data` that a body may be, if it may be nothing but a document.
pub(super) fn alternatives(cx: &mut Cx<'_>, group: &Group) -> Option<Vec<Group>> {
    let Described { documents, others } = described(cx, group)?;
    let has_only_meta = |member: &GroupMember<'_>| matches!(&cx.shape(&member.group).kind, ShapeKind::Object(object) if is_meta_only(object));
    others.iter().all(has_only_meta).then_some(documents)
}

/// Returns where documents without `data` are described that a body may be instead.
pub(super) fn without_data<'a>(cx: &mut Cx<'a>, group: &Group) -> Vec<&'a Pointer> {
    let others = described(cx, group).map(|described| described.others).unwrap_or_default();
    others.iter().map(|member| cx.shape(&member.group).at).collect()
}

/// Returns the members of a document that JSON:API does not know, and `errors` where they are described beside `data`: of
/// several changes some may fail.
fn other_members(cx: &mut Cx<'_>, group: &Group) -> Vec<Field> {
    let is_partial = cx.property(group, "data").is_some() && cx.property(group, "errors").is_some();
    let of_success = MEMBERS.iter().filter(|name| !is_partial || **name != "errors").copied();
    let known: Vec<&str> = of_success.collect();
    let mut others = resource::others(cx, group, &known);
    // A document that succeeds has none, whatever is required.
    others
        .iter_mut()
        .filter(|field| field.wire == "errors")
        .for_each(|field| field.presence = Presence::OptionalNullable);
    others
}

/// The members of documents that JSON:API knows.
const MEMBERS: [&str; 6] = ["data", "errors", "included", "jsonapi", "links", "meta"];

/// Returns what the identifiers are that are primary data.
fn linkage(cx: &mut Cx<'_>, documents: &[Group], primary: &Data) -> Option<Linkage> {
    if !matches!(primary, Data::Identifier(_) | Data::Identifiers(_)) {
        return None;
    }
    let data = united_data(cx, documents)?;
    Some(Linkage { id_type: data.id_type(), members: data.identifier_members(cx) })
}

/// Returns whether an object is a document of errors: it has the members of documents only.
fn is_of_errors(object: &Object<'_>) -> bool {
    object.property("errors").is_some() && object.properties.iter().all(|(name, _)| MEMBERS.contains(name))
}

fn is_meta_only(object: &Object<'_>) -> bool {
    object.property("meta").is_some()
        && object.properties.iter().all(|(name, _)| ["meta", "links", "jsonapi"].contains(name))
}

/// Returns what the `data` of any of these documents may hold; `None` where one has something else.
fn united_data<'a>(cx: &mut Cx<'a>, documents: &[Group]) -> Option<DataShape<'a>> {
    let members = data_of(cx, documents)?;
    united(cx, &members, data)
}

/// Returns the same of documents that are sent.
pub(super) fn united_sent_data<'a>(cx: &mut Cx<'a>, documents: &[Group]) -> Option<DataShape<'a>> {
    let data = data_of(cx, documents)?;
    united_sent(cx, &data)
}

/// Returns what any of these members of documents to send may hold.
pub(super) fn united_sent<'a>(cx: &mut Cx<'a>, members: &[Group]) -> Option<DataShape<'a>> {
    united(cx, members, sent_data)
}

/// Returns the `data` of each of these documents; `None` where one has none.
fn data_of(cx: &mut Cx<'_>, documents: &[Group]) -> Option<Vec<Group>> {
    documents.iter().map(|document| cx.property(document, "data")).collect()
}

fn united<'a>(
    cx: &mut Cx<'a>,
    members: &[Group],
    read: fn(&mut Cx<'a>, &Group) -> Option<DataShape<'a>>,
) -> Option<DataShape<'a>> {
    let mut united: Option<DataShape<'a>> = None;
    for member in members {
        let data = read(cx, member).or_else(|| no_data(cx, member))?;
        united = Some(match united {
            Some(before) => before.or(data),
            None => data,
        });
    }
    united.filter(|data| !data.resources.is_empty())
}

/// Returns the primary data, and what is wrongly described as included inside it.
fn primary(cx: &mut Cx<'_>, documents: &[Group]) -> Option<(Data, Vec<ResourceId>)> {
    if let [only] = documents
        && let ShapeKind::Object(object) = &cx.shape(only).kind
        && object.property("data").is_none()
    {
        return is_meta_only(object).then(|| (Data::None, Vec::new()));
    }
    let mut data = united_data(cx, documents).filter(|data| !data.is_flat())?;
    take_relationships(cx, documents, &mut data);
    if data.identifiers() {
        let only = match relationship::targets(cx, &data).as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let primary = if data.many { Data::Identifiers(only) } else { Data::Identifier(only) };
        return Some((primary, Vec::new()));
    }
    Some(resources(cx, &data))
}

/// Returns the resources of primary data, and what is wrongly described as included inside them.
fn resources<'a>(cx: &mut Cx<'a>, data: &DataShape<'a>) -> (Data, Vec<ResourceId>) {
    let mut of: Vec<ResourceId> = Vec::new();
    let mut included = Vec::new();
    for shape in told_apart(cx, data) {
        let ids = resource::read(cx, Standing::Document, shape);
        of.extend(ids.into_iter().filter(|id| !of.contains(id)).collect::<Vec<_>>());
        if let Some(group) = &shape.included {
            let at = cx.shape(group).at.clone();
            let help = "it is taken for that of the document; describe it beside `data`";
            let message = "`included` is described in a resource";
            cx.diagnostics.push(Diagnostic::new(Code::Assumed, at, message).help(help));
            include(cx, group, &mut included);
        }
    }
    let primary = match (of.as_slice(), data.many, data.others.is_empty()) {
        ([only], true, true) => Data::Many(*only),
        ([only], false, true) if data.nullable => Data::ZeroOrOne(*only),
        ([only], false, true) => Data::One(*only),
        (_, true, _) => Data::Mixed { of, number: Number::Many },
        (_, false, _) if data.nullable => Data::Mixed { of, number: Number::ZeroOrOne },
        (_, false, _) => Data::Mixed { of, number: Number::One },
    };
    (primary, included)
}

/// Takes relationships that are described beside `data` for those of the only resource there, with a remark: JSON:API has
/// them in the resource ("Resource Objects").
fn take_relationships(cx: &mut Cx<'_>, documents: &[Group], data: &mut DataShape<'_>) {
    let [resource] = data.resources.as_mut_slice() else { return };
    if resource.relationships.is_some() {
        return;
    }
    let beside = documents.iter().find_map(|document| cx.property(document, "relationships"));
    let Some(group) = beside.filter(|group| relationship::are_described(cx, group)) else { return };
    let at = cx.shape(&group).at.clone();
    let message = "`relationships` are described beside `data`";
    let help = "they are taken for those of the resource; describe them in it";
    cx.diagnostics.push(Diagnostic::new(Code::Assumed, at, message).help(help));
    resource.relationships = Some(group);
}

/// Returns one resource of any type, or a list of them, as the primary data of documents that do not describe what `data`
/// holds.
fn untold(cx: &mut Cx<'_>, documents: &[Group]) -> Option<Data> {
    let members = data_of(cx, documents)?;
    let at = cx.shape(members.first()?).at;
    let arities: Option<Vec<Arity>> = members.iter().map(|data| relationship::free_arity(cx, data)).collect();
    let number = match arities?.into_iter().reduce(view::arity)? {
        arity if arity.is_many() => Number::Many,
        arity if arity.is_nullable() => Number::ZeroOrOne,
        _ => Number::One,
    };
    let message = "nothing is described of what `data` holds";
    let help = "the client takes resources of any type, with their attributes as JSON; describe a resource object with \
                its `type` and `attributes`";
    cx.diagnostics.push(Diagnostic::new(Code::OpenType, at.clone(), message).help(help));
    Some(Data::Mixed { of: Vec::new(), number })
}

/// Returns the resources of primary data that their `type` tells apart. What else there is comes as a resource of an
/// unknown type, with a remark.
fn told_apart<'d, 'a>(cx: &mut Cx<'a>, data: &'d DataShape<'a>) -> Vec<&'d ResourceShape<'a>> {
    let is_open = |shape: &&ResourceShape<'_>| matches!(shape.types, WireTypes::Open(_));
    let (open, mut told): (Vec<_>, Vec<_>) = data.resources.iter().partition(is_open);
    let mut untold: Vec<&Pointer> = data.others.clone();
    match open.as_slice() {
        [only] => told.push(only),
        several => untold.extend(several.iter().map(|shape| shape.at)),
    }
    if told.is_empty() {
        told.extend(open.first());
    }
    let help = "the client keeps it as a resource of an unknown type; describe its `type` as an `enum` of one value";
    for at in untold {
        cx.unsupported(at, "no `type` tells this alternative of `data` from the others", help);
    }
    told
}

/// The included resources of a document, as they are described.
enum Listed {
    /// In one list.
    AtOnce(Group),
    /// In an object of lists, such as `{"main_images": [..], "files": [..]}`.
    InGroups(Vec<Group>),
}

/// Returns how included resources are described.
fn listed(cx: &mut Cx<'_>, group: &Group) -> Listed {
    let shape = cx.shape(group);
    let ShapeKind::Object(object) = &shape.kind else { return Listed::AtOnce(group.clone()) };
    let groups: Vec<Group> = object.properties.iter().map(|(_, group)| group.clone()).collect();
    let are_lists =
        groups.iter().all(|group| matches!(cx.shape(group).kind, ShapeKind::Array(_) | ShapeKind::Tuple(_)));
    if groups.is_empty() || !are_lists {
        return Listed::AtOnce(group.clone());
    }
    let problem = Diagnostic::new(Code::Assumed, shape.at.clone(), "`included` is an object of lists").help(
        "the client reads all of them as the one list that JSON:API has; `included.groups()` has each by its name",
    );
    cx.diagnostics.push(problem);
    Listed::InGroups(groups)
}

/// Returns whether a list may have any elements: `included` lists resources whether that is described or not.
pub(super) fn is_open_list(cx: &mut Cx<'_>, group: &Group) -> bool {
    match &cx.shape(group).kind {
        ShapeKind::Any | ShapeKind::Array(None) => true,
        ShapeKind::Array(Some(items)) => match &cx.shape(items).kind {
            ShapeKind::Any => true,
            ShapeKind::Object(object) => object.properties.is_empty(),
            _ => false,
        },
        _ => false,
    }
}

/// Returns whether anything, or any object or list of them, may stand at a place.
pub(super) fn is_free(cx: &mut Cx<'_>, group: &Group) -> bool {
    match &cx.shape(group).kind {
        ShapeKind::Any => true,
        ShapeKind::Object(object) => object.properties.is_empty() && !matches!(object.rest, Rest::Of(_)),
        ShapeKind::Array(items) => items.as_ref().is_none_or(|items| is_free(cx, items)),
        ShapeKind::Union(members) => union::flattened(cx, members).0.iter().all(|member| is_free(cx, &member.group)),
        ShapeKind::Scalar(_) | ShapeKind::Tuple(_) | ShapeKind::Contradiction(_) => false,
    }
}

/// Returns whether an object is described with members of its own.
fn has_members(cx: &mut Cx<'_>, group: Option<&Group>) -> bool {
    group.is_some_and(|group| match &cx.shape(group).kind {
        ShapeKind::Object(object) => !object.properties.is_empty(),
        _ => false,
    })
}

fn include(cx: &mut Cx<'_>, group: &Group, included: &mut Vec<ResourceId>) {
    let Some(data) = data(cx, group) else {
        if !is_open_list(cx, group) {
            let at = cx.shape(group).at;
            cx.unsupported(at, "`included` does not list resources", "included resources are given as plain JSON");
        }
        return;
    };
    // Included resources are found by their type.
    for shape in &data.resources {
        if let Some((at, message)) = nearly::flat(shape) {
            let help = "the client has them as other members of the resource, as JSON; describe them in `attributes`";
            cx.diagnostics.push(Diagnostic::new(Code::NearlyJsonApi, at, message).help(help));
        }
        if let WireTypes::Open(label) = &shape.types
            && has_members(cx, shape.attributes.as_ref())
        {
            let message = format!("nothing tells the `type` of the included resource `{label}`");
            let help = "programs get it by `included.any()` or as the resource of another operation; describe `type` \
                        as an `enum` of one value, or a `default`, or state it by `repair.resource-type`";
            cx.diagnostics.push(Diagnostic::new(Code::OpenType, shape.at.clone(), message).help(help));
        }
    }
    for shape in data.resources.iter().filter(|shape| matches!(shape.types, WireTypes::Fixed(_))) {
        for id in resource::read(cx, Standing::Document, shape) {
            if !included.contains(&id) {
                included.push(id);
            }
        }
    }
}
