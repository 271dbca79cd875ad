//! Follows the links of what was read.

use klaviyo::resources::catalog_item::CatalogItem;
use klaviyo::resources::catalog_variant::CatalogVariant;
use klaviyo::runtime::{Collection, Document, Resource};
use klaviyo::{Client, Error};

/// Returns the titles of the variants of an item, by the link of its relationship.
pub(crate) async fn variants(klaviyo: &Client, item: &Resource<CatalogItem>) -> Result<Vec<String>, Error> {
    let Some(link) = item.relationships.variants.related_link() else { return Ok(Vec::new()) };
    let page = klaviyo.follow::<Collection<Resource<CatalogVariant>>>(&link).await?;
    Ok(page.data.iter().filter_map(|variant| variant.attributes.title.clone()).collect())
}

/// Returns an item again, by its own link.
pub(crate) async fn again(
    klaviyo: &Client,
    item: &Resource<CatalogItem>,
) -> Result<Option<Resource<CatalogItem>>, Error> {
    let Some(link) = item.self_link() else { return Ok(None) };
    Ok(Some(klaviyo.follow::<Document<Resource<CatalogItem>>>(&link).await?.into_inner().data))
}
