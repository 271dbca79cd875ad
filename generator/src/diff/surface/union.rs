//! The public items of unions, read and sent.

use super::types::head;
use super::{PartKind, Shape, Surface, SurfacePart};
use crate::ir::{TypeId, Union};

impl Surface<'_> {
    pub(super) fn read_union(&self, path: &str, id: TypeId, node: &Union) -> Shape {
        let names = self.names.ty(id);
        let mut shape = Shape::default();
        shape.line(head(), path, "enum");
        shape.line(head(), format!("{path}::Unknown"), "variant(rt::Value)");
        for (alternative, (label, variant)) in node.alternatives.iter().zip(&names.members) {
            let ty = self.client.variant_type(names.module, &alternative.ty);
            let text = format!("variant({})", self.written(names.module, &ty));
            shape.line(SurfacePart::new(PartKind::Alternative, label), format!("{path}::{variant}"), text);
        }
        shape
    }

    pub(super) fn sent_union(&self, path: &str, id: TypeId, node: &Union) -> Shape {
        let names = self.names.ty(id);
        let mut shape = Shape::default();
        shape.line(head(), path, "struct");
        let mut takes_any = false;
        for alternative in &node.alternatives {
            let ty = self.sent_type(names.module, &alternative.ty);
            let part = || SurfacePart::new(PartKind::Alternative, &ty);
            takes_any |= ty == "rt::Value";
            shape.line(part(), format!("{path}: impl rt::MadeFrom<{ty}>"), "");
            if self.client.is_own(names.module, &alternative.ty) {
                let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
                let change = format!("{module}::<rt::Change<{name}>>");
                shape.line(part(), format!("{change}: impl ::core::convert::From<{ty}>"), "");
            }
            if alternative.ty.is_text() {
                shape.line(part(), format!("{path}: impl rt::MadeFrom<&str>"), "");
            }
        }
        if !takes_any {
            let text = "fn(value: impl rt::Argument<rt::AnyValue>) -> Self";
            shape.line(SurfacePart::new(PartKind::Rest, ""), format!("{path}::raw"), text);
        }
        shape
    }
}

impl Surface<'_> {
    /// Returns what callers know each alternative of a union by: the variant's word where it is read, the type
    /// itself where it is sent.
    pub(crate) fn alternatives(&self, id: TypeId, node: &Union) -> Vec<String> {
        let names = self.names.ty(id);
        match self.client.is_sent(id) {
            true => node.alternatives.iter().map(|alternative| self.sent_type(names.module, &alternative.ty)).collect(),
            false => names.members.iter().map(|(label, _)| label.clone()).collect(),
        }
    }
}
