//! Reading JSON and YAML, positions in them, and how diagnostics look.

use expect_test::{Expect, expect};
use jsonapi_forge::diag::{Code, Diagnostic, Diagnostics, Place};
use jsonapi_forge::report;
use jsonapi_forge::source::{Locator, Pointer, read};
use serde_json::{Value, json};

fn value(text: &str) -> Value {
    let document = read(text).expect("the text is well-formed");
    assert!(document.diagnostics.is_empty(), "{:?}", document.diagnostics);
    document.value
}

/// The report on what cannot be read.
#[track_caller]
fn check_broken(text: &str, expected: Expect) {
    let diagnostics = match read(text) {
        Ok(document) => document.diagnostics,
        Err(diagnostic) => {
            let mut diagnostics = Diagnostics::new();
            diagnostics.push(diagnostic);
            diagnostics
        }
    };
    expected.assert_eq(&report::plain(&Locator::new("spec.yaml", text), &diagnostics));
}

#[test]
fn json_and_yaml_read_alike() {
    let expected = json!({"openapi": "3.0.3", "paths": {"/a": {"200": [1, -2, 1.5, true, null, "é"]}}});
    let yaml = "openapi: 3.0.3\npaths:\n  /a:\n    200: [1, -2, 1.5, true, ~, é]\n";
    assert_eq!(value(yaml), expected);
    assert_eq!(value(&yaml.replace('\n', "\r\n")), expected);
    assert_eq!(value(&format!("\u{feff}{yaml}")), expected);
    assert_eq!(value(&expected.to_string()), expected);
    assert_eq!(value(&format!("\u{feff}\n{expected:#}").replace('\n', "\r\n")), expected);
    assert_eq!(value("{openapi: 3.0.3, 'paths': {/a: {200: [1, -2, 1.5, true, null, é]}}}"), expected);
}

#[test]
fn keys_of_yaml_are_text_as_written() {
    let keys = value("200: a\n4XX: b\n1.0: c\ntrue: d\nno: e\nnull: f\n~: g\n0x1f: h\n2022-10-17: i\n! 7: j\n");
    let keys: Vec<_> = keys.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, ["200", "4XX", "1.0", "true", "no", "null", "~", "0x1f", "2022-10-17", "7"]);
}

#[test]
fn the_order_of_members_is_kept() {
    let text = "{\"z\": 1, \"a\": {\"y\": 2, \"b\": 3}}";
    assert_eq!(value(text).to_string(), text.replace(' ', ""));
}

#[test]
fn aliases_are_expanded() {
    assert_eq!(value("a: &x {b: 1}\nc: *x\n"), json!({"a": {"b": 1}, "c": {"b": 1}}));
}

#[test]
fn broken_text_is_an_error_with_its_place_and_a_remedy() {
    check_broken(
        "",
        expect![[r#"
        spec.yaml:1:1: error[syntax]: the file is empty
          help: give an OpenAPI document in JSON or YAML
    "#]],
    );
    check_broken(
        "\u{feff} \n",
        expect![[r#"
        spec.yaml:1:1: error[syntax]: the file is empty
          help: give an OpenAPI document in JSON or YAML
    "#]],
    );
    check_broken(
        "<html></html>",
        expect![[r#"
            spec.yaml:1:1: error[syntax]: the file is HTML or XML
              help: if it was downloaded, look at it for an error message in place of the document
        "#]],
    );
    check_broken(
        "{\n  \"a\": 1,\n  \"b\" 2\n}",
        expect![[r#"
            spec.yaml:3:7: error[syntax]: the JSON cannot be read: expected `:`
              help: mend the text there; a JSON linter shows what is open
        "#]],
    );
    check_broken(
        "{\"a\": 1",
        expect![[r#"
            spec.yaml:1:7: error[syntax]: the JSON cannot be read: EOF while parsing an object
              help: mend the text there; a JSON linter shows what is open
        "#]],
    );
    check_broken(
        "{\"a\": 1} x",
        expect![[r#"
            spec.yaml:1:10: error[syntax]: the JSON cannot be read: trailing characters
              help: mend the text there; a JSON linter shows what is open
        "#]],
    );
    check_broken(
        "{\"é\": \"\\ud800\"}",
        expect![[r#"
            spec.yaml:1:14: error[syntax]: the JSON cannot be read: unexpected end of hex escape
              help: mend the text there; a JSON linter shows what is open
        "#]],
    );
    check_broken(
        "a: b: c\n",
        expect![[r#"
            spec.yaml:1:5: error[syntax]: the YAML cannot be read: mapping values are not allowed in this context
              help: mend the text there; a YAML or JSON linter shows what is open
        "#]],
    );
    check_broken(
        "é: ü\na:\n\t- b\n",
        expect![[r#"
        spec.yaml:3:3: error[syntax]: the YAML cannot be read: found character that cannot start any token, while scanning for the next token
          help: indent with blanks: YAML takes no tabs there
    "#]],
    );
    check_broken(
        "a: 'open\n",
        expect![[r#"
            spec.yaml:2:1: error[syntax]: the YAML cannot be read: found unexpected end of stream, while scanning a quoted scalar
              help: mend the text there; a YAML or JSON linter shows what is open
        "#]],
    );
    check_broken(
        "a: \u{0}\n",
        expect![[r#"
            spec.yaml:1:4: error[syntax]: the file has a control character
              help: remove it, or write it as an escape in double quotes, such as "\u0007"
        "#]],
    );
    check_broken(
        "a: *nothing\n",
        expect![[r#"
            spec.yaml:1:4: error[syntax]: the YAML cannot be read: unknown anchor
              help: mend the text there; a YAML or JSON linter shows what is open
        "#]],
    );
    check_broken(
        "a: 1\n---\nb: 2\n",
        expect![[r#"
            spec.yaml:2:1: error[syntax]: the file holds several documents of YAML
              help: keep one of them; a line `---` ends a document and begins the next one
        "#]],
    );
    check_broken(
        "? [a]\n: b\n",
        expect![[r#"
            spec.yaml:1:3: error[syntax]: a key is a list or an object
              help: a document holds only what JSON can hold: write the key as text
        "#]],
    );
}

#[test]
fn yaml_that_json_cannot_hold_is_refused() {
    check_broken(
        "a: !Ref x\n",
        expect![[r#"
        spec.yaml:1:4: error[syntax]: the YAML tag `!Ref` is not supported
          help: remove it: a document holds only what JSON can hold
    "#]],
    );
    check_broken(
        "c:\n  <<: 5\n",
        expect![[r#"
        spec.yaml:2:3: error[syntax]: the YAML merge key `<<` names neither an object nor a list of objects
          help: write the members out, or use `$ref` or `allOf`
    "#]],
    );
    check_broken(
        "a: [.inf]\n",
        expect![[r#"
        spec.yaml:1:5: error[syntax]: a number that is infinite or not a number
          help: a document holds only what JSON can hold; put it in quotes if it is text
    "#]],
    );
}

#[test]
fn members_are_merged_as_yaml_has_it() {
    let text = "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc:\n  <<: [*a, *b]\n  x: 5\n";
    let document = read(text).expect("the text is YAML");
    assert_eq!(document.value.get("c"), Some(&json!({ "x": 5, "y": 2, "z": 4 })));
    let codes: Vec<Code> = document.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::Assumed]);
}

#[test]
fn repeated_keys_are_errors() {
    check_broken(
        "{\"a\": {\"x\": 1, \"x\": 2},\n \"a\": {\"x\": 1, \"x\": 1}}",
        expect![[r#"
        spec.yaml:1:16: error[duplicate-key]: the key `x` is there twice
          note: repeated here
          spec.yaml:1:8: first here
          help: remove one of the two, or give it another name
        spec.yaml:2:2: error[duplicate-key]: the key `a` is there twice
          note: repeated here
          spec.yaml:1:2: first here
          help: remove one of the two, or give it another name
    "#]],
    );
    check_broken(
        "paths:\n  /a: 1\n  /b: 2\n  '/a': 3\n  /b: 4\n",
        expect![[r#"
        spec.yaml:4:3: error[duplicate-key]: the key `/a` is there twice
          note: repeated here
          spec.yaml:2:3: first here
          help: remove one of the two, or give it another name
        spec.yaml:5:3: error[duplicate-key]: the key `/b` is there twice
          note: repeated here
          spec.yaml:3:3: first here
          help: remove one of the two, or give it another name
    "#]],
    );
}

#[test]
fn yaml_has_a_largest_size() {
    let text = format!("a: {}", "x".repeat(64 << 20));
    let refused = read(&text).expect_err("it is too long");
    assert!(refused.message.contains("64 MiB") && refused.help.is_some(), "{refused:?}");
    // JSON of that size is read.
    assert!(read(&format!("{{\"a\": \"{}\"}}", "x".repeat(64 << 20))).is_ok());
}

#[test]
fn hostile_text_ends_soon() {
    check_broken(
        &"[".repeat(100_000),
        expect![[r#"
        spec.yaml:1:121: error[too-deep]: the text is nested more than 120 levels deep
          help: move inner schemas to `components` and refer to them by `$ref`
    "#]],
    );
    check_broken(
        &"{\"a\":".repeat(100_000),
        expect![[r#"
        spec.yaml:1:601: error[too-deep]: the text is nested more than 120 levels deep
          help: move inner schemas to `components` and refer to them by `$ref`
    "#]],
    );
    check_broken(
        &"{a: ".repeat(100_000),
        expect![[r#"
            spec.yaml:1:2: error[syntax]: the JSON cannot be read: key must be a string
              help: mend the text there; a JSON linter shows what is open
        "#]],
    );
    check_broken(
        &"- ".repeat(100_000),
        expect![[r#"
        spec.yaml:1:241: error[too-deep]: the text is nested more than 120 levels deep
          help: move inner schemas to `components` and refer to them by `$ref`
    "#]],
    );
    check_broken(
        &"a: [".repeat(2),
        expect![[r#"
            spec.yaml:1:9: error[syntax]: the YAML cannot be read: did not find expected node content, while parsing a flow node
              help: mend the text there; a YAML or JSON linter shows what is open
        "#]],
    );
    let mut laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..10 {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        laughs.push_str(&format!("a{level}: &a{level} [{inner}]\n"));
    }
    check_broken(
        &laughs,
        expect![[r#"
        spec.yaml:1:20: error[syntax]: the aliases of this document stand for far more than its text
          help: use `$ref`, which is not copied, instead of YAML aliases
    "#]],
    );
}

/// A diagnostic on each place of `text`, sorted and shown both ways.
#[cfg(feature = "cli")]
#[track_caller]
fn check_shown(text: &str, diagnostics: &[Diagnostic], expected: Expect) {
    let mut all = Diagnostics::new();
    diagnostics.iter().cloned().for_each(|diagnostic| all.push(diagnostic));
    let locator = Locator::new("spec.yaml", text);
    let shown = format!("{}{}", report::rich(&locator, &all, false), report::plain(&locator, &all));
    expected.assert_eq(&shown);
}

#[cfg(feature = "cli")]
#[test]
fn diagnostics_show_the_source() {
    let text = "paths:\n  /a/{id}:\n    get:\n      operationId: \"get \u{1b}[31m\"\n    put:\n      operationId: x\n";
    let id = Pointer::root().key("paths").key("/a/{id}").key("get").key("operationId");
    let put = Pointer::root().key("paths").key("/a/{id}").key("put");
    check_shown(
        text,
        &[
            Diagnostic::new(Code::Structure, put.key("responses"), "`put` has no `responses`"),
            Diagnostic::new(Code::DuplicateOperationId, id, "two operations are called `get \u{1b}[31m`")
                .label("the first one")
                .also(put.key("operationId"), "the second one")
                .help("give one of them another `operationId`"),
        ],
        expect![[r#"
            warning[duplicate-operation-id]: two operations are called `get \u{1b}[31m`
             --> spec.yaml:4:20
              |
            4 |       operationId: "get ␛[31m"
              |                    ^^^^^^^^^^^ the first one
            5 |     put:
            6 |       operationId: x
              |                    - the second one
              |
              = help: give one of them another `operationId`

            error[structure]: `put` has no `responses`
             --> spec.yaml:5:5
              |
            5 |     put:
              |     ^^^

            spec.yaml:4:20: warning[duplicate-operation-id]: two operations are called `get \u{1b}[31m`
              note: the first one
              spec.yaml:6:20: the second one
              help: give one of them another `operationId`
            spec.yaml:5:5: error[structure]: `put` has no `responses`
        "#]],
    );
}

#[cfg(feature = "cli")]
#[test]
fn long_lines_are_cut() {
    let padding = "é".repeat(1000);
    let text = format!("{{\"a\": \"{padding}\", \"b\": {{\"c\": 1}}, \"d\": \"{padding}\"}}");
    let at = |key: &str| Pointer::root().key(key);
    check_shown(
        &text,
        &[
            Diagnostic::new(Code::Structure, at("b").key("c"), "in the middle").also(at("a"), "at the start"),
            Diagnostic::new(Code::Structure, at("d"), "very long"),
        ],
        expect![[r#"
            error[structure]: in the middle
             --> spec.yaml:1:1022
              |
            1 | ...ééééééééééééééééééééééééééééééééééééééééééééééé", "b": {"c": 1}, "d": "ééééééééééééééééééééééééééééééééééééééééééééééééééé...
              |                                                                 ^
              |
             ::: spec.yaml:1:7
              |
            1 | {"a": "éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé...
              |       ------------------------------------------------------------------------------------------- at the start

            error[structure]: very long
             --> spec.yaml:1:1031
              |
            1 | ...b": {"c": 1}, "d": "éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé...
              |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

            spec.yaml:1:1022: error[structure]: in the middle
              spec.yaml:1:7: at the start
            spec.yaml:1:1031: error[structure]: very long
        "#]],
    );
}

/// Texts that are nearly right, made by changing good ones: whatever they are, there is an answer.
#[test]
fn mangled_text_gets_an_answer() {
    let yaml =
        "openapi: '3.0.3'\npaths:\n  /a:\n    - &x {b: \"é\", c: [1, *x]}\n    - |\n      text\n  ? k\n  : !t v\n";
    let json = "{\"openapi\": \"3.0.3\", \"paths\": {\"/a\\u00e9\": [1.5e3, {\"b\": null}, \"\\ud83d\\ude00\", true]}}";
    let pieces =
        ["\"", "'", "{", "}", "[", "]", ":", ",", "\n", "\t", "  ", "-", "#", "&x ", "*x", "\\", "é", "\u{0}", "---\n"];
    let mut state = 88_172_645_463_325_252_u64;
    let mut random = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % limit as u64).expect("it is below the limit")
    };
    for round in 0..10_000 {
        let mut text = if round % 2 == 0 { yaml } else { json }.to_owned();
        for _ in 0..=random(3) {
            let at = (0..=random(text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
            match pieces.get(random(pieces.len() + 3)) {
                Some(piece) => text.insert_str(at, piece),
                None => text.truncate(at),
            }
        }
        let diagnostics = match read(&text) {
            Ok(document) => document.diagnostics,
            Err(diagnostic) => {
                let mut only = Diagnostics::new();
                only.push(diagnostic);
                only
            }
        };
        let locator = Locator::new("mangled", &text);
        for diagnostic in &diagnostics {
            let place = diagnostic.labels.first().and_then(|label| locator.locate(&label.at));
            assert!(place.is_some_and(|place| place.range.end <= locator.text().len()), "{text:?}");
        }
        #[cfg(feature = "cli")]
        report::rich(&locator, &diagnostics, round % 3 == 0);
    }
}

#[test]
fn every_pointer_of_a_tree_has_its_place() {
    let yaml = "a: 1\nb:\n  - c: 2\n    é: [3, {d: 'x'}]\n  - |\n    text\ne: {}\n";
    let json = format!("{:#}", value(yaml));
    for text in [yaml, &json, &json.replace('\n', "\r\n  \t")] {
        let tree = value(text);
        let locator = Locator::new("spec", text);
        visit(&Pointer::root(), &tree, &mut |pointer, value| {
            let position = locator.locate(&Place::Value(pointer.clone())).expect("every value has a place");
            let shown = &text[position.range];
            let expected = match value {
                Value::Object(_) | Value::Array(_) => return,
                Value::String(content) => content.trim().to_owned(),
                other => other.to_string(),
            };
            assert!(shown.contains(&expected) || shown.contains("text"), "{pointer:?} shows {shown:?}");
        });
    }
}

fn visit(at: &Pointer, value: &Value, check: &mut dyn FnMut(&Pointer, &Value)) {
    check(at, value);
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| visit(&at.key(key), value, check)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| visit(&at.index(index), value, check));
        }
        _ => {}
    }
}

/// A locator of some places finds them where one of all places does, and all others where the nearest of
/// its places around them is.
#[test]
fn some_places_are_found_as_all_are() {
    for text in [
        "{\"a\": {\"b\": [1, {\"c\": 2}], \"d\": 3}, \"e\": {\"b\": 4}}",
        "a:\n  b:\n    - 1\n    - c: 2\n  d: 3\ne:\n  b: 4\n",
    ] {
        let all = Locator::new("it", text);
        let asked = ["/a/b/1/c", "/e", "/a/d"].map(Pointer::from_text);
        let some = Locator::of("it", text, &asked);
        for pointer in asked.iter().chain(&["/a/b/1", "/a/b", "/a", "/a/x"].map(Pointer::from_text)) {
            let place = Place::Key(pointer.clone());
            assert!(all.locate(&place).is_some());
            assert_eq!(some.locate(&place), all.locate(&place), "{pointer}");
        }
        let beside = Place::Key(Pointer::from_text("/a/b/0"));
        assert_eq!(some.locate(&beside), all.locate(&Place::Key(Pointer::from_text("/a/b"))));
        assert_eq!(some.locate(&Place::Key(Pointer::from_text("/e/b"))), all.locate(&Place::Key(asked[1].clone())));
    }
}
