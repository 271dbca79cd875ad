//! Keeps the catalog in step with a shop.

use std::collections::BTreeMap;

use klaviyo::Client;
use klaviyo::catalogs::{GetCatalogItemInclude, GetCatalogItemsFilter};
use klaviyo::resources::catalog_item::{CatalogItem, CatalogItemField, CatalogItemUpdate};
use klaviyo::runtime::{Resource, concurrently};

use crate::Outcome;

pub async fn run(client: &Client) -> Outcome {
    let known = known(client).await?;
    println!("{} items", known.len());
    for (id, item) in &known {
        if item.attributes.title.as_deref().is_some_and(|title| title.starts_with("Old")) {
            rename(client, id, "New").await?;
        }
    }
    stock(client, known.keys().map(String::as_str)).await
}

async fn known(client: &Client) -> Outcome<BTreeMap<String, Resource<CatalogItem>>> {
    let call = client.catalogs().get_catalog_items().fields_catalog_item([
        CatalogItemField::Title,
        CatalogItemField::ExternalId,
        CatalogItemField::Price,
    ]);
    let filter = GetCatalogItemsFilter::title().contains("Shirt");
    let mut items = call.filter(filter).page_size(100).items();
    let mut known = BTreeMap::new();
    while let Some(item) = items.try_next().await? {
        known.insert(item.id.to_string(), (*item).clone());
    }
    Ok(known)
}

async fn rename(client: &Client, id: &str, title: &str) -> Outcome {
    let update = CatalogItemUpdate::new().title(title).published(true);
    let item = client.catalogs().update_catalog_item(id, update).send().await?;
    println!("{} is {:?}, updated {:?}", item.data.id, item.data.attributes.title, item.data.attributes.updated);
    Ok(())
}

async fn stock(client: &Client, ids: impl Iterator<Item = &str>) -> Outcome {
    let include = || [GetCatalogItemInclude::Variants];
    let calls = ids.map(|id| client.catalogs().get_catalog_item(id).include(include()).send());
    for item in concurrently(4, calls).try_all().await? {
        for variant in item.resolve(&item.data.relationships.variants) {
            let variant = variant?;
            let (title, count) = (&variant.attributes.title, variant.attributes.inventory_quantity);
            println!("{} {title:?}: {count:?} left", item.data.id);
        }
    }
    Ok(())
}
