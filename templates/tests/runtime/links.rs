//! Links lead where RFC 3986 says, by a library that shares nothing with the runtime.

use std::sync::Arc;

use proptest::prelude::*;
use url::Url;

use crate::client::runtime::Client;
use crate::client::runtime::testing::{Answer, InMemory};

/// Where the page is that has the link.
const PAGE: &str = "https://shop.example/api/catalog-variant-bulk-update-jobs/";

/// What links are made of, and what goes wrong in them.
const PIECES: &[&str] = &[
    "a",
    "b.c",
    ".",
    "..",
    "...",
    "/",
    "//",
    "?",
    "=",
    "&",
    "#",
    ":",
    "@",
    "%2F",
    "%2e",
    "%",
    "é",
    " ",
    "[",
    "~",
    "page",
    "1",
    "https:",
    "http:",
    "https://shop.example",
    "https://shop.example:443",
    "https://other.example",
    "//shop.example",
    "//other.example",
    "https://shop.example@other.example",
    "HTTPS://SHOP.example",
];

/// Where the second page is asked for; `None` when it is not.
fn followed(link: &str) -> Option<Url> {
    let page = |links| Answer::new(200).json(serde_json::json!({"data": [], "links": links}));
    let service = InMemory::new([page(serde_json::json!({"next": link})), page(serde_json::json!({}))]);
    let client = Client::builder(crate::client::private_key("k")).transport(Arc::new(service.clone()));
    let client = client.base_url("https://shop.example").build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let mut pages = client.catalogs().get_jobs().pages();
        while let Some(Ok(_)) = pages.next().await {}
    });
    let requests = service.requests();
    assert_eq!(requests[0].uri().to_string(), PAGE);
    Some(Url::parse(&requests.get(1)?.uri().to_string()).unwrap())
}

/// Where the link leads; `None` where that is no page of the service.
fn expected(link: &str) -> Option<Url> {
    let page = Url::parse(PAGE).unwrap();
    let mut url = page.join(link).ok()?;
    url.set_fragment(None);
    if url.scheme() == "http" && url.port().is_none_or(|port| port == 443) {
        // A service behind a proxy that ends TLS takes itself for one without.
        url.set_port(None).unwrap();
        url.set_scheme("https").unwrap();
    }
    (url.origin() == page.origin() && url.username().is_empty()).then_some(url)
}

proptest! {
    #[test]
    fn links_lead_where_the_standard_says(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..7)) {
        let link = pieces.concat();
        if let Some(url) = followed(&link) {
            prop_assert_eq!(Some(url), expected(&link), "{}", link);
        }
    }
}

#[test]
fn links_of_each_form_are_followed() {
    for link in
        ["?page=2", "next", "../other", "/rooted?x=1", "//shop.example/a", "https://shop.example/b#c", "./d/./e"]
    {
        assert_eq!(followed(link), expected(link), "{link}");
        assert!(followed(link).is_some(), "{link}");
    }
    for link in ["https://other.example/", "//other.example", "https://shop.example@other.example/"] {
        assert_eq!(followed(link), None, "{link}");
    }
}
