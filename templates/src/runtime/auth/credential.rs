//! What proves to the service who calls, and where that comes from.

use std::error;
use std::fmt;
use std::sync::Arc;

use http::StatusCode;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

use super::super::transport::{BoxFuture, Transport, TransportError};
use super::secret::Secret;

/// A header that carries credentials. Its value is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    name: HeaderName,
    value: HeaderValue,
}

impl Credential {
    /// A bearer token (RFC 6750).
    ///
    /// # Errors
    /// When it is empty, or holds a character that no header can carry.
    pub fn bearer(token: impl Into<String>) -> Result<Self, CredentialError> {
        Self::prefixed(AUTHORIZATION, "Bearer ", &Secret::new(token))
    }

    /// A header of this name and value.
    ///
    /// # Errors
    /// When the name is none, or the value is empty or holds a character that no header can carry.
    pub fn header(name: &str, value: impl Into<String>) -> Result<Self, CredentialError> {
        let name = name.parse().map_err(|_| CredentialError::unusable(format!("`{name}` is no header name")))?;
        Self::prefixed(name, "", &Secret::new(value))
    }

    /// A header whose value begins with `prefix`, which the secret may have already.
    #[inline]
    pub(crate) fn prefixed(name: HeaderName, prefix: &str, secret: &Secret) -> Result<Self, CredentialError> {
        let text = secret.expose().trim();
        let text = text.strip_prefix(prefix).unwrap_or(text).trim_start();
        if text.is_empty() {
            return Err(CredentialError::unusable("the credentials are empty"));
        }
        let value = Secret::new(format!("{prefix}{text}")).header();
        let value = value
            .ok_or_else(|| CredentialError::unusable("the credentials hold a character that no header can carry"))?;
        Ok(Self { name, value })
    }

    /// Name and value of the header.
    pub(crate) fn parts(&self) -> (&HeaderName, &HeaderValue) {
        (&self.name, &self.value)
    }
}

impl fmt::Debug for Credential {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Where credentials come from that change: a vault, a token service, a signature.
///
/// They go to the client's base URL and nowhere else, and not to public operations.
pub trait CredentialProvider: Send + Sync {
    /// What the next request carries. Asked for before each attempt, so it should be at hand.
    ///
    /// `transport` is that of the client, for those who have to ask another service. What must not end when
    /// the call is dropped is for [`Transport::spawn`].
    ///
    /// # Errors
    /// When there are none. An error should not repeat a secret: it ends up in logs.
    fn credential<'a>(
        &'a self,
        transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>>;

    /// The service did not accept this credential (status 401). Whether there is another one by now: then
    /// the request is sent once more. False unless you say otherwise.
    ///
    /// # Errors
    /// When it cannot be renewed.
    fn renew<'a>(
        &'a self,
        refused: &'a Credential,
        transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<bool, CredentialError>> {
        let _nothing_to_do = (refused, transport);
        Box::pin(std::future::ready(Ok(false)))
    }
}

/// Why there are no credentials. Holds no secret.
#[derive(Debug)]
#[non_exhaustive]
pub enum CredentialError {
    /// They cannot be sent as they are.
    Unusable {
        /// What is wrong with them.
        message: String,
    },
    /// The token endpoint refused to renew them (RFC 6749, section 5.2).
    Refused {
        /// The status.
        status: StatusCode,
        /// The error code, such as `invalid_grant`: the refresh token is revoked or expired.
        error: Option<String>,
        /// What the endpoint says of it.
        description: Option<String>,
    },
    /// The token endpoint did not answer.
    Transport(TransportError),
    /// The token endpoint answered with what is no token.
    Unreadable {
        /// What is wrong with it.
        message: String,
    },
    /// A provider or a store of yours failed.
    Other(Box<dyn error::Error + Send + Sync>),
}

impl CredentialError {
    pub(crate) fn unusable(message: impl Into<String>) -> Self {
        Self::Unusable { message: message.into() }
    }

    /// Whether another attempt may succeed.
    #[inline]
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Refused { status, .. } => status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS,
            Self::Transport(_) => true,
            Self::Unusable { .. } | Self::Unreadable { .. } | Self::Other(_) => false,
        }
    }
}

impl fmt::Display for CredentialError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unusable { message } => f.write_str(message),
            Self::Refused { status, error, description } => {
                write!(f, "the token endpoint answered with status {status}")?;
                for text in [error, description].into_iter().flatten() {
                    write!(f, ": {text}")?;
                }
                Ok(())
            }
            Self::Transport(error) => write!(f, "the token endpoint did not answer: {error}"),
            Self::Unreadable { message } => write!(f, "the token endpoint gave no token: {message}"),
            Self::Other(error) => write!(f, "{error}"),
        }
    }
}

impl error::Error for CredentialError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::Other(error) => Some(&**error),
            _ => None,
        }
    }
}
