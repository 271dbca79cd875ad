//! Text that must not be seen, and is wiped from memory when it is dropped.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::{COOKIE, HeaderName};
use http::{Extensions, HeaderValue, Uri};
use zeroize::Zeroizing;

use super::super::query::{self, url};
use super::super::transport::HttpRequest;
use super::basic;

/// A key, a token or a password.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Returns the text. Whoever makes another text of it makes a secret of that.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Returns the text as the value of a header, which is wiped when the last request that carries it is gone.
    /// The connection's own buffers are out of reach. `None` when it holds what no header can.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let bytes = Bytes::from_owner(Zeroizing::new(self.0.as_bytes().to_vec()));
        let mut value = HeaderValue::from_maybe_shared(bytes).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

impl PartialEq for Secret {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// The secrets of a request besides its sensitive headers. An extension of the message, for transports that keep what
/// they send.
#[derive(Debug, Clone, Default)]
pub(crate) struct SentSecrets {
    /// The names of query parameters that carry credentials.
    pub(crate) parameters: Vec<Cow<'static, str>>,
    /// Texts that the OpenAPI document describes as secret (`format: password`).
    pub(crate) texts: Vec<Secret>,
}

impl SentSecrets {
    /// Notes secrets of a message.
    pub(crate) fn note(extensions: &mut Extensions, note: impl FnOnce(&mut Self)) {
        let mut secrets = extensions.remove::<Self>().unwrap_or_default();
        note(&mut secrets);
        extensions.insert(secrets);
    }
}

/// The parts of a message that carry its secrets, kept while it is on its way: an error must not print what echoes one.
#[derive(Debug, Clone)]
pub(crate) struct Carriers {
    headers: Vec<(HeaderName, HeaderValue)>,
    uri: Uri,
    noted: Option<SentSecrets>,
}

impl Carriers {
    /// Takes them from a message. Copies no text but what the document describes as secret.
    pub(crate) fn of(message: &HttpRequest) -> Self {
        let headers = message.headers().iter().filter(|(_, value)| value.is_sensitive());
        Self {
            headers: headers.map(|(name, value)| (name.clone(), value.clone())).collect(),
            uri: message.uri().clone(),
            noted: message.extensions().get::<SentSecrets>().cloned(),
        }
    }

    /// Returns whether one of the texts has one of the secrets in it, as it was sent or as it was before it was encoded.
    pub(crate) fn are_echoed_in<'t>(&self, texts: impl Iterator<Item = &'t [u8]>) -> bool {
        let noted = self.noted.iter();
        let described = noted.clone().flat_map(|noted| noted.texts.iter().cloned());
        let parameters = noted.flat_map(|noted| &noted.parameters).flat_map(|name| parameter_texts(&self.uri, name));
        let headers = self.headers.iter().flat_map(|(name, value)| header_texts(name, value));
        let secrets: Vec<Secret> = described.chain(parameters).chain(headers).flat_map(forms).collect();
        let mut texts = texts;
        texts.any(|text| {
            let decoded = if text.contains(&b'%') { url::decoded(text, false) } else { Vec::new() };
            secrets.iter().any(|secret| contains(text, secret.expose()) || contains(&decoded, secret.expose()))
        })
    }
}

/// Returns the secret texts of a header: the values of cookies, of Basic authentication also the password, and of any
/// other header what follows the scheme.
pub(crate) fn header_texts(name: &HeaderName, value: &HeaderValue) -> Vec<Secret> {
    let text = Zeroizing::new(String::from_utf8_lossy(value.as_bytes()).into_owned());
    match text.split_once(' ') {
        _ if name == COOKIE => text.split("; ").map(|pair| Secret::new(after_name(pair))).collect(),
        Some((scheme, text)) => {
            let pair = basic::decoded(text).filter(|_| scheme.eq_ignore_ascii_case("basic"));
            let password = pair.as_ref().and_then(|pair| pair.split_once(':')).map(|(_user, password)| password);
            [Some(text), pair.as_ref().map(|pair| pair.as_str()), password]
                .into_iter()
                .flatten()
                .map(Secret::new)
                .collect()
        }
        None => vec![Secret::new(text.as_str())],
    }
}

/// Returns the forms of a secret in which a text may have it: as it is, percent-encoded, and decoded.
pub(crate) fn forms(secret: Secret) -> [Secret; 3] {
    let encoded = Secret::new(query::encoded(secret.expose()));
    let decoded = Secret::new(url::decode(secret.expose()).unwrap_or_default());
    [secret, encoded, decoded]
}

/// Returns the values of a query parameter, as they stand.
fn parameter_texts(uri: &Uri, name: &str) -> Vec<Secret> {
    let pairs = uri.query().unwrap_or_default().split('&');
    let named = pairs.filter(|pair| {
        let of = pair.split('=').next().unwrap_or_default();
        url::decode(of).is_some_and(|of| of.eq_ignore_ascii_case(name))
    });
    named.map(|pair| Secret::new(after_name(pair))).collect()
}

/// Returns what follows the name of a pair.
pub(crate) fn after_name(pair: &str) -> &str {
    pair.split_once('=').map_or("", |(_, value)| value)
}

/// Returns a URL or a part of one with dots in the place of each segment of its path that has a secret text in it.
pub(crate) fn without_texts<'u>(url: &'u str, texts: &[Secret]) -> Cow<'u, str> {
    // Every call comes here, and hardly any has a secret.
    if texts.is_empty() {
        return Cow::Borrowed(url);
    }
    let (path, query) = url.split_at(url.find('?').unwrap_or(url.len()));
    let shown = |segment| {
        let decoded = Zeroizing::new(url::decoded(str::as_bytes(segment), false));
        if texts.iter().any(|text| contains(&decoded, text.expose())) { ".." } else { segment }
    };
    let path: Vec<&str> = path.split('/').map(shown).collect();
    Cow::Owned(format!("{}{query}", path.join("/")))
}

/// The shortest text that tells a secret wherever it stands: a shorter one may be part of a word by chance.
pub(crate) const TELLING: usize = 6;

/// Returns whether a text has a secret in it; a short one only as a word.
pub(crate) fn contains(text: &[u8], secret: &str) -> bool {
    let secret = secret.as_bytes();
    let is_end = |byte: Option<&u8>| !byte.is_some_and(u8::is_ascii_alphanumeric);
    let is_word = |start: usize| {
        let before = start.checked_sub(1).and_then(|position| text.get(position));
        is_end(before) && is_end(text.get(start + secret.len()))
    };
    let mut windows = text.windows(secret.len().max(1)).enumerate();
    windows.any(|(start, window)| window == secret && (secret.len() >= TELLING || is_word(start)))
}
