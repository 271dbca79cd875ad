//! Rate limits, kept on this side of the network: windows, the queue of calls that wait, and the header
//! fields that services report them by.

pub(crate) mod headers;
pub(crate) mod limiter;
pub(crate) mod queue;
pub(crate) mod window;
