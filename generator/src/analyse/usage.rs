//! Which types are read and which are sent.

use std::collections::BTreeSet;

use crate::ir::{Api, BodyContent, DocumentMeta, FilterValue, Payload, Type, TypeDef, TypeId};

/// The types that are read and those that are sent.
pub(crate) struct Usage {
    pub(crate) read: BTreeSet<TypeId>,
    pub(crate) write: BTreeSet<TypeId>,
}

/// Follows every payload, body and parameter to the types it is made of.
pub(crate) fn usage(api: &Api) -> Usage {
    let mut usage = Usage { read: BTreeSet::new(), write: BTreeSet::new() };
    for (_, resource) in api.resources.iter() {
        if let Some(view) = &resource.read {
            view.attributes
                .iter()
                .map(|field| &field.ty)
                .chain(&view.meta)
                .chain(&view.rest)
                .for_each(|ty| mark(api, ty, &mut usage.read));
        }
    }
    for (_, view) in api.write_views.iter() {
        view.attributes.iter().map(|field| &field.ty).chain(&view.meta).for_each(|ty| mark(api, ty, &mut usage.write));
    }
    let mut read = |payload: &Payload| match payload {
        Payload::Json(ty) => mark(api, ty, &mut usage.read),
        Payload::Document(document) => document.meta.iter().for_each(|ty| mark(api, ty, &mut usage.read)),
        Payload::Empty | Payload::Batch(_) | Payload::Raw => {}
    };
    api.webhooks.iter().for_each(|webhook| read(&webhook.payload));
    api.operations.iter().flat_map(|(_, operation)| operation.success.payloads()).for_each(read);
    for (_, operation) in api.operations.iter() {
        operation.parts.iter().for_each(|part| mark(api, &part.ty, &mut usage.read));
        operation.document_meta().iter().for_each(|meta| mark(api, &meta.ty, &mut usage.write));
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Json(ty) | BodyContent::Linkage { meta: Some(DocumentMeta { ty, .. }), .. }) => {
                mark(api, ty, &mut usage.write)
            }
            Some(BodyContent::Form { parts, .. }) => {
                parts.iter().for_each(|part| mark(api, &part.field.ty, &mut usage.write));
            }
            _ => {}
        }
        operation.parameters().for_each(|item| mark(api, &item.ty, &mut usage.write));
        operation.path_parameters.iter().for_each(|item| mark(api, &item.ty, &mut usage.write));
    }
    usage
}

fn mark(api: &Api, ty: &Type, found: &mut BTreeSet<TypeId>) {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => mark(api, inner, found),
        Type::Named(id) if found.insert(*id) => match &api.types[*id] {
            TypeDef::Enum(_) => {}
            TypeDef::Record(record) => {
                record.fields.iter().map(|field| &field.ty).chain(&record.rest).for_each(|ty| mark(api, ty, found));
            }
            TypeDef::Union(union) => union.alternatives.iter().for_each(|item| mark(api, &item.ty, found)),
            TypeDef::Filter(filter) => {
                let values = filter.fields.iter().filter_map(|field| match field.value {
                    FilterValue::Enum(id) => Some(Type::Named(id)),
                    _ => None,
                });
                values.for_each(|ty| mark(api, &ty, found));
            }
        },
        _ => {}
    }
}
