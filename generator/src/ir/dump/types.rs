//! Types as text.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::ir::dump::operation::filter_field;
use crate::ir::dump::{Out, role};
use crate::ir::{Alternative, Api, Field, StringFormat, Test, Tuple, Type, TypeDef, TypeId, WriteViewId};
use crate::source::Pointer;

/// The names of types and write views.
pub(super) struct Labels {
    types: HashMap<TypeId, String>,
    views: HashMap<WriteViewId, String>,
}

impl Labels {
    pub(super) fn of(api: &Api) -> Self {
        let mut taken: HashMap<String, usize> = HashMap::new();
        let mut unique = |label: String| {
            let count = taken.entry(label.clone()).or_default();
            *count += 1;
            if *count == 1 { label } else { format!("{label}~{count}") }
        };
        let types = api.types.iter().map(|(id, definition)| (id, unique(short(definition.at())))).collect();
        let views = api
            .write_views
            .iter()
            .map(|(id, view)| (id, unique(format!("{} {}", role(view.role), api.resources[view.resource].wire_type))));
        Self { views: views.collect(), types }
    }

    /// Returns what a type is called.
    pub(super) fn ty(&self, id: TypeId) -> &str {
        self.types.get(&id).map_or("?", String::as_str)
    }

    /// Returns what a write view is called.
    pub(super) fn view(&self, id: WriteViewId) -> &str {
        self.views.get(&id).map_or("?", String::as_str)
    }

    /// Returns where something stands.
    pub(super) fn place(&self, at: &Pointer) -> String {
        format!("@{}", at.as_str())
    }
}

/// Returns a pointer as a path of names: components and properties without their keywords.
fn short(at: &Pointer) -> String {
    let text = at.as_str();
    let text = text.strip_prefix("/components/schemas/").unwrap_or(text);
    text.replace("/properties/", ".").replace("/items", "[]")
}

/// Prints a definition, with what it holds below.
pub(super) fn definition(api: &Api, labels: &Labels, id: TypeId, definition: &TypeDef, out: &mut Out) {
    match definition {
        TypeDef::Enum(listed) => out.line(0, format!("enum {}: {}", labels.ty(id), listed.values.join(", "))),
        TypeDef::Record(record) => {
            out.line(0, format!("record {}", labels.ty(id)));
            for one in &record.fields {
                out.line(1, field(api, labels, one));
            }
            if let Some(rest) = &record.rest {
                out.line(1, format!("*: {}", ty(api, labels, rest)));
            }
        }
        TypeDef::Filter(filter) => {
            out.line(0, format!("filter {} as {:?}", labels.ty(id), filter.form));
            for one in &filter.fields {
                out.line(1, filter_field(api, labels, one));
            }
        }
        TypeDef::Union(union) => {
            out.line(0, format!("union {}", labels.ty(id)));
            for one in &union.alternatives {
                out.line(1, alternative(api, labels, one));
            }
        }
    }
}

/// Returns a member.
pub(super) fn field(api: &Api, labels: &Labels, field: &Field) -> String {
    let absent = if field.presence.required() { "" } else { "?" };
    let null = if field.presence.nullable() { " | null" } else { "" };
    format!("{}{absent}: {}{null}{}", field.wire, ty(api, labels, &field.ty), field.annotations)
}

/// Returns a type.
pub(super) fn ty(api: &Api, labels: &Labels, ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Unsigned => "unsigned integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::String(format) => string(*format).to_owned(),
        Type::Constant(value) => format!("= {value}"),
        Type::Json => "json".to_owned(),
        Type::Foreign { path, wire } => format!("{path} as {}", self::ty(api, labels, wire)),
        Type::Object => "object".to_owned(),
        Type::List(item) => format!("[{}]", self::ty(api, labels, item)),
        Type::Tuple(tuple) => self::tuple(api, labels, tuple),
        Type::Map(value) => format!("{{{}}}", self::ty(api, labels, value)),
        Type::Nullable(inner) => format!("{} or null", self::ty(api, labels, inner)),
        Type::Named(id) => labels.ty(*id).to_owned(),
        Type::Embedded { view, many } => format!("document of {}{}", several(*many), labels.view(*view)),
        Type::EmbeddedIdentifier { target, many } => {
            format!("identifier of {}{}", several(*many), api.resources[*target].wire_type)
        }
    }
}

/// Returns a tuple: `(number, text?, ..json)`, with a question mark at places that may be left out.
fn tuple(api: &Api, labels: &Labels, tuple: &Tuple) -> String {
    let places = tuple.places.iter().enumerate().map(|(position, place)| {
        let mark = if position < tuple.required { "" } else { "?" };
        format!("{}{mark}", ty(api, labels, place))
    });
    let rest = tuple.rest.iter().map(|rest| format!("..{}", ty(api, labels, rest)));
    format!("({})", places.chain(rest).collect::<Vec<_>>().join(", "))
}

fn several(many: bool) -> &'static str {
    if many { "several " } else { "" }
}

fn string(format: StringFormat) -> &'static str {
    match format {
        StringFormat::Text => "text",
        StringFormat::DateTime => "date-time",
        StringFormat::Date => "date",
        StringFormat::Binary => "binary",
        StringFormat::Password => "password",
    }
}

fn alternative(api: &Api, labels: &Labels, alternative: &Alternative) -> String {
    let tests: Vec<String> = alternative.when.iter().map(test).collect();
    let when = if tests.is_empty() { "otherwise".to_owned() } else { format!("when {}", tests.join(" and ")) };
    let mut text = format!("{} {when}", ty(api, labels, &alternative.ty));
    let _ = write!(text, "  ({})", alternative.label.join(", "));
    text
}

fn test(test: &Test) -> String {
    match test {
        Test::Is(kind) => kind.noun().to_owned(),
        Test::Equals { key, values } => format!("{key} is {}", values.join(" or ")),
        Test::Has(key) => format!("has {key}"),
        Test::Member { key, kind } => format!("{key} is a {}", kind.noun()),
        Test::OneOf(values) => values.join(" or "),
        Test::ListOf(kind) => format!("list of {}", kind.noun()),
        Test::Element { position, values } => format!("element {position} is {}", values.join(" or ")),
        Test::AtMost(count) => format!("list of at most {count}"),
    }
}
