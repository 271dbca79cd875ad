//! The front half of the pipeline: what a description says, before anything is emitted.

use crate::check::{Valid, check};
use crate::diag::Diagnostics;
use crate::ir::Api;
use crate::lower::{Understood, lower};
use crate::name::{Lock, Names, name};
use crate::{source, spec};

/// What a description says, and what it is called in Rust.
#[derive(Debug, Clone)]
pub struct Model {
    /// What it says.
    pub api: Valid<Api>,
    /// The Rust names of it.
    pub names: Names,
    /// How much of the vendor's facts was understood.
    pub understood: Understood,
    /// Remarks; no errors.
    pub diagnostics: Diagnostics,
}

/// Reads, lowers, checks and names a description. What has a name in `lock` keeps it.
///
/// # Errors
///
/// All problems that were found, when one of them is an error.
pub fn model(text: &str, lock: &Lock) -> Result<Model, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let document = source::read(text).map_err(|diagnostic| {
        let mut only = Diagnostics::new();
        only.push(diagnostic);
        only
    })?;
    diagnostics.extend(document.diagnostics);
    let spec = take(spec::open(document.value), &mut diagnostics)?;
    let (api, found, understood) = lower(&spec);
    diagnostics.extend(found);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let api = take(check(api, &spec), &mut diagnostics)?;
    let names = take(name(&api, lock), &mut diagnostics)?;
    Ok(Model { api, names, understood, diagnostics })
}

/// The result of a stage, or all that was found up to it.
fn take<T>(result: Result<T, Diagnostics>, before: &mut Diagnostics) -> Result<T, Diagnostics> {
    result.map_err(|found| {
        before.extend(found);
        std::mem::take(before)
    })
}
