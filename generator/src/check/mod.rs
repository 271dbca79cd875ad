//! Checks that a model is complete and consistent. `emit` cannot fail for a model that passes.

mod references;

use std::collections::HashSet;
use std::ops::Deref;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::Api;
use crate::source::Pointer;
use crate::spec::Spec;

/// A model that has been checked.
#[derive(Debug, Clone)]
pub struct Valid<T>(T);

impl<T> Deref for Valid<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Checks a model against the document it comes from.
///
/// # Errors
///
/// Fails when an operation of the document is not in the model, or when the model contradicts itself. Both are
/// mistakes of the compiler, found before they reach generated code.
pub fn check(api: Api, spec: &Spec) -> Result<Valid<Api>, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    complete(&api, spec, &mut diagnostics);
    references::check(&api, &mut diagnostics);
    if diagnostics.is_empty() { Ok(Valid(api)) } else { Err(diagnostics) }
}

/// Checks that every operation that is wanted goes in and comes out.
fn complete(api: &Api, spec: &Spec, diagnostics: &mut Diagnostics) {
    let lowered: HashSet<&Pointer> = api.operations.iter().map(|(_, lowered)| &lowered.at).collect();
    for operation in &spec.operations {
        if !lowered.contains(&operation.at) {
            let name = format!("{} {}", operation.method.as_str(), operation.path);
            diagnostics.push(defect(&operation.at, format!("the operation `{name}` is lost")));
        }
    }
    let (out, known) = (api.operations.len(), spec.operations.len());
    if out != known {
        let message = format!("{known} operations went in, {out} came out");
        diagnostics.push(defect(&Pointer::root().key("paths"), message));
    }
}

/// Returns a mistake of the compiler.
fn defect(at: &Pointer, message: String) -> Diagnostic {
    Diagnostic::new(Code::Internal, at.clone(), message)
        .help("this is a defect of the compiler; please report it with the document")
}
