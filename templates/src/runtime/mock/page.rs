//! Collections in pages, as the OpenAPI document pages them (JSON:API "Pagination").

use serde_json::json;

use super::super::paging::table::{Extent, PagePlace, PageStart, Paging};
use super::super::query::encode;
use super::super::request::operation::OperationInfo;
use super::super::value::values::{Object, Value, set_at};
use super::answer::Answer;
use super::received::Received;

/// The parameter of a cursor where the OpenAPI document names none.
const CURSOR: PagePlace = PagePlace::Query("page[cursor]");

/// The prefix of the position in a cursor, which is opaque to clients.
const MARK: &str = "after-";

/// Returns the document with the page that a request asks for; of at most `most` elements, or as many as the
/// request says, whichever is less.
///
/// # Errors
/// The answer to a request for a page that cannot be.
pub(super) fn page(
    elements: &[Value],
    most: usize,
    info: &OperationInfo,
    request: &Received,
    base_url: &str,
) -> Result<Object, Answer> {
    let paging = info.paging.copied().unwrap_or(Paging::LINKS);
    let wanted = paging.size.and_then(|size| Some((size.place, text_at(size.place, request)?)));
    let wanted = wanted.map(|(place, text)| number(place, &text)).transpose()?;
    let size = wanted.map_or(most, |wanted| wanted.min(most)).max(1);
    let pages = Pages { paging, size, elements, request, base_url };
    let start = match text_at(pages.place(), request) {
        Some(text) => pages.start(&text)?,
        None => 0,
    };
    let page: Vec<Value> = elements.iter().skip(start).take(size).cloned().collect();
    let mut document = Object::new();
    document.insert("data".to_owned(), Value::Array(page));
    if paging.next.has_links() {
        document.insert("links".to_owned(), Value::Object(pages.links(start)));
    }
    let mut document = Value::Object(document);
    pages.describe(start, &mut document);
    match document {
        Value::Object(document) => Ok(document),
        _ => Ok(Object::new()),
    }
}

/// The elements in pages, and a request for one of them.
struct Pages<'p> {
    paging: Paging,
    size: usize,
    elements: &'p [Value],
    request: &'p Received,
    base_url: &'p str,
}

impl Pages<'_> {
    fn place(&self) -> PagePlace {
        self.paging.start.place().unwrap_or(CURSOR)
    }

    /// Returns the position that a parameter's text names.
    fn start(&self, text: &str) -> Result<usize, Answer> {
        let place = self.place();
        match self.paging.start {
            PageStart::Number(_, first) => {
                let first = usize::try_from(first).unwrap_or_default();
                Ok(number(place, text)?.saturating_sub(first).saturating_mul(self.size))
            }
            PageStart::Offset(_, first) => {
                let first = usize::try_from(first).unwrap_or_default();
                Ok(number(place, text)?.saturating_sub(first))
            }
            _ if self.paging.next.is_by_id() => {
                let is_last = |element: &Value| element.get("id").and_then(scalar).as_deref() == Some(text);
                self.elements.iter().position(is_last).map(|last| last + 1).ok_or_else(|| no_page(place))
            }
            _ => number(place, text.strip_prefix(MARK).unwrap_or("an unknown cursor")),
        }
    }

    /// Returns the number, offset or cursor of the page that begins at a position.
    fn name(&self, start: usize) -> Value {
        match self.paging.start {
            PageStart::Number(_, first) => {
                (start / self.size).saturating_add(usize::try_from(first).unwrap_or_default()).into()
            }
            PageStart::Offset(_, first) => start.saturating_add(usize::try_from(first).unwrap_or_default()).into(),
            PageStart::None | PageStart::Cursor(_) => format!("{MARK}{start}").into(),
        }
    }

    /// Returns the position of the next page; `None` behind the last one.
    fn next(&self, start: usize) -> Option<usize> {
        let next = start.saturating_add(self.size);
        (next < self.elements.len()).then_some(next)
    }

    /// Returns the links to a page and its neighbours.
    fn links(&self, start: usize) -> Object {
        let link = |start: usize| Value::String(self.link(start));
        let last = self.elements.len().saturating_sub(1) / self.size * self.size;
        Object::from_iter([
            ("self".to_owned(), link(start)),
            ("first".to_owned(), link(0)),
            ("prev".to_owned(), if start == 0 { Value::Null } else { link(start.saturating_sub(self.size)) }),
            ("next".to_owned(), self.next(start).map_or(Value::Null, link)),
            ("last".to_owned(), link(last)),
        ])
    }

    /// Returns the URL of the page that begins there: that of the request, with another position.
    fn link(&self, start: usize) -> String {
        let parameter = match self.place() {
            PagePlace::Query(name) => name,
            PagePlace::Body(_) => CURSOR.name(),
        };
        let position = match self.name(start) {
            Value::String(cursor) => cursor,
            number => number.to_string(),
        };
        let others = self.request.parameters().iter().filter(|(name, _)| name != parameter);
        let others = others.map(|(name, value)| (name.as_str(), value.as_str()));
        let mut url = format!("{}{}", self.base_url, self.request.path());
        for (name, value) in others.chain([(parameter, position.as_str())]) {
            url.push(if url.contains('?') { '&' } else { '?' });
            encode(name, &mut url);
            url.push('=');
            encode(value, &mut url);
        }
        url
    }

    /// Writes where the page is in the collection, as far as the OpenAPI document has places for it.
    fn describe(&self, start: usize, document: &mut Value) {
        let Extent { items, counted, pages, more, next, current, size } = self.paging.extent;
        let following = self.next(start).map_or(Value::Null, |next| self.name(next));
        let link = || self.next(start).map_or(Value::Null, |next| self.link(next).into());
        let described: [(_, Value); 9] = [
            (items, self.elements.len().into()),
            (counted, self.elements.len().into()),
            (pages, self.elements.len().div_ceil(self.size).into()),
            (more, (!following.is_null()).into()),
            (next, following.clone()),
            (current, self.name(start)),
            (size, self.size.into()),
            (self.paging.next.cursor(), following),
            (self.paging.next.link(), link()),
        ];
        for (pointer, value) in described.into_iter().filter_map(|(pointer, value)| Some((pointer?, value))) {
            set_at(document, pointer, value);
        }
    }
}

/// Returns the text of a parameter, wherever it is sent.
fn text_at(place: PagePlace, request: &Received) -> Option<String> {
    match place {
        PagePlace::Query(name) => request.query(name).map(str::to_owned),
        PagePlace::Body(pointer) => scalar(request.json().ok()?.pointer(pointer)?),
    }
}

/// Returns the text of a string or a number.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns a whole number in a parameter.
fn number(place: PagePlace, text: &str) -> Result<usize, Answer> {
    text.parse().map_err(|_| no_page(place))
}

/// Returns the answer to a request for a page that cannot be.
fn no_page(place: PagePlace) -> Answer {
    let source = match place {
        PagePlace::Query(parameter) => json!({ "parameter": parameter }),
        PagePlace::Body(pointer) => json!({ "pointer": pointer }),
    };
    let detail = format!("`{}` does not name a page.", place.name());
    Answer::errors(400, [json!({ "status": "400", "code": "invalid", "detail": detail, "source": source })])
}
