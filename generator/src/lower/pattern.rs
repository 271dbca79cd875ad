//! Translates regular expressions of ECMA-262, as in JSON Schema, to the syntax of the crate `regex`.
//!
//! ```text
//! ^\d{3}[[\]/]$     ^[0-9]{3}[\[\]/]$
//! (?=a)b            none: it has no look-around
//! ```

/// Characters that mean something to `regex` inside brackets, and themselves to ECMA-262.
const OPERATORS: [char; 4] = ['[', '&', '~', '#'];

/// The largest number of repetitions: `regex` writes each one out. Of a category of Unicode it writes out some 20 KB each
/// time, so that a pattern with one has this many in all.
const REPETITIONS: u32 = 1000;

/// The largest number of repetitions in all, where there is no category of Unicode.
const ALL_REPETITIONS: u32 = 10 * REPETITIONS;

/// Letters behind a backslash that stand for many characters.
const SETS: &str = "dDwWsSpP";

/// Returns the expression for the crate `regex`, or what of it that crate does not have.
pub(super) fn translate(pattern: &str) -> Result<String, &'static str> {
    let mut translation = Translation { rest: pattern.chars().collect(), repeated: 1, ..Translation::default() };
    while let Some(character) = translation.next() {
        translation.outside(character)?;
    }
    if translation.open > 0 {
        return Err("a parenthesis that nothing closes");
    }
    let most = if translation.has_category { REPETITIONS } else { ALL_REPETITIONS };
    if translation.repeated > most { Err("so many repetitions") } else { Ok(translation.out) }
}

/// A translation under way.
#[derive(Default)]
struct Translation {
    rest: Vec<char>,
    at: usize,
    out: String,
    /// How often the largest repetition can be written out, by all counts so far.
    repeated: u32,
    /// Whether it has a category of Unicode.
    has_category: bool,
    /// The number of groups that are open.
    open: usize,
    /// The names of its groups.
    names: Vec<String>,
    /// Whether what comes before can be repeated.
    is_repeatable: bool,
}

impl Translation {
    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += 1;
        Some(character)
    }

    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn starts_with(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(position, it)| self.rest.get(self.at + position) == Some(&it))
    }

    fn outside(&mut self, character: char) -> Result<(), &'static str> {
        match character {
            '(' => return self.group(),
            '*' | '+' | '?' => {
                self.out.push(character);
                return self.repetition();
            }
            '{' => return self.count(),
            ')' => {
                self.open = self.open.checked_sub(1).ok_or("a parenthesis that nothing opens")?;
                self.out.push(')');
            }
            '\\' => self.escape(false)?,
            '[' => self.class()?,
            '.' => self.out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            '}' | ']' => self.out.extend(['\\', character]),
            other => self.out.push(other),
        }
        self.is_repeatable = !matches!(character, '|' | '^');
        Ok(())
    }

    fn group(&mut self) -> Result<(), &'static str> {
        self.out.push('(');
        self.open += 1;
        self.is_repeatable = false;
        if self.starts_with("?:") {
            self.at += 2;
            self.out.push_str("?:");
        } else if self.starts_with("?<") && !self.starts_with("?<=") && !self.starts_with("?<!") {
            let name: String = self.rest.iter().skip(self.at + 2).take_while(|it| **it != '>').collect();
            let is_plain = name.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
                && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
            if !is_plain || self.names.contains(&name) {
                return Err("a group of a name that another has, or of other characters");
            }
            self.at += name.len() + 3;
            self.out.push_str(&format!("?<{name}>"));
            self.names.push(name);
        } else if ["?=", "?!", "?<=", "?<!"].iter().any(|start| self.starts_with(start)) {
            return Err("look-around");
        } else if self.starts_with("?") {
            return Err("flags in a group");
        }
        Ok(())
    }

    /// Notes a repetition, and writes the question mark of one that takes as little as it can.
    fn repetition(&mut self) -> Result<(), &'static str> {
        if !self.is_repeatable {
            return Err("a repetition of nothing");
        }
        if self.starts_with("?") {
            self.at += 1;
            self.out.push('?');
        }
        self.is_repeatable = false;
        Ok(())
    }

    /// Writes `{n}`, `{n,}` or `{n,m}`; anything else in braces is text.
    fn count(&mut self) -> Result<(), &'static str> {
        let inner: String = self.rest.iter().skip(self.at).take_while(|it| **it != '}').collect();
        let numbers: Vec<&str> = inner.split(',').collect();
        let is_number = |text: &str| !text.is_empty() && text.chars().all(|it| it.is_ascii_digit());
        let is_count = match numbers.as_slice() {
            [only] => is_number(only),
            [least, most] => is_number(least) && (most.is_empty() || is_number(most)),
            _ => false,
        };
        if !is_count || self.rest.get(self.at + inner.chars().count()).is_none_or(|it| *it != '}') {
            self.out.push_str(r"\{");
            self.is_repeatable = true;
            return Ok(());
        }
        let bounds: Vec<u32> = numbers.iter().filter_map(|text| text.parse().ok()).collect();
        if bounds.first() > bounds.last() {
            return Err("a repetition that ends before it begins");
        }
        let largest = numbers.iter().filter(|text| !text.is_empty()).map(|text| text.parse().unwrap_or(u32::MAX)).max();
        self.repeated = self.repeated.saturating_mul(largest.unwrap_or(1).max(1));
        if largest.is_some_and(|largest| largest > REPETITIONS) || self.repeated > ALL_REPETITIONS {
            return Err("so many repetitions");
        }
        self.at += inner.chars().count() + 1;
        self.out.push_str(&format!("{{{inner}}}"));
        self.repetition()
    }

    fn class(&mut self) -> Result<(), &'static str> {
        let is_negated = self.starts_with("^");
        if is_negated {
            self.at += 1;
        }
        // Of nothing, and of all.
        if self.starts_with("]") {
            self.at += 1;
            self.out.push_str(if is_negated { r"[\s\S]" } else { r"[^\s\S]" });
            return Ok(());
        }
        self.out.push_str(if is_negated { "[^" } else { "[" });
        // The character that a range could begin with: neither a set nor the end of another range.
        let mut before = None;
        while let Some(character) = self.next() {
            let begins = before.take();
            match character {
                ']' => {
                    self.out.push(']');
                    return Ok(());
                }
                '-' => match (begins, self.peek()) {
                    (Some(first), Some(_)) if !self.starts_with("]") && !self.is_set() => self.range(first)?,
                    // Anywhere else it is itself, and two of them would be an operator.
                    _ => self.out.push_str(r"\-"),
                },
                '\\' => {
                    let set = self.peek().is_some_and(|it| SETS.contains(it));
                    let from = self.out.len();
                    self.escape(true)?;
                    before = if set { None } else { self.out.get(from..).map(str::to_owned) };
                }
                other => {
                    self.literal(other);
                    before = Some(other.to_string());
                }
            }
        }
        Err("brackets that nothing closes")
    }

    /// Returns whether a set such as `\w` comes next.
    fn is_set(&self) -> bool {
        self.starts_with("\\") && self.rest.get(self.at + 1).is_some_and(|it| SETS.contains(*it))
    }

    /// Writes a character in brackets.
    fn literal(&mut self, character: char) {
        if OPERATORS.contains(&character) {
            self.out.push('\\');
        }
        self.out.push(character);
    }

    /// Writes the rest of a range in brackets.
    fn range(&mut self, first: String) -> Result<(), &'static str> {
        self.out.push('-');
        let from = self.out.len();
        match self.next() {
            Some('\\') => self.escape(true)?,
            Some(other) => self.literal(other),
            None => return Err("brackets that nothing closes"),
        }
        let last = self.out.get(from..).and_then(written);
        if written(&first) > last { Err("a range that ends before it begins") } else { Ok(()) }
    }

    fn escape(&mut self, in_class: bool) -> Result<(), &'static str> {
        let Some(character) = self.next() else { return Err("a backslash at the end") };
        let bare = |set: &'static str| if in_class { set.to_owned() } else { format!("[{set}]") };
        let text = match character {
            'd' => bare("0-9"),
            'w' => bare("0-9A-Za-z_"),
            's' => bare(SPACE),
            'D' => "[^0-9]".to_owned(),
            'W' => "[^0-9A-Za-z_]".to_owned(),
            'S' => format!("[^{SPACE}]"),
            'b' if in_class => r"\x08".to_owned(),
            'b' => r"(?-u:\b)".to_owned(),
            'B' if !in_class => r"(?-u:\B)".to_owned(),
            'n' | 'r' | 't' | 'f' | 'v' => format!("\\{character}"),
            '0' if !self.peek().is_some_and(|it| it.is_ascii_digit()) => r"\x00".to_owned(),
            '0'..='9' | 'k' => return Err("references to groups"),
            'c' => self.control()?,
            'x' => self.code(2)?,
            'u' if self.starts_with("{") => self.braced()?,
            'u' => self.code(4)?,
            'p' | 'P' => format!("\\{character}{}", self.property()?),
            letter if letter.is_alphanumeric() => letter.to_string(),
            other if other.is_ascii_punctuation() => format!("\\{other}"),
            other => other.to_string(),
        };
        self.out.push_str(&text);
        Ok(())
    }

    fn control(&mut self) -> Result<String, &'static str> {
        match self.next() {
            Some(letter) if letter.is_ascii_alphabetic() => Ok(format!("\\x{:02X}", u32::from(letter) % 32)),
            _ => Err("a control character without a letter"),
        }
    }

    /// Returns a character by the digits of its code.
    fn code(&mut self, digits: usize) -> Result<String, &'static str> {
        let text: String = self.rest.iter().skip(self.at).take(digits).collect();
        let code = u32::from_str_radix(&text, 16).ok().filter(|_| text.len() == digits).and_then(char::from_u32);
        self.at += digits;
        code.map(|code| format!("\\x{{{:X}}}", u32::from(code))).ok_or("half a character, or a code without digits")
    }

    fn braced(&mut self) -> Result<String, &'static str> {
        let text: String = self.rest.iter().skip(self.at + 1).take_while(|it| **it != '}').collect();
        self.at += text.chars().count() + 2;
        let code = u32::from_str_radix(&text, 16).ok().and_then(char::from_u32);
        code.map(|code| format!("\\x{{{:X}}}", u32::from(code))).ok_or("a code that is no character")
    }

    /// Returns a property in braces: those of one or two letters, which both know.
    fn property(&mut self) -> Result<String, &'static str> {
        let text: String = self.rest.iter().skip(self.at).take_while(|it| **it != '}').collect();
        let name = text.strip_prefix('{').unwrap_or_default();
        if !GENERAL.contains(&name) {
            return Err("a property of characters other than a general category");
        }
        self.at += text.chars().count() + 1;
        self.has_category = true;
        Ok(format!("{{{name}}}"))
    }
}

/// Returns the character that a text of one in brackets stands for.
fn written(text: &str) -> Option<char> {
    let escaped = text.strip_prefix('\\').unwrap_or(text);
    match escaped.strip_prefix('x') {
        Some(code) if text.len() > 2 => char::from_u32(u32::from_str_radix(code.trim_matches(['{', '}']), 16).ok()?),
        _ => match (text.len() > 1, escaped.chars().next()?) {
            (true, 'n') => Some('\n'),
            (true, 'r') => Some('\r'),
            (true, 't') => Some('\t'),
            (true, 'f') => Some('\x0C'),
            (true, 'v') => Some('\x0B'),
            (_, character) => Some(character),
        },
    }
}

/// The characters that ECMA-262 calls white space or line terminators, for a bracket expression.
const SPACE: &str = r"\t\n\x0B\x0C\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";

/// The general categories of Unicode.
const GENERAL: &[&str] = &[
    "C", "Cc", "Cf", "Cn", "Co", "L", "LC", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No",
    "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs",
];

#[cfg(test)]
mod tests {
    use super::translate;

    #[test]
    fn what_both_have_is_translated() {
        for (pattern, translated) in [
            (r"^[a-z]+$", r"^[a-z]+$"),
            (r"^\d{3}[[\]/]$", r"^[0-9]{3}[\[\]/]$"),
            (r"a{,3}{", r"a\{,3\}\{"),
            (r"[^]|[]|[\b]", r"[\s\S]|[^\s\S]|[\x08]"),
            (r"\/\-\u0041\x41\cA\0\u{1F600}", r"\/\-\x{41}\x{41}\x01\x00\x{1F600}"),
            (r"[\w--]&&[a&&b]", r"[0-9A-Za-z_\-\-]&&[a\&\&b]"),
            (r"^[\w-.]+[.-\d][a-c-e][-a][a-]", r"^[0-9A-Za-z_\-.]+[.\-0-9][a-c\-e][\-a][a\-]"),
            (r"[\t-\r\x41-\u005A!-~]", r"[\t-\r\x{41}-\x{5A}!-\~]"),
            (r"a*?b{2,}?c??", r"a*?b{2,}?c??"),
            (r"(?:a)(?<n>b)\p{Lu}", r"(?:a)(?<n>b)\p{Lu}"),
            (r"\e\_", r"e\_"),
        ] {
            assert_eq!(translate(pattern).as_deref(), Ok(translated), "{pattern}");
        }
    }

    #[test]
    fn what_only_one_has_is_told() {
        for (pattern, missing) in [
            (r"^(?!a)", "look-around"),
            (r"(?<=a)b", "look-around"),
            (r"(a)\1", "references to groups"),
            (r"(?<a>b)\k<a>", "references to groups"),
            (r"a{99999}", "so many repetitions"),
            (r"[a", "brackets that nothing closes"),
            (r"\uD83D\uDE00", "half a character, or a code without digits"),
            (r"\p{Script=Greek}", "a property of characters other than a general category"),
            ("a\\", "a backslash at the end"),
            (r"(a", "a parenthesis that nothing closes"),
            (r"a)", "a parenthesis that nothing opens"),
            (r"a|*", "a repetition of nothing"),
            (r"a**", "a repetition of nothing"),
            (r"(?:{2})", "a repetition of nothing"),
            (r"a{3,2}", "a repetition that ends before it begins"),
            (r"[z-a]", "a range that ends before it begins"),
            (r"(?<a>b)|(?<a>c)", "a group of a name that another has, or of other characters"),
            (r"\p{L}{500}\p{N}{500}", "so many repetitions"),
        ] {
            assert_eq!(translate(pattern), Err(missing), "{pattern}");
        }
    }
}
