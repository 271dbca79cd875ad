//! What JSON:API puts around resources and identifiers that are sent ("Document Structure").

use super::super::body::draft::OneOrMany;
use super::super::value::encode::{Change, Encode};
use super::super::value::values::{Object, Value};
use super::identifier::{AnyIdentifier, NameForm};

/// Returns a document with this primary data: a resource, an identifier, a list of them, or null.
pub(crate) fn document(data: impl Encode) -> Value {
    with_data(data.encode())
}

/// Puts `data` into a document. The function is not generic: there are as many documents as types that are sent.
fn with_data(data: Value) -> Value {
    let mut document = Object::new();
    document.insert("data".to_owned(), data);
    Value::Object(document)
}

/// Gives an `id` to a resource that has none. The services of some have other ids in bodies than in paths.
pub(crate) fn identified(mut resource: Value, id: &str) -> Value {
    if let Some(object) = resource.as_object_mut() {
        object.entry("id").or_insert_with(|| id.into());
    }
    resource
}

/// Returns a list of what is encoded as `T`.
pub(crate) fn list<T: Encode>(values: impl IntoIterator<Item = impl Into<T>>) -> Value {
    values.into_iter().map(|value| value.into().encode()).collect()
}

/// Returns the identifier of what `I` names.
pub(crate) fn identifier<I: Into<AnyIdentifier>>(id: impl Into<I>) -> Value {
    let id: I = id.into();
    let identifier: AnyIdentifier = id.into();
    identifier.encode()
}

/// Returns the identifier of what `I` names, or null.
pub(crate) fn identifier_or_null<I: Into<AnyIdentifier>>(id: Change<I>) -> Value {
    match id {
        Change::Value(id) => identifier::<I>(id),
        Change::Null => Value::Null,
    }
}

/// Returns one identifier of what `I` names, or a list.
pub(crate) fn identifier_or_list<I: Into<AnyIdentifier>>(ids: OneOrMany<I>) -> Value {
    match ids {
        OneOrMany::One(id) => identifier::<I>(id),
        OneOrMany::Many(ids) => identifiers::<I>(ids),
    }
}

/// Returns one identifier of what `I` names, a list, or null.
pub(crate) fn identifier_or_list_or_null<I: Into<AnyIdentifier>>(ids: Change<OneOrMany<I>>) -> Value {
    match ids {
        Change::Value(ids) => identifier_or_list::<I>(ids),
        Change::Null => Value::Null,
    }
}

/// Returns a list of the identifiers of what `I` names.
pub(crate) fn identifiers<I: Into<AnyIdentifier>>(ids: impl IntoIterator<Item = impl Into<I>>) -> Value {
    ids.into_iter().map(|id| identifier::<I>(id)).collect()
}

impl Encode for AnyIdentifier {
    fn encode(self) -> Value {
        let mut identifier = Object::new();
        identifier.insert("type".to_owned(), self.kind.into());
        let name = match self.form {
            NameForm::Id(_) => "id",
            NameForm::LocalId => "lid",
        };
        identifier.insert(name.to_owned(), self.id.into());
        if let Some(meta) = self.meta {
            identifier.insert("meta".to_owned(), meta);
        }
        Value::Object(identifier)
    }
}
