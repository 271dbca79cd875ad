//! Requests that are out of the bounds of their description: found before they are sent, and not sent where a client says
//! so.

#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

use std::future::{pending, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jsonapi_forge_goldens::case_validation::books::Books;
use jsonapi_forge_goldens::case_validation::resources::book::{NewBook, NewBookBinding, NewBookObject};
use jsonapi_forge_goldens::case_validation::runtime::{
    BoxFuture, Error, HttpRequest, HttpResponse, Transport, TransportError, Violation,
};
use jsonapi_forge_goldens::case_validation::shelves::PutShelfBody;
use jsonapi_forge_goldens::case_validation::{Auth, Client};

/// Answers nothing with 204, and counts.
#[derive(Default)]
struct Silent(AtomicUsize);

impl Transport for Silent {
    fn send(&self, _request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let mut response = HttpResponse::new(Vec::new().into());
        *response.status_mut() = http::StatusCode::NO_CONTENT;
        Box::pin(ready(Ok(response)))
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(pending())
    }
}

fn client(is_validated: bool) -> (Client, Arc<Silent>) {
    let transport = Arc::new(Silent::default());
    let builder = Client::builder(Auth::none()).transport(Arc::clone(&transport) as Arc<dyn Transport>);
    (builder.validate_requests(is_validated).build().unwrap(), transport)
}

fn lines(violations: &[Violation]) -> Vec<String> {
    violations.iter().map(Violation::to_string).collect()
}

fn of_book(book: NewBook) -> Vec<String> {
    let (client, transport) = client(false);
    let books: Books<'_> = client.books();
    let lines = lines(&books.create_book(book).validate());
    assert_eq!(transport.0.load(Ordering::Relaxed), 0);
    lines
}

#[test]
fn what_a_document_allows_has_no_violations() {
    let book = NewBook::new("Emma")
        .isbn("whatever its pattern says")
        .series("whatever its pattern says")
        .contact("a-b.c@d-e")
        .price(9.99)
        .password("correct horse".replace(' ', "-"))
        .keywords(["a", "b"])
        .binding(NewBookBinding::from("cloth"));
    assert_eq!(of_book(book), Vec::<String>::new());
}

#[test]
fn bounds_hold_for_members_elements_and_alternatives() {
    let marks = [("a", 5), ("b", 6), ("c/d", 7)].into_iter().map(|(name, mark)| (name.to_owned(), mark)).collect();
    let book = NewBook::new("A title of more than twenty characters, ä")
        .price(0.005)
        .contact("a+b@c")
        .password("a b")
        .keywords(["ab", "Ab", "c", "ab"])
        .marks(marks)
        .binding(NewBookBinding::from("leather"))
        .authors(["1", "2", "3"]);
    assert_eq!(
        of_book(book),
        [
            "`/data/attributes/title`: expected at most 20 characters, found 41 characters",
            "`/data/attributes/contact`: expected what `^[\\w-.]+@[\\w-]+$` matches, found \"a+b@c\"",
            "`/data/attributes/price`: expected a multiple of 0.01, found 0.005",
            "`/data/attributes/password`: expected at least 8 characters, found ..",
            "`/data/attributes/password`: expected what `^\\S+$` matches, found ..",
            "`/data/attributes/keywords`: expected at most 3 elements, found 4 elements",
            "`/data/attributes/keywords`: expected no element twice, found the same at 0 and 3",
            "`/data/attributes/keywords/1`: expected what `^[a-z]+$` matches, found \"Ab\"",
            "`/data/attributes/marks`: expected at most 2 members, found 3 members",
            "`/data/attributes/marks/b`: expected at most 5, found 6",
            "`/data/attributes/marks/c~1d`: expected at most 5, found 7",
            "`/data/attributes/binding`: expected at most 5 characters, found 7 characters",
            "`/data/relationships/authors/data`: expected at most 2 elements, found 3 elements",
        ]
    );
    let bound = |binding: NewBookBinding| of_book(NewBook::new("E").binding(binding));
    assert_eq!(bound(0.into()), ["`/data/attributes/binding`: expected at least 1, found 0"]);
    assert_eq!(
        bound(NewBookObject::new("c").into()),
        ["`/data/attributes/binding/cloth`: expected at least 2 characters, found 1 character"]
    );
    assert_eq!(of_book(NewBook::new("").price(0.0)).len(), 2);
}

#[test]
fn types_that_hold_themselves_are_checked_all_the_way() {
    let shelf = PutShelfBody::new("a").boards([PutShelfBody::new("b").boards([PutShelfBody::new("the longest")])]);
    let (client, _) = client(false);
    assert_eq!(
        lines(&client.shelves().put_shelf("A1", shelf).validate()),
        ["`/boards/0/boards/0/name`: expected at most 8 characters, found 11 characters"]
    );
}

#[test]
fn parameters_and_parts_of_forms_are_checked_as_they_were_set_last() {
    let (client, _) = client(false);
    let call = client.shelves().put_shelf("a1", PutShelfBody::new("a")).width(7).x_reader("me").visits(4).colour("x");
    assert_eq!(
        lines(&call.validate()),
        [
            "path parameter `shelf`: expected what `^[A-Z]\\d+$` matches, found \"a1\"",
            "query parameter `width`: expected at least 10, found 7",
            "query parameter `width`: expected a multiple of 5, found 7",
            "header `X-Reader`: expected at least 3 characters, found 2 characters",
            "cookie `visits`: expected at most 3, found 4",
        ]
    );
    let call = client.shelves().put_shelf("A1", PutShelfBody::new("a")).width(7).width(90);
    assert_eq!(lines(&call.validate()), ["query parameter `width`: expected less than 90, found 90"]);
    let call = client.shelves().label_shelf("A1", "a text that is long").colours(["red", "ed", "red"]);
    assert_eq!(
        lines(&call.validate()),
        [
            "part `text`: expected at most 12 characters, found 19 characters",
            "part `colours`: expected no element twice, found the same at 0 and 2",
            "part `colours/1`: expected at least 3 characters, found 2 characters",
        ]
    );
}

#[test]
fn a_parameter_of_several_segments_has_its_bounds() {
    let (client, _) = client(false);
    assert_eq!(lines(&client.books().delete_cover("small/a.png").validate()), [""; 0]);
    let violations = client.books().delete_cover("large/abcdefgh.png").validate();
    assert_eq!(lines(&violations), ["path parameter `path`: expected at most 12 characters, found 18 characters"]);
}

#[tokio::test]
async fn a_client_that_validates_sends_nothing_with_violations() {
    let (client, transport) = client(true);
    let error = client.books().create_book(NewBook::new("")).send().await.unwrap_err();
    assert!(matches!(&error, Error::Request { .. }), "{error:?}");
    assert!(error.to_string().contains("`/data/attributes/title`: expected at least 1 character, found 0 characters"));
    assert_eq!(transport.0.load(Ordering::Relaxed), 0);
    client.books().create_book(NewBook::new("Emma")).send().await.unwrap();
    assert_eq!(transport.0.load(Ordering::Relaxed), 1);
    let (client, transport) = self::client(false);
    client.books().create_book(NewBook::new("")).send().await.unwrap();
    assert_eq!(transport.0.load(Ordering::Relaxed), 1);
}
