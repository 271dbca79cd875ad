//! The configuration file: what it can say, and what it is told.

use std::path::Path;

use expect_test::{Expect, expect};
use jsonapi_forge::compile::{GitReference, Runtime};
use jsonapi_forge::config::{Config, Error, find, parse};
use jsonapi_forge::repair::AliasSource;

#[track_caller]
fn check_broken(text: &str, expected: Expect) {
    let problems = parse(text, Path::new("")).expect_err("the configuration is wrong");
    let error = Error::Invalid { name: "jsonapi-forge.toml".to_owned(), text: text.to_owned(), problems };
    expected.assert_eq(&error.to_string());
}

#[test]
fn every_option_is_read() {
    let text = r#"
        [api.second]
        input = "b.json"
        output = "out/b"

        [api.first]
        input = "spec/a.yaml"
        output = "../out/a"
        version = "1.2.3-beta.1"
        description = "A client"
        features.default = ["Catalogs", "profiles"]
    "#;
    let Config { apis } = parse(text, Path::new("base")).expect("all of it is known");
    let [second, first] = <[_; 2]>::try_from(apis).expect("two clients, in the order of the file");
    assert_eq!((second.name.as_str(), second.version.as_str()), ("second", "0.1.0"));
    assert_eq!((&second.description, second.default_features.len()), (&None, 0));
    assert_eq!(
        (first.input.as_path(), first.output.as_path()),
        (Path::new("base/spec/a.yaml"), Path::new("base/../out/a"))
    );
    assert_eq!((first.version.as_str(), first.description.as_deref()), ("1.2.3-beta.1", Some("A client")));
    let features: Vec<&str> = first.default_features.iter().map(|feature| feature.text.as_str()).collect();
    assert_eq!(features, ["Catalogs", "profiles"]);
}

#[test]
fn the_runtime_is_a_module_or_the_crate_from_one_source() {
    let read = |runtime: &str| {
        let text = format!("[api.one]\ninput = \"a.json\"\noutput = \"out/one\"\n{runtime}");
        let apis = parse(&text, Path::new("base")).expect("it is good").apis;
        apis.into_iter().next().expect("one client").runtime
    };
    let path = |path: &str, version: Option<&str>| Runtime::Path {
        path: path.to_owned(),
        version: version.map(str::to_owned),
    };
    assert_eq!(read(""), Runtime::Vendored);
    assert_eq!(read("runtime = \"vendored\""), Runtime::Vendored);
    assert_eq!(read("runtime.version = \"0.1\""), Runtime::Version("0.1".to_owned()));
    assert_eq!(read("runtime = { path = \"forge/templates\" }"), path("../../forge/templates", None));
    assert_eq!(read("runtime = { path = \"../forge\", version = \"0.1\" }"), path("../../../forge", Some("0.1")));
    let git = |at| Runtime::Git { url: "https://git.example/forge".to_owned(), at };
    assert_eq!(read("runtime.git = \"https://git.example/forge\""), git(None));
    assert_eq!(
        read("runtime = { git = \"https://git.example/forge\", tag = \"v0.1.0\" }"),
        git(Some(GitReference::Tag("v0.1.0".to_owned())))
    );
    let broken = |runtime: &str| format!("[api.one]\ninput = \"a.json\"\noutput = \"out\"\nruntime = {runtime}\n");
    check_broken(
        &broken("\"copied\""),
        expect![[r#"
            jsonapi-forge.toml:4:11: error: `copied` is not a source of the runtime
              help: write `"vendored"`, or where the crate is: `{ version = "0.1" }`, `{ git = "https://.." }` or `{ path = ".." }`"#]],
    );
    check_broken(
        &broken("{ git = \"https://git.example\", path = \"..\" }"),
        expect![[r#"
            jsonapi-forge.toml:4:11: error: a crate is from one source
              help: write `version`, `git`, or `path`, which may have a `version` beside it"#]],
    );
    check_broken(
        &broken("{ version = \"0.1\", tag = \"v1\" }"),
        expect![[r#"
            jsonapi-forge.toml:4:11: error: `rev`, `branch` and `tag` are of a repository
              help: add `git`, its URL"#]],
    );
    check_broken(
        &broken("{ git = \"https://git.example\", tag = \"v1\", rev = \"1\" }"),
        expect!["jsonapi-forge.toml:4:11: error: one of `rev`, `branch` and `tag` says which commit is meant"],
    );
    check_broken(&broken("1"), expect!["jsonapi-forge.toml:4:11: error: expected a table, found a number"]);
}

#[test]
fn earlier_names_are_those_of_the_names_file_or_of_the_document() {
    let read = |option: &str| {
        let text = format!("[api.one]\ninput = \"a.json\"\noutput = \"out\"\n{option}");
        let apis = parse(&text, Path::new("")).expect("it is good").apis;
        apis.into_iter().next().expect("one client").overrides.aliases
    };
    assert_eq!(read(""), AliasSource::Names);
    assert_eq!(read("aliases = \"names\""), AliasSource::Names);
    assert_eq!(read("aliases = \"document\""), AliasSource::Document);
    check_broken(
        "[api.one]\ninput = \"a.json\"\noutput = \"out\"\naliases = \"documents\"\n",
        expect![[r#"
            jsonapi-forge.toml:4:11: error: there are no aliases from `documents`
              help: did you mean `document`?"#]],
    );
}

/// The blocks of TOML in the documentation of the file.
fn documented() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/configuration.md");
    let text = std::fs::read_to_string(path).expect("the file is documented");
    let blocks = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.map(str::to_owned).collect()
}

#[test]
fn the_documented_examples_are_good() {
    let blocks = documented();
    assert!(blocks.len() > 4);
    for block in blocks {
        let parsed = parse(&block, Path::new(""));
        assert!(parsed.is_ok(), "{block}\n{parsed:?}");
    }
}

#[test]
fn overrides_have_their_place() {
    let block = documented().into_iter().find(|block| block.contains("repair]")).expect("there is an example");
    let config = parse(&block, Path::new("")).expect("it is good");
    let overrides = &config.apis.first().expect("there is a client").overrides;
    assert_eq!(overrides.repairs.len(), 8);
    for repair in &overrides.repairs {
        let at = block.get(repair.place.at.clone()).expect("the place is in the text");
        assert_eq!(at, format!("\"{}\"", repair.place.text));
    }
}

#[test]
fn the_project_s_own_file_is_good() {
    let path = find(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("it is at the root of the workspace");
    let config = jsonapi_forge::config::read(&path).expect("it is good");
    assert!(!config.config.apis.is_empty());
}

#[test]
fn all_problems_are_told_with_their_places() {
    check_broken(
        "",
        expect![[r#"
        jsonapi-forge.toml:1:1: error: no client is configured
          help: add a table such as `[api.my-client]`"#]],
    );
    check_broken(
        "[api]\n[apis.x]\n",
        expect![[r#"
        jsonapi-forge.toml:2:2: error: the key `apis` is not known
          help: did you mean `api`?"#]],
    );
    check_broken(
        "[api.one]\ninptu = \"a\"\noutput = 1\nversion = \"1\"\nfeatures.default = [\"a\", 2]\nfeatures.full = true\n\n\
         [api.\"ü\"]\ninput = \"\"\noutput = \"o\"\nfeatures = 3\n[api.two]\n",
        expect![[r#"
            jsonapi-forge.toml:1:6: error: `input` is missing
            jsonapi-forge.toml:2:1: error: the key `inptu` is not known
              help: did you mean `input`?
            jsonapi-forge.toml:3:10: error: expected text, found a number
            jsonapi-forge.toml:4:11: error: `1` is not a version
              help: write three numbers, as in `0.1.0`
            jsonapi-forge.toml:5:26: error: expected text, found a number
            jsonapi-forge.toml:6:10: error: the key `full` is not known
              help: known here: `default`
            jsonapi-forge.toml:8:6: error: `ü` cannot be the name of a crate
            jsonapi-forge.toml:9:9: error: `input` is empty
            jsonapi-forge.toml:11:12: error: expected a table, found a number
            jsonapi-forge.toml:12:6: error: `input` is missing
            jsonapi-forge.toml:12:6: error: `output` is missing"#]],
    );
    check_broken(
        "[api.a]\ninput = \"a\"\noutput = \"o\"\n[api.b]\ninput = \"a\"\noutput = \"./o/x/../b\"\n",
        expect![[r#"
            jsonapi-forge.toml:4:6: error: `b` and `a` write to one folder, or one within that of the other
              help: give each client a folder of its own"#]],
    );
    // One folder where the case of names does not count.
    check_broken(
        "[api.a]\ninput = \"a\"\noutput = \"Out\"\n[api.b]\ninput = \"a\"\noutput = \"out\"\n",
        expect![[r#"
            jsonapi-forge.toml:4:6: error: `b` and `a` write to one folder, or one within that of the other
              help: give each client a folder of its own"#]],
    );
    check_broken("[api.a\ninput = \n", expect!["jsonapi-forge.toml:1:7: error: unclosed table, expected `]`"]);
    check_broken("api = 1", expect!["jsonapi-forge.toml:1:7: error: expected a table, found a number"]);
    check_broken("[api.a]\ninput = \"a\"\ninput = \"b\"\n", expect!["jsonapi-forge.toml:3:1: error: duplicate key"]);
}
