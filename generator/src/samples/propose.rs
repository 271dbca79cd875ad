//! Proposes repairs that make a document describe the recorded responses.

use std::collections::{BTreeMap, BTreeSet};

use jsonapi_forge_runtime::mismatches::MismatchKind;
use serde_json::Value;

use crate::compile::{Corrected, Model};
use crate::ir::{Api, Enum, EnumBase, Field, Type, TypeDef};
use crate::repair::{Fix, Located, Overrides, Repair, SchemaType};
use crate::report::printable;
use crate::samples::check::Report;
use crate::samples::finding::{Finding, FindingKind};
use crate::samples::origin::{PlaceDescription, Within, origin};
use crate::source::{Moves, Pointer};

/// The repairs that recordings ask for, and what none can be made for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proposal {
    /// The repairs, which the document takes.
    pub overrides: Overrides,
    /// What stays as it is, each with the reason.
    pub left: Vec<(Finding, &'static str)>,
}

impl Proposal {
    /// Returns a comment, as YAML and TOML have them, for each finding that no repair can be made for.
    pub(super) fn remarks(&self) -> impl Iterator<Item = String> {
        self.left.iter().map(|(finding, reason)| {
            let (operation, status, kind) = (printable(&finding.operation), finding.status, finding.kind.as_str());
            let place = printable(&finding.pointer);
            let blank = if place.is_empty() { "" } else { " " };
            format!("# {operation}, status {status}, {kind}{blank}{place}: {reason}")
        })
    }

    /// Takes what is found where the repairs are made for what they cannot repair.
    pub fn confirm(&mut self, after: &Report) {
        let place = |one: &Finding| (one.operation.clone(), one.status, one.trail.clone(), one.kind);
        let known: Vec<_> = self.left.iter().map(|(finding, _)| place(finding)).collect();
        let others = after.findings.iter().filter(|finding| !known.contains(&place(finding)));
        self.left.extend(others.cloned().map(|finding| (finding, "no repair of one place makes it right")));
    }
}

/// The change that a place needs.
#[derive(Debug, Clone, Default)]
struct Wanted {
    nullable: bool,
    optional: bool,
    /// The types that were found where another one is described.
    replaced: Option<SchemaType>,
    /// The values that are not listed.
    values: BTreeSet<String>,
    /// The type of a member that is not described.
    added: Option<SchemaType>,
}

/// Proposes repairs of a document, which `model` was made of, for what was found. Whether they do is for
/// [`Proposal::confirm`] to tell.
pub fn propose(model: &Model, corrected: &Corrected, report: &Report) -> Proposal {
    let Corrected { document, moves } = corrected;
    let mut places: BTreeMap<Pointer, Wanted> = BTreeMap::new();
    let mut proposal = Proposal::default();
    for finding in &report.findings {
        if let Err(reason) = want(&model.api, document, finding, &mut places) {
            proposal.left.push((finding.clone(), reason));
        }
    }
    // What is in a value whose type is replaced is no longer described.
    let replaced: Vec<String> =
        places.iter().filter(|(_, wanted)| wanted.replaced.is_some()).map(|(place, _)| format!("{place}/")).collect();
    places.retain(|place, _| !replaced.iter().any(|above| place.as_str().starts_with(above.as_str())));
    let mut repaired = document.clone();
    for (place, wanted) in places {
        let repairs = wanted.fixes().into_iter().map(|fix| Overrides::new().repair(place.as_str(), fix));
        for repair in repairs {
            // What was described elsewhere cannot be repaired here, such as a list of `required` in an `allOf`.
            if repair.repair_all(&mut repaired, &Moves::default()).is_ok() {
                let origin = moves.origin(&place);
                let place = |repair| Repair { place: Located::new(origin.pointer().as_str()), ..repair };
                let written = repair.repairs.into_iter().map(place);
                proposal.overrides.repairs.extend(written);
            }
        }
    }
    proposal
}

/// Notes what a finding asks for, at the place where it is to be done.
fn want(
    api: &Api,
    document: &Value,
    finding: &Finding,
    places: &mut BTreeMap<Pointer, Wanted>,
) -> Result<(), &'static str> {
    let FindingKind::Mismatch(kind) = finding.kind else { return Err("a repair cannot describe a status") };
    if finding.status >= 400 {
        return Err("a repair cannot describe a failure");
    }
    let operation = api.operations.iter().map(|(_, operation)| operation).find(|one| one.id == finding.operation);
    let origin =
        operation.and_then(|operation| origin(api, operation, finding.status, &finding.trail)).ok_or(OF_JSON_API)?;
    // Elements behind the places of a tuple have no name by which they could be described.
    let is_element = finding.trail.last().is_some_and(|step| step.key().is_none());
    if kind == MismatchKind::Undeclared && !is_element {
        let key = finding.trail.last().and_then(|step| step.key());
        if origin.siblings.iter().any(|field| Some(field.wire.as_str()) == key) {
            return Err("it is described for another body of the response");
        }
        let place = new_place(origin.siblings, key).ok_or("no member beside it is described")?;
        join(&mut places.entry(place).or_default().added, types(&finding.found));
        return Ok(());
    }
    let field = origin.field.ok_or(OF_JSON_API)?;
    if is_discriminator(document, field) {
        return Err("a discriminator says what is to be there");
    }
    if let (MismatchKind::UnknownValue, Some(at), true) = (kind, listed(api, &origin), finding.is_whole()) {
        let values = finding.found.iter().filter_map(|value| serde_json::from_str(value).ok());
        places.entry(at).or_default().values.extend(values);
        return Ok(());
    }
    if kind == MismatchKind::WrongType && !has_type(origin.ty, &finding.found) {
        return Err("no type holds such a value");
    }
    let wanted = places.entry(field.at.clone()).or_default();
    match kind {
        MismatchKind::Missing if !is_element => wanted.optional = true,
        MismatchKind::Null if origin.within == Within::Itself => wanted.nullable = true,
        _ => join(&mut wanted.replaced, replacement(api, field, &origin, finding)),
    }
    Ok(())
}

/// Returns whether a value of another type was found than the described one: not half of a surrogate pair where text
/// is, or a number that is beyond all doubles.
fn has_type(ty: Option<&Type>, found: &[String]) -> bool {
    let is_meant = |value: &String| match (ty, value.as_bytes().first()) {
        (Some(Type::Json), _) | (Some(Type::String(_)), Some(b'"')) => true,
        (Some(Type::Number), Some(byte)) => *byte == b'-' || byte.is_ascii_digit(),
        _ => false,
    };
    !found.iter().any(is_meant)
}

/// Why JSON:API's own members are not repaired.
const OF_JSON_API: &str = "JSON:API says what is to be there, not the document";

impl Wanted {
    fn fixes(&self) -> Vec<Fix> {
        let mut fixes = Vec::new();
        // Any value may be null.
        let any = self.replaced == Some(SchemaType::Any);
        if self.nullable && !any {
            fixes.push(Fix::Nullable);
        }
        if self.optional {
            fixes.push(Fix::Optional);
        }
        fixes.extend(self.replaced.clone().map(Fix::Type));
        if !self.values.is_empty() && self.replaced.is_none() {
            fixes.push(Fix::Values(self.values.iter().cloned().collect()));
        }
        fixes.extend(self.added.clone().map(Fix::Add));
        fixes
    }
}

/// Returns where a member is to be described: beside another one.
fn new_place(siblings: &[Field], key: Option<&str>) -> Option<Pointer> {
    let properties = siblings.iter().map(|field| field.at.parent());
    let mut properties = properties.filter(|properties| properties.last().as_deref() == Some("properties"));
    Some(properties.next()?.key(key?))
}

/// Returns whether a member tells the schema around it from others.
fn is_discriminator(document: &Value, field: &Field) -> bool {
    let schema = document.pointer(field.at.parent().parent().as_str());
    let name = schema.and_then(|schema| schema.get("discriminator")?.get("propertyName"));
    name.and_then(Value::as_str) == Some(field.wire.as_str())
}

/// Returns where the strings are listed that a place is to have one of.
fn listed(api: &Api, origin: &PlaceDescription<'_>) -> Option<Pointer> {
    match origin.ty? {
        Type::Named(id) => match &api.types[*id] {
            TypeDef::Enum(Enum { at, base: EnumBase::String, .. }) => Some(at.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the type to describe a member with: one that holds what is described and what was found.
fn replacement(api: &Api, field: &Field, origin: &PlaceDescription<'_>, finding: &Finding) -> SchemaType {
    let mut all = match origin.ty {
        Some(Type::Bool) => Some(SchemaType::Boolean),
        Some(Type::Integer | Type::Unsigned | Type::Number) => Some(SchemaType::Number),
        Some(Type::Constant(value)) => Some(types(std::slice::from_ref(value))),
        Some(Type::Named(id)) => match &api.types[*id] {
            TypeDef::Enum(Enum { base: EnumBase::String, .. }) => Some(SchemaType::String),
            TypeDef::Enum(Enum { base: EnumBase::Integer, .. }) => Some(SchemaType::Number),
            _ => Some(SchemaType::Any),
        },
        _ => Some(SchemaType::Any),
    };
    join(&mut all, types(&finding.found));
    let all = all.unwrap_or(SchemaType::Any);
    match (&field.ty, origin.within) {
        (_, Within::Itself) => all,
        (Type::List(_), Within::Element) => SchemaType::List(Box::new(all)),
        _ => SchemaType::Any,
    }
}

/// Returns the type of all of these values.
fn types(found: &[String]) -> SchemaType {
    let of = |value: &String| match value.as_bytes().first() {
        Some(b'"') => SchemaType::String,
        Some(b't' | b'f') => SchemaType::Boolean,
        Some(b'{') => SchemaType::Object,
        Some(b'[') => SchemaType::List(Box::new(SchemaType::Any)),
        Some(b'-' | b'0'..=b'9') => SchemaType::Number,
        _ => SchemaType::Any,
    };
    let mut all = None;
    found.iter().for_each(|value| join(&mut all, of(value)));
    all.unwrap_or(SchemaType::Any)
}

/// Takes one more type; those that differ make any.
fn join(all: &mut Option<SchemaType>, one: SchemaType) {
    *all = match all.take() {
        Some(other) if other != one => Some(SchemaType::Any),
        _ => Some(one),
    };
}
