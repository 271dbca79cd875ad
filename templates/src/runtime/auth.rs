//! Credentials. They are never shown: not in `Debug`, not in errors.

use std::fmt;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

use super::error::Error;
use super::service::{ApiKey, Service};

/// How a client authenticates.
#[derive(Clone)]
pub struct Auth(Credentials);

#[derive(Clone)]
enum Credentials {
    None,
    Key(String),
    Bearer(String),
}

impl Auth {
    /// By the service's own kind of key. What the service wants before the key is added when it is
    /// missing.
    pub fn private_key(key: impl Into<String>) -> Self {
        Self(Credentials::Key(key.into()))
    }

    /// By a bearer token, such as an OAuth access token (RFC 6750).
    pub fn bearer(token: impl Into<String>) -> Self {
        Self(Credentials::Bearer(token.into()))
    }

    /// Not at all, for public operations.
    pub fn none() -> Self {
        Self(Credentials::None)
    }

    /// The header that carries the credentials to this service.
    pub(super) fn header(&self, service: &Service) -> Result<Option<(HeaderName, HeaderValue)>, Error> {
        match &self.0 {
            Credentials::None => Ok(None),
            Credentials::Bearer(token) => Ok(Some((AUTHORIZATION, secret("Bearer ", token)?))),
            Credentials::Key(key) => {
                let Some(ApiKey { header, prefix }) = service.api_key else {
                    return Err(Error::request("the service takes no key"));
                };
                let name = header.parse().map_err(|_| Error::request(format!("`{header}` is no header name")))?;
                Ok(Some((name, secret(prefix, key)?)))
            }
        }
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Credentials::None => "Auth::none()",
            Credentials::Key(_) => "Auth::private_key(..)",
            Credentials::Bearer(_) => "Auth::bearer(..)",
        })
    }
}

/// The value of a header that carries a secret. Its errors do not repeat the secret.
fn secret(prefix: &str, text: &str) -> Result<HeaderValue, Error> {
    let text = text.trim();
    let text = text.strip_prefix(prefix).unwrap_or(text).trim_start();
    if text.is_empty() {
        return Err(Error::request("the credentials are empty"));
    }
    let mut value = HeaderValue::from_str(&format!("{prefix}{text}"))
        .map_err(|_| Error::request("the credentials hold a character that no header can carry"))?;
    value.set_sensitive(true);
    Ok(value)
}
