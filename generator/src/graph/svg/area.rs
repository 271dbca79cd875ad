//! The map of one area in a frame.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::graph::Graph;
use crate::graph::svg::pack::{extent, fair_width, pack};
use crate::graph::svg::part::Component;
use crate::graph::svg::shape::{Rect, Size, px, shown, width};
use crate::report::markup;

const PADDING: f64 = 18.0;
const HEAD: f64 = 44.0;
const NAME_FONT: f64 = 15.0;
/// The room between parts.
const GAP: f64 = 24.0;

/// An area that is to be drawn.
#[derive(Debug)]
pub(super) struct Area {
    name: String,
    parts: Vec<Component>,
    places: Vec<Rect>,
}

impl Area {
    /// Returns an area, of the map that shows it.
    pub(super) fn of(name: &str, graph: &Graph) -> Self {
        let mut parts: Vec<Component> =
            connected(graph).iter().flat_map(|members| Component::all(name, graph, members)).collect();
        // What is small finds room between what is large.
        parts.sort_by(|a, b| b.size().height.total_cmp(&a.size().height));
        let sizes: Vec<Size> = parts.iter().map(Component::size).collect();
        let places = pack(&sizes, fair_width(&sizes, GAP), GAP);
        Self { name: shown(if name.is_empty() { "Of no tag" } else { name }), parts, places }
    }

    /// Returns the room that it takes.
    pub(super) fn size(&self) -> Size {
        let inner = extent(&self.places);
        let width = inner.width.max(width(&self.name, NAME_FONT));
        Size { width: width + 2.0 * PADDING, height: inner.height + HEAD + PADDING }
    }

    /// Draws it.
    pub(super) fn draw(&self, svg: &mut String, at: Rect) {
        let (x, y, wide, high) = (px(at.x), px(at.y), px(at.width), px(at.height));
        let (left, base, name) = (px(at.x + PADDING), px(at.y + 28.0), markup(&self.name));
        // Writing to a string cannot fail.
        let _ = writeln!(svg, r#"<rect class="area" x="{x}" y="{y}" width="{wide}" height="{high}" rx="8"/>"#);
        let _ = writeln!(svg, r#"<text class="name" x="{left}" y="{base}">{name}</text>"#);
        for (part, place) in self.parts.iter().zip(&self.places) {
            let (x, y) = (px(at.x + PADDING + place.x), px(at.y + HEAD + place.y));
            let _ = writeln!(svg, r#"<g transform="translate({x} {y})">"#);
            part.draw(svg);
            svg.push_str("</g>\n");
        }
    }
}

/// Returns the resources of a map, by their positions, in groups that no relationship joins.
fn connected(graph: &Graph) -> Vec<Vec<usize>> {
    let mut groups: Vec<usize> = (0..graph.resources.len()).collect();
    for one in &graph.relationships {
        let group = |position| groups.get(position).copied();
        let (Some(from), Some(to)) = (group(one.from), one.to.and_then(group)) else { continue };
        groups.iter_mut().filter(|group| **group == to).for_each(|group| *group = from);
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (position, group) in groups.into_iter().enumerate() {
        members.entry(group).or_default().push(position);
    }
    members.into_values().collect()
}
