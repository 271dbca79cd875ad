//! Joins a document of several files.
//!
//! ```yaml
//! # before                                      # after
//! schema: {$ref: "./schemas/book.yaml#/Book"}   schema: {$ref: "#/x-files/schemas~1book.yaml/Book"}
//!                                               x-files: {schemas/book.yaml: {Book: {..}}}
//! ```

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::identity::is_in_file;
use super::position::Position;
use super::references;
use super::walk::{Pass, walk};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::{self, FILES, Files, Moves, Pointer, target};
use crate::spec::{Field, Object};

/// Puts the files into the document, and lets its references lead to them.
///
/// # Errors
///
/// All files that are neither JSON nor YAML.
pub fn bundle(document: &mut Value, files: &Files, moves: &mut Moves) -> Result<(), Diagnostics> {
    if files.others.is_empty() {
        return Ok(());
    }
    let root = Pointer::root().key(FILES);
    let mut trees = Map::new();
    let mut problems = Diagnostics::new();
    for file in &files.others {
        let source = Arc::new(file.clone());
        let within = |problem: Diagnostic| problem.within(&source);
        match source::read(&file.text) {
            Ok(read) => {
                read.diagnostics.iter().cloned().map(within).for_each(|problem| problems.push(problem));
                moves.insert(root.key(&file.name).as_str(), &source, "");
                trees.insert(file.name.clone(), read.value);
            }
            Err(problem) => problems.push(within(problem)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let names = trees.keys().cloned().collect();
    if let Value::Object(members) = document {
        members.insert(FILES.to_owned(), Value::Object(trees));
    }
    walk(document, &mut Bundle { document: &files.document, names, resources: Vec::new() });
    Ok(())
}

/// The pass that changes references.
struct Bundle<'f> {
    document: &'f str,
    names: HashSet<String>,
    /// The pointers of schemas with an `$id` inside a file: what `#/..` means there is decided with the other names.
    resources: Vec<String>,
}

impl Pass for Bundle<'_> {
    fn enter(&mut self, object: Object, members: &mut Map<String, Value>, at: &Position<'_>) {
        if object == Object::Schema && members.contains_key("$id") && at.pointer().tokens().count() > 2 {
            self.resources.push(at.text());
        }
        if let Some(Value::String(text)) = members.get_mut("$ref") {
            self.lead(text, at);
        }
        if object == Object::Discriminator {
            for target in references::targets(members) {
                if let Value::String(text) = target {
                    self.lead(text, at);
                }
            }
        }
    }

    fn member(&mut self, _: Object, _: &str, _: Option<&'static Field>, _: &Position<'_>) {}

    fn leave(&mut self, _: Object, _: &mut Value, _: &Position<'_>) {}
}

impl Bundle<'_> {
    /// Changes the text of a reference to where its target stands by now.
    fn lead(&self, text: &mut String, at: &Position<'_>) {
        let pointer = at.pointer();
        let mut tokens = pointer.tokens();
        let file = (tokens.next().as_deref() == Some(FILES)).then(|| tokens.next()).flatten();
        let file = file.as_deref().unwrap_or(self.document);
        let is_within = |resource: &String| {
            pointer
                .as_str()
                .strip_prefix(resource.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if text.starts_with('#') && self.resources.iter().any(is_within) {
            return;
        }
        let (name, fragment) = match text.strip_prefix('#') {
            Some(fragment) => (file.to_owned(), fragment),
            None => match target(text, file) {
                Some(found) => found,
                None => return,
            },
        };
        // An anchor of another file is found there by no pointer; such references are reported as they are.
        if is_in_file(text) || (!fragment.is_empty() && !fragment.starts_with('/')) {
            return;
        }
        if name == self.document {
            *text = format!("#{fragment}");
        } else if self.names.contains(&name) {
            *text = format!("#{}{fragment}", Pointer::root().key(FILES).key(&name.replace('%', "%25")));
        }
    }
}
