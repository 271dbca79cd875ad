//! Links of each form are followed, or are not; the fuzz target `links` tries others.

use jsonapi_forge_tests::fuzz::wire::{expected, followed};

#[test]
fn links_of_each_form_are_followed() {
    for link in [
        "?page=2", "next", "../other", "/rooted?x=1", "//shop.example/a", "https://shop.example/b#c", "./d/./e",
        // Escaped, a dot is a dot.
        "%2e/..", "%2E%2e/x", "f/.%2e",
    ] {
        assert_eq!(followed(link), expected(link), "{link}");
        assert!(followed(link).is_some(), "{link}");
    }
    for link in ["https://other.example/", "//other.example", "https://shop.example@other.example"] {
        assert_eq!(followed(link), None, "{link}");
    }
}
