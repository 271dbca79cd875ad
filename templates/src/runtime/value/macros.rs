//! What every emitted enum and union has in common with its kind.
//!
//! Each macro takes the name of a type, and expects the module `generated` of this runtime under the name `rt` where it
//! is used. The bodies are one call with nothing in between: a client has thousands of them, and each is checked. Where
//! the runtime is a module of a client, it is so without `macro_export`: a client exports no macros.

/// For an implementation of `Enumeration` that is read: reading, equality, display, and conversion from text.
#[doc(hidden)]
#[macro_export]
macro_rules! enumeration {
    ($name:ident) => {
        impl $name {
            /// Returns the value as it stands on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                rt::Enumeration::as_str(self)
            }
        }

        impl rt::Open for $name {
            #[inline]
            fn from_unlisted(value: String) -> Self {
                Self::Unknown(value)
            }

            #[inline]
            fn unlisted(&self) -> Option<&str> {
                match self {
                    Self::Unknown(value) => Some(value),
                    _ => None,
                }
            }
        }

        impl rt::Decode for $name {
            const SHAPE: &'static rt::Shape = &rt::Shape::Enum(<Self as rt::Enumeration>::VALUES);

            fn decode(slot: &mut Option<Self>, input: rt::Input<'_>) {
                rt::decode_word(slot, input);
            }
        }

        impl rt::Viewed for $name {
            fn view(&self) -> rt::View<'_> {
                rt::view_word(self)
            }
        }

        rt::wire!($name);

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                rt::debug(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                rt::same_token(self, other)
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<::core::cmp::Ordering> {
                Some(::core::cmp::Ord::cmp(self, other))
            }
        }

        /// By the text on the wire.
        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                rt::order_tokens(self, other)
            }
        }

        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                rt::hash_token(self, state);
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                rt::display_token(self, f)
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                rt::Enumeration::from_wire(value)
            }
        }

        impl ::core::convert::From<String> for $name {
            #[inline]
            fn from(value: String) -> Self {
                rt::Enumeration::from_wire(&value)
            }
        }
    };
}

/// For an implementation of `Viewed` and `Decode`: the form of the wire by serde.
#[doc(hidden)]
#[macro_export]
macro_rules! wire {
    // What follows is for the JSON Schema, which another macro of this name adds.
    ($name:ident $(of $($resource:ty,)*)?) => {
        impl rt::serde::Serialize for $name {
            #[inline]
            fn serialize<S: rt::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                rt::serialize(self, serializer)
            }
        }

        impl<'de> rt::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: rt::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                rt::deserialize(deserializer)
            }
        }
    };
}

/// For an implementation of `Record`: reading, looking, display for debugging, comparison, and the form of the wire by
/// serde.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($name:ident) => {
        // None of it is inlined or generic: what reads a record is compiled in the client, once.
        impl rt::Decode for $name {
            const SHAPE: &'static rt::Shape = <Self as rt::Record>::SHAPE;

            fn decode(slot: &mut Option<Self>, input: rt::Input<'_>) {
                rt::decode_record(slot, input);
            }
        }

        impl rt::Viewed for $name {
            fn view(&self) -> rt::View<'_> {
                rt::view_record(self, stringify!($name))
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                rt::debug(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                rt::is_same(self, other)
            }
        }

        rt::wire!($name);
    };
}

/// For an open enum of words, such as those in a list of a query parameter: equality, and display for debugging.
#[doc(hidden)]
#[macro_export]
macro_rules! token {
    ($name:ident) => {
        // Both by the text: derives of so many enums would be a large part of what a client holds.
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                rt::debug_word(matches!(self, Self::Unknown(_)), &rt::Token::token(self), f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                rt::same_token(self, other)
            }
        }
    };
}

/// For an implementation of `IntegerEnumeration`: reading, writing, display, and conversion.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enumeration {
    ($name:ident) => {
        impl $name {
            /// Returns the value as it stands on the wire.
            #[inline]
            pub fn as_i64(&self) -> i64 {
                rt::IntegerEnumeration::as_i64(self)
            }
        }

        impl rt::Decode for $name {
            const SHAPE: &'static rt::Shape = &rt::Shape::IntegerEnum(<Self as rt::IntegerEnumeration>::VALUES);

            fn decode(slot: &mut Option<Self>, input: rt::Input<'_>) {
                rt::decode_whole(slot, input);
            }
        }

        impl rt::Viewed for $name {
            fn view(&self) -> rt::View<'_> {
                match self {
                    Self::Unknown(value) => rt::View::UnlistedInteger(*value),
                    known => rt::View::Integer(known.as_i64()),
                }
            }
        }

        impl rt::Encode for $name {
            #[inline]
            fn encode(self) -> rt::Value {
                self.as_i64().into()
            }
        }

        rt::wire!($name);

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                rt::debug_word(matches!(self, Self::Unknown(_)), &self.as_i64(), f)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl ::core::convert::From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                rt::IntegerEnumeration::from_wire(value)
            }
        }
    };
}

/// For an implementation of `Union`: reading, display for debugging, comparison, and the form of the wire by serde.
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    ($name:ident) => {
        impl rt::Decode for $name {
            const SHAPE: &'static rt::Shape = <Self as rt::Union>::SHAPE;

            fn decode(slot: &mut Option<Self>, input: rt::Input<'_>) {
                rt::decode_union(slot, input);
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                rt::debug(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                rt::is_same(self, other)
            }
        }

        rt::wire!($name);
    };
}

/// For an output that differs by status: reading what the status of a response is described to bring. The statuses
/// with a body come first, those without one behind them.
#[doc(hidden)]
#[macro_export]
macro_rules! by_status {
    ($name:ident { $($status:pat => $variant:ident,)* } { $($bodiless:pat => $empty:ident,)* }) => {
        impl rt::Payload for $name {
            const PAYLOAD: rt::PayloadShape = rt::PayloadShape::Opaque;

            // A status that is not described tells nothing of the body, which is kept.
            fn read(body: &rt::Bytes) -> ::core::result::Result<rt::Read<Self>, rt::ReadError> {
                Ok(rt::Read { value: Self::Unknown(body.clone()), clean: false, absent: None })
            }

            fn payload(status: u16) -> rt::PayloadShape {
                match status {
                    $($status => rt::payload_of(Self::$variant),)*
                    _ => Self::PAYLOAD,
                }
            }

            fn read_by_status(
                status: u16,
                body: &rt::Bytes,
            ) -> ::core::result::Result<rt::Read<Self>, rt::ReadError> {
                match status {
                    $($status => Ok(rt::Payload::read(body)?.map(Self::$variant)),)*
                    $($bodiless => Ok(rt::Read { value: Self::$empty, clean: true, absent: None }),)*
                    _ => Self::read(body),
                }
            }

            fn answer(&mut self, batch: rt::BatchNumber) {
                match self {
                    $(Self::$variant(payload) => payload.answer(batch),)*
                    $(Self::$empty => {})*
                    Self::Unknown(_) => {}
                }
            }
        }
    };
}

/// For a resource of one of several types: reading, and what all of them have.
#[doc(hidden)]
#[macro_export]
macro_rules! polymorphic {
    // The resource behind `else` is one whose wire type is not known.
    ($name:ident { $($variant:ident($resource:ty),)* } $(else $open:ident($other:ty))?) => {
        impl $name {
            /// Returns the wire `type`; empty when there was none.
            pub fn kind(&self) -> &str {
                match self {
                    $(Self::$variant(_) => <$resource as rt::ResourceType>::TYPE,)*
                    $(Self::$open(resource) => {
                        rt::ResourceIdentity::open_type(&resource.id).unwrap_or(<$other as rt::ResourceType>::TYPE)
                    })?
                    Self::Unknown(resource) => resource.kind(),
                }
            }

            /// Returns the id; empty when there was none.
            pub fn id(&self) -> &str {
                match self {
                    $(Self::$variant(resource) => rt::ResourceIdentity::as_str(&resource.id),)*
                    $(Self::$open(resource) => rt::ResourceIdentity::as_str(&resource.id),)?
                    Self::Unknown(resource) => resource.id(),
                }
            }
        }

        impl rt::Polymorphic for $name {
            const TYPES: &'static [&'static rt::ResourceShape] = &[
                $(rt::ResourceShape::of::<$resource>(),)*
                $(rt::ResourceShape::of::<$other>(),)?
            ];

            fn read(kind: &str, input: rt::Input<'_>) -> Option<Self> {
                match kind {
                    $(<$resource as rt::ResourceType>::TYPE => input.read().map(Self::$variant),)*
                    $(_ if <<$other as rt::ResourceType>::Id as rt::ResourceIdentity>::TYPE_RULE == rt::TypeRule::Open => {
                        input.read().map(Self::$open)
                    })?
                    _ => None,
                }
            }

            fn unknown(resource: rt::AnyResource) -> Self {
                Self::Unknown(resource)
            }
        }

        impl rt::Decode for $name {
            const SHAPE: &'static rt::Shape = rt::Shape::OBJECT;

            fn decode(slot: &mut Option<Self>, input: rt::Input<'_>) {
                rt::decode_polymorphic(slot, input);
            }
        }

        impl rt::Viewed for $name {
            fn view(&self) -> rt::View<'_> {
                match self {
                    $(Self::$variant(resource) => rt::View::Variant(stringify!($variant), resource),)*
                    $(Self::$open(resource) => rt::View::Variant(stringify!($open), resource),)?
                    Self::Unknown(resource) => rt::View::Variant("Unknown", resource),
                }
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                rt::is_same(self, other)
            }
        }

        rt::wire!($name of $($resource,)* $($other,)?);

        impl rt::Primary for $name {
            const PRIMARY: rt::PrimaryShape = rt::PrimaryShape::OneOf(<Self as rt::Polymorphic>::TYPES);

            fn is(&self, kind: &str, id: &str) -> Option<&dyn ::core::any::Any> {
                match self {
                    $(Self::$variant(resource) => rt::Primary::is(&**resource, kind, id),)*
                    $(Self::$open(resource) => rt::Primary::is(&**resource, kind, id),)?
                    Self::Unknown(_) => None,
                }
            }
        }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Unknown(rt::AnyResource::default())
            }
        }
    };
}

/// For a newtype over `Value` (a union that is sent): writing, and conversion from its alternatives.
#[doc(hidden)]
#[macro_export]
macro_rules! alternatives {
    ($name:ident) => {
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&rt::Printable(&self.0)).finish()
            }
        }

        impl rt::Encode for $name {
            #[inline]
            fn encode(self) -> rt::Value {
                self.0
            }
        }

        impl<T: rt::Encode> ::core::convert::From<T> for $name
        where
            $name: rt::MadeFrom<T>,
        {
            #[inline]
            fn from(value: T) -> Self {
                Self(rt::Encode::encode(value))
            }
        }
    };
}

/// For an alternative of a union that is a type of the client: conversion in one step to a change of the union, which
/// setters take where null has a meaning. That from other types is the runtime's.
#[doc(hidden)]
#[macro_export]
macro_rules! alternative {
    ($name:ident, $ty:ty) => {
        impl ::core::convert::From<$ty> for rt::Change<$name> {
            #[inline]
            fn from(value: $ty) -> Self {
                Self::Value(value.into())
            }
        }
    };
}

/// For a resource type of which no enabled feature reads the attributes: its identity alone.
#[doc(hidden)]
#[macro_export]
macro_rules! identity_only {
    ($name:ident, $kind:literal, $id:ty) => {
        impl rt::Record for $name {
            const SHAPE: &'static rt::Shape = rt::Shape::OBJECT;

            fn read(&mut self, _input: rt::Input<'_>) {}

            fn list(&self, see: rt::See<'_>) {
                see(&[]);
            }
        }

        rt::record!($name);

        impl rt::ResourceType for $name {
            const TYPE: &'static str = $kind;
            const ID: rt::IdRule = rt::IdRule::Optional;
            type Id = $id;
            type Relationships = rt::NoRelationships;
        }
    };
}

pub(crate) use {
    alternative, alternatives, by_status, enumeration, identity_only, integer_enumeration, polymorphic, record, token,
    union, wire,
};
