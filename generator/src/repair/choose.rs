//! Selects operations.

use std::collections::HashSet;

use crate::ir::{OperationKey, Skipped};
use crate::repair::{ConfigProblem, Located, Overrides, Refusal, Selection};
use crate::source::Pointer;
use crate::spec::Head;
use crate::spec::nearest::meant;

/// Asked of each operation in turn, whether it is wanted.
#[derive(Debug)]
pub struct Chosen<'o> {
    overrides: &'o Overrides,
    operations: HashSet<String>,
    tags: HashSet<String>,
    /// Operations that are left out for a reason that was given.
    pub skipped: Vec<Skipped>,
    /// The places of all that are left out.
    unwanted: Vec<Pointer>,
    /// How many are left out without one.
    pub left_out: usize,
    wanted: usize,
}

impl<'o> Chosen<'o> {
    /// Starts with no question asked.
    pub fn new(overrides: &'o Overrides) -> Self {
        let (operations, tags) = (HashSet::new(), HashSet::new());
        Self { overrides, operations, tags, skipped: Vec::new(), unwanted: Vec::new(), left_out: 0, wanted: 0 }
    }

    /// Returns whether every operation is wanted, whatever there is.
    pub fn is_all(&self) -> bool {
        let Overrides { include, exclude, skips, .. } = self.overrides;
        include.is_empty() && exclude.is_empty() && skips.is_empty()
    }

    /// Returns whether an operation is wanted.
    pub fn wants(&mut self, head: &Head<'_>) -> bool {
        let Overrides { include, exclude, skips, .. } = self.overrides;
        self.operations.insert(head.id.clone());
        self.tags.insert(head.tag.unwrap_or_default().to_owned());
        if let Some(skip) = skips.iter().find(|skip| skip.operation.text == head.id) {
            let operation =
                OperationKey { path: head.path.to_owned(), method: head.method.as_str().to_ascii_lowercase() };
            self.unwanted.push(head.at.clone());
            self.skipped.push(Skipped { at: head.at.clone(), operation, reason: skip.reason.clone() });
            return false;
        }
        let is_wanted = (include.is_empty() || include.has(head)) && !exclude.has(head);
        if !is_wanted {
            self.unwanted.push(head.at.clone());
        }
        let counter = if is_wanted { &mut self.wanted } else { &mut self.left_out };
        *counter += 1;
        is_wanted
    }

    /// Returns whether a place is not in an operation that is left out.
    pub fn concerns(&self, at: &Pointer) -> bool {
        let is_in = |operation: &Pointer| {
            let rest = at.as_str().strip_prefix(operation.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        !self.unwanted.iter().any(is_in)
    }

    /// Returns the overrides of operations and tags that the document does not have.
    pub fn problems(&self) -> Vec<ConfigProblem> {
        let Overrides { include, exclude, skips, .. } = self.overrides;
        let mut problems = Vec::new();
        for Selection { tags, operations } in [include, exclude] {
            tags.iter().for_each(|tag| problems.extend(missing("tag", tag, &self.tags)));
            operations.iter().for_each(|id| problems.extend(missing("operation", id, &self.operations)));
        }
        skips.iter().for_each(|skip| problems.extend(missing("operation", &skip.operation, &self.operations)));
        if problems.is_empty() && !self.is_all() && self.wanted == 0 {
            let first = include.said().chain(exclude.said()).chain(skips.iter().map(|skip| &skip.operation)).next();
            let refusal = Refusal::new("no operation is left").help("leave out less, or include more");
            problems.extend(first.map(|first| refusal.at(first)));
        }
        problems
    }
}

impl Selection {
    fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty()
    }

    fn has(&self, head: &Head<'_>) -> bool {
        self.tags.iter().any(|tag| tag.text == head.tag.unwrap_or_default())
            || self.operations.iter().any(|id| id.text == head.id)
    }

    fn said(&self) -> impl Iterator<Item = &Located> {
        self.tags.iter().chain(&self.operations)
    }
}

/// Returns what to say of a name that the document does not have.
pub(crate) fn missing(what: &str, said: &Located, known: &HashSet<String>) -> Option<ConfigProblem> {
    if known.contains(&said.text) {
        return None;
    }
    let refusal = Refusal::new(format!("the document has no {what} `{}`", said.text));
    let mut known: Vec<&str> = known.iter().map(String::as_str).collect();
    known.sort_unstable();
    Some(match meant(&said.text, known) {
        Some(question) => refusal.help(question).at(said),
        None => refusal.at(said),
    })
}
