//! Tags.

use crate::ir::Tag;
use crate::lower::text;
use crate::spec::Spec;

/// The tags that operations name, in alphabetical order, with what the description says of them.
pub(super) fn lower(spec: &Spec) -> Vec<Tag> {
    let of_operations = spec.operations.iter().map(|operation| operation.tag.as_deref());
    let of_webhooks =
        spec.webhooks.iter().filter(|webhook| webhook.body.is_some()).map(|webhook| webhook.tag.as_deref());
    let mut names: Vec<&str> = of_operations.chain(of_webhooks).map(Option::unwrap_or_default).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| Tag { name: name.to_owned(), docs: docs(spec, name) }).collect()
}

fn docs(spec: &Spec, name: &str) -> Option<String> {
    let tag = spec.service.tags.iter().find(|tag| tag.name == name)?;
    tag.docs.as_deref().and_then(text::clean)
}
