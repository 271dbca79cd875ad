//! Requests in the making: facts of operations, typed calls, and the one request, not generic, that all
//! calls fill.

pub(crate) mod by_hand;
pub(crate) mod call;
pub(crate) mod concurrent;
pub(crate) mod constraint;
pub(crate) mod follow;
pub(crate) mod identifiers;
pub(crate) mod media_type;
pub(crate) mod operation;
pub(crate) mod raw;
pub(crate) mod service;
pub(crate) mod settings;
#[cfg(feature = "validation")]
pub(crate) mod validation;

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue};
use http::{HeaderMap, Uri};

use self::constraint::RequestPart;
use self::media_type::{Applied, MediaType};
use self::operation::{FilterPlace, Method, OperationInfo};
use self::settings::Settings;
use super::auth::secret::{Secret, SentSecrets, without_texts};
use super::body::batch::BatchNumber;
use super::body::multipart::Form;
use super::client::Client;
use super::error::Error;
use super::paging::table::{PagePlace, PageStart, Paging};
use super::query::Query;
use super::query::filter::conjunction;
use super::query::parameter::{self, Style};
use super::query::url;
use super::response::RawResponse;
use super::response::download::Download;
use super::schema::walk_document::Expectation;
use super::transport::request_body::RequestBody;
use super::transport::{BoxFuture, HttpRequest};
use super::value::password::{self, revealed};
use super::value::unsendable;
use super::value::values::{Object, Value, set_at};

/// The content coding that is asked for: without the header a service may use any (RFC 9110, section 12.5.3).
#[cfg(not(any(feature = "brotli", feature = "gzip", feature = "zstd")))]
const ACCEPTED_CODING: Option<&str> = Some("identity");

/// The content coding that is asked for: the transport says which ones it decodes.
#[cfg(any(feature = "brotli", feature = "gzip", feature = "zstd"))]
const ACCEPTED_CODING: Option<&str> = None;

/// A request in the making.
#[derive(Clone)]
pub(crate) struct Request {
    client: Client,
    info: &'static OperationInfo,
    pub(crate) method: Method,
    target: Target,
    /// As they stand in the path, percent-encoded.
    arguments: Vec<String>,
    pub(crate) query: Query,
    filter: Vec<String>,
    headers: Vec<(Cow<'static, str>, String)>,
    /// By name: the pairs that a cookie parameter is written as.
    cookies: Vec<(&'static str, Vec<String>)>,
    body: Body,
    /// The extensions and profiles that are asked for.
    applied: Vec<(Applied, String)>,
    pub(crate) settings: Settings,
    /// The batch that is sent.
    pub(crate) batch: Option<BatchNumber>,
    /// The secret texts in all but a JSON body.
    secrets: Vec<Secret>,
    /// The values that have constraints, besides a JSON body.
    noted: Vec<(RequestPart, Value)>,
    /// Why it must not be sent: the first reason.
    refusal: Option<String>,
    /// Why the page size must not be sent; another one may be set in its place.
    page_size_refusal: Option<String>,
}

/// The target of a request.
#[derive(Debug, Clone)]
enum Target {
    /// A path below the base URL; arguments go where it has `{name}`.
    Template(&'static str),
    /// A path below the base URL as it stands.
    Path(String),
    /// A URL that was checked: a link to another page.
    Link(Uri),
    /// Such a URL that a caller follows. The query that the caller sets goes behind that of the link.
    Start(Uri),
}

/// The body of a request.
#[derive(Debug, Clone, Default)]
pub(crate) enum Body {
    #[default]
    None,
    Json(Value),
    /// A form and what encodes it, named where a part is added: programs without forms do not compile it.
    Form(Form, fn(&Form) -> (String, RequestBody)),
    /// The fields of an `application/x-www-form-urlencoded` body.
    Fields(Query),
    Raw(RequestBody),
}

impl Request {
    pub(crate) fn new(client: &Client, info: &'static OperationInfo) -> Self {
        Self {
            client: client.clone(),
            info,
            method: info.method,
            target: Target::Template(info.path),
            arguments: Vec::new(),
            query: Query::default(),
            filter: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            body: Body::None,
            applied: Vec::new(),
            settings: *client.settings(),
            batch: None,
            secrets: Vec::new(),
            noted: Vec::new(),
            refusal: None,
            page_size_refusal: None,
        }
    }

    /// Sends it to a path that no OpenAPI document knows.
    #[inline]
    pub(crate) fn with_path(mut self, method: Method, path: String) -> Self {
        self.method = method;
        self.target = Target::Path(path);
        self
    }

    /// Returns a value as it is sent, and notes what is secret in it.
    fn reveal<'v>(&mut self, value: &'v Value) -> Cow<'v, Value> {
        self.secrets.extend(password::secrets(value));
        revealed(value)
    }

    /// Keeps a value that has constraints, in place of what was set before.
    fn note(&mut self, part: RequestPart, value: &Value) {
        if self.info.constraints.row(part).is_some() {
            self.noted.retain(|(known, _)| *known != part || matches!(part, RequestPart::FormField(_)));
            self.noted.push((part, value.clone()));
        }
    }

    /// Adds an argument of the path.
    pub(crate) fn argument(&mut self, name: &str, style: Style, argument: &Value) {
        let is_constrained = !self.info.constraints.of.is_empty();
        if let Some(name) = names(self.info.path).get(self.arguments.len()).filter(|_| is_constrained) {
            self.note(RequestPart::Path(name), argument);
        }
        let shown = if name.is_empty() { "path" } else { name };
        self.refuse(unsendable::find(shown, argument));
        self.refuse(parameter::inseparable_in_url(shown, style, argument));
        let argument = self.reveal(argument);
        self.arguments.push(parameter::segment(name, style, &argument));
    }

    #[inline]
    pub(crate) fn filter(&mut self, clauses: &[String]) {
        self.filter.extend_from_slice(clauses);
    }

    /// Makes sure that it is not sent.
    pub(crate) fn refuse(&mut self, reason: Option<String>) {
        self.refusal = self.refusal.take().or(reason);
    }

    /// Sets a header that is a parameter.
    pub(crate) fn header_parameter(&mut self, name: &'static str, style: Style, value: &Value) {
        self.refuse(unsendable::find(name, value));
        self.refuse(parameter::inseparable(name, style, value));
        self.note(RequestPart::Header(name), value);
        let value = self.reveal(value);
        self.header(Cow::Borrowed(name), parameter::header(style, &value));
    }

    /// Sets a cookie, in place of what was set before.
    pub(crate) fn cookie(&mut self, name: &'static str, style: Style, value: &Value) {
        self.refuse(unsendable::find(name, value));
        self.note(RequestPart::Cookie(name), value);
        self.cookies.retain(|(known, _)| *known != name);
        let value = self.reveal(value);
        self.cookies.push((name, parameter::cookies(name, style, &value)));
    }

    #[inline]
    pub(crate) fn header(&mut self, name: Cow<'static, str>, value: String) {
        self.headers.push((name, value));
    }

    /// Sets a query parameter, in place of what was set before.
    pub(crate) fn parameter(&mut self, name: &'static str, style: Style, value: &Value) {
        self.refuse(unsendable::find(name, value));
        self.refuse(parameter::inseparable_in_url(name, style, value));
        self.note(RequestPart::Query(name), value);
        let value = self.reveal(value);
        self.query.replace(name, parameter::pairs(name, style, &value));
    }

    /// Sets a query parameter as [`parameter`](Self::parameter) does; null is an empty value.
    pub(crate) fn parameter_or_empty(&mut self, name: &'static str, style: Style, value: &Value) {
        match value {
            Value::Null => self.query.set(Cow::Borrowed(name), String::new()),
            value => self.parameter(name, style, value),
        }
    }

    /// Sets the page size; one out of bounds is an error when the request is sent.
    pub(crate) fn page_size(&mut self, name: &'static str, size: u32, bounds: &RangeInclusive<u32>) {
        let (least, most) = (bounds.start(), bounds.end());
        let refusal = || format!("`{name}` is {size}, but must be from {least} to {most}");
        self.page_size_refusal = (!bounds.contains(&size)).then(refusal);
        self.query.set(Cow::Borrowed(name), size.to_string());
    }

    /// Sets the page size; one that is not listed is an error when the request is sent.
    pub(crate) fn listed_page_size(&mut self, name: &'static str, size: u32, sizes: &[u32]) {
        let refusal = || format!("`{name}` is {size}, but must be one of {sizes:?}");
        self.page_size_refusal = (!sizes.contains(&size)).then(refusal);
        self.query.set(Cow::Borrowed(name), size.to_string());
    }

    /// Adds a part to the form that is sent.
    pub(crate) fn part(&mut self, add: impl FnOnce(Form) -> Form) {
        let form = match std::mem::take(&mut self.body) {
            Body::Form(form, _) => form,
            Body::None | Body::Json(_) | Body::Fields(_) | Body::Raw(_) => Form::new(),
        };
        self.body = Body::Form(add(form), Form::encode);
    }

    /// Adds the parts of a form to the one that is sent.
    pub(crate) fn more_parts(&mut self, form: Form) {
        match self.info.content_type.and_then(|media_type| media_type.split(';').next()).map(str::trim) {
            Some(essence) if essence.eq_ignore_ascii_case("multipart/form-data") => self.part(|own| own.and(form)),
            Some(essence) if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") => match form.texts() {
                Ok(texts) => self.fields(|fields| {
                    texts.into_iter().for_each(|(name, text)| fields.append(Cow::Owned(name), text));
                }),
                Err(reason) => self.refuse(Some(reason)),
            },
            _ => self.refuse(Some("parts of a form were added, and the operation sends none".to_owned())),
        }
    }

    /// Adds a part of text for each element of an exploded list, or one part.
    pub(crate) fn text_part(
        &mut self,
        name: &'static str,
        style: Style,
        media_type: Option<&'static str>,
        value: &Value,
    ) {
        self.refuse(unsendable::find(name, value));
        self.refuse(parameter::inseparable(name, style, value));
        self.note(RequestPart::FormField(name), value);
        for (name, text) in parameter::parts(name, style, &self.reveal(value)) {
            self.part(|form| form.typed(&name, media_type, text));
        }
    }

    /// Adds a part of JSON, or one for each element of a list.
    pub(crate) fn json_part(&mut self, name: &'static str, media_type: &'static str, each: bool, value: Value) {
        self.written_part(name, each, &value, |value| (Some(media_type), value.to_string()));
    }

    /// Adds a part of JSON where the value is an object or a list, and else of text, or one for each element of a list.
    pub(crate) fn part_by_type(&mut self, name: &'static str, each: bool, value: Value) {
        self.written_part(name, each, &value, |value| match value {
            Value::Array(_) | Value::Object(_) => (Some("application/json"), value.to_string()),
            value => (None, parameter::text(value)),
        });
    }

    /// Adds a part as it is written, with its media type, or one for each element of a list.
    fn written_part(
        &mut self,
        name: &'static str,
        each: bool,
        value: &Value,
        write: impl Fn(&Value) -> (Option<&'static str>, String),
    ) {
        self.refuse(unsendable::find(name, value));
        self.note(RequestPart::FormField(name), value);
        let revealed = self.reveal(value);
        let parts: Vec<_> = match &*revealed {
            Value::Array(values) if each => values.iter().map(write).collect(),
            value => vec![write(value)],
        };
        for (media_type, text) in parts {
            self.part(|form| form.typed(name, media_type, text));
        }
    }

    /// Sets a header of the parts of a name.
    #[inline]
    pub(crate) fn part_header(&mut self, part: &'static str, name: &'static str, style: Style, value: &Value) {
        self.refuse(unsendable::find(name, value));
        self.refuse(parameter::inseparable(name, style, value));
        let text = parameter::header(style, &self.reveal(value));
        self.part(|form| form.header(part, name, text));
    }

    /// Sets a field of a form that is written as a query is.
    pub(crate) fn form_field(&mut self, name: &'static str, style: Style, value: &Value) {
        self.refuse(unsendable::find(name, value));
        self.refuse(parameter::inseparable_in_url(name, style, value));
        self.note(RequestPart::FormField(name), value);
        let pairs = parameter::pairs(name, style, &self.reveal(value));
        self.fields(|fields| fields.replace(name, pairs));
    }

    /// Changes the fields of the form that is sent.
    fn fields(&mut self, change: impl FnOnce(&mut Query)) {
        let mut fields = match std::mem::take(&mut self.body) {
            Body::Fields(fields) => fields,
            Body::None | Body::Json(_) | Body::Form(..) | Body::Raw(_) => Query::default(),
        };
        change(&mut fields);
        self.body = Body::Fields(fields);
    }

    #[inline]
    pub(crate) fn body(&mut self, body: Body) {
        self.body = body;
    }

    /// Puts `meta` beside `data` into the document that is sent.
    #[inline]
    pub(crate) fn document_meta(&mut self, meta: Value) {
        if let Body::Json(Value::Object(document)) = &mut self.body {
            document.insert("meta".to_owned(), meta);
        }
    }

    /// States the version of JSON:API in the document that is sent (JSON:API "JSON:API Object").
    pub(crate) fn version(&mut self, version: &'static str) {
        if let Body::Json(Value::Object(document)) = &mut self.body {
            document.insert("jsonapi".to_owned(), serde_json::json!({ "version": version }));
        }
    }

    /// Puts resources into `included`, beside `data`, of the document that is sent.
    pub(crate) fn include_sent(&mut self, resources: Vec<Value>) {
        if let Body::Json(Value::Object(document)) = &mut self.body {
            let included = document.entry("included").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(included) = included {
                included.extend(resources);
            }
        }
    }

    /// Returns how the pages of its collection follow each other.
    pub(crate) fn paging(&self) -> Paging {
        self.info.paging.copied().unwrap_or(Paging::LINKS)
    }

    /// Returns the request for the page that a link leads to. A link is fetched by `GET`, whatever brought it.
    pub(crate) fn follow(&self, link: &str, current: &Uri) -> Result<Self, Error> {
        let target = Target::Link(self.linked(link, current)?);
        Ok(Self { method: Method::Get, target, body: Body::None, ..self.clone() })
    }

    /// Returns the URL of a link in what `current` answered with.
    fn linked(&self, link: &str, current: &Uri) -> Result<Uri, Error> {
        let uri = self.client.server_of(self.info)?.follow(link, current);
        uri.map_err(|message| {
            let link = without_texts(link, &self.secrets).into_owned();
            Error::Pagination { message, link }
        })
    }

    /// Makes the request for what a link leads to; a link that leads out of the service refuses it.
    pub(crate) fn with_link(mut self, link: &str) -> Self {
        let base = self.client.server_of(self.info).and_then(|base| base.join("/").map_err(Error::request));
        match base.and_then(|base| self.linked(link, &base)) {
            Ok(uri) => self.target = Target::Start(uri),
            Err(error) => self.refuse(Some(error.to_string())),
        }
        self
    }

    /// Returns the same request for the page that has this cursor, number or offset.
    pub(crate) fn at_page(&self, position: &str) -> Result<Self, Error> {
        match self.paging().start {
            PageStart::None => Ok(self.clone()),
            PageStart::Cursor(place) => self.with_page_value(place, position),
            PageStart::Number(place, _) | PageStart::Offset(place, _) => match position.parse::<u64>() {
                Ok(number) => self.with_page_value(place, number),
                Err(_) => self.with_page_value(place, position),
            },
        }
    }

    /// Returns the same request with another value at a place.
    pub(crate) fn with_page_value(&self, place: PagePlace, value: impl Into<Value>) -> Result<Self, Error> {
        let (mut changed, value) = (self.clone(), value.into());
        match place {
            PagePlace::Query(name) => {
                let uri = url::with_parameter(&self.url()?, name, &parameter::text(&value)).map_err(Error::request)?;
                changed.target = Target::Link(uri);
            }
            PagePlace::Body(pointer) => changed.set_in_body(pointer, value),
        }
        Ok(changed)
    }

    /// Returns what is sent at a place, as text.
    pub(crate) fn page_value(&self, place: PagePlace, url: &Uri) -> Option<String> {
        match (place, &self.body) {
            (PagePlace::Query(name), _) => url::parameter(url, name),
            (PagePlace::Body(pointer), Body::Json(value)) => value.pointer(pointer).map(parameter::text),
            (PagePlace::Body(_), Body::None | Body::Form(..) | Body::Fields(_) | Body::Raw(_)) => None,
        }
    }

    /// Sets a member of the JSON body, and makes the objects around it.
    fn set_in_body(&mut self, pointer: &str, value: Value) {
        if let Body::None = self.body {
            self.body = Body::Json(Value::Object(Object::new()));
        }
        let Body::Json(body) = &mut self.body else { return };
        set_at(body, pointer, value);
    }

    /// Sends it. A future on the heap is compiled here, and not once more in each program.
    pub(crate) fn execute(self) -> BoxFuture<'static, Result<RawResponse, Error>> {
        Box::pin(async move { self.client.execute(&self).await })
    }

    /// Returns what its response may be compared with.
    #[inline]
    pub(crate) fn expectation(&self) -> Expectation<'static> {
        let service = self.client.service();
        let sparse = self.query.sparse_types();
        Expectation { resources: service.resources, types: service.types, sparse, document: self.info.document }
    }

    /// Returns the client it goes through.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Returns the facts of its operation.
    pub(crate) fn info(&self) -> &'static OperationInfo {
        self.info
    }

    /// Sends it, and leaves the body of the response to be read.
    pub(crate) fn download(self) -> BoxFuture<'static, Result<Download, Error>> {
        Box::pin(async move { self.client.download(&self).await })
    }

    /// Returns its URL.
    pub(crate) fn url(&self) -> Result<Uri, Error> {
        let mut path = match &self.target {
            Target::Link(uri) => return Ok(uri.clone()),
            Target::Start(uri) => {
                let mut url = uri.to_string();
                self.whole_query().write(&mut url);
                return url.parse().map_err(|error| Error::request(format!("`{url}` is not a URL: {error}")));
            }
            Target::Path(path) => path.clone(),
            Target::Template(template) => fill(template, &self.arguments)?,
        };
        self.whole_query().write(&mut path);
        self.client.server_of(self.info)?.join(&path).map_err(Error::request)
    }

    fn whole_query(&self) -> Cow<'_, Query> {
        let (name, expression) = match self.info.filter {
            _ if self.filter.is_empty() => return Cow::Borrowed(&self.query),
            FilterPlace::Query(name) => (name, self.filter.join(",")),
            FilterPlace::Conjunction(name) => (name, conjunction(&self.filter)),
            FilterPlace::Header(_) => return Cow::Borrowed(&self.query),
        };
        let mut query = self.query.clone();
        query.append(Cow::Borrowed(name), expression);
        Cow::Owned(query)
    }

    /// Returns whether what is sent can be sent now: false for a stream that was begun and cannot be again.
    pub(crate) fn can_be_sent(&self) -> bool {
        match &self.body {
            Body::None | Body::Json(_) | Body::Fields(_) => true,
            Body::Raw(body) => body.can_be_sent(),
            Body::Form(form, encode) => encode(form).1.can_be_sent(),
        }
    }

    /// Returns what is sent, made anew for each attempt.
    pub(crate) fn build(&self) -> Result<HttpRequest, Error> {
        if let Some(reason) = self.refusal.as_ref().or(self.page_size_refusal.as_ref()) {
            return Err(Error::request(reason.clone()));
        }
        if let Some(error) = self.settings.refuse.and_then(|refuse| refuse(self)) {
            return Err(error);
        }
        let url = self.url()?;
        let (content_type, body) = self.content()?;
        let (accept, content_type) = self.media_types(content_type)?;
        let mut request = HttpRequest::new(body);
        *request.method_mut() = self.method.as_http();
        *request.uri_mut() = url;
        let secrets = self.secrets();
        if !secrets.is_empty() {
            SentSecrets::note(request.extensions_mut(), |noted| noted.texts = secrets);
        }
        let constant = self.client.constant_headers();
        let headers = request.headers_mut();
        // Those written below, the credentials and an idempotency key: the map does not grow.
        headers.reserve(constant.len() + self.headers.len() + 7);
        headers.extend(constant.iter().map(|(name, value)| (name.clone(), value.clone())));
        write_header(headers, ACCEPT.as_str(), bytes(accept))?;
        if let Some(coding) = ACCEPTED_CODING {
            write_header(headers, ACCEPT_ENCODING.as_str(), coding.into())?;
        }
        if let Some(content_type) = content_type {
            write_header(headers, CONTENT_TYPE.as_str(), bytes(content_type))?;
        }
        if let (FilterPlace::Header(name), false) = (self.info.filter, self.filter.is_empty()) {
            write_header(headers, name, conjunction(&self.filter).into())?;
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<&str> = self.cookies.iter().flat_map(|(_, pairs)| pairs).map(String::as_str).collect();
            write_header(headers, COOKIE.as_str(), pairs.join("; ").into())?;
        }
        for (name, value) in &self.headers {
            write_header(headers, name, value.clone().into())?;
        }
        Ok(request)
    }

    /// Returns the secret texts of all that is sent.
    fn secrets(&self) -> Vec<Secret> {
        let mut secrets = self.secrets.clone();
        if let Body::Json(body) = &self.body {
            secrets.extend(password::secrets(body));
        }
        secrets
    }

    /// Returns where it goes, without values of the query and without secret texts.
    fn shown_target(&self) -> String {
        let target = match &self.target {
            Target::Template(path) => return (*path).to_owned(),
            Target::Path(path) => url::without_values(path),
            Target::Link(uri) | Target::Start(uri) => url::without_values(&uri.to_string()),
        };
        without_texts(&target, &self.secrets).into_owned()
    }

    /// Returns the path that it goes to, without the query and without secret texts.
    pub(crate) fn shown_path(&self) -> Cow<'static, str> {
        let path = match &self.target {
            Target::Template(path) if self.arguments.is_empty() => return Cow::Borrowed(*path),
            Target::Template(path) => {
                return fill(path, &self.shown_arguments()).map_or(Cow::Borrowed(*path), Cow::Owned);
            }
            Target::Path(path) => path.split(['?', '#']).next().unwrap_or_default(),
            Target::Link(uri) | Target::Start(uri) => uri.path(),
        };
        without_texts(path, &self.secrets).into_owned().into()
    }

    /// Returns the arguments of the path, without secret texts.
    fn shown_arguments(&self) -> Cow<'_, [String]> {
        if self.secrets.is_empty() {
            return Cow::Borrowed(&self.arguments);
        }
        self.arguments.iter().map(|argument| without_texts(argument, &self.secrets).into_owned()).collect()
    }

    /// Applies an extension or a profile of JSON:API.
    pub(crate) fn apply(&mut self, applied: Applied, uri: String) {
        if media_type::is_uri(&uri) {
            self.applied.push((applied, uri));
        } else {
            self.refuse(Some(format!("`{uri}` is not the URI of an extension or a profile")));
        }
    }

    /// Returns the media types that are accepted and sent, with the extensions and profiles that are asked for.
    fn media_types(&self, content_type: Option<MediaType>) -> Result<(MediaType, Option<MediaType>), Error> {
        let accept = self.info.accept.unwrap_or("*/*");
        if self.applied.is_empty() {
            return Ok((Cow::Borrowed(accept), content_type));
        }
        let accepted = media_type::with(accept, &self.applied);
        let sent = content_type.as_deref().and_then(|sent| media_type::with(sent, &self.applied));
        if accepted.is_none() && sent.is_none() {
            let reason =
                "only the media type of JSON:API has extensions and profiles, and it neither sends nor accepts that";
            return Err(Error::request(reason));
        }
        Ok((accepted.map_or(Cow::Borrowed(accept), Cow::Owned), sent.map(Cow::Owned).or(content_type)))
    }

    /// Returns the media type and the body.
    fn content(&self) -> Result<(Option<MediaType>, RequestBody), Error> {
        let described = self.info.content_type.map(Cow::Borrowed);
        match &self.body {
            Body::None => Ok((None, RequestBody::default())),
            Body::Raw(body) => Ok((described, body.clone())),
            Body::Fields(fields) => {
                let mut text = String::new();
                fields.write(&mut text);
                let text = text.strip_prefix('?').unwrap_or_default().to_owned();
                Ok((described.or(Some(Cow::Borrowed("application/x-www-form-urlencoded"))), text.into()))
            }
            Body::Form(form, encode) => {
                let (content_type, body) = encode(form);
                Ok((Some(content_type.into()), body))
            }
            Body::Json(value) => {
                within(self.info.max_items, value)?;
                if let Some(reason) = unsendable::find("", value) {
                    return Err(Error::request(reason));
                }
                let mut value = revealed(value);
                for place in self.info.identifiers {
                    place.settle(value.to_mut()).map_err(Error::request)?;
                }
                let text = serde_json::to_vec(&*value).map_err(|error| Error::request(error.to_string()))?;
                Ok((described.or(Some(Cow::Borrowed("application/json"))), text.into()))
            }
        }
    }
}

/// Values of the query, headers and the body may hold secrets: they are not shown.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("target", &self.shown_target())
            .field("arguments", &self.shown_arguments())
            .finish_non_exhaustive()
    }
}

/// Makes sure that no list in a body has more elements than the service takes: it would refuse all of
/// them.
fn within(max_items: &[(&'static str, u32)], body: &Value) -> Result<(), Error> {
    for (pointer, most) in max_items {
        let count = body.pointer(pointer).and_then(Value::as_array).map_or(0, Vec::len);
        if u32::try_from(count).map_or(true, |count| count > *most) {
            return Err(Error::request(format!("`{pointer}` has {count} elements, and may have {most} at most")));
        }
    }
    Ok(())
}

/// Returns the names in a path template, each once, in the order in which they come first.
fn names(template: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for placeholder in template.split('{').skip(1) {
        let name = name_of(placeholder.split('}').next().unwrap_or_default());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Returns the name in a placeholder; `path*` is the argument `path`, of several segments.
fn name_of(placeholder: &str) -> &str {
    placeholder.strip_suffix('*').unwrap_or(placeholder)
}

/// Puts arguments, percent-encoded as they are, into a path template: one for each name, in the order in which the
/// names come first.
fn fill(template: &str, arguments: &[String]) -> Result<String, Error> {
    let length = template.len() + arguments.iter().map(String::len).sum::<usize>();
    let mut path = String::with_capacity(length);
    let names = names(template);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let name = name_of(name);
        let position = names.iter().position(|known| *known == name);
        let argument = position.and_then(|position| arguments.get(position)).map_or("", String::as_str);
        // An empty segment or a dot segment would name another resource of the service.
        if argument.is_empty() {
            return Err(Error::request(format!("`{name}` in the path has no value, and an empty one names nothing")));
        }
        if url::dot_segment(argument).is_some() {
            return Err(Error::request(format!("`{argument}` cannot stand for `{name}` in a path")));
        }
        path.push_str(before);
        path.push_str(argument);
        rest = after;
    }
    path.push_str(rest);
    // Several arguments may make a dot segment together.
    if path.split('/').any(|segment| url::dot_segment(segment).is_some()) {
        return Err(Error::request(format!("`{path}` has a dot segment, which leads to another path")));
    }
    Ok(path)
}

/// Returns the bytes of a media type; those of a constant are not copied.
fn bytes(text: MediaType) -> Bytes {
    match text {
        Cow::Borrowed(text) => Bytes::from_static(text.as_bytes()),
        Cow::Owned(text) => text.into(),
    }
}

/// Sets a header. Errors do not repeat the value, which may be a secret.
pub(crate) fn write_header(headers: &mut HeaderMap, name: &str, value: Bytes) -> Result<(), Error> {
    let key: HeaderName = name.parse().map_err(|_| Error::request(format!("`{name}` is no header name")))?;
    let mut value = HeaderValue::from_maybe_shared(value)
        .map_err(|_| Error::request(format!("the value of the header `{name}` holds a control character")))?;
    value.set_sensitive(key == AUTHORIZATION || key == COOKIE);
    headers.insert(key, value);
    Ok(())
}
