//! What `diff` says of two documents: of small pairs in `diff/`, word by word, and of the published
//! revisions of a real service against what is emitted for both.
//!
//! `UPDATE_EXPECT=1` renews the texts of the small pairs. With `JSONAPI_FORGE_CORPUS=all` every pair of
//! neighbouring revisions is compared, not two of them, and `UPDATE_EXPECT=1` then renews the table in
//! `docs/revisions.md`.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use jsonapi_forge::CrateName;
use jsonapi_forge::compile::{Model, Options, Runtime, compile, model_with};
use jsonapi_forge::diff::{self, Diff, Impact, Sources, Verdict};
use jsonapi_forge::name::Lock;
use jsonapi_forge::repair::Overrides;
use jsonapi_forge::source::Locator;
use jsonapi_forge_tests::cases::{Case, cases};
use jsonapi_forge_tests::golden::{Files, compare};
use jsonapi_forge_tests::program::workspace;
use jsonapi_forge_tests::public_api::{When, public_api};

/// The pairs that are compared in every run.
const ALWAYS: &[(&str, &str)] = &[("2022-10-17-first-publication", "2022-10-17"), ("2022-10-17", "2023-06-15")];

/// A document, as callers of its client see it.
struct Revision {
    model: Model,
    /// The public items, with the features that switch each on; `None` when all do.
    items: BTreeMap<String, Option<BTreeSet<String>>>,
}

impl Revision {
    fn new(text: &str, name: &str) -> Self {
        Self::named(text, name, Lock::default())
    }

    /// A document whose client has a names file.
    fn named(text: &str, name: &str, names: Lock) -> Self {
        let options = Options::new(CrateName::new("revision").expect("a crate can be called so"));
        Self::with(text, name, &Options { names, ..options }, &Overrides::default())
    }

    fn with(text: &str, name: &str, options: &Options, overrides: &Overrides) -> Self {
        let model = model_with(text, &options.names, overrides);
        let model = model.unwrap_or_else(|refused| panic!("{name}: {refused:#?}"));
        let compiled = compile(text, name, options).unwrap_or_else(|failure| panic!("{name}: {failure}"));
        let listing = public_api(&compiled.tree).unwrap_or_else(|bug| panic!("{name}: {bug}"));
        let items = listing.iter().map(|(line, when)| {
            let features = match when {
                When::Always => None,
                When::Any(features) => Some(features.clone()),
            };
            (line.to_owned(), features)
        });
        // `full` is the list of all tags, each of which has a line of its own.
        let items = items.filter(|(line, _)| !line.starts_with("feature full")).collect();
        Self { model, items }
    }

    /// The features that have a trait's type, whatever it is.
    fn features_of_type(&self, line: &str) -> BTreeSet<String> {
        let start = line.split(" = ").next().unwrap_or_default();
        let same = self.items.iter().filter(|(line, _)| line.split(" = ").next() == Some(start));
        same.flat_map(|(_, features)| features.clone().unwrap_or_default()).collect()
    }

    fn features(&self) -> BTreeSet<&str> {
        let lines = self.items.keys().filter_map(|line| line.strip_prefix("feature "));
        lines.filter_map(|line| line.split(" = ").next()).collect()
    }
}

/// The lines of a change's items, as they were and as they are.
fn lines(diff: &Diff, impact: Impact, of: impl Fn(&diff::Item) -> Option<&String>) -> BTreeSet<String> {
    let changes = diff.changes.iter().filter(|change| change.impact == impact);
    let items = changes.flat_map(|change| &change.items);
    items.filter_map(|item| Some(line(&item.path, of(item)?))).collect()
}

fn line(path: &str, text: &str) -> String {
    match text {
        "" => path.to_owned(),
        text if text.starts_with('=') => format!("{path} {text}"),
        text => format!("{path}: {text}"),
    }
}

/// Whether an item of the listing is one of `lines`, or a member of one, or goes with it: members,
/// attributes and implementations.
fn is_among(item: &str, lines: &BTreeSet<String>, paths: &BTreeSet<String>) -> bool {
    if lines.contains(item) {
        return true;
    }
    // `books::<rt::Change<X>>: impl<..>` goes with `books::X`.
    let item = item.replace("<rt::Change<", "").replace(">>: impl<", ": impl<");
    let ends = item.match_indices([':', '.', '<']).map(|(at, _)| at).chain([item.len()]);
    ends.into_iter().any(|end| item.get(..end).is_some_and(|path| paths.contains(path)))
}

/// The paths of what is gone or new as a whole.
fn whole(lines: &BTreeSet<String>) -> BTreeSet<String> {
    let kinds = [": enum", ": struct", ": mod", ": type = "];
    let head = |line: &String| {
        let found = kinds.iter().filter_map(|kind| line.find(kind)).min();
        found.and_then(|end| line.get(..end)).map(str::to_owned)
    };
    lines.iter().filter_map(head).collect()
}

/// What of the public API differs without a change that says so, and which changes say so of nothing.
fn unexplained(old: &Revision, new: &Revision, diff: &Diff) -> Vec<String> {
    let mut found = Vec::new();
    let is_promise = |line: &str| line.contains(": #[");
    let only = |of: &Revision, other: &Revision| -> BTreeSet<String> {
        let lines = of.items.keys().filter(|line| !other.items.contains_key(*line) && !is_promise(line));
        lines.cloned().collect()
    };
    let (gone, fresh) = (only(old, new), only(new, old));
    let breaking = lines(diff, Impact::Breaking, |item| item.old.as_ref());
    let additions: BTreeSet<String> = [Impact::Breaking, Impact::Addition]
        .into_iter()
        .flat_map(|impact| lines(diff, impact, |item| item.new.as_ref()))
        .collect();
    let (gone_heads, fresh_heads) = (whole(&breaking), whole(&additions));
    // Callers do not write the names of arguments. That they are of the same things, `diff` has to know.
    let unnamed =
        |lines: &BTreeSet<String>| -> BTreeSet<String> { lines.iter().map(|line| without_names(line)).collect() };
    let (unnamed_gone, unnamed_fresh) = (unnamed(&gone), unnamed(&fresh));
    let is_same = |line: &&String, others: &BTreeSet<String>| others.contains(&without_names(line));
    for line in gone.iter().filter(|line| !is_among(line, &breaking, &gone_heads) && !is_same(line, &unnamed_fresh)) {
        found.push(format!("gone, but no change is breaking for it: {line}"));
    }
    for line in fresh.iter().filter(|line| !is_among(line, &additions, &fresh_heads) && !is_same(line, &unnamed_gone)) {
        found.push(format!("new, but no change says so: {line}"));
    }
    // What is told to be gone is something else of the same name where it is there.
    found.extend(narrowed(old, new, diff, |line| is_among(line, &breaking, &gone_heads)));
    // What gave its name to something else that is declared alike is not what it was, though its line is.
    let is_another = |line: &String| is_among(line, &breaking, &gone_heads) && is_among(line, &additions, &fresh_heads);
    for change in diff.changes.iter().filter(|change| change.impact == Impact::Breaking) {
        let is_gone = |item: &diff::Item| {
            let Some(text) = &item.old else { return false };
            let line = line(&item.path, text);
            gone.contains(&line) || is_another(&line) || text.starts_with("if ")
        };
        if !change.items.iter().any(is_gone) {
            found.push(format!("breaking, but nothing is gone: {}: {}: {:?}", change.of, change.what, change.items));
        }
    }
    let says_new = |change: &&diff::Change| change.impact == Impact::Addition;
    for change in diff.changes.iter().filter(says_new) {
        let is_fresh = |item: &diff::Item| {
            let line = item.new.as_ref().map(|text| line(&item.path, text));
            line.is_some_and(|line| fresh.contains(&line) || is_another(&line))
        };
        if !change.items.iter().any(is_fresh) {
            found.push(format!("an addition, but nothing is new: {}: {}", change.of, change.what));
        }
    }
    found
}

/// A line without the names of a function's arguments.
fn without_names(line: &str) -> String {
    let Some((path, signature)) = line.split_once(": fn(") else { return line.to_owned() };
    let mut words: Vec<&str> = signature.split(' ').collect();
    words.retain(|word| !word.ends_with(':'));
    format!("{path}: fn({}", words.join(" "))
}

/// Items that a feature switches on no more, though both are there, without a change that says so.
fn narrowed(old: &Revision, new: &Revision, diff: &Diff, is_gone: impl Fn(&String) -> bool) -> Vec<String> {
    let features = new.features();
    let told: BTreeSet<&str> = diff
        .changes
        .iter()
        .filter(|change| change.impact == Impact::Breaking)
        .flat_map(|change| &change.items)
        .filter(|item| item.old.as_ref().is_some_and(|text| text.starts_with("if ")))
        .map(|item| item.path.as_str())
        .collect();
    let mut found = Vec::new();
    for (line, was) in &old.items {
        let (Some(was), Some(Some(is))) = (was, new.items.get(line)) else { continue };
        // A resource that was only named there is read there now.
        let is = if line.ends_with("= rt::NoRelationships") { new.features_of_type(line) } else { is.clone() };
        let lost = was.iter().any(|feature| !is.contains(feature) && features.contains(feature.as_str()));
        let goes_with = |path: &&&str| line.strip_prefix(**path).is_some_and(|rest| rest.starts_with([':', '.', 'R']));
        // `resources::Book` is `resources::book::Book`.
        let exported = |path: &&&str| {
            let (short, name) = line.split_once(": use ").unwrap_or_default();
            !name.is_empty() && short.starts_with("resources::") && path.ends_with(&format!("::{name}"))
        };
        if lost
            && !line.contains(": #[")
            && !is_gone(line)
            && !told.iter().any(|path| goes_with(&path) || exported(&path))
        {
            found.push(format!("under fewer features, but no change says so: {line}: {was:?} -> {is:?}"));
        }
    }
    found
}

/// The published revisions in the order of their dates, first publications before the last; none when they
/// are not there.
fn published() -> Vec<(String, String)> {
    let folder = workspace().join("../shared/specs/klaviyo");
    if !folder.is_dir() {
        println!("SKIPPED: the official descriptions are not beside the repository; nothing was tested");
        return Vec::new();
    }
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let paths = entries.map(|entry| entry.expect("a folder that was opened can be listed").path());
    let is_revision = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // A revision that is not published yet has operations of its own only.
        name.ends_with(".json") && !name.ends_with(".pre.json")
    };
    let document = |path: PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        (name, fs::read_to_string(&path).expect("the documents are text"))
    };
    let mut found: Vec<(String, String)> = paths.filter(is_revision).map(document).collect();
    found.sort_by_key(|(name, _)| {
        let (date, rest) = name.split_at_checked("2022-10-17".len()).unwrap_or((name, ""));
        (date.to_owned(), rest.is_empty())
    });
    found
}

#[test]
fn verdicts_are_right() {
    let all = env::var_os("JSONAPI_FORGE_CORPUS").is_some_and(|value| value == "all");
    let published = published();
    let mut before: Option<(&str, Revision)> = None;
    let (mut rows, mut failures) = (Vec::new(), Vec::new());
    for pair in published.windows(2) {
        let [(old_name, old_text), (new_name, new_text)] = pair else { continue };
        if !all && !ALWAYS.contains(&(old_name.as_str(), new_name.as_str())) {
            continue;
        }
        let old = match before.take() {
            Some((name, revision)) if name == old_name => revision,
            _ => Revision::new(old_text, old_name),
        };
        let new = Revision::new(new_text, new_name);
        let diff = diff::diff(&old.model, &new.model);
        let unexplained = unexplained(&old, &new, &diff);
        rows.push(row(old_name, new_name, &diff, unexplained.len()));
        println!("{}", rows.last().map(String::as_str).unwrap_or_default());
        if !unexplained.is_empty() {
            failures.push(format!("{old_name} to {new_name}:\n{}", unexplained.join("\n")));
        }
        before = Some((new_name, new));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    if all && !rows.is_empty() {
        table(&rows);
    }
}

fn row(old: &str, new: &str, diff: &Diff, unexplained: usize) -> String {
    let [breaking, additions, absorbed] = Impact::ALL.map(|impact| diff.count(impact));
    let verdict = diff.verdict().as_str();
    format!("| {old} | {new} | {breaking} | {additions} | {absorbed} | {verdict} | {unexplained} |")
}

/// What stands before and after the table.
const MARKS: (&str, &str) = ("<!-- table -->\n", "<!-- end of the table -->\n");

/// Compares the table in the docs with these rows, or renews it.
fn table(rows: &[String]) {
    let path = workspace().join("docs/revisions.md");
    let text = fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = text.split_once(MARKS.0).expect("the page has a place for the table");
    let (_, after) = rest.split_once(MARKS.1).expect("the table ends");
    let head = "| Old | New | Breaking | Additions | Absorbed | Verdict | Unexplained items |\n|---|---|---|---|---|---|---|\n";
    let made = format!("{before}{}{head}{}\n{}{after}", MARKS.0, rows.join("\n"), MARKS.1);
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, made).expect("the page can be written");
        return;
    }
    assert!(made == text, "UPDATE_EXPECT=1 renews the table of docs/revisions.md");
}

/// Documents that have little in common: all that differs at once is explained as well.
#[test]
fn unrelated_documents_are_compared_rightly() {
    let cases = cases();
    // Where the runtime is from is no matter of the document.
    let options = |case: &Case| Options { runtime: Runtime::Vendored, ..case.options() };
    let revision = |case: &Case| Revision::with(&case.text, &case.name, &options(case), &case.overrides);
    let revisions: Vec<Revision> = cases.iter().map(revision).collect();
    let mut failures = Vec::new();
    for (number, (case, old)) in cases.iter().zip(&revisions).enumerate() {
        for (other, new) in cases.iter().zip(&revisions).skip(number + 1) {
            for (case, old, other, new) in [(case, old, other, new), (other, new, case, old)] {
                let unexplained = unexplained(old, new, &diff::diff(&old.model, &new.model));
                if !unexplained.is_empty() {
                    failures.push(format!("{} to {}:\n{}", case.name, other.name, unexplained.join("\n")));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// The folder of the small pairs.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("diff")
}

#[test]
fn small_pairs_are_as_their_files_say() {
    let mut failures = Vec::new();
    let mut seen = 0;
    let mut folders: Vec<PathBuf> =
        fs::read_dir(folder()).expect("there are pairs").map(|entry| entry.expect("it can be listed").path()).collect();
    folders.sort();
    for folder in folders {
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (old_text, new_text) = (read("old.yaml"), read("new.yaml"));
        let names = fs::read_to_string(folder.join("names.yaml")).unwrap_or_default();
        let names = match names.is_empty() {
            true => Lock::default(),
            false => Lock::parse(&names).unwrap_or_else(|found| panic!("{}: {found:#?}", folder.display())),
        };
        let revision = |text: &str, name: &str| Revision::named(text, name, names.clone());
        let (old, new) = (revision(&old_text, "old.yaml"), revision(&new_text, "new.yaml"));
        let diff = diff::diff(&old.model, &new.model);
        let (old_locator, new_locator) = (Locator::new("old.yaml", &old_text), Locator::new("new.yaml", &new_text));
        let sources = Sources { old: &old_locator, new: &new_locator };
        let files = Files::from([
            ("expected.txt".to_owned(), diff::text(&diff, sources, false)),
            ("expected.md".to_owned(), diff::markdown(&diff, Some(sources))),
            ("expected.json".to_owned(), diff::json(&diff, sources)),
        ]);
        failures.extend(compare(&folder, &files, |path| path.starts_with("expected.")).err());
        let unexplained = unexplained(&old, &new, &diff);
        if !unexplained.is_empty() {
            failures.push(format!("{}:\n{}", folder.display(), unexplained.join("\n")));
        }
        // Nothing differs from itself.
        assert_eq!(diff::diff(&new.model, &new.model).verdict(), Verdict::None, "{}", folder.display());
        seen += 1;
    }
    assert!(seen > 10, "there are pairs");
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
