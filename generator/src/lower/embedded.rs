//! Documents inside values that are sent: `{"data": {"type": .., "attributes": ..}}`.

use crate::ir::{IdType, Type, WriteRole};
use crate::lower::context::Cx;
use crate::lower::document::{self, DataShape};
use crate::lower::resource::{self, ResourceShape};
use crate::lower::shape::Object;

/// Returns the type of an object that is nothing but a document of one resource type.
pub(super) fn lower(cx: &mut Cx<'_>, object: &Object<'_>) -> Option<Type> {
    let [("data", group)] = object.properties.as_slice() else { return None };
    let data = document::data(cx, group)?;
    of_data(cx, &data)
}

/// Returns the type of a document with this primary data, if that is of one resource type.
pub(super) fn of_data(cx: &mut Cx<'_>, data: &DataShape<'_>) -> Option<Type> {
    let [only] = data.resources.as_slice() else { return None };
    if !data.is_complete() {
        return None;
    }
    of_resource(cx, only, data.many)
}

fn of_resource(cx: &mut Cx<'_>, shape: &ResourceShape<'_>, many: bool) -> Option<Type> {
    // What is embedded is sent by its text.
    if shape.id_type == IdType::Number {
        return None;
    }
    let wire_type = shape.only_type()?;
    if shape.is_identifier() {
        let target = cx.resource(wire_type, shape.at);
        return Some(Type::EmbeddedIdentifier { target, many });
    }
    let view = resource::write(cx, shape, WriteRole::Create)?;
    Some(Type::Embedded { view, many })
}
