//! Where the boxes of a map stand and how its lines run, found by the `layout` crate: ranks from left to
//! right, with the label of each line in a rank of its own between the boxes that it joins.

use layout::adt::dag::NodeHandle;
use layout::core::base::Orientation::LeftToRight;
use layout::core::format::{ClipHandle, RenderBackend};
use layout::core::geometry::{Point, Position};
use layout::core::style::StyleAttr;
use layout::std_shapes::shapes::{Arrow, Element, ShapeKind};
use layout::topo::layout::VisualGraph;

use crate::graph::svg::shape::{Rect, Size};

/// The room around a box, in all.
const AROUND_BOX: Point = Point { x: 8.0, y: 22.0 };

/// The room around a label, in all.
const AROUND_LABEL: Point = Point { x: 60.0, y: 10.0 };

/// The number of lines up to which places are improved: for some hundred of them that takes seconds.
const IMPROVED: usize = 80;

/// More lines than these are not drawn: finding their places takes as long, and nobody could follow them.
pub(super) const DRAWN: usize = 200;

/// A line that is to be drawn, between two boxes by their positions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Join {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: Size,
}

/// The places of everything in the drawing.
#[derive(Debug, Default)]
pub(super) struct Placed {
    pub(super) boxes: Vec<Rect>,
    pub(super) lines: Vec<Course>,
    /// The room that all of it takes, from the origin on.
    pub(super) size: Size,
}

/// The course of a line.
#[derive(Debug)]
pub(super) struct Course {
    /// Whether it was turned around, so that it runs from the left to the right.
    pub(super) is_turned: bool,
    pub(super) label: Rect,
    /// Where it passes others between the left box and the label, and between that and the right box.
    pub(super) bends: [Vec<Bend>; 2],
}

/// A stretch where a line passes boxes or labels above and below it: it runs level along their width.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bend {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) y: f64,
}

/// Places boxes and the lines between them; no line joins a box to itself.
pub(super) fn place(boxes: &[Size], joins: &[Join]) -> Placed {
    let mut graph = VisualGraph::new(LeftToRight);
    let nodes: Vec<NodeHandle> = boxes.iter().map(|size| graph.add_node(element(*size, AROUND_BOX))).collect();
    let turned = turned(boxes.len(), joins);
    let mut labels = Vec::new();
    for (number, (join, is_turned)) in joins.iter().zip(&turned).enumerate() {
        let (left, right) = if *is_turned { (join.to, join.from) } else { (join.from, join.to) };
        let (Some(left), Some(right)) = (nodes.get(left), nodes.get(right)) else { continue };
        let label = graph.add_node(element(join.label, AROUND_LABEL));
        graph.add_edge(arrow(2 * number), *left, label);
        graph.add_edge(arrow(2 * number + 1), label, *right);
        labels.push(label);
    }
    let mut paths = Paths(vec![Vec::new(); 2 * joins.len()]);
    let is_large = joins.len() > IMPROVED;
    graph.do_it(false, is_large, is_large, &mut paths);
    let boxes: Vec<Rect> = nodes.into_iter().map(|node| rect(graph.pos(node))).collect();
    let labels: Vec<Rect> = labels.into_iter().map(|label| rect(graph.pos(label))).collect();
    let around: Vec<Rect> = boxes.iter().chain(&labels).copied().collect();
    let mut bends = paths.0.into_iter().map(|points| points.into_iter().map(|point| bend(point, &around)).collect());
    let lines = labels.into_iter().zip(turned).map(|(label, is_turned)| {
        let (mut before, mut after): (Vec<Bend>, Vec<Bend>) =
            (bends.next().unwrap_or_default(), bends.next().unwrap_or_default());
        // Beside a label that is wider than this one, too.
        let level = bend(Point::new(label.x + label.width / 2.0, label.middle()), &around);
        before.push(Bend { right: label.x, ..level });
        after.insert(0, Bend { left: label.right(), ..level });
        Course { is_turned, label, bends: [before, after] }
    });
    let lines = lines.collect();
    Placed { boxes, lines, size: Size::default() }.at_origin()
}

fn bend(at: Point, around: &[Rect]) -> Bend {
    let is_beside = |other: &&Rect| (other.x..other.right()).contains(&at.x);
    let beside = || around.iter().filter(is_beside);
    let left = beside().map(|other| other.x).fold(at.x, f64::min);
    let right = beside().map(Rect::right).fold(at.x, f64::max);
    Bend { left, right, y: at.y }
}

impl Placed {
    /// Moves the upper left corner to the origin.
    fn at_origin(mut self) -> Self {
        let bends = || self.lines.iter().flat_map(|line| line.bends.iter().flatten());
        let flat = bends().map(|bend| Rect { x: bend.left, y: bend.y, width: bend.right - bend.left, height: 0.0 });
        let all: Vec<Rect> =
            self.boxes.iter().chain(self.lines.iter().map(|line| &line.label)).copied().chain(flat).collect();
        let left = all.iter().map(|one| one.x).fold(f64::INFINITY, f64::min);
        let top = all.iter().map(|one| one.y).fold(f64::INFINITY, f64::min);
        let right = all.iter().map(Rect::right).fold(left, f64::max);
        let bottom = all.iter().map(Rect::bottom).fold(top, f64::max);
        let rects = self.boxes.iter_mut().chain(self.lines.iter_mut().map(|line| &mut line.label));
        rects.for_each(|rect| (rect.x, rect.y) = (rect.x - left, rect.y - top));
        let bends = self.lines.iter_mut().flat_map(|line| line.bends.iter_mut().flatten());
        bends.for_each(|bend| (bend.left, bend.right, bend.y) = (bend.left - left, bend.right - left, bend.y - top));
        self.size = Size { width: right - left, height: bottom - top };
        self
    }
}

/// Returns which lines run against the others: without them, none comes back to where it began.
fn turned(boxes: usize, joins: &[Join]) -> Vec<bool> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); boxes];
    let mut turned = Vec::new();
    for join in joins {
        let is_turned = reaches(&next, join.to, join.from);
        let (left, right) = if is_turned { (join.to, join.from) } else { (join.from, join.to) };
        next.get_mut(left).into_iter().for_each(|next| next.push(right));
        turned.push(is_turned);
    }
    turned
}

fn reaches(next: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; next.len()];
    let mut open = vec![from];
    while let Some(one) = open.pop() {
        if one == to {
            return true;
        }
        let is_new = seen.get_mut(one).is_some_and(|seen| !std::mem::replace(seen, true));
        open.extend(next.get(one).into_iter().filter(|_| is_new).flatten());
    }
    false
}

fn element(size: Size, around: Point) -> Element {
    let mut element = Element::create(ShapeKind::new_box(""), StyleAttr::simple(), LeftToRight, Point::zero());
    element.pos = Position::new(Point::zero(), Point::new(size.width, size.height), Point::zero(), around);
    element
}

/// Returns a piece of a line, by its number.
fn arrow(number: usize) -> Arrow {
    Arrow { properties: Some(number.to_string()), ..Arrow::default() }
}

fn rect(position: Position) -> Rect {
    let (corner, end) = position.bbox(false);
    Rect { x: corner.x, y: corner.y, width: end.x - corner.x, height: end.y - corner.y }
}

/// Takes how the pieces of lines run, by their numbers, but for both ends; boxes we draw ourselves.
struct Paths(Vec<Vec<Point>>);

impl RenderBackend for Paths {
    fn draw_rect(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>, _: Option<ClipHandle>) {}

    fn draw_line(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_circle(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_text(&mut self, _: Point, _: &str, _: &StyleAttr) {}

    fn draw_arrow(
        &mut self,
        path: &[(Point, Point)],
        _: bool,
        _: (bool, bool),
        _: &StyleAttr,
        number: Option<String>,
        _: &str,
    ) {
        let number = number.and_then(|number| number.parse::<usize>().ok());
        let Some(points) = number.and_then(|number| self.0.get_mut(number)) else { return };
        // The first pair is a point and where the line leaves it, the others the other way round.
        let inner = path.get(1..path.len().saturating_sub(1)).unwrap_or_default();
        *points = inner.iter().map(|(_, point)| *point).collect();
    }

    fn create_clip(&mut self, _: Point, _: Point, _: usize) -> ClipHandle {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::{Join, place};
    use crate::graph::svg::shape::{Rect, Size};

    fn overlap(a: &Rect, b: &Rect) -> bool {
        a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
    }

    /// Maps of all forms, cycles among them: numbers that are the same in each run.
    #[test]
    fn nothing_overlaps_and_lines_run_to_the_right() {
        let mut state: u64 = 7;
        let mut below = |limit: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).expect("31 bits") % limit
        };
        for _ in 0..60 {
            let boxes: Vec<Size> =
                (0..2 + below(14)).map(|_| Size { width: 200.0, height: 26.0 + 15.0 * below(20) as f64 }).collect();
            let mut joins: Vec<Join> = Vec::new();
            for _ in 0..below(3 * boxes.len()) {
                let (from, to) = (below(boxes.len()), below(boxes.len()));
                let is_new = joins.iter().all(|one| ![(from, to), (to, from)].contains(&(one.from, one.to)));
                if from != to && is_new {
                    joins.push(Join { from, to, label: Size { width: 30.0 + below(90) as f64, height: 15.0 } });
                }
            }
            let placed = place(&boxes, &joins);
            assert_eq!((placed.boxes.len(), placed.lines.len()), (boxes.len(), joins.len()));
            let all: Vec<Rect> =
                placed.boxes.iter().copied().chain(placed.lines.iter().map(|line| line.label)).collect();
            for (number, one) in all.iter().enumerate() {
                assert!(all.iter().skip(number + 1).all(|other| !overlap(one, other)), "{boxes:?} {joins:?}");
                assert!(one.x >= 0.0 && one.right() <= placed.size.width && one.bottom() <= placed.size.height);
            }
            for (join, line) in joins.iter().zip(&placed.lines) {
                let (left, right) = if line.is_turned { (join.to, join.from) } else { (join.from, join.to) };
                let place = |position: usize| placed.boxes.get(position).copied().unwrap_or_default();
                let (left, right) = (place(left), place(right));
                assert!(left.right() < line.label.x && line.label.right() < right.x, "{boxes:?} {joins:?}");
            }
        }
    }
}
