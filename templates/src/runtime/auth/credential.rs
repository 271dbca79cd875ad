//! What proves to the service who calls, and where that comes from.

use std::borrow::Cow;
use std::error;
use std::fmt;
use std::sync::Arc;

use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use http::{StatusCode, Uri};

use zeroize::Zeroizing;

use super::super::error::first_line::one_line;
use super::super::error::untold;
use super::super::query::parameter::is_cookie_octet;
use super::super::query::{self, url};
use super::super::request::service::{Scheme, SchemePlace};
use super::super::transport::{BoxFuture, HttpRequest, Transport, TransportError};
use super::basic;
use super::secret::{Secret, SentSecrets};

/// A credential, which proves to the service who calls: one secret, or several together. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Shared, since each call takes a copy.
    parts: Arc<Vec<Part>>,
}

/// A secret and where it is sent.
#[derive(Clone, PartialEq, Eq)]
struct Part {
    /// The security scheme that it is for; empty where that is not known, and then it goes to every operation.
    scheme: &'static str,
    sent: Sent,
}

#[derive(Clone, PartialEq, Eq)]
enum Sent {
    Header(HeaderName, HeaderValue),
    Query(Cow<'static, str>, Secret),
    Cookie(Cow<'static, str>, Secret),
}

impl Credential {
    /// Returns a bearer token (RFC 6750).
    ///
    /// # Errors
    /// When it is empty, or holds a character that no header can carry.
    pub fn bearer(token: impl Into<String>) -> Result<Self, CredentialError> {
        Self::prefixed(AUTHORIZATION, "Bearer ", &Secret::new(token))
    }

    /// Returns a user and a password (RFC 7617).
    ///
    /// # Errors
    /// When the user holds a colon, which would end it.
    pub fn basic(user: impl AsRef<str>, password: impl Into<String>) -> Result<Self, CredentialError> {
        let (user, password) = (user.as_ref(), Secret::new(password));
        if user.contains(':') {
            return Err(CredentialError::unusable("the user holds a colon, which would end it"));
        }
        let pair = Secret::new(format!("{user}:{}", password.expose()));
        Self::prefixed(AUTHORIZATION, "", &Secret::new(format!("Basic {}", basic::encoded(pair.expose()).as_str())))
    }

    /// Returns a header of this name and value.
    ///
    /// # Errors
    /// When the name is not one, or the value is empty or holds a character that no header can carry.
    pub fn header(name: &str, value: impl Into<String>) -> Result<Self, CredentialError> {
        let name = name.parse().map_err(|_| CredentialError::unusable(format!("`{name}` is no header name")))?;
        Self::prefixed(name, "", &Secret::new(value))
    }

    /// Returns a query parameter of this name and value. Addresses are kept in more places than headers are: prefer a
    /// header where the service takes one.
    ///
    /// # Errors
    /// When the value is empty.
    pub fn query(name: impl Into<String>, value: impl Into<String>) -> Result<Self, CredentialError> {
        Self::one(Sent::Query(Cow::Owned(name.into()), filled(value)?))
    }

    /// Returns a cookie of this name and value, which is sent as it is: what the service gave is what it knows.
    ///
    /// # Errors
    /// When the value is empty, or one of them holds a character that no cookie can have, such as a semicolon or a
    /// blank (RFC 6265, section 4.1.1).
    pub fn cookie(name: impl Into<String>, value: impl Into<String>) -> Result<Self, CredentialError> {
        Self::of_cookie(Cow::Owned(name.into()), filled(value)?)
    }

    /// Sends both, for a service that wants several secrets together.
    ///
    /// ```rust,ignore
    /// let both = Credential::header("x-app", "shop")?.and(Credential::query("key", "k1")?);
    /// ```
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        Arc::make_mut(&mut self.parts).extend(other.parts.iter().cloned());
        self
    }

    /// Returns a header whose value begins with `prefix`, which the secret may have already.
    pub(crate) fn prefixed(name: HeaderName, prefix: &str, secret: &Secret) -> Result<Self, CredentialError> {
        let text = secret.expose().trim();
        let text = text.strip_prefix(prefix).unwrap_or(text).trim_start();
        if text.is_empty() {
            return Err(CredentialError::unusable("the credentials are empty"));
        }
        let value = Secret::new(format!("{prefix}{text}")).header();
        let value = value
            .ok_or_else(|| CredentialError::unusable("the credentials hold a character that no header can carry"))?;
        Self::one(Sent::Header(name, value))
    }

    /// Returns the secret of a security scheme of the service.
    pub(crate) fn of_scheme(scheme: &Scheme, secret: &Secret) -> Result<Self, CredentialError> {
        let text = || secret.expose().trim().to_owned();
        let mut credential = match scheme.place {
            SchemePlace::Header { name, prefix } => {
                let name =
                    name.parse().map_err(|_| CredentialError::unusable(format!("`{name}` is no header name")))?;
                Self::prefixed(name, prefix, secret)?
            }
            SchemePlace::Query(name) => Self::one(Sent::Query(Cow::Borrowed(name), filled(text())?))?,
            SchemePlace::Cookie(name) => Self::of_cookie(Cow::Borrowed(name), filled(text())?)?,
        };
        credential.assign(scheme.name);
        Ok(credential)
    }

    /// Says which security scheme it is for.
    pub(crate) fn assign(&mut self, scheme: &'static str) {
        Arc::make_mut(&mut self.parts).iter_mut().for_each(|part| part.scheme = scheme);
    }

    /// Adds it to a request of an operation that takes these alternatives, each of which names the schemes that it
    /// wants together. The first that is complete is sent, and all there is where none is: the OpenAPI document may be
    /// wrong. What the caller set for this call stands.
    pub(crate) fn write(&self, security: &[&[&str]], request: &mut HttpRequest) {
        let has = |scheme: &&str| self.parts.iter().any(|part| part.scheme == *scheme);
        let is_complete = |alternative: &&&[&str]| !alternative.is_empty() && alternative.iter().all(has);
        let chosen = security.iter().find(is_complete);
        let is_optional = security.iter().any(|alternative| alternative.is_empty());
        for part in self.parts.iter() {
            let is_wanted = match chosen {
                Some(schemes) => part.scheme.is_empty() || schemes.contains(&part.scheme),
                None => part.scheme.is_empty() || !is_optional,
            };
            if is_wanted {
                part.sent.write(request);
            }
        }
    }

    fn of_cookie(name: Cow<'static, str>, value: Secret) -> Result<Self, CredentialError> {
        if name.is_empty() || !name.bytes().all(|byte| is_cookie_octet(byte) && byte != b'=') {
            return Err(CredentialError::unusable(format!("`{name}` is no name of a cookie")));
        }
        let text = value.expose();
        let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        if !quoted.unwrap_or(text).bytes().all(is_cookie_octet) {
            return Err(CredentialError::unusable("the credentials hold a character that no cookie can have"));
        }
        Self::one(Sent::Cookie(name, value))
    }

    #[inline]
    fn one(sent: Sent) -> Result<Self, CredentialError> {
        Ok(Self { parts: Arc::new(vec![Part { scheme: "", sent }]) })
    }
}

impl Sent {
    fn write(&self, request: &mut HttpRequest) {
        match self {
            Self::Header(name, value) => {
                request.headers_mut().entry(name).or_insert_with(|| value.clone());
            }
            Self::Query(name, secret) => {
                if let Some(uri) = with_parameter(request.uri(), name, secret) {
                    *request.uri_mut() = uri;
                }
                // Also where a link had it already.
                SentSecrets::note(request.extensions_mut(), |secrets| secrets.parameters.push(name.clone()));
            }
            Self::Cookie(name, secret) => {
                if let Some(cookies) = with_cookie(request.headers().get(COOKIE), name, secret) {
                    request.headers_mut().insert(COOKIE, cookies);
                }
            }
        }
    }

    /// Returns where it is sent.
    fn place(&self) -> String {
        match self {
            Self::Header(name, _) => format!("header {name}"),
            Self::Query(name, _) => format!("query {name}"),
            Self::Cookie(name, _) => format!("cookie {name}"),
        }
    }
}

/// Returns a URL with one more parameter; `None` where it has one of this name.
fn with_parameter(uri: &Uri, name: &str, secret: &Secret) -> Option<Uri> {
    if url::parameter(uri, name).is_some() {
        return None;
    }
    let mut text = Zeroizing::new(uri.to_string());
    text.push(if uri.query().is_some() { '&' } else { '?' });
    query::encode(name, &mut text);
    text.push('=');
    query::encode(secret.expose(), &mut text);
    text.parse().ok()
}

/// Returns the value of the header with one more cookie; `None` where it has one of this name.
fn with_cookie(sent: Option<&HeaderValue>, name: &str, secret: &Secret) -> Option<HeaderValue> {
    let sent = sent.and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    if sent.split(';').any(|pair| pair.trim().split('=').next() == Some(name)) {
        return None;
    }
    let separator = if sent.is_empty() { "" } else { "; " };
    Secret::new(format!("{sent}{separator}{name}={}", secret.expose())).header()
}

/// Returns a secret that is not empty.
fn filled(value: impl Into<String>) -> Result<Secret, CredentialError> {
    let secret = Secret::new(value);
    if secret.expose().is_empty() { Err(CredentialError::unusable("the credentials are empty")) } else { Ok(secret) }
}

impl fmt::Debug for Credential {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.parts.iter().map(|part| part.sent.place());
        f.debug_tuple("Credential").field(&places.collect::<Vec<_>>().join(", ")).finish()
    }
}

/// A source of credentials that change: a vault, a token service, a signature.
///
/// They go to the client's base URL and nowhere else, and not to public operations.
///
/// ```rust,ignore
/// struct Environment;
///
/// impl CredentialProvider for Environment {
///     fn credential<'a>(&'a self, _: &'a Arc<dyn Transport>) -> BoxFuture<'a, Result<Credential, CredentialError>> {
///         Box::pin(async { Credential::bearer(env::var("TOKEN").unwrap_or_default()) })
///     }
/// }
///
/// let klaviyo = Client::new(Auth::provider(Environment))?;
/// ```
pub trait CredentialProvider: Send + Sync {
    /// Returns what the next request carries. Asked for before each attempt, so it should be at hand.
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

    /// Renews a credential that the service did not accept (status 401). Returns whether there is another one by now:
    /// then the request is sent once more. False unless you say otherwise.
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

/// A provider that the program keeps, too.
impl<T: CredentialProvider + ?Sized> CredentialProvider for Arc<T> {
    fn credential<'a>(
        &'a self,
        transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        (**self).credential(transport)
    }

    fn renew<'a>(
        &'a self,
        refused: &'a Credential,
        transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<bool, CredentialError>> {
        (**self).renew(refused, transport)
    }
}

/// The most characters that are printed of what the token endpoint says.
const LONGEST: usize = 200;

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
    /// A provider or a store of yours failed. Where several calls waited for the same renewal, each has an error of its
    /// own, whose `source` is yours.
    Other(Box<dyn error::Error + Send + Sync>),
}

impl CredentialError {
    pub(crate) fn unusable(message: impl Into<String>) -> Self {
        Self::Unusable { message: message.into() }
    }

    /// Returns whether another attempt may succeed.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Refused { status, .. } => status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS,
            Self::Transport(_) => true,
            Self::Unusable { .. } | Self::Unreadable { .. } | Self::Other(_) => false,
        }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unusable { message } => f.write_str(message),
            Self::Refused { status, error, description } => {
                write!(f, "the token endpoint answered with status {status}")?;
                for text in [error, description].into_iter().flatten() {
                    write!(f, ": {}", one_line(text, LONGEST))?;
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
        let cause: &(dyn error::Error + 'static) = match self {
            Self::Transport(error) => error,
            Self::Other(error) => &**error,
            _ => return None,
        };
        untold(&self.to_string(), Some(cause))
    }
}
