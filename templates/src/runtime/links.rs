//! Links of documents, resources and relationships (JSON:API "Document Links").

use std::borrow::Cow;

use serde::de::MapAccess;

use super::decode::{Decode, Members};
use super::shape::Shape;
use super::values::Object;

/// The links of a document, resource or relationship.
#[derive(Debug, Clone, Default)]
pub struct Links {
    entries: Vec<(Cow<'static, str>, Link)>,
}

impl Links {
    /// The URL of the link of this name; `None` when it was absent or null.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.link(name).map(|link| link.href.as_str())
    }

    /// The link of this name.
    pub fn link(&self, name: &str) -> Option<&Link> {
        self.entries.iter().find(|(key, _)| key == name).map(|(_, link)| link)
    }

    /// `self`: what this object can be fetched from.
    pub fn this(&self) -> Option<&str> {
        self.get("self")
    }

    /// `related`: what the related resources can be fetched from.
    pub fn related(&self) -> Option<&str> {
        self.get("related")
    }

    /// `first`: the first page.
    pub fn first(&self) -> Option<&str> {
        self.get("first")
    }

    /// `prev`: the page before this one.
    pub fn prev(&self) -> Option<&str> {
        self.get("prev")
    }

    /// `next`: the page after this one.
    pub fn next(&self) -> Option<&str> {
        self.get("next")
    }

    /// `last`: the last page.
    pub fn last(&self) -> Option<&str> {
        self.get("last")
    }

    /// All links by name, as they came.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Link)> {
        self.entries.iter().map(|(name, link)| (&**name, link))
    }
}

/// A link: a URL, or an object that holds one.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Link {
    /// The URL as it came. It may be relative.
    pub href: String,
    /// The whole object, where the link was one.
    pub object: Option<Box<Object>>,
}

impl Decode for Links {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn from_map<'de, A: MapAccess<'de>>(members: &mut Members<'_, A>) -> Result<Option<Self>, A::Error> {
        // Most objects have one link or two.
        let mut links = Self { entries: Vec::with_capacity(2) };
        while let Some(name) = members.next_key()? {
            let mut link = None;
            members.read(&mut link)?;
            links.entries.extend(link.map(|link| (known(name), link)));
        }
        Ok(Some(links))
    }
}

impl Decode for Link {
    const SHAPE: &'static Shape = Shape::ANY;

    fn from_text(value: &str) -> Option<Self> {
        Some(Self { href: value.to_owned(), object: None })
    }

    fn from_map<'de, A: MapAccess<'de>>(members: &mut Members<'_, A>) -> Result<Option<Self>, A::Error> {
        let object = Object::from_map(members)?;
        Ok(object.and_then(|object| {
            let href = object.get("href")?.as_str()?.to_owned();
            Some(Self { href, object: Some(Box::new(object)) })
        }))
    }
}

/// The names that JSON:API knows need no memory of their own.
fn known(name: Cow<'_, str>) -> Cow<'static, str> {
    const NAMES: [&str; 6] = ["self", "related", "first", "prev", "next", "last"];
    match NAMES.into_iter().find(|known| *known == name) {
        Some(known) => Cow::Borrowed(known),
        None => Cow::Owned(name.into_owned()),
    }
}
