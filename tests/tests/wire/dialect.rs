//! Revision 2022-10-17, whose wire is another: slashes at the end of paths, plain JSON, the kind of a
//! relationship in the path.

use jsonapi_forge_tests::server::{Reply, Server};
use klaviyo_api_2022_10_17::catalogs::{GetCatalogItemVariantsFilter, GetCatalogItemsInclude};
use klaviyo_api_2022_10_17::resources::catalog_item::CatalogItemField;
use klaviyo_api_2022_10_17::resources::catalog_variant_bulk_update_job::{
    NewCatalogVariantBulkUpdateJob, NewCatalogVariantBulkUpdateJobAttributes, NewCatalogVariantBulkUpdateJobVariant,
};
use klaviyo_api_2022_10_17::{Auth, Client};
use serde_json::{Value, json};

use crate::{KEY, Outcome, only};

fn client(server: &Server) -> Result<Client, klaviyo_api_2022_10_17::Error> {
    Client::builder(Auth::private_key(KEY)).base_url(server.url()).build()
}

fn head(line: &str, more: &str) -> String {
    format!("{line}\n{more}\nrevision: 2022-10-17\nuser-agent: klaviyo-api-2022-10-17/0.1.0")
}

#[tokio::test]
async fn a_list_is_asked_for_in_the_dialect_of_the_earlier_revision() -> Outcome {
    let server = Server::start([Reply::of("application/json", 200, r#"{"data": []}"#)])?;
    let catalogs = client(&server)?;
    catalogs
        .catalogs()
        .get_catalog_items()
        .fields_catalog_item([CatalogItemField::Title, CatalogItemField::Url])
        .include([GetCatalogItemsInclude::Variants])
        .send()
        .await?;
    let more = format!("accept: application/json\nauthorization: Klaviyo-API-Key {KEY}");
    let line = "GET /api/catalog-items/?fields%5Bcatalog-item%5D=title,url&include=variants";
    assert_eq!(only(&server)?.head(), head(line, &more));
    Ok(())
}

#[tokio::test]
async fn a_related_list_takes_filters() -> Outcome {
    let server = Server::start([Reply::of("application/json", 200, r#"{"data": []}"#)])?;
    let filter = GetCatalogItemVariantsFilter::sku().equals("A-1");
    client(&server)?.catalogs().get_catalog_item_variants("I1").filter(filter).send().await?;
    let line = only(&server)?.line;
    assert_eq!(line, "GET /api/catalog-items/I1/variants/?filter=equals%28sku%2C%22A-1%22%29");
    Ok(())
}

#[tokio::test]
async fn a_kind_of_relationship_without_a_choice_is_no_argument() -> Outcome {
    let server = Server::start([Reply::empty(204)])?;
    client(&server)?.catalogs().delete_catalog_item_relationships("I1", ["C1"]).send().await?;
    let request = only(&server)?;
    let more = format!("accept: */*\nauthorization: Klaviyo-API-Key {KEY}\ncontent-type: application/json");
    assert_eq!(request.head(), head("DELETE /api/catalog-items/I1/relationships/categories/", &more));
    assert_eq!(
        serde_json::from_slice::<Value>(&request.body)?,
        json!({ "data": [{ "type": "catalog-category", "id": "C1" }] })
    );
    Ok(())
}

#[tokio::test]
async fn a_job_embeds_resources() -> Outcome {
    let server = Server::start([Reply::of("application/json", 202, r#"{"data": {}}"#)])?;
    let changes = NewCatalogVariantBulkUpdateJobAttributes::new().title("Red").price(9.0);
    let job = NewCatalogVariantBulkUpdateJob::new([NewCatalogVariantBulkUpdateJobVariant::new("V1", changes)]);
    client(&server)?.catalogs().spawn_update_variants_job(job).send().await?;
    let request = only(&server)?;
    assert_eq!(request.line, "POST /api/catalog-variant-bulk-update-jobs/");
    assert_eq!(
        serde_json::from_slice::<Value>(&request.body)?,
        json!({ "data": {
            "type": "catalog-variant-bulk-update-job",
            "attributes": { "variants": [
                { "type": "catalog-variant", "id": "V1", "attributes": { "title": "Red", "price": 9.0 } },
            ]},
        }})
    );
    Ok(())
}
