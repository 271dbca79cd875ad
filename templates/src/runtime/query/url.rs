//! Where requests go: the base URL, and links resolved against it (RFC 3986, section 5).

use std::borrow::Cow;

use bytes::Bytes;
use http::Uri;
use http::uri::Scheme;

use super::{encode, percent};

/// Returns a URL as it may be printed: its query has names only, and there is no user information and no fragment.
pub(crate) fn without_values(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let Some((before, query)) = url.split_once('?') else { return without_user(url) };
    let names = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) => format!("{name}=REDACTED"),
        None => "REDACTED".to_owned(),
    });
    format!("{}?{}", without_user(before), names.collect::<Vec<_>>().join("&"))
}

/// Returns a URL that has no query without its user information.
pub(crate) fn without_user(url: &str) -> String {
    let start = url.find("//").map_or(0, |slashes| slashes + "//".len());
    let (scheme, rest) = url.split_at(start);
    let (authority, path) = rest.split_at(rest.find(['/', '\\']).unwrap_or(rest.len()));
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("{scheme}{host}{path}")
}

/// Returns a base URL as it may be printed, also one that is none: what is before an `@` may be a password with any
/// character.
pub(crate) fn shown_base(url: &str) -> String {
    without_values(url.rsplit('@').next().unwrap_or_default())
}

/// The URL that all paths are relative to. Nothing is ever sent to another origin.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    /// Scheme and authority, such as `https://api.example.com`.
    origin_text: String,
    /// The path before all paths, without a slash at its end.
    prefix: String,
    origin: Origin<'static>,
    /// The servers that stand behind it: links to them are followed through it.
    behind: Vec<(Origin<'static>, String)>,
}

/// An origin (RFC 6454): scheme, host in lower case, port.
type Origin<'u> = (Scheme, Cow<'u, str>, u16);

impl BaseUrl {
    /// Parses a URL without query.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let not_one = |reason: &str| format!("`{}` is no base URL: {reason}", shown_base(text));
        if text.split(['?', '#']).next().is_some_and(|address| address.contains('@')) {
            return Err(not_one("it has user information; `Auth` is the place of credentials"));
        }
        let uri: Uri = text.parse().map_err(|error: http::uri::InvalidUri| not_one(&error.to_string()))?;
        let origin = origin_of(&uri).ok_or_else(|| not_one("not http or https"))?;
        if uri.query().is_some() {
            return Err(not_one("it has a query"));
        }
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        Ok(Self {
            origin_text: format!("{}://{authority}", origin.0),
            prefix: uri.path().trim_end_matches('/').to_owned(),
            origin: (origin.0, origin.1.into_owned().into(), origin.2),
            behind: Vec::new(),
        })
    }

    /// Has links to these servers followed through this one, which stands in front of them.
    pub(crate) fn in_front_of(mut self, servers: &[&str]) -> Self {
        let behind = servers.iter().filter_map(|server| Self::parse(server).ok());
        self.behind = behind.map(|server| (server.origin, server.prefix)).collect();
        self
    }

    /// Returns the URL of this server that stands for one of a server behind it.
    fn in_place_of(&self, uri: &Uri) -> Option<Uri> {
        let there = origin_of(uri)?;
        let rest = |(behind, prefix): &(Origin<'_>, String)| {
            let rest = uri.path().strip_prefix(prefix.as_str()).filter(|_| *behind == there)?;
            (rest.is_empty() || rest.starts_with('/')).then_some(rest)
        };
        // The longest prefix says most.
        let rest = self.behind.iter().filter_map(rest).min_by_key(|rest| rest.len())?;
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{}{rest}{query}", self.origin_text, self.prefix).parse().ok()
    }

    /// Returns whether a URL leads to this origin.
    #[inline]
    pub(crate) fn is_origin_of(&self, uri: &Uri) -> bool {
        origin_of(uri).is_some_and(|origin| origin == self.origin)
    }

    /// Returns the text it came from.
    #[inline]
    pub(crate) fn as_text(&self) -> String {
        format!("{}{}", self.origin_text, self.prefix)
    }

    /// Returns the URL of a path below the base, query included.
    pub(crate) fn join(&self, path: &str) -> Result<Uri, String> {
        if path.contains('#') {
            return Err(format!("`{}` has a fragment, which is never sent", without_values(path)));
        }
        let slash = if path.starts_with('/') { "" } else { "/" };
        self.parse_within([&self.origin_text, &self.prefix, slash, path].concat())
    }

    /// Returns the URL of a link that was found in what `current` answered with (RFC 3986, section 5.2.2).
    pub(crate) fn follow(&self, link: &str, current: &Uri) -> Result<Uri, String> {
        let link = trimmed(link);
        let link = link.split_once('#').map_or(link, |(link, _fragment)| link);
        let path = current.path();
        let folder = path.rsplit_once('/').map_or("", |(folder, _name)| folder);
        let url = match link {
            "" => return Ok(current.clone()),
            absolute if has_authority(absolute) => absolute.to_owned(),
            // Without its dots, the path of `https:/.//host` would be taken for an authority.
            hostless if has_scheme(hostless) => {
                return Err(format!("`{}` names no host", without_values(hostless)));
            }
            network if network.starts_with("//") => format!("{}:{network}", self.origin.0),
            rooted if rooted.starts_with('/') => format!("{}{rooted}", self.origin_text),
            query if query.starts_with('?') => format!("{}{path}{query}", self.origin_text),
            relative => format!("{}{folder}/{relative}", self.origin_text),
        };
        let uri = parse(without_dots(&url))?;
        if self.is_origin_of(&uri) {
            return Ok(uri);
        }
        if let Some(uri) = self.in_place_of(&uri) {
            return Ok(uri);
        }
        match uri.path_and_query() {
            Some(rest) if self.is_behind_proxy(&uri) => parse(format!("{}{rest}", self.origin_text)),
            _ => Err(format!(
                "it does not lead to `{}`, and nothing is sent to another origin; if the service is to be reached by \
                 the link, build the client with that base URL, or as a `gateway` in front of it",
                self.origin_text
            )),
        }
    }

    /// Returns whether a URL leads to the host of this origin by `http`, while the origin is `https`: a service behind
    /// a proxy that ends TLS takes itself for that. Its links are followed over the origin.
    fn is_behind_proxy(&self, uri: &Uri) -> bool {
        const DEFAULT: u16 = 80;
        let (scheme, host, port) = &self.origin;
        origin_of(uri).is_some_and(|(link_scheme, link_host, link_port)| {
            *scheme == Scheme::HTTPS
                && link_scheme == Scheme::HTTP
                && link_host == *host
                && (link_port == DEFAULT || link_port == *port)
        })
    }

    /// Parses a URL and refuses it when it leads to another origin.
    fn parse_within(&self, text: String) -> Result<Uri, String> {
        let uri = parse(text)?;
        match origin_of(&uri) {
            Some(origin) if origin == self.origin => Ok(uri),
            _ => Err(format!("`{}` does not lead to `{}`", without_values(&uri.to_string()), self.origin_text)),
        }
    }
}

fn parse(text: String) -> Result<Uri, String> {
    let text = Bytes::from(clean(text));
    let not_one = |error| format!("`{}` is not a URL: {error}", without_values(&String::from_utf8_lossy(&text)));
    Uri::from_maybe_shared(text.clone()).map_err(not_one)
}

/// Returns the URL with another value of a query parameter, which stands where the parameter first stood, or at the
/// end.
pub(crate) fn with_parameter(uri: &Uri, name: &str, value: &str) -> Result<Uri, String> {
    let is_other = |pair: &&str| decode(pair.split_once('=').map_or(pair, |(key, _)| key)).as_deref() != Some(name);
    let mut new = String::new();
    encode(name, &mut new);
    new.push('=');
    encode(value, &mut new);
    let mut pairs: Vec<&str> = uri.query().into_iter().flat_map(|query| query.split('&')).collect();
    let position = pairs.iter().position(|pair| !is_other(pair)).unwrap_or(pairs.len());
    pairs.retain(|pair| !pair.is_empty() && is_other(pair));
    pairs.insert(position.min(pairs.len()), &new);
    let origin = uri.scheme().zip(uri.authority()).map(|(scheme, authority)| format!("{scheme}://{authority}"));
    parse(format!("{}{}?{}", origin.unwrap_or_default(), uri.path(), pairs.join("&")))
}

/// Returns the value of a query parameter; `None` when it is not there, or is no UTF-8.
#[inline]
pub(crate) fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let mut parameters = uri.query()?.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    parameters.find(|(key, _)| decode(key).as_deref() == Some(name)).and_then(|(_, value)| decode(value))
}

/// Returns text as it was before it was percent-encoded in a query, where `+` is a blank; `None` when it is no UTF-8.
pub(crate) fn decode(text: &str) -> Option<String> {
    String::from_utf8(decoded(text.as_bytes(), true)).ok()
}

/// Returns bytes as they were before they were percent-encoded (RFC 3986, section 2.1). A percent sign that encodes
/// nothing stands for itself.
pub(crate) fn decoded(text: &[u8], plus_is_blank: bool) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let (byte, left) = match (first, after) {
            (b'%', [high, low, left @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, left),
                _ => (b'%', after),
            },
            (b'+', _) if plus_is_blank => (b' ', after),
            _ => (*first, after),
        };
        bytes.push(byte);
        rest = left;
    }
    bytes
}

/// Returns the origin of an http(s) URL; `None` for any other, for one with user information, which only serves to
/// mislead, and for one with a port that is no number.
fn origin_of(uri: &Uri) -> Option<Origin<'_>> {
    let scheme = uri.scheme()?.clone();
    let default = if scheme == Scheme::HTTPS {
        443
    } else if scheme == Scheme::HTTP {
        80
    } else {
        return None;
    };
    let authority = uri.authority()?;
    if authority.as_str().as_bytes().contains(&b'@') {
        return None;
    }
    let port = match authority.as_str().strip_prefix(authority.host())? {
        // RFC 3986, section 3.2.3: an empty port is the default one.
        "" | ":" => default,
        port => port.strip_prefix(':').filter(|port| !port.starts_with('+'))?.parse().ok()?,
    };
    let host = authority.host();
    let is_upper = host.bytes().any(|byte| byte.is_ascii_uppercase());
    Some((scheme, if is_upper { host.to_ascii_lowercase().into() } else { host.into() }, port))
}

/// Returns a link without control characters and blanks around it, which no URL has (URL Standard, "URL parsing").
#[inline]
pub(crate) fn trimmed(link: &str) -> &str {
    link.trim_matches(|character| character <= ' ')
}

/// Returns whether a reference begins with a scheme and an authority.
#[inline]
fn has_authority(link: &str) -> bool {
    has_scheme(link) && link.split_once(':').is_some_and(|(_, rest)| rest.starts_with("//"))
}

/// Returns whether a reference begins with a scheme: a colon before any slash or question mark.
#[inline]
fn has_scheme(link: &str) -> bool {
    link.split(['/', '?']).next().is_some_and(|start| start.as_bytes().contains(&b':'))
}

/// Returns a URL without the segments `.` and `..` in its path (RFC 3986, section 5.2.4), so that each page has one
/// URL.
fn without_dots(url: &str) -> String {
    let query = url.find('?').unwrap_or(url.len());
    let authority = url.find("://").map_or(0, |scheme| scheme + "://".len());
    let path = url.get(authority..query).and_then(|rest| rest.find('/')).map_or(query, |path| authority + path);
    let (origin, rest) = url.split_at(path);
    let (path, query) = rest.split_at(query - path);
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match dot_segment(segment) {
            Some(DotSegment::Here) => {}
            Some(DotSegment::Above) => segments.truncate(segments.len().saturating_sub(1).max(1)),
            None => segments.push(segment),
        }
    }
    if path.rsplit('/').next().and_then(dot_segment).is_some() {
        segments.push("");
    }
    format!("{origin}{}{query}", segments.join("/"))
}

/// A segment of a path that names no part of it (RFC 3986, section 3.3).
pub(crate) enum DotSegment {
    /// `.`
    Here,
    /// `..`
    Above,
}

/// Returns which dot segment this is, also where its dots are percent-encoded: so libraries take them that send URLs
/// (URL Standard, "double-dot URL path segment").
pub(crate) fn dot_segment(segment: &str) -> Option<DotSegment> {
    const LONGEST: usize = "%2e%2e".len();
    if segment.len() > LONGEST {
        return None;
    }
    match segment.to_ascii_lowercase().replace("%2e", ".").as_str() {
        "." => Some(DotSegment::Here),
        ".." => Some(DotSegment::Above),
        _ => None,
    }
}

/// Percent-encodes characters that servers leave bare in links although a URL cannot hold them.
fn clean(text: String) -> String {
    let is_left = |byte: u8| {
        byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
    };
    if text.bytes().all(is_left) {
        return text;
    }
    let mut url = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_left(byte) { url.push(byte.into()) } else { percent(byte, &mut url) }
    }
    url
}
