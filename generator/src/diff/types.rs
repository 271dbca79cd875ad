//! Compares named types of a module: enums, objects, unions, filters inside bodies.

use std::collections::BTreeSet;

use super::claim::area;
use super::delta::{Delta, Deltas};
use super::part::{Happened, Way};
use super::surface::{Definition, PartKind, Shape};
use super::words::code;
use super::{Area, ChangeKind, Differ, Item, Places, Subject, words};
use crate::ir::{Alternative, Enum, Record, Type, TypeDef, TypeId, Union};

impl Differ<'_> {
    /// Compares what both have under the same name.
    pub(super) fn definitions(&mut self) {
        let (old, new) = (self.old, self.new);
        for (path, before) in &old.definitions {
            let Some(after) = new.definitions.get(path) else { continue };
            let shapes = (old.definition(path, *before), new.definition(path, *after));
            match (*before, *after) {
                (Definition::View(before), Definition::View(after)) => {
                    self.view(path, (before, after), Deltas::new(&shapes.0, &shapes.1));
                }
                (Definition::Type(before), Definition::Type(after))
                    if old.client.is_sent(before) == new.client.is_sent(after) =>
                {
                    self.definition(path, (before, after), &shapes);
                }
                (before, after) => self.replaced(path, (before, after), &shapes),
            }
        }
    }

    /// Reports that another type has the name now.
    fn replaced(&mut self, path: &str, (old, new): (Definition, Definition), (before, after): &(Shape, Shape)) {
        let delta = Delta::replaced(before, after);
        if delta.is_empty() {
            return;
        }
        let places = Places { old: Some(self.place(self.old, old)), new: Some(self.place(self.new, new)) };
        let what = "the name is another thing's now, because of what it is named after or shares its type with";
        self.change(
            Subject { area: Area::Object, of: &code(path) },
            ChangeKind::Retyped,
            places,
            what.to_owned(),
            delta,
        );
    }

    fn place<'s>(&self, surface: &super::Surface<'s>, definition: Definition) -> &'s crate::source::Pointer {
        match definition {
            Definition::View(id) => &surface.api.write_views[id].at,
            Definition::Type(id) | Definition::Borrowed(_, id) => surface.api.types[id].at(),
        }
    }

    fn definition(&mut self, path: &str, (old, new): (TypeId, TypeId), shapes: &(Shape, Shape)) {
        let (before, after) = (&self.old.api.types[old], &self.new.api.types[new]);
        let of = code(path);
        let subject = Subject { area: area(after), of: &of };
        let places = Places::both(before.at(), after.at());
        let is_alias = |surface: &super::Surface<'_>, id| surface.client.alias_of(id).is_some();
        let aliases = (is_alias(self.old, old), is_alias(self.new, new));
        if aliases.0 || aliases.1 {
            // What it is another name of is compared by itself.
            let delta = Delta::replaced(&shapes.0, &shapes.1);
            if !delta.is_empty() {
                let what = match aliases {
                    (true, false) => "is a type of its own, and was like another one",
                    (false, true) => "is like another type, and was one of its own",
                    _ => "is like another type than before",
                };
                self.change(subject, ChangeKind::Retyped, places, what.to_owned(), delta);
            }
            return;
        }
        let mut deltas = Deltas::new(&shapes.0, &shapes.1);
        match (before, after) {
            (TypeDef::Enum(_), TypeDef::Enum(_)) => self.values(subject, path, (old, new), &mut deltas),
            (TypeDef::Record(before), TypeDef::Record(after)) => {
                let way = if self.old.client.is_sent(old) { Way::Sent } else { Way::Read };
                self.record(subject, way, (before, after), &mut deltas)
            }
            (TypeDef::Union(before), TypeDef::Union(after)) => {
                self.union(subject, (before, after), (old, new), &mut deltas);
            }
            (TypeDef::Filter(before), TypeDef::Filter(after)) => {
                if before.form != after.form {
                    let what = "its clauses are put together in another way".to_owned();
                    self.change(subject, ChangeKind::Changed, places, what, deltas.take(PartKind::Head, ""));
                }
                self.filter_fields(subject, (&before.fields, &after.fields), places, &mut deltas);
            }
            (before, after) => {
                let what = format!("is {}, was {}", words::of_definition(after), words::of_definition(before));
                self.change(subject, ChangeKind::Retyped, places, what, Delta::another(path, &shapes.0, &shapes.1));
                return;
            }
        }
        self.rest(subject, places, deltas);
    }

    /// Compares the values of an enum, over all schemas that it was seen in.
    fn values(&mut self, subject: Subject<'_>, path: &str, (old, new): (TypeId, TypeId), deltas: &mut Deltas) {
        let (TypeDef::Enum(before), TypeDef::Enum(after)) = (&self.old.api.types[old], &self.new.api.types[new]) else {
            return;
        };
        let places = Places::both(&before.at, &after.at);
        self.text(before.docs.as_ref(), after.docs.as_ref());
        let base = |node: &Enum| node.base;
        if base(before) != base(after) {
            let what = format!(
                "is {}, was {}",
                words::of_definition(&self.new.api.types[new]),
                words::of_definition(&self.old.api.types[old])
            );
            let mut delta = deltas.take(PartKind::Head, "");
            delta.items.push(Item::another(path, "enum"));
            self.change(subject, ChangeKind::Retyped, places, what, delta);
        }
        let values =
            |names: &[(String, String)]| -> BTreeSet<String> { names.iter().map(|(value, _)| value.clone()).collect() };
        let (before, after) = (values(&self.old.names.ty(old).members), values(&self.new.names.ty(new).members));
        for value in before.difference(&after) {
            let delta = deltas.take(PartKind::Value, value);
            self.change(subject, ChangeKind::Removed, places, format!("value {} was removed", code(value)), delta);
        }
        for value in after.difference(&before) {
            let delta = deltas.take(PartKind::Value, value);
            self.change(subject, ChangeKind::Added, places, format!("value {} is new", code(value)), delta);
        }
    }

    fn record(&mut self, subject: Subject<'_>, way: Way, (old, new): (&Record, &Record), deltas: &mut Deltas) {
        self.text(old.docs.as_ref(), new.docs.as_ref());
        self.fields(subject, (PartKind::Attribute, way), (&old.fields, &new.fields), deltas);
        let places = Places::both(&old.at, &new.at);
        self.members_not_named(subject, places, (old.rest.as_ref(), new.rest.as_ref()), deltas);
    }

    /// Compares what members are of that are not named.
    pub(super) fn members_not_named(
        &mut self,
        subject: Subject<'_>,
        places: Places<'_>,
        (old, new): (Option<&Type>, Option<&Type>),
        deltas: &mut Deltas,
    ) {
        let mut delta = deltas.take(PartKind::Rest, "");
        self.claim(&mut delta, old, new);
        let mut happened = Happened::default();
        match (old, new) {
            (Some(before), Some(after)) => self.retyped(&mut happened, before, after),
            (None, Some(after)) => {
                happened.add(ChangeKind::Added, format!("may be there now, each {}", words::of_type(self.new, after)));
            }
            (Some(_), None) => happened.add(ChangeKind::Removed, "may not be there any more".to_owned()),
            (None, None) => {}
        }
        self.happened(subject, "a member that is not named", happened, places, delta);
    }

    fn union(
        &mut self,
        subject: Subject<'_>,
        (old, new): (&Union, &Union),
        (old_id, new_id): (TypeId, TypeId),
        deltas: &mut Deltas,
    ) {
        self.text(old.docs.as_ref(), new.docs.as_ref());
        let before = self.old.alternatives(old_id, old);
        let before: Vec<(&String, &Alternative)> = before.iter().zip(&old.alternatives).collect();
        let after = self.new.alternatives(new_id, new);
        let after: Vec<(&String, &Alternative)> = after.iter().zip(&new.alternatives).collect();
        // That it takes any JSON is reported with the alternative that does.
        let mut rest = deltas.take(PartKind::Rest, "");
        for (label, was) in &before {
            let mut delta = deltas.take(PartKind::Alternative, label);
            match after.iter().find(|(other, _)| other == label) {
                Some((_, is)) => {
                    self.claim(&mut delta, [&was.ty], [&is.ty]);
                    let mut happened = Happened::default();
                    self.retyped(&mut happened, &was.ty, &is.ty);
                    if was.when != is.when {
                        happened.add(ChangeKind::Changed, "is told from the others by other members".to_owned());
                    }
                    let name = format!("alternative {}", code(label));
                    self.happened(subject, &name, happened, Places::both(&was.at, &is.at), delta);
                }
                None => {
                    self.claim(&mut delta, [&was.ty], []);
                    delta.merge(std::mem::take(&mut rest));
                    self.removed(subject, &format!("alternative {}", code(label)), Some(&was.at), delta);
                }
            }
        }
        for (label, is) in after.iter().filter(|(label, _)| before.iter().all(|(other, _)| other != label)) {
            let mut delta = deltas.take(PartKind::Alternative, label);
            self.claim(&mut delta, [], [&is.ty]);
            delta.merge(std::mem::take(&mut rest));
            let details = format!(": {}", words::of_type(self.new, &is.ty));
            self.added(subject, &format!("alternative {}", code(label)), &details, Some(&is.at), delta);
        }
        if !rest.is_empty() {
            let what = "whether it takes any JSON is another matter now".to_owned();
            self.change(subject, ChangeKind::Changed, Places::both(&old.at, &new.at), what, rest);
        }
    }
}
