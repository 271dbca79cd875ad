//! The links of the documentation: each leads to a file, and to a heading in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonapi_forge_tests::program::workspace;

/// The pages of the book, which `docs/SUMMARY.md` lists, and those of the repository around it.
fn pages() -> Vec<PathBuf> {
    let folders = [workspace().to_owned(), workspace().join("docs"), workspace().join("templates")];
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
    let mut pages: Vec<PathBuf> = files.map(|entry| entry.path()).filter(|path| is_page(path)).collect();
    pages.sort();
    pages
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
}

/// The lines of a page that are prose, with the code in them left out.
fn prose(text: &str) -> String {
    let mut inside = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        inside ^= is_fence;
        !inside && !is_fence
    });
    lines.map(|line| line.split('`').step_by(2).collect::<Vec<_>>().join("") + "\n").collect()
}

/// What the links of a page lead to.
fn links(text: &str) -> Vec<String> {
    let prose = prose(text);
    let after = prose.split("](").skip(1);
    after.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect()
}

/// The anchors of a page, as they are made of its headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut inside = false;
    let headings = text.lines().filter(|line| {
        inside ^= line.starts_with("```");
        !inside && line.starts_with('#')
    });
    headings.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

/// A heading in lower case, with a hyphen for each space and without punctuation.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|character| character.is_alphanumeric() || matches!(character, '-' | '_')).collect()
}

/// What is wrong with a link of a page.
fn fault(page: &Path, link: &str) -> Option<String> {
    if link.contains("://") {
        return None;
    }
    let (file, heading) = link.split_once('#').unwrap_or((link, ""));
    let path = if file.is_empty() { page.to_owned() } else { page.parent()?.join(file) };
    if !path.exists() {
        return Some(format!("{}: there is no `{link}`", page.display()));
    }
    let is_known = heading.is_empty() || anchors(&fs::read_to_string(&path).ok()?).contains(heading);
    (!is_known).then(|| format!("{}: there is no heading `{link}`", page.display()))
}

#[test]
fn every_link_leads_somewhere() {
    let pages = pages();
    assert!(pages.len() >= 12, "{pages:?}");
    let faults = pages.iter().flat_map(|page| {
        let text = fs::read_to_string(page).expect("a page is text");
        links(&text).into_iter().filter_map(|link| fault(page, &link)).collect::<Vec<_>>()
    });
    assert_eq!(faults.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn the_book_has_every_page() {
    let docs = workspace().join("docs");
    let summary = fs::read_to_string(docs.join("SUMMARY.md")).expect("there is a table of contents");
    let listed: BTreeSet<PathBuf> = links(&summary).iter().map(|link| docs.join(link)).collect();
    let here = pages().into_iter().filter(|page| page.parent() == Some(&docs) && !page.ends_with("SUMMARY.md"));
    assert_eq!(here.collect::<BTreeSet<_>>(), listed);
}

#[test]
fn links_in_code_are_none() {
    assert_eq!(links("[a](b.md#c) `[d](e)`\n```\n[f](g)\n```\n[h](i)\n"), ["b.md#c", "i"]);
    assert_eq!(anchor("What is `generated`, and why?"), "what-is-generated-and-why");
}
