//! Secret texts (`format: password`): those that are read, and how they stand in what is sent.
//!
//! In what is sent, a secret text is an object that nothing else makes, so that printing can leave it out. It becomes
//! text when the request is written.

use std::borrow::Cow;
use std::fmt;

use super::super::auth::secret::Secret;
use super::super::schema::shape::Shape;
use super::decode::{Decode, Input};
use super::encode::Encode;
use super::values::{Object, Value};
use super::view::{View, Viewed};

/// A secret text. It is never printed, neither by itself nor in what holds it, and is wiped from memory when it is
/// dropped; what is sent or serialized has it.
///
/// ```rust,ignore
/// let password = Password::from("open sesame");
/// assert_eq!(format!("{password:?}"), "Password(..)");
/// assert_eq!(password.expose(), "open sesame");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Secret);

impl Password {
    /// Returns the text.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Password").field(&self.0).finish()
    }
}

impl Decode for Password {
    const SHAPE: &'static Shape = Shape::SECRET;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.string().map(Self::from);
    }
}

impl Viewed for Password {
    fn view(&self) -> View<'_> {
        View::Secret(self.expose())
    }
}

impl Encode for Password {
    fn encode(self) -> Value {
        Value::Object([(KEY.to_owned(), self.expose().into())].into_iter().collect())
    }
}

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        Self(Secret::new(text))
    }
}

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(Secret::new(text))
    }
}

/// The one member of the object that stands for a secret text. No service has such a name.
const KEY: &str = "\u{0}secret";

/// Returns the text that an object stands for.
fn hidden(object: &Object) -> Option<&Value> {
    object.get(KEY).filter(|_| object.len() == 1)
}

/// Returns the value as it is sent.
pub(crate) fn revealed(value: &Value) -> Cow<'_, Value> {
    if !holds_secret(value) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(match value {
        Value::Array(values) => values.iter().map(|value| revealed(value).into_owned()).collect(),
        Value::Object(object) => hidden(object).cloned().unwrap_or_else(|| {
            let members = object.iter().map(|(key, value)| (key.clone(), revealed(value).into_owned()));
            Value::Object(members.collect())
        }),
        scalar => scalar.clone(),
    })
}

/// Members, fields of forms and query parameters that are secret by their name (RFC 6749, RFC 7523, RFC 7636).
const NAMES: [&str; 11] = [
    "access_token", "refresh_token", "id_token", "client_secret", "client_assertion", "assertion", "code_verifier",
    "password", "secret", "api_key", "private_key",
];

/// Returns whether a member, a field of a form or a query parameter is secret by its name, in any case of its letters.
pub(crate) fn is_secret_name(name: &str) -> bool {
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Returns the value with dots in the place of what is secret by its format or by its name.
fn shown(value: &Value) -> Value {
    match value {
        Value::Array(values) => values.iter().map(shown).collect(),
        Value::Object(object) if hidden(object).is_some() => Value::from(".."),
        Value::Object(object) => {
            let is_hidden = |key: &str, value: &Value| is_secret_name(key) && !value.is_null();
            let member = |(key, value): (&String, &Value)| {
                (key.clone(), if is_hidden(key, value) { Value::from("..") } else { shown(value) })
            };
            Value::Object(object.iter().map(member).collect())
        }
        scalar => scalar.clone(),
    }
}

/// Returns the secret texts in a value that is sent.
pub(crate) fn secrets(value: &Value) -> Vec<Secret> {
    match value {
        _ if !holds_secret(value) => Vec::new(),
        Value::Array(values) => values.iter().flat_map(secrets).collect(),
        Value::Object(object) => match hidden(object) {
            Some(text) => vec![Secret::new(text.as_str().unwrap_or_default())],
            None => object.values().flat_map(secrets).collect(),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

fn holds_secret(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().any(holds_secret),
        Value::Object(object) => hidden(object).is_some() || object.values().any(holds_secret),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// A value that is sent, as it may be printed: JSON, without what is secret in it.
#[doc(hidden)]
pub struct Printable<'v>(pub &'v Value);

impl fmt::Debug for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = shown(self.0);
        if f.alternate() { write!(f, "{shown:#}") } else { write!(f, "{shown}") }
    }
}
