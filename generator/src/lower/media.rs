//! Media types, as far as they decide how a body is read.

use crate::spec::Content;

/// How a body of some media type is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// How a media type is treated; parameters do not matter.
pub(super) fn treatment(media_type: &str) -> Treatment {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence == "application/json" || essence.ends_with("+json") {
        Treatment::Json
    } else if essence == "multipart/form-data" {
        Treatment::Multipart
    } else if essence == "application/x-www-form-urlencoded" {
        Treatment::Urlencoded
    } else {
        Treatment::Raw
    }
}

/// Of several media types for the same body the one that says most: JSON, then multipart, then a form.
pub(super) fn preferred(contents: &[Content]) -> Option<&Content> {
    let of = |wanted: Treatment| contents.iter().find(|content| treatment(&content.media_type) == wanted);
    of(Treatment::Json)
        .or_else(|| of(Treatment::Multipart))
        .or_else(|| of(Treatment::Urlencoded))
        .or_else(|| contents.first())
}

#[cfg(test)]
mod tests {
    use super::{Treatment, treatment};

    #[test]
    fn parameters_do_not_matter() {
        assert_eq!(treatment("application/vnd.api+json; ext=\"a/b\""), Treatment::Json);
        assert_eq!(treatment("Application/JSON"), Treatment::Json);
        assert_eq!(treatment("multipart/form-data;boundary=x"), Treatment::Multipart);
        assert_eq!(treatment("text/json-ish"), Treatment::Raw);
    }
}
