//! What the description says of values, as data: one static table per type.
//!
//! Decoding takes from them the names of members and the choice of a union's alternative, and nothing else. The walk
//! that reports how a response differs from its description goes by all of it.

use std::fmt;
use std::panic::RefUnwindSafe;

/// The described shape of a value.
#[derive(Debug)]
pub enum Shape {
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
    /// Text that is not to be shown.
    Secret,
    /// One of these strings.
    Enum(&'static [&'static str]),
    /// One of these whole numbers.
    IntegerEnum(&'static [i64]),
    /// Exactly this scalar, as JSON text: `"text"`, `false`, `400`.
    Constant(&'static str),
    /// An object with any members.
    Object,
    /// An array of values of one shape.
    List(&'static Self),
    /// An array whose first elements have a shape each.
    Tuple(&'static Places),
    /// An object whose members all have one shape.
    Map(&'static Self),
    /// An object with these members.
    Record(&'static [Member]),
    /// An object with these members; all others have one shape.
    OpenRecord(&'static [Member], &'static Self),
    /// One of several shapes. The first alternative whose tests all hold is taken.
    Union(&'static [Alternative]),
    /// A value of one shape, or null: an element of a list or the value of a map.
    Nullable(&'static Self),
    /// A relationship object whose `data` is one identifier or `null`.
    ToOne(Target),
    /// A relationship object whose `data` is a list of identifiers.
    ToMany(Target),
    /// A relationship object that has more than the members that JSON:API names, or ids of another shape than text.
    Linked(&'static LinkageShape, &'static Self),
    /// What a type of another crate reads: the shape on the wire, the name of the type, and whether it reads a JSON
    /// text.
    Foreign(&'static Self, &'static str, fn(&str) -> bool),
    /// The shape that this gives: how a type that contains itself refers to itself, which a constant
    /// cannot.
    Recursive(&'static dyn Recursion),
}

impl Shape {
    /// Any JSON value.
    pub const ANY: &'static Self = &Self::Any;
    /// `true` or `false`.
    pub const BOOL: &'static Self = &Self::Bool;
    /// A whole number.
    pub const INTEGER: &'static Self = &Self::Integer;
    /// A whole number that is not negative, of up to 64 bits.
    pub const UNSIGNED: &'static Self = &Self::Unsigned;
    /// Any number.
    pub const NUMBER: &'static Self = &Self::Number;
    /// Text, dates included.
    pub const STRING: &'static Self = &Self::String;
    /// Text that is not to be shown.
    pub const SECRET: &'static Self = &Self::Secret;
    /// An object with any members.
    pub const OBJECT: &'static Self = &Self::Object;

    /// Returns the members that a record names; none of any other shape.
    pub(crate) const fn members(&self) -> &'static [Member] {
        match self {
            Self::Record(members) | Self::OpenRecord(members, _) => members,
            _ => &[],
        }
    }
}

/// The shapes of the elements of an array whose first ones have a shape each.
#[derive(Debug)]
pub struct Places {
    /// The shapes of the first elements.
    pub shapes: &'static [&'static Shape],
    /// How many elements there are at least.
    pub required: usize,
    /// The shape of the elements behind; `None` where there may be none.
    pub rest: Option<&'static Shape>,
}

/// Gives the shape of a type that contains itself: a function, where tables are constants.
pub trait Recursion: RefUnwindSafe + Send + Sync {
    /// Returns the shape.
    fn shape(&self) -> &'static Shape;
}

impl<F: Fn() -> &'static Shape + RefUnwindSafe + Send + Sync> Recursion for F {
    fn shape(&self) -> &'static Shape {
        self()
    }
}

// The shape itself would be printed without end.
impl fmt::Debug for dyn Recursion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// The resource type that an identifier must name; `None` where any type may stand.
pub type Target = Option<&'static str>;

/// A described member of an object: its key on the wire, and what its value is.
#[derive(Debug, Clone, Copy)]
pub enum Member {
    /// Always there, never null.
    Required(&'static str, &'static Shape),
    /// Always there, may be null.
    Nullable(&'static str, &'static Shape),
    /// May be absent, never null.
    Optional(&'static str, &'static Shape),
    /// May be absent, may be null.
    OptionalNullable(&'static str, &'static Shape),
}

impl Member {
    /// Returns its key on the wire.
    pub(crate) const fn name(&self) -> &'static str {
        self.parts().0
    }

    /// Returns what its value is.
    pub(crate) const fn shape(&self) -> &'static Shape {
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
    pub(crate) const fn ids(&self) -> &'static Shape {
        match self.shape() {
            Shape::Linked(linkage, _) => linkage.ids,
            _ => Shape::STRING,
        }
    }

    const fn parts(&self) -> (&'static str, &'static Shape) {
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
pub struct Alternative {
    /// What must hold of a value for this alternative to be taken, all of it.
    pub when: &'static [Test],
    /// What the value then is.
    pub shape: &'static Shape,
}

/// A question about a JSON value that tells the alternatives of a union apart.
#[derive(Debug)]
pub enum Test {
    /// The value is of this JSON type.
    Is(JsonKind),
    /// The value is an object in which this member is a scalar equal to one of these JSON texts.
    Equals(&'static str, &'static [&'static str]),
    /// The value is an object with this member, null or not.
    Has(&'static str),
    /// The value is a scalar equal to one of these JSON texts.
    OneOf(&'static [&'static str]),
    /// The value is an array that is empty or whose first element is of this JSON type.
    ListOf(JsonKind),
    /// The value is an array whose element at this position is a scalar equal to one of these JSON texts.
    Element(usize, &'static [&'static str]),
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
    /// They do.
    Required,
    /// They may.
    Optional,
    /// The description knows none.
    None,
}

/// The wire `type` of a resource, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeRule {
    /// It is.
    Fixed,
    /// The OpenAPI document does not tell it: any may come.
    Open,
}

/// The description of the resource objects of one type.
#[derive(Debug)]
pub struct ResourceShape {
    /// The wire `type`; where any may come, what the resource is called instead.
    pub kind: &'static str,
    /// Whether the wire `type` is known.
    pub type_rule: TypeRule,
    /// Whether they carry an `id`.
    pub id: IdRule,
    /// What their `id` is: text, or for some services a number.
    pub id_shape: &'static Shape,
    /// Whether a resource without `attributes` lacks something, if some attribute is required.
    pub requires_attributes: bool,
    /// The members that they have beside those of JSON:API, such as those of an extension.
    pub others: &'static [Member],
    /// What their `meta` is, where it is described.
    pub meta: Option<&'static Shape>,
    /// Their attributes.
    pub attributes: &'static Shape,
    /// Their relationships.
    pub relationships: &'static Shape,
}

impl ResourceShape {
    /// Returns the wire `type`; `None` where any may come.
    pub(super) fn target(&self) -> Target {
        match self.type_rule {
            TypeRule::Fixed => Some(self.kind),
            TypeRule::Open => None,
        }
    }
}

/// The description of a relationship object and of the identifiers in it, besides their targets.
#[derive(Debug, Clone, Copy)]
pub struct LinkageShape {
    /// What the ids of the identifiers are: text, or for some services a number.
    pub ids: &'static Shape,
    /// The other members that identifiers have, such as those of an extension, and `meta`.
    pub identifier: &'static [Member],
    /// The members that the relationship object has besides `data` and `links`.
    pub relationship: &'static [Member],
}

impl LinkageShape {
    /// Of identifiers whose ids are text, with nothing else.
    pub const TEXT: &'static Self = &Self { ids: Shape::STRING, identifier: &[], relationship: &[] };
}

/// The description of a document, besides its primary data and the resources in `included`.
#[derive(Debug, Clone, Copy)]
pub struct DocumentShape {
    /// What its `meta` is, where it is described.
    pub meta: Option<&'static Shape>,
    /// The members that it has beside those of JSON:API, such as those of an extension.
    pub others: &'static [Member],
    /// The members of each result of a batch that are compared, besides `data`.
    pub of_result: &'static [Member],
    /// Whether `included` is an object of lists instead of a list.
    pub included_in_groups: bool,
    /// What the identifiers are that are its primary data.
    pub linkage: &'static LinkageShape,
}

impl DocumentShape {
    /// Of a document of which nothing else is described.
    pub const NOTHING: &'static Self =
        &Self { meta: None, others: &[], of_result: &[], included_in_groups: false, linkage: LinkageShape::TEXT };
}

/// The described shape of a response's payload.
#[derive(Debug, Clone, Copy)]
pub enum PayloadShape {
    /// Nothing that could be checked: no body, or bytes of another media type.
    Opaque,
    /// A JSON value that is no JSON:API document.
    Json(&'static Shape),
    /// A JSON:API document.
    Document(DataShape),
    /// The results of a batch.
    Results,
}

/// The described shape of a document's primary data (JSON:API "Top Level").
#[derive(Debug, Clone, Copy)]
pub enum DataShape {
    /// There is none.
    None,
    /// One.
    One(PrimaryShape),
    /// One, or null.
    ZeroOrOne(PrimaryShape),
    /// A list.
    Many(PrimaryShape),
}

/// The described shape of an element of primary data.
#[derive(Debug, Clone, Copy)]
pub enum PrimaryShape {
    /// A resource of this type.
    Resource(&'static ResourceShape),
    /// A resource of one of these types.
    OneOf(&'static [&'static ResourceShape]),
    /// A resource of any type.
    AnyResource,
    /// An identifier.
    Identifier(Target),
}
