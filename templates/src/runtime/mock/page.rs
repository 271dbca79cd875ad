//! Collections in pages, as the description pages them (JSON:API "Pagination").

use serde_json::json;

use super::super::query::encode;
use super::super::request::operation::{OperationInfo, PageStyle};
use super::super::value::values::{Object, Value};
use super::answer::Answer;
use super::received::Received;

/// The parameter of a cursor where the description names none.
const CURSOR: &str = "page[cursor]";

/// What stands before the position in a cursor, which is opaque to clients.
const MARK: &str = "after-";

/// The document with the page that a request asks for; of at most `most` elements, or as many as the
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
    let wanted = info.page_size.and_then(|name| request.query(name)).map(|text| number(info.page_size, text));
    let size = wanted.transpose()?.map_or(most, |wanted| wanted.min(most)).max(1);
    let place = Place { style: info.page, size };
    let start = match request.query(place.parameter()) {
        Some(text) => place.start(text)?,
        None => 0,
    };
    let page: Vec<Value> = elements.iter().skip(start).take(size).cloned().collect();
    let link = |start: usize| Value::String(place.link(start, request, base_url));
    let next = start.saturating_add(size);
    let mut links = Object::new();
    links.insert("self".to_owned(), link(start));
    links.insert("first".to_owned(), link(0));
    links.insert("prev".to_owned(), if start == 0 { Value::Null } else { link(start.saturating_sub(size)) });
    links.insert("next".to_owned(), if next < elements.len() { link(next) } else { Value::Null });
    let mut document = Object::new();
    document.insert("data".to_owned(), Value::Array(page));
    document.insert("links".to_owned(), Value::Object(links));
    Ok(document)
}

/// How positions are written.
struct Place {
    style: PageStyle,
    size: usize,
}

impl Place {
    fn parameter(&self) -> &'static str {
        match self.style {
            PageStyle::Cursor(name) | PageStyle::Number(name) | PageStyle::Offset(name) => name,
            PageStyle::None | PageStyle::Links => CURSOR,
        }
    }

    /// The position that a parameter's text names.
    fn start(&self, text: &str) -> Result<usize, Answer> {
        let parameter = Some(self.parameter());
        match self.style {
            PageStyle::Number(_) => Ok(number(parameter, text)?.saturating_sub(1).saturating_mul(self.size)),
            PageStyle::Offset(_) => number(parameter, text),
            PageStyle::Cursor(_) | PageStyle::None | PageStyle::Links => {
                number(parameter, text.strip_prefix(MARK).unwrap_or("an unknown cursor"))
            }
        }
    }

    /// The URL of the page that begins there: that of the request, with another position.
    fn link(&self, start: usize, request: &Received, base_url: &str) -> String {
        let parameter = self.parameter();
        let position = match self.style {
            PageStyle::Number(_) => (start / self.size + 1).to_string(),
            PageStyle::Offset(_) => start.to_string(),
            PageStyle::Cursor(_) | PageStyle::None | PageStyle::Links => format!("{MARK}{start}"),
        };
        let others = request.parameters().iter().filter(|(name, _)| name != parameter);
        let others = others.map(|(name, value)| (name.as_str(), value.as_str()));
        let mut url = format!("{base_url}{}", request.path());
        for (name, value) in others.chain([(parameter, position.as_str())]) {
            url.push(if url.contains('?') { '&' } else { '?' });
            encode(name, &mut url);
            url.push('=');
            encode(value, &mut url);
        }
        url
    }
}

/// A whole number in a parameter.
fn number(parameter: Option<&str>, text: &str) -> Result<usize, Answer> {
    text.parse().map_err(|_| {
        let parameter = parameter.unwrap_or_default();
        let detail = format!("`{parameter}` does not name a page.");
        let source = json!({ "parameter": parameter });
        Answer::errors(400, [json!({ "status": "400", "code": "invalid", "detail": detail, "source": source })])
    })
}
