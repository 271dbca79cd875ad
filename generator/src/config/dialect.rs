//! The tables that state facts about a service which its document does not.
//!
//! ```toml
//! [api.library-client.paging]
//! style = "number"
//! parameter = "page[number]"
//! operations.search_books = { style = "cursor", parameter = "/page/cursor", cursor = "/meta/page/after" }
//! ```

use crate::config::table::ConfigTable;
use crate::dialect::{CursorSource, Dialect, OperationPaging, PagingFacts, PagingStyle};
use crate::ir::{FilterGrammar, PagePlace};
use crate::repair::Located;

/// The cursor that is the id of the last item.
const LAST_ID: &str = "last-id";

/// Reads `paging` and `filter`.
pub(super) fn read(table: &mut ConfigTable<'_, '_>) -> Dialect {
    let filter_grammar = filter(table);
    let Some(mut table) = table.inner("paging") else { return Dialect { filter_grammar, ..Dialect::default() } };
    let mut operations = Vec::new();
    for (Located { text: operation, at }, value) in table.members("operations") {
        match value.get_ref().as_table() {
            Some(inner) => {
                let mut inner = ConfigTable::new(inner, value.span(), table.problems);
                let facts = facts(&mut inner);
                inner.finish();
                operations.push(OperationPaging { operation, at, facts });
            }
            None => table.wrong_type(value, "a table"),
        }
    }
    let facts = facts(&mut table);
    table.finish();
    let paging = Some(facts).filter(|facts| *facts != PagingFacts::default());
    Dialect { paging, operations, filter_grammar, ..Dialect::default() }
}

fn filter(table: &mut ConfigTable<'_, '_>) -> Option<FilterGrammar> {
    let mut table = table.inner("filter")?;
    let grammar = table.named("grammar", &FilterGrammar::NAMES, "there is no grammar of filters");
    table.finish();
    grammar
}

fn facts(table: &mut ConfigTable<'_, '_>) -> PagingFacts {
    let facts = PagingFacts {
        style: table.named("style", &PagingStyle::NAMES, "there is no style of paging"),
        parameter: place(table, "parameter"),
        size: place(table, "size"),
        first: table.number("first"),
        cursor: cursor(table),
        link: pointer(table, "link"),
        total: pointer(table, "total"),
        total_pages: pointer(table, "total-pages"),
        has_more: pointer(table, "has-more"),
    };
    for (key, is_stated, style) in
        [("cursor", facts.cursor.is_some(), PagingStyle::Cursor), ("link", facts.link.is_some(), PagingStyle::Links)]
    {
        if let Some(stated) = facts.style.filter(|stated| is_stated && *stated != style) {
            let message = format!("`{key}` says nothing of pages by `{}`", stated.as_str());
            let help = format!("remove it, or write `style = \"{}\"`", style.as_str());
            table.problem(table.span(key), &message, Some(&help));
        }
    }
    facts
}

/// Returns a query parameter, or a JSON pointer into the body.
fn place(table: &mut ConfigTable<'_, '_>, key: &'static str) -> Option<PagePlace> {
    let text = table.path(key).filter(|text| !text.is_empty())?;
    Some(if text.starts_with('/') { PagePlace::Body(text) } else { PagePlace::Query(text) })
}

fn cursor(table: &mut ConfigTable<'_, '_>) -> Option<CursorSource> {
    let text = table.text("cursor")?;
    if text.get_ref() == LAST_ID {
        return Some(CursorSource::LastId);
    }
    if !text.get_ref().starts_with('/') {
        let message = format!("`{}` does not tell where the cursor is", text.get_ref());
        let help = format!("write a JSON pointer into the response, as in `/meta/page/after`, or `{LAST_ID}`");
        table.problem(text.span(), &message, Some(&help));
    }
    Some(CursorSource::Member(text.into_inner()))
}

fn pointer(table: &mut ConfigTable<'_, '_>, key: &'static str) -> Option<String> {
    let text = table.text(key)?;
    if !text.get_ref().starts_with('/') {
        let message = format!("`{}` is not a JSON pointer", text.get_ref());
        table.problem(text.span(), &message, Some("write where it is in the response, as in `/meta/total`"));
    }
    Some(text.into_inner())
}
