//! Vendor profiles: facts beyond OpenAPI. A profile only adds; without it all is the same but less.

pub(super) mod jsonapidotnet;
pub(super) mod klaviyo;
