//! Authentication: what a client proves itself by, from constant keys to renewed OAuth tokens. Credentials are
//! never shown: not in `Debug`, not in errors.

pub(crate) mod credential;
#[cfg(feature = "oauth")]
pub(crate) mod oauth;
pub(crate) mod secret;

use std::fmt;
use std::sync::Arc;

use http::header::AUTHORIZATION;

use self::credential::{Credential, CredentialError, CredentialProvider};
use self::secret::Secret;
use super::error::Error;
use super::request::service::{ApiKey, Service};
use super::transport::{BoxFuture, Transport};

/// How a client authenticates.
#[derive(Clone)]
pub struct Auth(Kind);

#[derive(Clone)]
enum Kind {
    None,
    Key(Secret),
    Bearer(Secret),
    Provider(Arc<dyn CredentialProvider>),
}

impl Auth {
    /// By the service's own kind of key. What the service wants before the key is added when it is
    /// missing.
    pub fn private_key(key: impl Into<String>) -> Self {
        Self(Kind::Key(Secret::new(key)))
    }

    /// By a bearer token, such as an OAuth access token (RFC 6750). It is not renewed.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self(Kind::Bearer(Secret::new(token)))
    }

    /// By what a provider says before each request.
    pub fn provider(provider: impl CredentialProvider + 'static) -> Self {
        Self(Kind::Provider(Arc::new(provider)))
    }

    /// Not at all, for public operations.
    pub fn none() -> Self {
        Self(Kind::None)
    }

    /// What says before each request what it carries; `None` for nothing.
    pub(crate) fn for_service(self, service: &Service) -> Result<Option<Arc<dyn CredentialProvider>>, Error> {
        let credential = match self.0 {
            Kind::None => return Ok(None),
            Kind::Provider(provider) => return Ok(Some(provider)),
            Kind::Bearer(token) => Credential::prefixed(AUTHORIZATION, "Bearer ", &token),
            Kind::Key(key) => {
                let Some(ApiKey { header, prefix }) = service.api_key else {
                    return Err(Error::request("the service takes no key"));
                };
                let name = header.parse().map_err(|_| Error::request(format!("`{header}` is no header name")))?;
                Credential::prefixed(name, prefix, &key)
            }
        };
        let credential = credential.map_err(|error| Error::request(error.to_string()))?;
        Ok(Some(Arc::new(Constant(credential))))
    }
}

impl fmt::Debug for Auth {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::None => "Auth::none()",
            Kind::Key(_) => "Auth::private_key(..)",
            Kind::Bearer(_) => "Auth::bearer(..)",
            Kind::Provider(_) => "Auth::provider(..)",
        })
    }
}

/// A credential that stays the same.
struct Constant(Credential);

impl CredentialProvider for Constant {
    fn credential<'a>(
        &'a self,
        _transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}
