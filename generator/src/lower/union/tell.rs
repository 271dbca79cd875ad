//! Finds the tests that distinguish alternatives: JSON type, members with fixed values, required keys, JSON types of members.

use crate::ir::{JsonKind, Test};
use crate::lower::union::facts::{Facts, Tag};

/// The tests that distinguish alternatives.
#[derive(Debug, Default)]
pub(super) struct Distinction {
    /// The alternatives in the order in which they must be tried.
    pub(super) order: Vec<usize>,
    /// The tests of each alternative.
    pub(super) tests: Vec<Vec<Test>>,
    /// Pairs that nothing tells apart.
    pub(super) doubts: Vec<(usize, usize)>,
}

/// The evidence that a test may rely on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Evidence {
    /// On what is required only.
    Required,
    /// On optional members too, where nothing that is required tells a pair apart: services tend
    /// to send all they have.
    Likely,
}

/// Decides on tests and order, so that of the alternatives whose tests hold the first is right.
pub(super) fn tell(facts: &[Facts], evidence: Evidence) -> Distinction {
    let mut told = Distinction { tests: vec![Vec::new(); facts.len()], ..Distinction::default() };
    let pairs = same_kind_pairs(facts);
    let keys = telling_keys(facts, &pairs);
    for (tests, facts) in told.tests.iter_mut().zip(facts) {
        tests.extend(keys.iter().filter_map(|key| equals(facts, key)));
    }
    let mut before: Vec<(usize, usize)> = Vec::new();
    for (left, right) in pairs {
        if !keys.iter().any(|key| separates(facts, key, left, right)) {
            exclude(facts, left, right, evidence, &mut told, &mut before);
        }
    }
    told.order = ordered(facts.len(), &before, &mut told.doubts);
    told
}

/// Returns the pairs that their JSON type does not tell apart.
fn same_kind_pairs(facts: &[Facts]) -> Vec<(usize, usize)> {
    let indexed = || facts.iter().enumerate();
    indexed()
        .flat_map(|(left, a)| {
            indexed().skip(left + 1).filter(move |(_, b)| overlap(a.kind, b.kind)).map(move |(right, _)| (left, right))
        })
        .collect()
}

/// Returns whether a value may be of both kinds. An integer is a number too.
fn overlap(left: Option<JsonKind>, right: Option<JsonKind>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => {
            let numeric = |kind| matches!(kind, JsonKind::Integer | JsonKind::Number);
            left == right || (numeric(left) && numeric(right))
        }
        _ => true,
    }
}

/// Returns the fewest keys whose values tell the most pairs apart: one that tells all if there is one, else
/// greedily one after the other.
fn telling_keys(facts: &[Facts], pairs: &[(usize, usize)]) -> Vec<String> {
    let mut candidates: Vec<&str> = Vec::new();
    for tag in facts.iter().flat_map(|facts| &facts.tags) {
        if !candidates.contains(&tag.key.as_str()) {
            candidates.push(&tag.key);
        }
    }
    // `type` is what documents mean to tell by, wherever it stands.
    candidates.sort_by_key(|key| (*key != "type", *key));
    let mut open: Vec<(usize, usize)> = pairs.to_vec();
    let mut chosen: Vec<String> = Vec::new();
    loop {
        let gain = |key: &str| open.iter().filter(|(left, right)| separates(facts, key, *left, *right)).count();
        let best = candidates.iter().map(|key| (gain(key), *key)).reduce(|a, b| if b.0 > a.0 { b } else { a });
        match best {
            Some((gain, key)) if gain > 0 => {
                open.retain(|(left, right)| !separates(facts, key, *left, *right));
                chosen.push(key.to_owned());
            }
            _ => return chosen,
        }
    }
}

/// Returns whether both have fixed values for the key and share none.
fn separates(facts: &[Facts], key: &str, left: usize, right: usize) -> bool {
    let tag = |index: usize| facts.get(index).and_then(|facts| facts.tag(key));
    match (tag(left), tag(right)) {
        (Some(left), Some(right)) => left.values.iter().all(|value| !right.values.contains(value)),
        _ => false,
    }
}

fn equals(facts: &Facts, key: &str) -> Option<Test> {
    let Tag { key, values, .. } = facts.tag(key)?;
    let values = values.clone();
    match facts.kind {
        Some(JsonKind::Array) => Some(Test::Element { position: key.parse().ok()?, values }),
        _ => Some(Test::Equals { key: key.clone(), values }),
    }
}

/// Finds tests that keep each of a pair from taking the other's values. Where only one can be
/// kept, it has to be tried first.
fn exclude(
    facts: &[Facts],
    left: usize,
    right: usize,
    evidence: Evidence,
    told: &mut Distinction,
    before: &mut Vec<(usize, usize)>,
) {
    let (Some(a), Some(b)) = (facts.get(left), facts.get(right)) else { return };
    match (against(facts, a, b), against(facts, b, a)) {
        (None, None) if evidence == Evidence::Likely => guess(a, b, left, right, told, before),
        (None, None) => told.doubts.push((left, right)),
        (Some(test), None) => {
            add(told, left, test);
            before.push((left, right));
        }
        (None, Some(test)) => {
            add(told, right, test);
            before.push((right, left));
        }
        (Some(for_left), Some(for_right)) => {
            add(told, left, for_left);
            add(told, right, for_right);
        }
    }
}

/// Tries the one first that has a member of another JSON type, or one that the other lacks, and takes it if that is there.
fn guess(a: &Facts, b: &Facts, left: usize, right: usize, told: &mut Distinction, before: &mut Vec<(usize, usize)>) {
    told.doubts.push((left, right));
    if let Some(test) = kind_of_member(a, b, false) {
        add(told, left, test);
        return before.push((left, right));
    }
    let own = |mine: &Facts, other: &Facts| mine.members.iter().find(|key| !other.allows(key)).cloned();
    match (own(a, b), own(b, a)) {
        (Some(key), _) => {
            add(told, left, Test::Has(key));
            before.push((left, right));
        }
        (None, Some(key)) => {
            add(told, right, Test::Has(key));
            before.push((right, left));
        }
        (None, None) => {}
    }
}

fn add(told: &mut Distinction, index: usize, test: Test) {
    if let Some(tests) = told.tests.get_mut(index)
        && !tests.contains(&test)
    {
        tests.push(test);
    }
}

/// Returns a test that values of `mine` pass and values of `other` do not.
fn against(facts: &[Facts], mine: &Facts, other: &Facts) -> Option<Test> {
    match mine.kind? {
        JsonKind::Object => object_test(facts, mine, other),
        JsonKind::Array => list_test(mine, other),
        _ => scalar_test(mine, other),
    }
}

/// Returns a required key that the other lacks; of several the one that most others lack.
fn object_test(facts: &[Facts], mine: &Facts, other: &Facts) -> Option<Test> {
    let lacking = |key: &str| facts.iter().filter(|one| !one.allows(key)).count();
    let own = mine.required.iter().filter(|key| !other.allows(key));
    let key = own.map(|key| (lacking(key), key)).reduce(|a, b| if b.0 > a.0 { b } else { a });
    // An object of any shape is what is left when the described ones do not match.
    let described = || mine.required.first().filter(|_| other.open && !mine.open);
    // Both may have any key; the one that requires it is meant where the other does not even name it.
    let meant = || mine.required.iter().find(|key| mine.open && other.open && !other.keys.contains(*key));
    let key = match key.map(|(_, key)| key).or_else(described) {
        Some(key) => key,
        None => match kind_of_member(mine, other, true) {
            Some(test) => return Some(test),
            None => meant()?,
        },
    };
    let tag = mine.tag(key).filter(|tag| tag.required && other.open);
    Some(tag.and_then(|tag| equals(mine, &tag.key)).unwrap_or_else(|| Test::Has(key.clone())))
}

/// Returns the JSON type of a member that is another one in `other`, of those that are certain or of all.
fn kind_of_member(mine: &Facts, other: &Facts, certain: bool) -> Option<Test> {
    let is_other = |key: &str, kind| {
        let theirs = other.kinds.iter().find(|other| other.key == key);
        theirs.is_some_and(|theirs| !overlap(Some(kind), Some(theirs.kind)))
    };
    let mut own = mine.kinds.iter().filter(|own| own.certain || !certain);
    let found = own.find(|own| is_other(&own.key, own.kind))?;
    Some(Test::Member { key: found.key.clone(), kind: found.kind })
}

fn list_test(mine: &Facts, other: &Facts) -> Option<Test> {
    let by_items = mine.items.filter(|kind| !overlap(Some(*kind), other.items) || other.items.is_none());
    // The longer one may be as short; that all elements are there is more likely.
    let is_shorter = |most: &usize| other.most.is_none_or(|other| *most < other);
    by_items.map(Test::ListOf).or_else(|| mine.most.filter(is_shorter).map(Test::AtMost))
}

fn scalar_test(mine: &Facts, other: &Facts) -> Option<Test> {
    match (&mine.values, &other.values) {
        (Some(values), _) => Some(Test::OneOf(values.clone())),
        (None, Some(_)) => None,
        (None, None) if mine.kind == other.kind => None,
        (None, None) => (mine.kind == Some(JsonKind::Integer)).then_some(Test::Is(JsonKind::Integer)),
    }
}

/// Returns the order nearest to the document's in which every `before` holds.
fn ordered(count: usize, before: &[(usize, usize)], doubts: &mut Vec<(usize, usize)>) -> Vec<usize> {
    let mut left: Vec<usize> = (0..count).collect();
    let mut order = Vec::with_capacity(count);
    while !left.is_empty() {
        let blocked = |index: &usize| before.iter().find(|(first, then)| then == index && left.contains(first));
        let free = left.iter().position(|index| blocked(index).is_none());
        if free.is_none() {
            doubts.extend(left.first().and_then(blocked).copied());
        }
        order.push(left.remove(free.unwrap_or_default()));
    }
    order
}
