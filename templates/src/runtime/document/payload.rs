//! What the body of a response is read as.

use std::ops::Deref;

use bytes::Bytes;

use super::super::body::batch::BatchNumber;
use super::super::schema::shape::{PayloadShape, Shape};
use super::super::schema::walk_document::is_document;
use super::super::value::context::Context;
use super::super::value::decode::{Decode, Input};
use super::super::value::view::{View, Viewed};
use super::{Data, Document};

/// A type that the body of a successful response is read as.
pub trait Payload: Sized + Send + Sync + 'static {
    /// Its shape.
    const PAYLOAD: PayloadShape;

    /// Reads a body, which may be empty.
    ///
    /// # Errors
    /// When the body is no JSON, or no UTF-8.
    fn read(body: &Bytes) -> Result<Read<Self>, ReadError>;

    /// Returns what the OpenAPI document says of a response with this status.
    fn payload(_status: u16) -> PayloadShape {
        Self::PAYLOAD
    }

    /// Reads the body of a response with this status.
    ///
    /// # Errors
    /// When the body is no JSON, or no UTF-8.
    fn read_by_status(_status: u16, body: &Bytes) -> Result<Read<Self>, ReadError> {
        Self::read(body)
    }

    /// Tells it which batch it is the answer to.
    fn answer(&mut self, _batch: BatchNumber) {}
}

/// Returns what the OpenAPI document says of the payload that a variant holds.
#[doc(hidden)]
pub fn payload_of<P: Payload, T>(_variant: fn(P) -> T) -> PayloadShape {
    P::PAYLOAD
}

/// A value that was read, and whether all of it was what the OpenAPI document says.
#[derive(Debug)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// Whether every value was of the type and out of the list that is described for its place.
    pub clean: bool,
    /// What is described, and was not there; the value is made up then.
    pub absent: Option<Absent>,
}

/// A required part that a body lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// All of it: it is empty.
    Body,
    /// What the payload is about, such as the primary data of a document.
    Payload,
}

impl<T> Read<T> {
    /// Returns the value as another one, with all else that is known of it.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Read<U> {
        Read { value: make(self.value), clean: self.clean, absent: self.absent }
    }
}

/// Why a body cannot be read at all.
#[derive(Debug)]
pub struct ReadError(pub(crate) String);

impl<D: Data> Payload for Document<D> {
    const PAYLOAD: PayloadShape = PayloadShape::Document(D::DATA);

    fn read(body: &Bytes) -> Result<Read<Self>, ReadError> {
        read_described(body)
    }
}

/// A JSON value that is no JSON:API document; `None` when the body was empty or of another type.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Json<T>(pub Option<T>);

impl<T> Deref for Json<T> {
    type Target = Option<T>;

    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

impl<T: Decode + Send + Sync + 'static> Payload for Json<T> {
    const PAYLOAD: PayloadShape = PayloadShape::Json(T::SHAPE);

    fn read(body: &Bytes) -> Result<Read<Self>, ReadError> {
        let Read { value, clean, .. } = read(body)?;
        Ok(Read { value: Self(value), clean, absent: None })
    }
}

/// A JSON:API document, or the other JSON value that the service may send instead. A document has `data`.
///
/// ```rust,ignore
/// match client.books().book_cover("1").send().await?.into_inner() {
///     DocumentOr::Document(book) => println!("{:?}", book.data.attributes.title),
///     DocumentOr::Other(progress) => println!("{:?}", progress.and_then(|it| it.percent)),
/// }
/// ```
#[derive(Debug, Clone)]
pub enum DocumentOr<D, T> {
    /// The document.
    Document(Document<D>),
    /// The other value; `None` when it was of another type.
    Other(Option<T>),
}

impl<D, T> DocumentOr<D, T> {
    /// Returns the document, if that came.
    pub fn document(&self) -> Option<&Document<D>> {
        match self {
            Self::Document(document) => Some(document),
            Self::Other(_) => None,
        }
    }

    /// Returns the other value, if that came and was of its type.
    pub fn other(&self) -> Option<&T> {
        match self {
            Self::Document(_) => None,
            Self::Other(other) => other.as_ref(),
        }
    }
}

impl<D: Data, T: Decode> Decode for DocumentOr<D, T> {
    const SHAPE: &'static Shape = Shape::ANY;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = match is_document(input.node(), T::SHAPE) {
            true => input.read().map(Self::Document),
            false => Some(Self::Other(input.read())),
        };
    }
}

impl<D: Data, T: Decode> Viewed for DocumentOr<D, T> {
    fn view(&self) -> View<'_> {
        match self {
            Self::Document(document) => View::Variant("Document", document),
            Self::Other(Some(other)) => View::Variant("Other", other),
            Self::Other(None) => View::Null,
        }
    }
}

impl<D: Data, T: Decode + Send + Sync + 'static> Payload for DocumentOr<D, T> {
    const PAYLOAD: PayloadShape = PayloadShape::DocumentOr(D::DATA, T::SHAPE);

    fn read(body: &Bytes) -> Result<Read<Self>, ReadError> {
        let Read { value, clean, absent } = read(body)?;
        let absent = absent.or_else(|| value.is_none().then_some(Absent::Payload));
        Ok(Read { value: value.unwrap_or(Self::Other(None)), clean, absent })
    }
}

/// The bytes as they are.
impl Payload for Bytes {
    const PAYLOAD: PayloadShape = PayloadShape::Opaque;

    fn read(body: &Bytes) -> Result<Read<Self>, ReadError> {
        Ok(Read { value: body.clone(), clean: true, absent: None })
    }
}

/// No payload; whatever is sent all the same is ignored.
impl Payload for () {
    const PAYLOAD: PayloadShape = PayloadShape::Opaque;

    fn read(_body: &Bytes) -> Result<Read<Self>, ReadError> {
        Ok(Read { value: (), clean: true, absent: None })
    }
}

/// A payload on the heap, as the variants of an output hold it that differs by status.
impl<P: Payload> Payload for Box<P> {
    const PAYLOAD: PayloadShape = P::PAYLOAD;

    fn read(body: &Bytes) -> Result<Read<Self>, ReadError> {
        Ok(P::read(body)?.map(Self::new))
    }

    fn answer(&mut self, batch: BatchNumber) {
        P::answer(self, batch);
    }
}

/// A payload that some successful responses do not have.
impl<P: Payload> Payload for Option<P> {
    const PAYLOAD: PayloadShape = P::PAYLOAD;

    fn read(body: &Bytes) -> Result<Read<Self>, ReadError> {
        if body.is_empty() {
            return Ok(Read { value: None, clean: true, absent: None });
        }
        let Read { value, clean, absent } = P::read(body)?;
        Ok(Read { value: Some(value), clean, absent })
    }

    fn answer(&mut self, batch: BatchNumber) {
        if let Some(payload) = self {
            payload.answer(batch);
        }
    }
}

/// Reads a JSON value; `None` when there is none, or none of this type.
pub(crate) fn read<T: Decode>(body: &Bytes) -> Result<Read<Option<T>>, ReadError> {
    let mut value = None;
    let Read { clean, absent, .. } = read_with(body, &mut |input| T::decode(&mut value, input))?;
    Ok(Read { value, clean, absent })
}

/// Calls with the value of a body, unless there is none.
fn read_with(body: &Bytes, decode: &mut dyn FnMut(Input<'_>)) -> Result<Read<()>, ReadError> {
    let text = text(body)?;
    if text.is_empty() {
        return Ok(Read { value: (), clean: true, absent: Some(Absent::Body) });
    }
    let cx = Context::new(body, text).map_err(|error| ReadError(error.to_string()))?;
    decode(Input::root(&cx));
    if !cx.is_whole() {
        return Err(ReadError("its values would take many times more memory than it".to_owned()));
    }
    Ok(Read { value: (), clean: !cx.is_dirty(), absent: None })
}

/// Reads what the OpenAPI document says there is; its default when there is none, or none of this type.
pub(crate) fn read_described<T: Decode + Default>(body: &Bytes) -> Result<Read<T>, ReadError> {
    let Read { value, clean, absent } = read::<T>(body)?;
    let absent = absent.or_else(|| value.is_none().then_some(Absent::Payload));
    Ok(Read { value: value.unwrap_or_default(), clean, absent })
}

/// Returns the text of a body without byte order mark and surrounding space.
pub(crate) fn text(body: &Bytes) -> Result<&str, ReadError> {
    let text = str::from_utf8(body).map_err(|error| ReadError(error.to_string()))?;
    Ok(text.trim_start_matches('\u{feff}').trim())
}
