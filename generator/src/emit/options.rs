//! The list of options in the documentation of an operation's method.
//!
//! `GET /books` with `include`, `sort` and a filter becomes
//!
//! ```text
//! * `include`: `author`, `reviews` ([`GetBooksInclude`]).
//! * `sort`: `added_at`, `title` ([`GetBooksSort`]).
//! * `filter`: `id`, `title` ([`GetBooksFilter`]).
//! * `page_size`.
//!
//! For example `books().get_books().include(..).send().await?`.
//! ```

use crate::client::{Role, Setter};
use crate::emit::cx::Cx;
use crate::emit::docs::code;
use crate::ir::{Filter, OperationId};

/// Returns the list, and an example of a request that has the first of them; empty where nothing can be set.
pub(crate) fn docs(cx: &Cx<'_>, id: OperationId) -> String {
    let (call, names) = (cx.call(id), cx.names.operation(id));
    let Some(first) = call.setters.first() else { return String::new() };
    let mut text: String = call.setters.iter().map(|setter| item(cx, id, setter)).collect();
    let arguments: Vec<&str> = call.arguments().map(|argument| argument.name.as_str()).collect();
    let tag = &cx.names.tag(cx.api.operations[id].tag).module;
    let (method, arguments) = (&names.method, arguments.join(", "));
    let example = format!("{tag}().{method}({arguments}).{}(..).send().await?", first.name);
    text.push_str(&format!("\nFor example `{example}`.\n"));
    text
}

/// Returns a setter, with the values that the document lists for it.
fn item(cx: &Cx<'_>, id: OperationId, setter: &Setter) -> String {
    let (query, names) = (&cx.api.operations[id].query, cx.names.operation(id));
    let (values, of): (Vec<&str>, &str) = match (setter.argument.role, &query.filter) {
        (Role::Include, _) => (names.include.iter().map(|(wire, _)| wire.as_str()).collect(), "Include"),
        (Role::Sort, _) => (names.sort.iter().map(|(wire, _)| wire.as_str()).collect(), "Sort"),
        (Role::Filter, Filter::Expression { fields, .. }) => {
            (fields.iter().map(|field| field.wire.as_str()).collect(), "Filter")
        }
        _ => (Vec::new(), ""),
    };
    let name = &setter.name;
    if values.is_empty() {
        return format!("* `{name}`.\n");
    }
    let values: Vec<String> = values.into_iter().map(code).collect();
    format!("* `{name}`: {} ([`{}{of}`]).\n", values.join(", "), names.marker)
}
