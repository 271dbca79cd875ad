//! Text that must not be seen, and is wiped from memory when it is dropped.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::{Extensions, HeaderValue};
use zeroize::Zeroizing;

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
    /// Returns the secret texts of a message: of its sensitive headers, without the scheme before them, and those that
    /// are described as such.
    pub(crate) fn values(message: &HttpRequest) -> Vec<Secret> {
        let headers = message.headers().values().filter(|value| value.is_sensitive());
        let credentials = headers.filter_map(|value| value.to_str().ok()?.rsplit(' ').next().map(Secret::new));
        let texts = message.extensions().get::<Self>().into_iter().flat_map(|noted| &noted.texts).cloned();
        credentials.chain(texts).collect()
    }

    /// Notes secrets of a message.
    pub(crate) fn note(extensions: &mut Extensions, note: impl FnOnce(&mut Self)) {
        let mut secrets = extensions.remove::<Self>().unwrap_or_default();
        note(&mut secrets);
        extensions.insert(secrets);
    }
}
