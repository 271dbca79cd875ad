//! The sets of operators that fields of filters allow.

use std::collections::BTreeSet;

use crate::ir::{FilterField, FilterOperator, OperatorArity};
use crate::name::case::camel;

/// The operators that the runtime has methods for: wire name, arity, name in Rust.
const OPERATORS: &[(&str, OperatorArity, &str)] = &[
    ("any", OperatorArity::List, "Any"),
    ("contains", OperatorArity::Single, "Contains"),
    ("contains-all", OperatorArity::List, "ContainsAll"),
    ("contains-any", OperatorArity::List, "ContainsAny"),
    ("ends-with", OperatorArity::Single, "EndsWith"),
    ("equals", OperatorArity::List, "EqualsList"),
    ("equals", OperatorArity::Null, "Null"),
    ("equals", OperatorArity::Single, "Equals"),
    ("greater-or-equal", OperatorArity::Single, "GreaterOrEqual"),
    ("greater-than", OperatorArity::Single, "GreaterThan"),
    ("has", OperatorArity::None, "Has"),
    ("less-or-equal", OperatorArity::Single, "LessOrEqual"),
    ("less-than", OperatorArity::Single, "LessThan"),
    ("starts-with", OperatorArity::Single, "StartsWith"),
];

/// Returns the operators of a field that the runtime has methods for, sorted. Others can be written raw.
pub(crate) fn operator_set(field: &FilterField) -> Vec<&'static str> {
    let known = |operator: &FilterOperator| {
        let found = OPERATORS.iter().find(|(name, arity, _)| *name == operator.name && *arity == operator.arity);
        found.map(|(_, _, ident)| *ident)
    };
    let set: BTreeSet<&str> = field.operators.iter().filter_map(known).collect();
    set.into_iter().collect()
}

/// Returns the name of a set of operators.
pub(crate) fn set_name(operators: &[&str]) -> String {
    match operators {
        [] => "NoOperators".to_owned(),
        // `Any` and the like alone would read as something else in a signature.
        operators => format!("{}Operators", camel(&operators.join(" "))),
    }
}
