//! The changes between two documents, as plain data.

use crate::source::Pointer;
use crate::words::words;

/// All that differs between two documents of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diff {
    /// The versions that the documents say they are of, the old one first.
    pub versions: (String, String),
    /// The changes, the most severe first; equally severe ones by area and by what they are of.
    pub changes: Vec<Change>,
    /// How many texts differ that only documentation is made of.
    pub texts: usize,
}

/// One change, with what it means to callers of the generated crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of thing changed.
    pub area: Area,
    /// What happened to it.
    pub kind: ChangeKind,
    /// What it means to callers of the generated crate.
    pub impact: Impact,
    /// What the thing is part of: an operation, a resource, a type.
    pub of: String,
    /// The position in the old document; `None` if the change adds it.
    pub at_old: Option<Pointer>,
    /// The position in the new document; `None` if the change removes it.
    pub at_new: Option<Pointer>,
    /// What changed, in terms of the service.
    pub what: String,
    /// What callers see of it, in terms of the generated crate.
    pub how: String,
    /// The public items that differ. The members of an item go with it, and are not listed where all
    /// of it is new or gone.
    pub items: Vec<Item>,
}

/// A public item of the crate that differs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// Its path, such as `books::Books::list_books`.
    pub path: String,
    /// What it was; `None` for what is new.
    pub old: Option<String>,
    /// What it is; `None` for what is gone.
    pub new: Option<String>,
}

impl Item {
    /// Returns an item that is another one, though it is declared alike.
    pub(super) fn another(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), old: Some(text.to_owned()), new: Some(text.to_owned()) }
    }
}

words! {
    /// The area of a change.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Area {
        /// The service as a whole: its server, credentials, and tags.
        Service = "service",
        /// An operation.
        Operation = "operation",
        /// A parameter of a path, of a query, or a header.
        Parameter = "parameter",
        /// The fields and operators of a filter.
        Filter = "filter",
        /// The body of a request.
        Body = "body",
        /// The body of a response.
        Response = "response",
        /// The codes of errors.
        Error = "error",
        /// The rate limits of an operation, and the most elements of a list in its body.
        Limit = "limit",
        /// The scopes that an access token must have.
        Scope = "scope",
        /// A resource type.
        Resource = "resource",
        /// An attribute of a resource type, as it is read.
        Attribute = "attribute",
        /// A relationship of a resource type, as it is read.
        Relationship = "relationship",
        /// The members of a resource type in requests.
        Sent = "sent",
        /// The values of an enum.
        Enum = "enum",
        /// An object with members.
        Object = "object",
        /// One of several types.
        Union = "union",
    }
}

words! {
    /// The kind of a change.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum ChangeKind {
        /// It was not there before.
        Added = "added",
        /// It was removed.
        Removed = "removed",
        /// It has another name.
        Renamed = "renamed",
        /// It is in another place.
        Moved = "moved",
        /// Its type is another.
        Retyped = "retyped",
        /// It must be there now.
        Required = "required",
        /// It need not be there any more.
        Optional = "optional",
        /// It may be null now, or may not be null any more.
        Nullable = "nullable",
        /// It is discouraged now, or no longer.
        Deprecated = "deprecated",
        /// Anything else about it.
        Changed = "changed",
    }
}

words! {
    /// The impact of a change on callers of the generated crate, the most severe first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Impact {
        /// Something public is gone or other than it was: calls of it may not compile.
        Breaking = "breaking",
        /// There is something new to use, and all that was there is as it was.
        Addition = "addition",
        /// The public items are the same.
        Absorbed = "absorbed",
    }
}

words! {
    /// The version that the generated crate needs after a change of its document.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Verdict {
        /// Nothing differs.
        None = "none",
        /// The public items are the same: `1.2.3` to `1.2.4`, `0.2.3` to `0.2.4`.
        Patch = "patch",
        /// There is something new: `1.2.3` to `1.3.0`, `0.2.3` to `0.2.4`.
        Minor = "minor",
        /// Callers may have to change: `1.2.3` to `2.0.0`, `0.2.3` to `0.3.0`.
        Major = "major",
    }
}

impl Diff {
    /// Returns what the version of the generated crate has to become.
    pub fn verdict(&self) -> Verdict {
        match self.changes.iter().map(|change| change.impact).min() {
            Some(Impact::Breaking) => Verdict::Major,
            Some(Impact::Addition) => Verdict::Minor,
            Some(Impact::Absorbed) => Verdict::Patch,
            None if self.texts > 0 => Verdict::Patch,
            None => Verdict::None,
        }
    }

    /// Returns where changes are in the old document.
    pub fn places_in_old(&self) -> impl Iterator<Item = &Pointer> {
        self.changes.iter().filter_map(|change| change.at_old.as_ref())
    }

    /// Returns where changes are in the new document.
    pub fn places_in_new(&self) -> impl Iterator<Item = &Pointer> {
        self.changes.iter().filter_map(|change| change.at_new.as_ref())
    }

    /// Returns how many changes have this impact.
    pub fn count(&self, impact: Impact) -> usize {
        self.changes.iter().filter(|change| change.impact == impact).count()
    }
}

impl Verdict {
    /// Returns the version of a crate after `version`, by Cargo's rules: below 1.0.0 the first number that is not
    /// zero tells what is compatible. `None` when `version` is not three numbers.
    pub fn next(self, version: &str) -> Option<String> {
        let core = version.split(['-', '+']).next().unwrap_or_default();
        let numbers: Vec<u64> = core.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        let &[major, minor, patch] = numbers.as_slice() else { return None };
        let (major, minor, patch) = match (self, major, minor) {
            (Self::None, ..) => return Some(version.to_owned()),
            (Self::Major, 0, 0) => (0, 0, patch.checked_add(1)?),
            (Self::Major, 0, _) => (0, minor.checked_add(1)?, 0),
            (Self::Major, ..) => (major.checked_add(1)?, 0, 0),
            (Self::Minor, 1.., _) => (major, minor.checked_add(1)?, 0),
            (Self::Minor | Self::Patch, ..) => (major, minor, patch.checked_add(1)?),
        };
        Some(format!("{major}.{minor}.{patch}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn versions_follow_cargo() {
        for (verdict, version, next) in [
            (Verdict::Major, "1.2.3", Some("2.0.0")),
            (Verdict::Minor, "1.2.3", Some("1.3.0")),
            (Verdict::Patch, "1.2.3", Some("1.2.4")),
            (Verdict::Major, "0.2.3", Some("0.3.0")),
            (Verdict::Minor, "0.2.3", Some("0.2.4")),
            (Verdict::Patch, "0.2.3", Some("0.2.4")),
            (Verdict::Major, "0.0.3", Some("0.0.4")),
            (Verdict::None, "0.2.3", Some("0.2.3")),
            (Verdict::Patch, "0.2.3-rc.1", Some("0.2.4")),
            (Verdict::Major, "one", None),
            (Verdict::Major, "1.2", None),
            (Verdict::Major, "18446744073709551615.0.0", None),
        ] {
            assert_eq!(verdict.next(version).as_deref(), next, "{verdict:?} {version}");
        }
    }
}
