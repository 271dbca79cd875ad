//! Short texts about parts of the model.

use super::surface::Surface;
use crate::ir::{
    Arity, EnumBase, IdRule, IdType, Relationship, ResourceId, StringFormat, Type, TypeDef, WriteRole, WriteView,
};

/// Returns a type, as a person would say.
pub(super) fn of_type(surface: &Surface<'_>, ty: &Type) -> String {
    match ty {
        Type::Bool => "true or false".to_owned(),
        Type::Integer => "a whole number".to_owned(),
        Type::Unsigned => "a whole number that is not negative".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::String(StringFormat::Text) => "text".to_owned(),
        Type::String(StringFormat::DateTime) => "a date-time".to_owned(),
        Type::String(StringFormat::Date) => "a date".to_owned(),
        Type::String(StringFormat::Binary) => "the content of a file".to_owned(),
        Type::String(StringFormat::Password) => "a password".to_owned(),
        Type::Constant(json) => format!("always {}", code(json)),
        Type::Json => "any JSON".to_owned(),
        Type::Object => "an object".to_owned(),
        Type::Foreign { path, .. } => format!("a {}", code(path)),
        Type::List(inner) => format!("a list of {}", of_type(surface, inner)),
        Type::Tuple(tuple) => {
            let places: Vec<String> = tuple.places.iter().map(|place| of_type(surface, place)).collect();
            let rest = tuple.rest.iter().map(|rest| format!("then any number of {}", of_type(surface, rest)));
            let parts: Vec<String> = places.into_iter().chain(rest).collect();
            format!("a list of, in this order, {}", parts.join(", "))
        }
        Type::Map(inner) => format!("an object whose members are {}", of_type(surface, inner)),
        Type::Nullable(inner) => format!("{} or null", of_type(surface, inner)),
        Type::Named(id) => of_definition(&surface.api.types[*id]).to_owned(),
        Type::Embedded { view, many } => {
            let wire = &surface.api.resources[surface.api.write_views[*view].resource].wire_type;
            if *many { format!("{} resources", code(wire)) } else { format!("a {} resource", code(wire)) }
        }
        Type::EmbeddedIdentifier { target, many } => {
            let wire = &surface.api.resources[*target].wire_type;
            if *many { format!("ids of {}", code(wire)) } else { format!("the id of a {}", code(wire)) }
        }
    }
}

/// Returns what an id is, as a person would say.
pub(super) fn of_id_type(id_type: IdType) -> &'static str {
    match id_type {
        IdType::Text => "text",
        IdType::Number => "a number",
        IdType::Any => "text or a number",
    }
}

/// Returns a definition, as a person would say.
pub(super) fn of_definition(definition: &TypeDef) -> &'static str {
    match definition {
        TypeDef::Enum(node) if node.base == EnumBase::Integer => "one of several numbers",
        TypeDef::Enum(_) => "one of several values",
        TypeDef::Record(_) => "an object with members",
        TypeDef::Union(_) => "one of several types",
        TypeDef::Filter(_) => "a filter",
    }
}

/// Returns the types of what is named; `None` where it may be of any.
pub(super) fn of_targets(surface: &Surface<'_>, targets: &[ResourceId]) -> Option<String> {
    let mut targets: Vec<&str> = targets.iter().map(|id| surface.api.resources[*id].wire_type.as_str()).collect();
    targets.sort_unstable();
    (!targets.is_empty()).then(|| targets.iter().map(code).collect::<Vec<_>>().join(" or "))
}

/// Returns what a relationship names.
pub(super) fn of_relationship(surface: &Surface<'_>, relationship: &Relationship) -> String {
    let targets = of_targets(surface, &relationship.targets).unwrap_or_else(|| "resources of any type".to_owned());
    if let Some(whole) = &relationship.whole {
        return of_type(surface, whole);
    }
    match relationship.arity {
        Arity::One => format!("one {targets}"),
        Arity::ZeroOrOne => format!("one {targets} or none"),
        Arity::Many => format!("any number of {targets}"),
        Arity::OneOrMany => format!("one {targets} or any number of them"),
        Arity::ZeroOneOrMany => format!("one {targets}, none, or any number of them"),
        Arity::Unknown => format!("links to {targets}"),
    }
}

/// Returns whether there is an id.
pub(super) fn of_id(rule: IdRule) -> &'static str {
    match rule {
        IdRule::Required => "always there",
        IdRule::Optional => "there or not",
        IdRule::None => "not described",
    }
}

/// Returns what a view is sent for.
pub(super) fn of_view(surface: &Surface<'_>, view: &WriteView) -> String {
    let wire = &surface.api.resources[view.resource].wire_type;
    match view.role {
        WriteRole::Create => format!("the request that creates a {}", code(wire)),
        WriteRole::Update => format!("the request that changes a {}", code(wire)),
    }
}

/// Texts in backticks, a comma between them.
pub(super) fn list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    texts.into_iter().map(code).collect::<Vec<_>>().join(", ")
}

/// Returns a text of a document between backticks, of which it has none itself: renderers may rely on it that
/// nothing of a document stands outside of backticks.
pub(super) fn code(text: impl AsRef<str>) -> String {
    format!("`{}`", text.as_ref().replace('`', "'"))
}
