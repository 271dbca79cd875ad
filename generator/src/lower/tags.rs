//! Tags.

use crate::ir::Tag;
use crate::lower::text;
use crate::spec::Spec;

/// Returns the tags that operations name, in alphabetical order, with what the document says of them.
pub(super) fn lower(spec: &Spec) -> Vec<Tag> {
    let of_operations = spec.operations.iter().map(|operation| operation.tag.as_deref());
    let of_webhooks =
        spec.webhooks.iter().filter(|webhook| webhook.body.is_some()).map(|webhook| webhook.tag.as_deref());
    let mut names: Vec<&str> = of_operations.chain(of_webhooks).map(Option::unwrap_or_default).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| tag(spec, name)).collect()
}

fn tag(spec: &Spec, name: &str) -> Tag {
    let described = spec.service.tags.iter().find(|tag| tag.name == name);
    Tag {
        at: described.and_then(|tag| tag.at.clone()),
        name: name.to_owned(),
        docs: described.and_then(|tag| tag.docs.as_deref()).and_then(text::clean),
    }
}
