//! Relationships: what is related, links and meta (JSON:API "Relationships").

use serde::de::{MapAccess, SeqAccess};

use super::super::schema::shape::Shape;
use super::super::value::decode::{Decode, Elements, Members};
use super::super::value::id::Id;
use super::super::value::record::{Field, FieldVisitor};
use super::super::value::values::Value;
use super::identifier::{Linkage, Related};
use super::links::Links;
use super::resource::ResourceType;

/// Whether a relationship's `data` was sent, and what it was.
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
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ToOne<T: Related> {
    /// What is related.
    pub data: Sent<Linkage<T>>,
    /// The links.
    pub links: Links,
    /// Anything else the service tells of the relationship.
    pub meta: Option<Value>,
}

impl<T: Related> ToOne<T> {
    /// Whether the service said what is related, be it nothing.
    pub fn is_sent(&self) -> bool {
        !matches!(self.data, Sent::Absent)
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
    /// The id of the related resource; `None` when there is none, or it was not sent, or is broken.
    pub fn id(&self) -> Option<&Id<T>> {
        self.identifier().map(|identifier| &identifier.id)
    }
}

/// A relationship to any number of resources.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ToMany<T: Related> {
    /// What is related.
    pub data: Sent<Vec<Linkage<T>>>,
    /// The links.
    pub links: Links,
    /// Anything else the service tells of the relationship.
    pub meta: Option<Value>,
}

impl<T: Related> ToMany<T> {
    /// Whether the service said what is related, be it nothing.
    pub fn is_sent(&self) -> bool {
        !matches!(self.data, Sent::Absent)
    }

    /// The elements of `data`, broken ones included; empty when it was not sent.
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
    /// The ids of the related resources; broken identifiers are left out.
    pub fn ids(&self) -> impl Iterator<Item = &Id<T>> {
        self.identifiers().map(|identifier| &identifier.id)
    }
}

impl<'a, T: Related> IntoIterator for &'a ToMany<T> {
    type Item = &'a Linkage<T>;
    type IntoIter = std::slice::Iter<'a, Linkage<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.linkages().iter()
    }
}

impl<T: Related> Default for ToOne<T> {
    fn default() -> Self {
        Self { data: Sent::Absent, links: Links::default(), meta: None }
    }
}

impl<T: Related> Default for ToMany<T> {
    fn default() -> Self {
        Self { data: Sent::Absent, links: Links::default(), meta: None }
    }
}

impl<T: Related> Decode for ToOne<T> {
    const SHAPE: &'static Shape = &Shape::ToOne(T::TYPE);

    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        let to_one = slot.insert(Self::default());
        while let Some(key) = members.next_key()? {
            match &*key {
                "data" => members.replace(&mut to_one.data)?,
                "links" => members.replace(&mut to_one.links)?,
                "meta" => members.read(&mut to_one.meta)?,
                _ => members.skip()?,
            }
        }
        Ok(())
    }
}

impl<T: Related> Decode for ToMany<T> {
    const SHAPE: &'static Shape = &Shape::ToMany(T::TYPE);

    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        let to_many = slot.insert(Self::default());
        while let Some(key) = members.next_key()? {
            match &*key {
                "data" => members.replace(&mut to_many.data)?,
                "links" => members.replace(&mut to_many.links)?,
                "meta" => members.read(&mut to_many.meta)?,
                _ => members.skip()?,
            }
        }
        Ok(())
    }
}

impl<V: FieldVisitor, T: Related> Field<V> for ToOne<T> {
    fn visit(&mut self, visitor: &mut V) -> Result<(), V::Error> {
        visitor.defaulted(self)
    }
}

impl<V: FieldVisitor, T: Related> Field<V> for ToMany<T> {
    fn visit(&mut self, visitor: &mut V) -> Result<(), V::Error> {
        visitor.defaulted(self)
    }
}

impl<T: Related> Decode for Sent<Linkage<T>> {
    const SHAPE: &'static Shape = Shape::ANY;

    fn from_null() -> Option<Self> {
        Some(Self::Null)
    }

    fn from_bool(value: bool) -> Option<Self> {
        Linkage::from_bool(value).map(Self::Data)
    }

    fn from_i64(value: i64) -> Option<Self> {
        Linkage::from_i64(value).map(Self::Data)
    }

    fn from_u64(value: u64) -> Option<Self> {
        Linkage::from_u64(value).map(Self::Data)
    }

    fn from_f64(value: f64) -> Option<Self> {
        Linkage::from_f64(value).map(Self::Data)
    }

    fn from_text(value: &str) -> Option<Self> {
        Linkage::from_text(value).map(Self::Data)
    }

    fn from_seq<'de, A: SeqAccess<'de>>(
        slot: &mut Option<Self>,
        elements: &mut Elements<'_, A>,
    ) -> Result<(), A::Error> {
        let mut linkage = None;
        Linkage::from_seq(&mut linkage, elements)?;
        *slot = linkage.map(Self::Data);
        Ok(())
    }

    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        let mut linkage = None;
        Linkage::from_map(&mut linkage, members)?;
        *slot = linkage.map(Self::Data);
        Ok(())
    }

    fn is_unknown(&self) -> bool {
        matches!(self, Self::Data(Linkage::Broken(_)))
    }
}

impl<T: Related> Decode for Sent<Vec<Linkage<T>>> {
    const SHAPE: &'static Shape = Shape::ANY;

    fn from_null() -> Option<Self> {
        Some(Self::Null)
    }

    fn from_seq<'de, A: SeqAccess<'de>>(
        slot: &mut Option<Self>,
        elements: &mut Elements<'_, A>,
    ) -> Result<(), A::Error> {
        let mut linkages = None;
        Vec::from_seq(&mut linkages, elements)?;
        *slot = linkages.map(Self::Data);
        Ok(())
    }

    // One where a list is meant is taken for a list of one.
    fn from_map<'de, A: MapAccess<'de>>(
        slot: &mut Option<Self>,
        members: &mut Members<'_, 'de, A>,
    ) -> Result<(), A::Error> {
        members.cx.mark_dirty();
        let mut linkage = None;
        Linkage::from_map(&mut linkage, members)?;
        *slot = linkage.map(|linkage| Self::Data(vec![linkage]));
        Ok(())
    }
}
