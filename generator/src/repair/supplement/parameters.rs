//! Adds parameters to operations.
//!
//! ```toml
//! get_books = ["include", "filter[q][*]", "page[number]"]
//! ```
//!
//! becomes a list of paths, an open `deepObject` with the name `filter[q]`, and a whole number.

use serde_json::{Map, Value, json};

use crate::repair::fix::schema;
use crate::repair::place::Place;
use crate::repair::supplement::select::{members, select};
use crate::repair::supplement::{AddedParameter, ParameterPlace};
use crate::repair::{ConfigProblem, Refusal, SchemaType};

/// Adds parameters; returns those that cannot be added, or are all there already.
pub(super) fn add_all(document: &mut Value, parameters: &[AddedParameter]) -> Vec<ConfigProblem> {
    let mut problems = Vec::new();
    for parameter in parameters {
        match select(document, &parameter.operations.text) {
            Ok(found) => {
                let done = add(document, &found, parameter);
                problems.extend(done.err().map(|refusal| refusal.at(&parameter.name)));
            }
            Err(refusal) => problems.push(refusal.at(&parameter.operations)),
        }
    }
    problems
}

/// Adds a parameter to each operation that does not have it.
fn add(document: &mut Value, operations: &[Place], parameter: &AddedParameter) -> Result<(), Refusal> {
    let (name, depth) = family(&parameter.name.text);
    if name.is_empty() || name.contains('*') {
        let refusal = Refusal::new(format!("`{}` is not a name of parameters", parameter.name.text));
        return Err(refusal.help("`[*]` stands for any names at the end of one, as in `filter[*]`"));
    }
    if depth > 0 && parameter.place != ParameterPlace::Query {
        let refusal = Refusal::new(format!("`{}` stands for many parameters of the query", parameter.name.text));
        return Err(refusal.help("name each parameter of another place by itself"));
    }
    let described = described(parameter, name, depth);
    let mut is_added = false;
    for place in operations {
        if has(document, place, name, parameter.place) {
            continue;
        }
        let Some(operation) = members(document, place) else { continue };
        if let Some(list) = operation.entry("parameters").or_insert_with(|| json!([])).as_array_mut() {
            list.push(described.clone());
            is_added = true;
        }
    }
    if is_added {
        return Ok(());
    }
    let refusal = Refusal::new(format!("the document already has the parameter `{name}` there"));
    Err(refusal.help("remove this one, or repair the type of what is described"))
}

/// Returns a name without `[*]` at its end, and how often that is there.
fn family(name: &str) -> (&str, usize) {
    let mut rest = name;
    let mut depth = 0;
    while let Some(shorter) = rest.strip_suffix("[*]") {
        rest = shorter;
        depth += 1;
    }
    (rest, depth)
}

/// Returns whether an operation, or its path, has a parameter.
fn has(document: &Value, place: &Place, name: &str, of: ParameterPlace) -> bool {
    let lists = [place.at.key("parameters"), place.at.parent().key("parameters")];
    let is_it = |parameter: &Value| {
        let target = parameter.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
        let parameter = target.and_then(|target| document.pointer(target)).unwrap_or(parameter);
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        let is_name = text("name").is_some_and(|known| match of {
            ParameterPlace::Header => known.eq_ignore_ascii_case(name),
            ParameterPlace::Query | ParameterPlace::Cookie => known == name,
        });
        is_name && text("in") == Some(of.as_str())
    };
    lists.iter().filter_map(|list| document.pointer(list.as_str())?.as_array()).flatten().any(is_it)
}

/// Returns a parameter as a document describes it.
fn described(parameter: &AddedParameter, name: &str, depth: usize) -> Value {
    let ty = parameter.ty.clone().unwrap_or_else(|| usual(name, depth));
    let is_list = matches!(ty, SchemaType::List(_));
    let mut value = Value::Object(schema(&ty));
    for _ in 0..depth {
        value = json!({ "type": "object", "additionalProperties": value });
    }
    let mut members = Map::new();
    members.insert("name".to_owned(), json!(name));
    members.insert("in".to_owned(), json!(parameter.place.as_str()));
    members.insert("required".to_owned(), json!(parameter.required));
    members.insert("schema".to_owned(), value);
    if depth > 0 {
        members.insert("style".to_owned(), json!("deepObject"));
    } else if is_list && parameter.place == ParameterPlace::Query {
        // JSON:API joins lists by commas ("Sparse Fieldsets", "Sorting", "Inclusion of Related Resources").
        members.insert("explode".to_owned(), json!(false));
    }
    if let Some(description) = &parameter.description {
        members.insert("description".to_owned(), json!(description));
    }
    Value::Object(members)
}

/// Parameters of JSON:API whose values are numbers.
const NUMBERS: [&str; 4] = ["page[number]", "page[size]", "page[offset]", "page[limit]"];

/// Returns the type that JSON:API gives the values of a parameter, or else text.
fn usual(name: &str, depth: usize) -> SchemaType {
    let is_list = ["include", "sort"].contains(&name) || name == "fields" && depth == 1 || name.starts_with("fields[");
    match is_list {
        true => SchemaType::List(Box::new(SchemaType::String)),
        false if NUMBERS.contains(&name) => SchemaType::Integer,
        false => SchemaType::String,
    }
}
