//! Query parameters, sorted into JSON:API's families.
//!
//! ```yaml
//! - {name: "filter[age][gt]", in: query, schema: {type: integer}}
//! - {name: page, in: query, style: deepObject, schema: {type: object, properties: {limit: {type: integer}}}}
//! ```
//!
//! becomes the per-field filter `age` with the operator `gt`, and the page size `page[limit]`.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diag::{Code, Diagnostic};
use crate::ir::{
    Annotations, FieldChoice, FieldSet, Include, PageStart, Parameter as IrParameter, ParameterForm, ParameterKind,
    ParameterStyle, Query, Sort, SortKey, StringFormat, Type, TypeDef,
};
use crate::lower::context::{Cx, Direction};
use crate::lower::media::{Treatment, of_media_type};
use crate::lower::paging::Paging;
use crate::lower::shape::{Group, Rest, ShapeKind};
use crate::lower::{filter, free_form, schema, text, union};
use crate::spec::{self, JsonType, Location, OBJECT_FAMILIES, Operation, Parameter, Style};

/// Returns the query of an operation, with its paging, and the parameters that are of no other family.
pub(super) fn lower(cx: &mut Cx<'_>, operation: &Operation, paging: Paging) -> (Query, Vec<IrParameter>) {
    let (mut query, mut filters, mut others) = (Query::default(), Vec::new(), Vec::new());
    let parameters = operation.parameters.iter().filter(|one| one.location == Location::Query);
    for described in parameters {
        // What is always the same is up to no caller, whatever it is called.
        if described.only.is_some() {
            others.push(other(cx, described));
            continue;
        }
        let is_paging = paging.takes(described);
        let is_family = is_paging || !matches!(family(&described.name), Family::FieldFilter | Family::Other);
        if described.deprecated && is_family {
            query.deprecated.insert(described.name.clone());
        }
        if is_paging {
            continue;
        }
        if let Some(open) = open_members(cx, described) {
            if described.name == "fields" {
                query.open_fields = Some(described.at.clone());
            }
            others.push(open);
        }
        for parameter in members(cx, described).iter().map(Cow::as_ref) {
            match family(&parameter.name) {
                Family::Fields(choice, of) => query.add_field_set(field_set(cx, parameter, choice, of)),
                Family::Include | Family::Sort if !may_be_texts(cx, parameter) => others.push(other(cx, parameter)),
                Family::Include => query.include = Some(include(cx, parameter)),
                Family::Sort => query.sort = Some(sort(cx, parameter)),
                Family::Filter if !is_text(cx, parameter) => others.push(other(cx, parameter)),
                Family::Filter => query.filter = filter::in_query(cx, operation, parameter),
                Family::FieldFilter => filters.push(field_filter(cx, parameter)),
                Family::Other if is_open_fields(cx, parameter) => {
                    query.open_fields = Some(parameter.at.clone());
                    others.push(other(cx, parameter));
                }
                Family::Other if is_free_form(cx, parameter) => query.free_form = Some(free_form::lower(cx, parameter)),
                Family::Other => others.push(other(cx, parameter)),
            }
        }
    }
    query.page = paging.page;
    query.page_at = paging.at;
    query.docs = family_docs(cx, operation, &query);
    (query, filters.into_iter().chain(others).chain(paging.others).collect())
}

/// Returns the descriptions of the parameters of JSON:API's families whose values are not listed, by their names: nothing
/// else tells what may be given.
fn family_docs(cx: &mut Cx<'_>, operation: &Operation, query: &Query) -> BTreeMap<String, String> {
    let is_unlisted = |name: &str| {
        let page = query.page.as_ref();
        let is_start = page.is_some_and(|page| page.start_parameter() == Some(name));
        let is_cursor = matches!(query.page_start(), Some(PageStart::Cursor(_)));
        let is_size = page
            .and_then(|page| page.size.as_ref())
            .is_some_and(|size| size.parameter() == Some(name) && size.maximum.is_none());
        query.field_sets.iter().any(|set| set.parameter == name && set.values.is_empty())
            || name == "include" && query.include.as_ref().is_some_and(|include| include.paths.is_empty())
            || name == "sort" && query.sort.as_ref().is_some_and(|sort| sort.keys.is_empty())
            || is_start && !is_cursor
            || is_size
    };
    let parameters =
        operation.parameters.iter().filter(|one| one.location == Location::Query && is_unlisted(&one.name));
    let described = parameters.filter_map(|one| Some((one.name.clone(), text::clean(&description(cx, one)?)?)));
    described.collect()
}

/// Returns a parameter, or the parameters that a `deepObject` of a JSON:API family stands for: `filter` with the
/// members `title` and `age: {gt}` is sent as `filter[title]` and `filter[age][gt]`.
fn members<'p>(cx: &mut Cx<'_>, parameter: &'p Parameter) -> Vec<Cow<'p, Parameter>> {
    let mut found = Vec::new();
    if is_object_family(parameter) {
        collect_members(cx, parameter, &mut found);
    }
    if found.is_empty() { vec![Cow::Borrowed(parameter)] } else { found.into_iter().map(Cow::Owned).collect() }
}

/// Returns the parameter for the members that a `deepObject` of a JSON:API family does not name, where it names some and may
/// have others.
fn open_members(cx: &mut Cx<'_>, parameter: &Parameter) -> Option<IrParameter> {
    let schema = parameter.schema.filter(|_| is_object_family(parameter))?;
    let shape = cx.shape(&Group::one(schema));
    let ShapeKind::Object(object) = &shape.kind else { return None };
    let ty = match &object.rest {
        _ if object.properties.is_empty() => return None,
        Rest::Of(each) => Type::Map(Box::new(schema::lower(cx, each, Direction::Write).ty)),
        Rest::Allowed => Type::Object,
        Rest::Unsaid | Rest::Forbidden => return None,
    };
    let style = style(cx, parameter, &ty);
    // Its own description is mostly of the members that have setters of their own.
    Some(IrParameter { required: false, docs: Some(OTHERS.to_owned()), style, ty, ..other(cx, parameter) })
}

/// The description of the members of a family that a document does not name.
const OTHERS: &str = "Members that have no method of their own, by their names.";

/// Returns whether a parameter is an object that stands for parameters of a JSON:API family.
fn is_object_family(parameter: &Parameter) -> bool {
    OBJECT_FAMILIES.contains(&parameter.name.as_str()) && parameter.style == Style::DeepObject
}

/// Collects the leaves of an object as parameters of their own. JSON:API names have two pairs of brackets at
/// most; what is deeper stays an object.
fn collect_members(cx: &mut Cx<'_>, parameter: &Parameter, found: &mut Vec<Parameter>) {
    let Some(schema) = parameter.schema else { return };
    let shape = cx.shape(&Group::one(schema));
    let ShapeKind::Object(object) = &shape.kind else { return };
    for (key, group) in &object.properties {
        let Some(schema) = group.0.first().map(|part| part.id()) else { continue };
        let inner = cx.shape(group);
        // OpenAPI does not say how lists inside of a `deepObject` are written: commas are what JSON:API recommends.
        let has_parts = match &inner.kind {
            ShapeKind::Object(_) => true,
            ShapeKind::Array(Some(items)) => !matches!(cx.shape(items).kind, ShapeKind::Scalar(_) | ShapeKind::Any),
            ShapeKind::Union(members) => union::flattened(cx, members).0.iter().any(|one| cx.is_object(&one.group)),
            _ => false,
        };
        let (style, explode) = if has_parts { (Style::DeepObject, None) } else { (Style::Form, Some(false)) };
        let member = Parameter {
            at: inner.at.clone(),
            name: format!("{}[{key}]", parameter.name),
            required: parameter.required && object.required.contains(key),
            deprecated: parameter.deprecated || inner.notes.deprecated,
            description: inner.notes.docs.or(inner.docs).map(str::to_owned),
            style,
            explode,
            schema: Some(schema),
            ..parameter.clone()
        };
        let count = found.len();
        if member.name.matches('[').count() < 2 {
            collect_members(cx, &member, found);
        }
        if found.len() == count {
            found.push(member);
        }
    }
}

/// A parameter's family, by its name alone.
enum Family<'a> {
    Fields(FieldChoice, &'a str),
    Include,
    Sort,
    Filter,
    FieldFilter,
    Other,
}

fn family(name: &str) -> Family<'_> {
    match (name, brackets(name)) {
        ("include", _) => Family::Include,
        ("sort", _) => Family::Sort,
        ("filter", _) => Family::Filter,
        (_, Some(("fields", of, None))) if !of.is_empty() => Family::Fields(FieldChoice::Only, of),
        (_, Some(("filter", ..))) => Family::FieldFilter,
        (_, Some((prefix, of, None))) if prefix.ends_with("-fields") || prefix.ends_with("_fields") => {
            Family::Fields(FieldChoice::Additional, of)
        }
        _ => Family::Other,
    }
}

/// Splits `prefix[first]` or `prefix[first][second]`.
fn brackets(name: &str) -> Option<(&str, &str, Option<&str>)> {
    let (prefix, rest) = name.split_once('[')?;
    let inner = rest.strip_suffix(']')?;
    match inner.split_once("][") {
        Some((first, second)) => Some((prefix, first, Some(second))),
        None => Some((prefix, inner, None)),
    }
}

fn field_set(cx: &mut Cx<'_>, parameter: &Parameter, choice: FieldChoice, of: &str) -> FieldSet {
    let values = listed(cx, parameter).0;
    if !values.is_empty() {
        // The fields are an enum of the type, also where nothing else of the document is about that.
        cx.resource(of, &parameter.at);
    }
    FieldSet {
        choice,
        at: parameter.at.clone(),
        parameter: parameter.name.clone(),
        resource_type: of.to_owned(),
        values,
        required: parameter.required,
    }
}

/// Returns whether a parameter may hold the texts that JSON:API separates by commas: an object, a number or a truth value
/// is something else, whatever it is called.
fn may_be_texts(cx: &mut Cx<'_>, parameter: &Parameter) -> bool {
    let Some(schema) = parameter.schema else { return true };
    match &cx.shape(&Group::one(schema)).kind {
        ShapeKind::Object(object) => object.properties.is_empty(),
        ShapeKind::Scalar(scalar) => matches!(scalar.json_type, None | Some(JsonType::String)),
        _ => true,
    }
}

fn include(cx: &mut Cx<'_>, parameter: &Parameter) -> Include {
    Include { at: parameter.at.clone(), paths: listed(cx, parameter).0, required: parameter.required }
}

fn sort(cx: &mut Cx<'_>, parameter: &Parameter) -> Sort {
    let (values, several) = listed(cx, parameter);
    // Text that lists no values holds several keys: JSON:API separates them by commas ("Sorting").
    let many = several || values.is_empty();
    let mut keys: Vec<SortKey> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for value in &values {
        let (field, down) = value.strip_prefix('-').map_or((value.as_str(), false), |field| (field, true));
        let place = *places.entry(field).or_insert_with(|| {
            keys.push(SortKey { field: field.to_owned(), ascending: false, descending: false });
            keys.len() - 1
        });
        if let Some(key) = keys.get_mut(place) {
            key.ascending |= !down;
            key.descending |= down;
        }
    }
    Sort { at: parameter.at.clone(), many, keys, required: parameter.required }
}

/// Returns the values that a parameter lists, and whether it takes several.
fn listed(cx: &mut Cx<'_>, parameter: &Parameter) -> (Vec<String>, bool) {
    let Some(schema) = parameter.schema else { return (Vec::new(), false) };
    let shape = cx.shape(&Group::one(schema));
    match &shape.kind {
        ShapeKind::Array(Some(items)) => (values(&cx.shape(items).kind), true),
        ShapeKind::Array(None) | ShapeKind::Tuple(_) => (Vec::new(), true),
        kind => match shape.notes.bounds.pattern.as_deref().and_then(joined) {
            Some(values) => (values, true),
            None => (values(kind), false),
        },
    }
}

/// Returns the values of which a pattern lets any number be joined by commas, as in `^(a|b)(,(a|b))*$`.
fn joined(pattern: &str) -> Option<Vec<String>> {
    let inner = pattern.strip_prefix("^(")?.strip_suffix("))*$")?;
    let (first, others) = inner.split_once(")(,(")?;
    let is_name = |name: &String| {
        let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
        !name.is_empty() && name.chars().all(is_plain)
    };
    let values: Vec<String> = first.split('|').map(|name| name.replace("\\.", ".").replace("\\-", "-")).collect();
    (first == others && values.iter().all(is_name)).then_some(values)
}

fn values(kind: &ShapeKind<'_>) -> Vec<String> {
    let ShapeKind::Scalar(scalar) = kind else { return Vec::new() };
    let mut known = HashSet::new();
    let texts = scalar.values.iter().flatten().filter_map(|value| value.as_str());
    texts.filter(|text| known.insert(*text)).map(str::to_owned).collect()
}

/// Returns whether the value of a parameter is one text, as filter expressions are.
pub(super) fn is_text(cx: &mut Cx<'_>, parameter: &Parameter) -> bool {
    let is_plain = matches!(parameter.style, Style::Form | Style::Simple) && parameter.media_type.is_none();
    let Some(schema) = parameter.schema.filter(|_| is_plain) else { return is_plain };
    match &cx.shape(&Group::one(schema)).kind {
        ShapeKind::Any => true,
        ShapeKind::Scalar(scalar) => {
            scalar.values.is_none() && matches!(scalar.json_type, Some(JsonType::String) | None)
        }
        ShapeKind::Array(_)
        | ShapeKind::Tuple(_)
        | ShapeKind::Object(_)
        | ShapeKind::Union(_)
        | ShapeKind::Contradiction(_) => false,
    }
}

/// Returns a per-field filter. The elements of one whose name ends in `[]` are written one by one.
fn field_filter(cx: &mut Cx<'_>, parameter: &Parameter) -> IrParameter {
    let mut lowered = IrParameter { kind: ParameterKind::Filter, ..other(cx, parameter) };
    if parameter.name.ends_with("[]") && parameter.explode.is_none() {
        lowered.style.explode |= is_composite(cx, &lowered.ty);
    }
    lowered
}

/// Returns an exploded object without named members: its own name is never sent, any parameter is.
fn is_free_form(cx: &mut Cx<'_>, parameter: &Parameter) -> bool {
    let Some(schema) = parameter.schema else { return false };
    let exploded = parameter.style == Style::Form && parameter.explode.unwrap_or(true);
    match &cx.shape(&Group::one(schema)).kind {
        ShapeKind::Object(object) => {
            exploded && object.properties.is_empty() && !matches!(object.rest, Rest::Forbidden)
        }
        _ => false,
    }
}

/// Returns whether a parameter is an object of sparse fieldsets of any types.
fn is_open_fields(cx: &mut Cx<'_>, parameter: &Parameter) -> bool {
    let is_fields = parameter.name == "fields" && parameter.style == Style::DeepObject;
    let Some(schema) = parameter.schema.filter(|_| is_fields) else { return false };
    match &cx.shape(&Group::one(schema)).kind {
        ShapeKind::Object(object) => object.properties.is_empty() && !matches!(object.rest, Rest::Forbidden),
        _ => false,
    }
}

/// Returns a parameter of no family.
pub(super) fn other(cx: &mut Cx<'_>, parameter: &Parameter) -> IrParameter {
    let ty = ty(cx, parameter);
    IrParameter {
        at: parameter.at.clone(),
        wire: parameter.name.clone(),
        kind: match parameter.location {
            Location::Header => ParameterKind::Header,
            Location::Cookie => ParameterKind::Cookie,
            Location::Query | Location::Path => ParameterKind::Query,
        },
        style: style(cx, parameter, &ty),
        required: parameter.required,
        allow_empty: parameter.allow_empty && may_be_empty(cx, &ty),
        docs: docs(cx, parameter, &ty),
        annotations: annotations(cx, parameter),
        ty,
    }
}

/// Returns the description of a parameter, or else of its schema, as far as that is of this use.
pub(super) fn description(cx: &mut Cx<'_>, parameter: &Parameter) -> Option<String> {
    let own = parameter.description.as_deref().filter(|text| !text.trim().is_empty());
    let of_schema = |cx: &mut Cx<'_>| cx.shape(&Group::one(parameter.schema?)).notes.docs.map(str::to_owned);
    own.map(str::to_owned).or_else(|| of_schema(cx))
}

/// Returns the documentation of a parameter of type `ty`: its description, or that of a type that is no item of the client.
pub(super) fn docs(cx: &mut Cx<'_>, parameter: &Parameter, ty: &Type) -> Option<String> {
    let described = description(cx, parameter).as_deref().and_then(text::clean);
    described.or_else(|| schema::docs(&cx.shape(&Group::one(parameter.schema?)), ty))
}

/// Returns the annotations of a parameter.
pub(super) fn annotations(cx: &mut Cx<'_>, parameter: &Parameter) -> Annotations {
    let schema = parameter.schema.map(|schema| cx.shape(&Group::one(schema)));
    let said = schema.map(|shape| schema::annotations(&shape.notes)).unwrap_or_default();
    Annotations { deprecated: parameter.deprecated || said.deprecated, ..said }
}

/// Returns the type of a parameter: a constant only where it is always sent.
pub(super) fn ty(cx: &mut Cx<'_>, parameter: &Parameter) -> Type {
    if let Some(only) = &parameter.only {
        return Type::Constant(serde_json::Value::from(only.as_str()).to_string());
    }
    let lower = if parameter.required { schema::lower } else { schema::chosen };
    match parameter.schema {
        Some(schema) => match lower(cx, &Group::one(schema), Direction::Write).ty {
            // Where it is printed, it is as a part of the request: of that, no values are shown.
            Type::String(StringFormat::Password) => Type::String(StringFormat::Text),
            ty => ty,
        },
        None => Type::String(StringFormat::Text),
    }
}

/// Returns how a parameter of type `ty` is written. `explode` says nothing of a value without elements or members.
pub(super) fn style(cx: &mut Cx<'_>, parameter: &Parameter, ty: &Type) -> ParameterStyle {
    let form = match (parameter.media_type.as_deref().map(of_media_type), parameter.style) {
        (Some(Treatment::Json), _) => ParameterForm::Json,
        (_, Style::Form) => ParameterForm::Form,
        (_, Style::SpaceDelimited) => ParameterForm::SpaceDelimited,
        (_, Style::PipeDelimited) => ParameterForm::PipeDelimited,
        (_, Style::DeepObject) => ParameterForm::DeepObject,
        (_, Style::Simple) => ParameterForm::Simple,
        (_, Style::Label) => ParameterForm::Label,
        (_, Style::Matrix) => ParameterForm::Matrix,
    };
    remark_media_type(cx, parameter, ty);
    let explode = parameter.explode.unwrap_or(form == ParameterForm::Form && parameter.media_type.is_none());
    let is_flat = !matches!(form, ParameterForm::Json | ParameterForm::DeepObject);
    // The encoding of forms has one name per element (OpenAPI 3.2, "Encoding Object", and `application/x-www-form-urlencoded`).
    let is_said = explode && form == ParameterForm::Form && is_form(cx, ty);
    if is_flat && !is_said && is_nested(cx, ty) {
        let message =
            format!("OpenAPI does not say how lists and objects within the value of `{}` are written", parameter.name);
        let help = "the client joins their parts by commas; describe the parameter by `content` of `application/json` \
                    where the service takes JSON";
        cx.diagnostics.push(Diagnostic::new(Code::Assumed, parameter.at.clone(), message).help(help));
    }
    // OpenAPI does not say how lists inside of a `deepObject` are written. For its families JSON:API has commas.
    let family = parameter.name.split('[').next().unwrap_or_default();
    let is_family = spec::is_family(family);
    let explode = match form {
        ParameterForm::DeepObject => !is_family && may_hold_lists(cx, ty),
        _ => explode && is_flat && is_composite(cx, ty),
    };
    ParameterStyle { form, explode, reserved: parameter.allow_reserved }
}

/// Remarks on a list or an object that is to be written as a media type which the client does not write.
fn remark_media_type(cx: &mut Cx<'_>, parameter: &Parameter, ty: &Type) {
    let other = parameter.media_type.as_deref().filter(|media_type| of_media_type(media_type) != Treatment::Json);
    if let Some(media_type) = other.filter(|_| is_composite(cx, ty)) {
        let message = format!("the value of `{}` is written as `{media_type}`", parameter.name);
        let help = "the client joins its parts by commas; describe it as text, which a program writes by itself, or as \
                    `application/json`";
        cx.unsupported(&parameter.at, message, help);
    }
}

/// The greatest depth of unions within unions that are looked through.
const UNIONS: usize = 8;

/// Returns the types that a value may have: those of a union's alternatives, or its own.
fn alternatives<'t>(cx: &'t Cx<'_>, ty: &'t Type, depth: usize) -> Vec<&'t Type> {
    match ty.on_wire() {
        Type::Named(id) => match (&cx.api.types[*id], depth.checked_sub(1)) {
            (TypeDef::Union(union), Some(depth)) => {
                union.alternatives.iter().flat_map(|one| alternatives(cx, &one.ty, depth)).collect()
            }
            _ => vec![ty.on_wire()],
        },
        plain => vec![plain],
    }
}

/// Returns the types of the elements and members of a value: those of all its alternatives.
fn parts<'t>(cx: &'t Cx<'_>, ty: &'t Type) -> Vec<&'t Type> {
    let mut found = Vec::new();
    for one in alternatives(cx, ty, UNIONS) {
        match one {
            Type::List(part) | Type::Map(part) => found.push(&**part),
            Type::Tuple(tuple) => found.extend(tuple.places.iter().chain(&tuple.rest)),
            Type::Named(id) => {
                if let TypeDef::Record(record) = &cx.api.types[*id] {
                    found.extend(record.fields.iter().map(|field| &field.ty).chain(&record.rest));
                }
            }
            _ => {}
        }
    }
    found
}

/// Returns whether a value may be a list or an object.
fn may_have_parts(cx: &Cx<'_>, ty: &Type) -> bool {
    alternatives(cx, ty, UNIONS)
        .iter()
        .any(|one| may_be_object(cx, one) || matches!(one, Type::List(_) | Type::Tuple(_)))
}

/// Returns whether a value, without its alternatives, may be an object.
fn may_be_object(cx: &Cx<'_>, ty: &Type) -> bool {
    match ty {
        Type::Map(_) | Type::Object => true,
        Type::Named(id) => matches!(cx.api.types[*id], TypeDef::Record(_)),
        _ => false,
    }
}

/// Returns whether there are lists or objects within a list or an object.
fn is_nested(cx: &Cx<'_>, ty: &Type) -> bool {
    parts(cx, ty).into_iter().any(|part| may_have_parts(cx, part))
}

/// Returns whether a value is an object with members and lists of such, as HTML forms have them.
fn is_form(cx: &Cx<'_>, ty: &Type) -> bool {
    let is_flat =
        |part: &Type| !alternatives(cx, part, UNIONS).iter().any(|one| may_be_object(cx, one)) && !is_nested(cx, part);
    alternatives(cx, ty, UNIONS).iter().all(|one| may_be_object(cx, one)) && parts(cx, ty).into_iter().all(is_flat)
}

/// Returns whether there may be lists within an object.
fn may_hold_lists(cx: &Cx<'_>, ty: &Type) -> bool {
    is_nested(cx, ty) || !matches!(ty.on_wire(), Type::Named(_) | Type::Map(_))
}

/// Returns whether a value has elements or members, or may have.
fn is_composite(cx: &Cx<'_>, ty: &Type) -> bool {
    match ty.on_wire() {
        Type::Bool | Type::Integer | Type::Unsigned | Type::Number | Type::String(_) | Type::Constant(_) => false,
        Type::Named(id) => !matches!(cx.api.types[*id], TypeDef::Enum(_)),
        _ => true,
    }
}

/// Returns whether an empty value is one that the type does not have by itself, as text has.
fn may_be_empty(cx: &Cx<'_>, ty: &Type) -> bool {
    match ty {
        Type::Bool | Type::Integer | Type::Unsigned | Type::Number | Type::Foreign { .. } => true,
        Type::String(format) => !matches!(format, StringFormat::Text | StringFormat::Binary),
        Type::Named(id) => matches!(cx.api.types[*id], TypeDef::Enum(_)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{brackets, joined};

    #[test]
    fn a_pattern_lists_what_is_joined_by_commas() {
        let values = joined(r"^(id|-id|author\.name)(,(id|-id|author\.name))*$");
        assert_eq!(values, Some(vec!["id".to_owned(), "-id".to_owned(), "author.name".to_owned()]));
        for other in ["^(a|b)$", "^(a|b)(,(a|c))*$", "^(a|[bc])(,(a|[bc]))*$", "^()(,())*$", "^(a)(,(a))*"] {
            assert_eq!(joined(other), None, "{other}");
        }
    }

    #[test]
    fn names_are_split_at_their_brackets() {
        assert_eq!(brackets("fields[a-b]"), Some(("fields", "a-b", None)));
        assert_eq!(brackets("filter[age][gt]"), Some(("filter", "age", Some("gt"))));
        assert_eq!(brackets("page"), None);
        assert_eq!(brackets("page[size"), None);
    }
}
