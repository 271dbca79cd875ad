//! The runtime as the modules of this crate know it: the types that carry methods of this crate are its own, and stand in
//! place of those that they wrap.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::ops::Deref;
use std::time::Duration;

use super::runtime;

pub use super::runtime::generated::*;

// Generated code and runtime go together; where they do not, this is the error that says what to do.
const _: () = interface(1);

/// A client of the service. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Client(runtime::Client);

/// Makes a [`Client`].
pub type ClientBuilder = runtime::ClientBuilder<Client>;

impl FromClient for Client {
    fn from_client(client: runtime::Client) -> Self {
        Self(client)
    }
}

/// The part that does not depend on the service.
impl Deref for Client {
    type Target = runtime::Client;

    fn deref(&self) -> &runtime::Client {
        &self.0
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A call of operation `O`, to be sent.
#[must_use = "nothing is sent until `.await`, `send`, `download`, `stream`, `pages` or `items`"]
pub struct Call<O>(pub(crate) runtime::Call<O>);

/// Begins a call.
#[allow(dead_code, reason = "no tag with operations need be on")]
pub(crate) fn call<O: Operation>(client: &Client) -> runtime::Call<O> {
    runtime::Call::new(&client.0)
}

impl<O: Operation> Call<O> {
    /// Sets something where there is a value, and leaves it alone otherwise: `maybe(size, GetBooksRequest::page_size)`.
    pub fn maybe<V>(self, value: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }

    /// Adds a query parameter that the document does not know.
    pub fn query(self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        Self(self.0.query(name, value))
    }

    /// Sets a header that the document does not know, in place of any of the same name.
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self(self.0.header(name, value))
    }

    /// Adds the parts of a form to the one that is sent: those that the document allows and does not name.
    pub fn with_parts(self, form: Form) -> Self {
        Self(self.0.with_parts(form))
    }

    /// Adds a filter expression as it stands, beside what the document allows.
    pub fn filter_raw(self, expression: impl Into<String>) -> Self {
        Self(self.0.filter_raw(expression))
    }

    /// Sets how long this call may take in all, with every attempt and every wait, in place of what the client says.
    /// Each page is a call.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self(self.0.timeout(timeout))
    }

    /// Sets how long an attempt may take to the end of the response, in place of what the client says.
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        Self(self.0.attempt_timeout(timeout))
    }

    /// Sets how long nothing may come in the middle of a response, in place of what the client says.
    pub fn read_timeout(self, timeout: Duration) -> Self {
        Self(self.0.read_timeout(timeout))
    }

    /// Sets how often this call is tried, in place of what the client says; [`RetryPolicy::none`] for once.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self(self.0.retry(policy))
    }

    /// Tries again also where the request may have had its effect already, although its method is not idempotent: for
    /// calls of which you know that it does no harm if they are carried out twice.
    pub fn retry_unsafe(self) -> Self {
        Self(self.0.retry_unsafe())
    }

    /// Asks for an extension of JSON:API by its URI, beside what the document asks for. It is sent as `ext` of
    /// `Accept`, and of `Content-Type` where a document is sent (JSON:API 1.1 "Extensions"). What the service applied, the
    /// response says: [`Response::applied_extensions`].
    pub fn with_extension(self, uri: impl Into<String>) -> Self {
        Self(self.0.with_extension(uri))
    }

    /// Asks for a profile of JSON:API by its URI, as [`with_extension`](Self::with_extension) does, by `profile`. What the
    /// service applied, the response says: [`Response::applied_profiles`].
    pub fn with_profile(self, uri: impl Into<String>) -> Self {
        Self(self.0.with_profile(uri))
    }

    /// Sets whether this call waits until the operation's rate limit allows it, in place of what the client says.
    pub fn pacing(self, pacing: bool) -> Self {
        Self(self.0.pacing(pacing))
    }

    /// Returns where what is sent is out of the bounds that the OpenAPI document states: lengths, patterns, numbers of
    /// elements, the smallest and the largest number. Nothing is sent.
    #[cfg(feature = "validation")]
    pub fn validate(&self) -> Vec<Violation> {
        self.0.validate()
    }

    /// Returns the request that this call would send, to be looked at or sent by other means: without credentials, and
    /// without what hooks add. Nothing waits for rate limits, and nothing is repeated.
    ///
    /// # Errors
    ///
    /// The errors of arguments that cannot be sent.
    pub fn to_http_request(&self) -> Result<HttpRequest, Error> {
        self.0.to_http_request()
    }

    /// Reads the response to that request: what [`send`](Self::send) gives for it.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] for any status but those of success, and the errors of a body that is not what the operation
    /// returns.
    pub fn read_http_response(&self, response: WholeResponse) -> Result<Response<O::Output>, Error> {
        self.0.read_http_response(response)
    }

    /// Sends it, as `.await` on the call itself does.
    ///
    /// # Errors
    ///
    /// Any [`Error`]. A body that differs from its document is not an error.
    pub fn send(self) -> impl Future<Output = Result<Response<O::Output>, Error>> {
        self.0.send()
    }

    /// Sends it with a condition that was set before, such as `If-None-Match` with the [`etag`](Response::etag) of an
    /// earlier response. That nothing changed is no error then, as it is for [`send`](Self::send), which must give a
    /// value.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub fn send_if_changed(self) -> impl Future<Output = Result<Conditional<O::Output>, Error>> {
        self.0.send_if_changed()
    }

    /// Sends it, and hands out the body of the response as it comes. Timeouts end with the headers; from then on the
    /// response must only not fall silent.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), up to the headers.
    pub fn download(self) -> impl Future<Output = Result<Download, Error>> {
        self.0.download()
    }

    /// Sends it, and hands out the items of the response as they come. Timeouts end with the headers; from then on the
    /// response must only not fall silent for longer than [`read_timeout`](Self::read_timeout).
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), up to the headers.
    pub fn stream(self) -> impl Future<Output = Result<ItemStream<O::Item>, Error>>
    where
        O: Streamed,
    {
        self.0.stream()
    }

    /// Sends it, and waits for the response.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and in an async task of Tokio.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Response<O::Output>, Error> {
        self.0.send_blocking()
    }

    /// Sends it, and hands out the items of the response as they come, by an iterator that waits for each.
    ///
    /// # Errors
    ///
    /// As [`stream`](Self::stream), and in an async task of Tokio.
    #[cfg(feature = "blocking")]
    pub fn stream_blocking(self) -> Result<Blocking<ItemStream<O::Item>>, Error>
    where
        O: Streamed,
    {
        self.0.stream_blocking()
    }

    /// Sends it, and hands out the body of the response as it comes, to be [read](std::io::Read).
    ///
    /// # Errors
    ///
    /// As [`download`](Self::download), and in an async task of Tokio.
    #[cfg(feature = "blocking")]
    pub fn download_blocking(self) -> Result<BlockingDownload, Error> {
        self.0.download_blocking()
    }
}

/// A call that is awaited is [sent](Call::send).
impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<Response<O::Output>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.0.into_future()
    }
}

impl<O: Paged> Call<O> {
    /// Fetches page after page, from this one on.
    pub fn pages(self) -> Pages<O::Item> {
        self.0.pages()
    }

    /// Fetches page after page, from this one on, and yields what they hold one by one.
    pub fn items(self) -> Items<O::Item> {
        self.0.items()
    }
}

impl<O: Awaited> Call<O> {
    /// Waits until the job is over, whatever comes of it: asks again and again.
    ///
    /// The attributes that tell how far it is are asked for also when the fields of the call leave them out. Settings of
    /// the call, such as its timeout, hold for each time of asking.
    pub fn wait<'p>(self) -> Wait<'p, O> {
        self.0.wait()
    }
}

impl<O> Clone for Call<O> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<O> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A resource that is to be sent; what every `New..` and `..Update` is, each with a kind of its own.
#[must_use]
pub struct Draft<K>(pub(crate) runtime::Draft<K>);

/// Begins a resource of this wire `type`.
#[allow(dead_code, reason = "a document need not have resources to send")]
pub(crate) fn draft<K>(wire_type: &'static str) -> runtime::Draft<K> {
    runtime::Draft::arg_empty(wire_type)
}

/// Begins a resource of this wire `type` whose description knows of no attributes.
#[allow(dead_code, reason = "a document need not have such resources")]
pub(crate) fn bare_draft<K>(wire_type: &'static str) -> runtime::Draft<K> {
    runtime::Draft::arg_bare(wire_type)
}

impl<K> Draft<K> {
    /// Sets something where there is a value, and leaves it alone otherwise: `maybe(title, NewBook::title)`.
    pub fn maybe<V>(self, value: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }

    /// Returns what was set under this name on the wire, as it is sent: an attribute, or else a relationship.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.0.get(name)
    }

    /// Returns the resource object as it is sent.
    pub fn to_json(&self) -> Value {
        self.0.to_json()
    }

    /// Sets an attribute whatever the document says, such as one that it does not describe.
    pub fn with_undescribed(self, name: &str, value: impl Argument<AnyValue>) -> Self {
        Self(self.0.with_undescribed(name, value))
    }
}

impl<K> From<Draft<K>> for AnyDraft {
    fn from(draft: Draft<K>) -> Self {
        Self::from(draft.0)
    }
}

impl<K> Encode for Draft<K> {
    fn encode(self) -> Value {
        self.0.encode()
    }
}

impl<K> serde::Serialize for Draft<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self::serde::Serialize::serialize(&self.0, serializer)
    }
}

impl<K> Clone for Draft<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K> PartialEq for Draft<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K> fmt::Debug for Draft<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A plain object that is to be sent; what every record to send is, each with a kind of its own.
#[must_use]
pub struct Part<K>(pub(crate) runtime::Part<K>);

impl<K> Part<K> {
    /// Sets something where there is a value, and leaves it alone otherwise: `maybe(street, Address::street)`.
    pub fn maybe<V>(self, value: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }

    /// Returns an object of these members, whatever the document says.
    pub fn from_members(members: Object) -> Self {
        Self(runtime::Part::from_members(members))
    }

    /// Returns the member of this name on the wire, as it is sent.
    pub fn get(&self, name: &str) -> Option<Value> {
        self.0.get(name)
    }

    /// Returns the object as it is sent.
    pub fn to_json(&self) -> Value {
        self.0.to_json()
    }

    /// Sets a member whatever the document says, such as one that it does not describe.
    pub fn with_undescribed(self, name: &str, value: impl Argument<AnyValue>) -> Self {
        Self(self.0.with_undescribed(name, value))
    }
}

/// Begins an object.
#[allow(dead_code, reason = "a document need not have objects to send")]
pub(crate) fn part<K>() -> runtime::Part<K> {
    runtime::Part::arg_empty()
}

impl<K> Encode for Part<K> {
    fn encode(self) -> Value {
        self.0.encode()
    }
}

impl<K> serde::Serialize for Part<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self::serde::Serialize::serialize(&self.0, serializer)
    }
}

impl<'de, K> serde::Deserialize<'de> for Part<K> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        self::serde::Deserialize::deserialize(deserializer).map(Self)
    }
}

impl<K> Clone for Part<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<K> PartialEq for Part<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K> fmt::Debug for Part<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A resource or an object that is to be sent, while what it requires is given; `S` tells what is given.
#[must_use = "nothing is sent until `build` makes it and an operation takes it"]
pub struct Builder<T, S> {
    pub(crate) value: T,
    given: PhantomData<S>,
}

/// Keeps what is given so far.
#[allow(dead_code, reason = "a document need not require anything")]
pub(crate) fn given<T, S>(value: T) -> Builder<T, S> {
    Builder { value, given: PhantomData }
}

impl<T: Clone, S> Clone for Builder<T, S> {
    fn clone(&self) -> Self {
        given(self.value.clone())
    }
}

impl<T: fmt::Debug, S> fmt::Debug for Builder<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// Changes that operation `O` makes together, in this order.
///
/// A clone is the same batch: what names a change of the one names that of the other.
#[must_use = "nothing is sent until it is given to its operation"]
pub struct Batch<O>(pub(crate) runtime::Batch<O>);

impl<O> Batch<O> {
    /// Returns a batch without changes.
    pub fn new() -> Self {
        Self(runtime::Batch::new())
    }

    /// Returns how many changes there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<O> Default for Batch<O> {
    fn default() -> Self {
        Self::new()
    }
}

impl<O> Clone for Batch<O> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<O> fmt::Debug for Batch<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
