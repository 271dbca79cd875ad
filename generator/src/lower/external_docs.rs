//! `externalDocs`: pages of the service that the documentation of the client links to.
//!
//! ```text
//! tags:                                       external_docs: {
//!   - name: Books                               "/tags/0": ExternalDocs {
//!     externalDocs:                               url: "https://library.example/books",
//!       url: https://library.example/books          docs: None,
//! ```

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic};
use crate::ir::ExternalDocs;
use crate::lower::context::Cx;
use crate::lower::text;
use crate::source::{Pointer, push_token};

/// The members that hold data, in which nothing is described.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];

/// Finds the pages in all parts of the document.
pub(super) fn lower(cx: &mut Cx<'_>) {
    let spec = cx.spec;
    if let Some(document) = spec.value(&Pointer::root()) {
        find(cx, document, &mut String::new());
    }
}

/// Finds the pages below the pointer `at`, which is one text for the whole walk: hardly a value has a page.
fn find(cx: &mut Cx<'_>, value: &Value, at: &mut String) {
    let here = at.len();
    match value {
        Value::Object(members) => {
            let is_described = |key: &str| !DATA.contains(&key) && !key.starts_with("x-");
            for (key, value) in members.iter().filter(|(key, _)| is_described(key)) {
                match (key.as_str(), value.as_object()) {
                    ("externalDocs", Some(described)) if described.contains_key("url") => {
                        page(cx, described, &Pointer::from_text(at));
                    }
                    _ => {
                        push_token(at, key);
                        find(cx, value, at);
                        at.truncate(here);
                    }
                }
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                push_token(at, &index.to_string());
                find(cx, element, at);
                at.truncate(here);
            }
        }
        _ => {}
    }
}

/// Takes the page that documents what is described at `at`.
fn page(cx: &mut Cx<'_>, described: &Map<String, Value>, at: &Pointer) {
    let Some(url) = described.get("url").and_then(Value::as_str) else { return };
    let is_of_the_web = url.starts_with("http://") || url.starts_with("https://");
    if !is_of_the_web || url.contains(|one: char| one.is_whitespace() || one.is_control() || "<>\"\\`|".contains(one)) {
        let place = at.key("externalDocs").key("url");
        let problem = Diagnostic::new(Code::Assumed, place, format!("`{url}` is not an http or https URL"));
        cx.diagnostics.push(problem.help("the documentation of the client has no link to it; write the whole URL"));
        return;
    }
    let docs = described.get("description").and_then(Value::as_str).and_then(text::clean);
    cx.api.external_docs.insert(at.clone(), ExternalDocs { url: url.to_owned(), docs });
}
