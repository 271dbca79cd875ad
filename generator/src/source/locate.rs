//! Finds the line and column of what a diagnostic points to.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use crate::diag::Place;
use crate::source::index::{Builder, Index, ValueRange};
use crate::source::lines::{Lines, floor};
use crate::source::{Pointer, Source, read};

/// A text under the name it is shown with. Nothing is gone through before the first question.
#[derive(Debug)]
pub struct Locator<'t> {
    name: &'t str,
    text: &'t str,
    lines: OnceCell<Lines<'t>>,
    index: OnceCell<Index>,
    /// The pointers that are asked for; all of them when it is not told before.
    pointers: Option<Vec<Pointer>>,
}

/// A place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The bytes to underline; they do not go beyond the line.
    pub range: Range<usize>,
    /// The file, where it is not the document.
    pub file: Option<Arc<Source>>,
}

impl<'t> Locator<'t> {
    /// Returns a locator for `text`, which is shown as `name`.
    pub fn new(name: &'t str, text: &'t str) -> Self {
        Self { name, text: without_mark(text), lines: OnceCell::new(), index: OnceCell::new(), pointers: None }
    }

    /// Returns a locator for a text of which only these pointers will be asked for: cheaper, where they are few.
    /// Others are found where the nearest of these around them is.
    pub fn of<'p>(name: &'t str, text: &'t str, pointers: impl IntoIterator<Item = &'p Pointer>) -> Self {
        Self { pointers: Some(pointers.into_iter().cloned().collect()), ..Self::new(name, text) }
    }

    /// Returns the name the text is shown with.
    pub fn name(&self) -> &'t str {
        self.name
    }

    /// Returns the text, without a byte order mark. Ranges count from its start.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Returns the name of the file that a position is in.
    pub fn file_of<'p>(&'p self, position: &'p Position) -> &'p str {
        position.file.as_ref().map_or(self.name, |file| &file.name)
    }

    /// Returns where a place is. What is not in the text itself, as what stands under a YAML alias, is
    /// where the nearest thing around it is; `None` when even that is unknown.
    pub fn locate(&self, place: &Place) -> Option<Position> {
        match place {
            Place::File(source, place) => {
                let pointer = match &**place {
                    Place::Value(pointer) | Place::Key(pointer) => Some(pointer),
                    Place::Offset(_) | Place::File(..) => None,
                };
                let other = Locator::of(&source.name, &source.text, pointer);
                Some(Position { file: Some(Arc::clone(source)), ..other.locate(place)? })
            }
            Place::Offset(offset) => {
                // Parsers count bytes and may stop inside a character.
                let offset = floor(self.text, *offset);
                Some(self.position(offset..offset + word(self.text, offset)))
            }
            Place::Key(pointer) => {
                let found = self.find(pointer)?;
                Some(self.position(found.key.as_ref().unwrap_or(&found.value).clone()))
            }
            Place::Value(pointer) => {
                let found = self.find(pointer)?;
                // An object spans lines, its key tells more than its bracket.
                let key = found.key.as_ref().filter(|_| found.container);
                Some(self.position(key.unwrap_or(&found.value).clone()))
            }
        }
    }

    /// Returns the bytes of a line, which counts from 1, without its line break.
    #[cfg(feature = "cli")]
    pub(crate) fn line(&self, line: usize) -> Range<usize> {
        self.lines().bytes(line)
    }

    fn find(&self, pointer: &Pointer) -> Option<&ValueRange> {
        let index = self.index.get_or_init(|| match &self.pointers {
            Some(pointers) => read::index_with(self.text, Builder::of(pointers)),
            None => read::index(self.text),
        });
        let mut text = pointer.as_str();
        loop {
            if let Some(found) = index.get(text) {
                return Some(found);
            }
            text = text.get(..text.rfind('/')?)?;
        }
    }

    fn position(&self, range: Range<usize>) -> Position {
        let (line, column) = self.lines().position(range.start);
        let content = self.lines().bytes(line);
        let start = range.start.min(content.end);
        Position { line, column, range: start..range.end.clamp(start, content.end), file: None }
    }

    fn lines(&self) -> &Lines<'t> {
        self.lines.get_or_init(|| Lines::new(self.text))
    }
}

/// Returns the bytes of the word at an offset, or of the text in quotes; 0 where there is neither.
fn word(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    if rest.starts_with(['"', '\'']) {
        let quote = rest.get(..1).unwrap_or_default();
        return rest.get(1..).and_then(|inside| inside.find(quote)).map_or(1, |length| length + 2);
    }
    let is_part = |character: char| character.is_alphanumeric() || "_-/".contains(character);
    rest.find(|character| !is_part(character)).unwrap_or(rest.len())
}

/// Returns the text without the byte order mark that some editors put before it.
pub(crate) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
