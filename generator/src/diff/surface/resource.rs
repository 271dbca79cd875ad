//! The public items of a resource type: its identity and its attributes.

use super::record::attribute;
use super::{PartKind, Shape, Surface, SurfacePart};
use crate::ir::{FieldChoice, OpenRelationships, ReadView, ResourceId, TypeRule};
use crate::name::Module;

impl Surface<'_> {
    /// Returns what callers see of a resource type, but for what is sent and the types of its attributes.
    pub(crate) fn resource(&self, id: ResourceId) -> Shape {
        let module = Module::Resource(id);
        let mut shape = Shape::default();
        if self.client.tags_of_module(module).is_empty() {
            return shape;
        }
        let head = || SurfacePart::new(PartKind::Head, "");
        let names = self.names.resource(id);
        let (short, ident) = (&names.module, &names.ident);
        let prefix = self.prefix(module);
        shape.line(head(), format!("resources::{short}"), "mod");
        if !self.client.tags_of_identity(id).is_empty() {
            shape.line(head(), format!("resources::{ident}"), format!("use {short}::{ident}"));
            shape.line(head(), format!("resources::{ident}Id"), format!("use {short}::{ident}Id"));
            shape.line(head(), format!("{prefix}{ident}Id"), format!("type = rt::Id<{ident}>"));
            shape.line(head(), format!("{prefix}{ident}"), "struct");
            self.identity(&mut shape, id);
        }
        if !self.client.tags_of_resource(id).is_empty() {
            self.read_view(&mut shape, id);
        }
        for choice in FieldChoice::ALL {
            let Some(values) = self.names.field_enum(choice, &self.api.resources[id].wire_type) else { continue };
            let path = format!("{prefix}{}", self.names.field_enum_ident(choice, id));
            for (value, variant) in values {
                shape.line(
                    SurfacePart::new(PartKind::FieldValue(choice), value),
                    format!("{path}::{variant}"),
                    "variant",
                );
            }
            shape.line(SurfacePart::new(PartKind::Fields(choice), ""), path, "enum");
        }
        shape
    }

    /// Adds what its id is, in full and where it is only named.
    fn identity(&self, shape: &mut Shape, id: ResourceId) {
        let ident = &self.names.resource(id).ident;
        let path = format!("{}{ident}", self.prefix(Module::Resource(id)));
        let read = self.api.resources[id].read.as_ref();
        let identity = match self.api.resources[id].type_rule {
            TypeRule::Fixed => format!("{ident}Id"),
            TypeRule::Open => format!("rt::OpenId<{ident}>"),
        };
        let part = SurfacePart::new(PartKind::Id, "");
        shape.line(part, format!("{path}: rt::ResourceType::Id"), format!("= {identity}"));
        let full = self.client.tags_of_resource(id);
        let named = !self.client.tags_of_identity(id).is_subset(full);
        let related = !full.is_empty() && read.is_some_and(ReadView::has_relationships);
        let path = format!("{path}: rt::ResourceType::Relationships");
        // Where some features only name a resource, both are there.
        if named || !related {
            shape.line(SurfacePart::new(PartKind::Head, ""), path.clone(), "= rt::NoRelationships");
        }
        if related {
            shape.line(SurfacePart::new(PartKind::Head, ""), path, format!("= {ident}Relationships"));
        }
    }

    fn read_view(&self, shape: &mut Shape, id: ResourceId) {
        let (names, module) = (self.names.resource(id), Module::Resource(id));
        let path = format!("{}{}", self.prefix(module), names.ident);
        let Some(view) = &self.api.resources[id].read else { return };
        let read = self.client.read_attributes(id, view);
        self.read_fields(shape, &path, &read);
        for member in &read.members {
            if let Some((ty, _)) = member.promised() {
                let text = format!("fn(&self) -> Result<{}, rt::Missing>", self.written(module, &ty));
                shape.line(attribute(&member.field.wire), format!("{path}::{}", member.accessor()), text);
            }
        }
        if let Some(open) = view.open_relationships {
            let text = match open {
                OpenRelationships::ToOneOrMany(_) => "rt::Map<rt::ToOneOrMany<rt::Any>>",
                OpenRelationships::ToOne(_) => "rt::Map<rt::ToOne<rt::Any>>",
                OpenRelationships::ToMany(_) => "rt::Map<rt::ToMany<rt::Any>>",
            };
            shape.line(SurfacePart::new(PartKind::Rest, ""), format!("{path}Relationships.rest"), text);
        }
        if self.api.resources[id].job.is_some() {
            shape.line(SurfacePart::new(PartKind::Job, ""), format!("{path}: impl rt::Job"), "");
        }
        if view.has_relationships() {
            shape.line(SurfacePart::new(PartKind::Head, ""), format!("{path}Relationships"), "struct");
        }
        for (relationship, name) in view.relationships.iter().zip(&names.relationships) {
            let part = SurfacePart::new(PartKind::Relationship, &relationship.wire);
            shape.line(
                part,
                format!("{path}Relationships.{name}"),
                self.written(module, &self.client.handle_type(relationship)),
            );
        }
    }
}
