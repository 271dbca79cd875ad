//! The usual names of parameters and members for paging.
//!
//! `page[number]`, `pageNumber` and `page_number` are the same words.

use crate::lower::text::words;
use crate::spec::PAGE_FAMILIES;

/// The role of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageRole {
    Number,
    Offset,
    Cursor,
    /// The id of the last item of the page before.
    LastId,
    Size,
}

const ROLES: &[(&[&str], PageRole)] = &[
    (&["page", "number"], PageRole::Number),
    (&["page", "num"], PageRole::Number),
    (&["page", "no"], PageRole::Number),
    (&["page", "index"], PageRole::Number),
    (&["page", "page"], PageRole::Number),
    (&["current", "page"], PageRole::Number),
    (&["page"], PageRole::Number),
    (&["page", "offset"], PageRole::Offset),
    (&["offset"], PageRole::Offset),
    (&["page", "skip"], PageRole::Offset),
    (&["skip"], PageRole::Offset),
    (&["start"], PageRole::Offset),
    (&["start", "at"], PageRole::Offset),
    (&["page", "cursor"], PageRole::Cursor),
    (&["cursor"], PageRole::Cursor),
    (&["next", "cursor"], PageRole::Cursor),
    (&["page", "after"], PageRole::Cursor),
    (&["after"], PageRole::Cursor),
    (&["page", "token"], PageRole::Cursor),
    (&["next", "token"], PageRole::Cursor),
    (&["next", "page", "token"], PageRole::Cursor),
    (&["continuation", "token"], PageRole::Cursor),
    (&["starting", "after"], PageRole::LastId),
    (&["page", "starting", "after"], PageRole::LastId),
    (&["page", "size"], PageRole::Size),
    (&["page", "first"], PageRole::Size),
    (&["page", "limit"], PageRole::Size),
    (&["page", "count"], PageRole::Size),
    (&["per", "page"], PageRole::Size),
    (&["items", "per", "page"], PageRole::Size),
    (&["results", "per", "page"], PageRole::Size),
    (&["records", "per", "page"], PageRole::Size),
    (&["page", "per", "page"], PageRole::Size),
    (&["page", "page", "size"], PageRole::Size),
    (&["max", "results"], PageRole::Size),
    (&["limit"], PageRole::Size),
    (&["size"], PageRole::Size),
    (&["take"], PageRole::Size),
];

/// Returns what a parameter of this name is for, if it is about pages.
pub(super) fn role(name: &str) -> Option<PageRole> {
    let mut words = words(name);
    // `pagination[page]` asks for what `page[page]` does.
    let family = words.first_mut().filter(|_| name.contains('[')).filter(|word| PAGE_FAMILIES.contains(&word.as_str()));
    if let Some(family) = family {
        "page".clone_into(family);
    }
    ROLES.iter().find(|(known, _)| words == *known).map(|(_, role)| *role)
}

/// Returns whether a description says that the first page has the number 0.
pub(super) fn counts_from_zero(text: &str) -> bool {
    let words = words(text);
    let is_zero = |word: &String| word == "0" || word == "zero";
    let is_based = |pair: &[String]| matches!(pair, [zero, based] if is_zero(zero) && matches!(based.as_str(), "based" | "indexed"));
    let starts = |three: &[String]| {
        matches!(three, [start, from, zero] if is_zero(zero)
            && matches!(start.as_str(), "starting" | "starts" | "start" | "begins")
            && matches!(from.as_str(), "at" | "from" | "with"))
    };
    let is_first = |four: &[String]| {
        matches!(four, [first, page, is, zero] if is_zero(zero)
            && first == "first" && page == "page" && matches!(is.as_str(), "is" | "has" | "being"))
    };
    let is_range = text.contains("(0..") || text.contains("(0 ..");
    is_range || words.windows(2).any(is_based) || words.windows(3).any(starts) || words.windows(4).any(is_first)
}

/// Returns whether a description begins with what an offset is, and that is the number of a page: one that is computed from
/// it says so later in the text.
pub(super) fn is_page_number(text: &str) -> bool {
    let words = words(text);
    let words = words.strip_prefix(&["the".to_owned()]).unwrap_or(&words);
    matches!(words, [page, number, ..] if page == "page" && matches!(number.as_str(), "number" | "index"))
}

/// Returns whether a parameter of this name counts items only where it is described as a number: `start` is a date as
/// often as not.
pub(super) fn is_number_only(name: &str) -> bool {
    matches!(words(name).first().map(String::as_str), Some("start"))
}

/// Returns whether a size of this name goes with an offset.
pub(super) fn is_limit(name: &str) -> bool {
    matches!(words(name).last().map(String::as_str), Some("limit" | "take"))
}

/// The fact that a member of a page describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Items,
    /// The number of items, of all or of those on the page.
    Count,
    Pages,
    More,
    Cursor,
    /// A cursor whose name does not say of which page: mostly the next one.
    AnyCursor,
    /// The URL of the next page.
    Link,
    NextNumber,
    NextOffset,
    Number,
    Offset,
    Size,
}

/// The usual names, those that say most first.
const FACTS: &[(&[&str], Fact)] = &[
    (&["total", "filtered", "count"], Fact::Items),
    (&["total", "filtered"], Fact::Items),
    (&["filtered", "total"], Fact::Items),
    (&["results", "total"], Fact::Items),
    (&["total", "count"], Fact::Items),
    (&["total", "items"], Fact::Items),
    (&["total", "results"], Fact::Items),
    (&["total", "records"], Fact::Items),
    (&["total", "elements"], Fact::Items),
    (&["total", "entries"], Fact::Items),
    (&["total", "resources"], Fact::Items),
    (&["total", "resource", "count"], Fact::Items),
    (&["total", "row", "count"], Fact::Items),
    (&["total", "hits"], Fact::Items),
    (&["total", "size"], Fact::Items),
    (&["total"], Fact::Items),
    (&["record", "count"], Fact::Items),
    (&["items", "count"], Fact::Items),
    (&["item", "count"], Fact::Items),
    (&["total", "pages"], Fact::Pages),
    (&["page", "count"], Fact::Pages),
    (&["pages", "total"], Fact::Pages),
    (&["pages", "count"], Fact::Pages),
    (&["last", "page"], Fact::Pages),
    (&["num", "pages"], Fact::Pages),
    (&["number", "of", "pages"], Fact::Pages),
    (&["pages"], Fact::Pages),
    (&["results", "count"], Fact::Count),
    (&["result", "count"], Fact::Count),
    (&["count"], Fact::Count),
    (&["has", "more"], Fact::More),
    (&["has", "next"], Fact::More),
    (&["has", "next", "page"], Fact::More),
    (&["has", "more", "pages"], Fact::More),
    (&["has", "more", "items"], Fact::More),
    (&["more"], Fact::More),
    (&["next", "cursor"], Fact::Cursor),
    (&["cursor", "next"], Fact::Cursor),
    (&["next", "page", "token"], Fact::Cursor),
    (&["next", "page", "cursor"], Fact::Cursor),
    (&["next", "token"], Fact::Cursor),
    (&["continuation", "token"], Fact::Cursor),
    (&["end", "cursor"], Fact::Cursor),
    (&["after", "cursor"], Fact::Cursor),
    (&["cursor", "after"], Fact::Cursor),
    (&["after"], Fact::Cursor),
    (&["next"], Fact::Cursor),
    (&["pagination", "cursor"], Fact::AnyCursor),
    (&["paging", "cursor"], Fact::AnyCursor),
    (&["page", "cursor"], Fact::AnyCursor),
    (&["links", "next"], Fact::Link),
    (&["next", "link"], Fact::Link),
    (&["next", "url"], Fact::Link),
    (&["next", "uri"], Fact::Link),
    (&["next", "href"], Fact::Link),
    (&["next", "page", "link"], Fact::Link),
    (&["next", "page", "url"], Fact::Link),
    (&["next", "page", "uri"], Fact::Link),
    (&["next", "page"], Fact::NextNumber),
    (&["next", "page", "number"], Fact::NextNumber),
    (&["next", "number"], Fact::NextNumber),
    (&["next", "offset"], Fact::NextOffset),
    (&["current", "page"], Fact::Number),
    (&["page", "number"], Fact::Number),
    (&["page", "index"], Fact::Number),
    (&["number"], Fact::Number),
    (&["current"], Fact::Number),
    (&["page"], Fact::Number),
    (&["offset"], Fact::Offset),
    (&["per", "page"], Fact::Size),
    (&["items", "per", "page"], Fact::Size),
    (&["results", "per", "page"], Fact::Size),
    (&["page", "size"], Fact::Size),
    (&["page", "limit"], Fact::Size),
    (&["limit"], Fact::Size),
    (&["size"], Fact::Size),
];

/// Returns what the member `name` of the member `parent` describes, and the rank of the name: 0 is the most usual.
pub(super) fn fact(parent: &str, name: &str) -> Option<(Fact, usize)> {
    let (own, mut both) = (words(name), words(parent));
    both.extend(own.iter().cloned());
    let rank = |words: &[String]| FACTS.iter().position(|(known, _)| words == *known);
    // `page_count` counts pages, but `count` in an object `page` may count the items on the page.
    let both = if own == ["count"] { None } else { rank(&both) };
    let rank = both.or_else(|| rank(&own))?;
    FACTS.get(rank).map(|(_, fact)| (*fact, rank))
}

/// Words for what a list consists of.
const ITEMS: &[&str] = &["items", "records", "results", "resources", "entries", "elements", "objects", "rows"];

/// Returns what a member is by its description. A number of items is one of pages, where that says so, and nothing of the whole
/// list where it counts what is on one page; the cursor of this page does not lead to the next one.
pub(super) fn told(fact: Fact, text: &str) -> Option<Fact> {
    let words = words(text);
    let says_in = |words: &[String], phrase: &[&str]| words.windows(phrase.len()).any(|window| window == phrase);
    let says = |phrase: &[&str]| says_in(&words, phrase);
    let is_of_page = || {
        let of_page = [["this", "page"], ["current", "page"], ["this", "response"], ["current", "response"]];
        of_page.iter().any(|phrase| says(phrase))
    };
    match fact {
        Fact::AnyCursor => return (says(&["next"]) || !is_of_page()).then_some(fact),
        Fact::Items => {}
        _ => return Some(fact),
    }
    // What is named first is what is counted: "the number of items on all pages".
    let counted = words.iter().position(|word| ITEMS.contains(&word.as_str())).unwrap_or(words.len());
    let counted = words.get(..counted).unwrap_or_default();
    let counts_pages =
        [&["number", "of", "pages"][..], &["total", "pages"], &["page", "count"], &["count", "of", "pages"]];
    if counts_pages.iter().any(|phrase| says_in(counted, phrase)) {
        return Some(Fact::Pages);
    }
    (says(&["total"]) || !is_of_page()).then_some(fact)
}

/// The members around those that describe pages.
const AROUND: &[&str] = &[
    "meta", "metadata", "page", "pages", "pagination", "paging", "paginator", "page-info", "cursor", "cursors",
    "links", "results",
];

/// Returns whether what describes pages may stand in a member of this name.
pub(super) fn is_around(name: &str) -> bool {
    AROUND.contains(&words(name).join("-").as_str())
}

/// Returns whether a member has the next value of a parameter: `next_version` of `version`, and `next_record` of a parameter of
/// the same name.
pub(super) fn is_next_of(member: &str, parameter: &str) -> bool {
    let (member, parameter) = (words(member), words(parameter));
    match member.split_first() {
        Some((first, rest)) if first == "next" => member == parameter || !rest.is_empty() && *rest == parameter,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Fact, PageRole, fact, is_next_of, is_page_number, role, told};
    use crate::lower::text::words;

    #[test]
    fn names_are_words() {
        for name in ["page[number]", "pageNumber", "page_number", "page-number", "page.number"] {
            assert_eq!(words(name), ["page", "number"], "{name}");
        }
        assert_eq!(role("per_page"), Some(PageRole::Size));
        assert_eq!(role("starting_after"), Some(PageRole::LastId));
        assert_eq!(role("landing_page"), None);
        assert_eq!(role("pagination[page]"), Some(PageRole::Number));
        assert_eq!(role("paging[perPage]"), Some(PageRole::Size));
    }

    #[test]
    fn members_have_the_next_value_of_parameters() {
        assert!(is_next_of("next_last_version", "last_version") && is_next_of("nextRecordId", "next_record_id"));
        assert!(
            !is_next_of("next", "next_record") && !is_next_of("version", "version") && !is_next_of("next", "version")
        );
    }

    #[test]
    fn an_offset_is_what_its_description_begins_with() {
        assert!(is_page_number("Page number, starting with 1") && is_page_number("The page index."));
        assert!(!is_page_number("The first item: the page number times the size") && !is_page_number("Items to skip"));
    }

    #[test]
    fn a_total_is_what_its_description_counts() {
        assert_eq!(told(Fact::Items, "The total number of pages"), Some(Fact::Pages));
        assert_eq!(told(Fact::Items, "Number of items returned in this page"), None);
        assert_eq!(told(Fact::Items, "The total, also of what is not on this page"), Some(Fact::Items));
        assert_eq!(told(Fact::Items, "Number of items"), Some(Fact::Items));
        assert_eq!(told(Fact::Items, "Number of results; see the number of pages"), Some(Fact::Items));
        assert_eq!(told(Fact::Count, "Number of items in this page"), Some(Fact::Count));
        assert_eq!(told(Fact::AnyCursor, "The cursor of the current page"), None);
        assert_eq!(told(Fact::AnyCursor, "Leads from this page to the next"), Some(Fact::AnyCursor));
    }

    #[test]
    fn the_most_usual_name_counts() {
        let of = |parent, name| fact(parent, name).map(|(fact, _)| fact);
        assert_eq!(of("page", "after"), Some(Fact::Cursor));
        assert_eq!(of("meta", "totalPages"), Some(Fact::Pages));
        assert_eq!(of("pagination", "has_more"), Some(Fact::More));
        let rank = |parent, name| fact(parent, name).map(|(_, rank)| rank);
        assert!(rank("results", "total") < rank("page", "total"));
        assert!(rank("page", "total_filtered_count") < rank("page", "total_count"));
        assert_eq!(of("meta", "count"), Some(Fact::Count), "of the page, or of all?");
        assert_eq!(of("page", "count"), Some(Fact::Count), "of the page, or of all?");
        assert_eq!(of("pagination", "pages"), Some(Fact::Pages));
    }
}
