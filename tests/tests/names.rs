//! The names file: what a later revision adds takes no name from what was there, and a name written by
//! hand renames.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::collections::BTreeSet;

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::{Compiled, Options, compile};
use jsonapi_forge::name::Lock;
use jsonapi_forge::repair::{AliasSource, Overrides};
use jsonapi_forge_tests::public_api::public_api;

const FIRST: &str = include_str!("names/first.yaml");
const SECOND: &str = include_str!("names/second.yaml");

fn compiled(text: &str, names: &Lock) -> Compiled {
    let options = Options::new(CrateName::new("names").expect("it is a name"));
    let options = Options { names: names.clone(), ..options };
    compile(text, "spec.yaml", &options).unwrap_or_else(|failure| panic!("{failure}: {failure:?}"))
}

fn lines(compiled: &Compiled) -> BTreeSet<String> {
    let api = public_api(&compiled.tree).unwrap_or_else(|bug| panic!("{bug}"));
    api.iter().filter(|(line, _)| !line.starts_with("feature ")).map(|(line, _)| line.to_owned()).collect()
}

/// What users of the first client would miss in the second one.
fn lost(first: &Compiled, second: &Compiled) -> Vec<String> {
    let kept = lines(second);
    lines(first).into_iter().filter(|line| !kept.contains(line)).collect()
}

/// Whether one of the lines is of this item.
fn names(lines: &[String], item: &str) -> bool {
    lines.iter().any(|line| line.starts_with(&format!("{item}: ")))
}

#[test]
fn what_is_added_takes_names_without_the_file() {
    let lost = lost(&compiled(FIRST, &Lock::default()), &compiled(SECOND, &Lock::default()));
    for item in [
        "books::Books", "books::Books::list_books", "books::ListBooks", "books::ListBooksLanguage",
        "resources::book::BookImprint", "resources::book::BookPlace",
    ] {
        assert!(names(&lost, item), "`{item}` is not lost: {lost:#?}");
    }
    // What is nearer to the root keeps its name, and so does a value in lower case.
    for item in ["resources::book::BookAddress", "resources::book::BookKind::Text"] {
        assert!(!names(&lost, item), "{lost:#?}");
    }
    // The name is there, and means something else: a silent change.
    assert!(!names(&lost, "resources::book::NewBook"), "{lost:#?}");
}

#[test]
fn with_the_file_nothing_that_was_there_changes() {
    let first = compiled(FIRST, &Lock::default());
    let second = compiled(SECOND, &first.names);
    assert_eq!(lost(&first, &second), [""; 0]);
    let sources = String::from_utf8_lossy(second.tree.get("src/books.rs").unwrap_or_default()).into_owned();
    let client: String =
        sources.split("pub fn create_client_book").nth(1).unwrap_or_default().chars().take(90).collect();
    assert!(client.contains("book::NewBook"), "the operation still takes what it took: {client}");
}

#[test]
fn the_file_alone_keeps_what_it_was_made_from() {
    for text in [FIRST, SECOND] {
        let once = compiled(text, &Lock::default());
        let file = once.names.render();
        let again = compiled(text, &Lock::parse(&file).unwrap_or_else(|found| panic!("{found:#?}")));
        assert!(once.tree == again.tree);
        assert_eq!(file, again.names.render());
    }
}

#[test]
fn what_comes_back_has_its_name_again() {
    let first = compiled(FIRST, &Lock::default());
    let second = compiled(SECOND, &first.names);
    let without = compiled(FIRST, &second.names);
    assert_eq!(without.names, second.names, "what left keeps its entries");
    assert!(compiled(SECOND, &without.names).tree == second.tree);
}

#[test]
fn a_name_written_into_the_file_renames() {
    let file = compiled(FIRST, &Lock::default()).names.render();
    let renamed = [
        ("list_books: list_books", "list_books: all"),
        ("\"resource book: address\": BookAddress", "\"resource book: address\": Street"),
        ("text: Text", "text: Written"),
        ("book: Book", "book: Volume"),
        ("Books: books", "Books: library"),
    ];
    let file = renamed.iter().fold(file, |file, (old, new)| {
        assert!(file.contains(old), "`{old}` is not in\n{file}");
        file.replacen(old, new, 1)
    });
    let api = lines(&compiled(FIRST, &Lock::parse(&file).unwrap_or_else(|found| panic!("{found:#?}"))));
    for item in [
        "library: mod",
        "library::Books::all: fn",
        "resources::volume::Street: struct",
        "resources::volume::BookKind::Written: variant",
        "resources::volume::Volume: struct",
        "resources::volume::VolumeId: type",
    ] {
        assert!(api.iter().any(|line| line.starts_with(item)), "`{item}` is not in {api:#?}");
    }
}

/// The methods of the first client's successor whose document says that `find_books` was `list_books` and `get_books`.
fn methods(names: &Lock, overrides: Overrides) -> Vec<String> {
    let renamed = "operationId: find_books\n      x-klaviyo-operation-aliases: [list_books, get_books]";
    let text = FIRST.replacen("operationId: list_books", renamed, 1);
    assert_ne!(text, FIRST);
    let options = Options::new(CrateName::new("names").expect("it is a name"));
    let options = Options { names: names.clone(), overrides, ..options };
    let compiled = compile(&text, "spec.yaml", &options).unwrap_or_else(|failure| panic!("{failure}: {failure:?}"));
    let methods = lines(&compiled).into_iter().filter(|line| line.ends_with("-> FindBooksRequest"));
    methods.filter_map(|line| Some(line.split_once(": fn")?.0.to_owned())).collect()
}

#[test]
fn earlier_names_stay_if_the_file_has_them_or_the_configuration_asks_for_all() {
    let first = compiled(FIRST, &Lock::default()).names;
    let document = || Overrides::new().aliases(AliasSource::Document);
    let (new, kept, never) = ("books::Books::find_books", "books::Books::list_books", "books::Books::get_books");
    assert_eq!(methods(&Lock::default(), Overrides::new()), [new]);
    assert_eq!(methods(&first, Overrides::new()), [new, kept]);
    assert_eq!(methods(&Lock::default(), document()), [new, never, kept]);
    assert_eq!(methods(&first, document()), [new, never, kept]);
    // It stays under the name that it had, whatever the rules would call it.
    let file = first.render().replacen("list_books: list_books", "list_books: all", 1);
    let file = Lock::parse(&file).unwrap_or_else(|found| panic!("{found:#?}"));
    assert_eq!(methods(&file, Overrides::new()), ["books::Books::all", new]);
}
