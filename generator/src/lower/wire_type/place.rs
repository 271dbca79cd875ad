//! The names of the places where schemas stand: components, files and paths.

use crate::source::{FILES, Pointer};

/// Returns the name of a component.
pub(super) fn component(at: &Pointer) -> Option<String> {
    let tokens: Vec<String> = at.tokens().collect();
    named_place(&tokens).filter(|(_, within)| within.is_empty()).map(|(name, _)| name)
}

/// Returns the name of the component at or around a pointer, and the way from there to the pointer. A file that is one schema is
/// called like the file, and each schema of a file of several is called like its member. The parts of a component's `allOf` are
/// the component.
pub(super) fn named_place(tokens: &[String]) -> Option<(String, &[String])> {
    let [first, second, rest @ ..] = tokens else { return None };
    let (name, mut within) = match (first.as_str(), rest) {
        ("components", [name, within @ ..]) => Some((name.clone(), within)),
        (FILES, [components, _, name, within @ ..]) if components == "components" => Some((name.clone(), within)),
        (FILES, [name, within @ ..]) if !KEYWORDS.contains(&name.as_str()) => Some((name.clone(), within)),
        (FILES, within) => Some((name_of_file(second), within)),
        _ => None,
    }?;
    while let [all_of, _, inner @ ..] = within
        && all_of == "allOf"
    {
        within = inner;
    }
    Some((name, within))
}

/// The members by which a file is a schema itself, not a list of schemas.
const KEYWORDS: [&str; 6] = ["allOf", "anyOf", "items", "not", "oneOf", "properties"];

/// Returns the name of a file without its folder and its extension.
fn name_of_file(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().unwrap_or(name).to_owned()
}

/// Returns the words that tell what stands at a pointer: the component, or the fixed segments of the path.
pub(super) fn place(at: &Pointer) -> Vec<String> {
    let keys: Vec<String> = at.tokens().collect();
    if let Some((name, _)) = named_place(&keys) {
        return vec![name];
    }
    match keys.as_slice() {
        [paths, path, ..] if paths == "paths" => {
            let segments = path.split('/').filter(|segment| !segment.is_empty() && !segment.contains('{'));
            segments.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::component;
    use crate::source::Pointer;

    #[test]
    fn schemas_in_files_have_names() {
        for (pointer, name) in [
            ("/components/schemas/Book", Some("Book")),
            ("/components/schemas/Book/properties/author", None),
            ("/x-files/schemas~1book.yaml", Some("book")),
            ("/x-files/schemas~1book.yaml/items", None),
            ("/x-files/schemas.yaml/Book", Some("Book")),
            ("/x-files/parts.yaml/components/schemas/Book", Some("Book")),
        ] {
            assert_eq!(component(&Pointer::from_text(pointer)).as_deref(), name, "{pointer}");
        }
    }
}
