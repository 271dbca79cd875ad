//! Compares rate limits and size limits of operations.

use super::delta::{Delta, Deltas};
use super::operation::Pair;
use super::surface::PartKind;
use super::words::code;
use super::{Area, ChangeKind, Differ, Subject};
use crate::ir::Operation;

impl Differ<'_> {
    pub(super) fn limits(&mut self, of: &str, pair: Pair<'_>, deltas: &mut Deltas) {
        let subject = Subject { area: Area::Limit, of };
        let (was, is) = (rates(pair.old), rates(pair.new));
        if was != is {
            let what = format!("it may be called {is}, was {was}");
            self.change(subject, ChangeKind::Changed, pair.places(), what, Delta::default());
        }
        let delta = deltas.take(PartKind::MaxItems, "");
        let (was, is) = (elements(pair.old), elements(pair.new));
        if was != is || !delta.is_empty() {
            let what = format!("a request may carry {is}, was {was}");
            self.change(subject, ChangeKind::Changed, pair.places(), what, delta);
        }
    }
}

fn rates(operation: &Operation) -> String {
    let mut limits = operation.vendor.rate_limits.clone();
    limits.sort();
    match limits.as_slice() {
        [] => "without a described limit".to_owned(),
        limits => {
            let limits = limits.iter().map(|limit| format!("{} times a {}", limit.calls, limit.window.as_str()));
            limits.collect::<Vec<_>>().join(" and ")
        }
    }
}

fn elements(operation: &Operation) -> String {
    let mut limits: Vec<String> =
        operation.max_items.iter().map(|limit| format!("{} in {}", limit.count, code(&limit.pointer))).collect();
    limits.sort();
    if limits.is_empty() {
        limits.extend(operation.vendor.maximum_items.map(|count| format!("{count} resources")));
    }
    if limits.is_empty() { "any number of elements".to_owned() } else { limits.join(", ") }
}
