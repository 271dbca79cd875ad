//! Follows what a profile did, with the metrics and profiles that come along.

use klaviyo::events::{GetEventsFilter, GetEventsInclude, GetEventsSort};
use klaviyo::resources::event::{EventField, NewEvent, NewEventProfile};
use klaviyo::resources::metric::{MetricField, NewMetric};
use klaviyo::resources::profile::ProfileField;
use klaviyo::runtime::Object;
use klaviyo::{Client, Sort};

use crate::Outcome;

pub async fn run(client: &Client, email: &str) -> Outcome {
    record(client, email).await?;
    history(client).await
}

async fn record(client: &Client, email: &str) -> Outcome {
    let mut properties = Object::new();
    properties.insert("sku".to_owned(), "SKU-1".into());
    properties.insert("quantity".to_owned(), 2.into());
    let profile = NewEventProfile::new().email(email);
    let metric = NewMetric::new("Placed Order");
    let event = NewEvent::builder().metric(metric).profile(profile).properties(properties).build();
    client.events().create_event(event.time("2026-07-15T12:00:00Z").value(19.99)).send().await?;
    Ok(())
}

async fn history(client: &Client) -> Outcome {
    let page = client
        .events()
        .get_events()
        .fields_event([EventField::Datetime, EventField::EventProperties])
        .fields_metric([MetricField::Name])
        .fields_profile([ProfileField::Email])
        .include([GetEventsInclude::Metric, GetEventsInclude::Profile])
        .filter(GetEventsFilter::datetime().greater_or_equal("2026-07-01T00:00:00Z"))
        .sort(Sort::descending(GetEventsSort::Datetime))
        .send()
        .await?;
    for event in &page.data {
        let metric = page.resolve(&event.relationships.metric).transpose()?;
        let profile = page.resolve(&event.relationships.profile).transpose()?;
        let name = metric.and_then(|metric| metric.attributes.name.as_deref()).unwrap_or("?");
        let email = profile.and_then(|profile| profile.attributes.email.as_deref()).unwrap_or("?");
        let properties = event.attributes.event_properties.as_ref().map_or(0, Object::len);
        println!("{:?} {name} {email}, {properties} properties", event.attributes.datetime);
    }
    Ok(())
}
