//! Names within one scope: the variants of an enum, the fields of a record, the setters of a call.

use std::collections::{BTreeMap, BTreeSet};

use crate::digest::sha256;
use crate::ir::{Api, Type, TypeDef, Union};
use crate::name::case::{camel, snake, spelled};
use crate::name::keyword::{Namespace, escape};
use crate::name::lock::Given;

/// Returns one `snake_case` name per text, but for those that have one already.
pub(crate) fn fields<'a>(given: &Given, place: Namespace, texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let known = |text: &str| given.get(text).map(|name| escape(place, name.clone()));
    distinct(texts, known, |text| escape(place, snake(text)), |text| escape(place, snake(&spelled(text))))
}

/// Returns one `UpperCamelCase` name per text, each with its text; `Unknown` is ours.
pub(crate) fn variants<'a>(given: &Given, texts: impl IntoIterator<Item = &'a str>) -> Vec<(String, String)> {
    named_variants(given, texts, &BTreeMap::new())
}

/// Does what [`variants`] does, with names that the document gives to some of the texts.
pub(crate) fn named_variants<'a>(
    given: &Given,
    texts: impl IntoIterator<Item = &'a str>,
    described: &BTreeMap<&str, &str>,
) -> Vec<(String, String)> {
    let texts: Vec<&str> = texts.into_iter().collect();
    let variant = |name: String| match name.as_str() {
        "Unknown" => "UnknownValue".to_owned(),
        _ => escape(Namespace::Variant, name),
    };
    let known = |text: &str| given.get(text).cloned().map(variant);
    let names = distinct(
        texts.iter().copied(),
        known,
        |text| variant(camel(described.get(text).copied().unwrap_or(text))),
        |text| variant(spelled(text)),
    );
    texts.into_iter().map(str::to_owned).zip(names).collect()
}

/// Returns one name of a constant per error code.
pub(crate) fn constants(given: &Given, codes: &[String]) -> Vec<String> {
    let constant = |words: String| format!("ERROR_{}", snake(&words).to_ascii_uppercase());
    let codes = codes.iter().map(String::as_str);
    distinct(codes, |code| given.get(code).cloned(), |code| constant(code.to_owned()), |code| constant(spelled(code)))
}

/// Returns what tells the alternatives of a union apart in names: the first word of each label, and as many
/// more as make them distinct. Where labels are not enough, a member that the others do not have;
/// only where there is none, the last key of where the alternative is described.
pub(crate) fn alternatives(api: &Api, union: &Union) -> Vec<String> {
    let labels: Vec<&[String]> = union.alternatives.iter().map(|item| item.label.as_slice()).collect();
    let longest = labels.iter().map(|label| label.len()).max().unwrap_or(0);
    let texts = |words: usize| -> Vec<String> {
        labels.iter().map(|label| label.get(..words.min(label.len())).unwrap_or_default().join(" ")).collect()
    };
    if let Some(texts) = (1..=longest).map(texts).find(|texts| clashes(texts).is_empty()) {
        return texts;
    }
    let mut texts = texts(longest);
    for index in clashes(&texts) {
        if let (Some(text), Some(word)) = (texts.get_mut(index), own_member(api, union, index)) {
            *text = format!("{text} {word}");
        }
    }
    for index in clashes(&texts) {
        let described = union.alternatives.get(index).and_then(|item| item.at.last());
        if let (Some(text), Some(word)) = (texts.get_mut(index), described) {
            *text = format!("{text} {word}");
        }
    }
    texts
}

/// Returns the positions of the texts whose names are not distinct.
fn clashes(texts: &[String]) -> Vec<usize> {
    let names: Vec<String> = texts.iter().map(|text| camel(text)).collect();
    let shared = |name: &&String| names.iter().filter(|other| other == name).count() > 1;
    names.iter().enumerate().filter(|(_, name)| shared(name)).map(|(index, _)| index).collect()
}

/// Returns the first member, in alphabetical order, that only this alternative has.
fn own_member(api: &Api, union: &Union, index: usize) -> Option<String> {
    let keys: Vec<BTreeSet<&str>> = union.alternatives.iter().map(|item| member_keys(api, &item.ty)).collect();
    let own = keys.get(index)?;
    let others = || keys.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, keys)| keys);
    own.iter().find(|key| others().all(|keys| !keys.contains(*key))).map(|key| (*key).to_owned())
}

fn member_keys<'a>(api: &'a Api, ty: &Type) -> BTreeSet<&'a str> {
    match ty {
        Type::Named(id) => match &api.types[*id] {
            TypeDef::Record(record) => record.fields.iter().map(|field| field.wire.as_str()).collect(),
            TypeDef::Enum(_) | TypeDef::Union(_) | TypeDef::Filter(_) => BTreeSet::new(),
        },
        _ => BTreeSet::new(),
    }
}

/// The largest number of bytes that a name has behind it.
const MOST_BYTES: usize = 60;

/// Returns the names that are known; other names by `plain`; those of them that are not distinct by `spelled`,
/// every symbol a word; of those that are not even then (`text` and `TEXT`) the plainest as it is and the others with
/// the style of their letters behind them (`text_upper`); what is left with its bytes, or a digest of many.
/// Never a number in order of appearance: it would change with the order of the document.
pub(crate) fn distinct<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    known: impl Fn(&str) -> Option<String>,
    plain: impl Fn(&str) -> String,
    spelled: impl Fn(&str) -> String,
) -> Vec<String> {
    let texts: Vec<&str> = texts.into_iter().collect();
    let is_new: Vec<bool> = texts.iter().map(|text| known(text).is_none()).collect();
    let mut names: Vec<String> = texts.iter().map(|text| known(text).unwrap_or_else(|| plain(text))).collect();
    respell(&mut names, &texts, &is_new, |text| spelled(text));
    restyle(&mut names, &texts, &is_new);
    respell(&mut names, &texts, &is_new, |text| {
        let bytes = match text.len() {
            0..=MOST_BYTES => text.bytes().map(|byte| format!("{byte:02x}")).collect(),
            _ => sha256(text.as_bytes()).get(..16).unwrap_or_default().to_owned(),
        };
        // With the bytes behind it no name is taken, and an underscore before them would not be Rust's style.
        format!("{}{bytes}", spelled(text).trim_end_matches('_'))
    });
    names
}

/// The spelling of a text's letters, plainest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Letters {
    Lower,
    Camel,
    Title,
    Upper,
}

impl Letters {
    pub(super) fn of(text: &str) -> Self {
        let has = |test: fn(&char) -> bool| text.chars().any(|one| test(&one));
        match (has(|one| one.is_lowercase()), has(|one| one.is_uppercase())) {
            (_, false) => Self::Lower,
            (false, true) => Self::Upper,
            (true, true) if text.starts_with(char::is_uppercase) => Self::Title,
            (true, true) => Self::Camel,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Camel => "camel",
            Self::Title => "title",
            Self::Upper => "upper",
        }
    }

    /// Returns what the name of a type has behind it; nothing for the plainest.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Lower => "",
            Self::Camel => "Camel",
            Self::Title => "Title",
            Self::Upper => "Upper",
        }
    }
}

/// Puts the style of their letters behind those new texts that differ from another in nothing else. The plainest
/// keeps its name.
fn restyle(names: &mut [String], texts: &[&str], is_new: &[bool]) {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        groups.entry(name.clone()).or_default().push(index);
    }
    for (name, group) in groups.into_iter().filter(|(_, group)| group.len() > 1) {
        let text = |index: &usize| texts.get(*index).copied().unwrap_or_default();
        let plainest = group.iter().map(|index| Letters::of(text(index))).min();
        let keeps = |index: &usize| Some(Letters::of(text(index))) == plainest;
        let is_type = name.starts_with(char::is_uppercase);
        let moved = group.iter().filter(|index| !keeps(index) && is_new.get(**index) == Some(&true));
        for index in moved {
            let word = Letters::of(text(index)).word();
            let styled = if is_type {
                format!("{}{}", name.trim_end_matches('_'), camel(word))
            } else {
                format!("{}_{word}", name.trim_end_matches('_'))
            };
            if let Some(slot) = names.get_mut(*index) {
                *slot = styled;
            }
        }
    }
}

/// Names those new texts otherwise that share a name with another.
fn respell(names: &mut [String], texts: &[&str], is_new: &[bool], name: impl Fn(&str) -> String) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names.iter() {
        *counts.entry(name.clone()).or_insert(0) += 1;
    }
    for ((slot, text), _) in names.iter_mut().zip(texts).zip(is_new).filter(|(_, is_new)| **is_new) {
        if counts.get(slot.as_str()).is_some_and(|count| *count > 1) {
            *slot = name(text);
        }
    }
}
