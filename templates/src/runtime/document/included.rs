//! Included resources (JSON:API "Compound Documents"): kept as text, read when asked for.

use std::any;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::super::schema::shape::Shape;
use super::super::value::context::Context;
use super::super::value::decode::{Decode, Input, Slot};
use super::super::value::id::Id;
use super::super::value::values::Value;
use super::super::value::view::{View, Viewed};
use super::resource::{AnyResource, Resource, ResourceType, read_resource};

/// The resources that came along with the primary data.
///
/// Each is a slice of the response's bytes until it is asked for. What was read once is kept; clones
/// share it.
#[derive(Debug, Clone, Default)]
pub struct Included {
    store: Arc<Store>,
}

#[derive(Default)]
struct Store {
    entries: Vec<IncludedEntry>,
    /// Where a service sends an object of lists: the name of each list, and the position behind its last entry.
    groups: Vec<(String, usize)>,
    index: OnceLock<HashMap<Bytes, Entries>>,
    /// The text of the primary data, to which relationships lead, too.
    primary: Bytes,
    /// The same, split when it is first asked for.
    split: OnceLock<Box<Self>>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("entries", &self.entries).field("index", &self.index).finish()
    }
}

/// The entries of one wire type, by position.
#[derive(Debug, Default)]
struct Entries {
    all: Vec<usize>,
    by_id: HashMap<Bytes, usize>,
}

/// A resource: parts of the body, not copied.
struct IncludedEntry {
    raw: Bytes,
    /// The wire `type`; empty when there was none.
    kind: Bytes,
    /// The id; empty when there was none.
    id: Bytes,
    read: OnceLock<Result<Box<dyn any::Any + Send + Sync>, ResolveError>>,
}

impl fmt::Debug for IncludedEntry {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(text(&self.raw))
    }
}

impl Included {
    /// Reads the member `included`: a list, or for some services an object of lists.
    fn new(input: Input<'_>) -> Self {
        let mut store = Store::default();
        if input.node().is_array() {
            store.add(input);
        } else {
            for (name, list) in input.members().into_iter().flatten().filter(|(_, list)| list.node().is_array()) {
                store.add(list);
                store.groups.push((name.into_owned(), store.entries.len()));
            }
        }
        Self { store: Arc::new(store) }
    }

    /// Keeps the text of the primary data beside it.
    pub(crate) fn keep_primary(&mut self, text: Bytes) {
        if let Some(store) = Arc::get_mut(&mut self.store) {
            store.primary = text;
        }
    }

    /// Returns the resource of this `type` and id in the primary data, unread. `made` gives the text of primary data
    /// that did not come with a response.
    pub(crate) fn primary(&self, kind: &str, id: &str, made: &dyn Fn() -> Bytes) -> Option<AnyResource> {
        if self.store.primary.is_empty() {
            return Store::of_primary(&made()).find(kind, id).map(IncludedEntry::unread);
        }
        let split = self.store.split.get_or_init(|| Box::new(Store::of_primary(&self.store.primary)));
        split.find(kind, id).map(IncludedEntry::unread)
    }

    /// Returns how many resources came along.
    pub fn len(&self) -> usize {
        self.store.entries.len()
    }

    /// Returns whether none came along.
    pub fn is_empty(&self) -> bool {
        self.store.entries.is_empty()
    }

    /// Returns all of them, unread.
    pub fn iter(&self) -> impl Iterator<Item = AnyResource> + '_ {
        self.store.entries.iter().map(IncludedEntry::unread)
    }

    /// Returns the resources of each list by the name of the list, unread, where a service sends an object of lists in
    /// place of the list that JSON:API knows; nothing otherwise.
    pub fn groups(&self) -> impl Iterator<Item = (&str, Vec<AnyResource>)> {
        let starts = std::iter::once(0).chain(self.store.groups.iter().map(|(_, end)| *end));
        self.store.groups.iter().zip(starts).map(|((name, end), start)| {
            let entries = self.store.entries.get(start..*end).unwrap_or_default();
            (name.as_str(), entries.iter().map(IncludedEntry::unread).collect())
        })
    }

    /// Returns all of type `T`, in the order in which they came.
    ///
    /// ```rust,ignore
    /// let profile = klaviyo.profiles().get_profile("P1").include([GetProfileInclude::Lists]).send().await?;
    /// for list in profile.included.of::<List>() {
    ///     println!("{:?}", list?.attributes.name);
    /// }
    /// ```
    pub fn of<T: ResourceType>(&self) -> impl Iterator<Item = Result<&Resource<T>, ResolveError>> {
        let entries = self.store.index().get(T::TYPE.as_bytes()).map_or(&[][..], |entries| &entries.all);
        entries.iter().filter_map(|position| self.store.entries.get(*position)).map(IncludedEntry::read)
    }

    /// Returns the resource of type `T` with this id; `None` when it did not come along.
    ///
    /// ```rust,ignore
    /// let profile = klaviyo.profiles().get_profile("P1").include([GetProfileInclude::Lists]).send().await?;
    /// if let Some(list) = profile.included.get::<List>(&"L1".into()) {
    ///     println!("{:?}", list?.attributes.name);
    /// }
    /// ```
    pub fn get<T: ResourceType>(&self, id: &Id<T>) -> Option<Result<&Resource<T>, ResolveError>> {
        self.store.find(T::TYPE, id.as_str()).map(IncludedEntry::read)
    }

    /// Returns the resource of this `type` and id, unread; `None` when it did not come along.
    #[inline]
    pub fn any(&self, kind: &str, id: &str) -> Option<AnyResource> {
        self.store.find(kind, id).map(IncludedEntry::unread)
    }
}

impl FromIterator<AnyResource> for Included {
    fn from_iter<I: IntoIterator<Item = AnyResource>>(resources: I) -> Self {
        let entry = |resource: AnyResource| IncludedEntry {
            raw: resource.raw().clone(),
            kind: resource.kind().to_owned().into(),
            id: resource.id().to_owned().into(),
            read: OnceLock::new(),
        };
        let entries = resources.into_iter().map(entry).collect();
        Self { store: Arc::new(Store { entries, ..Store::default() }) }
    }
}

/// Whether the same resources came along, in the same order and the same lists.
impl PartialEq for Included {
    fn eq(&self, other: &Self) -> bool {
        self.store.groups == other.store.groups && self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Decode for Included {
    const SHAPE: &'static Shape = &Shape::List(Shape::OBJECT);

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = Some(Self::new(input));
    }
}

impl Slot for Included {
    fn decode(&mut self, input: Input<'_>) {
        *self = Self::new(input);
    }
}

impl Viewed for Included {
    fn view(&self) -> View<'_> {
        View::Included(self)
    }
}

impl Store {
    /// Adds the entries of a list.
    fn add(&mut self, list: Input<'_>) {
        let elements = list.elements().and_then(|elements| elements.with_room(size_of::<IncludedEntry>()));
        self.entries.extend(elements.into_iter().flatten().map(IncludedEntry::new));
    }

    /// Splits primary data.
    fn of_primary(text: &Bytes) -> Self {
        let Ok(cx) = Context::new(text, self::text(text)) else { return Self::default() };
        let input = Input::root(&cx);
        let entries = match input.node().is_array() {
            true => input.elements().into_iter().flatten().map(IncludedEntry::new).collect(),
            false => vec![IncludedEntry::new(input)],
        };
        Self { entries, ..Self::default() }
    }

    #[inline]
    fn find(&self, kind: &str, id: &str) -> Option<&IncludedEntry> {
        let position = self.index().get(kind.as_bytes())?.by_id.get(id.as_bytes())?;
        self.entries.get(*position)
    }

    fn index(&self) -> &HashMap<Bytes, Entries> {
        self.index.get_or_init(|| {
            let mut index = HashMap::<Bytes, Entries>::new();
            for (position, entry) in self.entries.iter().enumerate() {
                let entries = index.entry(entry.kind.clone()).or_default();
                entries.all.push(position);
                entries.by_id.entry(entry.id.clone()).or_insert(position);
            }
            index
        })
    }
}

impl IncludedEntry {
    fn new(input: Input<'_>) -> Self {
        let text = |name| input.member(name).and_then(|member| member.node().string_or_digits());
        let part = |text: Option<Cow<'_, str>>| match text {
            Some(Cow::Borrowed(text)) => input.cx().slice(text),
            Some(Cow::Owned(text)) => text.into(),
            None => Bytes::new(),
        };
        let raw = input.cx().slice(input.node().text());
        Self { raw, kind: part(text("type")), id: part(text("id")), read: OnceLock::new() }
    }

    #[inline]
    fn unread(&self) -> AnyResource {
        AnyResource::of_text(&self.raw)
    }

    fn read<T: ResourceType>(&self) -> Result<&Resource<T>, ResolveError> {
        let read = self.read.get_or_init(|| {
            let resource: Resource<T> = read_resource(&self.raw)?;
            Ok(Box::new(resource))
        });
        let resource = read.as_ref().map_err(ResolveError::clone)?;
        let other = || ResolveError::Unreadable("already read as another Rust type".to_owned());
        resource.downcast_ref().ok_or_else(other)
    }
}

/// Returns the text of an entry, which was cut out of text.
#[inline]
fn text(raw: &Bytes) -> &str {
    str::from_utf8(raw).unwrap_or_default()
}

/// Why an identifier did not lead to a resource.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ResolveError {
    /// The resource is neither included nor primary data. `include` asks for it.
    NotIncluded {
        /// The wire `type` of the resource.
        kind: String,
        /// The id of the resource.
        id: String,
    },
    /// The identifier names no resource of the described type. As it came.
    Broken(Value),
    /// The resource is of another type.
    OtherType {
        /// The wire `type` that was found.
        found: String,
        /// The wire `type` that was meant.
        expected: &'static str,
    },
    /// The text of the resource cannot be read, for this reason.
    Unreadable(String),
}

impl fmt::Display for ResolveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotIncluded { kind, id } => {
                write!(f, "the resource `{id}` of type `{kind}` is not in the document")
            }
            Self::Broken(value) => write!(f, "`{value}` does not identify a resource"),
            Self::OtherType { found, expected } => {
                write!(f, "the resource is of type `{found}`, not `{expected}`")
            }
            Self::Unreadable(reason) => write!(f, "the resource cannot be read: {reason}"),
        }
    }
}

impl std::error::Error for ResolveError {}
