//! OAuth access tokens that are renewed when they expire (RFC 6749, section 6).

use std::error;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Uri};
use jiff::{SignedDuration, Timestamp};

use super::super::query;
use super::super::rate_limit::queue::Queue;
use super::super::transport::clock;
use super::super::transport::deadline::{Timer, elsewhere};
use super::super::transport::incoming::{Incoming, announced};
use super::super::transport::lock::lock;
use super::super::transport::{BoxFuture, HttpRequest, Transport, TransportError, TransportErrorKind};
use super::super::value::values::Value;
use super::credential::{Credential, CredentialError, CredentialProvider};
use super::secret::Secret;
use super::{Auth, Kind};

/// Tokens are renewed so long before they expire, so that none expires on its way; those that last shortly
/// when a quarter of their time is left.
const AHEAD: SignedDuration = SignedDuration::from_secs(60);

/// The time that the token endpoint has, and the store of tokens.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The most that is read of the token endpoint's response, in bytes.
const LARGEST: u64 = 64 << 10;

/// An access token and what renews it. Never shown, and wiped from memory when dropped.
#[derive(Clone)]
pub struct OAuthTokens {
    access: Secret,
    refresh: Secret,
    expires_at: Option<Timestamp>,
    renew_at: Option<Timestamp>,
}

impl OAuthTokens {
    /// Creates tokens from a token response, or from where they were kept.
    pub fn new(access_token: impl Into<String>, refresh_token: impl Into<String>) -> Self {
        let (access, refresh) = (Secret::new(access_token), Secret::new(refresh_token));
        Self { access, refresh, expires_at: None, renew_at: None }
    }

    /// Says when the access token expires. Where that is not known, it is renewed when the service
    /// refuses it.
    #[must_use]
    pub fn expires_at(mut self, time: Timestamp) -> Self {
        self.expires_at = Some(time);
        self.renew_at = time.checked_sub(AHEAD).ok();
        self
    }

    /// Sets how many seconds the access token lasts from now on. A service that says 0 does not know.
    fn lasting(mut self, seconds: i64) -> Self {
        let lifetime = SignedDuration::from_secs(seconds);
        if lifetime.is_positive() {
            let after = |time| clock::current_time().checked_add(time).ok();
            self.expires_at = after(lifetime);
            self.renew_at = after(lifetime - AHEAD.min(lifetime / 4));
        }
        self
    }

    /// Returns the access token.
    pub fn access_token(&self) -> &str {
        self.access.expose()
    }

    /// Returns the refresh token.
    pub fn refresh_token(&self) -> &str {
        self.refresh.expose()
    }

    /// Returns when the access token expires.
    pub fn expiry(&self) -> Option<Timestamp> {
        self.expires_at
    }

    fn is_due(&self) -> bool {
        self.renew_at.is_some_and(|time| time <= clock::current_time())
    }

    fn is_expired(&self) -> bool {
        self.expires_at.is_some_and(|time| time <= clock::current_time())
    }
}

impl fmt::Debug for OAuthTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthTokens").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// A store of tokens, which lets them outlive the program.
///
/// ```rust,ignore
/// struct InFile(PathBuf);
///
/// impl TokenStore for InFile {
///     fn save<'a>(&'a self, tokens: &'a OAuthTokens) -> BoxFuture<'a, Result<(), CredentialError>> {
///         let saved = fs::write(&self.0, tokens.refresh_token());
///         Box::pin(ready(saved.map_err(|error| CredentialError::Other(error.into()))))
///     }
/// }
///
/// let tokens = OAuthTokens::new("access", "refresh");
/// let oauth = OAuth::new("id", "secret", "https://example.com/token", tokens).store(InFile("token".into()));
/// ```
pub trait TokenStore: Send + Sync {
    /// Keeps tokens that were renewed. The refresh token may be another one than before, and the one
    /// before may be of no use any more.
    ///
    /// # Errors
    /// When they cannot be kept. The call that had them renewed fails then; others use them.
    fn save<'a>(&'a self, tokens: &'a OAuthTokens) -> BoxFuture<'a, Result<(), CredentialError>>;

    /// Returns the tokens that are kept, for programs that share an account: what another one renewed is used and
    /// not renewed again, unless it is about to expire itself. `None` unless you say otherwise.
    ///
    /// # Errors
    /// When they cannot be read.
    fn load(&self) -> BoxFuture<'_, Result<Option<OAuthTokens>, CredentialError>> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

/// A store that the program keeps, too.
impl<T: TokenStore + ?Sized> TokenStore for Arc<T> {
    fn save<'a>(&'a self, tokens: &'a OAuthTokens) -> BoxFuture<'a, Result<(), CredentialError>> {
        (**self).save(tokens)
    }

    fn load(&self) -> BoxFuture<'_, Result<Option<OAuthTokens>, CredentialError>> {
        (**self).load()
    }
}

/// OAuth with a refresh token: access tokens are renewed shortly before they expire, and when the service
/// refuses one. Many calls at once have them renewed once, and where that fails, it has failed for all of them.
///
/// A renewal that has begun is finished, and its tokens are handed to the store, also when the call that
/// began it is dropped, and the client with it: the service may have taken the old refresh token back by
/// then. For that, the transport has to know how to [`spawn`](Transport::spawn), as the default one does;
/// with another one, the next call that needs tokens goes on with the renewal.
///
/// The client's id and secret go to the token endpoint by HTTP Basic authentication, and nowhere else.
///
/// ```rust,ignore
/// let tokens = OAuthTokens::new("access", "refresh");
/// let oauth = OAuth::new("id", "secret", "https://a.klaviyo.com/oauth/token", tokens);
/// let klaviyo = Client::new(Auth::oauth(oauth))?;
/// ```
pub struct OAuth {
    account: Arc<Account>,
}

/// The data that a renewal needs. It may outlive the client.
struct Account {
    client: Secret,
    token_url: String,
    grant: Grant,
    /// The app's secret as it is, to know it again.
    secret: Secret,
    store: Option<Arc<dyn TokenStore>>,
    state: Mutex<State>,
    /// Whose turn it is to have the tokens renewed.
    renewing: Queue,
    /// The renewal that is under way. It holds the account, and by that itself, until it is finished.
    renewal: Mutex<Option<BoxFuture<'static, ()>>>,
}

/// The tokens, and what became of the last renewal.
struct State {
    tokens: OAuthTokens,
    /// The number of renewals that ended: a call that sees another one than before was served by one.
    generation: u64,
    outcome: Result<(), Arc<CredentialError>>,
    /// The access token that the store has, where it did not take the one that replaced it.
    outdated: Option<Secret>,
}

/// The tokens as a call found them.
struct Seen {
    tokens: OAuthTokens,
    generation: u64,
}

/// The grant for which tokens are issued (RFC 6749, section 1.3).
enum Grant {
    /// The refresh token.
    RefreshToken,
    /// The app's own id and secret, for these scopes.
    ClientCredentials(String),
}

impl OAuth {
    /// Creates the grant for an app itself (RFC 6749, section 4.4): tokens for these scopes are requested by its id and secret
    /// when they are first needed, and again before they expire.
    ///
    /// ```rust,ignore
    /// let oauth = OAuth::client_credentials("id", "secret", "https://example.com/token", ["catalogs:read"]);
    /// let klaviyo = Client::new(Auth::oauth(oauth))?;
    /// ```
    pub fn client_credentials<S: AsRef<str>>(
        client_id: impl AsRef<str>,
        client_secret: impl Into<String>,
        token_url: impl Into<String>,
        scopes: impl IntoIterator<Item = S>,
    ) -> Self {
        let scopes: Vec<String> = scopes.into_iter().map(|scope| scope.as_ref().to_owned()).collect();
        let none = OAuthTokens { renew_at: Some(Timestamp::MIN), ..OAuthTokens::new("", "") };
        let none = OAuthTokens { expires_at: Some(Timestamp::MIN), ..none };
        let grant = Grant::ClientCredentials(scopes.join(" "));
        Self::over(client_id.as_ref(), client_secret.into(), token_url.into(), grant, none)
    }

    /// Creates the grant from an app's id and secret, the URL of the service's token endpoint, and the first tokens.
    pub fn new(
        client_id: impl AsRef<str>,
        client_secret: impl Into<String>,
        token_url: impl Into<String>,
        tokens: OAuthTokens,
    ) -> Self {
        Self::over(client_id.as_ref(), client_secret.into(), token_url.into(), Grant::RefreshToken, tokens)
    }

    fn over(client_id: &str, client_secret: String, token_url: String, grant: Grant, tokens: OAuthTokens) -> Self {
        let secret = Secret::new(client_secret);
        // Each is form-encoded before they are joined (RFC 6749, section 2.3.1).
        let mut pair = String::new();
        query::encode(client_id, &mut pair);
        pair.push(':');
        query::encode(secret.expose(), &mut pair);
        let pair = Secret::new(pair);
        let account = Account {
            client: Secret::new(STANDARD.encode(pair.expose())),
            secret,
            token_url,
            grant,
            store: None,
            state: Mutex::new(State { tokens, generation: 0, outcome: Ok(()), outdated: None }),
            renewing: Queue::default(),
            renewal: Mutex::default(),
        };
        Self { account: Arc::new(account) }
    }

    /// Sets where renewed tokens are kept.
    #[must_use]
    pub fn store(mut self, store: impl TokenStore + 'static) -> Self {
        // Nobody else has the account before there is a call.
        if let Some(account) = Arc::get_mut(&mut self.account) {
            account.store = Some(Arc::new(store));
        }
        self
    }

    async fn current(&self, transport: &Arc<dyn Transport>) -> Result<Credential, CredentialError> {
        let seen = self.account.look();
        if seen.tokens.is_due() {
            match self.replace(seen, transport).await {
                // It is early: what there is can be used as long as it lasts.
                Err(error) if error.may_pass() && !self.account.look().tokens.is_expired() => {}
                replaced => replaced?,
            }
        }
        self.account.credential()
    }

    /// Has the tokens renewed, unless a renewal has ended since they were seen: one serves all that waited for it.
    async fn replace(&self, seen: Seen, transport: &Arc<dyn Transport>) -> Result<(), CredentialError> {
        let account = &self.account;
        let place = account.renewing.join();
        place.turn().await;
        // The call that began it may have been dropped since.
        account.finish().await;
        if account.has_other(&seen.tokens) {
            return Ok(());
        }
        if let Some(outcome) = account.outcome_since(seen.generation) {
            return outcome;
        }
        let Seen { tokens, generation } = seen;
        self.begin(tokens, transport);
        account.finish().await;
        account.outcome_since(generation).unwrap_or_else(|| {
            let message = "what renewed the tokens was shut down";
            Err(CredentialError::Transport(TransportError::new(TransportErrorKind::Other, message)))
        })
    }

    /// Begins a renewal that does not end with the call.
    fn begin(&self, old: OAuthTokens, transport: &Arc<dyn Transport>) {
        let (account, sender) = (Arc::clone(&self.account), Arc::clone(transport));
        let task = transport.spawn(Box::pin(async move {
            let outcome = account.renew(old, &*sender).await;
            let mut state = lock(&account.state);
            state.generation += 1;
            state.outcome = outcome.map_err(Arc::new);
        }));
        *lock(&self.account.renewal) = Some(task);
    }
}

impl Account {
    /// Returns the tokens as they are now.
    fn look(&self) -> Seen {
        let state = lock(&self.state);
        Seen { tokens: state.tokens.clone(), generation: state.generation }
    }

    fn credential(&self) -> Result<Credential, CredentialError> {
        let access = lock(&self.state).tokens.access.clone();
        Credential::prefixed(AUTHORIZATION, "Bearer ", &access)
    }

    /// Waits for the renewal that is under way, if there is one.
    async fn finish(&self) {
        poll_fn(|cx| {
            // Not while the lock is held: a store may do anything.
            let task = lock(&self.renewal).take();
            let Some(mut task) = task else { return Poll::Ready(()) };
            let polled = task.as_mut().poll(cx);
            if polled.is_pending() {
                *lock(&self.renewal) = Some(task);
            }
            polled
        })
        .await;
    }

    /// Returns whether others are in the place of these tokens by now.
    fn has_other(&self, old: &OAuthTokens) -> bool {
        lock(&self.state).tokens.access != old.access
    }

    /// Returns what became of the last renewal; `None` where none has ended since this generation.
    fn outcome_since(&self, generation: u64) -> Option<Result<(), CredentialError>> {
        let state = lock(&self.state);
        let outcome = state.outcome.as_ref().copied().map_err(shared);
        (state.generation != generation).then_some(outcome)
    }

    /// Puts others in place of these tokens, and has them kept.
    async fn renew(&self, mut old: OAuthTokens, transport: &dyn Transport) -> Result<(), CredentialError> {
        if let Some(store) = &self.store {
            let load = elsewhere(transport, store.load());
            let kept = Timer::new(transport, TIMEOUT).limit(load).await.map_err(unkept)??;
            if let Some(kept) = kept.filter(|kept| self.is_newer(kept, &old)) {
                if !kept.is_expired() {
                    lock(&self.state).tokens = kept.clone();
                }
                if !kept.is_due() {
                    return Ok(());
                }
                // Its refresh token is the one that is good: that of before may have been used for it.
                old = kept;
            }
        }
        let renewed = self.request(&old, transport).await?;
        lock(&self.state).tokens = renewed.clone();
        self.keep(&renewed, &old, transport).await
    }

    /// Returns whether tokens that are kept are another program's, and not some that were renewed here.
    fn is_newer(&self, kept: &OAuthTokens, old: &OAuthTokens) -> bool {
        kept.access != old.access && lock(&self.state).outdated.as_ref() != Some(&kept.access)
    }

    /// Has the store keep tokens in place of those that they replace.
    async fn keep(
        &self,
        renewed: &OAuthTokens,
        old: &OAuthTokens,
        transport: &dyn Transport,
    ) -> Result<(), CredentialError> {
        let Some(store) = &self.store else { return Ok(()) };
        let save = elsewhere(transport, store.save(renewed));
        let kept = Timer::new(transport, TIMEOUT).limit(save).await.map_err(unkept).and_then(|kept| kept);
        let mut state = lock(&self.state);
        match kept {
            Ok(()) => state.outdated = None,
            Err(_) => {
                state.outdated.get_or_insert_with(|| old.access.clone());
            }
        }
        kept
    }

    /// Asks the token endpoint for new tokens.
    async fn request(&self, old: &OAuthTokens, transport: &dyn Transport) -> Result<OAuthTokens, CredentialError> {
        let request = self.message(old)?;
        let mut timer = Timer::new(transport, TIMEOUT);
        let response = timer.limit(transport.send(request)).await.map_err(late);
        let (parts, body) = response?.map_err(CredentialError::Transport)?.into_parts();
        let mut incoming = Incoming::new(body, announced(&Method::POST, parts.status, &parts.headers));
        incoming.limit(LARGEST);
        let (body, incomplete) = incoming.read(&mut timer).await;
        if let Some(reason) = incomplete.filter(|_| parts.status.is_success()) {
            let error = TransportError::new(TransportErrorKind::Other, reason.to_string());
            return Err(CredentialError::Transport(error.with_source(reason)));
        }
        let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        let text = |key: &str| answer.get(key).and_then(Value::as_str);
        if !parts.status.is_success() {
            // An endpoint that repeats what it was sent does not get it into logs.
            let told = |key: &str| text(key).filter(|text| !self.is_secret(text, old)).map(str::to_owned);
            return Err(CredentialError::Refused {
                status: parts.status,
                error: told("error"),
                description: told("error_description"),
            });
        }
        let Some(access) = text("access_token") else {
            return Err(CredentialError::Unreadable { message: "there is no `access_token` in its answer".to_owned() });
        };
        let tokens = OAuthTokens::new(access, text("refresh_token").unwrap_or(old.refresh_token()));
        Ok(match answer.get("expires_in").and_then(seconds) {
            Some(seconds) => tokens.lasting(seconds),
            None => tokens,
        })
    }

    fn message(&self, old: &OAuthTokens) -> Result<HttpRequest, CredentialError> {
        let form = match &self.grant {
            Grant::RefreshToken => {
                let mut form = "grant_type=refresh_token&refresh_token=".to_owned();
                query::encode(old.refresh_token(), &mut form);
                form
            }
            Grant::ClientCredentials(scopes) if scopes.is_empty() => "grant_type=client_credentials".to_owned(),
            Grant::ClientCredentials(scopes) => {
                let mut form = "grant_type=client_credentials&scope=".to_owned();
                query::encode(scopes, &mut form);
                form
            }
        };
        let mut request = HttpRequest::new(form.into());
        *request.method_mut() = Method::POST;
        let url: Result<Uri, _> = self.token_url.parse();
        *request.uri_mut() = url.map_err(|_| CredentialError::unusable("the token endpoint's URL is none"))?;
        let (name, value) = (AUTHORIZATION, Secret::new(format!("Basic {}", self.client.expose())).header());
        let value = value.ok_or_else(|| CredentialError::unusable("the app's id or secret cannot be sent"))?;
        let headers = request.headers_mut();
        headers.insert(name, value);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        Ok(request)
    }

    fn is_secret(&self, text: &str, tokens: &OAuthTokens) -> bool {
        let secrets = [&self.client, &self.secret, &tokens.access, &tokens.refresh].map(Secret::expose);
        secrets.into_iter().any(|secret| !secret.is_empty() && text.contains(secret))
    }
}

/// Returns an error for one of several calls that met with this one.
fn shared(error: &Arc<CredentialError>) -> CredentialError {
    match &**error {
        CredentialError::Unusable { message } => CredentialError::Unusable { message: message.clone() },
        CredentialError::Refused { status, error, description } => {
            CredentialError::Refused { status: *status, error: error.clone(), description: description.clone() }
        }
        CredentialError::Transport(error) => CredentialError::Transport(error.clone()),
        CredentialError::Unreadable { message } => CredentialError::Unreadable { message: message.clone() },
        CredentialError::Other(_) => CredentialError::Other(Box::new(Shared(Arc::clone(error)))),
    }
}

/// The failure of a store, of which there is one for several calls.
#[derive(Debug)]
struct Shared(Arc<CredentialError>);

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl error::Error for Shared {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &*self.0 {
            CredentialError::Other(error) => Some(&**error),
            _ => None,
        }
    }
}

fn late(limit: Duration) -> CredentialError {
    let message = format!("nothing came within {limit:?}");
    CredentialError::Transport(TransportError::new(TransportErrorKind::Timeout, message))
}

fn unkept(limit: Duration) -> CredentialError {
    CredentialError::Other(format!("what keeps the tokens did not answer within {limit:?}").into())
}

/// Returns a number, or a number as text.
fn seconds(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

impl CredentialProvider for OAuth {
    fn credential<'a>(
        &'a self,
        transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(self.current(transport))
    }

    fn renew<'a>(
        &'a self,
        refused: &'a Credential,
        transport: &'a Arc<dyn Transport>,
    ) -> BoxFuture<'a, Result<bool, CredentialError>> {
        Box::pin(async move {
            let seen = self.account.look();
            // Another call may have had them renewed since the refused request was made.
            if self.account.credential()? == *refused {
                self.replace(seen, transport).await?;
            }
            // The endpoint may have given the same token again, which would be refused again.
            Ok(self.account.credential()? != *refused)
        })
    }
}

impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth").field("token_url", &self.account.token_url).finish_non_exhaustive()
    }
}

impl Auth {
    /// Authenticates by OAuth access tokens that are renewed.
    pub fn oauth(oauth: OAuth) -> Self {
        // Not as a provider of the program's: what it waits for are requests, and the store.
        Self(Kind::Provider(Arc::new(oauth)))
    }
}
