//! `update`: all of it happens, or nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{SPEC, assert_has, folder, run};

const CONFIG: &str = r#"# Our clients.
[api.small-api] # the only one
input = "small.yaml" # from the service
output = "out"
version = "1.2.3"
names = "small.names.yaml"
features.default = ["Things"]

# The service sends null here.
[api.small-api.repair]
nullable = ["/components/schemas/Thing/properties/attributes/properties/name"]
"#;

/// The document with an operation and an attribute more.
pub(super) fn larger() -> String {
    let get = SPEC.split("    get:\n").nth(1).and_then(|rest| rest.split("components:").next()).expect("it is there");
    let more = format!("  /more:\n    get:\n{}components:", get.replace("get_things", "get_more"));
    SPEC.replace("components:", &more)
        .replace("name: {type: string}", "name: {type: string}\n            size: {type: integer}")
}

/// The document without its only attribute.
pub(super) fn smaller() -> String {
    larger().replace("            size: {type: integer}\n", "").replace("/things:", "/all-things:")
}

/// A client that was generated, and descriptions to follow.
pub(super) fn generated(test: &str) -> PathBuf {
    let folder = folder(test);
    fs::write(folder.join("jsonapi-forge.toml"), CONFIG).expect("written");
    fs::write(folder.join("larger.yaml"), larger()).expect("written");
    fs::write(folder.join("smaller.yaml"), smaller()).expect("written");
    run(&folder, &["generate"], 0);
    folder
}

/// All files below a folder.
pub(super) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("it can be listed") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else {
                let content = fs::read(&path).unwrap_or_default();
                found.insert(path, content);
            }
        }
    }
    found
}

/// Runs an update that fails, and changes nothing.
#[track_caller]
fn fails(folder: &Path, arguments: &[&str]) -> String {
    let before = files(folder);
    let (stdout, error) = run(folder, arguments, 2);
    assert!(!stdout.contains("becomes"), "{stdout}");
    let after = files(folder);
    let changed = after.iter().filter(|(path, content)| before.get(*path) != Some(*content)).map(|(path, _)| path);
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    assert_eq!(changed.chain(gone).collect::<Vec<_>>(), Vec::<&PathBuf>::new());
    error
}

pub(super) fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).expect("the file is there")
}

#[test]
fn a_new_document_becomes_a_new_version() {
    let folder = generated("update");
    let (said, _) = run(&folder, &["update", "--to", "larger.yaml"], 0);
    assert_has(&said, &["get_more", "small-api 1.2.3 becomes 1.3.0 (minor)", "written: out/CHANGELOG.md"]);

    // What is not changed in the configuration stays, comments too.
    let config = read(&folder, "jsonapi-forge.toml");
    let expected = CONFIG.replace("\"small.yaml\"", "\"larger.yaml\"").replace("1.2.3", "1.3.0");
    for line in expected.lines() {
        assert!(config.lines().any(|found| found == line), "`{line}` is not in:\n{config}");
    }
    assert_has(&config, &["origin.from = \"larger.yaml\"\n", "origin.date = \"2", "origin.sha256 = \""]);

    let changelog = read(&folder, "out/CHANGELOG.md");
    assert!(changelog.starts_with("# Changelog\n\n## 1.3.0 - 2"), "{changelog}");
    assert_has(&changelog, &["get_more"]);
    assert_has(&read(&folder, "out/Cargo.toml"), &["version = \"1.3.0\""]);
    assert_has(&read(&folder, "small.names.yaml"), &["get_more: get_more"]);
    run(&folder, &["generate", "--check"], 0);

    // A second one comes before the first.
    let (said, _) = run(&folder, &["update", "small-api", "--to", "smaller.yaml"], 0);
    assert_has(&said, &["1.3.0 becomes 2.0.0 (major)"]);
    let changelog = read(&folder, "out/CHANGELOG.md");
    let (first, second) = (changelog.find("## 2.0.0").expect("it is there"), changelog.find("## 1.3.0"));
    assert!(Some(first) < second, "{changelog}");
    let config = read(&folder, "jsonapi-forge.toml");
    assert_eq!(config.matches("sha256").count(), 1, "{config}");
    run(&folder, &["generate", "--check"], 0);
}

#[test]
fn update_tells_once_what_this_release_names_otherwise() {
    let folder = generated("update-renamed");
    // A crate with other names than this release gives, as an older release would have made it.
    let names = read(&folder, "small.names.yaml");
    let before =
        names.replace("get_things: get_things", "get_things: all_things").replace("thing: Thing", "thing: Object");
    assert_ne!(before, names);
    fs::write(folder.join("small.names.yaml"), before).expect("written");
    run(&folder, &["generate"], 0);
    fs::write(folder.join("small.names.yaml"), names).expect("written");
    let said = run(&folder, &["update", "--to", "larger.yaml"], 0).0;
    let renamed = [
        "* `resources::object` is `resources::thing` now",
        "* `things::Things::all_things` is `things::Things::get_things` now",
    ];
    assert_has(&said, &renamed);
    assert_has(&said, &["Renamed by jsonapi-forge ", "small-api 1.2.3 becomes 2.0.0 (major)"]);
    assert_has(&read(&folder, "out/CHANGELOG.md"), &renamed);
    let (said, _) = run(&folder, &["update", "--to", "smaller.yaml"], 0);
    assert!(!said.contains("Renamed by"), "{said}");
}

/// The example of the documentation, from one document of the repository to the other.
#[test]
fn the_worked_example_gives_what_the_guide_shows() {
    let folder = folder("update-example");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let docs = read(&repository, "docs/updating.md");
    let mut configurations = docs.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let (before, after) = (configurations.next().expect("there is one"), configurations.next().expect("and another"));
    fs::write(folder.join("jsonapi-forge.toml"), before).expect("written");
    fs::create_dir_all(folder.join("spec/klaviyo")).expect("made");
    for file in ["spec/klaviyo/2022-10-17.yaml", "spec/klaviyo/2026-07-15.yaml"] {
        fs::copy(repository.join(file), folder.join(file)).expect("copied");
    }
    run(&folder, &["generate"], 0);
    let (said, _) = run(&folder, &["update", "--to", "spec/klaviyo/2026-07-15.yaml"], 0);
    let shown = docs.split("$ jsonapi-forge update --to spec/klaviyo/2026-07-15.yaml\n").nth(1).expect("it is shown");
    // The number of files grows with the runtime.
    let is_stable = |line: &&str| line.trim() != ".." && !line.contains(" files changed, ");
    let shown = shown.split("```").next().into_iter().flat_map(str::lines).filter(is_stable);
    assert_has(&said, &shown.collect::<Vec<_>>());
    let is_volatile = |line: &&str| !line.starts_with("origin.date") && !line.starts_with("origin.sha256");
    let lines = |text: &str| text.lines().filter(is_volatile).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(&read(&folder, "jsonapi-forge.toml")), lines(after));
    // What went away and has a new name is still there by the old one.
    let source = read(&folder, "clients/klaviyo-api/src/catalogs.rs");
    assert_has(
        &source,
        &["#[deprecated(note = \"renamed to `get_bulk_update_variants_jobs`\")]", "pub fn get_update_variants_jobs("],
    );
    run(&folder, &["generate", "--check"], 0);
}

#[test]
fn an_update_to_the_same_document_changes_nothing() {
    let folder = generated("update-nothing");
    let before = files(&folder);
    fs::copy(folder.join("small.yaml"), folder.join("same.yaml")).expect("copied");
    let (said, _) = run(&folder, &["update", "--to", "same.yaml"], 0);
    assert_eq!(said, "small-api is made from this document already: there is nothing to do\n");
    fs::remove_file(folder.join("same.yaml")).expect("it is there");
    assert_eq!(files(&folder), before);
}

#[test]
fn a_dry_run_says_it_all_and_writes_nothing() {
    let folder = generated("update-dry-run");
    let before = files(&folder);
    let (said, _) = run(&folder, &["update", "--to", "larger.yaml", "--dry-run"], 0);
    assert_has(&said, &["get_more", "small-api 1.2.3 becomes 1.3.0 (minor)", "would be written: jsonapi-forge.toml"]);
    assert_eq!(files(&folder), before);
}

#[test]
fn a_document_from_elsewhere_is_copied() {
    let folder = generated("update-copy");
    let elsewhere = folder.with_file_name("update-elsewhere");
    fs::create_dir_all(&elsewhere).expect("made");
    fs::write(elsewhere.join("new.yaml"), larger()).expect("written");
    fs::write(folder.join("new.yaml"), "another one").expect("written");
    let to = ["update", "--to", "../update-elsewhere/new.yaml"];
    assert_has(&fails(&folder, &to), &["`new.yaml` is there with another content"]);
    fs::remove_file(folder.join("new.yaml")).expect("it is there");
    run(&folder, &to, 0);
    assert_eq!(read(&folder, "new.yaml"), larger());
    assert_has(
        &read(&folder, "jsonapi-forge.toml"),
        &["input = \"new.yaml\" # from the service", "origin.from = \"../update-elsewhere/new.yaml\""],
    );
    run(&folder, &["generate", "--check"], 0);
}

#[test]
fn what_was_recorded_is_held_against_what_is_there() {
    let folder = generated("update-recorded");
    run(&folder, &["update", "--to", "larger.yaml"], 0);
    fs::write(folder.join("larger.yaml"), larger().replace("A page.", "A page!")).expect("written");
    for command in [&["generate"][..], &["generate", "--check"], &["update", "--to", "smaller.yaml"]] {
        let error = fails(&folder, command);
        assert_has(&error, &["jsonapi-forge.toml:", "`larger.yaml` is not the document that was recorded"]);
    }
}

#[test]
fn whatever_fails_changes_nothing() {
    let folder = generated("update-failures");
    let update = ["update", "--to", "larger.yaml"];
    assert_has(&fails(&folder, &["update", "smaller-api", "--to", "larger.yaml"]), &["there are `small-api`"]);
    assert_has(&fails(&folder, &["update", "--to", "missing.yaml"]), &["cannot read `missing.yaml`"]);

    // The new document has errors, or is not what the configuration speaks of.
    fs::write(folder.join("broken.yaml"), larger().replace("schemas/Thing\"", "schemas/Thong\"")).expect("written");
    assert_has(&fails(&folder, &["update", "--to", "broken.yaml"]), &["error[dangling-reference]", "broken.yaml:"]);
    fs::write(folder.join("null.yaml"), larger().replace("name: {type: string", "name: {nullable: true, type: string"))
        .expect("written");
    let error = fails(&folder, &["update", "--to", "null.yaml"]);
    assert_has(&error, &["error: the document already says", "--> jsonapi-forge.toml:11:13", "may be null"]);
    fs::write(folder.join("tags.yaml"), larger().replace("[Things]", "[Objects]")).expect("written");
    assert_has(&fails(&folder, &["update", "--to", "tags.yaml"]), &["no tag `Things`"]);

    // A file in the output folder is somebody else's, or was edited.
    fs::write(folder.join("other.yaml"), larger().replace("thing]", "object]")).expect("written");
    fs::write(folder.join("out/src/resources/object.rs"), "// mine\n").expect("written");
    let error = fails(&folder, &["update", "--to", "other.yaml"]);
    assert_has(&error, &["src/resources/object.rs: was not written by jsonapi-forge"]);
    let lib = read(&folder, "out/src/lib.rs");
    fs::write(folder.join("out/src/lib.rs"), "// mine\n").expect("written");
    assert_has(&fails(&folder, &update), &["src/lib.rs: was edited since it was generated"]);
    fs::write(folder.join("out/src/lib.rs"), lib).expect("written");

    // The changelog cannot be read, or not be written.
    fs::create_dir(folder.join("out/CHANGELOG.md")).expect("made");
    fails(&folder, &update);
    fs::remove_dir(folder.join("out/CHANGELOG.md")).expect("removed");
    fs::write(folder.join("out/CHANGELOG.md"), b"\xff\xfe").expect("written");
    fails(&folder, &update);
    fs::remove_file(folder.join("out/CHANGELOG.md")).expect("removed");
    run(&folder, &update, 0);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let folder = generated("update-link");
    fs::rename(folder.join("jsonapi-forge.toml"), folder.join("real.toml")).expect("renamed");
    std::os::unix::fs::symlink("real.toml", folder.join("jsonapi-forge.toml")).expect("linked");
    let error = fails(&folder, &["update", "--to", "larger.yaml"]);
    assert_has(&error, &["nothing was changed: cannot write `jsonapi-forge.toml`", "symbolic link"]);
}
