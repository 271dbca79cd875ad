//! What things are called: as services call them, and what is awkward in Rust.

/// Names of members.
pub(super) const NAMES: &[&str] = &[
    "title", "created_at", "first name", "self", "type-of-it", "fn", "async", "Option", "größe", "2fast", "a.b",
    "isOpen", "HTTPStatus", "result", "error", "value", "data", "attributes", "crate", "super", "match", "x", "новое",
    "some_thing", "str", "String", "vec", "send", "build", "new", "status", "box", "dyn", "price", "_hidden",
    "with:colon", "ends?", "items", "kind", "meta", "links", "names", "client", "filter", "page", "sort", "include",
    "default", "Self", "clone", "into", "option", "part", "unknown", "tags", "count", "is_draft", "publishedOn",
];

/// Resource types.
pub(super) const KINDS: &[&str] = &[
    "book", "person", "shelf-mark", "type", "self-service", "order_item", "vec", "error", "Größe", "client",
    "bookList", "document", "com.example.note", "2d-code", "resource",
];

/// Values of enums.
pub(super) const VALUES: &[&str] = &[
    "open", "closed", "in progress", ">=", "self", "1st", "ÄÖ", "n/a", "true", "a-b", "", "Unknown", "new", "a,b",
    "NONE",
];

/// Tags.
pub(super) const TAGS: &[&str] = &["Books", "data privacy", "Self", "v2", "types", "async", "rt", "mock", "resources"];

/// Texts that describe things.
pub(super) const TEXTS: &[&str] = &[
    "What it is.",
    "```",
    "a `code` span, *and* <b>more</b>",
    "/// # Panics",
    "\u{202e}",
    "See [this](https://smith.example/docs) and [that].",
    "1. one\n2. two\n\n    indented",
    "*/ fn main() {}",
];
