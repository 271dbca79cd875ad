//! What is sent beyond plain attributes: what the description leaves open, ids that the client gives,
//! relationships to any of several types, and what is said of a resource or of a link.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_limits;
use jsonapi_forge_goldens::case_writes::books::{
    AddReviewersLinkageMeta as Review, CreateTourBodyPlan, CreateTourBodyPlannedTour, CreateTourBodyQuickTour,
    CreateTourDocumentMeta,
};
use jsonapi_forge_goldens::case_writes::resources::book::{BookId, BookUpdate, BookUpdateSize, NewBook};
use jsonapi_forge_goldens::case_writes::resources::guide::NewGuide;
use jsonapi_forge_goldens::case_writes::resources::loan::{
    LoanBranch, LoanState, LoanUpdate, NewLoan, NewLoanBookMember,
};
use jsonapi_forge_goldens::case_writes::resources::person::PersonId;
use jsonapi_forge_goldens::case_writes::resources::shelf::{NewShelf, NewShelfCounts, NewShelfMeta};
use jsonapi_forge_goldens::case_writes::resources::stamp::NewStamp;
use jsonapi_forge_goldens::case_writes::runtime::AnyIdentifier;
use jsonapi_forge_goldens::case_writes::{Auth, Change, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::json;

use crate::{Outcome, body, only};

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

#[tokio::test]
async fn undescribed_attributes_are_sent_where_the_document_allows_them() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let shelf = NewShelf::new()
        .label("North")
        .with("wood", "oak")
        .with("boards", json!([1, { "loose": true }]))
        .with("moved_at", json!(null))
        .counts(NewShelfCounts::new().total(7).with("lent", 2));
    client(&server)?.books().create_shelf(shelf).send().await?;
    assert_eq!(
        body(&server)?,
        json!({ "data": { "type": "shelf", "attributes": {
            "label": "North", "wood": "oak", "boards": [1, { "loose": true }], "moved_at": null,
            "counts": { "total": 7, "lent": 2 },
        } } })
    );
    Ok(())
}

#[tokio::test]
async fn a_resource_is_sent_with_an_id_and_meta() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let shelf = NewShelf::new().id("S1").meta(NewShelfMeta::new("moved").checked(true));
    client(&server)?.books().create_shelf(shelf).send().await?;
    assert_eq!(
        body(&server)?,
        json!({ "data": {
            "type": "shelf", "id": "S1", "attributes": {}, "meta": { "reason": "moved", "checked": true },
        } })
    );
    Ok(())
}

#[tokio::test]
async fn members_beside_the_attributes_are_sent_in_their_place() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let client = client(&server)?;
    let loan = NewLoan::builder().branch(LoanBranch::North).desk_number(2).state_member("new").build();
    let loan = loan
        .state(LoanState::Asked)
        .labels(["rare"])
        .book(BookId::from("B1"))
        .book_member(NewLoanBookMember::new().shelf("S1"))
        .origin();
    assert_eq!(loan.get("branch"), Some(json!("north")));
    assert_eq!(loan.get("state"), Some(json!("asked")), "an attribute comes first");
    client.books().create_loan(loan).included([NewShelf::new().label("North")]).send().await?;
    let sent = body(&server)?;
    let included = json!([{ "type": "shelf", "attributes": { "label": "North" } }]);
    assert_eq!(sent.get("included"), Some(&included));
    assert_eq!(
        json!({ "data": sent.get("data") }),
        json!({ "data": {
            "type": "loan",
            "attributes": { "state": "asked" },
            "relationships": { "book": { "data": { "type": "book", "id": "B1" } } },
            "branch": "north", "desk:number": 2, "labels": ["rare"], "state": "new", "book": { "shelf": "S1" },
            "origin": "library",
        } })
    );

    client.books().update_loan("L1", LoanUpdate::new().version(3)).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "loan", "id": "L1", "attributes": {}, "version": 3 } }));
    Ok(())
}

#[tokio::test]
async fn a_relationship_is_sent_with_resources_of_several_types() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let holds: [AnyIdentifier; 2] = [BookId::from("B1").into(), PersonId::from("P1").into()];
    let shelf = NewShelf::new().holds(holds).lent_by(Change::Null);
    client(&server)?.books().create_shelf(shelf).send().await?;
    let relationships = json!({
        "holds": { "data": [{ "type": "book", "id": "B1" }, { "type": "person", "id": "P1" }] },
        "lent_by": { "data": null },
    });
    assert_eq!(body(&server)?.pointer("/data/relationships"), Some(&relationships));
    Ok(())
}

#[tokio::test]
async fn an_identifier_is_sent_with_its_meta() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    let reviewers = [("P1", Review::new("editor")), ("P2", Review::new("reader"))];
    client(&server)?.books().add_reviewers("B1", reviewers).send().await?;
    assert_eq!(only(&server)?.line, "POST /books/B1/relationships/reviewers");
    assert_eq!(
        body(&server)?,
        json!({ "data": [
            { "type": "person", "id": "P1", "meta": { "role": "editor" } },
            { "type": "person", "id": "P2", "meta": { "role": "reader" } },
        ] })
    );
    Ok(())
}

#[tokio::test]
async fn a_relationship_to_one_is_set_and_cleared() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let books = client(&server)?;
    books.books().set_translator("B1", PersonId::from("P1")).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "person", "id": "P1" } }));
    books.books().set_translator("B1", Change::Null).send().await?;
    assert_eq!(body(&server)?, json!({ "data": null }));
    Ok(())
}

#[tokio::test]
async fn absent_null_and_a_value_differ_inside_of_objects() -> Outcome {
    let reply = || Reply::of("application/vnd.api+json", 200, r#"{"data": {"type": "book", "id": "B1"}}"#);
    let server = Server::start([reply(), reply()])?;
    let books = client(&server)?;
    let update = BookUpdate::new().subtitle(Change::Null).size(BookUpdateSize::new(2.5).width(Change::Null));
    books.books().update_book("B1", update).send().await?;
    let attributes = json!({ "subtitle": null, "size": { "height": 2.5, "width": null } });
    assert_eq!(body(&server)?, json!({ "data": { "type": "book", "id": "B1", "attributes": attributes } }));
    books.books().update_book("B1", BookUpdate::new().size(BookUpdateSize::new(2.5))).send().await?;
    assert_eq!(body(&server)?.pointer("/data/attributes"), Some(&json!({ "size": { "height": 2.5 } })));
    Ok(())
}

#[tokio::test]
async fn a_document_sends_many_resources() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?.books().create_books([NewBook::new("Emma"), NewBook::new("Persuasion")]).send().await?;
    let book = |title: &str| json!({ "type": "book", "attributes": { "title": title } });
    assert_eq!(body(&server)?, json!({ "data": [book("Emma"), book("Persuasion")] }));
    Ok(())
}

/// What is required is sent, also where all that the document has in it is only read.
#[tokio::test]
async fn attributes_are_sent_where_they_are_required() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?.books().create_stamp(NewStamp::new()).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "stamp", "attributes": {} } }));
    Ok(())
}

#[tokio::test]
async fn one_of_two_documents_is_sent_with_the_meta_that_both_require() -> Outcome {
    let server = Server::start([Reply::empty(204), Reply::empty(204)])?;
    let client = client(&server)?;
    let books = client.books();
    let meta = || CreateTourDocumentMeta::new("Ada");
    books.create_tour(CreateTourBodyQuickTour::new(2), meta()).send().await?;
    let quick = json!({ "type": "tour", "attributes": { "hours": 2 } });
    assert_eq!(body(&server)?, json!({ "data": quick, "meta": { "guide": "Ada" } }));
    let plan = CreateTourBodyPlan::new().stops(7);
    books.create_tour(CreateTourBodyPlannedTour::new(plan), meta()).send().await?;
    let planned = json!({ "type": "tour", "attributes": { "plan": { "stops": 7 } } });
    assert_eq!(body(&server)?, json!({ "data": planned, "meta": { "guide": "Ada" } }));
    Ok(())
}

#[tokio::test]
async fn a_document_states_the_version_that_it_has_to_state() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?.books().create_guide(NewGuide::new()).send().await?;
    assert_eq!(body(&server)?, json!({ "data": { "type": "guide" }, "jsonapi": { "version": "1.0" } }));
    Ok(())
}

#[tokio::test]
#[expect(deprecated, reason = "what is tested is the deprecated name")]
async fn earlier_names_still_work() -> Outcome {
    let server = Server::start([Reply::empty(202)])?;
    let client = case_limits::Client::builder(case_limits::Auth::none()).base_url(server.url()).build()?;
    client.books().add_books([case_limits::resources::book::NewBook::new().title("Emma")]).send().await?;
    assert_eq!(only(&server)?.line, "POST /books");
    Ok(())
}
