//! The layout of the file: a line for each member of a node, and for each of its parts.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// The depth of a node: in the list of its kind, in the file.
const NODE: usize = 2;

/// An object or a list that is being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Its members follow each other on one line.
    Line,
    /// Each of its members has a line.
    Lines,
    /// A list, whose elements have lines if they are objects.
    List,
    /// A list of objects, each on a line.
    ListOfLines,
}

/// A [`Formatter`] that knows what it is within.
#[derive(Debug, Default)]
pub(super) struct Layout {
    open: Vec<Open>,
}

impl Layout {
    fn new_line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        self.open.iter().try_for_each(|_| out.write_all(b"  "))
    }

    /// Ends what was opened last.
    fn close<W: ?Sized + Write>(&mut self, out: &mut W, end: &[u8]) -> io::Result<()> {
        if matches!(self.open.pop(), Some(Open::Lines | Open::ListOfLines)) {
            self.new_line(out)?;
        }
        out.write_all(end)
    }
}

impl Formatter for Layout {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open.push(if self.open.len() <= NODE + 1 { Open::List } else { Open::Line });
        out.write_all(b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if let Some(list @ (Open::List | Open::ListOfLines)) = self.open.last_mut() {
            *list = Open::ListOfLines;
            self.new_line(out)?;
        }
        self.open.push(if self.open.len() <= NODE { Open::Lines } else { Open::Line });
        out.write_all(b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        match self.open.last() {
            Some(Open::Lines) => self.new_line(out),
            _ => Ok(()),
        }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(if self.open.last() == Some(&Open::Lines) { b": " } else { b":" })
    }
}
