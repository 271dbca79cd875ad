//! The values of `format`, and the Rust type of each.

use crate::ir::StringFormat;

/// A value of `format`.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name, as the registry of OpenAPI's formats has it.
    pub name: &'static str,
    /// What text of the format is; plain text where the format is one of numbers.
    pub text: StringFormat,
    /// The Rust type of such values.
    pub rust: &'static str,
    /// What that means.
    pub remark: &'static str,
}

/// The formats that the compiler knows. Any other one is text, or the number that `type` says.
pub const FORMATS: &[Format] = &[
    typed("date-time", StringFormat::DateTime, "rt::DateTime", "keeps its text; `timestamp()` and `civil()` read it"),
    typed("date", StringFormat::Date, "rt::Date", "keeps its text; `date()` reads it"),
    typed("password", StringFormat::Password, "rt::Password", "never printed, also not as a part of what is sent"),
    typed("binary", StringFormat::Binary, "String", "in forms the content of a file; elsewhere text"),
    text("byte", "stays encoded in base64"),
    text("uuid", "any text is kept, as services send what is none"),
    text("time", "any text is kept"),
    text("duration", "any text is kept"),
    text("uri", "any text is kept, also relative ones"),
    text("email", "any text is kept"),
    text("decimal", "its digits are kept; as a number it is an `f64`"),
    number("int32", "i64", "also holds numbers that services send in spite of the format"),
    number("int64", "i64", "all of its numbers"),
    number("uint64", "u64", "all of its numbers"),
    number("float", "f64", "all of its numbers"),
    number("double", "f64", "all of its numbers"),
];

const fn typed(name: &'static str, text: StringFormat, rust: &'static str, remark: &'static str) -> Format {
    Format { name, text, rust, remark }
}

const fn text(name: &'static str, remark: &'static str) -> Format {
    typed(name, StringFormat::Text, "String", remark)
}

const fn number(name: &'static str, rust: &'static str, remark: &'static str) -> Format {
    typed(name, StringFormat::Text, rust, remark)
}

/// Returns what text of a format is.
pub fn string_format(name: Option<&str>) -> StringFormat {
    let known = FORMATS.iter().find(|format| Some(format.name) == name);
    known.map_or(StringFormat::Text, |format| format.text)
}
