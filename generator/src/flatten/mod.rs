//! A generated crate in one file, for a build script's `include!`.
//!
//! Modules in files of their own become modules in braces, and `cfg(feature)` is decided here: the
//! crate of a build script has none of the features. All of it is in one private module, because a
//! file that is included can have no inner attributes, and lints have to be answered somewhere.

mod cfg;

use std::collections::BTreeMap;

use syn::{File, Item, ItemMod};

use crate::features::Features;
use crate::format::{Bug, unparse};

/// Lints that a user's crate may have switched on and that generated code is not written for: what
/// is unused is the user's choice of calls, and what is reachable depends on where the file is.
const ALLOWED: &str = "unused, deprecated, unreachable_pub, unused_qualifications, unused_results, missing_docs, \
                       missing_debug_implementations, missing_copy_implementations, rust_2018_idioms, \
                       rust_2024_compatibility, clippy::all, clippy::pedantic, clippy::nursery, \
                       clippy::restriction, clippy::cargo, rustdoc::all";

/// The files of a crate below its `src`, by path with slashes, without headers.
pub type Sources = BTreeMap<String, String>;

/// Puts a crate into one file that begins with `head`, a comment.
///
/// # Errors
///
/// When the sources are not as the compiler makes them: a defect.
pub fn flatten(sources: &Sources, features: &Features, head: &str) -> Result<String, Bug> {
    let root = Flattening { sources, features }.file("lib.rs")?;
    Ok(format!(
        "{head}\n#[allow(unused_imports, unreachable_pub)]\npub use client_crate::*;\n\n\
         #[allow({ALLOWED})]\nmod client_crate {{\n{root}}}\n"
    ))
}

struct Flattening<'s> {
    sources: &'s Sources,
    features: &'s Features,
}

impl Flattening<'_> {
    /// Returns the content of a file, with that of the modules it declares.
    fn file(&self, path: &str) -> Result<String, Bug> {
        let text = self.sources.get(path).ok_or_else(|| bug(path, "there is no such file", ""))?;
        // A doctest is a crate of its own, which cannot name a module that includes the client.
        let text = &text.replace("//! ```no_run\n", "//! ```rust,ignore\n");
        let is_plain =
            !path.ends_with("mod.rs") && path != "lib.rs" && !text.contains("cfg(") && !text.contains("cfg_attr(");
        if is_plain {
            return Ok(text.clone());
        }
        let mut file = syn::parse_file(text).map_err(|error| bug(path, &error.to_string(), text))?;
        // Inner docs may stay, as the content is in braces; lint levels are meant for a whole crate.
        cfg::decide(&mut file.attrs, self.features);
        file.attrs.retain(|attribute| attribute.path().is_ident("doc"));
        let mut items = std::mem::take(&mut file.items);
        cfg::resolve(&mut items, self.features);
        let mut flat = unparse(&file);
        for item in items {
            flat.push('\n');
            flat.push_str(&self.item(item, path)?);
        }
        Ok(flat)
    }

    fn item(&self, item: Item, path: &str) -> Result<String, Bug> {
        match item {
            Item::Mod(module) if module.content.is_none() => self.module(module, path),
            item => {
                let text = text(item);
                if cfg::is_left(&text) {
                    return Err(bug(path, "a `cfg(feature)` stands where none is decided", &text));
                }
                Ok(text)
            }
        }
    }

    /// Replaces `mod x;` in the file at `path` by `mod x { .. }`.
    fn module(&self, mut module: ItemMod, path: &str) -> Result<String, Bug> {
        let folder = match path.rsplit_once('/') {
            _ if path == "lib.rs" => String::new(),
            Some((folder, "mod.rs")) => format!("{folder}/"),
            _ => format!("{}/", path.trim_end_matches(".rs")),
        };
        let name = module.ident.to_string();
        let name = name.trim_start_matches("r#");
        let nested = format!("{folder}{name}/mod.rs");
        let inner = if self.sources.contains_key(&nested) { nested } else { format!("{folder}{name}.rs") };
        module.semi = None;
        module.content = Some((syn::token::Brace::default(), Vec::new()));
        let empty = text(Item::Mod(module));
        let head = empty.trim_end().trim_end_matches('}');
        Ok(format!("{head}\n{}}}\n", self.file(&inner)?))
    }
}

fn text(item: Item) -> String {
    unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] })
}

fn bug(file: &str, error: &str, text: &str) -> Bug {
    Bug { file: format!("src/{file}"), error: error.to_owned(), text: text.to_owned() }
}
