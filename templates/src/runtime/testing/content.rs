//! Bodies as recordings have them.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::value::RawValue;

use super::super::auth::credential::base64;
use super::super::value::values::Value;

/// A body of a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Content {
    Empty,
    /// JSON, as it came.
    Json(String),
    /// Any other text.
    Text(String),
    Binary(Bytes),
}

impl Content {
    /// Takes a body for the first of these that it is.
    pub(super) fn new(bytes: &Bytes) -> Self {
        let Ok(text) = str::from_utf8(bytes) else { return Self::Binary(bytes.clone()) };
        match text.trim_matches([' ', '\t', '\r', '\n']) {
            _ if text.is_empty() => Self::Empty,
            json if serde_json::from_str::<&RawValue>(json).is_ok() => Self::Json(json.to_owned()),
            _ => Self::Text(text.to_owned()),
        }
    }

    /// Returns the member of a recording that has it, with the member's JSON.
    pub(super) fn member(&self) -> Option<(&'static str, Cow<'_, str>)> {
        let text = |text: &str| Cow::Owned(Value::from(text).to_string());
        match self {
            Self::Empty => None,
            Self::Json(json) => Some(("body", Cow::Borrowed(json))),
            Self::Text(plain) => Some(("text", text(plain))),
            Self::Binary(bytes) => Some(("base64", text(&base64(bytes)))),
        }
    }

    /// Reads the one of these members that is there.
    ///
    /// # Errors
    /// When it is not what a recorder writes.
    pub(super) fn read(members: &[(Cow<'_, str>, &str)]) -> Result<Self, String> {
        for (name, json) in members {
            let text = || serde_json::from_str(json).map_err(|_| format!("`{name}` is not text"));
            match &**name {
                "body" => return Ok(Self::Json((*json).to_owned())),
                "text" => return text().map(Self::Text),
                "base64" => {
                    let bytes = decoded(&text()?);
                    return bytes.map(Self::Binary).ok_or_else(|| "`base64` is not base 64".to_owned());
                }
                _ => {}
            }
        }
        Ok(Self::Empty)
    }

    /// Returns the bytes.
    pub(super) fn bytes(&self) -> Bytes {
        match self {
            Self::Empty => Bytes::new(),
            Self::Json(text) | Self::Text(text) => text.clone().into(),
            Self::Binary(bytes) => bytes.clone(),
        }
    }
}

/// Decodes base 64 (RFC 4648, section 4); `None` for any other text.
fn decoded(text: &str) -> Option<Bytes> {
    let letters = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(letters.len() / 4 * 3 + 2);
    for group in letters.chunks(4) {
        let mut bits = 0_u32;
        for position in 0..4 {
            let value = match group.get(position) {
                None => 0,
                Some(letter @ b'A'..=b'Z') => letter - b'A',
                Some(letter @ b'a'..=b'z') => letter - b'a' + 26,
                Some(digit @ b'0'..=b'9') => digit - b'0' + 52,
                Some(b'+') => 62,
                Some(b'/') => 63,
                Some(_) => return None,
            };
            bits = bits << 6 | u32::from(value);
        }
        // One letter has six bits, of which no byte is made.
        let count = group.len().checked_sub(1).filter(|count| *count > 0)?;
        bytes.extend(bits.to_be_bytes().into_iter().skip(1).take(count));
    }
    Some(bytes.into())
}
