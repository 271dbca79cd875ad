//! The guide `docs/errors.md`: its blocks run here, as a user would write them.

use jsonapi_forge_tests::program::workspace;
use klaviyo_api::mock::{Answer, MockServer};
use klaviyo_api::resources::catalog_item::NewCatalogItem;
use klaviyo_api::runtime::http::StatusCode;
use klaviyo_api::runtime::{ApiError, ErrorObject};
use klaviyo_api::{Client, Error};
use serde_json::json;

use crate::Outcome;
use crate::testing::assert_blocks;

async fn create(klaviyo: &Client, shoe: NewCatalogItem) -> Result<String, Error> {
    match klaviyo.catalogs().create_catalog_item(shoe).send().await {
        Ok(created) => Ok(format!("created {}", created.data.id)),
        Err(error) if error.is_conflict() => Ok("it was there already".to_owned()),
        Err(Error::Api(error)) => {
            let line = |error: &ErrorObject| format!("{}: {error}", error.field().unwrap_or("the request"));
            Ok(error.errors.iter().map(line).collect::<Vec<_>>().join("\n"))
        }
        Err(error) => Err(error),
    }
}

#[tokio::test]
async fn errors_of_the_service_become_messages() -> Outcome {
    let server = MockServer::start()?;
    let bad = json!({"code": "invalid", "detail": "Too long.", "source": {"pointer": "/data/attributes/title"}});
    let answers = [Answer::error(409, "duplicate_item", "It is there."), Answer::errors(400, [bad])];
    server.catalogs().create_catalog_item().sequence(answers);
    let klaviyo = server.new_client()?;
    let shoe = || {
        NewCatalogItem::builder()
            .description("For the left foot.")
            .external_id("SKU-1")
            .title("Shoe")
            .url("https://shop.example/1")
            .build()
    };
    assert_eq!(create(&klaviyo, shoe()).await?, "it was there already");
    assert_eq!(create(&klaviyo, shoe()).await?, "title: `invalid`: Too long.");
    Ok(())
}

#[test]
fn a_test_can_make_an_error() {
    let taken = ErrorObject::new("duplicate").at_pointer("/data/attributes/external_id");
    let error = Error::from(ApiError::of(StatusCode::CONFLICT, [taken]));
    assert!(error.is_conflict());
    assert_eq!(error.api().map(|api| api.by_field("external_id").count()), Some(1));
}

#[test]
fn the_blocks_of_the_guide_run_here() -> Outcome {
    assert_blocks("errors.md", include_str!("errors.rs"), 2)
}

/// The guide `docs/build-scripts.md` shows a program of this repository, which is built with it.
#[test]
fn the_build_script_of_the_guide_is_built() -> Outcome {
    let folder = workspace().join("tests/build-script");
    let program = ["build.rs", "src/main.rs"].map(|file| std::fs::read_to_string(folder.join(file)));
    let [build, main] = program;
    assert_blocks("build-scripts.md", &format!("{}{}", build?, main?), 2)
}
