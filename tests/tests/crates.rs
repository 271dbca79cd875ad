//! Golden cases as crates of their own: no warning of the compiler, of clippy or of rustdoc, with any
//! single tag, with none and with all, for the hardest; and the recipes of the cookbook run.

use std::fs;
use std::path::Path;

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::{Compiled, Options, compile};
use jsonapi_forge::write::{apply, plan};
use jsonapi_forge_tests::cases::{Case, cases, runtime};
use jsonapi_forge_tests::scratch::Scratch;

/// The cases that are compiled with every feature by itself.
const CASES: &[&str] =
    &["arguments", "dialects", "hostile", "names", "queries", "shared", "strictness", "tags", "taken"];

/// Documents of services whose clients are compiled with each tag alone. They lie beside the repository.
const DOCUMENTS: &[&str] =
    &["autodesk/datamanagement.yaml", "elasticpath/subscriptions.yaml", "snyk/policy-2024-10-15.yaml"];

/// The cases whose cookbooks are tried: together they have all recipes, in every dialect.
const COOKBOOKS: &[&str] =
    &["atomic", "free-form", "hostile", "identifiers", "names", "outcomes", "queries", "taken", "vendor", "writes"];

#[test]
fn no_feature_of_a_crate_gives_a_warning() {
    let failures: Vec<String> = chosen(CASES).flat_map(|case| check(&case)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn recipes_do_what_they_say() {
    let words = words("test --doc --features full,mock");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let run = |case: Case| {
        let report = written(&case, "cookbook").0.cargo(&words).err()?;
        Some(format!("{}: {report}", case.name))
    };
    let failures: Vec<String> = chosen(COOKBOOKS).filter_map(run).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// A program that was written for a document that requires `title` and `url`.
const CALLER: &str = "
use caller::{Client, Error, resources::book::NewBook};

pub async fn create(client: &Client) -> Result<(), Error> {
    let book = NewBook::builder().title(\"Emma\").url(\"https://example.com/1\").build();
    client.untagged().create_book(book.pages(474)).send().await?;
    Ok(())
}

fn main() {}
";

/// What the next document requires, and what the compiler then says of the program.
const LATER: [(&str, &str); 3] = [
    ("brand, title, url", "HAS_BRAND"),
    // Positional arguments would be the same in number and type.
    ("brand, title", "no method named `url`"),
    ("title", "named `builder`"),
];

/// Values that setters do not take, each with what the compiler then says.
const WRONG: [(&str, &str); 4] = [
    (".subtitle(Some(String::new()))", "a value of type `Option<String>` is given where `Change<String>` is sent"),
    (".subtitle(474)", "a value of type `{integer}` is given where `Change<String>` is sent"),
    (".extras(Extras)", "a value of type `Extras` is given where `AnyObject` is sent"),
    (".size(true)", "a value of type `bool` is given where `NewBookSize` is sent"),
];

#[test]
fn a_wrong_value_is_an_error_in_words_of_ours() {
    let setters: String = WRONG.iter().map(|(setter, _)| format!("let book = book{setter};")).collect();
    let program = format!(
        "struct Extras;\n{}",
        CALLER
            .replace("caller::", "wrong_values::")
            .replace("client.untagged()", &format!("{setters}client.untagged()"))
    );
    let program = format!(
        "{program}\npub fn filter() {{ let _ = wrong_values::untagged::GetBooksFilter::title().contains(\"Emma\"); }}"
    );
    let report = check_program("wrong-values", "title, url", &program).expect_err("the program needs a change");
    for (setter, complaint) in WRONG {
        assert!(report.contains(complaint), "{setter}: {report}");
    }
    assert!(report.contains("this field cannot be filtered by `contains`"), "{report}");
    assert!(report.contains("what a program may have or not is set by `maybe(value, setter)`"), "{report}");
    assert!(!report.contains("other types implement"), "{report}");
}

#[test]
fn other_requirements_are_errors_at_their_callers() {
    check_caller("title, url").expect("the program goes with its document");
    for (required, complaint) in LATER {
        let report = check_caller(required).expect_err("the program needs a change");
        assert!(report.contains(complaint), "{required}: {report}");
    }
}

/// Compiles [`CALLER`] with the client of a document that requires these attributes.
fn check_caller(required: &str) -> Result<(), String> {
    check_program("caller", required, CALLER)
}

/// Compiles a program with the same client, which has that name.
fn check_program(name: &str, required: &str, program: &str) -> Result<(), String> {
    let text = include_str!("crates/requirements.yaml").replace("$REQUIRED", required);
    let scratch = Scratch::new(name);
    let options = Options {
        runtime: runtime(&scratch.folder),
        ..Options::new(CrateName::new(name).expect("the name is a good one"))
    };
    let compiled = compile(&text, "spec.yaml", &options).expect("the document is good");
    apply(&plan(&compiled.tree, &scratch.folder).expect("the folder is empty")).expect("the folder can be written to");
    let examples = scratch.folder.join("examples");
    fs::create_dir_all(&examples).expect("the folder can be written to");
    fs::write(examples.join("caller.rs"), program).expect("the folder can be written to");
    scratch.cargo(&["check", "--examples", "--no-default-features", "--features", "full"])
}

/// What several tags share stands in the module of one of them, and is there without it.
#[test]
fn every_tag_of_a_case_compiles_alone() {
    let mut failures = Vec::new();
    for case in cases().into_iter().filter(|case| !CASES.contains(&case.name.as_str())) {
        let compiled = compile(&case.text, "spec.yaml", &case.options()).expect("cases are good");
        let tags = tags(&compiled);
        // With one tag alone there is all that there is with all tags.
        if tags.len() > 1 {
            let (scratch, _) = written(&case, "tags");
            let command = |tag: &String| words(&format!("check --no-default-features --features {tag}"));
            failures.extend(run(&case, &scratch, &tags.iter().map(command).collect::<Vec<_>>()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn every_tag_of_a_service_compiles_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/specs");
    if !folder.is_dir() {
        println!("SKIPPED: the documents of the services are not beside the repository; nothing was tested");
        return;
    }
    let failures: Vec<String> = DOCUMENTS.iter().flat_map(|path| alone(&folder, path)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// Compiles the client of a document with each tag alone.
fn alone(folder: &Path, path: &str) -> Vec<String> {
    let text = fs::read_to_string(folder.join(path)).expect("the documents are text");
    let stem = Path::new(path).file_stem().expect("a document has a name").to_string_lossy();
    let name = CrateName::new(&format!("alone-{stem}")).expect("the documents are named so that crates can be");
    let scratch = Scratch::new(name.as_str());
    let options = Options { runtime: runtime(&scratch.folder), ..Options::new(name) };
    let compiled = compile(&text, path, &options).expect("the documents are good");
    apply(&plan(&compiled.tree, &scratch.folder).expect("the folder is empty")).expect("the folder can be written to");
    let tags = tags(&compiled);
    println!("{path}: {} tags", tags.len());
    let failed = tags.iter().filter_map(|tag| {
        let report = scratch.cargo(&["check", "--no-default-features", "--features", tag]).err()?;
        Some(format!("{path}: {report}"))
    });
    failed.collect()
}

fn chosen(names: &[&str]) -> impl Iterator<Item = Case> {
    cases().into_iter().filter(|case| names.contains(&case.name.as_str()))
}

/// A case as a crate in a folder of its own, for one test.
fn written(case: &Case, test: &str) -> (Scratch, Compiled) {
    let scratch = Scratch::new(&format!("{}-{test}", case.options().crate_name.as_str()));
    let options = case.options_in(&scratch.folder);
    let compiled = compile(&case.text, "spec.yaml", &options).expect("cases are good");
    apply(&plan(&compiled.tree, &scratch.folder).expect("the folder is empty")).expect("the folder can be written to");
    (scratch, compiled)
}

fn check(case: &Case) -> Vec<String> {
    let (scratch, compiled) = written(case, "features");
    let all = scratch.all_features();
    let mut commands: Vec<Vec<String>> = vec![
        words(&format!("clippy --features {all}")),
        words(&format!("doc --no-deps --features {all}")),
        words("check --no-default-features"),
    ];
    let tags = tags(&compiled);
    // What other tags have is not there to be linked to.
    commands.extend(tags.first().map(|tag| words(&format!("doc --no-deps --no-default-features --features {tag}"))));
    for tag in tags {
        commands.push(words(&format!("check --no-default-features --features {tag}")));
    }
    run(case, &scratch, &commands)
}

fn run(case: &Case, scratch: &Scratch, commands: &[Vec<String>]) -> Vec<String> {
    let run = |command: &Vec<String>| {
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        scratch.cargo(&command).err().map(|report| format!("{}: {report}", case.name))
    };
    commands.iter().filter_map(run).collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

/// The features of tags, as the manifest's `full` lists them.
fn tags(compiled: &Compiled) -> Vec<String> {
    let manifest =
        String::from_utf8_lossy(compiled.tree.get("Cargo.toml").expect("a crate has a manifest")).into_owned();
    let full = manifest.lines().find_map(|line| line.strip_prefix("full = [")).expect("there is a feature `full`");
    let names = full.trim_end_matches(']').split(',').map(|name| name.trim().trim_matches('"').to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_chosen_cases_are_there() {
    assert_eq!(chosen(COOKBOOKS).count(), COOKBOOKS.len());
    assert_eq!(chosen(CASES).count(), CASES.len());
    assert!(chosen(CASES).all(|case| fs::exists(case.folder.join("out")).is_ok_and(|there| there)));
}
