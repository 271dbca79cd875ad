//! Tags.

use crate::diag::{Code, Diagnostic};
use crate::ir::Tag;
use crate::lower::context::Cx;
use crate::lower::text;
use crate::source::Pointer;
use crate::spec::Spec;

/// Returns the tags that operations name, in alphabetical order, with what the document says of them. Those that differ in case
/// or blanks only are one, with a remark.
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
        match tags.iter().find(|tag| is_alike(&tag.name, name)) {
            None => tags.push(tag(spec, name)),
            Some(tag) => {
                let message = format!("the tags `{}` and `{name}` differ in case or blanks only", tag.name);
                let help = "the client takes them for one; write them alike";
                cx.diagnostics.push(Diagnostic::new(Code::Assumed, at.key("tags"), message).help(help));
            }
        }
    }
    tags
}

/// Returns the position of a tag among those of the service.
pub(super) fn position(tags: &[Tag], name: Option<&str>) -> usize {
    tags.iter().position(|tag| is_alike(&tag.name, name.unwrap_or_default())).unwrap_or_default()
}

/// Returns whether two names are the same but for case, blanks, underscores and hyphens.
fn is_alike(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(|letter| !letter.is_whitespace() && !"-_".contains(*letter));
        letters.flat_map(char::to_lowercase).collect()
    };
    one == other || plain(one) == plain(other)
}

fn tag(spec: &Spec, name: &str) -> Tag {
    let described = spec.service.tags.iter().find(|tag| tag.name == name);
    Tag {
        at: described.and_then(|tag| tag.at.clone()),
        name: name.to_owned(),
        docs: described.and_then(|tag| tag.docs.as_deref()).and_then(text::clean),
    }
}
