//! Resource `catalog-variant`.

use std::collections::BTreeMap;

use super::runtime::generated as rt;

/// The id of a [`Variant`].
pub type VariantId = rt::Id<Variant>;

/// Attributes of a `catalog-variant`.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Variant {
    /// What it is called.
    pub title: Option<String>,
    /// What it costs.
    pub price: Option<f64>,
    /// Whether it is for sale.
    pub published: Option<bool>,
    /// What happens when none is left.
    pub inventory_policy: Option<InventoryPolicy>,
    /// Names of the shop's own.
    pub labels: Option<BTreeMap<String, String>>,
    /// Anything the shop keeps with it.
    pub custom_metadata: Option<rt::Object>,
    /// Any one value.
    pub anything: Option<rt::Value>,
    /// Where it is kept.
    pub place: Option<Box<Place>>,
}

impl rt::Record for Variant {
    const SHAPE: &'static rt::Shape = &rt::Shape::Record(&[
        rt::Member::Required("title", rt::Shape::STRING),
        rt::Member::OptionalNullable("price", rt::Shape::NUMBER),
        rt::Member::Optional("published", rt::Shape::BOOL),
        rt::Member::Optional("inventory_policy", rt::shape::<InventoryPolicy>()),
        rt::Member::Optional("labels", rt::shape::<BTreeMap<String, String>>()),
        rt::Member::Optional("custom_metadata", rt::Shape::OBJECT),
        rt::Member::Optional("anything", rt::Shape::ANY),
        rt::Member::Optional("place", &rt::Shape::Recursive(&rt::shape::<Place>)),
    ]);

    fn read(&mut self, input: rt::Input<'_>) {
        input.fields(
            Self::SHAPE,
            &mut [
                &mut self.title, &mut self.price, &mut self.published, &mut self.inventory_policy, &mut self.labels,
                &mut self.custom_metadata, &mut self.anything, &mut self.place,
            ],
        );
    }

    fn list(&self, see: rt::See<'_>) {
        see(&[
            &self.title, &self.price, &self.published, &self.inventory_policy, &self.labels, &self.custom_metadata,
            &self.anything, &self.place,
        ]);
    }
}

rt::record!(Variant);

impl rt::ResourceType for Variant {
    const TYPE: &'static str = "catalog-variant";
    const ID: rt::IdRule = rt::IdRule::Required;
    type Id = VariantId;
    type Relationships = VariantRelationships;
}

/// Relationships of a `catalog-variant`.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct VariantRelationships {
    /// The variant it replaced.
    pub predecessor: rt::ToOne<Variant>,
    /// Who made it, of whatever type.
    pub maker: rt::ToOne<rt::Any>,
}

impl rt::Record for VariantRelationships {
    const SHAPE: &'static rt::Shape = &rt::Shape::Record(&[
        rt::Member::Optional("predecessor", rt::shape::<rt::ToOne<Variant>>()),
        rt::Member::Optional("maker", rt::shape::<rt::ToOne<rt::Any>>()),
    ]);

    fn read(&mut self, input: rt::Input<'_>) {
        input.fields(Self::SHAPE, &mut [&mut self.predecessor, &mut self.maker]);
    }

    fn list(&self, see: rt::See<'_>) {
        see(&[&self.predecessor, &self.maker]);
    }
}

rt::record!(VariantRelationships);

/// A place within other places.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Place {
    /// What it is called.
    pub name: Option<String>,
    /// The place around it.
    pub within: Option<Box<Place>>,
    /// What else is known of it.
    pub rest: BTreeMap<String, i64>,
}

impl rt::Record for Place {
    const SHAPE: &'static rt::Shape = &rt::Shape::OpenRecord(
        &[
            rt::Member::Required("kind", &rt::Shape::Constant("\"place\"")),
            rt::Member::Optional("name", rt::Shape::STRING),
            rt::Member::Optional("within", &rt::Shape::Recursive(&rt::shape::<Place>)),
        ],
        rt::Shape::INTEGER,
    );

    fn read(&mut self, input: rt::Input<'_>) {
        input.open_fields(Self::SHAPE, &mut [&mut (), &mut self.name, &mut self.within], &mut self.rest);
    }

    fn list(&self, see: rt::See<'_>) {
        see(&[&(), &self.name, &self.within, &self.rest]);
    }
}

rt::record!(Place);

/// What happens when none is left.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum InventoryPolicy {
    /// `0`
    Value0,
    /// `1`
    Value1,
    /// A value that the document does not list.
    Unknown(i64),
}

impl rt::IntegerEnumeration for InventoryPolicy {
    const VALUES: &'static [i64] = &[0, 1];

    fn from_wire(value: i64) -> Self {
        match value {
            0 => Self::Value0,
            1 => Self::Value1,
            other => Self::Unknown(other),
        }
    }

    fn as_i64(&self) -> i64 {
        match self {
            Self::Value0 => 0,
            Self::Value1 => 1,
            Self::Unknown(value) => *value,
        }
    }
}

rt::integer_enumeration!(InventoryPolicy);

/// What tells [`NewVariant`] from other resources that are sent.
pub enum NewVariantKind {}

/// A variant to be made.
pub type NewVariant = rt::Draft<NewVariantKind>;

impl NewVariant {
    /// With what every variant must have.
    pub fn new(title: impl Into<String>) -> Self {
        Self::arg_bare("catalog-variant").arg_set::<String>("title", title)
    }

    /// Sets `price`.
    pub fn price(self, price: impl Into<rt::Change<f64>>) -> Self {
        self.arg_set::<rt::Change<f64>>("price", price)
    }

    /// Sets `tags`.
    pub fn tags(self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.arg_list::<String>("tags", tags)
    }

    /// Sets `size`.
    pub fn size(self, size: impl Into<NewSize>) -> Self {
        self.arg_set::<NewSize>("size", size)
    }

    /// Sets the relationship `predecessor`.
    pub fn predecessor(self, predecessor: impl Into<rt::Change<VariantId>>) -> Self {
        self.arg_to_one_or_null::<VariantId>("predecessor", predecessor)
    }

    /// Sets the relationship `successors`.
    pub fn successors(self, successors: impl IntoIterator<Item = impl Into<VariantId>>) -> Self {
        self.arg_to_many::<VariantId>("successors", successors)
    }
}

/// The size of a variant to be made.
pub type NewSize = rt::Part<kinds::NewSize>;

impl NewSize {
    /// Without any member.
    pub fn new() -> Self {
        Self::arg_empty()
    }

    /// Sets `unit`.
    pub fn unit(self, unit: impl Into<rt::Change<String>>) -> Self {
        self.arg_set::<rt::Change<String>>("unit", unit)
    }
}

/// What tells the records that are sent apart.
#[doc(hidden)]
pub mod kinds {
    /// The kind of the record of that name.
    pub enum NewSize {}
}
