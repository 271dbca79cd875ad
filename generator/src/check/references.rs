//! Checks that everything the model refers to exists.

use crate::check::defect;
use crate::diag::Diagnostics;
use crate::ir::visit::{self, Visit};
use crate::ir::{Api, Field, Operation, PathSegment, ResourceId, TypeDef, TypeId, Webhook, WriteViewId};
use crate::source::Pointer;

/// Checks all cross references of the model.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) {
    visit::visit_api(&mut References { api, diagnostics }, api);
}

struct References<'a> {
    api: &'a Api,
    diagnostics: &'a mut Diagnostics,
}

impl References<'_> {
    fn there(&mut self, at: &Pointer, there: bool, what: &str) {
        if !there {
            self.diagnostics.push(defect(at, format!("the model names {what} that is not there")));
        }
    }
}

impl Visit for References<'_> {
    fn visit_type_id(&mut self, at: &Pointer, id: &TypeId) {
        self.there(at, id.index() < self.api.types.len(), "a type");
    }

    fn visit_view_id(&mut self, at: &Pointer, id: &WriteViewId) {
        self.there(at, id.index() < self.api.write_views.len(), "a write view");
    }

    fn visit_resource_id(&mut self, at: &Pointer, id: &ResourceId) {
        self.there(at, id.index() < self.api.resources.len(), "a resource type");
    }

    fn visit_fields(&mut self, fields: &[Field]) {
        visit::visit_fields(self, fields);
        for (index, field) in fields.iter().enumerate() {
            if fields.iter().skip(index + 1).any(|other| other.wire == field.wire) {
                self.diagnostics.push(defect(&field.at, format!("the member `{}` is there twice", field.wire)));
            }
        }
    }

    fn visit_definition(&mut self, definition: &TypeDef) {
        match definition {
            TypeDef::Enum(node) => self.there(&node.at, !node.values.is_empty(), "a value"),
            TypeDef::Union(node) => self.there(&node.at, !node.alternatives.is_empty(), "an alternative"),
            TypeDef::Record(_) | TypeDef::Filter(_) => {}
        }
        visit::visit_definition(self, definition);
    }

    fn visit_operation(&mut self, operation: &Operation) {
        let at = &operation.at;
        self.there(at, operation.tag < self.api.tags.len(), "a tag");
        for segment in &operation.path {
            if let PathSegment::Parameter(position) = segment {
                self.there(at, *position < operation.path_parameters.len(), "a path parameter");
            }
        }
        visit::visit_operation(self, operation);
    }

    fn visit_webhook(&mut self, webhook: &Webhook) {
        self.there(&webhook.at, webhook.tag < self.api.tags.len(), "a tag");
        self.visit_payload(&webhook.at, &webhook.payload);
    }
}
