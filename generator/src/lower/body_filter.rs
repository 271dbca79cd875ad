//! Filter expressions inside request bodies: a string, or a list of clauses.

use crate::ir::{BodyFilter, BodyFilterForm, FilterField, StringFormat, Type, TypeDef};
use crate::lower::context::{Cx, Direction};
use crate::lower::filter_id;
use crate::lower::shape::Shape;
use crate::lower::vendor::body_filters;

/// The key under which services take such an expression.
const KEY: &str = "filter";

/// Returns the type of a member that holds a filter; `None` where it holds something else, or where the
/// text does not tell what can be filtered by.
pub(super) fn lower(cx: &mut Cx<'_>, name: &str, shape: &Shape<'_>, ty: &Type) -> Option<Type> {
    let form = match ty {
        Type::String(StringFormat::Text) => BodyFilterForm::Conjunction,
        Type::List(item) if **item == Type::String(StringFormat::Text) => BodyFilterForm::Clauses,
        _ => return None,
    };
    if name != KEY {
        return None;
    }
    let key = (shape.key.clone(), Some(Direction::Write));
    if let Some(known) = cx.types.get(&key) {
        return Some(known.ty.clone());
    }
    let fields = body_filters::read(&mut cx.api, shape.notes.docs.or(shape.docs)?, shape.at);
    if fields.is_empty() {
        return None;
    }
    let new = TypeDef::Filter(BodyFilter { at: shape.at.clone(), form, fields });
    let ty = Type::Named(cx.api.types.push(new));
    cx.types.insert(key, crate::lower::schema::plain(ty.clone()));
    Some(ty)
}

/// Gives the fields that hold ids the type of those ids, now that all resources are known.
pub(super) fn infer_all(cx: &mut Cx<'_>) {
    let ids: Vec<_> = cx.api.types.ids().collect();
    for id in ids {
        let TypeDef::Filter(BodyFilter { fields, .. }) = &cx.api.types[id] else { continue };
        let typed: Vec<FilterField> =
            fields.iter().map(|field| filter_id::typed(&cx.api, None, field.clone())).collect();
        if let TypeDef::Filter(filter) = &mut cx.api.types[id] {
            filter.fields = typed;
        }
    }
}
