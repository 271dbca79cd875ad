//! What is sent: resources, identifiers, parts.

use jsonapi_forge::ir::{
    Arity, BatchedChange, BatchedOperation, Body, BodyContent, DocumentMeta, Enum, FormPart, GivenId, IdRule, IdType,
    Operation, OperationId, PartContent, Relationship, ResourceCount, ResourceId, Type, TypeDef, TypeId, WriteRole,
    WriteView, WriteViewId,
};
use proc_macro2::TokenStream;
use quote::quote;

use crate::drive::Set;
use crate::drive::paths::{self, ident};
use crate::drive::value::{Hint, Values};

impl Values<'_> {
    /// Returns the body, unless it has parts.
    pub(super) fn body(&mut self, id: OperationId, body: &Body) -> Option<TokenStream> {
        Some(match &body.content {
            BodyContent::Resource { view, count } => {
                let view = self.view(*view);
                let is_list = match count {
                    ResourceCount::One => false,
                    ResourceCount::Many => true,
                    ResourceCount::OneOrMany => self.set == Set::All,
                };
                if is_list { quote!([#view]) } else { view }
            }
            BodyContent::AnyResource { views, many } => {
                let view = self.view(*views.first()?);
                if *many { quote!([#view]) } else { view }
            }
            BodyContent::Linkage { given_id: GivenId { names: Some(named), .. }, id_type, .. } => {
                self.id(*named, *id_type)
            }
            BodyContent::Linkage { targets, id_type, arity, meta, .. } => {
                let limits = &self.model.api.operations[id].max_items;
                let most = limits.iter().find(|limit| limit.pointer == "/data").map_or(u32::MAX, |limit| limit.count);
                let id = self.related(targets, *id_type);
                // One in the place of a list or null, so that each form is sent once.
                let many = arity.is_many() && (self.set == Set::All || *arity == Arity::Many);
                self.linkage(id, targets, many && most > 1, *arity, meta.as_ref(), many)
            }
            BodyContent::Batch(operations) => self.batch(id, operations),
            BodyContent::Json(ty) => self.value(ty, Hint { wire: "body", example: None }),
            BodyContent::Raw => quote!("bytes"),
            BodyContent::Form { .. } => return None,
        })
    }

    /// Returns a batch of everything that it may hold, or of one change.
    fn batch(&mut self, id: OperationId, operations: &[BatchedOperation]) -> TokenStream {
        let names = self.model.names.operation(id).batch.clone();
        let count = if self.set == Set::All { operations.len() } else { 1 };
        let changes = operations.iter().zip(&names).take(count).map(|(operation, name)| {
            let name = ident(name);
            let arguments = match &operation.change {
                BatchedChange::Add(view) => self.view(*view),
                BatchedChange::Update(view) => {
                    let resource = self.model.api.write_views[*view].resource;
                    let (target, changes) = (self.id(resource, operation.target_id), self.view(*view));
                    quote!(#target, #changes)
                }
                BatchedChange::Remove(resource) => self.id(*resource, operation.target_id),
                BatchedChange::Relate { resource, arity, targets, id_type, .. } => {
                    let (target, related) = (self.id(*resource, operation.target_id), self.related(targets, *id_type));
                    let related = if matches!(arity, Arity::Many) { quote!([#related]) } else { related };
                    quote!(#target, #related)
                }
            };
            quote!(batch.#name(#arguments);)
        });
        let changes: Vec<TokenStream> = changes.collect();
        quote!({
            let mut batch = client::Batch::new();
            #(#changes)*
            batch
        })
    }

    /// Linkage: of a list two elements, where so many may be sent.
    fn linkage(
        &mut self,
        mut id: TokenStream,
        targets: &[ResourceId],
        two: bool,
        arity: Arity,
        meta: Option<&DocumentMeta>,
        many: bool,
    ) -> TokenStream {
        let mut ty = self.related_type(targets);
        if let Some(meta) = meta {
            let meta_type = paths::rust_type(self.client, self.near, &meta.ty);
            let name = if meta.required { quote!(IdAndMeta) } else { quote!(WithMeta) };
            ty = quote!(client::runtime::#name::<#ty, #meta_type>);
            let is_given = meta.required || self.set == Set::All;
            let with = is_given.then(|| self.value(&meta.ty, Hint { wire: "meta", example: None }));
            id = match with {
                Some(meta) => quote!(#ty::from((#id, #meta))),
                None => quote!(#ty::from(#id)),
            };
        }
        match (many, self.set) {
            (true, Set::All) if two => quote!([#id.clone(), #id]),
            (true, _) => quote!([#id]),
            (false, Set::Required) if arity == Arity::ZeroOneOrMany => {
                quote!(client::runtime::Change::<client::runtime::OneOrMany<#ty>>::Null)
            }
            (false, Set::Required) if arity.is_nullable() => quote!(client::runtime::Change::<#ty>::Null),
            (false, _) => id,
        }
    }

    /// Returns a part of a multipart body.
    pub(super) fn part(&mut self, part: &FormPart) -> TokenStream {
        if part.is_file() {
            let file = quote!(client::runtime::File::new("a \"file\".png", "content").content_type("image/png"));
            return match part.content {
                PartContent::File { many: true, .. } => quote!([#file, #file]),
                _ => file,
            };
        }
        let hint = Hint { wire: &part.field.wire, example: part.field.annotations.sample() };
        self.value(&part.field.ty, hint)
    }

    /// Returns a resource that is sent.
    pub(super) fn view(&mut self, id: WriteViewId) -> TokenStream {
        let (path, names) = (paths::view(self.model, id), self.model.names.view(id));
        let view: &WriteView = &self.model.api.write_views[id];
        let attributes: Vec<&str> = names.attributes.iter().map(String::as_str).collect();
        let identity = if self.has_id_of_path(id) { None } else { self.identity(view) };
        let is_argument = view.requires_id();
        let constructor = self.client.view_constructor(id);
        let made = self.made(&constructor, view.into(), identity.as_ref());
        let mut setters = self.setters(&view.attributes, &attributes, |_, _| false, false);
        let others: Vec<&str> = names.others.iter().map(String::as_str).collect();
        setters.extend(self.setters(&view.others, &others, |_, _| false, false));
        let relationships = view.relationships.iter().zip(&names.relationships).filter(|(it, _)| !it.required);
        for (relationship, name) in relationships.filter(|_| self.set == Set::All).collect::<Vec<_>>() {
            let (setter, value) = (ident(name), self.relationship(relationship));
            setters.extend(quote!(.#setter(#value)));
        }
        if let Some(id) = identity.filter(|_| !is_argument) {
            setters.extend(quote!(.id(#id)));
        }
        // An id and a local id do not go together.
        if view.local && view.id == IdRule::None && self.set == Set::All {
            let lid = self.text("lid", None);
            setters.extend(quote!(.lid(#lid)));
        }
        if let (Some(meta), Set::All) = (view.meta.as_ref().filter(|meta| !meta.required), self.set) {
            let meta = self.value(&meta.ty, Hint { wire: "meta", example: None });
            setters.extend(quote!(.meta(#meta)));
        }
        if view.open && self.set == Set::All {
            setters.extend(quote!(.with("custom", "attribute")));
        }
        quote!(#path #made #setters)
    }

    /// Returns whether a resource that is changed has the id of the path: an argument of each operation that sends it.
    fn has_id_of_path(&self, view: WriteViewId) -> bool {
        let resource = self.model.api.write_views[view].resource;
        let sends = |operation: &&Operation| {
            let content = operation.body.as_ref().map(|body| &body.content);
            matches!(content, Some(BodyContent::Resource { view: sent, count: ResourceCount::One }) if *sent == view)
        };
        let mut sending = self.model.api.operations.iter().map(|(_, operation)| operation).filter(sends).peekable();
        let is_change = self.model.api.write_views[view].role == WriteRole::Update && sending.peek().is_some();
        is_change
            && sending.all(|operation| operation.path_parameters.iter().any(|one| one.identifies == Some(resource)))
    }

    fn identity(&mut self, view: &WriteView) -> Option<TokenStream> {
        let is_set = match view.id {
            IdRule::Required => true,
            IdRule::Optional => self.set == Set::All,
            IdRule::None => false,
        };
        is_set.then(|| self.id(view.given_id.names.unwrap_or(view.resource), view.id_type))
    }

    pub(super) fn relationship(&mut self, relationship: &Relationship) -> TokenStream {
        if let Some(Type::Embedded { view, many }) = relationship.whole {
            let view = self.view(view);
            return if many { quote!([#view]) } else { view };
        }
        let id = self.related(&relationship.targets, relationship.id_type);
        match (relationship.arity, self.set) {
            (Arity::Many, _) => quote!([#id]),
            (Arity::ZeroOrOne, Set::Required) => {
                let ty = match relationship.targets.as_slice() {
                    [only] if relationship.local => {
                        let target = paths::resource(self.model, *only);
                        quote!(client::runtime::Reference<#target>)
                    }
                    targets => self.related_type(targets),
                };
                quote!(client::runtime::Change::<#ty>::Null)
            }
            (Arity::ZeroOneOrMany | Arity::Unknown, Set::All) => quote!([#id]),
            (_, _) => id,
        }
    }

    /// Returns what names a resource of one of these types.
    fn related(&mut self, targets: &[ResourceId], id_type: IdType) -> TokenStream {
        match targets {
            [only] => self.id(*only, id_type),
            targets => {
                let api = &self.model.api;
                let first = targets.first().map(|id| api.resources[*id].wire_type.as_str());
                let own = targets.first().filter(|_| id_type == IdType::Any).and_then(|id| api.id_type(*id));
                let (kind, id) = (first.unwrap_or("anything"), self.id_text(own.unwrap_or(id_type)));
                quote!(client::runtime::AnyIdentifier::new(#kind, #id))
            }
        }
    }

    fn related_type(&self, targets: &[ResourceId]) -> TokenStream {
        match targets {
            [only] => {
                let target = paths::resource(self.model, *only);
                quote!(client::runtime::Id<#target>)
            }
            _ => quote!(client::runtime::AnyIdentifier),
        }
    }

    /// Returns an id of a resource of this type.
    pub(super) fn id(&mut self, resource: ResourceId, id_type: IdType) -> TokenStream {
        let (target, id) = (paths::resource(self.model, resource), self.id_text(id_type));
        quote!(client::runtime::Id::<#target>::from(#id))
    }

    /// Returns the text of an id.
    fn id_text(&mut self, id_type: IdType) -> TokenStream {
        match id_type {
            IdType::Number => quote!("7"),
            IdType::Text | IdType::Any => self.text("id", None),
        }
    }

    /// Returns an id out of those that the document lists.
    pub(super) fn listed_id(&mut self, listed: TypeId, resource: ResourceId) -> TokenStream {
        let target = paths::resource(self.model, resource);
        match &self.model.api.types[listed] {
            TypeDef::Enum(Enum { values, .. }) => {
                let id = values.first();
                quote!(client::runtime::Id::<#target>::from(#id))
            }
            _ => self.id(resource, IdType::Text),
        }
    }

    /// Returns a value of a path parameter, query parameter or header.
    pub(super) fn argument(&mut self, wire: &str, ty: &Type) -> TokenStream {
        self.value(ty, Hint { wire, example: None })
    }
}
