//! Bodies of several parts (`multipart/form-data`, RFC 7578).

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;

use super::super::transport::request_body::RequestBody;

/// A form that is sent part by part.
///
/// ```rust,ignore
/// let form = Form::new().text("name", "logo").file("file", File::new("logo.png", bytes).content_type("image/png"));
/// ```
#[derive(Clone, Default)]
pub struct Form {
    parts: Vec<Part>,
    /// Header fields of parts: the part's name, and the field's name and value.
    headers: Vec<(String, String, String)>,
}

#[derive(Debug, Clone)]
struct Part {
    name: String,
    /// The name of the file, if it is one.
    file: Option<String>,
    content_type: Option<String>,
    content: RequestBody,
}

/// A file that is sent in a form: bytes that are there, a file of the file system, or a stream.
#[derive(Debug, Clone)]
pub struct File {
    /// None where it is text in place of a file.
    name: Option<String>,
    /// None where it was not set.
    content_type: Option<String>,
    content: RequestBody,
}

impl File {
    /// Returns a file of this name and content.
    pub fn new(name: impl Into<String>, content: impl Into<RequestBody>) -> Self {
        Self { name: Some(name.into()), content_type: None, content: content.into() }
    }

    /// Returns text in place of a file, for a part that may be either, such as a file or its URL. It is sent without the name of
    /// a file, and without a media type unless one is set.
    pub fn text(text: impl Into<String>) -> Self {
        Self { name: None, content_type: None, content: RequestBody::from(text.into()) }
    }

    /// Returns a file of the file system, as [`RequestBody::file`] sends it. Its name is the last part of the path.
    ///
    /// ```rust,ignore
    /// let image = klaviyo.images().upload_image_from_file(File::open("logo.png")?).send().await?;
    /// ```
    ///
    /// # Errors
    /// When there is no such file.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(Self::new(name, RequestBody::file(path)?))
    }

    /// Sets the media type of the content. Unless set, it is what the OpenAPI document has for the part, or
    /// `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }
}

impl Form {
    /// Returns a form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part of text.
    #[must_use]
    pub fn text(self, name: &str, value: impl ToString) -> Self {
        self.typed(name, None, value.to_string())
    }

    /// Adds a part of text of this media type.
    #[must_use]
    #[inline]
    pub(crate) fn typed(mut self, name: &str, content_type: Option<&str>, text: String) -> Self {
        let content_type = content_type.map(str::to_owned);
        self.parts.push(Part { name: name.to_owned(), file: None, content_type, content: text.into() });
        self
    }

    /// Adds a part with a file.
    #[must_use]
    pub fn file(self, name: &str, file: File) -> Self {
        self.file_as(name, None, file)
    }

    /// Adds a part with a file, which is of this media type unless it says another.
    #[must_use]
    pub(crate) fn file_as(mut self, name: &str, content_type: Option<&str>, file: File) -> Self {
        let described = file.name.as_ref().map(|_| content_type.unwrap_or("application/octet-stream").to_owned());
        let content_type = file.content_type.or(described);
        self.parts.push(Part { name: name.to_owned(), file: file.name, content_type, content: file.content });
        self
    }

    /// Adds the parts of another form behind its own.
    #[inline]
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }

    /// Returns the names and texts of the parts.
    ///
    /// # Errors
    /// When one of them is a file.
    pub(crate) fn texts(&self) -> Result<Vec<(String, String)>, String> {
        let text = |part: &Part| {
            let bytes = part.content.as_bytes().filter(|_| part.file.is_none());
            let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
            let refusal = || format!("`{}` is a file, and the fields of this form are texts", part.name);
            Ok((part.name.clone(), text.ok_or_else(refusal)?.to_owned()))
        };
        self.parts.iter().map(text).collect()
    }

    /// Sets a header field of all parts of a name, whenever they are added.
    #[must_use]
    #[inline]
    pub(crate) fn header(mut self, part: &str, name: &str, value: String) -> Self {
        self.headers.retain(|(of, known, _)| of != part || known != name);
        self.headers.push((part.to_owned(), name.to_owned(), value));
        self
    }

    /// Returns the header fields of a part, each with its line end.
    fn head(&self, part: &Part) -> String {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escape(&part.name));
        if let Some(file) = &part.file {
            head.push_str(&format!("; filename=\"{}\"", escape(file)));
        }
        head.push_str("\r\n");
        if let Some(content_type) = &part.content_type {
            head.push_str(&format!("Content-Type: {}\r\n", one_line(content_type)));
        }
        for (_, name, value) in self.headers.iter().filter(|(of, ..)| *of == part.name) {
            head.push_str(&format!("{}: {}\r\n", one_line(name), one_line(value)));
        }
        head
    }

    /// Returns the media type, boundary included, and the body.
    pub(crate) fn encode(&self) -> (String, RequestBody) {
        let boundary = boundary();
        let mut pieces = Vec::with_capacity(self.parts.len() * 2 + 1);
        let mut separator = String::new();
        for part in &self.parts {
            pieces.push(format!("{separator}--{boundary}\r\n{}\r\n", self.head(part)).into());
            pieces.push(part.content.clone());
            separator = "\r\n".to_owned();
        }
        pieces.push(format!("{separator}--{boundary}--\r\n").into());
        (format!("multipart/form-data; boundary={boundary}"), RequestBody::sequence(pieces))
    }
}

/// Contents of parts and values of their header fields may be secret: they are not shown.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<(&str, &str)> = self.headers.iter().map(|(part, name, _)| (&**part, &**name)).collect();
        f.debug_struct("Form").field("parts", &self.parts).field("headers", &headers).finish()
    }
}

/// Returns a boundary that no part contains: what streams contain is not known beforehand, but 128 bits that
/// nobody can guess are in none of them.
#[inline]
fn boundary() -> String {
    let random = || RandomState::new().hash_one(());
    format!("form-boundary-{:016x}{:016x}", random(), random())
}

/// Returns a name in quotes: what would end the quotes or the line is percent-encoded, as browsers do.
#[inline]
fn escape(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Returns a header value that cannot start another header.
#[inline]
fn one_line(value: &str) -> String {
    value.chars().filter(|character| !character.is_control()).collect()
}
