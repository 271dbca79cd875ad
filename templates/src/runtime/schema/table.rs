//! What the OpenAPI document says of values, as data: one table per type.
//!
//! The tables of a client are constants ([`super::shape`]). Those of a program that reads a document live as long as it says.
//!
//! Decoding takes from them the names of members and the choice of a union's alternative, and nothing else. The walk
//! that reports how a response differs from the OpenAPI document goes by all of it.

use std::any;
use std::fmt;
use std::panic::RefUnwindSafe;

/// The described shape of a value.
#[derive(Debug)]
pub enum Shape<'t> {
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Bool,
    /// A whole number; `1.0` is one.
    Integer,
    /// A whole number that is not negative, of up to 64 bits.
    Unsigned,
    /// Any number.
    Number,
    /// Text. Formats are not checked.
    String,
    /// A calendar date, as text.
    Date,
    /// An instant, as text.
    DateTime,
    /// Text that is not to be shown.
    Secret,
    /// One of these strings.
    Enum(&'t [&'t str]),
    /// One of these whole numbers.
    IntegerEnum(&'t [i64]),
    /// Exactly this scalar, as JSON text: `"text"`, `false`, `400`.
    Constant(&'t str),
    /// An object with any members.
    Object,
    /// An array of values of one shape.
    List(&'t Self),
    /// An array whose first elements have a shape each.
    Tuple(&'t Places<'t>),
    /// An object whose members all have one shape.
    Map(&'t Self),
    /// An object with these members.
    Record(&'t [Member<'t>]),
    /// An object with these members; all others have one shape.
    OpenRecord(&'t [Member<'t>], &'t Self),
    /// One of several shapes. The first alternative whose tests all hold is taken.
    Union(&'t [Alternative<'t>]),
    /// A value of one shape, or null: an element of a list or the value of a map.
    Nullable(&'t Self),
    /// A relationship object whose `data` is one identifier or `null`.
    ToOne(Target<'t>),
    /// A relationship object whose `data` is a list of identifiers.
    ToMany(Target<'t>),
    /// A relationship object whose `data` is one identifier or a list of them.
    ToOneOrMany(Target<'t>),
    /// A relationship object that has more than the members that JSON:API names, or ids of another shape than text.
    Linked(&'t LinkageShape<'t>, &'t Self),
    /// What a type of another crate reads: the shape on the wire, the name of the type, and whether it reads a JSON
    /// text.
    Foreign(&'t Self, &'t str, fn(&str) -> bool),
    /// The shape that this gives: how a type that contains itself refers to itself, which a constant
    /// cannot.
    Recursive(&'t dyn Recursion),
}

impl<'t> Shape<'t> {
    /// Any JSON value.
    pub const ANY: &'t Self = &Self::Any;
    /// `true` or `false`.
    pub const BOOL: &'t Self = &Self::Bool;
    /// A whole number.
    pub const INTEGER: &'t Self = &Self::Integer;
    /// A whole number that is not negative, of up to 64 bits.
    pub const UNSIGNED: &'t Self = &Self::Unsigned;
    /// Any number.
    pub const NUMBER: &'t Self = &Self::Number;
    /// Text.
    pub const STRING: &'t Self = &Self::String;
    /// A calendar date.
    pub const DATE: &'t Self = &Self::Date;
    /// An instant.
    pub const DATE_TIME: &'t Self = &Self::DateTime;
    /// Text that is not to be shown.
    pub const SECRET: &'t Self = &Self::Secret;
    /// An object with any members.
    pub const OBJECT: &'t Self = &Self::Object;

    /// Returns the members that a record names; none of any other shape.
    pub(crate) const fn members(&self) -> &'t [Member<'t>] {
        match self {
            Self::Record(members) | Self::OpenRecord(members, _) => members,
            _ => &[],
        }
    }
}

/// The shapes of the elements of an array whose first ones have a shape each.
#[derive(Debug)]
pub struct Places<'t> {
    /// The shapes of the first elements.
    pub shapes: &'t [&'t Shape<'t>],
    /// How many elements there are at least.
    pub required: usize,
    /// The shape of the elements behind; `None` where there may be none.
    pub rest: Option<&'t Shape<'t>>,
}

/// Gives the shape of a type that contains itself: a function, where tables are constants.
pub trait Recursion: RefUnwindSafe + Send + Sync {
    /// Returns the shape.
    fn shape(&self) -> &Shape<'_>;

    /// Returns the name of what gives the shape, with that of the type that it is of.
    fn name(&self) -> &'static str {
        any::type_name::<Self>()
    }
}

impl<F: Fn() -> &'static Shape<'static> + RefUnwindSafe + Send + Sync> Recursion for F {
    fn shape(&self) -> &Shape<'_> {
        self()
    }
}

// The shape itself would be printed without end.
impl fmt::Debug for dyn Recursion + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// The resource type that an identifier must name; `None` where any type may stand.
pub(crate) type Target<'t> = Option<&'t str>;

/// A described member of an object: its key on the wire, and what its value is.
#[derive(Debug, Clone, Copy)]
pub enum Member<'t> {
    /// Always there, never null.
    Required(&'t str, &'t Shape<'t>),
    /// Always there, may be null.
    Nullable(&'t str, &'t Shape<'t>),
    /// May be absent, never null.
    Optional(&'t str, &'t Shape<'t>),
    /// May be absent, may be null.
    OptionalNullable(&'t str, &'t Shape<'t>),
}

impl<'t> Member<'t> {
    /// Returns its key on the wire.
    pub(crate) const fn name(&self) -> &'t str {
        self.parts().0
    }

    /// Returns what its value is.
    pub(crate) const fn shape(&self) -> &'t Shape<'t> {
        self.parts().1
    }

    /// Returns whether the member must be there.
    pub(crate) const fn is_required(&self) -> bool {
        matches!(self, Self::Required(..) | Self::Nullable(..))
    }

    /// Returns whether the member may be null.
    pub(crate) const fn is_nullable(&self) -> bool {
        matches!(self, Self::Nullable(..) | Self::OptionalNullable(..))
    }

    #[allow(dead_code, reason = "the search for mismatches alone does not need it")]
    /// Returns what the ids in the identifiers of a relationship are.
    pub(crate) const fn ids(&self) -> &'t Shape<'t> {
        match self.shape() {
            Shape::Linked(linkage, _) => linkage.ids,
            _ => Shape::STRING,
        }
    }

    const fn parts(&self) -> (&'t str, &'t Shape<'t>) {
        match self {
            Self::Required(name, shape)
            | Self::Nullable(name, shape)
            | Self::Optional(name, shape)
            | Self::OptionalNullable(name, shape) => (name, shape),
        }
    }
}

/// One alternative of a union.
#[derive(Debug)]
pub struct Alternative<'t> {
    /// What must hold of a value for this alternative to be taken, all of it.
    pub when: &'t [Test<'t>],
    /// What the value then is.
    pub shape: &'t Shape<'t>,
}

/// A question about a JSON value that tells the alternatives of a union apart.
#[derive(Debug)]
pub enum Test<'t> {
    /// The value is of this JSON type.
    Is(JsonKind),
    /// The value is an object in which this member is a scalar equal to one of these JSON texts.
    Equals(&'t str, &'t [&'t str]),
    /// The value is an object with this member, null or not.
    Has(&'t str),
    /// The value is an object in which this member is of this JSON type.
    Member(&'t str, JsonKind),
    /// The value is a scalar equal to one of these JSON texts.
    OneOf(&'t [&'t str]),
    /// The value is an array that is empty or whose first element is of this JSON type.
    ListOf(JsonKind),
    /// The value is an array whose element at this position is a scalar equal to one of these JSON texts.
    Element(usize, &'t [&'t str]),
    /// The value is an array of at most this many elements.
    AtMost(usize),
}

/// The JSON type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number without fraction or exponent.
    Integer,
    /// Any number; an integer is one too.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// The rule for the `id` of resource objects of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdRule {
    /// Each has one.
    Required,
    /// One may have none, or the OpenAPI document describes none.
    Optional,
}

/// The wire `type` of a resource, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeRule {
    /// There is one.
    Fixed,
    /// Any may come: the OpenAPI document tells none.
    Open,
}

/// The description of the resource objects of one type.
#[derive(Debug)]
pub struct ResourceShape<'t> {
    /// The wire `type`; where any may come, what the resource is called instead.
    pub kind: &'t str,
    /// Whether the wire `type` is known.
    pub type_rule: TypeRule,
    /// Whether they carry an `id`.
    pub id: IdRule,
    /// What their `id` is: text, or for some services a number.
    pub id_shape: &'t Shape<'t>,
    /// Whether a resource without `attributes` lacks something, if some attribute is required.
    pub requires_attributes: bool,
    /// The names of those members of JSON:API that may be null: `attributes` or `relationships`.
    pub nullable: &'t [&'t str],
    /// The members that they have beside those of JSON:API, such as those of an extension.
    pub others: &'t [Member<'t>],
    /// What their `meta` is, where it is described.
    pub meta: Option<&'t Shape<'t>>,
    /// Their attributes.
    pub attributes: &'t Shape<'t>,
    /// Their relationships.
    pub relationships: &'t Shape<'t>,
}

impl<'t> ResourceShape<'t> {
    /// Returns the wire `type`; `None` where any may come.
    pub(crate) fn target(&self) -> Target<'t> {
        match self.type_rule {
            TypeRule::Fixed => Some(self.kind),
            TypeRule::Open => None,
        }
    }
}

/// The description of a relationship object and of the identifiers in it, besides their targets.
#[derive(Debug, Clone, Copy)]
pub struct LinkageShape<'t> {
    /// What the ids of the identifiers are: text, or for some services a number.
    pub ids: &'t Shape<'t>,
    /// The other members that identifiers have, such as those of an extension, and `meta`.
    pub identifier: &'t [Member<'t>],
    /// The members that the relationship object has besides `data` and `links`.
    pub relationship: &'t [Member<'t>],
    /// Whether a list may also come as one identifier, or null.
    pub may_be_one: bool,
}

impl<'t> LinkageShape<'t> {
    /// Of identifiers whose ids are text, with nothing else.
    pub const TEXT: &'t Self = &Self { ids: Shape::STRING, identifier: &[], relationship: &[], may_be_one: false };
}

/// The description of a document, besides its primary data and the resources in `included`.
#[derive(Debug, Clone, Copy)]
pub struct DocumentShape<'t> {
    /// What its `meta` is, where it is described.
    pub meta: Option<&'t Shape<'t>>,
    /// The members that it has beside those of JSON:API, such as those of an extension.
    pub others: &'t [Member<'t>],
    /// The members of each result of a batch that are compared, besides `data`.
    pub of_result: &'t [Member<'t>],
    /// Whether `included` is an object of lists instead of a list.
    pub included_in_groups: bool,
    /// What the identifiers are that are its primary data.
    pub linkage: &'t LinkageShape<'t>,
    /// Whether a list of primary data may also come as one, or null.
    pub may_be_one: bool,
    /// Whether `included` may be null.
    pub included_is_nullable: bool,
}

impl<'t> DocumentShape<'t> {
    /// Of a document of which nothing else is described.
    pub const NOTHING: &'t Self = &Self {
        meta: None,
        others: &[],
        of_result: &[],
        included_in_groups: false,
        linkage: LinkageShape::TEXT,
        may_be_one: false,
        included_is_nullable: false,
    };
}

/// The described shape of a response's payload.
#[derive(Debug, Clone, Copy)]
pub enum PayloadShape<'t> {
    /// Nothing that could be checked: no body, or bytes of another media type.
    Opaque,
    /// A JSON value that is no JSON:API document.
    Json(&'t Shape<'t>),
    /// A JSON:API document.
    Document(DataShape<'t>),
    /// A JSON:API document, or another JSON value without `data`.
    DocumentOr(DataShape<'t>, &'t Shape<'t>),
    /// The results of a batch.
    Results,
}

/// The described shape of a document's primary data (JSON:API "Top Level").
#[derive(Debug, Clone, Copy)]
pub enum DataShape<'t> {
    /// There is none.
    None,
    /// One.
    One(PrimaryShape<'t>),
    /// One, or null.
    ZeroOrOne(PrimaryShape<'t>),
    /// A list.
    Many(PrimaryShape<'t>),
}

/// The described shape of an element of primary data.
#[derive(Debug, Clone, Copy)]
pub enum PrimaryShape<'t> {
    /// A resource of this type.
    Resource(&'t ResourceShape<'t>),
    /// A resource of one of these types.
    OneOf(&'t [&'t ResourceShape<'t>]),
    /// A resource of any type.
    AnyResource,
    /// An identifier.
    Identifier(Target<'t>),
}
