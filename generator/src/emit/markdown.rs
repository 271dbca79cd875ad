//! Converts Markdown of a document to Markdown for rustdoc.
//!
//! The texts come from strangers: nothing in them may become code, a doctest, a broken link or a section of our own docs.
//! What stays are code spans, links to the web, lists, block quotes, tables and blocks of code, which show code and are
//! nothing that runs; whatever else has a meaning is escaped.

/// The largest depth of nested block quotes; deeper ones are shown as text.
const DEEPEST_QUOTE: usize = 4;

/// Returns Markdown that shows a text and does nothing else.
pub(crate) fn markdown(text: &str) -> String {
    shown(text, DEEPEST_QUOTE)
}

fn shown(text: &str, deepest: usize) -> String {
    // First of all, since blanks at the start of a line mean something.
    let text = visible(text);
    let lines: Vec<&str> = text.lines().collect();
    let mut page = Page::default();
    let mut rest = lines.as_slice();
    while let Some((line, after)) = rest.split_first() {
        rest = if let Some((marks, code, after)) = fenced(rest) {
            page.block(&marks, &code);
            after
        } else if let Some((table, after)) = table(rest) {
            page.block("", &table);
            after
        } else if let Some((quote, after)) = quote(rest, deepest) {
            page.block("", &quote);
            after
        } else {
            page.line(line);
            after
        };
    }
    page.out
}

/// Returns the same of a text whose block quotes, tables and blocks of code are shown as text: for places in which no
/// block can stand, such as items of our own lists.
pub(crate) fn paragraphs(text: &str) -> String {
    let text = visible(text);
    let mut page = Page::default();
    text.lines().for_each(|line| page.line(line));
    page.out
}

fn visible(text: &str) -> String {
    text.chars().map(|c| if c != '\n' && is_invisible(c) { ' ' } else { c }).collect()
}

/// Markdown that is being written.
#[derive(Default)]
struct Page {
    out: String,
    /// How many blank lines come before the next line; one is written.
    blank: usize,
    /// How far the text of the list item before is indented.
    item: usize,
    /// Whether a fence was opened and not closed yet.
    is_code: bool,
}

impl Page {
    /// Writes a line of a paragraph or of a list.
    fn line(&mut self, line: &str) {
        // Indented lines would be code, and code without a language a doctest.
        let line = line.trim();
        self.is_code ^= line.starts_with("```");
        let title = heading(line).filter(|_| !self.is_code);
        let line = title.as_deref().unwrap_or(line);
        self.blank += usize::from(title.is_some());
        let (marks, content) = item_marks(line);
        if marks.is_empty() && content.is_empty() {
            self.blank += 1;
            return;
        }
        self.separate();
        // A mark alone is text.
        if !content.is_empty() && !marks.is_empty() {
            self.item = marks.len();
        } else if self.blank > 0 {
            self.item = 0;
        } else {
            // It belongs to the item before it anyway; clippy wants to see that.
            self.out.push_str(&" ".repeat(self.item));
        }
        self.blank = usize::from(title.is_some());
        block_start(&marks, content, &mut self.out);
        escape_line(content, &mut self.out);
    }

    /// Writes a block that is not a paragraph, with blank lines around it. It belongs to the list item that the marks
    /// begin, or else to the one before it.
    fn block(&mut self, marks: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.blank += 1;
        self.separate();
        let mut start = marks.to_owned();
        if marks.is_empty() {
            start = " ".repeat(self.item);
        } else {
            self.item = marks.len();
        }
        for (position, line) in lines.iter().enumerate() {
            let line = format!("{start}{line}");
            self.out.push_str(if position > 0 { "\n" } else { "" });
            self.out.push_str(line.trim_end());
            start = " ".repeat(self.item);
        }
        self.blank = 1;
    }

    fn separate(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
            if self.blank > 0 {
                self.out.push('\n');
            }
        }
    }
}

/// Returns the mark and the length of a fence (CommonMark 0.31, "Fenced code blocks"), and the text after it.
fn fence(line: &str) -> Option<(char, usize, &str)> {
    let line = line.trim();
    let mark = line.chars().next().filter(|mark| ['`', '~'].contains(mark))?;
    let info = line.trim_start_matches(mark);
    let length = line.len() - info.len();
    (length >= 3 && !(mark == '`' && info.contains('`'))).then_some((mark, length, info.trim()))
}

/// Takes a block of code from the start of these lines: the marks of the list item that it begins, if any, and its lines.
/// It is marked as JSON or as text, so that nothing runs it.
fn fenced<'a, 'l>(lines: &'l [&'a str]) -> Option<(String, Vec<String>, &'l [&'a str])> {
    let (first, rest) = lines.split_first()?;
    let (marks, opening) = list_marks(first.trim());
    let (mark, length, info) = fence(opening)?;
    let is_end = |line: &&str| {
        fence(line)
            .is_some_and(|(other, other_length, info)| other == mark && other_length >= length && info.is_empty())
    };
    // Without an end it goes on to the end of the text.
    let end = rest.iter().position(is_end).unwrap_or(rest.len());
    let (code, after) = (rest.get(..end)?, rest.get(end + 1..).unwrap_or_default());
    if code.iter().all(|line| line.trim().is_empty()) {
        return Some((marks, Vec::new(), after));
    }
    let longest = code.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest.max(2) + 1);
    let language = if info.eq_ignore_ascii_case("json") { "json" } else { "text" };
    let indentation = first.len() - first.trim_start().len() + marks.len();
    let dedented = |line: &&str| {
        let own = line.len() - line.trim_start().len();
        line.get(own.min(indentation)..).unwrap_or(line).to_owned()
    };
    let mut block = vec![format!("{ticks}{language}")];
    block.extend(code.iter().map(dedented));
    block.push(ticks);
    Some((marks, block, after))
}

/// Takes a table from the start of these lines (GitHub Flavored Markdown 0.29, "Tables").
fn table<'a, 'l>(lines: &'l [&'a str]) -> Option<(Vec<String>, &'l [&'a str])> {
    let [head, rule, rest @ ..] = lines else { return None };
    let head = cells(head)?;
    let rule = cells(rule).filter(|cells| cells.len() == head.len() && cells.iter().all(|cell| is_column(cell)))?;
    let end = rest.iter().position(|line| cells(line).is_none()).unwrap_or(rest.len());
    let (rows, after) = (rest.get(..end)?, rest.get(end..)?);
    let width = head.len();
    let row = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let mut table = vec![row(&shown_cells(&head, width)), row(&rule)];
    table.extend(rows.iter().filter_map(|line| cells(line)).map(|cells| row(&shown_cells(&cells, width))));
    Some((table, after))
}

/// Returns whether a cell is one of the row below a table's head: `---`, `:-:`.
fn is_column(cell: &str) -> bool {
    let dashes = cell.strip_prefix(':').unwrap_or(cell);
    let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
    !dashes.is_empty() && dashes.chars().all(|character| character == '-')
}

/// Splits a row of a table, at bars without a backslash before them. None where there is no bar.
fn cells(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut characters = inner.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, cells.last_mut()) {
            ('|', _) => cells.push(String::new()),
            ('\\', Some(cell)) if characters.peek() == Some(&'|') => cell.extend(characters.next()),
            (other, Some(cell)) => cell.push(other),
            (_, None) => {}
        }
    }
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        let _ = cells.pop();
    } else if cells.len() == 1 && inner.len() == line.len() {
        return None;
    }
    Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
}

/// Returns as many cells as the table has columns, as Markdown. What is in none of its columns goes to the last one.
fn shown_cells(cells: &[String], width: usize) -> Vec<String> {
    let (own, more) = cells.split_at(cells.len().min(width));
    let mut own = own.to_vec();
    own.resize(width, String::new());
    if let Some(last) = own.last_mut() {
        more.iter().for_each(|cell| last.push_str(&format!(" {cell}")));
    }
    own.iter().map(|cell| bars_escaped(&escaped(cell))).collect()
}

fn escaped(line: &str) -> String {
    let mut out = String::new();
    escape_line(line, &mut out);
    out
}

/// Escapes the bars that are not escaped yet: in a table they end a cell also within a code span.
fn bars_escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for character in text.chars() {
        if character == '|' && before != '\\' {
            out.push('\\');
        }
        out.push(character);
        before = character;
    }
    out
}

/// Takes a block quote from the start of these lines. Quotes in it that are more than `deepest` deep are shown as text.
fn quote<'a, 'l>(lines: &'l [&'a str], deepest: usize) -> Option<(Vec<String>, &'l [&'a str])> {
    let deepest = deepest.checked_sub(1)?;
    let inner: Vec<&str> = lines.iter().map_while(|line| line.trim_start().strip_prefix('>')).collect();
    if inner.is_empty() {
        return None;
    }
    let after = lines.get(inner.len()..)?;
    let inner: Vec<&str> = inner.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let quote = shown(&inner.join("\n"), deepest);
    Some((quote.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect(), after))
}

/// Returns the title of a heading (CommonMark 0.31, "ATX headings") in bold: as a heading, it would become a section of
/// our own docs. None where bold would end too early.
fn heading(line: &str) -> Option<String> {
    let title = line.trim_start_matches('#');
    let is_heading = (1..=6).contains(&(line.len() - title.len())) && title.starts_with(' ');
    let title = title.trim_end_matches('#').trim();
    (is_heading && !title.is_empty() && !title.contains(['*', '_'])).then(|| format!("**{title}**"))
}

fn escape_line(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let (before, from) = rest.split_at(start);
        escape_text(before, out);
        let fence = from.len() - from.trim_start_matches('`').len();
        let (ticks, after) = from.split_at(fence);
        // Without an end in its line it would run on, or open a block.
        match span_end(after, fence) {
            Some(end) => {
                let (span, after) = after.split_at(end + fence);
                out.push_str(ticks);
                out.push_str(span);
                rest = after;
            }
            None => {
                out.push_str(&"\\`".repeat(fence));
                rest = after;
            }
        }
    }
    escape_text(rest, out);
}

/// Returns where the backticks begin that end a code span: as many as opened it (CommonMark 0.31, "Code spans").
fn span_end(text: &str, fence: usize) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find('`') {
        let start = from + found;
        let run = text.get(start..)?;
        let length = run.len() - run.trim_start_matches('`').len();
        if length == fence {
            return Some(start);
        }
        from = start + length;
    }
    None
}

/// Begins a line: with its marks of list items, which stay, and an escape of what has a meaning behind them, such as
/// headings and fences. Others are escaped wherever they stand.
fn block_start(marks: &str, content: &str, out: &mut String) {
    if !content.is_empty() {
        out.push_str(marks);
        if content.starts_with(['#', '=', '~']) || is_rule(content) {
            out.push('\\');
        }
        return;
    }
    // A mark alone could underline the line before.
    if !marks.starts_with(|first: char| first.is_ascii_digit()) {
        out.push('\\');
    }
    out.push_str(marks.trim_end());
}

/// Returns the marks of list items that a line begins with, each with a blank behind it, and what comes after them.
fn list_marks(line: &str) -> (String, &str) {
    let (mut line, mut marks) = (line, String::new());
    while let Some((mark, rest)) = list_item(line).filter(|_| !is_rule(line)) {
        marks.push_str(mark);
        marks.push(' ');
        line = rest.trim_start();
    }
    (marks, line)
}

/// Returns the same without the fences before, between and behind the marks.
fn item_marks(line: &str) -> (String, &str) {
    let (mut marks, mut line) = list_marks(line);
    while line.starts_with("```") {
        let (more, rest) = list_marks(line.trim_start_matches('`').trim_start());
        marks.push_str(&more);
        line = rest;
    }
    (marks, line)
}

/// Returns whether a line would underline the one before, or part what is around it.
fn is_rule(line: &str) -> bool {
    line.starts_with("---") || (!line.is_empty() && line.chars().all(|character| character == '-'))
}

/// Returns the mark of a list's item that a line begins with, and what comes after (CommonMark 0.31, "List items").
fn list_item(line: &str) -> Option<(&str, &str)> {
    let digits = line.find(|character: char| !character.is_ascii_digit()).unwrap_or(line.len());
    let is_mark = |mark: char| if digits == 0 { "-*+".contains(mark) } else { digits <= 9 && ".)".contains(mark) };
    line.get(digits..)?.chars().next().filter(|mark| is_mark(*mark))?;
    let (mark, rest) = line.split_at(digits + 1);
    (rest.is_empty() || rest.starts_with(' ')).then_some((mark, rest))
}

fn escape_text(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(Link { before, label, url, after }) = link(rest) {
        escape_urls(before, out);
        out.push('[');
        escape_plain(label, out);
        out.push_str(&format!("](<{url}>)"));
        rest = after;
    }
    escape_urls(rest, out);
}

/// `[label](url)` in a text.
struct Link<'a> {
    before: &'a str,
    label: &'a str,
    url: &'a str,
    after: &'a str,
}

/// Returns the first link to a page of the web whose label is plain text. Images would be fetched by whoever reads the
/// docs, and a label that looks like a URL may be another one than it leads to.
fn link(text: &str) -> Option<Link<'_>> {
    text.match_indices("](http").find_map(|(middle, _)| {
        let (before, label) = text.get(..middle)?.rsplit_once('[')?;
        let (url, after) = text.get(middle + "](".len()..)?.split_once(')')?;
        let is_of_the_web = url.starts_with("http://") || url.starts_with("https://");
        let is_label = !label.trim().is_empty() && !label.starts_with('^') && !label.contains([']', '`', '\\']);
        let is_plain = is_label && !label.contains("http") && !before.ends_with('!') && !url.contains(ends_url);
        (is_of_the_web && is_plain).then_some(Link { before, label, url, after })
    })
}

/// Returns whether a character can be no part of a URL.
fn ends_url(character: char) -> bool {
    character.is_whitespace() || "<>()[]\"'`\\|".contains(character)
}

fn escape_urls(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find("http") {
        let (before, url) = rest.split_at(at);
        escape_plain(before, out);
        let end = url.find(ends_url).unwrap_or(url.len());
        let (url, after) = url.split_at(end);
        let trimmed = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_']);
        if trimmed.starts_with("http://") || trimmed.starts_with("https://") {
            out.push('<');
            out.push_str(trimmed);
            out.push('>');
            escape_plain(url.get(trimmed.len()..).unwrap_or_default(), out);
        } else {
            escape_plain(url, out);
        }
        rest = after;
    }
    escape_plain(rest, out);
}

fn escape_plain(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '<' | '>' | '[' | ']' | '\\' | '&' | '|' => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
}

/// Returns whether a character moves the cursor, ends the line or turns the direction of what is around it.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{markdown, paragraphs};

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        for (text, shown) in [
            ("a [link](x) and <b>", "a \\[link\\](x) and \\<b\\>"),
            ("see https://example.com/a_b.", "see <https://example.com/a_b>."),
            ("`code [x]` and `open", "`code [x]` and \\`open"),
            ("``GET /a``: [x]", "``GET /a``: \\[x\\]"),
            ("`code [x]`", "`code [x]`"),
            ("    let x = 1;\n```rust\npanic!()\n```", "let x = 1;\nrust\npanic!()"),
            ("- -\n```\nexit(3)", "- \\-\n\nexit(3)"),
            ("1. - a\n```\nexit(3)", "1. - a\n\nexit(3)"),
            ("- a\n-\nexit(3)", "- a\n  \\-\n  exit(3)"),
            ("# title", "**title**"),
            ("a\n## b [x] ##\nc", "a\n\n**b \\[x\\]**\n\nc"),
            ("# a*b\n#\n#c\n####### d", "\\# a*b\n\\#\n\\#c\n\\####### d"),
            ("```\n# comment\n```\n# title", "\\# comment\n\n**title**"),
            ("a\n\u{7}\u{7}\u{7}\u{7}let x", "a\nlet x"),
            ("- one\ngoes on\n\nnot one", "- one\n  goes on\n\nnot one"),
            ("1. one\ngoes on", "1. one\n   goes on"),
            ("- * one\ngoes on\n- two", "- * one\n    goes on\n- two"),
            ("``` ```` x\n- ````", "x\n\\-"),
            ("- ~~~\nexit(3)", "- \\~~~\n  exit(3)"),
            ("-     exit(3)", "- exit(3)"),
            ("1. * ~~~ x", "1. * \\~~~ x"),
            ("``` - ~~~", "- \\~~~"),
            ("+ # title\n10)     ---", "+ \\# title\n10) \\---"),
            ("`` ` `` <b> `", "`` ` `` \\<b\\> \\`"),
            ("`` `a`` <b>`", "`` `a`` \\<b\\>\\`"),
            ("`` ` <b>", "\\`\\` \\` \\<b\\>"),
            ("text\n--", "text\n\\--"),
            ("*/ #[doc = \"x\"]", "*/ #\\[doc = \"x\"\\]"),
            ("> quoted", "\\> quoted"),
            ("| a | b |", "\\| a \\| b \\|"),
            ("![seen](https://example.com/a.png)", "!\\[seen\\](<https://example.com/a.png>)"),
            ("[^1](https://example.com)", "\\[^1\\](<https://example.com>)"),
            ("[run](javascript:x) [run](https://a b)", "\\[run\\](javascript:x) \\[run\\](<https://a> b)"),
            ("[a](https://b.c/`d`)", "\\[a\\](<https://b.c/>`d`)"),
        ] {
            assert_eq!(paragraphs(text), shown);
        }
    }

    #[test]
    fn links_to_the_web_stay_links() {
        for (text, shown) in [
            ("see [our *guide*](https://example.com/a_b#c), or", "see [our *guide*](<https://example.com/a_b#c>), or"),
            ("[a](http://x.y) [b](https://x.y)", "[a](<http://x.y>) [b](<https://x.y>)"),
            ("[x] then [a & b](https://x.y)", "\\[x\\] then [a \\& b](<https://x.y>)"),
        ] {
            assert_eq!(markdown(text), shown);
        }
    }

    #[test]
    fn code_is_shown_and_never_run() {
        for (text, shown) in [
            ("```rust\nlet x = [1];\n```", "```text\nlet x = [1];\n```"),
            ("a\n```JSON\n{\n  \"b\": 1\n}\n```\nc", "a\n\n```json\n{\n  \"b\": 1\n}\n```\n\nc"),
            ("~~~\n```\nexit(3)\n```\n~~~", "````text\n```\nexit(3)\n```\n````"),
            ("```\nexit(3)", "```text\nexit(3)\n```"),
            ("````\n```\n````", "````text\n```\n````"),
            ("* a\n  ```\n    b\n  ```\n* c", "* a\n\n  ```text\n    b\n  ```\n\n* c"),
            ("1. ```\n   b\n   ```\nc", "1. ```text\n   b\n   ```\n\nc"),
            ("```\n\n```\na", "a"),
            ("```\n# a\n```\n# b", "```text\n# a\n```\n\n**b**"),
        ] {
            assert_eq!(markdown(text), shown);
        }
    }

    #[test]
    fn tables_stay_tables() {
        for (text, shown) in [
            ("| a | b |\n|---|:-:|\n| c | [d] |", "| a | b |\n| --- | :-: |\n| c | \\[d\\] |"),
            ("a | b\n- | -\n`c\\|d` | e\\|f\ng", "| a | b |\n| - | - |\n| `c\\|d` | e\\|f |\n\ng"),
            ("|a|b|\n|-|-|\n|c|\n|d|e|f|", "| a | b |\n| - | - |\n| c |  |\n| d | e f |"),
            ("|a|\n|-|-|", "\\|a\\|\n\\|-\\|-\\|"),
            ("a | b", "a \\| b"),
        ] {
            assert_eq!(markdown(text), shown);
        }
    }

    #[test]
    fn quotes_stay_quotes() {
        for (text, shown) in [
            ("> 🚧 Soon\n>\n> * a [x]\nb", "> 🚧 Soon\n>\n> * a \\[x\\]\n\nb"),
            ("> ```\n> exit(3)\nb", "> ```text\n> exit(3)\n> ```\n\nb"),
            (">>>>>> a", "> > > > \\>\\> a"),
            (">\na", "a"),
        ] {
            assert_eq!(markdown(text), shown);
        }
    }
}
