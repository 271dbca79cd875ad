//! The files of a generated crate around its items: manifest, README, and the runtime.

mod install;
mod manifest;
mod map;
mod metadata;
mod provenance;
mod readme;
pub(crate) mod runtime;

use jsonapi_forge_runtime::vendor;

use crate::crate_name::CrateName;
use crate::features::FeatureTable;
use crate::flatten::Sources;
use crate::format::with_header;
use crate::graph::Graph;
use crate::repair::ForeignCrate;
use crate::write::{STATE, Tree, TreeError};

pub(crate) use install::install;
use manifest::feature_table;
pub(crate) use manifest::module_dependencies;
pub use metadata::Metadata;
pub(crate) use provenance::Provenance;
pub use runtime::{GitReference, Runtime};

/// The beginnings of the paths of files that are alike in all crates.
const ALIKE: [&str; 5] = ["src/runtime/", "src/rt.rs", ".gitattributes", ".gitignore", "rustfmt.toml"];

/// The files of licences: they have no mark of who wrote them, as texts of licences are not to be changed.
const LICENSES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// The facts that a crate states about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Package<'a> {
    /// Its name.
    pub(crate) name: &'a CrateName,
    /// Its version.
    pub(crate) version: &'a str,
    /// One line on what it is.
    pub(crate) description: String,
    /// What registries show of it.
    pub(crate) metadata: &'a Metadata,
    /// What it was made from.
    pub(crate) provenance: Provenance,
    /// The service's page, as a paragraph of Markdown; empty where it is not described.
    pub(crate) page: String,
    /// Rust code that shows how it is used.
    pub(crate) example: String,
    /// The same for rustdoc, which compiles it while the features that it needs are on.
    pub(crate) doctest: String,
    /// How a program depends on it, as Markdown.
    pub(crate) install: String,
    /// Its tags, in alphabetical order of features.
    pub(crate) tags: Vec<Tag>,
    /// Its resources and their relationships.
    pub(crate) graph: Graph,
    /// The features of tags that are on by default.
    pub(crate) default_tags: Vec<String>,
    /// Where it has the runtime from.
    pub(crate) runtime: &'a Runtime,
    /// The crates that it depends on for its types.
    pub(crate) crates: &'a [ForeignCrate],
}

/// A tag as a feature of the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// The feature.
    pub(crate) feature: String,
    /// The tag as the document writes it.
    pub(crate) name: String,
    /// How many operations it has.
    pub(crate) operations: usize,
    /// What the document says of it, in one sentence of Markdown.
    pub(crate) docs: Option<String>,
}

/// Returns the sources of a crate: what was emitted, the types that carry its methods, and the runtime where it is a
/// module.
pub(crate) fn with_runtime(mut sources: Sources, runtime: &Runtime, has_public_tag: bool) -> Sources {
    let public = if has_public_tag { vendor::PUBLIC_CLIENT } else { "" };
    sources.insert("rt.rs".to_owned(), format!("{}{public}", vendor::TYPES));
    if runtime.is_vendored() {
        let files = vendor::SOURCES.iter();
        // A client exports no macros: they are for its own modules.
        let text = |text: &str| text.replace("#[doc(hidden)]\n#[macro_export]\n", "");
        sources.extend(files.map(|file| (format!("runtime/{}", file.path), text(file.text))));
    }
    sources
}

/// Returns the features of a crate, each with those that it switches on.
pub(crate) fn features(package: &Package<'_>) -> FeatureTable {
    feature_table(package)
}

/// Returns all files of a crate. The head of each says what it was made from, but for those that are alike in all
/// crates: they are made from nothing.
///
/// # Errors
///
/// When the sources have one path twice: a defect.
pub(crate) fn tree(package: &Package<'_>, sources: &Sources) -> Result<Tree, TreeError> {
    let mut tree = Tree::new();
    let origin = package.provenance.line();
    let mut insert = |path: &str, text: &str| {
        let is_alike = ALIKE.iter().any(|alike| path.starts_with(alike));
        tree.insert(path, with_header(path, (!is_alike).then_some(origin.as_str()), text))
    };
    insert("Cargo.toml", &manifest::render(package, &features(package)))?;
    insert("README.md", &readme::render(package))?;
    for (path, text) in licenses(package) {
        insert(path, &text)?;
    }
    insert(".gitattributes", "* text=auto eol=lf linguist-generated\n")?;
    insert(".gitignore", &format!("/target\n/{STATE}\n"))?;
    insert("rustfmt.toml", "# The compiler formats what it writes.\ndisable_all_formatting = true\n")?;
    for (path, text) in sources {
        insert(&format!("src/{path}"), text)?;
    }
    Ok(tree)
}

/// Returns the texts of those licences of a crate that the compiler has.
fn licenses(package: &Package<'_>) -> Vec<(&'static str, String)> {
    let holder = package.metadata.copyright.clone().unwrap_or_else(|| format!("the authors of {}", package.name));
    let mit = || fill(vendor::LICENSE_MIT, &[("copyright", &holder)]);
    let texts = [("MIT", mit()), ("Apache-2.0", vendor::LICENSE_APACHE.to_owned())];
    let paths = LICENSES.into_iter().zip(texts);
    let wanted = paths.filter(|(_, (id, _))| package.metadata.has_license(id));
    wanted.map(|(path, (_, text))| (path, text)).collect()
}

/// Returns a skeleton with its placeholders filled in. What is filled in is not looked at again.
fn fill(skeleton: &str, values: &[(&str, &str)]) -> String {
    let mut pieces = skeleton.split("{{");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once("}}").unwrap_or((piece, ""));
        let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        text.push_str(value.expect("every placeholder of a skeleton has a value, as a test shows"));
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests;
