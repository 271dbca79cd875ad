//! Media types.

/// Returns whether content of a media type, or of all of a range of them, is neither text nor JSON or XML, nor a form.
pub(crate) fn is_binary(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let Some((kind, subtype)) = essence.split_once('/') else { return false };
    let is_text = ["text", "multipart", "*"].contains(&kind)
        || (kind, subtype) == ("application", "*")
        || ["json", "xml", "yaml", "x-www-form-urlencoded", "jsonl", "x-ndjson", "json-seq"]
            .iter()
            .any(|suffix| subtype.ends_with(suffix));
    !is_text
}

#[cfg(test)]
mod tests {
    use super::is_binary;

    #[test]
    fn text_is_not_binary() {
        for binary in ["image/png", "IMAGE/*", "application/octet-stream", "application/pdf; version=1.7"] {
            assert!(is_binary(binary), "{binary}");
        }
        for text in ["text/csv", "*/*", "application/*", "application/problem+json", "multipart/mixed", "png"] {
            assert!(!is_binary(text), "{text}");
        }
    }
}
