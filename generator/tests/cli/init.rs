//! `init`: a configuration file to begin with.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jsonapi_forge::config::parse;

use super::{SPEC, assert_has, folder, run};

/// A file with every option switched on.
fn switched_on(text: &str) -> String {
    let lines = text.lines().map(|line| match line.strip_prefix('#') {
        Some(option) if !option.starts_with(' ') => option,
        _ => line,
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// The keys that the parser knows, as it lists them where one is not known.
fn known_keys() -> BTreeSet<String> {
    let tables = [
        "", "features.", "include.", "exclude.", "rename.", "repair.", "types.", "types.derive.", "types.attributes.",
        "origin.",
    ];
    let wrong: String = tables.iter().map(|table| format!("{table}no-such-key-at-all = 1\n")).collect();
    let problems = parse(&format!("[api.x]\n{wrong}"), Path::new("")).expect_err("no key is known");
    let lists = problems.iter().filter_map(|problem| problem.help.as_deref()?.strip_prefix("known here: "));
    let keys: Vec<Vec<&str>> = lists.map(|list| list.split(", ").map(|key| key.trim_matches('`')).collect()).collect();
    assert_eq!(keys.len(), tables.len(), "{problems:?}");
    let inner: Vec<&str> = tables.iter().map(|table| table.trim_end_matches('.')).collect();
    let keys =
        tables.iter().zip(keys).flat_map(|(table, keys)| keys.into_iter().map(move |key| format!("{table}{key}")));
    keys.filter(|key| !inner.contains(&key.as_str())).collect()
}

#[test]
fn the_configuration_of_init_generates() {
    let folder = folder("init");
    fs::remove_file(folder.join("jsonapi-forge.toml")).expect("it is there");
    let (said, _) = run(&folder, &["init", "small.yaml"], 0);
    assert_eq!(said, "wrote jsonapi-forge.toml; next: jsonapi-forge generate\n");
    let text = fs::read_to_string(folder.join("jsonapi-forge.toml")).expect("it was written");
    assert_has(&text, &["[api.small]\n", "input = \"small.yaml\"\n", "output = \"small\"\n", "#   \"Things\" (1)\n"]);
    let (said, _) = run(&folder, &["generate"], 0);
    assert_has(&said, &["small 0.1.0, from small.yaml"]);

    // What is there is not overwritten.
    let (_, error) = run(&folder, &["init", "small.yaml", "--name", "other"], 2);
    assert_has(&error, &["`jsonapi-forge.toml` is there already"]);
    assert_eq!(fs::read_to_string(folder.join("jsonapi-forge.toml")).expect("it is there"), text);
}

#[test]
fn it_has_every_option_and_so_has_the_documentation() {
    let folder = folder("init-options");
    fs::remove_file(folder.join("jsonapi-forge.toml")).expect("it is there");
    run(&folder, &["init", "small.yaml", "--name", "my-client", "--out", "a \"b\""], 0);
    let text = fs::read_to_string(folder.join("jsonapi-forge.toml")).expect("it was written");
    let on = switched_on(&text);
    let config = parse(&on, Path::new(""));
    assert!(config.is_ok(), "{on}\n{config:?}");
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/configuration.md");
    let docs = fs::read_to_string(docs).expect("the file is documented");
    let keys = known_keys();
    assert!(keys.len() > 20, "{keys:?}");
    for key in keys {
        let has_line =
            on.lines().any(|line| line.starts_with(&format!("{key} = ")) || line.starts_with(&format!("{key}.")));
        assert!(has_line, "`{key}` is not in:\n{on}");
        assert!(docs.contains(&format!("| `{key}` |")), "`{key}` is not documented");
    }
}

#[test]
fn what_is_wrong_leaves_no_file() {
    let folder = folder("init-bad");
    fs::remove_file(folder.join("jsonapi-forge.toml")).expect("it is there");
    run(&folder, &["init", "missing.yaml"], 2);
    run(&folder, &["init", "small.yaml", "--name", "not a name"], 2);
    let (_, error) = run(&folder, &["init", "-"], 2);
    assert_has(&error, &["standard input has none"]);
    fs::write(folder.join("small.yaml"), "{").expect("written");
    run(&folder, &["init", "small.yaml"], 2);
    assert!(!folder.join("jsonapi-forge.toml").exists());
}

/// The options that leave out or mend what is wrong with a document are in the file.
#[test]
fn a_document_with_errors_has_a_configuration_too() {
    let folder = folder("init-errors");
    fs::remove_file(folder.join("jsonapi-forge.toml")).expect("it is there");
    fs::write(folder.join("small.yaml"), SPEC.replace("schemas/Thing\"", "schemas/Thong\"")).expect("written");
    let (_, error) = run(&folder, &["init", "small.yaml"], 2);
    assert_has(&error, &["error[dangling-reference]", "wrote jsonapi-forge.toml; what cannot be mended", "`skip`"]);
    let text = fs::read_to_string(folder.join("jsonapi-forge.toml")).expect("it was written");
    assert_has(&text, &["[api.small]\n", "input = \"small.yaml\"\n"]);
}
