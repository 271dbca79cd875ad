//! What the runtime's macros give to emitted types: their bodies, with the arguments filled in.

use std::collections::BTreeMap;

use proc_macro2::{Group, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::{Item, ItemMacro, Token};

/// A macro of one rule whose arguments are separated by commas.
struct Rule {
    /// The names of its arguments, without `$`.
    arguments: Vec<String>,
    body: TokenStream,
}

/// The macros of the runtime by name.
#[derive(Default)]
pub(super) struct Macros(BTreeMap<String, Rule>);

impl Macros {
    /// Returns the macros that a file of the runtime defines.
    pub(super) fn read(text: &str) -> Self {
        let items = syn::parse_file(text).map(|file| file.items).unwrap_or_default();
        let rules = items.into_iter().filter_map(|item| match item {
            Item::Macro(ItemMacro { ident: Some(name), mac, .. }) => Some((name.to_string(), rule(mac.tokens)?)),
            _ => None,
        });
        Self(rules.collect())
    }

    /// Returns the items that a call stands for; none for a macro that is not the runtime's.
    pub(super) fn expand(&self, call: &syn::Macro) -> Vec<Item> {
        let name = call.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        let Some(rule) = self.0.get(&name) else { return Vec::new() };
        let given = call.parse_body_with(Punctuated::<syn::Expr, Token![,]>::parse_terminated).unwrap_or_default();
        let given: Vec<TokenStream> = given.iter().map(quote::ToTokens::to_token_stream).collect();
        let arguments: BTreeMap<&str, &TokenStream> = rule.arguments.iter().map(String::as_str).zip(&given).collect();
        syn::parse2::<syn::File>(fill(rule.body.clone(), &arguments)).map(|file| file.items).unwrap_or_default()
    }
}

/// `($name:ident, ..) => { .. };`
fn rule(tokens: TokenStream) -> Option<Rule> {
    let mut groups = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    });
    let (pattern, body) = (groups.next()?, groups.next()?);
    let mut arguments = Vec::new();
    let mut after_dollar = false;
    for token in pattern {
        if after_dollar {
            arguments.push(token.to_string());
        }
        after_dollar = is_dollar(&token);
    }
    Some(Rule { arguments, body })
}

/// Returns the body with every `$name` replaced.
fn fill(body: TokenStream, arguments: &BTreeMap<&str, &TokenStream>) -> TokenStream {
    let mut filled = TokenStream::new();
    let mut tokens = body.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let inner = fill(group.stream(), arguments);
                filled.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
            }
            token if is_dollar(&token) => {
                let name = tokens.next().map(|name| name.to_string()).unwrap_or_default();
                filled.extend(arguments.get(name.as_str()).copied().cloned());
            }
            token => filled.extend([token]),
        }
    }
    filled
}

fn is_dollar(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '$')
}
