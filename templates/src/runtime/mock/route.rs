//! What one operation is answered with.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::super::document::resource::AnyResource;
use super::super::request::operation::{Operation, Paged};
use super::super::value::values::Value;
use super::answer::Answer;
use super::element::{Element, Fakeable, Many, One};
use super::received::Received;
use super::routes::{Content, RouteEntry, Routes};
use super::server::MockServer;

/// The answers to calls of operation `O`, and the requests that came.
///
/// A request gets the next answer that was set by [`once`](Self::once), or else what
/// [`answer_with`](Self::answer_with) decides on, or else what is always served. Where nothing is set, it gets
/// a 404 and is [unexpected](MockServer::unexpected). All handles of one operation are the same.
///
/// ```rust,ignore
/// let server = MockServer::start()?;
/// let route = server.profiles().get_profile().for_path(["P1"]).serve(Sample::<Profile>::filled("P1"));
/// ```
pub struct Route<O> {
    routes: Arc<Routes>,
    position: usize,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Route<O> {
    /// Returns the calls of an operation.
    #[doc(hidden)]
    pub fn new(server: &MockServer) -> Self {
        let info = O::INFO;
        Self::over(server.routes(), RouteEntry::new(info, info.method.as_http(), info.path.to_owned()))
    }

    pub(super) fn over(routes: &Arc<Routes>, entry: RouteEntry) -> Self {
        Self { position: routes.add(entry), routes: Arc::clone(routes), operation: PhantomData }
    }

    /// Calls of the operation with these arguments in the path only, in their order. What is set for them
    /// comes before what is set for all.
    pub fn for_path(self, arguments: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let only = arguments.into_iter().map(Into::into).collect();
        let entry = self.routes.with(self.position, |all| {
            let mut entry = RouteEntry::new(all.info, all.method.clone(), all.template.clone());
            entry.only = Some(only);
            entry
        });
        entry.map_or_else(|| self.clone(), |entry| Self::over(&self.routes, entry))
    }

    /// Serves a resource, or an identifier.
    pub fn serve<E>(self, element: E) -> Self
    where
        O::Output: One,
        E: Element<<O::Output as One>::Primary>,
    {
        self.content(Content::One(element.into_json()))
    }

    /// Serves a resource that is made up from what the OpenAPI document says of it: [`Resource::fake`] of 0.
    ///
    /// [`Resource::fake`]: super::super::Resource::fake
    pub fn serve_fake(self) -> Self
    where
        O::Output: One<Primary: Fakeable>,
    {
        self.content(Content::One(<O::Output as One>::Primary::fake_json(0)))
    }

    /// Serves so many resources that are made up from what the OpenAPI document says of them, each from another seed.
    pub fn serve_fakes(self, count: u64) -> Self
    where
        O::Output: Many<Primary: Fakeable>,
    {
        self.content(Content::Many((0..count).map(<O::Output as Many>::Primary::fake_json).collect()))
    }

    /// Serves a document with this status, and a sample or any JSON as its primary data: for operations whose statuses
    /// bring different documents.
    pub fn serve_with_status(self, status: u16, data: impl Into<Value>) -> Self {
        self.content(Content::WithStatus(status, data.into()))
    }

    /// Serves any number of resources or identifiers as they are, whatever the request asks for.
    pub fn serve_all<E>(self, elements: impl IntoIterator<Item = E>) -> Self
    where
        O::Output: Many,
        E: Element<<O::Output as Many>::Primary>,
    {
        self.content(Content::Many(elements.into_iter().map(Element::into_json).collect()))
    }

    /// Serves resources or identifiers in pages of so many at most; fewer, where a request asks for fewer.
    /// Each page has the links to its neighbours.
    ///
    /// ```rust,ignore
    /// let server = MockServer::start()?;
    /// let route = server.profiles().get_profiles().serve_pages(Sample::<Profile>::series(5), 2);
    /// ```
    pub fn serve_pages<E>(self, elements: impl IntoIterator<Item = E>, page_size: usize) -> Self
    where
        O: Paged,
        E: Element<O::Item>,
    {
        self.content(Content::Pages(elements.into_iter().map(Element::into_json).collect(), page_size))
    }

    /// Sends these resources along with whatever is served (JSON:API "Compound Documents"). Repeated calls
    /// add to them.
    pub fn include<E: Element<AnyResource>>(self, resources: impl IntoIterator<Item = E>) -> Self {
        let resources: Vec<Value> = resources.into_iter().map(Element::into_json).collect();
        self.change(|entry| entry.included.extend(resources))
    }

    /// Answers the next request that has no answer yet with this one.
    ///
    /// ```rust,ignore
    /// let server = MockServer::start()?;
    /// let route = server.profiles().get_profiles().serve_all(Sample::<Profile>::series(3));
    /// let route = route.once(mock::Answer::too_many_requests());
    /// ```
    pub fn once(self, answer: Answer) -> Self {
        self.change(|entry| entry.once.push_back(answer))
    }

    /// Answers the next requests that have no answer yet with these, one after the other.
    pub fn sequence(self, answers: impl IntoIterator<Item = Answer>) -> Self {
        self.change(|entry| entry.once.extend(answers))
    }

    /// Answers every request with this, in place of what was served before.
    pub fn always(self, answer: Answer) -> Self {
        self.content(Content::Answer(answer))
    }

    /// Answers requests with what a function makes of them; where it makes nothing, with what is always
    /// served. It may hold assertions: one that fails closes the connection, and fails the test.
    ///
    /// ```rust,ignore
    /// let server = MockServer::start()?;
    /// let route = server.profiles().get_profiles().answer_with(|request| {
    ///     request.query("filter").is_none().then(|| mock::Answer::error(400, "no_filter", "There is no filter."))
    /// });
    /// ```
    pub fn answer_with(self, decide: impl Fn(&Received) -> Option<Answer> + Send + Sync + 'static) -> Self {
        self.change(|entry| entry.hook = Some(Arc::new(decide)))
    }

    /// Returns the requests that came, in their order.
    pub fn received(&self) -> Vec<Received> {
        self.routes.received(Some(self.position))
    }

    /// Returns how many requests came, those included that were forgotten.
    pub fn count(&self) -> usize {
        self.routes.with(self.position, |entry| entry.count).unwrap_or_default()
    }

    fn content(self, content: Content) -> Self {
        self.change(|entry| entry.always = content)
    }

    fn change(self, change: impl FnOnce(&mut RouteEntry)) -> Self {
        self.routes.with(self.position, change);
        self
    }
}

impl<O> Clone for Route<O> {
    fn clone(&self) -> Self {
        Self { routes: Arc::clone(&self.routes), position: self.position, operation: PhantomData }
    }
}

impl<O> fmt::Debug for Route<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.routes.with(self.position, |entry| format!("{} {}", entry.method, entry.template));
        f.debug_tuple("Route").field(&shown.unwrap_or_default()).finish()
    }
}
