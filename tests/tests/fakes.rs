//! Values that are made up by a seed, held against the documents by a validator of JSON Schema.

use jsonapi_forge_tests::oracle::Description;
use jsonapi_forge_tests::program::workspace;
use klaviyo_api_2022_10_17::resources as klaviyo;
use museum_api::resources as museum;
use museum_api::runtime::{Fake, Resource};
use serde_json::{Value, json};
use weather_api::resources as weather;

/// How many values are made of each type.
const SEEDS: std::ops::Range<u64> = 0..100;

fn document(path: &str) -> Value {
    let text = std::fs::read_to_string(workspace().join("spec").join(path)).expect("the document is there");
    jsonapi_forge::source::read(&text).expect("the document is good").value
}

#[test]
fn resources_are_as_a_document_in_3_0_has_them() {
    let museum = Description::new(document("museum/museum.yaml"));
    let klaviyo = Description::new(document("klaviyo/2022-10-17.yaml"));
    for seed in SEEDS {
        let made = [
            (&museum, "Work", json!(Resource::<museum::Work>::fake(seed))),
            (&museum, "Artist", json!(Resource::<museum::Artist>::fake(seed))),
            (&museum, "Room", json!(Resource::<museum::Room>::fake(seed))),
            (&klaviyo, "CatalogItem", json!(Resource::<klaviyo::CatalogItem>::fake(seed))),
            (&klaviyo, "CatalogVariant", json!(Resource::<klaviyo::CatalogVariant>::fake(seed))),
            (&klaviyo, "CatalogCategory", json!(Resource::<klaviyo::CatalogCategory>::fake(seed))),
        ];
        for (description, schema, value) in made {
            assert_eq!(description.differences(schema, &value), [""; 0], "{schema} {seed}: {value:#}");
        }
    }
}

/// OpenAPI 3.1 has JSON Schema itself.
#[test]
fn resources_are_as_a_document_in_3_1_has_them() {
    let document = document("weather/weather.yaml");
    let validator = |schema: &str| {
        let mut root = document.clone();
        let members = root.as_object_mut().expect("a document is an object");
        members.insert("$ref".to_owned(), json!(format!("#/components/schemas/{schema}/properties/attributes")));
        jsonschema::draft202012::options().should_validate_formats(true).build(&root).expect("the schemas are good")
    };
    let [station, reading, export] = ["Station", "Reading", "Export"].map(validator);
    for seed in SEEDS {
        let made = [
            (&station, json!(weather::Station::fake(seed))),
            (&reading, json!(weather::Reading::fake(seed))),
            (&export, json!(weather::Export::fake(seed))),
        ];
        for (validator, value) in made {
            let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0], "{seed}: {value:#}");
        }
    }
}

#[test]
fn examples_are_taken_where_there_are_some() {
    let names: std::collections::BTreeSet<_> = SEEDS.filter_map(|seed| weather::Station::fake(seed).name).collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["Feldberg", "Zugspitze"]);
    assert_eq!(museum::Work::fake(7).year, Some(1889));
}
