//! The public items of a generated crate for each node of the model, as lines of text.
//!
//! The lines are derived from the model and its names alone, node by node: a comparison can say which node a removed
//! line came from, and needs no generated crate. Tests compare them with the items in the emitted files.

mod operation;
mod part;
mod record;
mod resource;
mod types;
mod union;
mod view;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use part::{PartKind, SurfacePart};

use crate::analyse::{TagSet, is_called, is_public};
use crate::client::{Client, RustType, Viewpoint};
use crate::ir::{Api, AuthKind, Type, TypeId, WriteViewId};
use crate::name::{Module, Names, flow_name};

/// A line of the public API.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ApiLine {
    /// What it is of, such as `books::Books::list_books`.
    pub(crate) path: String,
    /// What it is, such as `fn(&self) -> ListBooksRequest`; empty where the path says all.
    pub(crate) text: String,
}

impl ApiLine {
    pub(crate) fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

impl std::fmt::Display for ApiLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.text.as_str() {
            "" => f.write_str(&self.path),
            text if text.starts_with('=') => write!(f, "{} {text}", self.path),
            text => write!(f, "{}: {text}", self.path),
        }
    }
}

/// A node as callers see it: lines for each of its parts.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    /// The function that takes what is required: the method of an operation, the `new` or `builder` of what is sent.
    pub(crate) function: Option<Function>,
    /// The lines of each part.
    pub(crate) parts: BTreeMap<SurfacePart, Vec<ApiLine>>,
}

/// A function, by its arguments.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) line: ApiLine,
    /// The signature without the names of the path's parameters: another name of an argument changes
    /// nothing to callers, as long as it is of the same thing, and those are known by their position.
    pub(crate) signature: String,
    /// `name: type`, by the part that it is for.
    pub(crate) arguments: BTreeMap<SurfacePart, String>,
}

impl Shape {
    /// Adds a line to a part.
    fn line(&mut self, part: SurfacePart, path: impl Into<String>, text: impl Into<String>) {
        self.parts.entry(part).or_default().push(ApiLine::new(path, text));
    }

    /// Returns all lines.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &ApiLine> {
        self.parts.values().flatten().chain(self.function.iter().map(|function| &function.line))
    }
}

/// A named item of a module: a type, or a document that is sent for a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Definition {
    /// A type.
    Type(TypeId),
    /// What is sent for a resource.
    View(WriteViewId),
    /// The name of a type of another module.
    Borrowed(Module, TypeId),
}

/// A document as callers of its client see it.
pub(crate) struct Surface<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) client: Client<'a>,
    /// By path.
    pub(crate) definitions: BTreeMap<String, Definition>,
}

impl<'a> Surface<'a> {
    pub(crate) fn new(api: &'a Api, names: &'a Names) -> Self {
        Self::of(Client::new(api, names))
    }

    /// Tells what callers of a client see.
    pub(crate) fn of(client: Client<'a>) -> Self {
        let mut surface = Self { api: client.api, names: client.names, client, definitions: BTreeMap::new() };
        surface.definitions = surface.define();
        surface
    }

    fn define(&self) -> BTreeMap<String, Definition> {
        let mut found = BTreeMap::new();
        for module in self.modules() {
            let mut add = |name: &str, definition| found.insert(format!("{}{name}", self.prefix(module)), definition);
            for id in self.client.types(module) {
                add(&self.names.ty(*id).ident, Definition::Type(*id));
            }
            for id in self.client.views(module) {
                add(&self.names.view(id).ident, Definition::View(id));
            }
            for (name, id) in self.client.borrowed(module) {
                add(name, Definition::Borrowed(module, id));
            }
        }
        found
    }

    pub(crate) fn modules(&self) -> impl Iterator<Item = Module> + use<> {
        let tags = (0..self.api.tags.len()).map(Module::Tag);
        tags.chain(self.api.resources.ids().map(Module::Resource).collect::<Vec<_>>())
    }

    /// Returns the path of a module, with `::` behind it.
    pub(crate) fn prefix(&self, module: Module) -> String {
        match module {
            Module::Resource(id) => format!("resources::{}::", self.names.resource(id).module),
            Module::Tag(tag) => format!("{}::", self.names.tag(tag).module),
        }
    }

    /// Returns the text of a type, as `from` writes it.
    pub(crate) fn written(&self, from: Module, ty: &RustType) -> String {
        self.client.written(Viewpoint::Module(from), ty)
    }

    /// Returns the text of a type that is sent.
    fn sent_type(&self, from: Module, ty: &Type) -> String {
        self.written(from, &self.client.sent_type(from, ty))
    }

    /// Returns what callers see of a definition.
    pub(crate) fn definition(&self, path: &str, definition: Definition) -> Shape {
        match definition {
            Definition::Type(id) => self.ty(path, id),
            Definition::View(id) => self.view(path, id),
            Definition::Borrowed(module, id) => self.borrowed(path, module, id),
        }
    }

    /// Returns the features that switch a definition on.
    pub(crate) fn features_of(&self, definition: Definition) -> BTreeSet<String> {
        match definition {
            Definition::Type(id) => self.features(self.client.tags_of_type(id)),
            Definition::View(id) => self.features(self.client.tags_of_view(id)),
            Definition::Borrowed(module, id) => {
                let tags = self.client.tags_of_module(module);
                self.features(&self.client.tags_of_type(id).intersection(tags).copied().collect())
            }
        }
    }

    /// Returns the features of tags.
    pub(crate) fn features(&self, tags: &TagSet) -> BTreeSet<String> {
        tags.iter().map(|tag| self.names.tag(*tag).feature.clone()).collect()
    }

    /// Returns every line of the crate that follows from the document, for the tests that hold this listing
    /// and that of the emitted files together.
    pub(crate) fn lines(&self) -> BTreeSet<ApiLine> {
        let mut shapes: Vec<Shape> = Vec::new();
        shapes.push(self.root());
        shapes.extend((0..self.api.tags.len()).map(|tag| self.tag(tag)));
        shapes.extend(self.api.operations.ids().map(|id| self.operation(id)));
        shapes.extend(self.api.resources.ids().map(|id| self.resource(id)));
        shapes.extend(self.definitions.iter().map(|(path, definition)| self.definition(path, *definition)));
        let lines = shapes.iter().flat_map(Shape::lines).cloned();
        lines.chain(self.operator_sets().iter().map(|name| ApiLine::new(format!("filters::{name}"), "enum"))).collect()
    }

    /// Returns what callers see at the root of the crate, where it is not the same in all.
    pub(crate) fn root(&self) -> Shape {
        let mut shape = self.auth();
        self.servers(&mut shape);
        if !self.api.webhooks.is_empty() {
            let part = || SurfacePart::new(PartKind::Webhook, "");
            shape.line(part(), "webhook_payloads", "mod");
            if self.api.signature.is_some() {
                shape.line(part(), "webhook_payloads::SIGNATURE", "const rt::Signature");
            }
        }
        for webhook in &self.api.webhooks {
            let ty = self.client.written(Viewpoint::Root, &self.client.webhook(webhook));
            let part = SurfacePart::new(PartKind::Webhook, &webhook.name);
            shape.line(part, format!("webhook_payloads::{}", webhook.constant()), format!("const {ty}"));
        }
        if (0..self.api.tags.len()).any(|tag| is_public(self.api, tag)) {
            let head = || SurfacePart::new(PartKind::Head, "");
            shape.line(head(), "PublicClient", "use rt::PublicClient");
            shape.line(head(), "PublicClient::builder", "fn() -> runtime::ClientBuilder<Self>");
            shape.line(head(), "PublicClient::new", "fn() -> Result<Self, Error>");
        }
        shape
    }

    /// Returns what callers see of the credentials.
    fn auth(&self) -> Shape {
        let mut shape = Shape::default();
        let mut line = |name: &str, text: &str| {
            shape.line(SurfacePart::new(PartKind::Credentials, ""), format!("Auth::{name}"), text);
        };
        for (scheme, name) in self.api.auth.iter().zip(&self.names.auth) {
            match &scheme.kind {
                AuthKind::ApiKey(_) => line(name, "fn(key: impl Into<String>) -> Self"),
                AuthKind::Basic => line(name, "fn(user: impl Into<String>, password: impl Into<String>) -> Self"),
                _ => line(name, "fn(token: impl Into<String>) -> Self"),
            }
            let AuthKind::OAuth2(flows) = &scheme.kind else { continue };
            let upper = name.trim_end_matches('_').to_ascii_uppercase();
            for (suffix, is_there) in [
                ("AUTHORIZATION_URL", flows.authorization_url.is_some()),
                ("TOKEN_URL", flows.token_url.is_some()),
                ("REFRESH_URL", flows.refresh_url.is_some()),
            ] {
                if is_there {
                    line(&format!("{upper}_{suffix}"), "const &'static str");
                }
            }
            if !flows.scopes.is_empty() {
                line(&format!("{upper}_SCOPES"), "const &'static[&'static str]");
            }
            let arguments = "client_id: impl AsRef<str>, client_secret: impl Into<String>";
            if flows.token_url.is_some() {
                line(&flow_name(name, "oauth"), &format!("fn({arguments}, tokens: rt::OAuthTokens) -> rt::OAuth"));
            }
            if flows.token_url.is_some() && flows.client_credentials {
                let text = format!("fn<S: AsRef<str>>({arguments}, scopes: impl IntoIterator<Item = S>) -> rt::OAuth");
                line(&flow_name(name, "client_credentials"), &text);
            }
        }
        let is_taken = |name: &str| self.names.auth.iter().any(|known| known == name);
        if !is_taken("bearer") {
            line("bearer", "fn(token: impl Into<String>) -> Self");
        }
        if !is_taken("basic") {
            line("basic", "fn(user: impl Into<String>, password: impl Into<String>) -> Self");
        }
        if self.api.auth.len() > 1 {
            line("and", "fn(self, other: Self) -> Self");
        }
        shape
    }

    /// Adds what callers see of the servers.
    fn servers(&self, shape: &mut Shape) {
        if !self.api.servers.is_empty() {
            shape.line(SurfacePart::new(PartKind::Servers, ""), "servers", "mod");
        }
        let mut line = |path: String, text: &str| {
            shape.line(SurfacePart::new(PartKind::Servers, ""), format!("servers::{path}"), text);
        };
        for (server, names) in self.api.servers.iter().zip(&self.names.servers) {
            let ident = &names.ident;
            if server.variables.is_empty() {
                line(ident.clone(), "const &str");
                continue;
            }
            line(ident.clone(), "struct");
            line(format!("{ident}::new"), "fn() -> Self");
            line(format!("{ident}::url"), "fn(&self) -> String");
            line("String".to_owned(), &format!("impl From<{ident}>"));
            for (setter, ty, variants) in &names.variables {
                let Some(ty) = ty else {
                    line(format!("{ident}::{setter}"), &format!("fn(self, {setter}: impl Into<String>) -> Self"));
                    continue;
                };
                line(format!("{ident}::{setter}"), &format!("fn(self, {setter}: {ty}) -> Self"));
                line(ty.clone(), "enum");
                variants.iter().for_each(|(_, variant)| line(format!("{ty}::{variant}"), "variant"));
            }
        }
    }

    /// Returns what callers see of a tag besides its operations.
    pub(crate) fn tag(&self, tag: usize) -> Shape {
        let names = self.names.tag(tag);
        let (module, handle) = (&names.module, &names.handle);
        let mut shape = Shape::default();
        let head = || SurfacePart::new(PartKind::Head, "");
        shape.line(head(), format!("feature {} = []", names.feature), "");
        shape.line(head(), module, "mod");
        if !is_called(self.api, tag) {
            return shape;
        }
        shape.line(head(), format!("{module}::<rt::Client>::{module}"), format!("fn(&self) -> {handle}<'_>"));
        if is_public(self.api, tag) {
            shape.line(head(), format!("{module}::<rt::PublicClient>::{module}"), format!("fn(&self) -> {handle}<'_>"));
        }
        shape.line(head(), format!("{module}::{handle}"), "struct<'a>");
        shape
    }
}
