//! The name that is meant by one that is not there.

/// Returns the name that is closest to `wanted`, if any is close enough to be what was meant.
pub(super) fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let close = wanted.chars().count() / 3 + 1;
    names.map(|name| (distance(wanted, name), name)).filter(|(far, _)| *far <= close).min().map(|(_, name)| name)
}

/// Returns how many characters have to be put in, left out or replaced to make one text the other.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (position, ours) in a.chars().enumerate() {
        let mut diagonal = position;
        let mut left = position + 1;
        let mut next = vec![left];
        for (theirs, above) in b.chars().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(ours != theirs)).min(above + 1).min(left + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
