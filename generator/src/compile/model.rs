//! The front half of the pipeline: from the text of a document to the model and its names.

use std::collections::HashSet;

use serde_json::Value;

use crate::check::{Valid, check};
use crate::compile::rename;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::dialect::PagingStyle;
use crate::ir::Api;
use crate::lower::lower;
use crate::name::{Lock, Names, name};
use crate::normal::{Normal, bundle, instantiate, normalise};
#[cfg(feature = "overlay")]
use crate::overlay;
use crate::repair::{Chosen, ConfigProblem, Located, Overrides, missing};
use crate::source::{self, Document, Moves, Pointer};
use crate::spec::{self, Spec};

/// The content of a document, and its names in Rust.
#[derive(Debug, Clone)]
pub struct Model {
    /// What it says.
    pub api: Valid<Api>,
    /// The Rust names of it.
    pub names: Names,
    /// How many operations were not wanted, beside those that the model lists as skipped.
    pub left_out: usize,
    /// Which parts of the document stand elsewhere in its text than the model has them.
    pub moves: Moves,
    /// Remarks; no errors.
    pub diagnostics: Diagnostics,
}

/// Why there is no model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The document has errors; the warnings are among them.
    Document(Diagnostics),
    /// The overrides do not fit the document.
    Overrides(Vec<ConfigProblem>),
}

/// Reads, lowers, checks and names a document. What has a name in `lock` keeps it.
///
/// # Errors
///
/// All problems that were found, when one of them is an error.
pub fn model(text: &str, lock: &Lock) -> Result<Model, Diagnostics> {
    model_with(text, lock, &Overrides::default()).map_err(|refused| match refused {
        Refused::Document(diagnostics) => diagnostics,
        Refused::Overrides(problems) => {
            let mut diagnostics = Diagnostics::new();
            let problems = problems.into_iter().map(|problem| problem.message);
            problems.for_each(|said| diagnostics.push(Diagnostic::new(Code::Internal, Pointer::root(), said)));
            diagnostics
        }
    })
}

/// Does what [`model`] does, with overrides of the document.
///
/// # Errors
///
/// All problems that were found, when one of them is an error, or all overrides that do not fit.
pub fn model_with(text: &str, lock: &Lock, overrides: &Overrides) -> Result<Model, Refused> {
    let Document { mut value, mut diagnostics } = opened(text)?;
    let mut moves = complete(&mut value, overrides)?;
    diagnostics.extend(instantiate(&mut value, &mut moves));
    let before = moves.clone();
    let Normal { moves: later, remarks, errors } = normalise(&mut value);
    moves.extend(later);
    diagnostics.extend(errors.placed(|here| before.origin(here)));
    let mut chosen = Chosen::new(overrides);
    let read = read(value, lock, overrides, &mut moves, &mut chosen);
    let remarks = remarks.diagnostics(|at| chosen.concerns(at));
    diagnostics.extend(remarks.placed(|here| before.origin(here)));
    let (model, found) = match read {
        Ok(model) => (Some(model), Diagnostics::new()),
        Err(Refused::Document(found)) => (None, found),
        Err(refused) => return Err(refused),
    };
    // Later stages speak of where things stand by now.
    let found = model.as_ref().map_or(found, |model| model.diagnostics.clone());
    diagnostics.extend(found.placed(|here| moves.origin(here)));
    match model {
        Some(model) if !diagnostics.has_errors() => Ok(Model { diagnostics, moves, ..model }),
        _ => Err(Refused::Document(diagnostics)),
    }
}

/// A document in the form of OpenAPI 3.0, with the corrections of a user.
#[derive(Debug, Clone)]
pub struct Corrected {
    /// The document.
    pub document: Value,
    /// Which of its parts stand elsewhere in the text.
    pub moves: Moves,
}

/// Reads a document, and corrects it as [`model_with`] does.
///
/// # Errors
///
/// As [`model_with`]; problems of what is not read here are not among them.
pub fn corrected(text: &str, overrides: &Overrides) -> Result<Corrected, Refused> {
    let Document { mut value, .. } = opened(text)?;
    let mut moves = complete(&mut value, overrides)?;
    instantiate(&mut value, &mut moves);
    moves.extend(normalise(&mut value).moves);
    overrides.correct(&mut value, &mut moves)?;
    Ok(Corrected { document: value, moves })
}

/// Returns the document that the compiler reads: the files of it put together, and the overlays applied.
///
/// # Errors
///
/// When the text cannot be read, or an overlay cannot be applied.
pub fn completed(text: &str, overrides: &Overrides) -> Result<Value, Diagnostics> {
    let mut document = opened(text)?.value;
    complete(&mut document, overrides)?;
    Ok(document)
}

/// Puts the files of a document together and applies the overlays.
fn complete(document: &mut Value, overrides: &Overrides) -> Result<Moves, Diagnostics> {
    let mut moves = Moves::default();
    bundle(document, &overrides.files, &mut moves)?;
    #[cfg(feature = "overlay")]
    overlay::apply(document, &overrides.overlays, &mut moves)?;
    Ok(moves)
}

fn opened(text: &str) -> Result<Document, Diagnostics> {
    source::read(text).map_err(|diagnostic| {
        let mut only = Diagnostics::new();
        only.push(diagnostic);
        only
    })
}

/// Reads, lowers, checks and names a document in the form of OpenAPI 3.0.
fn read(
    mut document: Value,
    lock: &Lock,
    overrides: &Overrides,
    moves: &mut Moves,
    chosen: &mut Chosen<'_>,
) -> Result<Model, Refused> {
    overrides.correct(&mut document, moves)?;
    let renames = overrides.placed_renames(&document, moves)?;
    let foreign = overrides.types.placed(&document, moves)?;
    let spec = match chosen.is_all() {
        true => spec::open(document)?,
        false => spec::open_chosen(document, &mut |head| chosen.wants(head))?,
    };
    let problems = chosen.problems();
    if !problems.is_empty() {
        return Err(Refused::Overrides(problems));
    }
    let mut unknown = unknown_operations(overrides, &spec);
    unknown.extend(overrides.types.problems(&spec));
    if overrides.dialect.signature.is_some() && spec.webhooks.is_empty() {
        let message = "the document has no webhooks that could be signed".to_owned();
        let range = overrides.dialect.signature_at.clone();
        unknown.push(ConfigProblem { range, message, help: Some("remove `webhooks.signature`".to_owned()) });
    }
    if !unknown.is_empty() {
        return Err(Refused::Overrides(unknown));
    }
    let (mut api, mut diagnostics) = lower(&spec, &overrides.dialect, &foreign);
    if diagnostics.has_errors() {
        return Err(Refused::Document(diagnostics));
    }
    let unpaged = unpaged(overrides, &api);
    if !unpaged.is_empty() {
        return Err(Refused::Overrides(unpaged));
    }
    api.skipped = std::mem::take(&mut chosen.skipped);
    let api = take(check(api, &spec), &mut diagnostics)?;
    let mut names = take(name(&api, &rename::give(&renames, lock, &api)?, overrides.aliases), &mut diagnostics)?;
    diagnostics.extend(std::mem::take(&mut names.remarks));
    Ok(Model { api, names, left_out: chosen.left_out, moves: Moves::default(), diagnostics })
}

/// Returns what is stated of operations that the document does not have.
fn unknown_operations(overrides: &Overrides, spec: &Spec) -> Vec<ConfigProblem> {
    let id =
        |operation: &spec::Operation| spec::operation_id(operation.id.as_deref(), operation.method, &operation.path);
    let known: HashSet<String> = spec.operations.iter().map(id).collect();
    let stated = overrides.dialect.operations.iter();
    let stated = stated.map(|one| Located { text: one.operation.clone(), at: one.at.clone() });
    stated.filter_map(|said| missing("operation", &said, &known)).collect()
}

/// Returns what is stated of the paging of operations, and does not make their lists paged.
fn unpaged(overrides: &Overrides, api: &Api) -> Vec<ConfigProblem> {
    let stated = overrides.dialect.operations.iter().filter(|one| one.facts.style != Some(PagingStyle::None));
    let mut problems = Vec::new();
    for stated in stated {
        let operation = api.operations.iter().map(|(_, operation)| operation).find(|one| one.id == stated.operation);
        let Some(operation) = operation.filter(|operation| operation.pages().is_none()) else { continue };
        let has_list = operation.success.payload.is_list();
        let (message, help) = if has_list {
            ("nothing tells how its next page is reached", "state a `style`, and for a cursor where it is (`cursor`)")
        } else {
            ("it has no list of resources that could come in pages", "remove what is stated of it")
        };
        let message = format!("the paging of `{}` cannot be what is stated: {message}", stated.operation);
        problems.push(ConfigProblem { range: stated.at.clone(), message, help: Some(help.to_owned()) });
    }
    problems
}

/// Returns the result of a stage, or all that was found up to it.
fn take<T>(result: Result<T, Diagnostics>, before: &mut Diagnostics) -> Result<T, Diagnostics> {
    result.map_err(|found| {
        before.extend(found);
        std::mem::take(before)
    })
}

impl From<Diagnostics> for Refused {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Document(diagnostics)
    }
}

impl From<Vec<ConfigProblem>> for Refused {
    fn from(problems: Vec<ConfigProblem>) -> Self {
        Self::Overrides(problems)
    }
}
