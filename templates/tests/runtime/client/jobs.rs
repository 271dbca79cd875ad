//! Resource `catalog-variant-bulk-update-job`.

use super::runtime::generated as rt;
use super::variants::Variant;

/// The id of a [`Job`].
pub type JobId = rt::Id<Job>;

/// Attributes of a `catalog-variant-bulk-update-job`.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Job {
    /// Names the job.
    pub job_id: Option<String>,
    /// How far it is.
    pub status: Option<JobStatus>,
    /// When it was made.
    pub created_at: Option<rt::DateTime>,
    /// How many there are to do.
    pub total_count: Option<i64>,
    /// How many are done.
    pub completed_count: Option<i64>,
    /// How many could not be done.
    pub failed_count: Option<i64>,
    /// When it was done.
    pub completed_at: Option<rt::DateTime>,
    /// When it is forgotten.
    pub expires_at: Option<rt::DateTime>,
    /// What went wrong.
    pub errors: Option<Vec<JobError>>,
}

impl rt::Record for Job {
    const SHAPE: &'static rt::Shape = &rt::Shape::Record(&[
        rt::Member::Required("job_id", rt::Shape::STRING),
        rt::Member::Required("status", rt::shape::<JobStatus>()),
        rt::Member::Required("created_at", rt::Shape::DATE_TIME),
        rt::Member::Required("total_count", rt::Shape::INTEGER),
        rt::Member::Optional("completed_count", rt::Shape::INTEGER),
        rt::Member::Optional("failed_count", rt::Shape::INTEGER),
        rt::Member::OptionalNullable("completed_at", rt::Shape::DATE_TIME),
        rt::Member::Optional("expires_at", rt::Shape::DATE_TIME),
        rt::Member::Optional("errors", rt::shape::<Vec<JobError>>()),
    ]);

    fn read(&mut self, input: rt::Input<'_>) {
        input.fields(
            Self::SHAPE,
            &mut [
                &mut self.job_id, &mut self.status, &mut self.created_at, &mut self.total_count,
                &mut self.completed_count, &mut self.failed_count, &mut self.completed_at, &mut self.expires_at,
                &mut self.errors,
            ],
        );
    }

    fn list(&self, see: rt::See<'_>) {
        see(&[
            &self.job_id, &self.status, &self.created_at, &self.total_count, &self.completed_count, &self.failed_count,
            &self.completed_at, &self.expires_at, &self.errors,
        ]);
    }
}

rt::record!(Job);

impl rt::ResourceType for Job {
    const TYPE: &'static str = "catalog-variant-bulk-update-job";
    const ID: rt::IdRule = rt::IdRule::Optional;
    type Id = rt::Id<Self>;
    type Relationships = JobRelationships;
}

impl rt::Job for Job {
    const STATES: &'static rt::JobStates = &rt::JobStates {
        attributes: &["status", "total_count", "completed_count", "failed_count"],
        under_way: &["processing", "queued"],
        done: &["complete"],
        failed: &["cancelled"],
    };

    fn status(&self) -> Option<&str> {
        self.status.as_ref().map(rt::Enumeration::as_str)
    }

    fn counts(&self) -> [Option<i64>; 3] {
        [self.total_count, self.completed_count, self.failed_count]
    }
}

/// Relationships of a `catalog-variant-bulk-update-job`.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct JobRelationships {
    /// The variants it changes.
    pub variants: rt::ToMany<Variant>,
}

impl rt::Record for JobRelationships {
    const SHAPE: &'static rt::Shape =
        &rt::Shape::Record(&[rt::Member::Optional("variants", rt::shape::<rt::ToMany<Variant>>())]);

    fn read(&mut self, input: rt::Input<'_>) {
        input.fields(Self::SHAPE, &mut [&mut self.variants]);
    }

    fn list(&self, see: rt::See<'_>) {
        see(&[&self.variants]);
    }
}

rt::record!(JobRelationships);

/// What went wrong with one variant.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct JobError {
    /// Names the error.
    pub id: Option<String>,
    /// Names the kind of error.
    pub code: Option<String>,
    /// Says what kind of error it is.
    pub title: Option<String>,
    /// Says what happened.
    pub detail: Option<String>,
    /// Where it happened.
    pub source: Option<JobErrorSource>,
}

impl rt::Record for JobError {
    const SHAPE: &'static rt::Shape = &rt::Shape::Record(&[
        rt::Member::Required("id", rt::Shape::STRING),
        rt::Member::Required("code", rt::Shape::STRING),
        rt::Member::Required("title", rt::Shape::STRING),
        rt::Member::Required("detail", rt::Shape::STRING),
        rt::Member::Required("source", rt::shape::<JobErrorSource>()),
    ]);

    fn read(&mut self, input: rt::Input<'_>) {
        input.fields(
            Self::SHAPE,
            &mut [&mut self.id, &mut self.code, &mut self.title, &mut self.detail, &mut self.source],
        );
    }

    fn list(&self, see: rt::See<'_>) {
        see(&[&self.id, &self.code, &self.title, &self.detail, &self.source]);
    }
}

rt::record!(JobError);

/// Where something went wrong.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct JobErrorSource {
    /// A place in the body.
    pub pointer: Option<String>,
    /// A query parameter.
    pub parameter: Option<String>,
}

impl rt::Record for JobErrorSource {
    const SHAPE: &'static rt::Shape = &rt::Shape::Record(&[
        rt::Member::Required("pointer", rt::Shape::STRING),
        rt::Member::Optional("parameter", rt::Shape::STRING),
    ]);

    fn read(&mut self, input: rt::Input<'_>) {
        input.fields(Self::SHAPE, &mut [&mut self.pointer, &mut self.parameter]);
    }

    fn list(&self, see: rt::See<'_>) {
        see(&[&self.pointer, &self.parameter]);
    }
}

rt::record!(JobErrorSource);

/// How far a job is.
#[derive(Clone)]
#[non_exhaustive]
pub enum JobStatus {
    /// `cancelled`
    Cancelled,
    /// `complete`
    Complete,
    /// `processing`
    Processing,
    /// `queued`
    Queued,
    /// A value that the document does not list.
    Unknown(String),
}

impl rt::Enumeration for JobStatus {
    const VALUES: &'static [&'static str] = &["cancelled", "complete", "processing", "queued"];

    const VARIANTS: &'static [Self] = &[Self::Cancelled, Self::Complete, Self::Processing, Self::Queued];
}

rt::enumeration!(JobStatus);
