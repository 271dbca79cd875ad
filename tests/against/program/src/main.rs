//! A program that uses the client of `old.yaml`. It is read by a test, and compiled with both clients.

mod report;

use library::books::ListBooksSort;
use library::resources::book::{Book, BookStatus, NewBook};
use library::runtime::Resource;
use library::{Client, Error, Sort};

struct Shelf {
    library: Client,
    first: Option<Resource<Book>>,
}

impl Shelf {
    async fn fill(&mut self) -> Result<(), Error> {
        let call = self.library.books().list_books().language("en").page_size(10);
        let found = call.sort(Sort::descending(ListBooksSort::Pages)).send().await?;
        self.first = found.data.first().cloned();
        for book in &found.data {
            if book.attributes.status == Some(BookStatus::Printed) {
                println!("{:?} {:?}", book.attributes.title, book.attributes.subtitle);
            }
        }
        Ok(())
    }

    async fn add(&self) -> Result<Resource<Book>, Error> {
        let book = NewBook::new("Emma").pages(474).subtitle("A novel");
        let created = self.library.books().create_book(book).send().await?;
        Ok(created.into_inner().data)
    }

    async fn remove(&self, book: &Resource<Book>) -> Result<(), Error> {
        let books = self.library.books();
        books.delete_book(&book.id).send().await?;
        Ok(())
    }
}

/// Other types may have methods that are called like those of the client.
trait Titled {
    fn subtitle(&self, text: &str) -> String;
}

impl Titled for Shelf {
    fn subtitle(&self, text: &str) -> String {
        format!("{text} of {}", usize::from(self.first.is_some()))
    }
}

fn caption(titled: &impl Titled) -> String {
    titled.subtitle("books")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let mut shelf = Shelf { library: Client::new(library::Auth::none())?, first: None };
    shelf.fill().await?;
    let book = shelf.add().await?;
    println!("{} {:?}", caption(&shelf), report::author(&shelf.library, &book).await?);
    println!("{} {:?}", report::pages(&shelf.library).await?, report::subtitles(std::slice::from_ref(&book)));
    println!("{:?}", report::longest(std::slice::from_ref(&book), str::len));
    shelf.library.authors().create_author(report::new_author("Jane Austen")).send().await?;
    println!("{}", report::languages(&shelf.library).await);
    shelf.remove(&book).await
}
