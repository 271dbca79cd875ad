//! The files around the items, on a small crate.

use expect_test::expect;

use super::{Metadata, Package, Provenance, Runtime, Tag, install, tree, with_runtime};
use crate::crate_name::CrateName;
use crate::flatten::Sources;
use crate::graph::Graph;
use crate::repair::{ForeignCrate, Located};

/// Makes a small crate, and returns its files by their paths.
fn small() -> impl Fn(&str) -> Option<String> {
    small_with(&[])
}

/// Makes the small crate with types of other crates.
fn small_with(crates: &[ForeignCrate]) -> impl Fn(&str) -> Option<String> + use<> {
    let name = name();
    let tag = |feature: &str, name: &str, operations| Tag {
        feature: feature.into(),
        name: name.into(),
        operations,
        docs: None,
    };
    let metadata = Metadata { license: "MIT".to_owned(), ..Metadata::default() };
    let package = Package {
        metadata: &metadata,
        name: &name,
        version: "0.1.0",
        description: "A \"small\" client\n{{name}}".to_owned(),
        provenance: Provenance {
            file: "spec.yaml".to_owned(),
            title: "Small".to_owned(),
            version: "1".to_owned(),
            sha256: "0123456789abcdef".to_owned(),
        },
        page: String::new(),
        example: "let client = 1;".to_owned(),
        doctest: String::new(),
        tags: vec![tag("accounts", "Accounts", 2), tag("odd", "`odd`", 1)],
        graph: Graph::default(),
        install: install(&name, Some(&"0.1.0".to_owned()), Some("accounts")),
        default_tags: vec!["odd".to_owned()],
        runtime: &Runtime::Vendored,
        crates,
    };
    let root = Sources::from([("lib.rs".to_owned(), "//! Small.\n".to_owned())]);
    let sources = with_runtime(root, &Runtime::Vendored, false);
    let tree = tree(&package, &sources).expect("no path is there twice");
    move |path| Some(String::from_utf8_lossy(tree.get(path)?).into_owned())
}

fn name() -> CrateName {
    CrateName::new("small-api").expect("a good name")
}

#[test]
fn a_manifest_escapes_texts_and_has_the_features_of_tags() {
    let manifest = small()("Cargo.toml").expect("it is there");
    for line in [
        r#"description = "A \"small\" client {{name}}""#,
        r#"license = "MIT""#,
        r#"default = ["odd", "reqwest", "rustls"]"#,
        r#"full = ["accounts", "odd"]"#,
        "accounts = []",
        "odd = []",
    ] {
        assert!(manifest.lines().any(|it| it == line), "{line}: {manifest}");
    }
}

#[test]
fn a_crate_that_types_are_of_is_no_option_of_the_runtime() {
    let regex = ForeignCrate {
        name: Located { text: "regex".to_owned(), at: 0..0 },
        source: Runtime::Version("1".to_owned()),
        default_features: true,
        features: Vec::new(),
    };
    let manifest = small_with(&[regex])("Cargo.toml").expect("it is there");
    assert!(manifest.contains("\nvalidation = []\n"), "{manifest}");
    let line = manifest.lines().find(|line| line.starts_with("regex = ")).expect("it is a dependency");
    assert!(!line.contains("optional"), "{line}");
}

#[test]
fn a_readme_says_how_the_crate_is_used_and_what_its_features_are() {
    let readme = small()("README.md").expect("it is there");
    let (_, usage) = readme.split_once("## Use\n\n").expect("has usage");
    let (usage, _) = usage.split_once("\n\n```rust").expect("has an example");
    expect![[r#"
        ```toml
        [dependencies]
        small-api = { version = "0.1.0", features = ["accounts"] }
        tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
        ```

        Each tag is a feature that has its operations; `full` has all of them. TLS is by `rustls`. For the library of the
        system, write `default-features = false, features = ["native-tls", "accounts"]`. The crate needs Rust 1.88 or newer."#]].assert_eq(usage);
    for line in [
        "* `full`: all 3 operations",
        "* `accounts`: `Accounts`, 2 operations",
        "* `odd` (by default): `` `odd` ``, 1 operation",
    ] {
        assert!(readme.lines().any(|it| it == line), "{line}: {readme}");
    }
}

#[test]
fn a_crate_that_is_not_published_is_used_by_its_path() {
    let unpublished = install(&name(), None, None);
    assert!(unpublished.contains("\nsmall-api = { path = \"../small-api\" }\n"), "{unpublished}");
    assert!(unpublished.contains("`default-features = false, features = [\"native-tls\"]`"), "{unpublished}");
}

#[test]
fn a_crate_has_the_text_of_its_licence_alone() {
    let text = small();
    assert!(
        text("LICENSE-MIT")
            .is_some_and(|text| { text.starts_with("MIT License\n\nCopyright (c) the authors of small-api\n") })
    );
    assert!(text("LICENSE-APACHE").is_none());
}

#[test]
fn heads_of_files_name_the_document_where_it_decides_on_them() {
    let text = small();
    let head = |path: &str| {
        let text = text(path).expect("it is there");
        text.lines().take(2).collect::<Vec<_>>().join("|")
    };
    let origin = format!("From Small, 1, SHA-256 0123456789ab.., by {}.", crate::GENERATOR);
    for (path, open, close) in [("src/lib.rs", "// ", ""), ("Cargo.toml", "# ", ""), ("README.md", "<!-- ", " -->")] {
        let head = head(path);
        assert!(head.starts_with(&format!("{open}@generated by jsonapi-forge.")), "{head}");
        assert!(head.ends_with(&format!("|{open}{origin}{close}")), "{head}");
    }
    // What is alike in all crates does not change when the document does.
    for path in ["src/runtime/mod.rs", "src/rt.rs", "rustfmt.toml", ".gitignore", ".gitattributes"] {
        let head = head(path);
        assert!(head.contains("@generated by jsonapi-forge.") && !head.contains("From Small"), "{head}");
    }
}
