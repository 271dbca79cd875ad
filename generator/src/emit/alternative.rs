//! An alternative of a union in a sentence: "An object whose `kind` is `text`."

use crate::emit::docs::code;
use crate::ir::{Alternative, Api, EnumBase, JsonKind, StringFormat, Test, Tuple, Type, TypeDef};

/// Describes an alternative by what it is, and by what tells it from the others.
pub(crate) fn describe(api: &Api, alternative: &Alternative) -> String {
    let told: Vec<String> = alternative.when.iter().filter_map(condition).collect();
    let told = if told.is_empty() { String::new() } else { format!(" {}", told.join(" and ")) };
    match &alternative.ty {
        Type::Tuple(tuple) => format!("A list{told}: {}.", elements(api, tuple)),
        ty => format!("{}{told}.", noun(api, ty)),
    }
}

/// Returns what a type is, with an article.
fn noun(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Constant(value) => format!("The value {}", value_code(value)),
        Type::Json => "Any JSON".to_owned(),
        Type::Map(_) => "An object with members of any name".to_owned(),
        Type::Foreign { .. } => noun(api, ty.on_wire()),
        Type::Nullable(inner) => format!("{}, or null", noun(api, inner)),
        Type::List(inner) => format!("A list of {}s", word(api, inner)),
        Type::Tuple(tuple) => format!("A list: {}", elements(api, tuple)),
        Type::Named(id) if matches!(api.types[*id], TypeDef::Enum(_)) => format!("One of the {}s", word(api, ty)),
        _ => article(word(api, ty)).replacen('a', "A", 1),
    }
}

/// Returns what the elements of a tuple are, in order.
fn elements(api: &Api, tuple: &Tuple) -> String {
    let mut places: Vec<String> = tuple.places.iter().map(|place| article(word(api, place))).collect();
    places.extend(tuple.rest.iter().map(|_| "more".to_owned()));
    joined(&places, "and")
}

/// Returns what a type is, in a word or two.
fn word(api: &Api, ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "boolean",
        Type::Integer | Type::Unsigned => "integer",
        Type::Number => "number",
        Type::String(StringFormat::Date) => "date",
        Type::String(StringFormat::DateTime) => "date-time",
        Type::String(_) => "string",
        Type::Constant(_) | Type::Json => "value",
        Type::Foreign { .. } => word(api, ty.on_wire()),
        Type::Nullable(inner) => word(api, inner),
        Type::List(_) | Type::Tuple(_) => "list",
        Type::Object | Type::Map(_) | Type::Embedded { .. } | Type::EmbeddedIdentifier { .. } => "object",
        Type::Named(id) => match &api.types[*id] {
            TypeDef::Enum(node) if node.base == EnumBase::Integer => "listed integer",
            TypeDef::Enum(_) => "listed string",
            TypeDef::Record(_) | TypeDef::Filter(_) => "object",
            TypeDef::Union(_) => "value",
        },
    }
}

fn article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

/// Returns what a test asks of a value besides its JSON type.
fn condition(test: &Test) -> Option<String> {
    Some(match test {
        Test::Equals { key, values } => format!("whose {} is {}", code(key), either(values)),
        Test::Has(key) => format!("with {}", code(key)),
        Test::Member { key, kind: JsonKind::Null } => format!("whose {} is null", code(key)),
        Test::Member { key, kind } => format!("whose {} is {}", code(key), article(kind.noun())),
        Test::Element { position: 0, values } => format!("that begins with {}", either(values)),
        Test::Element { position, values } => format!("whose element {} is {}", position + 1, either(values)),
        Test::Is(_) | Test::OneOf(_) | Test::ListOf(_) | Test::AtMost(_) => return None,
    })
}

/// The largest number of values that a sentence lists.
const MOST_VALUES: usize = 4;

/// Returns which values one has: "`a`, `b` or `c`".
fn either(values: &[String]) -> String {
    let mut words: Vec<String> = values.iter().take(MOST_VALUES).map(|value| value_code(value)).collect();
    if values.len() > MOST_VALUES {
        words.push(format!("one of {} more", values.len() - MOST_VALUES));
    }
    joined(&words, "or")
}

/// Returns words as a sentence lists them.
fn joined(words: &[String], conjunction: &str) -> String {
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} {conjunction} {last}", before.join(", ")),
        None => String::new(),
    }
}

/// Returns a JSON value as code, a text without its quotation marks.
fn value_code(json: &str) -> String {
    code(&serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned()))
}
