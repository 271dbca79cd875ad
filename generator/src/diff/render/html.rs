//! A diff as one page that needs nothing else: no script, style, font or picture is fetched.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Sources, counts, position};
use crate::diff::change::{Area, Change, Diff, Impact, Verdict};
use crate::report::{count, markup, printable};
use crate::source::{Locator, Pointer};

/// Nothing but what is in the page may act or show.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Returns the diff as an HTML page.
pub fn html(diff: &Diff, sources: Sources<'_>) -> String {
    let title = format!("{} to {}", printable(&diff.versions.0), printable(&diff.versions.1));
    let title = markup(&title);
    let (style, script) = (include_str!("page.css"), include_str!("page.js"));
    let (summary, filters, sections) = (summary(diff, sources), filters(diff), sections(diff, sources));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n\
         <header>\n{summary}</header>\n{filters}<main>\n{sections}\
         <p id=\"nothing\" hidden>No change is as asked for.</p>\n</main>\n<script>\n{script}</script>\n</body>\n</html>\n"
    )
}

fn summary(diff: &Diff, sources: Sources<'_>) -> String {
    let verdict = diff.verdict();
    let next = |version| verdict.next(version).unwrap_or_default();
    let version = match verdict {
        Verdict::None => "Callers see no difference.".to_owned(),
        _ => format!("1.0.0 becomes {}, 0.1.0 becomes {}.", next("1.0.0"), next("0.1.0")),
    };
    let of = |locator: &Locator<'_>, version: &str| {
        format!("<b>{}</b> <span class=\"file\">{}</span>", shown(version), shown(locator.name()))
    };
    format!(
        "<h1>{} <span class=\"to\">→</span> {}</h1>\n\
         <p><span class=\"verdict {verdict}\">{verdict}</span> {version}</p>\n\
         <p>{}; {} of documentation.</p>\n",
        of(sources.old, &diff.versions.0),
        of(sources.new, &diff.versions.1),
        counts(diff),
        count(diff.texts, "other text"),
        verdict = verdict.as_str(),
    )
}

fn filters(diff: &Diff) -> String {
    let mut areas: BTreeMap<Area, usize> = BTreeMap::new();
    diff.changes.iter().for_each(|change| *areas.entry(change.area).or_insert(0) += 1);
    let mut text = String::from("<form class=\"filters\" hidden>\n<fieldset><legend>Impact</legend>\n");
    for impact in Impact::ALL {
        choice(&mut text, "impact", impact.as_str(), diff.count(impact));
    }
    text.push_str("</fieldset>\n<fieldset><legend>Area</legend>\n");
    for (area, number) in areas {
        choice(&mut text, "area", area.as_str(), number);
    }
    text.push_str("</fieldset>\n<label class=\"search\">Text <input type=\"search\" name=\"text\"></label>\n</form>\n");
    text
}

fn choice(text: &mut String, name: &str, value: &str, number: usize) {
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "<label class=\"{value}\"><input type=\"checkbox\" name=\"{name}\" value=\"{value}\" checked> {value} <small>{number}</small></label>"
    );
}

/// Returns a section for each operation, resource and type, those with the most severe changes first.
fn sections(diff: &Diff, sources: Sources<'_>) -> String {
    let mut groups: Vec<(&str, Vec<&Change>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for change in &diff.changes {
        let place = *places.entry(&change.of).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, changes)) => changes.push(change),
            None => groups.push((&change.of, vec![change])),
        }
    }
    let mut text = String::new();
    let mut anchors = Anchors::default();
    for (of, changes) in groups {
        let id = anchors.anchor(of);
        let mut articles = String::new();
        for change in changes {
            articles.push_str(&article(change, sources, &anchors.anchor(&format!("{of} {}", change.what))));
        }
        // Writing to a string cannot fail.
        let _ = write!(text, "<section id=\"{id}\">\n<h2>{} {}</h2>\n{articles}</section>\n", prose(of), to(&id));
    }
    text
}

/// Returns the link of a card to itself.
fn to(id: &str) -> String {
    format!("<a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to this\">#</a>")
}

/// The names of the places of a page. A card has the name that its words give, so that links to it still lead there when other
/// cards come and go.
#[derive(Default)]
struct Anchors(BTreeMap<String, usize>);

impl Anchors {
    /// Returns the name of the next place that is about these words.
    fn anchor(&mut self, words: &str) -> String {
        let mut name = String::new();
        for letter in words.chars() {
            if letter.is_ascii_alphanumeric() {
                name.push(letter.to_ascii_lowercase());
            } else if !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
        }
        let name = format!("at-{}", name.get(..LONGEST_ANCHOR).unwrap_or(&name).trim_end_matches('-'));
        let number = self.0.entry(name.clone()).or_insert(0);
        *number += 1;
        // Words end in no number of their own after two hyphens.
        if *number == 1 { name } else { format!("{name}--{number}") }
    }
}

/// The largest length of the words in an anchor.
const LONGEST_ANCHOR: usize = 80;

fn article(change: &Change, sources: Sources<'_>, id: &str) -> String {
    let (impact, area) = (change.impact.as_str(), change.area.as_str());
    let links = [link(sources.old, change.at_old.as_ref(), "old"), link(sources.new, change.at_new.as_ref(), "new")];
    let links: Vec<String> = links.into_iter().flatten().collect();
    let how = if change.impact == Impact::Absorbed {
        String::new()
    } else {
        format!("<p class=\"how\">{}.</p>\n", prose(&change.how))
    };
    let items: String = change
        .items
        .iter()
        .map(|item| {
            let line = |class: &str, text: &Option<String>| {
                let text = text.as_ref()?;
                Some(format!("<code class=\"{class}\">{}{}</code>", shown(&item.path), shown(&said(text))))
            };
            let lines: String = [line("gone", &item.old), line("fresh", &item.new)].into_iter().flatten().collect();
            format!("<li>{lines}</li>\n")
        })
        .collect();
    let items = match change.items.len() {
        0 => String::new(),
        number => {
            format!("<details><summary>{}</summary>\n<ul>\n{items}</ul></details>\n", count(number, "public item"))
        }
    };
    format!(
        "<article id=\"{id}\" class=\"{impact}\" data-impact=\"{impact}\" data-area=\"{area}\">\n\
         <p class=\"what\"><span class=\"tag\">{impact}</span> <span class=\"area\">{area}</span> {} {}</p>\n\
         {how}{items}<p class=\"places\">{}</p>\n</article>\n",
        prose(&change.what),
        to(id),
        links.join(" → ")
    )
}

/// Returns what follows the path of an item.
fn said(text: &str) -> String {
    match text {
        "" => String::new(),
        text if text.starts_with('=') => format!(" {text}"),
        text => format!(": {text}"),
    }
}

/// Returns a link to where something is in a text.
fn link(locator: &Locator<'_>, pointer: Option<&Pointer>, which: &str) -> Option<String> {
    let position = position(locator, Some(pointer?))?;
    let (line, column) = (position.line, position.column);
    Some(format!(
        "<a href=\"{}#L{line}\" title=\"{}\">{which} {}:{line}:{column}</a>",
        url(locator.name()),
        shown(pointer?.as_str()),
        shown(file_name(locator.name()))
    ))
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Returns a path as a relative or absolute reference without a scheme (RFC 3986, section 4.2).
fn url(path: &str) -> String {
    let mut url = if path.starts_with('/') { String::new() } else { "./".to_owned() };
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            url.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}

/// Returns a change's words: what stands between backticks is code.
fn prose(words: &str) -> String {
    let parts = words.split('`').enumerate();
    let parts = parts.map(|(index, part)| match index % 2 {
        0 => shown(part),
        _ => format!("<code>{}</code>", shown(part)),
    });
    parts.collect()
}

/// Escapes foreign text.
fn shown(text: &str) -> String {
    markup(&printable(text))
}

#[cfg(test)]
mod tests {
    use super::Anchors;

    #[test]
    fn each_card_has_a_name_of_its_own() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.anchor("`GET /books/{id}`"), "at-get-books-id");
        assert_eq!(anchors.anchor("`GET /books/<id>`"), "at-get-books-id--2");
        assert_eq!(anchors.anchor("\u{e9}"), "at-");
        assert_eq!(anchors.anchor(&"a ".repeat(80)).len(), "at-".len() + 79);
    }
}
