//! The mock server that users of a client test against.

mod faults;
mod paging;
mod requests;
mod samples;
mod serving;
