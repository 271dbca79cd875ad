//! Names within one scope: the variants of an enum, the fields of a record, the setters of a call.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::Union;
use crate::name::case::{camel, snake, spelled};
use crate::name::keyword::{Place, escape};

/// One `snake_case` name per text.
pub(crate) fn fields<'a>(
    place: Place,
    texts: impl IntoIterator<Item = &'a str>,
) -> Vec<String> {
    distinct(texts, |text| escape(place, snake(text)), |text| escape(place, snake(&spelled(text))))
}

/// One `UpperCamelCase` name per text, each with its text; `Unknown` is ours.
pub(crate) fn variants<'a>(
    texts: impl IntoIterator<Item = &'a str>,
) -> Vec<(String, String)> {
    let texts: Vec<&str> = texts.into_iter().collect();
    let variant = |name: String| match name.as_str() {
        "Unknown" => "UnknownValue".to_owned(),
        _ => escape(Place::Type, name),
    };
    let names = distinct(texts.iter().copied(), |text| variant(camel(text)), |text| variant(spelled(text)));
    texts.into_iter().map(str::to_owned).zip(names).collect()
}

/// What tells the alternatives of a union apart in names: the first word of each label, and as many
/// more as make them distinct.
pub(crate) fn alternatives(union: &Union) -> Vec<String> {
    let labels: Vec<&[String]> = union.alternatives.iter().map(|item| item.label.as_slice()).collect();
    let longest = labels.iter().map(|label| label.len()).max().unwrap_or(0);
    let texts = |words: usize| -> Vec<String> {
        labels.iter().map(|label| label.get(..words.min(label.len())).unwrap_or_default().join(" ")).collect()
    };
    let distinct = |texts: &[String]| {
        let names: BTreeSet<String> = texts.iter().map(|text| camel(text)).collect();
        names.len() == texts.len()
    };
    (1..longest).map(texts).find(|texts| distinct(texts)).unwrap_or_else(|| texts(longest))
}

/// Names by `plain`; those that are not distinct by `spelled`, every symbol a word; those that are
/// not even then (`text` and `TEXT`) with their bytes behind them. Never a number in order of
/// appearance: it would change with the order of the description.
fn distinct<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    plain: impl Fn(&str) -> String,
    spelled: impl Fn(&str) -> String,
) -> Vec<String> {
    let texts: Vec<&str> = texts.into_iter().collect();
    let mut names: Vec<String> = texts.iter().map(|text| plain(text)).collect();
    respell(&mut names, &texts, |text| spelled(text));
    respell(&mut names, &texts, |text| {
        let bytes: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("{}{bytes}", spelled(text))
    });
    names
}

/// Names those texts anew that share a name with another.
fn respell(names: &mut [String], texts: &[&str], name: impl Fn(&str) -> String) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names.iter() {
        *counts.entry(name.clone()).or_insert(0) += 1;
    }
    for (slot, text) in names.iter_mut().zip(texts) {
        if counts.get(slot.as_str()).is_some_and(|count| *count > 1) {
            *slot = name(text);
        }
    }
}
