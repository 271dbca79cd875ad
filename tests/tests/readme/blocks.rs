//! The Rust blocks of the README, which compile here.

use std::error::Error;
use std::fs;
use std::time::Duration;

use jsonapi_forge_tests::program::workspace;
use klaviyo_api::runtime::jiff::Timestamp;
use klaviyo_api::runtime::{OAuth, OAuthTokens, TokenStore};

/// What comes out: one page, all items, and a job that is waited for.
#[expect(dead_code, reason = "it is compiled, and not run: it would call the service")]
async fn what_comes_out() -> Result<(), Box<dyn Error>> {
    use klaviyo_api::catalogs::GetBulkUpdateVariantsJobsFilter as JobsFilter;
    use klaviyo_api::resources::catalog_category::NewCatalogCategory;
    use klaviyo_api::resources::catalog_variant_bulk_update_job::CatalogVariantBulkUpdateJobField as JobField;
    use klaviyo_api::resources::catalog_variant_bulk_update_job::CatalogVariantBulkUpdateJobStatus as JobStatus;
    use klaviyo_api::{Auth, Client};

    let klaviyo = Client::new(Auth::private_key(std::env::var("KLAVIYO_API_KEY")?))?;

    // One page. Required values are arguments, optional ones setters; only what the document allows compiles.
    let page = klaviyo
        .catalogs()
        .get_bulk_update_variants_jobs()
        .fields_catalog_variant_bulk_update_job([JobField::Status])
        .filter(JobsFilter::status().equals(JobStatus::Processing))
        .send()
        .await?;
    println!("{} jobs are under way", page.data.len());

    // All items of all pages; the next page is fetched while this one is read.
    let mut jobs = klaviyo.catalogs().get_bulk_update_variants_jobs().items();
    while let Some(job) = jobs.try_next().await? {
        println!("{} {:?}", job.id, job.attributes.status);
    }

    // Work that the service does later: polls with growing pauses. `concurrently(8, waits)` waits for many.
    let wait = klaviyo.catalogs().get_bulk_update_variants_job("id").wait();
    let job = wait.progress(|job| println!("{}", job.progress())).await?;
    println!("{:?}", job.data.attributes.status);

    // Required values that could be swapped are given by name. When a new one is required, this is a compile error.
    let category = NewCatalogCategory::builder().external_id("SHOES").name("Shoes").build();
    let created = klaviyo.catalogs().create_catalog_category(category).send().await?;
    println!("{}", created.data.id);
    Ok(())
}

/// Tokens that are renewed, and kept by a store of the user's.
#[expect(dead_code, reason = "it is compiled, and not run: it would call the service")]
fn renewed_tokens(
    [access_token, refresh_token, client_id, client_secret]: [String; 4],
    expiry: Timestamp,
    my_store: impl TokenStore + 'static,
) -> Result<klaviyo_api::Client, klaviyo_api::Error> {
    use klaviyo_api::{Auth, Client};

    let tokens = OAuthTokens::new(access_token, refresh_token).expires_at(expiry);
    let oauth = OAuth::new(client_id, client_secret, "https://a.klaviyo.com/oauth/token", tokens).store(my_store);
    let klaviyo = Client::builder(Auth::oauth(oauth)).timeout(Duration::from_secs(30)).build()?;
    Ok(klaviyo)
}

/// The lines of a text without their indentation.
fn lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim_start())).collect()
}

#[test]
fn rust_blocks_compile() {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("there is a README");
    let here = lines(include_str!("blocks.rs"));
    let blocks: Vec<&str> = readme.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        assert!(here.contains(&lines(block)), "this is not compiled here:\n{block}");
    }
}
