//! The text of a description and where things are in it.

mod pointer;

pub use pointer::Pointer;
