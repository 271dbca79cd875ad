//! The families of query parameters, filters per field, and parameters of no family.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_queries::books::{
    ListBooksDeep, ListBooksFilter, ListBooksInclude as Include, ListBooksLanguage as Language, ListBooksOnShelfSort,
    ListBooksSort,
};
use jsonapi_forge_goldens::case_queries::resources::book::{BookAdditionalField, BookField};
use jsonapi_forge_goldens::case_queries::{Auth, Client, Sort};
use jsonapi_forge_tests::server::{Reply, Server};

use crate::{Outcome, only};

fn server() -> Result<Server, std::io::Error> {
    Server::start([Reply::of("application/vnd.api+json", 200, r#"{"data": []}"#)])
}

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

#[tokio::test]
async fn filters_per_field_are_replaced_when_they_are_set_again() -> Outcome {
    let server = server()?;
    client(&server)?
        .books()
        .list_books_on_shelf(7, Language::De)
        .filter_title("Emma & Co")
        .filter_pages_gt(100)
        .filter_pages_gt(200)
        .sort([Sort::descending(ListBooksOnShelfSort::Title)])
        .send()
        .await?;
    assert_eq!(
        only(&server)?.line,
        "GET /shelves/7/books?filter%5Blanguage%5D=de&filter%5Btitle%5D=Emma%20%26%20Co\
         &filter%5Bpages%5D%5Bgt%5D=200&sort=-title"
    );
    Ok(())
}

#[tokio::test]
async fn every_family_is_sent_in_its_style() -> Outcome {
    let server = server()?;
    client(&server)?
        .books()
        .list_books(Language::En)
        .fields_book([BookField::Title, BookField::SizeHeight])
        .fields_book([BookField::Title, BookField::Unknown("isbn".to_owned())])
        .additional_fields_book([BookAdditionalField::Sales])
        .include([Include::AuthorAgent])
        .include([Include::Author, Include::AuthorAgent, Include::Unknown("publisher".to_owned())])
        .sort(Sort::descending(ListBooksSort::Pages))
        .filter(ListBooksFilter::title().contains("a,b").and(ListBooksFilter::pages_().greater_than(10)))
        .joined(vec!["a".to_owned(), "b,c".to_owned()])
        .exploded(vec![1, 2])
        .deep(ListBooksDeep::new().from(1).to(2))
        .x_branch("north")
        .send()
        .await?;
    let request = only(&server)?;
    assert_eq!(
        request.line,
        "GET /books?language=en&fields%5Bbook%5D=title,size.height,isbn&additional-fields%5Bbook%5D=sales\
         &include=author.agent,author,publisher&sort=-pages&joined=a,b%2Cc&exploded=1&exploded=2\
         &deep%5Bfrom%5D=1&deep%5Bto%5D=2&filter=contains%28title%2C%22a%2Cb%22%29%2Cgreater-than%28pages%2C10%29"
    );
    assert_eq!(request.header("x-branch"), Some("north"));
    Ok(())
}
