//! Webhooks: requests that the service makes.
//!
//! ```text
//! webhooks:                                                  webhook_payloads::BOOK_LENT:
//!   bookLent: {post: {requestBody: {.. a document ..}}}          rt::Webhook<rt::Document<rt::Resource<Book>>>
//! ```

use std::collections::HashMap;

use crate::ir::Webhook;
use crate::lower::context::Cx;
use crate::lower::media::preferred;
use crate::lower::{success, tags, text};
use crate::source::Pointer;

/// Lowers all webhooks and callbacks. Those without a body have nothing to be read.
pub(super) fn lower_all(cx: &mut Cx<'_>) {
    cx.api.signature = cx.dialect.signature.clone();
    // One callback of the components is that of several operations.
    let mut places: HashMap<&Pointer, usize> = HashMap::new();
    let mut without_body: Vec<(&Pointer, Vec<&str>)> = Vec::new();
    for described in &cx.spec.webhooks {
        let body = described.body.as_ref();
        let Some(content) = body.and_then(|body| preferred(cx, &body.contents)) else {
            match places.get(&described.at).and_then(|place| without_body.get_mut(*place)) {
                Some((_, names)) => names.push(&described.name),
                None => {
                    places.insert(&described.at, without_body.len());
                    without_body.push((&described.at, vec![&described.name]));
                }
            }
            continue;
        };
        let payload = success::payload(cx, content);
        let [summary, docs] =
            [&described.summary, &described.description].map(|text| text.as_deref().and_then(text::clean));
        let docs = text::beyond(summary.as_deref(), docs);
        let docs: Vec<String> = [summary, docs].into_iter().flatten().collect();
        let new = Webhook {
            at: described.at.clone(),
            name: described.name.clone(),
            tag: tags::position(cx, described.tag.as_deref()),
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
    for (at, names) in without_body {
        let help = "nothing stands for it in the client; describe a body with its media type";
        cx.unsupported(at, bodyless(&names), help);
    }
}

/// Returns the warning for webhooks that are described in one place.
fn bodyless(names: &[&str]) -> String {
    match names {
        [] => "a webhook has no body".to_owned(),
        [only] => format!("the webhook `{only}` has no body"),
        [first, second] => format!("the webhooks `{first}` and `{second}` have no body"),
        [first, rest @ ..] => format!("the webhook `{first}` and {} others of this place have no body", rest.len()),
    }
}
