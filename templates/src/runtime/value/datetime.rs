//! Dates and times that keep the text they came as.
//!
//! A page is not lost to a bad date, and one that is not looked at costs nothing.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use super::super::schema::shape::Shape;
use super::decode::{Decode, Input};
use super::encode::Encode;
use super::values::Value;
use super::view::{View, Viewed};

/// A date and time, as text (RFC 3339, by the OpenAPI document).
///
/// ```rust,ignore
/// let created = DateTime::from("2026-07-15T12:00:00+02:00");
/// println!("{} is {}", created.as_str(), created.timestamp()?);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct DateTime(String);

impl DateTime {
    /// Returns the text as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the instant, to the nanosecond: further digits are cut off.
    ///
    /// The first and the last days that a date can have, by which services say "always" and "never"
    /// (`9999-12-31T23:59:59Z`), are beyond what a [`Timestamp`](jiff::Timestamp) holds: they are its
    /// [`MIN`](jiff::Timestamp::MIN) and [`MAX`](jiff::Timestamp::MAX). [`civil`](Self::civil) has them as they are.
    ///
    /// # Errors
    /// When the text is not a date and time, or has no offset. The hour 24 is not one of RFC 3339.
    #[inline]
    pub fn timestamp(&self) -> Result<jiff::Timestamp, jiff::Error> {
        self.0.parse().or_else(|error| timestamp(&self.0).ok_or(error))
    }

    /// Returns the date and time as written, whatever the offset, to the nanosecond.
    ///
    /// # Errors
    /// When the text is not a date and time.
    #[inline]
    pub fn civil(&self) -> Result<jiff::civil::DateTime, jiff::Error> {
        let text = self.0.trim_end_matches(['Z', 'z']);
        text.parse().or_else(|error| shortened(text).parse().map_err(|_| error))
    }
}

/// Returns the instant of a text that `jiff` does not take: one with more than nine digits of a second, or one outside
/// of what a timestamp holds.
fn timestamp(text: &str) -> Option<jiff::Timestamp> {
    let text = shortened(text);
    if let Ok(timestamp) = text.parse() {
        return Some(timestamp);
    }
    let zoned = text.find(['T', 't', ' ']).and_then(|time| text.get(time..))?;
    let offset = zoned.find(['Z', 'z', '+', '-'])?;
    let end = text.len() - zoned.len() + offset;
    let is_offset = matches!(zoned.get(offset..)?.len(), 1 | 3 | 5 | 6);
    let civil: jiff::civil::DateTime = text.get(..end)?.parse().ok()?;
    match civil.year() {
        9999 if is_offset => Some(jiff::Timestamp::MAX),
        -9999 if is_offset => Some(jiff::Timestamp::MIN),
        _ => None,
    }
}

/// Returns the text with nine digits of a second at most.
fn shortened(text: &str) -> String {
    let Some((before, fraction)) = text.split_once('.') else { return text.to_owned() };
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    let (kept, rest) = (fraction.get(..digits.min(9)), fraction.get(digits..));
    format!("{before}.{}{}", kept.unwrap_or_default(), rest.unwrap_or_default())
}

/// A calendar date, as text (RFC 3339 `full-date`, by the OpenAPI document).
///
/// ```rust,ignore
/// let day = Date::from("2026-12-24");
/// println!("{} is a {:?}", day.as_str(), day.date()?.weekday());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Date(String);

impl Date {
    /// Returns the text as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the date.
    ///
    /// # Errors
    /// When the text is no date.
    #[inline]
    pub fn date(&self) -> Result<jiff::civil::Date, jiff::Error> {
        self.0.parse()
    }
}

impl Decode for DateTime {
    const SHAPE: &'static Shape = Shape::DATE_TIME;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.string().map(Self);
    }
}

impl Decode for Date {
    const SHAPE: &'static Shape = Shape::DATE;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.string().map(Self);
    }
}

/// By the instant; texts without one come first. Of one instant, by the text.
impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |date: &Self| date.timestamp().ok();
        key(self).cmp(&key(other)).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the day; texts that are not a date come first. Of one day, by the text.
impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |date: &Self| date.date().ok();
        key(self).cmp(&key(other)).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Takes only what is a date and time; [`From<&str>`](From) takes any text.
impl FromStr for DateTime {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        let date = Self::from(text);
        date.timestamp().map(|_| ()).or_else(|_| date.civil().map(|_| ()))?;
        Ok(date)
    }
}

/// Takes only what is a date; [`From<&str>`](From) takes any text.
impl FromStr for Date {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        let date = Self::from(text);
        date.date()?;
        Ok(date)
    }
}

impl TryFrom<&DateTime> for SystemTime {
    type Error = jiff::Error;

    fn try_from(date: &DateTime) -> Result<Self, jiff::Error> {
        date.timestamp().and_then(Self::try_from)
    }
}

impl TryFrom<SystemTime> for DateTime {
    type Error = jiff::Error;

    fn try_from(time: SystemTime) -> Result<Self, jiff::Error> {
        jiff::Timestamp::try_from(time).map(Self::from)
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
