//! What resources and identifiers in a body are, where more must hold of them than types of arguments say: ids that the
//! service takes as numbers, and relationships to resources of several types.

use super::super::value::values::{Number, Object, Value};

/// The resources and identifiers at one place of a body.
#[derive(Debug, Clone, Copy)]
pub struct IdentifiersAt {
    /// The members that lead there; lists on the way are passed through.
    pub at: &'static [&'static str],
    /// The types that may stand there. The first that fits is taken.
    pub of: &'static [NamedAs],
}

/// A type that may stand at a place.
#[derive(Debug, Clone, Copy)]
pub struct NamedAs {
    /// Its wire `type`; `None` for any.
    pub kind: Option<&'static str>,
    /// Whether its ids are sent as numbers.
    pub is_number: bool,
    /// Whether a resource of this type must have an id.
    pub must_have_id: bool,
}

impl NamedAs {
    /// A resource of any type.
    pub const ANY: Self = Self { kind: None, is_number: false, must_have_id: false };

    /// Returns a resource of this wire `type`.
    pub const fn new(kind: &'static str) -> Self {
        Self { kind: Some(kind), ..Self::ANY }
    }

    /// Has the id sent as a number.
    #[must_use]
    pub const fn by_number(self) -> Self {
        Self { is_number: true, ..self }
    }

    /// Refuses the request where the resource has no id.
    #[must_use]
    pub const fn with_id(self) -> Self {
        Self { must_have_id: true, ..self }
    }
}

impl IdentifiersAt {
    /// Gives ids in a body the form that the service takes. An error says what is not as it must be.
    #[inline]
    pub(crate) fn settle(&self, body: &mut Value) -> Result<(), String> {
        self.visit(body, self.at)
    }

    fn visit(&self, value: &mut Value, at: &[&str]) -> Result<(), String> {
        match (value, at.split_first()) {
            (Value::Array(values), _) => values.iter_mut().try_for_each(|value| self.visit(value, at)),
            (Value::Object(members), Some((name, rest))) => match members.get_mut(*name) {
                Some(member) => self.visit(member, rest),
                None => Ok(()),
            },
            (Value::Object(identifier), None) => {
                self.identifier(identifier).map_err(|reason| format!("`/{}` {reason}", self.at.join("/")))
            }
            _ => Ok(()),
        }
    }

    fn identifier(&self, identifier: &mut Object) -> Result<(), String> {
        let kind = identifier.get("type").and_then(Value::as_str).unwrap_or_default();
        let Some(named) = self.of.iter().find(|one| one.kind.is_none_or(|one| one == kind)) else {
            let kinds: Vec<&str> = self.of.iter().filter_map(|one| one.kind).collect();
            return Err(format!(
                "names a resource of the type `{kind}`, and must name one of `{}`",
                kinds.join("`, `")
            ));
        };
        if named.must_have_id && !identifier.contains_key("id") {
            return Err(format!("has no `id`, which names the `{kind}` to change"));
        }
        if let (true, Some(Value::String(id))) = (named.is_number, identifier.get("id")) {
            let number = number(id).ok_or_else(|| format!("has the id `{id}`, and must have a number"))?;
            identifier.insert("id".to_owned(), number);
        }
        Ok(())
    }
}

/// Returns an id as a number: the one whose text it is.
#[inline]
fn number(id: &str) -> Option<Value> {
    let number: Number = id.parse().ok()?;
    (number.to_string() == id).then_some(Value::Number(number))
}
