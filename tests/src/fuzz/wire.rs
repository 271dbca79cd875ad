//! What clients put on the wire from texts of others: links that they follow, and filters that they render.

use std::sync::Arc;

use klaviyo_api::runtime::testing::{Answer, InMemory};
use klaviyo_api::runtime::{
    AllowsAny, AllowsContains, AllowsEquals, AllowsEqualsList, AnyLiteral, Filter, FilterField,
};
use klaviyo_api::{Auth, Client};
use serde_json::json;
use url::Url;

use crate::oracle::filter::{Clause, Literal, Scalar, parse};

/// Where the page is that has the link.
const PAGE: &str = "https://shop.example/api/catalog-items";

/// What links are made of, and what goes wrong in them.
pub(super) const LINKS: &[&str] = &[
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

/// What filters are made of: values, and what could end one. A line is a clause.
pub(super) const FILTERS: &[&str] = &[
    "\n", "\t", "a", "\"", "\\", ",", "(", ")", "[", "]", "and(", "\"),equals(id,\"", " ", "é", "2026-01-01", "1",
    "true",
];

/// Follows a link to the next page. It leads where RFC 3986 says, by a library that shares nothing with the runtime, or
/// nowhere.
///
/// # Panics
///
/// When it leads elsewhere.
pub fn follow_link(input: &[u8]) {
    let link = String::from_utf8_lossy(input);
    if let Some(url) = followed(&link) {
        assert_eq!(Some(url), expected(&link), "{link}");
    }
}

/// Returns where the second page is asked for; `None` when it is not.
///
/// # Panics
///
/// When the first page is not asked for.
pub fn followed(link: &str) -> Option<Url> {
    let page = |links| Answer::new(200).json(json!({"data": [], "links": links}));
    let service = InMemory::new([page(json!({"next": link})), page(json!({}))]);
    let client = Client::builder(Auth::private_key("k")).transport(Arc::new(service.clone()));
    let client = client.base_url("https://shop.example").build().expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let mut pages = client.catalogs().get_catalog_items().pages();
        while let Some(Ok(_)) = pages.next().await {}
    });
    let requests = service.requests();
    let asked: Vec<String> = requests.iter().map(|request| request.uri().to_string()).collect();
    assert_eq!(asked.first().map(String::as_str), Some(PAGE));
    Some(Url::parse(asked.get(1)?).expect("a URL"))
}

/// Returns where a link leads; `None` where that is no page of the service.
pub fn expected(link: &str) -> Option<Url> {
    let page = Url::parse(PAGE).ok()?;
    let mut url = page.join(link).ok()?;
    url.set_fragment(None);
    if url.scheme() == "http" && url.port().is_none_or(|port| port == 443) {
        // A service behind a proxy that ends TLS takes itself for one without.
        url.set_port(None).ok()?;
        url.set_scheme("https").ok()?;
    }
    (url.origin() == page.origin() && url.username().is_empty()).then_some(url)
}

/// The operation that is filtered.
enum Listing {}

/// Allows each operator that the target uses.
enum Every {}

impl AllowsAny for Every {}
impl AllowsContains for Every {}
impl AllowsEquals for Every {}
impl AllowsEqualsList for Every {}

/// Renders a filter: one clause for each line, with a list of what is between tabs. It parses back to what it was made
/// of, by a parser that shares nothing with what renders it.
///
/// # Panics
///
/// When it parses to anything else.
pub fn render_filter(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let (filters, clauses): (Vec<_>, Vec<_>) = text.split('\n').enumerate().map(clause).unzip();
    let Some(filter) = filters.into_iter().reduce(Filter::and) else { return };
    assert_eq!(parse(&filter.to_string()), Ok(clauses.clone()), "{filter}");
    assert_eq!(parse(&filter.clauses().join(",")), Ok(clauses), "{filter}");
}

/// Returns the filter of a line, and what it must parse to.
fn clause((number, line): (usize, &str)) -> (Filter<Listing>, Clause) {
    let values = || line.split('\t').map(str::to_owned);
    let one = || Literal::One(Scalar::Text(line.to_owned()));
    let many = || Literal::Many(values().map(Scalar::Text).collect());
    let field = FilterField::<Listing, String, Every>::new("messages.channel_id");
    let (filter, operator, literal) = match number % 5 {
        0 => (field.equals(line), "equals", one()),
        1 => (field.contains(line), "contains", one()),
        2 => (field.any(values()), "any", many()),
        3 => (field.equals_list(values()), "equals", many()),
        _ => {
            let field = FilterField::<Listing, AnyLiteral, Every>::new("messages.channel_id");
            (field.equals(AnyLiteral::Text(line.to_owned())), "equals", one())
        }
    };
    (filter, Clause { operator: operator.to_owned(), field: "messages.channel_id".to_owned(), literal })
}
