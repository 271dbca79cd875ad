//! JsonApiDotNetCore: services made with it describe one free-form query parameter, whose text
//! links to that framework's pages on the syntax. Nothing outside of this module knows of it.

use crate::ir::FilterGrammar;

/// The address of the pages that the text links to.
const PAGES: &str = "https://www.jsonapi.net/usage/reading/";

/// Returns the grammar of filters if the text links to the page that describes it.
pub(in crate::lower) fn filter_grammar(text: &str) -> Option<FilterGrammar> {
    links_to(text, "filtering").then_some(FilterGrammar::CamelCase)
}

/// Returns whether the text links to the page which says that pages have numbers.
pub(in crate::lower) fn has_numbered_pages(text: &str) -> bool {
    links_to(text, "pagination")
}

fn links_to(text: &str, page: &str) -> bool {
    text.split(PAGES).skip(1).any(|rest| rest.starts_with(page))
}

#[cfg(test)]
mod tests {
    use super::{filter_grammar, has_numbered_pages};
    use crate::ir::FilterGrammar;

    #[test]
    fn links_to_its_documentation_tell_the_grammar() {
        let text = "See [`filter`](https://www.jsonapi.net/usage/reading/filtering.html).";
        assert_eq!(filter_grammar(text), Some(FilterGrammar::CamelCase));
        assert!(!has_numbered_pages(text));
        assert_eq!(filter_grammar("See [`filter`](https://elsewhere.example/filtering.html)."), None);
    }
}
