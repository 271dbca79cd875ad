//! The public items of resources to send.

use super::{PartKind, Shape, Surface, SurfacePart};
use crate::ir::WriteViewId;

impl Surface<'_> {
    /// Returns what callers see of what is sent.
    pub(super) fn view(&self, path: &str, id: WriteViewId) -> Shape {
        let (view, names) = (&self.api.write_views[id], self.names.view(id));
        let module = names.module;
        let mut shape = Shape::default();
        let part = |kind| SurfacePart::new(kind, "");
        shape.line(part(PartKind::Head), path, format!("type = rt::Draft<kinds::{}>", names.ident));
        let members = [
            (PartKind::Attribute, &view.attributes, &names.attributes),
            (PartKind::Other, &view.others, &names.others),
        ];
        for (kind, fields, names) in members {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            self.setters(&mut shape, (path, module), (kind, fields), &names, |_| false);
        }
        let relationships = view.relationships.iter().zip(&names.relationships);
        for (relationship, name) in relationships.filter(|(relationship, _)| !relationship.required) {
            let ty = self.written(module, &self.client.relationship_type(relationship));
            let part = SurfacePart::new(PartKind::Relationship, &relationship.wire);
            shape.line(part, format!("{path}::{name}"), format!("fn(self, {name}: {ty}) -> Self"));
        }
        if view.takes_id() {
            let ty = self.written(module, &self.client.id_type(view.resource).converted());
            shape.line(part(PartKind::Id), format!("{path}::id"), format!("fn(self, id: {ty}) -> Self"));
        }
        if view.local {
            let text = "fn(self, lid: impl rt::Argument<String>) -> Self";
            shape.line(part(PartKind::LocalId), format!("{path}::lid"), text);
        }
        if let Some(meta) = view.meta.as_ref().filter(|meta| !meta.required) {
            let ty = self.client.taken(module, &meta.ty, false).ty;
            let text = format!("fn(self, meta: {}) -> Self", self.written(module, &ty));
            shape.line(part(PartKind::Meta), format!("{path}::meta"), text);
        }
        if view.open {
            let text = "fn(self, name: &str, value: impl rt::Argument<rt::AnyValue>) -> Self";
            shape.line(part(PartKind::Rest), format!("{path}::with"), text);
        }
        self.constructor(&mut shape, (path, module), &self.client.view_constructor(id));
        shape
    }
}
