//! The pipeline, from the text of a document to the files of a client.
//!
//! ```text
//! text -> source -> spec -> lower -> check -> name -> client -> emit -> format -> tree of files
//! ```
//!
//! Each stage takes what the one before it made and knows nothing of the others. Problems are
//! collected as far as a stage can go on, so that a run tells all of them. Nothing here reads or
//! writes a file.

mod example;
mod model;
mod rename;

use std::collections::BTreeSet;
use std::fmt;

use crate::bindings;
use crate::check::Valid;
use crate::client::Client;
use crate::cookbook;
use crate::crate_name::CrateName;
use crate::diag::Diagnostics;
use crate::digest::sha256;
use crate::emit;
use crate::features::{Features, UnknownFeature};
use crate::flatten::{Sources, flatten};
use crate::format::{Bug, format};
use crate::graph::graph;
use crate::ir::Api;
use crate::name::Lock;
use crate::package::{self, Package, Provenance, Tag};
use crate::repair::{ConfigProblem, Located, Overrides};
use crate::rust_path::{RustAttribute, RustPath};
use crate::spec::nearest::meant;
use crate::write::{MARKER, Tree, TreeError};

pub use crate::bindings::FILE as BINDINGS;
pub use crate::package::runtime::path_between;
pub use crate::package::{GitReference, Metadata, Runtime};
pub use model::{Corrected, Model, Refused, completed, corrected, model, model_with};

/// The options for generating a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The name of the crate.
    pub crate_name: CrateName,
    /// The version of the crate, such as `0.1.0`.
    pub version: String,
    /// One line on what the crate is; by default made from the title of the document.
    pub description: Option<String>,
    /// What registries show of the crate.
    pub package: Metadata,
    /// Where the client has the runtime from.
    pub runtime: Runtime,
    /// The tags that users of the crate get without asking, as the document writes them or as
    /// features are called.
    pub default_features: Vec<Located>,
    /// Names that were given before, which stay.
    pub names: Lock,
    /// The overrides of the document.
    pub overrides: Overrides,
}

impl Options {
    /// Returns the options for version 0.1.0 of a crate without tags that are on by default.
    pub fn new(crate_name: CrateName) -> Self {
        let version = "0.1.0".to_owned();
        Self {
            crate_name,
            version,
            description: None,
            package: Metadata::default(),
            runtime: Runtime::default(),
            default_features: Vec::new(),
            names: Lock::default(),
            overrides: Overrides::default(),
        }
    }
}

/// A client as a crate.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// Its files.
    pub tree: Tree,
    /// Its names, for the next time it is generated.
    pub names: Lock,
    /// What it has.
    pub summary: Summary,
    /// What had to be understood differently from how it is written.
    pub diagnostics: Diagnostics,
}

/// A client as one file, for a build script.
#[derive(Debug, Clone)]
pub struct CompiledModule {
    /// The file.
    pub text: String,
    /// Lines for the `[dependencies]` of the crate that includes it.
    pub dependencies: String,
    /// What it has.
    pub summary: Summary,
    /// What had to be understood differently from how it is written.
    pub diagnostics: Diagnostics,
}

/// A summary of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The title of the document.
    pub title: String,
    /// The version of the document.
    pub version: String,
    /// The SHA-256 of its text, in lower-case hexadecimal.
    pub sha256: String,
    /// How many operations can be called.
    pub operations: usize,
    /// How many resource types there are.
    pub resources: usize,
    /// How many enums, records, unions and write types there are besides.
    pub types: usize,
    /// Operations that were left out, each with the reason.
    pub skipped: Vec<String>,
    /// How many operations were not wanted, beside those.
    pub left_out: usize,
}

/// Why nothing was generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The document has errors; the warnings are among them.
    Document(Diagnostics),
    /// An option names what the document does not have.
    Option(ConfigProblem),
    /// The overrides do not fit the document.
    Overrides(Vec<ConfigProblem>),
    /// The compiler is at fault. Boxed, because it is rare and large.
    Bug(Box<Bug>),
}

/// Compiles the text of a document to a crate. `name` is the path of the document, of which
/// only the file's name shows in what is generated.
///
/// # Errors
///
/// When the document has errors, or an option names what is not there.
pub fn compile(text: &str, name: &str, options: &Options) -> Result<Compiled, Failure> {
    let model = model_with(text, &options.names, &options.overrides)?;
    compile_model(model, text, name, options)
}

/// Compiles a model that was made of a text with these options, as [`compile`] does.
///
/// # Errors
///
/// When an option names what is not there.
pub fn compile_model(model: Model, text: &str, name: &str, options: &Options) -> Result<Compiled, Failure> {
    let client = Client::new(&model.api, &model.names);
    let package = package(&model, &client, (name, text), options)?;
    let has_public_tag = emit::has_public_tag(&model.api);
    let sources = sources(&client, &package, options)?;
    let mut sources = package::with_runtime(sources, &options.runtime, has_public_tag);
    sources.insert(cookbook::PATH.to_owned(), cookbook::cookbook(&model, &client, &options.crate_name)?);
    let mut tree = package::tree(&package, &sources)?;
    tree.insert(bindings::FILE, bindings::render(&model, client, &package.provenance)?)?;
    let summary = summary(&model, &package.provenance);
    Ok(Compiled { tree, summary, names: model.names.lock, diagnostics: model.diagnostics })
}

/// Returns the public items that the crate with this `bindings.json` calls otherwise than one that is made now, if it
/// was made of this text: old and new paths.
///
/// # Errors
///
/// When an option names what is not there.
pub fn renamed(
    bindings: &str,
    model: &Model,
    text: &str,
    name: &str,
    options: &Options,
) -> Result<BTreeSet<(String, String)>, Failure> {
    let client = Client::new(&model.api, &model.names);
    let package = package(model, &client, (name, text), options)?;
    let now = bindings::render(model, client, &package.provenance)?;
    Ok(bindings::renamed(bindings, &now))
}

/// Compiles the text of a document to one file with the given cargo features decided, or with
/// those of all operations and what is on by default. `name` is as in [`compile`].
///
/// # Errors
///
/// When the document has errors, or an option or a feature is not there.
pub fn compile_module(
    text: &str,
    name: &str,
    options: &Options,
    features: Option<&[String]>,
) -> Result<CompiledModule, Failure> {
    let model = model_with(text, &options.names, &options.overrides)?;
    let client = Client::new(&model.api, &model.names);
    let package = package(&model, &client, (name, text), options)?;
    let table = package::features(&package);
    let features = match features {
        Some(chosen) => Features::resolve(&table, chosen.iter().map(String::as_str))?,
        None => Features::resolve(&table, ["default", "full"])?,
    };
    let dependencies = package::module_dependencies(&features, &options.runtime, &options.overrides.types.crates);
    let sources = sources(&client, &package, options)?;
    let sources = package::with_runtime(sources, &options.runtime, emit::has_public_tag(&model.api));
    let text = flatten(&sources, &features, &module_head(&package, &dependencies))?;
    let summary = summary(&model, &package.provenance);
    Ok(CompiledModule { text, dependencies, summary, diagnostics: model.diagnostics })
}

/// Returns the first comment of a module: what it is, and what it needs.
fn module_head(package: &Package<'_>, dependencies: &str) -> String {
    let provenance = package.provenance.sentence();
    let dependencies = dependencies.replace('\n', "\n//     ");
    format!(
        "// {MARKER}. {provenance}\n//\n\
         // The crate that includes this file needs in its `[dependencies]`:\n//\n//     {dependencies}\n"
    )
}

/// Emits and formats everything that is specific to the service.
fn sources(client: &Client<'_>, package: &Package<'_>, options: &Options) -> Result<Sources, Bug> {
    let options = emit::Options {
        crate_ident: options.crate_name.ident(),
        crate_version: options.version.clone(),
        sha256: package.provenance.sha256.clone(),
        quick_start: package.doctest.clone(),
        install: package.install.clone(),
        is_vendored: options.runtime.is_vendored(),
        derive_for_enums: texts(&options.overrides.types.derive_for_enums),
        derive_for_records: texts(&options.overrides.types.derive_for_records),
        attributes_of_enums: attributes(&options.overrides.types.attributes_of_enums),
        attributes_of_records: attributes(&options.overrides.types.attributes_of_records),
    };
    let formatted = emit::emit(client, &options, |source| format(&source.path, source.tokens));
    let formatted: Result<Sources, Bug> = formatted.into_iter().map(|(path, text)| Ok((path, text?))).collect();
    formatted.map_err(|bug| {
        let emitted =
            emit::emit(client, &options, |source| (source.path == bug.file).then(|| source.tokens.to_string()));
        let text = emitted.into_iter().find_map(|(_, text)| text);
        Bug { text: text.unwrap_or_default(), ..bug }
    })
}

/// Returns what goes around the sources of a crate. `name` and `text` are those of the document.
fn package<'o>(
    model: &Model,
    client: &Client<'_>,
    (name, text): (&str, &str),
    options: &'o Options,
) -> Result<Package<'o>, Failure> {
    let info = &model.api.info;
    let example = example::example(model, client, &options.crate_name)?;
    let is_published = options.package.publish;
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let description = options.description.clone().unwrap_or_else(|| format!("A client for {}", info.title));
    Ok(Package {
        name: &options.crate_name,
        version: &options.version,
        description: one_line(&description),
        metadata: &options.package,
        provenance: Provenance {
            file: file.to_owned(),
            title: info.title.clone(),
            version: info.version.clone(),
            sha256: sha256(text.as_bytes()),
        },
        page: emit::page_text(model.api.own_page()),
        install: package::install(&options.crate_name, is_published.then_some(&options.version), example.feature),
        example: example.code,
        doctest: example.doctest,
        tags: tags(model),
        graph: graph(&model.api),
        default_tags: default_tags(model, options)?,
        runtime: &options.runtime,
        crates: &options.overrides.types.crates,
    })
}

fn attributes(attributes: &[RustAttribute]) -> Vec<String> {
    attributes.iter().map(|attribute| attribute.as_str().to_owned()).collect()
}

fn texts(paths: &[RustPath]) -> Vec<String> {
    paths.iter().map(RustPath::to_string).collect()
}

fn one_line(text: &str) -> String {
    text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn tags(model: &Model) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    for (number, (tag, names)) in model.api.tags.iter().zip(&model.names.tags).enumerate() {
        let operations = model.api.operations.iter().filter(|(_, operation)| operation.tag == number).count();
        let docs = tag.docs.as_deref().map(emit::summary).filter(|text| !text.is_empty());
        tags.push(Tag { feature: names.feature.clone(), name: tag.name.clone(), operations, docs });
    }
    tags.sort_by(|a, b| a.feature.cmp(&b.feature));
    tags
}

/// Returns the features of the tags that the options name.
fn default_tags(model: &Model, options: &Options) -> Result<Vec<String>, Failure> {
    let tags = tags(model);
    let find = |Located { text: name, at }: &Located| {
        let found = tags.iter().find(|tag| tag.feature == *name || tag.name.eq_ignore_ascii_case(name));
        found.map(|tag| tag.feature.clone()).ok_or_else(|| {
            let message = format!("the document has no tag `{name}`, which is to be a default feature");
            let help = meant(name, tags.iter().map(|tag| tag.feature.as_str()));
            Failure::Option(ConfigProblem { range: at.clone(), message, help })
        })
    };
    options.default_features.iter().map(find).collect()
}

fn summary(model: &Model, provenance: &Provenance) -> Summary {
    let api: &Valid<Api> = &model.api;
    let skipped = api.skipped.iter().map(|skipped| {
        format!("{} {}: {}", skipped.operation.method.to_uppercase(), skipped.operation.path, skipped.reason)
    });
    Summary {
        title: api.info.title.clone(),
        version: api.info.version.clone(),
        sha256: provenance.sha256.clone(),
        operations: api.operations.len(),
        resources: api.resources.len(),
        types: api.types.len() + api.write_views.len(),
        skipped: skipped.collect(),
        left_out: model.left_out,
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Document(diagnostics) => Self::Document(diagnostics),
            Refused::Overrides(problems) => Self::Overrides(problems),
        }
    }
}

impl From<Bug> for Failure {
    fn from(bug: Bug) -> Self {
        Self::Bug(Box::new(bug))
    }
}

impl From<TreeError> for Failure {
    fn from(error: TreeError) -> Self {
        let file = match &error {
            TreeError::Path(path) | TreeError::Taken(path, _) => path.clone(),
        };
        Self::Bug(Box::new(Bug { file, error: error.to_string(), text: String::new() }))
    }
}

impl From<UnknownFeature> for Failure {
    fn from(error: UnknownFeature) -> Self {
        Self::Option(ConfigProblem { range: 0..0, message: error.to_string(), help: None })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(_) => f.write_str("the document has errors"),
            Self::Option(problem) => {
                let help = problem.help.iter().map(|help| format!("; {help}")).collect::<String>();
                write!(f, "{}{help}", problem.message)
            }
            Self::Overrides(_) => f.write_str("the overrides do not fit the document"),
            Self::Bug(bug) => bug.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}
