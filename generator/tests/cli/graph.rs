//! `jsonapi-forge graph`.

use std::fs;

use crate::{SPEC, assert_has, folder, run};

const MAP: &str = "flowchart LR\n    r_thing[\"<b>thing</b><br/>get_things\"]\n";

#[test]
fn a_map_is_drawn_of_a_service_and_of_an_area() {
    let folder = folder("graph");
    assert_eq!(run(&folder, &["graph", "small.yaml"], 0), (MAP.to_owned(), String::new()));
    assert_eq!(run(&folder, &["graph", "small.yaml", "--area", "things"], 0), (MAP.to_owned(), String::new()));
}

#[test]
fn a_picture_of_the_map_shows_hostile_names_as_text() {
    let folder = folder("graph-svg");
    let spec = SPEC.replace("title: Small", "title: '</title><script>'").replace("[thing]", "['a\"<b>&']");
    fs::write(folder.join("hostile.yaml"), spec).expect("written");
    let (svg, _) = run(&folder, &["graph", "hostile.yaml", "--format", "svg"], 0);
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" ") && svg.ends_with("</svg>\n"), "{svg}");
    assert_has(
        &svg,
        &["<title>&lt;/title&gt;&lt;script&gt; 1</title>", ">a&quot;&lt;b&gt;&amp;<", ">get_things<", ">Things<"],
    );
    assert!(!svg.contains("<script") && svg.matches("://").count() == 1, "{svg}");
    assert_eq!(run(&folder, &["graph", "hostile.yaml", "--format", "svg", "--area", "Things"], 0).0, svg);
}

#[test]
fn an_area_that_is_not_there_is_an_error() {
    let (stdout, stderr) = run(&folder("graph-area"), &["graph", "small.yaml", "--area", "Thigns"], 2);
    assert_eq!(stdout, "");
    assert_has(&stderr, &["no resource is in the area `Thigns`; did you mean `Things`?"]);
}

#[test]
fn a_document_that_is_not_there_is_an_error() {
    assert_eq!(run(&folder("graph-missing"), &["graph", "missing.yaml"], 2).0, "");
}
