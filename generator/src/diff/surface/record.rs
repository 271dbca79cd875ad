//! Objects, read and sent.

use super::{Function, Line, Part, PartKind, Shape, Surface};
use crate::ir::{Field, Type};
use crate::name::Module;

/// What an argument of a constructor is, in the order of the arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Identity,
    Id,
    Attribute,
    Relationship,
}

/// The arguments of a constructor, in their order.
pub(super) type Arguments = std::collections::BTreeMap<(Rank, String), (Part, String)>;

impl Surface<'_> {
    /// The fields of a struct that is read; `boxed` tells those that are behind a `Box`.
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

    /// The setters of something that is sent, and the arguments of its constructor. `always` tells the
    /// constants that are sent though they are not required.
    pub(super) fn setters(
        &self,
        shape: &mut Shape,
        (path, module): (&str, Module),
        fields: &[Field],
        names: &[&str],
        always: impl Fn(&Field) -> bool,
    ) -> Arguments {
        let mut arguments = Arguments::new();
        for (field, name) in fields.iter().zip(names) {
            let wire = &field.wire;
            let required = field.presence.required();
            if matches!(field.ty, Type::Constant(_)) {
                if !required && !always(field) {
                    shape.line(attribute(wire), format!("{path}::{name}"), "fn(self) -> Self");
                }
                continue;
            }
            let ty = self.written(module, &self.client.taken(module, &field.ty, field.presence.nullable()).ty);
            if required {
                let rank = if wire == "id" { Rank::Id } else { Rank::Attribute };
                arguments.insert((rank, wire.clone()), (attribute(wire), format!("{name}: {ty}")));
            } else {
                shape.line(attribute(wire), format!("{path}::{name}"), format!("fn(self, {name}: {ty}) -> Self"));
            }
        }
        arguments
    }
}

/// The constructor `new` with these arguments.
pub(super) fn constructor(path: &str, arguments: Arguments) -> Function {
    let list: Vec<&str> = arguments.values().map(|(_, argument)| argument.as_str()).collect();
    let line = Line::new(format!("{path}::new"), format!("fn({}) -> Self", list.join(", ")));
    Function { signature: line.text.clone(), line, arguments: arguments.into_values().collect() }
}

pub(super) fn attribute(wire: &str) -> Part {
    Part::new(PartKind::Attribute, wire)
}
