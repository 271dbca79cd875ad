//! The runtime as text, for the compiler that makes it a module of a client: the files of `src/runtime`, the
//! dependencies they need, and the skeletons of the files around them.

/// A file of the runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuntimeFile {
    /// Its name below `runtime/`.
    pub path: &'static str,
    /// Its text, to be copied byte for byte.
    pub text: &'static str,
}

/// The files of `src/runtime`, folder by folder.
macro_rules! sources {
    ($($folder:literal: [$($file:ident),* $(,)?],)*) => {
        &[$($(RuntimeFile {
            path: concat!($folder, stringify!($file), ".rs"),
            text: include_str!(concat!("runtime/", $folder, stringify!($file), ".rs")),
        },)*)*]
    };
}

/// All files of the runtime, folder by folder in alphabetical order.
#[rustfmt::skip]
pub const SOURCES: &[RuntimeFile] = sources! {
    "": [generated, mod],
    "auth/": [basic, credential, mod, oauth, secret, signature],
    "body/": [batch, draft, given, mod, multipart, part, reference, results],
    "client/": [blocking, mod],
    "document/": [embedded, envelope, identifier, included, links, mod, payload, polymorphic, relationship, resolve, resource],
    "error/": [api_error, attempts, first_line, mod],
    "fake/": [fill, mod, source],
    "job/": [mod, pauses, processing, wait],
    "json_schema/": [mod, shape, types, wire],
    "mock/": [answer, connection, element, limit, mod, nearest, page, received, route, routes, sample, server, template],
    "paging/": [items, mod, next_page, page, pager, position, table],
    "query/": [filter, grammar, literal, mod, parameter, url],
    "rate_limit/": [headers, limiter, mod, queue, window],
    "request/": [by_hand, call, concurrent, constraint, follow, identifiers, media_type, mod, operation, raw, service, settings, validation],
    "response/": [conditional, download, link, mod, part, stream, webhook],
    "schema/": [mismatch, mod, place, scan, select, shape, table, tape, tokenize, walk, walk_document],
    "send/": [budget, hook, mod, retry, traced, untraced],
    "testing/": [content, exchange, mod, recorder, redaction, replayer],
    "transport/": [clock, deadline, file_stream, incoming, incomplete, lock, mod, request_body, reqwest, response_body],
    "value/": [context, datetime, decode, encode, enumeration, foreign, free_form, hint, id, macros, missing, mod, password, record, serialize, tuple, union, unsendable, values, view],
};

/// The oldest Rust that the runtime and what is generated for it compile with.
pub const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// A dependency of the runtime, as a manifest states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dependency {
    /// The name of the crate.
    pub name: &'static str,
    /// The version requirement.
    pub version: &'static str,
    /// Whether its default features are on.
    pub default_features: bool,
    /// The features that are on.
    pub features: &'static [&'static str],
    /// Whether a feature of the generated crate switches it on.
    pub optional: bool,
}

/// A dependency that is always there, with its default features.
const REQUIRED: Dependency =
    Dependency { name: "", version: "1", default_features: true, features: &[], optional: false };

/// What the runtime depends on, in alphabetical order.
pub const DEPENDENCIES: &[Dependency] = &[
    Dependency { name: "base64", version: "0.23.1", default_features: false, features: &["alloc"], optional: true },
    // From that version on, a header can be wiped from memory.
    Dependency { name: "bytes", version: "1.9", ..REQUIRED },
    Dependency { name: "futures-core", version: "0.3.31", default_features: false, features: &["std"], ..REQUIRED },
    // Signatures of webhooks, compared in constant time.
    Dependency { name: "hmac", version: "0.13", default_features: false, features: &[], optional: true },
    Dependency { name: "http", version: "1.1", ..REQUIRED },
    // What bodies are for `reqwest`, which depends on it too.
    Dependency { name: "http-body", optional: true, ..REQUIRED },
    // `js` is what time it is in a browser, and nothing elsewhere.
    Dependency { name: "jiff", default_features: false, features: &["js", "std"], ..REQUIRED },
    // Patterns of values that are sent: in linear time, whatever the pattern is.
    Dependency {
        name: "regex",
        version: "1.11.1",
        default_features: false,
        features: &["std", "unicode"],
        optional: true,
    },
    // TLS is a feature of its own. Never `rustls-no-provider`: features unify, and every `reqwest` client of the
    // program would panic until somebody installs a provider for the whole process.
    Dependency { name: "reqwest", version: "0.13", default_features: false, optional: true, ..REQUIRED },
    // JSON Schemas of what is read, for types of users that hold it.
    Dependency { name: "schemars", default_features: false, optional: true, ..REQUIRED },
    Dependency { name: "serde", version: "1.0.228", default_features: false, features: &["std"], ..REQUIRED },
    // `float_roundtrip` reads the double that is nearest to a number, always.
    Dependency { name: "serde_json", version: "1.0.138", features: &["float_roundtrip", "raw_value"], ..REQUIRED },
    Dependency { name: "sha2", version: "0.11", default_features: false, features: &[], optional: true },
    // Where `reqwest` runs; since that version, a blocking call can tell a task from a blocking thread.
    Dependency { name: "tokio", version: "1.44", default_features: false, features: &["rt", "time"], optional: true },
    Dependency { name: "tracing", version: "0.1.40", default_features: false, features: &["std"], optional: true },
    // Wipes secrets from memory.
    Dependency { name: "zeroize", version: "1.8", default_features: false, features: &["alloc"], ..REQUIRED },
];

/// A feature of the generated crate that the runtime knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// Its name.
    pub name: &'static str,
    /// What it switches on.
    pub enables: &'static [&'static str],
    /// Whether it is on unless the user says otherwise.
    pub default: bool,
    /// What it is for, in one line.
    pub docs: &'static str,
}

/// The features of the generated crate that the runtime knows, in alphabetical order.
pub const FEATURES: &[Feature] = &[
    Feature {
        name: "blocking",
        enables: &["dep:tokio", "tokio/rt"],
        default: false,
        docs: "calls that wait, for programs without an async runtime",
    },
    Feature {
        name: "brotli",
        enables: &["reqwest", "reqwest/brotli"],
        default: false,
        docs: "responses compressed by Brotli, in the default transport",
    },
    Feature {
        name: "gzip",
        enables: &["reqwest", "reqwest/gzip"],
        default: false,
        docs: "responses compressed by gzip, in the default transport",
    },
    Feature {
        name: "http2",
        enables: &["reqwest", "reqwest/http2"],
        default: false,
        docs: "HTTP/2, in the default transport",
    },
    Feature {
        name: "mock",
        enables: &[],
        default: false,
        docs: "a server for tests, with a method per operation (module `mock`)",
    },
    Feature {
        name: "native-tls",
        enables: &["reqwest", "reqwest/native-tls"],
        default: false,
        docs: "TLS by the system's library, in the default transport; takes precedence over `rustls`",
    },
    Feature { name: "oauth", enables: &["dep:base64"], default: false, docs: "OAuth access tokens that are renewed" },
    Feature {
        name: "reqwest",
        enables: &["dep:http-body", "dep:reqwest", "dep:tokio"],
        default: true,
        docs: "the default transport, over `reqwest`; without a feature for TLS, to `http` addresses only",
    },
    Feature {
        name: "rustls",
        enables: &["reqwest", "reqwest/rustls"],
        default: true,
        docs: "TLS by `rustls`, in the default transport",
    },
    Feature {
        name: "schemars",
        enables: &["dep:schemars"],
        default: false,
        docs: "JSON Schemas of what is read (`schemars::JsonSchema`), for your own types that hold it",
    },
    Feature {
        name: "testing",
        enables: &["dep:base64"],
        default: false,
        docs: "transports that answer from memory or from recordings, and one that records, for tests",
    },
    Feature {
        name: "tracing",
        enables: &["dep:tracing"],
        default: false,
        docs: "a span per call and per attempt, by the crate `tracing`",
    },
    Feature {
        name: "validation",
        enables: &["dep:regex"],
        default: false,
        docs: "requests compared with the bounds, lengths and patterns of the document before they are sent",
    },
    Feature {
        name: "webhook-signatures",
        enables: &["dep:base64", "dep:hmac", "dep:sha2"],
        default: false,
        docs: "signatures of webhooks, verified",
    },
    Feature {
        name: "zstd",
        enables: &["reqwest", "reqwest/zstd"],
        default: false,
        docs: "responses compressed by Zstandard, in the default transport",
    },
];

/// The types of a generated crate that carry its methods, in place of those of the runtime that they wrap.
pub const TYPES: &str = include_str!("../crate/rt.rs");

/// The client without credentials, which follows [`TYPES`] where some tag can be called by it.
pub const PUBLIC_CLIENT: &str = include_str!("../crate/public.rs");

/// The skeleton of a generated crate's `Cargo.toml`.
///
/// Placeholders: `{{name}}`, `{{version}}`, `{{description}}` (each the inside of a TOML string), `{{metadata}}`
/// (lines), `{{features}}` and `{{dependencies}}` (each lines of their table).
pub const MANIFEST: &str = include_str!("../crate/Cargo.toml.in");

/// The text of the MIT licence. Placeholder: `{{copyright}}`, the holder.
pub const LICENSE_MIT: &str = include_str!("../crate/LICENSE-MIT.in");

/// The text of the Apache licence, version 2.0.
pub const LICENSE_APACHE: &str = include_str!("../LICENSE-APACHE");

/// The skeleton of a generated crate's `README.md`.
///
/// Placeholders: `{{name}}`, `{{ident}}` (the name as Rust code has it), `{{description}}`, `{{provenance}}`,
/// `{{example}}` (Rust code), `{{feature_list}}` (a Markdown list) and `{{license}}`.
pub const README: &str = include_str!("../crate/README.md.in");
