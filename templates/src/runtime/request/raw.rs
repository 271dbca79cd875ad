//! Calls that the OpenAPI document does not know.

use bytes::Bytes;

use super::super::body::multipart::Form;
use super::super::transport::request_body::RequestBody;
use super::super::value::values::Value;
use super::Body;
use super::call::Call;
use super::operation::{Operation, OperationInfo, Successes};

/// An operation that the OpenAPI document does not know; what comes back is bytes.
#[derive(Debug, Clone, Copy)]
pub enum RawOperation {}

impl Operation for RawOperation {
    type Output = Bytes;

    const INFO: &'static OperationInfo = &OperationInfo { successes: Successes::Any, ..OperationInfo::GET };
}

impl Call<RawOperation> {
    /// Sends these bytes or this stream. Its media type is the header `Content-Type`, if you set it.
    pub fn body(self, body: impl Into<RequestBody>) -> Self {
        self.arg_raw(body)
    }

    /// Sends JSON.
    ///
    /// ```rust,ignore
    /// let event = serde_json::json!({ "name": "Viewed" });
    /// klaviyo.request(Method::Post, "/api/things").json(event).send().await?;
    /// ```
    pub fn json(self, value: impl Into<Value>) -> Self {
        self.arg_content(Body::Json(value.into()))
    }

    /// Sends a form in parts (`multipart/form-data`).
    ///
    /// ```rust,ignore
    /// let form = Form::new().text("name", "logo").file("file", File::open("logo.png")?);
    /// klaviyo.request(Method::Post, "/api/uploads").form(form).send().await?;
    /// ```
    #[inline]
    pub fn form(self, form: Form) -> Self {
        self.arg_content(Body::Form(form, Form::encode))
    }
}
