//! Vendor profiles: facts that OpenAPI cannot state. A profile only adds facts; the compiler works without one.
//!
//! A profile knows the documents of its vendor by marks that no others have, such as extensions and links to the
//! vendor's documentation. So all profiles are asked, and nobody chooses one. Nothing outside this folder names a
//! vendor or has a vendor's habits.

mod datadog;
mod jsonapidotnet;
mod klaviyo;

use serde_json::Value;

use crate::dialect::PagingFacts;
use crate::ir::{Api, FilterGrammar, VendorFacts};
use crate::spec::Operation;

pub(super) use klaviyo::body_filters;
pub(super) use klaviyo::filters::Reading;

/// The habits of one vendor's documents: functions that return nothing for other documents.
struct Profile {
    /// Reads how an operation's list is paged.
    paging: fn(&Operation) -> Option<PagingFacts>,
    /// Reads what precedes the key in a header, from the header's name, the text of its scheme and its default.
    key_prefix: fn(&str, Option<&str>, Option<&Value>) -> Option<String>,
    /// Reads what the vendor calls the secret behind a prefix.
    secret: fn(&str) -> Option<String>,
    /// Reads how filters are written, from the text of a free-form query parameter.
    filter_grammar: fn(&str) -> Option<FilterGrammar>,
    /// Reads whether pages have numbers, from the text of a free-form query parameter.
    has_numbered_pages: fn(&str) -> bool,
}

impl Profile {
    /// The profile that states nothing.
    const NONE: Self = Self {
        paging: |_| None,
        key_prefix: |_, _, _| None,
        secret: |_| None,
        filter_grammar: |_| None,
        has_numbered_pages: |_| false,
    };
}

const PROFILES: [Profile; 3] = [
    Profile { paging: datadog::paging, ..Profile::NONE },
    Profile {
        filter_grammar: jsonapidotnet::filter_grammar,
        has_numbered_pages: jsonapidotnet::has_numbered_pages,
        ..Profile::NONE
    },
    Profile { paging: klaviyo::paging, key_prefix: klaviyo::key_prefix, secret: klaviyo::secret, ..Profile::NONE },
];

/// Returns how an operation's list is paged, where a vendor states it.
pub(super) fn paging(operation: &Operation) -> Option<PagingFacts> {
    PROFILES.iter().find_map(|profile| (profile.paging)(operation))
}

/// Returns what precedes the key in the value of a header.
pub(super) fn key_prefix(header: &str, text: Option<&str>, default: Option<&Value>) -> Option<String> {
    PROFILES.iter().find_map(|profile| (profile.key_prefix)(header, text, default))
}

/// Returns what a vendor calls the secret behind a prefix: the name of its constructor.
pub(super) fn secret(prefix: &str) -> Option<String> {
    PROFILES.iter().find_map(|profile| (profile.secret)(prefix))
}

/// Returns how filters are written, where the text of a free-form query parameter tells.
pub(super) fn filter_grammar(text: &str) -> Option<FilterGrammar> {
    PROFILES.iter().find_map(|profile| (profile.filter_grammar)(text))
}

/// Returns whether pages have numbers, where the text of a free-form query parameter tells.
pub(super) fn has_numbered_pages(text: &str) -> bool {
    PROFILES.iter().any(|profile| (profile.has_numbered_pages)(text))
}

/// Returns whether a header holds a filter expression.
pub(super) fn is_filter_header(name: &str) -> bool {
    klaviyo::is_filter_header(name)
}

/// Reads the facts of an operation, and its text without them.
pub(super) fn operation(operation: &Operation) -> (Option<String>, VendorFacts) {
    klaviyo::operation(operation)
}

/// Reads the fields of a filter parameter from its text and its example.
pub(super) fn filter_fields(api: &mut Api, operation: &Operation, text: &str, example: &str) -> Reading {
    klaviyo::filters::read(api, operation, text, example)
}
