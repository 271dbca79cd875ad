//! The calls of a program that a new document breaks: `jsonapi-forge diff OLD NEW --against PROGRAM`.
//!
//! [`diff`](mod@crate::diff) knows which public items of the client are gone or differ. Here the source files of a program
//! are searched for them, by its syntax and the client's signatures alone; nothing is compiled:
//!
//! ```text
//! client.books().list_books().language("en").send()
//!        |       |            `- a method of `rt::Call<ListBooks>`, for `list_books` gives one
//!        |       `- a method of `books::Books`, for `books` gives one
//!        `- a method of the client
//! ```
//!
//! Imports tell what a name means, and signatures what a value is. Where a part of the way is the program's own code, or a
//! macro's, a use is not certain, and is marked so.

mod depth;
mod index;
mod macros;
mod note;
mod program;
mod render;
mod scope;
mod search;
mod uses;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};

use crate::compile::Model;
use crate::diff::surface::Surface;
use crate::diff::{Change, Diff, Impact, Item};

use index::{ApiIndex, ApiItem};
use note::Case;
pub use note::Note;
pub use program::{Program, Unread, read};
pub use render::{json, markdown, text};
use scope::FileImports;
use uses::Use;
use values::{Own, Values};

/// The calls of a program that break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affected {
    /// The program, as it was named.
    pub program: String,
    /// How many files were searched.
    pub files: usize,
    /// What was not searched.
    pub unread: Vec<Unread>,
    /// The calls, file by file.
    pub calls: Vec<Call>,
}

/// A place of a program that breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// Whether it breaks, as far as syntax tells. Otherwise it may use an item of another type that has the same name, and
    /// compile all the same.
    pub is_certain: bool,
    /// The item of the client that it uses.
    pub item: Item,
    /// The changes that break it: positions in [`Diff::changes`].
    pub changes: Vec<usize>,
    /// What to do about it.
    pub note: Note,
}

impl Affected {
    /// Returns how many places break, and how many may.
    pub fn counts(&self) -> (usize, usize) {
        let certain = self.calls.iter().filter(|call| call.is_certain).count();
        (certain, self.calls.len() - certain)
    }

    /// Returns how many breaking changes touch nothing that was found.
    pub fn untouched(&self, diff: &Diff) -> usize {
        let touched: BTreeSet<usize> = self.calls.iter().flat_map(|call| call.changes.iter().copied()).collect();
        let untouched = diff
            .changes
            .iter()
            .enumerate()
            .filter(|(position, change)| change.impact == Impact::Breaking && !touched.contains(position));
        untouched.count()
    }
}

/// Finds the calls of a program that break when its client is generated from another document.
pub fn against(old: &Model, new: &Model, diff: &Diff, program: &Program) -> Affected {
    let index = |model: &Model| ApiIndex::new(&Surface::new(&model.api, &model.names));
    let (old, new) = (index(old), index(new));
    let broken = Broken::new(diff);
    let scopes: Vec<FileImports> = program.files.iter().map(|file| FileImports::new(&file.syntax)).collect();
    let roots = roots(&old, &scopes);
    let own = own(&old, program, &scopes, &roots);
    let mut calls = Vec::new();
    for (file, scope) in program.files.iter().zip(&scopes) {
        let values = Values::new(&old, scope, &roots, &own);
        let uses = search::search(values, &broken.wanted, &file.syntax);
        calls.extend(broken.calls(&uses, file, diff, &new));
    }
    Affected { program: program.name.clone(), files: program.files.len(), unread: program.unread.clone(), calls }
}

/// The items that are gone or others, and the changes that have them.
struct Broken<'d> {
    wanted: Vec<ApiItem>,
    by_path: BTreeMap<&'d str, (&'d Item, Vec<usize>)>,
}

impl<'d> Broken<'d> {
    fn new(diff: &'d Diff) -> Self {
        let mut by_path: BTreeMap<&str, (&Item, Vec<usize>)> = BTreeMap::new();
        for (position, change) in diff.changes.iter().enumerate() {
            // Which features have an item, no code tells.
            let is_code = |item: &&Item| item.old.as_ref().is_some_and(|old| !old.starts_with("if "));
            for item in change.items.iter().filter(is_code) {
                let (known, changes) = by_path.entry(&item.path).or_insert((item, Vec::new()));
                changes.push(position);
                // An item that one change takes away, another may say what became of.
                if known.new.is_none() && item.new.is_some() {
                    *known = item;
                }
            }
        }
        let wanted =
            by_path.values().map(|(item, _)| ApiItem::new(&item.path, item.old.as_deref().unwrap_or_default()));
        Self { wanted: wanted.collect(), by_path }
    }

    /// Returns what breaks in a file, each place once.
    fn calls(&self, uses: &[Use], file: &program::SourceFile, diff: &Diff, new: &ApiIndex) -> Vec<Call> {
        let mut found: BTreeMap<(usize, usize), Call> = BTreeMap::new();
        // What is certain goes before what is not, and an item before what is said of it.
        let mut uses: Vec<&Use> = uses.iter().collect();
        uses.sort_by_key(|used| (used.at, !used.is_certain, used.path.contains(": ")));
        for used in uses {
            let Some((item, positions)) = self.by_path.get(used.path.as_str()) else { continue };
            let changes: Vec<&Change> = positions.iter().filter_map(|position| diff.changes.get(*position)).collect();
            let case = Case { changes: &changes, item, syntax: &used.syntax, text: &file.text, new };
            let Some(note) = case.note() else { continue };
            let (line, column) = used.at;
            let call = Call {
                file: file.name.clone(),
                line,
                column,
                is_certain: used.is_certain && case.is_error(),
                item: (*item).clone(),
                changes: positions.clone(),
                note,
            };
            found.entry(used.at).or_insert(call);
        }
        found.into_values().collect()
    }
}

/// Returns the paths of the client's crate, or of the module that has it: what imports of its items begin with.
fn roots(index: &ApiIndex, scopes: &[FileImports]) -> BTreeSet<String> {
    let imports = scopes.iter().flat_map(|scope| scope.imports().flat_map(|path| scope.expand(path)));
    let none = BTreeSet::new();
    let root = |path: Vec<String>| {
        let (start, end) = index.part_of(&path, &none)?;
        (end - start > 1).then(|| path.get(..start).map(|root| root.join("::"))).flatten()
    };
    imports.filter_map(root).collect()
}

/// Returns what the functions and fields of the program give.
fn own(index: &ApiIndex, program: &Program, scopes: &[FileImports], roots: &BTreeSet<String>) -> Own {
    let mut own = Own::default();
    let nothing = Own::default();
    for (file, scope) in program.files.iter().zip(scopes) {
        let values = Values::new(index, scope, roots, &nothing);
        Declarations { values: &values, own: &mut own }.visit_file(&file.syntax);
    }
    own
}

/// A search for what a program declares.
struct Declarations<'a, 'p> {
    values: &'a Values<'p>,
    own: &'a mut Own,
}

impl Declarations<'_, '_> {
    fn function(&mut self, signature: &syn::Signature) {
        let core = match &signature.output {
            syn::ReturnType::Type(_, ty) => self.values.of_type(ty),
            syn::ReturnType::Default => None,
        };
        Own::add(&mut self.own.functions, signature.ident.to_string(), core);
    }
}

impl<'ast> Visit<'ast> for Declarations<'_, '_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if let Some(name) = &field.ident {
            Own::add(&mut self.own.fields, name.to_string(), self.values.of_type(&field.ty));
        }
    }
}
