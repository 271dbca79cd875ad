//! The public items of enums, records and body filters, and aliases of types.

use super::{PartKind, Shape, Surface, SurfacePart};
use crate::client::{Item, ItemModule, RustType};
use crate::ir::{BodyFilter, Enum, EnumBase, Field, Record, TypeDef, TypeId};
use crate::name::Module;

impl Surface<'_> {
    /// Returns what callers see of a type.
    pub(super) fn ty(&self, path: &str, id: TypeId) -> Shape {
        if let Some(target) = self.client.alias_of(id) {
            return other_name(path, &self.names.ty(target).ident);
        }
        match (&self.api.types[id], self.client.is_sent(id)) {
            (TypeDef::Enum(node), _) => self.enumeration(path, id, node),
            (TypeDef::Record(node), false) => self.read_record(path, id, node),
            (TypeDef::Record(node), true) => self.sent_record(path, id, node),
            (TypeDef::Union(node), false) => self.read_union(path, id, node),
            (TypeDef::Union(node), true) => self.sent_union(path, id, node),
            (TypeDef::Filter(node), _) => self.body_filter(path, id, node),
        }
    }

    /// Returns what callers see of the name of another module's type.
    pub(super) fn borrowed(&self, path: &str, module: Module, id: TypeId) -> Shape {
        let names = self.names.ty(id);
        other_name(path, &self.written(module, &RustType::item(names.module, &names.ident)))
    }

    fn enumeration(&self, path: &str, id: TypeId, node: &Enum) -> Shape {
        let mut shape = Shape::default();
        shape.line(head(), path, "enum");
        // Values that are numbers are told apart from text by what `Unknown` holds.
        let unknown = match node.base {
            EnumBase::String => "variant(String)",
            EnumBase::Integer => "variant(i64)",
        };
        shape.line(head(), format!("{path}::Unknown"), unknown);
        for (value, variant) in &self.names.ty(id).members {
            shape.line(SurfacePart::new(PartKind::Value, value), format!("{path}::{variant}"), "variant");
        }
        shape
    }

    fn read_record(&self, path: &str, id: TypeId, node: &Record) -> Shape {
        let mut shape = Shape::default();
        shape.line(head(), path, "struct");
        self.read_fields(&mut shape, path, &self.client.read_record(id, node));
        shape
    }

    fn sent_record(&self, path: &str, id: TypeId, node: &Record) -> Shape {
        let names = self.names.ty(id);
        let mut shape = Shape::default();
        shape.line(head(), path, format!("type = rt::Part<kinds::{}>", names.ident));
        let idents: Vec<&str> = names.members.iter().map(|(_, name)| name.as_str()).collect();
        let is_tag = |field: &Field| self.client.is_tag(id, &field.wire);
        self.setters(&mut shape, (path, names.module), (PartKind::Attribute, &node.fields), &idents, is_tag);
        if let Some(rest) = &node.rest {
            let rest = self.written(names.module, &self.client.given_type(names.module, rest));
            let text = format!("fn(self, name: &str, value: impl rt::Argument<{rest}>) -> Self");
            shape.line(SurfacePart::new(PartKind::Rest, ""), format!("{path}::with"), text);
        }
        self.constructor(&mut shape, (path, names.module), &self.client.record_constructor(id));
        shape
    }

    fn body_filter(&self, path: &str, id: TypeId, node: &BodyFilter) -> Shape {
        let names = self.names.ty(id);
        let mut shape = Shape::default();
        shape.line(head(), path, "enum");
        for (field, (_, name)) in node.fields.iter().zip(&names.members) {
            let marker = Item { module: ItemModule::Of(names.module), name: names.ident.clone() };
            let ty = self.client.filter_field_type(names.module, marker, field);
            let text = format!("fn() -> {}", self.written(names.module, &ty));
            shape.line(SurfacePart::new(PartKind::FilterField, &field.wire), format!("{path}::{name}"), text);
        }
        shape
    }
}

/// Returns another name of `target`.
fn other_name(path: &str, target: &str) -> Shape {
    let mut shape = Shape::default();
    shape.line(head(), path, format!("type = {target}"));
    shape
}

pub(super) fn head() -> SurfacePart {
    SurfacePart::new(PartKind::Head, "")
}
