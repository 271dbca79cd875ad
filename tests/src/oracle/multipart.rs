//! Forms of several parts (RFC 7578), as far as they are checked.

/// The names of the parts; `None` when the body is no form with this media type's boundary.
pub(super) fn names(media_type: &str, body: &[u8]) -> Option<Vec<String>> {
    let boundary = media_type.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    let text = String::from_utf8_lossy(body);
    let inner = text.strip_prefix(&format!("--{boundary}\r\n"))?.strip_suffix(&format!("\r\n--{boundary}--\r\n"))?;
    inner
        .split(&format!("\r\n--{boundary}\r\n"))
        .map(|part| {
            let (_, rest) = part.split_once("form-data; name=\"")?;
            Some(rest.split('"').next()?.to_owned())
        })
        .collect()
}
