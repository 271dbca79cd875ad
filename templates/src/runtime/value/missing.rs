//! Attributes that the OpenAPI document requires and a response did not have.

use std::fmt;

/// An attribute that the OpenAPI document requires is not there.
///
/// Either the fields of the request left it out (JSON:API "Sparse Fieldsets"), or the service did, or
/// it was of another type; `mismatches` of the response tells the latter two.
///
/// ```rust,ignore
/// let campaign = klaviyo.campaigns().get_campaign("C1").send().await?;
/// println!("{}", campaign.data.attributes.require_status()?.as_str());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Missing {
    /// The wire `type` of the resource.
    pub resource: &'static str,
    /// The name of the attribute on the wire.
    pub attribute: &'static str,
}

impl fmt::Display for Missing {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the `{}` resource has no attribute `{}`", self.resource, self.attribute)
    }
}

impl std::error::Error for Missing {}

/// Returns the value of an attribute that the OpenAPI document requires.
///
/// # Errors
/// When it is not there.
pub fn required<T>(value: Option<T>, resource: &'static str, attribute: &'static str) -> Result<T, Missing> {
    value.ok_or(Missing { resource, attribute })
}
