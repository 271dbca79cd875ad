//! Tokens on one line, spaced as a person would.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// Returns the text of `tokens`; trailing commas are dropped, but for that of a tuple of one type.
pub(super) fn text(tokens: &impl ToTokens) -> String {
    let mut text = String::new();
    write(tokens.to_token_stream(), &mut text);
    text.trim_end().to_owned()
}

fn write(tokens: TokenStream, text: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => word(&ident.to_string(), text),
            TokenTree::Literal(literal) => word(&literal.to_string(), text),
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => (" { ", " }"),
                    Delimiter::None => ("", ""),
                };
                let is_tuple =
                    open == "(" && !text.ends_with(|last: char| last.is_alphanumeric() || "_>".contains(last));
                text.push_str(open);
                let start = text.len();
                write(group.stream(), text);
                drop_comma(text);
                if is_tuple && is_of_one(&group, text.get(start..).unwrap_or_default()) {
                    text.push(',');
                }
                text.push_str(close);
            }
            TokenTree::Punct(punct) => punctuation(punct.as_char(), punct.spacing(), text),
        }
    }
}

/// Returns whether the tokens in parentheses are one type and a comma.
fn is_of_one(group: &Group, text: &str) -> bool {
    let ends_in_comma = group.stream().into_iter().last();
    let ends_in_comma = matches!(ends_in_comma, Some(TokenTree::Punct(punct)) if punct.as_char() == ',');
    let mut depth = 0_usize;
    let mut is_separated = false;
    for character in text.chars() {
        match character {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            ',' => is_separated |= depth == 0,
            _ => {}
        }
    }
    ends_in_comma && !is_separated
}

fn word(word: &str, text: &mut String) {
    if text.ends_with(|last: char| last.is_alphanumeric() || "_>)]}".contains(last)) && !text.ends_with("->") {
        text.push(' ');
    }
    text.push_str(word);
}

fn punctuation(character: char, spacing: Spacing, text: &mut String) {
    match (character, spacing) {
        (',' | ';', _) => text.extend([character, ' ']),
        (':', Spacing::Alone) if !text.ends_with(':') => text.push_str(": "),
        ('=' | '+', _) => text.extend([' ', character, ' ']),
        ('-', Spacing::Joint) => text.push_str(" -"),
        ('>', _) if text.ends_with(" -") => text.push_str("> "),
        ('>', _) => {
            drop_comma(text);
            text.push('>');
        }
        _ => text.push(character),
    }
}

fn drop_comma(text: &mut String) {
    let kept = text.trim_end_matches(", ").len();
    text.truncate(kept);
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::text;

    #[test]
    fn tokens_read_like_source() {
        let tokens = quote!(<'a, T: Into<A,> + 'a>(&'a mut self, x: impl Iterator<Item = rt::Id<T>>,) -> Result<&'a str, ::core::fmt::Error>);
        let expected = "<'a, T: Into<A> + 'a>(&'a mut self, x: impl Iterator<Item = rt::Id<T>>) -> \
                        Result<&'a str, ::core::fmt::Error>";
        assert_eq!(text(&tokens), expected);
    }
}
