//! Parameters in every style of OpenAPI, and the families of JSON:API, as they stand in requests.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_parameters::books::{
    ChooseBooksInclude, ChooseBooksSort, FindBooksFilterStatus, ListBooksContent, ListBooksDeep, ListBooksExploded,
    ListBooksInner, ListBooksPairs, ListBooksPerhaps, ListBooksXPairs, ListShelfSize,
};
use jsonapi_forge_goldens::case_parameters::resources::book::BookField;
use jsonapi_forge_goldens::case_parameters::{Auth, Change, Client, Sort};
use jsonapi_forge_tests::server::{Reply, Server};

use crate::{Outcome, only};

fn server() -> Result<Server, std::io::Error> {
    Server::start([Reply::of("application/vnd.api+json", 200, r#"{"data": []}"#)])
}

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

#[tokio::test]
async fn lists_in_a_path_keep_their_commas() -> Outcome {
    let server = server()?;
    client(&server)?.books().get_stock(["1", "a,b", "c/d"]).send().await?;
    assert_eq!(only(&server)?.line, "GET /stock/1,a%2Cb,c%2Fd");
    Ok(())
}

#[tokio::test]
async fn a_path_of_several_segments_keeps_its_slashes() -> Outcome {
    let server = server()?;
    let client = client(&server)?;
    client.books().get_file("a/b", "maps/north #1.pdf").send().await?;
    assert_eq!(only(&server)?.line, "GET /files/a%2Fb/maps/north%20%231.pdf");
    for dots in ["../keys", "maps/../../keys", ".."] {
        let error = client.books().get_file("a", dots).send().await.expect_err("it leads to another path");
        assert!(error.to_string().contains(".."), "{error}");
    }
    assert_eq!(server.seen().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_query_in_a_path_is_sent_as_a_query() -> Outcome {
    let server = server()?;
    client(&server)?.books().list_images(5, "a&b").send().await?;
    assert_eq!(only(&server)?.line, "GET /files?from=5&include=author&kind=an%20image&of=a%26b");
    Ok(())
}

#[tokio::test]
async fn parameters_of_the_path_are_written_in_their_styles() -> Outcome {
    let server = server()?;
    let size = ListShelfSize::new().height(3).width(4);
    client(&server)?.books().list_shelf("a b", 5, [1, 2], size).send().await?;
    assert_eq!(only(&server)?.line, "GET /shelves/;room=a%20b/.5/;rows=1;rows=2/.height=3.width=4/books");
    Ok(())
}

/// Where nothing is escaped, or a separator is escaped as it is in a value, one value must not become two.
#[tokio::test]
async fn a_value_that_holds_its_separator_is_refused() -> Outcome {
    let server = server()?;
    let books = client(&server)?;
    let books = books.books();
    for (list, call) in [
        ("spaces", books.list_books("full").spaces(texts(["a", "b c"]))),
        ("pipes", books.list_books("full").pipes(texts(["a|b"]))),
        ("X-List", books.list_books("full").x_list(texts(["a,b"]))),
    ] {
        let error = call.send().await.expect_err("two values would be three");
        assert!(error.to_string().contains(&format!("`{list}`: one of its values holds")), "{error}");
    }
    assert!(server.seen().is_empty());
    Ok(())
}

#[tokio::test]
async fn what_has_no_elements_names_nothing_in_a_path() -> Outcome {
    let server = server()?;
    let client = client(&server)?;
    // A list or an object without elements expands to nothing in each style (RFC 6570, section 2.3).
    let size = || ListShelfSize::new().height(3);
    let no_size = client.books().list_shelf("a", 5, [1], ListShelfSize::new()).send().await;
    let no_rows = client.books().list_shelf("a", 5, Vec::<i64>::new(), size()).send().await;
    for (refused, name) in [(no_size, "size"), (no_rows, "rows")] {
        let message = refused.expect_err("the path would name something else").to_string();
        assert!(message.contains(&format!("`{name}` in the path has no value")), "{message}");
    }
    assert!(server.seen().is_empty());
    Ok(())
}

#[tokio::test]
async fn lists_are_taken_from_whatever_yields_their_elements() -> Outcome {
    let server = Server::start((0..3).map(|_| Reply::json(200, r#"{"data": []}"#)))?;
    let client = client(&server)?;
    let owned = texts(["a", "b"]);
    let list = || client.books().list_books("s");
    list().form(["a", "b"]).x_list(&owned).chosen(owned.iter().map(String::as_str)).send().await?;
    list().form(owned.clone()).x_list(["a", "b"]).chosen(["a", "b"]).send().await?;
    list().form(&owned[..]).x_list(owned.iter().filter(|_| true)).chosen(["a", "b"].to_vec()).send().await?;
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    for request in &seen {
        assert_eq!(request.line, seen.first().map(|first| first.line.clone()).unwrap_or_default());
        assert_eq!((request.header("x-list"), request.header("cookie")), (Some("a,b"), Some("session=s; chosen=a,b")));
    }
    Ok(())
}

#[tokio::test]
async fn an_argument_that_leads_elsewhere_is_refused() -> Outcome {
    let server = server()?;
    for ids in [texts([]), texts([""]), texts([".."])] {
        let refused = client(&server)?.books().get_stock(ids).send().await;
        assert!(matches!(refused, Err(jsonapi_forge_goldens::case_parameters::Error::Request { .. })));
    }
    assert!(server.seen().is_empty());
    Ok(())
}

#[tokio::test]
async fn parameters_of_the_query_are_written_in_their_styles() -> Outcome {
    let server = server()?;
    client(&server)?
        .books()
        .list_books("s1")
        .form(texts(["a", "b,c"]))
        .joined(texts(["a", "b,c"]))
        .spaces(texts(["a", "b"]))
        .pipes(texts(["a", "b"]))
        .exploded(ListBooksExploded::new().from(1).to(2).of(texts(["a", "b,c"])))
        .pairs(ListBooksPairs::new().a("x,y").b("z"))
        .deep(ListBooksDeep::new().a("x").inner(ListBooksInner::new().b([1, 2])))
        .perhaps(ListBooksPerhaps::All)
        .reserved("a/b?c:d&e#f%20")
        .flag(Change::Null)
        .content(ListBooksContent::new().x(1))
        .send()
        .await?;
    assert_eq!(
        only(&server)?.line,
        "GET /books?always=full&form=a&form=b%2Cc&joined=a,b%2Cc&spaces=a%20b&pipes=a%7Cb&from=1&to=2&of=a&of=b%2Cc\
         &pairs=a,x%2Cy,b,z&deep%5Ba%5D=x&deep%5Binner%5D%5Bb%5D=1&deep%5Binner%5D%5Bb%5D=2&perhaps=all\
         &reserved=a/b?c:d%26e%23f%20&flag=&content=%7B%22x%22%3A1%7D"
    );
    Ok(())
}

#[tokio::test]
async fn a_name_may_be_of_a_query_a_header_and_a_cookie() -> Outcome {
    let server = server()?;
    client(&server)?
        .books()
        .list_books("s; 1")
        .lang("q")
        .lang_header("h")
        .lang_cookie("c")
        .chosen(texts(["a", "b,c"]))
        .x_list(texts(["a", "b"]))
        .x_pairs(ListBooksXPairs::new().a("x").b("y"))
        .x_json(texts(["ü", "b"]))
        .send()
        .await?;
    let request = only(&server)?;
    assert_eq!(request.line, "GET /books?always=full&lang=q");
    assert_eq!(request.header("lang"), Some("h"));
    assert_eq!(request.header("cookie"), Some("session=s%3B%201; lang=c; chosen=a,b%2Cc"));
    assert_eq!(request.header("x-list"), Some("a,b"));
    assert_eq!(request.header("x-pairs"), Some("a=x,b=y"));
    assert_eq!(request.header("x-json"), Some(r#"["\u00fc","b"]"#));
    Ok(())
}

#[tokio::test]
#[expect(deprecated, reason = "deprecated filters can be set, too")]
async fn a_raw_filter_is_sent_with_filters_per_field() -> Outcome {
    let server = server()?;
    client(&server)?
        .books()
        .find_books(7)
        .filter_raw("emma")
        .filter_status(FindBooksFilterStatus::Lent)
        .filter_id(texts(["1", "2"]))
        .filter_tag(texts(["a", "b"]))
        .filter_shelf(texts(["n", "s"]))
        .filter_status_query("other")
        .send()
        .await?;
    assert_eq!(
        only(&server)?.line,
        "GET /found-books?filter%5Btenant%5D=7&filter%5Bstatus%5D=lent&filter%5Bid%5D=1&filter%5Bid%5D=2\
         &filter%5Btag%5D=a,b&filter%5Bshelf%5D%5B%5D=n&filter%5Bshelf%5D%5B%5D=s&filter_status=other&filter=emma"
    );
    Ok(())
}

#[tokio::test]
async fn families_that_are_described_as_objects_have_a_setter_for_each_member() -> Outcome {
    let server = server()?;
    client(&server)?
        .books()
        .list_deep_books()
        .fields_book([BookField::Title])
        .filter_title("Emma")
        .filter_id(texts(["1", "2"]))
        .filter_pages_gt(100)
        .page_offset(20)
        .page_size(10)
        .send()
        .await?;
    assert_eq!(
        only(&server)?.line,
        "GET /deep-books?fields%5Bbook%5D=title&filter%5Btitle%5D=Emma&filter%5Bid%5D=1,2\
         &filter%5Bpages%5D%5Bgt%5D=100&page%5Boffset%5D=20&page%5Blimit%5D=10"
    );
    Ok(())
}

#[tokio::test]
async fn required_families_are_arguments_and_an_empty_one_asks_for_nothing() -> Outcome {
    let server = server()?;
    let sort = Sort::descending(ChooseBooksSort::Title);
    let include: [ChooseBooksInclude; 0] = [];
    client(&server)?.books().choose_books([], include, sort).send().await?;
    assert_eq!(only(&server)?.line, "GET /chosen-books?fields%5Bbook%5D=&include=&sort=-title");
    Ok(())
}
