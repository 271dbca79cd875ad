//! The combined content of schemas, after every `$ref` is followed and every `allOf` is merged.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::ir::Bounds;
use crate::lower::leaves::{Leaves, referred, walk};
use crate::source::Pointer;
use crate::spec::{Additional, JsonType, Schema, SchemaId, Spec};

/// A schema as a part of a [`Group`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum SchemaPart {
    /// All it says.
    Whole(SchemaId),
    /// Its own keywords only, without the alternatives it is composed of.
    Bare(SchemaId),
}

impl SchemaPart {
    pub(super) fn id(self) -> SchemaId {
        match self {
            Self::Whole(id) | Self::Bare(id) => id,
        }
    }
}

/// Schemas that all hold of the same value. A property that several parts of an `allOf` describe
/// is such a group, which is what makes the merge deep.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Group(pub(super) Vec<SchemaPart>);

impl Group {
    pub(super) fn one(id: SchemaId) -> Self {
        Self(vec![SchemaPart::Whole(id)])
    }

    /// Returns where the first of the schemas stands.
    pub(super) fn at<'a>(&self, spec: &'a Spec) -> Option<&'a Pointer> {
        self.0.first().map(|part| &spec.schemas[part.id()].at)
    }
}

/// The shape that a group of schemas describes.
#[derive(Debug)]
pub(super) struct Shape<'a> {
    /// Where the type itself stands, which for a reference is where it leads.
    pub(super) at: &'a Pointer,
    /// The same for all ways to name the same schemas.
    pub(super) key: Group,
    /// The description of this use.
    pub(super) notes: Notes<'a>,
    /// The description of the type itself.
    pub(super) docs: Option<&'a str>,
    /// Members whose value inheritance fixes, by the `discriminator` of the base.
    pub(super) tags: Vec<(&'a str, &'a str)>,
    /// The value.
    pub(super) kind: ShapeKind<'a>,
}

/// Annotations, of the use first and then of what it leads to.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    pub(super) nullable: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) deprecated: bool,
    pub(super) docs: Option<&'a str>,
    pub(super) example: Option<&'a Value>,
    /// All examples, of the use first.
    pub(super) examples: Vec<&'a Value>,
    pub(super) default: Option<&'a Value>,
    pub(super) bounds: Bounds,
}

/// The kind of a value.
#[derive(Debug)]
pub(super) enum ShapeKind<'a> {
    /// The document does not say.
    Any,
    /// A boolean, number or string, or one of listed values.
    Scalar(Scalar<'a>),
    /// A list; of anything when there is no group.
    Array(Option<Group>),
    /// A list whose first elements have a schema each.
    Tuple(Tuple),
    /// An object.
    Object(Object<'a>),
    /// One of several.
    Union(Vec<GroupMember<'a>>),
    /// The parts cannot all hold.
    Contradiction(&'static str),
}

/// A list whose first elements have a schema each.
#[derive(Debug)]
pub(super) struct Tuple {
    /// The schemas of the first elements.
    pub(super) places: Vec<Group>,
    /// How many elements there are at least, where the document says.
    pub(super) least: Option<usize>,
    /// The elements behind.
    pub(super) rest: Rest,
}

impl Tuple {
    /// Returns what the elements are, wherever they stand.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Group> {
        let rest = match &self.rest {
            Rest::Of(group) => Some(group),
            Rest::Unsaid | Rest::Allowed | Rest::Forbidden => None,
        };
        self.places.iter().chain(rest)
    }
}

/// A value without members.
#[derive(Debug, Default)]
pub(super) struct Scalar<'a> {
    pub(super) json_type: Option<JsonType>,
    pub(super) format: Option<&'a str>,
    pub(super) values: Option<Vec<&'a Value>>,
    /// Whether the parts of an `allOf` list values of which none is in all lists. Then `values` has those of one part.
    pub(super) is_contradictory: bool,
    /// Names that the document gives to values.
    pub(super) names: Vec<(&'a Value, &'a str)>,
}

/// An object.
#[derive(Debug, Default)]
pub(super) struct Object<'a> {
    pub(super) properties: Vec<(&'a str, Group)>,
    pub(super) required: HashSet<&'a str>,
    pub(super) rest: Rest,
}

impl Object<'_> {
    pub(super) fn property(&self, name: &str) -> Option<&Group> {
        self.properties.iter().find(|(key, _)| *key == name).map(|(_, group)| group)
    }
}

/// The rule for members that are not named.
#[derive(Debug, Default)]
pub(super) enum Rest {
    #[default]
    Unsaid,
    Allowed,
    Forbidden,
    Of(Group),
}

/// One of several.
#[derive(Debug, Clone)]
pub(super) struct GroupMember<'a> {
    pub(super) group: Group,
    /// The member and value that a `discriminator` tells it by.
    pub(super) tag: Option<(&'a str, &'a str)>,
    /// Whether it is what a value is that has no other value of a `discriminator`.
    pub(super) is_default: bool,
}

/// Works out what a group says.
pub(super) fn shape<'a>(spec: &'a Spec, group: &Group) -> Shape<'a> {
    let walk = walk(spec, group);
    let kind = inherited(spec, &walk).unwrap_or_else(|| composed(spec, &walk));
    let first = walk.roots.first().map(|part| &spec.schemas[part.id()]);
    Shape {
        at: &first.expect("a group is never empty").at,
        docs: first.and_then(|schema| schema.description.as_deref()),
        tags: tags(spec, &walk),
        key: Group(walk.roots),
        notes: walk.notes,
        kind,
    }
}

/// Returns the union of what derives from a base, where the base lists it in its `discriminator`.
fn inherited<'a>(spec: &'a Spec, walk: &Leaves<'_>) -> Option<ShapeKind<'a>> {
    let [SchemaPart::Whole(base)] = walk.roots.as_slice() else { return None };
    let schema = &spec.schemas[*base];
    let discriminator = schema.discriminator.as_ref()?;
    if discriminator.mapping.is_empty() || !schema.one_of.is_empty() {
        return None;
    }
    let members = discriminator.mapping.iter().map(|(value, target)| GroupMember {
        group: if target == base { Group(vec![SchemaPart::Bare(*base)]) } else { Group::one(*target) },
        tag: Some((discriminator.property.as_str(), value.as_str())),
        is_default: false,
    });
    let default =
        discriminator.default.map(|target| GroupMember { group: Group::one(target), tag: None, is_default: true });
    Some(ShapeKind::Union(members.chain(default).collect()))
}

/// Returns the values that bases' discriminators give to what was walked. Of several levels of derivation
/// the outermost counts.
fn tags<'a>(spec: &'a Spec, walk: &Leaves<'_>) -> Vec<(&'a str, &'a str)> {
    let bases = walk.passed.iter().filter_map(|id| Some((*id, spec.schemas[*id].discriminator.as_ref()?)));
    bases
        .filter_map(|(base, discriminator)| {
            let derived = discriminator.mapping.iter().filter(|(_, target)| *target != base);
            let mapped = derived
                .filter_map(|(value, target)| Some((walk.passed.iter().position(|id| id == target)?, value)))
                .min();
            let value = match mapped {
                Some((_, value)) => value.as_str(),
                None if discriminator.mapping.is_empty() => implicit_value(spec, walk, base)
                    .filter(|value| allows(spec, &walk.leaves, &discriminator.property, value))?,
                None => return None,
            };
            Some((discriminator.property.as_str(), value))
        })
        .collect()
}

/// Returns the name of the component that derives from a base: without a `mapping`, that is the value (OpenAPI 3.0.4,
/// "Discriminator Object").
fn implicit_value<'a>(spec: &'a Spec, walk: &Leaves<'_>, base: SchemaId) -> Option<&'a str> {
    let mut components = walk.passed.iter().filter(|id| component_name(spec, **id).is_some());
    components.next().filter(|first| **first != base).and_then(|first| component_name(spec, *first))
}

/// Returns the name of a schema among the components, or among the `$defs` of another schema.
fn component_name(spec: &Spec, id: SchemaId) -> Option<&str> {
    let (around, name) = spec.schemas[id].at.as_str().rsplit_once('/')?;
    (around == "/components/schemas" || around.ends_with("/$defs")).then_some(name)
}

/// Alternatives with what stands beside them spread over each, or everything merged.
fn composed<'a>(spec: &'a Spec, walk: &Leaves<'_>) -> ShapeKind<'a> {
    let mut composing = walk.leaves.iter().filter(|part| alternatives(spec, **part).is_some());
    let Some(union) = composing.next().copied() else { return merged(spec, &walk.leaves) };
    if composing.next().is_some() {
        return ShapeKind::Contradiction("several `oneOf` hold at once");
    }
    let base: Vec<SchemaPart> = walk
        .leaves
        .iter()
        .filter(|part| contributes(&spec.schemas[part.id()]))
        .map(|part| if *part == union { SchemaPart::Bare(part.id()) } else { *part })
        .collect();
    let schema = &spec.schemas[union.id()];
    // What stands beside the alternatives may leave some of them out: of a list or an object, a list is a list.
    let beside: Vec<SchemaPart> = base.iter().copied().filter(|part| part.id() != union.id()).collect();
    let kept = schema.one_of.iter().filter(|member| may_hold(spec, &beside, **member));
    let members: Vec<GroupMember<'_>> = kept
        .map(|member| GroupMember {
            group: Group(base.iter().copied().chain([SchemaPart::Whole(*member)]).collect()),
            tag: mapped_tag(schema, spec, *member),
            is_default: false,
        })
        .collect();
    if let [only] = members.as_slice()
        && schema.one_of.len() > 1
    {
        return composed(spec, &self::walk(spec, &only.group));
    }
    if members.is_empty() {
        return ShapeKind::Contradiction(OTHER_TYPES);
    }
    if let Some(scalar) = listed_values(spec, &members) {
        return ShapeKind::Scalar(scalar);
    }
    let default = schema.discriminator.as_ref().and_then(|discriminator| discriminator.default);
    let default = default.map(|target| GroupMember {
        group: Group(base.iter().copied().chain([SchemaPart::Whole(target)]).collect()),
        tag: None,
        is_default: true,
    });
    // The default comes last, and is tried when no value is another's. It may be another's by its value, too.
    ShapeKind::Union(members.into_iter().chain(default).collect())
}

/// Returns the values of all alternatives, where each lists its own, of one type: `{const: a}` or `{const: b}` is
/// `{enum: [a, b]}`.
fn listed_values<'a>(spec: &'a Spec, members: &[GroupMember<'a>]) -> Option<Scalar<'a>> {
    let mut all: Option<Scalar<'a>> = None;
    let mut known: HashSet<String> = HashSet::new();
    for member in members {
        let walk = walk(spec, &member.group);
        if walk.notes.nullable || walk.leaves.iter().any(|part| alternatives(spec, *part).is_some()) {
            return None;
        }
        let ShapeKind::Scalar(one) = merged(spec, &walk.leaves) else { return None };
        let mut values = one.values.clone().filter(|_| one.json_type.is_some() && !one.is_contradictory)?;
        values.retain(|value| known.insert(value.to_string()));
        let Some(all) = &mut all else {
            all = Some(one);
            continue;
        };
        if all.json_type != one.json_type {
            return None;
        }
        all.values.get_or_insert_default().extend(values);
        all.names.extend(one.names);
    }
    all
}

/// The reason why parts of different types contradict each other.
const OTHER_TYPES: &str = "the parts of `allOf` are of different types";

/// Returns whether an alternative can be of a type that other parts of an `allOf` have.
fn may_hold(spec: &Spec, beside: &[SchemaPart], alternative: SchemaId) -> bool {
    if beside.is_empty() {
        return true;
    }
    let leaves = walk(spec, &Group(beside.iter().copied().chain([SchemaPart::Whole(alternative)]).collect())).leaves;
    let is_union = leaves.iter().any(|part| alternatives(spec, *part).is_some());
    is_union || !matches!(merged(spec, &leaves), ShapeKind::Contradiction(_))
}

/// Returns the alternatives of a part, unless they only restrict what stands beside them.
fn alternatives(spec: &Spec, part: SchemaPart) -> Option<&[SchemaId]> {
    let SchemaPart::Whole(id) = part else { return None };
    let schema = &spec.schemas[id];
    let describes = |member: &SchemaId| schema.discriminator.is_some() || !restricts(spec, *member);
    schema.one_of.iter().any(describes).then_some(schema.one_of.as_slice())
}

/// Returns whether a schema says nothing of a value but which members it has: `{required: [data]}`.
fn restricts(spec: &Spec, member: SchemaId) -> bool {
    let walk = walk(spec, &Group::one(member));
    let restricts = |part: &SchemaPart| {
        let schema = &spec.schemas[part.id()];
        matches!(schema.json_type, None | Some(JsonType::Object)) && !contributes(schema) && schema.one_of.is_empty()
    };
    !walk.notes.nullable && walk.leaves.iter().all(restricts)
}

/// Returns whether a schema's own keywords say more than `type`.
pub(super) fn contributes(schema: &Schema) -> bool {
    !schema.properties.is_empty()
        || schema.values.is_some()
        || is_list(schema)
        || matches!(schema.additional, Additional::Of(_))
}

/// Returns whether a schema describes elements.
fn is_list(schema: &Schema) -> bool {
    schema.items.is_some() || !schema.places.is_empty()
}

/// Returns the value by which the discriminator beside a `oneOf` tells `member`: the key that maps to it,
/// or else the name of its component.
fn mapped_tag<'a>(schema: &'a Schema, spec: &'a Spec, member: SchemaId) -> Option<(&'a str, &'a str)> {
    let discriminator = schema.discriminator.as_ref()?;
    let target = referred(spec, member)?;
    let mapped = discriminator.mapping.iter().find(|(_, to)| *to == target).map(|(value, _)| value.as_str());
    let named = || {
        let name = component_name(spec, target)?;
        let leaves = walk(spec, &Group::one(target)).leaves;
        allows(spec, &leaves, &discriminator.property, name).then_some(name)
    };
    Some((discriminator.property.as_str(), mapped.or_else(named)?))
}

/// Returns whether a member of an object may have this value. Where its values are listed, a name that only stands for one
/// (OpenAPI "Discriminator Object") counts for nothing.
fn allows(spec: &Spec, leaves: &[SchemaPart], property: &str, value: &str) -> bool {
    let described = leaves.iter().flat_map(|part| &spec.schemas[part.id()].properties);
    let mut described =
        described.filter(|(name, _)| name == property).flat_map(|(_, id)| walk(spec, &Group::one(*id)).leaves);
    described.all(|part| match &spec.schemas[part.id()].values {
        Some(values) => values.iter().any(|listed| listed.as_str() == Some(value)),
        None => true,
    })
}

fn merged<'a>(spec: &'a Spec, leaves: &[SchemaPart]) -> ShapeKind<'a> {
    let schemas: Vec<&Schema> = leaves.iter().map(|part| &spec.schemas[part.id()]).collect();
    let mut types: Vec<JsonType> = Vec::new();
    let restricted = leaves.iter().filter_map(|part| restricted_type(spec, *part));
    for json_type in schemas.iter().filter_map(|schema| json_type(schema)).chain(restricted) {
        if !types.contains(&json_type) {
            types.push(json_type);
        }
    }
    // Whatever `type` stands beside it, a value that may only be null is null.
    if schemas.iter().any(only_null) {
        return ShapeKind::Scalar(scalar(&schemas, None));
    }
    match types.as_slice() {
        [] if schemas.iter().all(|schema| schema.values.is_none()) => ShapeKind::Any,
        [JsonType::Object] => ShapeKind::Object(object(&schemas)),
        [JsonType::Array] => match tuple(&schemas) {
            Some(tuple) => ShapeKind::Tuple(tuple),
            None => ShapeKind::Array(items(&schemas)),
        },
        [] => ShapeKind::Scalar(scalar(&schemas, None)),
        [one] => ShapeKind::Scalar(scalar(&schemas, Some(*one))),
        [JsonType::Integer, JsonType::Number] | [JsonType::Number, JsonType::Integer] => {
            ShapeKind::Scalar(scalar(&schemas, Some(JsonType::Integer)))
        }
        _ => ShapeKind::Contradiction(OTHER_TYPES),
    }
}

/// Returns the rank of a part whose values contradict those of another part; the values of the lowest rank are taken. A part
/// that is written inside an `allOf` comes before a part that the `allOf` refers to. The values decide between parts of one
/// kind, because their order in the document means nothing.
fn specific(schema: &&&Schema) -> (bool, String) {
    let is_in_place = schema.at.tokens().any(|token| token == "allOf");
    (!is_in_place, format!("{:?}", schema.values))
}

fn listed<'a>(schema: &&'a Schema) -> Vec<&'a Value> {
    schema.values.iter().flatten().collect()
}

/// Returns whether null is the only value that a schema allows.
fn only_null(schema: &&Schema) -> bool {
    schema.values.as_ref().is_some_and(|listed| !listed.is_empty() && listed.iter().all(Value::is_null))
}

/// Returns the value of `type`, or the type that other keywords imply.
fn json_type(schema: &Schema) -> Option<JsonType> {
    if schema.json_type.is_some() {
        schema.json_type
    } else if !schema.properties.is_empty() || matches!(schema.additional, Additional::Allowed | Additional::Of(_)) {
        Some(JsonType::Object)
    } else if is_list(schema) {
        Some(JsonType::Array)
    } else {
        None
    }
}

/// Returns the type that alternatives say which only restrict a value.
fn restricted_type(spec: &Spec, part: SchemaPart) -> Option<JsonType> {
    let SchemaPart::Whole(id) = part else { return None };
    let mut leaves = spec.schemas[id].one_of.iter().flat_map(|member| walk(spec, &Group::one(*member)).leaves);
    leaves.find_map(|part| json_type(&spec.schemas[part.id()]))
}

fn scalar<'a>(schemas: &[&'a Schema], json_type: Option<JsonType>) -> Scalar<'a> {
    let lists: Vec<&'a Vec<Value>> = schemas.iter().filter_map(|schema| schema.values.as_ref()).collect();
    let common = |first: &&'a Vec<Value>| -> Vec<&'a Value> {
        first.iter().filter(|value| lists.iter().all(|list| list.contains(value))).collect()
    };
    let mut values = lists.first().map(common);
    // Null beside other values is null.
    let is_contradictory = values.as_ref().is_some_and(Vec::is_empty)
        && !lists.iter().any(|list| list.is_empty())
        && !schemas.iter().any(only_null);
    if is_contradictory {
        values = schemas.iter().filter(|schema| schema.values.is_some()).min_by_key(specific).map(listed);
    }
    let named = schemas.iter().flat_map(|schema| schema.values.iter().flatten().zip(&schema.value_names));
    let names = named.map(|(value, name)| (value, name.as_str())).collect();
    Scalar {
        json_type,
        format: schemas.iter().find_map(|schema| schema.format.as_deref()),
        values,
        is_contradictory,
        names,
    }
}

fn items(schemas: &[&Schema]) -> Option<Group> {
    let parts: Vec<SchemaPart> = schemas.iter().filter_map(|schema| schema.items).map(SchemaPart::Whole).collect();
    (!parts.is_empty()).then_some(Group(parts))
}

/// Returns what schemas say of the first elements of a list; `None` where they say the same of all.
fn tuple(schemas: &[&Schema]) -> Option<Tuple> {
    let described = schemas.iter().map(|schema| schema.places.len()).max().filter(|count| *count > 0)?;
    let size = |size: Option<u64>| size.and_then(|size| usize::try_from(size).ok());
    let most = schemas.iter().filter_map(|schema| size(schema.bounds.items.maximum)).min();
    let least = schemas.iter().filter_map(|schema| size(schema.bounds.items.minimum)).max();
    // Of parts of an `allOf`, one describes places and another one all elements.
    let place = |position: usize| {
        let of = |schema: &&Schema| schema.places.get(position).copied().or(schema.items).map(SchemaPart::Whole);
        Group(schemas.iter().filter_map(of).collect())
    };
    let places: Vec<Group> = (0..described.min(most.unwrap_or(described))).map(place).collect();
    let rest = match items(schemas) {
        _ if most.is_some_and(|most| most <= described) => Rest::Forbidden,
        Some(group) => Rest::Of(group),
        None => Rest::Allowed,
    };
    (!places.is_empty()).then_some(Tuple { least: least.map(|least| least.min(places.len())), places, rest })
}

fn object<'a>(schemas: &[&'a Schema]) -> Object<'a> {
    let mut object = Object::default();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for schema in schemas {
        for (name, id) in &schema.properties {
            let position = *known.entry(name).or_insert(object.properties.len());
            match object.properties.get_mut(position) {
                Some((_, group)) => group.0.push(SchemaPart::Whole(*id)),
                None => object.properties.push((name, Group::one(*id))),
            }
        }
        object.required.extend(schema.required.iter().map(String::as_str));
        object.rest = stricter(object.rest, schema.additional);
    }
    object
}

/// Returns a described rest says more than an allowed one, and that more than a forbidden one: the parts
/// of an `allOf` forbid what their siblings allow without meaning to.
fn stricter(rest: Rest, next: Additional) -> Rest {
    match (rest, next) {
        (Rest::Of(group), _) => Rest::Of(group),
        (_, Additional::Of(id)) => Rest::Of(Group::one(id)),
        (Rest::Allowed, _) | (_, Additional::Allowed) => Rest::Allowed,
        (Rest::Forbidden, _) | (_, Additional::Forbidden) => Rest::Forbidden,
        (Rest::Unsaid, Additional::Unsaid) => Rest::Unsaid,
    }
}
