//! Builds a tree from the events of any parser, within limits.
//!
//! One visitor serves JSON and YAML. It does what `serde_json::Value`'s own does not: it notices
//! repeated keys, takes the keys of YAML for text, and refuses what would exhaust stack or memory.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

/// Nesting beyond which reading stops. Descriptions nest some 40 levels deep; both parsers would
/// stop at 128 by themselves.
pub(crate) const DEPTH: usize = 120;

/// The findings of reading a text, besides the tree.
#[derive(Debug)]
pub(crate) struct Reading {
    /// Whether YAML's own constructs are to be looked for.
    yaml: bool,
    /// How much may still be built, in values and bytes of text. Only the aliases of YAML can
    /// make more of a text than it holds.
    budget: usize,
    /// The first key that an object has twice.
    pub(crate) repeated_key: Option<String>,
    /// Whether members were merged into an object by the key `<<`.
    pub(crate) merged: bool,
    /// Why reading stopped, when it was not for the syntax.
    pub(crate) stopped: Option<Stop>,
}

/// Why a well-formed text is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Nested deeper than [`DEPTH`].
    TooDeep,
    /// The aliases stand for far more than the text holds.
    TooLarge,
    /// A YAML tag, whose meaning only an application knows.
    Tag(String),
    /// The key `<<` with a value that is neither an object nor a list of objects.
    MergeKey,
    /// A number that JSON cannot hold: infinite or not a number.
    Number,
}

impl Reading {
    /// Returns the state before a JSON text is read, which needs no limit.
    pub(crate) fn json() -> Self {
        Self { yaml: false, budget: usize::MAX, repeated_key: None, merged: false, stopped: None }
    }

    /// Returns the state before a YAML text is read, whose tree may take 16 times the size of the text.
    pub(crate) fn yaml(text: &str) -> Self {
        let budget = text.len().saturating_mul(16).saturating_add(1 << 16);
        Self { yaml: true, budget, repeated_key: None, merged: false, stopped: None }
    }

    /// Returns the seed that reads the document's value.
    pub(crate) fn root(&mut self) -> Node<'_> {
        Node { reading: self, depth: 0 }
    }

    fn stop<E: Error>(&mut self, reason: Stop) -> E {
        self.stopped = Some(reason);
        E::custom("stopped")
    }

    fn spend<E: Error>(&mut self, bytes: usize) -> Result<(), E> {
        match self.budget.checked_sub(bytes.saturating_add(1)) {
            Some(rest) => {
                self.budget = rest;
                Ok(())
            }
            None => Err(self.stop(Stop::TooLarge)),
        }
    }
}

/// Reads one value.
pub(crate) struct Node<'r> {
    reading: &'r mut Reading,
    depth: usize,
}

impl Node<'_> {
    /// Returns the seed for a value within this one.
    fn inner(&mut self) -> Node<'_> {
        Node { reading: self.reading, depth: self.depth + 1 }
    }

    fn enter<E: Error>(&mut self) -> Result<(), E> {
        if self.depth >= DEPTH {
            return Err(self.reading.stop(Stop::TooDeep));
        }
        self.reading.spend(0)
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    // A YAML text of comments alone.
    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.reading.spend(0)?;
        Ok(Value::Number(value.into()))
    }

    #[expect(clippy::cast_precision_loss, reason = "what JSON parsers do with integers this large")]
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "what JSON parsers do with integers this large")]
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.reading.spend(0)?;
        Number::from_f64(value).map(Value::Number).ok_or_else(|| self.reading.stop(Stop::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.reading.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.reading.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut list = Vec::new();
        while let Some(value) = elements.next_element_seed(self.inner())? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Value, A::Error> {
        self.enter()?;
        let mut object = Map::new();
        let mut merged: Vec<Map<String, Value>> = Vec::new();
        while let Some(key) = members.next_key_seed(Key)? {
            self.reading.spend(key.len())?;
            if self.reading.yaml && key == "<<" {
                let value = members.next_value_seed(self.inner())?;
                merged.extend(mergeable(value).ok_or_else(|| self.reading.stop(Stop::MergeKey))?);
                self.reading.merged = true;
                continue;
            }
            match object.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert(members.next_value_seed(self.inner())?);
                }
                // The first one counts here and in the index, so that both speak of the same value.
                Entry::Occupied(entry) => {
                    members.next_value_seed(self.inner())?;
                    self.reading.repeated_key.get_or_insert_with(|| entry.key().clone());
                }
            }
        }
        // What the object says itself comes first, then what is merged first (YAML 1.1, "Merge Key").
        for (key, value) in merged.into_iter().flatten() {
            if let Entry::Vacant(entry) = object.entry(key) {
                entry.insert(value);
            }
        }
        Ok(Value::Object(object))
    }

    /// Takes the value of a tag, which `serde_yaml` delivers as the variant of an enum.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (tag, _) = tagged.variant_seed(Key)?;
        Err(self.reading.stop(Stop::Tag(tag)))
    }
}

/// Returns the objects that a merge key names: one, or each of a list.
fn mergeable(value: Value) -> Option<Vec<Map<String, Value>>> {
    let object = |value: Value| match value {
        Value::Object(members) => Some(members),
        _ => None,
    };
    match value {
        Value::Array(list) => list.into_iter().map(object).collect(),
        one => Some(vec![object(one)?]),
    }
}

/// Reads a key as it is written: YAML's `200`, `null` and `yes` are text here.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<String, E> {
        Ok(value)
    }
}
