//! Places of a program that use an item of the client.

use std::ops::Range;

use syn::spanned::Spanned;

/// A place that uses an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Use {
    /// The path of the item.
    pub(super) path: String,
    /// Whether it is this item, as far as syntax tells.
    pub(super) is_certain: bool,
    pub(super) syntax: Syntax,
    /// The line and column of the name, from 1.
    pub(super) at: (usize, usize),
}

/// The syntax of a use. Ranges are of bytes of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Syntax {
    /// The name.
    pub(super) name: Range<usize>,
    /// What goes with it: a call from its dot to its end, a field with its value.
    pub(super) whole: Range<usize>,
    /// The arguments, where it is called.
    pub(super) arguments: Option<Arguments>,
    pub(super) kind: SyntaxKind,
}

/// The form of a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SyntaxKind {
    /// `.name(..)`
    Method,
    /// `.name`, `Type { name: .. }`
    Field,
    /// `path::Name`, called or not.
    Path,
}

/// The arguments of a call, and the calls on its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Arguments {
    /// Between the parentheses.
    pub(super) inside: Range<usize>,
    pub(super) each: Vec<Range<usize>>,
    /// The methods that are called on the result one after another, the last one first.
    pub(super) chain: Vec<ChainedCall>,
}

/// A method call on the result of another call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChainedCall {
    pub(super) name: String,
    /// From the dot to the closing parenthesis.
    pub(super) whole: Range<usize>,
    /// Between the parentheses.
    pub(super) inside: Range<usize>,
}

impl ChainedCall {
    pub(super) fn new(call: &syn::ExprMethodCall) -> Self {
        let end = call.paren_token.span.close().byte_range().end;
        Self {
            name: call.method.to_string(),
            whole: call.dot_token.span().byte_range().start..end,
            inside: inside(&call.paren_token),
        }
    }
}

impl Syntax {
    pub(super) fn method(call: &syn::ExprMethodCall, chain: &[ChainedCall]) -> Self {
        let ChainedCall { whole, inside, .. } = ChainedCall::new(call);
        let each = call.args.iter().map(|argument| argument.span().byte_range()).collect();
        let arguments = Arguments { inside, each, chain: chain.to_vec() };
        Self { name: call.method.span().byte_range(), whole, arguments: Some(arguments), kind: SyntaxKind::Method }
    }

    pub(super) fn path(name: &syn::Ident) -> Self {
        let range = name.span().byte_range();
        Self { name: range.clone(), whole: range, arguments: None, kind: SyntaxKind::Path }
    }

    pub(super) fn function(name: &syn::Ident, call: &syn::ExprCall, chain: &[ChainedCall]) -> Self {
        let each = call.args.iter().map(|argument| argument.span().byte_range()).collect();
        let arguments = Arguments { inside: inside(&call.paren_token), each, chain: chain.to_vec() };
        Self { arguments: Some(arguments), ..Self::path(name) }
    }

    pub(super) fn field(name: &syn::Ident, whole: Range<usize>) -> Self {
        Self { name: name.span().byte_range(), whole, arguments: None, kind: SyntaxKind::Field }
    }
}

/// Returns what is between parentheses.
fn inside(parens: &syn::token::Paren) -> Range<usize> {
    parens.span.open().byte_range().end..parens.span.close().byte_range().start
}

/// Returns the line and column of a name, from 1.
pub(super) fn place(name: &syn::Ident) -> (usize, usize) {
    let start = name.span().start();
    (start.line, start.column + 1)
}
