//! The service as a whole: where it is, how callers authenticate, and its tags.

use super::claim::When;
use super::delta::{Delta, Deltas};
use super::surface::PartKind;
use super::words::code;
use super::{Area, Differ, Impact, Kind, Places, Subject};
use crate::ir::AuthScheme;
use crate::name::Module;

const SERVICE: Subject<'static> = Subject { area: Area::Service, of: "the service" };

impl Differ<'_> {
    pub(super) fn service(&mut self) {
        let (old, new) = (self.old.api, self.new.api);
        self.text(Some(&old.info.title), Some(&new.info.title));
        self.text(Some(&old.info.version), Some(&new.info.version));
        self.text(old.info.description.as_ref(), new.info.description.as_ref());
        if old.server != new.server {
            let url = |url: &Option<String>| url.clone().unwrap_or_else(|| "not told".to_owned());
            self.fact("the base URL", &url(&old.server), &url(&new.server));
        }
        if old.auth != new.auth {
            let names = |schemes: &[AuthScheme]| {
                let names = schemes.iter().map(|scheme| match scheme {
                    AuthScheme::ApiKey(key) => match &key.prefix {
                        Some(prefix) => format!("a key in {} behind {prefix}", key.header),
                        None => format!("a key in {}", key.header),
                    },
                    AuthScheme::Bearer => "a bearer token".to_owned(),
                    AuthScheme::Basic => "user and password".to_owned(),
                    AuthScheme::OAuth2 => "OAuth 2".to_owned(),
                });
                names.collect::<Vec<_>>().join(", ")
            };
            self.fact("the credentials", &names(&old.auth), &names(&new.auth));
        }
        for header in &new.constant_headers {
            let before = old.constant_headers.iter().find(|before| before.name.eq_ignore_ascii_case(&header.name));
            match before {
                Some(before) if before.value == header.value => {}
                Some(before) => self.fact(&format!("the header {}", code(&header.name)), &before.value, &header.value),
                None => self.fact(&format!("the header {}", code(&header.name)), "not sent", &header.value),
            }
        }
        for header in &old.constant_headers {
            if new.constant_headers.iter().all(|after| !after.name.eq_ignore_ascii_case(&header.name)) {
                self.fact(&format!("the header {}", code(&header.name)), &header.value, "not sent");
            }
        }
        let root = Deltas::new(&self.old.root(), &self.new.root()).take(PartKind::Head, "");
        if !root.is_empty() {
            let (kind, what) = match root.impact() {
                Impact::Breaking => (Kind::Removed, "no tag is for clients without credentials any more"),
                _ => (Kind::Added, "there is a tag for clients without credentials"),
            };
            self.change(SERVICE, kind, Places::default(), what.to_owned(), root);
        }
        self.tags();
    }

    /// What the client sends by itself.
    fn fact(&mut self, name: &str, old: &str, new: &str) {
        let what = format!("{name}: {}, was {}", code(new), code(old));
        self.change(SERVICE, Kind::Changed, Places::default(), what, Delta::default());
    }

    fn tags(&mut self) {
        for (number, tag) in self.old.api.tags.iter().enumerate() {
            let lines: Vec<_> = self.old.tag(number).lines().cloned().collect();
            match self.new.api.tags.iter().position(|after| after.name == tag.name) {
                None => {
                    let mut delta = Delta::removed(&lines);
                    self.claim_module(&mut delta, When::Old, Module::Tag(number));
                    let what = format!("the tag {} is there no more", code(&tag.name));
                    self.change(SERVICE, Kind::Removed, Places::default(), what, delta);
                }
                Some(after) => {
                    let docs = self.new.api.tags.get(after).and_then(|tag| tag.docs.as_ref());
                    self.text(tag.docs.as_ref(), docs);
                    let deltas = Deltas::new(&self.old.tag(number), &self.new.tag(after));
                    let of = format!("tag {}", code(&tag.name));
                    self.rest(Subject { area: Area::Service, of: &of }, Places::default(), deltas);
                }
            }
        }
        for (number, tag) in self.new.api.tags.iter().enumerate() {
            if self.old.api.tags.iter().all(|before| before.name != tag.name) {
                let lines: Vec<_> = self.new.tag(number).lines().cloned().collect();
                let what = format!("the tag {} is new", code(&tag.name));
                self.change(SERVICE, Kind::Added, Places::default(), what, Delta::added(&lines));
            }
        }
    }
}
