//! Filters inside bodies: the sentences that tell fields and operators.

use std::collections::BTreeMap;

use crate::ir::{Api, Enum, EnumBase, FilterField, FilterOperator, FilterValue, TypeDef};
use crate::lower::vendor::klaviyo::filters::arity;
use crate::source::Pointer;

/// Returns the fields that a text describes; none where it describes nothing.
pub(in crate::lower) fn read(api: &mut Api, text: &str, at: &Pointer) -> Vec<FilterField> {
    let sentences: Vec<&str> = text.split(['\n', '.']).map(str::trim).collect();
    let mut fields: Vec<FilterField> = sentences.iter().flat_map(|sentence| group(sentence)).collect();
    if fields.is_empty() {
        fields = allowed(&sentences);
    }
    if fields.is_empty() {
        fields = sentences.iter().filter_map(|sentence| range(sentence)).collect();
    }
    for (name, values) in sentences.iter().filter_map(|sentence| values(sentence)) {
        if let Some(field) = fields.iter_mut().find(|field| field.wire == name) {
            let new = Enum { at: at.clone(), docs: None, base: EnumBase::String, values, names: BTreeMap::new() };
            field.value = FilterValue::Enum(api.types.push(TypeDef::Enum(new)));
        }
    }
    fields
}

/// Parses `Scalar attributes (a, b): Supported operators: equals, any`.
fn group(sentence: &str) -> Vec<FilterField> {
    let parts = sentence.split_once(" attributes (").and_then(|(_, rest)| rest.split_once("): Supported operators: "));
    let Some((names, operators)) = parts else { return Vec::new() };
    words(names).map(|name| field(name, words(operators), FilterValue::Text)).collect()
}

/// Parses `Allowed filters are a, b`, and in another sentence `Allowed operators are equals, any`.
fn allowed(sentences: &[&str]) -> Vec<FilterField> {
    let list = |start: &str| sentences.iter().find_map(|sentence| sentence.strip_prefix(start));
    let (Some(names), Some(operators)) = (list("Allowed filters are "), list("Allowed operators are ")) else {
        return Vec::new();
    };
    words(names).map(|name| field(name, words(operators), FilterValue::Text)).collect()
}

/// Parses ``.. a `greater-or-equal` and a `less-than` filter on the `datetime` field``.
fn range(sentence: &str) -> Option<FilterField> {
    let (operators, rest) = sentence.split_once(" filter on the `")?;
    let (name, _) = rest.split_once("` field")?;
    let operators = operators.split('`').skip(1).step_by(2);
    Some(field(name, operators, FilterValue::DateTime))
}

/// Parses `When filtering on a, allowed values are x, y`.
fn values(sentence: &str) -> Option<(&str, Vec<String>)> {
    let (name, listed) = sentence.strip_prefix("When filtering on ")?.split_once(", allowed values are ")?;
    Some((name, words(listed).map(str::to_owned).collect()))
}

fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|word| !word.is_empty() && !word.contains(' '))
}

fn field<'a>(name: &str, operators: impl Iterator<Item = &'a str>, value: FilterValue) -> FilterField {
    let operators = operators.map(|name| FilterOperator { name: name.to_owned(), arity: arity(name) });
    FilterField { wire: name.to_owned(), operators: operators.collect(), value }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::ir::{Api, FilterValue};
    use crate::source::Pointer;

    fn told(text: &str) -> Vec<String> {
        let fields = read(&mut Api::default(), text, &Pointer::root());
        let told = fields.iter().map(|field| {
            let operators: Vec<&str> = field.operators.iter().map(|operator| operator.name.as_str()).collect();
            let listed = if matches!(field.value, FilterValue::Enum(_)) { " of a list" } else { "" };
            format!("{} {}{listed}", field.wire, operators.join(" "))
        });
        told.collect()
    }

    #[test]
    fn reads_groups_of_attributes() {
        let text = "What to count.\nScalar attributes (a, b_c): Supported operators: equals, contains-any.\n\
                    List attributes (d): Supported operators: contains-all.\n\
                    When filtering on a, allowed values are x, y.";
        assert_eq!(told(text), ["a equals contains-any of a list", "b_c equals contains-any", "d contains-all"]);
    }

    #[test]
    fn reads_allowed_filters() {
        let text = "Allowed filters are a_id, b.\nAllowed operators are equals, any.\nMax of 9.";
        assert_eq!(told(text), ["a_id equals any", "b equals any"]);
    }

    #[test]
    fn reads_ranges() {
        let text = "A list. Give a `greater-or-equal` and a `less-than` filter on the `at` field.";
        assert_eq!(told(text), ["at greater-or-equal less-than"]);
        assert!(told("Any text.").is_empty());
    }
}
