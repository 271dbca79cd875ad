//! The map as one picture: a frame for each area, with what is related to it from outside as dashed boxes.
//! Nothing is fetched, nothing acts, and the same map gives the same bytes.

mod area;
mod card;
mod pack;
mod part;
mod place;
mod row;
mod shape;

use std::fmt::Write;

use crate::graph::Graph;
use crate::graph::svg::area::Area;
use crate::graph::svg::pack::{extent, fair_width, pack};
use crate::graph::svg::shape::{Rect, Size, px, shown};
use crate::report::markup;

const MARGIN: f64 = 24.0;
const HEAD: f64 = 84.0;
/// The room between areas.
const GAP: f64 = 20.0;
/// The room that the words at the head take at least.
const WIDTH: f64 = 740.0;

const STYLE: &str = include_str!("style.css");
const HEADS: &str = r#"<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path class="head" d="M0 0.5L8 4L0 7.5z"/></marker></defs>"#;
const NOTE: &str = "Boxes: resources, with the operations that reach them; dashed: of another area. \
                    Arrows: relationships, with how many they lead to.";

/// Draws areas, each with the map that shows it (see [`Graph::by_area`]), under a title.
pub fn svg(title: &str, maps: &[(&str, Graph)]) -> String {
    let areas: Vec<Area> = maps.iter().map(|(name, graph)| Area::of(name, graph)).collect();
    let sizes: Vec<Size> = areas.iter().map(Area::size).collect();
    let places = pack(&sizes, fair_width(&sizes, GAP), GAP);
    let inner = extent(&places);
    let (width, height) = (px(inner.width.max(WIDTH) + 2.0 * MARGIN), px(inner.height + HEAD + MARGIN));
    let title = markup(&shown(title));
    let mut svg = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
<title>{title}</title>
<style>
{STYLE}</style>
{HEADS}
<rect class="page" width="{width}" height="{height}"/>
<text class="title" x="{MARGIN}" y="40">{title}</text>
<text class="note" x="{MARGIN}" y="62">{NOTE}</text>"#
    );
    for (area, place) in areas.iter().zip(&places) {
        area.draw(&mut svg, Rect { x: place.x + MARGIN, y: place.y + HEAD, ..*place });
    }
    svg.push_str("</svg>\n");
    svg
}

#[cfg(test)]
mod tests {
    use super::svg;
    use crate::graph::{Graph, Many, Relationship, Resource};

    #[test]
    fn more_lines_than_anybody_could_follow_are_told_in_boxes() {
        let kind = |number: usize| format!("kind-{number}");
        let resource = |number| Resource { kind: kind(number), area: "A".into(), operations: vec!["get".into()] };
        let to =
            |from: usize, to: usize| Relationship { from, to: Some(to), name: format!("to-{to}"), many: Many::Any };
        let resources: Vec<Resource> = (0..40).map(resource).collect();
        let all = |from: usize| (from + 1..40).map(move |other| to(from, other));
        let graph = Graph { resources, relationships: (0..40).flat_map(all).collect() };
        let map = svg("Much", &[("A", graph)]);
        assert!(map.contains(r#">kind-39 ← to-39 <tspan class="many">0..*</tspan>"#), "{map}");
        assert_eq!(map.matches(r#"class="line""#).count(), 0);
    }
}
