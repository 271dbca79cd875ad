//! A query that stands in a path, which OpenAPI has no place for: some documents describe by it what one path does in
//! several operations.
//!
//! ```yaml
//! /files?kind=image&of={book}:
//!   post: {parameters: [{name: book, in: path, required: true, ..}]}
//! ```
//!
//! is the path `/files`, with the parameter `kind`, which is always `image`, and the required parameter `of`.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::percent_decoded;
use crate::spec::model::{Location, Operation, Parameter, Style};
use crate::spec::operation::operation_id;

/// Moves the query of an operation's path, where it has one, to its parameters.
pub(super) fn part(mut operation: Operation, diagnostics: &mut Diagnostics) -> Operation {
    let whole = operation.path.clone();
    let Some((path, query)) = split(&whole) else { return operation };
    let message = format!("the path `{whole}` has a query");
    let help = "its parts are taken for parameters, which are always sent; describe them with `in: query`";
    diagnostics.push(Diagnostic::new(Code::Assumed, operation.at.clone(), message).help(help));
    // Operations that differ in their queries have ids of their own.
    operation.id = Some(operation_id(operation.id.as_deref(), operation.method, &whole));
    operation.path = path.to_owned();
    let mut names = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decoded(name);
        if names.contains(&name) {
            let message = format!("the query of the path `{whole}` has `{name}` twice");
            let diagnostic = Diagnostic::new(Code::Unsupported, operation.at.clone(), message);
            diagnostics.push(diagnostic.help("the client sends the last value"));
        }
        add(&mut operation, name.clone(), value);
        names.push(name);
    }
    operation
}

fn decoded(text: &str) -> String {
    percent_decoded(&text.replace('+', " "))
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

/// Makes a part of a query a parameter: the one that is described, in the query or for the placeholder, or else text. A
/// value with a placeholder in it is up to the caller.
fn add(operation: &mut Operation, name: String, value: &str) {
    let only = (!value.contains('{')).then(|| decoded(value));
    let placeholder = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let position =
        |location, name: &str| operation.parameters.iter().position(|one| one.location == location && one.name == name);
    let in_query = position(Location::Query, &name);
    let in_path = placeholder.and_then(|name| position(Location::Path, name));
    let stays = placeholder.is_some_and(|name| operation.path.contains(&format!("{{{name}}}")));
    let described = match (in_query, in_path) {
        (None, Some(at)) if stays => operation.parameters.get(at).cloned(),
        (Some(at), _) | (None, Some(at)) => Some(operation.parameters.remove(at)),
        (None, None) => None,
    };
    let described = described.unwrap_or_else(|| text(operation));
    let style = if described.location == Location::Path { Style::Form } else { described.style };
    let parameter = Parameter { name, location: Location::Query, required: true, style, only, ..described };
    operation.parameters.push(parameter);
}

/// Returns a parameter of which nothing is described.
fn text(operation: &Operation) -> Parameter {
    Parameter {
        at: operation.at.clone(),
        name: String::new(),
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
        only: None,
    }
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
