//! A visit to every place in the model that holds a type or a write view.

use crate::ir::{
    Api, BatchedChange, Body, BodyContent, DocumentMeta, Filter, FilterField, FilterValue, Operation, Payload,
    ReadView, Type, TypeDef, TypeId, WriteView, WriteViewId,
};

/// A visitor of the ids in the model.
pub(super) trait Visitor {
    /// Visits a type's id.
    fn type_id(&mut self, id: &mut TypeId);
    /// Visits a write view's id.
    fn view_id(&mut self, id: &mut WriteViewId);
}

/// Visits the ids in a type.
pub(super) fn ty(ty: &mut Type, visitor: &mut impl Visitor) {
    match ty {
        Type::Named(id) => visitor.type_id(id),
        Type::Embedded { view, .. } => visitor.view_id(view),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => self::ty(inner, visitor),
        Type::Bool
        | Type::Integer
        | Type::Unsigned
        | Type::Number
        | Type::String(_)
        | Type::Constant(_)
        | Type::Json
        | Type::Foreign { .. }
        | Type::Object
        | Type::EmbeddedIdentifier { .. } => {}
    }
}

/// Visits the ids in a definition.
pub(super) fn definition(definition: &mut TypeDef, visitor: &mut impl Visitor) {
    match definition {
        TypeDef::Enum(_) => {}
        TypeDef::Record(record) => {
            let fields = record.fields.iter_mut().map(|field| &mut field.ty);
            fields.chain(record.rest.as_mut()).for_each(|one| ty(one, visitor));
        }
        TypeDef::Union(union) => union.alternatives.iter_mut().for_each(|one| ty(&mut one.ty, visitor)),
        TypeDef::Filter(filter) => filter_fields(&mut filter.fields, visitor),
    }
}

/// Visits the ids in a write view.
pub(super) fn write_view(view: &mut WriteView, visitor: &mut impl Visitor) {
    let attributes = view.attributes.iter_mut().map(|field| &mut field.ty);
    attributes.chain(view.meta.as_mut()).for_each(|one| ty(one, visitor));
}

fn read_view(view: &mut ReadView, visitor: &mut impl Visitor) {
    let attributes = view.attributes.iter_mut().map(|field| &mut field.ty);
    attributes.chain(view.meta.as_mut()).chain(view.rest.as_mut()).for_each(|one| ty(one, visitor));
}

/// Visits the ids in all resources and operations: all that is not reached by way of other types.
pub(super) fn roots(api: &mut Api, visitor: &mut impl Visitor) {
    for id in api.resources.ids() {
        if let Some(view) = &mut api.resources[id].read {
            read_view(view, visitor);
        }
    }
    for id in api.operations.ids() {
        operation(&mut api.operations[id], visitor);
    }
    api.webhooks.iter_mut().for_each(|webhook| payload(&mut webhook.payload, visitor));
}

fn operation(operation: &mut Operation, visitor: &mut impl Visitor) {
    let path = operation.path_parameters.iter_mut().map(|parameter| &mut parameter.ty);
    path.for_each(|one| ty(one, visitor));
    operation.parameters_mut().for_each(|parameter| ty(&mut parameter.ty, visitor));
    filter(&mut operation.query.filter, visitor);
    if let Some(content) = &mut operation.body {
        body(content, visitor);
    }
    operation.parts.iter_mut().for_each(|part| ty(&mut part.ty, visitor));
    operation.success.payloads_mut().for_each(|one| payload(one, visitor));
}

fn payload(payload: &mut Payload, visitor: &mut impl Visitor) {
    match payload {
        Payload::Json(payload) => ty(payload, visitor),
        Payload::Document(document) => document.meta.iter_mut().for_each(|meta| ty(meta, visitor)),
        Payload::Empty | Payload::Batch(_) | Payload::Raw => {}
    }
}

fn filter(filter: &mut Filter, visitor: &mut impl Visitor) {
    match filter {
        Filter::Expression { fields, .. } => filter_fields(fields, visitor),
        Filter::None | Filter::Opaque { .. } => {}
    }
}

fn filter_fields(fields: &mut [FilterField], visitor: &mut impl Visitor) {
    for field in fields {
        if let FilterValue::Enum(id) = &mut field.value {
            visitor.type_id(id);
        }
    }
}

fn body(body: &mut Body, visitor: &mut impl Visitor) {
    if let Some(meta) = &mut body.meta {
        ty(&mut meta.ty, visitor);
    }
    match &mut body.content {
        BodyContent::Resource { view, .. } => visitor.view_id(view),
        BodyContent::Batch(operations) => {
            for operation in operations {
                if let BatchedChange::Add(view) | BatchedChange::Update(view) = &mut operation.change {
                    visitor.view_id(view);
                }
            }
        }
        BodyContent::Json(content) | BodyContent::Linkage { meta: Some(DocumentMeta { ty: content, .. }), .. } => {
            ty(content, visitor);
        }
        BodyContent::Form { parts, .. } => parts.iter_mut().for_each(|part| ty(&mut part.field.ty, visitor)),
        BodyContent::Linkage { meta: None, .. } | BodyContent::Raw => {}
    }
}
