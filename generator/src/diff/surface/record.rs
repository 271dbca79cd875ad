//! The public items of objects, read and sent.

use super::{ApiLine, Function, PartKind, Shape, Surface, SurfacePart};
use crate::client::{Constructor, ReadStruct, Sending, SentMember};
use crate::ir::Field;
use crate::name::Module;

impl Surface<'_> {
    /// Adds the fields of a struct that is read.
    pub(super) fn read_fields(&self, shape: &mut Shape, path: &str, read: &ReadStruct<'_>) {
        for member in &read.members {
            if let Some(ty) = member.field_type() {
                let text = self.written(read.module, &ty);
                shape.line(attribute(&member.field.wire), format!("{path}.{}", member.name), text);
            }
        }
        if let Some(rest) = &read.rest {
            let text = format!("rt::Map<{}>", self.written(read.module, rest));
            shape.line(SurfacePart::new(PartKind::Rest, ""), format!("{path}.rest"), text);
        }
    }

    /// Adds the setters of members of this kind of something that is sent. `is_tag` tells the fields that distinguish
    /// their record within a union.
    pub(super) fn setters(
        &self,
        shape: &mut Shape,
        (path, module): (&str, Module),
        (kind, fields): (PartKind, &[Field]),
        names: &[&str],
        is_tag: impl Fn(&Field) -> bool,
    ) {
        for (field, name) in fields.iter().zip(names) {
            let text = match Sending::of(field, is_tag(field)) {
                Sending::Always(_) | Sending::Constructor => continue,
                Sending::OnRequest(_) => "fn(self) -> Self".to_owned(),
                Sending::Setter => {
                    let taken = self.client.taken(module, &field.ty, field.presence.nullable());
                    format!("fn(self, {name}: {}) -> Self", self.written(module, &taken.ty))
                }
            };
            shape.line(SurfacePart::new(kind, &field.wire), format!("{path}::{name}"), text);
        }
    }

    /// Adds the function that takes what is required: `new`, or `builder` with the methods of the builder.
    pub(super) fn constructor(&self, shape: &mut Shape, (path, module): (&str, Module), constructor: &Constructor) {
        let members = constructor.members.iter().map(|required| {
            let part = match required.member {
                SentMember::Identity => SurfacePart::new(PartKind::Id, ""),
                SentMember::Attribute(_) => attribute(&required.wire),
                SentMember::Relationship(_) => SurfacePart::new(PartKind::Relationship, &required.wire),
                SentMember::Other(_) => SurfacePart::new(PartKind::Other, &required.wire),
                SentMember::Meta => SurfacePart::new(PartKind::Meta, ""),
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
