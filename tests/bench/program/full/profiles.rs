//! Lists, finds, creates and updates profiles.

use klaviyo::profiles::{GetProfilesFilter, GetProfilesSort};
use klaviyo::resources::profile::{NewProfile, Profile, ProfileField, ProfileUpdate};
use klaviyo::runtime::Resource;
use klaviyo::{Change, Client, Sort};

use crate::Outcome;

pub async fn run(client: &Client, email: &str) -> Outcome {
    recent(client).await?;
    let profile = match find(client, email).await? {
        Some(profile) => profile,
        None => create(client, email).await?,
    };
    rename(client, &profile, "Ada", "Lovelace").await?;
    clear_name(client, &profile).await?;
    println!("{} profiles", count(client).await?);
    Ok(())
}

async fn recent(client: &Client) -> Outcome {
    let page = client
        .profiles()
        .get_profiles()
        .fields_profile([ProfileField::Email, ProfileField::Created])
        .filter(GetProfilesFilter::created().greater_than("2026-01-01T00:00:00Z"))
        .sort(Sort::descending(GetProfilesSort::Updated))
        .page_size(20)
        .send()
        .await?;
    for profile in &page.data {
        let attributes = &profile.attributes;
        println!("{} {:?} {:?}", profile.id, attributes.email, attributes.created);
    }
    if !page.is_clean() {
        for mismatch in page.mismatches() {
            eprintln!("{mismatch}");
        }
    }
    Ok(())
}

async fn find(client: &Client, email: &str) -> Outcome<Option<Resource<Profile>>> {
    let call = client.profiles().get_profiles().filter(GetProfilesFilter::email().equals(email));
    let mut found = call.page_size(1).items();
    Ok(found.try_next().await?.map(|item| (*item).clone()))
}

async fn create(client: &Client, email: &str) -> Outcome<Resource<Profile>> {
    let profile = NewProfile::new().email(email).first_name("Ada").external_id("ada-1");
    let created = client.profiles().create_profile(profile).send().await?;
    Ok(created.into_inner().data)
}

async fn rename(client: &Client, profile: &Resource<Profile>, first: &str, last: &str) -> Outcome {
    if profile.attributes.first_name.as_deref() == Some(first) {
        return Ok(());
    }
    let update = ProfileUpdate::new().first_name(first).last_name(last);
    let updated = client.profiles().update_profile(&profile.id, update).send().await?;
    println!("{:?} {:?}", updated.data.attributes.first_name, updated.data.attributes.last_name);
    Ok(())
}

async fn clear_name(client: &Client, profile: &Resource<Profile>) -> Outcome {
    let update = ProfileUpdate::new().last_name(Change::Null);
    client.profiles().update_profile(&profile.id, update).send().await?;
    Ok(())
}

async fn count(client: &Client) -> Outcome<usize> {
    let mut pages = client.profiles().get_profiles().page_size(100).pages();
    let mut count = 0;
    while let Some(page) = pages.try_next().await? {
        count += page.data.len();
    }
    Ok(count)
}
