//! Side tables with facts about the model that several stages need, each computed once.

mod about;
mod equal;
pub(crate) mod hint;
mod matching;
mod public;
mod reach;
mod recursion;
mod sent;
mod total;
mod tuples;

pub(crate) use about::operations_about;
pub(crate) use equal::classes;
pub(crate) use public::{is_called, is_public};
pub(crate) use reach::{Reach, TagSet, reach};
pub(crate) use recursion::{Recursion, recursion};
pub(crate) use sent::types_sent;
pub(crate) use total::{Total, total};
pub(crate) use tuples::has_tuple;
