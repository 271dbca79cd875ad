//! Compares what generated code does and no signature shows: where requests go, how the next page is found, what tables say.
//!
//! ```text
//! operation.server: https://a.example -> https://b.example      "its server is now `https://b.example`, was `https://a.example`"
//! ```

use super::delta::Delta;
use super::operation::{Pair, pairs, title};
use super::surface::Surface;
use super::words::code;
use super::{Area, ChangeKind, Differ, Places, Subject, words};
use crate::ir::{
    Arity, BatchedChange, BatchedOperation, Body, BodyContent, Discriminator, DocumentMeta, Extent, Field,
    FormEncoding, IdType, Linkage, Operation, Page, Payload, ReadView, Relationship, Requirement, WriteView,
};

/// A fact about a node: what it is called, and its value. The value may be text of a document.
type Fact = (&'static str, String);

impl Differ<'_> {
    /// Compares two lists of the same facts.
    pub(super) fn compare_facts(&mut self, subject: Subject<'_>, places: Places<'_>, old: Vec<Fact>, new: Vec<Fact>) {
        for ((name, was), (other, is)) in old.into_iter().zip(new) {
            if name == other && was != is {
                let shown = |value: &str| if value.is_empty() { "none".to_owned() } else { code(value) };
                let what = format!("{name}: {}, was {}", shown(&is), shown(&was));
                self.change(subject, ChangeKind::Changed, places, what, Delta::default());
            }
        }
    }

    /// Compares the facts about an operation.
    pub(super) fn facts_of_operation(&mut self, of: &str, pair: Pair<'_>) {
        let subject = |area| Subject { area, of };
        let (places, (old, new)) = (pair.places(), (self.old, self.new));
        self.compare_facts(subject(Area::Operation), places, sending(pair.old), sending(pair.new));
        if let (Some(before), Some(after)) = (&pair.old.body, &pair.new.body) {
            self.compare_facts(subject(Area::Body), places, body(old, before), body(new, after));
            self.encodings(subject(Area::Body), pair);
            self.batched(subject(Area::Body), pair, (before, after));
        }
        if let (Some(before), Some(after)) = (pair.old.pages(), pair.new.pages()) {
            self.compare_facts(subject(Area::Response), places, paging(before), paging(after));
        }
        self.compare_facts(subject(Area::Response), places, document(old, pair.old), document(new, pair.new));
    }

    /// Compares how the values of a form's parts are written.
    fn encodings(&mut self, subject: Subject<'_>, pair: Pair<'_>) {
        for after in pair.new.parts() {
            let before = pair.old.parts().iter().find(|part| part.field.wire == after.field.wire);
            if before.is_some_and(|before| before.content != after.content) {
                let what = format!("part of the body {} is encoded differently", code(&after.field.wire));
                self.change(subject, ChangeKind::Changed, pair.places(), what, Delta::default());
            }
        }
    }

    /// Compares how the changes that a batch may hold name what they change.
    fn batched(&mut self, subject: Subject<'_>, pair: Pair<'_>, (old, new): (&Body, &Body)) {
        let (BodyContent::Batch(old), BodyContent::Batch(new)) = (&old.content, &new.content) else { return };
        for after in new {
            let name = after.change.words(self.new.api);
            let before = old.iter().find(|before| before.change.words(self.old.api) == name);
            if before.is_some_and(|before| target(before) != target(after)) {
                let what = format!("the change {} of the batch names its target differently", code(name));
                self.change(subject, ChangeKind::Changed, pair.places(), what, Delta::default());
            }
        }
    }

    /// Compares the constraints on what operations send, where nothing else differs: bounds of values inside of other values
    /// have no change of their own.
    pub(super) fn constraints(&mut self) {
        if !self.changes.is_empty() {
            return;
        }
        let (old, new) = (&self.old.api.operations, &self.new.api.operations);
        let both =
            pairs(self.old, self.new).into_iter().map(|(before, after)| Pair { old: &old[before], new: &new[after] });
        for pair in both.filter(|pair| pair.old.constraints != pair.new.constraints) {
            let of = code(title(pair.new));
            let what = "the bounds of what is sent are checked differently".to_owned();
            let subject = Subject { area: Area::Body, of: &of };
            self.change(subject, ChangeKind::Changed, pair.places(), what, Delta::default());
        }
    }
}

fn sending(operation: &Operation) -> Vec<Fact> {
    let alternative = |requirement: &Requirement| {
        let schemes = requirement.schemes.iter().map(|(scheme, _)| scheme.as_str()).collect::<Vec<_>>();
        if schemes.is_empty() { "none".to_owned() } else { schemes.join(" and ") }
    };
    let accepted: Vec<String> = operation.requirements.iter().map(alternative).collect();
    vec![
        ("its own server", operation.server.clone().unwrap_or_default()),
        ("the credentials that it accepts", accepted.join(", or ")),
    ]
}

fn body(surface: &Surface<'_>, body: &Body) -> Vec<Fact> {
    let meta = body.meta.as_ref().map(|DocumentMeta { ty, .. }| words::of_type(surface, ty).replace('`', ""));
    let form = match &body.content {
        BodyContent::Form { encoding: FormEncoding::Multipart, .. } => "multipart",
        BodyContent::Form { encoding: FormEncoding::Urlencoded, .. } => "urlencoded",
        _ => "",
    };
    let ids = match &body.content {
        BodyContent::Linkage { id_type, .. } => words::of_id_type(*id_type),
        _ => "",
    };
    vec![
        ("the type of the document's `meta`", meta.unwrap_or_default()),
        ("the encoding of the form", form.to_owned()),
        ("the ids in it", ids.to_owned()),
        ("the version of JSON:API that it states", body.version.clone().unwrap_or_default()),
    ]
}

/// The facts about the target of a change of a batch: its tags, what ids are, and the members of `ref`.
type Target<'a> = (&'a [Discriminator], IdType, Option<&'a [&'static str]>, Option<(IdType, Arity)>);

fn target(operation: &BatchedOperation) -> Target<'_> {
    let related = match &operation.change {
        BatchedChange::Relate { id_type, arity, .. } => Some((*id_type, *arity)),
        _ => None,
    };
    (&operation.tags, operation.target_id, operation.own_target.as_deref(), related)
}

fn paging(page: &Page) -> Vec<Fact> {
    vec![("the way to the next page", page.next.to_string()), ("what a page tells of the list", extent(&page.extent))]
}

fn extent(extent: &Extent) -> String {
    let Extent { items, counted, pages, more, next, current, size } = extent;
    let members = [
        ("items", items),
        ("count", counted),
        ("pages", pages),
        ("more", more),
        ("next page", next),
        ("this page", current),
        ("size", size),
    ];
    listed(members.into_iter().filter_map(|(name, at)| Some(format!("{name} at {}", at.as_ref()?))))
}

fn document(surface: &Surface<'_>, operation: &Operation) -> Vec<Fact> {
    if let Payload::Batch(results) = &operation.success.payload {
        return vec![
            ("the `meta` of results", members(surface, results.meta_of_result.as_slice())),
            ("the `meta` of the batch", members(surface, results.meta.as_slice())),
        ];
    }
    let Some(document) = operation.document() else { return Vec::new() };
    let forms = [
        (document.may_be_one, "a list or one resource"),
        (document.grouped, "included resources in groups"),
        (document.included_is_nullable, "included resources or null"),
    ];
    let forms = forms.into_iter().filter(|(is, _)| *is).map(|(_, words)| words.to_owned());
    let linkage = |Linkage { id_type, members: of }: &Linkage| {
        format!("{}; {}", words::of_id_type(*id_type), members(surface, of))
    };
    vec![
        ("the form of the document", listed(forms)),
        ("members of the document beyond JSON:API", members(surface, &document.others)),
        ("the identifiers in it", document.linkage.as_ref().map(linkage).unwrap_or_default()),
    ]
}

/// Returns the facts about a resource as it is read.
pub(super) fn read_facts(surface: &Surface<'_>, view: &ReadView) -> Vec<Fact> {
    let tags = view.relationship_tags.iter().map(|tag| format!("{} = {}", tag.wire, tag.value));
    let lacking = if view.requires_attributes { "always there" } else { "may be missing" };
    vec![
        ("the member `attributes`", lacking.to_owned()),
        ("members that may be null", sorted(view.nullable.iter().map(ToString::to_string))),
        ("the type tags beside relationships", listed(tags)),
        ("members of the resource beyond JSON:API", members(surface, &view.others)),
    ]
}

/// Returns the facts about a resource as it is sent.
pub(super) fn sent_facts(view: &WriteView) -> Vec<Fact> {
    let always = [(view.requires_attributes, "attributes"), (view.requires_relationships, "relationships")];
    let always = always.into_iter().filter(|(is, _)| *is).map(|(_, name)| name.to_owned());
    vec![
        ("members that are sent even without content", listed(always)),
        ("the ids that are sent", words::of_id_type(view.id_type).to_owned()),
    ]
}

/// Returns the facts about a relationship, each in words; equal words mean equal facts.
pub(super) fn of_relationship(surface: &Surface<'_>, relationship: &Relationship) -> String {
    let Relationship { id_type, identifier_members, members: own, nullable, may_be_one, .. } = relationship;
    let mut facts = vec![format!("ids: {}", words::of_id_type(*id_type))];
    let lists = [("members of identifiers", identifier_members), ("members", own)];
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
    facts.extend(lists.map(|(name, list)| format!("{name}: {}", members(surface, list))));
    let resources = relationship.resources.iter().map(|id| surface.api.resources[*id].wire_type.clone());
    facts
        .extend(Some(sorted(resources)).filter(|list| !list.is_empty()).map(|list| format!("whole resources: {list}")));
    facts.extend(nullable.then(|| "or null".to_owned()));
    facts.extend(may_be_one.then(|| "a list, one, or null".to_owned()));
    facts.extend(relationship.local.then(|| "local ids".to_owned()));
    facts.join("; ")
}

/// Returns members with their types and presence.
fn members(surface: &Surface<'_>, fields: &[Field]) -> String {
    let member = |field: &Field| {
        let ty = words::of_type(surface, &field.ty).replace('`', "");
        let required = if field.presence.required() { ", required" } else { "" };
        let nullable = if field.presence.nullable() { ", or null" } else { "" };
        format!("{} ({ty}{nullable}{required})", field.wire)
    };
    sorted(fields.iter().map(member))
}

fn sorted(texts: impl Iterator<Item = String>) -> String {
    let mut texts: Vec<String> = texts.collect();
    texts.sort();
    texts.join(", ")
}

fn listed(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(", ")
}
