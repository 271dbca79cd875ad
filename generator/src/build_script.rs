//! Generating from a build script: one file in `OUT_DIR`, for `include!`.

use std::path::{Path, PathBuf};
use std::{env, fmt, io};

use crate::compile::{CompiledModule, Failure, Options, Runtime, Summary, compile_module};
use crate::crate_name::{BadCrateName, CrateName};
use crate::diag::Diagnostics;
use crate::name::Lock;
use crate::repair::{ConfigProblem, Overrides};
use crate::report::{self, printable};
use crate::source::{self, Locator, OpenError};
use crate::write::{self, write_file};

/// A client that a build script generates, and its place.
///
/// In `build.rs`:
///
/// ```no_run
/// fn main() -> Result<(), jsonapi_forge::Error> {
///     jsonapi_forge::Config::new("spec/service.yaml").generate()?;
///     Ok(())
/// }
/// ```
///
/// In `src/lib.rs` or `src/main.rs`, under any name:
///
/// ```ignore
/// mod service {
///     include!(concat!(env!("OUT_DIR"), "/service.rs"));
/// }
/// ```
///
/// The head of the generated file lists the dependencies it needs; so does
/// [`Generated::dependencies`].
#[derive(Debug, Clone)]
pub struct Config {
    spec: PathBuf,
    crate_name: Option<String>,
    out_dir: Option<PathBuf>,
    features: Option<Vec<String>>,
    names: Option<PathBuf>,
    overrides: Overrides,
    runtime: Runtime,
}

/// The result of generating.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The file to include.
    pub file: PathBuf,
    /// Lines for the `[dependencies]` of the crate that includes it.
    pub dependencies: String,
    /// What the client has.
    pub summary: Summary,
    /// What had to be understood differently from how it is written, as lines of
    /// `file:line:column: warning[code]: message`.
    pub warnings: String,
}

impl Config {
    /// Generates a client from the document at `spec`, JSON or YAML. A relative path starts at
    /// the folder of the crate's manifest, where cargo runs build scripts.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        let overrides = Overrides::default();
        let runtime = Runtime::default();
        Self { spec: spec.into(), crate_name: None, out_dir: None, features: None, names: None, overrides, runtime }
    }

    /// Sets the name of the client, which servers see in the user agent; for example `my-service`. By
    /// default the name of the document's file, if a crate can be called that, or else
    /// `api-client`.
    #[must_use]
    pub fn crate_name(mut self, name: impl Into<String>) -> Self {
        self.crate_name = Some(name.into());
        self
    }

    /// Sets the folder to write to; for example `src/generated`. By default `OUT_DIR`, which cargo sets.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Sets the features that the client would have as a crate of its own: tags in kebab case, and those
    /// of the runtime; for example `["catalogs", "rustls"]`. By default `full`, and
    /// what is on by default.
    #[must_use]
    pub fn features<I: IntoIterator<Item: Into<String>>>(mut self, features: I) -> Self {
        self.features = Some(features.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the file that keeps the client's public names from one revision of the document to the next,
    /// as `jsonapi-forge generate --names` writes it. It is only read. By default no name is kept.
    #[must_use]
    pub fn names(mut self, file: impl Into<PathBuf>) -> Self {
        self.names = Some(file.into());
        self
    }

    /// Sets where the client has its runtime from. By default it is vendored: the file holds all of it, and the crate
    /// that includes it needs eleven dependencies. With any other source it needs one, `jsonapi-forge-runtime`, which
    /// clients in one program share and whose fixes `cargo update` brings.
    ///
    /// ```no_run
    /// use jsonapi_forge::Runtime;
    ///
    /// # fn main() -> Result<(), jsonapi_forge::Error> {
    /// jsonapi_forge::Config::new("library.yaml").runtime(Runtime::Version("0.1".to_owned())).generate()?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn runtime(mut self, runtime: Runtime) -> Self {
        self.runtime = runtime;
        self
    }

    /// Sets the overrides of the document: which operations are wanted, what is called otherwise, and
    /// where the document is wrong. By default nothing.
    ///
    /// ```no_run
    /// use jsonapi_forge::repair::{Fix, Overrides};
    ///
    /// # fn main() -> Result<(), jsonapi_forge::Error> {
    /// let overrides = Overrides::new()
    ///     .include_tag("Books")
    ///     .skip("import_books", "the service does not have it yet")
    ///     .repair("/components/schemas/Book/properties/subtitle", Fix::Nullable);
    /// jsonapi_forge::Config::new("library.yaml").overrides(overrides).generate()?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn overrides(mut self, overrides: Overrides) -> Self {
        self.overrides = overrides;
        self
    }

    /// Generates the client, writes it if it is different from what is there, and tells cargo when
    /// to run the build script again.
    ///
    /// # Errors
    ///
    /// When the document cannot be read, has errors, or the file cannot be written.
    pub fn generate(&self) -> Result<Generated, Error> {
        tell_cargo(&self.spec);
        self.names.iter().for_each(|path| tell_cargo(path));
        let folder = self.out_dir.clone().or_else(|| env::var_os("OUT_DIR").map(PathBuf::from));
        let folder = folder
            .ok_or_else(|| Error::new("`OUT_DIR` is not set: call this from a build script, or set `out_dir`"))?;
        let source = source::open(&self.spec)?;
        let locator = Locator::new(&source.name, &source.text);
        let compiled = self.compile(&source)?;
        let file = folder.join(self.stem()).with_extension("rs");
        write_file(&file, compiled.text.as_bytes())?;
        let warnings = report::plain(&locator, &compiled.diagnostics);
        let CompiledModule { dependencies, summary, .. } = compiled;
        Ok(Generated { file, dependencies, summary, warnings })
    }

    fn compile(&self, source: &source::Source) -> Result<CompiledModule, Error> {
        let overrides = Overrides { files: source.files(), ..self.overrides.clone() };
        let folder = self.spec.parent().unwrap_or(Path::new(""));
        overrides.files.others.iter().for_each(|file| tell_cargo(&folder.join(&file.name)));
        let mut options = Options { overrides, runtime: self.runtime.clone(), ..Options::new(self.name()?) };
        if let Some(path) = &self.names {
            let names = source::open_regular(path)?;
            options.names = Lock::parse(&names.text).map_err(|problems| Error::report(&names, &problems))?;
        }
        compile_module(&source.text, &source.name, &options, self.features.as_deref()).map_err(
            |failure| match failure {
                Failure::Document(diagnostics) => Error::report(source, &diagnostics),
                Failure::Overrides(problems) => Error::overrides(source, &problems),
                other => Error::new(other.to_string()),
            },
        )
    }

    fn name(&self) -> Result<CrateName, BadCrateName> {
        match &self.crate_name {
            Some(name) => CrateName::new(name),
            None => CrateName::new(&self.stem().to_string_lossy()).or_else(|_| CrateName::new("api-client")),
        }
    }

    /// Returns the name of the document's file without its extension.
    fn stem(&self) -> &Path {
        self.spec.file_stem().map_or(Path::new("client"), Path::new)
    }
}

/// Tells cargo to run the build script again when a file that was read changes. The one place where the
/// library prints: this is how build scripts talk to cargo.
#[expect(clippy::print_stdout, reason = "build scripts talk to cargo through standard output")]
fn tell_cargo(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}

/// Why a build script could not generate a client. Shows all that is wrong with the document,
/// each problem with its place, also as `Debug`: that is what cargo shows when `main` returns it.
pub struct Error {
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    fn report(source: &source::Source, diagnostics: &Diagnostics) -> Self {
        let report = report::plain(&Locator::new(&source.name, &source.text), diagnostics);
        Self::new(format!("`{}` has errors:\n{}", source.name, report.trim_end()))
    }

    fn overrides(source: &source::Source, problems: &[ConfigProblem]) -> Self {
        let lines = problems.iter().map(|ConfigProblem { message, help, .. }| {
            let help = help.as_ref().map(|help| format!("\n  help: {}", printable(help)));
            format!("\n{}{}", printable(message), help.unwrap_or_default())
        });
        Self::new(format!("the overrides of `{}` do not fit it:{}", source.name, lines.collect::<String>()))
    }
}

impl From<OpenError> for Error {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NotText(found) => {
                let mut only = Diagnostics::new();
                only.push(found.diagnostic);
                Self::report(&found.source, &only)
            }
            io @ OpenError::Io { .. } => Self { message: io.to_string(), source: Some(Box::new(io)) },
        }
    }
}

impl From<write::Error> for Error {
    fn from(error: write::Error) -> Self {
        Self { message: error.to_string(), source: Some(Box::new(error)) }
    }
}

impl From<BadCrateName> for Error {
    fn from(error: BadCrateName) -> Self {
        Self { message: error.to_string(), source: Some(Box::new(error)) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        Self::other(error)
    }
}
