//! What the tests share.

pub mod cases;
pub mod golden;
pub mod program;
pub mod public_api;
pub mod server;
