//! Expressions for values that are sent, each of exactly the type that the client encodes.

use std::collections::BTreeSet;

use jsonapi_forge::client::{Client, Constructor, SentMember, SentMembers};
use jsonapi_forge::compile::Model;
use jsonapi_forge::ir::{Enum, EnumBase, Field, IdType, Record, StringFormat, Tuple, Type, TypeDef, TypeId, Union};
use jsonapi_forge::name::Module;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::drive::Set;
use crate::drive::paths::{ident, resource, rust_type, sent, union_tags};

/// Writes values for one call.
pub(super) struct Values<'m> {
    pub(super) client: &'m Client<'m>,
    pub(super) model: &'m Model,
    /// The module whose names for types are taken.
    pub(super) near: Module,
    pub(super) set: Set,
    tags: BTreeSet<(TypeId, String)>,
    /// The types whose values are being written, outermost first: where recursion ends.
    open: Vec<TypeId>,
    /// The unions of which a list of all alternatives was written already.
    shown: BTreeSet<TypeId>,
    /// Makes texts distinct.
    count: usize,
}

/// What a value is for.
#[derive(Clone, Copy)]
pub(super) struct Hint<'a> {
    /// The name on the wire.
    pub(super) wire: &'a str,
    /// The document's example, as JSON text.
    pub(super) example: Option<&'a str>,
}

impl<'m> Values<'m> {
    pub(super) fn new(client: &'m Client<'m>, model: &'m Model, near: Module, set: Set) -> Self {
        Self { client, model, near, set, tags: union_tags(model), open: Vec::new(), shown: BTreeSet::new(), count: 0 }
    }

    /// Returns a value of type `ty`.
    pub(super) fn value(&mut self, ty: &Type, hint: Hint<'_>) -> TokenStream {
        let example = hint.example.and_then(|text| serde_json::from_str(text).ok());
        match ty {
            Type::Bool => quote!(true),
            Type::Integer => {
                let number = Literal::i64_suffixed(example.as_ref().and_then(Value::as_i64).unwrap_or(7));
                quote!(#number)
            }
            Type::Unsigned => {
                let number = Literal::u64_suffixed(example.as_ref().and_then(Value::as_u64).unwrap_or(u64::MAX));
                quote!(#number)
            }
            Type::Number => {
                let number = Literal::f64_suffixed(example.as_ref().and_then(Value::as_f64).unwrap_or(2.5));
                quote!(#number)
            }
            Type::String(StringFormat::DateTime) => quote!(crate::run::datetime()),
            Type::String(StringFormat::Date) => quote!(crate::run::date()),
            Type::String(StringFormat::Password) => {
                let text = self.text(hint.wire, None);
                quote!(client::runtime::Password::from(#text))
            }
            Type::String(_) => self.text(hint.wire, example.as_ref().and_then(Value::as_str)),
            Type::Constant(json) => match serde_json::from_str(json) {
                Ok(Value::String(text)) => quote!(crate::run::text(#text)),
                Ok(Value::Bool(value)) => quote!(#value),
                Ok(Value::Number(number)) if number.is_f64() => {
                    number.as_f64().map_or_else(TokenStream::new, |number| quote!(#number))
                }
                _ => quote!(crate::run::json(#json)),
            },
            Type::Json => {
                let json = hint.example.unwrap_or("{\"any\": [\"value\"]}");
                quote!(crate::run::json(#json))
            }
            Type::Object => quote!(crate::run::object()),
            Type::Foreign { wire, .. } => {
                let value = self.value(wire, hint);
                quote!(client::runtime::Foreign::from_json(#value))
            }
            Type::List(inner) => self.list(inner, hint),
            Type::Map(inner) => {
                let inner = self.value(inner, Hint { example: None, ..hint });
                quote!(std::collections::BTreeMap::from([("key".to_owned(), #inner)]))
            }
            // Only in what is read.
            Type::Nullable(inner) => {
                let inner = self.value(inner, hint);
                quote!(Some(#inner))
            }
            Type::Tuple(tuple) => self.tuple(tuple, Hint { example: None, ..hint }),
            Type::Named(id) => self.named(*id, hint),
            Type::Embedded { view, many } => {
                let view = self.view(*view);
                if *many {
                    quote!(client::runtime::Embedded::from(vec![#view]))
                } else {
                    quote!(client::runtime::Embedded::from(#view))
                }
            }
            Type::EmbeddedIdentifier { target, many } => {
                let (target, id) = (resource(self.model, *target), self.text("id", None));
                if *many {
                    quote!(client::runtime::EmbeddedIds::<#target>::from(vec![#id]))
                } else {
                    quote!(client::runtime::EmbeddedId::<#target>::from(#id))
                }
            }
        }
    }

    /// Returns a text, unlike all others unless there is an example.
    pub(super) fn text(&mut self, wire: &str, example: Option<&str>) -> TokenStream {
        self.count += 1;
        let made = format!("{wire} & \"{}\" + \\", self.count);
        let text = example.filter(|text| !text.is_empty()).unwrap_or(&made);
        quote!(crate::run::text(#text))
    }

    /// Returns a list. Of a union it holds each alternative once, the first time it occurs.
    fn list(&mut self, inner: &Type, hint: Hint<'_>) -> TokenStream {
        if let Type::Named(id) = inner {
            if self.open.contains(id) {
                return quote!(Vec::new());
            }
            if let TypeDef::Union(union) = &self.model.api.types[*id]
                && self.set == Set::All
                && self.shown.insert(*id)
            {
                let path = sent(self.model, *id);
                self.open.push(*id);
                let values: Vec<TokenStream> =
                    (0..union.alternatives.len()).map(|number| self.alternative(union, number, hint)).collect();
                self.open.pop();
                return quote!(vec![#(#path::from(#values)),*]);
            }
        }
        if let (Type::String(StringFormat::Text), Some(Ok(texts))) =
            (inner, hint.example.map(serde_json::from_str::<Vec<String>>))
        {
            return quote!(vec![#(crate::run::text(#texts)),*]);
        }
        let inner = self.value(inner, Hint { example: None, ..hint });
        quote!(vec![#inner])
    }

    /// Returns a tuple; where least is set, without the places that may be left out.
    fn tuple(&mut self, tuple: &Tuple, hint: Hint<'_>) -> TokenStream {
        let places = tuple.places.iter().enumerate().map(|(position, place)| {
            let is_again = matches!(place, Type::Named(id) if self.open.contains(id));
            if position >= tuple.required && (self.set == Set::Required || is_again) {
                return quote!(None);
            }
            let value = match place {
                Type::Nullable(inner) if self.set == Set::All => {
                    let value = self.value(inner, hint);
                    quote!(client::runtime::Change::Value(#value))
                }
                Type::Nullable(_) => quote!(client::runtime::Change::Null),
                other => self.value(other, hint),
            };
            if position < tuple.required { value } else { quote!(Some(#value)) }
        });
        let places: Vec<TokenStream> = places.collect();
        let Some(rest) = &tuple.rest else { return quote!((#(#places,)*)) };
        let is_whole = self.set == Set::All && !matches!(rest, Type::Named(id) if self.open.contains(id));
        let rest = is_whole.then(|| self.value(rest, hint));
        let rest = rest.into_iter();
        quote!(client::runtime::OpenTuple { places: (#(#places,)*), rest: vec![#(#rest),*] })
    }

    fn named(&mut self, id: TypeId, hint: Hint<'_>) -> TokenStream {
        let path = sent(self.model, id);
        let model = self.model;
        match &model.api.types[id] {
            TypeDef::Enum(node) => self.enumeration(id, node),
            TypeDef::Filter(filter) => self.body_filter(id, filter),
            TypeDef::Record(record) => {
                let again = self.open.contains(&id);
                self.open.push(id);
                let made = self.record(id, record, again);
                self.open.pop();
                quote!(#path #made)
            }
            TypeDef::Union(union) => {
                let count = union.alternatives.len();
                let order: Vec<usize> = match self.set {
                    Set::All => (0..count).collect(),
                    Set::Required => (0..count).rev().collect(),
                };
                let is_new = |number: &&usize| !self.is_open(union, **number);
                let number = order.iter().find(is_new).or(order.first()).copied().unwrap_or_default();
                self.open.push(id);
                let value = self.alternative(union, number, hint);
                self.open.pop();
                quote!(#path::from(#value))
            }
        }
    }

    fn is_open(&self, union: &Union, number: usize) -> bool {
        match union.alternatives.get(number).map(|alternative| &alternative.ty) {
            Some(Type::Named(id)) => self.open.contains(id),
            _ => false,
        }
    }

    fn alternative(&mut self, union: &Union, number: usize, hint: Hint<'_>) -> TokenStream {
        let alternative = union.alternatives.get(number).expect("a union has alternatives");
        self.value(&alternative.ty, hint)
    }

    /// Returns the first of its own values; an enum may be emitted together with others.
    fn enumeration(&mut self, id: TypeId, node: &Enum) -> TokenStream {
        let (path, names) = (sent(self.model, id), self.model.names.ty(id));
        let value = match self.set {
            Set::All => node.values.first(),
            Set::Required => node.values.last(),
        };
        let found = names.members.iter().find(|(wire, _)| Some(wire) == value);
        match (found, node.base) {
            (Some((_, variant)), _) => {
                let variant = ident(variant);
                quote!(#path::#variant)
            }
            (None, EnumBase::String) => quote!(#path::from("unlisted")),
            (None, EnumBase::Integer) => quote!(#path::Unknown(0)),
        }
    }

    fn record(&mut self, id: TypeId, record: &Record, again: bool) -> TokenStream {
        let names = self.model.names.ty(id).members.iter().map(|(_, name)| name.as_str());
        let names: Vec<&str> = names.collect();
        let is_tag = |values: &Self, field: &Field| values.tags.contains(&(id, field.wire.clone()));
        let mut setters = self.setters(&record.fields, &names, is_tag, again);
        let constructor = self.client.record_constructor(id);
        let made = self.made(&constructor, record.into(), None);
        if let (Some(rest), Set::All, false) = (&record.rest, self.set, again) {
            let value = self.value(rest, Hint { wire: "custom", example: None });
            setters.extend(quote!(.with("custom", #value)));
        }
        quote!(#made #setters)
    }

    /// Returns the call that makes something that is sent of its required members, behind its path.
    #[allow(clippy::indexing_slicing, reason = "a member has a position of the list that it is of")]
    pub(super) fn made(
        &mut self,
        constructor: &Constructor,
        members: SentMembers<'_>,
        identity: Option<&TokenStream>,
    ) -> TokenStream {
        let values = constructor.members.iter().map(|required| match required.member {
            SentMember::Identity => identity.cloned().expect("the id is given"),
            SentMember::Attribute(position) => self.field(&members.attributes[position]),
            SentMember::Relationship(position) => self.relationship(&members.relationships[position]),
            SentMember::Other(position) => self.field(&members.others[position]),
            SentMember::Meta => {
                self.value(members.meta.expect("the meta is described"), Hint { wire: "meta", example: None })
            }
        });
        let values: Vec<TokenStream> = values.collect();
        if !constructor.is_by_name {
            return quote!(::new(#(#values),*));
        }
        let names = constructor.members.iter().map(|required| ident(&required.name));
        quote!(::builder()#(.#names(#values))*.build())
    }

    /// Returns the calls of the setters for the members of a record or the attributes of a resource.
    pub(super) fn setters(
        &mut self,
        fields: &[Field],
        names: &[&str],
        is_tag: impl Fn(&Self, &Field) -> bool,
        only_required: bool,
    ) -> TokenStream {
        let mut setters = TokenStream::new();
        if self.set == Set::Required || only_required {
            return setters;
        }
        for (field, name) in fields.iter().zip(names).filter(|(field, _)| !field.presence.required()) {
            let setter = ident(name);
            match &field.ty {
                Type::Constant(_) if is_tag(self, field) => {}
                Type::Constant(_) => setters.extend(quote!(.#setter())),
                _ => {
                    let value = self.field(field);
                    setters.extend(quote!(.#setter(#value)));
                }
            }
        }
        setters
    }

    /// Returns the value of a field. What is set at all though it may be null is null where least is set.
    fn field(&mut self, field: &Field) -> TokenStream {
        let hint = Hint { wire: &field.wire, example: field.annotations.sample() };
        let nullable = field.presence.nullable();
        match &field.ty {
            Type::Json if nullable && self.set == Set::Required => quote!(client::runtime::Value::Null),
            Type::Object if nullable && self.set == Set::Required => quote!(client::runtime::Change::Null),
            ty if nullable && self.set == Set::Required => {
                let ty = rust_type(self.client, self.near, ty);
                quote!(client::runtime::Change::<#ty>::Null)
            }
            Type::Embedded { view, many: true } if !nullable => {
                let view = self.view(*view);
                quote!([#view])
            }
            Type::EmbeddedIdentifier { target, many: true } if !nullable => {
                let id = self.id(*target, IdType::Text);
                quote!([#id])
            }
            ty => self.value(ty, hint),
        }
    }
}
