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

use crate::client::{self, Role, Setter};
use crate::emit::cx::Cx;
use crate::emit::docs::code;
use crate::emit::markdown::line;
use crate::ir::{Body, BodyContent, Filter, FilterPlace, OperationId};

/// Returns the list, and an example of a request that has the first of them; empty where nothing can be set.
pub(crate) fn docs(cx: &Cx<'_>, id: OperationId) -> String {
    let (call, names) = (cx.call(id), cx.names.operation(id));
    let raw = raw_filter(&cx.api.operations[id].query.filter);
    let parts = more_parts(cx.api.operations[id].body.as_ref());
    let first = call.setters.first().map(|setter| setter.name.as_str());
    let first = first.or(raw.as_ref().map(|_| RAW)).or(parts.map(|_| PARTS));
    let Some(first) = first else { return String::new() };
    let mut text: String = call.setters.iter().map(|setter| item(cx, id, setter)).collect();
    text.push_str(&raw.unwrap_or_default());
    text.push_str(parts.unwrap_or_default());
    let arguments: Vec<&str> = call.arguments().map(|argument| argument.name.as_str()).collect();
    let tag = &cx.names.tag(cx.api.operations[id].tag).module;
    let (method, arguments) = (&names.method, arguments.join(", "));
    let example = format!("{tag}().{method}({arguments}).{first}(..).send().await?");
    text.push_str(&format!("\nFor example `{example}`.\n"));
    text
}

/// The method of every request that takes a filter as text.
const RAW: &str = "filter_raw";

/// Returns the filter that is given as text, with what the document says of it.
fn raw_filter(filter: &Filter) -> Option<String> {
    let Filter::Opaque { required: false, place, docs, .. } = filter else { return None };
    let (FilterPlace::Query(name) | FilterPlace::Header(name)) = place;
    let docs = docs.as_deref().map(|docs| format!(". {}", line(docs)));
    Some(format!("* `{RAW}`: the text of {}{}\n", code(name), docs.unwrap_or_else(|| ".".to_owned())))
}

/// The method of every request that adds parts to a form.
const PARTS: &str = "with_parts";

/// Returns what is said of the parts of a form that the document allows and does not name.
fn more_parts(body: Option<&Body>) -> Option<&'static str> {
    let is_open = matches!(body?.content, BodyContent::Form { open: true, .. });
    is_open.then_some("* `with_parts`: the parts of a `Form` that the document does not name.\n")
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
        let docs = client::family_description(&cx.api.operations[id], setter.argument.role);
        let said = docs.map(|docs| format!(": {}", line(docs.lines().next().unwrap_or_default())));
        return format!("* `{name}`{}\n", said.unwrap_or_else(|| ".".to_owned()));
    }
    let values: Vec<String> = values.into_iter().map(code).collect();
    format!("* `{name}`: {} ([`{}{of}`]).\n", values.join(", "), names.marker)
}
