//! The files around the items, on a small crate.

use expect_test::expect;

use super::{Metadata, Package, Provenance, Runtime, Tag, install, tree, with_runtime};
use crate::crate_name::CrateName;
use crate::flatten::Sources;
use crate::graph::Graph;

/// Makes a small crate, and returns its files by their paths.
fn small() -> impl Fn(&str) -> Option<String> {
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
        tags: vec![tag("accounts", "Accounts", 2), tag("odd", "`odd`", 1)],
        graph: Graph::default(),
        install: install(&name, Some(&"0.1.0".to_owned()), Some("accounts")),
        default_tags: vec!["odd".to_owned()],
        runtime: &Runtime::Vendored,
        crates: &[],
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
fn a_manifest_has_the_features_of_tags_and_of_the_runtime() {
    let manifest = small()("Cargo.toml").expect("it is there");
    let (manifest, _) = manifest.split_once("[dependencies]").expect("has dependencies");
    let (_, manifest) = manifest.split_once("\n\n").expect("has a header");
    expect![[r#"
        [package]
        name = "small-api"
        version = "0.1.0"
        description = "A \"small\" client {{name}}"
        edition = "2024"
        rust-version = "1.88"
        readme = "README.md"
        license = "MIT"
        keywords = ["api-client", "json-api"]
        categories = ["api-bindings"]

        [package.metadata.docs.rs]
        # By default there is no operation at all.
        all-features = true

        [features]
        default = ["odd", "reqwest", "rustls"]
        full = ["accounts", "odd"]
        accounts = []
        blocking = ["dep:tokio", "tokio/rt"]
        brotli = ["reqwest", "reqwest/brotli"]
        gzip = ["reqwest", "reqwest/gzip"]
        http2 = ["reqwest", "reqwest/http2"]
        mock = []
        native-tls = ["reqwest", "reqwest/native-tls"]
        oauth = ["dep:base64"]
        odd = []
        reqwest = ["dep:http-body", "dep:reqwest", "dep:tokio"]
        rustls = ["reqwest", "reqwest/rustls"]
        testing = ["dep:base64"]
        tracing = ["dep:tracing"]
        validation = ["dep:regex"]
        webhook-signatures = ["dep:base64", "dep:hmac", "dep:sha2"]
        zstd = ["reqwest", "reqwest/zstd"]

    "#]]
    .assert_eq(manifest);
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
    let (_, features) = readme.split_once("## Features").expect("has features");
    expect![[r#"


        * `full`: all 3 operations
        * `accounts`: `Accounts`, 2 operations
        * `odd` (by default): `` `odd` ``, 1 operation
        * `blocking`: calls that wait, for programs without an async runtime
        * `brotli`: responses compressed by Brotli, in the default transport
        * `gzip`: responses compressed by gzip, in the default transport
        * `http2`: HTTP/2, in the default transport
        * `mock`: a server for tests, with a method per operation (module `mock`)
        * `native-tls`: TLS by the system's library, in the default transport; goes before `rustls`
        * `oauth`: OAuth access tokens that are renewed
        * `reqwest` (by default): the default transport, over `reqwest`; without a feature for TLS, to `http` addresses only
        * `rustls` (by default): TLS by `rustls`, in the default transport
        * `testing`: transports that answer from memory or from recordings, and one that records, for tests
        * `tracing`: a span per call and per attempt, by the crate `tracing`
        * `validation`: requests compared with the bounds, lengths and patterns of the document before they are sent
        * `webhook-signatures`: signatures of webhooks, verified
        * `zstd`: responses compressed by Zstandard, in the default transport

        ## License

        `MIT`
    "#]]
    .assert_eq(features);
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
