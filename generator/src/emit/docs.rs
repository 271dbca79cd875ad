//! Texts of a document as rustdoc.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::markdown::{is_invisible, line, markdown};
use crate::ir::ExternalDocs;
use crate::name::{Member, MemberPart, TypeNames};

/// Emits doc attributes for a text, or for `fallback` where the document has none.
pub(crate) fn docs(text: Option<&str>, fallback: &str) -> TokenStream {
    // Of a text that is only a fence or only control characters nothing is left to show.
    let text = text.map(markdown).filter(|text| !text.trim().is_empty());
    lines(text.as_deref().unwrap_or(fallback))
}

/// Emits doc attributes for a text of our own, which is Markdown already.
pub(crate) fn lines(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Emits the docs of an item, with the page of the service about it.
pub(crate) fn item_docs(text: Option<&str>, fallback: &str, page: Option<&ExternalDocs>) -> TokenStream {
    let (docs, page) = (docs(text, fallback), self::page(page));
    quote!(#docs #page)
}

/// Emits the docs of a type, with the page of the service about it. If the document does not describe the type, they name the
/// member that holds it, and say what it is.
pub(crate) fn type_docs(text: Option<&str>, names: &TypeNames, what: &str, page: Option<&ExternalDocs>) -> TokenStream {
    let fallback = match &names.member {
        Some(Member { wire, part: MemberPart::Whole }) => format!("{}: {what}.", code(wire)),
        Some(Member { wire, part: MemberPart::Element }) => format!("An element of {}: {what}.", code(wire)),
        Some(Member { wire, part: MemberPart::Alternative }) => format!("An alternative of {}: {what}.", code(wire)),
        None => format!("{}.", capitalised(what)),
    };
    item_docs(text, &fallback, page)
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Emits doc attributes for a page of the service.
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

/// The largest length of a summary, in characters.
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
    line(&short.unwrap_or_else(|| sentence.to_owned()).replace('|', "/"))
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

#[cfg(test)]
mod tests {
    use super::{code, summary};

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
