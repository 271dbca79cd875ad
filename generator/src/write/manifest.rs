//! The list of files that the last run wrote.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;
use std::path::Path;

use crate::digest::sha256;
use crate::write::MARKER;
use crate::write::error::Error;
use crate::write::tree::{RelativePath, Tree};

/// The name of the manifest in an output folder. Its lines are those of `sha256sum`, which can
/// check it.
pub const MANIFEST: &str = ".jsonapi-forge.manifest";

/// The SHA-256 of a file's content, in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Digest(String);

impl Digest {
    /// Returns the digest of a content.
    pub(crate) fn of(content: &[u8]) -> Self {
        Self(sha256(content))
    }

    /// Returns the digits.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    fn parse(text: &str) -> Option<Self> {
        let hexadecimal = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (hexadecimal && text.len() == 64).then(|| Self(text.to_owned()))
    }
}

/// The files that the last run wrote, by path.
pub(crate) type Manifest = BTreeMap<RelativePath, Digest>;

/// Returns the manifest of a tree.
pub(crate) fn manifest_of(tree: &Tree) -> Manifest {
    tree.iter().map(|(path, content)| (path.clone(), Digest::of(content))).collect()
}

/// Returns a manifest as text.
pub(crate) fn render(manifest: &Manifest) -> String {
    let mut text = format!("# {MARKER}: the files it wrote. Check with `sha256sum --check`.\n");
    for (path, digest) in manifest {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}  {path}", digest.0);
    }
    text
}

/// Reads the manifest in a folder; without one, nothing was written there.
pub(crate) fn read(folder: &Path) -> Result<Manifest, Error> {
    let path = folder.join(MANIFEST);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Manifest::new()),
        Err(error) => return Err(Error::io("read", &path)(error)),
    };
    parse(&String::from_utf8_lossy(&bytes)).map_err(|line| Error::Manifest { path, line })
}

/// Returns the manifest that a text is, or its first bad line, from 1.
fn parse(text: &str) -> Result<Manifest, usize> {
    let mut manifest = Manifest::new();
    for (number, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (path, digest) = entry(line).ok_or(number + 1)?;
        manifest.insert(path, digest);
    }
    Ok(manifest)
}

/// Reads a line: a path within the folder, and the digest of what was written there.
pub(super) fn entry(line: &str) -> Option<(RelativePath, Digest)> {
    let (digest, path) = line.split_once("  ")?;
    Some((RelativePath::new(path).ok()?, Digest::parse(digest)?))
}

#[cfg(test)]
mod tests {
    use super::{Digest, manifest_of, parse, render};
    use crate::write::Tree;

    #[test]
    fn a_manifest_reads_back() {
        let mut tree = Tree::new();
        tree.insert("src/lib.rs", "content").expect("a path");
        tree.insert("a b", "").expect("a path");
        let manifest = parse(&render(&manifest_of(&tree))).expect("our own text");
        let read: Vec<_> = manifest.iter().map(|(path, digest)| (path.as_str(), digest.clone())).collect();
        assert_eq!(read, [("a b", Digest::of(b"")), ("src/lib.rs", Digest::of(b"content"))]);
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Digest::of(b"").0, empty, "SHA-256 of the empty message, FIPS 180-4");
    }

    #[test]
    fn bad_lines_are_named() {
        let good = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a";
        assert_eq!(parse(&format!("# x\n{good}\n<<<<<<< HEAD\n{good}\n")), Err(3));
        assert_eq!(parse(&good.replace("  a", "  ../a")), Err(1));
        assert_eq!(parse(&good.replace("  a", "  /a")), Err(1));
        assert_eq!(parse(&good.to_uppercase()), Err(1));
    }
}
