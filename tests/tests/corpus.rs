//! The official descriptions of services, which lie beside the repository: each becomes a client with
//! all its operations. Some of the clients are compiled, with warnings denied; all of them with
//! `JSONAPI_FORGE_CORPUS=all`.
//!
//! Without the documents the tests say so and pass.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs, thread};

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::{Compiled, Options, compile};
use jsonapi_forge::source;
use jsonapi_forge::write::{apply, plan};
use jsonapi_forge_tests::cases::runtime;
use jsonapi_forge_tests::scratch::Scratch;
use serde_json::Value;

/// The clients that are compiled in every run.
const COMPILED: &[&str] = &["2022-10-17", "2026-07-15", "JsonApiDotNetCoreExample", "authentication-realms", "shopper"];

/// A document of the corpus.
struct Document {
    name: String,
    text: String,
}

impl Document {
    fn options(&self) -> Options {
        let name = format!("corpus-{}", self.name.to_ascii_lowercase().replace('.', "-"));
        Options::new(CrateName::new(&name).expect("the documents are named so that crates can be"))
    }

    fn compile(&self) -> Compiled {
        self.compile_with(&self.options())
    }

    fn compile_with(&self, options: &Options) -> Compiled {
        compile(&self.text, &format!("{}.json", self.name), options)
            .unwrap_or_else(|failure| panic!("{}: {failure}", self.name))
    }

    /// How many operations are described.
    fn operations(&self) -> usize {
        const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
        let value: Value = source::read(&self.text).expect("the documents can be read").value;
        let items = value.get("paths").and_then(Value::as_object).expect("the documents have paths");
        items.values().map(|item| METHODS.iter().filter(|method| item.get(method).is_some()).count()).sum()
    }
}

/// All documents, by name; none when they are not there.
fn corpus() -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/specs");
    if !folder.is_dir() {
        println!("SKIPPED: the official descriptions are not beside the repository; nothing was tested");
        return Vec::new();
    }
    let mut paths: Vec<PathBuf> = list(&folder).iter().flat_map(|service| list(service)).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json" || extension == "yaml"));
    paths.sort();
    let document = |path: PathBuf| Document {
        name: path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
        text: fs::read_to_string(&path).expect("the documents are text"),
    };
    paths.into_iter().map(document).collect()
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.expect("a folder that was opened can be listed").path()).collect()
}

#[test]
fn every_operation_comes_out_twice_alike() {
    for document in corpus() {
        let start = Instant::now();
        // At once, since most of the time of this test is theirs.
        let (compiled, again) = thread::scope(|scope| {
            let again = scope.spawn(|| document.compile());
            (document.compile(), again.join().expect("the compiler does not panic"))
        });
        let seconds = start.elapsed().as_secs_f64();
        let summary = &compiled.summary;
        println!(
            "{}: {} operations, {} resource types, {seconds:.2} s",
            document.name, summary.operations, summary.resources
        );
        assert_eq!(summary.operations, document.operations(), "{}", document.name);
        assert!(summary.skipped.is_empty(), "{}: {:#?}", document.name, summary.skipped);
        assert!(again.tree == compiled.tree, "{}: differs from run to run", document.name);
    }
}

#[test]
fn clients_compile_without_warnings() {
    let all = env::var_os("JSONAPI_FORGE_CORPUS").is_some_and(|value| value == "all");
    let mut failures = Vec::new();
    for document in corpus().iter().filter(|document| all || COMPILED.contains(&document.name.as_str())) {
        let scratch = Scratch::new(document.options().crate_name.as_str());
        let options = Options { runtime: runtime(&scratch.folder), ..document.options() };
        let plan = plan(&document.compile_with(&options).tree, &scratch.folder).expect("the folder can be written to");
        apply(&plan).expect("the folder can be written to");
        let start = Instant::now();
        if let Err(report) = scratch.cargo(&["check", "--features", &scratch.all_features()]) {
            failures.push(format!("{}:\n{report}", document.name));
        }
        println!("{}: checked in {:.1} s", document.name, start.elapsed().as_secs_f64());
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
