//! Questions about the model that several emitters ask, answered once, in side tables.

mod reach;
mod recursion;

pub(crate) use reach::{Reach, TagSet, reach};
pub(crate) use recursion::{Recursion, recursion};
