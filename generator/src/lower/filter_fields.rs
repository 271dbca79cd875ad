//! The fields that a resource can be filtered by, where the service accepts all of its attributes and relationships.

use crate::ir::{
    Api, Arity, EnumBase, Field, FilterField, FilterOperator, FilterValue, OperatorArity, Relationship, ResourceId,
    StringFormat, Type, TypeDef,
};

/// Returns the id, the attributes and the relationships, each with the operators that its type allows.
pub(super) fn filter_fields(
    api: &Api,
    primary: &[ResourceId],
    attributes: &[&Field],
    relationships: &[&Relationship],
) -> Vec<FilterField> {
    let mut fields = vec![field("id", id_of(primary), &[EQUALS, ANY])];
    fields.extend(attributes.iter().filter_map(|attribute| of_attribute(api, attribute)));
    fields.extend(relationships.iter().flat_map(|relationship| of_relationship(relationship)));
    fields
}

/// Returns the type of the literals that a value of this type is compared with; `None` where it has no
/// order and no equality that could be written.
pub(super) fn literal(api: &Api, ty: &Type) -> Option<FilterValue> {
    match ty.on_wire() {
        Type::Bool => Some(FilterValue::Boolean),
        Type::Integer | Type::Unsigned => Some(FilterValue::Integer),
        Type::Number => Some(FilterValue::Number),
        Type::String(StringFormat::DateTime | StringFormat::Date) => Some(FilterValue::DateTime),
        Type::String(_) => Some(FilterValue::Text),
        Type::Named(id) => match &api.types[*id] {
            TypeDef::Enum(listed) if listed.base == EnumBase::String => Some(FilterValue::Enum(*id)),
            TypeDef::Enum(_) => Some(FilterValue::Integer),
            TypeDef::Record(_) | TypeDef::Union(_) | TypeDef::Filter(_) => None,
        },
        _ => None,
    }
}

type Operator = (&'static str, OperatorArity);

const EQUALS: Operator = ("equals", OperatorArity::Single);
const ANY: Operator = ("any", OperatorArity::List);
const NULL: Operator = ("equals", OperatorArity::Null);
const HAS: Operator = ("has", OperatorArity::None);
const CONTAINS: Operator = ("contains", OperatorArity::Single);
const STARTS_WITH: Operator = ("starts-with", OperatorArity::Single);
const ENDS_WITH: Operator = ("ends-with", OperatorArity::Single);
const LESS_THAN: Operator = ("less-than", OperatorArity::Single);
const LESS_OR_EQUAL: Operator = ("less-or-equal", OperatorArity::Single);
const GREATER_THAN: Operator = ("greater-than", OperatorArity::Single);
const GREATER_OR_EQUAL: Operator = ("greater-or-equal", OperatorArity::Single);

fn of_attribute(api: &Api, attribute: &Field) -> Option<FilterField> {
    let value = literal(api, &attribute.ty)?;
    let mut operators = match value {
        FilterValue::Boolean => vec![EQUALS],
        FilterValue::Integer | FilterValue::Number | FilterValue::DateTime => {
            vec![EQUALS, ANY, LESS_THAN, LESS_OR_EQUAL, GREATER_THAN, GREATER_OR_EQUAL]
        }
        FilterValue::Text => vec![EQUALS, ANY, CONTAINS, STARTS_WITH, ENDS_WITH],
        FilterValue::Enum(_) | FilterValue::Id(_) | FilterValue::Any => vec![EQUALS, ANY],
    };
    if attribute.presence.nullable() {
        operators.push(NULL);
    }
    Some(field(&attribute.wire, value, &operators))
}

/// Returns a to-many relationship by whether it names anything; a to-one relationship by what it names.
fn of_relationship(relationship: &Relationship) -> Vec<FilterField> {
    let name = &relationship.wire;
    let id = || field(&format!("{name}.id"), id_of(&relationship.targets), &[EQUALS, ANY]);
    match relationship.arity {
        Arity::Many | Arity::OneOrMany | Arity::ZeroOneOrMany => vec![field(name, FilterValue::Any, &[HAS])],
        Arity::One => vec![id()],
        Arity::ZeroOrOne => vec![field(name, FilterValue::Any, &[NULL]), id()],
        Arity::Unknown => Vec::new(),
    }
}

/// Returns the id of what is of one of these types.
fn id_of(types: &[ResourceId]) -> FilterValue {
    match types {
        [only] => FilterValue::Id(*only),
        _ => FilterValue::Text,
    }
}

fn field(wire: &str, value: FilterValue, operators: &[Operator]) -> FilterField {
    let operators = operators.iter().map(|(name, arity)| FilterOperator { name: (*name).to_owned(), arity: *arity });
    FilterField { wire: wire.to_owned(), operators: operators.collect(), value }
}
