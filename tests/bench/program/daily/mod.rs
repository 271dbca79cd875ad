//! What surrounds the calls of a program: what it keeps, compares, sends, follows and reports. The tests of the repository
//! run it against the mock server of the client and against recordings.

pub(crate) mod keep;
pub(crate) mod links;
pub(crate) mod report;
pub(crate) mod save;
