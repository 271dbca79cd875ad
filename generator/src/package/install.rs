//! How a program depends on a generated crate: a part of its README and of the front page of its documentation.

use jsonapi_forge_runtime::vendor::RUST_VERSION;

use crate::crate_name::CrateName;
use crate::package::manifest::{list, quoted};

/// Returns the lines for the manifest of a program, and what the crate needs, as Markdown. A crate that is not to be
/// published has no `version` here, and is taken from its folder.
pub(crate) fn install(name: &CrateName, version: Option<&String>, feature: Option<&str>) -> String {
    let source = match version {
        Some(version) => format!("version = {}", quoted(version)),
        None => format!("path = \"../{}\"", name.as_str()),
    };
    let features = feature.map(|feature| format!(", features = {}", list(&[feature]))).unwrap_or_default();
    let by_system: Vec<&str> = ["native-tls"].into_iter().chain(feature).collect();
    format!(
        "```toml\n[dependencies]\n{} = {{ {source}{features} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n```\n\n\
         Each tag is a feature that has its operations; `full` has all of them. TLS is by `rustls`. For the library of the\n\
         system, write `default-features = false, features = {}`. The crate needs Rust {RUST_VERSION} or newer.",
        name.as_str(),
        list(&by_system)
    )
}
