//! Query parameters, in JSON:API's families.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::ir::{Annotations, Page, PagePointers, PageSize, PageStart, RequestPart, ResourceId, Type, TypeId};
use crate::source::Pointer;
use crate::words::words;

/// The query of an operation.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The names of those parameters of JSON:API's families that the document marks deprecated; others say it
    /// themselves.
    pub deprecated: BTreeSet<String>,
    /// The descriptions of the parameters of JSON:API's families whose values the document does not list, by the names of the
    /// parameters.
    pub docs: BTreeMap<String, String>,
    /// `fields[TYPE]`, and behind them `additional-fields[TYPE]` and the like.
    pub field_sets: Vec<FieldSet>,
    /// Where an object `fields` is described whose members, the types, are not named.
    pub open_fields: Option<Pointer>,
    /// `include`.
    pub include: Option<Include>,
    /// `sort`.
    pub sort: Option<Sort>,
    /// `filter`, where one parameter holds an expression or text.
    pub filter: Filter,
    /// Pagination; none where there is neither a parameter of pages nor a way to a next page.
    pub page: Option<Page>,
    /// Where its parameters are described.
    pub page_at: PagePointers,
    /// A free-form object parameter that stands for all of JSON:API's query families.
    pub free_form: Option<FreeForm>,
}

/// An exploded object parameter without named members: any query parameter may be sent.
#[derive(Debug, Clone)]
pub struct FreeForm {
    /// Where it is described.
    pub at: Pointer,
    /// Its name, which is never sent.
    pub name: String,
    /// The families that its text names; empty when it names none.
    pub families: Vec<QueryFamily>,
    /// How filters are written, if that is known.
    pub grammar: Option<FilterGrammar>,
    /// Whether pages are asked for by `page[number]` and `page[size]`.
    pub numbered_pages: bool,
}

/// The families of query parameters that JSON:API reserves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the family of that name")]
pub enum QueryFamily {
    Include,
    Fields,
    Sort,
    Page,
    Filter,
}

/// The way in which a request names fields of a resource type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldChoice {
    /// No other fields: `fields[TYPE]`.
    Only,
    /// Fields that are otherwise left out: `additional-fields[TYPE]` and the like.
    Additional,
}

impl FieldChoice {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Only, Self::Additional];
}

impl Query {
    /// Adds a parameter that names fields, behind the others of its choice.
    pub(crate) fn add_field_set(&mut self, set: FieldSet) {
        let position = self.field_sets.partition_point(|known| known.choice <= set.choice);
        self.field_sets.insert(position, set);
    }

    /// Returns the size of a page, if it can be told or is known.
    pub fn page_size(&self) -> Option<&PageSize> {
        self.page.as_ref()?.size.as_ref()
    }

    /// Returns where the first page begins, if that can be told.
    pub fn page_start(&self) -> Option<&PageStart> {
        self.page.as_ref()?.start.as_ref()
    }

    /// Returns the parameter that names fields of a resource type so.
    pub(crate) fn field_set(&self, choice: FieldChoice, resource_type: &str) -> Option<&FieldSet> {
        self.field_sets.iter().find(|set| set.choice == choice && set.resource_type == resource_type)
    }
}

/// A sparse fieldset parameter (JSON:API "Sparse Fieldsets").
#[derive(Debug, Clone)]
pub struct FieldSet {
    /// Whether it replaces the default fields or adds to them.
    pub choice: FieldChoice,
    /// Where it is described.
    pub at: Pointer,
    /// The whole parameter name, such as `fields[profile]`.
    pub parameter: String,
    /// The wire type between the brackets.
    pub resource_type: String,
    /// The fields that may be asked for; empty when the document lists none.
    pub values: Vec<String>,
    /// Whether it must be given.
    pub required: bool,
}

/// The `include` parameter (JSON:API "Inclusion of Related Resources").
#[derive(Debug, Clone)]
pub struct Include {
    /// Where it is described.
    pub at: Pointer,
    /// The relationship paths that may be asked for; empty when the document lists none.
    pub paths: Vec<String>,
    /// Whether it must be given.
    pub required: bool,
}

/// The `sort` parameter (JSON:API "Sorting").
#[derive(Debug, Clone)]
pub struct Sort {
    /// Where it is described.
    pub at: Pointer,
    /// Whether several keys may be given.
    pub many: bool,
    /// The fields, each once; empty when the document lists none.
    pub keys: Vec<SortKey>,
    /// Whether it must be given.
    pub required: bool,
}

/// A field to sort by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortKey {
    /// The field, without sign.
    pub field: String,
    /// Whether `field` is allowed.
    pub ascending: bool,
    /// Whether `-field` is allowed.
    pub descending: bool,
}

/// A filter of a collection by one parameter.
#[derive(Debug, Clone, Default)]
pub enum Filter {
    /// Not at all.
    #[default]
    None,
    /// One parameter holds an expression, such as `equals(status,"queued")`.
    Expression {
        /// Where it is described.
        at: Pointer,
        /// Where it is sent.
        place: FilterPlace,
        /// Whether it must be given.
        required: bool,
        /// The fields and their operators.
        fields: Vec<FilterField>,
        /// What told them.
        evidence: FilterEvidence,
        /// How the expression is spelled.
        grammar: FilterGrammar,
    },
    /// A filter parameter whose grammar the document does not tell.
    Opaque {
        /// Where it is described.
        at: Pointer,
        /// Where it is sent.
        place: FilterPlace,
        /// Whether it must be given.
        required: bool,
        /// What the document says of it.
        docs: Option<String>,
    },
}

impl Filter {
    /// Returns where it is described.
    pub fn at(&self) -> Option<&Pointer> {
        match self {
            Self::Expression { at, .. } | Self::Opaque { at, .. } => Some(at),
            Self::None => None,
        }
    }

    /// Returns where it is sent.
    pub fn place(&self) -> Option<&FilterPlace> {
        match self {
            Self::Expression { place, .. } | Self::Opaque { place, .. } => Some(place),
            Self::None => None,
        }
    }

    /// Returns whether it must be given.
    pub fn is_required(&self) -> bool {
        matches!(self, Self::Expression { required: true, .. } | Self::Opaque { required: true, .. })
    }

    /// Returns the fields of an expression; none where the document does not tell the grammar.
    pub fn fields(&self) -> &[FilterField] {
        match self {
            Self::Expression { fields, .. } => fields,
            Self::None | Self::Opaque { .. } => &[],
        }
    }
}

/// The place in a request that takes a filter expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterPlace {
    /// In this query parameter.
    Query(String),
    /// In this header.
    Header(String),
}

/// The evidence for the fields of a filter expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterEvidence {
    /// A vendor extension, value types included.
    Extension,
    /// The text of the parameter's description.
    Prose,
    /// The attributes and relationships of the resource: the service takes all of them.
    Resource,
}

words! {
    /// The grammar of a filter expression.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum FilterGrammar {
        /// `greater-or-equal(created,2024-01-01T00:00:00Z)`, `any(name,["a","b"])`.
        Hyphenated = "hyphenated",
        /// `greaterOrEqual(created,'2024-01-01T00:00:00Z')`, `any(name,'a','b')`; has `or` and `not`.
        CamelCase = "camel-case",
        /// `ge(created,2024-01-01T00:00:00Z)`, `in(name,(a,b))` (Resource Query Language); has `or` and `not`.
        Short = "short",
    }
}

impl FilterGrammar {
    /// Returns whether expressions are combined by `and`, `or` and `not`, and not by commas.
    pub fn has_logic(self) -> bool {
        self != Self::Hyphenated
    }
}

/// A field of a filter expression.
#[derive(Debug, Clone)]
pub struct FilterField {
    /// Its name on the wire, dotted paths included.
    pub wire: String,
    /// Its operators, in the document's order.
    pub operators: Vec<FilterOperator>,
    /// The type of the literal.
    pub value: FilterValue,
}

/// An operator of a filter field. The same name may be allowed with one value and with a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FilterOperator {
    /// Its name in the hyphenated spelling, such as `greater-or-equal`.
    pub name: String,
    /// How many literals it takes.
    pub arity: OperatorArity,
}

/// The number of literals that a filter operator takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OperatorArity {
    /// None: `has(field)`.
    None,
    /// The literal `null`: `equals(field,null)`.
    Null,
    /// One.
    Single,
    /// A list.
    List,
}

/// The type of a filter literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterValue {
    /// Quoted text.
    Text,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An RFC 3339 date-time, unquoted.
    DateTime,
    /// A string out of a list (an [`Enum`](crate::ir::Enum)).
    Enum(TypeId),
    /// The id of a resource of this type.
    Id(ResourceId),
    /// The document does not tell.
    Any,
}

/// A parameter of query, header or cookie that is an argument by itself.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Where it is described.
    pub at: Pointer,
    /// Its name on the wire.
    pub wire: String,
    /// The part of the request that it is in.
    pub kind: ParameterKind,
    /// Its type.
    pub ty: Type,
    /// Whether it must be given.
    pub required: bool,
    /// How its value is written.
    pub style: ParameterStyle,
    /// Whether it may be sent with an empty value (`allowEmptyValue`).
    pub allow_empty: bool,
    /// What the document says of it.
    pub docs: Option<String>,
    /// What the document says of it besides.
    pub annotations: Annotations,
}

impl Parameter {
    /// Returns the part of a request that it is.
    pub fn part(&self) -> RequestPart {
        let wire = self.wire.clone();
        match self.kind {
            ParameterKind::Filter | ParameterKind::Query => RequestPart::Query(wire),
            ParameterKind::Header => RequestPart::Header(wire),
            ParameterKind::Cookie => RequestPart::Cookie(wire),
        }
    }

    /// Returns what its values are of: the field of a filter, and of any other parameter its name.
    pub fn subject(&self) -> &str {
        match self.kind {
            ParameterKind::Filter => self.wire.split(['[', ']']).nth(1).unwrap_or(&self.wire),
            ParameterKind::Query | ParameterKind::Header | ParameterKind::Cookie => &self.wire,
        }
    }
}

/// The part of a request that a parameter is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterKind {
    /// `filter[field]` or `filter[field][operator]`, in the query.
    Filter,
    /// Any other parameter of the query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// The serialization of a parameter: its style, and the keywords of OpenAPI that go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterStyle {
    /// The style.
    pub form: ParameterForm,
    /// Whether the elements of a list and the members of an object are written one by one (`explode`).
    pub explode: bool,
    /// Whether reserved characters are written as they stand (`allowReserved`).
    pub reserved: bool,
}

/// The form of a parameter (OpenAPI "Style Values", and `content`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterForm {
    /// `a=1,2`; exploded `a=1&a=2`.
    Form,
    /// `a=1%202`.
    SpaceDelimited,
    /// `a=1%7C2`.
    PipeDelimited,
    /// `a[k]=v`.
    DeepObject,
    /// `1,2`.
    Simple,
    /// `.1,2`; exploded `.1.2`.
    Label,
    /// `;a=1,2`; exploded `;a=1;a=2`.
    Matrix,
    /// JSON text: the parameter has a `content` of JSON.
    Json,
}

impl ParameterStyle {
    /// Returns the form, neither exploded nor with reserved characters.
    pub const fn new(form: ParameterForm) -> Self {
        Self { form, explode: false, reserved: false }
    }
}

/// As RFC 6570 marks it: `*` where it is exploded, `+` where reserved characters stand.
impl fmt::Display for ParameterStyle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = match self.form {
            ParameterForm::Form => "form",
            ParameterForm::SpaceDelimited => "spaceDelimited",
            ParameterForm::PipeDelimited => "pipeDelimited",
            ParameterForm::DeepObject => "deepObject",
            ParameterForm::Simple => "simple",
            ParameterForm::Label => "label",
            ParameterForm::Matrix => "matrix",
            ParameterForm::Json => "json",
        };
        let (reserved, explode) = (if self.reserved { "+" } else { "" }, if self.explode { "*" } else { "" });
        write!(f, "{reserved}{form}{explode}")
    }
}
