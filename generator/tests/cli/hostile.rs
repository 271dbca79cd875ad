//! What lies in the place of a file: folders, pipes, devices, links that lead out or in a circle, other encodings.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::{CONFIG, SPEC, assert_has, folder, run};

const GOOD: &str = r#"{"data": []}"#;

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("there is such a program");
    assert!(made.success(), "{}", path.display());
}

fn utf16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn recordings_may_be_anything() {
    let folder = folder("hostile-recordings");
    let at = |name: &str| folder.join("recorded").join(name);
    fs::create_dir_all(at("get_things.200.folder.json")).expect("made");
    fs::write(folder.join("outside.json"), GOOD).expect("written");
    fs::write(at("get_things.200.good.json"), GOOD).expect("written");
    fs::write(at("get_things.200.wide.json"), utf16(GOOD)).expect("written");
    fs::write(at("get_things.200.nul.json"), "{\"data\": \0}").expect("written");
    fs::write(at("get_things.200.deep.json"), "[".repeat(200_000)).expect("written");
    fs::write(at("index.json"), utf16("{}")).expect("written");
    pipe(&at("get_things.200.pipe.json"));
    symlink("/dev/zero", at("get_things.200.zero.json")).expect("linked");
    symlink("../outside.json", at("get_things.200.out.json")).expect("linked");
    symlink("get_things.200.good.json", at("get_things.200.in.json")).expect("linked");
    symlink("get_things.200.loop.json", at("get_things.200.loop.json")).expect("linked");
    symlink(".", at("circle")).expect("linked");
    symlink("/usr", at("elsewhere")).expect("linked");
    let (stdout, stderr) = run(&folder, &["samples", "small.yaml", "recorded"], 2);
    assert_has(&stdout, &["2 recordings: the document agrees"]);
    assert_has(
        &stderr,
        &[
            "`get_things.200.wide.json`: the file is UTF-16 text: save it as UTF-8",
            "`get_things.200.nul.json`: this is no JSON",
            "`get_things.200.deep.json`: this is no JSON",
            "`index.json`: the file is UTF-16 text: save it as UTF-8",
            "`get_things.200.pipe.json`: it cannot be read: it is a pipe or a device; only files are read here",
            "`get_things.200.zero.json`: it is a link that leads out of the folder: put there what it leads to",
            "`get_things.200.out.json`: it is a link that leads out",
            "`get_things.200.loop.json`: it is a link that leads out",
            "`elsewhere`: it is a link that leads out",
        ],
    );
    assert!(!stderr.contains("circle") && !stderr.contains("200.in"), "{stderr}");
    let (_, stderr) = run(&folder, &["samples", "small.yaml", "outside.json"], 2);
    assert_has(&stderr, &["`outside.json` is no folder: give the one that has the recordings"]);
    for name in ["good", "in"] {
        fs::remove_file(at(&format!("get_things.200.{name}.json"))).expect("removed");
    }
    let (stdout, _) = run(&folder, &["samples", "small.yaml", "recorded"], 2);
    assert_eq!(stdout, "no recording could be checked\n");
}

#[test]
fn programs_may_be_anything() {
    let folder = folder("hostile-program");
    fs::create_dir_all(folder.join("program/folder.rs")).expect("made");
    let write = |name: &str, text: &[u8]| fs::write(folder.join("program").join(name), text).expect("written");
    fs::write(folder.join("new.yaml"), SPEC.replace("get_things", "get_others")).expect("written");
    write("wide.rs", &utf16("fn a() {}"));
    write("nul.rs", b"fn a() {}\0");
    write("open.rs", &b"(".repeat(100_000));
    write("good.rs", b"fn a() {}");
    for (name, before, within, after) in [
        ("brackets.rs", "(", "1", ")"),
        ("blocks.rs", "{", "1", "}"),
        ("signs.rs", "!", "true", ""),
        ("sums.rs", "1 + ", "1", ""),
        ("calls.rs", "", "a", ".b()"),
        ("closures.rs", "|a, b| ", "1", ""),
        ("branches.rs", "if {a} {b} else ", "{}", ""),
    ] {
        let text = format!("fn f() {{ let x = {}{within}{}; }}", before.repeat(100_000), after.repeat(100_000));
        write(name, text.as_bytes());
    }
    // As deep as what is still read may be.
    for (name, before, within, after, count) in [
        ("deep-brackets.rs", "(", "1", ")", 90),
        ("deep-blocks.rs", "{", "1", "}", 90),
        ("deep-signs.rs", "!", "true", "", 1_900),
        ("deep-sums.rs", "1 + ", "1", "", 900),
        ("deep-calls.rs", "", "a", ".b()", 600),
        ("deep-closures.rs", "|a, b| ", "1", "", 350),
        ("deep-branches.rs", "if {a} {b} else ", "{}", "", 400),
    ] {
        let text = format!("fn f() {{ let x = {}{within}{}; }}", before.repeat(count), after.repeat(count));
        write(name, text.as_bytes());
    }
    let types = format!("type T = {}u8{};", "A<B, ".repeat(75), ">".repeat(75));
    write("deep-types.rs", types.as_bytes());
    pipe(&folder.join("program/pipe.rs"));
    symlink(".", folder.join("program/circle")).expect("linked");
    let compare = |program: &str, code| run(&folder, &["diff", "small.yaml", "new.yaml", "--against", program], code);
    let (stdout, _) = compare("program", 0);
    let unread = |name: &str, why: &str| format!("not searched: `program/{name}.rs`: {why}");
    let deep = "it is nested too deep to be searched";
    for expected in [
        "0 places break in `program` (9 files)".to_owned(),
        unread("wide", "it is not UTF-8"),
        unread("nul", "1:"),
        unread("open", "1:"),
        unread("pipe", "it is a pipe or a device; only files are read here"),
        unread("brackets", deep),
        unread("blocks", deep),
        unread("signs", deep),
        unread("sums", deep),
        unread("calls", deep),
        unread("closures", deep),
        unread("branches", deep),
    ] {
        assert_has(&stdout, &[&expected]);
    }
    let (_, stderr) = compare("/dev/zero", 2);
    assert_has(&stderr, &["`/dev/zero` cannot be read: it is a pipe or a device; only files are read here"]);
}

#[test]
fn configurations_may_be_anything() {
    let folder = folder("hostile-configuration");
    let config = folder.join("jsonapi-forge.toml");
    let refused = |parts: &[&str]| {
        let (_, stderr) = run(&folder, &["generate"], 2);
        assert_has(&stderr, parts);
    };
    fs::write(&config, utf16(CONFIG)).expect("written");
    refused(&["the file is UTF-16 text", "--> jsonapi-forge.toml:1:1", "help: save it as UTF-8"]);
    fs::write(&config, [CONFIG.as_bytes(), b"# \xe9\n"].concat()).expect("written");
    refused(&["the file is not UTF-8 text", "help: save it as UTF-8"]);
    fs::write(&config, [0x1f, 0x8b, 8, 0]).expect("written");
    refused(&["the file is compressed with gzip", "help: decompress it first"]);
    fs::remove_file(&config).expect("removed");
    fs::create_dir(&config).expect("made");
    refused(&["cannot read `jsonapi-forge.toml`: it is a folder; give the file in it that is meant"]);
    run(&folder, &["lint", "small.yaml"], 2);
    fs::remove_dir(&config).expect("removed");
    pipe(&config);
    refused(&["cannot read `jsonapi-forge.toml`: it is a pipe or a device; only files are read here"]);
    fs::remove_file(&config).expect("removed");
    fs::write(&config, format!("\u{feff}{CONFIG}overlay = [\"overlay.yaml\"]\n")).expect("written");
    fs::write(folder.join("overlay.yaml"), utf16("overlay: 1.0.0")).expect("written");
    refused(&["cannot read the overlay `overlay.yaml`: the file is UTF-16 text", "help: save it as UTF-8"]);
    fs::remove_file(folder.join("overlay.yaml")).expect("removed");
    pipe(&folder.join("overlay.yaml"));
    refused(&["cannot read the overlay `overlay.yaml`: it is a pipe or a device"]);
    fs::write(&config, format!("{CONFIG}names = \"names.yaml\"\n")).expect("written");
    pipe(&folder.join("names.yaml"));
    refused(&["cannot read `names.yaml`: it is a pipe or a device"]);
}

#[test]
fn documents_and_their_files_may_be_anything() {
    let folder = folder("hostile-document");
    let (_, stderr) = run(&folder, &["lint", "."], 2);
    assert_has(&stderr, &["cannot read `.`: it is a folder; give the file in it that is meant"]);
    fs::create_dir(folder.join("folder")).expect("made");
    fs::write(folder.join("wide.yaml"), utf16("Thing: {}")).expect("written");
    fs::File::create(folder.join("huge.yaml")).and_then(|file| file.set_len(3 << 30)).expect("a sparse file");
    pipe(&folder.join("pipe.yaml"));
    for (target, link) in [
        ("/etc/hostname", "out.yaml"),
        ("../hostile-document/small.yaml", "in.yaml"),
        ("loop.yaml", "loop.yaml"),
        ("/dev/zero", "zero.yaml"),
        ("/etc", "etc"),
    ] {
        symlink(target, folder.join(link)).expect("linked");
    }
    let files = [
        "folder", "wide.yaml", "huge.yaml", "pipe.yaml", "out.yaml", "loop.yaml", "zero.yaml", "etc/hostname",
        "a%00b.yaml", "small.yaml/x.yaml",
    ];
    for file in files {
        let reference = format!("'./{file}'");
        fs::write(folder.join("api.yaml"), SPEC.replace(r##""#/components/schemas/Thing""##, &reference))
            .expect("written");
        let (_, stderr) = run(&folder, &["lint", "api.yaml"], 2);
        assert_has(
            &stderr,
            &[&format!("`./{file}` leads to no file that is read"), "it must be a file of UTF-8 text below"],
        );
    }
    let reference = "'./in.yaml#/components/schemas/Thing'";
    fs::write(folder.join("api.yaml"), SPEC.replace(r##""#/components/schemas/Thing""##, reference)).expect("written");
    run(&folder, &["lint", "api.yaml"], 0);
}

#[test]
fn outputs_may_be_anywhere() {
    let folder = folder("hostile-output");
    for (out, message) in [
        ("small.yaml/below", "`small.yaml` is a file, and a crate is a folder"),
        ("/dev/full", "`/dev/full` is a file, and a crate is a folder"),
        ("/dev/null/below", "`/dev/null` is a file, and a crate is a folder"),
        ("/proc/below", "cannot create `/proc/below`"),
    ] {
        let (_, stderr) = run(&folder, &["generate", "small.yaml", "--out", out, "--name", "small"], 2);
        assert_has(&stderr, &[message]);
    }
}

#[test]
fn a_stale_folder_with_a_name_that_is_no_text_is_told() {
    let folder = folder("hostile-name");
    let name = OsStr::from_bytes(b"a\xff.yaml");
    fs::write(folder.join(name), SPEC).expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_jsonapi-forge"))
        .current_dir(&folder)
        .args(["generate", "--check", "--out", "it is's"])
        .arg(name)
        .output()
        .expect("it runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_has(&stdout, &["run: jsonapi-forge generate --out 'it is'\\''s' "]);
}
