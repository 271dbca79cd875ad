//! Collections in pages, in every style of paging.

use crate::client::jobs::Job;
use crate::client::runtime::generated::{
    Call, Collection, Extent, NextPage, Operation, OperationInfo, PagePlace, PageSize, PageStart, Paged, Paging,
    Resource,
};
use crate::client::runtime::mock::{MockServer, Route, Sample};
use crate::client::variants::Variant;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Operations that list variants and are paged in these ways.
macro_rules! listing {
    ($($name:ident: $paging:expr;)*) => {$(
        enum $name {}

        impl Operation for $name {
            type Output = Collection<Resource<Variant>>;

            const INFO: &'static OperationInfo = &OperationInfo {
                id: stringify!($name),
                path: concat!("/", stringify!($name)),
                paging: $paging,
                ..OperationInfo::GET
            };
        }

        impl Paged for $name {
            type Item = Resource<Variant>;
        }
    )*};
}

/// Pages by links, with a parameter that names them and one for their size.
const fn by_links(start: PageStart, size: &'static str) -> Paging {
    let size = PageSize { place: PagePlace::Query(size), default: None, maximum: None };
    Paging { start, size: Some(size), ..Paging::LINKS }
}

const NUMBER: PageStart = PageStart::Number(PagePlace::Query("page[number]"), 1);
const OFFSET: PageStart = PageStart::Offset(PagePlace::Query("page[offset]"), 0);
const CURSOR: PageStart = PageStart::Cursor(PagePlace::Query("page[cursor]"));

listing! {
    ByCursor: Some(&by_links(CURSOR, "page[size]"));
    ByNumber: Some(&by_links(NUMBER, "page[size]"));
    ByOffset: Some(&by_links(OFFSET, "page[limit]"));
    ByLinks: Some(&Paging::LINKS);
    InOne: None;
    Counted: Some(&Paging { next: NextPage::Count, ..by_links(NUMBER, "page[size]") });
    CountedFromZero: Some(&Paging {
        start: PageStart::Number(PagePlace::Query("page"), 0),
        next: NextPage::Count,
        extent: Extent { pages: Some("/meta/total_pages"), ..Extent::UNKNOWN },
        ..Paging::LINKS
    });
    CountedByOffset: Some(&Paging {
        next: NextPage::Count,
        extent: Extent { items: Some("/meta/page/total"), ..Extent::UNKNOWN },
        ..by_links(OFFSET, "page[limit]")
    });
    ByCursorInMeta: Some(&Paging { next: NextPage::Cursor("/meta/page/after"), ..by_links(CURSOR, "page[size]") });
    ByLastId: Some(&Paging {
        next: NextPage::LastId,
        extent: Extent { more: Some("/meta/has_more"), ..Extent::UNKNOWN },
        ..by_links(PageStart::Cursor(PagePlace::Query("starting_after")), "limit")
    });
}

/// The ids of all items, and the queries that brought them.
async fn walk<O: Paged<Item = Resource<Variant>>>(
    size: Option<u32>,
) -> Result<(String, Vec<String>), Box<dyn std::error::Error>> {
    let server = MockServer::start()?;
    let route = Route::<O>::new(&server).serve_pages(Sample::series(5), 2);
    let mut call = Call::<O>::new(&server.new_client()?).query("a", "b c,&");
    let place = O::INFO.paging.and_then(|paging| paging.size).map(|size| size.place);
    if let (Some(PagePlace::Query(name)), Some(size)) = (place, size) {
        call = call.query(name, size);
    }
    let mut items = call.items();
    let mut ids = String::new();
    while let Some(item) = items.try_next().await? {
        ids.push_str(item.id.as_str());
    }
    let queries = route.received().into_iter().map(|request| {
        assert_eq!(request.query("a"), Some("b c,&"), "links keep the rest of the query");
        let page = request.parameters().iter().filter(|(name, _)| name != "a");
        page.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    });
    let queries = queries.collect();
    server.verify()?;
    Ok((ids, queries))
}

#[tokio::test]
async fn each_style_leads_through_all_pages() -> Outcome {
    let (ids, queries) = walk::<ByCursor>(None).await?;
    assert_eq!((ids.as_str(), queries), ("12345", texts(["", "page[cursor]=after-2", "page[cursor]=after-4"])));
    let (ids, queries) = walk::<ByNumber>(None).await?;
    assert_eq!((ids.as_str(), queries), ("12345", texts(["", "page[number]=2", "page[number]=3"])));
    let (ids, queries) = walk::<ByOffset>(None).await?;
    assert_eq!((ids.as_str(), queries), ("12345", texts(["", "page[offset]=2", "page[offset]=4"])));
    let (ids, queries) = walk::<ByLinks>(None).await?;
    assert_eq!((ids.as_str(), queries.len()), ("12345", 3));
    let (ids, queries) = walk::<InOne>(None).await?;
    assert_eq!((ids.as_str(), queries.len()), ("12345", 3));
    let (ids, queries) = walk::<Counted>(None).await?;
    assert_eq!((ids.as_str(), queries), ("12345", texts(["", "page[number]=2", "page[number]=3"])));
    let (ids, queries) = walk::<CountedFromZero>(None).await?;
    assert_eq!((ids.as_str(), queries), ("12345", texts(["", "page=1", "page=2"])));
    let (ids, queries) = walk::<CountedByOffset>(None).await?;
    assert_eq!((ids.as_str(), queries), ("12345", texts(["", "page[offset]=2", "page[offset]=4"])));
    let (ids, queries) = walk::<ByCursorInMeta>(None).await?;
    assert_eq!((ids.as_str(), queries), ("12345", texts(["", "page[cursor]=after-2", "page[cursor]=after-4"])));
    let (ids, queries) = walk::<ByLastId>(None).await?;
    assert_eq!((ids.as_str(), queries), ("12345", texts(["", "starting_after=2", "starting_after=4"])));
    Ok(())
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

#[tokio::test]
async fn a_request_may_ask_for_less_per_page_and_never_gets_more() -> Outcome {
    let (ids, queries) = walk::<ByNumber>(Some(1)).await?;
    assert_eq!((ids.as_str(), queries.len()), ("12345", 5));
    assert_eq!(queries[4], "page[size]=1&page[number]=5");
    let (ids, queries) = walk::<ByOffset>(Some(100)).await?;
    assert_eq!((ids.as_str(), queries.len()), ("12345", 3));
    Ok(())
}

#[tokio::test]
async fn pages_know_their_neighbours() -> Outcome {
    let server = MockServer::start()?;
    let _ = Route::<ByNumber>::new(&server).serve_pages(Sample::series(5), 2);
    let client = server.new_client()?;
    let mut pages = Call::<ByNumber>::new(&client).pages();
    let mut found = Vec::new();
    while let Some(page) = pages.try_next().await? {
        let number =
            |link: Option<&str>| link.and_then(|link| link.rsplit_once('=')).map(|(_, number)| number.to_owned());
        found.push([page.links.first(), page.links.prev(), page.links.this(), page.links.next()].map(number));
    }
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        found,
        [
            [some("1"), None, some("1"), some("2")],
            [some("1"), some("1"), some("2"), some("3")],
            [some("1"), some("2"), some("3"), None],
        ]
    );
    Ok(())
}

#[tokio::test]
async fn ids_that_are_numbers_name_pages_too() -> Outcome {
    let server = MockServer::start()?;
    let route = Route::<ByLastId>::new(&server).serve_pages((1..=5_u64).map(Resource::<Variant>::new), 2);
    let mut items = Call::<ByLastId>::new(&server.new_client()?).items();
    let mut ids = String::new();
    while let Some(item) = items.try_next().await? {
        ids.push_str(item.id.as_str());
    }
    assert_eq!((ids.as_str(), route.received()[2].query("starting_after")), ("12345", Some("4")));
    Ok(())
}

#[tokio::test]
async fn a_page_that_cannot_be_is_refused() -> Outcome {
    let server = MockServer::start()?;
    let _ = server.catalogs().get_jobs().serve_pages(Sample::<Job>::series(3), 2);
    let client = server.new_client()?;
    let error = client.catalogs().get_jobs().page_cursor("nowhere").send().await.unwrap_err();
    let api = error.api().ok_or("the server answered")?;
    assert_eq!((api.status.as_u16(), api.by_parameter("page[cursor]").count()), (400, 1));
    let beyond = client.catalogs().get_jobs().page_cursor("after-99").send().await?;
    assert!(beyond.data.is_empty() && beyond.links.next().is_none());
    Ok(())
}
