//! Compares the paging that is stated with what the operation describes. Nothing has to be described, for that is why it is
//! stated; but where something is called nearly so, that was meant.

use crate::diag::{Code, Diagnostic};
use crate::dialect::{CursorSource, PagingFacts};
use crate::ir::PagePlace;
use crate::lower::context::Cx;
use crate::lower::paging::evidence::{Evidence, variable};
use crate::lower::shape::{Group, ShapeKind};
use crate::lower::{document, success};
use crate::source::Pointer;
use crate::spec::{Operation, nearest};

/// Warns of stated names that are nearly those of parameters and of members of the response.
pub(super) fn remark(cx: &mut Cx<'_>, operation: &Operation, id: &str, evidence: &Evidence, facts: &PagingFacts) {
    for name in [&facts.parameter, &facts.size].into_iter().flatten().filter_map(PagePlace::parameter) {
        if let Some(near) = near_parameter(operation, evidence, name) {
            warn(cx, operation, name, &format!("the paging of `{id}`, which has no such parameter"), near);
        }
    }
    let cursor = match &facts.cursor {
        Some(CursorSource::Member(pointer)) => Some(pointer),
        Some(CursorSource::LastId) | None => None,
    };
    let pointers =
        [cursor, facts.link.as_ref(), facts.total.as_ref(), facts.total_pages.as_ref(), facts.has_more.as_ref()];
    for pointer in pointers.into_iter().flatten() {
        if let Some(near) = near_member(cx, operation, pointer) {
            warn(cx, operation, pointer, &format!("the paging of `{id}`, whose response has no such member"), &near);
        }
    }
}

fn warn(cx: &mut Cx<'_>, operation: &Operation, name: &str, of: &str, near: &str) {
    let message = format!("`{name}` is stated for {of}");
    let help = format!("did you mean `{near}`? The client uses what is stated");
    cx.diagnostics.push(Diagnostic::new(Code::Assumed, operation.at.clone(), message).help(help));
}

/// Returns the parameter that is called nearly so, in the same family, where none is called so.
fn near_parameter<'o>(operation: &'o Operation, evidence: &'o Evidence, name: &str) -> Option<&'o str> {
    let of_pages = evidence.parameters.iter().filter_map(|one| one.place.parameter());
    let names: Vec<&str> = variable(operation).map(|one| one.name.as_str()).chain(of_pages).collect();
    if names.contains(&name) {
        return None;
    }
    let (family, member) = family_and_member(name);
    let mut of_family = names.into_iter().filter(|known| family_and_member(known).0 == family);
    let members: Vec<&str> = of_family.clone().map(|known| family_and_member(known).1).collect();
    // `page` need not be described beside `page_size`, so that a beginning is no slip.
    let near = nearest::misspelt(member, members)?;
    of_family.find(|known| family_and_member(known).1 == near)
}

/// Takes `page[size]` apart; a name without brackets is a member of no family.
fn family_and_member(name: &str) -> (&str, &str) {
    name.split_once('[').unwrap_or(("", name))
}

/// Returns the pointer to the member of the response that is called nearly so, where none is called so.
fn near_member(cx: &mut Cx<'_>, operation: &Operation, pointer: &str) -> Option<String> {
    let (_, content) = success::described(cx, &operation.responses)?;
    let documents = document::described(cx, &Group::one(content.schema?))?.documents;
    let near = documents.iter().map(|document| nearly(cx, document, pointer)).collect::<Vec<_>>();
    near.into_iter().collect::<Option<Vec<String>>>()?.into_iter().next()
}

/// Returns the pointer as the schema has it, if only a name in it is another; `None` where it is described, and where the
/// schema does not tell.
fn nearly(cx: &mut Cx<'_>, schema: &Group, pointer: &str) -> Option<String> {
    let mut group = schema.clone();
    let mut meant = Pointer::root();
    let mut differs = false;
    for key in Pointer::from_text(pointer).tokens() {
        let shape = cx.shape(&group);
        let ShapeKind::Object(object) = &shape.kind else { return None };
        let names = || object.properties.iter().map(|(name, _)| *name);
        let name = match object.property(&key) {
            Some(_) => &key,
            None => nearest::nearest(&key, names()).inspect(|_| differs = true)?,
        };
        meant = meant.key(name);
        let member = object.property(name)?.clone();
        group = member;
    }
    differs.then(|| meant.as_str().to_owned())
}
