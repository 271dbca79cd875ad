//! Dates and times that keep the text they came as.
//!
//! A page is not lost to a bad date, and one that is not looked at costs nothing.

use std::fmt;

use super::super::schema::shape::Shape;
use super::decode::{Decode, Input};
use super::encode::Encode;
use super::values::Value;
use super::view::{View, Viewed};

/// A date and time, as text (RFC 3339, by its description).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct DateTime(String);

impl DateTime {
    /// The text as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instant.
    ///
    /// # Errors
    /// When the text is no date and time, or has no offset.
    #[inline]
    pub fn timestamp(&self) -> Result<jiff::Timestamp, jiff::Error> {
        self.0.parse()
    }

    /// The date and time as written, whatever the offset.
    ///
    /// # Errors
    /// When the text is no date and time.
    #[inline]
    pub fn civil(&self) -> Result<jiff::civil::DateTime, jiff::Error> {
        self.0.trim_end_matches(['Z', 'z']).parse()
    }
}

/// A calendar date, as text (RFC 3339 `full-date`, by its description).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Date(String);

impl Date {
    /// The text as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The date.
    ///
    /// # Errors
    /// When the text is no date.
    #[inline]
    pub fn date(&self) -> Result<jiff::civil::Date, jiff::Error> {
        self.0.parse()
    }
}

impl Decode for DateTime {
    const SHAPE: &'static Shape = Shape::STRING;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.string().map(Self);
    }
}

impl Decode for Date {
    const SHAPE: &'static Shape = Shape::STRING;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.string().map(Self);
    }
}

impl Viewed for DateTime {
    fn view(&self) -> View<'_> {
        View::NamedText("DateTime", &self.0)
    }
}

impl Viewed for Date {
    fn view(&self) -> View<'_> {
        View::NamedText("Date", &self.0)
    }
}

impl Encode for DateTime {
    fn encode(self) -> Value {
        self.0.into()
    }
}

impl Encode for Date {
    fn encode(self) -> Value {
        self.0.into()
    }
}

impl From<&str> for DateTime {
    #[inline]
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for DateTime {
    #[inline]
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<jiff::Timestamp> for DateTime {
    #[inline]
    fn from(timestamp: jiff::Timestamp) -> Self {
        Self(timestamp.to_string())
    }
}

impl From<&str> for Date {
    #[inline]
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Date {
    #[inline]
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<jiff::civil::Date> for Date {
    #[inline]
    fn from(date: jiff::civil::Date) -> Self {
        Self(date.to_string())
    }
}

impl AsRef<str> for DateTime {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Date {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DateTime {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Date {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
