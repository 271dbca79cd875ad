//! Webhooks: requests that the service makes.
//!
//! ```text
//! webhooks:                                                  webhook_payloads::BOOK_LENT:
//!   bookLent: {post: {requestBody: {.. a document ..}}}          rt::Webhook<rt::Document<rt::Resource<Book>>>
//! ```

use crate::ir::Webhook;
use crate::lower::context::Cx;
use crate::lower::media::preferred;
use crate::lower::{success, text};

/// Lowers all webhooks and callbacks. Those without a body have nothing to be read.
pub(super) fn lower_all(cx: &mut Cx<'_>) {
    cx.api.signature = cx.dialect.signature.clone();
    for described in &cx.spec.webhooks {
        let body = described.body.as_ref();
        let Some(content) = body.and_then(|body| preferred(cx, &body.contents)) else {
            let help = "nothing stands for it in the client; describe a body with its media type";
            cx.unsupported(&described.at, format!("the webhook `{}` has no body", described.name), help);
            continue;
        };
        let payload = success::payload(cx, content);
        let tag = described.tag.as_deref().unwrap_or_default();
        let texts = [&described.summary, &described.description];
        let docs: Vec<String> = texts.into_iter().flatten().filter_map(|docs| text::clean(docs)).collect();
        let new = Webhook {
            at: described.at.clone(),
            name: described.name.clone(),
            tag: cx.api.tags.iter().position(|known| known.name == tag).unwrap_or_default(),
            docs: (!docs.is_empty()).then(|| docs.join("\n\n")),
            deprecated: described.deprecated,
            payload,
        };
        match cx.api.webhooks.iter().find(|known| known.constant() == new.constant()) {
            Some(_) => {
                let message = format!("another webhook is called as `{}` is", new.name);
                cx.unsupported(&described.at, message, "it is left out; give each webhook a name of its own");
            }
            None => cx.api.webhooks.push(new),
        }
    }
}
