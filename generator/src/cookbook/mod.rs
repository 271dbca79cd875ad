//! The cookbook of a generated crate: one recipe per task that its document has, in the names of the
//! service, each of which runs as a documentation test.
//!
//! Only rustdoc reads the file; compiling the crate does not. A recipe is there where some operation can be
//! called with plain values, and says what it needs of features where it is tested.

mod around;
mod call;
mod choose;
mod reading;
mod recipe;
mod value;
mod writer;
mod writing;

use proc_macro2::TokenStream;
use quote::quote;

use crate::client::Client;
use crate::compile::Model;
use crate::crate_name::CrateName;
use crate::format::Bug;
use crate::ir::{Method, OperationId, OperationKind};

use choose::Choice;
use recipe::{Recipe, Task, written};
use writer::Writer;

/// The first thing to try.
const EXAMPLE: Task = Task { title: "Example", text: "" };

/// The text before the recipes.
const HEAD: &str = "One task each. What a recipe is about needs the feature of its tag; all of them run inside of a \
                    runtime of Tokio.";

/// The path of the file below the crate's `src`.
pub(crate) const PATH: &str = "cookbook.rs";

/// The call of an operation with plain values for all that it requires.
pub(crate) struct PlainCall {
    /// The operation.
    pub(crate) id: OperationId,
    /// What it and the making of a client import, in lines.
    pub(crate) imports: String,
    /// The statement that gives `response`, indented as in a function, in lines.
    pub(crate) statement: String,
}

/// Returns a call that fetches a collection, or else anything, and needs the fewest arguments, of those that plain values do
/// for.
///
/// # Errors
///
/// When what was written is no Rust: a defect.
pub(crate) fn plain_call(model: &Model, client: &Client<'_>, ident: &str) -> Result<Option<PlainCall>, Bug> {
    let fetches = model.api.operations.iter().filter(|(_, operation)| {
        let is_document = operation.success.is_certain() && operation.success.payload.document().is_some();
        operation.method == Method::Get && is_document && !operation.deprecated
    });
    let calls = fetches.filter_map(|(id, operation)| {
        let count = Writer::new(model, client, ident).arguments_of(id)?;
        Some(((operation.kind != OperationKind::List, count), id))
    });
    let Some((_, id)) = calls.min_by_key(|(rank, _)| *rank) else { return Ok(None) };
    let mut writer = Writer::new(model, client, ident);
    // What the code around it names.
    for name in ["Auth", "Client"] {
        writer.root(name);
    }
    let Some(call) = writer.call(id, None) else { return Ok(None) };
    let code = quote!(fn example() { let response = #call.send().await?; });
    let recipe = writer.recipe(EXAMPLE, &[id], code, TokenStream::new());
    let code = written(&recipe.code)?;
    let lines = code.lines().filter(|line| line.starts_with(' ')).map(|line| format!("{line}\n"));
    Ok(Some(PlainCall { id, imports: recipe.imports(), statement: lines.collect() }))
}

/// Returns the text of the file.
///
/// # Errors
///
/// When what was written is no Rust: a defect.
pub(crate) fn cookbook(model: &Model, client: &Client<'_>, name: &CrateName) -> Result<String, Bug> {
    let ident = name.ident();
    let choice = Choice::new(model, client, &ident);
    let recipes: Vec<Recipe> = [
        Some(around::client(choice.writer())),
        choice.first(reading::list),
        choice.first(reading::list_required),
        choice.first(reading::page),
        choice.first(reading::resume),
        choice.first(reading::retry),
        choice.first(reading::follow),
        choice.first(writing::create),
        choice.first(writing::update),
        choice.first(writing::relate),
        choice.first(writing::batch),
        choice.first(writing::bulk),
        choice.first(writing::by_status),
        choice.first(writing::upload),
        choice.first(reading::concurrent),
        choice.first(around::errors),
        choice.first(around::mismatches),
        choice.first(around::test),
        choice.first(around::beyond),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut text = format!("//! Recipes for common tasks.\n//!\n//! {HEAD}\n");
    for recipe in &recipes {
        for line in recipe.render()?.lines() {
            text.push_str(format!("//! {line}").trim_end());
            text.push('\n');
        }
    }
    Ok(text)
}
