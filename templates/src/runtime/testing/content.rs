//! Bodies as recordings have them.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::value::RawValue;

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
            Self::Binary(bytes) => Some(("base64", text(&STANDARD.encode(bytes)))),
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
                    let bytes = STANDARD.decode(text()?);
                    return bytes
                        .map(|bytes| Self::Binary(bytes.into()))
                        .map_err(|error| format!("`base64` is not base 64: {error}"));
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
