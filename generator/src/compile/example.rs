//! The example in the README of a generated crate and on the front page of its documentation.

use std::iter;

use crate::compile::Model;
use crate::crate_name::CrateName;
use crate::emit::auth_example;
use crate::ir::{ANY_SERVER, AuthKind, Method, Operation, OperationId, OperationKind};

/// Returns Rust code that makes a client and, if there is one that needs no arguments, calls an operation.
pub(super) fn example(model: &Model, name: &CrateName) -> String {
    let ident = name.ident();
    let auth = auth_example(model, "Auth", |what, scheme| {
        let name = match (&scheme.kind, what) {
            (AuthKind::ApiKey(_), _) if model.api.auth.len() == 1 => "API_KEY".to_owned(),
            (AuthKind::ApiKey(_), _) => variable(&scheme.name),
            (_, what) => format!("API_{}", what.to_ascii_uppercase()),
        };
        format!("std::env::var(\"{name}\")?")
    });
    let mut text = format!("use {ident}::{{Auth, Client}};\n\n");
    text.push_str("async fn example() -> Result<(), Box<dyn std::error::Error>> {\n");
    let client = match model.api.has_plain_server() {
        true => format!("Client::new({auth})"),
        false => format!("Client::builder({auth}).base_url(\"{ANY_SERVER}\").build()"),
    };
    text.push_str(&format!("    let client = {client}?;\n"));
    if let Some((id, operation)) = simplest(model)
        && let Some(tag) = model.names.tags.get(operation.tag)
    {
        let method = &model.names.operation(id).method;
        text.push_str(&format!("    let response = client.{}().{method}().send().await?;\n", tag.module));
        text.push_str("    println!(\"{:?}\", response.data);\n");
    }
    text.push_str("    Ok(())\n}");
    text
}

/// Returns the feature of the tag that the example calls, or else of the first one.
pub(super) fn feature(model: &Model) -> Option<&str> {
    let called = simplest(model).and_then(|(_, operation)| model.names.tags.get(operation.tag));
    called.or(model.names.tags.first()).map(|tag| tag.feature.as_str())
}

/// Returns the same for rustdoc, which compiles it while the features that it needs are on.
pub(super) fn doctest(model: &Model, name: &CrateName) -> String {
    let tag = simplest(model).and_then(|(_, operation)| model.names.tags.get(operation.tag));
    let features = iter::once("reqwest").chain(tag.map(|tag| tag.feature.as_str()));
    let features: Vec<String> = features.map(|feature| format!("feature = \"{feature}\"")).collect();
    let condition = format!("# #[cfg(all({}))]\nasync fn", features.join(", "));
    example(model, name).replace("async fn", &condition)
}

/// Returns the environment variable for the secret of a scheme.
fn variable(scheme: &str) -> String {
    let letter = |character: char| if character.is_ascii_alphanumeric() { character.to_ascii_uppercase() } else { '_' };
    scheme.chars().map(letter).collect()
}

/// Returns the first operation that fetches a collection and needs no arguments, and whose success is one document.
fn simplest(model: &Model) -> Option<(OperationId, &Operation)> {
    model.api.operations.iter().find(|(_, operation)| {
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
    })
}
