//! Types of other crates: what a response brings, what is kept of it where they do not read it, and what is sent.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that panics is a test that fails")]

use std::collections::HashSet;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jsonapi_forge_goldens::case_types::resources::loan::{Loan, LoanDoor, LoanSlot, NewLoan};
use jsonapi_forge_goldens::case_types::{Auth, Client, runtime};
use runtime::{BoxFuture, Foreign, HttpRequest, HttpResponse, Transport, TransportError};
use uuid::Uuid;

const GOOD: &str = r#"{"data": {"type": "loan", "id": "1", "attributes": {
    "copy": "67e55044-10b1-426f-9247-bb680e5fe0c8", "fee": {"secs": 3, "nanos": 50}, "fine": null,
    "desks": ["10.0.0.1"], "notes": {"a": "67e55044-10b1-426f-9247-bb680e5fe0c8", "b": null},
    "door": "67e55044-10b1-426f-9247-bb680e5fe0c8", "seen": "2026-07-15T12:00:00+02:00", "due": "2026-07-31",
    "stamp": "2026-07-15T10:00:00Z", "number": 18446744073709551615}}}"#;

const BAD: &str = r#"{"data": {"type": "loan", "id": "1", "attributes": {
    "copy": "not one", "fee": 3.5, "fine": {"secs": -1, "nanos": 0}, "desks": ["10.0.0.256", null, "10.0.0.2"],
    "notes": {"a": "67e5"}, "door": "shut", "seen": "yesterday", "due": "2026-02-30",
    "stamp": 7, "number": -1}}}"#;

/// Answers with one text, and keeps what was asked.
struct Canned(&'static str, Arc<Mutex<Vec<String>>>);

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut response = HttpResponse::new(self.0.into());
        *response.status_mut() = http::StatusCode::CREATED;
        let asked = Arc::clone(&self.1);
        Box::pin(async move {
            let body = request.body().as_bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            asked.lock().unwrap().push(format!("{} {}", request.uri(), body.unwrap_or_default()));
            Ok(response)
        })
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

fn client(text: &'static str) -> (Client, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::default();
    let transport = Arc::new(Canned(text, Arc::clone(&asked)));
    let client = Client::builder(Auth::none()).transport(transport).retry(runtime::RetryPolicy::none());
    (client.build().unwrap(), asked)
}

/// A day of July 2026.
fn day(day: u8) -> time::Date {
    time::Date::from_calendar_date(2026, time::Month::July, day).unwrap()
}

fn copy() -> Uuid {
    "67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap()
}

#[tokio::test]
async fn a_value_is_of_the_type_that_is_configured() {
    let (client, _) = client(GOOD);
    let response =
        client.loans().create_loan(NewLoan::builder().copy(copy()).fee(Duration::ZERO).build()).send().await.unwrap();
    assert!(response.mismatches().is_empty(), "{:?}", response.mismatches());
    let loan: &Loan = &response.data.attributes;
    assert_eq!(loan.require_copy().unwrap().get(), Some(&copy()));
    assert_eq!(loan.require_fee().unwrap().get(), Some(&Duration::new(3, 50)));
    assert!(loan.fine.is_none());
    assert_eq!(loan.desks.as_ref().unwrap()[0].get(), Some(&Ipv4Addr::new(10, 0, 0, 1)));
    assert!(loan.notes.as_ref().unwrap()["b"].is_none());
    assert!(matches!(loan.door.as_ref().unwrap(), LoanDoor::String(door) if door.get() == Some(&copy())));
    assert_eq!(loan.seen.as_ref().unwrap().get().unwrap().timestamp(), 1_784_109_600);
    assert_eq!(loan.due.as_ref().unwrap().get(), Some(&day(31)));
    assert_eq!(loan.stamp.as_ref().unwrap().get().unwrap().as_second(), 1_784_109_600);
    assert_eq!(loan.number.as_ref().unwrap().get(), Some(&u64::MAX));
    let written = serde_json::to_string(loan).unwrap();
    let again: Loan = serde_json::from_str(&written).unwrap();
    assert_eq!(&again, loan);
    assert_eq!(format!("{:?}", loan.copy), r#"Some(Foreign("67e55044-10b1-426f-9247-bb680e5fe0c8"))"#);
}

#[tokio::test]
async fn what_the_type_does_not_read_is_kept_and_reported() {
    let (client, _) = client(BAD);
    let response =
        client.loans().create_loan(NewLoan::builder().copy(copy()).fee(Duration::ZERO).build()).send().await.unwrap();
    assert!(!response.is_clean());
    let reported: Vec<String> = response.mismatches().iter().map(ToString::to_string).collect();
    let expected = [
        "/data/attributes/copy", "/data/attributes/fee", "/data/attributes/fine", "/data/attributes/desks/0",
        "/data/attributes/desks/1", "/data/attributes/notes/a", "/data/attributes/door", "/data/attributes/seen",
        "/data/attributes/due", "/data/attributes/stamp", "/data/attributes/number",
    ];
    assert_eq!(
        response.mismatches().iter().map(|one| one.pointer.as_str()).collect::<Vec<_>>(),
        expected,
        "{reported:#?}"
    );
    assert!(reported[0].contains("a `uuid::Uuid`"), "{reported:#?}");
    let loan: &Loan = &response.data.attributes;
    assert_eq!(loan.require_copy().unwrap().get(), None);
    assert_eq!(loan.require_copy().unwrap().json(), "not one");
    assert_eq!(loan.copy.clone().unwrap().into_value().unwrap_err(), "not one");
    let desks = loan.desks.as_ref().unwrap();
    assert_eq!((desks.len(), desks[2].get()), (3, Some(&Ipv4Addr::new(10, 0, 0, 2))));
    assert_eq!(loan.number.as_ref().unwrap().json(), -1);
}

#[tokio::test]
async fn values_are_sent_as_they_are_written() {
    let (client, asked) = client(GOOD);
    let loan =
        NewLoan::builder().copy(copy()).fee(Duration::new(1, 2)).build().number(u64::MAX).door(Foreign::from(copy()));
    let seen = chrono::DateTime::from_timestamp(1_784_109_600, 500_000_000).unwrap();
    let loan = loan.fine(Duration::ZERO).desks([Ipv4Addr::LOCALHOST]).seen(seen).due(day(1));
    client.loans().create_loan(loan.clone()).send().await.unwrap();
    client.loans().create_loan(loan.fine(runtime::Change::Null)).send().await.unwrap();
    let _ = client.loans().get_loans().desk(copy()).copies([copy(), copy()]).send().await;
    let asked = asked.lock().unwrap();
    let sent = concat!(
        r#"{"data":{"type":"loan","attributes":{"copy":"67e55044-10b1-426f-9247-bb680e5fe0c8","fee":{"nanos":2,"secs":1},"#,
        r#""number":18446744073709551615,"door":"67e55044-10b1-426f-9247-bb680e5fe0c8","fine":{"nanos":0,"secs":0},"#,
        r#""desks":["127.0.0.1"],"seen":"2026-07-15T10:00:00.500Z","due":"2026-07-01"}}}"#,
    );
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(value(asked[0].split_once(' ').unwrap().1), value(sent));
    assert!(asked[1].contains(r#""fine":null"#), "{}", asked[1]);
    assert!(asked[2].contains("desk=67e55044-10b1-426f-9247-bb680e5fe0c8&copies=67e55044"), "{}", asked[2]);
}

/// The configuration asks for `Eq`, `Hash` and `Ord` of records; a parcel, which has a fraction in it, and what holds one
/// compile without.
#[test]
fn records_without_fractions_are_hashed_and_sorted() {
    let slot = |text: &str| serde_json::from_str::<LoanSlot>(text).unwrap();
    let (first, second) = (r#"{"row": 1, "state": "open"}"#, r#"{"row": 2, "state": "lost"}"#);
    let seen: HashSet<LoanSlot> = [first, second, first].into_iter().map(slot).collect();
    assert_eq!(seen.len(), 2);
    assert!(slot(first) < slot(second) && slot(first) == slot(first));
}
