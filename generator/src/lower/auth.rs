//! Security schemes, and the schemes that each operation requires.
//!
//! ```yaml
//! security: [{appKey: [], apiKey: []}, {oauth: [read]}]
//! ```
//!
//! becomes two requirements, of which the first wants two keys together.

use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityScheme};

use crate::ir::{ApiKey, AuthKind, AuthScheme, OAuthFlows, ParameterPlace, Requirement};
use crate::lower::context::Cx;
use crate::lower::{text, vendor};
use crate::spec::{Operation, Scheme};

/// Returns the ways to authenticate that the client can offer.
pub(super) fn lower(cx: &mut Cx<'_>) -> Vec<AuthScheme> {
    let mut schemes: Vec<AuthScheme> = Vec::new();
    for described in &cx.spec.service.schemes {
        match auth_scheme(cx, described) {
            Some(scheme) => schemes.push(scheme),
            None => {
                let message = format!("the security scheme `{}` has no counterpart", described.name);
                let help = match described.scheme {
                    Some(_) => "give the credentials by a provider of your own",
                    None => "give the client a transport that has the credentials, such as a certificate",
                };
                cx.unsupported(&described.at, message, help);
            }
        }
    }
    schemes
}

/// Returns the requirements of an operation, by the schemes that the client can offer.
pub(super) fn requirements(cx: &Cx<'_>, operation: &Operation) -> Vec<Requirement> {
    let described = operation.security.as_ref().unwrap_or(&cx.spec.service.security);
    let is_known = |name: &str| cx.api.auth.iter().any(|scheme| scheme.name == name);
    let complete = described.iter().filter(|one| one.schemes.iter().all(|(name, _)| is_known(name)));
    complete.cloned().collect()
}

/// Returns the scopes that an operation needs.
pub(super) fn scopes(requirements: &[Requirement]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for scope in requirements.iter().flat_map(|one| &one.schemes).flat_map(|(_, scopes)| scopes) {
        if !found.contains(scope) {
            found.push(scope.clone());
        }
    }
    found
}

fn auth_scheme(cx: &Cx<'_>, described: &Scheme) -> Option<AuthScheme> {
    let mut secret = None;
    let (kind, docs) = match described.scheme.as_ref()? {
        SecurityScheme::APIKey { location, name, description, extensions } => {
            let place = match location {
                APIKeyLocation::Header => ParameterPlace::Header,
                APIKeyLocation::Query => ParameterPlace::Query,
                APIKeyLocation::Cookie => ParameterPlace::Cookie,
            };
            let is_header = place == ParameterPlace::Header;
            let told = || vendor::key_prefix(name, description.as_deref(), extensions.get("x-default"));
            let prefix = is_header.then(told).flatten();
            secret = prefix.as_deref().and_then(vendor::secret);
            (AuthKind::ApiKey(ApiKey { place, name: name.clone(), prefix }), description)
        }
        SecurityScheme::HTTP { scheme, description, .. } if scheme.eq_ignore_ascii_case("bearer") => {
            (AuthKind::Bearer, description)
        }
        SecurityScheme::HTTP { scheme, description, .. } if scheme.eq_ignore_ascii_case("basic") => {
            (AuthKind::Basic, description)
        }
        SecurityScheme::HTTP { .. } => return None,
        SecurityScheme::OAuth2 { flows: described, description, .. } => {
            (AuthKind::OAuth2(flows(cx.api.server.as_deref(), described)), description)
        }
        SecurityScheme::OpenIDConnect { open_id_connect_url, description, .. } => {
            (AuthKind::OpenIdConnect(absolute(cx.api.server.as_deref(), open_id_connect_url)), description)
        }
    };
    let docs = docs.as_deref().and_then(text::clean);
    let Scheme { at, name, deprecated, .. } = described;
    Some(AuthScheme { at: at.clone(), name: name.clone(), secret, docs, deprecated: *deprecated, kind })
}

/// Returns the URLs of the first flow that has them, and the scopes of all.
fn flows(server: Option<&str>, described: &OAuth2Flows) -> OAuthFlows {
    let (code, client) = (described.authorization_code.as_ref(), described.client_credentials.as_ref());
    let (password, implicit) = (described.password.as_ref(), described.implicit.as_ref());
    let authorization = code.map(|flow| &flow.authorization_url).or(implicit.map(|flow| &flow.authorization_url));
    let token = code.map(|flow| &flow.token_url).or(client.map(|flow| &flow.token_url));
    let token = token.or(password.map(|flow| &flow.token_url));
    let refresh = code.and_then(|flow| flow.refresh_url.as_ref());
    let refresh = refresh.or(client.and_then(|flow| flow.refresh_url.as_ref()));
    let refresh = refresh.or(password.and_then(|flow| flow.refresh_url.as_ref()));
    let all = [
        code.map(|flow| &flow.scopes),
        client.map(|flow| &flow.scopes),
        password.map(|flow| &flow.scopes),
        implicit.map(|flow| &flow.scopes),
    ];
    let mut scopes: Vec<(String, String)> = Vec::new();
    for (scope, docs) in all.into_iter().flatten().flatten() {
        if scopes.iter().all(|(known, _)| known != scope) {
            scopes.push((scope.clone(), docs.clone()));
        }
    }
    let absolute = |url: Option<&String>| url.map(|url| absolute(server, url));
    OAuthFlows {
        authorization_url: absolute(authorization),
        token_url: absolute(token),
        refresh_url: absolute(refresh),
        client_credentials: client.is_some(),
        scopes,
    }
}

/// Returns a URL that may be relative to the server's.
fn absolute(server: Option<&str>, url: &str) -> String {
    let origin = server.and_then(|server| {
        let (scheme, rest) = server.split_once("://")?;
        Some(format!("{scheme}://{}", rest.split('/').next().unwrap_or_default()))
    });
    match origin {
        Some(origin) if url.starts_with('/') => format!("{origin}{url}"),
        _ => url.to_owned(),
    }
}
