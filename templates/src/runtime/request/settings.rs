//! How calls are sent: what a client says, and a call may say otherwise.

use std::time::Duration;

use super::super::error::Error;
use super::super::send::retry::RetryPolicy;
use super::Request;

/// The settings with which calls are sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// How long a call may take, with all attempts and waits.
    pub(crate) timeout: Duration,
    /// How long an attempt may take, to the end of the response.
    pub(crate) attempt_timeout: Duration,
    /// How long nothing may come in the middle of a response.
    pub(crate) read_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    /// Whether requests are repeated even if their method is not idempotent.
    pub(crate) retry_unsafe: bool,
    /// Whether calls wait for the rate limits that the OpenAPI document states.
    pub(crate) pacing: bool,
    /// Whether redirects are followed, as many as the client says.
    pub(crate) follows_redirects: bool,
    /// Why a request must not be sent: a function, so that programs without it do not compile the search.
    pub(crate) refuse: Option<fn(&Request) -> Option<Error>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            // Long enough for a limit per minute to be waited for a few times.
            timeout: Duration::from_secs(5 * 60),
            attempt_timeout: Duration::from_secs(60),
            read_timeout: Duration::from_secs(30),
            retry: RetryPolicy::default(),
            retry_unsafe: false,
            pacing: true,
            follows_redirects: true,
            refuse: None,
        }
    }
}
