//! Ctrl-C while a client is written: the folder is as it was, or the run was done.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::{SPEC, folder, run};

/// The files below a folder with their contents; none where there is no folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("the folder can be read").path();
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        if path.is_dir() {
            files.extend(self::files(&path).into_iter().map(|(inner, text)| (format!("{name}/{inner}"), text)));
        } else {
            files.insert(name, fs::read(&path).expect("it can be read"));
        }
    }
    files
}

/// The same as texts, without the file that remembers when the others were written.
fn texts(mut files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    files.remove("out/.jsonapi-forge.state");
    files.into_iter().map(|(name, text)| (name, String::from_utf8_lossy(&text).into_owned())).collect()
}

/// Generates, and interrupts that after a while. Returns whether the run ended as one that was interrupted.
fn interrupted(folder: &Path, after: Duration) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jsonapi-forge"))
        .arg("generate")
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    thread::sleep(after);
    let signal = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).stderr(Stdio::null()).status();
    assert!(signal.is_ok());
    let status = child.wait().expect("it ends");
    // A signal that comes before the program heeds any ends it as well.
    assert!(matches!(status.code(), Some(0 | 130) | None), "{status}");
    status.code() != Some(0)
}

#[test]
fn an_interrupted_run_leaves_the_folder_as_it_was() {
    let folder = folder("interrupted");
    let old = files(&folder);
    let begin = Instant::now();
    run(&folder, &["generate"], 0);
    let whole = begin.elapsed();
    let first = files(&folder);
    fs::write(folder.join("small.yaml"), SPEC.replace("thing]", "object]")).expect("written");
    run(&folder, &["generate"], 0);
    let second = files(&folder);

    let mut count = 0;
    for (before, after, spec) in [(&old, &first, SPEC.to_owned()), (&first, &second, SPEC.replace("thing]", "object]"))]
    {
        for step in 0..12 {
            fs::remove_dir_all(folder.join("out")).expect("it was written");
            for (name, text) in before.iter().filter(|(name, _)| name.starts_with("out/")) {
                let path = folder.join(name);
                fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
                fs::write(path, text).expect("written");
            }
            fs::create_dir_all(folder.join("out")).expect("a folder can be made");
            fs::write(folder.join("small.yaml"), &spec).expect("written");
            let mut expected = before.clone();
            expected.insert("small.yaml".to_owned(), spec.clone().into_bytes());
            let is_interrupted = interrupted(&folder, whole * step / 12);
            count += usize::from(is_interrupted);
            let seen = texts(files(&folder));
            // A signal may come when all is written.
            let is_old = is_interrupted && seen == texts(expected);
            assert!(is_old || seen == texts(after.clone()), "step {step}: {:?}", seen.keys());
        }
    }
    assert!(count > 0, "no run was interrupted");
}
