//! Compares resources to send.

use super::delta::{Delta, Deltas};
use super::facts::sent_facts;
use super::parameters::requirement;
use super::part::{Happened, Way};
use super::surface::PartKind;
use super::words::code;
use super::{Area, ChangeKind, Differ, Places, Subject, words};
use crate::ir::{WriteView, WriteViewId};

impl Differ<'_> {
    /// Compares two views that have the same name.
    pub(super) fn view(&mut self, path: &str, (old, new): (WriteViewId, WriteViewId), mut deltas: Deltas) {
        let (before, after) = (&self.old.api.write_views[old], &self.new.api.write_views[new]);
        let of = format!("{}, {}", code(path), words::of_view(self.new, after));
        let subject = Subject { area: Area::Sent, of: &of };
        let places = Places::both(&before.at, &after.at);
        self.text(before.docs.as_ref(), after.docs.as_ref());
        self.fields(subject, (PartKind::Attribute, Way::Sent), (&before.attributes, &after.attributes), &mut deltas);
        self.sent_relationships(&of, (&before.relationships, &after.relationships), &mut deltas);
        self.fields(subject, (PartKind::Other, Way::Sent), (&before.others, &after.others), &mut deltas);
        let delta = deltas.take(PartKind::Id, "");
        let mut happened = Happened::default();
        if before.id != after.id {
            happened
                .add(ChangeKind::Changed, format!("is {}, was {}", words::of_id(after.id), words::of_id(before.id)));
        }
        self.happened(subject, "its id", happened, places, delta);
        let delta = deltas.take(PartKind::LocalId, "");
        if before.local != after.local {
            let verb = if after.local { "may be sent" } else { "may no longer be sent" };
            self.change(subject, ChangeKind::Changed, places, format!("a local id {verb}"), delta);
        }
        if before.relationship_tags != after.relationship_tags {
            let what = "what the client sends beside its relationships by itself is other than it was".to_owned();
            self.change(subject, ChangeKind::Changed, places, what, Delta::default());
        }
        self.compare_facts(subject, places, sent_facts(before), sent_facts(after));
        let delta = deltas.take(PartKind::Meta, "");
        let mut happened = Happened::default();
        if let (Some(before), Some(after)) = (&before.meta, &after.meta) {
            requirement(&mut happened, before.required, after.required);
        }
        let ty = |view: &'_ WriteView| view.meta.as_ref().map(|meta| meta.ty.clone());
        self.meta(subject, places, (ty(before).as_ref(), ty(after).as_ref()), happened, delta);
        let delta = deltas.take(PartKind::Rest, "");
        if before.open != after.open {
            let verb = if after.open { "may be sent" } else { "may no longer be sent" };
            self.change(subject, ChangeKind::Changed, places, format!("attributes that are not named {verb}"), delta);
        }
        self.rest(subject, places, deltas);
    }

    fn sent_relationships(
        &mut self,
        of: &str,
        lists: (&[crate::ir::Relationship], &[crate::ir::Relationship]),
        deltas: &mut Deltas,
    ) {
        let first = self.changes.len();
        self.relationships(of, lists, deltas);
        // They are a part of what is sent, not of what is read.
        self.changes.iter_mut().skip(first).for_each(|change| change.area = Area::Sent);
    }
}
