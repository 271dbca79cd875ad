//! A connected part of the map of an area: boxes, and the lines between them.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::graph::svg::card::Card;
use crate::graph::svg::place::{Bend, Course, DRAWN, Join, Placed, place};
use crate::graph::svg::row::{self, Row};
use crate::graph::svg::shape::{Point, Size, px, shown};
use crate::graph::{Graph, Relationship};

/// The room that the end of a line takes at the side of a box, at least.
const LINE: f64 = 7.0;

/// Boxes and lines, and where they are.
#[derive(Debug)]
pub(super) struct Component {
    cards: Vec<Card>,
    wires: Vec<Wire>,
    placed: Placed,
}

/// All relationships between two resources, drawn as one line.
#[derive(Debug)]
struct Wire {
    from: usize,
    to: usize,
    /// The relationships that lead the way of the line, and those that lead back.
    there: Vec<Relationship>,
    back: Vec<Relationship>,
}

impl Component {
    /// Returns some of the resources of the map of an area, by their positions.
    fn of(area: &str, graph: &Graph, members: &[usize]) -> Self {
        let resources = members.iter().filter_map(|member| Some((*member, graph.resources.get(*member)?)));
        let cards = resources.map(|(member, resource)| {
            let own = graph.relationships.iter().filter(|one| one.from == member);
            let signs = own.filter_map(|one| Some((sign(graph, members, one)?, one)));
            Card::of(resource, area, &signs.collect::<Vec<_>>())
        });
        let cards: Vec<Card> = cards.collect();
        let wires = wires(graph, members);
        let sizes: Vec<Size> = cards.iter().map(Card::size).collect();
        let width = sizes.iter().map(|size| size.width).fold(0.0, f64::max);
        let sizes = sizes.into_iter().enumerate().map(|(card, size)| {
            let lines = wires.iter().filter(|wire| wire.from == card || wire.to == card).count();
            Size { width, height: size.height.max(lines as f64 * LINE + 2.0 * LINE) }
        });
        let sizes: Vec<Size> = sizes.collect();
        let joins = wires.iter().map(|wire| Join { from: wire.from, to: wire.to, label: wire.label(false).1 });
        let joins: Vec<Join> = joins.collect();
        Self { placed: place(&sizes, &joins), cards, wires }
    }

    /// Returns some of the resources of the map of an area in parts that can be drawn: all of them as one, or each by
    /// itself where there are too many lines.
    pub(super) fn all(area: &str, graph: &Graph, members: &[usize]) -> Vec<Self> {
        match wires(graph, members).len() > DRAWN {
            true => members.chunks(1).map(|one| Self::of(area, graph, one)).collect(),
            false => vec![Self::of(area, graph, members)],
        }
    }

    /// Returns the room that it takes.
    pub(super) fn size(&self) -> Size {
        self.placed.size
    }

    /// Draws it with its corner at the origin.
    pub(super) fn draw(&self, svg: &mut String) {
        let ports = self.ports();
        for ((wire, line), (start, end)) in self.wires.iter().zip(&self.placed.lines).zip(&ports) {
            wire.draw(svg, line, *start, *end);
        }
        for (card, place) in self.cards.iter().zip(&self.placed.boxes) {
            card.draw(svg, *place);
        }
    }

    /// Returns, for each line, where it leaves the box on its left and where it reaches that on its right: the ends at
    /// one side of a box are spread over it, in the order in which their lines come.
    fn ports(&self) -> Vec<(Point, Point)> {
        let mut sides: BTreeMap<(usize, bool), Vec<(f64, usize)>> = BTreeMap::new();
        let lines = || self.wires.iter().zip(&self.placed.lines).enumerate();
        for (number, (wire, line)) in lines() {
            let (left, right) = wire.ends(line);
            let [before, after] = &line.bends;
            let middle = line.label.middle();
            sides.entry((left, false)).or_default().push((before.first().map_or(middle, |bend| bend.y), number));
            sides.entry((right, true)).or_default().push((after.last().map_or(middle, |bend| bend.y), number));
        }
        let mut spread: BTreeMap<(usize, bool), Point> = BTreeMap::new();
        for ((card, is_left_side), mut ends) in sides {
            ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let place = self.placed.boxes.get(card).copied().unwrap_or_default();
            let gap = f64::min(18.0, (place.height - 8.0) / ends.len() as f64);
            let first = place.middle() - gap * (ends.len() as f64 - 1.0) / 2.0;
            let x = if is_left_side { place.x } else { place.right() };
            let ends = ends.into_iter().enumerate();
            spread.extend(
                ends.map(|(order, (_, number))| ((number, is_left_side), Point { x, y: first + gap * order as f64 })),
            );
        }
        let port = |number, is_left_side| spread.get(&(number, is_left_side)).copied().unwrap_or_default();
        lines().map(|(number, _)| (port(number, false), port(number, true))).collect()
    }
}

/// Returns what stands before a relationship for which no line is drawn, because it leads to the same resource, to any,
/// or to one that is not drawn here.
fn sign(graph: &Graph, members: &[usize], one: &Relationship) -> Option<String> {
    match one.to {
        Some(to) if to == one.from => Some("↻ ".to_owned()),
        Some(to) if members.contains(&to) => None,
        Some(to) => Some(format!("{} ← ", shown(&graph.resources.get(to)?.kind))),
        None => Some("any ← ".to_owned()),
    }
}

/// Returns the lines between some resources, which are named by their positions among them.
fn wires(graph: &Graph, members: &[usize]) -> Vec<Wire> {
    let mut wires: Vec<Wire> = Vec::new();
    let position = |resource: usize| members.iter().position(|member| *member == resource);
    for one in &graph.relationships {
        let (Some(from), Some(to)) = (position(one.from), one.to.and_then(position)) else { continue };
        if from == to {
            continue;
        }
        if let Some(wire) = wires.iter_mut().find(|wire| (wire.from, wire.to) == (from, to)) {
            wire.there.push(one.clone());
        } else if let Some(wire) = wires.iter_mut().find(|wire| (wire.from, wire.to) == (to, from)) {
            wire.back.push(one.clone());
        } else {
            wires.push(Wire { from, to, there: vec![one.clone()], back: Vec::new() });
        }
    }
    wires
}

impl Wire {
    /// Returns the boxes on the left and on the right.
    fn ends(&self, line: &Course) -> (usize, usize) {
        if line.is_turned { (self.to, self.from) } else { (self.from, self.to) }
    }

    /// Returns what is written at it, and the room for that; names have a sign for their direction where some lead one
    /// way and some the other.
    fn label(&self, is_turned: bool) -> (Vec<Row>, Size) {
        let (there, back) = match (self.back.is_empty(), is_turned) {
            (true, _) => ("", ""),
            (false, false) => ("→ ", "← "),
            (false, true) => ("← ", "→ "),
        };
        let there = self.there.iter().map(|one| Row::of(there, one));
        let rows: Vec<Row> = there.chain(self.back.iter().map(|one| Row::of(back, one))).collect();
        let width = rows.iter().map(Row::width).fold(0.0, f64::max);
        let height = rows.len() as f64 * row::HEIGHT;
        (rows, Size { width: width + 8.0, height })
    }

    fn draw(&self, svg: &mut String, line: &Course, start: Point, end: Point) {
        let at = line.label;
        let (left, right) = (Point { x: at.x, y: at.middle() }, Point { x: at.right(), y: at.middle() });
        let [before, after] = &line.bends;
        let leads_right = !line.is_turned || !self.back.is_empty();
        let leads_left = line.is_turned || !self.back.is_empty();
        let (before, after) = (path(start, before, left), path(right, after, end));
        let head_left = if leads_left { r##" marker-start="url(#head)""## } else { "" };
        let head_right = if leads_right { r##" marker-end="url(#head)""## } else { "" };
        // Writing to a string cannot fail.
        let _ = writeln!(svg, r#"<path class="line" d="{before}"{head_left}/>"#);
        let _ = writeln!(svg, r#"<path class="line" d="{after}"{head_right}/>"#);
        let x = px(at.x + at.width / 2.0);
        for (number, row) in self.label(line.is_turned).0.iter().enumerate() {
            let y = px(at.y + 11.0 + number as f64 * row::HEIGHT);
            let _ = writeln!(svg, r#"<text class="label" x="{x}" y="{y}">{}</text>"#, row.markup());
        }
    }
}

/// Returns a line that leaves and reaches boxes and labels level, and runs level wherever others stand above and below.
fn path(start: Point, bends: &[Bend], end: Point) -> String {
    let mut path = format!("M{} {}", px(start.x), px(start.y));
    let mut from = start;
    let mut curve = |path: &mut String, to: Point| {
        let middle = px((from.x + to.x) / 2.0);
        let (before, x, y) = (px(from.y), px(to.x), px(to.y));
        path.push_str(&match before == y {
            true => format!("H{x}"),
            false => format!("C{middle} {before} {middle} {y} {x} {y}"),
        });
        from = to;
    };
    for bend in bends {
        curve(&mut path, Point { x: bend.left, y: bend.y });
        curve(&mut path, Point { x: bend.right, y: bend.y });
    }
    curve(&mut path, end);
    path
}
