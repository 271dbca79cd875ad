//! What hooks and traces see of calls: all of them, and nothing secret.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{self, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::client::catalogs::GetVariant;
use crate::client::runtime::generated::Password;
use crate::client::runtime::http::{HeaderMap, StatusCode};
use crate::client::runtime::{Attempt, Call, Error, Hook, HttpRequest};
use crate::support::script::{Script, Step};

/// Notes what it is called for, and adds a header.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Hook for Notes {
    fn before_send(&self, attempt: Attempt, request: &mut HttpRequest) {
        assert!(!request.headers().contains_key("authorization"));
        request.headers_mut().insert("x-attempt", attempt.number.into());
        self.0.lock().unwrap().push(format!("{} {} {}", attempt.operation, attempt.number, request.uri().path()));
    }

    fn after_response(&self, attempt: Attempt, status: StatusCode, headers: &HeaderMap) {
        self.0.lock().unwrap().push(format!("{} {status} {}", attempt.number, headers.len()));
    }
}

#[tokio::test(start_paused = true)]
async fn hooks_see_every_attempt() {
    let script = Script::new([Step::status(503).header("retry-after", "1")]);
    let notes = Notes::default();
    let client = script.builder().hook(notes.clone()).build().unwrap();
    client.catalogs().get_jobs().send().await.unwrap();
    let path = "/api/catalog-variant-bulk-update-jobs/";
    let expected = [
        format!("get_jobs 1 {path}"),
        "1 503 Service Unavailable 1".to_owned(),
        format!("get_jobs 2 {path}"),
        "2 200 OK 0".to_owned(),
    ];
    assert_eq!(*notes.0.lock().unwrap(), expected);
    for (position, seen) in script.seen().iter().enumerate() {
        assert_eq!(seen.headers["x-attempt"], (position + 1).to_string().as_str());
        assert_eq!(seen.headers["authorization"], "Shop-API-Key secret");
    }
}

#[tokio::test(start_paused = true)]
async fn a_hook_sends_no_key_elsewhere() {
    struct Astray;
    impl Hook for Astray {
        fn before_send(&self, _attempt: Attempt, request: &mut HttpRequest) {
            *request.uri_mut() = "https://evil.example/".parse().unwrap();
        }
    }
    let script = Script::new([]);
    let client = script.builder().hook(Astray).build().unwrap();
    let error = client.catalogs().get_jobs().send().await.unwrap_err();
    assert!(matches!(error, Error::Request { .. }), "{error:?}");
    assert!(script.seen().is_empty());
}

/// Keeps the fields of spans and events, and the spans that are entered.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Seen>>>, Arc<Mutex<Vec<usize>>>);

type Seen = (&'static str, Values);
type Values = BTreeMap<&'static str, String>;

impl Subscriber for Kept {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        fields.0.insert("level", span.metadata().level().to_string());
        let mut kept = self.0.lock().unwrap();
        kept.push((span.metadata().name(), fields.0));
        Id::from_u64(kept.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        self.0.lock().unwrap()[id.into_u64() as usize - 1].1.extend(fields.0);
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.0.lock().unwrap().push(("event", fields.0));
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn enter(&self, span: &Id) {
        self.1.lock().unwrap().push(span.into_u64() as usize - 1);
    }

    fn exit(&self, _span: &Id) {
        self.1.lock().unwrap().pop();
    }
}

impl Kept {
    /// The name of the span that was entered last.
    fn current(&self) -> Option<&'static str> {
        let span = *self.1.lock().unwrap().last()?;
        Some(self.0.lock().unwrap()[span].0)
    }
}

/// A hook that sends the span of the attempt, as one that propagates the context of a trace does.
#[tokio::test(start_paused = true)]
async fn a_hook_is_called_in_the_span_of_the_attempt() {
    struct Propagate(Kept);
    impl Hook for Propagate {
        fn before_send(&self, _attempt: Attempt, request: &mut HttpRequest) {
            let span = self.0.current().unwrap();
            request.headers_mut().insert("traceparent", span.parse().unwrap());
        }
    }
    let kept = Kept::default();
    let _guard = tracing::subscriber::set_default(kept.clone());
    let script = Script::new([Step::status(503).header("retry-after", "1")]);
    let client = script.builder().hook(Propagate(kept.clone())).build().unwrap();
    client.catalogs().get_jobs().send().await.unwrap();
    let sent: Vec<_> = script.seen().iter().map(|request| request.headers["traceparent"].clone()).collect();
    assert_eq!(sent, ["attempt", "attempt"]);
}

#[derive(Default)]
struct Fields(Values);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

#[tokio::test(start_paused = true)]
async fn spans_speak_opentelemetry() {
    let kept = Kept::default();
    let _guard = tracing::subscriber::set_default(kept.clone());
    let script = Script::new([Step::status(503), Step::status(404)]);
    let client = script.client();
    let call = client.catalogs().get_variant("v1").query("page[cursor]", "s3cr3t").header("x-key", "s3cr3t");
    call.send().await.unwrap_err();

    let kept = kept.0.lock().unwrap();
    let spans: Vec<_> = kept.iter().filter(|(name, _)| ["call", "attempt"].contains(name)).collect();
    let [(_, call), (_, first), (_, second)] = spans.as_slice() else { panic!("{kept:?}") };
    assert_eq!(call["otel.name"], "get_variant");
    assert_eq!(call["error.type"], "404");
    assert_eq!((call["level"].as_str(), first["level"].as_str()), ("DEBUG", "INFO"));
    for (field, value) in [
        ("otel.kind", "client"),
        ("otel.name", "GET /api/catalog-variants/{id}/"),
        ("otel.status_code", "ERROR"),
        ("http.request.method", "GET"),
        ("url.full", "https://shop.example/api/catalog-variants/v1/?page%5Bcursor%5D=REDACTED"),
        ("url.template", "/api/catalog-variants/{id}/"),
        ("server.address", "shop.example"),
        ("server.port", "443"),
        ("http.response.status_code", "503"),
        ("error.type", "503"),
    ] {
        assert_eq!(first[field], value, "{field}");
    }
    assert_eq!(first.get("http.request.resend_count"), None);
    assert_eq!((second["http.request.resend_count"].as_str(), second["error.type"].as_str()), ("1", "404"));
    let all = format!("{kept:?}");
    assert!(!all.contains("s3cr3t") && !all.contains("Shop-API-Key"), "{all}");
    assert!(all.contains("trying again"), "{all}");
}

#[tokio::test(start_paused = true)]
async fn no_span_has_the_secret_of_a_path() {
    let kept = Kept::default();
    let _guard = tracing::subscriber::set_default(kept.clone());
    let client = Script::new([]).client();
    let call = Call::<GetVariant>::new(&client).arg_path(&Password::from("open sesame")).query("page", 1);
    call.send().await.unwrap_err();
    let kept = kept.0.lock().unwrap();
    let urls: Vec<_> = kept.iter().filter_map(|(_, fields)| fields.get("url.full")).collect();
    assert_eq!(urls, ["https://shop.example/api/catalog-variants/../?page=REDACTED"]);
    assert!(!format!("{kept:?}").contains("sesame"), "{kept:?}");
}
