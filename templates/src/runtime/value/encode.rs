//! How values become JSON in what is sent.

use std::collections::BTreeMap;

use super::super::document::embedded::{Embedded, EmbeddedId, EmbeddedIds};
use super::super::query::filter::{Clauses, Filter};
use super::datetime::{Date, DateTime};
use super::enumeration::Enumeration;
use super::id::Id;
use super::password::Password;
use super::unsendable::number;
use super::values::{Map, Object, Value};

/// A type that can be sent.
pub trait Encode {
    /// Returns the JSON it is sent as.
    fn encode(self) -> Value;

    /// Returns the JSON it is sent as in a tuple; `None` where its place may be left out.
    #[doc(hidden)]
    #[inline]
    fn encode_place(self) -> Option<Value>
    where
        Self: Sized,
    {
        Some(self.encode())
    }
}

/// A value that a setter takes: one that converts into the `T` that is sent.
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` is given where `{T}` is sent",
    label = "does not convert into `{T}`",
    note = "what a program may have or not is set by `maybe(value, setter)`; null is `Change::Null`",
    note = "where `AnyObject` or `AnyValue` is sent, any type does that implements `serde::Serialize`"
)]
pub trait Argument<T>: Into<T> {}

// Without this the message would be that of `From`, with a list of what converts into other types.
#[diagnostic::do_not_recommend]
impl<T, V: Into<T>> Argument<T> for V {}

/// Returns the values that a list is sent with.
pub fn collected<T>(values: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    values.into_iter().map(Into::into).collect()
}

/// A union that can be made from a `T`. Each union that is sent converts from all such types.
///
/// The union is what implements it: were it the alternatives, most of which are one generic type, the
/// compiler would hold each of them against all others.
#[diagnostic::on_unimplemented(
    message = "`{T}` is no alternative of the union `{Self}`",
    note = "`{Self}::raw` takes any JSON"
)]
pub trait MadeFrom<T: Encode> {}

/// The new value of a member: a value, or null where null has a meaning of its own.
///
/// A member that is not set at all is not sent.
///
/// ```rust,ignore
/// let unchanged = ProfileUpdate::new();
/// let renamed = ProfileUpdate::new().first_name("Ada");
/// let removed = ProfileUpdate::new().first_name(Change::Null);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<T> {
    /// Sent as this value.
    Value(T),
    /// Sent as null, which in an update clears the member.
    Null,
}

impl<T: Encode> Encode for Change<T> {
    #[inline]
    fn encode(self) -> Value {
        match self {
            Self::Value(value) => value.encode(),
            Self::Null => Value::Null,
        }
    }
}

impl<T> From<T> for Change<T> {
    #[inline]
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T, U: Into<T>, const N: usize> From<[U; N]> for Change<Vec<T>> {
    #[inline]
    fn from(values: [U; N]) -> Self {
        Self::Value(values.into_iter().map(Into::into).collect())
    }
}

impl<'a, T, U> From<&'a [U]> for Change<Vec<T>>
where
    T: From<&'a U>,
{
    #[inline]
    fn from(values: &'a [U]) -> Self {
        Self::Value(values.iter().map(Into::into).collect())
    }
}

// From lists of whatever converts it would overlap with the one from lists of the same.
impl From<Vec<&str>> for Change<Vec<String>> {
    #[inline]
    fn from(values: Vec<&str>) -> Self {
        Self::Value(values.into_iter().map(Into::into).collect())
    }
}

impl<K: Into<String>, T, U: Into<T>, const N: usize> From<[(K, U); N]> for Change<Map<T>> {
    #[inline]
    fn from(members: [(K, U); N]) -> Self {
        Self::Value(members.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl From<&str> for Change<String> {
    #[inline]
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}

impl From<&str> for Change<Password> {
    #[inline]
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}

impl From<&str> for Change<DateTime> {
    #[inline]
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}

impl From<jiff::Timestamp> for Change<DateTime> {
    #[inline]
    fn from(value: jiff::Timestamp) -> Self {
        Self::Value(value.into())
    }
}

impl From<&str> for Change<Date> {
    #[inline]
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}

impl From<jiff::civil::Date> for Change<Date> {
    #[inline]
    fn from(value: jiff::civil::Date) -> Self {
        Self::Value(value.into())
    }
}

impl<T> From<&Id<T>> for Change<Id<T>> {
    fn from(id: &Id<T>) -> Self {
        Self::Value(id.clone())
    }
}

impl<T> From<&str> for Change<Id<T>> {
    #[inline]
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}

impl From<&str> for Change<Value> {
    #[inline]
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}

// A bare `3` is an `i32` where more than one integer type would do.

impl From<i32> for Change<i64> {
    #[inline]
    fn from(value: i32) -> Self {
        Self::Value(value.into())
    }
}

impl From<u32> for Change<i64> {
    #[inline]
    fn from(value: u32) -> Self {
        Self::Value(value.into())
    }
}

impl From<u32> for Change<u64> {
    #[inline]
    fn from(value: u32) -> Self {
        Self::Value(value.into())
    }
}

impl From<i32> for Change<f64> {
    #[inline]
    fn from(value: i32) -> Self {
        Self::Value(value.into())
    }
}

/// A change of a union from what the union is made from, in one step. A client states the conversions from its own
/// types; it may not state those from types that are not its own.
macro_rules! change_of_union {
    ($([$($generic:tt),*] $ty:ty;)*) => {$(
        impl<$($generic,)* U> From<$ty> for Change<U>
        where
            $ty: Encode,
            U: MadeFrom<$ty> + From<$ty>,
        {
            #[inline]
            fn from(value: $ty) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

change_of_union! {
    ['a] &'a str;
    [] String;
    [] bool;
    [] i64;
    [] u64;
    [] f64;
    [] Date;
    [] DateTime;
    [] Object;
    [] Value;
    [T] Vec<T>;
    [T] BTreeMap<String, T>;
    [T] Id<T>;
    [T] Embedded<T>;
    [T] EmbeddedId<T>;
    [T] EmbeddedIds<T>;
    [O] Filter<O>;
    [O] Clauses<O>;
}

impl Encode for Value {
    #[inline]
    fn encode(self) -> Value {
        self
    }
}

impl Encode for Object {
    #[inline]
    fn encode(self) -> Value {
        Value::Object(self)
    }
}

impl Encode for String {
    #[inline]
    fn encode(self) -> Value {
        Value::String(self)
    }
}

impl Encode for &str {
    #[inline]
    fn encode(self) -> Value {
        self.into()
    }
}

impl Encode for bool {
    #[inline]
    fn encode(self) -> Value {
        self.into()
    }
}

impl Encode for i64 {
    #[inline]
    fn encode(self) -> Value {
        self.into()
    }
}

impl Encode for u64 {
    #[inline]
    fn encode(self) -> Value {
        self.into()
    }
}

impl Encode for f64 {
    #[inline]
    fn encode(self) -> Value {
        number(self)
    }
}

impl<T: Encode> Encode for Vec<T> {
    #[inline]
    fn encode(self) -> Value {
        self.into_iter().map(T::encode).collect()
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    #[inline]
    fn encode(self) -> Value {
        self.into_iter().map(|(key, value)| (key, value.encode())).collect()
    }
}

impl<T: Encode> Encode for Option<T> {
    #[inline]
    fn encode(self) -> Value {
        self.map_or(Value::Null, T::encode)
    }

    #[inline]
    fn encode_place(self) -> Option<Value> {
        self.map(T::encode)
    }
}

impl<E: Enumeration> Encode for E {
    #[inline]
    fn encode(self) -> Value {
        self.as_str().into()
    }
}
