//! Collects warnings of a walk, and joins those of one kind.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Pointer;

/// The number of further places that are shown.
const SHOWN: usize = 3;

/// Warnings by what they say, in the order of the text.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    kinds: Vec<RemarkKind>,
    by_message: HashMap<String, usize>,
}

/// One warning, with the places that it concerns.
#[derive(Debug, Clone)]
struct RemarkKind {
    code: Code,
    message: String,
    help: String,
    places: Vec<Pointer>,
}

impl Remarks {
    /// Notes a warning. Those with the same message become one with all their places.
    pub(super) fn push(&mut self, code: Code, at: Pointer, message: String, help: String) {
        if let Some(kind) = self.by_message.get(&message).and_then(|known| self.kinds.get_mut(*known)) {
            kind.places.push(at);
            return;
        }
        self.by_message.insert(message.clone(), self.kinds.len());
        self.kinds.push(RemarkKind { code, message, help, places: vec![at] });
    }

    /// Makes diagnostics of them, without the places that do not concern the caller.
    pub fn diagnostics(self, concerns: impl Fn(&Pointer) -> bool) -> Diagnostics {
        let mut diagnostics = Diagnostics::new();
        for RemarkKind { code, message, help, mut places } in self.kinds {
            places.retain(&concerns);
            let Some((first, rest)) = places.split_first() else { continue };
            let message = match rest.len() {
                0 => message,
                1 => format!("{message}; the same at 1 other place"),
                more => format!("{message}; the same at {more} other places"),
            };
            let problem = Diagnostic::new(code, first.clone(), message).help(help);
            let shown = rest.iter().take(SHOWN);
            diagnostics.push(shown.fold(problem, |problem, at| problem.also(at.clone(), "here, too")));
        }
        diagnostics
    }
}

#[cfg(test)]
mod tests {
    use super::Remarks;
    use crate::diag::Code;
    use crate::source::Pointer;

    #[test]
    fn warnings_of_one_kind_are_one_with_a_count() {
        let mut remarks = Remarks::default();
        for at in ["/a", "/b", "/c", "/d", "/e", "/f"] {
            remarks.push(Code::Unsupported, Pointer::from_text(at), "lost".to_owned(), "keep it".to_owned());
        }
        let found = remarks.diagnostics(|at| at.as_str() != "/a");
        let found: Vec<_> = found.iter().map(|one| (one.message.as_str(), one.labels.len())).collect();
        assert_eq!(found, [("lost; the same at 4 other places", 4)]);
    }
}
