//! The tables of shapes that a generated client has, made when they are needed.
//!
//! What `emit` writes as constants (`emit/shape.rs` and its neighbours), this builds as values. A test
//! holds the two together over all golden cases.

use std::cell::Cell;
use std::sync::OnceLock;

use jsonapi_forge_runtime::mismatches::{
    Alternative, DataShape, DocumentShape, Expectation, IdRule, JsonKind, LinkageShape, Member, PayloadShape, Places,
    PrimaryShape, ResourceShape, Shape, Target, Test, TypeRule,
};

use crate::analyse::reach;
use crate::ir::{
    self, Api, Arity, Data, Discriminator, EnumBase, Field, IdType, Linkage, OpenRelationships, Operation,
    OutcomeContent, Payload, Presence, Relationship, ResourceId, Status, StringFormat, Type, TypeDef, TypeId,
};
use crate::name::Names;
use crate::samples::errors;

/// The tables of a service.
///
/// The runtime's tables are `'static`, because clients have them as constants. These are made once for
/// a run of the program, and are kept until it ends.
pub(super) struct Tables<'a> {
    api: &'a Api,
    names: &'a Names,
    /// By type, where they are made.
    types: Vec<&'static OnceLock<&'static Shape>>,
    /// By type, whether it is made or being made.
    entered: Vec<Cell<bool>>,
    /// By resource.
    resources: Vec<Option<&'static ResourceShape>>,
    /// The resources that some operation reads.
    known: &'static [&'static ResourceShape],
    /// The wire types of all resources.
    kinds: &'static [&'static str],
}

impl<'a> Tables<'a> {
    pub(super) fn new(api: &'a Api, names: &'a Names) -> Self {
        let types = api.types.ids().map(|_| keep(OnceLock::new())).collect();
        let resources = vec![None; api.resources.len()];
        let entered = vec![Cell::new(false); api.types.len()];
        let mut tables = Self { api, names, types, entered, resources, known: &[], kinds: &[] };
        tables.resources = api.resources.ids().map(|id| Some(keep(tables.make_resource(id)))).collect();
        let read = reach(api).resources;
        let is_read = |index: &usize| read.get(*index).is_some_and(|tags| !tags.is_empty());
        let known = (0..tables.resources.len()).filter(is_read).filter_map(|index| *tables.resources.get(index)?);
        let mut known: Vec<&'static ResourceShape> = known.collect();
        known.sort_by_key(|shape| shape.kind);
        tables.known = known.leak();
        let kinds = tables.resources.iter().flatten().map(|shape| shape.kind);
        tables.kinds = kinds.collect::<Vec<_>>().leak();
        tables
    }

    /// Returns what a payload is expected to be; the members of the types in `fields` were chosen by the caller.
    pub(super) fn expectation(&self, payload: PayloadShape, fields: Vec<String>) -> Expectation {
        Expectation::new(payload, self.known, self.kinds, fields)
    }

    /// Returns what comes back when an operation succeeds: where it differs by status, for each.
    pub(super) fn payloads(&self, operation: &Operation) -> Vec<(Status, PayloadShape)> {
        let success = &operation.success;
        if success.outcomes.is_empty() {
            return vec![(Status::Default, self.payload(&success.payload))];
        }
        let by_status = success.outcomes.iter().map(|outcome| {
            let payload = match &outcome.content {
                OutcomeContent::Empty => PayloadShape::Opaque,
                OutcomeContent::Main => self.payload(&success.payload),
                OutcomeContent::Other(payload) => self.payload(payload),
            };
            (outcome.status, payload)
        });
        by_status.collect()
    }

    fn payload(&self, payload: &Payload) -> PayloadShape {
        match payload {
            Payload::Empty | Payload::Raw => PayloadShape::Opaque,
            Payload::Batch(_) => PayloadShape::Results,
            Payload::Json(ty) => PayloadShape::Json(self.shape(ty)),
            Payload::Document(document) => PayloadShape::Document(self.data(&document.data)),
        }
    }

    /// Returns what is described of the document that an operation brings, besides its primary data and `included`.
    pub(super) fn document(&self, operation: &Operation) -> &'static DocumentShape {
        if let Payload::Batch(results) = &operation.success.payload {
            let (others, of_result) =
                (self.members(results.meta.as_slice()), self.members(results.meta_of_result.as_slice()));
            return keep(DocumentShape { others, of_result, ..*DocumentShape::NOTHING });
        }
        let Some(document) = operation.document() else { return DocumentShape::NOTHING };
        let linkage = |one: &Linkage| -> &'static LinkageShape {
            keep(LinkageShape { identifier: self.members(&one.members), ..of_ids(one.id_type) })
        };
        keep(DocumentShape {
            meta: document.meta.as_ref().map(|meta| self.shape(meta)),
            others: self.members(&document.others),
            of_result: &[],
            included_in_groups: document.grouped,
            linkage: document.linkage.as_ref().map_or(LinkageShape::TEXT, linkage),
        })
    }

    /// Returns what comes back when it fails.
    pub(super) fn failure(&self, operation: &Operation) -> PayloadShape {
        if operation.error_codes.is_empty() {
            return errors::payload(Shape::STRING);
        }
        let codes = operation.error_codes.iter().map(|code| text(code)).collect::<Vec<_>>();
        errors::payload(keep(Shape::Enum(codes.leak())))
    }

    fn data(&self, data: &Data) -> DataShape {
        let resource = |id: &ResourceId| PrimaryShape::Resource(self.resource(*id));
        let identifier = |id: &Option<ResourceId>| PrimaryShape::Identifier(id.map(|id| self.kind(id)));
        match data {
            Data::One(id) => DataShape::One(resource(id)),
            Data::ZeroOrOne(id) => DataShape::ZeroOrOne(resource(id)),
            Data::Many(id) => DataShape::Many(resource(id)),
            Data::Identifier(id) => DataShape::ZeroOrOne(identifier(id)),
            Data::Identifiers(id) => DataShape::Many(identifier(id)),
            Data::Mixed { of, many } => {
                let of: Vec<&'static ResourceShape> = of.iter().map(|id| self.resource(*id)).collect();
                let one = PrimaryShape::OneOf(of.leak());
                if *many { DataShape::Many(one) } else { DataShape::One(one) }
            }
            Data::None => DataShape::None,
        }
    }

    fn kind(&self, id: ResourceId) -> &'static str {
        self.resource(id).kind
    }

    fn resource(&self, id: ResourceId) -> &'static ResourceShape {
        let made = self.resources.get(id.index()).copied().flatten();
        made.unwrap_or_else(|| keep(self.make_resource(id)))
    }

    fn make_resource(&self, id: ResourceId) -> ResourceShape {
        let resource = &self.api.resources[id];
        let kind = text(&resource.wire_type);
        let type_rule = match resource.type_rule {
            ir::TypeRule::Fixed => TypeRule::Fixed,
            ir::TypeRule::Open => TypeRule::Open,
        };
        let Some(view) = &resource.read else {
            let nothing = keep(Shape::Record(&[]));
            return ResourceShape {
                kind,
                type_rule,
                id: IdRule::Required,
                id_shape: Shape::STRING,
                requires_attributes: false,
                others: &[],
                meta: None,
                attributes: nothing,
                relationships: nothing,
            };
        };
        let rule = match view.id {
            ir::IdRule::Required => IdRule::Required,
            ir::IdRule::Optional => IdRule::Optional,
            ir::IdRule::None => IdRule::None,
        };
        let tags = view.relationship_tags.iter().map(|Discriminator { wire, value }| {
            let value = serde_json::Value::from(value.as_str()).to_string();
            Member::Required(text(wire), keep(Shape::Constant(text(&value))))
        });
        let mut relationships: Vec<Member> = view.relationships.iter().map(|one| self.relationship(one)).collect();
        if view.has_relationships() {
            relationships.extend(tags);
        }
        let relationships = relationships.leak();
        let relationships = match view.open_relationships.map(open) {
            Some(shape) => Shape::OpenRecord(relationships, shape),
            None => Shape::Record(relationships),
        };
        let attributes = self.members(&view.attributes);
        let attributes = match &view.rest {
            Some(rest) => Shape::OpenRecord(attributes, self.shape(rest)),
            None => Shape::Record(attributes),
        };
        ResourceShape {
            kind,
            type_rule,
            id: rule,
            id_shape: of_id(view.id_type),
            requires_attributes: !view.may_lack_attributes(),
            others: self.members(&view.others),
            meta: view.meta.as_ref().map(|meta| self.shape(meta)),
            attributes: keep(attributes),
            relationships: keep(relationships),
        }
    }

    fn relationship(&self, relationship: &Relationship) -> Member {
        let target: Target = match relationship.targets.as_slice() {
            [only] => Some(text(&self.api.resources[*only].wire_type)),
            _ => None,
        };
        let shape = match relationship.arity {
            Arity::One | Arity::ZeroOrOne => Shape::ToOne(target),
            Arity::Many | Arity::Unknown => Shape::ToMany(target),
        };
        let linkage = LinkageShape {
            identifier: self.members(&relationship.identifier_members),
            relationship: self.members(&relationship.members),
            ..of_ids(relationship.id_type)
        };
        Member::Optional(text(&relationship.wire), keep(Shape::Linked(keep(linkage), keep(shape))))
    }

    fn members(&self, fields: &[Field]) -> &'static [Member] {
        let members = fields.iter().map(|field| {
            let (wire, shape) = (text(&field.wire), self.shape(&field.ty));
            match field.presence {
                Presence::Required => Member::Required(wire, shape),
                Presence::Nullable => Member::Nullable(wire, shape),
                Presence::Optional => Member::Optional(wire, shape),
                Presence::OptionalNullable => Member::OptionalNullable(wire, shape),
            }
        });
        members.collect::<Vec<_>>().leak()
    }

    fn shape(&self, ty: &Type) -> &'static Shape {
        match ty {
            Type::Bool => Shape::BOOL,
            Type::Integer => Shape::INTEGER,
            Type::Unsigned => Shape::UNSIGNED,
            Type::Number => Shape::NUMBER,
            Type::String(StringFormat::Password) => Shape::SECRET,
            Type::String(_) => Shape::STRING,
            Type::Constant(json) => keep(Shape::Constant(text(json))),
            Type::Json | Type::Embedded { .. } | Type::EmbeddedIdentifier { .. } => Shape::ANY,
            Type::Object => Shape::OBJECT,
            Type::Foreign { wire, .. } => self.shape(wire),
            Type::List(inner) => keep(Shape::List(self.shape(inner))),
            Type::Tuple(tuple) => {
                let shapes: Vec<&'static Shape> = tuple.places.iter().map(|place| self.shape(place)).collect();
                let rest = tuple.rest.as_ref().map(|rest| self.shape(rest));
                keep(Shape::Tuple(keep(Places { shapes: shapes.leak(), required: tuple.required, rest })))
            }
            Type::Map(inner) => keep(Shape::Map(self.shape(inner))),
            Type::Nullable(inner) => keep(Shape::Nullable(self.shape(inner))),
            Type::Named(id) => self.named(*id),
        }
    }

    fn named(&self, id: TypeId) -> &'static Shape {
        let Some(cell) = self.types.get(id.index()).copied() else { return Shape::ANY };
        if let Some(made) = cell.get() {
            return made;
        }
        if self.entered.get(id.index()).is_none_or(|entered| entered.replace(true)) {
            // The type is being made, of itself.
            return keep(Shape::Recursive(keep(move || cell.get().copied().unwrap_or(Shape::ANY))));
        }
        cell.get_or_init(|| self.make(id))
    }

    fn make(&self, id: TypeId) -> &'static Shape {
        match &self.api.types[id] {
            TypeDef::Enum(node) => keep(self.enumeration(id, node.base)),
            TypeDef::Record(record) => {
                let members = self.members(&record.fields);
                keep(match &record.rest {
                    Some(rest) => Shape::OpenRecord(members, self.shape(rest)),
                    None => Shape::Record(members),
                })
            }
            TypeDef::Union(union) => {
                let alternatives = union.alternatives.iter().map(|alternative| Alternative {
                    when: alternative.when.iter().map(test).collect::<Vec<_>>().leak(),
                    shape: self.shape(&alternative.ty),
                });
                keep(Shape::Union(alternatives.collect::<Vec<_>>().leak()))
            }
            // Filters are only sent.
            TypeDef::Filter(_) => Shape::ANY,
        }
    }

    /// Returns the values over all enums that are one in the client.
    fn enumeration(&self, id: TypeId, base: EnumBase) -> Shape {
        let members = &self.names.ty(self.names.ty(id).emitted_as).members;
        let values = members.iter().map(|(value, _)| value);
        match base {
            EnumBase::String => Shape::Enum(values.map(|value| text(value)).collect::<Vec<_>>().leak()),
            EnumBase::Integer => {
                Shape::IntegerEnum(values.map(|value| value.parse().unwrap_or_default()).collect::<Vec<i64>>().leak())
            }
        }
    }
}

/// Returns the shape of relationships that are not named.
fn open(open: OpenRelationships) -> &'static Shape {
    let linked = |ids, shape| keep(Shape::Linked(keep(of_ids(ids)), keep(shape)));
    match open {
        OpenRelationships::Json => Shape::ANY,
        OpenRelationships::ToOne(ids) => linked(ids, Shape::ToOne(None)),
        OpenRelationships::ToMany(ids) => linked(ids, Shape::ToMany(None)),
    }
}

/// Returns what identifiers are whose ids are of a type, and of which nothing else is described.
fn of_ids(ids: IdType) -> LinkageShape {
    LinkageShape { ids: of_id(ids), ..*LinkageShape::TEXT }
}

/// Returns the shape of ids.
fn of_id(ty: IdType) -> &'static Shape {
    match ty {
        IdType::Text => Shape::STRING,
        IdType::Number => Shape::NUMBER,
        IdType::Any => Shape::ANY,
    }
}

fn test(test: &ir::Test) -> Test {
    let all = |values: &[String]| -> &'static [&'static str] {
        values.iter().map(|value| text(value)).collect::<Vec<_>>().leak()
    };
    match test {
        ir::Test::Is(kind) => Test::Is(json_kind(*kind)),
        ir::Test::Equals { key, values } => Test::Equals(text(key), all(values)),
        ir::Test::Has(key) => Test::Has(text(key)),
        ir::Test::OneOf(values) => Test::OneOf(all(values)),
        ir::Test::ListOf(kind) => Test::ListOf(json_kind(*kind)),
        ir::Test::Element { position, values } => Test::Element(*position, all(values)),
        ir::Test::AtMost(count) => Test::AtMost(*count),
    }
}

fn json_kind(kind: ir::JsonKind) -> JsonKind {
    match kind {
        ir::JsonKind::Null => JsonKind::Null,
        ir::JsonKind::Bool => JsonKind::Bool,
        ir::JsonKind::Integer => JsonKind::Integer,
        ir::JsonKind::Number => JsonKind::Number,
        ir::JsonKind::String => JsonKind::String,
        ir::JsonKind::Array => JsonKind::Array,
        ir::JsonKind::Object => JsonKind::Object,
    }
}

/// Makes a table as lasting as a constant.
fn keep<T>(table: T) -> &'static T {
    Box::leak(Box::new(table))
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}
