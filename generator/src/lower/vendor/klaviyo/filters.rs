//! Filter allow-lists: the `x-klaviyo-filters` extension, or else the text of the parameter.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::ir::{Api, Enum, EnumBase, FilterField, FilterOperator, FilterValue, OperatorArity, TypeDef};
use crate::lower::text::lines;
use crate::source::Pointer;
use crate::spec::Operation;

/// The line after which the text lists fields.
const LIST_OF_FIELDS: &str = "Allowed field(s)/operator(s):";

/// The line after which the text of a header lists fields.
const LIST_OF_FILTERS: &str = "Supported filters:";

/// The facts about a filter parameter.
#[derive(Debug)]
pub(in crate::lower) enum Reading {
    /// The extension tells, value types included.
    Extension(Vec<FilterField>),
    /// The text tells; values have the types of the example, or are text until the attributes are
    /// known.
    Prose(Vec<FilterField>),
    /// The text has a list, but this line of it cannot be read.
    Unreadable(String),
    /// Neither tells anything.
    Nothing,
}

/// Reads what is known.
pub(in crate::lower) fn read(api: &mut Api, operation: &Operation, text: &str, example: &str) -> Reading {
    const EXTENSION: &str = "x-klaviyo-filters";
    let found = operation.extensions.iter().find(|(key, _)| key == EXTENSION);
    match found.and_then(|(_, value)| value.as_object()) {
        Some(members) => Reading::Extension(from_extension(api, members, &operation.at.key(EXTENSION))),
        None => with_example(from_text(text), example),
    }
}

fn from_extension(api: &mut Api, members: &Map<String, Value>, at: &Pointer) -> Vec<FilterField> {
    let field = |(wire, described): (&String, &Value)| FilterField {
        wire: wire.clone(),
        operators: operators(described.get("operators")),
        value: value(api, described.get("value"), &at.key(wire).key("value")),
    };
    members.iter().map(field).collect()
}

/// Parses `{"single": ["equals"], "list": ["any"], "none": ["has"]}`.
fn operators(described: Option<&Value>) -> Vec<FilterOperator> {
    let arities = [("none", OperatorArity::None), ("single", OperatorArity::Single), ("list", OperatorArity::List)];
    let mut operators = Vec::new();
    for (key, arity) in arities {
        let names = described.and_then(|described| described.get(key)).and_then(Value::as_array);
        let names = names.into_iter().flatten().filter_map(Value::as_str);
        operators.extend(names.map(|name| FilterOperator { name: name.to_owned(), arity }));
    }
    operators
}

fn value(api: &mut Api, described: Option<&Value>, at: &Pointer) -> FilterValue {
    let Some(described) = described else { return FilterValue::Any };
    let word = |key: &str| described.get(key).and_then(Value::as_str);
    match (word("type"), word("format")) {
        (Some("boolean"), _) => FilterValue::Boolean,
        (Some("integer"), _) => FilterValue::Integer,
        (Some("number"), _) => FilterValue::Number,
        (Some("string"), Some("date-time" | "date")) => FilterValue::DateTime,
        (Some("string"), _) => match described.get("enum").and_then(Value::as_array) {
            Some(values) => listed(api, values, at),
            None => FilterValue::Text,
        },
        _ => FilterValue::Any,
    }
}

fn listed(api: &mut Api, values: &[Value], at: &Pointer) -> FilterValue {
    let values: Vec<String> = values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if values.is_empty() {
        return FilterValue::Text;
    }
    let new = Enum { at: at.clone(), docs: None, base: EnumBase::String, values, names: BTreeMap::new() };
    FilterValue::Enum(api.types.push(TypeDef::Enum(new)))
}

fn with_example(mut reading: Reading, example: &str) -> Reading {
    if let Reading::Prose(fields) = &mut reading {
        for field in fields {
            field.value = of_example(example, &field.wire).unwrap_or(FilterValue::Text);
        }
    }
    reading
}

/// Returns the type of the literal that an example compares a field with: `equals(lat,40.7)`.
fn of_example(example: &str, wire: &str) -> Option<FilterValue> {
    let (_, rest) = example.split_once(&format!("({wire},"))?;
    let literal = rest.split([',', ')']).next()?.trim();
    match literal {
        "true" | "false" => Some(FilterValue::Boolean),
        _ if literal.starts_with(['\'', '"', '[']) => Some(FilterValue::Text),
        _ => literal.parse::<f64>().ok().map(|_| FilterValue::Number),
    }
}

fn from_text(text: &str) -> Reading {
    let lines = lines(text);
    let listed = |heading: &str, item: fn(&str) -> Option<FilterField>| -> Option<Reading> {
        let start = lines.iter().position(|line| line.trim() == heading)?;
        let items = lines.iter().skip(start + 1).map(|line| line.trim());
        Some(read_items(items.take_while(|line| line.is_empty() || line.starts_with(['`', '-'])), item))
    };
    listed(LIST_OF_FIELDS, field).or_else(|| listed(LIST_OF_FILTERS, bullet)).unwrap_or(Reading::Nothing)
}

fn read_items<'a>(items: impl Iterator<Item = &'a str>, item: fn(&str) -> Option<FilterField>) -> Reading {
    let mut fields = Vec::new();
    for line in items.filter(|line| !line.is_empty()) {
        match item(line) {
            Some(field) => fields.push(field),
            None => return Reading::Unreadable(line.to_owned()),
        }
    }
    if fields.is_empty() { Reading::Nothing } else { Reading::Prose(fields) }
}

/// Parses `` `status`: `equals`, `any` ``. Some texts have a blank before the colon.
fn field(line: &str) -> Option<FilterField> {
    let (wire, rest) = line.strip_prefix('`')?.split_once('`')?;
    let list = rest.trim_start().strip_prefix(':')?;
    let names: Option<Vec<&str>> =
        list.split(',').map(|name| name.trim().strip_prefix('`')?.strip_suffix('`')).collect();
    of_names(wire, &names?)
}

/// Parses `` - `lat` (equals) - what it is ``.
fn bullet(line: &str) -> Option<FilterField> {
    let (wire, rest) = line.strip_prefix('-')?.trim_start().strip_prefix('`')?.split_once('`')?;
    let (list, _) = rest.trim_start().strip_prefix('(')?.split_once(')')?;
    let names: Vec<&str> = list.split(',').map(str::trim).collect();
    of_names(wire, &names)
}

fn of_names(wire: &str, names: &[&str]) -> Option<FilterField> {
    let word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    if !word(wire) || names.is_empty() || !names.iter().all(|name| word(name)) {
        return None;
    }
    let operators = names.iter().map(|name| FilterOperator { name: (*name).to_owned(), arity: arity(name) });
    Some(FilterField { wire: wire.to_owned(), operators: operators.collect(), value: FilterValue::Text })
}

/// Returns how many literals an operator takes by its name.
pub(super) fn arity(name: &str) -> OperatorArity {
    match name {
        "has" => OperatorArity::None,
        "any" | "contains-any" | "contains-all" => OperatorArity::List,
        _ => OperatorArity::Single,
    }
}

#[cfg(test)]
mod tests {
    use super::{Reading, bullet, field, from_text, of_example};
    use crate::ir::{FilterValue, OperatorArity};

    fn names(reading: &Reading) -> Vec<String> {
        match reading {
            Reading::Prose(fields) => fields
                .iter()
                .map(|field| {
                    let operators: Vec<&str> = field.operators.iter().map(|one| one.name.as_str()).collect();
                    format!("{} {}", field.wire, operators.join(" "))
                })
                .collect(),
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn reads_lists_of_fields() {
        let text = "See somewhere<br>Allowed field(s)/operator(s):<br>`a.b_c`: `equals`, `any`<br>`d` : `has`";
        assert_eq!(names(&from_text(text)), ["a.b_c equals any", "d has"]);
    }

    #[test]
    fn reads_bullets() {
        let text = "\nSupported filters:\n- `lat` (equals) - where\n- `lng` (equals) - where\n\nWhen both are given.\n";
        assert_eq!(names(&from_text(text)), ["lat equals", "lng equals"]);
        assert!(bullet("- lat (equals)").is_none());
    }

    #[test]
    fn arity_is_known_by_name() {
        let read = field("`id`: `any`, `equals`, `has`")
            .map(|field| field.operators.iter().map(|operator| operator.arity).collect::<Vec<_>>());
        assert_eq!(read, Some(vec![OperatorArity::List, OperatorArity::Single, OperatorArity::None]));
    }

    #[test]
    fn says_what_it_cannot_read() {
        let text = "Allowed field(s)/operator(s):<br>`a`: `equals`<br>`b` = `equals`";
        assert!(matches!(from_text(text), Reading::Unreadable(line) if line == "`b` = `equals`"));
        assert!(matches!(from_text("anything"), Reading::Nothing));
    }

    #[test]
    fn examples_tell_types() {
        assert_eq!(of_example("and(equals(lat,40.7),equals(lng,-74.0))", "lng"), Some(FilterValue::Number));
        assert_eq!(of_example("equals(id,'x')", "id"), Some(FilterValue::Text));
        assert_eq!(of_example("equals(on,true)", "on"), Some(FilterValue::Boolean));
        assert_eq!(of_example("equals(id,'x')", "other"), None);
    }
}
