//! What a value holds, whatever its type: how all that is read is printed, compared and written.
//!
//! A type says once what it consists of. What is done with that exists once: there are hundreds of types, and a derived
//! implementation for each would be a large part of what a client costs.

use std::fmt;

use super::super::document::identifier::AnyIdentifier;
use super::super::document::included::Included;
use super::super::document::links::Links;
use super::super::document::resource::AnyResource;
use super::super::schema::shape::{Member, Shape};
use super::id::IdForm;
use super::values::{Object, Value};

/// A type whose values can be looked at.
pub trait Viewed {
    /// Returns what the value holds.
    fn view(&self) -> View<'_>;
}

/// A view of a value.
#[derive(Clone, Copy)]
pub enum View<'v> {
    /// Nothing, under this name of Rust's: the member was absent, or not what its place is described to hold.
    Absent(&'static str),
    /// Null, where it is something else than absence.
    Null,
    /// A value where there may be none.
    Present(&'v dyn Viewed),
    /// A member whose value is always the one that the OpenAPI document gives, and that is not kept.
    Constant,
    /// The `type` of a resource or identifier, which its type in Rust implies.
    Type(&'v str),
    /// A scalar as JSON text: what stands for [`Constant`](Self::Constant) on the wire.
    Json(&'static str),
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A whole number that is not negative.
    Unsigned(u64),
    /// A number.
    Number(f64),
    /// Text.
    Text(&'v str),
    /// Text that is not printed.
    Secret(&'v str),
    /// The id of a resource.
    Id(&'v str, IdForm),
    /// Text in a type of this name.
    NamedText(&'static str, &'v str),
    /// Text that an enum does not list.
    UnlistedText(&'v str),
    /// A whole number that an enum does not list.
    UnlistedInteger(i64),
    /// Any JSON.
    Value(&'v Value),
    /// An object with any members.
    Object(&'v Object),
    /// A list.
    List(&'v dyn Listed),
    /// An array whose first elements have a type each.
    Tuple(TupleView<'v>),
    /// An object whose members all have one type.
    Map(&'v dyn Mapped),
    /// An object with named members.
    Record(RecordView<'v>),
    /// An alternative of an enum of Rust, by the name of its variant.
    Variant(&'static str, &'v dyn Viewed),
    /// Links.
    Links(&'v Links),
    /// Names a resource of any type.
    Identifier(&'v AnyIdentifier),
    /// A resource that was not read.
    Resource(&'v AnyResource),
    /// The resources that came along.
    Included(&'v Included),
}

/// A view of a record.
#[derive(Clone, Copy)]
pub struct RecordView<'v> {
    /// The name of its type in Rust.
    pub name: &'static str,
    /// What the OpenAPI document says of it.
    pub shape: &'static Shape,
    /// Its fields.
    pub fields: &'v dyn Fields,
}

/// A view of an array whose first elements have a type each.
#[derive(Clone, Copy)]
pub struct TupleView<'v> {
    /// The first elements.
    pub places: &'v dyn Fields,
    /// The elements behind.
    pub rest: Option<&'v dyn Listed>,
}

impl<'v> TupleView<'v> {
    /// Calls for each element up to the last one that is there; those before it that are not are null.
    pub(crate) fn each_element(self, see: &mut dyn FnMut(View<'_>)) {
        let behind = self.rest.filter(|rest| rest.len() > 0);
        self.places.list(&mut |places| {
            let is_there = |place: &&dyn Viewed| !matches!(place.view(), View::Absent(_));
            let last = places.iter().rposition(is_there).map_or(0, |last| last + 1);
            let count = if behind.is_some() { places.len() } else { last };
            places.iter().take(count).for_each(|place| see(place.view()));
        });
        let behind = behind.into_iter().flat_map(|rest| (0..rest.len()).map_while(|position| rest.get(position)));
        behind.for_each(see);
    }
}

/// Shows the fields of a record: those that its shape names, in that order, and then the map of all others where there
/// is one.
pub trait Fields {
    /// Calls once with the list of them.
    fn list(&self, see: See<'_>);
}

/// A function that takes the list of a record's fields.
pub type See<'s> = &'s mut dyn FnMut(&[&dyn Viewed]);

/// Shows the elements of a list.
#[allow(clippy::len_without_is_empty, reason = "nothing asks whether a list is empty")]
pub trait Listed {
    /// Returns how many there are.
    fn len(&self) -> usize;

    /// Returns the one at this position.
    fn get(&self, position: usize) -> Option<View<'_>>;
}

/// Shows the members of a map.
#[allow(clippy::len_without_is_empty, reason = "nothing asks whether a map is empty")]
pub trait Mapped {
    /// Returns how many there are.
    fn len(&self) -> usize;

    /// Returns the one of this key.
    fn get(&self, key: &str) -> Option<View<'_>>;

    /// Calls for each of them, in order of the keys.
    fn each(&self, see: &mut dyn FnMut(&str, View<'_>));
}

impl<T: Viewed> Viewed for Option<T> {
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => View::Present(value),
            None => View::Absent("None"),
        }
    }
}

impl<T: Viewed> Viewed for Box<T> {
    fn view(&self) -> View<'_> {
        T::view(self)
    }
}

impl Viewed for () {
    fn view(&self) -> View<'_> {
        View::Constant
    }
}

/// Prints a value as the derive does.
impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            View::Absent(name) => f.write_str(name),
            View::Null => f.write_str("Null"),
            View::Present(value) => f.debug_tuple("Some").field(&value.view()).finish(),
            View::Constant => f.write_str("()"),
            View::Json(text) => f.write_str(text),
            View::Type(kind) => kind.fmt(f),
            View::Bool(value) => value.fmt(f),
            View::Integer(value) => value.fmt(f),
            View::Unsigned(value) => value.fmt(f),
            View::Number(value) => value.fmt(f),
            View::Text(text) => text.fmt(f),
            View::Secret(_) => f.write_str(".."),
            View::Id(text, _) => f.debug_tuple("Id").field(&text).finish(),
            View::NamedText(name, text) => f.debug_tuple(name).field(&text).finish(),
            View::UnlistedText(text) => f.debug_tuple("Unknown").field(&text).finish(),
            View::UnlistedInteger(value) => f.debug_tuple("Unknown").field(&value).finish(),
            View::Value(value) => value.fmt(f),
            View::Object(object) => object.fmt(f),
            View::List(list) => print_list(list, f),
            View::Tuple(tuple) => print_tuple(tuple, f),
            View::Map(map) => print_map(map, f),
            View::Record(record) => print_record(record, f),
            View::Variant(name, value) => f.debug_tuple(name).field(&value.view()).finish(),
            View::Links(links) => links.fmt(f),
            View::Identifier(identifier) => identifier.fmt(f),
            View::Resource(resource) => resource.fmt(f),
            View::Included(included) => included.fmt(f),
        }
    }
}

fn print_list(list: &dyn Listed, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_list().entries((0..list.len()).map_while(|position| list.get(position))).finish()
}

fn print_tuple(tuple: TupleView<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_tuple("");
    tuple.places.list(&mut |places| {
        places.iter().for_each(|place| {
            out.field(&place.view());
        });
    });
    if let Some(rest) = tuple.rest {
        out.field(&View::List(rest));
    }
    out.finish()
}

fn print_map(map: &dyn Mapped, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_map();
    map.each(&mut |key, value| {
        out.entry(&key, &value);
    });
    out.finish()
}

/// Prints a record. A key that is not plain text is escaped.
fn print_record(record: RecordView<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(record.name);
    record.each_field(&mut |member, view| match (view, member) {
        (View::Constant | View::Type(_), _) => {}
        (view, Some(member)) => {
            out.field(&member.name().escape_debug().to_string(), &view);
        }
        (view, None) => {
            out.field("rest", &view);
        }
    });
    out.finish()
}

impl RecordView<'_> {
    /// Calls for each field with the member that it is of; the map of all other members is of none.
    fn each_field(self, see: &mut dyn FnMut(Option<&Member>, View<'_>)) {
        let mut members = self.shape.members().iter();
        self.fields.list(&mut |fields| fields.iter().for_each(|field| see(members.next(), field.view())));
    }

    /// Calls for each member of the object that the record is on the wire.
    pub(crate) fn each_member(self, see: &mut dyn FnMut(&str, View<'_>)) {
        self.each_field(&mut |member, view| match (member, view) {
            (None, View::Map(rest)) => rest.each(see),
            (Some(member), View::Constant) => {
                if let Shape::Constant(text) = member.shape() {
                    see(member.name(), View::Json(text));
                }
            }
            (Some(member), view) if !view.is_nothing() => see(member.name(), view),
            _ => {}
        });
    }
}

impl View<'_> {
    /// Returns whether a member of this value is not on the wire: it was absent, or an object that is there in Rust
    /// without having been on the wire.
    fn is_nothing(self) -> bool {
        match self {
            View::Absent(_) => true,
            View::Id(text, _) | View::NamedText(_, text) => text.is_empty(),
            View::Links(links) => links.iter().next().is_none() && links.rest().is_none(),
            View::Included(included) => included.is_empty(),
            View::Record(record) => {
                let mut is_empty = true;
                record.each_member(&mut |_, _| is_empty = false);
                is_empty
            }
            _ => false,
        }
    }
}

/// Prints a value as the derive does: how all that is read implements `Debug`.
///
/// # Errors
/// Those of the formatter.
#[doc(hidden)]
#[inline]
pub fn debug<T: Viewed>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&value.view(), f)
}

/// Returns whether two values hold the same: how all that is read implements `PartialEq`.
#[doc(hidden)]
#[inline]
pub fn is_same<T: Viewed>(one: &T, other: &T) -> bool {
    one.view() == other.view()
}

/// Whether two values of one type hold the same.
impl PartialEq for View<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (*self, *other) {
            (View::Absent(one), View::Absent(other)) => one == other,
            (View::Null, View::Null) | (View::Constant, View::Constant) => true,
            (View::Present(one), View::Present(other)) => one.view() == other.view(),
            (View::Bool(one), View::Bool(other)) => one == other,
            (View::Integer(one), View::Integer(other)) => one == other,
            (View::Unsigned(one), View::Unsigned(other)) => one == other,
            (View::UnlistedInteger(one), View::UnlistedInteger(other)) => one == other,
            (View::Number(one), View::Number(other)) => one == other,
            (View::Text(one), View::Text(other))
            | (View::Id(one, _), View::Id(other, _))
            | (View::NamedText(_, one), View::NamedText(_, other)) => one == other,
            (View::UnlistedText(one), View::UnlistedText(other)) => one == other,
            (View::Secret(one), View::Secret(other)) => one == other,
            (View::Type(one), View::Type(other)) | (View::Json(one), View::Json(other)) => one == other,
            (View::Value(one), View::Value(other)) => one == other,
            (View::Object(one), View::Object(other)) => one == other,
            (View::List(one), View::List(other)) => are_same_lists(one, other),
            (View::Tuple(one), View::Tuple(other)) => {
                are_same_fields(one.places, other.places) && one.rest.map(View::List) == other.rest.map(View::List)
            }
            (View::Map(one), View::Map(other)) => are_same_maps(one, other),
            (View::Record(one), View::Record(other)) => are_same_fields(one.fields, other.fields),
            (View::Variant(name, one), View::Variant(other_name, other)) => {
                name == other_name && one.view() == other.view()
            }
            (View::Links(one), View::Links(other)) => one == other,
            (View::Identifier(one), View::Identifier(other)) => one == other,
            (View::Resource(one), View::Resource(other)) => one == other,
            (View::Included(one), View::Included(other)) => one == other,
            _ => false,
        }
    }
}

fn are_same_maps(one: &dyn Mapped, other: &dyn Mapped) -> bool {
    let mut are_same = one.len() == other.len();
    one.each(&mut |key, value| are_same = are_same && other.get(key) == Some(value));
    are_same
}

fn are_same_lists(one: &dyn Listed, other: &dyn Listed) -> bool {
    one.len() == other.len() && (0..one.len()).all(|position| one.get(position) == other.get(position))
}

fn are_same_fields(one: &dyn Fields, other: &dyn Fields) -> bool {
    let mut are_same = false;
    one.list(&mut |fields| {
        other.list(&mut |others| {
            let mut pairs = fields.iter().zip(others);
            are_same = fields.len() == others.len() && pairs.all(|(one, other)| one.view() == other.view());
        });
    });
    are_same
}
