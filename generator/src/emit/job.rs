//! Jobs: the meaning of their status values, and the operations that get one, so that a program can wait for them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::cx::{Cx, ident};
use crate::ir::{JobState, OperationId, ReadView, Resource, ResourceId};
use crate::name::Module;

/// Returns what the attributes of a job tell of it; nothing where the resource is none.
pub(crate) fn facts(cx: &Cx<'_>, id: ResourceId, resource: &Resource, view: &ReadView) -> Option<TokenStream> {
    let job = resource.job.as_ref()?;
    let names = cx.names.resource(id);
    let cfg = cx.cfg(cx.tags_of_resource(id), Module::Resource(id));
    let attributes = [Some(&job.status), job.total.as_ref(), job.completed.as_ref(), job.failed.as_ref()];
    let attributes = attributes.into_iter().flatten();
    let values = |wanted: JobState| {
        let values = job.states.iter().filter(move |(_, state)| *state == wanted).map(|(value, _)| value);
        quote!(&[#(#values),*])
    };
    let (under_way, done, failed) = (values(JobState::UnderWay), values(JobState::Done), values(JobState::Failed));
    let field = |wire: &String| {
        let fields = view.attributes.iter().zip(&names.attributes);
        fields.filter(|(field, _)| field.wire == *wire).map(|(_, name)| ident(name)).next()
    };
    let count = |wire: &Option<String>| match wire.as_ref().and_then(field) {
        Some(field) => quote!(self.#field),
        None => quote!(None),
    };
    let (total, completed, failures) = (count(&job.total), count(&job.completed), count(&job.failed));
    let status = field(&job.status);
    let name = ident(&names.ident);
    Some(quote! {
        #cfg
        impl rt::Job for #name {
            const STATES: &'static rt::JobStates = &rt::JobStates {
                attributes: &[#(#attributes),*],
                under_way: #under_way,
                done: #done,
                failed: #failed,
            };

            fn status(&self) -> Option<&str> {
                self.#status.as_ref().map(rt::Enumeration::as_str)
            }

            fn counts(&self) -> [Option<i64>; 3] {
                [#total, #completed, #failures]
            }
        }
    })
}

/// Returns what makes it possible to wait for the job that an operation gets; nothing where it gets none.
pub(crate) fn awaited(cx: &Cx<'_>, id: OperationId, marker: &Ident) -> Option<TokenStream> {
    let path = cx.tokens(Module::Tag(cx.api.operations[id].tag), &cx.awaited_job(id)?);
    Some(quote! {
        impl rt::Awaited for #marker {
            type Job = #path;
        }
    })
}
