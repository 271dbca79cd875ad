//! Forms of several parts (RFC 7578), as far as they are checked.

/// A part of a form.
pub(super) struct Part {
    /// Its name.
    pub(super) name: String,
    /// The name of the file, if it is one.
    pub(super) file: Option<String>,
    /// The header fields, names in lower case.
    headers: Vec<(String, String)>,
    /// The content.
    pub(super) content: Vec<u8>,
}

impl Part {
    /// Returns the value of a header field.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Returns the parts; `None` when the body is no form with this media type's boundary.
pub(super) fn parts(media_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let boundary = media_type.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    let text = String::from_utf8_lossy(body);
    let inner = text.strip_prefix(&format!("--{boundary}\r\n"))?.strip_suffix(&format!("\r\n--{boundary}--\r\n"))?;
    inner.split(&format!("\r\n--{boundary}\r\n")).map(part).collect()
}

fn part(text: &str) -> Option<Part> {
    let (head, content) = text.split_once("\r\n\r\n")?;
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    };
    let headers: Vec<(String, String)> = head.split("\r\n").map(header).collect::<Option<_>>()?;
    let (_, disposition) = headers.iter().find(|(name, _)| name == "content-disposition")?;
    let parameter = |name: &str| {
        let (_, rest) = disposition.split_once(&format!("; {name}=\""))?;
        Some(rest.split('"').next()?.to_owned())
    };
    let (name, file) = (parameter("name")?, parameter("filename"));
    Some(Part { name, file, headers, content: content.as_bytes().to_vec() })
}
