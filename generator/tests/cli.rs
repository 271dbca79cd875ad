//! The command line: what it prints, what it leaves behind, and its exit codes.

#[cfg(feature = "fetch")]
#[path = "cli/fetch.rs"]
mod fetch;
#[path = "cli/graph.rs"]
mod graph;
#[cfg(unix)]
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/init.rs"]
mod init;
#[cfg(unix)]
#[path = "cli/interrupted.rs"]
mod interrupted;
#[cfg(all(unix, feature = "fetch"))]
#[path = "cli/release.rs"]
mod release;
#[path = "cli/samples.rs"]
mod samples;
#[path = "cli/update.rs"]
mod update;
#[cfg(all(unix, feature = "fetch"))]
#[path = "cli/workflows.rs"]
mod workflows;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A small service with one collection.
const SPEC: &str = r##"
openapi: 3.0.3
info: {title: Small, version: "1"}
servers: [{url: "https://small.example"}]
tags: [{name: Things}]
paths:
  /things:
    get:
      operationId: get_things
      tags: [Things]
      responses:
        200:
          description: A page.
          content:
            application/vnd.api+json:
              schema:
                type: object
                required: [data]
                properties:
                  data:
                    type: array
                    items: {$ref: "#/components/schemas/Thing"}
components:
  schemas:
    Thing:
      type: object
      required: [type, id, attributes]
      properties:
        type: {type: string, enum: [thing]}
        id: {type: string}
        attributes:
          type: object
          properties:
            name: {type: string}
"##;

const CONFIG: &str = "[api.small-api]\ninput = \"small.yaml\"\noutput = \"out\"\nfeatures.default = [\"Things\"]\n";

/// Runs the program with a text on its standard input.
fn piped(folder: &Path, text: &str, arguments: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jsonapi-forge"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("it is piped").write_all(text.as_bytes()).expect("it is read");
    child.wait_with_output().expect("the program ends")
}

#[test]
fn a_document_comes_from_standard_input() {
    let folder = folder("stdin");
    let output = piped(&folder, SPEC, &["generate", "-"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let readme = fs::read_to_string(folder.join("small/README.md")).expect("the crate has the name of its title");
    assert!(readme.contains("from `<stdin>`: `Small`"), "{readme}");
    let output = piped(&folder, &SPEC.replace("openapi: 3.0.3", "openapi: 9"), &["lint", "-"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("<stdin>:2"), "{said}");
}

/// A list that seems to come in pages, which is a warning.
fn paged() -> String {
    let page = "      parameters: [{name: \"page[token]\", in: query, schema: {type: string}}]\n";
    SPEC.replace("      responses:\n", &format!("{page}      responses:\n"))
}

#[test]
fn the_command_that_shows_warnings_can_be_copied() {
    let folder = folder("hints");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
    write("my things.yaml", &paged());
    let overlay = "{overlay: 1.0.0, info: {title: a, version: '1'}, actions: [{target: $.info, update: {}}]}";
    write("a.overlay.yaml", overlay);
    write("other.toml", &CONFIG.replace("small.yaml", "my things.yaml"));
    let arguments = ["generate", "my things.yaml", "--overlay", "a.overlay.yaml", "--out", "paged"];
    let (said, _) = run(&folder, &arguments, 0);
    assert_has(&said, &["1 warning; `jsonapi-forge lint --overlay a.overlay.yaml 'my things.yaml'` shows it\n"]);
    let (said, _) = run(&folder, &["generate", "--config", "other.toml"], 0);
    assert_has(&said, &["1 warning; `jsonapi-forge lint --config other.toml 'my things.yaml'` shows it\n"]);
    run(&folder, &["lint", "--config", "other.toml", "my things.yaml"], 0);
    let (_, refused) = run(&folder, &["lint", "--config", "missing.toml", "my things.yaml"], 2);
    assert_has(&refused, &["cannot read `missing.toml`"]);
    let output = piped(&folder, &paged(), &["generate", "-", "--out", "piped"]);
    assert_has(&String::from_utf8_lossy(&output.stdout), &["`jsonapi-forge lint -` shows it\n"]);
    let (said, _) = run(&folder, &["generate", "small.yaml", "--out", "alone"], 0);
    assert_has(&said, &["the options of `small-api` in jsonapi-forge.toml do not apply here"]);
}

#[test]
fn what_a_configuration_names_in_vain_has_its_line() {
    let folder = folder("in-vain");
    fs::write(folder.join("jsonapi-forge.toml"), CONFIG.replace("Things", "Thing")).expect("written");
    let (_, error) = run(&folder, &["generate"], 2);
    assert_has(&error, &["no tag `Thing`", "jsonapi-forge.toml:4:21", "did you mean `things`?"]);
    fs::write(folder.join("jsonapi-forge.toml"), CONFIG.replace("small.yaml", "smal.yaml")).expect("written");
    let (_, error) = run(&folder, &["generate"], 2);
    assert_has(&error, &["cannot read `smal.yaml`", "jsonapi-forge.toml:2:9"]);
    fs::write(folder.join("jsonapi-forge.toml"), format!("{CONFIG}skip.get.things = \"later\"\n")).expect("written");
    let (_, error) = run(&folder, &["generate"], 2);
    assert_has(&error, &["expected text, found a table", "write a key with dots in quotation marks"]);
}

#[test]
fn a_crate_is_not_the_root_of_a_file_system() {
    let folder = folder("root");
    let (_, error) = run(&folder, &["generate", "small.yaml", "--out", "/"], 2);
    assert_has(&error, &["`/` is the root of a file system"]);
}

#[test]
fn explains_what_messages_say() {
    let folder = folder("explain");
    let (plain, _) = run(&folder, &["explain", "dangling-reference"], 0);
    let (copied, _) = run(&folder, &["explain", "error[dangling-reference]"], 0);
    assert_eq!(plain, copied);
}

/// A full disk is not a success.
#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_printed_is_an_error() {
    let folder = folder("full");
    let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let output = Command::new(env!("CARGO_BIN_EXE_jsonapi-forge"))
        .args(["ir", "small.yaml"])
        .current_dir(&folder)
        .stdout(full)
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("cannot write to standard output"), "{said}");
}

/// A folder with the service's document and a configuration.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the last run's folder can go");
    }
    fs::create_dir_all(folder.join("deep/inside")).expect("a temporary folder can be made");
    fs::write(folder.join("small.yaml"), SPEC).expect("written");
    fs::write(folder.join("jsonapi-forge.toml"), CONFIG).expect("written");
    folder
}

fn forge(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jsonapi-forge"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

/// Runs the program, expects an exit code, and gives what it printed.
#[track_caller]
fn run(folder: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let output = forge(folder, arguments);
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{stdout}{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    (stdout, stderr)
}

#[track_caller]
fn assert_has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

#[test]
fn generates_what_the_configuration_says() {
    let folder = folder("generate");
    let (first, _) = run(&folder, &["generate"], 0);
    assert_has(&first, &["small-api 0.1.0, from small.yaml", "1 operation, 1 resource type", "0 removed in out"]);
    let manifest = fs::read_to_string(folder.join("out/Cargo.toml")).expect("written");
    assert_has(&manifest, &["name = \"small-api\"", "default = [\"things\", \"reqwest\", \"rustls\"]"]);
    fs::remove_file(folder.join("out/.jsonapi-forge.state")).expect("it was written");
    let (again, _) = run(&folder, &["generate"], 0);
    assert_has(&again, &["0 files written (0 new)", "0 removed"]);
    run(&folder.join("deep/inside"), &["generate", "--check"], 0);
}

/// Both ways to have the runtime, and back: the code of the client differs by one line.
#[test]
fn the_runtime_is_copied_or_depended_on() {
    let folder = folder("runtime");
    let arguments = ["generate", "small.yaml", "--out", "out", "--name", "small-api"];
    let run = |more: &[&str], code| run(&folder, &[&arguments, more].concat(), code);
    let read = |path: &str| fs::read_to_string(folder.join("out").join(path)).expect("written");
    run(&[], 0);
    let vendored = read("src/lib.rs");
    assert!(folder.join("out/src/runtime/mod.rs").is_file() && read("Cargo.toml").contains("\nserde_json = "));
    run(&["--runtime", "path=forge/templates"], 0);
    let manifest = read("Cargo.toml");
    assert_has(&manifest, &["\njsonapi-forge-runtime = { path = \"../forge/templates\", default-features = false"]);
    assert_has(&manifest, &["\nrustls = [\"reqwest\", \"jsonapi-forge-runtime/rustls\"]\n"]);
    assert!(!folder.join("out/src/runtime").exists() && !manifest.contains("serde_json"));
    assert_eq!(read("src/lib.rs"), vendored.replace("pub mod runtime;", "pub use jsonapi_forge_runtime as runtime;"));
    run(&["--runtime", "git=https://git.example/forge#0123abc"], 0);
    assert_has(&read("Cargo.toml"), &["{ git = \"https://git.example/forge\", rev = \"0123abc\", default-features"]);
    run(&["--runtime", "version=0.1"], 0);
    assert_has(&read("Cargo.toml"), &["\njsonapi-forge-runtime = { version = \"0.1\", default-features = false"]);
    let (_, refused) = run(&["--runtime", "registry"], 2);
    assert_has(&refused, &["`registry` is not a source of the runtime; write `vendored`, `version=0.1`"]);
    run(&["--runtime", "vendored"], 0);
    assert_eq!(read("src/lib.rs"), vendored);
}

#[test]
fn what_did_not_change_is_not_made_again() {
    let folder = folder("unchanged");
    let config = CONFIG.replace("features.default", "names = \"small.names.yaml\"\nfeatures.default");
    fs::write(folder.join("jsonapi-forge.toml"), &config).expect("written");
    let is_current =
        || run(&folder, &["generate"], 0).0.contains("small-api is up to date in out: what it is made from");
    assert!(!is_current() && is_current(), "the second run has nothing to do");
    let manifest = folder.join("out/.jsonapi-forge.manifest");
    let listed = fs::read_to_string(&manifest).expect("written");
    assert!(!listed.contains(".jsonapi-forge.state"), "{listed}");

    // Whatever is different is found: what the files are made from ..
    fs::write(folder.join("small.yaml"), SPEC.replace("A page.", "A page!")).expect("written");
    assert!(!is_current() && is_current());
    fs::write(folder.join("jsonapi-forge.toml"), config.replace("features", "version = \"0.2.0\"\nfeatures"))
        .expect("written");
    assert!(!is_current() && is_current());
    let names = folder.join("small.names.yaml");
    let text = fs::read_to_string(&names).expect("written");
    fs::write(&names, text.replace("get_things: get_things", "get_things: all")).expect("written");
    assert!(!is_current() && is_current());

    // .. and the files: one that is gone, one that is no longer listed, and one that was edited.
    fs::remove_file(folder.join("out/src/things.rs")).expect("it was written");
    assert!(!is_current() && is_current());
    let without: String = fs::read_to_string(&manifest)
        .expect("written")
        .lines()
        .filter(|line| !line.contains("lib.rs"))
        .fold(String::new(), |text, line| text + line + "\n");
    fs::write(&manifest, without).expect("written");
    assert!(!is_current() && is_current());
    fs::write(folder.join("out/src/lib.rs"), "// my own\n").expect("written");
    let (_, error) = run(&folder, &["generate"], 2);
    assert_has(&error, &["src/lib.rs: was edited since it was generated"]);

    // A check is not content with what the last run remembered.
    fs::remove_file(folder.join("out/src/lib.rs")).expect("it is there");
    assert!(!is_current());
    fs::write(&manifest, "").expect("written");
    let (stale, _) = run(&folder, &["generate", "--check"], 1);
    assert_has(&stale, &["different: .jsonapi-forge.manifest"]);
}

#[test]
fn check_says_what_is_stale_and_writes_nothing() {
    let folder = folder("check");
    let (missing, _) = run(&folder, &["generate", "--check"], 1);
    assert_has(&missing, &["small-api is stale in out", "missing: src/lib.rs", "run: jsonapi-forge generate\n"]);
    assert!(!folder.join("out").exists());
    run(&folder, &["generate"], 0);
    fs::write(folder.join("small.yaml"), SPEC.replace("thing]", "object]")).expect("written");
    let (stale, _) = run(&folder, &["generate", "--check"], 1);
    assert_has(
        &stale,
        &["missing: src/resources/object.rs", "different: src/things.rs", "left over: src/resources/thing.rs"],
    );
    let arguments = ["generate", "small.yaml", "--out", "out", "--name", "small-api", "--check"];
    let (explicit, _) = run(&folder, &arguments, 1);
    assert_has(&explicit, &["run: jsonapi-forge generate small.yaml --out out --name small-api\n"]);
    run(&folder, &["generate"], 0);
    assert!(!folder.join("out/src/resources/thing.rs").exists());
}

#[test]
fn edited_files_are_not_overwritten() {
    let folder = folder("edited");
    run(&folder, &["generate"], 0);
    let file = folder.join("out/src/lib.rs");
    fs::write(&file, "// my own\n").expect("written");
    let (stale, _) = run(&folder, &["generate", "--check"], 1);
    assert_has(&stale, &["src/lib.rs: was edited since it was generated"]);
    let (_, error) = run(&folder, &["generate"], 2);
    assert_has(&error, &["error: `small-api`: nothing was written", "src/lib.rs: was edited since it was generated"]);
    assert_eq!(fs::read_to_string(&file).expect("is there"), "// my own\n");
}

#[test]
fn bad_input_leaves_the_output_as_it_was() {
    let folder = folder("bad");
    run(&folder, &["generate"], 0);
    let before = fs::read(folder.join("out/.jsonapi-forge.manifest")).expect("written");
    let broken = SPEC.replace("schemas/Thing\"", "schemas/Thong\"");
    fs::write(folder.join("small.yaml"), format!("{broken}tags: []\n")).expect("written");
    let (_, error) = run(&folder, &["generate"], 2);
    assert_has(&error, &["error[dangling-reference]", "small.yaml:22:35", "error[duplicate-key]", "small.yaml:35:1"]);
    assert_eq!(fs::read(folder.join("out/.jsonapi-forge.manifest")).expect("still there"), before);

    fs::write(folder.join("small.yaml"), "{\"openapi\": \u{1b}[31m").expect("written");
    let (_, error) = run(&folder, &["generate"], 2);
    assert_has(&error, &["error[syntax]", "small.yaml:1:13"]);
    assert!(!error.contains('\u{1b}'), "{error:?}");

    fs::write(folder.join("small.yaml"), b"\xff\xfeo\0p\0").expect("written");
    let (_, error) = run(&folder, &["generate"], 2);
    assert_has(&error, &["the file is UTF-16 text", "help: save it as UTF-8"]);
    fs::write(folder.join("small.yaml"), b"\xff\xfe\0\0o\0\0\0").expect("written");
    let (_, error) = run(&folder, &["generate"], 2);
    assert_has(&error, &["the file is UTF-32 text", "help: save it as UTF-8"]);
}

#[test]
fn one_bad_client_does_not_keep_the_others() {
    let folder = folder("several");
    let other = "[api.other]\ninput = \"missing.yaml\"\noutput = \"other\"\n";
    fs::write(folder.join("jsonapi-forge.toml"), format!("{other}{CONFIG}")).expect("written");
    let (_, error) = run(&folder, &["generate"], 2);
    assert_has(&error, &["error: cannot read `missing.yaml`"]);
    assert!(folder.join("out/src/lib.rs").exists());
}

/// A document alone is enough: the crate is called after its title, and so is the folder.
#[test]
fn a_document_alone_is_generated_under_its_title() {
    let folder = folder("alone");
    let (said, _) = run(&folder, &["generate", "small.yaml"], 0);
    assert_has(&said, &["small 0.1.0, from small.yaml", "in small\n"]);
    assert_has(&fs::read_to_string(folder.join("small/Cargo.toml")).expect("written"), &["name = \"small\""]);
}

#[test]
fn shells_complete_commands_and_options() {
    let folder = folder("completions");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (script, _) = run(&folder, &["completions", shell], 0);
        assert_has(&script, &["jsonapi-forge", "write-overrides"]);
    }
}

#[test]
fn usage_errors_are_told() {
    let folder = folder("usage");
    for arguments in [
        &["generate", "--name", "x"][..],
        &["generate", "missing.yaml"],
        &["generate", "small.yaml", "--out", "o", "--name", "not a name"],
        &["generate", "small.yaml", "--out", "o", "--name", "x", "--features-default", "thigns"],
        &["generate", "small.yaml", "--out", "o", "--name", "x", "--crate-version", "1"],
        &["generate", "--config", "missing.toml"],
        &["lint"],
        &["lint", "missing.yaml"],
        &["explain", "no-such-code"],
        &["frobnicate"],
        &[],
    ] {
        let (_, error) = run(&folder, arguments, 2);
        assert!(!error.is_empty(), "{arguments:?}");
    }
    assert!(!folder.join("o").exists());
    let (_, error) =
        run(&folder, &["generate", "small.yaml", "--out", "o", "--name", "x", "--features-default", "thigns"], 2);
    assert_has(&error, &["no tag `thigns`", "did you mean `things`?"]);
    fs::write(folder.join("jsonapi-forge.toml"), "[api.x]\noutptu = \"\"\n").expect("written");
    let (_, error) = run(&folder, &["generate"], 2);
    assert_has(
        &error,
        &[
            "error: the key `outptu` is not known\n",
            "--> jsonapi-forge.toml:2:1\n",
            "\n2 | outptu = ",
            "\n  | ^^^^^^\n",
            "did you mean `output`?",
        ],
    );
}

/// An overlay is applied before anything is read, from the command line and from the configuration; a document of
/// several files is written as one.
#[test]
fn overlays_and_files_are_part_of_the_document() {
    let folder = folder("overlays");
    let overlay =
        |action: &str| format!("overlay: 1.1.0\ninfo: {{title: Fix, version: '1'}}\nactions:\n  - {action}\n");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
    write("fix.overlay.yaml", &overlay("{target: $.info, update: {title: Larger}}"));
    write("bad.overlay.yaml", &overlay("{target: $.nothing, remove: true}"));
    let (bundle, _) = run(&folder, &["bundle", "small.yaml", "--overlay", "fix.overlay.yaml"], 0);
    assert_has(&bundle, &["title: Larger"]);
    // From 1.1 on, a list is appended by its elements; in 1.0 it is one element.
    let listed = overlay(
        "{target: $, update: {tags: [{name: None}]}}\n  - {target: $.tags, update: [{name: One}, {name: Two}]}",
    );
    write("list.overlay.yaml", &listed);
    let (bundle, _) = run(&folder, &["bundle", "small.yaml", "--overlay", "list.overlay.yaml"], 0);
    assert_has(&bundle, &["name: None", "name: One", "name: Two"]);
    assert!(!bundle.contains("- - "), "{bundle}");
    write("list.overlay.yaml", &listed.replace("overlay: 1.1.0", "overlay: 1.0.0"));
    let (bundle, _) = run(&folder, &["bundle", "small.yaml", "--overlay", "list.overlay.yaml"], 0);
    assert_has(&bundle, &["- - name: One"]);
    let (_, error) = run(&folder, &["lint", "small.yaml", "--overlay", "bad.overlay.yaml"], 2);
    assert_has(&error, &["error[overlay]: `$.nothing` matches nothing", "bad.overlay.yaml:4:"]);
    let config = fs::read_to_string(folder.join("jsonapi-forge.toml")).expect("there is one");
    write("jsonapi-forge.toml", &config.replacen("input =", "overlay = [\"fix.overlay.yaml\"]\ninput =", 1));
    run(&folder, &["generate"], 0);
    assert_has(&fs::read_to_string(folder.join("out/Cargo.toml")).expect("written"), &["A client for Larger"]);
    write("fix.overlay.yaml", &overlay("{target: $.info, update: {title: Largest}}"));
    let (again, _) = run(&folder, &["generate"], 0);
    assert!(!again.contains("is up to date"), "{again}");
    assert_has(&fs::read_to_string(folder.join("out/Cargo.toml")).expect("written"), &["A client for Largest"]);
    write("part.yaml", "Part: {type: string}\n");
    write(
        "parts.yaml",
        "openapi: 3.1.0\ninfo: {title: x, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {$ref: part.yaml#/Part}}}\n",
    );
    let (bundle, _) = run(&folder, &["bundle", "parts.yaml"], 0);
    assert_has(&bundle, &["$ref: '#/x-files/part.yaml/Part'", "part.yaml:"]);
}

#[test]
fn documents_can_be_looked_into() {
    let folder = folder("inspect");
    let (lint, _) = run(&folder, &["lint", "small.yaml"], 0);
    assert_eq!(lint, "small.yaml: 0 errors, 0 warnings\n");
    let (ir, _) = run(&folder, &["ir", "small.yaml"], 0);
    assert_has(&ir, &["get_things", "thing"]);
    fs::write(folder.join("small.yaml"), "openapi: 3.9.0\ninfo: {title: x, version: '1'}\npaths: {}\n")
        .expect("written");
    let (lint, error) = run(&folder, &["lint", "small.yaml"], 2);
    assert_eq!(lint, "small.yaml: 1 error, 0 warnings\n");
    let (found, silent) = run(&folder, &["lint", "small.yaml", "--format", "json"], 2);
    assert_eq!(silent, "");
    let found: serde_json::Value = serde_json::from_str(&found).expect("it is JSON");
    assert_eq!(found.pointer("/0/code").expect("one is found"), "unsupported-version");
    let text = "3.0, 3.1 and 3.2 are supported";
    let place = serde_json::json!({"file": "small.yaml", "line": 1, "column": 10, "pointer": "/openapi", "text": text});
    assert_eq!(found.pointer("/0/places/0"), Some(&place));
    assert_has(&error, &["error[unsupported-version]", "small.yaml:1:10"]);
    run(&folder, &["ir", "small.yaml"], 2);
}

#[test]
fn documents_are_looked_into_as_they_are_configured() {
    let folder = folder("inspect-configured");
    let configure = |more: &str| {
        fs::write(folder.join("jsonapi-forge.toml"), format!("{CONFIG}{more}")).expect("written");
    };
    let name = "/components/schemas/Thing/properties/attributes/properties/name";
    fs::write(folder.join("other.yaml"), SPEC.replace("name: {type: string}", "name: {type: integer}"))
        .expect("written");
    configure(&format!("repair.type.\"{name}\" = \"date\"\nrepair.add.\"{name}2\" = \"boolean\"\n"));
    assert_has(&run(&folder, &["ir", "small.yaml"], 0).0, &["name2"]);
    assert!(!run(&folder, &["ir", "other.yaml"], 0).0.contains("name2"), "no client is made from it");
    // Where a client is made from one of two documents, both are read as that has it.
    let (out, _) = run(&folder, &["diff", "small.yaml", "other.yaml"], 0);
    assert_has(&out, &["0 breaking, 0 additions, 0 absorbed"]);
    run(&folder, &["diff", "other.yaml", "small.yaml", "--exit-code"], 0);
    configure(&format!("names = \"names.yaml\"\nrename.members.\"{name}\" = \"label\"\n"));
    let (out, _) = run(&folder, &["diff", "small.yaml", "other.yaml"], 0);
    assert_has(&out, &["`resources::thing::Thing.label` is `Option<i64>`, was `Option<String>`"]);
    fs::write(folder.join("names.yaml"), "resources: {thing: Item}\n").expect("written");
    let (out, _) = run(&folder, &["diff", "small.yaml", "other.yaml"], 0);
    assert_has(&out, &["`resources::item::Item.label` is `Option<i64>`"]);
    fs::write(folder.join("names.yaml"), "resources: 1\n").expect("written");
    assert_has(
        &run(&folder, &["diff", "small.yaml", "other.yaml"], 2).1,
        &["error[name-lock]", "`names.yaml` has errors"],
    );

    configure("skip.get_thigns = \"no\"\n");
    for arguments in [&["ir", "small.yaml"][..], &["graph", "small.yaml"], &["diff", "small.yaml", "other.yaml"]] {
        let (_, error) = run(&folder, arguments, 2);
        assert_has(&error, &["--> jsonapi-forge.toml:5:6\n", "did you mean `get_things`?", "does not fit it"]);
    }
    let (out, error) = run(&folder, &["lint", "small.yaml"], 2);
    assert_eq!(out, "small.yaml: 1 error, 0 warnings\n");
    assert_has(&error, &["did you mean `get_things`?"]);
    // What is wrong with the configuration is among the findings: what does not fit the document, and what no file may say.
    for (more, line, message) in
        [("skip.get_thigns = \"no\"\n", 5, "get_thigns"), ("skpi.get_things = \"no\"\n", 5, "skpi")]
    {
        configure(more);
        let (found, silent) = run(&folder, &["lint", "small.yaml", "--format", "json"], 2);
        assert_eq!(silent, "");
        let found: serde_json::Value = serde_json::from_str(&found).expect("it is JSON");
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
        let at = |pointer: &str| found.pointer(&format!("/0/{pointer}")).cloned().unwrap_or_default();
        assert_eq!((at("code"), at("severity")), ("configuration".into(), "error".into()));
        assert!(at("message").as_str().is_some_and(|text| text.contains(message)), "{found}");
        assert!(at("places/0/file").as_str().is_some_and(|file| file.ends_with("jsonapi-forge.toml")), "{found}");
        assert_eq!(at("places/0/line"), line);
    }
}

/// The table in the README has each exit code, and each of its commands exits with the code of its row.
#[test]
fn exit_codes_are_as_the_table_says() {
    let folder = folder("exit-codes");
    fs::write(
        folder.join("more.yaml"),
        SPEC.replace(
            "            name: {type: string}\n",
            "            name: {type: string}\n            title: {type: string}\n",
        ),
    )
    .expect("written");
    fs::write(
        folder.join("fewer.yaml"),
        SPEC.replace("            name: {type: string}\n", "            title: {type: string}\n"),
    )
    .expect("written");
    fs::write(folder.join("program.rs"), PROGRAM).expect("written");
    fs::create_dir_all(folder.join("recorded")).expect("a folder can be made");
    fs::write(folder.join("recorded/get_things.200.json"), "{\"data\": 1}").expect("written");
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).expect("it is there");
    let table =
        readme.split("| Exit code |").nth(1).expect("there is a table").split("\n\n").next().unwrap_or_default();
    let mut codes = Vec::new();
    for row in table.lines().skip(2) {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let code: i32 = cells.next().and_then(|code| code.parse().ok()).expect("a row begins with a code");
        codes.push(code);
        let example = cells.nth(1).expect("a row has an example").trim_matches('`');
        // Another test interrupts it.
        if let Some(command) = example.strip_prefix("jsonapi-forge ") {
            run(&folder, &command.split(' ').collect::<Vec<_>>(), code);
        }
    }
    assert_eq!(codes, [0, 1, 1, 1, 2, 3, 4, 130]);
}

#[test]
fn each_command_has_a_page_of_man() {
    let folder = folder("man");
    run(&folder, &["man", "pages"], 0);
    let page = |name: &str| fs::read_to_string(folder.join("pages").join(name)).expect("there is a page");
    assert_has(&page("jsonapi-forge.1"), &[".TH jsonapi-forge", "Exit codes: 0 done"]);
    assert_has(&page("jsonapi-forge-diff.1"), &["jsonapi\\-forge\\-diff", "\\-\\-against"]);
    let (help, _) = run(&folder, &["--help"], 0);
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = commands
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next());
    for name in names.filter(|name| *name != "help") {
        page(&format!("jsonapi-forge-{name}.1"));
    }
}

#[test]
fn a_new_document_is_compared() {
    let folder = folder("diff");
    let member = "            name: {type: string}\n";
    let write = |name: &str, text: String| fs::write(folder.join(name), text).expect("written");
    write("fewer.yaml", SPEC.replace(member, "            title: {type: string}\n"));
    write("more.yaml", SPEC.replace(member, &format!("{member}            title: {{type: string}}\n")));
    write("bad.yaml", SPEC.replace("type: object", "type: [").replace("thing", "\u{1b}[31mthing"));
    let compare = |new: &str, more: &[&str], code| {
        let arguments: Vec<&str> = ["diff", "small.yaml", new].into_iter().chain(more.iter().copied()).collect();
        run(&folder, &arguments, code)
    };
    let (out, _) = compare("fewer.yaml", &[], 0);
    assert_has(&out, &["1 breaking", "attribute `name` was removed", "`resources::thing::Thing.name` is gone"]);
    assert_has(&out, &["small.yaml:34:13", "fewer.yaml:34:13", "1.0.0 becomes 2.0.0"]);
    assert!(!out.contains('\u{1b}'), "nobody sees colours here");
    compare("fewer.yaml", &["--exit-code"], 4);
    compare("more.yaml", &["--exit-code"], 3);
    compare("small.yaml", &["--exit-code"], 0);
    let (out, _) = compare("more.yaml", &["--format", "json"], 0);
    assert_has(&out, &["\"verdict\": \"minor\"", "\"path\": \"resources::thing::Thing.title\""]);
    let (out, _) = compare("fewer.yaml", &["--format", "markdown"], 0);
    assert_has(&out, &["### Breaking changes", "  * attribute `name` was removed: "]);
    // What the names file calls otherwise is another item.
    fs::write(folder.join("names.yaml"), "members:\n  \"resource thing attributes\":\n    name: label\n")
        .expect("written");
    let (out, _) = compare("fewer.yaml", &["--names", "names.yaml"], 0);
    assert_has(&out, &["`resources::thing::Thing.label` is gone"]);
    compare("fewer.yaml", &["--names", "bad.yaml"], 2);
    let (out, err) = compare("bad.yaml", &["--exit-code"], 2);
    assert_eq!(out, "");
    assert_has(&err, &["bad.yaml"]);
}

#[test]
fn the_documented_comparison_is_the_one_that_is_made() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (guide, command) in [
        ("docs/revisions.md", "diff spec/klaviyo/2022-10-17.yaml spec/klaviyo/2026-07-15.yaml"),
        ("docs/updating.md", "diff tests/against/old.yaml tests/against/new.yaml --against tests/against/program"),
    ] {
        let docs = fs::read_to_string(repository.join(guide)).expect("the file is there");
        let shown = docs.split(&format!("$ jsonapi-forge {command}\n")).nth(1).expect("it is shown");
        let shown = shown.split("```").next().into_iter().flat_map(str::lines).filter(|line| *line != "...");
        let (said, _) = run(&repository, &command.split(' ').collect::<Vec<_>>(), 0);
        let mut said = said.lines();
        for line in shown.filter(|line| !line.is_empty()) {
            assert!(said.any(|said| said == line), "{guide} quotes what diff does not say, or not there: {line}");
        }
    }
}

/// A program against [`SPEC`] without its attribute `name`.
const PROGRAM: &str = "use small_api::Client;

pub async fn names(client: &Client) -> Option<String> {
    let things = client.things().get_things().send().await.ok()?;
    things.data.first()?.attributes.name.clone()
}
";

#[test]
fn calls_of_a_program_are_compared() {
    let folder = folder("against");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
    write("fewer.yaml", &SPEC.replace("            name: {type: string}\n", "            title: {type: string}\n"));
    fs::create_dir_all(folder.join("program/src")).expect("a folder can be made");
    write("program/src/lib.rs", PROGRAM);
    let compare = |new: &str, more: &[&str], code| {
        let arguments: Vec<&str> =
            ["diff", "small.yaml", new, "--against"].into_iter().chain(more.iter().copied()).collect();
        run(&folder, &arguments, code)
    };
    let (out, _) = compare("fewer.yaml", &["program"], 0);
    assert_has(&out, &["1 place breaks in `program` (1 file), 0 more may", "program/src/lib.rs:5:37: breaks"]);
    let (out, _) = compare("fewer.yaml", &["program/src/lib.rs", "--exit-code"], 1);
    assert_has(&out, &["program/src/lib.rs:5:37: breaks"]);
    compare("small.yaml", &["program", "--exit-code"], 0);
    let (out, _) = compare("fewer.yaml", &["program", "--format", "json"], 0);
    let found: serde_json::Value = serde_json::from_str(&out).expect("it is JSON");
    assert_eq!(found.pointer("/against/calls/0/line"), Some(&5.into()));
    assert_eq!(found.pointer("/verdict"), Some(&"major".into()));
    let (_, error) = compare("fewer.yaml", &["nowhere"], 2);
    assert_has(&error, &["`nowhere` cannot be read"]);
    let (_, error) = compare("fewer.yaml", &["program", "--format", "html"], 2);
    assert_has(&error, &["`--format html` cannot show what `--against` finds"]);

    // What is not searched is said: no Rust, and a link that leads out. A generated client is none of the program.
    write("program/src/broken.rs", "fn 1() {}");
    write("program/src/client.rs", &format!("// @generated by jsonapi-forge 0.1.0\n{PROGRAM}"));
    write("outside.rs", PROGRAM);
    #[cfg(unix)]
    for (target, link) in [("../../outside.rs", "out.rs"), ("lib.rs", "in.rs"), ("../../../..", "above")] {
        std::os::unix::fs::symlink(target, folder.join("program/src").join(link)).expect("a link can be made");
    }
    let (out, _) = compare("fewer.yaml", &["program"], 0);
    assert_has(
        &out,
        &["1 place breaks in `program` (1 file)", "not searched: `program/src/broken.rs`: 1:4: expected identifier"],
    );
    #[cfg(unix)]
    assert_has(
        &out,
        &[
            "not searched: `program/src/out.rs`: it is a link that leads out",
            "not searched: `program/src/above`: it is",
        ],
    );
    assert!(!out.contains("in.rs"), "{out}");
}

#[test]
fn every_code_is_explained() {
    let folder = folder("explain");
    let (all, _) = run(&folder, &["explain"], 0);
    for code in jsonapi_forge::diag::Code::ALL {
        assert_has(&all, &[&format!("[{}]\n  ", code.as_str())]);
        let (one, _) = run(&folder, &["explain", code.as_str()], 0);
        let has_example = one.contains(&format!("    {}", code.example().lines().next().unwrap_or("internal")));
        assert_eq!(has_example, code.as_str() != "internal", "{one}");
    }
    let (one, _) = run(&folder, &["explain", "dangling-reference"], 0);
    assert_has(
        &one,
        &["For example", "dangling-reference.yaml:26:40", "help: did you mean `#/components/schemas/Size`?"],
    );
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_fails_no_command() {
    let folder = folder("pipe");
    let program = env!("CARGO_BIN_EXE_jsonapi-forge");
    for command in ["explain", "ir small.yaml", "generate"] {
        let script = format!("{{ '{program}' {command}; echo \"code $?\" >&2; }} | true");
        let output = Command::new("sh").args(["-c", &script]).current_dir(&folder).output().expect("a shell");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(error.trim(), "code 0", "{command}");
    }
}

#[test]
fn names_are_kept_in_a_file() {
    let folder = folder("names");
    let config = CONFIG.replace("features.default", "names = \"small.names.yaml\"\nfeatures.default");
    fs::write(folder.join("jsonapi-forge.toml"), config).expect("written");
    run(&folder, &["generate"], 0);
    let names = fs::read_to_string(folder.join("small.names.yaml")).expect("it was written");
    assert!(names.contains("methods:\n  get_things: get_things\n"), "{names}");
    run(&folder, &["generate", "--check"], 0);

    fs::write(folder.join("small.names.yaml"), names.replace("get_things: get_things", "get_things: all"))
        .expect("written");
    let (stdout, _) = run(&folder, &["generate", "--check"], 1);
    assert!(stdout.contains("different: src/things.rs"), "{stdout}");
    run(&folder, &["generate"], 0);
    let source = fs::read_to_string(folder.join("out/src/things.rs")).expect("it was written");
    assert!(source.contains("pub fn all(&self)"), "{source}");

    fs::remove_file(folder.join("small.names.yaml")).expect("it is there");
    let (stdout, _) = run(&folder, &["generate", "--check"], 1);
    assert!(stdout.contains("different: small.names.yaml"), "{stdout}");

    fs::write(folder.join("small.names.yaml"), "methods:\n  get_things: no name\n").expect("written");
    let (_, stderr) = run(&folder, &["generate"], 2);
    assert!(stderr.contains("small.names.yaml:2:15") && stderr.contains("error[name-lock]"), "{stderr}");
}
