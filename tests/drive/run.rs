//! What every driver has: it sends calls one after the other and prints a line of JSON for each.

use std::env;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

use client::Call;
use client::runtime::{Date, DateTime, Object, Operation, Paged, Response, Value};
use client::{Auth, Client, Error};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

/// How much of a call is set.
pub enum Set {
    /// Everything.
    All,
    /// What the call cannot be made without.
    Required,
    /// The same, of lists only, each of which is read to its end.
    Pages,
}

/// One run over all operations.
pub struct Run {
    /// Whose operations are called.
    pub client: Client,
    /// How much of each call is set.
    pub set: Set,
    runtime: Runtime,
}

impl Run {
    /// From the arguments of the program: the base URL, and `all`, `required` or `pages`.
    pub fn from_arguments(auth: Auth) -> Self {
        let arguments: Vec<String> = env::args().skip(1).collect();
        let (url, set) = match arguments.as_slice() {
            [url, set] if set == "all" => (url, Set::All),
            [url, set] if set == "required" => (url, Set::Required),
            [url, set] if set == "pages" => (url, Set::Pages),
            _ => panic!("usage: driver BASE-URL all|required|pages"),
        };
        // The server is a local one, and has no limits.
        let client = Client::builder(auth).base_url(url).pacing(false);
        let runtime = Builder::new_current_thread().enable_all().build();
        Self {
            client: client.build().expect("the service takes such credentials"),
            set,
            runtime: runtime.expect("a runtime can be had"),
        }
    }

    /// Sends a call and prints what came back: the status, what differs from the description, and
    /// what it was decoded to.
    pub fn send<O: Operation<Output: Debug>>(&self, operation: &str, call: Call<O>) {
        type Sending<O> = Pin<Box<dyn Future<Output = Result<Response<<O as Operation>::Output>, Error>>>>;
        let sending: Sending<O> = Box::pin(call.send());
        let line = match self.runtime.block_on(sending) {
            Ok(response) => {
                let mismatches = response.mismatches().iter().map(ToString::to_string).collect();
                let (status, clean) = (response.status().as_u16(), response.is_clean());
                // What Prism, if it is the server, finds wrong with the request.
                let violations = response.headers().get("sl-violations").map(|value| value.to_str().unwrap_or("?"));
                let mut line = answered(status, clean, mismatches, violations);
                line["decoded"] = format!("{:?}", response.into_inner()).into();
                line
            }
            Err(error) => json!({ "error": describe(&error) }),
        };
        print(operation, line);
    }
}

impl Run {
    /// Reads a list to its end and prints the number of its items.
    pub fn walk<O: Paged>(&self, operation: &str, call: Call<O>) {
        let mut items = call.items();
        let count = self.runtime.block_on(async {
            let mut count = 0;
            while items.try_next().await?.is_some() {
                count += 1;
            }
            Ok(count)
        });
        let line = match count {
            Ok(count) => json!({ "items": count }),
            Err(error) => json!({ "error": describe(&error) }),
        };
        print(operation, line);
    }
}

fn answered(status: u16, clean: bool, mismatches: Vec<String>, violations: Option<&str>) -> Value {
    json!({ "status": status, "clean": clean, "mismatches": mismatches, "violations": violations })
}

/// An error with all that is behind it.
fn describe(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}

fn print(operation: &str, mut line: Value) {
    line["operation"] = operation.into();
    println!("{line}");
}

/// A text that is sent.
pub fn text(text: &str) -> String {
    text.to_owned()
}

/// A date and time.
pub fn datetime() -> DateTime {
    "2024-05-01T12:30:00Z".into()
}

/// A date.
pub fn date() -> Date {
    "2024-05-01".into()
}

/// Any JSON.
pub fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("the driver was written with JSON in it")
}

/// An object whose members the description does not name.
pub fn object() -> Object {
    [("any".to_owned(), "value".into())].into_iter().collect()
}
