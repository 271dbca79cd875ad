//! A server for the tests of programs that use this client: on 127.0.0.1, with a method per operation.
//!
//! It serves resources that are made from what the OpenAPI document says of them, in pages if there are many,
//! or whatever else an [`Answer`] can be: errors, connections that break, bodies that come slowly. It keeps
//! the requests it receives. Dropping it stops it.

mod answer;
mod connection;
mod element;
mod limit;
mod nearest;
mod page;
mod received;
mod route;
mod routes;
mod sample;
mod server;
mod template;

pub use self::answer::Answer;
pub use self::element::{Element, Fakeable, Many, One};
pub use self::received::Received;
pub use self::route::Route;
pub use self::sample::{Sample, SampleError};
pub use self::server::{MockServer, Unmet};
