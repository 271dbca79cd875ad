//! The constraints on what an operation sends, as a table: `{type: string, maxLength: 200}` is `Check::MaxLength(200)`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::shape;
use crate::ir::{Bounds, Constraint, Constraints, Count, Inner, RequestPart};

/// Emits the field of an operation's facts; nothing where it has no constraints.
pub(crate) fn emit(constraints: &Constraints) -> Option<TokenStream> {
    if constraints.of.is_empty() {
        return None;
    }
    let of = constraints.of.iter().map(|(part, row)| {
        let (part, row) = (request_part(part), Literal::usize_unsuffixed(*row));
        quote!((#part, #row))
    });
    let rows = constraints.rows.iter().map(|Constraint { bounds, regex, inner }| {
        let checks = checks(bounds, regex.as_deref());
        let inner: Vec<TokenStream> = inner.iter().map(self::inner).collect();
        match (checks.is_empty(), inner.is_empty()) {
            (true, _) => quote!(rt::Constraint::inside(&[#(#inner),*])),
            (false, true) => quote!(rt::Constraint::value(&[#(#checks),*])),
            (false, false) => quote!(rt::Constraint { checks: &[#(#checks),*], inner: &[#(#inner),*] }),
        }
    });
    Some(quote! {
        #[cfg(feature = "validation")]
        constraints: &rt::Constraints { of: &[#(#of),*], rows: &[#(#rows),*] },
    })
}

fn request_part(part: &RequestPart) -> TokenStream {
    match part {
        RequestPart::Body => quote!(rt::RequestPart::Body),
        RequestPart::FormField(name) => quote!(rt::RequestPart::FormField(#name)),
        RequestPart::Path(name) => quote!(rt::RequestPart::Path(#name)),
        RequestPart::Query(name) => quote!(rt::RequestPart::Query(#name)),
        RequestPart::Header(name) => quote!(rt::RequestPart::Header(#name)),
        RequestPart::Cookie(name) => quote!(rt::RequestPart::Cookie(#name)),
    }
}

fn checks(bounds: &Bounds, regex: Option<&str>) -> Vec<TokenStream> {
    let Bounds { minimum, maximum, multiple_of, length, pattern, items, unique_items, members } = bounds;
    let mut checks = Vec::new();
    if let Some(bound) = minimum {
        let value = &bound.value;
        checks.push(if bound.exclusive {
            quote!(rt::Check::Above(#value))
        } else {
            quote!(rt::Check::Minimum(#value))
        });
    }
    if let Some(bound) = maximum {
        let value = &bound.value;
        checks.push(if bound.exclusive {
            quote!(rt::Check::Below(#value))
        } else {
            quote!(rt::Check::Maximum(#value))
        });
    }
    checks.extend(multiple_of.as_ref().map(|of| quote!(rt::Check::MultipleOf(#of))));
    checks.extend(count(*length, &quote!(MinLength), &quote!(MaxLength)));
    checks.extend(pattern.as_ref().zip(regex).map(|(pattern, regex)| quote!(rt::Check::Pattern(#pattern, #regex))));
    checks.extend(count(*items, &quote!(MinItems), &quote!(MaxItems)));
    checks.extend(unique_items.then(|| quote!(rt::Check::UniqueItems)));
    checks.extend(count(*members, &quote!(MinMembers), &quote!(MaxMembers)));
    checks
}

fn count(count: Count, least: &TokenStream, most: &TokenStream) -> impl Iterator<Item = TokenStream> {
    let check = |name: &TokenStream, value: Option<u64>| {
        let value = Literal::u64_unsuffixed(value?);
        Some(quote!(rt::Check::#name(#value)))
    };
    [check(least, count.minimum.filter(|least| *least > 0)), check(most, count.maximum)].into_iter().flatten()
}

fn inner(inner: &Inner) -> TokenStream {
    let number = |row: &usize| Literal::usize_unsuffixed(*row);
    match inner {
        Inner::Member(name, row) => {
            let row = number(row);
            quote!(rt::Inner::Member(#name, #row))
        }
        Inner::Others(row) => {
            let row = number(row);
            quote!(rt::Inner::Others(#row))
        }
        Inner::Elements(row) => {
            let row = number(row);
            quote!(rt::Inner::Elements(#row))
        }
        Inner::Place(position, row) => {
            let (position, row) = (number(position), number(row));
            quote!(rt::Inner::Place(#position, #row))
        }
        Inner::From(position, row) => {
            let (position, row) = (number(position), number(row));
            quote!(rt::Inner::From(#position, #row))
        }
        Inner::OneOf(alternatives) => {
            let alternatives = alternatives.iter().map(|(when, row)| {
                let tests = when.iter().map(shape::test);
                match row.as_ref().map(number) {
                    Some(row) => quote!((&[#(#tests),*], Some(#row))),
                    None => quote!((&[#(#tests),*], None)),
                }
            });
            quote!(rt::Inner::OneOf(&[#(#alternatives),*]))
        }
    }
}
