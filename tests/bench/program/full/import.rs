//! Imports profiles from a file of addresses, and waits until the service has them.

use std::fs;
use std::time::Duration;

use klaviyo::Client;
use klaviyo::resources::profile_bulk_import_job::{NewProfileBulkImportJob, NewProfileBulkImportJobProfile};

use crate::Outcome;

pub async fn run(client: &Client, path: &str) -> Outcome {
    let text = fs::read_to_string(path)?;
    let addresses: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    for batch in addresses.chunks(1_000) {
        import(client, batch).await?;
    }
    Ok(())
}

async fn import(client: &Client, addresses: &[&str]) -> Outcome {
    let profile = |address: &&str| NewProfileBulkImportJobProfile::new().email(*address);
    let job = NewProfileBulkImportJob::new(addresses.iter().map(profile)).lists(["newsletter"]);
    let job = client.profiles().bulk_import_profiles(job).send().await?;
    let wait = client.profiles().get_bulk_import_profiles_job(&job.data.id).wait();
    let done = wait
        .timeout(Duration::from_secs(600))
        .progress(|job| println!("{}: {}", job.id, job.progress()))
        .await?;
    let progress = done.data.progress();
    if progress.failed.is_some_and(|failed| failed > 0) {
        failures(client, done.data.id.as_str()).await?;
    }
    println!("{:?} of {:?} profiles were imported", progress.completed, progress.total);
    Ok(())
}

async fn failures(client: &Client, job: &str) -> Outcome {
    let mut errors = client.profiles().get_errors_for_bulk_import_profiles_job(job).items();
    while let Some(error) = errors.try_next().await? {
        println!("{} {:?}: {:?}", error.id, error.attributes.code, error.attributes.detail);
    }
    Ok(())
}
