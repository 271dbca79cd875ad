//! Tests of the runtime, through a client as the compiler would emit it.
//!
//! The runtime is included here as a nested module, as a build script would do it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that panics is a test that fails"
)]
#![expect(unreachable_pub, reason = "nothing reaches into a test")]

#[cfg(feature = "blocking")]
mod blocking;
mod bodies;
mod calls;
#[cfg(all(feature = "testing", feature = "reqwest"))]
mod cassettes;
#[allow(dead_code, unused_imports, reason = "the tests do not use all of the client")]
mod client;
#[cfg(any(feature = "brotli", feature = "gzip", feature = "zstd"))]
mod compression;
mod concurrent;
mod credentials;
mod decoding;
mod documents;
mod downloads;
mod errors;
mod fakes;
mod filters;
mod fixtures;
#[cfg(feature = "testing")]
mod in_memory;
mod items;
mod jobs;
#[cfg(feature = "schemars")]
mod json_schemas;
mod memory;
#[cfg(feature = "testing")]
mod mismatches;
mod mock;
mod multipart;
mod observers;
mod pacing;
mod pages;
#[cfg(feature = "testing")]
mod paging;
mod passwords;
#[cfg(all(feature = "oauth", feature = "reqwest"))]
mod renewal;
mod retries;
mod seed;
mod sources;
mod streams;
mod support;
mod transports;
mod unions;
mod wire_form;
mod writes;
