//! What ARCHITECTURE.md promises of the sources, read from the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use jsonapi_forge::compile::compile;
use jsonapi_forge_runtime::vendor::{PUBLIC_CLIENT, SOURCES, TYPES};
use jsonapi_forge_tests::cases::{VENDORED, cases};
use jsonapi_forge_tests::golden::{self, Files};
use jsonapi_forge_tests::program::workspace;
use proc_macro2::{TokenStream, TokenTree};

/// A source file, without what only tests see.
struct Source {
    /// Its path below `src`.
    path: String,
    /// Every identifier, and every path of identifiers: `std`, `std::fs`, `println!`, `.unwrap(`.
    words: BTreeSet<String>,
}

impl Source {
    fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Whether it is below one of these modules.
    fn is_in(&self, modules: &[&str]) -> bool {
        let of = |module: &&str| self.path == format!("{module}.rs") || self.path.starts_with(&format!("{module}/"));
        modules.iter().any(of)
    }
}

/// The sources below a folder.
fn sources(folder: &str) -> Vec<Source> {
    let files = golden::read(&workspace().join(folder));
    let files: Vec<Source> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".rs") && !path.ends_with("tests.rs"))
        .map(|(path, text)| Source { path: path.clone(), words: words(text) })
        .collect();
    assert!(files.len() > 5, "{folder} has no sources");
    files
}

/// The compiler's sources, read once.
fn generator() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(|| sources("generator/src"))
}

/// The words of a file.
fn words(text: &str) -> BTreeSet<String> {
    let mut file = syn::parse_file(text).expect("sources are Rust");
    file.items.retain(|item| !is_for_tests(item));
    let mut words = BTreeSet::new();
    for item in &file.items {
        if let syn::Item::Use(item) = item {
            imports(&item.tree, "", &mut words);
        }
        collect(quote::quote!(#item), &mut words);
    }
    words
}

fn is_for_tests(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| quote::quote!(#attribute).to_string().contains("cfg (test)"))
}

/// `use std::{fmt, fs}` as `std`, `std::fmt`, `std::fs`.
fn imports(tree: &syn::UseTree, prefix: &str, words: &mut BTreeSet<String>) {
    match tree {
        syn::UseTree::Path(path) => {
            let prefix = format!("{prefix}{}", path.ident);
            words.insert(prefix.clone());
            imports(&path.tree, &format!("{prefix}::"), words);
        }
        syn::UseTree::Name(name) => drop(words.insert(format!("{prefix}{}", name.ident))),
        syn::UseTree::Rename(name) => drop(words.insert(format!("{prefix}{}", name.ident))),
        syn::UseTree::Glob(_) => drop(words.insert(format!("{prefix}*"))),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, prefix, words)),
    }
}

/// Identifiers with the path before them, and with the `!` or `(` behind them.
fn collect(tokens: TokenStream, words: &mut BTreeSet<String>) {
    let mut path = String::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                if !path.ends_with("::") && !path.ends_with('.') {
                    path.clear();
                }
                path.push_str(&ident.to_string());
                words.insert(path.clone());
                words.insert(ident.to_string());
            }
            TokenTree::Punct(punct) if matches!(punct.as_char(), ':' | '.') => {
                if punct.as_char() == '.' {
                    path.clear();
                }
                path.push(punct.as_char());
            }
            TokenTree::Punct(punct) => {
                path.push(punct.as_char());
                words.insert(path.clone());
                path.clear();
            }
            TokenTree::Group(group) => {
                path.push('(');
                words.insert(path.clone());
                path.clear();
                collect(group.stream(), words);
            }
            TokenTree::Literal(_) => path.clear(),
        }
    }
}

/// The files outside of `modules` that have one of `words`.
fn offenders<'s>(sources: impl IntoIterator<Item = &'s Source>, modules: &[&str], words: &[&str]) -> Vec<String> {
    let outside = sources.into_iter().filter(|source| !source.is_in(modules));
    let found = outside.flat_map(|source| {
        let words = words.iter().filter(|word| source.has(word));
        words.map(|word| format!("{}: `{word}`", source.path)).collect::<Vec<_>>()
    });
    found.collect()
}

#[test]
fn only_spec_and_lower_know_openapi() {
    assert_eq!(offenders(generator(), &["spec", "lower"], &["openapiv3"]), [""; 0]);
}

#[test]
fn only_what_emits_knows_quote() {
    let modules = ["emit", "cookbook", "format", "flatten"];
    assert_eq!(offenders(generator(), &modules, &["quote::quote", "quote!", "prettyplease"]), [""; 0]);
    // Tokens are also what a program that is searched is measured by.
    let modules = ["emit", "cookbook", "format", "flatten", "against"];
    assert_eq!(offenders(generator(), &modules, &["proc_macro2"]), [""; 0]);
    // Whether a name is a keyword, and whether a text is the path of a type, `syn` knows best; a program it reads.
    let modules = ["emit", "cookbook", "format", "flatten", "crate_name", "rust_path", "against"];
    assert_eq!(offenders(generator(), &modules, &["syn"]), [""; 0]);
}

#[test]
fn only_profiles_name_a_vendor() {
    let vendors = ["klaviyo", "datadog", "jsonapidotnet"];
    assert_eq!(offenders(generator(), &["lower/vendor"], &vendors), [""; 0]);
}

/// CONTRIBUTING.md, "How to add a page style". The default of a table is a style, too.
#[test]
fn four_files_name_a_page_style() {
    let styles = ["Links", "LinkHeader", "LinksOrCount", "Count", "Cursor", "LastId"];
    let styles = styles.map(|style| format!("NextPage::{style}"));
    let styles: Vec<&str> = styles.iter().map(String::as_str).collect();
    assert_eq!(offenders(generator(), &["ir/page", "lower/paging/mod", "emit/paging"], &styles), [""; 0]);
    let runtime = sources("templates/src/runtime");
    assert_eq!(offenders(&runtime, &["paging/next_page", "paging/table"], &styles), [""; 0]);
}

#[test]
fn the_model_knows_neither() {
    let model = generator().iter().filter(|source| source.is_in(&["ir"]));
    assert_eq!(offenders(model, &[], &["openapiv3", "quote", "serde_json", "crate::name", "crate::emit"]), [""; 0]);
}

#[test]
fn stages_know_only_what_comes_before_them() {
    for (stage, later) in [
        ("source", &["repair", "spec", "lower", "check", "name", "emit", "write"][..]),
        ("repair", &["lower", "check", "name", "emit", "write"]),
        ("spec", &["repair", "lower", "check", "name", "emit", "write"]),
        ("lower", &["repair", "check", "name", "emit", "write"]),
        ("check", &["name", "emit", "write"]),
        ("name", &["lower", "spec", "emit", "write"]),
        ("graph", &["lower", "name", "emit", "package", "write"]),
        ("emit", &["source", "spec", "lower", "write"]),
        ("cookbook", &["source", "spec", "lower", "package", "write"]),
        ("client", &["source", "spec", "lower", "check", "emit", "write"]),
        ("diff", &["spec", "lower", "check", "emit", "format", "write"]),
        ("against", &["spec", "lower", "check", "emit", "format"]),
        ("write", &["spec", "lower", "ir", "check", "name", "emit"]),
    ] {
        let sources = || generator().iter().filter(|source| source.is_in(&[stage]));
        assert!(sources().next().is_some(), "{stage}");
        let later: Vec<String> = later.iter().map(|module| format!("crate::{module}")).collect();
        let later: Vec<&str> = later.iter().map(String::as_str).collect();
        assert_eq!(offenders(sources(), &[], &later), [""; 0], "{stage}");
    }
}

#[test]
fn only_write_changes_files() {
    let reading = ["write", "source", "config", "samples/folder", "against/program"];
    assert_eq!(offenders(generator(), &reading, &["std::fs", "fs"]), [""; 0]);
    let changing = [
        "fs::write(", "fs::rename(", "fs::remove_file(", "fs::create_dir_all(", "fs::create_dir(", "fs::File",
        "fs::OpenOptions",
    ];
    assert_eq!(offenders(generator(), &["write"], &changing), [""; 0]);
    let net = ["std::net", "TcpStream", "reqwest", "std::process::Command"];
    assert_eq!(offenders(generator(), &[], &net), [""; 0]);
    let fetching = generator().iter().filter(|source| source.path != "cli/download.rs");
    assert_eq!(offenders(fetching, &[], &["ureq"]), [""; 0]);
}

#[test]
fn the_library_prints_nothing_but_a_line_for_cargo() {
    let printing = ["println!", "eprintln!", "print!", "eprint!", "stdout", "stderr"];
    // What examples print, they print in the programs of others.
    let found = offenders(generator(), &["main", "cli", "cookbook"], &printing);
    assert_eq!(found, ["build_script.rs: `println!`"]);
}

#[test]
fn nothing_panics_on_purpose() {
    let panicking = [".unwrap(", ".unwrap_err(", "panic!", "unreachable!", "todo!", "unimplemented!", "dbg!"];
    assert_eq!(offenders(generator(), &[], &panicking), [""; 0]);
    assert_eq!(offenders(&sources("templates/src"), &[], &panicking), [""; 0]);
}

/// The first lines of docs in a text, each with the line of code that they are of.
fn first_lines(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut first: Option<&str> = None;
    let mut in_attribute = false;
    for line in text.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("///") {
            first = first.or(Some(doc.trim()));
        } else if in_attribute || line.starts_with("#[") {
            in_attribute = !line.ends_with(']');
        } else if let Some(doc) = first.take() {
            found.push((doc, line));
        }
    }
    found
}

/// Whether docs begin as they should: those of a function with a verb, those of a type or a static not with a question word.
fn begins_well(doc: &str, code: &str) -> bool {
    let word = doc.split_once(' ').map_or(doc, |(word, _)| word).trim_end_matches([',', '.', ':', ';']);
    match code.split(' ').find(|word| ["fn", "struct", "enum", "trait", "type", "static"].contains(word)) {
        Some("fn") => word.ends_with('s') && word.starts_with(|first: char| first.is_ascii_uppercase()),
        Some(_) => !["What", "Who", "How", "Where", "With", "Of", "That", "To"].contains(&word),
        None => true,
    }
}

#[test]
fn docs_of_functions_begin_with_a_verb_and_those_of_types_with_a_noun() {
    for folder in ["generator/src", "templates/src"] {
        let files = golden::read(&workspace().join(folder));
        let sources = files.iter().filter(|(path, _)| path.ends_with(".rs"));
        let found: Vec<String> = sources
            .flat_map(|(path, text)| first_lines(text).into_iter().map(move |found| (path, found)))
            .filter(|(_, (doc, code))| !begins_well(doc, code))
            .map(|(path, (doc, code))| format!("{path}: {doc} ({code})"))
            .collect();
        assert_eq!(found, [""; 0], "{folder}");
    }
}

#[test]
fn free_functions_have_names_that_say_something() {
    let vague = ["of", "at", "all", "put", "got", "now", "cut"];
    for folder in ["generator/src", "templates/src", "tests/src"] {
        let files = golden::read(&workspace().join(folder));
        let of_file = files.iter().filter(|(path, _)| path.ends_with(".rs")).flat_map(|(path, text)| {
            let file = syn::parse_file(text).expect("sources are Rust");
            let functions = file.items.into_iter().filter_map(|item| match item {
                syn::Item::Fn(function) => Some(function.sig.ident.to_string()),
                _ => None,
            });
            functions.filter(|name| vague.contains(&name.as_str())).map(move |name| format!("{path}: {name}"))
        });
        assert_eq!(of_file.collect::<Vec<_>>(), [""; 0], "{folder}");
    }
}

#[test]
fn the_runtime_can_be_put_anywhere() {
    let runtime = sources("templates/src/runtime");
    for source in &runtime {
        let absolute: Vec<_> = source.words.iter().filter(|word| word.starts_with("crate::")).collect();
        assert!(absolute.is_empty(), "{}: {absolute:?}", source.path);
    }
    let listed: BTreeSet<&str> = SOURCES.iter().map(|source| source.path).collect();
    let there: BTreeSet<&str> = runtime.iter().map(|source| source.path.as_str()).collect();
    assert_eq!(listed, there);
}

#[test]
fn the_oracle_is_independent_of_the_compiler() {
    let oracle = sources("tests/src/oracle");
    assert_eq!(offenders(&oracle, &[], &["jsonapi_forge", "jsonapi_forge_runtime", "openapiv3"]), [""; 0]);
}

#[test]
fn generated_crates_depend_on_the_runtime_and_copy_none_of_it() {
    let crates = fs::read_dir(workspace().join("generated")).expect("there are generated crates");
    let crates: Vec<_> = crates.map(|entry| entry.expect("the folder can be listed").path()).collect();
    assert!(crates.len() >= 2);
    for folder in crates {
        let files: Files = golden::read(&folder.join("src"));
        assert!(!files.keys().any(|path| path.starts_with("runtime")), "{}", folder.display());
        let types = files.get("rt.rs").map(|text| without_header(text)).unwrap_or_default();
        assert_eq!(types.strip_suffix(PUBLIC_CLIENT).unwrap_or(types), TYPES, "{}", folder.display());
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a crate has a manifest");
        let dependencies = manifest.split("[dependencies]\n").nth(1).unwrap_or_default();
        let lines: Vec<&str> = dependencies.lines().take_while(|line| !line.is_empty()).collect();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines.iter().all(|line| line.starts_with("jsonapi-forge-runtime = { path = ")), "{lines:?}");
    }
}

#[test]
fn a_vendored_runtime_is_copied_as_it_is() {
    let case = cases().into_iter().find(|case| case.name == VENDORED).expect("the case is there");
    let compiled = compile(&case.text, "spec.yaml", &case.options()).expect("cases are good");
    let copied = compiled.tree.iter().filter(|(path, _)| path.as_str().starts_with("src/runtime/"));
    assert_eq!(copied.count(), SOURCES.len());
    for source in SOURCES {
        let text = compiled.tree.get(&format!("src/runtime/{}", source.path)).unwrap_or_default();
        let text = String::from_utf8_lossy(text);
        assert!(text.starts_with("// @generated"), "{}", source.path);
        // Macros are for the client itself: only the crate of the runtime exports them.
        let of_a_module: Vec<&str> = lines_of_a_module(source.text).collect();
        let copied: Vec<&str> = without_header(&text).lines().collect();
        assert_eq!(copied, of_a_module, "{}", source.path);
    }
    let root = String::from_utf8_lossy(compiled.tree.get("src/lib.rs").unwrap_or_default());
    assert!(root.contains("\npub mod runtime;\n"));
}

/// The lines of a file but for those that export a macro.
fn lines_of_a_module(text: &str) -> impl Iterator<Item = &str> {
    let exports = |line: &&str| *line != "#[macro_export]";
    let hidden = text.contains("#[macro_export]");
    text.lines().filter(exports).filter(move |line| !hidden || *line != "#[doc(hidden)]")
}

/// A generated file without the comments that say who wrote it.
fn without_header(text: &str) -> &str {
    text.split_once('\n').map_or("", |(_, body)| body)
}

#[test]
fn what_the_architecture_names_is_there() {
    let text = fs::read_to_string(workspace().join("ARCHITECTURE.md")).expect("the file is there");
    let spans = text.split('`').skip(1).step_by(2).filter(|span| span.contains('/') && !span.contains([' ', '\n']));
    let named: Vec<&str> = spans.collect();
    assert!(named.len() > 8, "{named:?}");
    for path in named {
        assert!(exists(path), "ARCHITECTURE.md names `{path}`");
    }
    let stages = text.lines().find(|line| line.starts_with("text -> ")).expect("the pipeline is there");
    for stage in stages.split(" -> ").skip(1) {
        assert!(exists(&format!("generator/src/{stage}")) || exists(&format!("generator/src/{stage}.rs")), "{stage}");
    }
}

fn exists(path: &str) -> bool {
    workspace().join(Path::new(path)).exists()
}
