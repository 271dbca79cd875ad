//! What is related: followed by type, and asked for at its own address.

use std::error::Error as StdError;

use jsonapi_forge_goldens::case_relationships::articles::GetArticleInclude as Include;
use jsonapi_forge_goldens::case_relationships::resources::article::NewArticle;
use jsonapi_forge_goldens::case_relationships::resources::cover::NewCover;
use jsonapi_forge_goldens::case_relationships::resources::note::NewNote;
use jsonapi_forge_goldens::case_relationships::resources::{Article, Comment, CommentId, Person};
use jsonapi_forge_goldens::case_relationships::runtime::{
    AnyIdentifier, Change, Id, Identifier, OneOrMany, ResolveError, Sent,
};
use jsonapi_forge_goldens::case_relationships::{Auth, Client};
use jsonapi_forge_tests::server::{Reply, Server};
use serde_json::{Value, json};

use crate::{Outcome, only};

const MEDIA_TYPE: &str = "application/vnd.api+json";

fn client(server: &Server) -> Result<Client, Box<dyn StdError>> {
    Ok(Client::builder(Auth::none()).base_url(server.url()).build()?)
}

fn person(id: &str) -> Value {
    json!({ "type": "person", "id": id })
}

#[tokio::test]
async fn one_relationship_leads_to_resources_of_several_types() -> Outcome {
    let document = json!({
        "data": {
            "type": "article", "id": "1", "attributes": {},
            "relationships": {
                "subject": { "data": { "type": "person", "id": "9" } },
                "history": { "data": [
                    { "type": "comment", "id": "5" }, { "type": "article", "id": "1" }, { "type": "person", "id": "8" },
                ] },
            },
        },
        "included": [
            { "type": "person", "id": "9", "attributes": { "name": "Ada" } },
            { "type": "comment", "id": "5", "attributes": { "body": "First." } },
        ],
    });
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, document.to_string())])?;
    let call = client(&server)?.articles().get_article("1").include([Include::Subject]);
    let article = call.send().await?;
    assert_eq!(only(&server)?.line, "GET /articles/1?include=subject");

    let subject = article.resolve(&article.data.relationships.subject).ok_or("there is one")??;
    assert_eq!(subject.id_of::<Comment>(), None);
    assert_eq!(subject.decode::<Person>()?.attributes.name.as_deref(), Some("Ada"));
    let error = subject.decode::<Article>().expect_err("a person is no article");
    assert_eq!(error, ResolveError::OtherType { found: "person".to_owned(), expected: "article" });

    let history: Vec<_> = article.resolve(&article.data.relationships.history).collect();
    let comment = history.first().ok_or("it is first")?.clone()?;
    assert_eq!(comment.decode::<Comment>()?.attributes.body.as_deref(), Some("First."));
    let missing = history.last().ok_or("it is last")?.clone().expect_err("it was not included");
    assert_eq!(missing, ResolveError::NotIncluded { kind: "person".to_owned(), id: "8".to_owned() });
    Ok(())
}

#[tokio::test]
async fn a_resource_may_stand_in_the_place_of_its_identifier() -> Outcome {
    let attributes = json!({ "name": "Ada", "imprint": "Engines" });
    let ada = json!({ "type": "person", "id": "9", "attributes": attributes, "meta": { "since": 1843 } });
    let comment = json!({ "type": "comment", "id": "5", "attributes": { "body": "First." } });
    let document = json!({
        "data": {
            "type": "article", "id": "1", "attributes": {},
            "relationships": {
                "author": { "data": person("9") },
                "publisher": { "data": ada },
                "press": { "data": { "type": "press", "id": "3", "attributes": { "city": "London" } } },
                "quotations": { "data": [comment, person("8")] },
            },
        },
    });
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, document.to_string())])?;
    let client = client(&server)?;
    let article = client.articles().get_article("1").send().await?;
    let publisher = article.data.relationships.publisher.identifier().and_then(Identifier::resource);
    println!("{:?}", publisher.map(|publisher| publisher.attributes.name));
    let mismatches: Vec<String> = article.mismatches().iter().map(ToString::to_string).collect();
    assert_eq!(mismatches, ["`/data/relationships/quotations/data/1/attributes`: expected an object, found nothing"]);
    let related = &article.data.relationships;

    let publisher = related.publisher.identifier().and_then(Identifier::resource).ok_or("all of it is there")?;
    let Person { name, imprint, .. } = &publisher.attributes;
    assert_eq!((publisher.id.as_str(), name.as_deref(), imprint.as_deref()), ("9", Some("Ada"), Some("Engines")));
    assert_eq!(serde_json::to_value(&publisher)?, ada);
    let press = related.press.identifier().and_then(Identifier::resource).ok_or("all of it is there")?;
    assert_eq!(press.attributes.require_city()?, "London");
    assert!(related.author.identifier().is_some_and(|author| author.resource().is_none()));

    let quotations: Vec<_> = article.resolve(&related.quotations).collect();
    let first = quotations.first().ok_or("it is first")?.clone()?;
    assert_eq!(first.decode::<Comment>()?.attributes.body.as_deref(), Some("First."));
    let named = quotations.last().ok_or("it is last")?.clone().expect_err("it is only named");
    assert_eq!(named, ResolveError::NotIncluded { kind: "person".to_owned(), id: "8".to_owned() });
    Ok(())
}

#[tokio::test]
async fn a_related_resource_may_be_null() -> Outcome {
    let author = r#"{"data": {"type": "person", "id": "9", "attributes": {"name": "Ada"}}}"#;
    let replies = [author, r#"{"data": null}"#].map(|body| Reply::of(MEDIA_TYPE, 200, body));
    let server = Server::start(replies)?;
    let articles = client(&server)?;
    let author = articles.articles().get_article_author("1").send().await?;
    assert_eq!(author.data.as_ref().and_then(|author| author.attributes.name.as_deref()), Some("Ada"));
    let nobody = articles.articles().get_article_author("2").send().await?;
    assert!(nobody.data.is_none() && nobody.is_clean());
    let lines: Vec<String> = server.seen().into_iter().map(|request| request.line).collect();
    assert_eq!(lines, ["GET /articles/1/author", "GET /articles/2/author"]);
    Ok(())
}

#[tokio::test]
async fn a_relationship_is_read_as_identifiers() -> Outcome {
    let body = r#"{"data": [{"type": "comment", "id": "5"}, {"type": "comment", "id": "6"}]}"#;
    let server = Server::start([Reply::of(MEDIA_TYPE, 200, body)])?;
    let comments = client(&server)?.articles().get_article_comment_ids("1").send().await?;
    let ids: Vec<CommentId> = comments.data.iter().map(|comment| comment.id.clone()).collect();
    assert_eq!(ids, [CommentId::from("5"), CommentId::from("6")]);
    assert_eq!(only(&server)?.line, "GET /articles/1/relationships/comments");
    Ok(())
}

#[tokio::test]
async fn a_relationship_may_hold_one_or_a_list() -> Outcome {
    let related = |witnesses: Value| {
        json!({
            "data": {
                "type": "article", "id": "1", "attributes": {},
                "relationships": { "witnesses": { "data": witnesses }, "sources": { "data": null } },
            },
            "included": [{ "type": "person", "id": "9", "attributes": { "name": "Ada" } }],
        })
    };
    let bodies = [related(person("9")), related(json!([person("9"), person("8")]))];
    let server = Server::start(bodies.map(|body| Reply::of(MEDIA_TYPE, 201, body.to_string())))?;
    let client = client(&server)?;
    let one =
        client.articles().create_article(NewArticle::new().witnesses("9").sources(AnyIdentifier::new("comment", "5")));
    let one = one.send().await?;
    let many = NewArticle::new().witnesses(["9", "8"]).sources([AnyIdentifier::new("person", "9")]);
    let many = client.articles().create_article(many).send().await?;

    let sent: Vec<Value> =
        server.seen().iter().map(|request| serde_json::from_slice(&request.body)).collect::<Result<_, _>>()?;
    let linkage = |body: usize, name: &str| {
        sent.get(body).and_then(|one| one.pointer(&format!("/data/relationships/{name}/data")))
    };
    assert_eq!(linkage(0, "witnesses"), Some(&person("9")));
    assert_eq!(linkage(0, "sources"), Some(&json!({ "type": "comment", "id": "5" })));
    assert_eq!(linkage(1, "witnesses"), Some(&json!([person("9"), person("8")])));
    assert_eq!(linkage(1, "sources"), Some(&json!([person("9")])));

    assert!(one.is_clean() && many.is_clean());
    let (one, many) = (&one.data.relationships.witnesses, &many.data.relationships.witnesses);
    assert!(matches!(one.data, Sent::Data(OneOrMany::One(_))));
    assert_eq!(one.ids().map(|id| id.as_str()).collect::<Vec<_>>(), ["9"]);
    assert!(matches!(many.data, Sent::Data(OneOrMany::Many(_))));
    assert_eq!(many.ids().map(|id| id.as_str()).collect::<Vec<_>>(), ["9", "8"]);
    Ok(())
}

#[tokio::test]
async fn linkage_is_sent_as_one_as_several_or_as_null() -> Outcome {
    let server = Server::start((0..8).map(|_| Reply::empty(204)))?;
    let client = client(&server)?;
    let replace = |ids: Change<OneOrMany<AnyIdentifier>>| {
        client.articles().replace_article_relationship("1", "witnesses", ids).send()
    };
    let any = |id: &str| AnyIdentifier::new("person", id);
    replace(any("9").into()).await?;
    replace([any("9"), any("8")].into()).await?;
    replace(Change::Null).await?;
    replace(Vec::new().into()).await?;
    client.articles().add_article_witnesses("1", "9").send().await?;
    client.articles().add_article_witnesses("1", ["9", "8"]).send().await?;
    client.articles().add_article_witnesses("1", Id::<Person>::from("7")).send().await?;
    let sent: Vec<Value> =
        server.seen().iter().map(|request| serde_json::from_slice(&request.body)).collect::<Result<_, _>>()?;
    let of = |data: Value| json!({ "data": data });
    let expected = [
        of(person("9")),
        of(json!([person("9"), person("8")])),
        of(Value::Null),
        of(json!([])),
        of(person("9")),
        of(json!([person("9"), person("8")])),
        of(person("7")),
    ];
    assert_eq!(sent, expected);

    let linkage =
        |article: NewArticle| article.to_json().pointer("/relationships/reviewers/data").map(ToString::to_string);
    assert_eq!(linkage(NewArticle::new().reviewers(Change::Null)).as_deref(), Some("null"));
    assert_eq!(linkage(NewArticle::new().reviewers("9")), Some(person("9").to_string()));
    assert_eq!(linkage(NewArticle::new().reviewers(["9"])), Some(json!([person("9")]).to_string()));
    assert_eq!(linkage(NewArticle::new().reviewers(Vec::<Id<Person>>::new())).as_deref(), Some("[]"));
    Ok(())
}

#[test]
fn resources_without_an_id_are_sent_whole() {
    let article =
        NewArticle::new().notes([NewNote::new("one"), NewNote::new("two")]).cover(NewCover::new().url("/1.png"));
    let note = |text: &str| json!({ "type": "note", "attributes": { "text": text } });
    let sent = article.to_json();
    assert_eq!(sent.pointer("/relationships/notes"), Some(&json!({ "data": [note("one"), note("two")] })));
    let cover = json!({ "data": { "type": "cover", "attributes": { "url": "/1.png" } } });
    assert_eq!(sent.pointer("/relationships/cover"), Some(&cover));
}
