//! Tags.

use crate::diag::{Code, Diagnostic};
use crate::ir::Tag;
use crate::lower::context::Cx;
use crate::lower::text;
use crate::source::Pointer;
use crate::spec::Spec;

/// Returns the tags that operations name, in alphabetical order, with what the document says of them. Tags that differ in case
/// or blanks only become one, with a remark.
pub(super) fn lower(cx: &mut Cx<'_>) -> Vec<Tag> {
    let spec = cx.spec;
    let of_operations = spec.operations.iter().map(|operation| (operation.tag.as_deref(), &operation.at));
    let of_webhooks = spec.webhooks.iter().filter(|webhook| webhook.body.is_some());
    let of_webhooks = of_webhooks.map(|webhook| (webhook.tag.as_deref(), &webhook.at));
    let named = of_operations.chain(of_webhooks).map(|(name, at)| (name.unwrap_or_default(), at));
    let mut named: Vec<(&str, &Pointer)> = named.collect();
    named.sort_by_key(|(name, _)| *name);
    named.dedup_by_key(|(name, _)| *name);
    let mut tags: Vec<Tag> = Vec::new();
    for (name, at) in named {
        let position = *cx.tags.entry(plain(name)).or_insert(tags.len());
        let tag = tag(spec, name);
        let Some(known) = tags.get_mut(position) else {
            tags.push(tag);
            continue;
        };
        let message = format!("the tags `{}` and `{name}` differ in case or blanks only", known.name);
        let help = "the client takes them for one tag; write both in the same way";
        cx.diagnostics.push(Diagnostic::new(Code::Assumed, at.key("tags"), message).help(help));
        if known.docs.is_none() {
            *known = Tag { name: known.name.clone(), ..tag };
        }
    }
    tags
}

/// Returns the position of a tag among those of the service.
pub(super) fn position(cx: &Cx<'_>, name: Option<&str>) -> usize {
    cx.tags.get(&plain(name.unwrap_or_default())).copied().unwrap_or_default()
}

/// Returns a name in lower case, without blanks, underscores and hyphens: names that differ in nothing else would be one module.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| !letter.is_whitespace() && !"-_".contains(*letter));
    letters.flat_map(char::to_lowercase).collect()
}

fn tag(spec: &Spec, name: &str) -> Tag {
    let described = spec.service.tags.iter().find(|tag| tag.name == name);
    Tag {
        at: described.and_then(|tag| tag.at.clone()),
        name: name.to_owned(),
        docs: described.and_then(|tag| tag.docs.as_deref()).and_then(text::clean),
    }
}
