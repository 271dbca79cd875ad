//! Plausible values, from what the description says of them.

use super::super::schema::scan;
use super::super::schema::select::select;
use super::super::schema::shape::{Alternative, Member, Shape, Test};
use super::super::schema::tape::Tape;
use super::super::value::values::{Object, Value};
use super::source::Source;

/// How deep a type that contains itself is filled.
const DEPTH: u32 = 6;

/// Returns a value of this shape for a member of this name. `depth` is how far it is from the resource.
pub(in super::super) fn value(shape: &Shape, name: &str, depth: u32, source: &mut Source) -> Value {
    match shape {
        Shape::Any | Shape::String | Shape::Secret => Value::String(text(name, source)),
        Shape::Bool => Value::Bool(source.below(2) == 0),
        Shape::Integer | Shape::Unsigned => Value::from(1 + source.below(1000)),
        Shape::Number => Value::from(1.5 + f64::from(source.below(1000))),
        Shape::Enum(values) => source.one_of(values).copied().map_or(Value::Null, Value::from),
        Shape::IntegerEnum(values) => source.one_of(values).copied().map_or(Value::Null, Value::from),
        Shape::Constant(json) => parse(json),
        Shape::Object => Value::Object(Object::new()),
        Shape::Nullable(shape) => value(shape, name, depth, source),
        Shape::ToOne(_) | Shape::ToMany(_) | Shape::Linked(..) => Value::Object(Object::new()),
        Shape::Recursive(shape) => value(shape.shape(), name, depth + 1, source),
        Shape::Foreign(shape, ..) => value(shape, name, depth, source),
        Shape::List(element) if depth < DEPTH => {
            (0..=source.below(3)).map(|_| value(element, name, depth + 1, source)).collect()
        }
        Shape::Tuple(places) if depth < DEPTH * 2 => {
            places.shapes.iter().map(|shape| value(shape, name, depth + 1, source)).collect()
        }
        Shape::List(_) | Shape::Tuple(_) => Value::Array(Vec::new()),
        Shape::Map(element) if depth < DEPTH => {
            Value::Object([("key".to_owned(), value(element, name, depth + 1, source))].into_iter().collect())
        }
        Shape::Map(_) => Value::Object(Object::new()),
        Shape::Record(members) | Shape::OpenRecord(members, _) => Value::Object(record(members, depth + 1, source)),
        Shape::Union(alternatives) => union(alternatives, name, depth + 1, source),
    }
}

/// Returns an object with all members; far from the resource, with those that must be there.
pub(in super::super) fn record(members: &[Member], depth: u32, source: &mut Source) -> Object {
    let wanted = members.iter().filter(|member| depth < DEPTH || member.is_required());
    wanted
        .map(|member| {
            let too_deep = depth >= DEPTH * 2;
            let value = if too_deep { Value::Null } else { value(member.shape(), member.name(), depth, source) };
            (member.name().to_owned(), value)
        })
        .collect()
}

/// Returns a value of an alternative that a value can be made of: the first one, from where the source has it begin.
fn union(alternatives: &[Alternative], name: &str, depth: u32, source: &mut Source) -> Value {
    if depth >= DEPTH * 2 {
        return Value::Null;
    }
    let made = alternatives.iter().enumerate().map(|(position, alternative)| {
        let mut made = value(alternative.shape, name, depth, source);
        alternative.when.iter().for_each(|test| satisfy(test, &mut made));
        (position, made)
    });
    let mut fitting = made.filter(|(position, made)| is_alternative(made, alternatives, *position));
    fitting.next().map_or(Value::Null, |(_, made)| made)
}

fn is_alternative(value: &Value, alternatives: &[Alternative], position: usize) -> bool {
    Tape::new(&value.to_string()).is_ok_and(|tape| select(tape.root(), alternatives) == Some(position))
}

/// Makes a value pass a test that tells an alternative.
fn satisfy(test: &Test, value: &mut Value) {
    match test {
        Test::Equals(key, values) => {
            if let (Some(object), Some(first)) = (value.as_object_mut(), values.first()) {
                object.insert((*key).to_owned(), parse(first));
            }
        }
        Test::Has(key) => {
            if let Some(object) = value.as_object_mut() {
                object.entry(*key).or_insert(Value::Null);
            }
        }
        Test::OneOf(values) => *value = values.first().map_or(Value::Null, |first| parse(first)),
        Test::Is(_) | Test::ListOf(_) => {}
    }
}

/// Returns a text such as a member of this name holds.
fn text(name: &str, source: &mut Source) -> String {
    let name = name.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    let mut day = || 2 + source.below(27);
    match () {
        () if ends(&["_at", "_time", "created", "updated", "datetime", "timestamp"]) => {
            format!("2026-01-{:02}T03:04:05+00:00", day())
        }
        () if ends(&["date", "_on"]) => format!("2026-01-{:02}", day()),
        () if ends(&["email"]) => format!("{}@example.com", source.one_of(&PEOPLE).copied().unwrap_or_default()),
        () if ends(&["url", "uri", "href", "link"]) => format!("https://example.com/{}", 1 + source.below(1000)),
        () if ends(&["phone", "phone_number"]) => format!("+1500555{:04}", 6 + source.below(9000)),
        () => match source.below(1000) {
            0 => name,
            number => format!("{name} {number}"),
        },
    }
}

/// People that addresses are of.
const PEOPLE: [&str; 6] = ["ada", "alan", "barbara", "edsger", "grace", "tony"];

/// Returns a scalar that a table has as JSON text.
fn parse(json: &str) -> Value {
    scan::string(json).map_or_else(|| serde_json::from_str(json).unwrap_or_default(), |text| text.into_owned().into())
}
