//! The shapes of payloads as tables, and the search for mismatches that walks the bytes of a response
//! against them. Depends on no other folder.

pub(crate) mod mismatch;
pub(crate) mod place;
pub(crate) mod scan;
pub(crate) mod select;
#[allow(dead_code, unreachable_pub, unused_imports, reason = "the search for mismatches alone has no constants")]
pub(crate) mod shape;
pub(crate) mod table;
pub(crate) mod tape;
pub(crate) mod tokenize;
pub(crate) mod walk;
pub(crate) mod walk_document;
