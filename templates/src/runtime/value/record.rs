//! Records: objects with named members.
//!
//! A record lists its fields once, and who asks decides what becomes of them: JSON is read into them, or they are
//! printed. Hundreds of types have such a list; each thing done by a list of its own would have to be checked again
//! in every client.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::{self, DebugStruct};

use super::super::schema::shape::Shape;
use super::decode::Decode;

/// An object with named members: what is emitted for each.
pub trait Record: Clone + fmt::Debug + Default {
    /// What the description says of it.
    const SHAPE: &'static Shape;

    /// Lists the fields: exactly one call on `visitor`.
    ///
    /// # Errors
    /// Those of the visitor.
    fn visit<V: FieldVisitor>(&mut self, visitor: &mut V) -> Result<(), V::Error>;
}

/// A field as its record lists it, under the key of its member on the wire.
pub type NamedField<'f, V> = (&'static str, &'f mut dyn Field<V>);

/// What is done with the fields of a record.
pub trait FieldVisitor: Sized {
    /// Why it cannot be done.
    type Error;

    /// Takes the list of a record that keeps no other members.
    ///
    /// # Errors
    /// When it cannot be done.
    fn fields(&mut self, fields: &mut [NamedField<'_, Self>]) -> Result<(), Self::Error>;

    /// Takes the list of a record that keeps other members, too.
    ///
    /// # Errors
    /// When it cannot be done.
    fn open_fields<T: Decode>(
        &mut self,
        fields: &mut [NamedField<'_, Self>],
        rest: &mut BTreeMap<String, T>,
    ) -> Result<(), Self::Error>;

    /// Takes a field that may be absent.
    ///
    /// # Errors
    /// When it cannot be done.
    fn optional<T: Decode>(&mut self, field: &mut Option<T>) -> Result<(), Self::Error>;

    /// Takes a field that is as good as empty when it is absent.
    ///
    /// # Errors
    /// When it cannot be done.
    fn defaulted<T: Decode>(&mut self, field: &mut T) -> Result<(), Self::Error>;

    /// Takes a member that is described and not kept.
    ///
    /// # Errors
    /// When it cannot be done.
    fn unkept(&mut self) -> Result<(), Self::Error>;
}

/// What holds the value of a member.
pub trait Field<V: FieldVisitor> {
    /// Gives itself to the visitor.
    ///
    /// # Errors
    /// Those of the visitor.
    fn visit(&mut self, visitor: &mut V) -> Result<(), V::Error>;
}

impl<V: FieldVisitor, T: Decode> Field<V> for Option<T> {
    fn visit(&mut self, visitor: &mut V) -> Result<(), V::Error> {
        visitor.optional(self)
    }
}

/// A field on the heap, where a type holds itself.
pub struct Boxed<'f, T>(pub &'f mut Option<Box<T>>);

impl<V: FieldVisitor, T: Decode> Field<V> for Boxed<'_, T> {
    fn visit(&mut self, visitor: &mut V) -> Result<(), V::Error> {
        let mut value = self.0.take().map(|value| *value);
        visitor.optional(&mut value)?;
        *self.0 = value.map(Box::new);
        Ok(())
    }
}

/// A member that is described and not kept, since its value is always the same.
impl<V: FieldVisitor> Field<V> for () {
    fn visit(&mut self, visitor: &mut V) -> Result<(), V::Error> {
        visitor.unkept()
    }
}

/// Prints a record, under this name of its type: how all of them implement `Debug`.
///
/// What is listed is a copy, since a list is of fields to write to: a record is copied once for each record that it is
/// in. A key that is no plain text is printed escaped.
///
/// # Errors
/// Those of the formatter.
#[doc(hidden)]
pub fn debug<T: Record>(record: &T, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut printing = Printing { out: f.debug_struct(name), name: "" };
    let Ok(()) = record.clone().visit(&mut printing);
    printing.out.finish()
}

/// Prints the fields of a list.
struct Printing<'o, 'f> {
    out: DebugStruct<'o, 'f>,
    /// The key of the field that is next.
    name: &'static str,
}

impl Printing<'_, '_> {
    #[inline]
    fn print(&mut self, field: &dyn fmt::Debug) {
        self.out.field(&self.name.escape_debug().to_string(), field);
    }
}

impl FieldVisitor for Printing<'_, '_> {
    type Error = Infallible;

    fn fields(&mut self, fields: &mut [NamedField<'_, Self>]) -> Result<(), Infallible> {
        for (name, field) in fields {
            self.name = name;
            field.visit(self)?;
        }
        Ok(())
    }

    fn open_fields<T: Decode>(
        &mut self,
        fields: &mut [NamedField<'_, Self>],
        rest: &mut BTreeMap<String, T>,
    ) -> Result<(), Infallible> {
        self.fields(fields)?;
        self.out.field("rest", rest);
        Ok(())
    }

    fn optional<T: Decode>(&mut self, field: &mut Option<T>) -> Result<(), Infallible> {
        self.print(field);
        Ok(())
    }

    fn defaulted<T: Decode>(&mut self, field: &mut T) -> Result<(), Infallible> {
        self.print(field);
        Ok(())
    }

    fn unkept(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}
