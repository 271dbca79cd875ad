//! Forms as they are described: the media types, headers and styles of their parts and fields.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_forms::books::{
    AddCoverBy, GetTokenGrantType, MarkObject, MarkPage, SearchDeep, SearchOnly, SearchRange, UploadAuthor, UploadMeta,
};
use jsonapi_forge_goldens::case_forms::runtime::Form;
use jsonapi_forge_goldens::case_forms::{Auth, Client, File};
use jsonapi_forge_tests::server::{Reply, Request, Server};
use serde_json::json;

use crate::{Outcome, only};

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).to_vec()
}

#[tokio::test]
async fn parts_are_written_as_their_encoding_says() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?
        .books()
        .upload(File::new("a.png", "png"))
        .cover_x_camera("old")
        .pages_([File::new("1.txt", "one").content_type("text/plain"), File::new("2.bin", "two")])
        .meta(UploadMeta::new().title("q").pages(3))
        .authors(vec![UploadAuthor::new().name("Jane"), UploadAuthor::new().name("Anne")])
        .tags(texts(["a", "b"]))
        .words(texts(["c", "d"]))
        .note("*new*")
        .rating(vec![4, 5])
        .send()
        .await?;
    let expected = [
        part("name=\"cover\"; filename=\"a.png\"\r\nContent-Type: image/png\r\nX-Camera: old", "png"),
        part("name=\"pages\"; filename=\"1.txt\"\r\nContent-Type: text/plain", "one"),
        part("name=\"pages\"; filename=\"2.bin\"\r\nContent-Type: application/octet-stream", "two"),
        part("name=\"meta\"\r\nContent-Type: application/json", &json!({"title": "q", "pages": 3}).to_string()),
        part("name=\"authors\"\r\nContent-Type: application/json", r#"{"name":"Jane"}"#),
        part("name=\"authors\"\r\nContent-Type: application/json", r#"{"name":"Anne"}"#),
        part("name=\"tags\"", "a"),
        part("name=\"tags\"", "b"),
        part("name=\"words\"", "c d"),
        part("name=\"note\"\r\nContent-Type: text/markdown", "*new*"),
        part("name=\"rating\"\r\nContent-Type: application/json", "[4,5]"),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(parts(&only(&server)?)?, expected.concat());
    Ok(())
}

#[tokio::test]
async fn fields_are_written_as_a_query_is() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?
        .books()
        .search("a & b")
        .limit(5)
        .limit(7)
        .only(SearchOnly::New)
        .tags(texts(["x", "y"]))
        .words(texts(["x", "y,z"]))
        .range(SearchRange::new().from(1))
        .deep(SearchDeep::new().a("z"))
        .send()
        .await?;
    let request = only(&server)?;
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        String::from_utf8(request.body)?,
        "kind=books&text=a%20%26%20b&limit=7&only=new&tags=x&tags=y&words=x,y%2Cz&range=%7B%22from%22%3A1%7D&deep%5Ba%5D=z"
    );
    Ok(())
}

/// Returns the parts that were sent, with the boundary `B`.
pub(crate) fn parts(request: &Request) -> Result<String, Box<dyn StdError>> {
    let media_type = request.header("content-type").ok_or("no content type")?;
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").ok_or("no boundary")?;
    Ok(String::from_utf8(request.body.clone())?.replace(boundary, "B"))
}

/// Returns a part, of which `head` is behind the kind of the disposition.
pub(crate) fn part(head: &str, content: &str) -> String {
    format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
}

#[tokio::test]
async fn parts_that_are_one_of_several_are_text_where_they_are_no_objects() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let books = client(&server)?;
    let call = books
        .books()
        .mark("a \"b\"")
        .model("small")
        .words(texts(["c", "d"]))
        .pages_([MarkPage::from("e"), MarkPage::from(6)]);
    call.author(MarkObject::new().name("Jane")).send().await?;
    let expected = [
        part("name=\"shelf\"", "a \"b\""),
        part("name=\"model\"", "small"),
        part("name=\"words\"", "c"),
        part("name=\"words\"", "d"),
        part("name=\"pages\"", "e"),
        part("name=\"pages\"", "6"),
        part("name=\"author\"\r\nContent-Type: application/json", r#"{"name":"Jane"}"#),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(parts(&only(&server)?)?, expected.concat());
    Ok(())
}

#[tokio::test]
async fn fields_that_are_one_of_several_are_text_where_they_are_no_objects() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?.books().replace_marks(7).model("small").words("c").author("Jane").send().await?;
    assert_eq!(String::from_utf8(only(&server)?.body)?, "shelf=7&model=small&words=c&author=Jane");
    Ok(())
}

#[tokio::test]
async fn files_that_may_be_text_are_either() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?
        .books()
        .scan([File::new("1.png", "one"), File::new("2.png", "two")])
        .source(File::text("https://library.example/1"))
        .sheet(File::new("a.pdf", "sheet"))
        .extra(File::new("b", "extra").content_type("image/png"))
        .send()
        .await?;
    let expected = [
        part("name=\"images\"; filename=\"1.png\"\r\nContent-Type: application/octet-stream", "one"),
        part("name=\"images\"; filename=\"2.png\"\r\nContent-Type: application/octet-stream", "two"),
        part("name=\"source\"", "https://library.example/1"),
        part("name=\"sheet\"; filename=\"a.pdf\"\r\nContent-Type: application/pdf", "sheet"),
        part("name=\"extra\"; filename=\"b\"\r\nContent-Type: image/png", "extra"),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(parts(&only(&server)?)?, expected.concat());
    Ok(())
}

#[tokio::test]
async fn a_form_that_is_one_of_several_has_the_parts_of_all() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let books = client(&server)?;
    books.books().add_cover(AddCoverBy::File, "Emma").file(File::new("a.png", "png")).size(3).send().await?;
    let expected = [
        part("name=\"by\"", "file"),
        part("name=\"title\"", "Emma"),
        part("name=\"file\"; filename=\"a.png\"\r\nContent-Type: application/octet-stream", "png"),
        part("name=\"size\"", "3"),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(parts(&only(&server)?)?, expected.concat());
    Ok(())
}

#[tokio::test]
async fn parts_and_fields_that_are_not_named_are_added() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let form = Form::new().file("large", File::new("a.png", "png")).text("alt", "A logo");
    client(&server)?.books().put_covers().with_parts(form).send().await?;
    let expected = [
        part("name=\"large\"; filename=\"a.png\"\r\nContent-Type: application/octet-stream", "png"),
        part("name=\"alt\"", "A logo"),
        "--B--\r\n".to_owned(),
    ];
    assert_eq!(parts(&only(&server)?)?, expected.concat());
    let server = Server::start([Reply::empty(204)])?;
    let call = client(&server)?.books().get_token(GetTokenGrantType::ClientCredentials).scope("read");
    call.with_parts(Form::new().text("audience", "books & more")).send().await?;
    let fields = String::from_utf8(only(&server)?.body)?;
    assert_eq!(fields, "grant_type=client_credentials&scope=read&audience=books%20%26%20more");
    Ok(())
}

#[tokio::test]
async fn a_file_is_no_field() -> Outcome {
    let server = Server::start([])?;
    let form = Form::new().file("large", File::new("a.png", "png"));
    let call = client(&server)?.books().get_token(GetTokenGrantType::ClientCredentials).with_parts(form);
    let refused = call.send().await.err().ok_or("a file was sent in a form of fields")?;
    assert!(refused.to_string().contains("`large` is a file"), "{refused}");
    assert!(server.seen().is_empty());
    Ok(())
}
