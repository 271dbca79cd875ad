//! The public items of objects, read and sent.

use super::{ApiLine, Function, PartKind, Shape, Surface, SurfacePart};
use crate::client::{Constructor, SentMember};
use crate::ir::{Field, Type};
use crate::name::Module;

impl Surface<'_> {
    /// Returns the fields of a struct that is read; `boxed` tells those that are behind a `Box`.
    pub(super) fn read_fields(
        &self,
        shape: &mut Shape,
        (path, module): (&str, Module),
        fields: &[Field],
        names: &[&str],
        boxed: impl Fn(&Field) -> bool,
    ) {
        for (field, name) in fields.iter().zip(names) {
            if matches!(field.ty, Type::Constant(_)) {
                continue;
            }
            let ty = self.read_type(module, &field.ty);
            let ty = if boxed(field) { format!("Box<{ty}>") } else { ty };
            shape.line(attribute(&field.wire), format!("{path}.{name}"), format!("Option<{ty}>"));
        }
    }

    /// Returns the setters of something that is sent. `always` tells the constants that are sent though they are not
    /// required.
    pub(super) fn setters(
        &self,
        shape: &mut Shape,
        (path, module): (&str, Module),
        fields: &[Field],
        names: &[&str],
        always: impl Fn(&Field) -> bool,
    ) {
        for (field, name) in fields.iter().zip(names) {
            let wire = &field.wire;
            let required = field.presence.required();
            if matches!(field.ty, Type::Constant(_)) {
                if !required && !always(field) {
                    shape.line(attribute(wire), format!("{path}::{name}"), "fn(self) -> Self");
                }
                continue;
            }
            if !required {
                let ty = self.written(module, &self.client.taken(module, &field.ty, field.presence.nullable()).ty);
                shape.line(attribute(wire), format!("{path}::{name}"), format!("fn(self, {name}: {ty}) -> Self"));
            }
        }
    }

    /// Compares the function that takes what is required: `new`, or `builder` with the methods of the builder.
    pub(super) fn constructor(&self, shape: &mut Shape, (path, module): (&str, Module), constructor: &Constructor) {
        let members = constructor.members.iter().map(|required| {
            let part = match required.member {
                SentMember::Identity => SurfacePart::new(PartKind::Id, ""),
                SentMember::Attribute(_) => attribute(&required.wire),
                SentMember::Relationship(_) => SurfacePart::new(PartKind::Relationship, &required.wire),
            };
            (part, &required.name, format!("{}: {}", required.name, self.written(module, &required.ty)))
        });
        let members: Vec<(SurfacePart, &String, String)> = members.collect();
        let list: Vec<&str> = members.iter().map(|(.., argument)| argument.as_str()).collect();
        let signature = format!("fn({}) -> Self", list.join(", "));
        let line = if constructor.is_by_name {
            let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
            let builder = format!("rt::Builder<{name}>");
            let methods = format!("{module}::<{builder}>");
            for (part, name, argument) in &members {
                let text = format!("fn(self, {argument}) -> {builder}");
                shape.line(part.clone(), format!("{methods}::{name}"), text);
            }
            shape.line(
                SurfacePart::new(PartKind::Head, ""),
                format!("{methods}::build"),
                format!("fn(self) -> {name}"),
            );
            let state = vec!["rt::Given<false>"; members.len()].join(", ");
            ApiLine::new(format!("{path}::builder"), format!("fn() -> rt::Builder<Self, ({state})>"))
        } else {
            ApiLine::new(format!("{path}::new"), signature.clone())
        };
        let arguments = members.into_iter().map(|(part, _, argument)| (part, argument)).collect();
        shape.function = Some(Function { line, signature, arguments });
    }
}

pub(super) fn attribute(wire: &str) -> SurfacePart {
    SurfacePart::new(PartKind::Attribute, wire)
}
