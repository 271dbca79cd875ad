//! The text that is handed to the compiler is the code that is tested here.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jsonapi_forge_runtime::generated::{INTERFACE, interface};
use jsonapi_forge_runtime::vendor::{DEPENDENCIES, FEATURES, MANIFEST, PUBLIC_CLIENT, README, SOURCES, TYPES};

#[test]
fn every_file_of_the_runtime_is_a_source() {
    let mut files = BTreeSet::new();
    list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/runtime"), "", &mut files);
    let sources: BTreeSet<String> = SOURCES.iter().map(|source| source.path.to_owned()).collect();
    assert_eq!(files, sources);
    assert_eq!(SOURCES.len(), files.len());
    assert!(files.contains("mod.rs"));
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
fn features_are_those_of_this_crate() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    for feature in FEATURES {
        let start = format!("{} = [", feature.name);
        let line = manifest.lines().find(|line| line.starts_with(&start));
        let line = line.unwrap_or_else(|| panic!("the manifest has no feature `{}`", feature.name));
        let enabled: BTreeSet<&str> = line.split('"').skip(1).step_by(2).filter(|name| *name != "runtime").collect();
        assert_eq!(enabled, feature.enables.iter().copied().collect(), "{line}");
    }
    let default: BTreeSet<&str> = FEATURES.iter().filter(|one| one.default).map(|one| one.name).collect();
    let line = manifest.lines().find(|line| line.starts_with("default = [")).unwrap();
    let enabled: BTreeSet<&str> = line.split('"').skip(1).step_by(2).filter(|name| *name != "runtime").collect();
    assert_eq!(enabled, default);
}

/// A module of a client exports no macros: the line that says so is not copied.
#[test]
fn macros_are_exported_by_lines_that_can_be_left_out() {
    for source in SOURCES {
        let exported = source.text.matches("#[doc(hidden)]\n#[macro_export]\nmacro_rules! ").count();
        assert_eq!(source.text.matches("#[macro_export]").count(), exported, "{}", source.path);
        let is_of_macros = ["value/macros.rs", "json_schema/wire.rs"].contains(&source.path);
        assert_eq!(exported > 0, is_of_macros, "{}", source.path);
    }
}

#[test]
fn a_client_of_another_interface_does_not_compile() {
    assert!(TYPES.contains(&format!("\nconst _: () = interface({INTERFACE});\n")));
    interface(INTERFACE);
    for (generated_for, remedy) in [(INTERFACE - 1, "generate it again"), (INTERFACE + 1, "`cargo update -p")] {
        let refused = std::panic::catch_unwind(|| interface(generated_for)).unwrap_err();
        let message = refused.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let message = message.or_else(|| refused.downcast_ref::<String>().cloned()).unwrap();
        assert!(message.contains(remedy), "{message}");
    }
}

/// What every client has of its own is written for editions 2021 and 2024, and can be nested.
#[test]
fn the_types_of_clients_can_be_nested_anywhere() {
    for text in [TYPES, PUBLIC_CLIENT] {
        assert!(!text.contains("crate::") && !text.contains("#!["));
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
