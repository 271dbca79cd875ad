//! Plausible values, from what the OpenAPI document says of them.

use super::super::schema::scan;
use super::super::schema::select::select;
use super::super::schema::shape::{Alternative, Member, Shape, Test};
use super::super::schema::tape::Tape;
use super::super::value::hint::{Format, Hint, Hints};
use super::super::value::values::{Object, Value};
use super::source::Source;

/// The depth to which a type that contains itself is filled.
const DEPTH: u32 = 6;

/// The most characters or elements that are made to reach a minimum.
const LONGEST: usize = 10_000;

/// The number of attempts to make an element that is not there yet.
const ATTEMPTS: usize = 20;

/// Returns a value of this shape for a member of this name, as the hint suggests. `depth` is how far it is from the resource.
pub(in super::super) fn value(shape: &Shape, name: &str, hint: &Hint, depth: u32, source: &mut Source) -> Value {
    match shape {
        Shape::Any | Shape::String | Shape::Date | Shape::DateTime | Shape::Secret => text_as(hint, name, source),
        Shape::Bool => Value::Bool(source.below(2) == 0),
        Shape::Integer | Shape::Unsigned => integer(hint, source),
        Shape::Number => number(hint, source),
        Shape::Enum(values) => source.one_of(values).copied().map_or(Value::Null, Value::from),
        Shape::IntegerEnum(values) => source.one_of(values).copied().map_or(Value::Null, Value::from),
        Shape::Constant(json) => parse(json),
        Shape::Object => Value::Object(Object::new()),
        Shape::Nullable(shape) => value(shape, name, hint, depth, source),
        Shape::ToOne(_) | Shape::ToMany(_) | Shape::ToOneOrMany(_) | Shape::Linked(..) => Value::Object(Object::new()),
        Shape::Recursive(shape) => value(shape.shape(), name, hint, depth + 1, source),
        Shape::Foreign(shape, ..) => value(shape, name, hint, depth, source),
        Shape::List(element) => list(element, name, hint, depth, source),
        Shape::Tuple(places) if depth < DEPTH * 2 => {
            places.shapes.iter().map(|shape| value(shape, name, &Hint::None, depth + 1, source)).collect()
        }
        Shape::Tuple(_) => Value::Array(Vec::new()),
        Shape::Map(element) if depth < DEPTH => Value::Object(
            [("key".to_owned(), value(element, name, &Hint::None, depth + 1, source))].into_iter().collect(),
        ),
        Shape::Map(_) => Value::Object(Object::new()),
        Shape::Record(members) | Shape::OpenRecord(members, _) => {
            let hints = if let Hint::Record(hints) = hint { hints() } else { &[] };
            Value::Object(record(members, hints, depth + 1, source))
        }
        Shape::Union(alternatives) => union(alternatives, name, hint, depth + 1, source),
    }
}

/// Returns an object with all members; far from the resource, with those that must be there.
pub(in super::super) fn record(members: &[Member], hints: Hints, depth: u32, source: &mut Source) -> Object {
    let wanted = members.iter().filter(|member| depth < DEPTH || member.is_required());
    wanted
        .map(|member| {
            let (name, too_deep) = (member.name(), depth >= DEPTH * 2);
            let hint = hints.iter().find(|(known, _)| *known == name).map_or(&Hint::None, |(_, hint)| hint);
            let value = if too_deep { Value::Null } else { value(member.shape(), name, hint, depth, source) };
            (name.to_owned(), value)
        })
        .collect()
}

/// Returns a list: of one to three elements, where nothing else is suggested.
fn list(element: &Shape, name: &str, hint: &Hint, depth: u32, source: &mut Source) -> Value {
    let (least, most, distinct, hint) = match hint {
        Hint::List(least, most, distinct, hint) => (*least, *most, *distinct, *hint),
        _ => (0, usize::MAX, false, &Hint::None),
    };
    if depth >= DEPTH {
        return Value::Array(Vec::new());
    }
    let count = (1 + source.below(3) as usize).max(least.min(LONGEST)).min(most);
    let mut elements: Vec<Value> = Vec::new();
    for _ in 0..count.saturating_mul(if distinct { ATTEMPTS } else { 1 }) {
        let made = value(element, name, hint, depth + 1, source);
        if elements.len() < count && !(distinct && elements.contains(&made)) {
            elements.push(made);
        }
    }
    Value::Array(elements)
}

/// Returns a value of an alternative that a value can be made of: the first one, from where the source has it begin.
fn union(alternatives: &[Alternative], name: &str, hint: &Hint, depth: u32, source: &mut Source) -> Value {
    if depth >= DEPTH * 2 {
        return Value::Null;
    }
    let hints = if let Hint::OneOf(hints) = hint { *hints } else { &[] };
    let made = alternatives.iter().enumerate().map(|(position, alternative)| {
        let hint = hints.get(position).unwrap_or(&Hint::None);
        let mut made = value(alternative.shape, name, hint, depth, source);
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
        Test::Element(position, values) => {
            let element = value.as_array_mut().and_then(|elements| elements.get_mut(*position));
            if let (Some(element), Some(first)) = (element, values.first()) {
                *element = parse(first);
            }
        }
        Test::Is(_) | Test::Member(..) | Test::ListOf(_) | Test::AtMost(_) => {}
    }
}

/// Returns a text as the hint suggests, or else such as a member of this name holds.
fn text_as(hint: &Hint, name: &str, source: &mut Source) -> Value {
    match hint {
        Hint::Examples(examples) => example(examples, source),
        Hint::Format(format) => formatted(*format, source).into(),
        Hint::Length(least, most) => {
            let text = text(name, source);
            let padding = std::iter::repeat_n('x', least.saturating_sub(text.chars().count()).min(LONGEST));
            text.chars().chain(padding).take(*most).collect::<String>().into()
        }
        _ => text(name, source).into(),
    }
}

fn integer(hint: &Hint, source: &mut Source) -> Value {
    match hint {
        Hint::Examples(examples) => example(examples, source),
        Hint::Integer(first, last, step) => {
            let steps = last.saturating_sub(*first).checked_div(*step).unwrap_or_default();
            let steps = u32::try_from(steps).unwrap_or(u32::MAX).min(999);
            first.saturating_add(step.saturating_mul(i64::from(source.below(steps + 1)))).into()
        }
        _ => (1 + source.below(1000)).into(),
    }
}

fn number(hint: &Hint, source: &mut Source) -> Value {
    match hint {
        Hint::Examples(examples) => example(examples, source),
        // Neither of the two, which may be out of bounds themselves.
        Hint::Between(least, most) => (least + (most - least) * f64::from(1 + source.below(15)) / 16.0).into(),
        _ => (1.5 + f64::from(source.below(1000))).into(),
    }
}

fn example(examples: &[&str], source: &mut Source) -> Value {
    source.one_of(examples).map_or(Value::Null, |json| parse(json))
}

/// Returns a text of a format, in domains and addresses that are for examples.
fn formatted(format: Format, source: &mut Source) -> String {
    match format {
        Format::Date => format!("2026-01-{:02}", 2 + source.below(27)),
        Format::DateTime => format!("2026-01-{:02}T03:04:05+00:00", 2 + source.below(27)),
        Format::Email => format!("{}@example.com", source.one_of(&PEOPLE).copied().unwrap_or_default()),
        Format::Hostname => format!("host{}.example.com", source.below(1000)),
        Format::Ipv4 => format!("192.0.2.{}", source.below(256)),
        Format::Ipv6 => format!("2001:db8::{:x}", 1 + source.below(0xffff)),
        Format::Time => format!("03:04:{:02}Z", source.below(60)),
        Format::Uri => format!("https://example.com/{}", 1 + source.below(1000)),
        Format::UriReference => format!("/{}", 1 + source.below(1000)),
        Format::Uuid => {
            let mut part = |digits: u32| source.below(1 << (4 * digits));
            let (a, b, c, d) = (part(4), part(4), part(4), part(3));
            format!("{a:04x}{b:04x}-{c:04x}-4{d:03x}-8{:03x}-{:06x}{:06x}", part(3), part(6), part(6))
        }
    }
}

/// Returns a text such as a member of this name holds.
fn text(name: &str, source: &mut Source) -> String {
    let name = name.to_ascii_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    match () {
        () if ends(&["_at", "_time", "created", "updated", "datetime", "timestamp"]) => {
            formatted(Format::DateTime, source)
        }
        () if ends(&["date", "_on"]) => formatted(Format::Date, source),
        () if ends(&["email"]) => formatted(Format::Email, source),
        () if ends(&["url", "uri", "href", "link"]) => formatted(Format::Uri, source),
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
