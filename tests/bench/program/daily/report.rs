//! Reports an error of a call with all that caused it.

use std::error::Error as _;
use std::iter;

use klaviyo::Error;

/// Returns a line for a log: the call, what happened, and each cause once.
pub(crate) fn line(error: &Error) -> String {
    let causes = iter::successors(error.source(), |cause| (*cause).source());
    iter::once(error.to_string()).chain(causes.map(ToString::to_string)).collect::<Vec<_>>().join(": ")
}
