//! The tables by which the runtime finds mismatches, as values: a generated client has the same as constants.

use std::borrow::Cow;
use std::sync::OnceLock;

use bumpalo::Bump;
use jsonapi_forge_runtime::mismatches::{
    Alternative, DataShape, DocumentShape, Expectation, IdRule, JsonKind, LinkageShape, Member, PayloadShape, Places,
    PrimaryShape, Recursion, ResourceShape, Shape, Test, TypeRule,
};

use crate::client::{Client, DocumentTable, LinkageTable, Row, Table, rows};
use crate::ir::{
    self, Data, Number, Operation, Payload, Presence, ReadView, Resource, ResourceId, ResponsePartKind, Status, TypeId,
};
use crate::samples::errors;

/// The memory of the tables of a document.
#[derive(Debug, Default)]
pub struct Memory(pub(super) Bump);

/// The tables of a document.
pub(super) struct Tables<'t> {
    memory: &'t Bump,
    /// By type. They refer to each other by their places here, because types contain themselves.
    types: &'t [OnceLock<&'t Shape<'t>>],
    /// By resource.
    resources: Vec<&'t ResourceShape<'t>>,
    /// The resources that some operation reads, by wire type.
    known: &'t [&'t ResourceShape<'t>],
    /// The wire types of all resources.
    kinds: &'t [&'t str],
}

/// A reference to the table of a type.
struct TableOfType<'t>(&'t OnceLock<&'t Shape<'t>>);

impl Recursion for TableOfType<'_> {
    fn shape(&self) -> &Shape<'_> {
        self.0.get().copied().unwrap_or(Shape::ANY)
    }
}

impl<'t> Tables<'t> {
    pub(super) fn new(client: &Client<'t>, memory: &'t Bump) -> Self {
        let api = client.api;
        let types = memory.alloc_slice_fill_with(api.types.len(), |_| OnceLock::new());
        let mut tables = Self { memory, types, resources: Vec::new(), known: &[], kinds: &[] };
        for (id, place) in api.types.ids().zip(tables.types) {
            place.get_or_init(|| tables.shape(&client.table_of(id)));
        }
        let shapes = api.resources.iter().map(|(_, resource)| &*memory.alloc(tables.resource(client, resource)));
        tables.resources = shapes.collect();
        tables.kinds = memory.alloc_slice_fill_iter(tables.resources.iter().map(|shape| shape.kind));
        let with_ids = api.resources.ids().zip(&tables.resources);
        let read = with_ids.filter(|(id, _)| !client.tags_of_resource(*id).is_empty()).map(|(_, shape)| *shape);
        let mut known: Vec<_> = read.collect();
        known.sort_by_key(|shape| shape.kind);
        tables.known = memory.alloc_slice_copy(&known);
        tables
    }

    /// Returns what a payload is expected to be; the members of the types in `fields` were chosen by the caller.
    pub(super) fn expectation(&self, payload: PayloadShape<'t>, fields: Vec<String>) -> Expectation<'t> {
        Expectation::new(payload, self.known, self.kinds, fields)
    }

    /// Returns what comes back when an operation succeeds: where it differs by status, for each.
    pub(super) fn payloads(&self, operation: &'t Operation) -> Vec<(Status, PayloadShape<'t>)> {
        let success = &operation.success;
        if success.outcomes.is_empty() {
            return vec![(Status::Default, self.payload(&success.payload))];
        }
        success.outcomes_by_status().map(|(status, payload)| (status, self.payload(payload))).collect()
    }

    fn payload(&self, payload: &'t Payload) -> PayloadShape<'t> {
        match payload {
            Payload::Empty | Payload::Raw => PayloadShape::Opaque,
            Payload::Batch(_) => PayloadShape::Results,
            Payload::Json(ty) => PayloadShape::Json(self.shape(&Table::of(ty))),
            Payload::Document(document) => match &document.instead {
                Some(instead) => PayloadShape::DocumentOr(self.data(&document.data), self.shape(&Table::of(instead))),
                None => PayloadShape::Document(self.data(&document.data)),
            },
        }
    }

    /// Returns what is described of the document that an operation brings, besides its primary data and `included`.
    pub(super) fn document(&self, operation: &'t Operation) -> &'t DocumentShape<'t> {
        let DocumentTable { meta, others, of_result, included_in_groups, linkage, may_be_one, included_is_nullable } =
            DocumentTable::of(operation);
        self.memory.alloc(DocumentShape {
            meta: meta.map(|meta| self.shape(&meta)),
            others: self.members(&others),
            of_result: self.members(&of_result),
            included_in_groups,
            linkage: linkage.map_or(LinkageShape::TEXT, |linkage| self.linkage(&linkage)),
            may_be_one,
            included_is_nullable,
        })
    }

    /// Returns what comes back when it fails, the most exact statuses first.
    pub(super) fn failures(&self, operation: &'t Operation) -> Vec<(Status, PayloadShape<'t>)> {
        let code = match operation.error_codes.as_slice() {
            [] => Shape::STRING,
            codes => self.memory.alloc(Shape::Enum(self.texts(codes))),
        };
        let metas = operation.parts.iter().filter_map(|part| match part.kind {
            ResponsePartKind::ErrorMeta(status) => Some((status, self.shape(&Table::of(&part.ty)))),
            _ => None,
        });
        let mut metas: Vec<(Status, &Shape<'t>)> = metas.collect();
        // A status without such errors has errors of its own, which say nothing of their `meta`.
        let is_other = |status: &&Status| metas.iter().all(|(other, _)| other != *status);
        let others: Vec<Status> = operation.statuses.iter().filter(is_other).copied().collect();
        metas.extend(others.into_iter().map(|status| (status, Shape::OBJECT)));
        metas.push((Status::Default, Shape::OBJECT));
        metas.sort_by_key(|(status, _)| match status {
            Status::Code(_) => 0,
            Status::Range(_) => 1,
            Status::Default => 2,
        });
        metas.into_iter().map(|(status, meta)| (status, errors::payload(self.memory, code, meta))).collect()
    }

    fn data(&self, data: &Data) -> DataShape<'t> {
        let resource = |id: &ResourceId| self.resources.get(id.index()).copied();
        let primary = |id: &ResourceId| resource(id).map_or(PrimaryShape::AnyResource, PrimaryShape::Resource);
        let identifier =
            |id: &Option<ResourceId>| PrimaryShape::Identifier(id.and_then(|id| Some(resource(&id)?.kind)));
        match data {
            Data::One(id) => DataShape::One(primary(id)),
            Data::ZeroOrOne(id) => DataShape::ZeroOrOne(primary(id)),
            Data::Many(id) => DataShape::Many(primary(id)),
            Data::Identifier(id) => DataShape::ZeroOrOne(identifier(id)),
            Data::Identifiers(id) => DataShape::Many(identifier(id)),
            Data::Mixed { of, number } => {
                let shapes: Vec<_> = of.iter().filter_map(resource).collect();
                let told = PrimaryShape::OneOf(self.memory.alloc_slice_copy(&shapes));
                let one = if of.is_empty() { PrimaryShape::AnyResource } else { told };
                match number {
                    Number::One => DataShape::One(one),
                    Number::ZeroOrOne => DataShape::ZeroOrOne(one),
                    Number::Many => DataShape::Many(one),
                }
            }
            Data::None => DataShape::None,
        }
    }

    fn resource(&self, client: &Client<'t>, resource: &'t Resource) -> ResourceShape<'t> {
        let view = resource.read.as_ref().unwrap_or(ReadView::EMPTY);
        ResourceShape {
            kind: &resource.wire_type,
            type_rule: match resource.type_rule {
                ir::TypeRule::Fixed => TypeRule::Fixed,
                ir::TypeRule::Open => TypeRule::Open,
            },
            id: match view.id {
                ir::IdRule::Required => IdRule::Required,
                ir::IdRule::Optional | ir::IdRule::None => IdRule::Optional,
            },
            id_shape: self.shape(&Table::of_id(view.id_type)),
            requires_attributes: !view.may_lack_attributes(),
            nullable: &view.nullable,
            others: self.members(&rows(&view.others)),
            meta: view.meta.as_ref().map(|meta| self.shape(&Table::of(meta))),
            attributes: self.shape(&Table::of_members(&view.attributes, view.rest.as_ref())),
            relationships: self.shape(&client.table_of_relationships(view)),
        }
    }

    fn members(&self, rows: &[Row<'t>]) -> &'t [Member<'t>] {
        let members = rows.iter().map(|Row { wire, presence, table }| {
            let shape = self.shape(table);
            match presence {
                Presence::Required => Member::Required(wire, shape),
                Presence::Nullable => Member::Nullable(wire, shape),
                Presence::Optional => Member::Optional(wire, shape),
                Presence::OptionalNullable => Member::OptionalNullable(wire, shape),
            }
        });
        self.memory.alloc_slice_copy(&members.collect::<Vec<_>>())
    }

    fn linkage(&self, table: &LinkageTable<'t>) -> &'t LinkageShape<'t> {
        let LinkageTable { ids, identifier, relationship, may_be_one } = table;
        self.memory.alloc(LinkageShape {
            ids: self.shape(ids),
            identifier: self.members(identifier),
            relationship: self.members(relationship),
            may_be_one: *may_be_one,
        })
    }

    fn shape(&self, table: &Table<'t>) -> &'t Shape<'t> {
        let shape = match table {
            Table::Any => Shape::Any,
            Table::Bool => Shape::Bool,
            Table::Integer => Shape::Integer,
            Table::Unsigned => Shape::Unsigned,
            Table::Number => Shape::Number,
            Table::String => Shape::String,
            Table::Date => Shape::Date,
            Table::DateTime => Shape::DateTime,
            Table::Secret => Shape::Secret,
            Table::Object => Shape::Object,
            Table::Constant(Cow::Borrowed(json)) => Shape::Constant(json),
            Table::Constant(Cow::Owned(json)) => Shape::Constant(self.memory.alloc_str(json)),
            Table::Strings(values) => Shape::Enum(self.memory.alloc_slice_copy(values)),
            Table::Integers(values) => Shape::IntegerEnum(self.memory.alloc_slice_copy(values)),
            Table::List(element) => Shape::List(self.shape(element)),
            Table::Map(value) => Shape::Map(self.shape(value)),
            Table::Nullable(value) => Shape::Nullable(self.shape(value)),
            Table::Tuple { places, required, rest } => {
                let shapes: Vec<_> = places.iter().map(|place| self.shape(place)).collect();
                let rest = rest.as_ref().map(|rest| self.shape(rest));
                let shapes = self.memory.alloc_slice_copy(&shapes);
                Shape::Tuple(self.memory.alloc(Places { shapes, required: *required, rest }))
            }
            Table::Record { members, rest } => match rest {
                Some(rest) => Shape::OpenRecord(self.members(members), self.shape(rest)),
                None => Shape::Record(self.members(members)),
            },
            Table::Union(alternatives) => {
                let alternative = |(when, table): &(&'t [ir::Test], Table<'t>)| {
                    let when = self.memory.alloc_slice_fill_iter(when.iter().map(|test| self.test(test)));
                    Alternative { when, shape: self.shape(table) }
                };
                let alternatives: Vec<_> = alternatives.iter().map(alternative).collect();
                Shape::Union(self.memory.alloc_slice_fill_iter(alternatives))
            }
            Table::ToOne(target) => Shape::ToOne(*target),
            Table::ToMany(target) => Shape::ToMany(*target),
            Table::ToOneOrMany(target) => Shape::ToOneOrMany(*target),
            Table::Linked(table, relationship) => Shape::Linked(self.linkage(table), self.shape(relationship)),
            // Types of other crates are not there to be asked.
            Table::Foreign(_, wire) => return self.shape(wire),
            Table::Named(id) => return self.named(*id),
        };
        self.memory.alloc(shape)
    }

    fn named(&self, id: TypeId) -> &'t Shape<'t> {
        match self.types.get(id.index()) {
            Some(place) => self.memory.alloc(Shape::Recursive(self.memory.alloc(TableOfType(place)))),
            None => Shape::ANY,
        }
    }

    fn test(&self, test: &'t ir::Test) -> Test<'t> {
        match test {
            ir::Test::Is(kind) => Test::Is(json_kind(*kind)),
            ir::Test::Equals { key, values } => Test::Equals(key, self.texts(values)),
            ir::Test::Has(key) => Test::Has(key),
            ir::Test::Member { key, kind } => Test::Member(key, json_kind(*kind)),
            ir::Test::OneOf(values) => Test::OneOf(self.texts(values)),
            ir::Test::ListOf(kind) => Test::ListOf(json_kind(*kind)),
            ir::Test::Element { position, values } => Test::Element(*position, self.texts(values)),
            ir::Test::AtMost(count) => Test::AtMost(*count),
        }
    }

    fn texts(&self, texts: &'t [String]) -> &'t [&'t str] {
        self.memory.alloc_slice_fill_iter(texts.iter().map(String::as_str))
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
