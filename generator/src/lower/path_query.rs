//! A query that stands in a path, which OpenAPI has no place for: some documents describe by it what one path does in
//! several operations.
//!
//! ```yaml
//! /files?kind=image&of={book}:
//!   post: {parameters: [{name: book, in: path, required: true, ..}]}
//! ```
//!
//! is the path `/files`, with the parameter `kind`, which is always `image`, and the required parameter `of`.

use std::borrow::Cow;

use crate::diag::{Code, Diagnostic};
use crate::lower::context::Cx;
use crate::source::percent_decoded;
use crate::spec::{Location, Operation, Parameter, Style};

/// Returns the operation with the query of its path among its parameters; as it is where its path has none.
pub(super) fn parted<'o>(cx: &mut Cx<'_>, operation: &'o Operation) -> Cow<'o, Operation> {
    let Some((path, query)) = split(&operation.path) else { return Cow::Borrowed(operation) };
    let message = format!("the path `{}` has a query", operation.path);
    let help = "its parts are taken for parameters, which are always sent; describe them with `in: query`";
    cx.diagnostics.push(Diagnostic::new(Code::Assumed, operation.at.clone(), message).help(help));
    let mut parted = Operation { path: path.to_owned(), ..operation.clone() };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        add(&mut parted, percent_decoded(&name.replace('+', " ")), value);
    }
    Cow::Owned(parted)
}

/// Returns the path before its query, and the query; `None` where it has none. A question mark within a placeholder
/// belongs to the placeholder, and a fragment is a fault of its own.
fn split(path: &str) -> Option<(&str, &str)> {
    let is_outside = |at: &usize| {
        let before = path.get(..*at).unwrap_or_default();
        before.matches('{').count() == before.matches('}').count()
    };
    let at = path.match_indices('?').map(|(at, _)| at).find(is_outside)?;
    let query = path.get(at + 1..)?;
    if query.contains('#') { None } else { Some((path.get(..at)?, query)) }
}

/// Adds the part of a query, or makes the parameter that describes it what the path says of it.
fn add(operation: &mut Operation, name: String, value: &str) {
    let placeholder = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let only = placeholder.is_none().then(|| percent_decoded(&value.replace('+', " ")));
    let described = |parameter: &&mut Parameter| match parameter.location {
        Location::Query => parameter.name == name,
        Location::Path => Some(&*parameter.name) == placeholder,
        Location::Header | Location::Cookie => false,
    };
    if let Some(parameter) = operation.parameters.iter_mut().find(described) {
        if parameter.location == Location::Path {
            parameter.style = Style::Form;
            parameter.location = Location::Query;
        }
        parameter.name = name;
        parameter.required = true;
        parameter.only = only;
        return;
    }
    operation.parameters.push(Parameter {
        at: operation.at.clone(),
        name,
        location: Location::Query,
        required: true,
        deprecated: false,
        description: None,
        style: Style::Form,
        explode: None,
        allow_reserved: false,
        allow_empty: false,
        media_type: None,
        schema: None,
        only,
    });
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_query_begins_outside_of_placeholders() {
        assert_eq!(split("/a?b=c"), Some(("/a", "b=c")));
        assert_eq!(split("/a/{b?}?c={d}"), Some(("/a/{b?}", "c={d}")));
        assert_eq!(split("/a{?b,c}"), None);
        assert_eq!(split("/a?b#c"), None);
        assert_eq!(split("/a"), None);
    }
}
