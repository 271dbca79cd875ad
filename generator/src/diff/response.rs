//! Compares responses: the payload, and the codes of errors.

use std::collections::BTreeSet;

use super::delta::{Delta, Deltas};
use super::operation::{Pair, key};
use super::part::Happened;
use super::surface::{PartKind, Surface};
use super::words::code;
use super::{Area, ChangeKind, Differ, Subject, words};
use crate::ir::visit::Visit;
use crate::ir::{
    Data, Link, LinkValue, Method, Number, Operation, Payload, RequestPart, ResourceId, ResponsePart, ResponsePartKind,
    Success,
};

impl Differ<'_> {
    pub(super) fn response(&mut self, of: &str, pair: Pair<'_>, deltas: &mut Deltas) {
        let subject = Subject { area: Area::Response, of };
        let (old, new) = (&pair.old.success, &pair.new.success);
        let mut delta = deltas.take(PartKind::Output, "");
        let at = &pair.new.at;
        self.claim_nodes(&mut delta, old.payloads(), new.payloads(), |claiming, one| claiming.visit_payload(at, one));
        let mut happened = Happened::default();
        let (was, is) = (payloads(self.old, old), payloads(self.new, new));
        if was != is {
            happened.add(ChangeKind::Retyped, format!("is {is}, was {was}"));
        }
        if old.may_be_empty() != new.may_be_empty() {
            let words = if new.may_be_empty() { "may be empty now" } else { "is never empty any more" };
            happened.add(ChangeKind::Changed, words.to_owned());
        }
        if old.statuses != new.statuses {
            let list = |statuses: &[u16]| statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
            let words = format!("comes with status {}, did with {}", list(&new.statuses), list(&old.statuses));
            happened.add(ChangeKind::Changed, words);
        }
        if old.media_type != new.media_type {
            let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "none".to_owned());
            let words = format!("is of type {}, was {}", code(name(&new.media_type)), code(name(&old.media_type)));
            happened.add(ChangeKind::Changed, words);
        }
        self.document_meta(&mut happened, pair);
        self.included(&mut happened, pair);
        self.happened(subject, "the response", happened, pair.places(), delta);
        let delta = deltas.take(PartKind::Paged, "");
        if !delta.is_empty() {
            let (kind, what) = match (pair.old.pages().is_some(), pair.new.pages().is_some()) {
                (false, true) => (ChangeKind::Added, "it has pages now"),
                (true, false) => (ChangeKind::Removed, "it has no pages any more"),
                _ => (ChangeKind::Retyped, "its pages hold something else"),
            };
            self.change(subject, kind, pair.places(), what.to_owned(), delta);
        }
        let delta = deltas.take(PartKind::Awaited, "");
        if !delta.is_empty() {
            let waits = |surface: &Surface<'_>, operation: &Operation| {
                operation.gets().is_some_and(|id| surface.api.resources[id].job.is_some())
            };
            let (kind, what) = match (waits(self.old, pair.old), waits(self.new, pair.new)) {
                (false, true) => (ChangeKind::Added, "what it gets can be waited for now"),
                (true, false) => (ChangeKind::Removed, "what it gets cannot be waited for any more"),
                _ => (ChangeKind::Retyped, "what it gets is another job"),
            };
            self.change(subject, kind, pair.places(), what.to_owned(), delta);
        }
        self.error_codes(of, pair, deltas);
        self.response_parts(of, pair, deltas);
    }

    fn response_parts(&mut self, of: &str, pair: Pair<'_>, deltas: &mut Deltas) {
        let subject = Subject { area: Area::Response, of };
        let find =
            |parts: &[ResponsePart], kind: &ResponsePartKind| parts.iter().find(|part| part.kind == *kind).cloned();
        for old in &pair.old.parts {
            let mut delta = deltas.take(PartKind::ResponsePart, &old.kind.to_string());
            let Some(new) = find(&pair.new.parts, &old.kind) else {
                self.change(
                    subject,
                    ChangeKind::Removed,
                    pair.places(),
                    format!("{} is no longer described", shown(&old.kind)),
                    delta,
                );
                continue;
            };
            self.claim(&mut delta, std::slice::from_ref(&old.ty), std::slice::from_ref(&new.ty));
            let (was, is) = (words::of_type(self.old, &old.ty), words::of_type(self.new, &new.ty));
            let mut happened = Happened::default();
            if was != is {
                happened.add(ChangeKind::Retyped, format!("is {is}, was {was}"));
            }
            self.happened(subject, &shown(&old.kind), happened, pair.places(), delta);
        }
        self.links(subject, pair, deltas);
        for new in pair.new.parts.iter().filter(|new| find(&pair.old.parts, &new.kind).is_none()) {
            let delta = deltas.take(PartKind::ResponsePart, &new.kind.to_string());
            self.change(
                subject,
                ChangeKind::Added,
                pair.places(),
                format!("{} is described now", shown(&new.kind)),
                delta,
            );
        }
    }

    /// Compares the links to other operations.
    fn links(&mut self, subject: Subject<'_>, pair: Pair<'_>, deltas: &mut Deltas) {
        let mut names: Vec<&String> = Vec::new();
        for Link { name, .. } in pair.old.links.iter().chain(&pair.new.links) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for name in names {
            let delta = deltas.take(PartKind::ResponsePart, &format!("link {name}"));
            let (was, is) = (led(self.old, pair.old, name), led(self.new, pair.new, name));
            let (kind, verb) = match (was.is_empty(), is.is_empty()) {
                (false, true) => (ChangeKind::Removed, "is no longer described"),
                (true, _) => (ChangeKind::Added, "is described now"),
                (false, false) if delta.is_empty() && was == is => continue,
                (false, false) => (ChangeKind::Changed, "leads elsewhere, or takes other values"),
            };
            self.change(subject, kind, pair.places(), format!("link {} {verb}", code(name)), delta);
        }
    }

    /// Compares the `meta` beside `data`.
    fn document_meta(&self, happened: &mut Happened, pair: Pair<'_>) {
        let (Some(before), Some(after)) = (pair.old.document(), pair.new.document()) else { return };
        let of_type = words::of_type;
        let (was, is) = (before.meta.as_ref(), after.meta.as_ref());
        match (was.map(|ty| of_type(self.old, ty)), is.map(|ty| of_type(self.new, ty))) {
            (None, Some(is)) => happened.add(ChangeKind::Added, format!("has `meta` now: {is}")),
            (Some(_), None) => happened.add(ChangeKind::Removed, "has no described `meta` any more".to_owned()),
            (Some(was), Some(is)) if was != is => {
                happened.add(ChangeKind::Retyped, format!("has other `meta`: {is}, was {was}"));
            }
            _ => {}
        }
    }

    fn included(&self, happened: &mut Happened, pair: Pair<'_>) {
        let types = |surface: &Surface<'_>, operation: &Operation| -> BTreeSet<String> {
            let documents = operation.success.payloads().filter_map(Payload::document);
            let included = documents.flat_map(|document| &document.included);
            included.map(|id| surface.api.resources[*id].wire_type.clone()).collect()
        };
        let (old, new) = (types(self.old, pair.old), types(self.new, pair.new));
        let list = |types: Vec<&String>| words::list(types.into_iter().map(String::as_str));
        let (added, removed): (Vec<_>, Vec<_>) = (new.difference(&old).collect(), old.difference(&new).collect());
        if !removed.is_empty() {
            happened.add(ChangeKind::Changed, format!("brings no {} along any more", list(removed)));
        }
        if !added.is_empty() {
            happened.add(ChangeKind::Changed, format!("may bring {} along", list(added)));
        }
    }

    fn error_codes(&mut self, of: &str, pair: Pair<'_>, deltas: &mut Deltas) {
        let subject = Subject { area: Area::Error, of };
        let (old, new) = (&pair.old.error_codes, &pair.new.error_codes);
        let mut tell = |kind, value: &String, verb| {
            let delta: Delta = deltas.take(PartKind::ErrorCode, value);
            self.change(subject, kind, pair.places(), format!("error code {} {verb}", code(value)), delta);
        };
        old.iter().filter(|code| !new.contains(code)).for_each(|code| tell(ChangeKind::Removed, code, "was removed"));
        new.iter().filter(|code| !old.contains(code)).for_each(|code| tell(ChangeKind::Added, code, "is new"));
    }
}

/// A target of a link by method and path, and the values that are sent to it.
type Led<'a> = ((Method, String), &'a [(RequestPart, LinkValue)]);

/// Returns where the links of a name lead.
fn led<'a>(surface: &Surface<'a>, operation: &'a Operation, name: &str) -> Vec<Led<'a>> {
    let links = operation.links.iter().filter(|link| link.name == name);
    links.map(|link| (key(&surface.api.operations[link.target]), link.values.as_slice())).collect()
}

/// Returns a part of responses in words.
fn shown(kind: &ResponsePartKind) -> String {
    match kind {
        ResponsePartKind::Header { name, is_json } => {
            format!("header {}{}", code(name), if *is_json { " (JSON)" } else { "" })
        }
        ResponsePartKind::ErrorBody(_) | ResponsePartKind::ErrorMeta(_) | ResponsePartKind::Item(_) => kind.to_string(),
    }
}

/// Returns all payloads in words.
fn payloads(surface: &Surface<'_>, success: &Success) -> String {
    if success.outcomes.is_empty() {
        return payload(surface, &success.payload);
    }
    let outcomes = success.outcomes_by_status();
    outcomes
        .map(|(status, one)| format!("{} with status {status}", payload(surface, one)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Returns a payload in words.
fn payload(surface: &Surface<'_>, payload: &Payload) -> String {
    match payload {
        Payload::Empty => "empty".to_owned(),
        Payload::Raw => "bytes".to_owned(),
        Payload::Batch(_) => "the results of a batch".to_owned(),
        Payload::Json(ty) => words::of_type(surface, ty),
        Payload::Document(document) => match &document.instead {
            Some(instead) => format!("{} or {}", data(surface, &document.data), words::of_type(surface, instead)),
            None => data(surface, &document.data),
        },
    }
}

fn data(surface: &Surface<'_>, data: &Data) -> String {
    let wire = |id: &ResourceId| surface.api.resources[*id].wire_type.clone();
    match data {
        Data::One(id) => format!("a {}", code(wire(id))),
        Data::ZeroOrOne(id) => format!("a {} or null", code(wire(id))),
        Data::Many(id) => format!("{} resources", code(wire(id))),
        Data::Identifier(Some(id)) => format!("the id of a {}, or null", code(wire(id))),
        Data::Identifier(None) => "an identifier of any type, or null".to_owned(),
        Data::Identifiers(Some(id)) => format!("ids of {}", code(wire(id))),
        Data::Identifiers(None) => "identifiers of any type".to_owned(),
        Data::Mixed { of, number } => mixed(of.iter().map(wire).collect(), *number),
        Data::None => "without data".to_owned(),
    }
}

fn mixed(mut types: Vec<String>, number: Number) -> String {
    types.sort();
    let listed = words::list(types.iter().map(String::as_str));
    match (number, types.is_empty()) {
        (Number::Many, true) => "resources of any type".to_owned(),
        (Number::ZeroOrOne, true) => "a resource of any type, or null".to_owned(),
        (Number::One, true) => "a resource of any type".to_owned(),
        (Number::Many, false) => format!("any of {listed}"),
        (Number::ZeroOrOne, false) => format!("one of {listed}, or null"),
        (Number::One, false) => format!("one of {listed}"),
    }
}
