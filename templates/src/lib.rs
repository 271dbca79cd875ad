#![doc = include_str!("../README.md")]

#[cfg(feature = "runtime")]
mod runtime;

#[cfg(feature = "runtime")]
#[doc(inline)]
pub use runtime::*;

/// What only generated code needs. Its macros are exported here; where the runtime is a module of a client, they need
/// not be.
///
/// Generated code that does not go with this runtime does not compile:
///
/// ```
/// const _: () = jsonapi_forge_runtime::generated::interface(jsonapi_forge_runtime::generated::INTERFACE);
/// ```
///
/// ```compile_fail,E0080
/// const _: () = jsonapi_forge_runtime::generated::interface(jsonapi_forge_runtime::generated::INTERFACE + 1);
/// ```
#[cfg(feature = "runtime")]
#[doc(hidden)]
pub mod generated {
    pub use crate::runtime::generated::*;
    #[cfg(not(feature = "schemars"))]
    pub use crate::wire;
    pub use crate::{
        alternative, alternatives, by_status, enumeration, identity_only, integer_enumeration, polymorphic, record,
        token, union,
    };
    #[cfg(feature = "schemars")]
    pub use crate::{wire as wire_alone, wire_and_schema, wire_and_schema as wire};
}

#[doc(hidden)]
pub mod vendor;

/// The search for mismatches, without the rest of the runtime.
#[cfg(feature = "mismatches")]
#[allow(clippy::duplicate_mod, reason = "it is a part of the runtime's files, for who has no use for the others")]
#[doc(hidden)]
pub mod mismatches;
