//! Proposed repairs as entries of `jsonapi-forge.toml`.

use crate::repair::{Fix, Repair, SchemaType};
use crate::report::line;
use crate::samples::propose::Proposal;

/// Returns the tables to write below `[api.NAME]`, and as comments what no repair can be made for.
pub fn overrides(proposal: &Proposal, name: &str) -> String {
    let repairs = &proposal.overrides.repairs;
    let mut text = String::new();
    proposal.remarks().for_each(|remark| line(&mut text, &remark));
    let list = |wanted: &Fix| -> Vec<&Repair> { repairs.iter().filter(|repair| repair.fix == *wanted).collect() };
    let lists = [("nullable", list(&Fix::Nullable)), ("optional", list(&Fix::Optional))];
    if lists.iter().any(|(_, places)| !places.is_empty()) {
        table(&mut text, &format!("[api.{name}.repair]"));
        for (key, places) in lists.iter().filter(|(_, places)| !places.is_empty()) {
            line(&mut text, &format!("{key} = ["));
            places.iter().for_each(|repair| line(&mut text, &format!("    {},", quoted(&repair.place.text))));
            line(&mut text, "]");
        }
    }
    for key in ["type", "values", "add"] {
        let entries = repairs.iter().filter_map(|repair| Some((&repair.place.text, entry(&repair.fix)?)));
        let entries: Vec<_> = entries.filter(|(_, (table, _))| *table == key).collect();
        if !entries.is_empty() {
            table(&mut text, &format!("[api.{name}.repair.{key}]"));
            entries.iter().for_each(|(place, (_, value))| line(&mut text, &format!("{} = {value}", quoted(place))));
        }
    }
    text
}

/// Returns the table of a repair that has one of its own, and its value there.
fn entry(fix: &Fix) -> Option<(&'static str, String)> {
    match fix {
        Fix::Type(new) => Some(("type", quoted(&type_name(new)))),
        Fix::Values(values) => {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            Some(("values", format!("[{}]", values.join(", "))))
        }
        Fix::Add(new) => Some(("add", quoted(&type_name(new)))),
        Fix::Nullable | Fix::Optional | Fix::Required => None,
    }
}

fn type_name(ty: &SchemaType) -> String {
    match ty {
        SchemaType::List(element) => format!("{}[]", type_name(element)),
        ty => {
            let named = SchemaType::NAMES.into_iter().find(|(_, known)| known == ty);
            named.map_or_else(|| "any".to_owned(), |(name, _)| name.to_owned())
        }
    }
}

/// Returns a basic string of TOML. JSON's strings are such, but for the controls that JSON does not escape.
fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    for character in serde_json::Value::from(text).to_string().chars() {
        match character.is_control() {
            true => quoted.push_str(&format!("\\u{:04x}", u32::from(character))),
            false => quoted.push(character),
        }
    }
    quoted
}

/// Writes the head of a table, apart from what is above.
fn table(text: &mut String, head: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    line(text, head);
}
