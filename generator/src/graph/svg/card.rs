//! A resource as a box: its type, the operations that reach it, and its relationships to its own type.

use std::fmt::Write;

use crate::graph::svg::row::{self, Row};
use crate::graph::svg::shape::{Rect, Size, px, shown, width};
use crate::graph::{Relationship, Resource};
use crate::report::markup;

const HEAD: f64 = 26.0;
const HEAD_FONT: f64 = 12.0;
const PADDING: f64 = 10.0;

/// The largest number of operations that are named; of more, the number of the others is shown.
const NAMED: usize = 24;

/// A box that is to be drawn.
#[derive(Debug)]
pub(super) struct Card {
    kind: String,
    rows: Vec<Row>,
    /// Whether it is of the area that is drawn; others are shown because they are related to that.
    is_inside: bool,
}

impl Card {
    /// Returns the box of a resource on the map of an area, with the relationships for which no line is drawn, each
    /// with what stands before it.
    pub(super) fn of(resource: &Resource, area: &str, own: &[(String, &Relationship)]) -> Self {
        let is_inside = resource.area == area;
        let mut rows = Vec::new();
        if is_inside {
            rows.extend(resource.operations.iter().take(NAMED).map(|id| Row::new(id)));
            let more = resource.operations.len().saturating_sub(NAMED);
            rows.extend((more > 0).then(|| Row::new(&format!("and {more} more"))));
            rows.extend(own.iter().map(|(sign, one)| Row::of(sign, one)));
        } else if !resource.area.is_empty() {
            rows.push(Row::new(&format!("in {}", resource.area)));
        }
        Self { kind: shown(&resource.kind), rows, is_inside }
    }

    /// Returns the room that it takes.
    pub(super) fn size(&self) -> Size {
        let widest = self.rows.iter().map(Row::width).fold(width(&self.kind, HEAD_FONT), f64::max);
        let rows = self.rows.len() as f64 * row::HEIGHT;
        let height = match (self.rows.is_empty(), self.is_inside) {
            (true, _) => HEAD,
            (false, true) => HEAD + rows + PADDING,
            (false, false) => HEAD + rows,
        };
        Size { width: widest + 2.0 * PADDING, height }
    }

    /// Draws it.
    pub(super) fn draw(&self, svg: &mut String, at: Rect) {
        let class = if self.is_inside { "box" } else { "near" };
        let (x, y, wide, high) = (px(at.x), px(at.y), px(at.width), px(at.height));
        let (left, base, kind) = (px(at.x + PADDING), px(at.y + 17.5), markup(&self.kind));
        // Writing to a string cannot fail.
        let _ = writeln!(svg, r#"<rect class="{class}" x="{x}" y="{y}" width="{wide}" height="{high}" rx="5"/>"#);
        let _ = writeln!(svg, r#"<text class="kind" x="{left}" y="{base}">{kind}</text>"#);
        let has_rule = self.is_inside && !self.rows.is_empty();
        if has_rule {
            let (right, rule) = (px(at.right()), px(at.y + HEAD));
            let _ = writeln!(svg, r#"<path class="rule" d="M{x} {rule}H{right}"/>"#);
        }
        let first = at.y + HEAD + if has_rule { row::HEIGHT } else { 6.0 };
        for (number, row) in self.rows.iter().enumerate() {
            let base = px(first + number as f64 * row::HEIGHT);
            let _ = writeln!(svg, r#"<text x="{left}" y="{base}">{}</text>"#, row.markup());
        }
    }
}
