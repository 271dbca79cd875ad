//! Bodies of several parts (`multipart/form-data`, RFC 7578).

use bytes::Bytes;

/// A form that is sent part by part.
#[derive(Debug, Clone, Default)]
pub struct Form {
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
struct Part {
    /// The header fields, each with its line end.
    head: String,
    content: Bytes,
}

/// A file that is sent in a form.
#[derive(Debug, Clone)]
pub struct File {
    name: String,
    content_type: String,
    content: Bytes,
}

impl File {
    /// A file of this name and content.
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let content_type = "application/octet-stream".to_owned();
        Self { name: name.into(), content_type, content: content.into() }
    }

    /// Sets the media type of the content. `application/octet-stream` unless set.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }
}

impl Form {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part of text.
    #[must_use]
    pub fn text(mut self, name: &str, value: impl ToString) -> Self {
        let head = format!("Content-Disposition: form-data; name=\"{}\"\r\n", escape(name));
        self.parts.push(Part { head, content: value.to_string().into() });
        self
    }

    /// Adds a part with a file.
    #[must_use]
    pub fn file(mut self, name: &str, file: File) -> Self {
        let head = format!(
            "Content-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {}\r\n",
            escape(name),
            escape(&file.name),
            one_line(&file.content_type),
        );
        self.parts.push(Part { head, content: file.content });
        self
    }

    /// The media type, boundary included, and the body.
    pub(super) fn encode(&self) -> (String, Bytes) {
        let boundary = self.boundary();
        let mut body = Vec::new();
        for part in &self.parts {
            body.extend_from_slice(format!("--{boundary}\r\n{}\r\n", part.head).as_bytes());
            body.extend_from_slice(&part.content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={boundary}"), body.into())
    }

    /// A boundary that no part contains; the same for the same form.
    fn boundary(&self) -> String {
        let mut number = 0_u64;
        loop {
            let boundary = format!("form-boundary-{number:08x}");
            if !self.parts.iter().any(|part| part.contains(boundary.as_bytes())) {
                return boundary;
            }
            number += 1;
        }
    }
}

impl Part {
    fn contains(&self, boundary: &[u8]) -> bool {
        let within = |text: &[u8]| text.windows(boundary.len()).any(|window| window == boundary);
        within(self.head.as_bytes()) || within(&self.content)
    }
}

/// A name in quotes: what would end the quotes or the line is percent-encoded, as browsers do.
fn escape(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// A header value that cannot start another header.
fn one_line(value: &str) -> String {
    value.chars().filter(|character| !character.is_control()).collect()
}
