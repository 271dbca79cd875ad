//! The text of a document, and positions in it.
//!
//! [`open`] takes a file from disk, [`read`] makes a tree of its text, and a [`Locator`] finds the
//! line and column of what a diagnostic points to. The tree itself carries no positions: only when
//! a diagnostic is printed is the text gone through a second time.

mod files;
mod index;
mod json;
mod lines;
mod locate;
mod moves;
mod open;
mod pointer;
mod read;
mod regular;
mod tree;
mod yaml;

pub use files::Files;
pub(crate) use files::{FILES, target};
pub use locate::{Locator, Position};
pub use moves::{Moves, PartOrigin};
pub use open::{NotText, OpenError, Source, open, open_regular};
pub use pointer::Pointer;
pub(crate) use pointer::{percent_decoded, push_token};
pub(crate) use read::count_values;
pub use read::{Document, read};
pub(crate) use regular::read_regular;
#[cfg(feature = "cli")]
pub(crate) use regular::{MOST_BYTES, other_encoding};
