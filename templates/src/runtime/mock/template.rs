//! Paths against templates such as `/items/{id}`.

use super::super::query::url;

/// Returns the arguments of a path that has the form of a template, each with its name; `None` when it has not.
/// Slashes at the end do not count. `{path*}` is several segments, also behind other text (`x-{path*}`).
pub(super) fn arguments(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let (template, path) = (template.trim_end_matches('/'), path.trim_end_matches('/'));
    let (mut theirs, mut ours) = (path.split('/'), template.split('/'));
    let mut arguments = Vec::new();
    loop {
        match (ours.next(), theirs.next()) {
            (None, None) => return Some(arguments),
            (Some(template), Some(segment)) if template.contains("*}") => {
                let left: Vec<&str> = [segment].into_iter().chain(theirs).collect();
                let after: Vec<&str> = ours.collect();
                let (value, rest) = left.split_at_checked(left.len().checked_sub(after.len())?)?;
                // What comes behind is matched by itself: there is one such argument in a path.
                within(template, &value.join("/"), &mut arguments)?;
                let pairs = after.iter().zip(rest);
                pairs.into_iter().try_for_each(|(template, segment)| within(template, segment, &mut arguments))?;
                return Some(arguments);
            }
            (Some(template), Some(segment)) => within(template, segment, &mut arguments)?,
            _ => return None,
        }
    }
}

/// Returns how much of a template stands for itself: of two that fit, the one that says more is meant.
pub(super) fn literal_length(template: &str) -> usize {
    let outside = template.split('{').map(|part| part.split_once('}').map_or(part, |(_, after)| after));
    outside.map(str::len).sum()
}

/// Returns the arguments of one segment, or of the segments of one argument.
fn within(template: &str, segment: &str, arguments: &mut Vec<(String, String)>) -> Option<()> {
    let Some((before, rest)) = template.split_once('{') else {
        return (template == segment || template == decode(segment, false)).then_some(());
    };
    let (name, rest) = rest.split_once('}')?;
    let segment = segment.strip_prefix(before)?;
    let end = match rest.split_once('{') {
        Some(("", _)) => segment.len(),
        Some((literal, _)) => segment.find(literal)?,
        None => segment.strip_suffix(rest)?.len(),
    };
    let (argument, after) = segment.split_at_checked(end)?;
    if argument.is_empty() {
        return None;
    }
    arguments.push((name.trim_end_matches('*').to_owned(), decode(argument, false)));
    if rest.is_empty() { Some(()) } else { within(rest, after, arguments) }
}

/// Returns the parameters of a query, decoded.
pub(super) fn query(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(a, b)| (decode(a, true), decode(b, true)))
        .collect()
}

/// Returns text without percent-encoding; in queries, a plus is a blank.
fn decode(text: &str, plus_is_blank: bool) -> String {
    String::from_utf8_lossy(&url::decoded(text.as_bytes(), plus_is_blank)).into_owned()
}
