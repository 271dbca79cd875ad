//! Bodies of several parts (`multipart/form-data`, RFC 7578).

use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;

use super::super::transport::request_body::RequestBody;

/// A form that is sent part by part.
#[derive(Debug, Clone, Default)]
pub struct Form {
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
struct Part {
    /// The header fields, each with its line end.
    head: String,
    content: RequestBody,
}

/// A file that is sent in a form: bytes that are there, a file of the file system, or a stream.
#[derive(Debug, Clone)]
pub struct File {
    name: String,
    content_type: String,
    content: RequestBody,
}

impl File {
    /// A file of this name and content.
    pub fn new(name: impl Into<String>, content: impl Into<RequestBody>) -> Self {
        let content_type = "application/octet-stream".to_owned();
        Self { name: name.into(), content_type, content: content.into() }
    }

    /// A file of the file system, as [`RequestBody::file`] sends it. Its name is the last part of the path.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(Self::new(name, RequestBody::file(path)?))
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
    #[inline]
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
    #[inline]
    pub(crate) fn encode(&self) -> (String, RequestBody) {
        let boundary = boundary();
        let mut pieces = Vec::with_capacity(self.parts.len() * 2 + 1);
        let mut separator = String::new();
        for part in &self.parts {
            pieces.push(format!("{separator}--{boundary}\r\n{}\r\n", part.head).into());
            pieces.push(part.content.clone());
            separator = "\r\n".to_owned();
        }
        pieces.push(format!("{separator}--{boundary}--\r\n").into());
        (format!("multipart/form-data; boundary={boundary}"), RequestBody::sequence(pieces))
    }
}

/// A boundary that no part contains: what streams contain is not known beforehand, but 128 bits that
/// nobody can guess are in none of them.
#[inline]
fn boundary() -> String {
    let random = || RandomState::new().hash_one(());
    format!("form-boundary-{:016x}{:016x}", random(), random())
}

/// A name in quotes: what would end the quotes or the line is percent-encoded, as browsers do.
#[inline]
fn escape(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// A header value that cannot start another header.
#[inline]
fn one_line(value: &str) -> String {
    value.chars().filter(|character| !character.is_control()).collect()
}
