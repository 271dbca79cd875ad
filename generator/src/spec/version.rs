//! Checks that the version of OpenAPI is supported.

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Pointer;
use crate::spec::Version;

/// Refuses anything but OpenAPI 3.0, 3.1 and 3.2.
pub(super) fn check(document: &Value) -> Result<(), Diagnostics> {
    match problem(document) {
        None => Ok(()),
        Some(problem) => {
            let mut diagnostics = Diagnostics::new();
            diagnostics.push(problem);
            Err(diagnostics)
        }
    }
}

fn problem(document: &Value) -> Option<Diagnostic> {
    let Some(root) = document.as_object() else {
        return Some(not_openapi("the document is not an object"));
    };
    match (root.get("openapi"), root.get("swagger")) {
        (Some(Value::String(version)), _) => unsupported(version, "openapi"),
        (Some(other), _) => Some(unreadable(other)),
        (None, Some(version)) => unsupported(version.as_str().unwrap_or("2.0"), "swagger"),
        (None, None) => Some(not_openapi("the document has no member `openapi`")),
    }
}

fn not_openapi(message: &str) -> Diagnostic {
    Diagnostic::new(Code::NotOpenApi, Pointer::root(), message)
        .help("give an OpenAPI document: an object with `openapi` (3.0.x, 3.1.x or 3.2.x), `info` and `paths`")
}

fn unsupported(version: &str, key: &str) -> Option<Diagnostic> {
    if key == "openapi" && Version::from_text(version).is_some() {
        return None;
    }
    let message = format!("`{version}` is not a supported version of OpenAPI");
    Some(
        Diagnostic::new(Code::UnsupportedVersion, Pointer::root().key(key), message)
            .label("3.0, 3.1 and 3.2 are supported")
            .help(remedy(version)),
    )
}

fn remedy(version: &str) -> &'static str {
    if version.starts_with('2') {
        "convert the document to OpenAPI 3; converters for 2.0 exist"
    } else {
        "give a document whose `openapi` is 3.0.x, 3.1.x or 3.2.x"
    }
}

fn unreadable(found: &Value) -> Diagnostic {
    Diagnostic::new(Code::Structure, Pointer::root().key("openapi"), format!("`openapi` is `{found}`, not a string"))
        .help("write the version in quotes, such as \"3.1.0\"")
}
