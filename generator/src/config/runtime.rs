//! The key `runtime` of a client: a module, or the crate from a registry, a repository or a folder.
//!
//! ```toml
//! runtime = "vendored"
//! runtime = { version = "0.1" }
//! runtime = { git = "https://git.example/jsonapi-forge", tag = "v0.1.0" }
//! runtime = { path = "../jsonapi-forge/templates", version = "0.1" }
//! ```

use std::ops::Range;
use std::path::Path;

use toml::Spanned;

use crate::compile::{GitReference, Runtime, path_between};
use crate::config::table::ConfigTable;

/// Reads `runtime`; a path starts at `folder`, and ends up relative to the folder of the crate.
pub(super) fn read(table: &mut ConfigTable<'_, '_>, folder: &Path, output: Option<&Path>) -> Runtime {
    if let Some(text) = table.word("runtime") {
        if text.get_ref() != "vendored" {
            let help = "write `\"vendored\"`, or where the crate is: `{ version = \"0.1\" }`, `{ git = \"https://..\" }` or \
                        `{ path = \"..\" }`";
            table.problem(text.span(), &format!("`{}` is not a source of the runtime", text.get_ref()), Some(help));
        }
        return Runtime::Vendored;
    }
    let Some(mut table) = table.inner("runtime") else { return Runtime::Vendored };
    let runtime = source(&mut table, folder, output);
    table.finish();
    runtime
}

/// Reads from where a crate is: its version, its repository or its folder.
pub(super) fn source(table: &mut ConfigTable<'_, '_>, folder: &Path, output: Option<&Path>) -> Runtime {
    let at = table.at.clone();
    let [version, git, path] = ["version", "git", "path"].map(|key| table.path(key));
    let reference = reference(table, at.clone(), git.is_some());
    let path = path.map(|path| path_between(output.unwrap_or(folder), &folder.join(path)));
    match (version, git, path) {
        (version, None, Some(path)) => Runtime::Path { path, version },
        (None, Some(url), None) => Runtime::Git { url, at: reference },
        (Some(version), None, None) => Runtime::Version(version),
        _ => {
            let help = "write `version`, `git`, or `path`, which may have a `version` beside it";
            table.problem(at, "a crate is from one source", Some(help));
            Runtime::Vendored
        }
    }
}

fn reference(table: &mut ConfigTable<'_, '_>, at: Range<usize>, is_git: bool) -> Option<GitReference> {
    let [revision, branch, tag] = ["rev", "branch", "tag"].map(|key| table.text(key).map(Spanned::into_inner));
    let all = [revision.map(GitReference::Revision), branch.map(GitReference::Branch), tag.map(GitReference::Tag)];
    let mut given = all.into_iter().flatten();
    let (first, more) = (given.next(), given.next());
    if more.is_some() {
        table.problem(at, "one of `rev`, `branch` and `tag` says which commit is meant", None);
    } else if first.is_some() && !is_git {
        table.problem(at, "`rev`, `branch` and `tag` are of a repository", Some("add `git`, its URL"));
    }
    first
}
