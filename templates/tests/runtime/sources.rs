//! The text that is handed to the compiler is the code that is tested here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jsonapi_forge_runtime::{DEPENDENCIES, MANIFEST, README, SOURCES};

#[test]
fn every_file_of_the_runtime_is_a_source() {
    let mut files = BTreeSet::new();
    list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime"), "", &mut files);
    let sources: BTreeSet<String> = SOURCES.iter().map(|source| source.path.to_owned()).collect();
    assert_eq!(files, sources);
    assert_eq!(SOURCES.len(), files.len());
    assert_eq!(SOURCES[0].path, "mod.rs");
    // By folder, then by name.
    assert!(SOURCES.is_sorted_by_key(|source| source.path.rsplit_once('/').unwrap_or(("", source.path))));
}

/// The files below a folder, with slashes.
fn list(folder: &Path, prefix: &str, files: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        let name = format!("{prefix}{}", name.into_string().unwrap());
        if path.is_dir() {
            list(&path, &format!("{name}/"), files);
        } else {
            files.insert(name);
        }
    }
}

#[test]
fn sources_can_be_nested_anywhere() {
    for source in SOURCES {
        assert!(!source.text.contains("crate::"), "{}", source.path);
        assert!(!source.text.contains("#!["), "{}", source.path);
        assert!(source.text.starts_with("//! "), "{}", source.path);
        // Features choose modules, and the default transport's TLS.
        let chooses = source.path.ends_with("mod.rs") || source.path == "transport/reqwest.rs";
        assert!(chooses || !source.text.contains("cfg("), "{}", source.path);
    }
}

#[test]
fn dependencies_are_those_of_this_crate() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    for dependency in DEPENDENCIES {
        let start = format!("{} = {{ version = \"{}\"", dependency.name, dependency.version);
        let line = manifest.lines().find(|line| line.starts_with(&start));
        let line = line.unwrap_or_else(|| panic!("`{}` differs from the manifest", dependency.name));
        assert_eq!(dependency.default_features, !line.contains("default-features = false"), "{line}");
        for feature in dependency.features {
            assert!(line.contains(&format!("\"{feature}\"")), "{line}");
        }
    }
}

#[test]
fn skeletons_have_their_placeholders() {
    for name in ["name", "version", "description", "features", "dependencies"] {
        assert!(MANIFEST.contains(&format!("{{{{{name}}}}}")), "{name}");
    }
    for name in ["name", "ident", "description", "provenance", "example", "feature_list"] {
        assert!(README.contains(&format!("{{{{{name}}}}}")), "{name}");
    }
}
