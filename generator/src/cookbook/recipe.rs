//! A recipe, and its place in the documentation.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::cookbook::PATH;
use crate::emit::ident;
use crate::format::{Bug, unparse};

/// A task of the cookbook.
#[derive(Clone, Copy)]
pub(super) struct Task {
    /// In a few words.
    pub(super) title: &'static str,
    /// What is not plain from the code; Markdown.
    pub(super) text: &'static str,
}

/// A task in code that runs.
pub(super) struct Recipe {
    /// The task.
    pub(super) task: Task,
    /// The name of the crate, as Rust code has it.
    pub(super) crate_ident: String,
    /// The features of the tags that it needs.
    pub(super) features: BTreeSet<String>,
    /// What it imports: names by the path of their module, which is empty for the crate's root.
    pub(super) uses: BTreeMap<String, BTreeSet<String>>,
    /// The items that are shown.
    pub(super) code: TokenStream,
    /// The statements of the test, which has a `server`, a `client` that calls it, and may use `?`.
    pub(super) check: TokenStream,
}

impl Recipe {
    /// Returns the recipe as Markdown. What only the test needs is hidden in what rustdoc shows.
    pub(super) fn render(&self) -> Result<String, Bug> {
        let (condition, crate_ident) = (self.condition(), self.crate_ident.as_str());
        let mut text = format!("\n# {}\n\n{}\n\n```\n", self.task.title, self.task.text);
        text.push_str(&format!("# #[cfg({condition})]\n# mod recipe {{\n"));
        text.push_str(&self.imports());
        text.push_str(&format!("\n{}", written(&self.code)?));
        for line in written(&self.test(crate_ident))?.lines() {
            text.push_str(format!("# {line}").trim_end());
            text.push('\n');
        }
        text.push_str(&format!(
            "# }}\n# #[tokio::main(flavor = \"current_thread\")]\n# async fn main() {{\n#     #[cfg({condition})]\n#     \
             recipe::check().await.expect(\"the recipe holds\");\n# }}\n```\n"
        ));
        Ok(text)
    }

    /// Returns what it imports, in lines: the root of the crate comes last.
    pub(super) fn imports(&self) -> String {
        let (root, modules): (Vec<_>, Vec<_>) = self.uses.iter().partition(|(module, _)| module.is_empty());
        let all = modules.into_iter().chain(root);
        all.map(|(module, names)| import(&self.crate_ident, module, names)).collect()
    }

    /// Returns the condition under which the recipe is tested.
    fn condition(&self) -> String {
        let features = ["mock", "reqwest"].into_iter().chain(self.features.iter().map(String::as_str));
        let features: Vec<String> = features.map(|feature| format!("feature = \"{feature}\"")).collect();
        format!("all({})", features.join(", "))
    }

    fn test(&self, crate_ident: &str) -> TokenStream {
        let (ident, check) = (ident(crate_ident), &self.check);
        quote! {
            pub async fn check() -> Result<(), Box<dyn std::error::Error>> {
                let server = #ident::mock::MockServer::start()?;
                let client = server.new_client()?;
                #check
                Ok(())
            }
        }
    }
}

fn import(crate_ident: &str, module: &str, names: &BTreeSet<String>) -> String {
    let module = if module.is_empty() { crate_ident.to_owned() } else { format!("{crate_ident}::{module}") };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match names.as_slice() {
        [only] => format!("use {module}::{only};\n"),
        names => format!("use {module}::{{{}}};\n", names.join(", ")),
    }
}

/// Writes items as text, with an empty line between them.
pub(super) fn written(items: &TokenStream) -> Result<String, Bug> {
    let file = syn::parse2(items.clone()).map_err(|error| Bug {
        file: format!("src/{PATH}"),
        error: error.to_string(),
        text: items.to_string(),
    })?;
    Ok(unparse(&file))
}
