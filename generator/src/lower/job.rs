//! Jobs: resources that represent work which the service does later. They are recognised by the values of their status,
//! not by name.

use std::collections::BTreeSet;

use crate::ir::{Api, EnumBase, Field, Job, JobState, ReadView, ResourceId, Type, TypeDef, TypeRule};

/// Marks the resources that are jobs: those that an operation gets by their id, and whose status has
/// values that mean under way and values that mean ended, and no others.
pub(super) fn recognise_all(api: &mut Api) {
    let gettable: BTreeSet<ResourceId> = api.operations.iter().filter_map(|(_, get)| get.gets()).collect();
    for id in gettable {
        // Waiting asks for the fields that it reads by the type.
        let resource = &api.resources[id];
        let view = resource.read.as_ref().filter(|_| resource.type_rule == TypeRule::Fixed);
        let job = view.and_then(|view| recognise(api, view));
        api.resources[id].job = job;
    }
}

fn recognise(api: &Api, view: &ReadView) -> Option<Job> {
    let (status, states) = view.attributes.iter().find_map(|field| Some((field, states(api, field)?)))?;
    let counter = |names: &[&str]| {
        let counts = |field: &&Field| field.ty == Type::Integer && names.contains(&word(&field.wire).as_str());
        view.attributes.iter().find(counts).map(|field| field.wire.clone())
    };
    Some(Job {
        status: status.wire.clone(),
        states,
        total: counter(&["totalcount", "total", "totalitems"]),
        completed: counter(&["completedcount", "completed", "completeditems", "succeededcount", "processedcount"]),
        failed: counter(&["failedcount", "failed", "faileditems", "errorcount"]),
    })
}

/// Returns what the values of an attribute mean, if it is the status of a job.
fn states(api: &Api, field: &Field) -> Option<Vec<(String, JobState)>> {
    if !["status", "state", "jobstatus", "jobstate"].contains(&word(&field.wire).as_str()) {
        return None;
    }
    let Type::Named(id) = field.ty else { return None };
    let TypeDef::Enum(listed) = &api.types[id] else { return None };
    if listed.base != EnumBase::String {
        return None;
    }
    let states: Option<Vec<(String, JobState)>> =
        listed.values.iter().map(|value| Some((value.clone(), state(value)?))).collect();
    let has = |wanted: fn(JobState) -> bool| states.iter().flatten().any(|(_, state)| wanted(*state));
    let is_job = has(|state| state == JobState::UnderWay) && has(|state| state != JobState::UnderWay);
    states.filter(|_| is_job)
}

/// Returns what a value of a status means, by the words that services have for it.
fn state(value: &str) -> Option<JobState> {
    match word(value).as_str() {
        "accepted" | "aborting" | "canceling" | "cancelling" | "created" | "enqueued" | "executing" | "inprogress"
        | "initializing" | "notstarted" | "pending" | "processing" | "queued" | "retrying" | "running"
        | "scheduled" | "started" | "starting" | "stopping" | "submitted" | "waiting" | "working" => {
            Some(JobState::UnderWay)
        }
        "complete"
        | "completed"
        | "completedwitherrors"
        | "completedwithfailures"
        | "done"
        | "finished"
        | "partiallycompleted"
        | "succeeded"
        | "success"
        | "successful" => Some(JobState::Done),
        "aborted" | "canceled" | "cancelled" | "error" | "errored" | "expired" | "failed" | "failure" | "rejected"
        | "stopped" | "terminated" | "timedout" | "timeout" => Some(JobState::Failed),
        _ => None,
    }
}

/// Returns a word without what tells spellings apart: `in_progress`, `In Progress` and `inProgress` are one.
fn word(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
