//! Finds the positions in a YAML text.

use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use crate::source::index::{Builder, DEPTH, Index};
use crate::source::lines::CharOffsets;

/// Indexes the first document of a YAML text, as far as it can be followed.
pub(crate) fn index(text: &str, builder: Builder) -> Index {
    let offsets = CharOffsets::new(text);
    let mut walk = YamlWalk { builder, open: Vec::new() };
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next_event() {
        if walk.event(&event, bytes(&offsets, span)).is_none() || walk.builder.depth() > DEPTH {
            break;
        }
    }
    walk.builder.finish()
}

/// Returns the bytes of a span, whose marks count characters.
fn bytes(offsets: &CharOffsets, span: Span) -> Range<usize> {
    offsets.byte(span.start.index())..offsets.byte(span.end.index())
}

struct YamlWalk {
    builder: Builder,
    open: Vec<Container>,
}

/// A list or an object that is being gone through.
enum Container {
    List {
        next: usize,
    },
    /// `in_member` when the next value is not a key.
    Object {
        in_member: bool,
    },
}

impl YamlWalk {
    /// Takes the next event; `None` when the rest is of no use.
    fn event(&mut self, event: &Event<'_>, at: Range<usize>) -> Option<()> {
        match event {
            Event::DocumentEnd | Event::StreamEnd => return None,
            Event::Scalar(text, ..) if self.expects_key() => self.key(text, at),
            Event::Alias(_) if self.expects_key() => self.key("*", at),
            Event::Scalar(..) | Event::Alias(_) => {
                self.begin_value(at, false);
                self.end_value();
            }
            // `serde_yaml` takes no object or list for a key, so the text could not be read.
            Event::SequenceStart(..) | Event::MappingStart(..) if self.expects_key() => return None,
            Event::SequenceStart(..) => {
                self.begin_value(at, true);
                self.open.push(Container::List { next: 0 });
            }
            Event::MappingStart(..) => {
                self.begin_value(at, true);
                self.open.push(Container::Object { in_member: false });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
                self.end_value();
            }
            _ => {}
        }
        Some(())
    }

    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Container::Object { in_member: false }))
    }

    fn key(&mut self, key: &str, at: Range<usize>) {
        self.builder.member(key, at);
        self.open.pop();
        self.open.push(Container::Object { in_member: true });
    }

    fn begin_value(&mut self, at: Range<usize>, container: bool) {
        if let Some(Container::List { next }) = self.open.last_mut() {
            self.builder.item(*next);
            *next += 1;
        }
        self.builder.value(at, container);
    }

    fn end_value(&mut self) {
        if let Some(container) = self.open.last_mut() {
            self.builder.leave();
            if let Container::Object { in_member } = container {
                *in_member = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::index;
    use crate::source::index::Builder;

    #[track_caller]
    fn check(text: &str, pointer: &str, key: Option<&str>, value_starts: &str) {
        let index = index(text, Builder::default());
        let found = index.get(pointer).expect("the pointer is in the text");
        assert_eq!(found.key.clone().map(|range| &text[range]), key);
        assert!(text[found.value.start..].starts_with(value_starts), "{found:?}");
    }

    #[test]
    fn finds_members_and_elements() {
        let text = "# é\r\nopenapi: 3.0.3\r\npaths:\r\n  /a: &x\r\n    200: [é, {b: 'ü'}]\r\n  'q': |\r\n    lit\r\n  z: *x\r\nlast: 1\r\n";
        check(text, "", None, "openapi");
        check(text, "/openapi", Some("openapi"), "3.0.3");
        check(text, "/paths/~1a", Some("/a"), "&x");
        check(text, "/paths/~1a/200", Some("200"), "[");
        check(text, "/paths/~1a/200/0", None, "é");
        check(text, "/paths/~1a/200/1/b", Some("b"), "'ü'");
        check(text, "/paths/q", Some("'q'"), "lit");
        check(text, "/paths/z", Some("z"), "*x");
        check(text, "/last", Some("last"), "1");
    }

    #[test]
    fn follows_hostile_text_as_far_as_it_goes() {
        for text in ["", "a: [", "? [a]: b\n: c", "a: b: c", "- - -", "%", "---\n---\n", "a: *b", "\t- a"] {
            index(text, Builder::default());
        }
        index(&"- ".repeat(100_000), Builder::default());
        index(&"? ".repeat(100_000), Builder::default());
        index(&"[".repeat(100_000), Builder::default());
    }
}
