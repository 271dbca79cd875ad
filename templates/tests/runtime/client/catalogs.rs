//! Operations of tag `Catalogs`.

use super::jobs::{Job, JobStatus};
use super::runtime::generated as rt;
use super::variants::{NewVariant, Variant, VariantId};

/// Operations of tag `Catalogs`.
#[derive(Debug, Clone, Copy)]
pub struct Catalogs<'c>(&'c rt::Client);

impl rt::Client {
    /// Operations of tag `Catalogs`.
    pub fn catalogs(&self) -> Catalogs<'_> {
        Catalogs(self)
    }
}

impl Catalogs<'_> {
    /// Gets all jobs.
    pub fn get_jobs(&self) -> rt::Call<GetJobs> {
        rt::Call::new(self.0)
    }

    /// Gets a job.
    pub fn get_job(&self, id: impl Into<String>) -> rt::Call<GetJob> {
        let id: String = id.into();
        rt::Call::new(self.0).arg_path(&id)
    }

    /// Gets a variant.
    pub fn get_variant(&self, id: impl Into<VariantId>) -> rt::Call<GetVariant> {
        let id: VariantId = id.into();
        rt::Call::new(self.0).arg_path(&id)
    }

    /// Makes a variant.
    pub fn create_variant(&self, variant: NewVariant) -> rt::Call<CreateVariant> {
        rt::Call::new(self.0).arg_resource(variant)
    }

    /// Sends an image.
    pub fn upload_image(&self, file: rt::File) -> rt::Call<UploadImage> {
        rt::Call::new(self.0).arg_file("file", None, file)
    }

    /// Says how many came by. Public.
    pub fn count_visit(&self, company_id: &str) -> rt::Call<CountVisit> {
        rt::Call::new(self.0).arg_parameter::<String>("company_id", rt::Style::FORM, company_id)
    }
}

/// `get_jobs`: gets all jobs.
#[derive(Debug)]
pub enum GetJobs {}

impl rt::Operation for GetJobs {
    type Output = rt::Collection<rt::Resource<Job>>;

    const INFO: &'static rt::OperationInfo = &rt::OperationInfo {
        id: "get_jobs",
        path: "/api/catalog-variant-bulk-update-jobs/",
        accept: Some("application/json"),
        rate_limits: &[(350, 1), (3500, 60)],
        scopes: &["Catalogs Read"],
        paging: Some(&rt::Paging {
            start: rt::PageStart::Cursor(rt::PagePlace::Query("page[cursor]")),
            ..rt::Paging::LINKS
        }),
        ..rt::OperationInfo::GET
    };
}

impl rt::Paged for GetJobs {
    type Item = rt::Resource<Job>;
}

/// `get_job`: gets a job.
#[derive(Debug)]
pub enum GetJob {}

impl rt::Operation for GetJob {
    type Output = rt::Document<rt::Resource<Job>>;

    const INFO: &'static rt::OperationInfo = &rt::OperationInfo {
        id: "get_job",
        path: "/api/catalog-variant-bulk-update-jobs/{id}/",
        accept: Some("application/json"),
        ..rt::OperationInfo::GET
    };
}

impl rt::Awaited for GetJob {
    type Job = Job;
}

impl rt::Call<GetJob> {
    /// Asks for these fields only.
    pub fn fields_job(self, fields: impl IntoIterator<Item = JobField>) -> Self {
        self.arg_list("fields[catalog-variant-bulk-update-job]", fields)
    }
}

impl rt::Call<GetJobs> {
    /// Asks for these fields only.
    pub fn fields_job(self, fields: impl IntoIterator<Item = JobField>) -> Self {
        self.arg_list("fields[catalog-variant-bulk-update-job]", fields)
    }

    /// Lists only what satisfies this.
    pub fn filter(self, filter: rt::Filter<GetJobs>) -> Self {
        self.arg_filter(&filter)
    }

    /// Sorts by this.
    pub fn sort(self, key: impl Into<rt::Sort<JobField>>) -> Self {
        self.arg_sort::<JobField>([key])
    }

    /// Starts from this cursor.
    pub fn page_cursor(self, cursor: impl Into<String>) -> Self {
        self.arg_parameter::<String>("page[cursor]", rt::Style::FORM, cursor)
    }
}

/// A field of a job.
#[derive(Clone)]
#[non_exhaustive]
pub enum JobField {
    /// `status`
    Status,
    /// `created_at`
    CreatedAt,
    /// A value that the document does not list.
    Unknown(String),
}

impl rt::Enumeration for JobField {
    const VALUES: &'static [&'static str] = &["status", "created_at"];

    const VARIANTS: &'static [Self] = &[Self::Status, Self::CreatedAt];
}

rt::enumeration!(JobField);

/// What jobs can be filtered by.
pub mod job_filter {
    use super::rt::FilterField;
    use super::{EqualityOps, GetJobs, JobStatus, TimeOps, rt};

    /// Field `status`.
    pub fn status() -> FilterField<GetJobs, JobStatus, EqualityOps> {
        FilterField::new("status")
    }

    /// Field `created_at`.
    pub fn created_at() -> FilterField<GetJobs, rt::DateTime, TimeOps> {
        FilterField::new("created_at")
    }

    /// Field `name`.
    pub fn name() -> FilterField<GetJobs, String, EqualityOps> {
        FilterField::new("name")
    }

    /// Field `_kx.seen`.
    pub fn seen() -> FilterField<GetJobs, rt::AnyLiteral, EqualityOps> {
        FilterField::new("_kx.seen")
    }
}

/// `equals`, `any`, `contains-all`, `has`.
#[derive(Debug)]
pub enum EqualityOps {}
impl rt::AllowsEquals for EqualityOps {}
impl rt::AllowsAny for EqualityOps {}
impl rt::AllowsContainsAll for EqualityOps {}
impl rt::AllowsHas for EqualityOps {}

/// `greater-than`, `less-or-equal`.
#[derive(Debug)]
pub enum TimeOps {}
impl rt::AllowsGreaterThan for TimeOps {}
impl rt::AllowsLessOrEqual for TimeOps {}

/// `get_variant`: gets a variant.
#[derive(Debug)]
pub enum GetVariant {}

impl rt::Operation for GetVariant {
    type Output = rt::Document<rt::Resource<Variant>>;

    const INFO: &'static rt::OperationInfo = &rt::OperationInfo {
        id: "get_variant",
        path: "/api/catalog-variants/{id}/",
        accept: Some("application/vnd.api+json"),
        ..rt::OperationInfo::GET
    };
}

impl rt::Call<GetVariant> {
    /// Asks for these fields only.
    pub fn fields_variant<'a>(self, fields: impl IntoIterator<Item = &'a str>) -> Self {
        self.arg_list("fields[catalog-variant]", fields)
    }
}

/// `create_variant`: makes a variant.
#[derive(Debug)]
pub enum CreateVariant {}

impl rt::Operation for CreateVariant {
    type Output = rt::Document<rt::Resource<Variant>>;

    const INFO: &'static rt::OperationInfo = &rt::OperationInfo {
        id: "create_variant",
        path: "/api/catalog-variants/",
        accept: Some("application/vnd.api+json"),
        content_type: Some("application/vnd.api+json"),
        ..rt::OperationInfo::POST
    };
}

/// `upload_image`: sends an image.
#[derive(Debug)]
pub enum UploadImage {}

impl rt::Operation for UploadImage {
    type Output = ();

    const INFO: &'static rt::OperationInfo = &rt::OperationInfo {
        id: "upload_image",
        path: "/api/images/",
        content_type: Some("multipart/form-data"),
        ..rt::OperationInfo::POST
    };
}

/// `count_visit`: says how many came by.
#[derive(Debug)]
pub enum CountVisit {}

impl rt::Operation for CountVisit {
    type Output = Option<rt::Json<i64>>;

    const INFO: &'static rt::OperationInfo =
        &rt::OperationInfo { id: "count_visit", path: "/client/visits/", public: true, ..rt::OperationInfo::POST };
}
