//! Members that are required under a condition.
//!
//! ```yaml
//! # before                                            # after
//! if: {properties: {kind: {const: gift}}}             properties: {kind: {..}, note: {..}}
//! then: {properties: {note: {..}}, required: [note]}
//! dependentSchemas: {card: {properties: {cvc: {..}}}} properties: {card: {..}, cvc: {..}}
//! ```
//!
//! A condition inside an `allOf` is one of the schema around it, which often describes the same members: what
//! it describes itself, a branch only restricts.

use serde_json::{Map, Value, json};

use super::position::Position;
use super::rewrite::Rewrite;

/// The schemas that branches give to a member, each with where it stands; empty where it stands elsewhere.
type Described = Vec<(String, Vec<(String, Value)>)>;

/// Adds the members of the branches to the object, as optional ones.
pub(super) fn rewrite(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) {
    let mut branches = branches(cx, members, at);
    if branches.is_empty() && cx.conditions.is_empty() {
        return;
    }
    let here = at.text();
    if let Some((around, _)) = here.rsplit_once("/allOf/").filter(|(_, index)| !index.contains('/')) {
        if !branches.is_empty() {
            cx.conditions.entry(around.to_owned()).or_default().append(&mut branches);
        }
        return;
    }
    branches.extend(cx.conditions.remove(&here).unwrap_or_default());
    let mut described = Described::new();
    for (from, branch) in &branches {
        match branch.get("$ref").and_then(Value::as_str).map(|text| cx.identity.branches.get(text).cloned()) {
            Some(Some(target)) => describe(&mut described, &target, None),
            Some(None) => {
                let help = "write the members of the branch in its place";
                cx.lost(&Position::start(from), "the members of a branch that is a reference are left out", help);
            }
            None => describe(&mut described, branch, Some(from.clone())),
        }
    }
    for (name, schemas) in described {
        if !is_described(members, &name) {
            add(cx, members, &name, schemas, &here);
        }
    }
    for (from, branch) in branches {
        cx.keep(from, branch);
    }
}

/// Returns the branches of a schema, each with where it stands.
fn branches(cx: &mut Rewrite, members: &mut Map<String, Value>, at: &Position<'_>) -> Vec<(String, Value)> {
    let mut branches: Vec<(String, Value)> = Vec::new();
    for key in ["then", "else"] {
        branches.extend(members.shift_remove(key).map(|branch| (at.key(key).text(), branch)));
    }
    if let Some(Value::Object(dependent)) = members.shift_remove("dependentSchemas") {
        let at = at.key("dependentSchemas");
        branches.extend(dependent.into_iter().map(|(name, branch)| (at.key(&name).text(), branch)));
    }
    if let Some(condition) = members.shift_remove("if") {
        cx.keep(at.key("if").text(), condition);
    }
    branches
}

/// Notes the properties of a branch, also of those that it is composed of.
fn describe(described: &mut Described, branch: &Value, from: Option<String>) {
    for key in ["allOf", "oneOf", "anyOf"] {
        let parts = branch.get(key).and_then(Value::as_array);
        for (index, part) in parts.into_iter().flatten().enumerate() {
            describe(described, part, from.as_ref().map(|from| format!("{from}/{key}/{index}")));
        }
    }
    let properties = branch.get("properties").and_then(Value::as_object);
    for (name, schema) in properties.into_iter().flatten() {
        let stands =
            from.as_ref().map(|from| Position::start(from).key("properties").key(name).text()).unwrap_or_default();
        match described.iter_mut().find(|(known, _)| known == name) {
            Some((_, schemas)) if schemas.iter().any(|(_, known)| known == schema) => {}
            Some((_, schemas)) => schemas.push((stands, schema.clone())),
            None => described.push((name.clone(), vec![(stands, schema.clone())])),
        }
    }
}

/// Returns whether an object describes a member itself, or one of its parts does.
fn is_described(members: &Map<String, Value>, name: &str) -> bool {
    let has = |properties: Option<&Value>| properties.is_some_and(|properties| properties.get(name).is_some());
    let parts = members.get("allOf").and_then(Value::as_array);
    has(members.get("properties")) || parts.into_iter().flatten().any(|part| has(part.get("properties")))
}

fn add(cx: &mut Rewrite, members: &mut Map<String, Value>, name: &str, schemas: Vec<(String, Value)>, here: &str) {
    let known = members.entry("properties").or_insert_with(|| json!({}));
    let Value::Object(known) = known else { return };
    let to = Position::start(here);
    let to = to.key("properties");
    let to = to.key(name).text();
    let is_one = schemas.len() == 1;
    let mut alternatives = Vec::new();
    for (index, (from, schema)) in schemas.into_iter().enumerate() {
        if !from.is_empty() {
            cx.moves.push(from, if is_one { to.clone() } else { format!("{to}/oneOf/{index}") });
        }
        alternatives.push(schema);
    }
    let schema = if is_one { alternatives.pop().unwrap_or_default() } else { json!({ "oneOf": alternatives }) };
    known.insert(name.to_owned(), schema);
}
