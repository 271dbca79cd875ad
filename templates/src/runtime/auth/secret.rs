//! Text that must not be seen, and is wiped from memory when it is dropped.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::{COOKIE, HeaderName};
use http::{Extensions, HeaderValue, Uri};
use zeroize::Zeroizing;

use super::super::query::{self, url};
use super::super::transport::HttpRequest;

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
#[derive(Clone, Default)]
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

    /// Returns whether a body has one of the secrets in it, as it was sent or as it was before it was encoded.
    pub(crate) fn are_echoed_in(&self, body: &[u8]) -> bool {
        let noted = self.noted.iter();
        let described = noted.clone().flat_map(|noted| noted.texts.iter().cloned());
        let parameters = noted.flat_map(|noted| &noted.parameters).flat_map(|name| parameter_texts(&self.uri, name));
        let headers = self.headers.iter().flat_map(|(name, value)| header_texts(name, value));
        let mut secrets = described.chain(parameters).chain(headers);
        secrets.any(|secret| {
            let encoded = Zeroizing::new(query::encoded(secret.expose()));
            let decoded = Zeroizing::new(url::decode(secret.expose()).unwrap_or_default());
            [secret.expose(), encoded.as_str(), decoded.as_str()].iter().any(|text| contains(body, text))
        })
    }
}

/// Returns the secret texts of a header: the values of cookies, and of any other header what follows the scheme.
pub(crate) fn header_texts(name: &HeaderName, value: &HeaderValue) -> Vec<Secret> {
    let text = Zeroizing::new(String::from_utf8_lossy(value.as_bytes()).into_owned());
    match text.split_once(' ') {
        _ if name == COOKIE => text.split("; ").map(|pair| Secret::new(after_name(pair))).collect(),
        Some((_scheme, text)) => vec![Secret::new(text)],
        None => vec![Secret::new(text.as_str())],
    }
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

fn contains(body: &[u8], secret: &str) -> bool {
    let secret = secret.as_bytes();
    !secret.is_empty() && body.windows(secret.len()).any(|window| window == secret)
}
