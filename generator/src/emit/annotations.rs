//! The annotations of a value (bounds, defaults, examples) in the documentation of its field or setter.
//!
//! `{type: integer, minimum: 1, maximum: 100, default: 20, deprecated: true}` becomes
//! ``From `1` to `100`. Default: `20`.`` and `#[deprecated]`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::docs::{code, lines};
use crate::ir::{Annotations, Bound, Bounds, Count};

/// The longest value that docs show.
const LONGEST: usize = 80;

/// Returns the attribute that warns callers of what the document marks deprecated.
pub(crate) fn deprecated(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote!(#[deprecated]))
}

/// Returns the attribute for code that names fields of which some are deprecated.
pub(crate) fn allow_deprecated(is_any_deprecated: bool) -> Option<TokenStream> {
    is_any_deprecated.then(|| quote!(#[allow(deprecated, reason = "deprecated members are still read")]))
}

/// Returns a paragraph on bounds, default and example; nothing where the document says none.
pub(crate) fn paragraph(said: &Annotations) -> Option<TokenStream> {
    let text = sentences(said);
    (!text.is_empty()).then(|| lines(&format!("\n{text}")))
}

/// Returns the same as sentences of Markdown on one line.
pub(crate) fn sentences(said: &Annotations) -> String {
    let mut sentences = bounds(&said.bounds);
    let shown = |text: &Option<String>| text.clone().filter(|text| text.len() <= LONGEST);
    // Words say the same twice, otherwise.
    let example = shown(&said.example).filter(|example| Some(example) != said.default.as_ref());
    sentences.extend(shown(&said.default).map(|text| format!("Default: {}.", code(&text))));
    sentences.extend(example.map(|text| format!("Example: {}.", code(&text))));
    sentences.join(" ")
}

fn bounds(bounds: &Bounds) -> Vec<String> {
    let Bounds { minimum, maximum, multiple_of, length, pattern, items, unique_items, members } = bounds;
    let mut sentences: Vec<String> = numbers(minimum.as_ref(), maximum.as_ref()).into_iter().collect();
    sentences.extend(multiple_of.as_ref().map(|number| format!("A multiple of {}.", code(number))));
    let counts = [(length, "character"), (items, "element"), (members, "member")];
    sentences.extend(counts.into_iter().filter_map(|(range, noun)| count(*range, noun)));
    if *unique_items {
        sentences.push("No element twice.".to_owned());
    }
    sentences.extend(pattern.as_ref().map(|pattern| format!("Matches {}.", code(pattern))));
    sentences
}

fn numbers(minimum: Option<&Bound>, maximum: Option<&Bound>) -> Option<String> {
    let value = |bound: &Bound| code(&bound.value);
    let least = |bound: &Bound| if bound.exclusive { "more than" } else { "at least" };
    let most = |bound: &Bound| if bound.exclusive { "less than" } else { "at most" };
    let text = match (minimum, maximum) {
        (Some(low), Some(high)) if !low.exclusive && !high.exclusive => {
            format!("from {} to {}", value(low), value(high))
        }
        (Some(low), Some(high)) => format!("{} {}, {} {}", least(low), value(low), most(high), value(high)),
        (Some(low), None) => format!("{} {}", least(low), value(low)),
        (None, Some(high)) => format!("{} {}", most(high), value(high)),
        (None, None) => return None,
    };
    Some(sentence(&text))
}

fn count(count: Count, noun: &str) -> Option<String> {
    let nouns = |number: u64| if number == 1 { noun.to_owned() } else { format!("{noun}s") };
    let text = match (count.minimum, count.maximum) {
        (Some(low), Some(high)) if low == high => format!("exactly {low} {}", nouns(low)),
        (Some(low), Some(high)) => format!("from {low} to {high} {}", nouns(high)),
        (Some(low), None) => format!("at least {low} {}", nouns(low)),
        (None, Some(high)) => format!("at most {high} {}", nouns(high)),
        (None, None) => return None,
    };
    Some(sentence(&text))
}

/// Returns a text with a capital at its start and a period at its end.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).chain(['.']).collect()
}

#[cfg(test)]
mod tests {
    use super::sentences;
    use crate::ir::{Annotations, Bound, Bounds, Count};

    #[test]
    fn bounds_are_sentences() {
        let bound = |value: &str, exclusive| Some(Bound { value: value.to_owned(), exclusive });
        let count = |minimum, maximum| Count { minimum, maximum };
        for (bounds, text) in [
            (
                Bounds { minimum: bound("1", false), maximum: bound("9", false), ..Bounds::default() },
                "From `1` to `9`.",
            ),
            (
                Bounds { minimum: bound("0", true), maximum: bound("1.5", false), ..Bounds::default() },
                "More than `0`, at most `1.5`.",
            ),
            (Bounds { maximum: bound("1", true), ..Bounds::default() }, "Less than `1`."),
            (Bounds { length: count(Some(2), Some(2)), ..Bounds::default() }, "Exactly 2 characters."),
            (Bounds { length: count(None, Some(1)), ..Bounds::default() }, "At most 1 character."),
            (
                Bounds { items: count(Some(1), Some(10)), unique_items: true, ..Bounds::default() },
                "From 1 to 10 elements. No element twice.",
            ),
            (Bounds { pattern: Some("^`$".to_owned()), ..Bounds::default() }, "Matches ``^`$``."),
            (Bounds { multiple_of: Some("0.01".to_owned()), ..Bounds::default() }, "A multiple of `0.01`."),
        ] {
            assert_eq!(sentences(&Annotations { bounds, ..Annotations::default() }), text);
        }
    }

    #[test]
    fn a_default_that_is_the_example_is_said_once() {
        let value = |text: &str| Some(text.to_owned());
        let said = Annotations { default: value("1"), example: value("1"), ..Annotations::default() };
        assert_eq!(sentences(&said), "Default: `1`.");
        let said = Annotations { default: value("1"), example: value("2"), ..Annotations::default() };
        assert_eq!(sentences(&said), "Default: `1`. Example: `2`.");
    }
}
