//! A client and its driver, as crates in a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::{Options, compile, model};
use jsonapi_forge::name::Lock;
use jsonapi_forge::write::{apply, plan};

use crate::cases::runtime;
use crate::drive::program;
use crate::scratch::WORKSPACE;

/// What was written.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder of the driver, a workspace of its own.
    pub driver: PathBuf,
    /// The name of the driver's program.
    pub program: String,
    /// The ids of the operations that it calls.
    pub operations: Vec<String>,
}

/// The manifest of a driver, behind its name. The profile is the workspace's, so that what both depend
/// on is built once.
const MANIFEST: &str = r#"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
client = { package = "driven-client", path = "../client", features = ["full"] }
serde_json = "1"
tokio = { version = "1", features = ["rt", "net", "time"] }
"#;

/// Writes the client that is generated from `text`, and a driver of it, into `folder`. A file that is
/// there already with the same content stays as it is, so that nothing is built in vain.
///
/// # Errors
///
/// When the document cannot be compiled, or the folder not written to.
///
/// # Panics
///
/// When what is written is no Rust.
pub fn write(text: &str, name: &str, folder: &Path) -> io::Result<Project> {
    let name_of_client = CrateName::new("driven-client").expect("a crate can be called so");
    let options = Options { runtime: runtime(&folder.join("client")), ..Options::new(name_of_client) };
    let compiled = compile(text, name, &options).map_err(io::Error::other)?;
    let plan = plan(&compiled.tree, &folder.join("client")).map_err(io::Error::other)?;
    apply(&plan).map_err(io::Error::other)?;
    let model = model(text, &Lock::default()).expect("it could be compiled");
    let driver = folder.join("driver");
    let folder = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let program = format!("{folder}-driver");
    write_changed(&driver.join("Cargo.toml"), &format!("[package]\nname = \"{program}\"{MANIFEST}{WORKSPACE}"))?;
    for (path, source) in program::sources(&model) {
        write_changed(&driver.join("src").join(path), &source)?;
    }
    let operations = model.api.operations.iter().map(|(_, operation)| operation.id.clone()).collect();
    Ok(Project { driver, program, operations })
}

fn write_changed(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}
