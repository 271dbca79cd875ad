//! Drawings beside and below each other.

use crate::graph::svg::shape::{Rect, Size};

/// Rectangles of these sizes within a width (that of the widest, if that is more), each as far up and then as
/// far left as it fits among those before it; `gap` is the room between them.
pub(super) fn pack(sizes: &[Size], width: f64, gap: f64) -> Vec<Rect> {
    let width = sizes.iter().map(|size| size.width).fold(width, f64::max);
    let mut packed: Vec<Rect> = Vec::new();
    let mut levels = vec![Level { y: 0.0, refused: None }];
    for size in sizes {
        let place = levels.iter_mut().find_map(|level| level.place(*size, &packed, width, gap));
        // Below all others there is always room.
        let Some(place) = place else { continue };
        packed.push(place);
        let y = place.bottom() + gap;
        let position = levels.partition_point(|level| level.y < y);
        if levels.get(position).is_none_or(|level| level.y > y) {
            levels.insert(position, Level { y, refused: None });
        }
    }
    packed
}

/// A height at which rectangles may begin: the top, or below one that is there.
struct Level {
    y: f64,
    /// The last size that did not fit here. Room only becomes less, so a rectangle that is as large is not tried.
    refused: Option<Size>,
}

impl Level {
    /// Returns the place of a rectangle as far left as there is room for it.
    fn place(&mut self, size: Size, packed: &[Rect], width: f64, gap: f64) -> Option<Rect> {
        if self.refused.is_some_and(|refused| size.width >= refused.width && size.height >= refused.height) {
            return None;
        }
        let mut place = Rect { x: 0.0, y: self.y, width: size.width, height: size.height };
        let mut beside: Vec<&Rect> = packed.iter().filter(|other| is_beside(&place, other, gap)).collect();
        beside.sort_by(|a, b| a.x.total_cmp(&b.x));
        for other in beside {
            if place.right() + gap - TOLERANCE <= other.x {
                break;
            }
            place.x = place.x.max(other.right() + gap);
        }
        let fits = place.right() <= width + TOLERANCE;
        if !fits {
            self.refused = Some(size);
        }
        fits.then_some(place)
    }
}

/// The error that sums of fractions may have.
const TOLERANCE: f64 = 0.01;

/// Returns whether neither of two rectangles is below the other.
fn is_beside(a: &Rect, b: &Rect, gap: f64) -> bool {
    let gap = gap - TOLERANCE;
    a.bottom() + gap > b.y && b.bottom() + gap > a.y
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
    use super::{TOLERANCE, is_beside, pack};
    use crate::graph::svg::shape::{Rect, Size};

    fn is_apart(a: &Rect, b: &Rect, gap: f64) -> bool {
        let near = gap - TOLERANCE;
        !is_beside(a, b, gap) || a.right() + near <= b.x || b.right() + near <= a.x
    }

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
