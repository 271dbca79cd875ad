//! A configuration file to start from: one client, and all options as comments.

use toml_edit::Value;

/// The known facts about the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template<'a> {
    /// The name of the crate.
    pub name: &'a str,
    /// The document.
    pub input: &'a str,
    /// The folder of the crate.
    pub output: &'a str,
    /// The tags of the document, each with its number of operations.
    pub tags: &'a [(&'a str, usize)],
}

/// Returns the text of the file. A comment that has no blank after its `#` is an option, and counts without that.
pub fn template(of: &Template<'_>) -> String {
    let Template { name, input, output, tags } = of;
    let (input, output) = (quoted(input), quoted(output));
    let first = quoted(tags.first().map(|(tag, _)| *tag).unwrap_or_default());
    let tags: Vec<String> = tags.iter().map(|(tag, number)| format!("#   {} ({number})\n", quoted(tag))).collect();
    let tags = tags.concat();
    format!(
        r##"# What `jsonapi-forge generate` generates: a table for each client. Paths are relative to this file. What is
# commented out is an option with an example; docs/configuration.md of jsonapi-forge explains all of them.

[api.{name}]
# The document, JSON or YAML, and the folder of the crate.
input = {input}
output = {output}

# OpenAPI Overlay documents that change the document before it is read, in this order.
#overlay = ["fix.overlay.yaml"]

# The version of the crate, which `jsonapi-forge update` raises.
version = "0.1.0"

# One line for the crate's manifest; made from the title when left out.
#description = "A client for .."

# What registries show of the crate; without `license`, "MIT OR Apache-2.0", whose texts are written.
#package.license = "MIT"
#package.copyright = "the authors of .."
#package.authors = ["A Name <a.name@example.com>"]
#package.repository = "https://git.example/{name}"
#package.homepage = "https://www.example/{name}"
#package.documentation = "https://docs.example/{name}"
#package.keywords = ["api-client", "json-api"]
#package.categories = ["api-bindings"]
#package.publish = false

# Where the crate has its runtime from: "vendored", a copy of it in the crate, or the crate jsonapi-forge-runtime by
# {{ version = ".." }}, {{ git = ".." }} or {{ path = ".." }}. With that, `cargo update` brings its fixes.
#runtime = "vendored"

# The tags whose operations users of the crate get without asking. The document has these, each with its number
# of operations:
{tags}#features.default = [{first}]

# The file that keeps the public names of the crate from one revision of the document to the next. Commit it.
#names = "{name}.names.yaml"

# The earlier names of operations that are deprecated methods: those in the names file, or all that the document states.
#aliases = "document"

# Which operations are generated: those of some tags or with some ids only, or all but some.
#include.tags = [{first}]
#include.operations = ["get_things"]
#exclude.tags = [{first}]
#exclude.operations = ["get_things"]

# Operations that are left out for a reason, which is shown.
#skip.get_things = "the service does not have it yet"

# Other names than the rules give: for the module of a tag, the method of an operation, the type of a resource.
#rename.tags.{first} = "things"
#rename.operations.get_things = "list"
#rename.resources.thing = "Thing"
# .. for the type, or the field and the setter, of what is described at a place (see below).
#rename.types."/components/schemas/State" = "Condition"
#rename.members."/components/schemas/Thing/properties/note" = "remark"

# Where the document is wrong. A place is a JSON pointer, or the id of an operation, `#` and a JSON pointer.
# What may be null, need not be there, or is always there:
#repair.nullable = ["/components/schemas/Thing/properties/note"]
#repair.optional = ["/components/schemas/Thing/properties/note"]
#repair.required = ["get_things#/parameters/0"]
# What is of another type: string, date-time, date, integer, number, boolean, object, any, or a list, as in string[].
#repair.type."/components/schemas/Thing/properties/made" = "date-time"
# What values an enum has, too, and what properties an object has, too:
#repair.values."/components/schemas/State" = ["lost"]
#repair.add."/components/schemas/Thing/properties/colour" = "string"

# The id of an operation that has none of its own, the type of a resource, and the media types of bodies:
#repair.operation-id."GET /things/{{id}}" = "get_thing"
#repair.resource-type.Thing = "thing"
#repair.media-type.responses."application/json" = "application/vnd.api+json"

# What operations take besides what is described: an operation's id, or method and path, with names or types.
#parameters."GET /*" = ["include", "fields[*]", "filter[*]", "page[number]"]
#parameters.get_things = {{ sort = "string[]", "X-Trace" = {{ type = "string", in = "header" }} }}

# The credentials of operations: what they are, and what needs them. The schemes of a table are needed together.
#security.schemes.token = {{ type = "bearer" }}
#security.schemes.key = {{ type = "header", name = "X-Api-Key" }}
#security.required = ["token", {{ key = [] }}]
#security.operations.get_status = []

# Rust types of other crates for formats and schemas, the crates that they are of, and what enums, and records that are
# read, derive and have as attributes besides.
#types.formats.uuid = "uuid::Uuid"
#types.schemas.Money = "rust_decimal::Decimal"
#types.crates.uuid = {{ version = "1", features = ["serde"] }}
#types.crates.rust_decimal = "1"
#types.derive.enums = ["schemars::JsonSchema"]
#types.attributes.enums = ["schemars(inline)"]
#types.crates.schemars = "1"

# How lists are paged, where the document does not say (`jsonapi-forge lint` tells): by links, number, offset or
# cursor, or none. A parameter is one of the query, or a JSON pointer into the body.
#paging.style = "number"
#paging.parameter = "page[number]"
#paging.size = "page[size]"
#paging.first = 1
#paging.total = "/meta/total"
#paging.operations.get_things = {{ style = "cursor", parameter = "page[cursor]", cursor = "/meta/page/after" }}

# The grammar of filters in lists that take `filter` as text: "hyphenated", "camel-case" or "short".
#filter.grammar = "camel-case"

# How the service signs its webhooks, by HMAC.
#webhooks.signature.header = "X-Signature"
#webhooks.signature.prefix = "sha256="
#webhooks.signature.algorithm = "sha256"
#webhooks.signature.encoding = "hex"
#webhooks.signature.signed = "{{timestamp}}.{{body}}"
#webhooks.signature.timestamp = {{ header = "X-Timestamp", tolerance = 300 }}

# Where the document is from. `jsonapi-forge update` writes this.
#origin.from = "things.yaml"
#origin.date = "2026-07-15"
#origin.sha256 = "{digest}"
"##,
        digest = "0".repeat(64),
    )
}

/// Returns a text as TOML has it.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
