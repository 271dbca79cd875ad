//! `jsonapi-forge samples`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::{CONFIG, SPEC, assert_has, folder, run};

const GOOD: &str = r#"{"data": [{"type": "thing", "id": "1", "attributes": {"name": "a"}}]}"#;
const BAD: &str = r#"{"data": [{"type": "thing", "id": "1", "attributes": {"name": 5, "colour": "red"}},
    {"type": "thing", "id": "2", "attributes": {"name": null}}]}"#;

/// A folder with the service's document and these recordings.
fn recordings(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = folder(test);
    fs::create_dir_all(folder.join("recorded/more")).expect("a folder can be made");
    for (name, text) in files {
        fs::write(folder.join("recorded").join(name), text).expect("written");
    }
    folder
}

fn samples(folder: &Path, code: i32) -> (String, String) {
    run(folder, &["samples", "small.yaml", "recorded"], code)
}

#[test]
fn agreement_is_exit_code_0() {
    let enveloped = format!(r#"{{"status": 200, "headers": {{"etag": "1"}}, "body": {GOOD}}}"#);
    let folder = recordings(
        "samples-agree",
        &[("get_things.200.json", GOOD), ("more/get_things.200.again.json", &enveloped), ("notes.txt", "not read")],
    );
    let (stdout, stderr) = samples(&folder, 0);
    assert_eq!((stdout.as_str(), stderr.as_str()), ("2 recordings: the document agrees\n", ""));
}

#[test]
fn disagreement_is_exit_code_1() {
    let folder = recordings("samples-disagree", &[("get_things.200.json", BAD), ("get_things.503.json", "{}")]);
    let (stdout, _) = samples(&folder, 1);
    assert_has(
        &stdout,
        &[
            "get_things, status 200\n",
            "1 × undeclared  /data/*/attributes/colour  (of thing)\n      found `\"red\"`\n",
            "1 × null  /data/*/attributes/name  (of thing)\n",
            "1 × wrong type  /data/*/attributes/name  (of thing)\n      expected a string, found `5`\n",
            "first at /data/0/attributes/name of get_things.200.json\n",
            "get_things, status 503\n  1 × undeclared status, first in get_things.503.json\n",
            "2 recordings: 4 disagreements at 4 places\n",
        ],
    );
    let (stdout, _) = run(&folder, &["samples", "small.yaml", "recorded", "--format", "json"], 1);
    assert_has(&stdout, &["\"disagreements\": 4", "\"pointer\": \"/data/*/attributes/colour\"", "\"kind\": \"null\""]);
}

#[test]
fn an_index_tells_what_names_do_not() {
    let index = r#"{
        "one.json": {"operation": "get_things", "status": 200},
        "two.json": {"request": "GET https://small.example/things?fields%5Bthing%5D=name", "status": 200}
    }"#;
    let folder = recordings("samples-index", &[("index.json", index), ("one.json", GOOD), ("two.json", GOOD)]);
    let (stdout, _) = samples(&folder, 0);
    assert_eq!(stdout, "2 recordings: the document agrees\n");
}

#[test]
fn bad_files_do_not_keep_the_others_from_being_checked() {
    let index = r#"{
        "gone.json": {"operation": "get_things", "status": 200},
        "get_things.200.c.json": {"operation": "get_things", "statu": 200}
    }"#;
    let folder = recordings(
        "samples-bad",
        &[
            ("index.json", index),
            ("get_things.200.a.json", "{\"data\": [}"),
            ("get_thing.200.json", GOOD),
            ("mystery.json", GOOD),
            ("get_things.200.b.json", "{\"status\": 404, \"body\": null}"),
            ("get_things.200.c.json", BAD),
            ("request.json", "{\"request\": \"POST /things\", \"status\": 200, \"body\": {}}"),
        ],
    );
    fs::write(folder.join("recorded/get_things.200.latin.json"), b"\"\xe9\"").expect("written");
    // A sparse file: it takes no room on the disk, and must not take any in memory.
    let huge = File::create(folder.join("recorded/get_things.200.huge.json")).expect("created");
    huge.set_len(600 << 20).expect("a sparse file can be made");
    let (stdout, stderr) = samples(&folder, 2);
    assert_has(
        &stderr,
        &[
            "`get_things.200.a.json`: this is no JSON: expected value at line 1 column 11; record it again",
            "`get_thing.200.json`: there is no operation `get_thing`; did you mean `get_things`?",
            "`mystery.json`: nothing tells its operation and status; call it OPERATION.STATUS.json or list it in",
            "`get_things.200.b.json`: its status is given as 404 and as 200",
            "`get_things.200.latin.json`: the file is not UTF-8 text: save it as UTF-8",
            "`get_things.200.huge.json`: it has more than 512 MiB, and more are not read; split it",
            "`request.json`: the document has no operation for `POST /things`",
            "`index.json`: there is no file `gone.json`",
            "`index.json`: `get_things.200.c.json`: `statu` is no key of a recording; did you mean `status`?",
        ],
    );
    assert_has(&stdout, &["/data/*/attributes/colour", "1 recording: 3 disagreements at 3 places\n"]);
}

#[test]
fn an_empty_body_is_told_where_a_document_is_described() {
    let folder = recordings("samples-empty-body", &[("get_things.200.json", ""), ("get_things.500.json", "")]);
    let (stdout, _) = samples(&folder, 1);
    assert_has(&stdout, &["get_things, status 200\n  1 × missing", "expected a body with status 200"]);
    assert_has(&stdout, &["2 recordings: "]);
}

#[test]
fn nothing_to_check_is_an_error() {
    let folder = recordings("samples-empty", &[]);
    assert_has(&samples(&folder, 2).1, &["error: there are no recordings (`OPERATION.STATUS.json`) in `recorded`"]);
    let (_, stderr) = run(&folder, &["samples", "small.yaml", "nowhere"], 2);
    assert_has(&stderr, &["error: cannot list `nowhere`: "]);
}

#[test]
fn what_acts_on_a_terminal_is_escaped() {
    let body = r#"{"data": [{"type": "thing", "id": "1", "attributes": {"\u001b[31mred": 1}}]}"#;
    let folder = recordings("samples-hostile", &[("get_things.200.json", body)]);
    let (stdout, _) = samples(&folder, 1);
    assert_has(&stdout, &["/data/*/attributes/\\u{1b}[31mred"]);
    assert!(!stdout.contains('\u{1b}'));
}

/// Another operation that answers with things.
const BEST: &str = "  /things/best:
    get:
      operationId: get_best_things
      tags: [Things]
      responses:
        200:
          description: A page.
          content:
            application/vnd.api+json:
              schema:
                type: object
                required: [data]
                properties: {data: {type: array, items: {$ref: '#/components/schemas/Thing'}}}
components:
";

const ATTRIBUTES: &str = "          required: [size, kind]
          properties:
            size: {type: integer}
            kind: {$ref: '#/components/schemas/Kind'}
            state: {type: string, enum: [new, used]}
            shape: {$ref: '#/components/schemas/Shape'}
";

const SCHEMAS: &str = "    Kind: {type: string, enum: [a, b]}
    Shape:
      type: object
      required: [x/y]
      properties: {x/y: {type: number}, tags: {type: array, items: {type: string}}}
";

/// A document that is to be repaired in all ways in which one can be, with places that are shared.
fn wrong() -> String {
    SPEC.replace("components:\n", BEST)
        .replace("          properties:\n            name", &format!("{ATTRIBUTES}            name"))
        + SCHEMAS
}

const PROPOSED: &str = r##"# get_things, status 503, undeclared status: a repair cannot describe a status

[api.small-api.repair]
nullable = [
    "/components/schemas/Thing/properties/attributes/properties/name",
]
optional = [
    "/components/schemas/Shape/properties/x~1y",
    "/components/schemas/Thing/properties/attributes/properties/size",
]

[api.small-api.repair.type]
"/components/schemas/Shape/properties/tags" = "any[]"
"/components/schemas/Thing/properties/attributes/properties/size" = "number"

[api.small-api.repair.values]
"/components/schemas/Kind" = ["c", "d"]
"/components/schemas/Thing/properties/attributes/properties/state" = ["old"]

[api.small-api.repair.add]
"/components/schemas/Shape/properties/z~0" = "boolean"
"/components/schemas/Thing/properties/attributes/properties/colour" = "string"
"##;

#[test]
fn proposed_repairs_make_the_document_right() {
    let thing =
        |attributes: &str| format!(r#"{{"data": [{{"type": "thing", "id": "1", "attributes": {attributes}}}]}}"#);
    let one = thing(r#"{"size": 1.5, "kind": "c", "state": "old", "name": null, "shape": {"tags": ["a", 1]}}"#);
    let two = thing(r#"{"kind": "d", "name": null, "colour": "\"red\"", "shape": {"x/y": 1, "z~": true}}"#);
    let files =
        [("get_things.200.json", one.as_str()), ("get_best_things.200.json", &two), ("get_things.503.json", "{}")];
    let folder = recordings("samples-overrides", &files);
    fs::write(folder.join("small.yaml"), wrong()).expect("written");
    let arguments = ["samples", "small.yaml", "recorded", "--write-overrides"];
    let (proposed, _) = run(&folder, &arguments, 1);
    assert_eq!(proposed, PROPOSED);
    fs::write(folder.join("jsonapi-forge.toml"), format!("{CONFIG}{proposed}")).expect("written");
    fs::remove_file(folder.join("recorded/get_things.503.json")).expect("removed");
    assert_eq!(samples(&folder, 0).0, "2 recordings: the document agrees\n");
    assert_eq!(run(&folder, &arguments, 0).0, "");
    run(&folder, &["generate"], 0);
}

#[test]
fn what_one_repair_does_not_make_right_is_told() {
    let body = r#"{"data": [{"type": "thing", "id": "1", "attributes": {}}]}"#;
    let folder = recordings("samples-beyond", &[("get_things.200.json", body)]);
    // What is required is said beside the property, not around it.
    let both = "{allOf: [{type: object, properties: {name: {type: string}}}, {type: object, required: [name]}]}";
    let (above, _) = SPEC.split_once("        attributes:\n").expect("there are attributes");
    fs::write(folder.join("small.yaml"), format!("{above}        attributes: {both}\n")).expect("written");
    let (proposed, _) = run(&folder, &["samples", "small.yaml", "recorded", "--write-overrides"], 1);
    let place = "# get_things, status 200, missing /data/*/attributes/name";
    assert_eq!(proposed, format!("{place}: no repair of one place makes it right\n"));
}

#[test]
fn proposed_keys_stay_keys() {
    let body = r#"{"data": [{"type": "thing", "id": "1", "attributes": {"\u001b\u007f\u0085\"] = 1\n[api.x]": 1}}]}"#;
    let folder = recordings("samples-hostile-keys", &[("get_things.200.json", body)]);
    let (proposed, _) = run(&folder, &["samples", "small.yaml", "recorded", "--write-overrides"], 1);
    assert!(!proposed.chars().any(|character| character.is_control() && character != '\n'), "{proposed:?}");
    assert_eq!(proposed.lines().count(), 2, "{proposed}");
    fs::write(folder.join("jsonapi-forge.toml"), format!("{CONFIG}{proposed}")).expect("written");
    assert_eq!(samples(&folder, 0).0, "1 recording: the document agrees\n");
}

#[test]
fn a_configuration_that_does_not_fit_is_an_error() {
    let folder = recordings("samples-config", &[("get_things.200.json", GOOD)]);
    let repair = "repair.nullable = [\"/components/schemas/Thin\"]\n";
    fs::write(folder.join("jsonapi-forge.toml"), format!("{CONFIG}{repair}")).expect("written");
    assert_has(&samples(&folder, 2).1, &["did you mean `/components/schemas/Thing`?", "does not fit it"]);
}
