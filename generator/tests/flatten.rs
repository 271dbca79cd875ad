//! A crate in one file: modules in braces, features decided.

use expect_test::expect;
use jsonapi_forge::features::{FeatureTable, Features};
use jsonapi_forge::flatten::{Sources, flatten};

fn sources() -> Sources {
    let files = [
        (
            "lib.rs",
            r##"//! About `the` crate.
            #![deny(missing_docs)]
            pub use runtime::Client;
            pub mod runtime;
            /// Accounts.
            #[cfg(feature = "accounts")] pub mod accounts;
            #[cfg(feature = "tags")] pub mod tags;
            pub mod resources;
            static S: S = S { all: &[#[cfg(feature = "tags")] (1, &[]), (2, &[#[cfg(feature = "x")] A])], #[cfg(feature = "x")] x: 1 };
            static ALL: &[&str] = &[#[cfg(feature = "tags")] X, #[cfg(not(feature = "tags"))] Y];
            impl Client {
                #[cfg(feature = "reqwest")] pub fn new() {}
                #[cfg(any(feature = "tags", feature = "x"))] pub fn old() {}
                #[cfg(test)] fn test() {}
            }
            "##,
        ),
        (
            "accounts.rs",
            "//! Accounts.\nuse super::runtime as rt;\n\n// A comment that stays.\npub struct  Accounts;\n",
        ),
        ("tags.rs", "pub struct Tags;\n"),
        ("resources/mod.rs", "#[cfg(feature = \"accounts\")] pub mod account; pub mod r#type;"),
        ("resources/account.rs", "pub struct A { #[cfg(feature = \"tags\")] pub a: u8, pub b: u8 }\n"),
        ("resources/type.rs", "pub enum T { #[cfg(feature = \"accounts\")] A(u8), #[cfg(feature = \"tags\")] B }\n"),
        (
            "runtime/mod.rs",
            "//! Runtime.\nmod client;\n#[cfg(feature = \"reqwest\")]\nmod net;\npub use client::Client;\n",
        ),
        ("runtime/client.rs", "/// Kept  as it is.\npub struct Client  ;\n"),
        ("runtime/net.rs", "const TEXT: &str = \"\n}\n\";\n"),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn features(on: &[&str]) -> Features {
    let table: FeatureTable =
        ["accounts", "tags", "reqwest", "x"].into_iter().map(|name| (name.to_owned(), Vec::new())).collect();
    Features::resolve(&table, on.iter().copied()).expect("they are there")
}

#[test]
fn modules_are_in_braces_and_features_are_decided() {
    let text = flatten(&sources(), &features(&["accounts", "reqwest"]), "// Head.\n").expect("the sources are good");
    expect![[r#"
        // Head.

        #[allow(unused_imports, unreachable_pub)]
        pub use client_crate::*;

        #[allow(unused, deprecated, unreachable_pub, unused_qualifications, unused_results, missing_docs, missing_debug_implementations, missing_copy_implementations, rust_2018_idioms, rust_2024_compatibility, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction, clippy::cargo, rustdoc::all)]
        mod client_crate {
        //! About `the` crate.

        pub use runtime::Client;

        pub mod runtime {
        //! Runtime.

        mod client {
        /// Kept  as it is.
        pub struct Client  ;
        }

        mod net {
        const TEXT: &str = "
        }
        ";
        }

        pub use client::Client;
        }

        /// Accounts.
        pub mod accounts {
        //! Accounts.
        use super::runtime as rt;

        // A comment that stays.
        pub struct  Accounts;
        }

        pub mod resources {

        pub mod account {

        pub struct A {
            pub b: u8,
        }
        }

        pub mod r#type {

        pub enum T {
            A(u8),
        }
        }
        }

        static S: S = S { all: &[(2, &[])] };

        static ALL: &[&str] = &[Y];

        impl Client {
            pub fn new() {}

            #[cfg(test)]
            fn test() {}
        }
        }
    "#]].assert_eq(&text);
    assert!(!text.contains("feature"));
}

#[test]
fn what_is_not_there_is_a_bug() {
    let mut incomplete = sources();
    incomplete.remove("accounts.rs");
    let bug = flatten(&incomplete, &features(&["accounts"]), "").expect_err("a file is missing");
    assert_eq!(bug.file, "src/accounts.rs");
    let mut undecided = sources();
    undecided.insert("tags.rs".to_owned(), "fn f() { #[cfg(feature = \"x\")] return; }".to_owned());
    let bug = flatten(&undecided, &features(&["tags"]), "").expect_err("a statement has a feature");
    assert!(bug.to_string().contains("`src/tags.rs`: a `cfg(feature)` stands where none is decided"), "{bug}");
}
