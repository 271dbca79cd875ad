//! Compares request bodies.

use super::delta::Deltas;
use super::operation::Pair;
use super::parameters::requirement;
use super::part::{Happened, Way};
use super::surface::{PartKind, Surface};
use super::words::code;
use super::{Area, ChangeKind, Differ, Places, Subject, words};
use crate::ir::visit::Visit;
use crate::ir::{Arity, Body, BodyContent, Field, FormPart, ResourceCount};

impl Differ<'_> {
    pub(super) fn body(&mut self, of: &str, pair: Pair<'_>, deltas: &mut Deltas) {
        let subject = Subject { area: Area::Body, of };
        let (old, new) = (pair.old.body.as_ref(), pair.new.body.as_ref());
        let mut delta = deltas.take(PartKind::Body, "");
        let parts = (parts(old), parts(new));
        if parts.0.is_empty() != parts.1.is_empty() {
            deltas.take_all(PartKind::BodyPart).into_iter().for_each(|(_, part)| delta.merge(part));
        } else {
            let fields = |parts: &[FormPart]| parts.iter().map(|part| part.field.clone()).collect::<Vec<Field>>();
            let (before, after) = (fields(parts.0), fields(parts.1));
            self.fields(subject, (PartKind::BodyPart, Way::Sent), (&before, &after), deltas);
        }
        self.claim_nodes(&mut delta, old, new, |claiming, body| claiming.visit_body(body));
        let mut happened = Happened::default();
        match (old, new) {
            (None, Some(body)) => happened.add(ChangeKind::Added, format!("is new: {}", content(self.new, body))),
            (Some(_), None) => happened.add(ChangeKind::Removed, "was removed".to_owned()),
            (Some(before), Some(after)) => {
                let (was, is) = (content(self.old, before), content(self.new, after));
                if was != is {
                    happened.add(ChangeKind::Retyped, format!("is {is}, was {was}"));
                }
                requirement(&mut happened, before.required, after.required);
                let meta = |body: &Body| body.meta.as_ref().map(|meta| meta.required);
                if meta(before) != meta(after) {
                    let words = match meta(after) {
                        None => "has no `meta` beside `data` any more",
                        Some(true) => "has `meta` beside `data`, which is required",
                        Some(false) => "has `meta` beside `data`, which is optional",
                    };
                    happened.add(ChangeKind::Changed, words.to_owned());
                }
                if before.media_type != after.media_type {
                    let words = format!("is of type {}, was {}", code(&after.media_type), code(&before.media_type));
                    happened.add(ChangeKind::Changed, words);
                }
            }
            (None, None) => {}
        }
        let places = Places { old: old.map(|body| &body.at), new: new.map(|body| &body.at) };
        self.happened(subject, "the body", happened, places, delta);
    }
}

fn parts(body: Option<&Body>) -> &[FormPart] {
    match body.map(|body| &body.content) {
        Some(BodyContent::Form { parts, .. }) => parts,
        _ => &[],
    }
}

/// Returns what a body is, in words.
fn content(surface: &Surface<'_>, body: &Body) -> String {
    match &body.content {
        BodyContent::Resource { view, count } => {
            let wire = &surface.api.resources[surface.api.write_views[*view].resource].wire_type;
            match count {
                ResourceCount::One => format!("a {} resource", code(wire)),
                ResourceCount::Many => format!("{} resources", code(wire)),
                ResourceCount::OneOrMany => format!("a {} resource or several", code(wire)),
            }
        }
        BodyContent::AnyResource { views, many } => {
            let wires =
                views.iter().map(|view| &surface.api.resources[surface.api.write_views[*view].resource].wire_type);
            let mut wires: Vec<String> = wires.map(code).collect();
            wires.dedup();
            format!("{} resource of {}", if *many { "any number of a" } else { "a" }, wires.join(" or "))
        }
        BodyContent::Linkage { targets, arity, meta, .. } => {
            let targets = words::of_targets(surface, targets).unwrap_or_else(|| "any type".to_owned());
            let number = match arity {
                Arity::One => "the id of a",
                Arity::ZeroOrOne => "an id or null, of",
                Arity::Many | Arity::Unknown => "ids of",
                Arity::OneOrMany => "an id or several, of",
                Arity::ZeroOneOrMany => "an id, several or null, of",
            };
            let meta = match meta {
                Some(meta) if meta.required => ", each with `meta`, which is required",
                Some(_) => ", each with `meta`",
                None => "",
            };
            format!("{number} {targets}{meta}")
        }
        BodyContent::Batch(operations) => {
            let changes: Vec<String> = operations.iter().map(|item| item.change.words(surface.api)).collect();
            format!("a batch that may {}", words::list(changes.iter().map(String::as_str)))
        }
        BodyContent::Json(ty) => words::of_type(surface, ty),
        BodyContent::Form { .. } => "a form with parts".to_owned(),
        BodyContent::Raw => "bytes".to_owned(),
    }
}
