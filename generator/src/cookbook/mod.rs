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

use crate::client::Client;
use crate::compile::Model;
use crate::crate_name::CrateName;
use crate::format::Bug;

use choose::Choice;
use recipe::Recipe;

/// The text before the recipes.
const HEAD: &str = "One task each. What a recipe is about needs the feature of its tag; all of them run inside of a \
                    runtime of Tokio.";

/// The path of the file below the crate's `src`.
pub(crate) const PATH: &str = "cookbook.rs";

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
