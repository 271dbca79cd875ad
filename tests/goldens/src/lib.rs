//! The golden cases as modules, and a function that lets their operations read responses.

#![deny(warnings)]

pub mod lossless;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use serde::Serialize;
use serde_json::Value;

/// What became of a response.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// What it was read as, or the error, as `Debug` prints it.
    pub value: String,
    /// Where it differs from the document, a line each.
    pub mismatches: Vec<String>,
    /// The pointers of these places.
    pub places: Vec<String>,
    /// What was read, as it stands on the wire; `None` where it has no such form, or was not read.
    pub wire: Option<Value>,
    /// Whether reading alone noticed nothing.
    pub clean: bool,
}

/// A module with the client of a case, and a function that lets an operation read a response.
macro_rules! case {
    ($module:ident, $name:literal, { $($id:literal => $tag:ident::$marker:ident, $arguments:literal, $wire:ident;)* }) => {
        #[allow(missing_docs, reason = "the table of cases has no text on each")]
        pub mod $module {
            include!(concat!(env!("OUT_DIR"), "/", $name, "/spec.rs"));

            /// Answers every request alike.
            struct Canned(u16, Vec<u8>);

            impl runtime::Transport for Canned {
                fn send(
                    &self,
                    _request: runtime::HttpRequest,
                ) -> runtime::BoxFuture<'_, Result<runtime::HttpResponse, runtime::TransportError>> {
                    let mut response = runtime::HttpResponse::new(self.1.clone().into());
                    *response.status_mut() = http::StatusCode::from_u16(self.0).expect("files are named by status");
                    Box::pin(std::future::ready(Ok(response)))
                }

                /// Never wakes: no answer is late.
                fn sleep(&self, _duration: std::time::Duration) -> runtime::BoxFuture<'static, ()> {
                    Box::pin(std::future::pending())
                }
            }

            #[allow(dead_code, reason = "a case may have no operation with a payload")]
            async fn call<O: runtime::Operation>(
                client: &runtime::Client,
                arguments: usize,
                wire: fn(&O::Output) -> Option<serde_json::Value>,
            ) -> super::Reading
            where
                O::Output: std::fmt::Debug,
            {
                let mut call = runtime::Call::<O>::new(client);
                for _ in 0..arguments {
                    call = call.arg_path(&"1".to_owned());
                }
                match call.send().await {
                    Ok(response) => {
                        let (mismatches, clean) = (response.mismatches(), response.is_clean());
                        let value = response.into_inner();
                        super::Reading {
                            mismatches: mismatches.iter().map(|one| format!("{:?} {one}", one.kind)).collect(),
                            places: mismatches.into_iter().map(|one| one.pointer).collect(),
                            wire: wire(&value),
                            value: format!("{value:#?}"),
                            clean,
                        }
                    }
                    Err(error) => super::Reading { value: format!("{error:#?}"), ..super::Reading::default() },
                }
            }

            pub(super) async fn read(operation: &str, status: u16, body: Vec<u8>) -> Option<super::Reading> {
                let transport = std::sync::Arc::new(Canned(status, body));
                let client = Client::builder(Auth::none()).transport(transport);
                let client = client.retry(runtime::RetryPolicy::none()).build().ok()?;
                match operation {
                    $($id => Some(call::<$tag::$marker>(&client, $arguments, super::$wire).await),)*
                    _ => None,
                }
            }

            pub(super) fn schema(operation: &str) -> Option<serde_json::Value> {
                match operation {
                    $($id => super::schemas::$wire::<<$tag::$marker as runtime::Operation>::Output>(),)*
                    _ => None,
                }
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// The result of a future that never waits.
fn ready(future: impl Future<Output = Option<Reading>>) -> Option<Reading> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(reading) => reading,
        Poll::Pending => None,
    }
}

/// Writes an output as it stands on the wire.
fn json<T: Serialize>(output: &T) -> Option<Value> {
    serde_json::to_value(output).ok()
}

/// Stands for an output that has no form on the wire.
fn none<T>(_output: &T) -> Option<Value> {
    None
}

/// The JSON Schemas of outputs.
mod schemas {
    use schemars::JsonSchema;
    use serde_json::Value;

    /// Returns the schema of an output that has a form on the wire.
    pub(super) fn json<T: JsonSchema>() -> Option<Value> {
        Some(schemars::schema_for!(T).to_value())
    }

    /// Stands for an output that has no form on the wire.
    #[expect(clippy::extra_unused_type_parameters, reason = "it stands where `json` does")]
    pub(super) fn none<T>() -> Option<Value> {
        None
    }
}
