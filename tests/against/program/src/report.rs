//! What the library has.

use library::Client;
use library::books::{ListBooks, ListBooksInclude};
use library::runtime::{Error, Resource};
use library::resources::*;

pub async fn pages(client: &Client) -> Result<i64, Error> {
    let mut books = client
        .books()
        .list_books()
        .page_size(ListBooks::MAX_PAGE_SIZE)
        .include([ListBooksInclude::Author, ListBooksInclude::Publisher])
        .language("de")
        .items();
    let mut count = 0;
    while let Some(item) = books.try_next().await? {
        count += item.attributes.pages.unwrap_or_default();
    }
    Ok(count)
}

/// Sends an author, as a function that gives a request does.
pub fn new_author(name: &str) -> author::NewAuthor {
    author::NewAuthor::new(name).url("https://library.example/authors")
}

pub async fn author(client: &Client, book: &Resource<Book>) -> Result<Option<String>, Error> {
    let Some(id) = book.relationships.author.id() else { return Ok(None) };
    let author = client.authors().get_author(id).send().await?;
    Ok(author.data.attributes.name.clone())
}

pub fn subtitles(books: &[Resource<Book>]) -> Vec<&str> {
    books.iter().filter_map(|book| book.attributes.subtitle.as_deref()).collect()
}

/// What a closure is called with here, no syntax tells.
pub fn longest<F: Fn(&str) -> usize>(books: &[Resource<Book>], length: F) -> Option<usize> {
    let lengths = books.iter().zip(0..).map(|(book, _)| length(book.attributes.subtitle.as_deref().unwrap_or_default()));
    lengths.max()
}

/// A bound names a type, and so does what a closure gives.
pub fn requests<F>(client: &Client, of: F) -> usize
where
    F: Fn(&Client) -> library::authors::GetAuthorRequest,
{
    let again = |client: &Client| -> library::authors::GetAuthorRequest { of(client) };
    drop(again(client));
    1
}

/// Gives the value of the first arm.
macro_rules! first {
    ($name:ident = $value:expr => $then:block $(else $other:block)?) => {{
        let $name = $value;
        $then
    }};
}

/// A macro has a syntax of its own.
pub async fn name(client: &Client) -> Result<bool, Error> {
    first! {
        found = client.authors().get_author("1").send().await? => {
            Ok(found.data.attributes.name.is_some())
        } else {
            Ok(false)
        }
    }
}

/// The trait has a method with the name of the query parameter.
pub async fn languages(client: &Client) -> usize {
    client.books().list_books().send().language("en").await
}

trait Spoken: Future + Sized {
    async fn language(self, name: &str) -> usize {
        self.await;
        name.len()
    }
}

impl<F: Future> Spoken for F {}
