//! Adds `#[inline]` to functions that should be compiled where they are called.
//!
//! A client has thousands of short functions and its user calls a few. Those that are generic cost
//! nothing until they are called; `#[inline]` makes the others like them, which takes them out of the
//! build of the client itself (`tests/bench/compile.sh`). What reads responses is not among them: it is much, and a
//! program would compile it again after each edit (`tests/bench/program`).

use syn::{Attribute, File, FnArg, GenericParam, ImplItem, Item, Path, Signature, Type, parse_quote};

/// Returns the attribute `#[inline]`.
pub(super) fn attribute() -> Attribute {
    parse_quote!(#[inline])
}

/// Marks the functions of a file's implementations with the attribute, but for generic ones and those that the client
/// compiles once.
pub(super) fn mark(file: &mut File, inline: &Attribute) {
    for item in &mut file.items {
        let Item::Impl(block) = item else { continue };
        if block.trait_.as_ref().is_some_and(|(path, _)| is_compiled_once(path)) {
            continue;
        }
        for item in &mut block.items {
            if let ImplItem::Fn(function) = item
                && !is_generic(&function.sig)
            {
                function.attrs.push(inline.clone());
            }
        }
    }
}

/// Returns whether functions of this trait are what a client compiles for all programs that use it: how what it reads
/// is read.
fn is_compiled_once(path: &Path) -> bool {
    path.segments.last().is_some_and(|name| name.ident == "Record" || name.ident == "Union" || name.ident == "Viewed")
}

/// Returns whether the compiler makes a function's code for each use of it anyway.
fn is_generic(signature: &Signature) -> bool {
    signature.generics.params.iter().any(|parameter| matches!(parameter, GenericParam::Type(_)))
        || signature.inputs.iter().any(|input| matches!(input, FnArg::Typed(typed) if is_impl(&typed.ty)))
}

fn is_impl(ty: &Type) -> bool {
    matches!(ty, Type::ImplTrait(_))
}
