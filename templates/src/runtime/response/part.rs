//! Parts of responses that are read when they are asked for: bodies of errors that are not JSON:API documents, the `meta` of
//! errors in those that are, and header fields. Each that is described is a constant of its operation, by which it is asked for.

use std::fmt;
use std::marker::PhantomData;

use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};

use super::super::document::payload;
use super::super::error::Error;
use super::super::error::api_error::ApiError;
use super::super::schema::mismatch::Mismatch;
use super::super::schema::shape::{Member, PayloadShape, Shape};
use super::super::schema::walk_document::{Expectation, mismatches};
use super::super::value::decode::Decode;
use super::super::value::serialize::read_value;
use super::super::value::values::Value;
use super::Response;
use super::webhook::Webhook;

/// The body that errors with some statuses are described to have: a constant of the operation.
///
/// ```rust,ignore
/// if let Some(problem) = error.body(CreateBook::BODY_409) {
///     println!("{:?}", problem.copies);
/// }
/// ```
pub struct ErrorBody<T> {
    /// The first and the last status of each range.
    statuses: &'static [(u16, u16)],
    of: PhantomData<fn() -> T>,
}

impl<T> ErrorBody<T> {
    /// Returns the body of errors with these statuses: the first and the last of each range.
    #[doc(hidden)]
    pub const fn new(statuses: &'static [(u16, u16)]) -> Self {
        Self { statuses, of: PhantomData }
    }

    /// Returns whether errors with this status have the body.
    pub fn is_of(&self, status: StatusCode) -> bool {
        include(self.statuses, status)
    }
}

impl Error {
    /// Returns the body of an error that is described not to be a JSON:API document; `None` where the service answered
    /// with another status, or with something else. [`raw`](Self::raw) has what it answered with.
    pub fn body<T: Decode>(&self, of: ErrorBody<T>) -> Option<T> {
        self.api()?.body(of)
    }
}

impl ApiError {
    /// Returns the body that is described for errors with this status; `None` where this one has another status, or the
    /// service answered with something else.
    pub fn body<T: Decode>(&self, of: ErrorBody<T>) -> Option<T> {
        if of.is_of(self.status) { payload::read(&self.raw).ok()?.value } else { None }
    }

    /// Returns the value of a header field that is described; `None` where it did not come, or is not of its type.
    pub fn header<T: Decode>(&self, field: HeaderField<T>) -> Option<T> {
        field.read(&self.headers)
    }
}

impl<P> Response<P> {
    /// Returns the value of a header field that is described; `None` where it did not come, or is not of its type.
    ///
    /// ```rust,ignore
    /// let left: Option<i64> = response.header(CreateBook::HEADER_X_CALLS_LEFT);
    /// ```
    pub fn header<T: Decode>(&self, field: HeaderField<T>) -> Option<T> {
        field.read(self.headers())
    }
}

/// The `meta` that the errors of a response with some statuses are described to have: a constant of the operation.
///
/// ```rust,ignore
/// let metas = error.metas(CreateBook::ERROR_META_422);
/// let limits: Vec<Option<i64>> = metas.iter().map(|meta| meta.as_ref()?.limit).collect();
/// ```
pub struct ErrorMeta<T> {
    /// The first and the last status of each range.
    statuses: &'static [(u16, u16)],
    of: PhantomData<fn() -> T>,
}

impl<T> ErrorMeta<T> {
    /// Returns the `meta` of errors of responses with these statuses: the first and the last of each range.
    #[doc(hidden)]
    pub const fn new(statuses: &'static [(u16, u16)]) -> Self {
        Self { statuses, of: PhantomData }
    }

    /// Returns whether errors of a response with this status have the `meta`.
    pub fn is_of(&self, status: StatusCode) -> bool {
        include(self.statuses, status)
    }
}

impl<T: Decode> ErrorMeta<T> {
    /// A document of errors with such a `meta`, of which nothing else is said.
    const SHAPE: &'static Shape = &Shape::OpenRecord(
        &[Member::Optional(
            "errors",
            &Shape::List(&Shape::OpenRecord(&[Member::OptionalNullable("meta", T::SHAPE)], Shape::ANY)),
        )],
        Shape::ANY,
    );
}

impl Error {
    /// Returns the `meta` of each error that the service tells of, in their order; none where the service answered with another
    /// status. One without `meta`, or with one of another type, has `None`.
    pub fn metas<T: Decode>(&self, of: ErrorMeta<T>) -> Vec<Option<T>> {
        self.api().map_or_else(Vec::new, |error| error.metas(of))
    }
}

impl ApiError {
    /// Returns the `meta` of each of the [`errors`](Self::errors), in their order; none where the response has another status.
    /// One without `meta`, or with one of another type, has `None`.
    pub fn metas<T: Decode>(&self, of: ErrorMeta<T>) -> Vec<Option<T>> {
        if !of.is_of(self.status) {
            return Vec::new();
        }
        self.errors.iter().map(|error| error.meta_as()).collect()
    }

    /// Returns where the `meta` of errors differs from the OpenAPI document; nothing where the response has another status.
    pub fn mismatches<T: Decode>(&self, of: ErrorMeta<T>) -> Vec<Mismatch> {
        match payload::text(&self.raw) {
            Ok(text) if of.is_of(self.status) => {
                mismatches(text, PayloadShape::Json(ErrorMeta::<T>::SHAPE), &Expectation::default())
            }
            _ => Vec::new(),
        }
    }
}

/// A header field that responses are described to have: a constant of the operation.
pub struct HeaderField<T> {
    name: &'static str,
    /// What is written as text; `None` where the field is JSON.
    shape: Option<&'static Shape>,
    of: PhantomData<fn() -> T>,
}

impl<T> HeaderField<T> {
    /// Returns a field whose value is written as text.
    #[doc(hidden)]
    pub const fn new(name: &'static str, shape: &'static Shape) -> Self {
        Self { name, shape: Some(shape), of: PhantomData }
    }

    /// Returns a field whose value is JSON.
    #[doc(hidden)]
    pub const fn json(name: &'static str) -> Self {
        Self { name, shape: None, of: PhantomData }
    }

    /// Returns the name of the field.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<T: Decode> HeaderField<T> {
    /// Reads the field; `None` where it did not come, or is not of its type.
    pub fn read(&self, headers: &HeaderMap) -> Option<T> {
        read_value(&field(headers, self.name, self.shape)?)
    }
}

/// Returns the value of a field: what a shape makes of its text, or without one its JSON. Several fields of one name are one
/// list, but for those of cookies, whose commas divide nothing (RFC 9110, section 5.3).
fn field(headers: &HeaderMap, name: &str, shape: Option<&Shape>) -> Option<Value> {
    let texts: Vec<&str> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    if texts.is_empty() {
        return None;
    }
    let is_cookie = name.eq_ignore_ascii_case(SET_COOKIE.as_str());
    let text = texts.join(if is_cookie { "\n" } else { ", " });
    match shape {
        Some(Shape::List(element)) if is_cookie => {
            Some(texts.iter().map(|text| of_text(element, text.trim())).collect())
        }
        Some(shape) => Some(of_text(shape, text.trim())),
        None => serde_json::from_str(&text).ok(),
    }
}

/// Divides a list at its commas, but for those within quotation marks (RFC 9110, section 5.6.4) and within the brackets of
/// links (RFC 8288, section 3).
fn elements(text: &str) -> Vec<&str> {
    let (mut found, mut start) = (Vec::new(), 0);
    let (mut is_quoted, mut is_escaped, mut is_link) = (false, false, false);
    for (position, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            '<' | '>' if !is_quoted => is_link = character == '<',
            ',' if !is_quoted && !is_link => {
                found.extend(text.get(start..position));
                start = position + 1;
            }
            _ => {}
        }
    }
    // What is not closed was none.
    if is_quoted || is_link {
        return text.split(',').collect();
    }
    found.extend(text.get(start..));
    found
}

fn of_text(shape: &Shape, text: &str) -> Value {
    match shape {
        Shape::List(_) if text.is_empty() => Value::Array(Vec::new()),
        Shape::List(element) => elements(text).into_iter().map(|one| of_text(element, one.trim())).collect(),
        Shape::Nullable(shape) | Shape::Foreign(shape, ..) => of_text(shape, text),
        Shape::Bool | Shape::Integer | Shape::IntegerEnum(_) | Shape::Number => {
            let scalar =
                serde_json::from_str(text).ok().filter(|value: &Value| value.is_number() || value.is_boolean());
            scalar.unwrap_or_else(|| text.into())
        }
        _ => text.into(),
    }
}

/// Returns whether ranges have a status, by the first and the last of each.
fn include(statuses: &[(u16, u16)], status: StatusCode) -> bool {
    statuses.iter().any(|(first, last)| (*first..=*last).contains(&status.as_u16()))
}

/// Implements what derives would ask of `T`, which a constant holds none of. One field is shown.
macro_rules! constant {
    ($($name:ident shows $field:ident,)*) => {$(
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T> Copy for $name<T> {}

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.$field).finish()
            }
        }
    )*};
}

constant! {
    ErrorBody shows statuses,
    ErrorMeta shows statuses,
    HeaderField shows name,
    Webhook shows name,
}
