//! The Rust types of the model's types.
//!
//! | described | read | sent | argument |
//! | --- | --- | --- | --- |
//! | `{type: string}` | `String` | `String` | `impl rt::Argument<String>` |
//! | `{type: array, items: {type: integer}}` | `Vec<i64>` | `Vec<i64>` | `impl IntoIterator<Item = i64>` |
//! | `{type: array, items: {const: true}}` | `Vec<bool>` | `Vec<bool>` | `impl IntoIterator<Item = bool>` |
//! | `{prefixItems: [{type: integer}], items: false}` | `(Option<i64>,)` | `(i64,)` | `(i64,)` |
//! | `{type: object}` | `rt::Object` | `rt::Object` | `impl rt::Argument<rt::AnyObject>` |
//! | `{type: string, nullable: true}` | `String` | `rt::Change<String>` | `impl rt::Argument<rt::Change<String>>` |
//!
//! `near` is the module that names the type: a type that several resources share has a name at each of
//! them.

use crate::client::{Client, Item, ItemModule, RustType};
use crate::ir::{
    Arity, BodyFilter, BodyFilterForm, FieldChoice, FilterField, FilterValue, JsonKind, Relationship, ResourceId,
    StringFormat, Type, TypeDef, TypeId, WriteViewId,
};
use crate::name::{Module, operator_set, set_name};

/// An argument that sets a member of what is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its type in the signature.
    pub ty: RustType,
    /// How the value is handed on.
    pub shape: TakenShape,
    /// The type that is encoded: of the whole value, or of each element.
    pub encoded: RustType,
}

/// The conversion of an argument's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenShape {
    /// As one value.
    Value,
    /// As a list of values.
    List,
    /// As a list of documents, each with one resource.
    Documents,
    /// As a document of identifiers.
    Identifiers,
}

impl Client<'_> {
    /// Returns the type that stands for a resource: that of its attributes.
    pub fn resource_type(&self, id: ResourceId) -> RustType {
        RustType::item(Module::Resource(id), &self.names.resource(id).ident)
    }

    /// Returns the enum of the fields that `fields[TYPE]`, or a relative of it, takes.
    pub fn field_enum(&self, choice: FieldChoice, id: ResourceId) -> RustType {
        RustType::item(Module::Resource(id), self.names.field_enum_ident(choice, id))
    }

    /// Returns the type of what is sent for a resource.
    pub fn view_type(&self, id: WriteViewId) -> RustType {
        let names = self.names.view(id);
        RustType::item(names.module, &names.ident)
    }

    /// Returns the type of a resource's id.
    pub fn id_type(&self, id: ResourceId) -> RustType {
        RustType::runtime("Id", [self.resource_type(id)])
    }

    /// Returns the type of a value that is read.
    pub fn read_type(&self, near: Module, ty: &Type) -> RustType {
        match ty {
            Type::Bool => RustType::plain("bool"),
            Type::Integer => RustType::plain("i64"),
            Type::Unsigned => RustType::plain("u64"),
            Type::Number => RustType::plain("f64"),
            Type::String(StringFormat::Text | StringFormat::Binary) => RustType::plain("String"),
            Type::String(StringFormat::DateTime) => RustType::runtime("DateTime", []),
            Type::String(StringFormat::Date) => RustType::runtime("Date", []),
            Type::String(StringFormat::Password) => RustType::runtime("Password", []),
            Type::Object => RustType::runtime("Object", []),
            Type::Foreign { path, .. } => RustType::runtime("Foreign", [RustType::Foreign(path.clone())]),
            Type::List(inner) => RustType::vec(self.read_type(near, inner)),
            Type::Tuple(tuple) => {
                let places = tuple.places.iter().map(|place| RustType::option(self.read_place(near, place)));
                let rest = tuple.rest.as_ref().map(|rest| self.read_type(near, rest));
                of_places(places.collect(), rest)
            }
            Type::Map(inner) => RustType::runtime("Map", [self.read_type(near, inner)]),
            Type::Nullable(inner) => RustType::option(self.read_type(near, inner)),
            Type::Named(id) => named(self.nearest_name(near, *id)),
            Type::Constant(json) => constant(json),
            Type::Json | Type::Embedded { .. } | Type::EmbeddedIdentifier { .. } => RustType::runtime("Value", []),
        }
    }

    /// Returns the type of a place of a tuple, which may be absent. A tuple holds what it has within itself, so what may
    /// hold the tuple is boxed.
    fn read_place(&self, near: Module, place: &Type) -> RustType {
        let place = match place {
            Type::Nullable(inner) => inner,
            other => other,
        };
        let ty = self.read_type(near, place);
        match place {
            Type::Named(id) if self.recursion.is_recursive(*id) || self.recursion.is_large(place) => {
                RustType::boxed(ty)
            }
            _ => ty,
        }
    }

    /// Returns the type that a place of a tuple is encoded from.
    fn sent_place(&self, near: Module, place: &Type, is_required: bool) -> RustType {
        let ty = match place {
            Type::Nullable(inner) => RustType::runtime("Change", [self.sent_type(near, inner)]),
            other => self.sent_type(near, other),
        };
        if is_required { ty } else { RustType::option(ty) }
    }

    /// Returns the type that a value is encoded from.
    pub fn sent_type(&self, near: Module, ty: &Type) -> RustType {
        match ty {
            Type::List(inner) => RustType::vec(self.sent_type(near, inner)),
            Type::Tuple(tuple) => {
                let places = tuple.places.iter().enumerate();
                let places = places.map(|(position, place)| self.sent_place(near, place, position < tuple.required));
                let rest = tuple.rest.as_ref().map(|rest| self.sent_type(near, rest));
                of_places(places.collect(), rest)
            }
            Type::Map(inner) => RustType::runtime("Map", [self.sent_type(near, inner)]),
            Type::Nullable(inner) => RustType::option(self.sent_type(near, inner)),
            Type::Named(id) => self.named_sent(near, *id),
            Type::Embedded { view, many } => {
                let view = self.view_type(*view);
                RustType::runtime("Embedded", [if *many { RustType::vec(view) } else { view }])
            }
            Type::EmbeddedIdentifier { target, many } => {
                let name = if *many { "EmbeddedIds" } else { "EmbeddedId" };
                RustType::runtime(name, [self.resource_type(*target)])
            }
            Type::Bool
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::String(_)
            | Type::Constant(_)
            | Type::Json
            | Type::Foreign { .. }
            | Type::Object => self.read_type(near, ty),
        }
    }

    /// Returns the type that an argument is converted into. It is the type that is sent; for free-form JSON it is
    /// `AnyObject` or `AnyValue`, which any type with serde's `Serialize` converts into.
    pub fn given_type(&self, near: Module, ty: &Type) -> RustType {
        match ty {
            Type::Object => RustType::runtime("AnyObject", []),
            Type::Json => RustType::runtime("AnyValue", []),
            _ => self.sent_type(near, ty),
        }
    }

    /// Returns whether a value of a type is sent from a type of the generated crate itself, which alone may say what
    /// its types become.
    pub fn is_own(&self, near: Module, ty: &Type) -> bool {
        matches!(self.sent_type(near, ty), RustType::Item(_))
    }

    fn named_sent(&self, near: Module, id: TypeId) -> RustType {
        let item = named(self.nearest_name(near, id));
        match &self.api.types[id] {
            TypeDef::Filter(BodyFilter { form: BodyFilterForm::Conjunction, .. }) => {
                RustType::runtime("Filter", [item])
            }
            TypeDef::Filter(BodyFilter { form: BodyFilterForm::Clauses, .. }) => RustType::runtime("Clauses", [item]),
            TypeDef::Enum(_) | TypeDef::Record(_) | TypeDef::Union(_) => item,
        }
    }

    /// Returns the type of a parameter: whatever converts into the type, where more than the type itself
    /// does.
    pub fn parameter_type(&self, near: Module, ty: &Type) -> RustType {
        let given = self.given_type(near, ty);
        if self.converts(ty) { given.converted() } else { given }
    }

    /// Returns the type of an argument of a call: that of a parameter, or of a list whatever yields its elements.
    pub fn argument_type(&self, near: Module, ty: &Type) -> RustType {
        match ty {
            Type::List(inner) => self.parameter_type(near, inner).iterated(),
            ty => self.parameter_type(near, ty),
        }
    }

    fn converts(&self, ty: &Type) -> bool {
        match ty {
            Type::String(_)
            | Type::Json
            | Type::Object
            | Type::Foreign { .. }
            | Type::Embedded { .. }
            | Type::EmbeddedIdentifier { .. } => true,
            Type::Named(id) => !matches!(self.api.types[*id], TypeDef::Record(_)),
            Type::Tuple(tuple) => tuple.rest.is_some(),
            Type::Bool
            | Type::Integer
            | Type::Unsigned
            | Type::Number
            | Type::Constant(_)
            | Type::List(_)
            | Type::Map(_)
            | Type::Nullable(_) => false,
        }
    }

    /// Returns the argument that sets a member of a record or a resource.
    pub fn taken(&self, near: Module, ty: &Type, nullable: bool) -> Taken {
        let given = self.given_type(near, ty);
        let (ty, shape, encoded) = match ty {
            _ if nullable && !matches!(ty, Type::Json) => {
                let change = RustType::runtime("Change", [given]);
                (change.clone().converted(), TakenShape::Value, change)
            }
            Type::List(inner) => {
                let item = self.parameter_type(near, inner);
                (item.iterated(), TakenShape::List, self.given_type(near, inner))
            }
            Type::Embedded { view, many: true } => {
                let view = self.view_type(*view);
                (view.clone().iterated(), TakenShape::Documents, view)
            }
            Type::EmbeddedIdentifier { target, many: true } => {
                let ids = self.id_type(*target).converted().iterated();
                (ids, TakenShape::Identifiers, self.resource_type(*target))
            }
            _ => (self.parameter_type(near, ty), TakenShape::Value, given),
        };
        Taken { ty, shape, encoded }
    }

    /// Returns the type that names resources of these types; `local` when it may be one that the same
    /// request creates.
    pub fn reference_type(&self, targets: &[ResourceId], local: bool) -> RustType {
        match targets {
            [only] if local => RustType::runtime("Reference", [self.resource_type(*only)]),
            [only] => self.id_type(*only),
            _ => RustType::runtime("AnyIdentifier", []),
        }
    }

    /// Returns the type of an argument that is resource linkage.
    pub fn linkage_type(&self, arity: Arity, targets: &[ResourceId], local: bool) -> RustType {
        linkage(arity, self.reference_type(targets, local))
    }

    /// Returns the type of the argument that sets a relationship: linkage, or the resources themselves.
    pub fn relationship_type(&self, relationship: &Relationship) -> RustType {
        match relationship.whole {
            Some(Type::Embedded { view, many: true }) => self.view_type(view).iterated(),
            Some(Type::Embedded { view, many: false }) => self.view_type(view),
            _ => self.linkage_type(relationship.arity, &relationship.targets, relationship.local),
        }
    }

    /// Returns the type of a relationship that is read.
    pub fn handle_type(&self, relationship: &Relationship) -> RustType {
        let target = match relationship.targets.as_slice() {
            [only] => self.resource_type(*only),
            _ => RustType::runtime("Any", []),
        };
        match relationship.arity {
            Arity::One | Arity::ZeroOrOne => RustType::runtime("ToOne", [target]),
            Arity::OneOrMany | Arity::ZeroOneOrMany | Arity::Unknown => RustType::runtime("ToOneOrMany", [target]),
            Arity::Many => RustType::runtime("ToMany", [target]),
        }
    }

    /// Returns the type of a field of a filter of `marker`. `near` is the module whose enums it names.
    pub fn filter_field_type(&self, near: Module, marker: Item, field: &FilterField) -> RustType {
        let value = match &field.value {
            FilterValue::Text => RustType::plain("String"),
            FilterValue::Integer => RustType::plain("i64"),
            FilterValue::Number => RustType::plain("f64"),
            FilterValue::Boolean => RustType::plain("bool"),
            FilterValue::DateTime => RustType::runtime("DateTime", []),
            FilterValue::Enum(id) => named(self.nearest_name(near, *id)),
            FilterValue::Id(id) => self.id_type(*id),
            FilterValue::Any => RustType::runtime("AnyLiteral", []),
        };
        let operators = Item { module: ItemModule::Filters, name: set_name(&operator_set(field)) };
        RustType::runtime("FilterField", [RustType::Item(marker), value, RustType::Item(operators)])
    }
}

/// Returns the argument for one or many of what names resources.
pub(super) fn linkage(arity: Arity, id: RustType) -> RustType {
    match arity {
        Arity::One => id.converted(),
        Arity::ZeroOrOne => RustType::runtime("Change", [id]).converted(),
        Arity::OneOrMany => RustType::runtime("OneOrMany", [id]).converted(),
        Arity::ZeroOneOrMany | Arity::Unknown => {
            RustType::runtime("Change", [RustType::runtime("OneOrMany", [id])]).converted()
        }
        Arity::Many => id.converted().iterated(),
    }
}

/// Returns the type of a list whose first elements have a type each.
fn of_places(places: Vec<RustType>, rest: Option<RustType>) -> RustType {
    let places = RustType::Tuple(places);
    match rest {
        Some(rest) => RustType::runtime("OpenTuple", [places, rest]),
        None => places,
    }
}

fn named((module, name): (Module, &str)) -> RustType {
    RustType::item(module, name)
}

/// Returns the type of a constant that is an element of a list, a place of a tuple or an alternative of a union.
fn constant(json: &str) -> RustType {
    match JsonKind::of(json) {
        JsonKind::Bool => RustType::plain("bool"),
        JsonKind::Number => RustType::plain("f64"),
        JsonKind::String => RustType::plain("String"),
        JsonKind::Integer | JsonKind::Null | JsonKind::Array | JsonKind::Object => RustType::runtime("Value", []),
    }
}
