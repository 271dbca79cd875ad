//! The builder of a call: a typed skin over one shared request.
//!
//! Emitted setters are one line each over the hidden methods, `arg_..`, which hand on to methods of
//! the request that are not generic.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::time::Duration;

use super::super::body::batch::Batch;
use super::super::body::draft::{AnyDraft, OneOrMany};
use super::super::body::multipart::{File, Form};
use super::super::client::Client;
use super::super::document::envelope::{
    document, identified, identifier, identifier_or_list, identifier_or_list_or_null, identifier_or_null, identifiers,
    list,
};
use super::super::document::identifier::AnyIdentifier;
use super::super::error::Error;
use super::super::paging::items::Items;
use super::super::paging::page::Pages;
use super::super::query::Sort;
use super::super::query::filter::Filter;
use super::super::query::parameter::Style;
use super::super::response::Response;
use super::super::send::retry::RetryPolicy;
use super::super::transport::BoxFuture;
use super::super::transport::request_body::RequestBody;
use super::super::value::encode::{Change, Encode};
use super::super::value::enumeration::Token;
use super::media_type::Applied;
use super::operation::{Operation, Paged};
use super::{Body, Request};

/// A call of operation `O`, to be sent.
#[must_use = "nothing is sent until `.await`, `send`, `download`, `stream`, `pages` or `items`"]
pub struct Call<O> {
    pub(super) request: Request,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    /// Returns a call without arguments.
    #[doc(hidden)]
    pub fn new(client: &Client) -> Self {
        Self::over(Request::new(client, O::INFO))
    }

    /// Returns a call over a request that is made otherwise.
    pub(crate) fn over(request: Request) -> Self {
        Self { request, operation: PhantomData }
    }

    /// Sends the next argument of the path.
    #[doc(hidden)]
    pub fn arg_path(mut self, argument: &(impl Encode + Clone)) -> Self {
        self.request.argument("", Style::SIMPLE, &argument.clone().encode());
        self
    }

    /// Sends the next argument of the path, in a style that may hold its name.
    #[doc(hidden)]
    pub fn arg_path_styled(mut self, name: &'static str, style: Style, argument: &(impl Encode + Clone)) -> Self {
        self.request.argument(name, style, &argument.clone().encode());
        self
    }

    /// Sends a query parameter.
    #[doc(hidden)]
    pub fn arg_parameter<T: Encode>(mut self, name: &'static str, style: Style, value: impl Into<T>) -> Self {
        self.request.parameter(name, style, &value.into().encode());
        self
    }

    /// Sends a query parameter that may be sent with an empty value, which is what null means.
    #[doc(hidden)]
    pub fn arg_parameter_or_empty<T: Encode>(mut self, name: &'static str, style: Style, value: impl Into<T>) -> Self {
        self.request.parameter_or_empty(name, style, &value.into().encode());
        self
    }

    /// Sends a header that is an argument.
    #[doc(hidden)]
    pub fn arg_header<T: Encode>(mut self, name: &'static str, style: Style, value: impl Into<T>) -> Self {
        self.request.header_parameter(name, style, &value.into().encode());
        self
    }

    /// Sends a cookie that is an argument.
    #[doc(hidden)]
    pub fn arg_cookie<T: Encode>(mut self, name: &'static str, style: Style, value: impl Into<T>) -> Self {
        self.request.cookie(name, style, &value.into().encode());
        self
    }

    /// Sends a query parameter that holds a list, joined by commas; repeated calls add to it. An empty one is sent.
    #[doc(hidden)]
    pub fn arg_list(mut self, name: &'static str, values: impl IntoIterator<Item = impl Token>) -> Self {
        self.request.query.begin_list(Cow::Borrowed(name));
        for value in values {
            self.request.query.push(Cow::Borrowed(name), value.token().to_owned());
        }
        self
    }

    /// Sends the keys to sort by.
    #[doc(hidden)]
    pub fn arg_sort<F: Token>(mut self, keys: impl IntoIterator<Item = impl Into<Sort<F>>>) -> Self {
        self.request.query.begin_list(Cow::Borrowed("sort"));
        for key in keys {
            let key: Sort<F> = key.into();
            self.request.query.push(Cow::Borrowed("sort"), key.key());
        }
        self
    }

    /// Sends the size of a page.
    #[doc(hidden)]
    pub fn arg_page_size(mut self, name: &'static str, size: u32, bounds: RangeInclusive<u32>) -> Self {
        self.request.page_size(name, size, &bounds);
        self
    }

    /// Sends the size of a page, which is one of those listed.
    #[doc(hidden)]
    pub fn arg_listed_page_size(mut self, name: &'static str, size: u32, sizes: &[u32]) -> Self {
        self.request.listed_page_size(name, size, sizes);
        self
    }

    /// Sends the filter expression; repeated calls add clauses.
    #[doc(hidden)]
    pub fn arg_filter(mut self, filter: &Filter<O>) -> Self {
        self.request.refuse(filter.refusal().map(str::to_owned));
        self.request.filter(filter.clauses());
        self
    }

    /// Sends a body of plain JSON.
    #[doc(hidden)]
    pub fn arg_body<T: Encode>(mut self, body: impl Into<T>) -> Self {
        self.request.body(Body::Json(body.into().encode()));
        self
    }

    /// Sends a body that is a document of one resource.
    #[doc(hidden)]
    pub fn arg_resource(mut self, resource: impl Encode) -> Self {
        self.request.body(Body::Json(document(resource)));
        self
    }

    /// Sends a body that is a document of one resource, which has this id unless it was given another one.
    #[doc(hidden)]
    pub fn arg_resource_of(self, id: &str, resource: impl Encode) -> Self {
        self.arg_resource(identified(resource.encode(), id))
    }

    /// Sends a body that is a document of one resource or many.
    #[doc(hidden)]
    pub fn arg_one_or_many<T: Encode>(self, resources: impl Into<OneOrMany<T>>) -> Self {
        self.arg_resource(resources.into())
    }

    /// Sends a body that is a document of many resources.
    #[doc(hidden)]
    pub fn arg_resources<T: Encode>(mut self, resources: impl IntoIterator<Item = T>) -> Self {
        let resources = list::<T>(resources);
        self.request.body(Body::Json(document(resources)));
        self
    }

    /// Sends a body that names one resource.
    #[doc(hidden)]
    pub fn arg_identifier<I: Into<AnyIdentifier>>(mut self, id: impl Into<I>) -> Self {
        let id = identifier::<I>(id);
        self.request.body(Body::Json(document(id)));
        self
    }

    /// Sends a body that names one resource or none.
    #[doc(hidden)]
    pub fn arg_identifier_or_null<I: Into<AnyIdentifier>>(mut self, id: impl Into<Change<I>>) -> Self {
        let id = identifier_or_null(id.into());
        self.request.body(Body::Json(document(id)));
        self
    }

    /// Sends a body that names one resource or a list of them.
    #[doc(hidden)]
    pub fn arg_identifier_or_list<I: Into<AnyIdentifier>>(mut self, ids: impl Into<OneOrMany<I>>) -> Self {
        let ids = identifier_or_list(ids.into());
        self.request.body(Body::Json(document(ids)));
        self
    }

    /// Sends a body that names one resource, a list of them, or none.
    #[doc(hidden)]
    pub fn arg_identifier_or_list_or_null<I: Into<AnyIdentifier>>(
        mut self,
        ids: impl Into<Change<OneOrMany<I>>>,
    ) -> Self {
        let ids = identifier_or_list_or_null(ids.into());
        self.request.body(Body::Json(document(ids)));
        self
    }

    /// Sends a body that names any number of resources.
    #[doc(hidden)]
    pub fn arg_identifiers<I: Into<AnyIdentifier>>(mut self, ids: impl IntoIterator<Item = impl Into<I>>) -> Self {
        let ids = identifiers::<I>(ids);
        self.request.body(Body::Json(document(ids)));
        self
    }

    /// Sends a body of changes that happen together.
    #[doc(hidden)]
    pub fn arg_batch(mut self, batch: Batch<O>) -> Self {
        self.request.refuse(batch.is_empty().then(|| "the batch holds no changes".to_owned()));
        self.request.batch = Some(batch.number());
        self.request.body(Body::Json(batch.into_body()));
        self
    }

    /// Sends a body that is a document of one resource, of any kind.
    #[doc(hidden)]
    pub fn arg_any_resource(self, resource: impl Into<AnyDraft>) -> Self {
        self.arg_resource(resource.into())
    }

    /// Sends a body that is a document of one resource of any kind, which has this id unless it was given another one.
    #[doc(hidden)]
    pub fn arg_any_resource_of(self, id: &str, resource: impl Into<AnyDraft>) -> Self {
        self.arg_resource_of(id, resource.into())
    }

    /// Sends a body that is a document of many resources, of any kind.
    #[doc(hidden)]
    pub fn arg_any_resources(self, resources: impl IntoIterator<Item = impl Into<AnyDraft>>) -> Self {
        self.arg_resources(resources.into_iter().map(Into::into))
    }

    /// Sends resources in `included` of the document that is the body.
    #[doc(hidden)]
    pub fn arg_included(mut self, resources: impl IntoIterator<Item = impl Into<AnyDraft>>) -> Self {
        let resources = resources.into_iter().map(|resource| resource.into().encode());
        self.request.include_sent(resources.collect());
        self
    }

    /// Sends the `meta` of the document that is the body.
    #[doc(hidden)]
    pub fn arg_document_meta<T: Encode>(mut self, meta: impl Into<T>) -> Self {
        self.request.document_meta(meta.into().encode());
        self
    }

    /// Sends the version of JSON:API in the document that is the body.
    #[doc(hidden)]
    pub fn arg_version(mut self, version: &'static str) -> Self {
        self.request.version(version);
        self
    }

    /// Sends a body as it is.
    #[doc(hidden)]
    pub fn arg_raw(mut self, body: impl Into<RequestBody>) -> Self {
        self.request.body(Body::Raw(body.into()));
        self
    }

    /// Sends a body of any kind.
    pub(crate) fn arg_content(mut self, body: Body) -> Self {
        self.request.body(body);
        self
    }

    /// Sends a part of a `multipart/form-data` body; an exploded list is a part for each element.
    #[doc(hidden)]
    pub fn arg_part<T: Encode>(
        mut self,
        name: &'static str,
        style: Style,
        media_type: Option<&'static str>,
        value: impl Into<T>,
    ) -> Self {
        self.request.text_part(name, style, media_type, &value.into().encode());
        self
    }

    /// Sends a part of a `multipart/form-data` body that is JSON; with `each`, one for each element of a list.
    #[doc(hidden)]
    pub fn arg_json_part<T: Encode>(
        mut self,
        name: &'static str,
        media_type: &'static str,
        each: bool,
        value: impl Into<T>,
    ) -> Self {
        self.request.json_part(name, media_type, each, value.into().encode());
        self
    }

    /// Sends a part of a `multipart/form-data` body that is JSON where it is an object or a list, and else text; with `each`,
    /// one for each element of a list.
    #[doc(hidden)]
    pub fn arg_part_by_type<T: Encode>(mut self, name: &'static str, each: bool, value: impl Into<T>) -> Self {
        self.request.part_by_type(name, each, value.into().encode());
        self
    }

    /// Sends a part of a `multipart/form-data` body that is a file.
    #[doc(hidden)]
    pub fn arg_file(mut self, name: &'static str, media_type: Option<&'static str>, file: File) -> Self {
        self.request.part(|form| form.file_as(name, media_type, file));
        self
    }

    /// Sends a part of a `multipart/form-data` body for each of these files.
    #[doc(hidden)]
    pub fn arg_files(
        mut self,
        name: &'static str,
        media_type: Option<&'static str>,
        files: impl IntoIterator<Item = File>,
    ) -> Self {
        for file in files {
            self.request.part(|form| form.file_as(name, media_type, file));
        }
        self
    }

    /// Sends a header of the parts of this name.
    #[doc(hidden)]
    pub fn arg_part_header<T: Encode>(
        mut self,
        part: &'static str,
        name: &'static str,
        style: Style,
        value: impl Into<T>,
    ) -> Self {
        self.request.part_header(part, name, style, &value.into().encode());
        self
    }

    /// Sends a field of an `application/x-www-form-urlencoded` body.
    #[doc(hidden)]
    pub fn arg_form_field<T: Encode>(mut self, name: &'static str, style: Style, value: impl Into<T>) -> Self {
        self.request.form_field(name, style, &value.into().encode());
        self
    }

    /// Adds a query parameter that the OpenAPI document does not know.
    ///
    /// ```rust,ignore
    /// let page = klaviyo.profiles().get_profiles().query("new-option", "yes").send().await?;
    /// ```
    pub fn query(mut self, name: impl Into<String>, value: impl Display) -> Self {
        self.request.query.append(Cow::Owned(name.into()), value.to_string());
        self
    }

    /// Sets a header that the OpenAPI document does not know, in place of any of the same name.
    ///
    /// ```rust,ignore
    /// let page = klaviyo.profiles().get_profiles().header("X-Trace", "t1").send().await?;
    /// ```
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.request.header(Cow::Owned(name.into()), value.into());
        self
    }

    /// Adds the parts of a form to the one that is sent: those that the OpenAPI document allows and does not name
    /// (`additionalProperties`). In `application/x-www-form-urlencoded` each text is a field. A call that sends no form is an error
    /// when it is sent.
    ///
    /// ```rust,ignore
    /// let form = Form::new().text("alt", "A logo").file("large", File::open("logo.png")?);
    /// let call = klaviyo.images().upload_image_from_file(File::open("small.png")?).with_parts(form);
    /// ```
    pub fn with_parts(mut self, form: Form) -> Self {
        self.request.more_parts(form);
        self
    }

    /// Adds a filter expression as it stands, beside what the OpenAPI document allows.
    pub fn filter_raw(mut self, expression: impl Into<String>) -> Self {
        self.request.filter(&[expression.into()]);
        self
    }

    /// Sets how long this call may take in all, with every attempt and every wait, in place of what the client
    /// says. Each page is a call.
    ///
    /// ```rust,ignore
    /// let page = klaviyo.profiles().get_profiles().timeout(Duration::from_secs(5)).send().await?;
    /// ```
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.settings.timeout = timeout;
        self
    }

    /// Sets how long an attempt may take to the end of the response, in place of what the client says.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.request.settings.attempt_timeout = timeout;
        self
    }

    /// Sets how long nothing may come in the middle of a response, in place of what the client says.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.request.settings.read_timeout = timeout;
        self
    }

    /// Sets how often this call is tried, in place of what the client says; [`RetryPolicy::none`] for once.
    ///
    /// ```rust,ignore
    /// let profile = klaviyo.profiles().get_profile("P1").retry(RetryPolicy::none()).send().await?;
    /// ```
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.request.settings.retry = policy;
        self
    }

    /// Tries again also where the request may have had its effect already, although its method is not
    /// idempotent: for calls of which you know that it does no harm if they are carried out twice.
    ///
    /// ```rust,ignore
    /// let ann = NewProfile::new().email("ann@example.com");
    /// klaviyo.profiles().create_profile(ann).retry_unsafe().send().await?;
    /// ```
    pub fn retry_unsafe(mut self) -> Self {
        self.request.settings.retry_unsafe = true;
        self
    }

    /// Asks for an extension of JSON:API by its URI, which is sent as `ext` of the media types (JSON:API 1.1 "Extensions").
    pub fn with_extension(mut self, uri: impl Into<String>) -> Self {
        self.request.apply(Applied::Extension, uri.into());
        self
    }

    /// Asks for a profile of JSON:API by its URI, which is sent as `profile` of the media types (JSON:API 1.1 "Profiles").
    pub fn with_profile(mut self, uri: impl Into<String>) -> Self {
        self.request.apply(Applied::Profile, uri.into());
        self
    }

    /// Sets whether this call waits until the operation's rate limit allows it, in place of what the client says.
    pub fn pacing(mut self, pacing: bool) -> Self {
        self.request.settings.pacing = pacing;
        self
    }

    /// Asks for these attributes of a type too, where its fields were chosen.
    pub(crate) fn with_fields(mut self, kind: &str, fields: &[&str]) -> Self {
        self.request.query.extend(&format!("fields[{kind}]"), fields);
        self
    }

    /// Makes it take no longer than this, if it may take longer.
    #[inline]
    pub(crate) fn within(mut self, left: Duration) -> Self {
        self.request.settings.timeout = self.request.settings.timeout.min(left);
        self
    }

    /// Returns the client it goes through.
    pub(crate) fn client(&self) -> &Client {
        self.request.client()
    }

    /// Returns the request without its type.
    pub(crate) fn into_request(self) -> Request {
        self.request
    }

    /// Sends it.
    ///
    /// ```rust,ignore
    /// let page = klaviyo.profiles().get_profiles().send().await?;
    /// println!("{} profiles", page.data.len());
    /// ```
    ///
    /// # Errors
    /// Whatever [`Error`] tells of. A body that differs from the OpenAPI document is none.
    pub async fn send(self) -> Result<Response<O::Output>, Error> {
        Response::read(self.request.execute().await?)
    }
}

/// A call that is awaited is sent.
impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<Response<O::Output>, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<O: Paged> Call<O> {
    /// Fetches page after page, from this one on.
    pub fn pages(self) -> Pages<O::Item> {
        Pages::new(self.request)
    }

    /// Fetches page after page, from this one on, and yields what they hold one by one.
    pub fn items(self) -> Items<O::Item> {
        Items::new(self.pages())
    }
}

impl<O> Clone for Call<O> {
    fn clone(&self) -> Self {
        Self { request: self.request.clone(), operation: PhantomData }
    }
}

impl<O> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.request).finish()
    }
}
