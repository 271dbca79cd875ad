//! How deep a program is nested, before anything follows the nesting on the stack.
//!
//! A parser of Rust, and what walks over its tree, take some of the stack for every bracket in another, and for every
//! operand of a long expression: `!!!!a`, `a.b().c().d()`, `if a {} else if b {}`. Programs have some dozens of these;
//! texts that were made to overflow the stack have hundreds of thousands.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The most steps that may be in each other.
const MOST: usize = 2_000;

/// The steps that a pair of brackets counts for, or of angle brackets: a parser goes through all levels of precedence for what is in them.
const BRACKETS: usize = 20;

/// The tokens since something ended that nests: a statement, an item or an element of a list.
#[derive(Default)]
struct Run {
    steps: usize,
    /// Angle brackets that are open. Commas in them separate nothing: `A<u8, A<u8, ..>>`.
    angles: usize,
    /// Whether a `|` was read: commas after it may separate the parameters of closures, as in `|a, b| |c, d| ..`.
    bars: bool,
}

/// Returns whether a text is nested deeper than can be followed.
pub(super) fn is_too_deep(tokens: TokenStream) -> bool {
    // Not by recursion, of course.
    let mut waiting = vec![(tokens, 0)];
    while let Some((tokens, around)) = waiting.pop() {
        let mut run = Run::default();
        let (mut after_brace, mut before) = (false, None);
        for token in tokens {
            if after_brace && !continues(&token) {
                run = Run::default();
            }
            let is_of_attribute = is_of_attribute(&token, before);
            run.steps += usize::from(!is_of_attribute);
            let depth = around + run.steps;
            if depth > MOST {
                return true;
            }
            after_brace = false;
            before = run.next(&token, before, is_of_attribute);
            if let TokenTree::Group(group) = token {
                after_brace = group.delimiter() == Delimiter::Brace;
                waiting.push((group.stream(), depth + BRACKETS));
            }
        }
    }
    false
}

impl Run {
    /// Goes on by a token, and returns its character if it is one that matters to the next.
    fn next(&mut self, token: &TokenTree, before: Option<char>, is_of_attribute: bool) -> Option<char> {
        let TokenTree::Punct(punct) = token else { return None };
        match punct.as_char() {
            '#' => return Some('#'),
            '!' if is_of_attribute => return Some('#'),
            sign @ ('-' | '=') if punct.spacing() == Spacing::Joint => return Some(sign),
            '<' => {
                self.angles += 1;
                self.steps += BRACKETS;
            }
            // Not of `->` and `=>`.
            '>' if !matches!(before, Some('-' | '=')) => self.angles = self.angles.saturating_sub(1),
            // Those were of the pattern of an arm.
            '>' if before == Some('=') => self.bars = false,
            '|' => self.bars = true,
            ';' => *self = Self::default(),
            ',' if self.angles == 0 && !self.bars => *self = Self::default(),
            _ => {}
        }
        None
    }
}

/// Returns whether a token is of an attribute, of which doc comments make one per line: `#`, `!` or the brackets.
fn is_of_attribute(token: &TokenTree, before: Option<char>) -> bool {
    match token {
        TokenTree::Punct(punct) => punct.as_char() == '#' || (punct.as_char() == '!' && before == Some('#')),
        TokenTree::Group(_) => before == Some('#'),
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    }
}

/// Returns whether a token goes on with the expression that ended with a brace.
fn continues(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(word) => *word == "else" || *word == "as",
        TokenTree::Punct(punct) => punct.as_char() != '#',
        TokenTree::Group(_) => true,
        TokenTree::Literal(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_too_deep;

    fn too_deep(text: &str) -> bool {
        is_too_deep(text.parse().expect("these are tokens"))
    }

    #[test]
    fn what_nests_without_end_is_noticed() {
        let many = |part: &str| part.repeat(100_000);
        for text in [
            format!("fn f() {{ let x = {}1{}; }}", many("("), many(")")),
            format!("fn f() {}{}", many("{"), many("}")),
            format!("type T = {}u8;", many("A<fn() -> u8, ")),
            format!("fn f() {{ let x = {}true; }}", many("!")),
            format!("fn f() {{ let x = 1{}; }}", many(" + 1")),
            format!("fn f() {{ let x = a{}; }}", many(".b()")),
            format!("fn f() {{ {} {{}} }}", many("if {a} {b} else ")),
            format!("fn f() {{ let x = {}1; }}", many("|a, b| ")),
            format!("m!{{{}{}}}", many("["), many("]")),
            format!("fn f() {{ match a {{ b => {}1 }} }}", many("|a, b| ")),
        ] {
            assert!(too_deep(&text), "{}", text.get(..60).unwrap_or_default());
        }
    }

    #[test]
    fn what_programs_have_is_not_deep() {
        let many = |part: &str| part.repeat(5_000);
        for text in [
            many("/// Says what it is.\n") + "fn f() {}",
            many("fn f() -> A { a(b, |c, d| e) } "),
            format!("fn f() {{ {} }}", many("a.b(c).d(); if a { b } let x = y;")),
            format!("const TABLE: &[A] = &[{}];", many("A { b: 1, c: (2, 3) }, f(-1), ")),
            format!("enum E {{ {} }}", many("/// One.\n#[cfg(a)] A(B<C, D>), ")),
            format!("fn f() {{ let x = a{}; }}", ".b(c)".repeat(400)),
            format!("fn f() {{ match a {{ {} }} }}", many("A::B | A::C => \"x\", ")),
        ] {
            assert!(!too_deep(&text), "{}", text.get(..60).unwrap_or_default());
        }
    }
}
