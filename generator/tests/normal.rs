//! Documents of OpenAPI 3.1 and 3.2 against documents of 3.0 that mean the same.
//!
//! Each folder of `normal/pairs/` holds one document in several versions: `3.0.yaml` and others, which give the same
//! client, byte for byte. What is reported of each is in the file beside it that ends in `.txt`;
//! `UPDATE_EXPECT=1` renews those.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

#[path = "normal/lift.rs"]
mod lift;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use jsonapi_forge::CrateName;
use jsonapi_forge::compile::{Compiled, Failure, Options, compile, completed};
use jsonapi_forge::repair::Overrides;
use jsonapi_forge::source;
use jsonapi_forge::spec::disposition::{Disposition, FORMATS, Field, Format, Object, Version};
use jsonapi_forge::{report, source::Locator};
use serde_json::Value;

/// Files by path.
type Files = BTreeMap<String, String>;

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/normal")
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn options() -> Options {
    Options::new(CrateName::new("pair").expect("it is the name of a crate"))
}

fn compiled(name: &str, text: &str) -> Compiled {
    compile(text, "spec", &options()).unwrap_or_else(|failure| panic!("{name}: {failure}: {failure:#?}"))
}

/// The files of a crate, without the hash of its document.
fn files(name: &str, text: &str) -> (Files, String) {
    let compiled = compiled(name, text);
    let hash = source::Source { name: String::new(), text: text.to_owned() }.sha256();
    let texts = texts(&compiled, &hash);
    let report = report::plain(&Locator::new(name, text), &compiled.diagnostics);
    (texts, report)
}

/// The files without the hash of the document, which some have in full and some cut short.
fn texts(compiled: &Compiled, hash: &str) -> Files {
    let short = hash.get(..12).unwrap_or_default();
    let files = compiled.tree.iter().map(|(path, content)| {
        let text = String::from_utf8_lossy(content).replace(hash, "HASH").replace(short, "HASH");
        (path.as_str().to_owned(), if path.as_str() == "bindings.json" { without_places(&text) } else { text })
    });
    files.collect()
}

/// The map of items without where each is described: of documents that mean the same, each has places of its own.
fn without_places(text: &str) -> String {
    fn remove(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.retain(|key, _| key != "pointer" && key != "file");
                members.values_mut().for_each(remove);
            }
            Value::Array(values) => values.iter_mut().for_each(remove),
            _ => {}
        }
    }
    let mut value = serde_json::from_str(text).expect("the map is JSON");
    remove(&mut value);
    format!("{value:#}")
}

#[test]
fn documents_that_mean_the_same_give_the_same_client() {
    let mut folders = list(&here().join("pairs"));
    folders.sort();
    assert!(folders.len() > 8, "{folders:?}");
    let mut failures = Vec::new();
    for folder in folders {
        let mut documents = list(&folder);
        documents.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
        documents.sort();
        let (expected, _) = files("3.0.yaml", &read(&folder.join("3.0.yaml")));
        for path in documents {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let (made, report) = files(&name, &read(&path));
            failures.extend(different(&expected, &made).map(|file| format!("{}: {file}", path.display())));
            expect_file![path.with_extension("yaml.txt")].assert_eq(&report);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The first file in which two crates differ, with its first line that does.
fn different(expected: &Files, made: &Files) -> Option<String> {
    if expected.keys().ne(made.keys()) {
        return Some("has other files".to_owned());
    }
    let (path, text) = expected.iter().find(|(path, text)| made.get(*path) != Some(text))?;
    let other = made.get(path).map(String::as_str).unwrap_or_default();
    let (left, right) = text.lines().zip(other.lines()).find(|(left, right)| left != right)?;
    Some(format!("{path}\n- {left}\n+ {right}"))
}

/// Published documents of 3.0, lifted to 3.1, give the same clients.
#[test]
fn lifted_documents_give_the_same_client() {
    let folder = workspace().join("../shared/specs");
    let all = std::env::var_os("JSONAPI_FORGE_CORPUS").is_some_and(|value| value == "all");
    let mut paths: Vec<PathBuf> =
        ["klaviyo", "jsonapidotnet"].iter().flat_map(|name| list(&folder.join(name))).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    if paths.is_empty() {
        println!("SKIPPED: the published documents are not beside the repository; nothing was tested");
        return;
    }
    // The largest ones take long; one of each service is enough for every run.
    let small = ["2022-10-17", "JsonApiDotNetCoreExample", "AtomicOperations", "QueryStrings", "Headers"];
    paths.retain(|path| all || path.file_stem().is_some_and(|stem| small.iter().any(|small| stem == *small)));
    for path in paths {
        let text = fs::read_to_string(&path).expect("the documents are text");
        let mut document: Value = serde_json::from_str(&text).expect("the documents are JSON");
        let older = serde_json::to_string(&document).expect("a tree can be written");
        let lifted = lift::lift(&mut document);
        let newer = serde_json::to_string(&document).expect("a tree can be written");
        let name = path.display().to_string();
        let (expected, _) = files(&name, &older);
        let (made, report) = files(&name, &newer);
        assert!(lifted > 20, "{name}: only {lifted} constructs were lifted");
        assert!(!report.contains("other-version"), "{name}: {report}");
        if let Some(difference) = different(&expected, &made) {
            panic!("{name}: {difference}");
        }
        println!("{name}: {lifted} constructs lifted");
    }
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.expect("a folder that was opened can be listed").path()).collect()
}

/// `fields/` has the names of the fields that the specifications list, a file per version and a line per object.
#[test]
fn the_table_has_every_field_of_the_specifications() {
    for version in Version::ALL {
        let path = format!("fields/{version}.txt");
        let text = read(&here().join(&path));
        let mut listed: Vec<String> = text.lines().filter(|line| !line.starts_with('#')).map(sorted).collect();
        let own = Object::ALL.iter().filter_map(|object| {
            let fields = object.fields().iter().filter(|field| field.is_in(version)).map(|field| field.name);
            let fields: Vec<&str> = fields.collect();
            (!fields.is_empty()).then(|| sorted(&format!("{}: {}", object.title(), fields.join(" "))))
        });
        let mut own: Vec<String> = own.collect();
        listed.sort();
        own.sort();
        for (listed, own) in listed.iter().zip(&own) {
            assert_eq!(listed, own, "{path}");
        }
        assert_eq!(listed.len(), own.len(), "{path}");
    }
}

/// A line with the names after the colon in order.
fn sorted(line: &str) -> String {
    let (object, names) = line.split_once(": ").unwrap_or((line, ""));
    let mut names: Vec<&str> = names.split_whitespace().collect();
    names.sort_unstable();
    format!("{object}: {}", names.join(" "))
}

#[test]
fn every_disposition_says_something() {
    for object in Object::ALL {
        for field in object.fields() {
            let (Disposition::Supported(remark) | Disposition::Warned(remark) | Disposition::Refused(remark)) =
                field.disposition;
            assert!(remark.len() > 5 && !remark.ends_with('.'), "{}: {}", object.title(), field.name);
        }
        let twice = object
            .fields()
            .iter()
            .enumerate()
            .find(|(index, field)| object.fields().iter().skip(index + 1).any(|other| other.name == field.name));
        assert_eq!(twice.map(|(_, field)| field.name), None, "{}", object.title());
    }
}

#[test]
fn the_page_of_the_documentation_shows_the_tables() {
    let path = workspace().join("docs/openapi.md");
    let mut page = read(&path);
    for object in Object::ALL {
        let head = format!("\n## {} Object\n\n| Field | Versions | | |\n| --- | --- | --- | --- |\n", object.title());
        put_table(&mut page, &head, object.fields().iter().map(row_of_field));
    }
    let format = |Format { name, rust, remark, .. }: &Format| format!("| `{name}` | `{rust}` | {remark} |\n");
    put_table(&mut page, "| Format | Rust | |\n| --- | --- | --- |\n", FORMATS.iter().map(format));
    expect_file![path].assert_eq(&page);
}

/// Puts rows in the place of those that a page has below the head of a table.
fn put_table(page: &mut String, head: &str, rows: impl Iterator<Item = String>) {
    let (before, after) = page.split_once(head).unwrap_or_else(|| panic!("docs/openapi.md has no table {head}"));
    let rest = after.find("\n\n").map_or("", |end| &after[end + 1..]);
    *page = format!("{before}{head}{}{rest}", rows.collect::<String>());
}

fn row_of_field(field: &Field) -> String {
    let (outcome, remark) = match field.disposition {
        Disposition::Supported(remark) => ("supported", remark),
        Disposition::Warned(remark) => ("warned about", remark),
        Disposition::Refused(remark) => ("refused", remark),
    };
    let versions: Vec<&str> =
        Version::ALL.into_iter().filter(|version| field.is_in(*version)).map(Version::as_str).collect();
    let versions = if versions.len() == Version::ALL.len() { "all".to_owned() } else { versions.join(", ") };
    format!("| `{}` | {versions} | {outcome} | {remark} |\n", field.name)
}

/// Folders with a document of several files, `api.yaml`, and the same as one, `one.yaml`.
const SEVERAL: [&str; 2] = ["files", "files-named"];

/// A document of several files, and the report of what is wrong in any of them.
fn of_files(path: &Path) -> (Result<Compiled, Failure>, source::Source) {
    let source = source::open(path).unwrap_or_else(|error| panic!("{error}"));
    let mut options = options();
    options.overrides.files = source.files();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let source = source::Source { name, ..source };
    (compile(&source.text, "spec", &options), source)
}

#[test]
fn a_document_of_several_files_gives_the_client_of_one() {
    for folder in SEVERAL.map(|folder| here().join(folder)) {
        let (expected, _) = files("one.yaml", &read(&folder.join("one.yaml")));
        let (compiled, source) = of_files(&folder.join("api.yaml"));
        let compiled = compiled.unwrap_or_else(|failure| panic!("{failure}: {failure:#?}"));
        assert_eq!(compiled.diagnostics.iter().count(), 0, "{:#?}", compiled.diagnostics);
        assert_eq!(different(&expected, &texts(&compiled, &source.sha256())), None, "{}", folder.display());
    }
}

/// The document that `bundle` writes stands for all files: it gives the same client by itself.
#[test]
fn a_bundle_gives_the_client_of_its_files() {
    for folder in SEVERAL.map(|folder| here().join(folder)) {
        let source = source::open(&folder.join("api.yaml")).unwrap_or_else(|error| panic!("{error}"));
        let overrides = Overrides { files: source.files(), ..Overrides::new() };
        let bundle = completed(&source.text, &overrides).unwrap_or_else(|found| panic!("{found:#?}"));
        let (expected, _) = files("one.yaml", &read(&folder.join("one.yaml")));
        let (made, report) = files("bundle.json", &bundle.to_string());
        assert_eq!((different(&expected, &made), report.as_str()), (None, ""), "{}", folder.display());
    }
}

#[test]
fn what_is_wrong_in_a_file_is_reported_there() {
    for folder in ["files-bad", "files-claimed"].map(|folder| here().join(folder)) {
        let (compiled, source) = of_files(&folder.join("api.yaml"));
        let Err(Failure::Document(found)) = compiled else { panic!("the document has errors") };
        let report = report::plain(&Locator::new(&source.name, &source.text), &found);
        expect_file![folder.join("report.txt")].assert_eq(&report);
    }
}

/// A link out of the folder is not followed.
#[cfg(unix)]
#[test]
fn no_file_outside_of_the_folder_is_read() {
    let folder = std::env::temp_dir().join(format!("jsonapi-forge-files-{}", std::process::id()));
    let inside = folder.join("inside");
    fs::create_dir_all(&inside).expect("a folder can be made");
    fs::write(folder.join("secret.yaml"), "Secret: {type: string}").expect("a file can be written");
    let link = inside.join("link.yaml");
    let _ = fs::remove_file(&link);
    std::os::unix::fs::symlink(folder.join("secret.yaml"), &link).expect("a link can be made");
    let text = "components: {schemas: {A: {$ref: 'link.yaml#/Secret'}, B: {$ref: '../secret.yaml#/Secret'}}}";
    let found = source::Files::of(&inside.join("api.yaml"), text);
    fs::remove_dir_all(&folder).expect("the folder can go");
    assert_eq!(found.others, []);
}
