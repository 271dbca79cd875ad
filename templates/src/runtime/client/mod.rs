//! The client: what all calls share, and its form without an async runtime.

#[cfg(feature = "blocking")]
pub(crate) mod blocking;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::{HeaderName, USER_AGENT};

use super::auth::Auth;
use super::auth::credential::CredentialProvider;
use super::error::Error;
use super::query::url::{self, BaseUrl};
use super::rate_limit::limiter::Limiter;
use super::request::call::Call;
use super::request::operation::{Method, Operation, OperationInfo};
use super::request::raw::RawOperation;
use super::request::service::Service;
use super::request::settings::Settings;
use super::request::{Request, write_header};
use super::response::download::Download;
use super::response::{Decoding, RawResponse};
use super::send::budget::RetryBudget;
use super::send::hook::Hook;
use super::send::retry::RetryPolicy;
use super::send::{open, receive, send};
use super::transport::{BoxFuture, Limits, Transport, WholeResponse, default_transport};

/// A client of the service. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

/// The state that all clones of a client share.
pub(crate) struct Shared {
    service: &'static Service,
    pub(crate) base_url: BaseUrl,
    /// Whether operations with a server of their own go there.
    honours_servers: bool,
    pub(crate) credentials: Option<Arc<dyn CredentialProvider>>,
    /// What every request carries, besides its credentials.
    headers: HeaderMap,
    pub(crate) decoding: Decoding,
    settings: Settings,
    /// The header that carries the keys of calls that are not idempotent.
    pub(crate) idempotency: Option<HeaderName>,
    /// How many redirects an attempt follows at most.
    pub(crate) redirects: u32,
    pub(crate) hooks: Vec<Arc<dyn Hook>>,
    pub(crate) budget: RetryBudget,
    pub(crate) limiter: Limiter,
    /// The largest response that is read, in bytes.
    pub(crate) max_response: u64,
    pub(crate) transport: Arc<dyn Transport>,
}

impl Shared {
    /// Returns the URL that the path of an operation is relative to.
    pub(crate) fn server_of(&self, info: &OperationInfo) -> Result<Cow<'_, BaseUrl>, Error> {
        match info.server.filter(|_| self.honours_servers) {
            Some(server) => BaseUrl::parse(server).map(Cow::Owned).map_err(Error::request),
            None => Ok(Cow::Borrowed(&self.base_url)),
        }
    }
}

impl Client {
    /// Returns a builder of a client of this service.
    #[doc(hidden)]
    pub fn for_service(service: &'static Service, auth: Auth) -> ClientBuilder {
        ClientBuilder::new(service, auth)
    }

    /// Returns a call to a path that the OpenAPI document does not know, with this client's credentials.
    ///
    /// `path` is relative to the base URL, and may carry a query.
    ///
    /// ```rust,ignore
    /// let pong = klaviyo.request(Method::Get, "/api/ping").query("loud", true).send().await?;
    /// println!("{}", pong.status());
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> Call<RawOperation> {
        Call::over(Request::new(self, RawOperation::INFO).with_path(method, path.into()))
    }

    /// Returns the facts of the service.
    pub fn service(&self) -> &'static Service {
        self.shared.service
    }

    /// Returns the URL that the path of an operation is relative to.
    pub(crate) fn server_of(&self, info: &OperationInfo) -> Result<Cow<'_, BaseUrl>, Error> {
        self.shared.server_of(info)
    }

    /// Returns the headers that every request carries.
    pub(crate) fn constant_headers(&self) -> &HeaderMap {
        &self.shared.headers
    }

    /// Returns how calls are sent unless they say otherwise.
    pub(crate) fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// Waits for this long.
    pub(crate) fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.shared.transport.sleep(duration)
    }

    /// Returns how much time has passed since a moment that stays the same.
    pub(crate) fn now(&self) -> Duration {
        self.shared.transport.now()
    }

    /// Lets a task run on while nobody polls it, if the transport knows how.
    pub(crate) fn spawn(&self, task: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
        self.shared.transport.spawn(task)
    }

    /// Sends a request and sorts its response into success and error.
    pub(crate) async fn execute(&self, request: &Request) -> Result<RawResponse, Error> {
        send(&self.shared, request).await
    }

    /// Reads the response to a request that was sent by other means.
    pub(crate) fn receive(&self, request: &Request, response: WholeResponse) -> Result<RawResponse, Error> {
        receive(&self.shared, request, response)
    }

    /// Sends a request, and leaves the body of a successful response to be read.
    pub(crate) async fn download(&self, request: &Request) -> Result<Download, Error> {
        open(&self.shared, request).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("service", &self.shared.service.name)
            .field("base_url", &self.shared.base_url.as_text())
            .finish_non_exhaustive()
    }
}

/// A client that a [`ClientBuilder`] makes: generated clients are, each in a type of its own.
pub trait FromClient {
    /// Wraps what sends the calls.
    fn from_client(client: Client) -> Self;
}

impl FromClient for Client {
    #[inline]
    fn from_client(client: Client) -> Self {
        client
    }
}

/// Makes a client: a [`Client`], or that of a generated crate.
///
/// ```rust,ignore
/// let auth = Auth::private_key("pk_1");
/// let klaviyo = Client::builder(auth).timeout(Duration::from_secs(30)).user_agent("shop/1.0").build()?;
/// ```
#[must_use = "nothing is made until `build`"]
pub struct ClientBuilder<C = Client> {
    plan: Plan,
    client: PhantomData<fn() -> C>,
}

/// The parts that a client is made from.
struct Plan {
    service: &'static Service,
    auth: Auth,
    base_url: String,
    is_gateway: bool,
    user_agent: String,
    decoding: Decoding,
    settings: Settings,
    idempotency: Option<String>,
    redirects: u32,
    hooks: Vec<Arc<dyn Hook>>,
    limits: Limits,
    max_response: u64,
    transport: Option<Arc<dyn Transport>>,
}

impl<C> ClientBuilder<C> {
    /// Returns a builder of a client of this service.
    #[doc(hidden)]
    pub fn new(service: &'static Service, auth: Auth) -> Self {
        Self { plan: Plan::new(service, auth), client: PhantomData }
    }

    /// Returns how calls are to be sent.
    #[allow(dead_code, reason = "the feature `validation` needs it")]
    #[inline]
    pub(crate) fn settings_mut(&mut self) -> &mut Settings {
        &mut self.plan.settings
    }

    /// Sets the URL that all paths are relative to, in place of the service's own. Credentials go there
    /// and nowhere else.
    ///
    /// Operations that the document has on another server go there as long as this is a server of the document;
    /// with any other base URL, such as that of a test server, everything goes there.
    ///
    /// ```rust,ignore
    /// let klaviyo = Client::builder(auth).base_url("http://127.0.0.1:8080").build()?;
    /// ```
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.plan.base_url = base_url.into();
        self
    }

    /// Sets whether the base URL is a proxy, a gateway or a recorder in front of the described servers: then links to
    /// those, such as the next page, are followed through it. False unless set: such a link is an error.
    ///
    /// ```rust,ignore
    /// let klaviyo = Client::builder(auth).base_url("http://127.0.0.1:8080").gateway(true).build()?;
    /// ```
    pub fn gateway(mut self, is_gateway: bool) -> Self {
        self.plan.is_gateway = is_gateway;
        self
    }

    /// Sets the `User-Agent`, in place of the client's own.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.plan.user_agent = user_agent.into();
        self
    }

    /// Sets what to do with values that are not of their described type. Tolerant unless set.
    ///
    /// ```rust,ignore
    /// let strict = Client::builder(auth).decoding(Decoding::Strict).build()?;
    /// ```
    pub fn decoding(mut self, decoding: Decoding) -> Self {
        self.plan.decoding = decoding;
        self
    }

    /// Sets how long a connection may take to be made. 10 seconds unless set. Not for a transport of
    /// your own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.plan.limits.connect_timeout = timeout;
        self
    }

    /// Sets how long an attempt may take from its start to the end of the response. 60 seconds unless set.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.plan.settings.attempt_timeout = timeout;
        self
    }

    /// Sets how long a call may take in all, with every attempt and every wait. 5 minutes unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.plan.settings.timeout = timeout;
        self
    }

    /// Sets whether calls wait until the rate limits that the OpenAPI document states allow them. True unless set.
    ///
    /// Clones of a client share its limits; the service's own account of them (`RateLimit-*` headers,
    /// status 429) corrects them. Calls of an operation are sent in the order in which they were made.
    pub fn pacing(mut self, pacing: bool) -> Self {
        self.plan.settings.pacing = pacing;
        self
    }

    /// Adds what is called before each request is sent and after each response came.
    ///
    /// ```rust,ignore
    /// let failures = Arc::new(CountFailures(AtomicU32::new(0)));
    /// let klaviyo = Client::builder(auth).hook(Arc::clone(&failures)).build()?;
    /// klaviyo.profiles().get_profile("P1").send().await?;
    /// println!("{} failures", failures.0.load(Ordering::Relaxed));
    /// ```
    pub fn hook(mut self, hook: impl Hook + 'static) -> Self {
        self.plan.hooks.push(Arc::new(hook));
        self
    }

    /// Sets how often calls are tried, and how long is waited in between.
    ///
    /// ```rust,ignore
    /// let impatient = Client::builder(auth).retry(RetryPolicy::none()).build()?;
    /// ```
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.plan.settings.retry = policy;
        self
    }

    /// Sends a key with each call whose method is not idempotent, in this header, such as `Idempotency-Key`: for
    /// services that carry out a call once however often it comes. Such calls are then tried again as others
    /// are, each attempt with the same key.
    ///
    /// ```rust,ignore
    /// let klaviyo = Client::builder(auth).idempotency_keys("Idempotency-Key").build()?;
    /// ```
    pub fn idempotency_keys(mut self, header: impl Into<String>) -> Self {
        self.plan.idempotency = Some(header.into());
        self
    }

    /// Follows up to so many redirects of a `GET` or `HEAD` request to its own origin. None unless set: a redirect
    /// is an error, [`ApiError::location`](super::ApiError::location) says where it leads.
    ///
    /// ```rust,ignore
    /// let klaviyo = Client::builder(auth).follow_redirects(3).build()?;
    /// ```
    pub fn follow_redirects(mut self, most: u32) -> Self {
        self.plan.redirects = most;
        self
    }

    /// Sets how long nothing may come in the middle of a response. 30 seconds unless set.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.plan.settings.read_timeout = timeout;
        self
    }

    /// Sets the largest response that is read, in bytes after decompression. 64 MiB unless set.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.plan.max_response = bytes;
        self
    }

    /// Sets what sends the requests, in place of the default transport.
    ///
    /// ```rust,ignore
    /// let service = InMemory::new([Answer::new(204)]);
    /// let klaviyo = Client::builder(auth).transport(Arc::new(service)).build()?;
    /// ```
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.plan.transport = Some(transport);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// [`Error::Request`] when the base URL, the credentials or the `User-Agent` cannot be used;
    /// [`Error::Transport`] when the default transport cannot be set up.
    pub fn build(self) -> Result<C, Error>
    where
        C: FromClient,
    {
        self.plan.carry_out().map(C::from_client)
    }
}

impl Plan {
    fn new(service: &'static Service, auth: Auth) -> Self {
        Self {
            service,
            auth,
            base_url: service.base_url.to_owned(),
            is_gateway: false,
            user_agent: service.user_agent.to_owned(),
            decoding: Decoding::Tolerant,
            settings: Settings::default(),
            idempotency: None,
            redirects: 0,
            hooks: Vec::new(),
            limits: Limits::default(),
            max_response: 64 << 20,
            transport: None,
        }
    }

    /// Makes the client. Not generic: it is compiled once for all clients of a program.
    fn carry_out(self) -> Result<Client, Error> {
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(&self.limits)?,
        };
        let idempotency = self
            .idempotency
            .map(|name| name.parse().map_err(|_| Error::request(format!("`{name}` is not a valid header name"))));
        let base_url = BaseUrl::parse(&self.base_url).map_err(Error::request)?;
        let is_described = |server: &&str| server.trim_end_matches('/') == self.base_url.trim_end_matches('/');
        let honours_servers = !self.is_gateway && self.service.servers.iter().any(is_described);
        let shared = Shared {
            service: self.service,
            idempotency: idempotency.transpose()?,
            redirects: self.redirects,
            base_url: if self.is_gateway { base_url.in_front_of(self.service.servers) } else { base_url },
            honours_servers,
            credentials: self.auth.into_provider()?,
            headers: headers(self.user_agent, self.service)?,
            decoding: self.decoding,
            max_response: self.max_response,
            settings: self.settings,
            hooks: self.hooks,
            budget: RetryBudget::new(),
            limiter: Limiter::default(),
            transport,
        };
        Ok(Client { shared: Arc::new(shared) })
    }
}

/// Returns the headers that every request carries.
fn headers(user_agent: String, service: &Service) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    write_header(&mut headers, USER_AGENT.as_str(), user_agent.into())?;
    for (name, value) in service.constant_headers {
        write_header(&mut headers, name, (*value).into())?;
    }
    Ok(headers)
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("service", &self.plan.service.name)
            .field("auth", &self.plan.auth)
            .field("base_url", &url::shown_base(&self.plan.base_url))
            .field("decoding", &self.plan.decoding)
            .field("settings", &self.plan.settings)
            .field("limits", &self.plan.limits)
            .field("max_response", &self.plan.max_response)
            .finish_non_exhaustive()
    }
}
