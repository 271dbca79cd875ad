//! Names that Rust or the generated client itself already uses.

use crate::name::case::snake;

/// Keywords of all editions, strict and reserved (The Rust Reference, "Keywords").
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while",
    "yield",
];

/// Methods of traits that are called on values by their names alone: a method of the type itself would hide them.
const TRAITS: &[&str] = &["clone", "into", "into_future", "to_owned", "try_into"];

/// Methods that every call has, whatever the operation; also those that only the runtime sees, since they would
/// clash all the same. A test holds these lists against the runtime.
const CALL: &[&str] = &[
    "attempt_timeout", "client", "download", "download_blocking", "filter_raw", "header", "into_request", "items",
    "maybe", "new", "over", "pacing", "pages", "query", "read_http_response", "read_timeout", "retry", "retry_unsafe",
    "send", "send_blocking", "send_if_changed", "stream", "stream_blocking", "timeout", "to_http_request", "validate",
    "wait", "with_extension", "with_fields", "with_parts", "with_profile", "within",
];

/// Methods that every record that is sent has.
const RECORD: &[&str] = &[
    "build", "builder", "from_members", "get", "insert", "is_empty", "maybe", "new", "to_json", "with",
    "with_undescribed",
];

/// Methods that every resource that is sent has.
const VIEW: &[&str] = &[
    "build", "builder", "get", "id", "lid", "maybe", "meta", "new", "of", "referable", "relate", "to_json", "with",
    "with_undescribed",
];

/// Modules of every generated crate beside those of its tags.
const MODULES: &[&str] = &[
    "alloc", "cookbook", "core", "filters", "jsonapi_forge_runtime", "kinds", "lib", "main", "mock", "mod",
    "resources", "rt", "runtime", "servers", "std", "webhook_payloads",
];

/// Names of devices, which no file can have on Windows, whatever its extension; modules are files.
const DEVICES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2", "lpt3",
    "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Functions that the credentials of every client have. `bearer` and `basic` are not among them: a scheme of that
/// name is what they stand for.
const AUTH: &[&str] = &["and", "from", "none", "oauth", "provider"];

/// Methods that every client has.
const CLIENT: &[&str] = &[
    "base_url", "builder", "constant_headers", "download", "execute", "follow", "for_service", "new", "now", "receive",
    "request", "server_of", "service", "settings", "sleep", "spawn", "wait_for", "without_credentials",
];

/// Methods that every mock server has beside those that a client has, too.
const SERVER: &[&str] = &[
    "base_url", "builder_of", "enforce_limits", "forget", "new_client", "received", "routes", "start", "unexpected",
    "verify",
];

/// Types at the root of every generated crate, and those of the prelude that our code writes plainly.
const TYPES: &[&str] = &[
    "Box", "Default", "Err", "From", "IntoIterator", "Into", "None", "Ok", "Option", "Result", "Self", "Some",
    "String", "Vec",
];

/// Macros of the prelude: a type of that name is no error, but a link to it in docs is ambiguous.
const DERIVES: &[&str] = &["Clone", "Copy", "Debug", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// The place of a name, on which the taken names depend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Namespace {
    /// A field of a struct, or a parameter.
    Field,
    /// A field of a record that keeps other members, too.
    OpenField,
    /// A setter of a call.
    CallMethod,
    /// A setter of a record that is sent.
    RecordMethod,
    /// A setter of a record that may be sent, and a field where it is read, with other members.
    OpenRecordMethod,
    /// A setter of a resource that is sent.
    ViewMethod,
    /// A method of a tag.
    ClientMethod,
    /// A constructor of credentials.
    AuthMethod,
    /// A setter of a variable of a server's URL.
    ServerMethod,
    /// A module.
    Module,
    /// A tag: a module, and a method of a client and of a mock server.
    Tag,
    /// A type.
    Type,
    /// A variant of an enum, which is in the scope of that enum alone.
    Variant,
}

/// Returns the name itself, or with an underscore behind it where it is taken. Never a raw identifier: those
/// are awkward to type, and `r#self` is none.
pub(crate) fn escape(place: Namespace, name: String) -> String {
    if taken(place, &name) { format!("{name}_") } else { name }
}

/// Returns the name of a type itself, or with what kind of thing it is behind it where it is taken. Other names
/// are made of it, which an underscore in their middle would not suit.
pub(crate) fn escape_type(name: String, kind: &str) -> String {
    let is_taken = taken(Namespace::Type, &name) || DERIVES.contains(&name.as_str());
    if is_taken { format!("{name}{kind}") } else { name }
}

/// Returns whether a text is a name that code can be generated with.
pub(crate) fn is_name(text: &str) -> bool {
    let begins = text.starts_with(|first: char| first.is_ascii_alphabetic());
    begins && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && !KEYWORDS.contains(&text)
}

/// Returns the `snake_case` name of an argument.
pub(crate) fn escape_field(text: &str) -> String {
    escape(Namespace::Field, snake(text))
}

/// Returns the name of a setter of a call that the compiler itself makes up.
pub(crate) fn escape_call(name: &str) -> String {
    escape(Namespace::CallMethod, name.to_owned())
}

fn taken(place: Namespace, name: &str) -> bool {
    KEYWORDS.contains(&name)
        || match place {
            Namespace::Field | Namespace::Variant => false,
            Namespace::OpenField => name == REST,
            Namespace::OpenRecordMethod => name == REST || taken(Namespace::RecordMethod, name),
            Namespace::Module => MODULES.contains(&name) || DEVICES.contains(&name),
            Namespace::Type => TYPES.contains(&name),
            Namespace::AuthMethod => is_method(name, &[AUTH]),
            Namespace::ServerMethod => is_method(name, &[&["default", "new", "url"]]),
            Namespace::CallMethod => is_method(name, &[CALL]),
            Namespace::RecordMethod => is_method(name, &[RECORD]),
            Namespace::ViewMethod => is_method(name, &[VIEW]),
            Namespace::ClientMethod => is_method(name, &[CLIENT]),
            Namespace::Tag => is_method(name, &[MODULES, DEVICES, CLIENT, SERVER]),
        }
}

/// The field of the members that a document does not name.
const REST: &str = "rest";

/// Returns whether a type has a method of this name already: by a trait, from these lists, or one that only emitted code
/// calls.
fn is_method(name: &str, lists: &[&[&str]]) -> bool {
    TRAITS.contains(&name) || name.starts_with("arg_") || lists.iter().any(|names| names.contains(&name))
}

#[cfg(test)]
mod tests {
    use jsonapi_forge_runtime::vendor::{self, RuntimeFile};

    use super::{Namespace, taken};

    /// The types that emitted code adds methods to. Each is in every client, over one of the runtime.
    const EXTENDED: [(&str, Namespace); 5] = [
        ("Call", Namespace::CallMethod),
        ("Client", Namespace::Tag),
        ("Draft", Namespace::ViewMethod),
        ("MockServer", Namespace::Tag),
        ("Part", Namespace::RecordMethod),
    ];

    #[test]
    fn no_method_of_the_runtime_clashes_with_an_emitted_one() {
        let mut seen = 0;
        let own = RuntimeFile { path: "rt.rs", text: vendor::TYPES };
        for source in vendor::SOURCES.iter().chain([&own]) {
            let file = syn::parse_file(source.text).expect("the runtime is Rust");
            for block in file.items.iter().filter_map(inherent) {
                let Some((_, place)) = EXTENDED.iter().find(|(name, _)| *name == block.0) else { continue };
                // A private type of the same name, and calls of no operation of the document.
                if source.path == "send/mod.rs" || source.path == "request/raw.rs" {
                    continue;
                }
                for method in block.1 {
                    assert!(taken(*place, &method), "{}: {}::{method}", source.path, block.0);
                    seen += 1;
                }
            }
        }
        assert!(seen > 50, "{seen}");
    }

    /// Returns the type and the methods of an `impl` without a trait.
    fn inherent(item: &syn::Item) -> Option<(String, Vec<String>)> {
        let syn::Item::Impl(block) = item else { return None };
        let syn::Type::Path(ty) = &*block.self_ty else { return None };
        let methods = block.items.iter().filter_map(|item| match item {
            syn::ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
            _ => None,
        });
        let name = ty.path.segments.last()?.ident.to_string();
        block.trait_.is_none().then(|| (name, methods.collect()))
    }
}
