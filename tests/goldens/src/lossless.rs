//! What of a response is neither in what was read nor among its mismatches.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{Reading, read};

/// Reads a response of an operation of a golden case: a line `CASE OPERATION STATUS`, then the body. What names no operation
/// is not looked at.
///
/// # Panics
///
/// When a value is lost.
pub fn check(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let Some((line, body)) = text.split_once('\n') else { return };
    let [case, operation, status] = line.split(' ').collect::<Vec<_>>()[..] else { return };
    let Some(status) = status.parse().ok().filter(|status| (200..600).contains(status)) else { return };
    let Some(reading) = read(case, operation, status, body.as_bytes().to_vec()) else { return };
    if let Ok(body) = serde_json::from_str(body) {
        let lost = lost(&body, &reading);
        assert!(lost.is_empty(), "{lost:?}");
    }
}

/// Returns the pointers of the values that are neither in what was read nor told of.
pub fn lost(body: &Value, reading: &Reading) -> Vec<String> {
    let Some(wire) = &reading.wire else { return Vec::new() };
    // An identifier needs both of its members: where one is of a wrong type there is none.
    let whole = |place: &String| match place.rsplit_once('/') {
        Some((parent, "type" | "id")) if body.pointer(parent).is_some_and(is_identifier) => parent.to_owned(),
        _ => place.clone(),
    };
    Comparison { told: reading.places.iter().map(whole).collect() }.compare(body, Some(wire), "")
}

/// Whether an object has nothing of a resource but its name.
fn is_identifier(value: &Value) -> bool {
    ["attributes", "relationships"].iter().all(|name| value.get(name).is_none())
}

/// A comparison of a body with what was read from it.
struct Comparison {
    /// The pointers of what the mismatches tell of.
    told: BTreeSet<String>,
}

impl Comparison {
    /// Returns the pointers of what is lost of a value.
    fn compare(&self, body: &Value, wire: Option<&Value>, pointer: &str) -> Vec<String> {
        match (body, wire) {
            _ if self.told.contains(pointer) => Vec::new(),
            // What is null may be absent, and what is empty, too.
            (Value::Null, None) => Vec::new(),
            (Value::Array(elements), None) if elements.is_empty() => Vec::new(),
            // Where one, a list or null is described, all are read as a list.
            (Value::Null, Some(Value::Array(kept))) if kept.is_empty() => Vec::new(),
            (Value::Object(_), Some(Value::Array(kept))) if kept.len() == 1 => {
                self.compare(body, kept.first(), pointer)
            }
            (Value::Object(members), None | Some(Value::Object(_))) => {
                let kept = wire.and_then(Value::as_object);
                let counted = members.iter().filter(|(name, _)| !is_ignored(name, pointer));
                let of_member = |(name, value): (&String, &Value)| {
                    let below = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                    self.compare(value, kept.and_then(|kept| kept.get(name)), &below)
                };
                counted.flat_map(of_member).collect()
            }
            (Value::Array(elements), Some(Value::Array(kept))) => self.elements(elements, kept, pointer, 0),
            (body, Some(wire)) if body == wire => Vec::new(),
            // A whole number as one of floating point.
            (Value::Number(number), Some(Value::Number(kept))) if number.as_f64() == kept.as_f64() => Vec::new(),
            _ => vec![pointer.to_owned()],
        }
    }

    /// Compares what follows in two lists, from this position of the body's on. An element that is told of may have been
    /// left out; it was, where nothing of what follows is lost then.
    fn elements(&self, elements: &[Value], kept: &[Value], pointer: &str, position: usize) -> Vec<String> {
        let Some((value, rest)) = elements.split_first() else { return Vec::new() };
        let below = format!("{pointer}/{position}");
        if self.told.contains(&below) && elements.len() > kept.len() {
            let left_out = self.elements(rest, kept, pointer, position + 1);
            if left_out.is_empty() {
                return left_out;
            }
        }
        let mut lost = self.compare(value, kept.first(), &below);
        lost.extend(self.elements(rest, kept.get(1..).unwrap_or_default(), pointer, position + 1));
        lost
    }
}

/// Whether a member says nothing: those whose names begin with `@` (JSON:API 1.1, "Member Names"), and what a
/// discriminator of the golden case `inheritance` repeats of the type among the relationships.
fn is_ignored(name: &str, pointer: &str) -> bool {
    name.starts_with('@') || (name == "kind:of" && pointer.ends_with("/relationships"))
}
