//! The version of OpenAPI of a document, and whether it is supported.

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Pointer;
use crate::spec::Version;

/// Returns the version of a document, and refuses anything but OpenAPI 3.0, 3.1 and 3.2.
pub(super) fn version_of(document: &Value) -> Result<Version, Diagnostics> {
    stated(document).map_err(|problem| {
        let mut diagnostics = Diagnostics::new();
        diagnostics.push(problem);
        diagnostics
    })
}

fn stated(document: &Value) -> Result<Version, Diagnostic> {
    let Some(root) = document.as_object() else {
        return Err(not_openapi("the document is not an object"));
    };
    match (root.get("openapi"), root.get("swagger")) {
        (Some(Value::String(version)), _) => Version::from_text(version).ok_or_else(|| unsupported(version, "openapi")),
        (Some(other), _) => Err(unreadable(other)),
        (None, Some(version)) => Err(unsupported(version.as_str().unwrap_or("2.0"), "swagger")),
        (None, None) => Err(not_openapi("the document has no member `openapi`")),
    }
}

fn not_openapi(message: &str) -> Diagnostic {
    Diagnostic::new(Code::NotOpenApi, Pointer::root(), message)
        .help("give an OpenAPI document: an object with `openapi` (3.0.x, 3.1.x or 3.2.x), `info` and `paths`")
}

fn unsupported(version: &str, key: &str) -> Diagnostic {
    let message = format!("`{version}` is not a supported version of OpenAPI");
    Diagnostic::new(Code::UnsupportedVersion, Pointer::root().key(key), message)
        .label("3.0, 3.1 and 3.2 are supported")
        .help(remedy(version))
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
