//! Drawings beside and below each other.

use crate::graph::svg::shape::{Rect, Size};

/// Rectangles of these sizes within a width (that of the widest, if that is more), each as far up and then as
/// far left as it fits among those before it; `gap` is the room between them.
pub(super) fn pack(sizes: &[Size], width: f64, gap: f64) -> Vec<Rect> {
    let width = sizes.iter().map(|size| size.width).fold(width, f64::max);
    let mut packed: Vec<Rect> = Vec::new();
    for size in sizes {
        let edges = |edge: fn(&Rect) -> f64| std::iter::once(0.0).chain(packed.iter().map(move |one| edge(one) + gap));
        let (lefts, tops): (Vec<f64>, Vec<f64>) = (edges(Rect::right).collect(), edges(Rect::bottom).collect());
        let corners = tops.iter().flat_map(|y| lefts.iter().map(move |x| (*y, *x)));
        let free = corners
            .map(|(y, x)| Rect { x, y, width: size.width, height: size.height })
            .filter(|place| place.right() <= width + 0.01 && packed.iter().all(|other| is_apart(place, other, gap)));
        let best = free.min_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
        // Below all others there is always room.
        packed.extend(best);
    }
    packed
}

fn is_apart(a: &Rect, b: &Rect, gap: f64) -> bool {
    let gap = gap - 0.01;
    a.right() + gap <= b.x || b.right() + gap <= a.x || a.bottom() + gap <= b.y || b.bottom() + gap <= a.y
}

/// Returns the room that rectangles take from the corner on.
pub(super) fn extent(all: &[Rect]) -> Size {
    let right = all.iter().map(Rect::right).fold(0.0, f64::max);
    let bottom = all.iter().map(Rect::bottom).fold(0.0, f64::max);
    Size { width: right, height: bottom }
}

/// Returns a width for rectangles that are to become a picture somewhat wider than high.
pub(super) fn fair_width(sizes: &[Size], gap: f64) -> f64 {
    let area: f64 = sizes.iter().map(|size| (size.width + gap) * (size.height + gap)).sum();
    (area * 1.9).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{is_apart, pack};
    use crate::graph::svg::shape::Size;

    #[test]
    fn nothing_overlaps_and_gaps_are_filled() {
        let sizes = [(300.0, 80.0), (90.0, 200.0), (100.0, 40.0), (100.0, 40.0), (500.0, 10.0), (60.0, 20.0)];
        let sizes = sizes.map(|(width, height)| Size { width, height });
        let packed = pack(&sizes, 400.0, 10.0);
        assert_eq!(packed.len(), sizes.len());
        for (number, one) in packed.iter().enumerate() {
            assert!(packed.iter().skip(number + 1).all(|other| is_apart(one, other, 10.0)), "{packed:?}");
        }
        let corners: Vec<(f64, f64)> = packed.iter().skip(2).map(|one| (one.x, one.y)).collect();
        assert_eq!(corners, [(0.0, 90.0), (110.0, 90.0), (0.0, 210.0), (410.0, 0.0)]);
    }
}
