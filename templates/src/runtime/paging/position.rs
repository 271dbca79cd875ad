//! A place in a collection, to go on there another time.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::json;

use super::super::error::Error;
use super::super::value::values::Value;

/// A place in a collection, to go on there another time, such as in another run of the program.
///
/// Prints, parses and serialises as one text. It holds the link to a page, or the cursor, number or offset of one,
/// the number of items of that page that were used, and where pages are counted, the number of items of a whole one. Like any
/// link, it may hold what was filtered by.
///
/// A text such as `{"link":"https://api.example.com/books?page%5Bnumber%5D=3","skip":7,"size":20}`.
///
/// ```rust,ignore
/// let mut profiles = klaviyo.profiles().get_profiles().items();
/// let first = profiles.try_next().await?;
/// if let Some(position) = profiles.position() {
///     let rest = klaviyo.profiles().get_profiles().items().resume_at(&position);
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Position {
    pub(crate) page: PagePosition,
    /// The number of items of the page that come before it.
    pub(crate) skip: usize,
    /// The number of items of the largest page, where it tells what comes before another one; 0 where it is not known.
    pub(crate) size: usize,
}

/// The position of a page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum PagePosition {
    /// The page that the call itself asks for.
    First,
    /// The page behind a link.
    Link(String),
    /// The page of this cursor, number or offset.
    At(String),
}

impl Position {
    fn from_json(json: &Value) -> Option<Self> {
        let skip = json.get("skip")?.as_u64()?.try_into().ok()?;
        let size = json.get("size").map_or(Some(0), |size| size.as_u64()?.try_into().ok())?;
        let page = match (json.get("link"), json.get("at")) {
            (Some(link), None) => PagePosition::Link(link.as_str()?.to_owned()),
            (None, Some(at)) => PagePosition::At(at.as_str()?.to_owned()),
            (None, None) => PagePosition::First,
            (Some(_), Some(_)) => return None,
        };
        Some(Self { page, skip, size })
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let skip = self.skip;
        let mut json = match &self.page {
            PagePosition::First => json!({ "skip": skip }),
            PagePosition::Link(link) => json!({ "link": link, "skip": skip }),
            PagePosition::At(at) => json!({ "at": at, "skip": skip }),
        };
        if let (Some(members), 1..) = (json.as_object_mut(), self.size) {
            members.insert("size".to_owned(), self.size.into());
        }
        write!(f, "{json}")
    }
}

impl FromStr for Position {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let json: Option<Value> = serde_json::from_str(text).ok();
        let position = json.as_ref().and_then(Self::from_json);
        position.ok_or_else(|| Error::Pagination {
            message: "it is not a position in a collection".to_owned(),
            link: text.to_owned(),
        })
    }
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text)
    }
}

struct Text;

impl Visitor<'_> for Text {
    type Value = Position;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a position in a collection, as text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Position, E> {
        text.parse().map_err(de::Error::custom)
    }
}
