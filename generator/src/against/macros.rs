//! What stands in the call of a macro, as far as it is Rust: `select! { answer = call.send() => {} }`.

use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Block, Expr, Pat, Path, PathSegment, Stmt, Token};

/// A part of the input of a macro.
pub(super) enum MacroPart {
    /// An expression.
    Expression(Expr),
    /// Statements, which see the variables of one another.
    Statements(Vec<Stmt>),
    /// A pattern.
    Pattern(Pat),
    /// A path, in tokens that are none of these.
    Path(Path),
}

/// Returns the parts of the input of a macro. Most macros take expressions (`assert_eq!(..)`, `println!(..)`); some take
/// statements; others have a syntax of their own, which is split at the punctuation between its parts.
pub(super) fn parts(tokens: TokenStream) -> Vec<MacroPart> {
    let mut found = Vec::new();
    add(tokens, &mut found);
    found
}

fn add(tokens: TokenStream, found: &mut Vec<MacroPart>) {
    if let Ok(list) = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(tokens.clone()) {
        found.extend(list.into_iter().map(MacroPart::Expression));
    } else if let Ok(statements) = Block::parse_within.parse2(tokens.clone()) {
        found.push(MacroPart::Statements(statements));
    } else if let Ok(pattern) = Pat::parse_multi_with_leading_vert.parse2(tokens.clone()) {
        found.push(MacroPart::Pattern(pattern));
    } else {
        let pieces = split(tokens);
        match pieces.as_slice() {
            [_, _, ..] => pieces.into_iter().for_each(|piece| add(piece.into_iter().collect(), found)),
            _ => pieces.into_iter().for_each(|piece| add_tokens(piece, found)),
        }
    }
}

/// Splits tokens at the signs that separate: `,`, `;`, `:`, `=` and `=>`.
fn split(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut pieces = vec![Vec::new()];
    let mut is_joined = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let (sign, joins) = sign(&token);
        let is_arrow = sign == Some('=') && joins && tokens.next_if(|next| self::sign(next).0 == Some('>')).is_some();
        let separates = match sign {
            Some(',' | ';') => true,
            Some(':' | '=') => is_arrow || (!joins && !is_joined),
            _ => false,
        };
        is_joined = joins && !is_arrow;
        match pieces.last_mut() {
            Some(piece) if !separates => piece.push(token),
            _ => pieces.push(Vec::new()),
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Returns the sign that a token is, and whether the next one belongs to it.
fn sign(token: &TokenTree) -> (Option<char>, bool) {
    match token {
        TokenTree::Punct(punct) => (Some(punct.as_char()), punct.spacing() == Spacing::Joint),
        _ => (None, false),
    }
}

/// Adds the paths among tokens that are not Rust on their own, and the contents of their brackets.
fn add_tokens(tokens: Vec<TokenTree>, found: &mut Vec<MacroPart>) {
    let mut path: Punctuated<PathSegment, Token![::]> = Punctuated::new();
    let end = |path: &mut Punctuated<PathSegment, Token![::]>, found: &mut Vec<MacroPart>| {
        let mut segments = std::mem::take(path);
        segments.pop_punct();
        if !segments.is_empty() {
            found.push(MacroPart::Path(Path { leading_colon: None, segments }));
        }
    };
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                if !path.empty_or_trailing() {
                    end(&mut path, found);
                }
                path.push_value(name.into());
            }
            TokenTree::Punct(colon) if colon.as_char() == ':' => {
                if colon.spacing() == Spacing::Joint && !path.empty_or_trailing() {
                    path.push_punct(Token![::](colon.span()));
                }
            }
            TokenTree::Group(group) => {
                end(&mut path, found);
                add(group.stream(), found);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => end(&mut path, found),
        }
    }
    end(&mut path, found);
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;

    use super::{MacroPart, parts};

    fn found(text: &str) -> Vec<String> {
        let parts = parts(text.parse().expect("these are tokens")).into_iter();
        let shown = parts.map(|part| match part {
            MacroPart::Expression(one) => format!("expression {}", one.to_token_stream()),
            MacroPart::Statements(list) => format!("{} statements", list.len()),
            MacroPart::Pattern(one) => format!("pattern {}", one.to_token_stream()),
            MacroPart::Path(one) => format!("path {}", one.to_token_stream()),
        });
        shown.collect()
    }

    #[test]
    fn expressions_and_statements_are_as_they_are() {
        assert_eq!(found("a.b(), 1"), ["expression a . b ()", "expression 1"]);
        assert_eq!(found("let a = b(); a.c();"), ["2 statements"]);
    }

    #[test]
    fn own_syntax_is_split_at_signs() {
        assert_eq!(
            found("Some(one) = call.send() => { one.id }"),
            ["expression Some (one)", "expression call . send ()", "expression { one . id }"]
        );
        assert_eq!(
            found("status, [Status::Ended, ref others @ ..]"),
            ["expression status", "pattern [Status :: Ended , ref others @ ..]"]
        );
        assert_eq!(found(r#"{ "id": book.id, "of": [1] }"#).last().map(String::as_str), Some("expression [1]"));
        assert_eq!(found("impl books::Book for a::b!"), ["path impl", "path books :: Book", "path for", "path a :: b"]);
    }
}
