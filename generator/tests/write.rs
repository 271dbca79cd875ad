//! Output folders: what is written, what is left alone, and what happens when writing fails.

#[cfg(feature = "cli")]
#[path = "write/dying.rs"]
mod dying;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jsonapi_forge::write::{
    Companion, Error, MANIFEST, MARKER, Obstacle, Plan, Tree, apply, apply_with, plan, write_file,
};

/// An empty folder for one test.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("write").join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the last run's folder can go");
    }
    fs::create_dir_all(&folder).expect("a temporary folder can be made");
    folder
}

fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::new();
    for (path, content) in files {
        tree.insert(path, format!("// {MARKER}\n{content}")).expect("the path is good");
    }
    tree
}

fn write(files: &[(&str, &str)], folder: &Path) -> Plan {
    let plan = plan(&tree(files), folder).expect("the folder can be read");
    apply(&plan).expect("nothing is in the way");
    plan
}

/// All files in a folder, without the first line of each.
fn content(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(at) = pending.pop() {
        for entry in fs::read_dir(&at).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.is_symlink() {
                pending.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("is in it").to_string_lossy().replace('\\', "/");
                let text = fs::read_to_string(&path).unwrap_or_default();
                let text = text.strip_prefix(&format!("// {MARKER}\n")).unwrap_or(&text);
                found.insert(name, text.to_owned());
            }
        }
    }
    found
}

fn names(paths: &[jsonapi_forge::write::RelativePath]) -> Vec<&str> {
    paths.iter().map(|path| path.as_str()).collect()
}

fn conflicts(plan: &Plan) -> Vec<(&str, Obstacle)> {
    plan.conflicts.iter().map(|conflict| (conflict.path.as_str(), conflict.obstacle)).collect()
}

#[test]
fn only_what_changed_is_written() {
    let folder = folder("changed").join("not/there/yet");
    let first = write(&[("src/a.rs", "a"), ("src/b.rs", "b"), ("src/c/d.rs", "d")], &folder);
    assert_eq!(names(&first.add), ["src/a.rs", "src/b.rs", "src/c/d.rs", MANIFEST]);
    let untouched = fs::metadata(folder.join("src/a.rs")).and_then(|metadata| metadata.modified()).expect("a time");

    let second = write(&[("src/a.rs", "a"), ("src/b.rs", "B"), ("src/e.rs", "e")], &folder);
    assert_eq!(names(&second.unchanged), ["src/a.rs"]);
    assert_eq!(names(&second.change), ["src/b.rs", MANIFEST]);
    assert_eq!(names(&second.add), ["src/e.rs"]);
    assert_eq!(names(&second.remove), ["src/c/d.rs"]);
    let after = fs::metadata(folder.join("src/a.rs")).and_then(|metadata| metadata.modified()).expect("a time");
    assert_eq!(untouched, after);
    assert!(!folder.join("src/c").exists(), "a folder that became empty is removed");

    let files = content(&folder);
    assert_eq!(files.keys().collect::<Vec<_>>(), [MANIFEST, "src/a.rs", "src/b.rs", "src/e.rs"]);
    assert_eq!(files.get("src/b.rs").map(String::as_str), Some("B"));

    let third = plan(&tree(&[("src/a.rs", "a"), ("src/b.rs", "B"), ("src/e.rs", "e")]), &folder).expect("a plan");
    assert!(third.is_empty());
    assert_eq!(third.unchanged.len(), 4);
}

#[test]
fn planning_writes_nothing() {
    let folder = folder("planning");
    let plan = plan(&tree(&[("a.rs", "a")]), &folder.join("out")).expect("a plan");
    assert!(!plan.is_empty());
    assert!(content(&folder).is_empty() && !folder.join("out").exists());
}

#[test]
fn a_file_in_the_place_of_the_folder_is_left_alone() {
    let folder = folder("file");
    fs::write(folder.join("out"), "mine").expect("written");
    let error = plan(&tree(&[("a.rs", "a")]), &folder.join("out")).expect_err("it is a file");
    assert!(error.to_string().contains("is a file, and a crate is a folder: move the file"), "{error}");
    assert_eq!(content(&folder), BTreeMap::from([("out".to_owned(), "mine".to_owned())]));
}

#[test]
fn others_files_are_left_alone() {
    let folder = folder("foreign");
    fs::write(folder.join("Cargo.toml"), "mine").expect("written");
    fs::write(folder.join("same.rs"), format!("// {MARKER}\nsame")).expect("written");
    fs::create_dir(folder.join("dir.rs")).expect("created");
    fs::write(folder.join("parent"), "a file").expect("written");
    let before = content(&folder);
    let files = [("Cargo.toml", "x"), ("same.rs", "same"), ("dir.rs", "x"), ("parent/x.rs", "x"), ("new.rs", "x")];
    let plan = plan(&tree(&files), &folder).expect("a plan");
    assert_eq!(
        conflicts(&plan),
        [("Cargo.toml", Obstacle::Foreign), ("dir.rs", Obstacle::NotAFile), ("parent/x.rs", Obstacle::NotAFile)]
    );
    let error = apply(&plan).expect_err("it has conflicts");
    assert!(matches!(&error, Error::Conflicts(all) if all.len() == 3), "{error}");
    assert!(error.to_string().contains("Cargo.toml: was not written by jsonapi-forge"), "{error}");
    assert_eq!(content(&folder), before);
}

#[test]
fn edited_files_are_left_alone() {
    let folder = folder("edited");
    write(&[("a.rs", "a"), ("b.rs", "b"), ("c.rs", "c"), ("d.rs", "d")], &folder);
    for name in ["a.rs", "b.rs", "c.rs"] {
        fs::write(folder.join(name), format!("// {MARKER}\nedited")).expect("written");
    }
    fs::write(folder.join("d.rs"), "something else altogether").expect("written");
    // `a` was edited and is to change, `b` to what it is anyway; `c` is to go, and so is `d`.
    let plan = plan(&tree(&[("a.rs", "A"), ("b.rs", "edited")]), &folder).expect("a plan");
    assert_eq!(conflicts(&plan), [("a.rs", Obstacle::Edited), ("c.rs", Obstacle::Edited)]);
    assert_eq!(names(&plan.unchanged), ["b.rs"]);
    assert!(plan.remove.is_empty());
}

#[test]
fn a_deleted_file_comes_back() {
    let folder = folder("deleted");
    write(&[("a.rs", "a"), ("b.rs", "b")], &folder);
    fs::remove_file(folder.join("a.rs")).expect("removed");
    assert_eq!(names(&write(&[("a.rs", "a"), ("b.rs", "b")], &folder).add), ["a.rs"]);
}

#[test]
fn only_what_the_manifest_lists_is_deleted() {
    let folder = folder("manifest");
    write(&[("a.rs", "a")], &folder);
    // A marker alone does not make a file ours, and neither does the manifest alone.
    fs::write(folder.join("copy.rs"), format!("// {MARKER}\nx")).expect("written");
    let mut manifest = fs::read_to_string(folder.join(MANIFEST)).expect("is there");
    manifest.push_str("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  unmarked.txt\n");
    fs::write(folder.join("unmarked.txt"), "x").expect("written");
    fs::write(folder.join(MANIFEST), &manifest).expect("written");
    let plan = write(&[], &folder);
    assert_eq!(names(&plan.remove), ["a.rs"]);
    assert_eq!(content(&folder).keys().collect::<Vec<_>>(), [MANIFEST, "copy.rs", "unmarked.txt"]);

    // Except for the text of a licence, which has no place for one.
    let licence = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  LICENSE-OLD\n";
    let edited = "0000000000000000000000000000000000000000000000000000000000000000  LICENSE-MINE\n";
    fs::write(folder.join(MANIFEST), format!("{manifest}{licence}{edited}")).expect("written");
    fs::write(folder.join("LICENSE-OLD"), "x").expect("written");
    fs::write(folder.join("LICENSE-MINE"), "x").expect("written");
    let plan = jsonapi_forge::write::plan(&tree(&[]), &folder).expect("the folder can be read");
    assert_eq!(names(&plan.remove), ["LICENSE-OLD"]);
    assert_eq!(conflicts(&plan), [("LICENSE-MINE", Obstacle::Edited)]);

    fs::write(folder.join(MANIFEST), "0000  ../../precious\n").expect("written");
    let error = jsonapi_forge::write::plan(&tree(&[]), &folder).expect_err("no manifest of ours");
    assert!(error.to_string().contains("line 1"), "{error}");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    let folder = folder("links");
    let outside = folder.join("outside");
    let out = folder.join("out");
    fs::create_dir_all(&outside).expect("created");
    write(&[("src/a.rs", "a"), ("b.rs", "b")], &out);
    fs::rename(out.join("src"), outside.join("src")).expect("moved");
    std::os::unix::fs::symlink(outside.join("src"), out.join("src")).expect("linked");
    fs::remove_file(out.join("b.rs")).expect("removed");
    std::os::unix::fs::symlink(outside.join("target"), out.join("b.rs")).expect("linked");
    let before = content(&outside);
    let plan = plan(&tree(&[("src/a.rs", "A"), ("src/new.rs", "n"), ("b.rs", "B")]), &out).expect("a plan");
    assert_eq!(
        conflicts(&plan),
        [
            ("b.rs", Obstacle::SymbolicLink),
            ("src/a.rs", Obstacle::SymbolicLink),
            ("src/new.rs", Obstacle::SymbolicLink)
        ]
    );
    // Not even to delete.
    let gone = jsonapi_forge::write::plan(&tree(&[]), &out).expect("a plan");
    apply(&gone).expect("there is nothing of ours");
    assert_eq!(content(&outside), before);
}

/// Every step of writing is made to fail once, by what is put in its way after planning.
#[test]
fn a_failure_leaves_the_folder_as_it_was() {
    type Obstruct = fn(&Path);
    let obstacles: [(&str, Obstruct); 3] = [
        ("added", |folder| fs::create_dir(folder.join("new/z.rs")).expect("created")),
        ("changed", |folder| {
            fs::remove_file(folder.join("c.rs")).expect("removed");
            fs::create_dir_all(folder.join("c.rs/full")).expect("created");
        }),
        ("removed", |folder| fs::remove_file(folder.join("old.rs")).expect("removed")),
    ];
    for (name, obstruct) in obstacles {
        let folder = folder(&format!("failure-{name}"));
        write(&[("a.rs", "a"), ("c.rs", "c"), ("old.rs", "o"), ("dir/old.rs", "o")], &folder);
        fs::create_dir(folder.join("new")).expect("created");
        let next = [("a.rs", "A"), ("b.rs", "B"), ("c.rs", "C"), ("new/y.rs", "Y"), ("new/z.rs", "Z")];
        let plan = plan(&tree(&next), &folder).expect("a plan");
        assert!(plan.conflicts.is_empty());
        obstruct(&folder);
        let before = content(&folder);
        let error = apply(&plan).expect_err("something is in the way");
        assert!(matches!(error, Error::Io { .. }), "{name}: {error}");
        assert_eq!(content(&folder), before, "{name}");
    }
}

/// Files elsewhere are written together with the folder's; each step is made to fail once.
#[test]
fn companions_are_written_with_the_folder_or_not_at_all() {
    type Obstruct = fn(&Path);
    let obstacles: [(&str, Obstruct); 4] = [
        ("staged", |around| fs::write(around.join("deep"), "").expect("written")),
        ("swapped", |around| fs::create_dir_all(around.join("last.md/full")).expect("created")),
        ("link", |around| fs::hard_link(around.join("old.toml"), around.join("also.toml")).expect("linked")),
        ("folder", |around| fs::create_dir_all(around.join("out/b.rs")).expect("created")),
    ];
    for (name, obstruct) in obstacles {
        let around = folder(&format!("companions-{name}"));
        let out = around.join("out");
        write(&[("a.rs", "a"), ("gone.rs", "g")], &out);
        fs::write(around.join("old.toml"), "old").expect("written");
        let plan = plan(&tree(&[("a.rs", "A"), ("b.rs", "B")]), &out).expect("a plan");
        let companion = |path: &str| Companion { path: around.join(path), content: path.into() };
        let companions = ["old.toml", "deep/new.toml", "out/own.md", "last.md"].map(companion);
        obstruct(&around);
        let before = content(&around);
        let done = apply_with(&plan, &companions);
        if name == "link" {
            // Another name of the old file keeps the old content.
            done.expect("nothing is in the way");
            let after = content(&around);
            let text = |path: &str| after.get(path).map(String::as_str);
            assert_eq!((text("old.toml"), text("also.toml")), (Some("old.toml"), Some("old")));
            assert_eq!((text("deep/new.toml"), text("out/own.md")), (Some("deep/new.toml"), Some("out/own.md")));
            assert!(after.keys().all(|path| !path.contains("jsonapi-forge-")), "{after:?}");
            assert!(text("out/gone.rs").is_none() && text("out/b.rs").is_some(), "{after:?}");
        } else {
            let error = done.expect_err("something is in the way");
            assert!(matches!(error, Error::Io { .. }), "{name}: {error}");
            assert_eq!(content(&around), before, "{name}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder("permissions");
    write(&[("a.rs", "a")], &folder);
    let configuration = folder.join("jsonapi-forge.toml");
    fs::write(&configuration, "old").expect("written");
    for path in [&configuration, &folder.join("a.rs")] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("they can be set");
    }
    let plan = plan(&tree(&[("a.rs", "A")]), &folder).expect("the folder can be read");
    let companion = Companion { path: configuration.clone(), content: "new".into() };
    apply_with(&plan, &[companion]).expect("nothing is in the way");
    for path in [&configuration, &folder.join("a.rs")] {
        let mode = fs::metadata(path).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
}

#[test]
fn one_file_is_written_when_it_differs() {
    let path = folder("file").join("deep/file.rs");
    assert!(write_file(&path, b"a").expect("written"));
    assert!(!write_file(&path, b"a").expect("nothing to do"));
    assert!(write_file(&path, b"b").expect("written"));
    assert_eq!(fs::read(&path).expect("is there"), b"b");
    assert_eq!(fs::read_dir(path.parent().expect("has one")).expect("a folder").count(), 1);
}
