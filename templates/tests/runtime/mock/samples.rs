//! Resources that are made for being served.

use serde_json::{Value, json};

use crate::client::blocks::{Block, TextBlock};
use crate::client::jobs::Job;
use crate::client::runtime::generated as rt;
use crate::client::runtime::mock::{Sample, SampleError};
use crate::client::variants::{InventoryPolicy, Variant};

#[test]
fn what_is_set_is_in_the_resource() -> Result<(), SampleError> {
    let sample = Sample::<Variant>::new("V1")
        .attribute("title", "Shoe")?
        .attribute("price", Value::Null)?
        .attribute("labels", json!({ "colour": "red" }))?
        .attribute("place", json!({ "kind": "place", "within": { "kind": "place", "floor": 2 } }))?
        .undescribed("published", "perhaps")
        .relate_one("predecessor", "V0")?
        .relationship("maker", json!({ "links": { "related": "/makers/1" } }))?
        .link("self", "/variants/V1")
        .meta(json!({ "seen": 1 }));
    assert_eq!(
        Value::from(sample),
        json!({
            "type": "catalog-variant",
            "id": "V1",
            "attributes": {
                "title": "Shoe", "price": null, "labels": { "colour": "red" }, "published": "perhaps",
                "place": { "kind": "place", "within": { "kind": "place", "floor": 2 } },
            },
            "relationships": {
                "predecessor": { "data": { "type": "catalog-variant", "id": "V0" } },
                "maker": { "links": { "related": "/makers/1" } },
            },
            "links": { "self": "/variants/V1" },
            "meta": { "seen": 1 },
        })
    );
    let job = Sample::<Job>::new("J1").relate_many("variants", ["V1", "V2"])?.attribute("status", "queued")?;
    let job = Value::from(job.without("status"));
    assert_eq!((&job["id"], &job["attributes"]), (&json!("J1"), &json!({})));
    assert_eq!(job["relationships"]["variants"]["data"][1], json!({ "type": "catalog-variant", "id": "V2" }));
    let nobody = Value::from(Sample::<Variant>::new("V1").relate_one("predecessor", None)?);
    assert_eq!(nobody["relationships"]["predecessor"], json!({ "data": null }));
    Ok(())
}

#[test]
fn what_the_document_does_not_have_is_an_error() {
    let variant = || Sample::<Variant>::new("V1");
    let errors = [
        variant().attribute("titel", "Shoe"),
        variant().attribute("weight_of_it_all", 1),
        variant().attribute("title", 5),
        variant().attribute("title", Value::Null),
        variant().attribute("inventory_policy", 7),
        variant().attribute("place", json!({ "kind": "place", "within": { "kind": "room" } })),
        variant().relate_one("predecesor", "V0"),
        variant().relate_many("predecessor", ["V0"]),
        variant().relate_one("maker", "M1"),
        variant().relationship("shop", Value::Null),
    ];
    let told: Vec<String> = errors.into_iter().map(|error| error.unwrap_err().to_string()).collect();
    assert_eq!(
        told,
        [
            "a `catalog-variant` resource has no attribute `titel`; did you mean `title`?",
            "a `catalog-variant` resource has no attribute `weight_of_it_all`",
            "the attribute `title` of a `catalog-variant` resource is a string, not `5`",
            "the attribute `title` of a `catalog-variant` resource is a string, not `null`",
            "the attribute `inventory_policy` of a `catalog-variant` resource is one of `0`, `1`, not `7`",
            "the attribute `place/within/kind` of a `catalog-variant` resource is `\"place\"`, not `\"room\"`",
            "a `catalog-variant` resource has no relationship `predecesor`; did you mean `predecessor`?",
            "the relationship `predecessor` is one to one",
            "the relationship `maker` may be to any type; give it whole, with `relationship`",
            "a `catalog-variant` resource has no relationship `shop`",
        ]
    );
}

/// What the client makes of a resource, as it stands in a document.
fn read<T: rt::ResourceType>(sample: Sample<T>) -> (rt::Resource<T>, bool) {
    let body = json!({ "data": Value::from(sample) }).to_string();
    let (document, clean) = crate::support::read::<rt::Document<rt::Resource<T>>>(&body);
    (document.data, clean)
}

#[test]
fn filled_resources_are_as_described() {
    let (variant, clean) = read(Sample::<Variant>::filled("V1"));
    assert!(clean);
    assert_eq!(variant.attributes.title.as_deref(), Some("title"));
    assert_eq!(variant.attributes.inventory_policy, Some(InventoryPolicy::Value0));
    assert!(variant.attributes.place.is_some_and(|place| place.within.is_some()), "types that contain themselves");
    let (job, clean) = read(Sample::<Job>::filled(""));
    assert!(clean);
    assert!(job.attributes.created_at.is_some_and(|created| created.timestamp().is_ok()));
    assert_eq!(job.attributes.errors.map(|errors| errors.len()), Some(1));
}

/// A resource with a union.
#[derive(Clone, Default)]
struct Page {
    block: Option<Block>,
    text: Option<TextBlock>,
}

impl rt::Record for Page {
    const SHAPE: &'static rt::Shape = &rt::Shape::Record(&[
        rt::Member::Required("block", rt::shape::<Block>()),
        rt::Member::Required("text", rt::shape::<TextBlock>()),
    ]);

    fn read(&mut self, input: rt::Input<'_>) {
        input.fields(Self::SHAPE, &mut [&mut self.block, &mut self.text]);
    }

    fn list(&self, see: rt::See<'_>) {
        see(&[&self.block, &self.text]);
    }
}

rt::record!(Page);

impl rt::ResourceType for Page {
    const TYPE: &'static str = "page";
    const ID: rt::IdRule = rt::IdRule::Required;
    type Id = rt::Id<Self>;
    type Relationships = rt::NoRelationships;
}

#[test]
fn filled_unions_are_their_first_alternative() {
    let (page, clean) = read(Sample::<Page>::filled("1"));
    assert!(clean && page.attributes.text.is_some());
    assert!(matches!(page.attributes.block, Some(Block::Text(_))), "{:?}", page.attributes.block);
}

#[test]
fn recorded_resources_are_taken_as_they_are() -> Result<(), SampleError> {
    let one = r#"{"type":"catalog-variant","id":"V1","attributes":{"titel":5}}"#;
    let list = format!(r#"[{one}, {{"type":"other","id":"1"}}, {one}]"#);
    let document = format!(r#"{{"data":{{"type":"other","id":"1"}},"included":{list}}}"#);
    for (text, count) in [(one, 1), (list.as_str(), 2), (document.as_str(), 2)] {
        let found = Sample::<Variant>::recorded(text)?;
        assert_eq!(found.len(), count);
        assert_eq!(Value::from(found[0].clone())["attributes"], json!({ "titel": 5 }));
    }
    for text in ["", "{", "5", r#"{"data":[{"type":"other"}]}"#] {
        assert!(Sample::<Variant>::recorded(text).is_err(), "{text}");
    }
    Ok(())
}
