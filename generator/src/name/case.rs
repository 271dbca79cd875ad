//! Splits wire names into words, and joins words as Rust identifiers.

use any_ascii::any_ascii_char;
use heck::{ToLowerCamelCase, ToSnakeCase, ToUpperCamelCase};

use crate::digest::sha256;

/// The largest length of what a name keeps of a text. The documentation of a crate has a file for each of its types,
/// whose name has some words more, and systems take 255 bytes.
const LONGEST: usize = 160;

/// Returns a name as it is, or one that is too long cut, with a digest of all of it that tells it from others.
pub(crate) fn bounded(name: String) -> String {
    match name.get(..LONGEST) {
        Some(start) if name.len() > LONGEST => {
            let digest = sha256(name.as_bytes());
            format!("{}{}", start.trim_end_matches('_'), digest.get(..16).unwrap_or(&digest))
        }
        _ => name,
    }
}

/// Returns a name in `UpperCamelCase` that is a legal identifier, whatever the text.
pub(crate) fn camel(text: &str) -> String {
    let name = bounded(ascii(text).to_upper_camel_case());
    match name.chars().next() {
        None if text.is_empty() => "Empty".to_owned(),
        None => spelled(text),
        Some(first) if first.is_ascii_digit() => after_word(&name),
        Some(_) => name,
    }
}

/// Returns a name that starts with a digit, behind what makes it an identifier.
fn after_word(name: &str) -> String {
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
    format!("{}{name}", if is_number { "Value" } else { "N" })
}

/// Returns a text in `lowerCamelCase`.
pub(crate) fn lower_camel(text: &str) -> String {
    text.to_lower_camel_case()
}

/// Returns a name in `snake_case` that is a legal identifier, whatever the text.
pub(crate) fn snake(text: &str) -> String {
    let name = bounded(ascii(text).to_snake_case());
    match name.chars().next() {
        None if text.is_empty() => "empty".to_owned(),
        None => bounded(spelled(text).to_snake_case()),
        Some(first) if first.is_ascii_digit() => format!("n{name}"),
        Some(_) => name,
    }
}

/// Returns a name in `UpperCamelCase` in which every symbol is a word, for texts that differ in symbols
/// only, such as `Etc/GMT+1` and `Etc/GMT-1`.
pub(crate) fn spelled(text: &str) -> String {
    let spell = |character: char| match symbol(character) {
        Some(word) => format!(" {word} "),
        None if character.is_ascii() => character.to_string(),
        None => format!(" u{:x} ", u32::from(character)),
    };
    // `title[]` is how forms call a list of titles.
    let parts: Vec<String> = text.split("[]").map(|part| part.chars().map(spell).collect()).collect();
    let words = parts.join(" list ");
    let name = bounded(words.to_upper_camel_case());
    match name.chars().next() {
        None => "Blank".to_owned(),
        Some(first) if first.is_ascii_digit() => after_word(&name),
        Some(_) => name,
    }
}

/// Returns the singular of an English plural, for the name of a list's element. Words that are no regular
/// plural stay as they are: a name need not be pretty, but it must never change.
pub(crate) fn singular(text: &str) -> String {
    const KEEP: [&str; 5] = ["ss", "us", "is", "ics", "news"];
    if KEEP.iter().any(|ending| text.ends_with(ending)) {
        return text.to_owned();
    }
    for (plural, singular) in
        [("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("uses", "us"), ("s", "")]
    {
        if let Some(stem) = text.strip_suffix(plural)
            && stem.len() > 1
        {
            return format!("{stem}{singular}");
        }
    }
    text.to_owned()
}

/// Letters and digits of ASCII stay, others are written in it (`größe` as `grosse`), everything else parts words. A name
/// with nothing of either comes out empty, and the callers spell it instead.
fn ascii(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            _ if character.is_ascii_alphanumeric() => words.push(character),
            _ if character.is_alphanumeric() => {
                words.extend(any_ascii_char(character).chars().filter(char::is_ascii_alphanumeric));
            }
            _ => words.push(' '),
        }
    }
    words
}

fn symbol(character: char) -> Option<&'static str> {
    Some(match character {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '$' => "dollar",
        '#' => "hash",
        '@' => "at",
        '&' => "and",
        '|' => "or",
        '!' => "not",
        '?' => "question",
        '=' => "equals",
        '<' => "less",
        '>' => "greater",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '\'' => "quote",
        '"' => "double quote",
        '`' => "backtick",
        '~' => "tilde",
        '^' => "caret",
        '_' => "underscore",
        '(' => "open",
        ')' => "close",
        '[' => "open bracket",
        ']' => "close bracket",
        '{' => "open brace",
        '}' => "close brace",
        ' ' => "blank",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{camel, singular, snake, spelled};

    #[test]
    fn names_are_identifiers() {
        for (text, upper, lower) in [
            ("catalog-item", "CatalogItem", "catalog_item"),
            ("created_at", "CreatedAt", "created_at"),
            ("subscriptions.email.marketing", "SubscriptionsEmailMarketing", "subscriptions_email_marketing"),
            ("$custom", "Custom", "custom"),
            ("_kx", "Kx", "kx"),
            ("2-columns-25%-75%", "N2Columns2575", "n2_columns_25_75"),
            ("50", "Value50", "n50"),
            ("", "Empty", "empty"),
            ("+", "Plus", "plus"),
            ("é", "E", "e"),
            ("größe_außen", "GrosseAussen", "grosse_aussen"),
            ("名前", "MingQian", "ming_qian"),
            ("👍", "U1f44d", "u1f44d"),
            ("SMS", "Sms", "sms"),
        ] {
            assert_eq!(camel(text), upper, "{text}");
            assert_eq!(snake(text), lower, "{text}");
        }
    }

    #[test]
    fn long_names_are_cut_and_stay_distinct() {
        let long = "word ".repeat(100);
        let names = [camel(&long), camel(&format!("{long}x")), snake(&long), spelled(&format!("{long}+"))];
        assert!(names.iter().all(|name| name.len() <= super::LONGEST + 16), "{names:?}");
        assert_ne!(names[0], names[1]);
        assert!(names[0].starts_with("WordWord") && names[2].starts_with("word_word"));
    }

    #[test]
    fn symbols_become_words() {
        assert_eq!(spelled("title[]"), "TitleList");
        assert_eq!(spelled("Etc/GMT+1"), "EtcSlashGmtPlus1");
        assert_eq!(spelled("Etc/GMT-1"), "EtcSlashGmtMinus1");
    }

    #[test]
    fn plurals_lose_their_ending() {
        for (plural, expected) in [
            ("errors", "error"),
            ("categories", "category"),
            ("statuses", "status"),
            ("addresses", "address"),
            ("status", "status"),
            ("analytics", "analytics"),
            ("boxes", "box"),
            ("s", "s"),
        ] {
            assert_eq!(singular(plural), expected);
        }
    }
}
