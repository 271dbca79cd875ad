//! The examples in the documentation of the runtime, which compile here: the runtime is copied into clients under any name,
//! so that they cannot be doctests there.

#![allow(dead_code, unused_variables, unused_mut, reason = "the examples are compiled, and not run")]

use std::env;
use std::error::Error as StdError;
use std::fs;
use std::future::ready;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use jsonapi_forge_tests::golden;
use jsonapi_forge_tests::program::workspace;
use klaviyo_api::catalogs::{GetCatalogItemsFilter, GetCatalogItemsSort};
use klaviyo_api::mock::{self, MockServer, Sample};
use klaviyo_api::profiles::GetProfileInclude;
use klaviyo_api::resources::campaign::CampaignStatus;
use klaviyo_api::resources::list::List;
use klaviyo_api::resources::profile::{NewProfile, NewProfileLocation, Profile, ProfileUpdate};
use klaviyo_api::runtime::http::{HeaderMap, HeaderValue, StatusCode};
use klaviyo_api::runtime::testing::{Answer, InMemory, Recorder, Replayer};
use klaviyo_api::runtime::{
    Any, AnyDraft, AnyIdentifier, ApiError, Attempt, Attempts, BoxFuture, Bytes, Change, Collection, Credential,
    CredentialError, CredentialProvider, Date, DateTime, Decoding, Document, Enumeration, ErrorObject, Fake, File,
    Filter, Foreign, Form, Hook, HttpRequest, HttpResponse, Id, Limits, LinkTo, Links, OAuth, OAuthTokens, OneOrMany,
    OpenTuple, Password, Reference, RequestBody, ReqwestTransport, Resource, Response, RetryPolicy, Sort, ToMany,
    ToOne, ToOneOrMany, TokenStore, Transport, TransportError, TransportErrorKind, concurrently,
};
use klaviyo_api::{Auth, Client, Error, Method};
use weather_api::resources::export::{Export, NewExport};
use weather_api::resources::station::Station;

type Outcome = Result<(), Box<dyn StdError>>;

/// What the examples have.
struct Given {
    klaviyo: Client,
    weather: weather_api::Client,
    museum: museum_api::Client,
    work: museum_api::resources::work::NewWork,
    error: Error,
    body: Bytes,
    bytes: Vec<u8>,
    headers: HeaderMap,
    secret: &'static [u8],
    auth: Auth,
}

async fn auth_mod(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let by_key = Client::new(Auth::private_key("pk_1"))?;
    let by_token = Client::new(Auth::bearer("token"))?;
    Ok(())
}

async fn auth_oauth(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let tokens = OAuthTokens::new("access", "refresh");
    let oauth = OAuth::new("id", "secret", "https://a.klaviyo.com/oauth/token", tokens);
    let klaviyo = Client::new(Auth::oauth(oauth))?;
    Ok(())
}

async fn auth_signature(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    weather_api::webhook_payloads::SIGNATURE.verify(secret, &headers, &body)?;
    Ok(())
}

async fn body_any_draft(_: Given) -> Outcome {
    let ann = AnyDraft::from(NewProfile::new().first_name("Ann"));
    let export = AnyDraft::from(NewExport::new("2026-01-01"));
    Ok(())
}

async fn body_draft(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let emma = NewProfile::new().first_name("Emma");
    let anne = NewProfile::new().first_name("Anne");
    let both: OneOrMany<NewProfile> = [emma, anne].into();
    Ok(())
}

async fn body_multipart(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let form = Form::new().text("name", "logo").file("file", File::new("logo.png", bytes).content_type("image/png"));
    Ok(())
}

async fn body_reference(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let emma: Reference<Profile> = Reference::local("emma");
    Ok(())
}

async fn document_links(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let page = klaviyo.profiles().get_profiles().send().await?;
    println!("{:?}", page.links.next());
    Ok(())
}

async fn document_mod(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let page: Collection<Resource<Profile>> = Document::new(vec![Resource::new("P1"), Resource::new("P2")])
        .include(Resource::<List>::new("L1"))
        .set(|page| page.links = Links::from([("next", "https://api.example.com/profiles?page=2")]));
    Ok(())
}

async fn document_relationship(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let owner = ToOne::<Profile>::of("P1");
    assert_eq!(owner.id().map(Id::as_str), Some("P1"));
    assert!(!ToOne::<Profile>::default().is_sent());
    Ok(())
}

async fn document_relationship_2(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profile = klaviyo.profiles().get_profile("P1").send().await?;
    for list in profile.data.relationships.lists.ids() {
        println!("{list}");
    }
    Ok(())
}

async fn document_relationship_3(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let one = ToOneOrMany::<Profile>::of("P1");
    let two = ToOneOrMany::<Profile>::of_many(["P1", "P2"]);
    for profile in one.ids().chain(two.ids()) {
        println!("{profile}");
    }
    Ok(())
}

async fn document_resource(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profile = Resource::<Profile>::new("P1").set(|profile| {
        profile.attributes.email = Some("ada@example.com".to_owned());
        profile.relationships.lists = ToMany::of(["L1", "L2"]);
    });
    Ok(())
}

async fn error_api_error(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let taken = ErrorObject::new("duplicate").at_pointer("/data/attributes/email");
    let error = Error::from(ApiError::of(StatusCode::CONFLICT, [taken]));
    Ok(())
}

async fn error_mod(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    match klaviyo.profiles().get_profile("P1").send().await {
        Ok(profile) => println!("{:?}", profile.data.attributes.email),
        Err(error) if error.status() == Some(StatusCode::NOT_FOUND) => println!("there is no such profile"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn fake_mod(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profile = Profile::fake(7);
    assert_eq!(profile, Profile::fake(7));
    Ok(())
}

async fn fake_mod_2(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profiles: Vec<Resource<Profile>> = (0..3).map(Resource::fake).collect();
    Ok(())
}

async fn job_processing(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let accepted = weather.readings().create_export(NewExport::new("2026-01-01")).send().await?;
    if let Some(job) = accepted.content_location::<Document<Resource<Export>>>() {
        let station: Response<Document<Resource<Station>>> = weather.wait_for(&job).await?;
    }
    Ok(())
}

async fn mock_sample(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profile = Sample::<Profile>::filled("P1").attribute("email", "ada@example.com")?.without("title");
    let resource = profile.resource();
    Ok(())
}

async fn mock_server(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let server = MockServer::start()?;
    let route = server.profiles().get_profiles().serve_all(Sample::<Profile>::series(3));
    let page = server.new_client()?.profiles().get_profiles().send().await?;
    assert_eq!((page.data.len(), route.count()), (3, 1));
    Ok(())
}

async fn paging_items(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let mut profiles = klaviyo.profiles().get_profiles().items().take(500);
    while let Some(profile) = profiles.try_next().await? {
        println!("{}", profile.id);
    }
    Ok(())
}

async fn paging_page(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let mut pages = klaviyo.profiles().get_profiles().pages();
    while let Some(page) = pages.try_next().await? {
        println!("{} profiles of {:?}", page.data.len(), pages.total());
    }
    Ok(())
}

async fn paging_position(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let mut profiles = klaviyo.profiles().get_profiles().items();
    let first = profiles.try_next().await?;
    if let Some(position) = profiles.position() {
        let rest = klaviyo.profiles().get_profiles().items().resume_at(&position);
    }
    Ok(())
}

async fn query_filter(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let filter = GetCatalogItemsFilter::published().equals(true);
    let page = klaviyo.catalogs().get_catalog_items().filter(filter).send().await?;
    Ok(())
}

async fn query_mod(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let newest_first = Sort::descending(GetCatalogItemsSort::Created);
    let page = klaviyo.catalogs().get_catalog_items().sort(newest_first).send().await?;
    Ok(())
}

async fn request_concurrent(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let calls = ["P1", "P2", "P3"].map(|id| klaviyo.profiles().get_profile(id).send());
    let mut profiles = concurrently(2, calls);
    while let Some(profile) = profiles.next().await {
        println!("{}", profile?.data.id);
    }
    Ok(())
}

async fn request_validation(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    for violation in museum.works().create_work(work).validate() {
        // `/data/attributes/title`: expected at most 200 characters, found 312 characters
        println!("{violation}");
    }
    Ok(())
}

async fn response_mod(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let response = klaviyo.profiles().get_profile("P1").send().await?;
    println!("{} {:?}", response.status(), response.data.attributes.email);
    for mismatch in response.mismatches() {
        eprintln!("{mismatch}");
    }
    Ok(())
}

async fn response_webhook(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let report = weather_api::webhook_payloads::STATION_SILENT.decode(body)?;
    println!("{}", report.mismatches().len());
    Ok(())
}

struct CountFailures(AtomicU32);

impl Hook for CountFailures {
    fn before_send(&self, _attempt: Attempt, request: &mut HttpRequest) {
        request.headers_mut().insert("x-team", HeaderValue::from_static("shop"));
    }

    fn after_response(&self, _attempt: Attempt, status: StatusCode, _headers: &HeaderMap) {
        self.0.fetch_add(u32::from(!status.is_success()), Ordering::Relaxed);
    }
}

async fn testing_mod(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let service = InMemory::new([Answer::new(503).header("retry-after", "1"), Answer::new(204)]);
    let klaviyo = Client::builder(Auth::bearer("any")).transport(Arc::new(service.clone())).build()?;
    klaviyo.request(Method::Get, "/api/anything").send().await?;
    assert_eq!(service.requests().len(), 2);
    Ok(())
}

async fn testing_recorder(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let network = Arc::new(ReqwestTransport::new(&Limits::default())?);
    let recorder = Recorder::new("tests/cassettes/books", network)?.redact_member("email");
    let client = Client::builder(auth).transport(Arc::new(recorder)).build()?;
    Ok(())
}

async fn testing_replayer(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let replayer = Replayer::open("tests/cassettes/books")?;
    let client = Client::builder(Auth::bearer("any")).transport(Arc::new(replayer.clone())).build()?;
    // .. what is to be tested, with `client`
    assert!(replayer.unused().is_empty());
    Ok(())
}

struct Canned(&'static str);

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let sent = body.into_bytes().await;
            let sent = sent.map_err(|error| TransportError::new(TransportErrorKind::Body, error.to_string()))?;
            println!("{} {} with {} bytes", head.method, head.uri, sent.len());
            Ok(HttpResponse::new(self.0.into()))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

async fn transport_mod_2(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let limits = Limits { connect_timeout: Duration::from_secs(3) };
    let network = ReqwestTransport::new(&limits)?;
    Ok(())
}

async fn value_datetime(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let created = DateTime::from("2026-07-15T12:00:00+02:00");
    println!("{} is {}", created.as_str(), created.timestamp()?);
    Ok(())
}

async fn value_encode(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let unchanged = ProfileUpdate::new();
    let renamed = ProfileUpdate::new().first_name("Ada");
    let removed = ProfileUpdate::new().first_name(Change::Null);
    Ok(())
}

async fn value_foreign(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let host: Foreign<Ipv4Addr> = Ipv4Addr::LOCALHOST.into();
    assert_eq!(host.get(), Some(&Ipv4Addr::LOCALHOST));
    let other = Foreign::<Ipv4Addr>::from_json("unknown");
    assert_eq!(other.get(), None);
    assert_eq!(other.json(), "unknown");
    Ok(())
}

async fn value_id(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let id: Id<Profile> = "P1".into();
    assert_eq!(id.as_str(), "P1");
    Ok(())
}

async fn value_password(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let password = Password::from("open sesame");
    assert_eq!(format!("{password:?}"), "Password(..)");
    assert_eq!(password.expose(), "open sesame");
    Ok(())
}

async fn value_tuple(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let places = (Some(47.9), Some(8.0));
    let point: OpenTuple<(Option<f64>, Option<f64>), f64> = OpenTuple { places, rest: vec![1490.0] };
    let (latitude, longitude) = point.places;
    println!("{latitude:?} {longitude:?}, and {} more", point.rest.len());
    Ok(())
}

async fn client_request(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let pong = klaviyo.request(Method::Get, "/api/ping").query("loud", true).send().await?;
    println!("{}", pong.status());
    Ok(())
}

async fn client_builder(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let auth = Auth::private_key("pk_1");
    let klaviyo = Client::builder(auth).timeout(Duration::from_secs(30)).user_agent("shop/1.0").build()?;
    Ok(())
}

async fn client_builder_base_url(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let klaviyo = Client::builder(auth).base_url("http://127.0.0.1:8080").build()?;
    Ok(())
}

async fn client_builder_decoding(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let strict = Client::builder(auth).decoding(Decoding::Strict).build()?;
    Ok(())
}

async fn client_builder_retry(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let impatient = Client::builder(auth).retry(RetryPolicy::none()).build()?;
    Ok(())
}

async fn client_builder_transport(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let service = InMemory::new([Answer::new(204)]);
    let klaviyo = Client::builder(auth).transport(Arc::new(service)).build()?;
    Ok(())
}

async fn send_retry(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let patient = RetryPolicy::default().attempts(8).backoff(Duration::from_secs(1), Duration::from_secs(60));
    Ok(())
}

async fn request_follow(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let page = klaviyo.profiles().get_profiles().send().await?;
    if let Some(next) = page.next_page() {
        let next = klaviyo.follow(&next).send().await?;
        println!("{} more", next.data.len());
    }
    Ok(())
}

async fn request_link_to(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let stored = LinkTo::<Collection<Resource<Profile>>>::new("/api/profiles?page%5Bcursor%5D=abc");
    let page = klaviyo.follow(&stored).send().await?;
    Ok(())
}

async fn request_query(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let page = klaviyo.profiles().get_profiles().query("new-option", "yes").send().await?;
    Ok(())
}

async fn request_header(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let page = klaviyo.profiles().get_profiles().header("X-Trace", "t1").send().await?;
    Ok(())
}

async fn request_timeout(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let page = klaviyo.profiles().get_profiles().timeout(Duration::from_secs(5)).send().await?;
    Ok(())
}

async fn request_retry_unsafe(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let ann = NewProfile::new().email("ann@example.com");
    klaviyo.profiles().create_profile(ann).retry_unsafe().send().await?;
    Ok(())
}

async fn request_send(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let page = klaviyo.profiles().get_profiles().send().await?;
    println!("{} profiles", page.data.len());
    Ok(())
}

async fn request_raw_json(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let event = serde_json::json!({ "name": "Viewed" });
    klaviyo.request(Method::Post, "/api/things").json(event).send().await?;
    Ok(())
}

async fn response_into_inner(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profile = klaviyo.profiles().get_profile("P1").send().await?.into_inner().data;
    Ok(())
}

async fn response_rate_limit(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let page = klaviyo.profiles().get_profiles().send().await?;
    if let Some(limit) = page.rate_limit() {
        println!("{:?} of {:?} calls are left", limit.remaining, limit.limit);
    }
    Ok(())
}

async fn response_json(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let page = klaviyo.profiles().get_profiles().send().await?;
    println!("{:?}", page.json()?);
    Ok(())
}

async fn response_text_at(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let page = klaviyo.profiles().get_profiles().send().await?;
    println!("{:?}", page.text_at("/data/0/attributes/email"));
    Ok(())
}

async fn response_conditional(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let known = klaviyo.profiles().get_profile("P1").send().await?;
    let call = klaviyo.profiles().get_profile("P1").header("If-None-Match", known.etag().unwrap_or_default());
    if let Some(changed) = call.send_if_changed().await?.changed() {
        println!("{:?}", changed.data.attributes.email);
    }
    Ok(())
}

async fn response_download(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let mut download = klaviyo.profiles().get_profiles().download().await?;
    while let Some(chunk) = download.try_next().await? {
        println!("{} bytes", chunk.len());
    }
    Ok(())
}

async fn document_resolve(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profile = klaviyo.profiles().get_profile("P1").include([GetProfileInclude::Lists]).send().await?;
    for list in profile.resolve(&profile.data.relationships.lists) {
        println!("{:?}", list?.attributes.name);
    }
    Ok(())
}

async fn document_included_of(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profile = klaviyo.profiles().get_profile("P1").include([GetProfileInclude::Lists]).send().await?;
    for list in profile.included.of::<List>() {
        println!("{:?}", list?.attributes.name);
    }
    Ok(())
}

async fn document_any_resource(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profile = klaviyo.profiles().get_profile("P1").include([GetProfileInclude::Lists]).send().await?;
    for resource in profile.included.iter().filter(|resource| resource.kind() == "list") {
        println!("{:?}", resource.decode::<List>()?.attributes.name);
    }
    Ok(())
}

async fn paging_items_next_chunk(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let mut items = klaviyo.profiles().get_profiles().items();
    let first = items.next_chunk(50).await?;
    Ok(())
}

async fn paging_items_try_collect(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profiles: Vec<Resource<Profile>> = klaviyo.profiles().get_profiles().items().take(100).try_collect().await?;
    Ok(())
}

async fn paging_item(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let mut items = klaviyo.profiles().get_profiles().items();
    while let Some(profile) = items.try_next().await? {
        println!("{} came with {:?}", profile.id, profile.page().links.this());
    }
    Ok(())
}

async fn paging_pages_try_collect(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let pages: Vec<_> = klaviyo.profiles().get_profiles().pages().take(2).try_collect().await?;
    println!("{} pages", pages.len());
    Ok(())
}

async fn error_api(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    if let Some(answer) = error.api() {
        for problem in &answer.errors {
            println!("{:?}: {:?}", problem.code, problem.detail);
        }
    }
    Ok(())
}

async fn error_attempts(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    println!("it was tried {} times", error.attempts().map_or(0, |attempts| attempts.count()));
    Ok(())
}

async fn error_is_conflict(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    if error.is_conflict() {
        println!("there is such a profile already");
    }
    Ok(())
}

async fn error_by_field(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    if let Some(answer) = error.api() {
        println!("{} problems with the address", answer.by_field("email").count());
    }
    Ok(())
}

async fn error_object(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let taken = ErrorObject::new("duplicate")
        .at_pointer("/data/attributes/email")
        .set(|error| error.detail = Some("There is such a profile.".to_owned()));
    Ok(())
}

async fn value_date(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let day = Date::from("2026-12-24");
    println!("{} is a {:?}", day.as_str(), day.date()?.weekday());
    Ok(())
}

async fn auth_credential_provider(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    struct Environment;

    impl CredentialProvider for Environment {
        fn credential<'a>(&'a self, _: &'a Arc<dyn Transport>) -> BoxFuture<'a, Result<Credential, CredentialError>> {
            Box::pin(async { Credential::bearer(env::var("TOKEN").unwrap_or_default()) })
        }
    }

    let klaviyo = Client::new(Auth::provider(Environment))?;
    Ok(())
}

async fn auth_credential_and(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let both = Credential::header("x-app", "shop")?.and(Credential::query("key", "k1")?);
    Ok(())
}

async fn auth_token_store(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    struct InFile(PathBuf);

    impl TokenStore for InFile {
        fn save<'a>(&'a self, tokens: &'a OAuthTokens) -> BoxFuture<'a, Result<(), CredentialError>> {
            let saved = fs::write(&self.0, tokens.refresh_token());
            Box::pin(ready(saved.map_err(|error| CredentialError::Other(error.into()))))
        }
    }

    let tokens = OAuthTokens::new("access", "refresh");
    let oauth = OAuth::new("id", "secret", "https://example.com/token", tokens).store(InFile("token".into()));
    Ok(())
}

async fn auth_client_credentials(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let oauth = OAuth::client_credentials("id", "secret", "https://example.com/token", ["catalogs:read"]);
    let klaviyo = Client::new(Auth::oauth(oauth))?;
    Ok(())
}

async fn body_draft_to_json(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let ann = NewProfile::new().first_name("Ann");
    println!("{}", ann.to_json());
    Ok(())
}

async fn body_draft_with_undescribed(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let ann = NewProfile::new().first_name("Ann").with_undescribed("nickname", "Annie");
    Ok(())
}

async fn body_part_with_undescribed(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let home = NewProfileLocation::new().city("Oslo").with_undescribed("district", "Frogner");
    Ok(())
}

async fn body_file_open(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let image = klaviyo.images().upload_image_from_file(File::open("logo.png")?).send().await?;
    Ok(())
}

async fn client_builder_gateway(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let klaviyo = Client::builder(auth).base_url("http://127.0.0.1:8080").gateway(true).build()?;
    Ok(())
}

async fn client_builder_hook(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let failures = Arc::new(CountFailures(AtomicU32::new(0)));
    let klaviyo = Client::builder(auth).hook(Arc::clone(&failures)).build()?;
    klaviyo.profiles().get_profile("P1").send().await?;
    println!("{} failures", failures.0.load(Ordering::Relaxed));
    Ok(())
}

async fn client_builder_idempotency_keys(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let klaviyo = Client::builder(auth).idempotency_keys("Idempotency-Key").build()?;
    Ok(())
}

async fn client_builder_follow_redirects(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let klaviyo = Client::builder(auth).follow_redirects(3).build()?;
    Ok(())
}

async fn document_any_identifier(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let owner = ToOne::<Any>::of(AnyIdentifier::new("profile", "P1"));
    println!("{:?}", owner.identifier().map(|owner| &owner.kind));
    Ok(())
}

async fn document_included_get(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profile = klaviyo.profiles().get_profile("P1").include([GetProfileInclude::Lists]).send().await?;
    if let Some(list) = profile.included.get::<List>(&"L1".into()) {
        println!("{:?}", list?.attributes.name);
    }
    Ok(())
}

async fn error_by_code(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    if let Some(duplicate) = error.api().and_then(|answer| answer.by_code("duplicate_profile")) {
        println!("{:?}", duplicate.detail);
    }
    Ok(())
}

async fn error_attempts_failed(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    for attempt in error.attempts().into_iter().flat_map(Attempts::failed) {
        println!("{:?}, and then a wait of {:?}", attempt.failure, attempt.wait);
    }
    Ok(())
}

async fn job_wait(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let job = klaviyo.catalogs().get_bulk_create_catalog_items_job("J1").wait();
    let job = job.progress(|job| println!("{}", job.progress())).await?;
    println!("{:?}", job.data.progress().state);
    Ok(())
}

async fn paging_items_resume(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let rest = klaviyo.profiles().get_profiles().items().resume("/api/profiles?page%5Bcursor%5D=abc");
    Ok(())
}

async fn paging_items_backwards(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let last_ten = klaviyo.profiles().get_profiles().items().from_last().backwards().take(10);
    Ok(())
}

async fn paging_pages_retry(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let mut pages = klaviyo.profiles().get_profiles().pages();
    if pages.next().await.is_some_and(|page| page.is_err()) {
        pages.retry();
        let first = pages.try_next().await?;
    }
    Ok(())
}

async fn query_filter_and(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let published = GetCatalogItemsFilter::published().equals(true);
    let filter = published.and(GetCatalogItemsFilter::title().contains("tea"));
    Ok(())
}

async fn query_filter_raw(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let filter = Filter::raw("greater-than(price,10)");
    let page = klaviyo.catalogs().get_catalog_items().filter(filter).send().await?;
    Ok(())
}

async fn request_call_with_parts(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let form = Form::new().text("alt", "A logo").file("large", File::open("logo.png")?);
    let call = klaviyo.images().upload_image_from_file(File::open("small.png")?).with_parts(form);
    Ok(())
}

async fn request_by_hand(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let request = klaviyo.profiles().get_profile("P1").to_http_request()?;
    println!("{} {}", request.method(), request.uri());
    Ok(())
}

async fn request_retry(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profile = klaviyo.profiles().get_profile("P1").retry(RetryPolicy::none()).send().await?;
    Ok(())
}

async fn request_concurrent_try_all(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let calls = ["P1", "P2", "P3"].map(|id| klaviyo.profiles().get_profile(id).send());
    let profiles = concurrently(2, calls).try_all().await?;
    Ok(())
}

async fn request_raw_form(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let form = Form::new().text("name", "logo").file("file", File::open("logo.png")?);
    klaviyo.request(Method::Post, "/api/uploads").form(form).send().await?;
    Ok(())
}

async fn transport_request_body_file(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let image = RequestBody::file("logo.png")?;
    klaviyo.request(Method::Post, "/api/uploads").header("Content-Type", "image/png").body(image).send().await?;
    Ok(())
}

async fn testing_answering(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let echo = InMemory::answering(|request| Answer::new(200).body(request.body().clone()));
    Ok(())
}

async fn testing_failing(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let service = InMemory::new([Answer::failing(TransportErrorKind::Connect, "refused"), Answer::new(204)]);
    Ok(())
}

async fn testing_header(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let answer = Answer::new(204).header("set-cookie", "a=1").header("set-cookie", "b=2");
    Ok(())
}

async fn testing_json(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let empty = Answer::new(200).json(serde_json::json!({ "data": [] }));
    Ok(())
}

async fn value_enumeration(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    assert_eq!(CampaignStatus::from_wire("Draft").as_str(), "Draft");
    assert!(matches!(CampaignStatus::from_wire("Paused"), CampaignStatus::Unknown(_)));
    Ok(())
}

async fn value_missing(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let campaign = klaviyo.campaigns().get_campaign("C1").send().await?;
    println!("{}", campaign.data.attributes.require_status()?.as_str());
    Ok(())
}

async fn mock_route(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let server = MockServer::start()?;
    let route = server.profiles().get_profile().for_path(["P1"]).serve(Sample::<Profile>::filled("P1"));
    Ok(())
}

async fn mock_route_serve_pages(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let server = MockServer::start()?;
    let route = server.profiles().get_profiles().serve_pages(Sample::<Profile>::series(5), 2);
    Ok(())
}

async fn mock_route_once(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let server = MockServer::start()?;
    let route = server.profiles().get_profiles().serve_all(Sample::<Profile>::series(3));
    let route = route.once(mock::Answer::too_many_requests());
    Ok(())
}

async fn mock_route_answer_with(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let server = MockServer::start()?;
    let route = server.profiles().get_profiles().answer_with(|request| {
        request.query("filter").is_none().then(|| mock::Answer::error(400, "no_filter", "There is no filter."))
    });
    Ok(())
}

async fn mock_sample_relate_many(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let profile = Sample::<Profile>::new("P1").relate_many("lists", ["L1", "L2"])?;
    Ok(())
}

async fn mock_server_received(
    Given { klaviyo, weather, museum, work, error, body, bytes, headers, secret, auth }: Given,
) -> Outcome {
    let server = MockServer::start()?;
    let page = server.new_client()?.profiles().get_profiles().send().await;
    for request in server.received() {
        println!("{} {}", request.method(), request.path());
    }
    Ok(())
}

/// The lines of a text without their indentation.
fn lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim_start())).collect()
}

/// The examples in the docs of a source file.
fn examples(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside: Option<String> = None;
    for line in text.lines().filter_map(|line| line.trim_start().strip_prefix("///")) {
        match (line.trim(), &mut inside) {
            ("```rust,ignore", None) => inside = Some(String::new()),
            ("```", Some(_)) => found.extend(inside.take()),
            (line, Some(example)) => *example += &format!("{line}\n"),
            _ => {}
        }
    }
    found
}

#[test]
fn examples_of_the_runtime_compile() {
    let others =
        ["response_parts.rs", "wire/streams.rs", "wire/outcomes.rs", "wire/batches.rs", "wire/relationships.rs"];
    let path = |name: &str| workspace().join("tests/goldens/tests").join(name);
    let others = others.map(|name| fs::read_to_string(path(name)).expect("the file is there"));
    let compiled = lines(&format!("{}{}", include_str!("examples.rs"), others.concat()));
    let sources = golden::read(&workspace().join("templates/src/runtime"));
    let of_file = |(path, text): (&String, &String)| {
        let examples = examples(text).into_iter().filter(|example| !compiled.contains(example.as_str()));
        examples.map(|example| format!("{path}:\n{example}")).collect::<Vec<_>>()
    };
    assert_eq!(sources.iter().flat_map(of_file).collect::<Vec<_>>(), [""; 0]);
    assert!(sources.values().flat_map(|text| examples(text)).count() > 110);
}
