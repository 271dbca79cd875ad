//! How collections end, and how they do not: counted pages, cursors, links in headers, and services that contradict
//! or repeat themselves.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::client::SERVICE;
use crate::client::runtime::generated::{
    Auth, Call, Client, Collection, Error, Extent, Method, NextPage, Operation, OperationInfo, PagePlace, PageSize,
    PageStart, Paged, Paging, Position, Resource,
};
use crate::client::runtime::testing::{Answer, InMemory};
use crate::client::runtime::{Items, LinkTo};
use crate::client::variants::Variant;

/// Operations that list variants and are paged in these ways.
macro_rules! listing {
    ($($name:ident: $method:ident $paging:expr;)*) => {$(
        enum $name {}

        impl Operation for $name {
            type Output = Collection<Resource<Variant>>;

            const INFO: &'static OperationInfo =
                &OperationInfo { id: stringify!($name), path: "/items", paging: Some(&$paging), ..OperationInfo::$method };
        }

        impl Paged for $name {
            type Item = Resource<Variant>;
        }
    )*};
}

const NUMBER: PageStart = PageStart::Number(PagePlace::Query("page[number]"), 1);
const OFFSET: PageStart = PageStart::Offset(PagePlace::Query("page[offset]"), 0);
const CURSOR: PageStart = PageStart::Cursor(PagePlace::Query("page[cursor]"));
const SIZE: PageSize = PageSize { place: PagePlace::Query("page[size]"), default: Some(2), maximum: Some(2) };
const COUNTED: Paging = Paging { start: NUMBER, size: Some(SIZE), next: NextPage::Count, ..Paging::LINKS };

listing! {
    ByLinks: GET Paging::LINKS;
    Counted: GET COUNTED;
    CountedToTotal: GET Paging { extent: Extent { items: Some("/meta/total"), ..Extent::UNKNOWN }, ..COUNTED };
    CountedToPages: GET Paging { extent: Extent { pages: Some("/meta/pages"), ..Extent::UNKNOWN }, ..COUNTED };
    CountedWhileMore: GET Paging { extent: Extent { more: Some("/meta/more"), ..Extent::UNKNOWN }, ..COUNTED };
    CountedAsNamed: GET Paging { extent: Extent { current: Some("/meta/page"), ..Extent::UNKNOWN }, ..COUNTED };
    CountedByNext: GET Paging {
        start: OFFSET,
        extent: Extent { next: Some("/meta/next"), ..Extent::UNKNOWN },
        ..COUNTED
    };
    ByOffset: GET Paging { start: OFFSET, ..COUNTED };
    BySlice: GET Paging {
        start: OFFSET,
        size: Some(PageSize { place: PagePlace::Query("page[size]"), default: None, maximum: None }),
        extent: Extent { items: Some("/meta/total"), ..Extent::UNKNOWN },
        ..COUNTED
    };
    LinksOrCount: GET Paging {
        next: NextPage::LinksOrCount,
        extent: Extent { items: Some("/meta/total"), ..Extent::UNKNOWN },
        ..COUNTED
    };
    LinksAndTotal: GET Paging { extent: Extent { items: Some("/meta/total"), ..Extent::UNKNOWN }, ..Paging::LINKS };
    ByCursor: GET Paging { start: CURSOR, next: NextPage::Cursor("/meta/after"), ..Paging::LINKS };
    SearchByLinks: POST Paging::LINKS;
    SearchByCursor: POST Paging {
        start: PageStart::Cursor(PagePlace::Body("/page/cursor")),
        next: NextPage::Cursor("/meta/after"),
        ..Paging::LINKS
    };
}

/// A page with items of these ids, one character each, and with these members besides.
fn page(ids: &str, rest: &Value) -> Answer {
    let items = ids.chars().map(|id| json!({ "type": "catalog-variant", "id": id.to_string(), "attributes": {} }));
    let mut document = json!({ "data": items.collect::<Vec<_>>() });
    for (name, value) in rest.as_object().into_iter().flatten() {
        document[name] = value.clone();
    }
    Answer::new(200).json(document)
}

fn client(service: &InMemory, base_url: &str) -> Client {
    let client = Client::for_service(&SERVICE, Auth::none()).base_url(base_url).pacing(false);
    client.transport(Arc::new(service.clone())).build().unwrap()
}

/// What came of all pages: the ids of the items, the method and query of each request, and the error.
async fn walk<O: Paged<Item = Resource<Variant>>>(
    answers: impl IntoIterator<Item = Answer, IntoIter: Send + 'static>,
) -> (String, Vec<String>, Option<Error>) {
    let service = InMemory::new(answers.into_iter().collect::<Vec<_>>());
    let mut items = Call::<O>::new(&client(&service, "https://shop.example")).items();
    let mut ids = String::new();
    let error = loop {
        match items.try_next().await {
            Ok(Some(item)) => ids.push_str(item.id.as_str()),
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };
    let line = |request: &http::Request<bytes::Bytes>| {
        format!("{}{}", request.method(), request.uri().query().map(|query| format!(" {query}")).unwrap_or_default())
    };
    (ids, service.requests().iter().map(line).collect(), error)
}

/// What the error says.
fn message(error: Option<Error>) -> String {
    match error {
        Some(Error::Pagination { message, .. }) => message,
        other => format!("no error of pagination: {other:?}"),
    }
}

const NOTHING: Value = Value::Null;

#[tokio::test]
async fn counting_ends_with_an_empty_or_a_short_page() {
    let (ids, lines, error) = walk::<Counted>([page("ab", &NOTHING), page("cd", &NOTHING), page("", &NOTHING)]).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(
        (ids.as_str(), lines),
        ("abcd", vec!["GET".into(), "GET page%5Bnumber%5D=2".into(), "GET page%5Bnumber%5D=3".to_owned()])
    );
    let (ids, lines, _) = walk::<Counted>([page("ab", &NOTHING), page("c", &NOTHING)]).await;
    assert_eq!((ids.as_str(), lines.len()), ("abc", 2), "a page that is smaller than one before it is the last one");
    let (ids, lines, _) = walk::<Counted>([page("a", &NOTHING), page("", &NOTHING)]).await;
    assert_eq!((ids.as_str(), lines.len()), ("a", 2), "the documented size may be wrong");
    let (ids, lines, _) = walk::<ByOffset>([page("ab", &NOTHING), page("cd", &NOTHING), page("", &NOTHING)]).await;
    assert_eq!(
        (ids.as_str(), lines[1].as_str(), lines[2].as_str()),
        ("abcd", "GET page%5Boffset%5D=2", "GET page%5Boffset%5D=4")
    );
}

#[tokio::test]
async fn counting_ends_where_the_extent_says() {
    let total = json!({ "meta": { "total": 4 } });
    let (ids, lines, error) = walk::<CountedToTotal>([page("ab", &total), page("cd", &total)]).await;
    assert_eq!((ids.as_str(), lines.len(), error.is_none()), ("abcd", 2, true));
    let pages = json!({ "meta": { "pages": 2 } });
    let (ids, lines, _) = walk::<CountedToPages>([page("a", &pages), page("cd", &pages)]).await;
    assert_eq!((ids.as_str(), lines.len()), ("acd", 2), "a short page in the middle is not the end");
    let more = |more: bool| json!({ "meta": { "more": more } });
    let answers = [page("ab", &more(true)), page("", &more(true)), page("c", &more(true)), page("d", &more(false))];
    let (ids, lines, _) = walk::<CountedWhileMore>(answers).await;
    assert_eq!((ids.as_str(), lines.len()), ("abcd", 4), "nor is an empty one");
    let next = |next: Value| json!({ "meta": { "next": next } });
    let (ids, lines, _) = walk::<CountedByNext>([page("ab", &next(json!(7))), page("cd", &next(Value::Null))]).await;
    assert_eq!((ids.as_str(), lines[1].as_str()), ("abcd", "GET page%5Boffset%5D=7"));
}

#[tokio::test]
async fn an_extent_that_is_not_reached_is_an_error() {
    let total = json!({ "meta": { "total": 9 } });
    let (ids, _, error) = walk::<CountedToTotal>([page("ab", &total), page("", &total)]).await;
    assert_eq!(
        (ids.as_str(), message(error).as_str()),
        ("ab", "it is empty, although there are to be 9 items, of which 2 came")
    );
    let (ids, _, error) = walk::<LinksAndTotal>([page("ab", &total)]).await;
    assert_eq!(
        (ids.as_str(), message(error).as_str()),
        ("ab", "the service says that there is more, and does not say where")
    );
    let last = json!({ "meta": { "total": 9 }, "links": { "next": null } });
    let (ids, _, error) = walk::<LinksAndTotal>([page("ab", &last)]).await;
    assert_eq!((ids.as_str(), error.is_none()), ("ab", true), "a link that is null says that this is all");
}

#[tokio::test]
async fn the_number_of_the_first_page_is_what_the_service_says() {
    let at = |page: u32| json!({ "meta": { "page": page } });
    let (ids, lines, _) = walk::<CountedAsNamed>([page("ab", &at(0)), page("c", &at(1))]).await;
    assert_eq!((ids.as_str(), lines[1].as_str()), ("abc", "GET page%5Bnumber%5D=1"));
}

#[tokio::test]
async fn a_service_that_does_not_heed_the_page_is_an_error() {
    let (ids, lines, error) = walk::<Counted>([page("ab", &NOTHING), page("ab", &NOTHING)]).await;
    assert_eq!((ids.as_str(), lines.len()), ("ab", 2), "no item comes twice");
    assert!(message(error).contains("does not heed `page[number]`"));
    let next = |number: u32| json!({ "links": { "next": format!("/items?n={number}") } });
    let (ids, _, error) = walk::<ByLinks>([page("a", &next(2)), page("a", &NOTHING)]).await;
    assert_eq!((ids.as_str(), error.is_none()), ("aa", true), "where two links lead, the service may say the same");
    let (ids, lines, error) = walk::<ByLinks>((2..50).map(move |number| page("a", &next(number)))).await;
    assert_eq!((ids.as_str(), lines.len()), ("a".repeat(10).as_str(), 11));
    assert!(message(error).contains("what the page before it held"));
    let after = json!({ "meta": { "after": "x" } });
    let (ids, _, error) = walk::<ByCursor>([page("ab", &after), page("cd", &after)]).await;
    assert_eq!((ids.as_str(), message(error).as_str()), ("abcd", "it was fetched before"));
}

#[tokio::test]
async fn empty_pages_in_a_row_are_bounded() {
    let answers = (0..200).map(|number| page("", &json!({ "links": { "next": format!("/items?n={number}") } })));
    let (ids, lines, error) = walk::<ByLinks>(answers).await;
    assert_eq!((ids.as_str(), lines.len()), ("", 101));
    assert_eq!(message(error), "more than 100 pages in a row are empty");
}

#[tokio::test]
async fn links_come_before_counting() {
    let total = |next: Value| json!({ "meta": { "total": 4 }, "links": { "next": next } });
    let (ids, lines, _) =
        walk::<LinksOrCount>([page("ab", &total(json!("/items?n=2"))), page("cd", &total(NOTHING))]).await;
    assert_eq!((ids.as_str(), lines[1].as_str(), lines.len()), ("abcd", "GET n=2", 2));
    let total = json!({ "meta": { "total": 4 } });
    let (ids, lines, _) = walk::<LinksOrCount>([page("ab", &total), page("cd", &total)]).await;
    assert_eq!((ids.as_str(), lines[1].as_str(), lines.len()), ("abcd", "GET page%5Bnumber%5D=2", 2));
    let (ids, lines, _) = walk::<LinksOrCount>([page("a", &NOTHING)]).await;
    assert_eq!((ids.as_str(), lines.len()), ("a", 1), "nothing says that there is more");
    let (ids, lines, _) = walk::<LinksOrCount>([page("ab", &NOTHING), page("c", &NOTHING)]).await;
    assert_eq!((ids.as_str(), lines.len()), ("abc", 2), "a full page may not be the last one");
    let (ids, lines, _) =
        walk::<Counted>([page("ab", &json!({ "links": { "next": "/items?n=2" } })), page("c", &NOTHING)]).await;
    assert_eq!((ids.as_str(), lines[1].as_str()), ("abc", "GET n=2"), "a link that nobody described");
}

#[tokio::test]
async fn links_in_headers_are_followed() {
    let fields = [
        r#"<https://shop.example/items?n=2>; rel="next", <https://shop.example/items?n=9>; rel=last"#,
        r#"</items?n=1>; rel="prev"; title="a, b; \"<x>\"" , </items?n=3>; REL="last next""#,
        r#"</items?n=2>; rel="prev""#,
    ];
    let answers =
        fields.into_iter().zip(["ab", "cd", "e"]).map(|(field, ids)| page(ids, &NOTHING).header("link", field));
    let (ids, lines, error) = walk::<ByLinks>(answers).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((ids.as_str(), lines), ("abcde", vec!["GET".to_owned(), "GET n=2".to_owned(), "GET n=3".to_owned()]));
}

#[tokio::test]
async fn links_in_headers_to_nothing_are_not_followed() {
    let fields = [
        r#"</items?n=0>; rel="previous prev"; results="false", </items?n=2>; rel="next"; results="true"; cursor="0:2:0""#,
        r#"</items?n=1>; rel="prev"; results="true", </items?n=3>; results="false"; rel="next"; cursor="0:3:0""#,
    ];
    let answers = || fields.into_iter().zip(["ab", "cd"]).map(|(field, ids)| page(ids, &NOTHING).header("link", field));
    let (ids, lines, error) = walk::<ByLinks>(answers()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((ids.as_str(), lines), ("abcd", vec!["GET".to_owned(), "GET n=2".to_owned()]));
    let (ids, lines, error) = walk::<LinksOrCount>(answers()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((ids.as_str(), lines.len()), ("abcd", 2), "the link to nothing is the end");
}

#[tokio::test]
async fn links_in_headers_that_are_of_something_else_are_not_followed() {
    let fields = [
        r#"</items?n=9>; rel="next"; anchor="/elsewhere", </items?n=2>; rel="next"; anchor="""#,
        r##"</items?n=9>; anchor="#part"; rel="next""##,
    ];
    let answers = fields.into_iter().zip(["ab", "cd"]).map(|(field, ids)| page(ids, &NOTHING).header("link", field));
    let (ids, lines, error) = walk::<ByLinks>(answers).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((ids.as_str(), lines), ("abcd", vec!["GET".to_owned(), "GET n=2".to_owned()]));
}

#[tokio::test]
async fn what_is_no_link_is_an_error() {
    for links in [
        json!({ "next": 2 }),
        json!({ "next": {} }),
        json!({ "next": { "href": 2 } }),
        json!({ "next": ["/p"] }),
        json!("/p"),
        json!([]),
    ] {
        let (ids, lines, error) = walk::<ByLinks>([page("ab", &json!({ "links": links }))]).await;
        assert_eq!((ids.as_str(), lines.len()), ("ab", 1));
        assert!(message(error).ends_with("is not a link"), "{links}");
    }
    for links in
        [json!(null), json!({}), json!({ "next": "" }), json!({ "next": null }), json!({ "next": { "href": "" } })]
    {
        let (ids, lines, error) = walk::<ByLinks>([page("ab", &json!({ "links": links }))]).await;
        assert_eq!((ids.as_str(), lines.len(), error.is_none()), ("ab", 1, true), "{links}");
    }
    let (ids, _, error) = walk::<ByLinks>([page("ab", &json!({ "links": { "next": "#more" } }))]).await;
    assert_eq!((ids.as_str(), message(error).as_str()), ("ab", "it was fetched before"), "a fragment is the same page");
    let (ids, _, error) = walk::<ByCursor>([page("ab", &json!({ "meta": { "after": { "x": 1 } } }))]).await;
    assert_eq!(ids, "ab");
    assert!(message(error).contains("`/meta/after`, which holds the cursor"));
}

#[tokio::test]
async fn searches_go_on_by_cursor_or_by_get() {
    let next = json!({ "links": { "next": "/items?n=2" } });
    let (ids, lines, _) = walk::<SearchByLinks>([page("ab", &next), page("c", &NOTHING)]).await;
    assert_eq!((ids.as_str(), lines), ("abc", vec!["POST".to_owned(), "GET n=2".to_owned()]));
    let service = InMemory::new([
        page("ab", &json!({ "meta": { "after": "x" }, "links": { "next": "/else" } })),
        page("c", &NOTHING),
    ]);
    let call = Call::<SearchByCursor>::new(&client(&service, "https://shop.example"));
    let body = json!({ "query": "q", "page": { "limit": 2 } });
    let ids: Vec<Resource<Variant>> = call.arg_body::<Value>(body).items().try_collect().await.unwrap();
    assert_eq!(ids.len(), 3);
    let bodies = service
        .requests()
        .iter()
        .map(|request| serde_json::from_slice(request.body()).unwrap())
        .collect::<Vec<Value>>();
    assert_eq!(bodies[1], json!({ "query": "q", "page": { "limit": 2, "cursor": "x" } }));
    assert!(
        service
            .requests()
            .iter()
            .all(|request| request.method() == Method::Post.as_http() && request.uri().path() == "/items")
    );
}

#[tokio::test]
async fn links_behind_a_proxy_are_followed_over_the_own_origin() {
    for (base, link, asked) in [
        ("https://shop.example", "http://shop.example/items?n=2", "https://shop.example/items?n=2"),
        ("https://shop.example:8443", "http://SHOP.example:8443/items?n=2", "https://shop.example:8443/items?n=2"),
        ("https://shop.example:8443", "http://shop.example/items?n=2", "https://shop.example:8443/items?n=2"),
    ] {
        let service = InMemory::new([page("ab", &json!({ "links": { "next": link } })), page("c", &NOTHING)]);
        let items = Call::<ByLinks>::new(&client(&service, base)).items();
        assert_eq!(items.try_collect::<Vec<_>>().await.unwrap().len(), 3);
        assert_eq!(service.requests()[1].uri(), asked);
    }
    for (base, link) in [
        ("https://shop.example", "http://shop.example:8080/items"),
        ("https://shop.example", "http://other.example/items"),
        ("http://shop.example", "https://shop.example/items"),
        ("https://shop.example", "http://user@shop.example/items"),
    ] {
        let service = InMemory::new([page("ab", &json!({ "links": { "next": link } }))]);
        let error = Call::<ByLinks>::new(&client(&service, base)).items().try_collect::<Vec<_>>().await;
        assert!(message(error.err()).contains("with that base URL"), "{link}");
    }
}

#[tokio::test]
async fn collections_can_be_walked_backwards() {
    let link = |prev: Option<&str>, last: &str| json!({ "links": { "prev": prev, "last": last } });
    let answers = [
        page("ab", &link(None, "/items?n=3")),
        page("e", &link(Some("/items?n=2"), "/items?n=3")),
        page("cd", &link(Some("/items?n=1"), "/items?n=3")),
        page("ab", &link(None, "/items?n=3")),
    ];
    let service = InMemory::new(answers);
    let mut items = Call::<ByLinks>::new(&client(&service, "https://shop.example")).items().from_last().backwards();
    let mut ids = String::new();
    while let Some(item) = items.try_next().await.unwrap() {
        ids.push_str(item.id.as_str());
    }
    assert_eq!((ids.as_str(), service.requests().len()), ("edcba", 4));

    let pages = json!({ "meta": { "pages": 3 } });
    let service = InMemory::new([page("ab", &pages), page("e", &pages), page("cd", &pages), page("ab", &pages)]);
    let call = Call::<CountedToPages>::new(&client(&service, "https://shop.example"));
    let mut walk = call.pages().from_last().backwards();
    let mut counts = Vec::new();
    while let Some(page) = walk.try_next().await.unwrap() {
        counts.push(page.data.len());
    }
    assert_eq!((counts, walk.total_pages()), (vec![1, 2, 2], Some(3)));
    let lines: Vec<_> =
        service.requests().iter().map(|request| request.uri().query().unwrap_or_default().to_owned()).collect();
    assert_eq!(lines, ["", "page%5Bnumber%5D=3", "page%5Bnumber%5D=2", "page%5Bnumber%5D=1"]);
}

#[tokio::test]
async fn what_is_set_goes_behind_the_query_of_a_link_that_is_followed() {
    let service = InMemory::new([
        page("ab", &json!({ "links": { "next": "/items?n=2" } })),
        page("c", &json!({ "links": { "next": null } })),
    ]);
    let client = client(&service, "https://shop.example");
    let link = LinkTo::<Collection<Resource<Variant>>>::new("/items?n=1");
    let items = client.follow(&link).query("extra", "yes").items().try_collect::<Vec<_>>().await.unwrap();
    let uris: Vec<String> = service.requests().iter().map(|request| request.uri().to_string()).collect();
    assert_eq!(
        (items.len(), uris),
        (3, ["n=1&extra=yes", "n=2"].map(|query| format!("https://shop.example/items?{query}")).to_vec())
    );
}

/// Offsets count items: each page before another one ends where that begins, whatever the size of the pages is.
#[tokio::test]
async fn items_before_others_come_once() {
    for (total, size) in (0..=9).flat_map(|total| (1..=4).map(move |size| (total, size))) {
        let requests = offsets(total, size, |call| call.items().from_last().backwards()).await;
        assert_eq!(requests, total.div_ceil(size).max(1) + usize::from(total > size), "{total} by {size}");
        // A stream that goes on from the last page, which is short.
        let last = total.saturating_sub(1) / size * size;
        let position: Position = format!("{{\"at\":\"{last}\",\"skip\":0}}").parse().unwrap();
        offsets(total, size, |call| call.items().resume_at(&position).backwards()).await;
    }
}

/// Walks a collection that is served in pages of `size` items unless a request says another one, expects all items once,
/// and returns the number of requests.
async fn offsets(total: usize, size: usize, start: impl Fn(Call<BySlice>) -> Items<Resource<Variant>>) -> usize {
    let service = InMemory::answering(move |request| {
        let value = |name: &str| {
            let query = request.uri().query().unwrap_or_default();
            let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            pair.map(|value| value.parse::<usize>().unwrap())
        };
        let first = value("page%5Boffset%5D").unwrap_or(0);
        let end = total.min(first + value("page%5Bsize%5D").unwrap_or(size));
        let ids: String = ('a'..='z').take(end).skip(first).collect();
        page(&ids, &json!({ "meta": { "total": total } }))
    });
    let mut items = start(Call::<BySlice>::new(&client(&service, "https://shop.example")));
    let mut ids = String::new();
    while let Some(item) = items.try_next().await.unwrap() {
        ids.push_str(item.id.as_str());
    }
    assert_eq!(ids.chars().rev().collect::<String>(), ('a'..='z').take(total).collect::<String>(), "by {size}");
    service.requests().len()
}

#[tokio::test]
async fn a_position_is_where_another_stream_goes_on() {
    let total = json!({ "meta": { "total": 5 } });
    let answers = || [page("ab", &total), page("cd", &total), page("e", &total)];
    let service = InMemory::new(answers());
    let mut items = Call::<CountedToTotal>::new(&client(&service, "https://shop.example")).items().prefetch(false);
    for _ in 0..3 {
        items.try_next().await.unwrap();
    }
    assert_eq!(items.total(), Some(5));
    let text = serde_json::to_string(&items.position().unwrap()).unwrap();
    let position: Position = serde_json::from_str(&text).unwrap();
    let service = InMemory::new(answers().into_iter().skip(1));
    let items = Call::<CountedToTotal>::new(&client(&service, "https://shop.example")).items().resume_at(&position);
    let rest: Vec<Resource<Variant>> = items.try_collect().await.unwrap();
    assert_eq!(rest.iter().map(|item| item.id.as_str()).collect::<String>(), "de");
    assert!("elsewhere".parse::<Position>().is_err());
}

#[tokio::test]
async fn streams_can_be_cut_and_chunked() {
    let answers = || [page("ab", &NOTHING), page("cd", &NOTHING), page("e", &NOTHING)];
    let service = InMemory::new(answers());
    let call = Call::<Counted>::new(&client(&service, "https://shop.example"));
    assert_eq!(call.clone().items().take(2).try_collect::<Vec<_>>().await.unwrap().len(), 2);
    let service = InMemory::new(answers());
    let mut items = Call::<Counted>::new(&client(&service, "https://shop.example")).items();
    let mut sizes = Vec::new();
    loop {
        let chunk = items.next_chunk(3).await.unwrap();
        if chunk.is_empty() {
            break;
        }
        sizes.push(chunk.len());
    }
    assert_eq!(sizes, [3, 2]);
    let service = InMemory::new(answers());
    let pages = Call::<Counted>::new(&client(&service, "https://shop.example")).pages().take(2);
    assert_eq!(pages.try_collect::<Vec<_>>().await.unwrap().len(), 2);
    assert_eq!(service.requests().len(), 2, "nothing is fetched that is not wanted");
}
