//! Five calls with the client of this repository (`generated/klaviyo-api`): a list with a filter, one resource, one that
//! is created, a bulk job that is waited for, an upload. `run.sh` measures what it costs to build; it is never run.

use std::error::Error;

use klaviyo::catalogs::{GetCatalogItemInclude, GetCatalogItemsFilter};
use klaviyo::profiles::GetProfilesFilter;
use klaviyo::resources::catalog_item_bulk_delete_job::NewCatalogItemBulkDeleteJob;
use klaviyo::resources::profile::NewProfile;
use klaviyo::{Auth, Client, File};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    println!("edit 0");
    let client = Client::new(Auth::private_key(std::env::var("KLAVIYO_API_KEY")?))?;
    let page = client.profiles().get_profiles().filter(GetProfilesFilter::email().equals("ada@example.com"));
    for profile in &page.send().await?.data {
        println!("{} {:?}", profile.id, profile.attributes.first_name);
    }
    let filter = GetCatalogItemsFilter::title().contains("Shirt");
    let mut items = client.catalogs().get_catalog_items().filter(filter).items();
    while let Some(item) = items.try_next().await? {
        println!("{} {:?}", item.id, item.attributes.title);
    }
    let item = client.catalogs().get_catalog_item("1").include([GetCatalogItemInclude::Variants]).send().await?;
    for variant in item.resolve(&item.data.relationships.variants) {
        println!("{:?}", variant?.attributes.title);
    }
    let created = client.profiles().create_profile(NewProfile::new().email("ada@example.com")).send().await?;
    println!("{}", created.data.id);
    let job = NewCatalogItemBulkDeleteJob::new(["1"]);
    let job = client.catalogs().bulk_delete_catalog_items(job).send().await?;
    let done = client.catalogs().get_bulk_delete_catalog_items_job(&job.data.id).wait().await?;
    println!("{}", done.data.progress());
    client.images().upload_image_from_file(File::open("logo.png")?).send().await?;
    Ok(())
}
