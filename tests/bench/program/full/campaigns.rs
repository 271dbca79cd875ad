//! Shows the campaigns of a channel, and who gets them.

use klaviyo::campaigns::{GetCampaignsFilter, GetCampaignsFilterMessagesChannel, GetCampaignsInclude, GetCampaignsSort};
use klaviyo::resources::campaign::{Campaign, CampaignStatus};
use klaviyo::runtime::Resource;
use klaviyo::{Client, Sort};

use crate::Outcome;

pub async fn run(client: &Client) -> Outcome {
    let email = GetCampaignsFilter::messages_channel().equals(GetCampaignsFilterMessagesChannel::Email);
    let filter = email.and(GetCampaignsFilter::created_at().greater_than("2026-01-01T00:00:00Z"));
    let call = client.campaigns().get_campaigns(filter).include([GetCampaignsInclude::CampaignMessages]);
    let mut pages = call.sort(Sort::ascending(GetCampaignsSort::Name)).pages();
    while let Some(page) = pages.try_next().await? {
        for campaign in &page.data {
            show(campaign);
            for message in page.resolve(&campaign.relationships.campaign_messages) {
                let message = message?;
                println!("  message {} of {:?}", message.id, message.attributes.created_at);
            }
        }
    }
    Ok(())
}

fn show(campaign: &Resource<Campaign>) {
    let attributes = &campaign.attributes;
    let status = match &attributes.status {
        Some(CampaignStatus::Unknown(status)) => format!("in the new state {status}"),
        Some(status) => status.to_string(),
        None => "in no state".to_owned(),
    };
    println!("{:?} is {status}, sent at {:?}", attributes.name, attributes.send_time);
    if let Some(audiences) = &attributes.audiences {
        println!("  to {:?}, not to {:?}", audiences.included, audiences.excluded);
    }
    println!("  by {:?}", attributes.send_strategy);
}
