//! What the headers of a response tell beside the body.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, ETAG, LINK, RETRY_AFTER};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use super::super::transport::clock;

/// How often the service may be called, as it says itself (`RateLimit-*` headers).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Calls per the window that is closest to its end.
    pub limit: Option<u64>,
    /// Calls that are left in it.
    pub remaining: Option<u64>,
    /// How long it lasts.
    pub reset: Option<Duration>,
    /// All windows.
    pub windows: Vec<RateWindow>,
}

/// So many calls per window of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateWindow {
    /// Calls.
    pub calls: u64,
    /// The window.
    pub window: Duration,
}

/// The rate limit; `None` when no header tells of one.
///
/// `RateLimit-Limit` is a list: `75, 75;w=1, 750;w=60` (draft-ietf-httpapi-ratelimit-headers-03).
pub(crate) fn rate_limit(headers: &HeaderMap) -> Option<RateLimit> {
    let limits = text(headers, "ratelimit-limit");
    let remaining = text(headers, "ratelimit-remaining").and_then(first_number);
    let reset = text(headers, "ratelimit-reset").and_then(first_number).map(Duration::from_secs);
    if limits.is_none() && remaining.is_none() && reset.is_none() {
        return None;
    }
    let limits = limits.unwrap_or_default();
    let windows = limits.split(',').filter_map(window).collect();
    Some(RateLimit { limit: first_number(limits), remaining, reset, windows })
}

/// How long to wait before the next try: seconds, or a date (RFC 9110, section 10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    // The service's clock and this machine's need not agree: where the response says when it was made,
    // the difference is what is meant.
    let now = headers.get(DATE).and_then(|date| http_date(date.to_str().ok()?));
    let wait = http_date(text)?.duration_since(now.unwrap_or_else(clock::now));
    Some(wait.try_into().unwrap_or_default())
}

/// A date in any of the three forms that a recipient must understand (RFC 9110, section 5.6.7).
fn http_date(text: &str) -> Option<Timestamp> {
    let parser = DateTimeParser::new().relaxed_weekday(true);
    let parse = |text: &str| parser.parse_timestamp(text).ok();
    parse(text).or_else(|| parse(&usual_form(text)?))
}

/// A date in one of the two obsolete forms as the usual one has it, without the day of the week:
/// `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
fn usual_form(date: &str) -> Option<String> {
    if let Some((day, rest)) = date.split_once('-') {
        let (month, rest) = rest.split_once('-')?;
        let (_, day) = day.split_once(',')?;
        return Some(format!("{day} {month} {rest}"));
    }
    let mut words = date.split_ascii_whitespace().skip(1);
    let (month, day, time, year) = (words.next()?, words.next()?, words.next()?, words.next()?);
    Some(format!("{day} {month} {year} {time} GMT"))
}

/// What identifies a state of a resource, quotes included, as `If-None-Match` takes it.
#[inline]
pub(crate) fn etag(headers: &HeaderMap) -> Option<&str> {
    headers.get(ETAG)?.to_str().ok()
}

/// What the service calls the request. There is no standard header; these are the usual ones.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    const NAMES: [&str; 4] = ["x-request-id", "request-id", "x-correlation-id", "cf-ray"];
    NAMES.into_iter().find_map(|name| text(headers, name)).map(str::to_owned)
}

/// The target of the first link of this relation in the header field `Link` (RFC 8288).
pub(crate) fn link(headers: &HeaderMap, relation: &str) -> Option<String> {
    let fields = headers.get_all(LINK).iter().filter_map(|field| field.to_str().ok());
    fields.flat_map(links).find(|(_, relations)| has_word(relations, relation)).map(|(target, _)| target.to_owned())
}

fn has_word(words: &str, wanted: &str) -> bool {
    words.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(wanted))
}

/// The links of a field: each target with its relations.
///
/// `<https://a.example/x?page=2>; rel="next last", </y>; rel=prev` has two. What is not a link ends the list.
fn links(field: &str) -> Vec<(&str, String)> {
    let mut links = Vec::new();
    let mut rest = field;
    while let Some((target, after)) = rest.split_once('<').and_then(|(_, after)| after.split_once('>')) {
        let mut relations = String::new();
        rest = after.trim_start();
        while let Some(parameter) = rest.strip_prefix(';') {
            let (name, value, after) = link_parameter(parameter);
            // Only the first one counts (RFC 8288, section 3.3).
            if relations.is_empty() && name.eq_ignore_ascii_case("rel") {
                relations = value;
            }
            rest = after.trim_start();
        }
        links.push((target, relations));
    }
    links
}

/// The name and the value of a parameter of a link, and what follows it.
fn link_parameter(text: &str) -> (&str, String, &str) {
    let end = text.find(['=', ';', ',']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let Some(value) = rest.strip_prefix('=') else { return (name.trim(), String::new(), rest) };
    let value = value.trim_start();
    let Some(quoted) = value.strip_prefix('"') else {
        let (value, rest) = value.split_at(value.find([';', ',']).unwrap_or(value.len()));
        return (name.trim(), value.trim().to_owned(), rest);
    };
    let mut unquoted = String::new();
    let mut characters = quoted.char_indices();
    while let Some((position, character)) = characters.next() {
        match character {
            '"' => return (name.trim(), unquoted, quoted.get(position + 1..).unwrap_or_default()),
            '\\' => unquoted.extend(characters.next().map(|(_, escaped)| escaped)),
            character => unquoted.push(character),
        }
    }
    (name.trim(), unquoted, "")
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

fn first_number(text: &str) -> Option<u64> {
    text.split([',', ';']).next()?.trim().parse().ok()
}

/// `750;w=60`; `None` for an item without a window.
fn window(item: &str) -> Option<RateWindow> {
    let mut parts = item.split(';');
    let calls = parts.next()?.trim().parse().ok()?;
    let window = parts.find_map(|part| part.trim().strip_prefix("w="))?.trim().parse().ok()?;
    Some(RateWindow { calls, window: Duration::from_secs(window) })
}
