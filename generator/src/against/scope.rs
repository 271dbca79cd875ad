//! The imports of a file, and the items that its names refer to.

use std::collections::{BTreeMap, BTreeSet};

use syn::UseTree;
use syn::visit::Visit;

/// The imports of a file, those of its modules and functions included.
#[derive(Debug, Default)]
pub(super) struct FileImports {
    /// The paths that a name stands for.
    names: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// The modules of which everything is imported.
    globs: BTreeSet<Vec<String>>,
}

/// The largest number of imports that lead to one another.
const STEPS: usize = 4;

impl FileImports {
    /// Reads the imports of a file.
    pub(super) fn new(file: &syn::File) -> Self {
        let mut scope = Self::default();
        scope.visit_file(file);
        scope
    }

    /// Returns the paths that a path may be in full.
    pub(super) fn expand(&self, path: &[String]) -> Vec<Vec<String>> {
        let mut found = BTreeSet::from([path.to_vec()]);
        for _ in 0..STEPS {
            let longer: BTreeSet<Vec<String>> = found.iter().flat_map(|path| self.step(path)).collect();
            if longer.is_empty() {
                break;
            }
            found = longer;
        }
        let mut found: Vec<Vec<String>> = found.into_iter().collect();
        // A name that is imported is that and nothing else.
        let is_named = path.first().is_some_and(|first| self.names.contains_key(first));
        if !is_named {
            found.extend(self.globs.iter().map(|glob| [glob.as_slice(), path].concat()));
        }
        found
    }

    fn step(&self, path: &[String]) -> Vec<Vec<String>> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let longer = self.names.get(first).into_iter().flatten().map(|whole| [whole.as_slice(), rest].concat());
        // `use books;` stands for itself.
        longer.filter(|longer| longer.first() != path.first()).collect()
    }

    /// Returns the paths of all imports.
    pub(super) fn imports(&self) -> impl Iterator<Item = &Vec<String>> {
        self.names.values().flatten().chain(&self.globs)
    }

    fn tree(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.tree(&with(&path.ident), &path.tree),
            UseTree::Name(name) if name.ident == "self" => self.name(before.last().cloned(), before.to_vec()),
            UseTree::Name(name) => self.name(Some(name.ident.to_string()), with(&name.ident)),
            UseTree::Rename(name) if name.ident == "self" => {
                self.name(Some(name.rename.to_string()), before.to_vec());
            }
            UseTree::Rename(name) => self.name(Some(name.rename.to_string()), with(&name.ident)),
            UseTree::Glob(_) => {
                self.globs.insert(before.to_vec());
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(before, tree)),
        }
    }

    fn name(&mut self, name: Option<String>, path: Vec<String>) {
        self.names.entry(name.unwrap_or_default()).or_default().insert(path);
    }
}

impl<'ast> Visit<'ast> for FileImports {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }
}
