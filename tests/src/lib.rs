//! What the tests share.

pub mod cases;
pub mod drive;
pub mod golden;
pub mod oracle;
pub mod program;
pub mod scratch;
pub mod server;

/// The cookbook of the vendored client, whose snippets are compiled as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../generated/klaviyo-api/COOKBOOK.md")]
pub mod cookbook {}
