//! Questions about the lines of a listing of a crate's public API.

use std::collections::BTreeSet;

/// Returns whether a line is the same in every generated crate, or follows from how it is configured.
pub fn is_of_every_crate(line: &str) -> bool {
    let root = [
        "filters: mod", "mock: mod", "resources: mod", "runtime: ", "DESCRIPTION_SHA256", "GENERATOR", "TITLE",
        "VERSION", "Client::", "Auth: ", "Auth::none: ", "Auth::oauth: ", "Auth::provider: ",
        "<rt::Auth>: impl From<Auth>",
    ];
    let features = [
        "feature blocking", "feature brotli", "feature default", "feature full", "feature gzip", "feature http2",
        "feature mock", "feature native-tls", "feature oauth", "feature reqwest", "feature rustls", "feature schemars",
        "feature testing", "feature tracing", "feature validation", "feature webhook-signatures", "feature zstd",
    ];
    root.iter().chain(&features).any(|start| line.starts_with(start))
        || ((line.contains(": use runtime::") || line.contains(": use rt::")) && !line.starts_with("PublicClient"))
}

/// Returns whether a line follows from what kind of thing another item is, so that it comes and goes with it: an
/// attribute, a trait that every such type has, or a method that a macro of the runtime gives it.
pub fn follows_from_a_head<T: Ord + std::borrow::Borrow<str>>(line: &str, heads: &BTreeSet<T>) -> bool {
    let Some(item) = derived_from(line) else { return false };
    let item = item.as_str();
    let range = heads.range::<str, _>((std::ops::Bound::Included(item), std::ops::Bound::Unbounded));
    range.take_while(|head| (*head).borrow().starts_with(item)).any(|head| {
        let rest = (*head).borrow().get(item.len()..).unwrap_or_default();
        rest.starts_with(": ")
    })
}

/// Returns the item that a line follows from.
fn derived_from(line: &str) -> Option<String> {
    let (path, rest) = line.split_once(": ")?;
    if rest.starts_with("#[") {
        return Some(path.to_owned());
    }
    if let Some(of_trait) = rest.strip_prefix("impl") {
        let varies = ["rt::Awaited", "rt::Paged", "rt::Logic", "rt::MadeFrom<", "rt::Job"];
        let varies = varies.iter().any(|name| of_trait.trim_start().starts_with(name));
        // `books::<rt::Change<X>>: impl<T: rt::AlternativeOf<X>> From<T>` is of `books::X`.
        return (!varies).then(|| path.replace("<rt::Change<", "").trim_end_matches('>').to_owned());
    }
    let (item, member) = path.rsplit_once("::")?;
    ["Unknown", "as_i64", "as_str", "id", "kind"].contains(&member).then(|| item.to_owned())
}
