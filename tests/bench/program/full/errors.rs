//! Tells apart what can go wrong.

use std::time::Duration;

use klaviyo::resources::profile::{NewProfile, ProfileId};
use klaviyo::runtime::RetryPolicy;
use klaviyo::{Client, Error};

use crate::Outcome;

pub async fn run(client: &Client) -> Outcome {
    let profile = NewProfile::new().email("ada@example.com");
    match client.profiles().create_profile(profile).retry(RetryPolicy::none()).send().await {
        Ok(created) => println!("made {}", created.data.id),
        Err(error) => match duplicate(&error) {
            Some(id) => println!("it is {id} already"),
            None => explain(error)?,
        },
    }
    Ok(())
}

/// The profile that has the address already.
fn duplicate(error: &Error) -> Option<ProfileId> {
    let conflict = error.api()?.by_code("duplicate_profile")?;
    let id = conflict.meta.as_ref()?.get("duplicate_profile_id")?.as_str()?;
    Some(id.into())
}

fn explain(error: Error) -> Outcome {
    match error {
        Error::Api(error) if error.status == 429 => {
            let wait = error.retry_after.unwrap_or(Duration::from_secs(60));
            println!("too many calls: again in {wait:?}");
        }
        Error::Api(error) => {
            for problem in &error.errors {
                let source = problem.source.as_ref();
                let pointer = source.and_then(|source| source.pointer.as_deref());
                println!("{:?} at {pointer:?}: {:?}", problem.code, problem.detail);
            }
            println!("request {:?}", error.request_id);
        }
        Error::Decode { message, status, .. } => println!("unreadable ({status}): {message}"),
        other => return Err(other.into()),
    }
    Ok(())
}
