//! The request body as one argument.

use crate::client::types::linkage;
use crate::client::{Client, RustType};
use crate::ir::{BodyContent, OperationId, ResourceCount};
use crate::name::Module;

impl Client<'_> {
    /// Returns the name and type of the argument that is the body; `None` when there is no body, or when it
    /// has parts.
    pub fn body(&self, id: OperationId) -> Option<(String, RustType)> {
        let operation = &self.api.operations[id];
        let module = Module::Tag(operation.tag);
        let ty = match &operation.body.as_ref()?.content {
            BodyContent::Resource { view, count } => {
                let ty = self.view_type(*view);
                match count {
                    ResourceCount::One => ty,
                    ResourceCount::Many => ty.iterated(),
                    ResourceCount::OneOrMany => RustType::runtime("OneOrMany", [ty]).converted(),
                }
            }
            BodyContent::AnyResource { many, .. } => {
                let ty = RustType::runtime("AnyDraft", []).converted();
                if *many { ty.iterated() } else { ty }
            }
            BodyContent::Linkage { targets, arity, given_id, meta, .. } => {
                let id = match given_id.names {
                    Some(named) => self.reference_type(&[named], false),
                    None => self.reference_type(targets, false),
                };
                let id = match meta {
                    Some(meta) => {
                        let name = if meta.required { "IdAndMeta" } else { "WithMeta" };
                        RustType::runtime(name, [id, self.sent_type(module, &meta.ty)])
                    }
                    None => id,
                };
                linkage(*arity, id)
            }
            BodyContent::Batch(_) => RustType::runtime("Batch", [RustType::Item(self.of_operation(id, ""))]),
            BodyContent::Json(ty) => self.argument_type(module, ty),
            BodyContent::Raw => RustType::runtime("RequestBody", []).converted(),
            BodyContent::Form { .. } => return None,
        };
        Some((self.names.operation(id).body.clone(), ty))
    }
}
