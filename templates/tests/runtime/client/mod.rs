//! A client as the compiler would emit it, written by hand.

#[path = "../../../src/runtime/mod.rs"]
pub mod runtime;

pub mod blocks;
pub mod catalogs;
pub mod jobs;
pub mod mock;
pub mod variants;

use runtime::generated as rt;

/// The facts of the service.
pub static SERVICE: rt::Service = rt::Service {
    name: "Shop",
    version: "2022-10-17",
    base_url: "https://shop.example/",
    servers: &["https://shop.example"],
    constant_headers: &[("revision", "2022-10-17")],
    user_agent: "shop-api/1.0.0",
    resources: &[rt::ResourceShape::of::<jobs::Job>(), rt::ResourceShape::of::<variants::Variant>()],
    types: &["catalog-item", "catalog-variant", "catalog-variant-bulk-update-job", "left-out"],
};

/// The service's kind of key.
static KEY: rt::Scheme = rt::Scheme {
    name: "Shop-API-Key",
    place: rt::SchemePlace::Header { name: "Authorization", prefix: "Shop-API-Key " },
};

/// A key of the service.
pub fn private_key(key: impl Into<String>) -> rt::Auth {
    rt::Auth::scheme(&KEY, key)
}

impl rt::Client {
    /// A client with the default settings.
    pub fn new(auth: rt::Auth) -> Result<Self, rt::Error> {
        Self::builder(auth).build()
    }

    /// A builder of a client.
    pub fn builder(auth: rt::Auth) -> rt::ClientBuilder {
        Self::for_service(&SERVICE, auth)
    }
}
