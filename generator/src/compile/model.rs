//! The front half of the pipeline: what a description says, before anything is emitted.

use std::collections::HashSet;

use crate::check::{Valid, check};
use crate::compile::rename;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dialect::PagingStyle;
use crate::ir::{Api, Payload};
use crate::lower::{Understood, lower};
use crate::name::{Lock, Names, name};
use crate::repair::{Chosen, Overrides, Problem, Said, missing};
use crate::source::{self, Pointer};
use crate::spec::{self, Spec};

/// What a description says, and what it is called in Rust.
#[derive(Debug, Clone)]
pub struct Model {
    /// What it says.
    pub api: Valid<Api>,
    /// The Rust names of it.
    pub names: Names,
    /// How much of the vendor's facts was understood.
    pub understood: Understood,
    /// How many operations were not wanted, beside those that the model lists as skipped.
    pub left_out: usize,
    /// Remarks; no errors.
    pub diagnostics: Diagnostics,
}

/// Why there is no model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The description has errors; the warnings are among them.
    Description(Diagnostics),
    /// What is said against the description does not fit it.
    Overrides(Vec<Problem>),
}

/// Reads, lowers, checks and names a description. What has a name in `lock` keeps it.
///
/// # Errors
///
/// All problems that were found, when one of them is an error.
pub fn model(text: &str, lock: &Lock) -> Result<Model, Diagnostics> {
    model_with(text, lock, &Overrides::default()).map_err(|refused| match refused {
        Refused::Description(diagnostics) => diagnostics,
        Refused::Overrides(problems) => {
            let mut diagnostics = Diagnostics::new();
            let problems = problems.into_iter().map(|problem| problem.message);
            problems.for_each(|said| diagnostics.push(Diagnostic::new(Code::Internal, Pointer::root(), said)));
            diagnostics
        }
    })
}

/// As [`model`], with what is said against the description.
///
/// # Errors
///
/// All problems that were found, when one of them is an error, or all that is said and does not fit.
pub fn model_with(text: &str, lock: &Lock, overrides: &Overrides) -> Result<Model, Refused> {
    let mut diagnostics = Diagnostics::new();
    let mut document = source::read(text).map_err(|diagnostic| {
        let mut only = Diagnostics::new();
        only.push(diagnostic);
        only
    })?;
    diagnostics.extend(document.diagnostics);
    overrides.repair_all(&mut document.value)?;
    let renames = overrides.placed_renames(&document.value)?;
    let mut chosen = Chosen::new(overrides);
    let spec = match chosen.is_all() {
        true => spec::open(document.value),
        false => spec::open_chosen(document.value, &mut |head| chosen.wants(head)),
    };
    let spec = take(spec, &mut diagnostics)?;
    let problems = chosen.problems();
    if !problems.is_empty() {
        return Err(Refused::Overrides(problems));
    }
    let unknown = unknown_operations(overrides, &spec);
    if !unknown.is_empty() {
        return Err(Refused::Overrides(unknown));
    }
    let (mut api, found, understood) = lower(&spec, &overrides.dialect);
    diagnostics.extend(found);
    if diagnostics.has_errors() {
        return Err(Refused::Description(diagnostics));
    }
    let unpaged = unpaged(overrides, &api);
    if !unpaged.is_empty() {
        return Err(Refused::Overrides(unpaged));
    }
    api.skipped = chosen.skipped;
    let api = take(check(api, &spec), &mut diagnostics)?;
    let names = take(name(&api, &rename::give(&renames, lock, &api)?), &mut diagnostics)?;
    Ok(Model { api, names, understood, left_out: chosen.left_out, diagnostics })
}

/// What is stated of operations that the description does not have.
fn unknown_operations(overrides: &Overrides, spec: &Spec) -> Vec<Problem> {
    let id =
        |operation: &spec::Operation| spec::operation_id(operation.id.as_deref(), operation.method, &operation.path);
    let known: HashSet<String> = spec.operations.iter().map(id).collect();
    let stated = overrides.dialect.operations.iter();
    let stated = stated.map(|one| Said { text: one.operation.clone(), at: one.at.clone() });
    stated.filter_map(|said| missing("operation", &said, &known)).collect()
}

/// What is stated of the paging of operations, and does not make their lists paged.
fn unpaged(overrides: &Overrides, api: &Api) -> Vec<Problem> {
    let stated = overrides.dialect.operations.iter().filter(|one| one.facts.style != Some(PagingStyle::None));
    let mut problems = Vec::new();
    for stated in stated {
        let operation = api.operations.iter().map(|(_, operation)| operation).find(|one| one.id == stated.operation);
        let Some(operation) = operation.filter(|operation| operation.pages().is_none()) else { continue };
        let has_list = matches!(&operation.success.payload, Payload::Document(document) if document.data.is_list());
        let (message, help) = if has_list {
            ("nothing tells how its next page is reached", "state a `style`, and for a cursor where it is (`cursor`)")
        } else {
            ("it has no list of resources that could come in pages", "remove what is stated of it")
        };
        let message = format!("the paging of `{}` cannot be what is stated: {message}", stated.operation);
        problems.push(Problem { range: stated.at.clone(), message, help: Some(help.to_owned()) });
    }
    problems
}

/// The result of a stage, or all that was found up to it.
fn take<T>(result: Result<T, Diagnostics>, before: &mut Diagnostics) -> Result<T, Diagnostics> {
    result.map_err(|found| {
        before.extend(found);
        std::mem::take(before)
    })
}

impl From<Diagnostics> for Refused {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Description(diagnostics)
    }
}

impl From<Vec<Problem>> for Refused {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Overrides(problems)
    }
}
