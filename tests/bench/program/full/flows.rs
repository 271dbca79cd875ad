//! Reads the definition of a flow, which is a union of unions.

use klaviyo::flows::GetFlowInclude;
use klaviyo::resources::flow::{FlowAction, FlowAdditionalField, FlowDefinition, FlowTrigger};
use klaviyo::Client;

use crate::Outcome;

pub async fn run(client: &Client, id: &str) -> Outcome {
    let call = client.flows().get_flow(id).additional_fields_flow([FlowAdditionalField::Definition]);
    let flow = call.include([GetFlowInclude::Tags]).send().await?;
    println!("{:?} is {:?}", flow.data.attributes.name, flow.data.attributes.status);
    for tag in flow.resolve(&flow.data.relationships.tags) {
        println!("  tag {:?}", tag?.attributes.name);
    }
    match &flow.data.attributes.definition {
        Some(definition) => show(definition),
        None => println!("  without a definition"),
    }
    Ok(())
}

fn show(definition: &FlowDefinition) {
    for trigger in definition.triggers.iter().flatten() {
        println!("  starts with {}", trigger_name(trigger));
    }
    for action in definition.actions.iter().flatten() {
        println!("  then {}", action_name(action));
    }
    println!("  filter: {:?}", definition.profile_filter);
}

fn trigger_name(trigger: &FlowTrigger) -> String {
    match trigger {
        FlowTrigger::ListObject(list) => format!("list {:?}", list.id),
        FlowTrigger::SegmentObject(segment) => format!("segment {:?}", segment.id),
        FlowTrigger::MetricObject(metric) => format!("metric {:?}", metric.id),
        FlowTrigger::Unknown(value) => format!("something new: {value}"),
        _ => "something else".to_owned(),
    }
}

fn action_name(action: &FlowAction) -> String {
    match action {
        FlowAction::SendEmail(email) => format!("an email {:?}", email.id),
        FlowAction::SendSms(message) => format!("a message {:?}", message.id),
        FlowAction::TimeDelay(delay) => format!("a pause {:?}", delay.data),
        FlowAction::ConditionalSplit(split) => format!("a split {:?}", split.links),
        FlowAction::Unknown(value) => format!("something new: {value}"),
        _ => "something else".to_owned(),
    }
}
