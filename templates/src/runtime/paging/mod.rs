//! Lists of several pages: how their pages follow each other, as a stream of pages, and as a stream of their items.

pub(crate) mod items;
pub(crate) mod next_page;
pub(crate) mod page;
pub(crate) mod pager;
pub(crate) mod position;
pub(crate) mod table;
