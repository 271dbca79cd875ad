//! Links of documents, resources and relationships (JSON:API "Document Links").

use std::fmt;

use super::super::schema::shape::{JsonKind, Shape};
use super::super::value::decode::{Decode, Input, Slot};
use super::super::value::values::{Object, Value};
use super::super::value::view::{View, Viewed};

/// The links of a document, resource or relationship.
///
/// ```rust,ignore
/// let page = klaviyo.profiles().get_profiles().send().await?;
/// println!("{:?}", page.links.next());
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Links {
    // Nearly every object has these two, and no others.
    this: Option<Link>,
    related: Option<Link>,
    others: Vec<(String, Link)>,
    // Nearly none has any.
    rest: Option<Box<Object>>,
}

impl Links {
    /// Returns the URL of the link of this name; `None` when it was absent or null.
    #[inline]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.link(name).map(|link| link.href.as_str())
    }

    /// Returns the link of this name.
    #[inline]
    pub fn link(&self, name: &str) -> Option<&Link> {
        self.iter().find(|(key, _)| *key == name).map(|(_, link)| link)
    }

    /// Returns `self`: where this object can be fetched.
    #[inline]
    pub fn this(&self) -> Option<&str> {
        self.get("self")
    }

    /// Returns `related`: where the related resources can be fetched.
    #[inline]
    pub fn related(&self) -> Option<&str> {
        self.get("related")
    }

    /// Returns `first`: the first page.
    #[inline]
    pub fn first(&self) -> Option<&str> {
        self.get("first")
    }

    /// Returns `prev`: the page before this one.
    #[inline]
    pub fn prev(&self) -> Option<&str> {
        self.get("prev")
    }

    /// Returns `next`: the page after this one.
    #[inline]
    pub fn next(&self) -> Option<&str> {
        self.get("next")
    }

    /// Returns `last`: the last page.
    #[inline]
    pub fn last(&self) -> Option<&str> {
        self.get("last")
    }

    /// Returns what stands among the links and is not one, by its name: `meta`, for example.
    #[inline]
    pub fn other(&self, name: &str) -> Option<&Value> {
        self.rest.as_ref()?.get(name)
    }

    /// Returns what stands among the links and is not one.
    #[inline]
    pub(crate) fn rest(&self) -> Option<&Object> {
        self.rest.as_deref()
    }

    #[inline]
    fn keep(&mut self, name: &str, value: Value) {
        self.rest.get_or_insert_default().insert(name.to_owned(), value);
    }

    /// Returns all links by name: `self`, `related`, and the others as they came.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Link)> {
        let this = self.this.iter().map(|link| ("self", link));
        let related = self.related.iter().map(|link| ("related", link));
        let others = self.others.iter().map(|(name, link)| (name.as_str(), link));
        this.chain(related).chain(others)
    }

    fn put(&mut self, name: &str, link: Option<Link>) {
        match name {
            "self" => self.this = link,
            "related" => self.related = link,
            name => self.others.extend(link.map(|link| (name.to_owned(), link))),
        }
    }
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Links");
        shown.field("this", &self.this).field("related", &self.related).field("others", &self.others);
        if let Some(rest) = &self.rest {
            shown.field("rest", rest);
        }
        shown.finish()
    }
}

impl From<Object> for Links {
    fn from(members: Object) -> Self {
        let mut links = Self::default();
        for (name, value) in members {
            match Link::from_value(value) {
                Ok(link) => links.put(&name, link),
                Err(value) => links.keep(&name, value),
            }
        }
        links
    }
}

/// Links by their names, such as `Links::from([("next", "/books?page=2")])`.
impl<N: AsRef<str>, U: Into<String>, const COUNT: usize> From<[(N, U); COUNT]> for Links {
    fn from(named: [(N, U); COUNT]) -> Self {
        let mut links = Self::default();
        for (name, href) in named {
            links.put(name.as_ref(), Some(Link { href: href.into(), object: None }));
        }
        links
    }
}

/// A link: a URL, or an object that holds one.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Link {
    /// The URL as it came. It may be relative.
    pub href: String,
    /// The whole object, where the link was one.
    pub object: Option<Box<Object>>,
}

impl Decode for Links {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        if input.is_object() {
            Slot::decode(slot.insert(Self::default()), input);
        }
    }
}

impl Slot for Links {
    fn decode(&mut self, input: Input<'_>) {
        for (name, link) in input.members().into_iter().flatten() {
            // A value in the place of a link that JSON:API names is a mistake of the service, which is reported.
            let is_link = NAMES.contains(&&*name) || is_link(link);
            match if is_link { None } else { link.value() } {
                Some(value) => self.keep(&name, value),
                None => self.put(&name, link.read()),
            }
        }
    }
}

/// The links that JSON:API names ("Links").
const NAMES: [&str; 7] = ["self", "related", "first", "prev", "next", "last", "describedby"];

/// Returns whether a value is a link, or null in the place of one.
fn is_link(input: Input<'_>) -> bool {
    match input.node().kind() {
        JsonKind::String | JsonKind::Null => true,
        JsonKind::Object => input.node().member("href").is_some_and(|href| href.kind() == JsonKind::String),
        _ => false,
    }
}

impl Viewed for Links {
    fn view(&self) -> View<'_> {
        View::Links(self)
    }
}

impl Decode for Link {
    const SHAPE: &'static Shape = Shape::ANY;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = if input.node().is_object() {
            input.read().and_then(Self::from_object)
        } else {
            input.node().string().map(|href| Self { href: href.into_owned(), object: None })
        };
        if slot.is_none() && !input.is_null() {
            input.mark_dirty();
        }
    }
}

impl Viewed for Link {
    fn view(&self) -> View<'_> {
        match &self.object {
            Some(object) => View::Object(object),
            None => View::Text(&self.href),
        }
    }
}

impl Link {
    /// Returns the link; null as none, and anything else as it came.
    fn from_value(value: Value) -> Result<Option<Self>, Value> {
        match value {
            Value::Null => Ok(None),
            Value::String(href) => Ok(Some(Self { href, object: None })),
            Value::Object(object) if object.get("href").is_some_and(Value::is_string) => Ok(Self::from_object(object)),
            other => Err(other),
        }
    }

    fn from_object(object: Object) -> Option<Self> {
        let href = object.get("href")?.as_str()?.to_owned();
        Some(Self { href, object: Some(Box::new(object)) })
    }
}
