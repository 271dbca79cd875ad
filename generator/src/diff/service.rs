//! Compares the service as a whole: its servers, authentication and tags.

use super::claim::When;
use super::delta::{Delta, Deltas};
use super::part::deprecation;
use super::surface::PartKind;
use super::words::code;
use super::{Area, ChangeKind, Differ, Impact, Places, Subject};
use crate::ir::{Api, AuthKind, AuthScheme, ParameterPlace, Server, Webhook};
use crate::name::Module;

const SERVICE: Subject<'static> = Subject { area: Area::Service, of: "the service" };

impl Differ<'_> {
    fn webhooks(&mut self, root: &mut Deltas) {
        let delta = root.take(PartKind::Webhook, "");
        if !delta.is_empty() {
            let what = "the module of the webhooks, or how they are signed, is another".to_owned();
            self.change(SERVICE, ChangeKind::Changed, Places::default(), what, delta);
        }
        let (old, new) = (&self.old.api.webhooks, &self.new.api.webhooks);
        let has = |webhooks: &[Webhook], name: &str| webhooks.iter().any(|webhook| webhook.name == name);
        let mut names: Vec<&String> = old.iter().chain(new).map(|webhook| &webhook.name).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let delta = root.take(PartKind::Webhook, name);
            let (kind, what) = match (has(old, name), has(new, name)) {
                (true, false) => (ChangeKind::Removed, "was removed"),
                (false, true) => (ChangeKind::Added, "is new"),
                _ if delta.is_empty() => continue,
                _ => (ChangeKind::Retyped, "has another body"),
            };
            self.change(SERVICE, kind, Places::default(), format!("the webhook {} {what}", code(name)), delta);
        }
    }

    pub(super) fn service(&mut self) {
        let (old, new) = (self.old.api, self.new.api);
        self.text(Some(&old.info.title), Some(&new.info.title));
        self.text(Some(&old.info.version), Some(&new.info.version));
        self.text(old.info.description.as_ref(), new.info.description.as_ref());
        if old.server != new.server {
            let url = |url: &Option<String>| url.clone().unwrap_or_else(|| "not told".to_owned());
            self.fact("the base URL", &url(&old.server), &url(&new.server));
        }
        let kinds = |schemes: &[AuthScheme]| schemes.iter().map(scheme).collect::<Vec<_>>();
        if kinds(&old.auth) != kinds(&new.auth) {
            let names = |schemes: &[AuthScheme]| schemes.iter().map(scheme).collect::<Vec<_>>().join(", ");
            self.fact("the credentials", &names(&old.auth), &names(&new.auth));
        }
        self.schemes();
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
        let mut root = Deltas::new(&self.old.root(), &self.new.root());
        let credentials = root.take(PartKind::Credentials, "");
        if !credentials.is_empty() {
            let kind = if credentials.impact() == Impact::Breaking { ChangeKind::Renamed } else { ChangeKind::Added };
            let what = "the constructors of credentials changed".to_owned();
            self.change(SERVICE, kind, Places::default(), what, credentials);
        }
        let servers = root.take(PartKind::Servers, "");
        if !servers.is_empty() || listed(old) != listed(new) {
            let kind = match servers.impact() {
                Impact::Breaking => ChangeKind::Renamed,
                Impact::Addition => ChangeKind::Added,
                Impact::Absorbed => ChangeKind::Changed,
            };
            self.change(SERVICE, kind, Places::default(), "the list of servers changed".to_owned(), servers);
        }
        self.webhooks(&mut root);
        let root = root.take(PartKind::Head, "");
        if !root.is_empty() {
            let (kind, what) = match root.impact() {
                Impact::Breaking => (ChangeKind::Removed, "no tag is for clients without credentials any more"),
                _ => (ChangeKind::Added, "there is a tag for clients without credentials"),
            };
            self.change(SERVICE, kind, Places::default(), what.to_owned(), root);
        }
        self.tags();
    }

    /// Compares the security schemes that both documents have, beyond what kind they are of.
    fn schemes(&mut self) {
        let (old, new) = (&self.old.api.auth, &self.new.api.auth);
        for after in new {
            let Some(before) = old.iter().find(|before| before.name == after.name) else { continue };
            let of = format!("security scheme {}", code(&after.name));
            let subject = Subject { area: Area::Service, of: &of };
            let places = Places::both(&before.at, &after.at);
            if before.deprecated != after.deprecated {
                let what = format!("the scheme {}", deprecation(after.deprecated));
                self.change(subject, ChangeKind::Deprecated, places, what, Delta::default());
            }
            if scheme(before) == scheme(after) {
                self.compare_facts(subject, places, tokens(&before.kind), tokens(&after.kind));
            }
        }
    }

    /// Compares what the client sends by itself.
    fn fact(&mut self, name: &str, old: &str, new: &str) {
        let what = format!("{name}: {}, was {}", code(new), code(old));
        self.change(SERVICE, ChangeKind::Changed, Places::default(), what, Delta::default());
    }

    fn tags(&mut self) {
        let (old, new) = (&self.old.api.tags, &self.new.api.tags);
        let successors: Vec<Option<usize>> = (0..old.len()).map(|number| self.successor_of_tag(number)).collect();
        for ((number, tag), successor) in old.iter().enumerate().zip(&successors) {
            let Some((position, after)) = successor.and_then(|position| Some((position, new.get(position)?))) else {
                let lines: Vec<_> = self.old.tag(number).lines().cloned().collect();
                let mut delta = Delta::removed(&lines);
                self.claim_module(&mut delta, When::Old, Module::Tag(number));
                self.removed(SERVICE, &format!("the tag {}", code(&tag.name)), None, delta);
                continue;
            };
            self.text(tag.docs.as_ref(), after.docs.as_ref());
            if tag.name != after.name {
                let what = format!("the tag {} was called {}", code(&after.name), code(&tag.name));
                self.change(SERVICE, ChangeKind::Renamed, Places::default(), what, Delta::default());
            }
            let deltas = Deltas::new(&self.old.tag(number), &self.new.tag(position));
            let of = format!("tag {}", code(&after.name));
            self.rest(Subject { area: Area::Service, of: &of }, Places::default(), deltas);
        }
        for (number, tag) in new.iter().enumerate().filter(|(number, _)| !successors.contains(&Some(*number))) {
            let lines: Vec<_> = self.new.tag(number).lines().cloned().collect();
            self.added(SERVICE, &format!("the tag {}", code(&tag.name)), "", None, Delta::added(&lines));
        }
    }
}

/// Returns the facts about where tokens come from, and what they are for.
fn tokens(kind: &AuthKind) -> Vec<(&'static str, String)> {
    match kind {
        AuthKind::OAuth2(flows) => {
            let url = |url: &Option<String>| url.clone().unwrap_or_default();
            let scopes: Vec<&str> = flows.scopes.iter().map(|(scope, _)| scope.as_str()).collect();
            let own = if flows.client_credentials { "possible" } else { "" };
            vec![
                ("the authorization URL", url(&flows.authorization_url)),
                ("the token URL", url(&flows.token_url)),
                ("the refresh URL", url(&flows.refresh_url)),
                ("the scopes", scopes.join(", ")),
                ("tokens by the client's own credentials", own.to_owned()),
            ]
        }
        AuthKind::OpenIdConnect(url) => vec![("the URL of the configuration", url.clone())],
        AuthKind::ApiKey(_) | AuthKind::Bearer | AuthKind::Basic => Vec::new(),
    }
}

/// A variable of a server: its name, its default and its values.
type Variable<'a> = (&'a str, &'a str, &'a [String]);

/// Returns the servers that are listed, with their variables. The first one is compared as the base URL where it has none.
fn listed(api: &Api) -> Vec<(&str, Vec<Variable<'_>>)> {
    let servers = api.servers.iter().filter(|server| api.server.as_ref() != Some(&server.url));
    servers.map(|server| (server.url.as_str(), variables(server))).collect()
}

fn variables(server: &Server) -> Vec<Variable<'_>> {
    server.variables.iter().map(|one| (one.name.as_str(), one.default.as_str(), one.values.as_slice())).collect()
}

/// Returns a security scheme in words.
fn scheme(scheme: &AuthScheme) -> String {
    match &scheme.kind {
        AuthKind::ApiKey(key) => {
            let place = match key.place {
                ParameterPlace::Header => "a key in",
                ParameterPlace::Query => "a key in the query parameter",
                ParameterPlace::Cookie => "a key in the cookie",
            };
            match &key.prefix {
                Some(prefix) => format!("{place} {} behind {prefix}", key.name),
                None => format!("{place} {}", key.name),
            }
        }
        AuthKind::Bearer => "a bearer token".to_owned(),
        AuthKind::Basic => "user and password".to_owned(),
        AuthKind::OAuth2(_) => "OAuth 2".to_owned(),
        AuthKind::OpenIdConnect(_) => "OpenID Connect".to_owned(),
    }
}
