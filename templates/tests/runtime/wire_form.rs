//! What is read, written again: compared, and in the form of the wire.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::client::blocks::Block;
use crate::client::catalogs::{GetJobs, GetVariant};
use crate::client::jobs::{Job, JobStatus};
use crate::client::runtime::{DateTime, ErrorObject, Id, Operation, Resource};
use crate::client::variants::{Variant, VariantId};
use crate::support::read;

type JobsDocument = <GetJobs as Operation>::Output;
type VariantDocument = <GetVariant as Operation>::Output;

fn variant() -> Value {
    json!({
        "type": "catalog-variant",
        "id": "1",
        "attributes": {
            "title": "Shirt \u{e9}",
            "price": 9.25,
            "published": false,
            "inventory_policy": 7,
            "labels": {"a": "b"},
            "custom_metadata": {"deep": [1, {"x": null}]},
            "anything": [null, 2.5, "text"],
            "place": {"kind": "place", "name": "shelf", "height": 3, "within": {"kind": "place"}},
        },
        "relationships": {
            "predecessor": {"data": {"type": "catalog-variant", "id": "0", "meta": {"since": 1}}},
            "maker": {"data": null, "links": {"related": {"href": "/makers", "title": "Makers"}}},
        },
        "links": {"self": "/variants/1"},
        "meta": {"seen": true},
    })
}

#[test]
fn documents_survive_the_way_to_json_and_back() {
    let wire = json!({
        "data": variant(),
        "links": {"self": "/variants/1", "next": "/variants/2"},
        "meta": {"total": 1},
        "included": [{"type": "catalog-variant", "id": "0", "attributes": {"title": "Old"}, "unheard": [1]}],
    });
    let (document, _) = read::<VariantDocument>(&wire.to_string());
    let written = serde_json::to_value(&document).unwrap();
    assert_eq!(written, wire);
    let again: VariantDocument = serde_json::from_value(written).unwrap();
    assert_eq!(again, document);
    let predecessor = again.resolve(&again.data.relationships.predecessor).unwrap().unwrap();
    assert_eq!(predecessor.attributes.title.as_deref(), Some("Old"));
}

#[test]
fn an_id_by_itself_keeps_its_form() {
    for id in [json!("5"), json!(5), json!(18_446_744_073_709_551_615_u64)] {
        let read: Id<Variant> = serde_json::from_value(id.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), id);
        let again: Id<Variant> = serde_json::from_value(serde_json::to_value(read).unwrap()).unwrap();
        assert_eq!(serde_json::to_value(again).unwrap(), id);
    }
    for other in [json!(null), json!([]), json!({}), json!(true)] {
        assert!(serde_json::from_value::<Id<Variant>>(other).is_err());
    }
}

#[test]
fn a_resource_stands_in_a_struct_of_the_users_own() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Entry {
        at: u32,
        id: VariantId,
        variant: Resource<Variant>,
    }
    let text = format!(r#"{{"at":1,"id":"1","variant":{}}}"#, variant());
    let entry: Entry = serde_json::from_str(&text).unwrap();
    assert_eq!(entry.id, "1");
    let again: Entry = serde_json::from_str(&serde_json::to_string(&entry).unwrap()).unwrap();
    assert_eq!(again, entry);
    for wrong in ["7", "null", "[]", r#""text""#] {
        let text = format!(r#"{{"at":1,"id":"1","variant":{wrong}}}"#);
        let error = serde_json::from_str::<Entry>(&text).unwrap_err();
        assert!(error.to_string().starts_with("expected an object"), "{error}");
    }
}

#[test]
fn one_other_value_makes_a_resource_another() {
    let read = |wire: &Value| serde_json::from_value::<Resource<Variant>>(wire.clone()).unwrap();
    let one = read(&variant());
    assert_eq!(one, read(&variant()));
    let changes: [(&str, Value); 16] = [
        ("/id", json!("2")),
        ("/attributes/title", json!("shirt")),
        ("/attributes/price", json!(9.5)),
        ("/attributes/published", json!(true)),
        ("/attributes/inventory_policy", json!(8)),
        ("/attributes/labels/a", json!("c")),
        ("/attributes/custom_metadata/deep/0", json!(2)),
        ("/attributes/anything/1", json!(2)),
        ("/attributes/place/name", json!(null)),
        ("/attributes/place/height", json!(4)),
        ("/relationships/predecessor/data/id", json!("3")),
        ("/relationships/predecessor/data/meta", json!(null)),
        ("/relationships/predecessor/data", json!({"type": "other", "id": "0"})),
        ("/relationships/maker/data", json!({"type": "maker", "id": "1"})),
        ("/links/self", json!("/variants/2")),
        ("/meta/seen", json!(false)),
    ];
    for (pointer, value) in changes {
        let mut other = variant();
        *other.pointer_mut(pointer).unwrap() = value;
        assert_ne!(one, read(&other), "{pointer}");
    }
}

#[test]
fn what_was_not_sent_is_not_written() {
    for wire in [
        json!({"type": "catalog-variant"}),
        json!({"type": "catalog-variant", "id": "1", "relationships": {"predecessor": {"data": null}}}),
        json!({"type": "catalog-variant", "id": "1", "attributes": {"place": {"kind": "place", "within": {"kind": "place"}}}}),
    ] {
        let resource: Resource<Variant> = serde_json::from_value(wire.clone()).unwrap();
        assert_eq!(serde_json::to_value(&resource).unwrap(), wire);
    }
}

#[test]
fn unions_and_unlisted_values_are_written_as_they_came() {
    for wire in [
        json!({"type": "text", "text": "a"}),
        json!({"href": "/a"}),
        json!("rule"),
        json!(["a", "b"]),
        json!(2.5),
        json!({"type": "new", "what": [1, null]}),
        json!(true),
    ] {
        let block: Block = serde_json::from_value(wire.clone()).unwrap();
        assert_eq!(serde_json::to_value(&block).unwrap(), wire);
        assert_eq!(block, block.clone());
    }
    let (jobs, clean) = read::<JobsDocument>(
        r#"{"data":[{"type":"catalog-variant-bulk-update-job","id":"1","attributes":{"status":"unheard","errors":[{"code":"a"}]}}]}"#,
    );
    assert!(!clean);
    let written = serde_json::to_value(&jobs.data).unwrap();
    assert_eq!(written[0]["attributes"], json!({"status": "unheard", "errors": [{"code": "a"}]}));
    let again: Vec<Resource<Job>> = serde_json::from_value(written).unwrap();
    assert_eq!(again, jobs.data);
}

#[test]
fn words_are_ordered_and_made_of_text() {
    let words: BTreeSet<JobStatus> = ["queued", "new", "complete"].map(String::from).map(JobStatus::from).into();
    assert_eq!(words.iter().map(JobStatus::as_str).collect::<Vec<_>>(), ["complete", "new", "queued"]);
    assert_eq!(serde_json::to_string(&JobStatus::from("new")).unwrap(), r#""new""#);
    assert_eq!(serde_json::from_str::<JobStatus>(r#""queued""#).unwrap(), JobStatus::from("queued"));
    let ids: BTreeSet<VariantId> = ["b", "a"].map(VariantId::from).into();
    assert!(ids.contains("a") && !ids.contains("c"));
    assert_eq!("a".parse::<VariantId>().unwrap(), "a");
}

#[test]
fn dates_are_ordered_by_the_instant() {
    let [early, late] = ["2026-01-01T00:00:00+02:00", "2025-12-31T23:00:00Z"].map(DateTime::from);
    assert!(early < late && DateTime::from("soon") < early);
    assert_eq!("2026-01-01T00:00:00Z".parse::<DateTime>().unwrap().as_str(), "2026-01-01T00:00:00Z");
    assert!("soon".parse::<DateTime>().is_err());
    let epoch = DateTime::try_from(SystemTime::UNIX_EPOCH + Duration::from_secs(1)).unwrap();
    assert_eq!(epoch.as_str(), "1970-01-01T00:00:01Z");
    assert_eq!(SystemTime::try_from(&epoch).unwrap(), SystemTime::UNIX_EPOCH + Duration::from_secs(1));
    assert_eq!(serde_json::to_value(&epoch).unwrap(), json!("1970-01-01T00:00:01Z"));
}

#[test]
fn errors_survive_the_way_to_json_and_back() {
    let wire = json!({
        "id": "1", "status": "400", "code": "invalid", "title": "Invalid", "detail": "No price.",
        "source": {"pointer": "/data/attributes/price"}, "links": {"about": "/errors/1"}, "meta": {"a": 1}, "new": [1],
    });
    let error: ErrorObject = serde_json::from_value(wire.clone()).unwrap();
    assert_eq!(serde_json::to_value(&error).unwrap(), wire);
    assert_eq!(serde_json::from_value::<ErrorObject>(wire).unwrap(), error);
}
