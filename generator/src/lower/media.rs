//! Media types, and how a body of each is read.

use crate::lower::context::Cx;
use crate::lower::shape::{Group, ShapeKind};
use crate::spec::Content;

/// The media type of JSON:API (JSON:API "Media Type").
pub(super) const JSON_API: &str = "application/vnd.api+json";

/// The treatment of a body by its media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Treatment {
    /// As JSON.
    Json,
    /// As `multipart/form-data`.
    Multipart,
    /// As `application/x-www-form-urlencoded`.
    Urlencoded,
    /// As bytes.
    Raw,
}

/// Returns how a body is treated. A range such as `*/*` says nothing, so its schema tells.
pub(super) fn treatment(cx: &mut Cx<'_>, content: &Content) -> Treatment {
    if is_range(&content.media_type) && is_structured(cx, content) {
        return Treatment::Json;
    }
    of_media_type(&content.media_type)
}

/// Returns how a media type is treated, whatever its schema says.
pub(super) fn of_media_type(media_type: &str) -> Treatment {
    match essence(media_type).as_str() {
        // ASP.NET calls it both.
        "application/json" | "text/json" => Treatment::Json,
        other if other.ends_with("+json") => Treatment::Json,
        "multipart/form-data" => Treatment::Multipart,
        "application/x-www-form-urlencoded" => Treatment::Urlencoded,
        _ => Treatment::Raw,
    }
}

/// Returns whether a media type is a range that includes JSON (RFC 9110, section 12.5.1).
pub(super) fn is_range(media_type: &str) -> bool {
    matches!(essence(media_type).as_str(), "*/*" | "application/*")
}

/// Returns the type and subtype; parameters do not matter.
pub(super) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Returns a media type as a client names it. JSON has no `charset` (RFC 8259, section 11), and a service refuses JSON:API with
/// parameters that it does not know (JSON:API "Server Responsibilities"). `*` alone is not a media range; `*/*` is (RFC 9110, section
/// 12.5.1).
pub(super) fn named(media_type: &str) -> String {
    if media_type == "*" {
        return "*/*".to_owned();
    }
    if of_media_type(media_type) != Treatment::Json {
        return media_type.to_owned();
    }
    let is_charset = |part: &&str| part.trim().to_ascii_lowercase().starts_with("charset=");
    media_type.split(';').filter(|part| !is_charset(part)).collect::<Vec<_>>().join(";").trim().to_owned()
}

/// Returns whether a schema describes what only JSON has.
fn is_structured(cx: &mut Cx<'_>, content: &Content) -> bool {
    let Some(schema) = content.schema else { return false };
    match cx.shape(&Group::one(schema)).kind {
        ShapeKind::Object(_) | ShapeKind::Array(_) | ShapeKind::Tuple(_) | ShapeKind::Union(_) => true,
        ShapeKind::Any | ShapeKind::Scalar(_) | ShapeKind::Contradiction(_) => false,
    }
}

/// Returns, of several media types for the same body, the one that says most: JSON:API's, then other JSON, then multipart, then
/// a form.
pub(super) fn preferred<'c>(cx: &mut Cx<'_>, contents: &'c [Content]) -> Option<&'c Content> {
    let rank = |content: &&Content| (treatment(cx, content), essence(&content.media_type) != JSON_API);
    contents.iter().min_by_key(rank)
}

#[cfg(test)]
mod tests {
    use super::{essence, is_range, named};

    #[test]
    fn json_has_no_charset() {
        assert_eq!(named("application/vnd.api+json; charset=utf-8"), "application/vnd.api+json");
        assert_eq!(named("application/vnd.api+json;Charset=UTF-8;revision=1"), "application/vnd.api+json;revision=1");
        assert_eq!(named("text/csv; charset=utf-8"), "text/csv; charset=utf-8");
    }

    #[test]
    fn parameters_do_not_matter() {
        assert_eq!(essence("Application/vnd.API+json; ext=\"a/b\""), "application/vnd.api+json");
        assert!(is_range("*/*;charset=utf-8") && is_range("application/*"));
        assert!(!is_range("text/*") && !is_range("application/json"));
    }
}
