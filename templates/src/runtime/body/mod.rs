//! Request bodies: what of a resource is sent, multipart forms, and batches of atomic operations.

pub(crate) mod batch;
pub(crate) mod draft;
pub(crate) mod given;
pub(crate) mod multipart;
pub(crate) mod part;
pub(crate) mod reference;
pub(crate) mod results;
