//! `src/webhook_payloads.rs`: a constant for each request that the service makes, by which its body is read, and how it
//! is signed.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::client::Viewpoint;
use crate::emit::EmittedFile;
use crate::emit::annotations::deprecated;
use crate::emit::cx::{Cx, ident, option};
use crate::emit::docs::{code, docs};
use crate::ir::{Signature, SignatureAlgorithm, SignatureEncoding, Webhook};

/// Emits the constants.
pub(crate) fn emit(cx: &Cx<'_>) -> EmittedFile {
    let webhooks = cx.api.webhooks.iter().map(|one| webhook(cx, one));
    let signature = cx.api.signature.as_ref().map(signature);
    let tokens = quote! {
        //! The requests that the service makes: what their bodies are read as.

        #[allow(unused_imports, reason = "no tag with webhooks need be on")]
        use super::rt;

        #signature
        #(#webhooks)*
    };
    EmittedFile { path: "webhook_payloads.rs".to_owned(), tokens }
}

fn webhook(cx: &Cx<'_>, webhook: &Webhook) -> TokenStream {
    let (name, wire) = (ident(&webhook.constant()), &webhook.name);
    let ty = cx.written(Viewpoint::Root, &cx.webhook(webhook));
    let ty: TokenStream = ty.parse().unwrap_or_default();
    let cfg = cx.cfg_any(&[webhook.tag].into_iter().collect());
    let docs = docs(webhook.docs.as_deref(), &format!("The webhook {}.", code(wire)));
    let deprecated = deprecated(webhook.deprecated);
    quote! {
        #docs
        #cfg
        #deprecated
        pub const #name: #ty = rt::Webhook::new(#wire);
    }
}

fn signature(of: &Signature) -> TokenStream {
    let Signature { header, prefix, signed, .. } = of;
    let algorithm = match of.algorithm {
        SignatureAlgorithm::Sha256 => quote!(Sha256),
        SignatureAlgorithm::Sha512 => quote!(Sha512),
    };
    let encoding = match of.encoding {
        SignatureEncoding::Hex => quote!(Hex),
        SignatureEncoding::Base64 => quote!(Base64),
    };
    let timestamp = option(of.timestamp.as_ref().map(|(header, prefix, tolerance)| {
        let tolerance = Literal::u32_unsuffixed(*tolerance);
        quote!(rt::SignatureTimestamp { header: #header, prefix: #prefix, tolerance: #tolerance })
    }));
    quote! {
        /// The signature of the requests that the service makes.
        #[cfg(feature = "webhook-signatures")]
        pub const SIGNATURE: rt::Signature = rt::Signature {
            header: #header,
            prefix: #prefix,
            algorithm: rt::SignatureAlgorithm::#algorithm,
            encoding: rt::SignatureEncoding::#encoding,
            signed: #signed,
            timestamp: #timestamp,
        };
    }
}
