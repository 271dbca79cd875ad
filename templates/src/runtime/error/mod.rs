//! Errors: what can go wrong with a call, what the service says of it, and the attempts that were made.

pub(crate) mod api_error;
pub(crate) mod attempts;
pub(crate) mod first_line;

use std::error;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use self::api_error::ApiError;
use self::attempts::{Attempts, GaveUp};
use super::auth::credential::CredentialError;
use super::query::url;
use super::schema::mismatch::Mismatch;
use super::transport::incomplete::{Incomplete, IncompleteKind};
use super::transport::{TransportError, TransportErrorKind};

/// Why a call did not succeed.
///
/// ```rust,ignore
/// match klaviyo.profiles().get_profile("P1").send().await {
///     Ok(profile) => println!("{:?}", profile.data.attributes.email),
///     Err(error) if error.status() == Some(StatusCode::NOT_FOUND) => println!("there is no such profile"),
///     Err(error) => return Err(error.into()),
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request could not be built; nothing was sent.
    Request {
        /// What is wrong with it.
        message: String,
        /// The call that it is for; without an attempt.
        call: Box<Attempts>,
    },
    /// There was no response.
    Transport(TransportError),
    /// There was no response in time.
    Timeout(TransportError),
    /// Nothing was sent: the operation's rate limit does not allow the call in its time.
    RateLimit {
        /// How long it would have to wait, at least.
        wait: Duration,
        /// The attempts that were made before.
        attempts: Box<Attempts>,
    },
    /// There are no credentials to send, or no new ones for those that the service refused.
    Credentials {
        /// Why there are none.
        reason: Box<CredentialError>,
        /// The attempts that were made, this one included.
        attempts: Box<Attempts>,
    },
    /// The service answered with a status other than success, or with errors instead of primary data.
    Api(Box<ApiError>),
    /// The service answered with success, and the body was not read to its end.
    Incomplete {
        /// What happened, and how far it came.
        reason: Box<Incomplete>,
        /// The status.
        status: StatusCode,
        /// What came of the body; nothing when it was handed out as it came.
        raw: Bytes,
        /// The attempts that were made, this one included.
        attempts: Box<Attempts>,
    },
    /// The service answered with success, and without what the response is about: `data` is null, or is not there,
    /// where the OpenAPI document describes a resource.
    Absent {
        /// What it has instead.
        message: String,
        /// The status.
        status: StatusCode,
        /// The body.
        raw: Bytes,
        /// The attempts that it took.
        attempts: Box<Attempts>,
    },
    /// The service answered with success, and a body that is no JSON.
    Decode {
        /// What is wrong with it.
        message: String,
        /// The status.
        status: StatusCode,
        /// The body.
        raw: Bytes,
        /// The attempts that it took.
        attempts: Box<Attempts>,
    },
    /// The service answered with a value that is not of the described type, and the client is
    /// [strict](super::Decoding::Strict).
    Mismatch {
        /// The first such value.
        mismatch: Box<Mismatch>,
        /// The status.
        status: StatusCode,
        /// The body.
        raw: Bytes,
        /// The attempts that it took.
        attempts: Box<Attempts>,
    },
    /// The next page cannot be reached: its link is not one or leads to another origin, the service sends pages
    /// again, or it contradicts itself.
    Pagination {
        /// What is wrong.
        message: String,
        /// The link to the page; where the service gave something else, that.
        link: String,
    },
}

impl Error {
    /// Returns a request that cannot be built.
    pub(crate) fn request(message: impl Into<String>) -> Self {
        Self::Request { message: message.into(), call: Box::default() }
    }

    /// Credentials that are not to be had.
    pub(crate) fn credentials(error: CredentialError) -> Self {
        Self::Credentials { reason: Box::new(error), attempts: Box::default() }
    }

    /// Returns the service's own account, where it gave one.
    ///
    /// ```rust,ignore
    /// if let Some(answer) = error.api() {
    ///     for problem in &answer.errors {
    ///         println!("{:?}: {:?}", problem.code, problem.detail);
    ///     }
    /// }
    /// ```
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }

    /// Returns whether the service refused the request because it contradicts what is there (status 409), such as a
    /// resource that exists.
    ///
    /// ```rust,ignore
    /// if error.is_conflict() {
    ///     println!("there is such a profile already");
    /// }
    /// ```
    pub fn is_conflict(&self) -> bool {
        self.api().is_some_and(ApiError::is_conflict)
    }

    /// Returns the attempts that were made; `None` where nothing was sent.
    ///
    /// ```rust,ignore
    /// println!("it was tried {} times", error.attempts().map_or(0, |attempts| attempts.count()));
    /// ```
    pub fn attempts(&self) -> Option<&Attempts> {
        match self {
            Self::Transport(error) | Self::Timeout(error) => Some(error.attempts()),
            Self::Api(error) => Some(&error.attempts),
            Self::Incomplete { attempts, .. }
            | Self::Absent { attempts, .. }
            | Self::Decode { attempts, .. }
            | Self::Mismatch { attempts, .. } => Some(attempts),
            Self::RateLimit { attempts, .. } | Self::Credentials { attempts, .. } => Some(attempts),
            Self::Request { .. } | Self::Pagination { .. } => None,
        }
    }

    /// Adds the attempts that were made.
    pub(crate) fn after(mut self, attempts: Attempts) -> Self {
        let made = match &mut self {
            Self::Transport(error) | Self::Timeout(error) => &mut *error.attempts,
            Self::Api(error) => {
                error.attempts = attempts;
                error.attempts.answered(&error.headers);
                return self;
            }
            Self::Request { call: made, .. }
            | Self::RateLimit { attempts: made, .. }
            | Self::Credentials { attempts: made, .. }
            | Self::Incomplete { attempts: made, .. }
            | Self::Absent { attempts: made, .. }
            | Self::Decode { attempts: made, .. } => &mut **made,
            // Those that are made of a response have them from it; with others, nothing was sent.
            Self::Mismatch { .. } | Self::Pagination { .. } => return self,
        };
        *made = attempts.in_place_of(made);
        self
    }

    /// Returns what the service called the request, for its support; `None` where there was no response, or it does not
    /// say.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id.as_deref(),
            other => other.attempts()?.request_id(),
        }
    }

    /// Returns whether time ran out: before there was a response, or before all of it was there.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Timeout(_) => true,
            Self::Incomplete { reason, .. } => {
                matches!(reason.kind, IncompleteKind::Timeout | IncompleteKind::Stalled(_))
            }
            _ => false,
        }
    }

    /// Returns the status, where there was a response.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api(error) => Some(error.status),
            Self::Decode { status, .. }
            | Self::Absent { status, .. }
            | Self::Mismatch { status, .. }
            | Self::Incomplete { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Returns the body, where there was a response; what came of it, where it did not come whole.
    pub fn raw(&self) -> Option<&Bytes> {
        match self {
            Self::Api(error) => Some(&error.raw),
            Self::Absent { raw, .. }
            | Self::Decode { raw, .. }
            | Self::Mismatch { raw, .. }
            | Self::Incomplete { raw, .. } => Some(raw),
            _ => None,
        }
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        match error.kind() {
            TransportErrorKind::Timeout => Self::Timeout(error),
            _ => Self::Transport(error),
        }
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { call, .. } => call.write_call(f)?,
            // The service's own account says so itself.
            Self::Api(_) => {}
            other => other.attempts().map_or(Ok(()), |attempts| attempts.write_call(f))?,
        }
        self.describe(f)?;
        let Some(attempts) = self.attempts() else { return Ok(()) };
        if attempts.count() > 1 {
            write!(f, " (attempt {})", attempts.count())?;
        }
        match attempts.gave_up() {
            // That there is an end to attempts needs no word.
            Some(GaveUp::Attempts) | None => Ok(()),
            Some(reason) => write!(f, "; not tried again: {reason}"),
        }
    }
}

impl Error {
    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { message, .. } => write!(f, "the request cannot be built: {message}"),
            Self::Transport(error) => write!(f, "no response: {error}"),
            Self::Timeout(error) => write!(f, "no response in time: {error}"),
            Self::RateLimit { wait, .. } => {
                write!(f, "not sent: the rate limit allows it in {wait:?}, and that is too late")
            }
            Self::Credentials { reason, .. } => write!(f, "no credentials: {reason}"),
            Self::Api(error) => write!(f, "{error}"),
            Self::Incomplete { reason, status, .. } => {
                write!(f, "the response with status {status} was not read to its end: {reason}")
            }
            Self::Absent { message, status, .. } => {
                write!(f, "the response with status {status} lacks what is described: {message}")
            }
            Self::Decode { message, status, .. } => {
                write!(f, "the response with status {status} cannot be read: {message}")
            }
            Self::Mismatch { mismatch, .. } => {
                write!(f, "the response is not what the OpenAPI document says: {mismatch}")
            }
            Self::Pagination { message, link } => {
                write!(f, "the next page `{}` cannot be fetched: {message}", url::without_values(link))
            }
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        let cause: &(dyn error::Error + 'static) = match self {
            Self::Transport(error) | Self::Timeout(error) => error,
            Self::Credentials { reason, .. } => &**reason,
            Self::Incomplete { reason, .. } => &**reason,
            _ => return None,
        };
        untold(&self.to_string(), Some(cause))
    }
}

/// Returns the first of an error's causes that its text does not tell yet, so that what prints a chain of causes prints
/// none twice.
pub(crate) fn untold<'e>(
    told: &str,
    cause: Option<&'e (dyn error::Error + 'static)>,
) -> Option<&'e (dyn error::Error + 'static)> {
    let mut cause = cause;
    while let Some(error) = cause {
        if !told.contains(&error.to_string()) {
            return Some(error);
        }
        cause = error.source();
    }
    None
}
