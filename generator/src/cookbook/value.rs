//! Example values for setters and constructors, of plain types only.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::client::{Constructor, SentMember, SentMembers};
use crate::cookbook::writer::Writer;
use crate::emit::ident;
use crate::ir::{
    Api, Arity, BodyContent, Field, FilterField, FilterValue, IdRule, IdType, Operation, OperatorArity, Relationship,
    StringFormat, Type, TypeDef, TypeId, WriteRole, WriteView, WriteViewId,
};

/// The largest depth of nested objects.
const DEPTH: usize = 3;

/// The number of optional attributes that are set.
const SET: usize = 2;

/// An id where any does.
pub(super) const SOME_ID: &str = "some-id";

/// An id where those of the service are numbers.
const SOME_NUMBER: &str = "7";

/// Returns an id that can be sent in every request.
pub(super) fn some_id(api: &Api) -> &'static str {
    let numbered = |view: &WriteView| {
        let mut id_types = view.relationships.iter().map(|relationship| relationship.id_type).chain([view.id_type]);
        id_types.any(|id_type| id_type == IdType::Number)
    };
    let named = |operation: &Operation| {
        let content = operation.body.as_ref().map(|body| &body.content);
        let mut path = operation.path_parameters.iter();
        matches!(content, Some(BodyContent::Linkage { id_type: IdType::Number, .. }))
            || path.any(|parameter| parameter.identifies.is_some() && parameter.ty == Type::Integer)
    };
    let is_number =
        api.write_views.iter().any(|(_, view)| numbered(view)) || api.operations.iter().any(|(_, one)| named(one));
    if is_number { SOME_NUMBER } else { SOME_ID }
}

impl Writer<'_> {
    /// Returns a value of a type; `None` where that would take more than an example shows.
    pub(super) fn value(&mut self, ty: &Type, wire: &str, example: Option<&str>, depth: usize) -> Option<TokenStream> {
        let some_id = self.some_id;
        let example: Option<Value> = example.and_then(|text| serde_json::from_str(text).ok());
        Some(match ty {
            Type::Bool => quote!(true),
            Type::Unsigned => {
                // As an argument that may be null, a bare `7` would be an `i32`.
                let number = Literal::u64_suffixed(example.as_ref().and_then(Value::as_u64).unwrap_or(7));
                quote!(#number)
            }
            Type::Integer => {
                let number = example.as_ref().and_then(Value::as_i64).filter(|number| i32::try_from(*number).is_ok());
                let number = Literal::i64_unsuffixed(number.filter(|number| *number >= 0).unwrap_or(7));
                quote!(#number)
            }
            Type::Number => {
                let number = example.as_ref().and_then(Value::as_f64).filter(|number| *number >= 0.0);
                let number = Literal::f64_unsuffixed(number.unwrap_or(9.5));
                quote!(#number)
            }
            Type::String(StringFormat::Text) => {
                let text = text(wire, example.as_ref().and_then(Value::as_str));
                quote!(#text)
            }
            Type::String(StringFormat::DateTime) => quote!("2026-01-01T00:00:00Z"),
            Type::String(StringFormat::Date) => quote!("2026-01-01"),
            Type::String(StringFormat::Password) => quote!("open sesame"),
            Type::Json => quote!("anything"),
            Type::List(inner) if !matches!(**inner, Type::List(_) | Type::Map(_)) => {
                let value = self.value(inner, wire, None, depth)?;
                quote!([#value])
            }
            Type::Tuple(tuple) if tuple.rest.is_none() && tuple.required == tuple.places.len() => {
                let places: Option<Vec<TokenStream>> =
                    tuple.places.iter().map(|place| self.place(place, wire, depth)).collect();
                let places = places?;
                quote!((#(#places,)*))
            }
            Type::Named(id) => self.named(*id, depth)?,
            Type::Embedded { view, many } if depth < DEPTH => {
                let view = self.view(*view, depth + 1, 0)?;
                if *many { quote!([#view]) } else { view }
            }
            Type::EmbeddedIdentifier { many, .. } => {
                if *many {
                    quote!([#some_id])
                } else {
                    quote!(#some_id)
                }
            }
            _ => return None,
        })
    }

    /// Returns a place of a tuple, which is of its very type.
    fn place(&mut self, ty: &Type, wire: &str, depth: usize) -> Option<TokenStream> {
        let value = self.value(ty, wire, None, depth)?;
        match ty {
            Type::Bool | Type::Integer | Type::Unsigned | Type::Number => Some(value),
            Type::String(StringFormat::Text) => Some(quote!(#value.to_owned())),
            Type::String(_) | Type::Json => Some(quote!(#value.into())),
            Type::Named(id) if matches!(self.model.api.types[*id], TypeDef::Enum(_) | TypeDef::Record(_)) => {
                Some(value)
            }
            Type::Tuple(_) => Some(value),
            _ => None,
        }
    }

    fn named(&mut self, id: TypeId, depth: usize) -> Option<TokenStream> {
        let names = self.model.names.ty(id);
        match &self.model.api.types[id] {
            TypeDef::Enum(node) => {
                let value = node.values.first()?;
                let (_, variant) = names.members.iter().find(|(wire, _)| wire == value)?;
                let (path, variant) = (self.item(names.module, &names.ident), ident(variant));
                Some(quote!(#path::#variant))
            }
            TypeDef::Record(record) if depth < DEPTH => {
                let members: Vec<&str> = names.members.iter().map(|(_, name)| name.as_str()).collect();
                let constructor = self.client.record_constructor(id);
                let made = self.made(&constructor, record.into(), depth + 1)?;
                let setters = self.optional(&record.fields, &members, depth + 1, 1);
                let path = self.item(names.module, &names.ident);
                Some(quote!(#path #made #setters))
            }
            TypeDef::Union(union) => {
                let mut records = union.alternatives.iter().filter_map(|alternative| match alternative.ty {
                    Type::Named(id) if matches!(self.model.api.types[id], TypeDef::Record(_)) => Some(id),
                    _ => None,
                });
                let first = records.next();
                first.and_then(|id| self.named(id, depth))
            }
            TypeDef::Record(_) | TypeDef::Filter(_) => None,
        }
    }

    /// Returns the call that makes something that is sent of its required members, behind its path.
    fn made(&mut self, constructor: &Constructor, members: SentMembers<'_>, depth: usize) -> Option<TokenStream> {
        let (some_id, mut values) = (self.some_id, Vec::new());
        for required in &constructor.members {
            values.push(match required.member {
                SentMember::Identity => quote!(#some_id),
                SentMember::Attribute(position) => self.field(members.attributes.get(position)?, depth)?,
                SentMember::Relationship(position) => self.relationship(members.relationships.get(position)?, depth)?,
                SentMember::Other(position) => self.field(members.others.get(position)?, depth)?,
                SentMember::Meta => self.value(members.meta?, "meta", None, depth)?,
            });
        }
        if !constructor.is_by_name {
            return Some(quote!(::new(#(#values),*)));
        }
        let names = constructor.members.iter().map(|required| ident(&required.name));
        Some(quote!(::builder()#(.#names(#values))*.build()))
    }

    /// Returns a value for a member. Of what may be null, only what converts as it stands.
    pub(super) fn field(&mut self, field: &Field, depth: usize) -> Option<TokenStream> {
        let of_union = |id: &TypeId| matches!(self.model.api.types[*id], TypeDef::Union(_));
        let is_mixed = match &field.ty {
            Type::Named(id) => of_union(id),
            Type::List(inner) => matches!(&**inner, Type::Named(id) if of_union(id)),
            Type::Embedded { many, .. } | Type::EmbeddedIdentifier { many, .. } => *many,
            _ => false,
        };
        if field.presence.nullable() && is_mixed {
            return None;
        }
        self.value(&field.ty, &field.wire, field.annotations.sample(), depth)
    }

    /// Calls of the setters of some optional members, at most `count`, those with an example first.
    fn optional(&mut self, fields: &[Field], names: &[&str], depth: usize, count: usize) -> TokenStream {
        let mut plain: Vec<(&Field, &str)> = fields.iter().zip(names.iter().copied()).collect();
        plain.retain(|(field, _)| !field.presence.required() && !field.annotations.deprecated && is_plain(&field.ty));
        plain.sort_by_key(|(field, _)| (field.annotations.sample().is_none(), &field.wire));
        let mut setters = TokenStream::new();
        for (field, name) in plain.into_iter().take(count) {
            let name = ident(name);
            let value = self.field(field, depth);
            setters.extend(value.map(|value| quote!(.#name(#value))));
        }
        setters
    }

    /// Returns a resource that is sent: what is required, and up to `optional` more.
    pub(super) fn view(&mut self, id: WriteViewId, depth: usize, optional: usize) -> Option<TokenStream> {
        let some_id = self.some_id;
        let view: &WriteView = &self.model.api.write_views[id];
        let names = self.model.names.view(id);
        let attributes: Vec<&str> = names.attributes.iter().map(String::as_str).collect();
        let constructor = self.client.view_constructor(id);
        let made = self.made(&constructor, view.into(), depth)?;
        let mut setters = self.optional(&view.attributes, &attributes, depth, optional.min(SET));
        if (view.role, view.id) == (WriteRole::Update, IdRule::Required) && depth > 0 {
            setters.extend(quote!(.id(#some_id)));
        }
        let path = self.item(names.module, &names.ident);
        Some(quote!(#path #made #setters))
    }

    /// Returns what a relationship is set to.
    fn relationship(&mut self, relationship: &Relationship, depth: usize) -> Option<TokenStream> {
        match &relationship.whole {
            Some(whole) => self.value(whole, &relationship.wire, None, depth),
            None => Some(self.related(relationship)),
        }
    }

    /// Returns what names the resources of a relationship.
    fn related(&mut self, relationship: &Relationship) -> TokenStream {
        let some_id = self.some_id;
        let one = match relationship.targets.as_slice() {
            [_] => quote!(#some_id),
            targets => {
                let kind = targets.first().map_or("things", |id| self.model.api.resources[*id].wire_type.as_str());
                let any = self.runtime("AnyIdentifier");
                quote!(#any::new(#kind, #some_id))
            }
        };
        match relationship.arity {
            Arity::One | Arity::ZeroOrOne | Arity::OneOrMany | Arity::ZeroOneOrMany | Arity::Unknown => one,
            Arity::Many => quote!([#one]),
        }
    }

    /// Returns a literal that a filter compares with.
    fn literal(&mut self, field: &FilterField) -> Option<TokenStream> {
        match &field.value {
            FilterValue::Text | FilterValue::Any => {
                let text = text(&field.wire, None);
                Some(quote!(#text))
            }
            FilterValue::Integer => Some(quote!(7)),
            FilterValue::Number => Some(quote!(9.5)),
            FilterValue::Boolean => Some(quote!(true)),
            FilterValue::DateTime => Some(quote!("2026-01-01T00:00:00Z")),
            FilterValue::Enum(id) => self.named(*id, 0),
            FilterValue::Id(_) => {
                let some_id = self.some_id;
                Some(quote!(#some_id))
            }
        }
    }

    /// Returns the comparison of a filter's field that reads best: how well, and the call of its operator.
    pub(super) fn comparison(&mut self, field: &FilterField) -> Option<(u8, TokenStream)> {
        let kind = match field.value {
            FilterValue::Enum(_) => 0,
            FilterValue::Text if !is_id(&field.wire) => 1,
            FilterValue::Text | FilterValue::Id(_) => 4,
            _ => 2,
        };
        let calls = field.operators.iter().filter_map(|operator| {
            let (rank, method) = match (operator.name.as_str(), operator.arity) {
                ("equals", OperatorArity::Single) => (0, "equals"),
                ("any", OperatorArity::List) => (1, "any"),
                ("contains", OperatorArity::Single) => (2, "contains"),
                ("greater-than", OperatorArity::Single) => (2, "greater_than"),
                ("greater-or-equal", OperatorArity::Single) => (2, "greater_or_equal"),
                _ => return None,
            };
            Some((rank, ident(method), operator.arity))
        });
        let (rank, method, arity) = calls.min_by_key(|(rank, ..)| *rank)?;
        let value = self.literal(field)?;
        let value = if arity == OperatorArity::List { quote!([#value]) } else { value };
        Some((kind * 4 + rank, quote!(#method(#value))))
    }
}

/// Returns whether a value is one word or number.
fn is_plain(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Bool
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::String(StringFormat::Text | StringFormat::DateTime)
    )
}

/// Returns a text for the member `wire`: the example where it is nothing but plain words.
fn text(wire: &str, example: Option<&str>) -> String {
    let is_plain = |text: &&str| {
        let plain = |character: char| character.is_ascii_alphanumeric() || " .,:/@_+-".contains(character);
        (1..=48).contains(&text.len()) && text.chars().all(plain) && !text.contains("//") && text.trim() == *text
    };
    if let Some(example) = example.filter(is_plain) {
        return example.to_owned();
    }
    let last = wire.rsplit('.').next().unwrap_or_default();
    let words = last.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    let known = |name: &str| words.iter().any(|word| word.eq_ignore_ascii_case(name));
    match () {
        () if known("url") || known("uri") || known("href") => "https://example.com/".to_owned(),
        () if known("email") => "ada@example.com".to_owned(),
        () if words.is_empty() => "text".to_owned(),
        () => format!("some {}", words.join(" ")),
    }
}

/// Returns whether a member is called like one that holds ids, of which an example is no help.
fn is_id(wire: &str) -> bool {
    let wire = wire.to_ascii_lowercase();
    wire.ends_with("id") || wire.ends_with("ids")
}
