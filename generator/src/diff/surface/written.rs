//! Types as the text of a signature.

use super::Surface;
use crate::ir::{BodyFilter, BodyFilterForm, ResourceId, StringFormat, Type, TypeDef, TypeId, WriteViewId};
use crate::name::Module;

impl Surface<'_> {
    /// How `from` writes `name`, which stands in `to`.
    fn written(&self, from: Module, (to, name): (Module, &str)) -> String {
        match (from, to) {
            _ if from == to => name.to_owned(),
            (Module::Resource(_), Module::Resource(to)) => {
                format!("super::{}::{name}", self.names.resource(to).module)
            }
            (Module::Tag(_), Module::Resource(to)) => {
                format!("super::resources::{}::{name}", self.names.resource(to).module)
            }
            (_, Module::Tag(to)) => format!("{}::{}::{name}", root(from), self.names.tag(to).module),
        }
    }

    pub(super) fn resource_path(&self, from: Module, id: ResourceId) -> String {
        self.written(from, (Module::Resource(id), &self.names.resource(id).ident))
    }

    pub(super) fn field_enum_path(&self, from: Module, id: ResourceId) -> String {
        self.written(from, (Module::Resource(id), &format!("{}Field", self.names.resource(id).ident)))
    }

    pub(super) fn view_path(&self, from: Module, id: WriteViewId) -> String {
        let names = self.names.view(id);
        self.written(from, (names.module, &names.ident))
    }

    pub(super) fn filter_enum_path(&self, from: Module, primary: Option<ResourceId>, id: TypeId) -> String {
        let near = primary.map_or(from, Module::Resource);
        self.written(from, self.layout.nearest_name(near, id))
    }

    /// The type that `id` is another name of, in `from`.
    pub(super) fn target(&self, from: Module, id: TypeId) -> String {
        let names = self.names.ty(id);
        self.written(from, (names.module, &names.sent))
    }

    /// A type that is read.
    pub(super) fn read_type(&self, from: Module, ty: &Type) -> String {
        match ty {
            Type::Bool => "bool".to_owned(),
            Type::Integer => "i64".to_owned(),
            Type::Number => "f64".to_owned(),
            Type::String(StringFormat::Text | StringFormat::Binary) => "String".to_owned(),
            Type::String(StringFormat::DateTime) => "rt::DateTime".to_owned(),
            Type::String(StringFormat::Date) => "rt::Date".to_owned(),
            Type::Object => "rt::Object".to_owned(),
            Type::List(inner) => format!("Vec<{}>", self.read_type(from, inner)),
            Type::Map(inner) => format!("rt::Map<{}>", self.read_type(from, inner)),
            Type::Named(id) => self.written(from, self.layout.nearest_name(from, *id)),
            Type::Json | Type::Constant(_) | Type::Embedded { .. } | Type::EmbeddedIdentifier { .. } => {
                "rt::Value".to_owned()
            }
        }
    }

    /// A type that is sent.
    pub(super) fn owned(&self, from: Module, ty: &Type) -> String {
        match ty {
            Type::List(inner) => format!("Vec<{}>", self.owned(from, inner)),
            Type::Map(inner) => format!("rt::Map<{}>", self.owned(from, inner)),
            Type::Named(id) => {
                let path = self.written(from, self.layout.sent_name(from, *id));
                match &self.api.types[*id] {
                    TypeDef::Filter(BodyFilter { form: BodyFilterForm::Conjunction, .. }) => {
                        format!("rt::Filter<{path}>")
                    }
                    TypeDef::Filter(BodyFilter { form: BodyFilterForm::Clauses, .. }) => format!("rt::Clauses<{path}>"),
                    TypeDef::Enum(_) | TypeDef::Record(_) | TypeDef::Union(_) => path,
                }
            }
            Type::Embedded { view, many } => match (self.view_path(from, *view), many) {
                (view, true) => format!("rt::Embedded<Vec<{view}>>"),
                (view, false) => format!("rt::Embedded<{view}>"),
            },
            Type::EmbeddedIdentifier { target, many } => match (self.resource_path(from, *target), many) {
                (target, true) => format!("rt::EmbeddedIds<{target}>"),
                (target, false) => format!("rt::EmbeddedId<{target}>"),
            },
            other => self.read_type(from, other),
        }
    }

    /// A parameter: whatever converts into its type, where more than the type itself does.
    pub(super) fn parameter(&self, from: Module, ty: &Type) -> String {
        let owned = self.owned(from, ty);
        if self.converts(ty) { format!("impl Into<{owned}>") } else { owned }
    }

    fn converts(&self, ty: &Type) -> bool {
        match ty {
            Type::String(_) | Type::Json | Type::Embedded { .. } | Type::EmbeddedIdentifier { .. } => true,
            Type::Named(id) => !matches!(self.api.types[*id], TypeDef::Record(_)),
            _ => false,
        }
    }

    /// The argument of a setter.
    pub(super) fn argument(&self, from: Module, ty: &Type, nullable: bool) -> String {
        match ty {
            _ if nullable && !matches!(ty, Type::Json) => format!("impl Into<rt::Change<{}>>", self.owned(from, ty)),
            Type::List(inner) => format!("impl IntoIterator<Item = {}>", self.parameter(from, inner)),
            Type::Embedded { view, many: true } => {
                format!("impl IntoIterator<Item = {}>", self.view_path(from, *view))
            }
            Type::EmbeddedIdentifier { target, many: true } => {
                format!("impl IntoIterator<Item = impl Into<rt::Id<{}>>>", self.resource_path(from, *target))
            }
            _ => self.parameter(from, ty),
        }
    }
}

/// The path from `from` to the root of the crate.
pub(super) fn root(from: Module) -> &'static str {
    match from {
        Module::Resource(_) => "super::super",
        Module::Tag(_) => "super",
    }
}
