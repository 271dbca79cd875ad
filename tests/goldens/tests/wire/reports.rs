//! Filters inside bodies, over sockets: each rendered for its place.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_reports::resources::book::BookId;
use jsonapi_forge_goldens::case_reports::resources::loan_report::{
    LoanReportChannel, LoanReportDuring, NewLoanReport, NewLoanReportFilter as Loans,
};
use jsonapi_forge_goldens::case_reports::resources::reader_report::{
    NewReaderReport, NewReaderReportFilter as Readers,
};
use jsonapi_forge_goldens::case_reports::resources::shelf_report::NewShelfReport;
use jsonapi_forge_goldens::case_reports::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::{Value, json};

use crate::{Outcome, body};

/// The attributes of the one resource that was sent.
fn attributes(server: &Server) -> Result<Value, Box<dyn StdError>> {
    Ok(body(server)?.pointer("/data/attributes").cloned().unwrap_or_default())
}

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

#[tokio::test]
async fn a_filter_in_a_body_is_one_string() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let filter = Loans::channel()
        .equals(LoanReportChannel::Desk)
        .and(Loans::book_id().contains_any([BookId::from("1"), "2".into()]))
        .and(Loans::tag_name().contains_all(["new \"and\" red"]));
    let report = NewLoanReport::new(LoanReportDuring::Week).filter(filter);
    client(&server)?.reports().query_loans(report).send().await?;
    let expected =
        r#"and(equals(channel,"desk"),contains-any(book_id,["1","2"]),contains-all(tag_name,["new \"and\" red"]))"#;
    assert_eq!(attributes(&server)?, json!({"during": "week", "filter": expected}));
    Ok(())
}

#[tokio::test]
async fn a_filter_in_a_body_is_one_clause_or_raw_text() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let client = client(&server)?;
    let report = NewLoanReport::new(LoanReportDuring::Week).filter(Loans::reader().equals("Ada"));
    client.reports().query_loans(report).send().await?;
    assert_eq!(attributes(&server)?, json!({"during": "week", "filter": "equals(reader,\"Ada\")"}));
    let report = NewLoanReport::new(LoanReportDuring::Month).filter("equals(other,1)");
    client.reports().query_loans(report).send().await?;
    assert_eq!(attributes(&server)?, json!({"during": "month", "filter": "equals(other,1)"}));
    Ok(())
}

#[tokio::test]
async fn a_filter_in_a_body_is_a_list_of_clauses() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let client = client(&server)?;
    let span =
        Readers::at().greater_or_equal("2024-01-01T00:00:00").and(Readers::at().less_than("2024-02-01T00:00:00"));
    client.reports().query_readers(NewReaderReport::new(span)).send().await?;
    let clauses = json!(["greater-or-equal(at,2024-01-01T00:00:00)", "less-than(at,2024-02-01T00:00:00)"]);
    assert_eq!(attributes(&server)?, json!({ "filter": clauses }));
    client.reports().query_readers(NewReaderReport::new(["equals(other,1)"])).send().await?;
    assert_eq!(attributes(&server)?, json!({"filter": ["equals(other,1)"]}));
    Ok(())
}

#[tokio::test]
async fn a_filter_without_a_described_grammar_is_text() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?.reports().query_shelves(NewShelfReport::new().filter("any")).send().await?;
    assert_eq!(attributes(&server)?, json!({"filter": "any"}));
    Ok(())
}
