//! Servers of the service, and servers of single paths or operations.
//!
//! ```yaml
//! servers: [{url: "https://{region}.example.com", variables: {region: {default: eu, enum: [eu, us]}}}]
//! ```
//!
//! becomes a template with a variable of two values, and the base URL `https://eu.example.com`.

use crate::ir::{Server, ServerVariable};
use crate::lower::context::Cx;
use crate::lower::text;
use crate::spec;

/// Returns the servers of the service, each template once: documents repeat one to say what else a variable can be.
pub(super) fn lower(cx: &mut Cx<'_>) -> Vec<Server> {
    let mut servers: Vec<Server> = Vec::new();
    for described in &cx.spec.service.servers {
        let server = lowered_server(cx, described);
        match servers.iter_mut().find(|known| known.url == server.url) {
            Some(known) => merge(known, server),
            None => servers.push(server),
        }
    }
    servers
}

/// Returns the URL of an operation's own server; `None` where it is the service's.
pub(super) fn own(cx: &mut Cx<'_>, operation: &spec::Operation) -> Option<String> {
    let described = operation.servers.first()?;
    let url = lowered_server(cx, described).default_url();
    let url = match url.strip_prefix('/') {
        Some(_) => format!("{}{url}", origin(cx.api.server.as_deref().unwrap_or_default())),
        None => url,
    };
    (cx.api.server.as_deref() != Some(url.as_str())).then_some(url)
}

/// Returns the origin of a URL.
fn origin(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |scheme| scheme + 3);
    let end = url.get(authority..).and_then(|rest| rest.find('/')).map_or(url.len(), |path| authority + path);
    url.get(..end).unwrap_or_default()
}

fn lowered_server(cx: &mut Cx<'_>, described: &spec::Server) -> Server {
    let names = placeholders(&described.url);
    for name in names.iter().filter(|name| described.variables.iter().all(|variable| variable.name != **name)) {
        let message = format!("`{{{name}}}` in the server's URL is not described");
        let help = format!("add `{name}` to `variables`, with a `default`; until then set the base URL by hand");
        cx.unsupported(&described.at, message, &help);
    }
    for variable in &described.variables {
        let is_listed = variable.values.is_empty() || variable.values.contains(&variable.default);
        if !is_listed {
            let message = format!("the default `{}` of `{}` is not in its `enum`", variable.default, variable.name);
            let at = described.at.key("variables").key(&variable.name);
            cx.unsupported(&at, message, "add it to the list, or choose another");
        }
    }
    let mut variables: Vec<ServerVariable> = Vec::new();
    for variable in names.iter().filter_map(|name| described.variables.iter().find(|one| one.name == **name)) {
        if variables.iter().all(|known| known.name != variable.name) {
            variables.push(ServerVariable {
                name: variable.name.clone(),
                default: variable.default.clone(),
                values: variable.values.clone(),
                docs: variable.description.as_deref().and_then(text::clean),
            });
        }
    }
    Server {
        at: described.at.clone(),
        url: described.url.trim_end_matches('/').to_owned(),
        name: described.name.as_deref().and_then(text::clean),
        docs: described.description.as_deref().and_then(text::clean),
        variables,
    }
}

/// Merges a template that is described again: it takes the values of both, and any where one takes any.
fn merge(known: &mut Server, again: Server) {
    for (known, again) in known.variables.iter_mut().zip(again.variables) {
        if known.values.is_empty() || again.values.is_empty() {
            known.values.clear();
            continue;
        }
        let more = again.values.into_iter().filter(|value| !known.values.contains(value)).collect::<Vec<_>>();
        known.values.extend(more);
    }
}

/// Returns the names in braces.
fn placeholders(template: &str) -> Vec<&str> {
    template.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}
