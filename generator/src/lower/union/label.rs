//! Words to name an alternative of a union by.

use crate::ir::{Alternative, Api, JsonKind, StringFormat, Test, Type, TypeDef};
use crate::lower::union::facts;

/// Returns the constants that tell it from others, then those it has besides, then the keys it requires, then its
/// JSON type, then what tells it from others of that type.
pub(super) fn label(api: &Api, alternative: &Alternative) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let tests = alternative.when.iter();
    words.extend(tests.clone().filter_map(constant));
    words.extend(own_constants(api, &alternative.ty));
    words.extend(tests.filter_map(of_member));
    words.push(by_type(&alternative.ty).to_owned());
    words.extend(facts::facts_of(api, &alternative.ty).kind.map(|kind| kind.noun().to_owned()));
    words.extend(by_content(api, &alternative.ty).map(str::to_owned));
    words.extend(by_places(api, &alternative.ty));
    let mut seen: Vec<String> = Vec::new();
    words.retain(|word| {
        let new = !word.is_empty() && !seen.contains(word);
        seen.push(word.clone());
        new
    });
    words
}

fn constant(test: &Test) -> Option<String> {
    match test {
        Test::Equals { key, values } => match values.as_slice() {
            [only] => Some(word(key, only)),
            _ => None,
        },
        Test::OneOf(values) | Test::Element { values, .. } => match values.as_slice() {
            [only] => Some(word("", only)),
            _ => None,
        },
        Test::Is(_) | Test::Has(_) | Test::Member { .. } | Test::ListOf(_) | Test::AtMost(_) => None,
    }
}

/// Returns a constant as a word. Only text speaks for itself; other values need their key.
fn word(key: &str, value: &str) -> String {
    match serde_json::from_str(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ if key.is_empty() => value.to_owned(),
        _ => format!("{key} {value}"),
    }
}

fn own_constants(api: &Api, ty: &Type) -> Vec<String> {
    let Type::Named(id) = ty else { return Vec::new() };
    let TypeDef::Record(record) = &api.types[*id] else { return Vec::new() };
    let constants = record.fields.iter().filter_map(|field| match &field.ty {
        Type::Constant(value) => Some((field.wire != "type", &field.wire, word(&field.wire, value))),
        _ => None,
    });
    let mut constants: Vec<_> = constants.collect();
    constants.sort();
    constants.into_iter().map(|(_, _, word)| word).collect()
}

/// Returns the member that tells an alternative, with its JSON type where that tells.
fn of_member(test: &Test) -> Option<String> {
    match test {
        Test::Has(key) => Some(key.clone()),
        Test::Member { key, kind } => Some(format!("{key} {}", kind.noun())),
        _ => None,
    }
}

fn by_type(ty: &Type) -> &'static str {
    match ty {
        Type::String(StringFormat::DateTime) => "date-time",
        Type::String(StringFormat::Date) => "date",
        Type::Map(_) => "map",
        Type::Json => "any",
        _ => "",
    }
}

/// Returns what a list holds; that the values of an enum are listed.
fn by_content(api: &Api, ty: &Type) -> Option<&'static str> {
    match ty {
        Type::List(item) => facts::facts_of(api, item).kind.map(JsonKind::noun),
        Type::Tuple(_) => Some("tuple"),
        Type::Named(id) => matches!(api.types[*id], TypeDef::Enum(_)).then_some("listed"),
        _ => None,
    }
}

/// Returns what the places of a tuple hold: `of string and number`.
fn by_places(api: &Api, ty: &Type) -> Option<String> {
    let Type::Tuple(tuple) = ty else { return None };
    let kinds = tuple.places.iter().map(|place| facts::facts_of(api, place).kind.map_or("any", JsonKind::noun));
    let more = tuple.rest.iter().map(|_| "more");
    Some(format!("of {}", kinds.chain(more).collect::<Vec<_>>().join(" and ")))
}
