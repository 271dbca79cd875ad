//! Datadog: the extension `x-pagination`.
//!
//! ```yaml
//! x-pagination: {cursorParam: body.page.cursor, cursorPath: meta.page.after, limitParam: body.page.limit}
//! x-pagination: {pageParam: "page[number]", limitParam: "page[size]"}
//! ```

use serde_json::Value;

use crate::dialect::{CursorSource, PagingFacts, PagingStyle};
use crate::ir::PagePlace;
use crate::spec::Operation;

/// Returns how an operation's list is paged.
pub(super) fn paging(operation: &Operation) -> Option<PagingFacts> {
    let extension = operation.extensions.iter().find(|(key, _)| key == "x-pagination")?.1.as_object()?;
    let text = |name: &str| extension.get(name).and_then(Value::as_str);
    let (style, parameter) = [
        ("cursorParam", PagingStyle::Cursor),
        ("pageOffsetParam", PagingStyle::Offset),
        ("pageParam", PagingStyle::Number),
    ]
    .into_iter()
    .find_map(|(name, style)| Some((style, text(name)?)))?;
    // Pages are counted from 0 on, unless it is stated.
    let first = extension.get("pageStart").and_then(Value::as_u64).unwrap_or(0);
    Some(PagingFacts {
        style: Some(style),
        parameter: Some(place(parameter)),
        size: text("limitParam").map(place),
        first: if style == PagingStyle::Number { u32::try_from(first).ok() } else { None },
        cursor: text("cursorPath").map(|path| CursorSource::Member(pointer(path))),
        ..PagingFacts::default()
    })
}

/// Parses `page[cursor]`, or `body.page.cursor`.
fn place(parameter: &str) -> PagePlace {
    match parameter.strip_prefix("body.") {
        Some(path) => PagePlace::Body(pointer(path)),
        None => PagePlace::Query(parameter.to_owned()),
    }
}

/// Returns `meta.page.after` as a JSON pointer.
fn pointer(path: &str) -> String {
    path.split('.').map(|step| format!("/{step}")).collect()
}
