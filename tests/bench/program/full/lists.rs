//! Makes a list, fills it, and shows what hangs on it.

use klaviyo::Client;
use klaviyo::lists::GetListInclude;
use klaviyo::resources::list::{ListId, NewList};
use klaviyo::resources::profile::ProfileId;

use crate::Outcome;

pub async fn run(client: &Client, name: &str) -> Outcome {
    let list = find_or_create(client, name).await?;
    let profiles: Vec<ProfileId> = vec!["01".into(), "02".into()];
    client.lists().add_profiles_to_list(&list, profiles).send().await?;
    show(client, &list).await?;
    members(client, &list).await
}

async fn find_or_create(client: &Client, name: &str) -> Outcome<ListId> {
    let mut lists = client.lists().get_lists().items();
    while let Some(list) = lists.try_next().await? {
        if list.attributes.name.as_deref() == Some(name) {
            return Ok(list.id.clone());
        }
    }
    let created = client.lists().create_list(NewList::new(name)).send().await?;
    Ok(created.into_inner().data.id)
}

async fn show(client: &Client, id: &ListId) -> Outcome {
    let include = [GetListInclude::Tags, GetListInclude::FlowTriggers];
    let list = client.lists().get_list(id).include(include).send().await?;
    println!("{:?} since {:?}", list.data.attributes.name, list.data.attributes.created);
    for tag in list.resolve(&list.data.relationships.tags) {
        println!("  tag {:?}", tag?.attributes.name);
    }
    for flow in list.resolve(&list.data.relationships.flow_triggers) {
        let flow = flow?;
        println!("  flow {:?} is {:?}", flow.attributes.name, flow.attributes.status);
    }
    Ok(())
}

async fn members(client: &Client, id: &ListId) -> Outcome {
    let mut members = client.lists().get_profiles_for_list(id).items();
    while let Some(member) = members.try_next().await? {
        println!("  {} {:?}", member.id, member.attributes.email);
    }
    Ok(())
}
