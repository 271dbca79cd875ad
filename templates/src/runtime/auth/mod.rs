//! Authentication: what a client proves itself by, from constant keys to renewed OAuth tokens. Credentials are
//! never shown: not in `Debug`, not in errors.

mod basic;
pub(crate) mod credential;
#[cfg(feature = "oauth")]
pub(crate) mod oauth;
pub(crate) mod secret;
#[cfg(feature = "webhook-signatures")]
pub(crate) mod signature;

use std::fmt;
use std::sync::Arc;

use http::header::AUTHORIZATION;

use self::credential::{Credential, CredentialError, CredentialProvider};
use self::secret::Secret;
use super::error::Error;
use super::request::service::Scheme;
use super::transport::deadline::elsewhere;
use super::transport::{BoxFuture, Transport};

/// The way in which a client authenticates.
///
/// ```rust,ignore
/// let by_key = Client::new(Auth::private_key("pk_1"))?;
/// let by_token = Client::new(Auth::bearer("token"))?;
/// ```
#[derive(Clone)]
pub struct Auth(Kind);

#[derive(Clone)]
enum Kind {
    None,
    Bearer(Secret),
    Basic(String, Secret),
    /// Secrets of security schemes that the document describes.
    Schemes(Vec<(&'static Scheme, SchemeSecret)>),
    Provider(Arc<dyn CredentialProvider>),
}

/// The secret of a security scheme.
#[derive(Clone)]
enum SchemeSecret {
    Key(Secret),
    Basic(String, Secret),
}

impl Auth {
    /// Authenticates by a bearer token, such as an OAuth access token (RFC 6750). It is not renewed.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self(Kind::Bearer(Secret::new(token)))
    }

    /// Authenticates by a user and a password (RFC 7617).
    pub fn basic(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self(Kind::Basic(user.into(), Secret::new(password)))
    }

    /// Asks a provider for credentials before each request.
    pub fn provider(provider: impl CredentialProvider + 'static) -> Self {
        Self(Kind::Provider(Arc::new(Given(Arc::new(provider)))))
    }

    /// Sends no credentials, for public operations.
    pub fn none() -> Self {
        Self(Kind::None)
    }

    /// Authenticates by the secret of a security scheme. A prefix that the service wants before a key is added if it is missing.
    #[doc(hidden)]
    pub fn scheme(scheme: &'static Scheme, secret: impl Into<String>) -> Self {
        Self(Kind::Schemes(vec![(scheme, SchemeSecret::Key(Secret::new(secret)))]))
    }

    /// Authenticates by user and password for a security scheme.
    #[doc(hidden)]
    pub fn basic_scheme(scheme: &'static Scheme, user: impl Into<String>, password: impl Into<String>) -> Self {
        Self(Kind::Schemes(vec![(scheme, SchemeSecret::Basic(user.into(), Secret::new(password)))]))
    }

    /// Adds other secrets: each operation gets those that it needs. Only secrets of the security schemes of the document can be
    /// combined; anything else replaces what was there.
    #[doc(hidden)]
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Kind::Schemes(mut schemes), Kind::Schemes(more)) => {
                schemes.extend(more);
                Self(Kind::Schemes(schemes))
            }
            (_, other) => Self(other),
        }
    }

    /// Returns what says before each request what it carries; `None` for nothing.
    pub(crate) fn into_provider(self) -> Result<Option<Arc<dyn CredentialProvider>>, Error> {
        let credential = match self.0 {
            Kind::None => return Ok(None),
            Kind::Provider(provider) => return Ok(Some(provider)),
            Kind::Bearer(token) => Credential::prefixed(AUTHORIZATION, "Bearer ", &token),
            Kind::Basic(user, password) => Credential::basic(user, password.expose()),
            Kind::Schemes(schemes) => together(&schemes),
        };
        let credential = credential.map_err(|error| Error::request(error.to_string()))?;
        Ok(Some(Arc::new(Constant(credential))))
    }
}

/// Returns the secrets of several schemes.
fn together(schemes: &[(&'static Scheme, SchemeSecret)]) -> Result<Credential, CredentialError> {
    let one = |(scheme, secret): &(&'static Scheme, SchemeSecret)| match secret {
        SchemeSecret::Key(secret) => Credential::of_scheme(scheme, secret),
        SchemeSecret::Basic(user, password) => {
            let mut credential = Credential::basic(user, password.expose())?;
            credential.assign(scheme.name);
            Ok(credential)
        }
    };
    let mut credentials = schemes.iter().map(one);
    let first = credentials.next().unwrap_or_else(|| Err(CredentialError::unusable("there are no credentials")))?;
    credentials.try_fold(first, |all, next| Ok(all.and(next?)))
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::None => f.write_str("Auth::none()"),
            Kind::Bearer(_) => f.write_str("Auth::bearer(..)"),
            Kind::Basic(..) => f.write_str("Auth::basic(..)"),
            Kind::Schemes(schemes) => {
                let names: Vec<&str> = schemes.iter().map(|(scheme, _)| scheme.name).collect();
                write!(f, "Auth by {}", names.join(" and "))
            }
            Kind::Provider(_) => f.write_str("Auth::provider(..)"),
        }
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

/// A provider of the program's, which may wait for anything.
struct Given(Arc<dyn CredentialProvider>);

impl CredentialProvider for Given {
    fn credential<'a>(
        &'a self,
        transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(elsewhere(&**transport, self.0.credential(transport)))
    }

    fn renew<'a>(
        &'a self,
        refused: &'a Credential,
        transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<bool, CredentialError>> {
        Box::pin(elsewhere(&**transport, self.0.renew(refused, transport)))
    }
}
