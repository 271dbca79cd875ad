//! Relationships: what is related, links and meta (JSON:API "Relationships").

use std::fmt;

use super::super::body::draft::OneOrMany;
use super::super::schema::shape::{Member, Shape};
use super::super::value::decode::{Decode, Input, Slot};
use super::super::value::id::Id;
use super::super::value::record::{Record, decode_record, view_record};
use super::super::value::serialize::read_value;
use super::super::value::values::{Map, Value};
use super::super::value::view::{See, View, Viewed};
use super::identifier::{Linkage, Related};
use super::links::Links;
use super::resource::{OtherMembers, ResourceType, see_with_rest};

/// The `data` of a relationship, if it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Sent<L> {
    /// The member was absent: the service says nothing about what is related.
    #[default]
    Absent,
    /// It was null: nothing is related.
    Null,
    /// It was this.
    Data(L),
}

/// A relationship to at most one resource.
///
/// ```rust,ignore
/// let owner = ToOne::<Profile>::of("P1");
/// assert_eq!(owner.id().map(Id::as_str), Some("P1"));
/// assert!(!ToOne::<Profile>::default().is_sent());
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct ToOne<T: Related> {
    /// What is related.
    pub data: Sent<Linkage<T>>,
    /// The links.
    pub links: Links,
    /// Anything else the service tells of the relationship.
    pub meta: Option<Value>,
    /// The members that JSON:API does not know, such as those of an extension (JSON:API "Extensions").
    pub rest: Map<Value>,
}

impl<T: Related> ToOne<T> {
    /// Makes a relationship to this resource, such as for a test: an id, or an
    /// [`AnyIdentifier`](super::super::AnyIdentifier) where any type may be related.
    pub fn of(id: impl Into<T::Identifier>) -> Self {
        Self { data: Sent::Data(Linkage::Identifier(id.into())), ..Self::default() }
    }

    /// Makes a relationship to nothing.
    pub fn none() -> Self {
        Self { data: Sent::Null, ..Self::default() }
    }

    /// Names the related resource; `None` when there is none, or it was not sent, or is broken.
    pub fn identifier(&self) -> Option<&T::Identifier> {
        match &self.data {
            Sent::Data(linkage) => linkage.identifier(),
            Sent::Absent | Sent::Null => None,
        }
    }
}

impl<T: ResourceType> ToOne<T> {
    /// Returns the id of the related resource; `None` when there is none, or it was not sent, or is broken.
    pub fn id(&self) -> Option<&Id<T>> {
        self.identifier().map(|identifier| &identifier.id)
    }
}

/// A relationship to any number of resources.
///
/// ```rust,ignore
/// let profile = klaviyo.profiles().get_profile("P1").send().await?;
/// for list in profile.data.relationships.lists.ids() {
///     println!("{list}");
/// }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct ToMany<T: Related> {
    /// What is related.
    pub data: Sent<Vec<Linkage<T>>>,
    /// The links.
    pub links: Links,
    /// Anything else the service tells of the relationship.
    pub meta: Option<Value>,
    /// The members that JSON:API does not know, such as those of an extension (JSON:API "Extensions").
    pub rest: Map<Value>,
}

impl<T: Related> ToMany<T> {
    /// Makes a relationship to these resources, such as for a test: ids, or
    /// [`AnyIdentifier`](super::super::AnyIdentifier)s where any type may be related.
    pub fn of(ids: impl IntoIterator<Item = impl Into<T::Identifier>>) -> Self {
        let linkages = ids.into_iter().map(|id| Linkage::Identifier(id.into())).collect();
        Self { data: Sent::Data(linkages), ..Self::default() }
    }

    /// Returns the elements of `data`, broken ones included; empty when it was not sent.
    pub fn linkages(&self) -> &[Linkage<T>] {
        match &self.data {
            Sent::Data(linkages) => linkages,
            Sent::Absent | Sent::Null => &[],
        }
    }

    /// Names the related resources; broken identifiers are left out.
    pub fn identifiers(&self) -> impl Iterator<Item = &T::Identifier> {
        self.linkages().iter().filter_map(Linkage::identifier)
    }
}

impl<T: ResourceType> ToMany<T> {
    /// Returns the ids of the related resources; broken identifiers are left out.
    pub fn ids(&self) -> impl Iterator<Item = &Id<T>> {
        self.identifiers().map(|identifier| &identifier.id)
    }
}

/// A relationship to one resource or to any number of them: the service says which by what it sends.
///
/// ```rust,ignore
/// let one = ToOneOrMany::<Profile>::of("P1");
/// let two = ToOneOrMany::<Profile>::of_many(["P1", "P2"]);
/// for profile in one.ids().chain(two.ids()) {
///     println!("{profile}");
/// }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct ToOneOrMany<T: Related> {
    /// What is related.
    pub data: Sent<OneOrMany<Linkage<T>>>,
    /// The links.
    pub links: Links,
    /// Anything else the service tells of the relationship.
    pub meta: Option<Value>,
    /// The members that JSON:API does not know, such as those of an extension (JSON:API "Extensions").
    pub rest: Map<Value>,
}

impl<T: Related> ToOneOrMany<T> {
    /// Makes a relationship to this resource, such as for a test.
    pub fn of(id: impl Into<T::Identifier>) -> Self {
        Self { data: Sent::Data(OneOrMany::One(Linkage::Identifier(id.into()))), ..Self::default() }
    }

    /// Makes a relationship to a list of resources, such as for a test.
    pub fn of_many(ids: impl IntoIterator<Item = impl Into<T::Identifier>>) -> Self {
        let linkages = ids.into_iter().map(|id| Linkage::Identifier(id.into())).collect();
        Self { data: Sent::Data(OneOrMany::Many(linkages)), ..Self::default() }
    }

    /// Returns the only one, or the elements of the list, broken ones included; empty when none was sent.
    pub fn linkages(&self) -> &[Linkage<T>] {
        match &self.data {
            Sent::Data(OneOrMany::One(linkage)) => std::slice::from_ref(linkage),
            Sent::Data(OneOrMany::Many(linkages)) => linkages,
            Sent::Absent | Sent::Null => &[],
        }
    }

    /// Names the related resources; broken identifiers are left out.
    pub fn identifiers(&self) -> impl Iterator<Item = &T::Identifier> {
        self.linkages().iter().filter_map(Linkage::identifier)
    }
}

impl<T: ResourceType> ToOneOrMany<T> {
    /// Returns the ids of the related resources; broken identifiers are left out.
    pub fn ids(&self) -> impl Iterator<Item = &Id<T>> {
        self.identifiers().map(|identifier| &identifier.id)
    }
}

impl<'a, T: Related> IntoIterator for &'a ToOneOrMany<T> {
    type Item = &'a Linkage<T>;
    type IntoIter = std::slice::Iter<'a, Linkage<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.linkages().iter()
    }
}

impl<'a, T: Related> IntoIterator for &'a ToMany<T> {
    type Item = &'a Linkage<T>;
    type IntoIter = std::slice::Iter<'a, Linkage<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.linkages().iter()
    }
}

/// The members of a relationship object, for reading and looking. The walk knows them without a table.
const MEMBERS: &Shape = &Shape::OpenRecord(
    &[
        Member::Optional("data", Shape::ANY),
        Member::Optional("links", Shape::OBJECT),
        Member::Optional("meta", Shape::ANY),
    ],
    Shape::ANY,
);

/// Implements what all relationships have in common.
macro_rules! relationships {
    ($($name:ident),*) => {$(
        impl<T: Related> $name<T> {
            /// Reads the `meta` as a type; `None` where there is none, or it is of another type.
            pub fn meta_as<M: Decode>(&self) -> Option<M> {
                read_value(self.meta.as_ref()?)
            }

            /// Returns whether the service said what is related, be it nothing.
            pub fn is_sent(&self) -> bool {
                !matches!(self.data, Sent::Absent)
            }
        }

        impl<T: Related> Default for $name<T> {
            fn default() -> Self {
                Self { data: Sent::Absent, links: Links::default(), meta: None, rest: Map::new() }
            }
        }

        impl<T: Related> Record for $name<T> {
            const SHAPE: &'static Shape = MEMBERS;

            fn read(&mut self, input: Input<'_>) {
                let Self { data, links, meta, rest } = self;
                input.open_fields(MEMBERS, &mut [data, links, meta], &mut OtherMembers(rest));
            }

            fn list(&self, see: See<'_>) {
                see_with_rest(&[&self.data, &self.links, &self.meta], &self.rest, see);
            }
        }

        impl<T: Related> Decode for $name<T> {
            const SHAPE: &'static Shape = &Shape::$name(T::TYPE);

            fn decode(slot: &mut Option<Self>, input: Input<'_>) {
                decode_record(slot, input);
            }
        }

        impl<T: Related> Viewed for $name<T> {
            fn view(&self) -> View<'_> {
                view_record(self, stringify!($name))
            }
        }

        impl<T: Related> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.view().fmt(f)
            }
        }
    )*};
}

relationships!(ToOne, ToMany, ToOneOrMany);

impl<T: Related> Slot for Sent<Linkage<T>> {
    fn decode(&mut self, input: Input<'_>) {
        if input.is_null() {
            *self = Self::Null;
        } else if let Some(linkage) = input.read() {
            *self = Self::Data(linkage);
        }
    }
}

impl<T: Related> Slot for Sent<Vec<Linkage<T>>> {
    fn decode(&mut self, input: Input<'_>) {
        if input.is_null() {
            *self = Self::Null;
        } else if input.node().is_object() {
            // One where a list is meant is taken for a list of one.
            input.mark_dirty();
            *self = input.read().map_or(Self::Absent, |linkage| Self::Data(vec![linkage]));
        } else if let Some(linkages) = input.read() {
            *self = Self::Data(linkages);
        }
    }
}

impl<T: Related> Slot for Sent<OneOrMany<Linkage<T>>> {
    fn decode(&mut self, input: Input<'_>) {
        if input.is_null() {
            *self = Self::Null;
        } else if input.node().is_object() {
            *self = input.read().map_or(Self::Absent, |linkage| Self::Data(OneOrMany::One(linkage)));
        } else if let Some(linkages) = input.read() {
            *self = Self::Data(OneOrMany::Many(linkages));
        }
    }
}

impl<L: Viewed> Viewed for OneOrMany<L> {
    fn view(&self) -> View<'_> {
        match self {
            Self::One(one) => one.view(),
            Self::Many(many) => many.view(),
        }
    }
}

impl<L: Viewed> Viewed for Sent<L> {
    fn view(&self) -> View<'_> {
        match self {
            Self::Absent => View::Absent("Absent"),
            Self::Null => View::Null,
            Self::Data(data) => View::Variant("Data", data),
        }
    }
}
