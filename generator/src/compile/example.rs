//! The example in the README of a generated crate and on the front page of its documentation.

use std::iter;

use crate::client::Client;
use crate::compile::Model;
use crate::cookbook::{PlainCall, plain_call};
use crate::crate_name::CrateName;
use crate::emit::auth_example;
use crate::format::Bug;
use crate::ir::{ANY_SERVER, AuthKind, Method, Operation, OperationKind};

/// The example of a crate.
pub(super) struct Example<'m> {
    /// Rust code that makes a client and, if plain values do for one, calls an operation.
    pub(super) code: String,
    /// The same for rustdoc, which compiles it while the features that it needs are on.
    pub(super) doctest: String,
    /// The feature of the tag that it calls, or else of the first one.
    pub(super) feature: Option<&'m str>,
}

/// Returns the example of a crate.
///
/// # Errors
///
/// When what was written is no Rust: a defect.
pub(super) fn example<'m>(model: &'m Model, client: &Client<'_>, name: &CrateName) -> Result<Example<'m>, Bug> {
    let ident = name.ident();
    let call = call(model, client, &ident)?;
    let tag = call.as_ref().and_then(|call| model.names.tags.get(model.api.operations[call.id].tag));
    let auth = auth_example(model, "Auth", |what, scheme| {
        let name = match (&scheme.kind, what) {
            (AuthKind::ApiKey(_), _) if model.api.auth.len() == 1 => "API_KEY".to_owned(),
            (AuthKind::ApiKey(_), _) => variable(&scheme.name),
            (_, what) => format!("API_{}", what.to_ascii_uppercase()),
        };
        format!("std::env::var(\"{name}\")?")
    });
    let imports = call.as_ref().map_or_else(|| imports(&ident), |call| call.imports.clone());
    let mut code = format!("{imports}\n");
    code.push_str("async fn example() -> Result<(), Box<dyn std::error::Error>> {\n");
    let client = match model.api.has_plain_server() {
        true => format!("Client::new({auth})"),
        false => format!("Client::builder({auth}).base_url(\"{ANY_SERVER}\").build()"),
    };
    code.push_str(&format!("    let client = {client}?;\n"));
    if let Some(call) = &call {
        code.push_str(&call.statement);
        code.push_str("    println!(\"{:?}\", response.data);\n");
    }
    code.push_str("    Ok(())\n}");
    let features = iter::once("reqwest").chain(tag.map(|tag| tag.feature.as_str()));
    let features: Vec<String> = features.map(|feature| format!("feature = \"{feature}\"")).collect();
    let condition = format!("# #[cfg(all({}))]\nasync fn", features.join(", "));
    let doctest = code.replace("async fn", &condition);
    Ok(Example { code, doctest, feature: tag.or(model.names.tags.first()).map(|tag| tag.feature.as_str()) })
}

/// Returns the call of the first operation that fetches a collection and needs no arguments, or else of one that needs no more
/// than plain values.
fn call(model: &Model, client: &Client<'_>, ident: &str) -> Result<Option<PlainCall>, Bug> {
    let simple = model.api.operations.iter().find(|(_, operation)| is_simple(operation));
    let Some((id, operation)) = simple else { return plain_call(model, client, ident) };
    let (tag, method) = (model.names.tag(operation.tag), &model.names.operation(id).method);
    let statement = format!("    let response = client.{}().{method}().send().await?;\n", tag.module);
    Ok(Some(PlainCall { id, imports: imports(ident), statement }))
}

/// Returns what the making of a client imports.
fn imports(ident: &str) -> String {
    format!("use {ident}::{{Auth, Client}};\n")
}

/// Returns the environment variable for the secret of a scheme.
fn variable(scheme: &str) -> String {
    let letter = |character: char| if character.is_ascii_alphanumeric() { character.to_ascii_uppercase() } else { '_' };
    scheme.chars().map(letter).collect()
}

/// Returns whether an operation fetches a collection and needs no arguments, and its success is one document.
fn is_simple(operation: &Operation) -> bool {
    let query = &operation.query;
    let families = query.field_sets.iter().map(|set| set.required);
    let families = families.chain(query.include.iter().map(|include| include.required));
    let mut families = families.chain(query.sort.iter().map(|sort| sort.required));
    let others_are_required =
        families.any(|required| required) || operation.all_parameters().any(|parameter| parameter.required);
    operation.kind == OperationKind::List
        && operation.method == Method::Get
        && operation.path_parameters.is_empty()
        && operation.body.is_none()
        && operation.success.outcomes.is_empty()
        && !query.filter.is_required()
        && !others_are_required
}
