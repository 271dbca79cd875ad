//! Collections in pages, in every style of paging.

use crate::client::jobs::Job;
use crate::client::runtime::mock::{MockServer, Route, Sample};
use crate::client::runtime::{Call, Collection, Operation, OperationInfo, PageStyle, Paged, Resource};
use crate::client::variants::Variant;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Operations that list variants and are paged in these ways.
macro_rules! listing {
    ($($name:ident: $style:expr, $size:expr;)*) => {$(
        enum $name {}

        impl Operation for $name {
            type Output = Collection<Resource<Variant>>;

            const INFO: &'static OperationInfo = &OperationInfo {
                id: stringify!($name),
                path: concat!("/", stringify!($name)),
                page: $style,
                page_size: $size,
                ..OperationInfo::GET
            };
        }

        impl Paged for $name {
            type Item = Resource<Variant>;
        }
    )*};
}

listing! {
    ByCursor: PageStyle::Cursor("page[cursor]"), Some("page[size]");
    ByNumber: PageStyle::Number("page[number]"), Some("page[size]");
    ByOffset: PageStyle::Offset("page[offset]"), Some("page[limit]");
    ByLinks: PageStyle::Links, None;
    InOne: PageStyle::None, None;
}

/// The ids of all items, and the queries that brought them.
async fn walk<O: Paged<Item = Resource<Variant>>>(
    size: Option<u32>,
) -> Result<(String, Vec<String>), Box<dyn std::error::Error>> {
    let server = MockServer::start()?;
    let route = Route::<O>::new(&server).serve_pages(Sample::series(5), 2);
    let mut call = Call::<O>::new(&server.new_client()?).query("a", "b c,&");
    if let (Some(name), Some(size)) = (O::INFO.page_size, size) {
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
