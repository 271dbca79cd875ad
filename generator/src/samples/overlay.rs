//! Proposed repairs as an OpenAPI Overlay document.

use serde_json::{Map, Value, json};

use crate::repair::{BESIDE_THE_TYPE, Fix, Repair, schema};
use crate::report::line;
use crate::samples::propose::Proposal;
use crate::source::Pointer;

/// Returns the overlay that does what the repairs do to a document; what no repair can be made for is a comment.
pub fn overlay(proposal: &Proposal, document: &Value) -> String {
    let mut text = String::new();
    proposal.remarks().for_each(|remark| line(&mut text, &remark));
    line(&mut text, "overlay: 1.1.0");
    line(&mut text, "info: {title: What recorded responses say of the document, version: \"1\"}");
    line(&mut text, "actions:");
    for repair in &proposal.overrides.repairs {
        for (target, change) in actions(repair, document) {
            line(&mut text, &format!("  - target: {}", json!(target)));
            line(&mut text, &format!("    {change}"));
        }
    }
    text
}

/// Returns the actions of a repair: the query for what is changed, and what is done to it.
fn actions(Repair { place, fix }: &Repair, document: &Value) -> Vec<(String, String)> {
    let at = Pointer::from_text(&place.text);
    let update = |at: &Pointer, value: &Value| (query(document, at), format!("update: {value}"));
    let name = at.last().unwrap_or_default();
    let members = document.pointer(at.as_str()).and_then(Value::as_object);
    let is_property = at.parent().last().as_deref() == Some("properties");
    match fix {
        Fix::Nullable => vec![update(&at, &json!({ "nullable": true }))],
        Fix::Optional if is_property => {
            let required = query(document, &at.parent().parent().key("required"));
            vec![(format!("{required}[?@ == {}]", quoted(&name)), "remove: true".to_owned())]
        }
        Fix::Required if is_property => vec![update(&at.parent().parent(), &json!({ "required": [name] }))],
        Fix::Optional => vec![update(&at, &json!({ "required": false }))],
        Fix::Required => vec![update(&at, &json!({ "required": true }))],
        Fix::Values(values) => vec![update(&at, &json!({ "enum": values }))],
        Fix::Add(new) => vec![update(&at.parent(), &json!({ name: schema(new) }))],
        Fix::Type(new) => {
            let goes = |key: &&String| !BESIDE_THE_TYPE.contains(&key.as_str());
            let gone = members.into_iter().flat_map(Map::keys).filter(goes);
            let removals = gone.map(|key| (query(document, &at.key(key)), "remove: true".to_owned()));
            removals.chain([update(&at, &Value::Object(schema(new)))]).collect()
        }
    }
}

/// Returns the normalised path (RFC 9535, section 2.7) of what a pointer names.
fn query(document: &Value, at: &Pointer) -> String {
    let mut path = String::from("$");
    let mut around = Some(document);
    for token in at.tokens() {
        let is_element = around.is_some_and(Value::is_array);
        path.push_str(&if is_element { format!("[{token}]") } else { format!("[{}]", quoted(&token)) });
        around = around.and_then(|value| match value {
            Value::Array(elements) => elements.get(token.parse::<usize>().ok()?),
            value => value.get(&token),
        });
    }
    path
}

/// Returns a string literal of a query.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("'");
    for character in text.chars() {
        match character {
            '\'' | '\\' => quoted.extend(['\\', character]),
            control if control.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('\'');
    quoted
}
