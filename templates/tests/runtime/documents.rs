//! Compound documents: relationships, identifiers, and the resources they lead to.

use crate::client::catalogs::GetVariant;
use crate::client::runtime::{
    AnyResource, Bytes, Collection, Document, Id, Identifier, Map, Operation, ResolveError, Resource, Sent, ToMany,
};
use crate::client::variants::Variant;
use crate::support::read;

type VariantDocument = <GetVariant as Operation>::Output;

fn document(relationships: &str, included: &str) -> VariantDocument {
    read::<VariantDocument>(&format!(
        r#"{{"data":{{"type":"catalog-variant","id":"1","relationships":{relationships}}},"included":{included}}}"#
    ))
    .0
}

#[test]
fn to_one_has_its_states() {
    let state = |predecessor: &str| {
        let document = document(&format!(r#"{{"predecessor":{predecessor}}}"#), "[]");
        document.data.relationships.predecessor
    };
    let absent = state(r#"{"links":{"related":"/p"}}"#);
    assert!(!absent.is_sent() && absent.id().is_none());
    assert_eq!(absent.links.related(), Some("/p"));
    let null = state(r#"{"data":null}"#);
    assert!(null.is_sent() && matches!(null.data, Sent::Null));
    let one = state(r#"{"data":{"type":"catalog-variant","id":"2","meta":{"x":1}},"meta":3}"#);
    assert_eq!(one.id().unwrap(), "2");
    assert_eq!(one.identifier().unwrap().meta.as_ref().unwrap()["x"], 1);
    assert_eq!(one.meta.unwrap(), 3);
    for broken in [r#"{"data":{"type":"profile","id":"2"}}"#, r#"{"data":[]}"#, r#"{"data":{"id":"2"}}"#] {
        let broken = state(broken);
        assert!(broken.is_sent() && broken.id().is_none());
    }
}

#[test]
fn to_many_has_its_states() {
    let state = |text: &str| {
        let (relationship, _) = read::<crate::client::runtime::Json<ToMany<Variant>>>(text);
        relationship.0.unwrap()
    };
    assert!(matches!(state("{}").data, Sent::Absent));
    assert!(matches!(state(r#"{"data":null}"#).data, Sent::Null));
    assert!(matches!(state(r#"{"data":[]}"#).data, Sent::Data(list) if list.is_empty()));
    let many = state(r#"{"data":[{"type":"catalog-variant","id":"2"},7,{"type":"catalog-variant","id":"3"}]}"#);
    assert_eq!((&many).into_iter().count(), 3);
    assert_eq!(many.ids().map(Id::as_str).collect::<Vec<_>>(), ["2", "3"]);
}

#[test]
fn resolves_what_is_included() {
    let document = document(
        r#"{"predecessor":{"data":{"type":"catalog-variant","id":"2"}},
            "maker":{"data":{"type":"profile","id":"p"}}}"#,
        r#"[{"type":"profile","id":"p","attributes":{"name":"Ada"}},
            {"type":"catalog-variant","id":"2","attributes":{"title":"two"}}]"#,
    );
    let relationships = &document.data.relationships;
    let predecessor = document.resolve(&relationships.predecessor).unwrap().unwrap();
    assert_eq!(predecessor.attributes.title.as_deref(), Some("two"));
    let again = document.resolve(&relationships.predecessor).unwrap().unwrap();
    assert!(std::ptr::eq(predecessor, again), "what was read once is kept");

    let maker: AnyResource = document.resolve(&relationships.maker).unwrap().unwrap();
    assert_eq!((maker.kind(), maker.id()), ("profile", "p"));
    assert!(matches!(maker.decode::<Variant>(), Err(ResolveError::OtherType { .. })));

    assert_eq!(document.included.len(), 2);
    assert_eq!(document.included.of::<Variant>().count(), 1);
    assert!(document.included.get::<Variant>(&"2".into()).unwrap().is_ok());
    assert!(document.included.get::<Variant>(&"3".into()).is_none());
}

#[test]
fn tells_what_is_not_included_from_what_is_broken() {
    let resolve = |predecessor: &str| {
        let document = document(&format!(r#"{{"predecessor":{{"data":{predecessor}}}}}"#), "[7,{}]");
        document.resolve(&document.data.relationships.predecessor).map(|found| found.map(|_| ()))
    };
    assert_eq!(resolve("null"), None);
    let absent = resolve(r#"{"type":"catalog-variant","id":"9"}"#);
    assert!(matches!(absent, Some(Err(ResolveError::NotIncluded { id, .. })) if id == "9"));
    assert!(matches!(resolve("7"), Some(Err(ResolveError::Broken(_)))));
}

#[test]
fn resolves_to_primary_data_in_circles() {
    let variant = |id: &str, predecessor: &str| {
        format!(
            r#"{{"type":"catalog-variant","id":"{id}","relationships":{{"predecessor":{{"data":
                {{"type":"catalog-variant","id":"{predecessor}"}}}}}}}}"#
        )
    };
    let body = format!(r#"{{"data":[{},{}]}}"#, variant("1", "2"), variant("2", "1"));
    let (page, clean) = read::<Collection<Resource<Variant>>>(&body);
    assert!(clean);
    let mut current = &page.data[0];
    for id in ["2", "1", "2", "1"] {
        current = page.resolve(&current.relationships.predecessor).unwrap().unwrap();
        assert_eq!(current.id, id);
    }
}

#[test]
fn relationships_to_any_type_resolve_to_primary_data() {
    let variant = |id: &str, maker: &str| {
        format!(
            r#"{{"type":"catalog-variant","id":"{id}","own":1,"relationships":{{"maker":{{"data":
                {{"type":"catalog-variant","id":"{maker}"}}}}}}}}"#
        )
    };
    let body = format!(r#"{{"data":[{},{}]}}"#, variant("1", "2"), variant("2", "3"));
    let (page, _) = read::<Collection<Resource<Variant>>>(&body);
    let found = page.resolve(&page.data[0].relationships.maker).unwrap().unwrap();
    assert_eq!((found.id(), found.value()["own"].as_i64()), ("2", Some(1)));
    assert!(found.decode::<Variant>().is_ok());
    let missing = page.resolve(&page.data[1].relationships.maker).unwrap();
    assert!(matches!(missing, Err(ResolveError::NotIncluded { id, .. }) if id == "3"));

    // Made in a test, without a response.
    let made = Collection { data: page.data.clone(), ..Collection::<Resource<Variant>>::default() };
    let found = made.resolve(&made.data[0].relationships.maker).unwrap().unwrap();
    assert_eq!((found.id(), found.value()["own"].as_i64()), ("2", Some(1)));

    let (one, _) = read::<VariantDocument>(&format!(r#"{{"data":{}}}"#, variant("1", "1")));
    assert_eq!(one.resolve(&one.data.relationships.maker).unwrap().unwrap().id(), "1");
}

#[test]
fn numbers_are_ids_by_their_text() {
    let body = r#"{"data":{"type":"catalog-variant","id":7,"relationships":{"predecessor":{"data":
            {"type":"catalog-variant","id":8}},"maker":{"data":{"type":"profile","id":9}}}},
        "included":[{"type":"catalog-variant","id":8},{"type":"profile","id":9}]}"#;
    let (document, clean) = read::<VariantDocument>(body);
    assert!(!clean, "text is described");
    assert_eq!(document.data.id, "7");
    let relationships = &document.data.relationships;
    assert_eq!(document.resolve(&relationships.predecessor).unwrap().unwrap().id, "8");
    let maker = document.resolve(&relationships.maker).unwrap().unwrap();
    assert_eq!((maker.kind(), maker.id()), ("profile", "9"));
}

#[test]
fn meta_is_read_as_what_is_described() {
    let body = r#"{"data":{"type":"catalog-variant","id":"1","meta":{"a":1}},"meta":{"b":2,"c":"x"}}"#;
    let (document, _) = read::<VariantDocument>(body);
    assert_eq!(document.data.meta_as::<Map<i64>>(), Some(Map::from([("a".to_owned(), 1)])));
    assert_eq!(document.meta_as::<Map<i64>>(), Some(Map::from([("b".to_owned(), 2)])));
    assert_eq!(document.meta_as::<String>(), None);
}

#[test]
fn members_that_json_api_does_not_know_are_kept() {
    let body = r#"{"data":{"type":"catalog-variant","id":"1","version:id":"v1","@note":1,"own":[2]}}"#;
    let (document, _) = read::<VariantDocument>(body);
    assert_eq!(document.data.rest.keys().collect::<Vec<_>>(), ["own", "version:id"]);
    let written = serde_json::to_value(&document).unwrap();
    assert_eq!(written["data"]["version:id"], "v1");
    let again: VariantDocument = serde_json::from_value(written).unwrap();
    assert_eq!(again, document);
    let mut other = again.clone();
    other.data.rest.clear();
    assert_ne!(other, document);
}

#[test]
fn included_is_a_part_of_the_body() {
    let body = r#"{"data":{},"included":[{"type":"catalog-variant","id":"2"}]}"#;
    let body = Bytes::from_static(body.as_bytes());
    let document = <VariantDocument as crate::client::runtime::Payload>::read(&body).unwrap().value;
    let entry = document.included.iter().next().unwrap();
    assert!(body.as_ptr_range().contains(&entry.raw().as_ptr()));
}

#[test]
fn primary_data_may_be_other_things() {
    let body = r#"{"data":[{"type":"catalog-variant","id":"1"},{"type":"profile","id":"2"},7]}"#;
    let (identifiers, clean) = read::<Document<Vec<Identifier<Variant>>>>(body);
    assert!(!clean);
    assert_eq!(identifiers.data.len(), 1);
    let (mixed, clean) = read::<Document<Vec<AnyResource>>>(body);
    assert!(!clean);
    assert_eq!(mixed.data[1].kind(), "profile");
    assert!(mixed.data[0].decode::<Variant>().is_ok());
    assert_eq!(mixed.data[0].id_of::<Variant>().unwrap(), "1");
    let (none, clean) = read::<Document<Option<Resource<Variant>>>>(r#"{"data":null}"#);
    assert!(clean && none.data.is_none());
    let (meta, clean) = read::<Document<()>>(r#"{"meta":{"count":3}}"#);
    assert!(clean);
    assert_eq!(meta.meta.unwrap()["count"], 3);
}

#[test]
fn links_are_text_or_objects() {
    let body = r#"{"data":{},"links":{"self":"/a","next":null,"first":{"href":"/b","meta":{}},"last":7,"own":"/c"}}"#;
    let (document, _) = read::<VariantDocument>(body);
    assert_eq!(document.links.this(), Some("/a"));
    assert_eq!(document.links.next(), None);
    assert_eq!(document.links.first(), Some("/b"));
    assert_eq!(document.links.last(), None);
    assert_eq!(document.links.get("own"), Some("/c"));
    assert_eq!(document.links.iter().count(), 3);
}
