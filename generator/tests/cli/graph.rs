//! `jsonapi-forge graph`.

use crate::{assert_has, folder, run};

const MAP: &str = "flowchart LR\n    subgraph a0[\"Things\"]\n        r0[\"<b>thing</b><br/>get_things\"]\n    end\n";

#[test]
fn the_map_of_a_service_and_of_an_area() {
    let folder = folder("graph");
    assert_eq!(run(&folder, &["graph", "small.yaml"], 0), (MAP.to_owned(), String::new()));
    assert_eq!(run(&folder, &["graph", "small.yaml", "--area", "things"], 0), (MAP.to_owned(), String::new()));
}

#[test]
fn an_area_that_is_not_there_is_an_error() {
    let (stdout, stderr) = run(&folder("graph-area"), &["graph", "small.yaml", "--area", "Thigns"], 2);
    assert_eq!(stdout, "");
    assert_has(&stderr, &["no resource is in the area `Thigns`; did you mean `Things`?"]);
}

#[test]
fn a_description_that_is_not_there_is_an_error() {
    assert_eq!(run(&folder("graph-missing"), &["graph", "missing.yaml"], 2).0, "");
}
