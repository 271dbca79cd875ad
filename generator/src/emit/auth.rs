//! `Auth`: how a client authenticates, with one constructor for each security scheme of the document.
//!
//! ```yaml
//! securitySchemes:
//!   apiKey: {type: apiKey, in: header, name: X-Key}
//! ```
//!
//! becomes `Auth::api_key(key)`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::compile::Model;
use crate::emit::annotations::deprecated;
use crate::emit::cx::{Cx, ident};
use crate::emit::docs::{code, lines};
use crate::emit::markdown::{line, markdown};
use crate::ir::{ApiKey, AuthKind, AuthScheme, OAuthFlows, ParameterPlace};
use crate::name::flow_name;

/// Emits the type, its constructors, and the schemes that they are for.
pub(crate) fn emit(cx: &Cx<'_>) -> TokenStream {
    let schemes: Vec<(&AuthScheme, &String)> = cx.api.auth.iter().zip(&cx.names.auth).collect();
    let constructors = schemes.iter().map(|(scheme, name)| constructor(scheme, name));
    let statics = schemes.iter().map(|(scheme, name)| scheme_table(scheme, name));
    let is_taken = |name: &str| cx.names.auth.iter().any(|known| known == name);
    let bearer = (!is_taken("bearer")).then(|| {
        quote! {
            /// Authenticates by a bearer token, such as an OAuth access token (RFC 6750). It is not renewed.
            pub fn bearer(token: impl Into<String>) -> Self {
                Self(rt::Auth::bearer(token))
            }
        }
    });
    let basic = (!is_taken("basic")).then(|| {
        quote! {
            /// Authenticates by a user and a password (RFC 7617).
            pub fn basic(user: impl Into<String>, password: impl Into<String>) -> Self {
                Self(rt::Auth::basic(user, password))
            }
        }
    });
    let and = (schemes.len() > 1).then(|| {
        quote! {
            /// Authenticates by both: each operation gets the credentials that it requires.
            #[must_use]
            pub fn and(self, other: Self) -> Self {
                Self(self.0.and(other.0))
            }
        }
    });
    quote! {
        /// The way in which a client authenticates.
        #[derive(Debug, Clone)]
        pub struct Auth(rt::Auth);

        impl Auth {
            #(#constructors)*
            #bearer
            #basic
            #and

            /// Authenticates by the credentials that a provider returns before each request.
            pub fn provider(provider: impl rt::CredentialProvider + 'static) -> Self {
                Self(rt::Auth::provider(provider))
            }

            /// Authenticates by OAuth access tokens that are renewed.
            #[cfg(feature = "oauth")]
            pub fn oauth(oauth: rt::OAuth) -> Self {
                Self(rt::Auth::oauth(oauth))
            }

            /// Does not authenticate, for public operations.
            pub fn none() -> Self {
                Self(rt::Auth::none())
            }
        }

        impl From<Auth> for rt::Auth {
            fn from(auth: Auth) -> Self {
                auth.0
            }
        }

        impl From<rt::Auth> for Auth {
            fn from(auth: rt::Auth) -> Self {
                Self(auth)
            }
        }

        #(#statics)*
    }
}

fn table_name(name: &str) -> Ident {
    ident(&format!("SCHEME_{}", name.to_ascii_uppercase()))
}

/// Emits the static table of a scheme.
fn scheme_table(scheme: &AuthScheme, name: &str) -> TokenStream {
    let (table, wire) = (table_name(name), &scheme.name);
    let place = match &scheme.kind {
        AuthKind::ApiKey(ApiKey { place: ParameterPlace::Header, name, prefix }) => {
            let prefix = prefix.as_ref().map(|prefix| format!("{prefix} ")).unwrap_or_default();
            quote!(Header { name: #name, prefix: #prefix })
        }
        AuthKind::ApiKey(ApiKey { place: ParameterPlace::Query, name, .. }) => quote!(Query(#name)),
        AuthKind::ApiKey(ApiKey { place: ParameterPlace::Cookie, name, .. }) => quote!(Cookie(#name)),
        AuthKind::Basic => quote!(Header { name: "Authorization", prefix: "Basic " }),
        AuthKind::Bearer | AuthKind::OAuth2(_) | AuthKind::OpenIdConnect(_) => {
            quote!(Header { name: "Authorization", prefix: "Bearer " })
        }
    };
    quote! {
        static #table: rt::Scheme = rt::Scheme { name: #wire, place: rt::SchemePlace::#place };
    }
}

/// Emits the constructor of a scheme, with what its document says besides.
fn constructor(scheme: &AuthScheme, name: &str) -> TokenStream {
    let (table, function) = (table_name(name), ident(name));
    let what = match &scheme.kind {
        AuthKind::ApiKey(key) => {
            let place = match key.place {
                ParameterPlace::Header => "header",
                ParameterPlace::Query => "query parameter",
                ParameterPlace::Cookie => "cookie",
            };
            format!("a key in the {place} {}", code(&key.name))
        }
        AuthKind::Bearer => "a bearer token".to_owned(),
        AuthKind::Basic => "a user and a password".to_owned(),
        AuthKind::OAuth2(_) => "an OAuth access token, which is not renewed".to_owned(),
        AuthKind::OpenIdConnect(url) => {
            format!("an access token of the OpenID Connect provider at {}, which is not renewed", code(url))
        }
    };
    let mut text = format!("Authenticates by {what} (security scheme {}).", code(&scheme.name));
    if let Some(docs) = scheme.docs.as_deref().filter(|docs| !docs.trim().is_empty()) {
        text.push_str(&format!("\n\n{}", markdown(docs)));
    }
    let (docs, deprecated) = (lines(&text), deprecated(scheme.deprecated));
    if scheme.kind == AuthKind::Basic {
        return quote! {
            #docs
            #deprecated
            pub fn #function(user: impl Into<String>, password: impl Into<String>) -> Self {
                Self(rt::Auth::basic_scheme(&#table, user, password))
            }
        };
    }
    let argument = ident(if matches!(scheme.kind, AuthKind::ApiKey(_)) { "key" } else { "token" });
    let flows = match &scheme.kind {
        AuthKind::OAuth2(flows) => Some(oauth(flows, scheme, name)),
        _ => None,
    };
    quote! {
        #docs
        #deprecated
        pub fn #function(#argument: impl Into<String>) -> Self {
            Self(rt::Auth::scheme(&#table, #argument))
        }

        #flows
    }
}

/// Emits the URLs and scopes of OAuth flows as constants, and what has tokens renewed by them.
fn oauth(flows: &OAuthFlows, scheme: &AuthScheme, name: &str) -> TokenStream {
    let scheme = code(&scheme.name);
    let mut tokens = TokenStream::new();
    for (suffix, url, docs) in [
        ("AUTHORIZATION_URL", &flows.authorization_url, "The URL where users agree"),
        ("TOKEN_URL", &flows.token_url, "The URL of the token endpoint"),
        ("REFRESH_URL", &flows.refresh_url, "The URL where tokens are renewed"),
    ] {
        let Some(url) = url else { continue };
        let constant = constant(name, suffix);
        let docs = lines(&format!("{docs} (security scheme {scheme})."));
        tokens.extend(quote!(#docs pub const #constant: &'static str = #url;));
    }
    if !flows.scopes.is_empty() {
        let (constant, scopes) = (constant(name, "SCOPES"), flows.scopes.iter().map(|(scope, _)| scope));
        let listed: String =
            flows.scopes.iter().map(|(scope, docs)| format!("* {}: {}\n", code(scope), line(docs))).collect();
        let docs = lines(&format!("The scopes of the security scheme {scheme}.\n\n{listed}"));
        tokens.extend(quote!(#docs pub const #constant: &'static [&'static str] = &[#(#scopes),*];));
    }
    if flows.token_url.is_some() {
        let renewal = constant(name, if flows.refresh_url.is_some() { "REFRESH_URL" } else { "TOKEN_URL" });
        let function = ident(&flow_name(name, "oauth"));
        let docs = lines(&format!(
            "Has tokens of the security scheme {scheme} renewed, by an app's id and secret; goes into `oauth`."
        ));
        tokens.extend(quote! {
            #docs
            #[cfg(feature = "oauth")]
            pub fn #function(
                client_id: impl AsRef<str>,
                client_secret: impl Into<String>,
                tokens: rt::OAuthTokens,
            ) -> rt::OAuth {
                rt::OAuth::new(client_id, client_secret, Self::#renewal, tokens)
            }
        });
    }
    if flows.token_url.is_some() && flows.client_credentials {
        let (token, function) = (constant(name, "TOKEN_URL"), ident(&flow_name(name, "client_credentials")));
        let docs = lines(&format!(
            "Gets tokens of the security scheme {scheme} for an app itself, by its id and secret, and has them \
             renewed; goes into `oauth`."
        ));
        tokens.extend(quote! {
            #docs
            #[cfg(feature = "oauth")]
            pub fn #function<S: AsRef<str>>(
                client_id: impl AsRef<str>,
                client_secret: impl Into<String>,
                scopes: impl IntoIterator<Item = S>,
            ) -> rt::OAuth {
                rt::OAuth::client_credentials(client_id, client_secret, Self::#token, scopes)
            }
        });
    }
    tokens
}

fn constant(name: &str, suffix: &str) -> Ident {
    ident(&flow_name(&name.to_ascii_uppercase(), suffix))
}

/// Returns the credentials of an example, as Rust code: those of the first requirement that the client can meet.
/// `secret` gives the expression for a secret by the name of its scheme.
pub(crate) fn example(model: &Model, auth: &str, secret: impl Fn(&str, &AuthScheme) -> String) -> String {
    let api = &model.api;
    let schemes: Vec<(&AuthScheme, &String)> = api.auth.iter().zip(&model.names.auth).collect();
    let requirement = api.operations.iter().flat_map(|(_, operation)| &operation.requirements);
    let wanted = requirement.map(|one| &one.schemes).find(|schemes| !schemes.is_empty());
    let is_wanted =
        |scheme: &AuthScheme| wanted.is_some_and(|wanted| wanted.iter().any(|(name, _)| *name == scheme.name));
    let mut chosen: Vec<_> = schemes.iter().filter(|(scheme, _)| is_wanted(scheme)).collect();
    if chosen.is_empty() {
        chosen = schemes.iter().take(1).collect();
    }
    let constructor = |(scheme, name): &(&AuthScheme, &String)| match scheme.kind {
        AuthKind::Basic => {
            format!("{auth}::{name}({}, {})", secret("user", scheme), secret("password", scheme))
        }
        AuthKind::ApiKey(_) => format!("{auth}::{name}({})", secret("key", scheme)),
        _ => format!("{auth}::{name}({})", secret("token", scheme)),
    };
    let mut constructors = chosen.into_iter().map(constructor);
    let Some(first) = constructors.next() else { return format!("{auth}::none()") };
    constructors.fold(first, |text, next| format!("{text}.and({next})"))
}
