//! Exclusive bounds that are numbers.
//!
//! ```yaml
//! # before              # after
//! {exclusiveMinimum: 0} {minimum: 0, exclusiveMinimum: true}
//! ```

use serde_json::{Map, Value};

use super::position::Position;
use super::rewrite::Rewrite;

/// Rewrites both bounds.
pub(super) fn rewrite(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    bound(cx, members, ("minimum", "exclusiveMinimum"), |exclusive, inclusive| exclusive >= inclusive, at);
    bound(cx, members, ("maximum", "exclusiveMaximum"), |exclusive, inclusive| exclusive <= inclusive, at);
}

fn bound(
    cx: &mut Rewrite,
    members: &mut Map<String, Value>,
    (inclusive, exclusive): (&str, &str),
    is_stricter: fn(f64, f64) -> bool,
    at: &Position<'_>,
) {
    match members.get(exclusive) {
        Some(Value::Bool(_)) if cx.is_json_schema() => {
            cx.of_another_version(&at.key(exclusive), &format!("a boolean `{exclusive}`"), "3.0");
        }
        Some(Value::Number(number)) => {
            let number = number.clone();
            if !cx.is_json_schema() {
                cx.of_another_version(&at.key(exclusive), &format!("a number as `{exclusive}`"), "3.1");
            }
            let other = members.get(inclusive).and_then(Value::as_f64);
            let counts = number.as_f64().zip(other).is_none_or(|(number, other)| is_stricter(number, other));
            if counts {
                members.insert(inclusive.to_owned(), Value::Number(number));
                members.insert(exclusive.to_owned(), Value::Bool(true));
            } else {
                members.shift_remove(exclusive);
            }
        }
        _ => {}
    }
}
