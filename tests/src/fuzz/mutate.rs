//! Inputs that are nearly good: pieces of good ones, cut, doubled, swapped and replaced.

use serde_json::Value;

use crate::random::Random;

/// What texts of the formats are made of, and what is wrong in them.
const PIECES: &[&str] = &[
    "null", "true", "0", "-1", "1e999", "18446744073709551616", "\"\"", "{}", "[]", "{", "}", "[", "]", ",", ":", "\"",
    "'", "\\ud800", "\\u0000", "\u{0}", "\u{202e}", "\u{feff}", "\n", "\r\n", "\t", "- ", "? ", "&a", "*a", "<<: *a",
    "!!binary ", "|", ">-", "#", "---\n", "...", "$ref", "#/components/schemas/", "~1", "~0", "%", "allOf", "oneOf",
    "discriminator", "nullable", "format", "date-time", "enum", "properties", "additionalProperties", "type", "r#type",
    "self", "Self", "../", "://", "[a]", "[api.x]", "= ", "\"\"\"", "```", "-->", "*/", "\u{1F980}", "ä", "data", "id",
    "links", "next", "included",
];

/// Returns a text that is a few changes away from `text`. `other` gives pieces, too.
pub fn text(text: &str, other: &str, random: &mut Random) -> String {
    let mut mutated = text.to_owned();
    for _ in 0..=random.below(4) {
        let (from, to) = (place(&mutated, random), place(&mutated, random));
        let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 1 + random.below(200)));
        let to = (to..mutated.len()).find(|at| mutated.is_char_boundary(*at)).unwrap_or(mutated.len());
        let piece = match random.below(5) {
            0 => String::new(),
            1 => mutated.get(from..to).unwrap_or_default().repeat(1 + random.below(8)),
            2 => slice(other, random).to_owned(),
            _ => random.one_of(PIECES).to_owned(),
        };
        let at = if random.once_in(2) { from } else { to };
        mutated.replace_range(at..to, &piece);
    }
    mutated
}

/// Returns a tree with a few of its values replaced, removed or moved.
pub fn tree(value: &Value, random: &mut Random) -> Value {
    let mut mutated = value.clone();
    for _ in 0..=random.below(3) {
        let donor = random_value(value, random).clone();
        let place = random_place(&mut mutated, random);
        match (random.below(6), place) {
            (0, Value::Object(members)) => {
                let key = members.keys().nth(random.below(members.len())).cloned().unwrap_or_default();
                members.remove(&key);
            }
            (1, Value::Object(members)) => drop(members.insert(random.one_of(PIECES).to_owned(), donor)),
            (0 | 1, Value::Array(elements)) => elements.push(donor),
            (2, place) => *place = donor,
            (3, place) => *place = Value::from(random.one_of(PIECES)),
            (_, place) => *place = serde_json::from_str(random.one_of(PIECES)).unwrap_or(Value::Null),
        }
    }
    mutated
}

/// Returns a place between characters.
fn place(text: &str, random: &mut Random) -> usize {
    let start = random.below(text.len() + 1);
    (start..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

fn slice<'t>(text: &'t str, random: &mut Random) -> &'t str {
    let from = place(text, random);
    let end = text.len().min(from + random.below(300));
    let to = (end..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(from);
    text.get(from..to).unwrap_or_default()
}

fn children(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(members) => members.values().collect(),
        Value::Array(elements) => elements.iter().collect(),
        _ => Vec::new(),
    }
}

fn random_value<'v>(value: &'v Value, random: &mut Random) -> &'v Value {
    let mut at = value;
    loop {
        let children = children(at);
        if children.is_empty() || random.once_in(5) {
            return at;
        }
        at = random.one_of(&children);
    }
}

/// Returns a value within the tree, reached by a random walk.
fn random_place<'v>(value: &'v mut Value, random: &mut Random) -> &'v mut Value {
    let count = match &*value {
        Value::Object(members) => members.len(),
        Value::Array(elements) => elements.len(),
        _ => 0,
    };
    if count == 0 || random.once_in(5) {
        return value;
    }
    let chosen = random.below(count);
    match value {
        Value::Object(members) => {
            let child = members.values_mut().nth(chosen).expect("it is below the count");
            random_place(child, random)
        }
        Value::Array(elements) => {
            let child = elements.get_mut(chosen).expect("it is below the count");
            random_place(child, random)
        }
        other => other,
    }
}
