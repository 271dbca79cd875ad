//! The fields of a resource type that a request can choose, over all operations.

use proc_macro2::TokenStream;

use crate::emit::cx::Cx;
use crate::emit::docs::{code, lines};
use crate::emit::enumeration::parameter;
use crate::ir::{FieldChoice, Resource, ResourceId};
use crate::name::Module;

/// Emits the enums; nothing where no operation lets choose.
pub(crate) fn emit(cx: &Cx<'_>, id: ResourceId, resource: &Resource) -> TokenStream {
    FieldChoice::ALL.into_iter().filter_map(|choice| of_choice(cx, id, resource, choice)).collect()
}

fn of_choice(cx: &Cx<'_>, id: ResourceId, resource: &Resource, choice: FieldChoice) -> Option<TokenStream> {
    let values = cx.names.field_enum(choice, &resource.wire_type)?;
    let cfg = cx.cfg(cx.tags_of_fields(id), Module::Resource(id));
    let of = code(&resource.wire_type);
    let what = match choice {
        FieldChoice::Only => format!("A field of {of} resources, for sparse fieldsets."),
        FieldChoice::Additional => format!("A field of {of} resources that is left out unless it is asked for."),
    };
    let docs = lines(&format!("{what}\n\nNot every operation supports all of them."));
    Some(parameter(&cfg, &docs, &cx.names.field_enum_ident(choice, id), values))
}
