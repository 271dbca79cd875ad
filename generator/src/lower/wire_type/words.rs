//! Types in sentences, patterns and names.

use std::collections::HashSet;

/// Returns the type that a sentence states, as in "the resource type `books`" and "this object type ("books")".
fn named_type(text: &str) -> Option<&str> {
    if let Some((_, rest)) = text.split_once("type (\"")
        && let Some((word, _)) = rest.split_once("\")").filter(|(word, _)| is_type(word))
    {
        return Some(word);
    }
    let (before, rest) = text.split_once('`')?;
    let (word, rest) = rest.split_once('`')?;
    let before = before.trim_end_matches([':', ' ']).to_ascii_lowercase();
    let names = ["resource type", "type of this resource", "type of the resource"];
    (names.iter().any(|name| before.ends_with(name)) && is_type(word) && !rest.contains('`')).then_some(word)
}

pub(super) fn is_type(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|one| one.is_ascii_alphanumeric() || "-_".contains(one))
}

/// Returns the type that a sentence states: in quotes, or after "always be" as the last word of the sentence.
pub(super) fn stated_type(text: &str) -> Option<&str> {
    let quoted = |rest: &'_ str| {
        let quote = rest.chars().next().filter(|one| "`\"'".contains(*one))?;
        rest.get(1..)?.split_once(quote).map(|(word, _)| word.len())
    };
    for phrase in ["always be ", "must be ", "should be ", "will be ", "must be set to ", "always ", "set to "] {
        // Lower case of ASCII moves nothing.
        let Some(start) = text.to_ascii_lowercase().find(phrase) else { continue };
        let rest = text.get(start + phrase.len()..).unwrap_or_default();
        if let Some(word) = quoted(rest).and_then(|length| rest.get(1..=length)).filter(|word| is_type(word)) {
            return Some(word);
        }
        let sentence = rest.split(['.', '\n']).next().unwrap_or_default();
        if phrase == "always be " && is_type(sentence) && !NO_TYPES.contains(&sentence) {
            return Some(sentence);
        }
    }
    named_type(text)
}

/// Returns the word after "always" with which a text ends, which may as well say something else of the type.
pub(super) fn last_word(text: &str) -> Option<&str> {
    let (_, word) = text.trim_end_matches(['.', ' ', '\n']).rsplit_once("always ")?;
    is_type(word).then_some(word)
}

/// Words that a description has after "always be" and that are not types.
const NO_TYPES: [&str; 6] = ["given", "included", "lowercase", "present", "provided", "set"];

/// Returns the texts that a pattern of plain texts matches: `^book$`, `^(book|shelf)$`, `^(new|old)-book$`.
pub(super) fn literals(pattern: &str) -> Option<Vec<String>> {
    let inner = pattern.strip_prefix('^')?.strip_suffix('$')?;
    let is_plain = |text: &str| text.chars().all(|one| one.is_alphanumeric() || "-_:".contains(one));
    let (before, group, after) = match inner.split_once('(') {
        Some((before, rest)) => {
            let (group, after) = rest.split_once(')')?;
            (before, group.strip_prefix("?:").unwrap_or(group), after)
        }
        None => ("", inner, ""),
    };
    let texts: Vec<String> = group.split('|').map(|one| format!("{before}{one}{after}")).collect();
    texts.iter().all(|text| !text.is_empty() && is_plain(text)).then_some(texts)
}

/// The words at the end of a component's name that tell what it is for. Others are part of what it is about: an
/// `OrderItem` or `OrderDetail` is not an `order`.
const ROLES: [&str; 6] = ["dto", "jsonapi", "object", "resource", "response", "schema"];

/// Returns the name of a component without the words at its end that tell what it is for: `tasksResourceSchema` is about
/// `tasks`. `None` where there are none.
pub(super) fn without_role(name: &str) -> Option<&str> {
    let mut rest = name;
    loop {
        let lower = rest.to_ascii_lowercase();
        let role = ROLES.iter().find(|role| lower.ends_with(*role));
        let Some(shorter) = role.and_then(|role| rest.get(..rest.len() - role.len())) else { break };
        rest = shorter.trim_end_matches(['_', '-', '.']);
    }
    (rest.len() < name.len() && !rest.is_empty()).then_some(rest)
}

/// Examples that tools write for every text.
const PLACEHOLDERS: [&str; 3] = ["string", "text", "type"];

/// Returns whether an example can be the name of a type. Tools that make up examples write the name of a JSON type, or Latin
/// words (`Nihil aut.`); a name has no blanks, and does not end with a full stop (JSON:API "Member Names").
pub(super) fn may_be_type(example: &str) -> bool {
    let is_name = !example.contains(char::is_whitespace) && !example.ends_with('.');
    is_name && !PLACEHOLDERS.contains(&example)
}

/// Returns the letters and digits of a word, as one of its kind.
pub(super) fn stem(word: &str) -> String {
    let plain: String = word.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let singular = plain.strip_suffix("ies").map(|stem| format!("{stem}y"));
    singular.or_else(|| plain.strip_suffix('s').map(str::to_owned)).unwrap_or(plain)
}

/// Returns what a word may be in the singular, without its spelling.
pub(super) fn stems(word: &str) -> impl Iterator<Item = String> + use<> {
    let plain: String = word.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let singular = plain.strip_suffix('s').unwrap_or(&plain).to_owned();
    [stem(word), singular].into_iter().filter(|stem| !stem.is_empty())
}

/// Returns whether two words are the same but for number and spelling: `Movie` and `movies`, `Policy` and `policies`.
pub(super) fn is_same_word(one: &str, other: &str) -> bool {
    stems(one).any(|stem| stems(other).any(|other| other == stem))
}

/// Returns whether one of these stems is that of a word.
pub(super) fn has_word(known: &HashSet<String>, word: &str) -> bool {
    stems(word).any(|stem| known.contains(&stem))
}

#[cfg(test)]
mod tests {
    use super::{is_same_word, last_word, literals, stated_type};

    #[test]
    fn patterns_without_choice_are_values() {
        assert_eq!(literals("^book$"), Some(vec!["book".to_owned()]));
        assert_eq!(literals("^(?:book|shelf)$"), Some(vec!["book".to_owned(), "shelf".to_owned()]));
        assert_eq!(literals("^[a-z]+$"), None);
        assert_eq!(literals("book"), None);
        assert_eq!(literals("^$"), None);
    }

    #[test]
    fn descriptions_state_types() {
        assert_eq!(stated_type("The type of the object, must be `budget`."), Some("budget"));
        assert_eq!(stated_type("The type of the resource. The value should always be tags."), Some("tags"));
        assert_eq!(stated_type("Must always be \"books\""), Some("books"));
        assert_eq!(stated_type("Will be 'books'"), Some("books"));
        assert_eq!(stated_type("The type of this resource: `accounts`"), Some("accounts"));
        assert_eq!(stated_type("The JSON:API resource type `documents`."), Some("documents"));
        assert_eq!(stated_type("The resource type, `books` or `shelves`."), None);
        assert_eq!(stated_type("The resource type `books` or `shelves`."), None);
        assert_eq!(stated_type("Identifier for this object type (\"match\")"), Some("match"));
        assert_eq!(stated_type("The type must be unique."), None);
        assert_eq!(last_word("Type of this resource, always books."), Some("books"));
        assert_eq!(last_word("Always a text"), None);
        assert_eq!(stated_type("It must always be present."), None);
        assert_eq!(stated_type("It must be `one of these`."), None);
    }

    #[test]
    fn words_are_compared_without_number_and_spelling() {
        assert!(is_same_word("Policies", "policy") && is_same_word("Movie", "movies"));
        assert!(!is_same_word("new", "news-item"));
    }
}
