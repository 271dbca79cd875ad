//! What a value leaves out of what its schema has.

use serde_json::{Value, json};

use super::schema::{Direction, is_hidden};
use super::{Description, discriminator};

/// Returns the members that the schema names and a sent value does not have, as pointers into the value.
///
/// A schema inside itself is not asked for again.
pub fn missing(description: &Description, schema: &Value, value: &Value) -> Vec<String> {
    let mut walk = Walk { description, open: Vec::new() };
    walk.missing(schema, value, "")
}

struct Walk<'d> {
    description: &'d Description,
    /// The schemas that are walked through, by reference.
    open: Vec<String>,
}

impl Walk<'_> {
    fn missing(&mut self, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            if self.open.iter().any(|open| open == target) {
                return Vec::new();
            }
            self.open.push(target.to_owned());
            let description = self.description;
            let found = self.missing(description.resolve(schema), value, at);
            self.open.pop();
            return found;
        }
        let mut found = Vec::new();
        let description = self.description;
        let meant = discriminator::derived(description, schema)
            .into_iter()
            .find(|(name, tag, _)| value.get(name).and_then(Value::as_str) == Some(tag));
        if let Some((_, _, target)) = meant {
            found.extend(self.missing(&json!({ "$ref": target }), value, at));
        }
        for part in list(schema, "allOf") {
            found.extend(self.missing(part, value, at));
        }
        let alternatives = list(schema, "oneOf").chain(list(schema, "anyOf"));
        let fitting = alternatives.filter(|alternative| fits(self.description, alternative, value));
        let fitting: Vec<Vec<String>> = fitting.map(|alternative| self.missing(alternative, value, at)).collect();
        found.extend(fitting.into_iter().min_by_key(Vec::len).unwrap_or_default());
        if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
            for (position, value) in values.iter().enumerate() {
                found.extend(self.missing(items, value, &format!("{at}/{position}")));
            }
        }
        found.extend(self.members(schema, value, at));
        found
    }

    fn members(&mut self, schema: &Value, value: &Value, at: &str) -> Vec<String> {
        let mut found = Vec::new();
        let (Some(properties), Some(members)) =
            (schema.get("properties").and_then(Value::as_object), value.as_object())
        else {
            return found;
        };
        for (name, property) in properties {
            match members.get(name) {
                Some(member) => found.extend(self.missing(property, member, &format!("{at}/{name}"))),
                None if is_hidden(self.description, property, Direction::Sent) || self.is_read_only(property) => {}
                None => found.push(format!("{at}/{name}")),
            }
        }
        found
    }
}

impl Walk<'_> {
    /// Returns whether an object has members, and none that are sent.
    fn is_read_only(&self, schema: &Value) -> bool {
        let schema = self.description.resolve(schema);
        let mut members = schema.get("properties").and_then(Value::as_object).into_iter().flatten().peekable();
        members.peek().is_some() && members.all(|(_, member)| is_hidden(self.description, member, Direction::Sent))
    }
}

/// Returns whether a value may be meant by an alternative: its type, its fixed members, and that all its
/// members are named.
fn fits(description: &Description, alternative: &Value, value: &Value) -> bool {
    let schema = description.resolve(alternative);
    let kind = schema.get("type").and_then(Value::as_str);
    let right_kind = match kind {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer" | "number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        _ => true,
    };
    let properties = schema.get("properties").and_then(Value::as_object);
    let (Some(properties), Some(members)) = (properties, value.as_object()) else { return right_kind };
    let allowed = |(name, member): (&String, &Value)| {
        let Some(property) = properties.get(name) else { return false };
        let values = description.resolve(property).get("enum").and_then(Value::as_array);
        values.is_none_or(|values| values.contains(member) || member.is_null())
    };
    right_kind && members.iter().all(allowed)
}

fn list<'v>(schema: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    schema.get(name).and_then(Value::as_array).into_iter().flatten()
}
