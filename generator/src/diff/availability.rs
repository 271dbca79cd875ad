//! Items that a cargo feature no longer enables, although both the item and the feature still exist.

use std::collections::BTreeSet;

use super::delta::Delta;
use super::words::code;
use super::{Area, ChangeKind, Differ, Item, Places, Subject, words};
use crate::ir::ResourceId;
use crate::name::Module;

/// The features that lost a module, or something in it.
#[derive(Debug, Default)]
struct Lost {
    items: Vec<Item>,
    features: BTreeSet<String>,
}

impl Lost {
    /// Takes an item that fewer of the features enable which both documents have.
    fn compare(&mut self, both: &BTreeSet<String>, path: String, was: BTreeSet<String>, is: BTreeSet<String>) {
        let fewer = was.intersection(both).filter(|feature| !is.contains(*feature));
        let fewer: BTreeSet<String> = fewer.cloned().collect();
        // What is gone altogether has a change of its own.
        if !fewer.is_empty() && !is.is_empty() {
            self.items.push(Item { path, old: Some(condition(&was)), new: Some(condition(&is)) });
            self.features.extend(fewer);
        }
    }

    fn features(&self) -> String {
        words::list(self.features.iter().map(String::as_str))
    }
}

impl Differ<'_> {
    pub(super) fn availability(&mut self) {
        let both: BTreeSet<String> = self.new.names.tags.iter().map(|tag| tag.feature.clone()).collect();
        for (id, resource) in self.old.api.resources.iter() {
            let Some(after) = self.successor(id) else { continue };
            let lost = self.lost_of_resource(&both, id, after);
            if lost.items.is_empty() {
                continue;
            }
            let of = format!("resource {}", code(&resource.wire_type));
            let places = Places::both(&resource.at, &self.new.api.resources[after].at);
            let what = format!("operations of {} reach less of it", lost.features());
            let delta = Delta::of(lost.items);
            self.change(Subject { area: Area::Resource, of: &of }, ChangeKind::Moved, places, what, delta);
        }
        for number in 0..self.old.api.tags.len() {
            let Some(after) = self.successor_of_tag(number) else { continue };
            let mut lost = Lost::default();
            self.lost_of_module(&both, &mut lost, Module::Tag(number), Module::Tag(after));
            let Some(tag) = self.new.api.tags.get(after).filter(|_| !lost.items.is_empty()) else { continue };
            let of = format!("tag {}", code(&tag.name));
            let what = format!("operations of {} use less of its module", lost.features());
            let delta = Delta::of(lost.items);
            self.change(Subject { area: Area::Service, of: &of }, ChangeKind::Moved, Places::default(), what, delta);
        }
    }

    /// Takes a module that fewer features enable, and what is defined in it.
    fn lost_of_module(&self, both: &BTreeSet<String>, lost: &mut Lost, old: Module, new: Module) {
        let prefix = self.new.prefix(new);
        let (was, is) = (self.old.client.tags_of_module(old), self.new.client.tags_of_module(new));
        let module = prefix.trim_end_matches("::").to_owned();
        lost.compare(both, module, self.old.features(was), self.new.features(is));
        let inside = |path: &str| path.strip_prefix(&prefix).is_some_and(|name| !name.contains("::"));
        for (path, definition) in self.old.definitions.iter().filter(|(path, _)| inside(path)) {
            if let Some(after) = self.new.definitions.get(path) {
                let (was, is) = (self.old.features_of(*definition), self.new.features_of(*after));
                lost.compare(both, path.clone(), was, is);
            }
        }
    }

    fn lost_of_resource(&self, both: &BTreeSet<String>, old: ResourceId, new: ResourceId) -> Lost {
        let mut lost = Lost::default();
        self.lost_of_module(both, &mut lost, Module::Resource(old), Module::Resource(new));
        let path = format!("{}{}", self.new.prefix(Module::Resource(new)), self.new.names.resource(new).ident);
        let (was, is) = (&self.old.client, &self.new.client);
        // One that is only named is a type, too, without its attributes.
        let (named, named_now) = (was.tags_of_identity(old), is.tags_of_identity(new));
        let (read, read_now) = (was.tags_of_resource(old), is.tags_of_resource(new));
        let (ty, ty_now) = match (read.is_empty(), read_now.is_empty()) {
            (true, _) => (named, named_now),
            (false, true) => (read, named_now),
            (false, false) => (read, read_now),
        };
        for (name, was, is) in [
            ("Id", named, named_now),
            ("", ty, ty_now),
            ("Field", was.tags_of_fields(old), is.tags_of_fields(new)),
            ("AdditionalField", was.tags_of_fields(old), is.tags_of_fields(new)),
        ] {
            lost.compare(both, format!("{path}{name}"), self.old.features(was), self.new.features(is));
        }
        lost
    }
}

fn condition(features: &BTreeSet<String>) -> String {
    format!("if {}", features.iter().map(String::as_str).collect::<Vec<_>>().join(" | "))
}
