//! Texts that a pattern matches, for values that tests make up.
//!
//! ```text
//! ^[A-Z]{2}-\d+$    "AA-0", "BB-11", "CC-222"
//! (?=a)b            none: what look-around asks for is not known
//! ```
//!
//! Patterns are those of ECMA-262, as JSON Schema has them. A construct that is not understood gives no text.

use std::iter::Peekable;
use std::str::Chars;

/// The number of texts that are made.
const TEXTS: u32 = 3;

/// The length that a text may have.
const LONGEST: usize = 200;

/// The depth to which groups may be nested.
const DEPTH: u32 = 20;

/// Returns some texts that a pattern matches; none where it has what is not understood.
pub(crate) fn texts(pattern: &str) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for number in 0..TEXTS {
        let mut reader = Reader { rest: pattern.chars().peekable(), number };
        let text = reader.alternatives(DEPTH);
        if let Some(text) = text.filter(|text| reader.rest.peek().is_none() && text.chars().count() <= LONGEST)
            && !texts.contains(&text)
        {
            texts.push(text);
        }
    }
    texts
}

/// A pattern that is read, and the number of the text that is made of it.
struct Reader<'p> {
    rest: Peekable<Chars<'p>>,
    number: u32,
}

impl Reader<'_> {
    /// Reads alternatives up to the end of a group, and returns a text of the first one.
    fn alternatives(&mut self, depth: u32) -> Option<String> {
        let first = self.sequence(depth.checked_sub(1)?)?;
        while self.rest.next_if_eq(&'|').is_some() {
            self.sequence(depth - 1)?;
        }
        Some(first)
    }

    fn sequence(&mut self, depth: u32) -> Option<String> {
        let mut text = String::new();
        while let Some(character) = self.rest.next_if(|next| !matches!(next, '|' | ')')) {
            let part = match character {
                '^' | '$' => continue,
                '(' => self.group(depth)?,
                '[' => self.class()?.to_string(),
                '\\' => self.escape()?,
                '.' => self.one_of(&['a', 'b', 'c'])?.to_string(),
                '*' | '+' | '?' | '{' => return None,
                other => other.to_string(),
            };
            let times = self.times()?;
            if part.len().saturating_mul(times) > LONGEST * 4 {
                return None;
            }
            text.push_str(&part.repeat(times));
        }
        Some(text)
    }

    fn group(&mut self, depth: u32) -> Option<String> {
        if self.rest.next_if_eq(&'?').is_some() {
            match self.rest.next()? {
                ':' => {}
                '<' if self.rest.peek().is_some_and(|next| !matches!(next, '=' | '!')) => {
                    while self.rest.next()? != '>' {}
                }
                _ => return None,
            }
        }
        let text = self.alternatives(depth)?;
        self.rest.next_if_eq(&')').map(|_| text)
    }

    /// Reads how often something is there, and returns how often it is to be.
    fn times(&mut self) -> Option<usize> {
        let more = self.number as usize;
        let times = match self.rest.peek() {
            Some('*' | '+') => 1 + more,
            Some('?') => 1,
            Some('{') => {
                self.rest.next();
                let mut text = String::new();
                while let Some(character) = self.rest.next_if(|next| *next != '}') {
                    text.push(character);
                }
                let (least, most): (usize, usize) = match text.split_once(',') {
                    None => (text.parse().ok()?, text.parse().ok()?),
                    Some((least, "")) => (least.parse().ok()?, usize::MAX),
                    Some((least, most)) => (least.parse().ok()?, most.parse().ok()?),
                };
                least.max(least.saturating_add(more).min(most).max(usize::from(most > 0)))
            }
            _ => return Some(1),
        };
        self.rest.next()?;
        // The lazy form means the same here.
        self.rest.next_if_eq(&'?');
        Some(times)
    }

    /// Reads the character class after its bracket, and returns one of its characters.
    fn class(&mut self) -> Option<char> {
        let is_negated = self.rest.next_if_eq(&'^').is_some();
        let mut ranges: Vec<(char, char)> = Vec::new();
        loop {
            let first = match self.rest.next()? {
                ']' => break,
                '\\' => match self.rest.next()? {
                    'd' => {
                        ranges.push(('0', '9'));
                        continue;
                    }
                    'w' => {
                        ranges.extend([('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')]);
                        continue;
                    }
                    's' => {
                        ranges.push((' ', ' '));
                        continue;
                    }
                    other => literal(other)?,
                },
                other => other,
            };
            let mut ahead = self.rest.clone();
            let last = match (ahead.next(), ahead.next()) {
                (Some('-'), Some(last)) if !matches!(last, ']' | '\\') => {
                    self.rest = ahead;
                    last
                }
                _ => first,
            };
            ranges.push((first, last));
        }
        let is_in = |character: &char| ranges.iter().any(|(first, last)| (first..=last).contains(&character));
        let candidates: Vec<char> = if is_negated {
            ('a'..='z').chain('0'..='9').filter(|character| !is_in(character)).collect()
        } else {
            ranges.iter().flat_map(|(first, last)| (*first..=*last).take(TEXTS as usize)).collect()
        };
        self.one_of(&candidates)
    }

    fn escape(&mut self) -> Option<String> {
        let character = match self.rest.next()? {
            'd' => self.one_of(&['0', '1', '2'])?,
            'w' => self.one_of(&['a', 'b', 'c'])?,
            's' => ' ',
            'D' | 'W' | 'S' => return None,
            other => literal(other)?,
        };
        Some(character.to_string())
    }

    fn one_of(&self, characters: &[char]) -> Option<char> {
        characters.get(self.number as usize % characters.len().max(1)).copied()
    }
}

/// Returns the character that stands for itself after a backslash: punctuation, and nothing that has another meaning.
fn literal(character: char) -> Option<char> {
    character.is_ascii_punctuation().then_some(character)
}

#[cfg(test)]
mod tests {
    use super::texts;

    #[test]
    fn texts_match_their_patterns() {
        for (pattern, expected) in [
            (r"^[A-Z]{2}-\d+$", vec!["AA-0", "BB-11", "CC-222"]),
            (r"^(red|green)?$", vec!["red"]),
            (r"^sk_[a-f0-9]{4,}$", vec!["sk_aaaa", "sk_bbbbb", "sk_cccccc"]),
            (r"^[^/]{1,2}$", vec!["a", "bb", "cc"]),
            (r"^a{0}b$", vec!["b"]),
            (r"\.(?:csv|tsv)$", vec![".csv"]),
            (r"[\w.-]+@[a-z]+", vec!["a@a", "bb@bb", "ccc@ccc"]),
            // What is not understood.
            (r"(?=a)b", vec![]),
            (r"(a)\1", vec![]),
            (r"\p{L}", vec![]),
            (r"a{1000}", vec![]),
            (r"a{18446744073709551615}", vec![]),
            ("(", vec![]),
            ("a)", vec![]),
            ("[", vec![]),
        ] {
            assert_eq!(texts(pattern), expected, "{pattern}");
        }
    }
}
