//! What the document says of values, as tables: `emit` prints them as constants of the client, and `samples` gives
//! them to the runtime's search for mismatches.
//!
//! ```yaml
//! type: object
//! required: [title]
//! properties:
//!   title: {type: string}
//!   pages: {type: array, items: {type: integer}}
//! ```
//!
//! becomes
//!
//! ```text
//! Record { members: [Row { wire: "title", presence: Required, table: String },
//!                    Row { wire: "pages", presence: Optional, table: List(Integer) }], rest: None }
//! ```

use std::borrow::Cow;

use serde_json::Value;

use crate::client::Client;
use crate::ir::{
    Arity, Discriminator, EnumBase, Field, IdType, OpenRelationships, Operation, Payload, Presence, ReadView, Record,
    Relationship, StringFormat, Test, Type, TypeDef, TypeId, Union,
};

/// The description of a value.
#[derive(Debug, Clone)]
pub(crate) enum Table<'a> {
    Any,
    Bool,
    Integer,
    Unsigned,
    Number,
    String,
    Date,
    DateTime,
    /// Text that is not to be shown.
    Secret,
    /// An object with any members.
    Object,
    /// Exactly this scalar, as JSON text.
    Constant(Cow<'a, str>),
    /// One of these strings.
    Strings(Vec<&'a str>),
    /// One of these whole numbers.
    Integers(Vec<i64>),
    List(Box<Self>),
    Map(Box<Self>),
    Nullable(Box<Self>),
    Tuple {
        places: Vec<Self>,
        required: usize,
        rest: Option<Box<Self>>,
    },
    Record {
        members: Vec<Row<'a>>,
        rest: Option<Box<Self>>,
    },
    /// The first alternative whose tests all hold.
    Union(Vec<(&'a [Test], Self)>),
    /// A relationship object, with the type that it names.
    ToOne(Option<&'a str>),
    ToMany(Option<&'a str>),
    ToOneOrMany(Option<&'a str>),
    /// A relationship object of which more is described.
    Linked(Box<LinkageTable<'a>>, Box<Self>),
    /// The values of a type of another crate: its path, and the table of what it reads.
    Foreign(&'a str, Box<Self>),
    /// The table of an enum, a record or a union, which has one of its own.
    Named(TypeId),
}

/// A member of an object.
#[derive(Debug, Clone)]
pub(crate) struct Row<'a> {
    pub(crate) wire: &'a str,
    pub(crate) presence: Presence,
    pub(crate) table: Table<'a>,
}

/// The description of relationship objects and identifiers, besides the types that they name.
#[derive(Debug, Clone)]
pub(crate) struct LinkageTable<'a> {
    pub(crate) ids: Table<'a>,
    pub(crate) identifier: Vec<Row<'a>>,
    pub(crate) relationship: Vec<Row<'a>>,
    pub(crate) may_be_one: bool,
}

/// The description of a JSON:API document, besides primary data and `included`.
#[derive(Debug, Clone, Default)]
pub(crate) struct DocumentTable<'a> {
    pub(crate) meta: Option<Table<'a>>,
    pub(crate) others: Vec<Row<'a>>,
    pub(crate) of_result: Vec<Row<'a>>,
    pub(crate) included_in_groups: bool,
    pub(crate) linkage: Option<LinkageTable<'a>>,
    pub(crate) may_be_one: bool,
    pub(crate) included_is_nullable: bool,
}

impl<'a> Table<'a> {
    /// Returns the table of a type.
    pub(crate) fn of(ty: &'a Type) -> Self {
        let inner = |ty| Box::new(Self::of(ty));
        match ty {
            Type::Bool => Self::Bool,
            Type::Integer => Self::Integer,
            Type::Unsigned => Self::Unsigned,
            Type::Number => Self::Number,
            Type::String(StringFormat::Password) => Self::Secret,
            Type::String(StringFormat::Date) => Self::Date,
            Type::String(StringFormat::DateTime) => Self::DateTime,
            Type::String(_) => Self::String,
            Type::Constant(json) => Self::Constant(Cow::Borrowed(json)),
            Type::Json | Type::Embedded { .. } | Type::EmbeddedIdentifier { .. } => Self::Any,
            Type::Object => Self::Object,
            Type::Foreign { path, wire } => Self::Foreign(path, inner(wire)),
            Type::List(element) => Self::List(inner(element)),
            Type::Map(value) => Self::Map(inner(value)),
            Type::Nullable(value) => Self::Nullable(inner(value)),
            Type::Tuple(tuple) => Self::Tuple {
                places: tuple.places.iter().map(Self::of).collect(),
                required: tuple.required,
                rest: tuple.rest.as_ref().map(inner),
            },
            Type::Named(id) => Self::Named(*id),
        }
    }

    /// Returns the table of ids.
    pub(crate) fn of_id(ty: IdType) -> Self {
        match ty {
            IdType::Text => Self::String,
            IdType::Number => Self::Number,
            IdType::Any => Self::Any,
        }
    }

    /// Returns the table of an object with these members, and with others where `rest` says what they are.
    pub(crate) fn of_members(fields: &'a [Field], rest: Option<&'a Type>) -> Self {
        Self::Record { members: rows(fields), rest: rest.map(|rest| Box::new(Self::of(rest))) }
    }

    /// Returns the table of a record.
    pub(crate) fn of_record(record: &'a Record) -> Self {
        Self::of_members(&record.fields, record.rest.as_ref())
    }

    /// Returns the table of a union.
    pub(crate) fn of_union(union: &'a Union) -> Self {
        let alternatives = union.alternatives.iter();
        Self::Union(alternatives.map(|alternative| (&*alternative.when, Self::of(&alternative.ty))).collect())
    }

    /// Returns the table of the relationships that the document does not name.
    fn of_open(open: OpenRelationships) -> Self {
        match open {
            OpenRelationships::ToOneOrMany(ids) => LinkageTable::of(ids, &[], &[]).linked(Self::ToOneOrMany(None)),
            OpenRelationships::ToOne(ids) => LinkageTable::of(ids, &[], &[]).linked(Self::ToOne(None)),
            OpenRelationships::ToMany(ids) => LinkageTable::of(ids, &[], &[]).linked(Self::ToMany(None)),
        }
    }
}

impl<'a> LinkageTable<'a> {
    fn of(ids: IdType, identifier: &'a [Field], relationship: &'a [Field]) -> Self {
        let (identifier, relationship) = (rows(identifier), rows(relationship));
        Self { ids: Table::of_id(ids), identifier, relationship, may_be_one: false }
    }

    /// Returns whether it is empty: ids are text, and no other members are described.
    fn is_plain(&self) -> bool {
        let has_members = !self.identifier.is_empty() || !self.relationship.is_empty();
        matches!(self.ids, Table::String) && !has_members && !self.may_be_one
    }

    /// Adds it to the table of a relationship object.
    fn linked(self, table: Table<'a>) -> Table<'a> {
        if self.is_plain() { table } else { Table::Linked(Box::new(self), Box::new(table)) }
    }
}

/// Returns the rows of members.
pub(crate) fn rows(fields: &[Field]) -> Vec<Row<'_>> {
    let rows =
        fields.iter().map(|field| Row { wire: &field.wire, presence: field.presence, table: Table::of(&field.ty) });
    rows.collect()
}

impl<'a> Client<'a> {
    /// Returns the table of a type that has one of its own. Filters are only sent.
    pub(crate) fn table_of(&self, id: TypeId) -> Table<'a> {
        match &self.api.types[id] {
            TypeDef::Enum(node) => self.table_of_enum(id, node.base),
            TypeDef::Record(record) => Table::of_record(record),
            TypeDef::Union(union) => Table::of_union(union),
            TypeDef::Filter(_) => Table::Any,
        }
    }

    /// Returns the values of all enums that are one in the client.
    fn table_of_enum(&self, id: TypeId, base: EnumBase) -> Table<'a> {
        let members = &self.names.ty(self.names.ty(id).emitted_as).members;
        let values = members.iter().map(|(value, _)| value.as_str());
        match base {
            EnumBase::String => Table::Strings(values.collect()),
            EnumBase::Integer => Table::Integers(values.map(|value| value.parse().unwrap_or_default()).collect()),
        }
    }

    /// Returns the table of the relationships of a resource, and of the members among them that tell its type.
    pub(crate) fn table_of_relationships(&self, view: &'a ReadView) -> Table<'a> {
        let related = view.relationships.iter().map(|relationship| Row {
            wire: &relationship.wire,
            presence: Presence::new(false, relationship.nullable),
            table: self.table_of_relationship(relationship),
        });
        let tags = view.relationship_tags.iter().filter(|_| view.has_relationships());
        let tags = tags.map(|Discriminator { wire, value }| Row {
            wire,
            presence: Presence::Required,
            table: Table::Constant(Value::from(value.as_str()).to_string().into()),
        });
        Table::Record {
            members: related.chain(tags).collect(),
            rest: view.open_relationships.map(|open| Box::new(Table::of_open(open))),
        }
    }

    fn table_of_relationship(&self, relationship: &'a Relationship) -> Table<'a> {
        let target = match relationship.targets.as_slice() {
            [only] => Some(self.api.resources[*only].wire_type.as_str()),
            _ => None,
        };
        let table = match relationship.arity {
            Arity::One | Arity::ZeroOrOne => Table::ToOne(target),
            Arity::OneOrMany | Arity::ZeroOneOrMany | Arity::Unknown => Table::ToOneOrMany(target),
            Arity::Many => Table::ToMany(target),
        };
        let Relationship { id_type, identifier_members, members, may_be_one, .. } = relationship;
        let linkage = LinkageTable::of(*id_type, identifier_members, members);
        LinkageTable { may_be_one: *may_be_one, ..linkage }.linked(table)
    }
}

impl<'a> DocumentTable<'a> {
    /// Returns what is described of the document that an operation brings.
    pub(crate) fn of(operation: &'a Operation) -> Self {
        if let Payload::Batch(results) = &operation.success.payload {
            let others = rows(results.meta.as_slice());
            return Self { others, of_result: rows(results.meta_of_result.as_slice()), ..Self::default() };
        }
        let Some(document) = operation.document() else { return Self::default() };
        let linkage = document.linkage.as_ref().map(|one| LinkageTable::of(one.id_type, &one.members, &[]));
        Self {
            meta: document.meta.as_ref().map(Table::of),
            others: rows(&document.others),
            of_result: Vec::new(),
            included_in_groups: document.grouped,
            linkage: linkage.filter(|linkage| !linkage.is_plain()),
            may_be_one: document.may_be_one,
            included_is_nullable: document.included_is_nullable,
        }
    }
}
