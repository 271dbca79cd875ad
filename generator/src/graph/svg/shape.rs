//! The elements of the picture: sizes, rectangles and text, in pixels.

/// A width and a height.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A place.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// A rectangle that something covers.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub(super) fn middle(&self) -> f64 {
        self.y + self.height / 2.0
    }
}

/// The largest number of characters of a text that are shown: documents may have names of any length.
const SHOWN: usize = 60;

/// From here on characters are about as wide as high (Hangul, CJK).
const WIDE: char = '\u{1100}';

/// Returns the text that is shown of one that others wrote: on one line, and not too long.
pub(super) fn shown(text: &str) -> String {
    // Nor what turns the direction of the text around it.
    let acts = |character: &char| matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}');
    let is_text = |character: &char| !character.is_control() && !acts(character);
    let mut characters = text.chars().filter(is_text);
    let mut shown: String = characters.by_ref().take(SHOWN).collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Returns how wide a text is in a font of this size whose letters are all of one width.
pub(super) fn width(text: &str, font: f64) -> f64 {
    let wide = text.chars().filter(|character| *character >= WIDE).count();
    let narrow = text.chars().count() - wide;
    // Counts are small: a text has at most `SHOWN` characters.
    (narrow as f64 * 0.61 + wide as f64 * 1.05) * font
}

/// Returns a number of pixels, as short as it goes.
pub(super) fn px(number: f64) -> String {
    let text = format!("{number:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{px, shown};
    use crate::report::markup;

    #[test]
    fn text_is_shown_and_does_not_act() {
        assert_eq!(markup(&shown("</text><script a=\"&\">")), "&lt;/text&gt;&lt;script a=&quot;&amp;&quot;&gt;");
        assert_eq!(shown("a\u{0}\nb\u{ffff}"), "ab");
        assert_eq!(shown(&"é".repeat(100)), format!("{}…", "é".repeat(60)));
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([px(1.0), px(-0.04), px(12.345)], ["1", "0", "12.3"]);
    }
}
