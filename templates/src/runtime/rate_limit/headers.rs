//! What the headers of a response tell beside the body.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, ETAG, LINK, RETRY_AFTER};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use super::super::transport::clock;

/// The rate limit that the service states (`RateLimit`, `RateLimit-*` and `X-RateLimit-*` headers).
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

/// Reads the rate limit; `None` when no header tells of one.
///
/// * `RateLimit: "burst";r=5;t=10` with `RateLimit-Policy: "burst";q=100;w=60, "daily";q=1000;w=86400`
///   (draft-ietf-httpapi-ratelimit-headers-10), and `RateLimit: limit=100, remaining=5, reset=10` of draft 7;
/// * `RateLimit-Limit: 75, 75;w=1, 750;w=60` with `RateLimit-Remaining` and `RateLimit-Reset` (draft 3);
/// * `X-RateLimit-..` and `X-Rate-Limit-..`, whose reset may be a time of the day, with `X-RateLimit-Period`.
pub(crate) fn rate_limit(headers: &HeaderMap) -> Option<RateLimit> {
    let separate = || ["ratelimit", "x-ratelimit", "x-rate-limit"].iter().find_map(|prefix| separate(headers, prefix));
    structured(headers).or_else(separate)
}

/// Returns the limit of `RateLimit` and `RateLimit-Policy`.
fn structured(headers: &HeaderMap) -> Option<RateLimit> {
    let (state, policy) = (text(headers, "ratelimit"), text(headers, "ratelimit-policy"));
    let policies = items(policy.unwrap_or_default());
    let windows = policies.iter().filter_map(policy_window).collect();
    let states = items(state.unwrap_or_default());
    if let Some(dictionary) = states.iter().find(|item| item.key() == "remaining") {
        let value = |name: &str| states.iter().find(|item| item.key() == name)?.value();
        let reset = value("reset").map(Duration::from_secs);
        return Some(RateLimit { limit: value("limit"), remaining: dictionary.value(), reset, windows });
    }
    // Of several windows, the one that is used up first.
    let first = states.iter().min_by_key(|item| item.parameter("r").unwrap_or(u64::MAX));
    let Some(first) = first else {
        // Earlier drafts have a policy beside separate fields, which say more.
        let is_alone = policy.is_some() && !headers.contains_key("ratelimit-limit");
        return is_alone.then_some(RateLimit { limit: None, remaining: None, reset: None, windows });
    };
    let limit = policies.iter().find(|policy| policy.name == first.name).and_then(|policy| policy.parameter("q"));
    let (remaining, reset) = (first.parameter("r"), first.parameter("t").map(Duration::from_secs));
    Some(RateLimit { limit, remaining, reset, windows })
}

/// Returns the limit of one header field for each fact.
fn separate(headers: &HeaderMap, prefix: &str) -> Option<RateLimit> {
    let field = |name: &str| text(headers, &format!("{prefix}-{name}"));
    let (limits, remaining, reset) = (field("limit"), field("remaining").and_then(first_number), field("reset"));
    let reset = reset.and_then(first_number).map(|number| until(number, headers));
    if limits.is_none() && remaining.is_none() && reset.is_none() {
        return None;
    }
    let limits = limits.unwrap_or_default();
    let limit = first_number(limits);
    let mut windows: Vec<RateWindow> = items(limits).iter().filter_map(policy_window).collect();
    windows.extend(items(field("policy").unwrap_or_default()).iter().filter_map(policy_window));
    if let (Some(calls), Some(seconds)) = (limit, field("period").and_then(first_number)) {
        windows.push(RateWindow { calls, window: Duration::from_secs(seconds) });
    }
    Some(RateLimit { limit, remaining, reset, windows })
}

/// Returns how long it is until a window ends: seconds, or where the number is too large for that, a time since 1970 in
/// seconds or milliseconds.
fn until(number: u64, headers: &HeaderMap) -> Duration {
    // Three years: nobody is to wait longer, and every time since 1973 is more.
    const SECONDS: u64 = 100_000_000;
    const MILLISECONDS: u64 = 1_000_000_000_000;
    if number < SECONDS {
        return Duration::from_secs(number);
    }
    let seconds = if number < MILLISECONDS { number } else { number / 1000 };
    let end = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let Some(end) = end else { return Duration::MAX };
    end.duration_since(time_of_response(headers)).try_into().unwrap_or_default()
}

/// An item of a list with its parameters: `"burst";q=100;w=60`, `750;w=60` or `remaining=5`.
struct ListItem<'t> {
    name: &'t str,
    parameters: Vec<&'t str>,
}

impl ListItem<'_> {
    /// Returns a parameter that is a number.
    fn parameter(&self, name: &str) -> Option<u64> {
        let value = self.parameters.iter().find_map(|part| part.strip_prefix(name)?.trim_start().strip_prefix('='));
        number(value?)
    }

    /// Returns what stands before the equals sign of a dictionary's member.
    fn key(&self) -> &str {
        self.name.split('=').next().unwrap_or_default().trim()
    }

    /// Returns what stands behind it.
    fn value(&self) -> Option<u64> {
        number(self.name.split_once('=')?.1)
    }
}

/// Returns the items of a list (RFC 9651). Names in quotes hold neither commas nor semicolons in practice; one that
/// does makes items that have no numbers.
fn items(list: &str) -> Vec<ListItem<'_>> {
    let items = list.split(',').map(str::trim).filter(|item| !item.is_empty());
    items
        .map(|item| {
            let mut parts = item.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            ListItem { name, parameters: parts.collect() }
        })
        .collect()
}

/// Parses `"burst";q=100;w=60` or `750;w=60`; returns `None` for an item without a window.
fn policy_window(item: &ListItem<'_>) -> Option<RateWindow> {
    let calls = item.parameter("q").or_else(|| number(item.name))?;
    Some(RateWindow { calls, window: Duration::from_secs(item.parameter("w")?) })
}

/// Reads how long to wait before the next try: seconds, or a date (RFC 9110, section 10.2.3). A time that is beyond
/// every clock is the longest there is.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Some(seconds) = number(text) {
        return Some(Duration::from_secs(seconds));
    }
    match http_date(text) {
        Some(date) => Some(date.duration_since(time_of_response(headers)).try_into().unwrap_or_default()),
        None => is_beyond(text).then_some(Duration::MAX),
    }
}

/// Returns whether a text names a year that no clock has, as dates do that mean "never".
fn is_beyond(text: &str) -> bool {
    let mut words = text.split(|character: char| !character.is_ascii_alphanumeric());
    words.any(|word| word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_digit()) && number(word) >= Some(9999))
}

/// Returns the time by the clock of the service, where its response says when it was made: that clock and this
/// machine's need not agree, and differences are meant.
fn time_of_response(headers: &HeaderMap) -> Timestamp {
    let date = headers.get(DATE).and_then(|date| http_date(date.to_str().ok()?));
    date.unwrap_or_else(clock::current_time)
}

/// Returns a date in any of the three forms that a recipient must understand (RFC 9110, section 5.6.7).
fn http_date(text: &str) -> Option<Timestamp> {
    let parser = DateTimeParser::new().relaxed_weekday(true);
    let parse = |text: &str| parser.parse_timestamp(text).ok();
    parse(text).or_else(|| parse(&usual_form(text)?))
}

/// Returns a date in one of the two obsolete forms as the usual one has it, without the day of the week:
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

/// Returns what identifies a state of a resource, quotes included, as `If-None-Match` takes it.
#[inline]
pub(crate) fn etag(headers: &HeaderMap) -> Option<&str> {
    headers.get(ETAG)?.to_str().ok()
}

/// Returns what the service calls the request. There is no standard header; these are the usual ones.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    const NAMES: [&str; 4] = ["x-request-id", "request-id", "x-correlation-id", "cf-ray"];
    NAMES.into_iter().find_map(|name| text(headers, name)).map(str::to_owned)
}

/// Returns the target of the first link of this relation in the header field `Link` (RFC 8288); empty where the service
/// says that nothing is there.
pub(crate) fn link(headers: &HeaderMap, relation: &str) -> Option<String> {
    let fields = headers.get_all(LINK).iter().filter_map(|field| field.to_str().ok());
    fields.flat_map(links).find(|(_, relations)| has_word(relations, relation)).map(|(target, _)| target.to_owned())
}

fn has_word(words: &str, wanted: &str) -> bool {
    words.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(wanted))
}

/// Returns the links of a field: each target with its relations.
///
/// `<https://a.example/x?page=2>; rel="next last", </y>; rel=prev` has two. What is not a link ends the list. Services
/// that always link to a next page, as Sentry does, mark an empty one by `results="false"`: its target is empty here.
/// Those of something else than the response, which an `anchor` names (RFC 8288, section 3.2), are left out.
fn links(field: &str) -> Vec<(&str, String)> {
    let mut links = Vec::new();
    let mut rest = field;
    while let Some((target, after)) = rest.split_once('<').and_then(|(_, after)| after.split_once('>')) {
        let (mut relations, mut target, mut is_own) = (String::new(), target, true);
        rest = after.trim_start();
        while let Some(parameter) = rest.strip_prefix(';') {
            let (name, value, after) = link_parameter(parameter);
            // Only the first one counts (RFC 8288, section 3.3).
            if relations.is_empty() && name.eq_ignore_ascii_case("rel") {
                relations = value;
            } else if name.eq_ignore_ascii_case("results") && value == "false" {
                target = "";
            } else if name.eq_ignore_ascii_case("anchor") {
                is_own = value.is_empty();
            }
            rest = after.trim_start();
        }
        if is_own {
            links.push((target, relations));
        }
    }
    links
}

/// Returns the name and the value of a parameter of a link, and what follows it.
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
    number(text.split([',', ';']).next()?)
}

/// Reads a number; one with too many digits is the largest. A fraction, as in `2.5`, makes it the next one.
fn number(text: &str) -> Option<u64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let more = u64::from(fraction.bytes().any(|digit| digit != b'0'));
    (is_number(whole) && is_number(fraction)).then(|| whole.parse().unwrap_or(u64::MAX).saturating_add(more))
}
