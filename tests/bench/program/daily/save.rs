//! Sends what a form of the program has, and leaves alone what it has not.

use klaviyo::resources::profile::NewProfile;
use klaviyo::{Client, Error};
use serde::Serialize;

#[derive(Default)]
pub(crate) struct Form<'f> {
    pub(crate) email: Option<&'f str>,
    pub(crate) phone: Option<String>,
    pub(crate) tier: &'f str,
}

#[derive(Serialize)]
struct Loyalty<'f> {
    tier: &'f str,
}

/// Returns the profile of a form.
pub(crate) fn profile(form: Form<'_>) -> NewProfile {
    let profile = NewProfile::new().maybe(form.email, NewProfile::email).maybe(form.phone, NewProfile::phone_number);
    profile.properties(Loyalty { tier: form.tier }).with_undescribed("anonymous_id", 7)
}

/// Saves a form. Returns the id, or what the user is to correct.
pub(crate) async fn save(klaviyo: &Client, form: Form<'_>) -> Result<Result<String, Vec<String>>, Error> {
    match klaviyo.profiles().create_profile(profile(form)).await {
        Ok(created) => Ok(Ok(created.data.id.to_string())),
        Err(Error::Api(error)) => {
            let fields = error.errors.iter().filter_map(|error| Some(format!("{}: {error}", error.field()?)));
            Ok(Err(fields.collect()))
        }
        Err(error) => Err(error),
    }
}
