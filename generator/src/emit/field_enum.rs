//! The fields of a resource type that a request can choose, over all operations.

use proc_macro2::TokenStream;

use crate::emit::cx::Cx;
use crate::emit::docs::{code, lines};
use crate::emit::enumeration::parameter;
use crate::ir::{Resource, ResourceId};
use crate::name::Module;

/// Emits the enum; nothing where no operation lets choose.
pub(crate) fn emit(cx: &Cx<'_>, id: ResourceId, resource: &Resource) -> TokenStream {
    let Some(values) = cx.names.field_enums.get(&resource.wire_type) else { return TokenStream::new() };
    let cfg = cx.cfg(cx.tags_of_fields(id), Module::Resource(id));
    let docs = lines(&format!(
        "A field of {} resources, for sparse fieldsets.\n\nNot every operation supports all of them.",
        code(&resource.wire_type)
    ));
    parameter(&cfg, &docs, &format!("{}Field", cx.names.resource(id).ident), values)
}
