//! Parameter objects.

use openapiv3::{ParameterData, QueryStyle};
use serde_json::{Map, Value, json};

use crate::source::Pointer;
use crate::spec::model::{Location, Parameter, SchemaId, Style};
use crate::spec::reader::{Reader, without};
use crate::spec::reference;

/// Reads the `parameters` of a path or an operation.
pub(super) fn read_all<'a>(reader: &mut Reader<'a>, owner: &'a Map<String, Value>, at: &Pointer) -> Vec<Parameter> {
    let Some(value) = owner.get("parameters") else { return Vec::new() };
    let at = at.key("parameters");
    let Some(list) = reader.list(value, &at, "`parameters`") else { return Vec::new() };
    list.iter().enumerate().filter_map(|(index, value)| read(reader, value, at.index(index))).collect()
}

fn read<'a>(reader: &mut Reader<'a>, value: &'a Value, at: Pointer) -> Option<Parameter> {
    let (at, value) = reference::follow(reader, value, at)?;
    let members = reader.object(value, &at, "a parameter")?;
    let schema = schema(reader, members, &at);
    let mut piece = without(members, |key| ["schema", "content", "example", "examples"].contains(&key));
    if members.contains_key("schema") || members.contains_key("content") {
        piece.insert("schema".to_owned(), json!({}));
    }
    let decoded: openapiv3::Parameter = reader.decode(piece, &at)?;
    let (location, style) = sent(&decoded);
    let ParameterData { name, description, required, deprecated, explode, .. } = decoded.parameter_data();
    let deprecated = deprecated.unwrap_or(false);
    Some(Parameter { at, name, location, required, deprecated, description, style, explode, schema })
}

/// Its schema, which may stand below `content`.
fn schema<'a>(reader: &mut Reader<'a>, members: &'a Map<String, Value>, at: &Pointer) -> Option<SchemaId> {
    if let Some(value) = members.get("schema") {
        return Some(reader.schema(at.key("schema"), value));
    }
    let (media_type, content) = members.get("content")?.as_object()?.iter().next()?;
    let value = content.get("schema")?;
    Some(reader.schema(at.key("content").key(media_type).key("schema"), value))
}

fn sent(parameter: &openapiv3::Parameter) -> (Location, Style) {
    match parameter {
        openapiv3::Parameter::Query { style: QueryStyle::Form, .. } => (Location::Query, Style::Form),
        openapiv3::Parameter::Query { style: QueryStyle::DeepObject, .. } => (Location::Query, Style::DeepObject),
        openapiv3::Parameter::Query { .. } => (Location::Query, Style::Other),
        openapiv3::Parameter::Header { .. } => (Location::Header, Style::Simple),
        openapiv3::Parameter::Path { .. } => (Location::Path, Style::Simple),
        openapiv3::Parameter::Cookie { .. } => (Location::Cookie, Style::Form),
    }
}
