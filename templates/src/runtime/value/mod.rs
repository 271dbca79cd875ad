//! JSON as Rust values: reading (`decode`) that never fails on a wrong type, writing (`encode`), and the
//! kinds of types that are emitted.

pub(crate) mod context;
pub(crate) mod datetime;
pub(crate) mod decode;
pub(crate) mod encode;
pub(crate) mod enumeration;
pub(crate) mod foreign;
pub(crate) mod free_form;
pub(crate) mod hint;
pub(crate) mod id;
#[allow(unused_macros, reason = "an OpenAPI document need not have each kind of type")]
pub(crate) mod macros;
pub(crate) mod missing;
pub(crate) mod password;
pub(crate) mod record;
pub(crate) mod serialize;
pub(crate) mod tuple;
pub(crate) mod union;
pub(crate) mod unsendable;
pub(crate) mod values;
pub(crate) mod view;
