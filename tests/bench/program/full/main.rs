//! A program as a user writes it: eleven ordinary jobs with the full client of Klaviyo's 2026-07-15.
//!
//! `run.sh` measures what it costs to build. It is never run.

mod campaigns;
mod catalog;
mod errors;
mod events;
mod flows;
mod images;
mod import;
mod lists;
mod profiles;
mod reports;
mod segments;

use std::error::Error;
use std::time::Duration;

use klaviyo::{Auth, Client};

/// What a job gives back.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    println!("edit 0");
    let client = client()?;
    let command = arguments.next().unwrap_or_default();
    let argument = arguments.next().unwrap_or_default();
    match command.as_str() {
        "profiles" => profiles::run(&client, &argument).await,
        "import" => import::run(&client, &argument).await,
        "events" => events::run(&client, &argument).await,
        "lists" => lists::run(&client, &argument).await,
        "catalog" => catalog::run(&client).await,
        "image" => images::run(&client, &argument).await,
        "report" => reports::run(&client, &argument).await,
        "flow" => flows::run(&client, &argument).await,
        "campaigns" => campaigns::run(&client).await,
        "segments" => segments::run(&client, &argument).await,
        "errors" => errors::run(&client).await,
        other => Err(format!("`{other}` is not a job").into()),
    }
}

fn client() -> Outcome<Client> {
    let key = std::env::var("KLAVIYO_API_KEY")?;
    Ok(Client::builder(Auth::private_key(key)).timeout(Duration::from_secs(30)).build()?)
}
