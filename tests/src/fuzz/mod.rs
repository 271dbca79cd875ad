//! What fuzzing tries. A target is a function of bytes that panics where something is wrong; `fuzz/` hands them to
//! libFuzzer, the program `fuzz` and the tests to a loop of their own.

pub mod mutate;
pub mod wire;

use std::fs;
use std::path::Path;

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::{Failure, Options, compile};
use jsonapi_forge::config::{self, Edit, edit};
use jsonapi_forge::diag::Diagnostics;
use jsonapi_forge::name::Lock;
use jsonapi_forge::{report, source};
use serde_json::Value;

use crate::program::workspace;
use crate::random::Random;

/// A target.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// What it is called.
    pub name: &'static str,
    /// Tries an input.
    pub run: fn(&[u8]),
    inputs: Inputs,
}

/// What inputs are made of.
#[derive(Debug, Clone, Copy)]
enum Inputs {
    /// Good texts, mutated: the folders of the repository that have them, and how their names end.
    Texts(&'static [(&'static str, &'static str)]),
    /// The same, and mutated as trees of JSON most of the time.
    Trees(&'static [(&'static str, &'static str)]),
    /// Pieces, one after another.
    Pieces(&'static [&'static str]),
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target {
        name: "source",
        run: read_source,
        inputs: Inputs::Texts(&[("tests/cases", "spec.yaml"), ("tests/bad", "")]),
    },
    Target { name: "compile", run: compile_document, inputs: Inputs::Trees(&[("tests/cases", "spec.yaml")]) },
    Target {
        name: "config",
        run: read_configuration,
        inputs: Inputs::Texts(&[(".", "jsonapi-forge.toml"), ("tests/cases", ".toml")]),
    },
    Target {
        name: "names",
        run: read_names,
        inputs: Inputs::Texts(&[("spec", ".names.yaml"), ("tests", ".names.yaml")]),
    },
    Target { name: "links", run: wire::follow_link, inputs: Inputs::Pieces(wire::LINKS) },
    Target { name: "filter", run: wire::render_filter, inputs: Inputs::Pieces(wire::FILTERS) },
];

/// Returns whether two values are the same. Zero has no sign for us, as for YAML.
fn is_same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(ours), Value::Number(theirs)) => {
            ours == theirs || [ours, theirs].iter().all(|number| number.as_f64() == Some(0.0))
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| is_same(ours, theirs))
        }
        (Value::Object(ours), Value::Object(theirs)) => {
            let is_member = |(name, ours)| theirs.get(name).is_some_and(|theirs| is_same(ours, theirs));
            ours.len() == theirs.len() && ours.iter().all(is_member)
        }
        (ours, theirs) => ours == theirs,
    }
}

/// Reads a document. JSON that others read is read alike, unless a diagnostic says why not; and a diagnostic can be
/// shown.
///
/// # Panics
///
/// When something is wrong.
pub fn read_source(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    match source::read(&text) {
        Ok(document) => {
            if let Ok(value) = serde_json::from_str::<Value>(&text)
                && document.diagnostics.iter().next().is_none()
            {
                assert!(is_same(&document.value, &value), "JSON is read otherwise: {} for {value}", document.value);
            }
        }
        Err(diagnostic) => {
            let mut diagnostics = Diagnostics::new();
            diagnostics.push(diagnostic);
            let shown = report::plain(&source::Locator::new("input", &text), &diagnostics);
            assert!(shown.starts_with("input:"), "{shown}");
        }
    }
}

/// Compiles a document. It becomes a client, or there are diagnostics that can be shown.
///
/// # Panics
///
/// When something is wrong.
pub fn compile_document(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let options = Options::new(CrateName::new("fuzzed").expect("a crate can be called so"));
    match compile(&text, "input", &options) {
        Ok(compiled) => assert!(compiled.tree.get("src/lib.rs").is_some()),
        Err(Failure::Document(diagnostics)) => {
            let shown = report::plain(&source::Locator::new("input", &text), &diagnostics);
            assert!(shown.contains("error["), "a refusal without an error: {shown}");
        }
        Err(other) => assert_eq!(other.to_string(), "", "a defect"),
    }
    // With the features of the command line, each text that was parsed as Rust is kept for its positions until then.
    proc_macro2::extra::invalidate_current_thread_spans();
}

/// Reads a configuration, and changes it as `update` does.
///
/// # Panics
///
/// When something is wrong.
pub fn read_configuration(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let Ok(config) = config::parse(&text, Path::new("folder")) else { return };
    let changed = Edit { input: "a \"b\"", version: "9.9.9", from: "x", date: "2026-01-01", sha256: &"0".repeat(64) };
    for api in &config.apis {
        // `None` where the file has the client in a form that is not changed by a program.
        if let Some(text) = edit(&text, api.name.as_str(), &changed) {
            let again = config::parse(&text, Path::new("folder")).expect("a changed configuration is one");
            let api = again.apis.iter().find(|other| other.name == api.name).expect("the client is still there");
            assert_eq!((api.version.as_str(), api.input.as_path()), ("9.9.9", Path::new("folder/a \"b\"")));
        }
    }
}

/// Reads a names file, and writes it.
///
/// # Panics
///
/// When something is wrong.
pub fn read_names(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let Ok(names) = Lock::parse(&text) else { return };
    assert_eq!(Lock::parse(&names.render()).as_ref(), Ok(&names), "{}", names.render());
}

impl Target {
    /// Returns what its inputs are made of.
    ///
    /// # Panics
    ///
    /// When there is nothing.
    pub fn corpus(&self) -> Vec<String> {
        let mut texts = Vec::new();
        match self.inputs {
            Inputs::Texts(folders) | Inputs::Trees(folders) => {
                folders.iter().for_each(|(folder, end)| collect(&workspace().join(folder), end, &mut texts));
            }
            Inputs::Pieces(pieces) => texts.extend(pieces.iter().map(|&piece| piece.to_owned())),
        }
        assert!(!texts.is_empty(), "{} has no corpus", self.name);
        texts
    }

    /// Returns the input of a seed.
    pub fn input(&self, corpus: &[String], seed: u64) -> Vec<u8> {
        let mut random = Random::new(seed);
        if let Inputs::Pieces(_) = self.inputs {
            let pieces = random.below(8);
            return (0..pieces).map(|_| random.one_of(corpus)).collect::<String>().into_bytes();
        }
        let (text, other) = (random.one_of(corpus), random.one_of(corpus));
        if matches!(self.inputs, Inputs::Trees(_)) && !random.once_in(8) {
            let value = source::read(&text).expect("the corpus is good").value;
            return mutate::tree(&value, &mut random).to_string().into_bytes();
        }
        mutate::text(&text, &other, &mut random).into_bytes()
    }
}

/// Collects the texts below a folder whose names end so, one level of folders deep.
fn collect(folder: &Path, end: &str, texts: &mut Vec<String>) {
    let mut paths: Vec<_> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let inner = path.join(end);
        let found = if path.is_dir() && !end.is_empty() && inner.is_file() { inner } else { path.clone() };
        if found.is_file() && found.to_string_lossy().ends_with(end) {
            texts.extend(fs::read_to_string(&found));
        } else if path.is_dir() && folder.ends_with("spec") {
            collect(&path, end, texts);
        }
    }
}
