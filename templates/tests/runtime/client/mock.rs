//! What calls are answered with.

use super::catalogs;
use super::runtime::generated as rt;

impl rt::mock::MockServer {
    /// Starts a server.
    pub fn start() -> std::io::Result<Self> {
        Self::for_service(&super::SERVICE)
    }

    /// Leads to the operations of tag `Catalogs`.
    pub fn catalogs(&self) -> Catalogs<'_> {
        Catalogs(self)
    }
}

/// Leads from the operations of tag `Catalogs` to what they are answered with.
#[derive(Debug, Clone, Copy)]
pub struct Catalogs<'a>(&'a rt::mock::MockServer);

impl Catalogs<'_> {
    /// Answers `GET /api/catalog-variant-bulk-update-jobs/`.
    pub fn get_jobs(&self) -> rt::mock::Route<catalogs::GetJobs> {
        rt::mock::Route::new(self.0)
    }

    /// Answers `GET /api/catalog-variants/{id}/`.
    pub fn get_variant(&self) -> rt::mock::Route<catalogs::GetVariant> {
        rt::mock::Route::new(self.0)
    }

    /// Answers `POST /api/catalog-variants/`.
    pub fn create_variant(&self) -> rt::mock::Route<catalogs::CreateVariant> {
        rt::mock::Route::new(self.0)
    }

    /// Answers `POST /api/images/`.
    pub fn upload_image(&self) -> rt::mock::Route<catalogs::UploadImage> {
        rt::mock::Route::new(self.0)
    }
}
