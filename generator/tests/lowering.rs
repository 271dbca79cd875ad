//! How constructs of a document come out in the model, each on a document of its own.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "what the tests give is well-formed")]

use jsonapi_forge::diag::Code;
use jsonapi_forge::dialect::{Dialect, ForeignTypes, OperationPaging, PagingFacts};
use jsonapi_forge::{check, ir, lower, spec};
use serde_json::{Value, json};

/// A document with these paths and schemas.
fn document(paths: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Test", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// A path that answers with a document with this `data`.
fn get(data: Value) -> Value {
    json!({ "/things/{id}": {
        "get": { "operationId": "get_thing", "parameters": [path_id()], "responses": answer(data) }
    } })
}

fn path_id() -> Value {
    json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } })
}

fn answer(data: Value) -> Value {
    let schema = json!({ "type": "object", "properties": { "data": data } });
    json!({ "200": { "description": "", "content": { "application/json": { "schema": schema } } } })
}

/// A path that takes a document with this `data`.
fn post(data: Value) -> Value {
    let schema = json!({ "type": "object", "required": ["data"], "properties": { "data": data } });
    let body = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
    json!({ "/things": {
        "post": { "operationId": "create_thing", "requestBody": body, "responses": { "204": { "description": "" } } }
    } })
}

/// A resource of type `thing` with these attributes.
fn thing(attributes: Value) -> Value {
    json!({
        "type": "object",
        "required": ["type", "id", "attributes"],
        "properties": { "type": constant("thing"), "id": { "type": "string" }, "attributes": attributes },
    })
}

fn constant(value: &str) -> Value {
    json!({ "type": "string", "enum": [value] })
}

fn object(properties: Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

/// The model as text; the document must be without errors.
fn dump(document: Value) -> String {
    let spec = spec::open(document).unwrap();
    let (api, diagnostics) = lower::lower(&spec, &Dialect::default(), &ForeignTypes::default());
    assert!(!diagnostics.has_errors(), "{diagnostics:#?}");
    ir::dump(&check::check(api, &spec).unwrap())
}

/// The codes that a document gives, in order.
fn codes(document: Value) -> Vec<Code> {
    match spec::open(document) {
        Ok(spec) => lower::lower(&spec, &Dialect::default(), &ForeignTypes::default())
            .1
            .iter()
            .map(|found| found.code)
            .collect(),
        Err(found) => found.iter().map(|found| found.code).collect(),
    }
}

#[track_caller]
fn has(text: &str, line: &str) {
    assert!(text.lines().any(|found| found.trim() == line), "no line `{line}` in\n{text}");
}

#[test]
fn all_of_is_merged_deeply() {
    let base = thing(object(json!({ "name": { "type": "string" } })));
    let data = json!({ "nullable": true, "allOf": [
        { "properties": { "attributes": { "properties": { "size": { "type": "integer" } } } } },
        { "$ref": "#/components/schemas/Thing" },
    ] });
    let text = dump(document(get(data), json!({ "Thing": base })));
    has(&text, "attribute name?: text");
    has(&text, "attribute size?: integer");
    has(&text, "200 one thing | null as application/json");
    has(&text, "path id: text of thing");
}

#[test]
fn null_beside_a_reference_is_meant() {
    let attributes = object(json!({
        "part": { "$ref": "#/components/schemas/Part", "nullable": true },
        "mode": { "nullable": true, "enum": ["on", "off", null] },
        "nothing": { "enum": [null] },
        "either": { "oneOf": [{ "type": "string" }, { "enum": [null] }] },
    }));
    let text = dump(document(get(thing(attributes)), json!({ "Part": object(json!({ "x": {} })) })));
    has(&text, "attribute part?: Part | null");
    has(&text, "attribute nothing?: = null");
    has(&text, "attribute either?: text | null");
    assert!(text.contains("attributes.mode: on, off"), "{text}");
}

#[test]
fn read_only_and_write_only_are_in_one_direction_each() {
    let attributes = object(json!({
        "given": { "type": "string", "writeOnly": true },
        "made": { "type": "string", "readOnly": true },
    }));
    let read = dump(document(get(thing(attributes.clone())), json!({})));
    has(&read, "attribute made?: text");
    assert!(!read.contains("given"), "{read}");
    let write = dump(document(post(thing(attributes)), json!({})));
    has(&write, "attribute given?: text");
    assert!(!write.contains("made"), "{write}");
}

#[test]
fn included_inside_a_resource_is_hoisted() {
    let mut data = thing(object(json!({ "name": { "type": "string" } })));
    let other = json!({ "type": "object", "properties": {
        "type": constant("other"), "id": { "type": "string" }, "attributes": object(json!({ "x": { "type": "number" } })),
    } });
    data["properties"]["included"] = json!({ "type": "array", "items": other });
    let text = dump(document(get(json!({ "type": "array", "items": data })), json!({})));
    has(&text, "200 many thing including other as application/json");
    has(&text, "attribute x?: number");
}

#[test]
fn views_of_a_resource_are_merged() {
    let views = json!({ "oneOf": [
        thing(object(json!({ "mode": { "enum": ["a", "b"] }, "part": object(json!({ "x": { "type": "string" } })) }))),
        thing(object(json!({ "mode": { "enum": ["b", "c"] }, "part": object(json!({ "y": { "type": "string" } })) }))),
    ] });
    let text = dump(document(get(views.clone()), json!({})));
    assert!(text.contains(": a, b, c\n"), "{text}");
    has(&text, "x?: text");
    has(&text, "y?: text");
    let clash = json!({ "oneOf": [
        thing(object(json!({ "size": { "type": "string" } }))),
        thing(object(json!({ "size": { "type": "array", "items": {} } }))),
    ] });
    assert_eq!(codes(document(get(clash), json!({}))), [Code::ConflictingAttribute]);
}

/// Of two places that two views say the same of, a third view says different things.
#[test]
fn views_change_the_place_that_they_are_of() {
    let place = |name: &str| object(json!({ name: { "type": "string" } }));
    let nested = |left: Value, right: Value| {
        thing(object(json!({ "left": object(json!({ "in": left })), "right": object(json!({ "in": right })) })))
    };
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let views = [
        nested(reference("A"), reference("A")),
        nested(reference("B"), reference("B")),
        nested(place("c"), place("d")),
        nested(place("e"), place("e")),
    ];
    let paths = views.into_iter().enumerate().map(|(number, view)| {
        let operation = json!({ "operationId": format!("get_{number}"), "responses": answer(view) });
        (format!("/things/{number}"), json!({ "get": operation }))
    });
    let schemas = json!({ "A": place("a"), "B": place("b") });
    let text = dump(document(paths.collect::<serde_json::Map<_, _>>().into(), schemas));
    let members = |name: &str| {
        let lines = text.lines().skip_while(|line| *line != name).skip(1);
        lines.take_while(|line| line.starts_with("  ")).map(str::trim).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(members("record A"), "a?: text, b?: text, c?: text, e?: text", "{text}");
    assert_eq!(members("record A~2"), "a?: text, b?: text, d?: text, e?: text", "{text}");
}

#[test]
fn derived_schemas_have_the_type_that_the_base_maps_to_them() {
    let base = json!({
        "type": "object",
        "required": ["type"],
        "properties": { "type": { "type": "string", "enum": ["cat", "dog"] } },
        "discriminator": { "propertyName": "type", "mapping": {
            "cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog",
        } },
    });
    let derived = |attributes: Value| {
        json!({ "allOf": [
        { "$ref": "#/components/schemas/Base" },
        object(json!({ "id": { "type": "string" }, "attributes": attributes })),
    ] })
    };
    let schemas = json!({
        "Base": base,
        "Cat": derived(object(json!({ "lives": { "type": "integer" } }))),
        "Dog": derived(object(json!({ "tricks": { "type": "integer" } }))),
    });
    let one = dump(document(get(json!({ "$ref": "#/components/schemas/Cat" })), schemas.clone()));
    has(&one, "200 one cat as application/json");
    let any = dump(document(get(json!({ "$ref": "#/components/schemas/Base" })), schemas));
    has(&any, "200 one of cat, dog as application/json");
    has(&any, "attribute tricks?: integer");
}

#[test]
fn documents_in_attributes_are_embedded() {
    let part = json!({ "type": "object", "properties": {
        "type": constant("part"), "attributes": object(json!({ "x": { "type": "string" } })),
    } });
    let identifier = json!({ "type": "object", "required": ["type", "id"], "properties": {
        "type": constant("part"), "id": { "type": "string" },
    } });
    let attributes = object(json!({
        "parts": object(json!({ "data": { "type": "array", "items": part } })),
        "main": object(json!({ "data": identifier })),
    }));
    let text = dump(document(post(thing(attributes)), json!({})));
    has(&text, "attribute parts?: document of several create part");
    has(&text, "attribute main?: identifier of part");
}

/// The lines of the only union of an attribute with these members.
fn union(members: Value) -> Vec<String> {
    let text = dump(document(get(thing(object(json!({ "it": { "oneOf": members } })))), json!({})));
    let lines = text.lines().skip_while(|line| !line.starts_with("union ")).skip(1);
    let when = |line: &str| line.split_once(' ').map(|(_, rest)| rest.split("  (").next().unwrap().to_owned());
    lines.take_while(|line| !line.is_empty()).filter_map(|line| when(line.trim())).collect()
}

fn told(required: &[&str], properties: Value) -> Value {
    json!({ "type": "object", "required": required, "properties": properties })
}

#[test]
fn unions_are_told_apart() {
    let tagged = |value: &str| told(&["type"], json!({ "type": constant(value) }));
    assert_eq!(union(json!([tagged("a"), tagged("b")])), ["when type is \"a\"", "when type is \"b\""]);
    let operator = |values: Value| told(&["op"], json!({ "op": { "enum": values } }));
    assert_eq!(
        union(json!([operator(json!(["eq", "ne"])), operator(json!(["lt"]))])),
        ["when op is \"eq\" or \"ne\"", "when op is \"lt\""]
    );
    let two = |a: &str, b: &str| told(&["a", "b"], json!({ "a": constant(a), "b": constant(b) }));
    assert_eq!(
        union(json!([two("1", "1"), two("1", "2"), two("2", "1")])),
        ["when a is \"1\" and b is \"1\"", "when a is \"1\" and b is \"2\"", "when a is \"2\" and b is \"1\""]
    );
    let keyed = |key: &str| told(&[key], json!({ key: { "type": "string" } }));
    assert_eq!(union(json!([keyed("x"), keyed("y")])), ["when has x", "when has y"]);
    assert_eq!(
        union(json!([{ "type": "string" }, { "type": "number" }, keyed("x")])),
        ["when string", "when number", "when object"]
    );
}

#[test]
fn the_more_specific_alternative_is_tried_first() {
    let some = told(&[], json!({ "x": { "type": "string" } }));
    let more = told(&["y"], json!({ "x": { "type": "string" }, "y": { "type": "string" } }));
    assert_eq!(union(json!([some, more])), ["when has y", "otherwise"]);
    assert_eq!(union(json!([{ "type": "string" }, { "enum": ["a", "b"] }])), ["when \"a\" or \"b\"", "when string"]);
}

#[test]
fn alternatives_that_nothing_tells_apart_become_one_where_they_agree() {
    let less = told(&[], json!({ "x": { "type": "string" } }));
    let more = told(&[], json!({ "x": { "type": "string" }, "y": { "type": "string" } }));
    assert!(union(json!([less, more])).is_empty());
    let other = told(&[], json!({ "z": { "type": "string" } }));
    let ambiguous = thing(object(json!({ "it": { "oneOf": [less, other] } })));
    assert_eq!(codes(document(get(ambiguous), json!({}))), [Code::AmbiguousUnion]);
}

#[test]
fn recursion_ends() {
    let reference = json!({ "$ref": "#/components/schemas/Node" });
    let through_list = object(json!({ "children": { "type": "array", "items": reference } }));
    let text = dump(document(get(thing(object(json!({ "root": reference })))), json!({ "Node": through_list })));
    has(&text, "children?: [Node]");
    let through_union = json!({ "oneOf": [{ "type": "string" }, { "type": "array", "items": reference }] });
    let text = dump(document(get(thing(object(json!({ "root": reference })))), json!({ "Node": through_union })));
    has(&text, "[Node] when list  (list)");
    let through_map = json!({ "type": "object", "additionalProperties": reference });
    let text = dump(document(get(thing(object(json!({ "root": reference })))), json!({ "Node": through_map })));
    has(&text, "attribute root?: object");
}

/// A schema that adds nothing to its base is the base, and so is an alternative of itself.
#[test]
fn attributes_that_inherit_nothing_of_their_own_end() {
    let base = json!({ "type": "object", "properties": { "kind": { "type": "string" }, "name": { "type": "string" } },
        "discriminator": { "propertyName": "kind", "mapping": { "cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog" } } });
    let extends = |more: &[Value]| {
        let base = json!({ "$ref": "#/components/schemas/Animal" });
        let parts: Vec<&Value> = [&base].into_iter().chain(more).collect();
        json!({ "allOf": parts })
    };
    let dog = extends(&[object(json!({ "tricks": { "type": "integer" } }))]);
    let schemas = json!({ "Animal": base, "Cat": extends(&[]), "Dog": dog });
    let data = thing(json!({ "$ref": "#/components/schemas/Cat" }));
    let document = document(get(data), schemas);
    assert!(codes(document.clone()).contains(&Code::Unsupported));
    has(&dump(document), "attribute name?: text");
}

#[test]
fn nesting_has_a_limit() {
    let mut schemas = serde_json::Map::new();
    for level in 0..300 {
        let next = format!("#/components/schemas/S{}", level + 1);
        schemas.insert(format!("S{level}"), object(json!({ "next": { "$ref": next } })));
    }
    schemas.insert("S300".to_owned(), json!({ "type": "string" }));
    let root = thing(object(json!({ "root": { "$ref": "#/components/schemas/S0" } })));
    assert_eq!(codes(document(get(root), Value::Object(schemas))), [Code::Unsupported]);
}

#[test]
fn query_parameters_are_sorted_into_families() {
    let list = |values: Value| json!({ "type": "array", "items": { "type": "string", "enum": values } });
    let query = |name: &str, schema: Value| json!({ "name": name, "in": "query", "schema": schema });
    let mut paths = get(json!({ "type": "array", "items": thing(object(json!({ "n": { "type": "integer" } }))) }));
    paths["/things/{id}"]["get"]["parameters"] = json!([
        path_id(),
        query("fields[thing]", list(json!(["n"]))),
        query("more-fields[thing]", list(json!(["deep"]))),
        query("include", list(json!(["parts"]))),
        query("sort", json!({ "type": "string", "enum": ["n", "-n", "-m"] })),
        query("filter[n][gt]", json!({ "type": "integer" })),
        query("page[number]", json!({ "type": "integer" })),
        query("page[size]", json!({ "type": "integer", "default": 20, "maximum": 50 })),
        query("tags", list(json!(["a", "b"]))),
    ]);
    let text = dump(document(paths, json!({})));
    for line in [
        "fields[thing] n",
        "more-fields[thing] deep",
        "include parts",
        "sort +-n, -m",
        "filter[n][gt]?: integer form",
        "page by number page[number] from 1, next by count, size page[size] ?..50 (20)",
    ] {
        has(&text, line);
    }
    assert!(text.contains("query tags?: ["), "{text}");
}

#[test]
fn a_header_with_the_same_default_everywhere_is_a_constant() {
    let header =
        json!({ "name": "version", "in": "header", "required": true, "schema": { "type": "string", "default": "7" } });
    let mut paths = get(thing(object(json!({}))));
    paths["/things/{id}"]["parameters"] = json!([header]);
    let text = dump(document(paths, json!({})));
    has(&text, "header version: 7");
    assert!(!text.contains("header version?"), "{text}");
}

#[test]
fn all_problems_are_reported_together() {
    let mut paths = get(thing(object(json!({
        "a": { "type": "intger" },
        "b": { "$ref": "#/components/schemas/Thin" },
        "c": { "$ref": "other.json#/X" },
        "d": { "$ref": "#/components/schemas/Loop" },
    }))));
    paths["/others/{key}"] = json!({ "get": { "operationId": "get_thing", "responses": {} } });
    let schemas = json!({ "Thing": {}, "Loop": { "allOf": [{ "$ref": "#/components/schemas/Loop" }] } });
    let mut found = codes(document(paths, schemas));
    found.sort();
    let mut expected = [
        Code::Assumed,
        Code::DanglingReference,
        Code::ExternalReference,
        Code::CyclicReference,
        // The placeholder that no parameter describes, which takes any text.
        Code::Assumed,
        Code::DuplicateOperationId,
    ];
    expected.sort();
    assert_eq!(found, expected);
}

/// Each level is looked at once: a schema of 30 such levels took minutes when each was looked at for each around it.
#[test]
fn formats_around_formats_are_read_in_linear_time() {
    let mut schema = json!({ "type": "string" });
    for _ in 0..60 {
        schema = json!({ "format": "date-time", "allOf": [schema] });
    }
    let text = dump(document(get(thing(object(json!({ "a": schema })))), json!({})));
    has(&text, "attribute a?: date-time");
}

#[test]
fn other_documents_are_refused() {
    assert_eq!(codes(json!([])), [Code::NotOpenApi]);
    assert_eq!(codes(json!({ "title": "x" })), [Code::NotOpenApi]);
    assert_eq!(codes(json!({ "swagger": "2.0" })), [Code::UnsupportedVersion]);
    assert_eq!(codes(json!({ "openapi": "4.0.0" })), [Code::UnsupportedVersion]);
    assert_eq!(codes(json!({ "openapi": 3.0 })), [Code::Structure]);
}

#[test]
fn a_second_page_size_is_told_until_one_is_stated() {
    let parameter = |name: &str| json!({ "name": name, "in": "query", "schema": { "type": "integer" } });
    let list = json!({ "type": "array", "items": thing(object(json!({}))) });
    let parameters = json!([parameter("page[offset]"), parameter("page[limit]"), parameter("page[size]")]);
    let get = json!({ "operationId": "list_things", "parameters": parameters, "responses": answer(list) });
    let spec = spec::open(document(json!({ "/things": { "get": get } }), json!({}))).unwrap();
    let warnings = |dialect: &Dialect| {
        let (api, diagnostics) = lower::lower(&spec, dialect, &ForeignTypes::default());
        let size = api.operations.iter().find_map(|(_, operation)| operation.query.page.clone()?.size);
        (size.unwrap().place.name().to_owned(), diagnostics.iter().count())
    };
    assert_eq!(warnings(&Dialect::default()), ("page[limit]".to_owned(), 1));
    let size = Some(ir::PagePlace::Query("page[size]".to_owned()));
    let facts = PagingFacts { size, ..PagingFacts::default() };
    let stated = OperationPaging { operation: "list_things".to_owned(), at: 0..0, facts };
    let dialect = Dialect { operations: vec![stated], ..Dialect::default() };
    assert_eq!(warnings(&dialect), ("page[size]".to_owned(), 0));
}
