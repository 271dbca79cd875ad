//! Items that a cargo feature no longer enables, although both the item and the feature still exist.

use std::collections::BTreeSet;

use super::delta::Delta;
use super::words::code;
use super::{Area, ChangeKind, Differ, Item, Places, Subject, words};
use crate::ir::ResourceId;
use crate::name::Module;

/// The features that lost one resource's module.
#[derive(Debug, Default)]
struct Lost {
    items: Vec<Item>,
    features: BTreeSet<String>,
}

impl Differ<'_> {
    pub(super) fn availability(&mut self) {
        for (id, resource) in self.old.api.resources.iter() {
            let Some(after) = self.successor(id) else { continue };
            let lost = self.lost_items(id, after);
            if lost.items.is_empty() {
                continue;
            }
            let features = words::list(lost.features.iter().map(String::as_str));
            let of = format!("resource {}", code(&resource.wire_type));
            let places = Places::both(&resource.at, &self.new.api.resources[after].at);
            let delta = Delta::of(lost.items);
            let what = format!("operations of {features} reach less of it");
            self.change(Subject { area: Area::Resource, of: &of }, ChangeKind::Moved, places, what, delta);
        }
    }

    fn lost_items(&self, old: ResourceId, new: ResourceId) -> Lost {
        let all: BTreeSet<String> = self.new.names.tags.iter().map(|tag| tag.feature.clone()).collect();
        let mut lost = Lost::default();
        let mut compare = |path: String, was: BTreeSet<String>, is: BTreeSet<String>| {
            let fewer = was.intersection(&all).filter(|feature| !is.contains(*feature));
            let fewer: BTreeSet<String> = fewer.cloned().collect();
            // What is gone altogether has a change of its own.
            if !fewer.is_empty() && !is.is_empty() {
                lost.items.push(Item { path, old: Some(condition(&was)), new: Some(condition(&is)) });
                lost.features.extend(fewer);
            }
        };
        let ident = &self.new.names.resource(new).ident;
        let prefix = self.new.prefix(Module::Resource(new));
        let (was, is) = (&self.old.client, &self.new.client);
        let (module, module_now) =
            (was.tags_of_module(Module::Resource(old)), is.tags_of_module(Module::Resource(new)));
        // One that is only named is a type, too, without its attributes.
        let (named, named_now) = (was.tags_of_identity(old), is.tags_of_identity(new));
        let (read, read_now) = (was.tags_of_resource(old), is.tags_of_resource(new));
        let (ty, ty_now) = match (read.is_empty(), read_now.is_empty()) {
            (true, _) => (named, named_now),
            (false, true) => (read, named_now),
            (false, false) => (read, read_now),
        };
        for (path, was, is) in [
            (prefix.trim_end_matches("::").to_owned(), module, module_now),
            (format!("{prefix}{ident}Id"), named, named_now),
            (format!("{prefix}{ident}"), ty, ty_now),
            (format!("{prefix}{ident}Field"), was.tags_of_fields(old), is.tags_of_fields(new)),
            (format!("{prefix}{ident}AdditionalField"), was.tags_of_fields(old), is.tags_of_fields(new)),
        ] {
            compare(path, self.old.features(was), self.new.features(is));
        }
        let inside = |path: &str| path.strip_prefix(&prefix).is_some_and(|name| !name.contains("::"));
        for (path, definition) in self.old.definitions.iter().filter(|(path, _)| inside(path)) {
            if let Some(after) = self.new.definitions.get(path) {
                compare(path.clone(), self.old.features_of(*definition), self.new.features_of(*after));
            }
        }
        lost
    }
}

fn condition(features: &BTreeSet<String>) -> String {
    format!("if {}", features.iter().map(String::as_str).collect::<Vec<_>>().join(" | "))
}
