//! Responses that did not come whole.

use std::error;
use std::fmt;
use std::time::Duration;

use super::super::error::untold;
use super::TransportError;

/// Why a response was not read to its end, and how far it came.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Incomplete {
    /// What happened.
    pub kind: IncompleteKind,
    /// How many bytes of the body came, decompressed.
    pub received: u64,
    /// How many bytes the service said would come (`Content-Length`).
    pub expected: Option<u64>,
    pub(crate) source: Option<TransportError>,
}

/// The reason why a response cannot be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IncompleteKind {
    /// The connection broke, fewer bytes came than were announced, or they cannot be decompressed.
    Truncated,
    /// More bytes came than were announced.
    Excess,
    /// Nothing came for this long.
    Stalled(Duration),
    /// The time for the whole response ran out.
    Timeout,
    /// It is larger than this many bytes, which are the most that are read.
    TooLarge(u64),
}

impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            IncompleteKind::Truncated => f.write_str("it broke off after ")?,
            IncompleteKind::Excess => f.write_str("it went on after ")?,
            IncompleteKind::Stalled(silence) => write!(f, "nothing came for {silence:?} after ")?,
            IncompleteKind::Timeout => f.write_str("time ran out after ")?,
            IncompleteKind::TooLarge(most) => return write!(f, "it is larger than {most} bytes"),
        }
        write!(f, "{}", self.received)?;
        if let Some(expected) = self.expected {
            write!(f, " of {expected}")?;
        }
        f.write_str(" bytes")?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl error::Error for Incomplete {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        untold(&self.to_string(), self.source.as_ref().map(|source| source as _))
    }
}
