//! Converts Markdown of a document to Markdown for rustdoc.
//!
//! The texts come from strangers: nothing in them may become code that runs, a doctest, HTML, a broken link or a section of
//! our own docs. So they are parsed as CommonMark with tables, and what they hold is written anew: paragraphs, lists, block
//! quotes, tables, emphasis, code spans, links to the web, and blocks of code, which show code and are nothing that runs.
//! Headings become bold, images the link to them, and HTML its text. Whatever else would have a meaning is escaped.

use std::mem;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd, TextMergeStream};

use crate::emit::docs::code;

/// The largest depth of quotes and lists; what is deeper is shown at this depth.
const DEEPEST: usize = 8;

/// Returns Markdown that shows a text and does nothing else.
pub(crate) fn markdown(text: &str) -> String {
    written(text, Writer::default())
}

/// Returns the same on one line, for places in which no block can stand, such as items of our own lists: without the marks
/// of lists and quotes, and with code blocks as code spans.
pub(crate) fn line(text: &str) -> String {
    written(text, Writer { is_line: true, ..Writer::default() })
}

fn written(text: &str, mut writer: Writer) -> String {
    let text = visible(text);
    let parser = Parser::new_ext(text.trim_matches([' ', '\n']), Options::ENABLE_TABLES);
    TextMergeStream::new(parser).for_each(|event| writer.event(event));
    writer.flush();
    writer.out
}

/// Returns a text without what moves the cursor or turns the direction of what is around it.
fn visible(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\t', "    ");
    text.chars().map(|c| if c != '\n' && is_invisible(c) { ' ' } else { c }).collect()
}

/// A quote or an item of a list.
enum Container {
    Quote,
    /// An item, with its mark until that is written.
    Item {
        mark: String,
        is_new: bool,
    },
    /// One that is nested too deep.
    Ignored,
}

/// A list that is open.
struct List {
    /// The number of the next item, in numbered lists.
    number: Option<u64>,
    /// Whether its items begin with `-` or `1)` instead of `*` or `1.`. Two adjacent lists need different markers, or Markdown
    /// reads them as one.
    has_other_marks: bool,
}

/// Emphasis or a link that is open.
enum Span {
    /// Emphasis: its marks, and the position in the text where they begin.
    Emphasis(&'static str, usize),
    /// A link: the position where its label begins, and where it leads.
    Link { label: usize, url: String },
    /// Emphasis that is shown without marks.
    Plain,
}

/// Markdown that is being written.
#[derive(Default)]
struct Writer {
    /// The Markdown written so far.
    out: String,
    /// Whether the output is a single line.
    is_line: bool,
    /// The text of the open paragraph, heading, item or cell, escaped.
    text: String,
    /// The position in that text behind the marks of emphasis that ended last. Other emphasis cannot begin there, since the
    /// marks of both would be read as one.
    closed: Option<usize>,
    /// The emphasis and links that are open, the innermost last.
    spans: Vec<Span>,
    /// The quotes and items that are open, the innermost last.
    containers: Vec<Container>,
    /// The lists that are open, the innermost last.
    lists: Vec<List>,
    /// The list that ended last, if nothing is written after it: how deep it was, and whether it had the other marks.
    ended: Option<(usize, bool)>,
    /// Whether the last block was the text of an item in a tight list (CommonMark).
    is_tight: bool,
    /// Whether the open text is a paragraph. In a tight list (CommonMark) the text belongs to the item itself.
    is_paragraph: bool,
    /// The language and the text of the open block of code.
    code: Option<(&'static str, String)>,
    /// The open table.
    table: TextTable,
    /// Whether the open text is a heading.
    is_heading: bool,
}

/// A table that is being read.
#[derive(Default)]
struct TextTable {
    columns: Vec<Alignment>,
    row: Vec<String>,
    rows: Vec<String>,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, block)) => block.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(text) => self.text.push_str(&self.code_span(&text)),
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::SoftBreak => self.text.push('\n'),
            Event::HardBreak => self.text.push_str(if self.is_heading || self.is_line { "\n" } else { "\\\n" }),
            Event::Rule => self.block(&["---".to_owned()], false),
            // Not asked of the parser.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => self.text(&text),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.is_paragraph = true,
            Tag::Heading { .. } => {
                self.flush();
                (self.is_paragraph, self.is_heading) = (true, true);
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.open(Container::Quote);
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let is_json = matches!(&kind, CodeBlockKind::Fenced(info) if info.trim().eq_ignore_ascii_case("json"));
                self.code = Some((if is_json { "json" } else { "text" }, String::new()));
            }
            Tag::List(number) => {
                self.flush();
                let has_other_marks = self
                    .ended
                    .is_some_and(|(depth, has_other_marks)| depth == self.containers.len() && !has_other_marks);
                self.lists.push(List { number, has_other_marks });
            }
            Tag::Item => {
                self.flush();
                let mark = self.lists.last_mut().map(List::mark).unwrap_or_default();
                self.open(Container::Item { mark, is_new: true });
            }
            Tag::Table(columns) => {
                self.flush();
                self.table = TextTable { columns, ..TextTable::default() };
            }
            Tag::Emphasis => self.emphasis("*"),
            Tag::Strong => self.emphasis("**"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.spans.push(Span::Link { label: self.text.len(), url: dest_url.into_string() });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock => self.flush(),
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.flush();
                let _ = self.containers.pop();
            }
            TagEnd::List(_) => {
                let has_other_marks = self.lists.pop().is_some_and(|list| list.has_other_marks);
                self.ended = Some((self.containers.len(), has_other_marks));
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::TableCell => {
                let cell = mem::take(&mut self.text).replace('\n', " ");
                self.table.row.push(cell);
            }
            TagEnd::TableHead => {
                self.row();
                self.table.row = self.table.columns.iter().map(|column| rule(column).to_owned()).collect();
                self.row();
            }
            TagEnd::TableRow => self.row(),
            TagEnd::Table => {
                let rows = mem::take(&mut self.table).rows;
                self.block(&rows, false);
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => self.close_span(),
            _ => {}
        }
    }

    fn open(&mut self, container: Container) {
        let is_too_deep = self.containers.len() >= DEEPEST || self.is_line;
        self.containers.push(if is_too_deep { Container::Ignored } else { container });
    }

    /// Begins emphasis, unless it would touch marks before it, which would then mean something else.
    fn emphasis(&mut self, marks: &'static str) {
        let is_plain = self.is_heading || self.closed == Some(self.text.len());
        self.spans.push(if is_plain { Span::Plain } else { Span::Emphasis(marks, self.text.len()) });
        self.text.push_str(if is_plain { "" } else { marks });
    }

    fn close_span(&mut self) {
        match self.spans.pop() {
            Some(Span::Emphasis(marks, start)) => {
                let content = self.text.get(start + marks.len()..).unwrap_or_default();
                // Without a link that was in it, it may begin with a blank, and marks before a blank are text.
                if content.trim().len() == content.len() && !content.is_empty() {
                    self.text.push_str(marks);
                    self.closed = Some(self.text.len());
                } else {
                    self.text = format!("{}{content}", self.text.get(..start).unwrap_or_default());
                }
            }
            Some(Span::Link { label, url }) => self.close_link(label, &url),
            Some(Span::Plain) | None => {}
        }
    }

    /// Ends a link or an image, whose label begins there. An image would be fetched by whoever reads the docs, and a label
    /// that looks like a URL may be another one than it leads to.
    fn close_link(&mut self, start: usize, url: &str) {
        let label = self.text.split_off(start.min(self.text.len()));
        let is_nested = self.spans.iter().any(|span| matches!(span, Span::Link { .. }));
        let is_of_the_web = url.starts_with("http://") || url.starts_with("https://");
        if !is_of_the_web || is_nested {
            self.text.push_str(&label);
            if url != label && !url.is_empty() && !url.starts_with('#') && !is_nested {
                self.text.push_str(" (");
                escape(url, &mut self.text);
                self.text.push(')');
            }
            return;
        }
        if self.text.ends_with('!') {
            self.text.insert(self.text.len() - 1, '\\');
        }
        let url = in_brackets(url);
        if label.trim().is_empty() || label.contains("http") || label.contains('\n') && self.is_line {
            self.text.push_str(&url);
        } else {
            self.text.push_str(&format!("[{label}]({url})"));
        }
    }

    /// Writes plain text. URLs in it become links to themselves: rustdoc asks for that.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        let is_label = self.spans.iter().any(|span| matches!(span, Span::Link { .. }));
        while let Some(at) = rest.find("http").filter(|_| !is_label) {
            let (before, from) = rest.split_at(at);
            escape(before, &mut self.text);
            let end = from.find(ends_url).unwrap_or(from.len());
            let url = from.get(..end).unwrap_or_default().trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
            if url.starts_with("http://") || url.starts_with("https://") {
                self.text.push_str(&in_brackets(url));
                rest = from.get(url.len()..).unwrap_or_default();
            } else {
                self.text.push_str("http");
                rest = from.get("http".len()..).unwrap_or_default();
            }
        }
        escape(rest, &mut self.text);
    }

    fn code_span(&self, text: &str) -> String {
        match self.table.columns.is_empty() {
            _ if text.trim().is_empty() => String::new(),
            true => code(text),
            // In a table, a bar ends a cell also within a code span.
            false => code(text).replace('|', "\\|"),
        }
    }

    /// Ends a row of a table.
    fn row(&mut self) {
        let cells = mem::take(&mut self.table.row);
        self.table.rows.push(if self.is_line { cells.join(" ") } else { format!("| {} |", cells.join(" | ")) });
    }

    /// Writes a block of code, marked as JSON or as text, so that nothing runs it.
    fn code_block(&mut self) {
        let Some((language, text)) = self.code.take() else { return };
        if text.trim().is_empty() {
            return;
        }
        if self.is_line {
            self.text.push_str(&code(&text.split_whitespace().collect::<Vec<_>>().join(" ")));
            return self.flush();
        }
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        let mut lines = vec![format!("{fence}{language}")];
        lines.extend(text.lines().map(str::to_owned));
        lines.push(fence);
        self.block(&lines, false);
    }

    /// Writes the text that is open as a block.
    fn flush(&mut self) {
        let text = mem::take(&mut self.text);
        let (is_heading, is_tight) = (mem::take(&mut self.is_heading), !mem::take(&mut self.is_paragraph));
        self.spans.clear();
        self.closed = None;
        let lines: Vec<&str> =
            text.split('\n').map(|line| line.trim_matches(' ')).filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            return;
        }
        let lines = match is_heading {
            true => vec![format!("**{}**", lines.join(" ").trim_end_matches('\\'))],
            false => lines.into_iter().map(line_start).collect(),
        };
        self.block(&lines, is_tight);
    }

    /// Writes a block, behind the marks of what it is in.
    fn block(&mut self, lines: &[String], is_tight: bool) {
        if lines.is_empty() {
            return;
        }
        self.ended = None;
        if self.is_line {
            self.out.push_str(if self.out.is_empty() { "" } else { " " });
            self.out.push_str(&lines.join(" "));
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
            let begins_item = self.containers.iter().any(|one| matches!(one, Container::Item { is_new: true, .. }));
            if !(self.is_tight && begins_item) {
                let blank = self.prefix(false);
                self.out.push_str(blank.trim_end());
                self.out.push('\n');
            }
        }
        for (position, line) in lines.iter().enumerate() {
            self.out.push_str(if position > 0 { "\n" } else { "" });
            let prefix = self.prefix(true);
            self.out.push_str(format!("{prefix}{line}").trim_end());
        }
        self.is_tight = is_tight && !self.lists.is_empty();
    }

    /// Returns what a line begins with, and takes the marks of items that are written with it.
    fn prefix(&mut self, is_content: bool) -> String {
        let mut prefix = String::new();
        for container in &mut self.containers {
            match container {
                Container::Quote => prefix.push_str("> "),
                Container::Item { mark, is_new: true } if !is_content => prefix.push_str(&" ".repeat(mark.len())),
                Container::Item { mark, is_new } => match mem::take(is_new) {
                    true => prefix.push_str(mark),
                    false => prefix.push_str(&" ".repeat(mark.len())),
                },
                Container::Ignored => {}
            }
        }
        prefix
    }
}

impl List {
    /// Returns the mark of the next item.
    fn mark(&mut self) -> String {
        match &mut self.number {
            Some(number) => {
                let mark = format!("{number}{} ", if self.has_other_marks { ')' } else { '.' });
                *number = number.saturating_add(1).min(999_999_999);
                mark
            }
            None => (if self.has_other_marks { "- " } else { "* " }).to_owned(),
        }
    }
}

/// Returns what stands below the head of a column.
fn rule(alignment: &Alignment) -> &'static str {
    match alignment {
        Alignment::None => "---",
        Alignment::Left => ":--",
        Alignment::Center => ":-:",
        Alignment::Right => "--:",
    }
}

/// Returns a URL as a link to itself.
fn in_brackets(url: &str) -> String {
    let encode = |character: char| match character {
        '<' | '>' | '\\' | '|' | '`' | '"' => format!("%{:02X}", u32::from(character)),
        blank if blank.is_whitespace() => "%20".to_owned(),
        other => other.to_string(),
    };
    format!("<{}>", url.chars().map(encode).collect::<String>())
}

/// Returns whether a character ends a URL in a text.
fn ends_url(character: char) -> bool {
    character.is_whitespace() || "<>()[]\"'`\\|".contains(character)
}

/// Escapes what has a meaning wherever it stands. An underscore within a word has none.
fn escape(text: &str, out: &mut String) {
    let mut before = out.chars().next_back();
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let is_in_word =
            before.is_some_and(char::is_alphanumeric) && rest.peek().is_some_and(|next| next.is_alphanumeric());
        match character {
            '_' if is_in_word => {}
            '<' | '>' | '[' | ']' | '\\' | '&' | '|' | '`' | '*' | '_' | '~' => out.push('\\'),
            _ => {}
        }
        match character {
            '\u{a0}' => out.push_str("&nbsp;"),
            other => out.push(other),
        }
        before = Some(character);
    }
}

/// Escapes what has a meaning at the start of a line: marks of lists, headings, and what underlines a heading.
fn line_start(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = line.get(digits..).unwrap_or_default();
    let first = rest.chars().next().filter(|first| match digits {
        0 => "#+-=:".contains(*first),
        _ => ".)".contains(*first),
    });
    let Some(first) = first else { return line.to_owned() };
    let after = rest.trim_start_matches(first);
    let has_meaning = after.is_empty() || after.starts_with([' ', '-']);
    if has_meaning { format!("{}\\{rest}", line.get(..digits).unwrap_or_default()) } else { line.to_owned() }
}

/// Returns whether a character moves the cursor, ends the line or turns the direction of what is around it.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

    use super::{line, markdown, visible};

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        for (text, shown) in [
            ("a [link](x) and <b>", "a link (x) and \\<b\\>"),
            ("see https://example.com/a_b.", "see <https://example.com/a_b>."),
            ("`code [x]` and `open", "`code [x]` and \\`open"),
            ("`` ` `` <b> `", "`` ` `` \\<b\\> \\`"),
            ("snake_case _and_ a*b", "snake_case *and* a\\*b"),
            ("# title", "**title**"),
            ("title\n===\na", "**title**\n\na"),
            ("a\n## b **[x]** ##\nc", "a\n\n**b \\[x\\]**\n\nc"),
            ("#\n#c", "#c"),
            ("a\n\u{7}\u{7}\u{7}\u{7}let x", "a\nlet x"),
            ("a\\\nb", "a\\\nb"),
            ("*/ #[doc = \"x\"]", "\\*/ #\\[doc = \"x\"\\]"),
            ("a\n\\- b\n1\\. c", "a\n\\- b\n1\\. c"),
            ("a | b", "a \\| b"),
            ("![seen](https://example.com/a.png)", "[seen](<https://example.com/a.png>)"),
            ("a![](b.png)", "a (b.png)"),
            ("[a]\n\n[a]: b", "a (b)"),
            ("[run](javascript:x) [run](<https://a b>)", "run (javascript:x) [run](<https://a%20b>)"),
            ("<p>\n*a*</p>", "\\<p\\>\n\\*a\\*\\</p\\>"),
        ] {
            assert_eq!(markdown(text), shown);
        }
    }

    #[test]
    fn links_to_the_web_stay_links() {
        for (text, shown) in [
            ("see [our *guide*](https://example.com/a_b#c), or", "see [our *guide*](<https://example.com/a_b#c>), or"),
            ("[a](http://x.y) ![b][c]\n\n[c]: https://x.y/(z)", "[a](<http://x.y>) [b](<https://x.y/(z)>)"),
            ("[x] then [a & `b`](https://x.y)", "\\[x\\] then [a \\& `b`](<https://x.y>)"),
            ("[https://bank.example](https://x.y)", "<https://x.y>"),
            ("wow![a](https://x.y)!", "wow[a](<https://x.y>)!"),
            ("wow\\![a](https://x.y)", "wow\\![a](<https://x.y>)"),
        ] {
            assert_eq!(markdown(text), shown);
        }
    }

    #[test]
    fn lists_stay_lists() {
        for (text, shown) in [
            ("- one\ngoes on\n\nnot one", "* one\n  goes on\n\nnot one"),
            ("1. one\n   - a\n   - b\n2. two", "1. one\n   * a\n   * b\n2. two"),
            ("* one\n\n  more\n* two", "* one\n\n  more\n\n* two"),
            ("* a\n\n- b", "* a\n- b"),
            ("a\n-\n- b", "**a**\n\n* b"),
            ("* a\n  ```\n    b\n  ```\n* c", "* a\n\n  ```text\n    b\n  ```\n\n* c"),
        ] {
            assert_eq!(markdown(text), shown);
        }
    }

    #[test]
    fn code_is_shown_and_never_run() {
        for (text, shown) in [
            ("```rust\nlet x = [1];\n```", "```text\nlet x = [1];\n```"),
            ("a\n\n    exit(3)", "a\n\n```text\nexit(3)\n```"),
            ("a\n```JSON\n{\n  \"b\": 1\n}\n```\nc", "a\n\n```json\n{\n  \"b\": 1\n}\n```\n\nc"),
            ("~~~\n```\nexit(3)\n```\n~~~", "````text\n```\nexit(3)\n```\n````"),
            ("```\nexit(3)", "```text\nexit(3)\n```"),
            ("1. ```\n   b\n   ```\nc", "1. ```text\n   b\n   ```\n\nc"),
            ("```\n\n```\na", "a"),
        ] {
            assert_eq!(markdown(text), shown);
        }
    }

    #[test]
    fn tables_and_quotes_stay_what_they_are() {
        for (text, shown) in [
            ("| a | b |\n|---|:-:|\n| c | [d] |", "| a | b |\n| --- | :-: |\n| c | \\[d\\] |"),
            ("a | b\n- | -\n`c\\|d` | e\\|f\n\ng", "| a | b |\n| --- | --- |\n| `c\\|d` | e\\|f |\n\ng"),
            ("> 🚧 Soon\n>\n> * a [x]\n\nb", "> 🚧 Soon\n>\n> * a \\[x\\]\n\nb"),
            ("> ```\n> exit(3)\nb", "> ```text\n> exit(3)\n> ```\n\nb"),
            (">>>>>>>>>> a", "> > > > > > > > a"),
            (">\na", "a"),
        ] {
            assert_eq!(markdown(text), shown);
        }
    }

    #[test]
    fn one_line_has_no_blocks() {
        for (text, shown) in [
            ("# a\n\n* b\n* c\n\n> d", "**a** b c d"),
            ("```\nx  y\n```\nz", "`x y` z"),
            ("a | b\n-|-\nc | d", "a b --- --- c d"),
        ] {
            assert_eq!(line(text), shown);
        }
    }

    /// What rustdoc asks of its parser, but for the look of quotation marks and dashes.
    const RUSTDOC: Options = Options::ENABLE_TABLES
        .union(Options::ENABLE_FOOTNOTES)
        .union(Options::ENABLE_STRIKETHROUGH)
        .union(Options::ENABLE_TASKLISTS);

    /// Checks that rustdoc sees in no text anything that runs, leads elsewhere or is a section, and that it sees all words.
    #[test]
    fn any_text_is_harmless_and_whole() {
        let parts = [
            "a", "b ", " ", "\n", "\n\n", "*", "**", "_", "`", "```", "~~~", "#", "# ", "- ", "-", "---", "+ ", "1. ",
            "2) ", "> ", "|", "|-|-|", "[", "]", "(", ")", "](x)", "](https://x.y)", "!", "<", ">", "<b>", "\\",
            "&amp;", "&", "    ", "~", "^", ":", "=", "===", "https://x.y", "\t", "\r\n", "[^1]", "[ ] ", "é",
            "\u{a0}", "<!--", "-->", "$",
        ];
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(state >> 33).unwrap_or_default() % below
        };
        for _ in 0..20_000 {
            let count = 1 + next(14);
            let text: String = (0..count).filter_map(|_| parts.get(next(parts.len()))).copied().collect();
            let shown = markdown(&text);
            for event in Parser::new_ext(&shown, RUSTDOC) {
                assert!(is_harmless(&event), "{text:?} is shown as {shown:?}, which has {event:?}");
            }
            let (words, are) = (words(&visible(&text), Options::ENABLE_TABLES), words(&shown, Options::ENABLE_TABLES));
            // What a link leads to is written out where it leads nowhere.
            assert!(
                are.contains(&words) || text.contains("](") || text.contains("<http"),
                "{text:?} is shown as {shown:?}"
            );
        }
    }

    fn is_harmless(event: &Event<'_>) -> bool {
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => false,
            Event::Start(Tag::Link { dest_url, .. }) => dest_url.starts_with("http"),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => ["json", "text"].contains(&&**info),
            Event::Start(tag) => !matches!(
                tag,
                Tag::Image { .. } | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Strikethrough
            ),
            _ => true,
        }
    }

    /// Returns the letters of a text, without its markup.
    fn words(text: &str, options: Options) -> String {
        let events = Parser::new_ext(text.trim_matches([' ', '\n']), options).filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                Some(text.into_string())
            }
            _ => None,
        });
        events.collect::<String>().chars().filter(|c| c.is_alphanumeric()).collect()
    }
}
