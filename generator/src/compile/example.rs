//! The example in the README of a generated crate.

use crate::compile::Model;
use crate::crate_name::CrateName;
use crate::ir::{AuthScheme, Filter, Kind, Method, Operation, OperationId};

/// Rust code that makes a client and, if there is one that needs no arguments, calls an operation.
pub(super) fn example(model: &Model, name: &CrateName) -> String {
    let ident = name.ident();
    let auth = match model.api.auth.first() {
        Some(AuthScheme::ApiKey(_)) => "Auth::private_key(std::env::var(\"API_KEY\")?)",
        Some(_) => "Auth::bearer(std::env::var(\"API_TOKEN\")?)",
        None => "Auth::none()",
    };
    let mut text = format!("use {ident}::{{Auth, Client}};\n\n");
    text.push_str("async fn example() -> Result<(), Box<dyn std::error::Error>> {\n");
    text.push_str(&format!("    let client = Client::new({auth})?;\n"));
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

/// The first operation that fetches a collection and needs no arguments.
fn simplest(model: &Model) -> Option<(OperationId, &Operation)> {
    model.api.operations.iter().find(|(_, operation)| {
        let query = &operation.query;
        let filter_is_required =
            matches!(query.filter, Filter::Expression { required: true, .. } | Filter::Opaque { required: true, .. });
        let others_are_required = query.other.iter().chain(&operation.headers).any(|parameter| parameter.required);
        operation.kind == Kind::List
            && operation.method == Method::Get
            && operation.path_parameters.is_empty()
            && operation.body.is_none()
            && !filter_is_required
            && !others_are_required
    })
}
