//! Lists of several pages: as a stream of pages, and as a stream of their items.

pub(crate) mod items;
pub(crate) mod page;
