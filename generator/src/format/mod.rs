//! Formats tokens as source text.

mod inline;
mod split;

use std::fmt;

use proc_macro2::TokenStream;

use crate::write::MARKER;

/// A defect of the compiler: the emitted code does not parse as Rust. It is worth a report, whichever document caused it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bug {
    /// The file that was to be generated.
    pub file: String,
    /// What is wrong.
    pub error: String,
    /// The tokens as they were emitted, or the text as it was put together.
    pub text: String,
}

impl fmt::Display for Bug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a defect of jsonapi-forge, please report it: `{}`: {}\n\n{}", self.file, self.error, self.text)
    }
}

impl std::error::Error for Bug {}

/// Formats the items of a file, without a header, and marks what is compiled only where it is called. Takes the tokens,
/// for to parse what is in use elsewhere copies all of it: a bug that this returns is without them.
///
/// # Errors
///
/// When they are no Rust.
pub fn format(file: &str, tokens: TokenStream) -> Result<String, Bug> {
    let inline = inline::attribute();
    let mut text = String::new();
    for piece in split::pieces(tokens) {
        let mut parsed = syn::parse2(piece).map_err(|error| Bug {
            file: file.to_owned(),
            error: error.to_string(),
            text: String::new(),
        })?;
        inline::mark(&mut parsed, &inline);
        text.push_str(&prettyplease::unparse(&parsed));
    }
    Ok(spread(&text))
}

/// Returns the text of a parsed file, with blank lines between items.
pub(crate) fn unparse(file: &syn::File) -> String {
    spread(&prettyplease::unparse(file))
}

/// Returns the text with the header that says who wrote it and, in a line of its own, from what, in the comments of
/// the file's kind; as it is where the kind has none.
pub fn with_header(file: &str, origin: Option<&str>, text: &str) -> String {
    let (open, close) = match file.rsplit_once('.').map(|(_, extension)| extension) {
        Some("rs") => ("// ", ""),
        Some("toml" | "gitattributes" | "gitignore") => ("# ", ""),
        Some("md") => ("<!-- ", " -->"),
        _ => return text.to_owned(),
    };
    let blank = if text.starts_with("//!") { "" } else { "\n" };
    let origin = origin.map(|origin| format!("{open}{origin}{close}\n")).unwrap_or_default();
    format!("{open}{MARKER}. Do not edit: the next run would refuse to replace it.{close}\n{origin}{blank}{text}")
}

/// Puts blank lines between items, which `prettyplease` sets solid.
fn spread(text: &str) -> String {
    let mut spread = String::with_capacity(text.len() + text.len() / 32);
    let mut before = "";
    for line in text.lines() {
        if wants_blank(before, line) {
            spread.push('\n');
        }
        spread.push_str(line);
        spread.push('\n');
        before = line;
    }
    spread
}

/// Returns whether a blank line belongs between two lines: before an item that has docs or attributes of its
/// own, unless it comes first, after one that ends in a brace on a line of its own, and before one that
/// has a body.
fn wants_blank(before: &str, line: &str) -> bool {
    let (end, start) = (before.trim(), line.trim_start());
    let opens = |text: &str| text.is_empty() || text.ends_with(['{', '(', '[', ',', '|', '=', '>']);
    let is_attribute = |text: &str| text.starts_with("///") || text.starts_with("#[");
    // The last line of an attribute that is too long for one.
    let ends_attribute = end == ")]";
    if end.starts_with("//!") {
        return !start.starts_with("//!");
    }
    if is_attribute(start) {
        return !opens(end) && !is_attribute(end) && !ends_attribute;
    }
    let ends = end == "}" && begins_item(start) || end.ends_with(';') && begins_block(start);
    ends && indent(before) == indent(line)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn begins_item(line: &str) -> bool {
    const WORDS: [&str; 11] =
        ["pub", "impl", "impl<", "fn", "async", "const", "static", "struct", "enum", "type", "mod"];
    let first = line.split([' ', '(']).next().unwrap_or_default();
    WORDS.contains(&first) || first.starts_with("impl<") || line.starts_with("rt::")
}

/// Returns whether an item begins that has a body.
fn begins_block(line: &str) -> bool {
    ["impl ", "impl<", "fn ", "pub fn ", "static "].iter().any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use quote::quote;

    use super::{format, with_header};

    #[test]
    fn items_are_set_apart() {
        let tokens = quote! {
            //! About.
            use a::b;
            use c::d;
            pub mod x;
            #[cfg(feature = "y")] pub mod y;
            /// Docs.
            pub struct A { /// One.
                a: u8, /// Two.
                b: u8 }
            impl A { const X: u8 = 1; pub fn a(&self) -> u8 { if self.a == 1 { return 2; } self.a } /// Docs.
                #[must_use] pub fn b(&self) -> &'static str { match self.b { 1 => { "}\npub" } _ => "x" } } }
            impl<T> B for T {}
            const C: u8 = 1;
        };
        expect![[r#"
            //! About.

            use a::b;
            use c::d;
            pub mod x;

            #[cfg(feature = "y")]
            pub mod y;

            /// Docs.
            pub struct A {
                /// One.
                a: u8,
                /// Two.
                b: u8,
            }

            impl A {
                const X: u8 = 1;

                #[inline]
                pub fn a(&self) -> u8 {
                    if self.a == 1 {
                        return 2;
                    }
                    self.a
                }

                /// Docs.
                #[must_use]
                #[inline]
                pub fn b(&self) -> &'static str {
                    match self.b {
                        1 => "}\npub",
                        _ => "x",
                    }
                }
            }

            impl<T> B for T {}
            const C: u8 = 1;
        "#]]
        .assert_eq(&format("a.rs", tokens).expect("it is Rust"));
    }

    #[test]
    fn what_is_no_rust_is_a_bug() {
        let bug = format("src/a.rs", quote!(pub struct type {})).expect_err("`type` is a keyword");
        assert!(bug.to_string().contains("`src/a.rs`: expected identifier"), "{bug}");
    }

    #[test]
    fn headers_are_comments() {
        let header = "@generated by jsonapi-forge. Do not edit: the next run would refuse to replace it.";
        assert_eq!(with_header("src/lib.rs", None, "//! A."), format!("// {header}\n//! A."));
        assert_eq!(with_header("Cargo.toml", None, "[package]"), format!("# {header}\n\n[package]"));
        assert_eq!(
            with_header("README.md", Some("From x."), "# A"),
            format!("<!-- {header} -->\n<!-- From x. -->\n\n# A")
        );
        assert_eq!(with_header("src/lib.rs", Some("From x."), "//! A."), format!("// {header}\n// From x.\n//! A."));
        assert_eq!(with_header("data.json", Some("From x."), "{}"), "{}");
    }
}
