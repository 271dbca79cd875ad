//! Whether everything the model names is there.

use crate::check::defect;
use crate::diag::Diagnostics;
use crate::ir::{
    Api, BatchedChange, BodyContent, Data, Field, Filter, FilterField, FilterValue, Operation, PathSegment, Payload,
    Relationship, ResourceId, Type, TypeDef, Webhook,
};
use crate::source::Pointer;

/// Checks all cross references of the model.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) {
    let mut check = Check { api, diagnostics };
    for (_, resource) in api.resources.iter() {
        if let Some(view) = &resource.read {
            check.fields(&view.attributes);
            check.relationships(&view.relationships);
            check.types(&resource.at, view.meta.iter().chain(&view.rest));
        }
    }
    for (_, view) in api.write_views.iter() {
        check.resource(&view.at, view.resource);
        check.fields(&view.attributes);
        check.relationships(&view.relationships);
        check.types(&view.at, view.meta.as_ref());
    }
    for (_, definition) in api.types.iter() {
        check.definition(definition);
    }
    api.webhooks.iter().for_each(|webhook| check.webhook(webhook));
    for (_, operation) in api.operations.iter() {
        check.operation(operation);
    }
}

struct Check<'a> {
    api: &'a Api,
    diagnostics: &'a mut Diagnostics,
}

impl Check<'_> {
    fn there(&mut self, at: &Pointer, there: bool, what: &str) {
        if !there {
            self.diagnostics.push(defect(at, format!("the model names {what} that is not there")));
        }
    }

    fn resource(&mut self, at: &Pointer, id: ResourceId) {
        self.there(at, id.index() < self.api.resources.len(), "a resource type");
    }

    fn types<'t>(&mut self, at: &Pointer, types: impl IntoIterator<Item = &'t Type>) {
        for ty in types {
            self.ty(at, ty);
        }
    }

    fn ty(&mut self, at: &Pointer, ty: &Type) {
        match ty {
            Type::Named(id) => self.there(at, id.index() < self.api.types.len(), "a type"),
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => self.ty(at, inner),
            Type::Embedded { view, .. } => {
                self.there(at, view.index() < self.api.write_views.len(), "a write view");
            }
            Type::EmbeddedIdentifier { target, .. } => self.resource(at, *target),
            Type::Bool
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::String(_)
            | Type::Constant(_)
            | Type::Json
            | Type::Foreign { .. }
            | Type::Object => {}
        }
    }

    fn fields(&mut self, fields: &[Field]) {
        for (index, field) in fields.iter().enumerate() {
            self.ty(&field.at, &field.ty);
            if fields.iter().skip(index + 1).any(|other| other.wire == field.wire) {
                self.diagnostics.push(defect(&field.at, format!("the member `{}` is there twice", field.wire)));
            }
        }
    }

    fn relationships(&mut self, relationships: &[Relationship]) {
        for relationship in relationships {
            for target in &relationship.targets {
                self.resource(&relationship.at, *target);
            }
        }
    }

    fn definition(&mut self, definition: &TypeDef) {
        match definition {
            TypeDef::Enum(listed) => self.there(&listed.at, !listed.values.is_empty(), "a value"),
            TypeDef::Record(record) => {
                self.fields(&record.fields);
                self.types(&record.at, &record.rest);
            }
            TypeDef::Filter(filter) => self.filter_fields(&filter.at, &filter.fields),
            TypeDef::Union(union) => {
                self.there(&union.at, !union.alternatives.is_empty(), "an alternative");
                self.types(&union.at, union.alternatives.iter().map(|alternative| &alternative.ty));
            }
        }
    }

    fn operation(&mut self, operation: &Operation) {
        let at = &operation.at;
        self.there(at, operation.tag < self.api.tags.len(), "a tag");
        for segment in &operation.path {
            if let PathSegment::Parameter(position) = segment {
                self.there(at, *position < operation.path_parameters.len(), "a path parameter");
            }
        }
        for parameter in &operation.path_parameters {
            self.ty(&parameter.at, &parameter.ty);
            parameter.identifies.into_iter().for_each(|id| self.resource(&parameter.at, id));
        }
        for parameter in operation.parameters() {
            self.ty(&parameter.at, &parameter.ty);
        }
        self.filter(&operation.query.filter);
        if let Some(body) = &operation.body {
            self.body(&body.at, &body.content);
            self.types(&body.at, body.meta.iter().map(|meta| &meta.ty));
        }
        operation.success.payloads().for_each(|payload| self.payload(at, payload));
        operation.parts.iter().for_each(|part| self.ty(&part.at, &part.ty));
    }

    fn webhook(&mut self, webhook: &Webhook) {
        self.there(&webhook.at, webhook.tag < self.api.tags.len(), "a tag");
        self.payload(&webhook.at, &webhook.payload);
    }

    fn filter(&mut self, filter: &Filter) {
        match filter {
            Filter::None | Filter::Opaque { .. } => {}
            Filter::Expression { at, fields, .. } => self.filter_fields(at, fields),
        }
    }

    fn filter_fields(&mut self, at: &Pointer, fields: &[FilterField]) {
        for field in fields {
            match field.value {
                FilterValue::Enum(id) => self.there(at, id.index() < self.api.types.len(), "a type"),
                FilterValue::Id(id) => self.resource(at, id),
                _ => {}
            }
        }
    }

    fn body(&mut self, at: &Pointer, content: &BodyContent) {
        match content {
            BodyContent::Resource { view, .. } => {
                self.there(at, view.index() < self.api.write_views.len(), "a write view");
            }
            BodyContent::Linkage { targets, meta, .. } => {
                targets.iter().for_each(|id| self.resource(at, *id));
                meta.iter().for_each(|meta| self.ty(at, &meta.ty));
            }
            BodyContent::Batch(operations) => operations.iter().for_each(|item| self.change(&item.at, &item.change)),
            BodyContent::Json(ty) => self.ty(at, ty),
            BodyContent::Form { parts, .. } => parts.iter().for_each(|part| self.ty(&part.field.at, &part.field.ty)),
            BodyContent::Raw => {}
        }
    }

    fn change(&mut self, at: &Pointer, change: &BatchedChange) {
        match change {
            BatchedChange::Add(view) | BatchedChange::Update(view) => {
                self.there(at, view.index() < self.api.write_views.len(), "a write view");
            }
            BatchedChange::Remove(resource) => self.resource(at, *resource),
            BatchedChange::Relate { resource, targets, .. } => {
                targets.iter().chain([resource]).for_each(|id| self.resource(at, *id));
            }
        }
    }

    fn payload(&mut self, at: &Pointer, payload: &Payload) {
        match payload {
            Payload::Empty | Payload::Raw => {}
            Payload::Batch(results) => results.resources.iter().for_each(|id| self.resource(at, *id)),
            Payload::Json(ty) => self.ty(at, ty),
            Payload::Document(document) => {
                document.included.iter().for_each(|id| self.resource(at, *id));
                self.types(at, &document.meta);
                match &document.data {
                    Data::One(id) | Data::ZeroOrOne(id) | Data::Many(id) => self.resource(at, *id),
                    Data::Identifier(id) | Data::Identifiers(id) => id.iter().for_each(|id| self.resource(at, *id)),
                    Data::Mixed { of, .. } => of.iter().for_each(|id| self.resource(at, *id)),
                    Data::None => {}
                }
            }
        }
    }
}
