//! The constructors of types to send: `new` or a builder, with what the document requires.
//!
//! ```text
//! required: [title]              new(title: impl rt::Argument<String>) -> Self
//! required: [title, url]         builder().title(..).url(..).build()
//! ```
//!
//! Members are arguments of `new` while no value fits two of them. Otherwise they are given by name: a document
//! that requires something else tomorrow changes which calls compile, and never what a call means.

use crate::client::{Client, RustType, Sending};
use crate::ir::{Field, Record, Relationship, Type, TypeDef, TypeId, WriteView, WriteViewId};
use crate::name::Module;

/// The members that something cannot be sent without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constructor {
    /// The members, in the order of the arguments of `new`: the id, then attributes, relationships and members beside
    /// them, each sorted by wire name, then `meta`.
    pub members: Vec<Required>,
    /// Whether they are given by name, to a builder.
    pub is_by_name: bool,
}

/// A member that must be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Required {
    /// Which one it is.
    pub member: SentMember,
    /// Its name on the wire.
    pub wire: String,
    /// The name of the argument, or of the builder's method.
    pub name: String,
    /// What it takes.
    pub ty: RustType,
}

/// A member of what is sent. Numbers are positions in the lists of the record or view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SentMember {
    /// The `id` that the client gives a resource.
    Identity,
    /// An attribute of a resource, or a member of an object.
    Attribute(usize),
    /// A relationship.
    Relationship(usize),
    /// A member of a resource object that JSON:API does not know.
    Other(usize),
    /// The `meta` of a resource.
    Meta,
}

/// The members of a resource or an object to send, in which [`SentMember`] has its positions.
#[derive(Debug, Clone, Copy, Default)]
pub struct SentMembers<'a> {
    /// The attributes of a resource, or the members of an object.
    pub attributes: &'a [Field],
    /// The relationships of a resource.
    pub relationships: &'a [Relationship],
    /// Its members that JSON:API does not know.
    pub others: &'a [Field],
    /// The type of its `meta`.
    pub meta: Option<&'a Type>,
}

impl<'a> From<&'a WriteView> for SentMembers<'a> {
    fn from(view: &'a WriteView) -> Self {
        Self {
            attributes: &view.attributes,
            relationships: &view.relationships,
            others: &view.others,
            meta: view.meta.as_ref().map(|meta| &meta.ty),
        }
    }
}

impl<'a> From<&'a Record> for SentMembers<'a> {
    fn from(record: &'a Record) -> Self {
        Self { attributes: &record.fields, ..Self::default() }
    }
}

impl Constructor {
    fn new(mut members: Vec<Required>) -> Self {
        // A document may list them in another order tomorrow.
        let rank = |required: &Required| match required.member {
            SentMember::Identity => 0,
            SentMember::Attribute(_) if required.wire == "id" => 1,
            SentMember::Attribute(_) => 2,
            SentMember::Relationship(_) => 3,
            SentMember::Other(_) => 4,
            SentMember::Meta => 5,
        };
        members.sort_by(|a, b| (rank(a), &a.wire).cmp(&(rank(b), &b.wire)));
        let mut others = members.iter().enumerate().map(|(position, one)| (one, members.iter().skip(position + 1)));
        let is_by_name = others.any(|(one, mut others)| others.any(|other| is_alike(&one.ty, &other.ty)));
        Self { members, is_by_name }
    }
}

/// Returns whether one value may fit both types: text, for one, converts into most types that take what converts.
fn is_alike(one: &RustType, other: &RustType) -> bool {
    match (one, other) {
        // What is sent as an object is not text.
        (RustType::Into(one), RustType::Into(other)) if is_object(one) != is_object(other) => false,
        (RustType::Into(_), RustType::Into(_)) => true,
        (RustType::Iterator(one), RustType::Iterator(other)) => is_alike(one, other),
        (RustType::Into(target), plain) | (plain, RustType::Into(target)) => match &**target {
            RustType::Item(_) | RustType::Runtime("Change" | "AnyValue", _) => true,
            target => target == plain,
        },
        // A literal fits both.
        (RustType::Std("i64" | "u64", _), RustType::Std("i64" | "u64", _)) => true,
        (one, other) => one == other,
    }
}

fn is_object(ty: &RustType) -> bool {
    matches!(ty, RustType::Runtime("AnyObject", _))
}

impl Client<'_> {
    /// Returns what a resource that is sent requires.
    pub fn view_constructor(&self, id: WriteViewId) -> Constructor {
        let (view, names) = (&self.api.write_views[id], self.names.view(id));
        let mut members =
            self.required_fields(names.module, &view.attributes, &names.attributes, SentMember::Attribute);
        members.extend(self.required_fields(names.module, &view.others, &names.others, SentMember::Other));
        let relationships = view.relationships.iter().zip(&names.relationships).enumerate();
        members.extend(relationships.filter(|(_, (relationship, _))| relationship.required).map(
            |(position, (relationship, name))| Required {
                member: SentMember::Relationship(position),
                wire: relationship.wire.clone(),
                name: name.clone(),
                ty: self.relationship_type(relationship),
            },
        ));
        if let Some(meta) = view.meta.as_ref().filter(|meta| meta.required) {
            let ty = self.taken(names.module, &meta.ty, false).ty;
            members.push(Required { member: SentMember::Meta, wire: "meta".to_owned(), name: "meta".to_owned(), ty });
        }
        // The id of an update is taken from the path.
        if view.requires_id() {
            let ty = self.id_type(view.given_id.names.unwrap_or(view.resource)).converted();
            members.push(Required { member: SentMember::Identity, wire: "id".to_owned(), name: "id".to_owned(), ty });
        }
        Constructor::new(members)
    }

    /// Returns what a record that is sent requires; nothing for other types.
    pub fn record_constructor(&self, id: TypeId) -> Constructor {
        let TypeDef::Record(record) = &self.api.types[id] else { return Constructor::new(Vec::new()) };
        let names = self.names.ty(id);
        let members: Vec<String> = names.members.iter().map(|(_, name)| name.clone()).collect();
        Constructor::new(self.required_fields(names.module, &record.fields, &members, SentMember::Attribute))
    }

    fn required_fields(
        &self,
        module: Module,
        fields: &[Field],
        names: &[String],
        member: fn(usize) -> SentMember,
    ) -> Vec<Required> {
        let fields = fields.iter().zip(names).enumerate();
        let required = fields.filter(|(_, (field, _))| Sending::of(field, false) == Sending::Constructor);
        let required = required.map(|(position, (field, name))| Required {
            member: member(position),
            wire: field.wire.clone(),
            name: name.clone(),
            ty: self.taken(module, &field.ty, field.presence.nullable()).ty,
        });
        required.collect()
    }
}
