//! The members of what is read and sent, as callers see them.
//!
//! | member | read | sent |
//! | --- | --- | --- |
//! | `title`, required | `title: Option<String>`, `require_title() -> Result<&str, ..>` | an argument of the constructor |
//! | `note: {type: string}` | `note: Option<String>` | a setter `note(..)` |
//! | `kind: {const: book}`, required | nothing | nothing: it is always sent |
//! | `kind: {const: book}` | nothing | a setter `kind()` |

use crate::client::{Client, Lending, RustType};
use crate::ir::{Field, ReadView, Record, ResourceId, Type, TypeDef, TypeId};
use crate::name::Module;

/// A struct that is read: a record, or the attributes of a resource.
pub struct ReadStruct<'a> {
    /// The module that defines it.
    pub module: Module,
    /// Its name there.
    pub name: &'a str,
    /// The members, in the order of its shape.
    pub members: Vec<ReadMember<'a>>,
    /// The type of the members that the document does not name, where it allows some.
    pub rest: Option<RustType>,
}

/// A member of a struct that is read.
pub struct ReadMember<'a> {
    /// The description.
    pub field: &'a Field,
    /// The name of the field.
    pub name: &'a str,
    /// The type of its value; none of a constant, which is not kept.
    pub ty: Option<RustType>,
    /// Whether the struct holds the value in a `Box`.
    pub is_boxed: bool,
}

impl ReadMember<'_> {
    /// Returns the type of the field; none where nothing is kept.
    pub fn field_type(&self) -> Option<RustType> {
        let ty = self.ty.clone()?;
        Some(RustType::option(if self.is_boxed { RustType::boxed(ty) } else { ty }))
    }

    /// Returns the name of the accessor that tells when the value is missing: not that of the field, which callers would
    /// have to tell apart by parentheses.
    pub fn accessor(&self) -> String {
        format!("require_{}", self.name)
    }

    /// Returns what an accessor lends of the value where the document promises one: the accessor names what is missing.
    pub fn promised(&self) -> Option<(RustType, Lending)> {
        let presence = self.field.presence;
        let ty = self.ty.clone().filter(|_| presence.required() && !presence.nullable())?;
        Some(if self.is_boxed { RustType::boxed(ty) } else { ty }.lent())
    }
}

/// The way in which a member is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending<'a> {
    /// As a constant, in JSON, that is always sent.
    Always(&'a str),
    /// As a constant, in JSON, by a setter without arguments.
    OnRequest(&'a str),
    /// By an argument of the constructor.
    Constructor,
    /// By a setter.
    Setter,
}

impl<'a> Sending<'a> {
    /// Returns how a member is sent; `is_tag` tells whether it distinguishes its record within a union.
    pub fn of(field: &'a Field, is_tag: bool) -> Self {
        match (&field.ty, field.presence.required()) {
            (Type::Constant(json), required) if required || is_tag => Self::Always(json),
            (Type::Constant(json), _) => Self::OnRequest(json),
            (_, true) => Self::Constructor,
            (_, false) => Self::Setter,
        }
    }
}

impl Client<'_> {
    /// Returns a record as the struct that it is read into.
    pub fn read_record<'s>(&'s self, id: TypeId, record: &'s Record) -> ReadStruct<'s> {
        let names = self.names.ty(id);
        let idents = names.members.iter().map(|(_, name)| name.as_str());
        ReadStruct {
            module: names.module,
            name: &names.ident,
            members: self.read_members(names.module, &record.fields, idents, |ty| self.recursion.is_boxed(id, ty)),
            rest: record.rest.as_ref().map(|rest| self.read_type(names.module, rest)),
        }
    }

    /// Returns the attributes of a resource as the struct that they are read into.
    pub fn read_attributes<'s>(&'s self, id: ResourceId, view: &'s ReadView) -> ReadStruct<'s> {
        let (names, module) = (self.names.resource(id), Module::Resource(id));
        let idents = names.attributes.iter().map(String::as_str);
        ReadStruct {
            module,
            name: &names.ident,
            members: self.read_members(module, &view.attributes, idents, |ty| self.recursion.is_large(ty)),
            rest: view.rest.as_ref().map(|rest| self.read_type(module, rest)),
        }
    }

    fn read_members<'s>(
        &self,
        module: Module,
        fields: &'s [Field],
        names: impl Iterator<Item = &'s str>,
        is_boxed: impl Fn(&Type) -> bool,
    ) -> Vec<ReadMember<'s>> {
        let members = fields.iter().zip(names).map(|(field, name)| ReadMember {
            field,
            name,
            ty: (!matches!(field.ty, Type::Constant(_))).then(|| self.read_type(module, &field.ty)),
            is_boxed: is_boxed(&field.ty),
        });
        members.collect()
    }

    /// Returns the type that a variant of a union holds. Records are boxed, so that the union is as small as its
    /// smallest need, and may contain itself.
    pub fn variant_type(&self, module: Module, alternative: &Type) -> RustType {
        let ty = self.read_type(module, alternative);
        match alternative {
            Type::Named(id) if !matches!(self.api.types[*id], TypeDef::Enum(_)) => RustType::boxed(ty),
            _ => ty,
        }
    }
}
