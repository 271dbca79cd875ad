//! The types of attributes, parameters and bodies.

use std::collections::BTreeMap;

use crate::ir::{Annotations, FilterField, Id, ResourceId, WriteViewId};
use crate::source::Pointer;

/// The id of an enum, record or union.
pub type TypeId = Id<TypeDef>;

/// The type of a value on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A whole number that is not negative, of up to 64 bits (`format: uint64`).
    Unsigned,
    /// Any number.
    Number,
    /// Text.
    String(StringFormat),
    /// Exactly one value that the document fixes (a single-value enum, or in what is sent an object
    /// without members), as its JSON text: `"catalog-item"`, `false`, `400`, `{}`. Never an argument,
    /// never a field.
    Constant(String),
    /// Any JSON value.
    Json,
    /// A value of a type of another crate, which a configuration states.
    Foreign {
        /// The path of the type in Rust.
        path: String,
        /// What it is on the wire, as far as it has no names.
        wire: Box<Type>,
    },
    /// An object whose members the document does not name.
    Object,
    /// An array of values of one type.
    List(Box<Type>),
    /// An array whose first elements have a type each, by their place.
    Tuple(Box<Tuple>),
    /// An object whose members all have one type (`additionalProperties` with a schema).
    Map(Box<Type>),
    /// A value of a type, or null: only as an element of a list or the value of a map, in what is read, and as a place
    /// of a tuple. Whether a member may be null, its [`Presence`] says.
    Nullable(Box<Type>),
    /// An enum, record or union.
    Named(TypeId),
    /// A whole document inside a value that is sent: `{"data": {"type": .., "attributes": ..}}`, or a
    /// list of them in `data` when `many`. Users set the resources; the envelope is ours.
    Embedded {
        /// What is sent for each resource.
        view: WriteViewId,
        /// Whether `data` is a list.
        many: bool,
    },
    /// A document of identifiers inside a value that is sent: `{"data": {"type": .., "id": ..}}`.
    EmbeddedIdentifier {
        /// The resource type that is named.
        target: ResourceId,
        /// Whether `data` is a list.
        many: bool,
    },
}

impl Type {
    /// Returns whether plain text is a value of the type.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::String(format) if *format != StringFormat::Password)
    }

    /// Returns what a value is on the wire: of a type of another crate, the type it has in JSON.
    pub fn on_wire(&self) -> &Self {
        match self {
            Self::Foreign { wire, .. } => wire,
            other => other,
        }
    }
}

/// An array whose first elements have a type each, by their place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tuple {
    /// The types of the first elements.
    pub places: Vec<Type>,
    /// How many elements there are at least; in what is sent, the places behind may be left out.
    pub required: usize,
    /// The type of the elements behind; `None` where there may be none.
    pub rest: Option<Type>,
}

impl Tuple {
    /// The number of places up to which tuples of Rust can be printed, compared and cloned.
    pub const PLACES: usize = 12;

    /// Returns the types of all elements.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.places.iter().chain(&self.rest)
    }
}

/// The format of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StringFormat {
    /// No format that concerns us.
    Text,
    /// `date-time` (RFC 3339).
    DateTime,
    /// `date` (RFC 3339 full-date).
    Date,
    /// `binary`: the content of a file; only in multipart bodies.
    Binary,
    /// `password`: text that is never shown.
    Password,
}

/// An enum, record or union, with where it stands.
#[derive(Debug, Clone)]
pub enum TypeDef {
    /// Named values.
    Enum(Enum),
    /// An object with named members.
    Record(Record),
    /// One of several types.
    Union(Union),
    /// A filter expression; only in what is sent.
    Filter(BodyFilter),
}

impl TypeDef {
    /// Returns where the type is described.
    pub fn at(&self) -> &Pointer {
        match self {
            Self::Enum(node) => &node.at,
            Self::Record(node) => &node.at,
            Self::Union(node) => &node.at,
            Self::Filter(node) => &node.at,
        }
    }
}

/// A closed list of values in the document; always open in the client.
#[derive(Debug, Clone)]
pub struct Enum {
    /// Where it is described.
    pub at: Pointer,
    /// What the document says of it.
    pub docs: Option<String>,
    /// Whether the values are strings or whole numbers.
    pub base: EnumBase,
    /// The values, in the document's order, without `null` and without duplicates.
    pub values: Vec<String>,
    /// Names that the document gives to values, by value: its own words, not Rust's.
    pub names: BTreeMap<String, String>,
}

/// The JSON type of an enum's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnumBase {
    /// Strings.
    String,
    /// Whole numbers; `values` holds their decimal text.
    Integer,
}

/// A filter expression inside a value that is sent.
#[derive(Debug, Clone)]
pub struct BodyFilter {
    /// Where it is described.
    pub at: Pointer,
    /// How its clauses are put together.
    pub form: BodyFilterForm,
    /// The fields and their operators.
    pub fields: Vec<FilterField>,
}

/// The form of a filter's clauses in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFilterForm {
    /// A string: `and(a,b)`.
    Conjunction,
    /// A list of strings, a clause each.
    Clauses,
}

/// An object with named members.
#[derive(Debug, Clone)]
pub struct Record {
    /// Where it is described.
    pub at: Pointer,
    /// What the document says of it.
    pub docs: Option<String>,
    /// Its members, in the document's order. Those that cannot occur in the direction the record
    /// is used in (`readOnly` in what is sent, `writeOnly` in what is read) are not there.
    pub fields: Vec<Field>,
    /// The type of members that are not named, when the document gives one.
    pub rest: Option<Type>,
}

/// A member of an object.
#[derive(Debug, Clone)]
pub struct Field {
    /// Where it is described.
    pub at: Pointer,
    /// Its key on the wire.
    pub wire: String,
    /// Its type, without what `presence` says.
    pub ty: Type,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// What the document says of it.
    pub docs: Option<String>,
    /// What the document says of it besides.
    pub annotations: Annotations,
}

/// The presence of a member: absent and null are two things, because `PATCH` distinguishes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// Always there, may be null.
    Nullable,
    /// May be absent, never null.
    Optional,
    /// May be absent, may be null.
    OptionalNullable,
}

impl Presence {
    /// Returns the presence of a member by the two answers.
    pub fn new(required: bool, nullable: bool) -> Self {
        match (required, nullable) {
            (true, false) => Self::Required,
            (true, true) => Self::Nullable,
            (false, false) => Self::Optional,
            (false, true) => Self::OptionalNullable,
        }
    }

    /// Returns whether the member must be there.
    pub fn required(self) -> bool {
        matches!(self, Self::Required | Self::Nullable)
    }

    /// Returns whether the member may be null.
    pub fn nullable(self) -> bool {
        matches!(self, Self::Nullable | Self::OptionalNullable)
    }
}

/// One of several types (`oneOf`, `anyOf`, inheritance with a discriminator).
#[derive(Debug, Clone)]
pub struct Union {
    /// Where it is described.
    pub at: Pointer,
    /// What the document says of it.
    pub docs: Option<String>,
    /// The alternatives. The first whose tests all hold is taken.
    pub alternatives: Vec<Alternative>,
}

/// One alternative of a union.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// Where it is described.
    pub at: Pointer,
    /// Its type.
    pub ty: Type,
    /// What must hold of a value for this alternative to be taken, all of it. Decided when the
    /// client is generated; empty only for the last one, or where nothing tells members apart (then
    /// a diagnostic says so).
    pub when: Vec<Test>,
    /// Words to name the alternative by, best first: the constant of its tag (`send-email`), the
    /// JSON type (`string`). Wire text, not Rust names.
    pub label: Vec<String>,
}

/// A question about a JSON value that tells alternatives of a union apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Test {
    /// The value is of this JSON type.
    Is(JsonKind),
    /// The value is an object, and member `key` is a scalar equal to one of `values` (each as JSON
    /// text: `"text"`, `false`, `3`).
    Equals {
        /// The member's key.
        key: String,
        /// The values, as JSON text.
        values: Vec<String>,
    },
    /// The value is an object with this member, null or not.
    Has(String),
    /// The value is an object whose member `key` is of this JSON type.
    Member {
        /// The member's key.
        key: String,
        /// The JSON type of its value.
        kind: JsonKind,
    },
    /// The value is a string, or an integer, out of a list (a scalar enum among other strings).
    /// Values as JSON text.
    OneOf(Vec<String>),
    /// The value is an array whose first element is of this JSON type (or which is empty).
    ListOf(JsonKind),
    /// The value is an array whose element at `position` is a scalar equal to one of `values`.
    Element {
        /// The position, counted from 0.
        position: usize,
        /// The values, as JSON text.
        values: Vec<String>,
    },
    /// The value is an array of at most this many elements.
    AtMost(usize),
}

/// The JSON type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number without fraction or exponent.
    Integer,
    /// Any number (an integer is a number too).
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonKind {
    /// Returns the JSON type of a value, from its text.
    pub fn of(json: &str) -> Self {
        match json.as_bytes().first() {
            Some(b'"') => Self::String,
            Some(b't' | b'f') => Self::Bool,
            Some(b'n') => Self::Null,
            Some(b'[') => Self::Array,
            Some(b'{') => Self::Object,
            _ if json.contains(['.', 'e', 'E']) => Self::Number,
            _ => Self::Integer,
        }
    }

    /// Returns it in a word.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "list",
            Self::Object => "object",
        }
    }
}
