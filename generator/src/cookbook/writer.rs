//! The context of a recipe that is written: the model, and the names that the recipe imports.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::client::Client;
use crate::compile::Model;
use crate::cookbook::recipe::{Recipe, Task};
use crate::cookbook::value::some_id;
use crate::emit::ident;
use crate::ir::{IdRule, Operation, OperationId, ResourceId, Type};
use crate::name::Module;

/// The attributes that people know a thing by, best first.
const TELLING: [&str; 6] = ["name", "title", "email", "label", "subject", "description"];

/// Writes one recipe.
pub(super) struct Writer<'m> {
    pub(super) model: &'m Model,
    pub(super) client: &'m Client<'m>,
    /// The name of the crate, as Rust code has it.
    pub(super) crate_ident: &'m str,
    /// An id that can be sent in every request.
    pub(super) some_id: &'static str,
    /// The imported names, each with the path of its module.
    uses: BTreeMap<String, String>,
}

impl<'m> Writer<'m> {
    pub(super) fn new(model: &'m Model, client: &'m Client<'m>, crate_ident: &'m str) -> Self {
        Self { model, client, crate_ident, some_id: some_id(&model.api), uses: BTreeMap::new() }
    }

    /// Returns a writer of another recipe of the same client.
    pub(super) fn another(&self) -> Self {
        Self { uses: BTreeMap::new(), ..*self }
    }

    /// Returns the recipe that was written, which calls these operations.
    pub(super) fn recipe(
        self,
        task: Task,
        operations: &[OperationId],
        code: TokenStream,
        check: TokenStream,
    ) -> Recipe {
        let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, module) in self.uses {
            uses.entry(module).or_default().insert(name);
        }
        let tags = operations.iter().map(|id| self.model.api.operations[*id].tag);
        let features = tags.map(|tag| self.model.names.tag(tag).feature.clone()).collect();
        Recipe { task, crate_ident: self.crate_ident.to_owned(), features, uses, code, check }
    }

    /// Returns an item of the crate's root.
    pub(super) fn root(&mut self, name: &str) -> TokenStream {
        self.import(String::new(), name)
    }

    /// Returns an item of the runtime that the root does not have.
    pub(super) fn runtime(&mut self, name: &str) -> TokenStream {
        self.import("runtime".to_owned(), name)
    }

    /// Returns an item of the mock.
    pub(super) fn mock(&mut self, name: &str) -> TokenStream {
        self.import("mock".to_owned(), name)
    }

    /// Returns an item of a module of the service.
    pub(super) fn item(&mut self, module: Module, name: &str) -> TokenStream {
        let path = match module {
            Module::Resource(id) => format!("resources::{}", self.model.names.resource(id).module),
            Module::Tag(tag) => self.model.names.tag(tag).module.clone(),
        };
        self.import(path, name)
    }

    /// Returns the type that stands for a resource.
    pub(super) fn resource(&mut self, id: ResourceId) -> TokenStream {
        self.item(Module::Resource(id), &self.model.names.resource(id).ident)
    }

    /// Returns what the naming stage called an operation's own type, such as its `Filter`.
    pub(super) fn of_operation(&mut self, id: OperationId, suffix: &str) -> TokenStream {
        let name = format!("{}{suffix}", self.model.names.operation(id).marker);
        self.item(Module::Tag(self.operation(id).tag), &name)
    }

    pub(super) fn operation(&self, id: OperationId) -> &'m Operation {
        &self.model.api.operations[id]
    }

    /// Imports a name, unless another one of the same name is.
    fn import(&mut self, module: String, name: &str) -> TokenStream {
        let name_ident = ident(name);
        let known = self.uses.entry(name.to_owned()).or_insert_with(|| module.clone());
        if *known == module {
            return quote!(#name_ident);
        }
        let crate_ident = ident(self.crate_ident);
        let segments = module.split("::").filter(|segment| !segment.is_empty()).map(ident);
        quote!(#crate_ident::#(#segments::)*#name_ident)
    }

    /// Returns the variable for a resource of this type.
    pub(super) fn variable(&self, id: ResourceId) -> Ident {
        ident(&crate::name::escape_field(&self.model.names.resource(id).module))
    }

    /// Returns the attribute by which a resource is told from others, if it is read and has a text.
    pub(super) fn telling(&self, id: ResourceId) -> Option<(&'m str, Ident)> {
        let view = self.model.api.resources[id].read.as_ref()?;
        let names = &self.model.names.resource(id).attributes;
        let texts = view.attributes.iter().zip(names).filter(|(field, _)| matches!(field.ty, Type::String(_)));
        let rank = |wire: &str| TELLING.iter().position(|known| *known == wire).unwrap_or(TELLING.len());
        let best = texts.min_by_key(|(field, _)| (rank(&field.wire), &field.wire))?;
        Some((&best.0.wire, ident(best.1)))
    }

    /// Returns a statement that prints what tells one resource from another.
    pub(super) fn print(&self, id: ResourceId, variable: &TokenStream) -> TokenStream {
        match (self.has_id(id), self.telling(id)) {
            (true, Some((_, name))) => quote!(println!("{} {:?}", #variable.id, #variable.attributes.#name);),
            (true, None) => quote!(println!("{}", #variable.id);),
            (false, Some((_, name))) => quote!(println!("{:?}", #variable.attributes.#name);),
            (false, None) => quote!(println!("{:?}", #variable);),
        }
    }

    /// Returns whether resources of the type have an id that can be shown.
    pub(super) fn has_id(&self, id: ResourceId) -> bool {
        self.model.api.resources[id].read.as_ref().is_none_or(|view| view.id != IdRule::None)
    }

    /// Returns the mock's route of an operation, from a variable `server`.
    pub(super) fn route(&self, id: OperationId) -> TokenStream {
        let (tag, method) = self.method(id);
        quote!(server.#tag().#method())
    }

    /// Returns the test of a recipe: statements that run it while the route of an operation answers like this, which is
    /// called this often.
    pub(super) fn check(&self, id: OperationId, answer: &TokenStream, run: &TokenStream, count: usize) -> TokenStream {
        let (route, count) = (self.route(id), Literal::usize_unsuffixed(count));
        quote! {
            let route = #route #answer;
            #run
            assert_eq!(route.count(), #count);
        }
    }

    /// Returns the module of an operation's tag, and its method.
    pub(super) fn method(&self, id: OperationId) -> (Ident, Ident) {
        let tag = self.model.names.tag(self.operation(id).tag);
        (ident(&tag.module), ident(&self.model.names.operation(id).method))
    }

    /// Returns the mock's `Sample` of a resource type, by its whole path: only tests name it.
    pub(super) fn sample(&self, id: ResourceId) -> TokenStream {
        let names = self.model.names.resource(id);
        let (crate_ident, module, name) = (ident(self.crate_ident), ident(&names.module), ident(&names.ident));
        quote!(#crate_ident::mock::Sample::<#crate_ident::resources::#module::#name>)
    }

    /// Returns code for this number of samples.
    pub(super) fn samples(&self, id: ResourceId, count: usize) -> TokenStream {
        let (sample, count) = (self.sample(id), Literal::usize_unsuffixed(count));
        quote!(#sample::series(#count))
    }
}
