//! One walk over the model, for every pass that looks at what the model refers to.
//!
//! A visitor overrides the methods for the nodes that it is interested in. The function of the same name in this
//! module continues into a node; an overriding method that does not call it ends the walk there:
//!
//! ```text
//! impl Visit for ReadTypes {
//!     fn visit_body(&mut self, _: &Body) {}                  // leaves request bodies out
//!     fn visit_type_id(&mut self, _: &Pointer, id: &TypeId) {
//!         if self.found.insert(*id) {                        // follows ids, each once
//!             self.visit_definition(&self.api.types[*id]);
//!         }
//!     }
//! }
//! ```
//!
//! The walk itself follows no id, because ids may be cyclic. Every id comes with the pointer of the node that holds
//! it. Members whose types cannot refer to anything (`others`, `identifier_members`, `members`, `meta` of a batch) are
//! not visited.

use crate::ir::{Type, TypeId};
use crate::source::Pointer;

/// Defines a visitor trait, and the functions that continue into each kind of node.
macro_rules! visitor {
    ($(#[$docs:meta])* $Visit:ident, $parameters:ident, $payloads:ident $(, $mut:tt)?) => {
        use crate::ir::{
            Api, BatchedChange, Body, BodyContent, Data, Field, Filter, FilterField, FilterValue, Operation, Payload,
            Relationship, Resource, ResourceId, Type, TypeDef, TypeId, Webhook, WriteView, WriteViewId,
        };
        use crate::source::Pointer;

        $(#[$docs])*
        #[expect(unused_variables, reason = "the names of arguments document them")]
        pub(crate) trait $Visit {
            /// Visits the id of an enum, record, union or filter.
            fn visit_type_id(&mut self, at: &Pointer, id: &$($mut)? TypeId) {}

            /// Visits the id of a write view.
            fn visit_view_id(&mut self, at: &Pointer, id: &$($mut)? WriteViewId) {}

            /// Visits the id of a resource type.
            fn visit_resource_id(&mut self, at: &Pointer, id: &$($mut)? ResourceId) {}

            /// Visits the id of a resource type whose attributes a response contains.
            fn visit_read_id(&mut self, at: &Pointer, id: &$($mut)? ResourceId) {
                self.visit_resource_id(at, id);
            }

            /// Visits the type of a value.
            fn visit_type(&mut self, at: &Pointer, ty: &$($mut)? Type) {
                visit_type(self, at, ty);
            }

            /// Visits the members of a record, or the attributes of a resource.
            fn visit_fields(&mut self, fields: &$($mut)? [Field]) {
                visit_fields(self, fields);
            }

            /// Visits an enum, record, union or filter.
            fn visit_definition(&mut self, definition: &$($mut)? TypeDef) {
                visit_definition(self, definition);
            }

            /// Visits a field of a filter expression.
            fn visit_filter_field(&mut self, at: &Pointer, field: &$($mut)? FilterField) {
                visit_filter_field(self, at, field);
            }

            /// Visits a resource as responses contain it.
            fn visit_resource(&mut self, resource: &$($mut)? Resource) {
                visit_resource(self, resource);
            }

            /// Visits a resource as it is sent.
            fn visit_write_view(&mut self, view: &$($mut)? WriteView) {
                visit_write_view(self, view);
            }

            /// Visits an operation.
            fn visit_operation(&mut self, operation: &$($mut)? Operation) {
                visit_operation(self, operation);
            }

            /// Visits the body of a request.
            fn visit_body(&mut self, body: &$($mut)? Body) {
                visit_body(self, body);
            }

            /// Visits the payload of a response or webhook.
            fn visit_payload(&mut self, at: &Pointer, payload: &$($mut)? Payload) {
                visit_payload(self, at, payload);
            }

            /// Visits a webhook.
            fn visit_webhook(&mut self, webhook: &$($mut)? Webhook) {
                self.visit_payload(&webhook.at, &$($mut)? webhook.payload);
            }
        }

        /// Visits all resources, operations and webhooks: the nodes that no type refers to.
        pub(crate) fn visit_roots(visitor: &mut (impl $Visit + ?Sized), api: &$($mut)? Api) {
            api.resources.ids().for_each(|id| visitor.visit_resource(&$($mut)? api.resources[id]));
            api.operations.ids().for_each(|id| visitor.visit_operation(&$($mut)? api.operations[id]));
            for webhook in &$($mut)? api.webhooks {
                visitor.visit_webhook(webhook);
            }
        }

        /// Visits all nodes.
        pub(crate) fn visit_api(visitor: &mut (impl $Visit + ?Sized), api: &$($mut)? Api) {
            visit_roots(visitor, api);
            api.types.ids().for_each(|id| visitor.visit_definition(&$($mut)? api.types[id]));
            api.write_views.ids().for_each(|id| visitor.visit_write_view(&$($mut)? api.write_views[id]));
        }

        pub(crate) fn visit_type(visitor: &mut (impl $Visit + ?Sized), at: &Pointer, ty: &$($mut)? Type) {
            match ty {
                Type::Named(id) => visitor.visit_type_id(at, id),
                Type::Embedded { view, .. } => visitor.visit_view_id(at, view),
                Type::EmbeddedIdentifier { target, .. } => visitor.visit_resource_id(at, target),
                Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => visitor.visit_type(at, inner),
                Type::Tuple(tuple) => {
                    let tuple = &$($mut)? **tuple;
                    for inner in &$($mut)? tuple.places {
                        visitor.visit_type(at, inner);
                    }
                    if let Some(rest) = &$($mut)? tuple.rest {
                        visitor.visit_type(at, rest);
                    }
                }
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

        pub(crate) fn visit_fields(visitor: &mut (impl $Visit + ?Sized), fields: &$($mut)? [Field]) {
            for field in fields {
                visitor.visit_type(&field.at, &$($mut)? field.ty);
            }
        }

        pub(crate) fn visit_definition(visitor: &mut (impl $Visit + ?Sized), definition: &$($mut)? TypeDef) {
            match definition {
                TypeDef::Enum(_) => {}
                TypeDef::Record(record) => {
                    visitor.visit_fields(&$($mut)? record.fields);
                    if let Some(rest) = &$($mut)? record.rest {
                        visitor.visit_type(&record.at, rest);
                    }
                }
                TypeDef::Union(union) => {
                    for alternative in &$($mut)? union.alternatives {
                        visitor.visit_type(&alternative.at, &$($mut)? alternative.ty);
                    }
                }
                TypeDef::Filter(filter) => {
                    for field in &$($mut)? filter.fields {
                        visitor.visit_filter_field(&filter.at, field);
                    }
                }
            }
        }

        pub(crate) fn visit_filter_field(
            visitor: &mut (impl $Visit + ?Sized),
            at: &Pointer,
            field: &$($mut)? FilterField,
        ) {
            match &$($mut)? field.value {
                FilterValue::Enum(id) => visitor.visit_type_id(at, id),
                FilterValue::Id(id) => visitor.visit_resource_id(at, id),
                FilterValue::Text
                | FilterValue::Integer
                | FilterValue::Number
                | FilterValue::Boolean
                | FilterValue::DateTime
                | FilterValue::Any => {}
            }
        }

        pub(crate) fn visit_resource(visitor: &mut (impl $Visit + ?Sized), resource: &$($mut)? Resource) {
            let Some(view) = &$($mut)? resource.read else { return };
            visitor.visit_fields(&$($mut)? view.attributes);
            for ty in (&$($mut)? view.meta).into_iter().chain(&$($mut)? view.rest) {
                visitor.visit_type(&resource.at, ty);
            }
            visit_relationships(visitor, &$($mut)? view.relationships);
        }

        pub(crate) fn visit_write_view(visitor: &mut (impl $Visit + ?Sized), view: &$($mut)? WriteView) {
            visitor.visit_resource_id(&view.at, &$($mut)? view.resource);
            if let Some(named) = &$($mut)? view.given_id.names {
                visitor.visit_resource_id(&view.at, named);
            }
            visitor.visit_fields(&$($mut)? view.attributes);
            if let Some(meta) = &$($mut)? view.meta {
                visitor.visit_type(&view.at, &$($mut)? meta.ty);
            }
            visitor.visit_fields(&$($mut)? view.others);
            visit_relationships(visitor, &$($mut)? view.relationships);
        }

        fn visit_relationships(visitor: &mut (impl $Visit + ?Sized), relationships: &$($mut)? [Relationship]) {
            for relationship in relationships {
                for target in &$($mut)? relationship.targets {
                    visitor.visit_resource_id(&relationship.at, target);
                }
                for resource in &$($mut)? relationship.resources {
                    visitor.visit_read_id(&relationship.at, resource);
                }
                if let Some(whole) = &$($mut)? relationship.whole {
                    visitor.visit_type(&relationship.at, whole);
                }
            }
        }

        pub(crate) fn visit_operation(visitor: &mut (impl $Visit + ?Sized), operation: &$($mut)? Operation) {
            for parameter in &$($mut)? operation.path_parameters {
                visitor.visit_type(&parameter.at, &$($mut)? parameter.ty);
                if let Some(identified) = &$($mut)? parameter.identifies {
                    visitor.visit_resource_id(&parameter.at, identified);
                }
            }
            for parameter in operation.$parameters() {
                visitor.visit_type(&parameter.at, &$($mut)? parameter.ty);
            }
            if let Filter::Expression { at, fields, .. } = &$($mut)? operation.query.filter {
                for field in fields {
                    visitor.visit_filter_field(at, field);
                }
            }
            if let Some(body) = &$($mut)? operation.body {
                visitor.visit_body(body);
            }
            for part in &$($mut)? operation.parts {
                visitor.visit_type(&part.at, &$($mut)? part.ty);
            }
            for payload in operation.success.$payloads() {
                visitor.visit_payload(&operation.at, payload);
            }
        }

        pub(crate) fn visit_body(visitor: &mut (impl $Visit + ?Sized), body: &$($mut)? Body) {
            let at = &body.at;
            if let Some(meta) = &$($mut)? body.meta {
                visitor.visit_type(at, &$($mut)? meta.ty);
            }
            if let Some(included) = &$($mut)? body.included {
                for view in &$($mut)? included.views {
                    visitor.visit_view_id(at, view);
                }
            }
            match &$($mut)? body.content {
                BodyContent::Resource { view, .. } => visitor.visit_view_id(at, view),
                BodyContent::AnyResource { views, .. } => {
                    for view in views {
                        visitor.visit_view_id(at, view);
                    }
                }
                BodyContent::Linkage { targets, given_id, meta, .. } => {
                    for target in targets {
                        visitor.visit_resource_id(at, target);
                    }
                    if let Some(named) = &$($mut)? given_id.names {
                        visitor.visit_resource_id(at, named);
                    }
                    if let Some(meta) = meta {
                        visitor.visit_type(at, &$($mut)? meta.ty);
                    }
                }
                BodyContent::Batch(operations) => {
                    for operation in operations {
                        visit_change(visitor, &operation.at, &$($mut)? operation.change);
                    }
                }
                BodyContent::Json(ty) => visitor.visit_type(at, ty),
                BodyContent::Form { parts, .. } => {
                    for part in parts {
                        visitor.visit_type(&part.field.at, &$($mut)? part.field.ty);
                    }
                }
                BodyContent::Raw => {}
            }
        }

        fn visit_change(visitor: &mut (impl $Visit + ?Sized), at: &Pointer, change: &$($mut)? BatchedChange) {
            match change {
                BatchedChange::Add(view) | BatchedChange::Update(view) => visitor.visit_view_id(at, view),
                BatchedChange::Remove(resource) => visitor.visit_resource_id(at, resource),
                BatchedChange::Relate { resource, targets, .. } => {
                    visitor.visit_resource_id(at, resource);
                    for target in targets {
                        visitor.visit_resource_id(at, target);
                    }
                }
            }
        }

        pub(crate) fn visit_payload(
            visitor: &mut (impl $Visit + ?Sized),
            at: &Pointer,
            payload: &$($mut)? Payload,
        ) {
            match payload {
                Payload::Json(ty) => visitor.visit_type(at, ty),
                Payload::Batch(results) => {
                    for id in &$($mut)? results.resources {
                        visitor.visit_read_id(at, id);
                    }
                }
                Payload::Document(document) => {
                    visit_data(visitor, at, &$($mut)? document.data);
                    for id in &$($mut)? document.included {
                        visitor.visit_read_id(at, id);
                    }
                    if let Some(meta) = &$($mut)? document.meta {
                        visitor.visit_type(at, meta);
                    }
                    if let Some(instead) = &$($mut)? document.instead {
                        visitor.visit_type(at, instead);
                    }
                }
                Payload::Empty | Payload::Raw => {}
            }
        }

        fn visit_data(visitor: &mut (impl $Visit + ?Sized), at: &Pointer, data: &$($mut)? Data) {
            match data {
                Data::One(id) | Data::ZeroOrOne(id) | Data::Many(id) => visitor.visit_read_id(at, id),
                Data::Mixed { of, .. } => {
                    for id in of {
                        visitor.visit_read_id(at, id);
                    }
                }
                Data::Identifier(id) | Data::Identifiers(id) => {
                    if let Some(id) = id {
                        visitor.visit_resource_id(at, id);
                    }
                }
                Data::None => {}
            }
        }
    };
}

/// The enums, records, unions and filters that nodes name, each as often as it is named.
#[derive(Default)]
pub(crate) struct NamedTypes(pub(crate) Vec<TypeId>);

impl NamedTypes {
    /// Returns the ids that a type names.
    pub(crate) fn of(ty: &Type) -> Vec<TypeId> {
        let mut named = Self::default();
        named.visit_type(&Pointer::root(), ty);
        named.0
    }
}

impl Visit for NamedTypes {
    fn visit_type_id(&mut self, _: &Pointer, id: &TypeId) {
        self.0.push(*id);
    }
}

pub(crate) use mutable::{VisitMut, visit_api as change_api};
pub(crate) use shared::*;

/// The walk that reads the model.
mod shared {
    visitor! {
        /// A visitor of what the model refers to.
        Visit, all_parameters, payloads
    }
}

/// The walk that changes the model.
mod mutable {
    visitor! {
        /// A visitor that changes what the model refers to.
        VisitMut, all_parameters_mut, payloads_mut, mut
    }
}
