//! The fields of Schema Objects: those of OpenAPI 3.0, and the keywords of JSON Schema 2020-12.

use super::Disposition::{Supported, Warned};
use super::Holds::{List, Map, One, Plain};
use super::Version::{V3_0, V3_1};
use super::table::PAGE;
use super::{Disposition, Field, Object, field};

/// For keywords that only restrict values.
const RESTRICTS: Disposition = Supported("restricts values; the service checks it, the client does not");

/// For bounds of numbers, texts, lists and objects.
const BOUNDS: Disposition =
    Supported("documentation of what has the bound; `validate()` compares requests with it, when it is asked to");

/// For keywords that only name places.
const NAMES: Disposition = Supported("what references lead to");

/// The most frequent ones first: they are searched one after the other.
pub(super) const SCHEMA: &[Field] = &[
    field("type", Plain, Supported("the type of the value")),
    field("description", Plain, Supported("documentation")),
    field("$ref", Plain, Supported("the schema that it names, together with the keywords beside it")),
    field("properties", Map(Object::Schema), Supported("fields and setters")),
    field("example", Plain, Supported("documentation")),
    field(
        "required",
        Plain,
        Supported("arguments instead of setters, and an accessor (`require_title()`) besides the option"),
    ),
    field("enum", Plain, Supported("an open enum, or a constant")),
    field(
        "format",
        Plain,
        Supported("dates, passwords and binary content have types of their own; see [formats](#formats)"),
    ),
    field("items", One(Object::Schema), Supported("the type of a list's elements")),
    field("title", Plain, Supported("documentation; no name depends on it")),
    field("nullable", Plain, Supported("`null` is told apart from absence")).until(V3_0),
    field("allOf", List(Object::Schema), Supported("one type with the members of all")),
    field("oneOf", List(Object::Schema), Supported("a union")),
    field("anyOf", List(Object::Schema), Supported("a union")),
    field("additionalProperties", One(Object::Schema), Supported("a map, or the type of further members")),
    field("default", Plain, Supported("documentation; of page sizes also a constant")),
    field("readOnly", Plain, Supported("not in requests")),
    field("writeOnly", Plain, Supported("not in responses")),
    field("deprecated", Plain, Supported("`#[deprecated]` fields and setters; documentation of arguments")),
    field("discriminator", One(Object::Discriminator), Supported("how the alternatives of a union are told apart")),
    field("minimum", Plain, BOUNDS),
    field("maximum", Plain, Supported("the constant of a page size; else as other bounds")),
    field("exclusiveMinimum", Plain, BOUNDS),
    field("exclusiveMaximum", Plain, BOUNDS),
    field("multipleOf", Plain, BOUNDS),
    field("minLength", Plain, BOUNDS),
    field("maxLength", Plain, BOUNDS),
    field("pattern", Plain, BOUNDS),
    field("minItems", Plain, BOUNDS),
    field("maxItems", Plain, Supported("documentation; lists in bodies are not sent with more")),
    field("uniqueItems", Plain, BOUNDS),
    field("minProperties", Plain, BOUNDS),
    field("maxProperties", Plain, Supported("0 is an object without members; else as other bounds")),
    field("not", One(Object::Schema), RESTRICTS),
    field("xml", One(Object::Xml), Supported("XML is not decoded; such bodies are given as bytes")),
    field("externalDocs", One(Object::ExternalDocumentation), PAGE),
    field("const", Plain, Supported("a constant")).since(V3_1),
    field("examples", Plain, Supported("documentation shows the first")).since(V3_1),
    field("$defs", Map(Object::Schema), NAMES).since(V3_1),
    field("definitions", Map(Object::Schema), NAMES).since(V3_1),
    field("$id", Plain, NAMES).since(V3_1),
    field("$schema", Plain, Supported("2020-12 and OpenAPI's own dialect; others are refused")).since(V3_1),
    field("$anchor", Plain, NAMES).since(V3_1),
    field("$dynamicAnchor", Plain, NAMES).since(V3_1),
    field(
        "$dynamicRef",
        Plain,
        Supported("the outermost anchor of that name on the way; a generic schema is copied for each meaning"),
    )
    .since(V3_1),
    field("$vocabulary", Plain, Supported("of no use in a schema for values")).since(V3_1),
    field("$comment", Plain, Supported("for readers of the document")).since(V3_1),
    field("contentEncoding", Plain, Supported("encoded bytes stay text")).since(V3_1),
    field("contentMediaType", Plain, Supported("binary content where it is not encoded")).since(V3_1),
    field("contentSchema", One(Object::Schema), Warned("what the text encodes has no type; it is given as text"))
        .since(V3_1),
    field("prefixItems", List(Object::Schema), Supported("a tuple; see [tuples](#tuples)")).since(V3_1),
    field("contains", One(Object::Schema), RESTRICTS).since(V3_1),
    field("minContains", Plain, RESTRICTS).since(V3_1),
    field("maxContains", Plain, RESTRICTS).since(V3_1),
    field(
        "unevaluatedItems",
        One(Object::Schema),
        Supported("the type of a list's elements, or of those behind a tuple's places, where `items` is absent"),
    )
    .since(V3_1),
    field("patternProperties", Map(Object::Schema), Supported("a map, or the type of further members")).since(V3_1),
    field("propertyNames", One(Object::Schema), Warned("the keys of the map are any text")).since(V3_1),
    field(
        "unevaluatedProperties",
        One(Object::Schema),
        Supported("the type of further members where `additionalProperties` is absent"),
    )
    .since(V3_1),
    field("dependentRequired", Plain, RESTRICTS).since(V3_1),
    field(
        "dependentSchemas",
        Map(Object::Schema),
        Warned("its members are optional ones; the condition is not checked"),
    )
    .since(V3_1),
    field("if", One(Object::Schema), Supported("only the branches describe members")).since(V3_1),
    field("then", One(Object::Schema), Warned("its members are optional ones; the condition is not checked"))
        .since(V3_1),
    field("else", One(Object::Schema), Warned("its members are optional ones; the condition is not checked"))
        .since(V3_1),
];
