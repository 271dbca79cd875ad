//! The tables that say what a document lacks.
//!
//! ```toml
//! [api.library-client.parameters]
//! "GET /*" = ["include", "filter[*]"]
//! get_book = { "X-Branch" = { type = "string", in = "header", required = true } }
//!
//! [api.library-client.security]
//! schemes.token = { type = "bearer" }
//! required = ["token"]
//! ```

use toml::Spanned;
use toml::de::DeValue;

use crate::config::overrides::schema_type;
use crate::config::table::{ConfigTable, one_of};
use crate::repair::{
    AddedParameter, AddedScheme, Alternative, Located, OAuth2, ParameterPlace, SchemeKind, Security, Supplement,
};

/// Reads `parameters` and `security`.
pub(super) fn read(table: &mut ConfigTable<'_, '_>) -> Supplement {
    let parameters = parameters(table);
    let mut supplement = Supplement { parameters, ..Supplement::default() };
    if let Some(mut table) = table.inner("security") {
        for (name, value) in table.members("schemes") {
            supplement.schemes.extend(scheme(&mut table, name, value));
        }
        supplement.security = table.value("required").map(|value| security(&mut table, value));
        for (operation, value) in table.members("operations") {
            let security = security(&mut table, value);
            supplement.operation_security.push((operation, security));
        }
        table.finish();
    }
    supplement
}

/// Reads those of the table `repair`.
pub(super) fn repairs(table: &mut ConfigTable<'_, '_>, supplement: &mut Supplement) {
    supplement.operation_ids = texts(table, "operation-id");
    supplement.resource_types = texts(table, "resource-type");
    if let Some(mut table) = table.inner("media-type") {
        supplement.request_media_types = texts(&mut table, "requests");
        supplement.response_media_types = texts(&mut table, "responses");
        table.finish();
    }
}

/// Returns texts by the user's keys; empty ones are problems.
fn texts(table: &mut ConfigTable<'_, '_>, key: &'static str) -> Vec<(Located, String)> {
    let mut texts = Vec::new();
    for (place, text) in table.texts(key) {
        match text.get_ref().is_empty() {
            true => table.problem(text.span(), "this is empty", None),
            false => texts.push((place, text.into_inner())),
        }
    }
    texts
}

/// Reads the parameters of each selection of operations: a list of names, or a table with their types.
fn parameters(table: &mut ConfigTable<'_, '_>) -> Vec<AddedParameter> {
    let mut found = Vec::new();
    for (operations, value) in table.members("parameters") {
        match value.get_ref() {
            DeValue::Array(_) => {
                let usual = |name| AddedParameter {
                    operations: operations.clone(),
                    name,
                    place: ParameterPlace::Query,
                    ty: None,
                    required: false,
                    description: None,
                };
                found.extend(table.elements(value).into_iter().map(usual));
            }
            DeValue::Table(members) => {
                let inner = ConfigTable::new(members, value.span(), table.problems);
                for (name, value) in inner.entries() {
                    found.extend(parameter(table, &operations, name, value));
                }
            }
            _ => table.wrong_type(value, "a list of names, or a table,"),
        }
    }
    found
}

/// Reads a parameter: its type, or a table with that.
fn parameter(
    table: &mut ConfigTable<'_, '_>,
    operations: &Located,
    name: Located,
    value: &Spanned<DeValue<'_>>,
) -> Option<AddedParameter> {
    let operations = operations.clone();
    match value.get_ref() {
        DeValue::String(ty) => {
            let ty = Some(schema_type(table, &Spanned::new(value.span(), ty.to_string()))?);
            let place = ParameterPlace::Query;
            Some(AddedParameter { operations, name, place, ty, required: false, description: None })
        }
        DeValue::Table(members) => {
            let mut table = ConfigTable::new(members, value.span(), table.problems);
            let ty = table.text("type").and_then(|name| schema_type(&mut table, &name));
            let place =
                table.named("in", &ParameterPlace::NAMES, "there is no place of parameters").unwrap_or_default();
            let required = table.flag("required").unwrap_or(false);
            let description = table.text("description").map(Spanned::into_inner);
            table.finish();
            Some(AddedParameter { operations, name, place, ty, required, description })
        }
        _ => {
            table.wrong_type(value, "a type, or a table,");
            None
        }
    }
}

/// The kinds of credentials that a configuration can describe.
const SCHEMES: [&str; 6] = ["bearer", "basic", "header", "query", "cookie", "oauth2"];

fn scheme(table: &mut ConfigTable<'_, '_>, name: Located, value: &Spanned<DeValue<'_>>) -> Option<AddedScheme> {
    let Some(members) = value.get_ref().as_table() else {
        table.wrong_type(value, "a table");
        return None;
    };
    let mut table = ConfigTable::new(members, value.span(), table.problems);
    let ty = table.text("type");
    let description = table.text("description").map(Spanned::into_inner);
    let kind = match ty.as_ref().map(|ty| ty.get_ref().as_str()) {
        Some("bearer") => Some(SchemeKind::Bearer),
        Some("basic") => Some(SchemeKind::Basic),
        Some("header") => key(&mut table, ParameterPlace::Header),
        Some("query") => key(&mut table, ParameterPlace::Query),
        Some("cookie") => key(&mut table, ParameterPlace::Cookie),
        Some("oauth2") => oauth2(&mut table),
        Some(other) => {
            let message = format!("there is no type of credentials `{other}`");
            let at = ty.as_ref().map(Spanned::span).unwrap_or_default();
            table.problem(at, &message, Some(&one_of(other, &SCHEMES)));
            return None;
        }
        None => {
            let help = format!("write one of `{}`", SCHEMES.join("`, `"));
            table.problem(value.span(), "`type` is missing", Some(&help));
            return None;
        }
    };
    table.finish();
    Some(AddedScheme { name, kind: kind?, description })
}

/// Reads the name of the header field, parameter or cookie that has a key.
fn key(table: &mut ConfigTable<'_, '_>, place: ParameterPlace) -> Option<SchemeKind> {
    table.required("name").filter(|name| !name.is_empty()).map(|name| SchemeKind::Key(place, name))
}

fn oauth2(table: &mut ConfigTable<'_, '_>) -> Option<SchemeKind> {
    let oauth2 = OAuth2 {
        authorization_url: table.path("authorization-url"),
        token_url: table.path("token-url"),
        refresh_url: table.path("refresh-url"),
        scopes: table.texts("scopes").into_iter().map(|(scope, docs)| (scope.text, docs.into_inner())).collect(),
    };
    if oauth2.authorization_url.is_none() && oauth2.token_url.is_none() {
        table.problem(table.at.clone(), "`token-url` is missing", Some("write where tokens are issued"));
        return None;
    }
    Some(SchemeKind::OAuth2(oauth2))
}

/// Reads alternatives: the name of a scheme, or a table of schemes that are needed together, with their scopes.
fn security(table: &mut ConfigTable<'_, '_>, value: &Spanned<DeValue<'_>>) -> Security {
    let Some(elements) = value.get_ref().as_array() else {
        table.wrong_type(value, "a list of security schemes");
        return Security::new();
    };
    elements.iter().filter_map(|element| alternative(table, element)).collect()
}

fn alternative(table: &mut ConfigTable<'_, '_>, value: &Spanned<DeValue<'_>>) -> Option<Alternative> {
    match value.get_ref() {
        DeValue::String(name) => Some(vec![(Located { text: name.to_string(), at: value.span() }, Vec::new())]),
        DeValue::Table(members) => {
            let mut inner = ConfigTable::new(members, value.span(), table.problems);
            let schemes = inner.entries().into_iter();
            Some(schemes.map(|(name, scopes)| (name, texts_of(&mut inner, scopes))).collect())
        }
        _ => {
            table.wrong_type(value, "the name of a security scheme, or a table,");
            None
        }
    }
}

fn texts_of<'t>(table: &mut ConfigTable<'t, '_>, value: &'t Spanned<DeValue<'t>>) -> Vec<String> {
    table.elements(value).into_iter().map(|text| text.text).collect()
}
