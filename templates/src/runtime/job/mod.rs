//! Jobs: resources that stand for work which the service does later.

mod pauses;
pub(crate) mod processing;
pub(crate) mod wait;

use std::fmt;

use super::document::Document;
use super::document::resource::{Resource, ResourceType};
use super::request::operation::Operation;

/// A resource whose status tells how far some work is, implemented by the record of its attributes.
pub trait Job: ResourceType {
    /// The meaning of each value of its status.
    const STATES: &'static JobStates;

    /// Returns its status, as it stands on the wire.
    fn status(&self) -> Option<&str>;

    /// Returns how much there is to do, how much is done, and how much could not be done.
    fn counts(&self) -> [Option<i64>; 3];
}

/// An operation that gets a job by its id.
pub trait Awaited: Operation<Output = Document<Resource<Self::Job>>> {
    /// The job.
    type Job: Job;
}

/// The meaning of the values of a job's status.
#[derive(Debug, Clone, Copy)]
pub struct JobStates {
    /// The attributes that tell how far it is, the status first.
    pub attributes: &'static [&'static str],
    /// The values that mean that it goes on.
    pub under_way: &'static [&'static str],
    /// The values that mean that it is over, and did what it could.
    pub done: &'static [&'static str],
    /// The values that mean that it is over otherwise.
    pub failed: &'static [&'static str],
}

/// The state of a job, by its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// It goes on.
    UnderWay,
    /// It is over, and did what it could. Some of it may have failed: see [`Progress::failed`].
    Done,
    /// It is over otherwise: it failed, expired or was cancelled.
    Failed,
    /// The OpenAPI document does not list the value, or there was none.
    Unknown,
}

/// The progress of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// What its status says.
    pub state: JobState,
    /// How much there is to do, where the service counts it.
    pub total: Option<i64>,
    /// How much is done.
    pub completed: Option<i64>,
    /// How much could not be done.
    pub failed: Option<i64>,
}

impl<J: Job> Resource<J> {
    /// Returns how far the job is.
    pub fn progress(&self) -> Progress {
        let [total, completed, failed] = self.attributes.counts();
        let state = self.attributes.status().map_or(JobState::Unknown, |status| J::STATES.of(status));
        Progress { state, total, completed, failed }
    }
}

impl JobStates {
    /// Returns what a value of the status means.
    fn of(&self, status: &str) -> JobState {
        match status {
            going_on if self.under_way.contains(&going_on) => JobState::UnderWay,
            done if self.done.contains(&done) => JobState::Done,
            failed if self.failed.contains(&failed) => JobState::Failed,
            _ => JobState::Unknown,
        }
    }
}

impl Progress {
    /// Returns whether the job is over, whatever came of it.
    pub fn is_over(&self) -> bool {
        matches!(self.state, JobState::Done | JobState::Failed)
    }
}

/// Such as `under way, 40 of 100, 2 failed`.
impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.state {
            JobState::UnderWay => "under way",
            JobState::Done => "done",
            JobState::Failed => "failed",
            JobState::Unknown => "in an unknown state",
        })?;
        match (self.completed, self.total) {
            (Some(completed), Some(total)) => write!(f, ", {completed} of {total}")?,
            (Some(completed), None) => write!(f, ", {completed}")?,
            (None, _) => {}
        }
        match self.failed {
            Some(failed) if failed > 0 => write!(f, ", {failed} failed"),
            _ => Ok(()),
        }
    }
}
