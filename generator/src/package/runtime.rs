//! The source of the runtime for a generated client: a dependency, or a copy.

use std::path::{Component, Path, PathBuf};

use jsonapi_forge_runtime::vendor::FEATURES;

use crate::package::manifest::{list, quoted};

/// The crate of the runtime.
pub(crate) const CRATE: &str = "jsonapi-forge-runtime";

/// The source of a client's runtime: the option `runtime`. The code of the client is the same except for one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Runtime {
    /// A module of the client, with the text of the runtime: nothing has to be published anywhere.
    #[default]
    Vendored,
    /// The crate `jsonapi-forge-runtime` of a registry: a version requirement.
    Version(String),
    /// The crate in a repository.
    Git {
        /// The URL of the repository.
        url: String,
        /// The revision, branch or tag; the default branch when there is none.
        at: Option<GitReference>,
    },
    /// The crate in a folder.
    Path {
        /// The folder, as the manifest of the client has it.
        path: String,
        /// The version requirement that stands for it where the client is published.
        version: Option<String>,
    },
}

/// A reference to a commit of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitReference {
    /// A commit.
    Revision(String),
    /// The head of a branch.
    Branch(String),
    /// A tag.
    Tag(String),
}

impl Runtime {
    /// Returns whether the client has it as a module.
    pub fn is_vendored(&self) -> bool {
        *self == Self::Vendored
    }

    /// Returns the line of `[dependencies]` with these features of the runtime; `None` where it is a module.
    pub(crate) fn dependency(&self, features: &[&str]) -> Option<String> {
        let features: Vec<&str> = std::iter::once("runtime").chain(features.iter().copied()).collect();
        self.as_dependency(CRATE, false, &features)
    }

    /// Returns the line of `[dependencies]` of a crate that is from there; `None` where it is a module.
    pub(crate) fn as_dependency<T: AsRef<str>>(
        &self,
        name: &str,
        default_features: bool,
        features: &[T],
    ) -> Option<String> {
        let mut parts = match self {
            Self::Vendored => return None,
            Self::Version(version) => vec![format!("version = {}", quoted(version))],
            Self::Path { path, version } => {
                let version = version.as_ref().map(|version| format!("version = {}", quoted(version)));
                std::iter::once(format!("path = {}", quoted(path))).chain(version).collect()
            }
            Self::Git { url, at } => {
                let at = at.as_ref().map(|at| match at {
                    GitReference::Revision(name) => format!("rev = {}", quoted(name)),
                    GitReference::Branch(name) => format!("branch = {}", quoted(name)),
                    GitReference::Tag(name) => format!("tag = {}", quoted(name)),
                });
                std::iter::once(format!("git = {}", quoted(url))).chain(at).collect()
            }
        };
        if !default_features {
            parts.push("default-features = false".to_owned());
        }
        if !features.is_empty() {
            parts.push(format!("features = {}", list(features)));
        }
        Some(match (self, parts.as_slice()) {
            (Self::Version(version), [_]) => format!("{name} = {}", quoted(version)),
            _ => format!("{name} = {{ {} }}", parts.join(", ")),
        })
    }

    /// Returns what a feature of the client switches on.
    pub(crate) fn enables(&self, feature: &str) -> Vec<String> {
        let known = FEATURES.iter().find(|known| known.name == feature);
        let enabled = known.map_or(&[][..], |known| known.enables).iter().map(|name| (*name).to_owned());
        if self.is_vendored() {
            return enabled.collect();
        }
        // Others of the client are its own also where the crate would switch them on.
        let own = enabled.filter(|name| FEATURES.iter().any(|feature| feature.name == name));
        own.chain([format!("{CRATE}/{feature}")]).collect()
    }
}

/// Returns the path of `to` as a manifest in the folder `from` has it: relative, with slashes.
pub fn path_between(from: &Path, to: &Path) -> String {
    let (mut from, mut to) = (normal(from), normal(to));
    let shared = |from: &Path, to: &Path| from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    // Out of a folder above the current one, the way back goes by the names of the folders between.
    let is_above = from.components().nth(shared(&from, &to)) == Some(Component::ParentDir);
    if is_above || from.is_absolute() != to.is_absolute() {
        let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        (from, to) = (normal(&whole(&from)), normal(&whole(&to)));
    }
    let common = shared(&from, &to);
    let up = from.components().skip(common).map(|_| "..".to_owned());
    let down = to.components().skip(common).map(|component| component.as_os_str().to_string_lossy().into_owned());
    let path = up.chain(down).collect::<Vec<_>>().join("/");
    if path.is_empty() { ".".to_owned() } else { path }
}

/// Returns the path without `.` and, as far as the text tells, without `..`.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{GitReference, Runtime, path_between};

    #[test]
    fn a_dependency_is_one_line() {
        let line = |runtime: Runtime| runtime.dependency(&["reqwest"]);
        let rest = "default-features = false, features = [\"runtime\", \"reqwest\"] }";
        assert_eq!(line(Runtime::Vendored), None);
        assert_eq!(
            line(Runtime::Version("0.1".to_owned())),
            Some(format!("jsonapi-forge-runtime = {{ version = \"0.1\", {rest}"))
        );
        let git = |at| Runtime::Git { url: "https://git.example/forge".to_owned(), at };
        assert_eq!(
            line(git(Some(GitReference::Tag("v1".to_owned())))),
            Some(format!("jsonapi-forge-runtime = {{ git = \"https://git.example/forge\", tag = \"v1\", {rest}"))
        );
        assert_eq!(
            line(git(None)),
            Some(format!("jsonapi-forge-runtime = {{ git = \"https://git.example/forge\", {rest}"))
        );
    }

    #[test]
    fn a_feature_is_that_of_the_crate_or_what_its_module_needs() {
        assert_eq!(Runtime::Version("0.1".to_owned()).enables("oauth"), ["jsonapi-forge-runtime/oauth"]);
        assert_eq!(Runtime::Version("0.1".to_owned()).enables("gzip"), ["reqwest", "jsonapi-forge-runtime/gzip"]);
        assert_eq!(Runtime::Vendored.enables("oauth"), ["dep:base64"]);
    }

    #[test]
    fn a_path_leads_from_the_folder_of_the_client() {
        let between = |from: &str, to: &str| path_between(Path::new(from), Path::new(to));
        assert_eq!(between("generated/klaviyo-api", "templates"), "../../templates");
        assert_eq!(between("./out", "./out/../runtime"), "../runtime");
        assert_eq!(between("/a/b", "/a/c"), "../c");
        assert!(between("out", "/opt/runtime").ends_with("/opt/runtime"));
        assert_eq!(between("out", "out"), ".");
        assert_eq!(between("../out", "../runtime"), "../runtime");
        assert_eq!(between("out", "../runtime"), "../../runtime");
        let here = std::env::current_dir().expect("tests run in a folder");
        let name = here.file_name().expect("it has a name").to_string_lossy();
        assert_eq!(between("../out", "templates"), format!("../{name}/templates"));
    }
}
