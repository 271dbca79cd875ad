//! The guides as a book: each page is in the table of contents, and links between pages lead to files and headings that are there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jsonapi_forge_tests::program::workspace;

/// The pages that are not guides.
const ROOT: [&str; 6] =
    ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "docs/README.md"];

/// The guides, and the pages beside them.
fn pages() -> Vec<PathBuf> {
    let guides = fs::read_dir(workspace().join("docs")).expect("the folder is there");
    let guides = guides.map(|entry| entry.expect("the folder can be listed").path());
    let guides = guides.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let mut pages: Vec<PathBuf> = ROOT.iter().map(|page| workspace().join(page)).chain(guides).collect();
    pages.sort();
    pages.dedup();
    pages
}

/// The lines of a page that are not code.
fn prose(text: &str) -> Vec<&str> {
    let mut is_code = false;
    let is_prose = |line: &&str| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    };
    text.lines().filter(is_prose).collect()
}

/// The ids of a page's headings, as mdBook and code hosts make them.
fn headings(text: &str) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let titles = prose(text).into_iter().filter_map(|line| {
        let title = line.trim_start_matches('#');
        (title.len() < line.len()).then(|| title.strip_prefix(' ')).flatten()
    });
    let ids = titles.map(|title| {
        let kept = title.trim().chars().filter(|one| one.is_alphanumeric() || matches!(one, ' ' | '-' | '_'));
        let id: String = kept.map(|one| if one == ' ' { '-' } else { one.to_ascii_lowercase() }).collect();
        let times = seen.entry(id.clone()).or_insert(0);
        *times += 1;
        if *times == 1 { id } else { format!("{id}-{}", *times - 1) }
    });
    ids.collect()
}

/// The targets of a page's links, without those into the web.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in prose(text) {
        // What stands between backticks is code.
        let shown: String = line.split('`').step_by(2).collect::<Vec<_>>().join(" ");
        for rest in shown.split("](").skip(1) {
            found.extend(rest.split([')', ' ']).next().map(str::to_owned));
        }
    }
    found.retain(|link| !link.contains("://") && !link.starts_with("mailto:"));
    found
}

#[test]
fn links_lead_to_pages_and_headings() {
    let (mut broken, mut followed) = (Vec::new(), 0);
    for page in pages() {
        let text = fs::read_to_string(&page).expect("the page can be read");
        for link in links(&text) {
            let (path, heading) = link.split_once('#').unwrap_or((&link, ""));
            let target = match path {
                "" => page.clone(),
                path => page.parent().unwrap_or(Path::new("")).join(path),
            };
            let there = match fs::read_to_string(&target) {
                Ok(text) if target.extension().is_some_and(|extension| extension == "md") => {
                    heading.is_empty() || headings(&text).contains(heading)
                }
                Ok(_) => true,
                Err(_) => target.is_dir() && heading.is_empty(),
            };
            if !there {
                broken.push(format!("{}: {link}", page.display()));
            }
            followed += 1;
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(followed > 60, "{followed}");
}

#[test]
fn links_of_guides_stay_in_the_book() {
    let docs = workspace().join("docs");
    let guides = pages().into_iter().filter(|page| page.parent() == Some(&docs));
    let leaving = guides.flat_map(|page| {
        let text = fs::read_to_string(&page).expect("the page can be read");
        let leaves = |link: &String| link.starts_with("..") || docs.join(link).is_dir();
        links(&text).into_iter().filter(leaves).map(|link| format!("{}: {link}", page.display())).collect::<Vec<_>>()
    });
    assert_eq!(leaving.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn each_guide_is_in_the_book() {
    let contents = fs::read_to_string(workspace().join("docs/SUMMARY.md")).expect("the book has contents");
    let listed: BTreeSet<String> = links(&contents).into_iter().collect();
    let guides = pages().into_iter().filter(|page| page.parent() == Some(&workspace().join("docs")));
    let guides = guides.filter_map(|page| Some(page.file_name()?.to_str()?.to_owned()));
    let missing: Vec<String> = guides.filter(|name| name != "SUMMARY.md" && !listed.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
