//! The arguments of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Compiles OpenAPI documents of JSON:API services into Rust client crates.
#[derive(Debug, Parser)]
#[command(name = "jsonapi-forge", version, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 done, 1 stale (with --check) or in disagreement (samples), 2 the input is wrong, 130 interrupted; \
                  with diff --exit-code: 3 minor, 4 major, with --against as well: 1 calls break."
)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// A command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate the clients that jsonapi-forge.toml lists, or one from SPEC.
    Generate(GenerateArguments),
    /// Write a jsonapi-forge.toml for a document, with all options in it as comments.
    Init(InitArguments),
    /// Take a new document for a client: say what it does to callers, then generate, raise the
    /// version and extend the changelog.
    Update(UpdateArguments),
    /// Report the errors in a document, and what is read differently than it is written.
    Lint(LintArguments),
    /// Print a document of several files as one, with its overlays applied.
    Bundle {
        /// The document, JSON or YAML.
        spec: PathBuf,
        /// An OpenAPI Overlay document to apply; may be given more than once.
        #[arg(long, value_name = "FILE")]
        overlay: Vec<PathBuf>,
    },
    /// Show what a new document means to callers of the crate that is generated from it.
    Diff(DiffArguments),
    /// Print the model that is made of a document.
    Ir {
        /// The document, JSON or YAML.
        spec: PathBuf,
    },
    /// Draw the resources, how they are related and which operations reach them.
    Graph(GraphArguments),
    /// Check recorded responses against a document: where does the service differ from it?
    Samples(SamplesArguments),
    /// Explain the code of a diagnostic, such as `dangling-reference`; all of them without CODE.
    Explain {
        /// The code.
        code: Option<String>,
    },
    /// Write man pages: one for jsonapi-forge, and one for each command.
    ///
    /// For example: jsonapi-forge man ~/.local/share/man/man1
    Man {
        /// The folder of the pages.
        dir: PathBuf,
    },
    /// Print the completion script of a shell.
    ///
    /// For example: jsonapi-forge completions bash > ~/.local/share/bash-completion/completions/jsonapi-forge
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// The document to check, and the format of the result.
#[derive(Debug, Args)]
pub(crate) struct LintArguments {
    /// The document, JSON or YAML; `-` is standard input.
    pub(crate) spec: PathBuf,
    /// An OpenAPI Overlay document to apply first; may be given more than once.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// The configuration file, if not jsonapi-forge.toml of this folder or the nearest around it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How to print what is found.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: LintFormat,
}

/// The format of findings in a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormat {
    /// For people: findings on standard error, with the lines of the document, and their number on standard output.
    #[default]
    Text,
    /// For programs: on standard output, all of it.
    Json,
}

/// The client to generate, and its folder.
#[derive(Debug, Args)]
pub(crate) struct GenerateArguments {
    /// The document, JSON or YAML; `-` is standard input. Without it, jsonapi-forge.toml of this folder or the nearest
    /// around it says what to generate.
    pub(crate) spec: Option<PathBuf>,
    /// Write nothing; fail with exit code 1 if the output is not as it should be.
    #[arg(long)]
    pub(crate) check: bool,
    /// The configuration file, if not jsonapi-forge.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "spec")]
    pub(crate) config: Option<PathBuf>,
    /// An OpenAPI Overlay document to apply first; may be given more than once.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub(crate) overlay: Vec<PathBuf>,
    /// The folder of the crate [default: its name].
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub(crate) out: Option<PathBuf>,
    /// The name of the crate [default: made from the title, or else from the name of the file].
    #[arg(long, value_name = "CRATE", requires = "spec")]
    pub(crate) name: Option<String>,
    /// The version of the crate [default: 0.1.0].
    #[arg(long, value_name = "VERSION", requires = "spec")]
    pub(crate) crate_version: Option<String>,
    /// One line on what the crate is [default: made from the title].
    #[arg(long, value_name = "TEXT", requires = "spec")]
    pub(crate) description: Option<String>,
    /// The file that keeps the names of the crate's items [default: none is kept].
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub(crate) names: Option<PathBuf>,
    /// Where the crate has its runtime from: vendored, a copy of it in the crate, or the crate jsonapi-forge-runtime
    /// by version=REQUIREMENT, git=URL (or git=URL#REVISION) or path=DIR [default: vendored].
    #[arg(long, value_name = "SOURCE", requires = "spec")]
    pub(crate) runtime: Option<String>,
    /// The tags that users of the crate get without asking [default: none].
    #[arg(long, value_name = "TAGS", value_delimiter = ',', requires = "spec")]
    pub(crate) features_default: Vec<String>,
}

/// The documents to compare, and the format of the result.
#[derive(Debug, Args)]
pub(crate) struct DiffArguments {
    /// The old document, JSON or YAML.
    pub(crate) old: PathBuf,
    /// The new document.
    pub(crate) new: PathBuf,
    /// The file that keeps the names of the crate's items [default: that of the client in jsonapi-forge.toml
    /// that is made from one of the two].
    #[arg(long, value_name = "FILE")]
    pub(crate) names: Option<PathBuf>,
    /// How to print what differs.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Print the calls of a program that break instead: the folder of a crate, or a file of Rust.
    #[arg(long, value_name = "PROGRAM")]
    pub(crate) against: Option<PathBuf>,
    /// Exit with 3 when the crate needs a new minor version, with 4 when it needs a new major one; with
    /// --against, exit with 1 when a call breaks or may break.
    #[arg(long)]
    pub(crate) exit_code: bool,
}

/// The recordings to check, and the format of the result.
#[derive(Debug, Args)]
pub(crate) struct SamplesArguments {
    /// The document, JSON or YAML.
    pub(crate) spec: PathBuf,
    /// The folder of recordings: files `OPERATION.STATUS.json`, or others that `index.json` there lists.
    pub(crate) folder: PathBuf,
    /// How to print what disagrees.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: SamplesFormat,
    /// Print what to add to jsonapi-forge.toml, or with `--format overlay` an OpenAPI Overlay document, so that
    /// the document says what the service does; what no repair can say is a comment.
    #[arg(long)]
    pub(crate) write_overrides: bool,
}

/// The format of findings in recordings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SamplesFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// An OpenAPI Overlay document; with `--write-overrides` only.
    Overlay,
}

/// The document to draw, and the format of the drawing.
#[derive(Debug, Args)]
pub(crate) struct GraphArguments {
    /// The document, JSON or YAML.
    pub(crate) spec: PathBuf,
    /// Only the resources of this tag, and those that are related to them.
    #[arg(long, value_name = "TAG")]
    pub(crate) area: Option<String>,
    /// How to draw the map.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: GraphFormat,
}

/// The format of a map.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// A flowchart of Mermaid, for Markdown.
    #[default]
    Mermaid,
    /// A picture with a frame for each tag, which fetches nothing.
    Svg,
}

/// The format of a comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, in colours on a terminal.
    #[default]
    Text,
    /// A section of a changelog.
    Markdown,
    /// For programs.
    Json,
    /// One page for a browser, which fetches nothing.
    Html,
}

/// The client that the configuration file is for.
#[derive(Debug, Args)]
pub(crate) struct InitArguments {
    /// The document, JSON or YAML.
    pub(crate) spec: PathBuf,
    /// The name of the crate [default: made from the title, or else from the name of the file].
    #[arg(long, value_name = "CRATE")]
    pub(crate) name: Option<String>,
    /// The folder of the crate [default: its name].
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// The new document, and the client that takes it.
#[derive(Debug, Args)]
pub(crate) struct UpdateArguments {
    /// The name of the client; may be left out where there is only one.
    pub(crate) api: Option<String>,
    /// The new document: a file, or an address that begins with https://. One that is not below the
    /// folder of the configuration file is copied to where the old one is. Addresses need a build with the feature
    /// `fetch` [default: the address that the configuration records].
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) to: Option<String>,
    /// How many seconds an address may take to answer in full.
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    pub(crate) timeout: u64,
    /// Say what would be done, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The configuration file, if not jsonapi-forge.toml.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}
