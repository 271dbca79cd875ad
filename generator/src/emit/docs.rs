//! Texts of a description as rustdoc.
//!
//! The texts come from strangers: nothing in them may become code, a doctest, a broken link or
//! markup. Code spans stay code spans; whatever else has a meaning in rustdoc's Markdown is escaped.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::ExternalDocs;

/// Doc attributes for a text; `fallback` where the description says nothing.
pub(crate) fn docs(text: Option<&str>, fallback: &str) -> TokenStream {
    // Of a text that is only a fence or only control characters nothing is left to show.
    let text = text.map(markdown).filter(|text| !text.trim().is_empty());
    lines(text.as_deref().unwrap_or(fallback))
}

/// Doc attributes for a text of our own, which is Markdown as it stands.
pub(crate) fn lines(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Doc attributes for a page of the service.
pub(crate) fn page(page: Option<&ExternalDocs>) -> TokenStream {
    lines(&page_text(page))
}

/// Returns the same as Markdown.
pub(crate) fn page_text(page: Option<&ExternalDocs>) -> String {
    let Some(ExternalDocs { url, docs }) = page else { return String::new() };
    let about = docs.as_deref().map(|docs| summary(docs).trim_end_matches('.').to_owned());
    let about = about.filter(|about| !about.is_empty()).map(|about| format!(" ({about})")).unwrap_or_default();
    format!("\nThe service's page{about}: <{url}>\n")
}

/// How long a summary may be, in characters.
const SUMMARY: usize = 120;

/// Returns the first sentence of a text as Markdown for one line, also of a table; cut where it is long.
pub(crate) fn summary(text: &str) -> String {
    let paragraph = text.trim().split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    let text = words.join(" ");
    let ends = |(at, _): &(usize, &str)| {
        let next = text.get(at + 2..).and_then(|rest| rest.chars().next());
        next.is_some_and(|next| !next.is_lowercase())
    };
    let sentence = text.match_indices(". ").find(ends).map_or(&*text, |(at, _)| text.get(..=at).unwrap_or(&text));
    let end = sentence.char_indices().nth(SUMMARY).map(|(end, _)| end);
    let short = end.and_then(|end| sentence.get(..end)?.rsplit_once(' ')).map(|(short, _)| format!("{short} .."));
    // In a table, a bar ends a cell also within a code span.
    markdown(&short.unwrap_or_else(|| sentence.to_owned()).replace('|', "/"))
}

/// Returns a wire text as a code span of our own docs.
pub(crate) fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if is_invisible(c) { ' ' } else { c }).collect();
    if text.trim().is_empty() {
        return "(blank)".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// Markdown that shows `text` and does nothing else.
pub(crate) fn markdown(text: &str) -> String {
    // First of all, since blanks at the start of a line mean something.
    let text: String = text.chars().map(|c| if c != '\n' && is_invisible(c) { ' ' } else { c }).collect();
    let mut out = String::with_capacity(text.len());
    let mut blank = 0;
    // How far the text of the item before is indented.
    let mut item = 0;
    let mut is_code = false;
    for line in text.lines() {
        // Indented lines would be code, and code without a language a doctest.
        let line = line.trim();
        is_code ^= line.starts_with("```");
        let title = heading(line).filter(|_| !is_code);
        let line = title.as_deref().unwrap_or(line);
        blank += usize::from(title.is_some());
        let (marks, content) = item_marks(line);
        if marks.is_empty() && content.is_empty() {
            blank += 1;
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
            if blank > 0 {
                out.push('\n');
            }
        }
        // A mark alone is text.
        if !content.is_empty() && !marks.is_empty() {
            item = marks.len();
        } else if blank > 0 {
            item = 0;
        } else {
            // It belongs to the item before it anyway; clippy wants to see that.
            out.push_str(&" ".repeat(item));
        }
        blank = usize::from(title.is_some());
        block_start(&marks, content, &mut out);
        escape_line(content, &mut out);
    }
    out
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
/// Fences are left out.
fn item_marks(line: &str) -> (String, &str) {
    let (mut line, mut marks) = (line, String::new());
    loop {
        if line.starts_with("```") {
            line = line.trim_start_matches('`').trim_start();
        } else if let Some((mark, rest)) = list_item(line).filter(|_| !is_rule(line)) {
            marks.push_str(mark);
            marks.push(' ');
            line = rest.trim_start();
        } else {
            return (marks, line);
        }
    }
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
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{code, markdown, summary};

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
            assert_eq!(markdown(text), shown);
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
    fn a_summary_is_one_sentence_on_one_line() {
        let long = "word ".repeat(40);
        let cut = format!("{} ..", "word ".repeat(24).trim_end());
        for (text, short) in [
            ("What is on\nthe shelves. And more.", "What is on the shelves."),
            ("Version 1.2 of e.g. books\n\nMore.", "Version 1.2 of e.g. books"),
            ("a | b `c|d` <e>", "a / b `c/d` \\<e\\>"),
            ("# Title\n", "**Title**"),
            ("", ""),
            (&long, &cut),
        ] {
            assert_eq!(summary(text), short);
        }
    }

    #[test]
    fn code_spans_hold_any_text() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code(""), "(blank)");
    }
}
