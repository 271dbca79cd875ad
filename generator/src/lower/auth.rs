//! Security schemes.

use openapiv3::{APIKeyLocation, SecurityScheme};

use crate::ir::{ApiKey, AuthScheme};
use crate::lower::context::Cx;
use crate::lower::vendor;
use crate::spec::Scheme;

/// The ways to authenticate that the client can offer, each once.
pub(super) fn lower(cx: &mut Cx<'_>) -> Vec<AuthScheme> {
    let mut schemes: Vec<AuthScheme> = Vec::new();
    for described in &cx.spec.service.schemes {
        match of(described) {
            Some(scheme) if !schemes.contains(&scheme) => schemes.push(scheme),
            Some(_) => {}
            None => {
                let message = format!("the security scheme `{}` has no counterpart", described.name);
                cx.unsupported(&described.at, message, "set what it needs through headers or query parameters");
            }
        }
    }
    schemes
}

fn of(described: &Scheme) -> Option<AuthScheme> {
    match &described.scheme {
        SecurityScheme::APIKey { location: APIKeyLocation::Header, name, description, extensions } => {
            let prefix = vendor::key_prefix(name, description.as_deref(), extensions.get("x-default"));
            Some(AuthScheme::ApiKey(ApiKey { header: name.clone(), prefix }))
        }
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("bearer") => Some(AuthScheme::Bearer),
        SecurityScheme::HTTP { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => Some(AuthScheme::Basic),
        SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => Some(AuthScheme::OAuth2),
        SecurityScheme::APIKey { .. } | SecurityScheme::HTTP { .. } => None,
    }
}
