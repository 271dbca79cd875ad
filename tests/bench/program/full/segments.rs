//! Shows the definition of a segment and its members.

use klaviyo::Client;
use klaviyo::resources::segment::SegmentId;

use crate::Outcome;

pub async fn run(client: &Client, id: &str) -> Outcome {
    let id: SegmentId = id.into();
    let segment = client.segments().get_segment(&id).send().await?;
    let attributes = &segment.data.attributes;
    println!("{:?}: {:?}", attributes.name, attributes.definition);
    let mut members = client.segments().get_profiles_for_segment(&id).page_size(100).items();
    let mut emails: Vec<String> = Vec::new();
    while let Some(member) = members.try_next().await? {
        emails.extend(member.attributes.email.clone());
    }
    emails.sort();
    emails.dedup();
    println!("{} members", emails.len());
    Ok(())
}
