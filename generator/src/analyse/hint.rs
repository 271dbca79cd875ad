//! What a document suggests for values besides their types: examples, formats, and what is within their bounds.
//!
//! ```text
//! title: {type: string, examples: [Dune, Emma]}    Examples(["\"Dune\"", "\"Emma\""])
//! pages: {type: integer, minimum: 1}               Integer(1, 1000, 1)
//! mail: {type: string, format: email}              Format("Email")
//! code: {type: string, pattern: "^[A-Z]{2}$"}      Examples(["\"AA\"", "\"BB\"", "\"CC\""])
//! ```

use std::collections::BTreeSet;

use super::matching;
use crate::ir::{Annotations, Api, Bound, Bounds, Count, Field, Plausible, StringFormat, Type, TypeDef, TypeId};

/// A suggestion for a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Hint {
    /// Nothing.
    None,
    /// One of these, each as JSON text.
    Examples(Vec<String>),
    /// A text of a format, by its name in the runtime.
    Format(&'static str),
    /// A text of at least and at most so many characters.
    Length(u64, Option<u64>),
    /// A whole number from the first to the second one, by steps of the third one from the first one.
    Integer(i64, i64, i64),
    /// A number between these.
    Between(f64, f64),
    /// A list with a number of elements, whether no two may be equal, and what is suggested for each.
    List(Count, bool, Box<Self>),
    /// A record.
    Record(TypeId),
    /// One of several types, in the order of the alternatives.
    OneOf(Vec<Self>),
}

/// The size of the range of whole numbers that have a bound on one side only.
const SPAN: i64 = 999;

/// The number of multiples that are suggested of a number that is not whole.
const MULTIPLES: i64 = 5;

/// The depth to which nested unions are looked at.
const DEPTH: u32 = 4;

/// Returns the records for whose members something is suggested, at any depth.
pub(crate) fn suggestive(api: &Api) -> BTreeSet<TypeId> {
    let records = api.types.iter().filter_map(|(id, node)| match node {
        TypeDef::Record(record) => Some((id, record.fields.iter().map(|field| of_field(api, field)).collect())),
        _ => None,
    });
    let records: Vec<(TypeId, Vec<Hint>)> = records.collect();
    let mut known = BTreeSet::new();
    loop {
        let before = known.len();
        for (id, hints) in &records {
            if hints.iter().any(|hint| hint.suggests(&known)) {
                known.insert(*id);
            }
        }
        if known.len() == before {
            return known;
        }
    }
}

/// Returns what is suggested for a member.
pub(crate) fn of_field(api: &Api, field: &Field) -> Hint {
    of_value(api, &field.ty, &field.annotations, DEPTH)
}

impl Hint {
    /// Returns whether anything is suggested, where these are the records for whose members something is.
    pub(crate) fn suggests(&self, records: &BTreeSet<TypeId>) -> bool {
        match self {
            Self::None => false,
            Self::Record(id) => records.contains(id),
            Self::OneOf(hints) => hints.iter().any(|hint| hint.suggests(records)),
            Self::List(count, distinct, element) => {
                *distinct || *count != Count::default() || element.suggests(records)
            }
            _ => true,
        }
    }
}

fn of_value(api: &Api, ty: &Type, said: &Annotations, depth: u32) -> Hint {
    match ty {
        Type::String(StringFormat::Text | StringFormat::Binary | StringFormat::Password) => text(said),
        Type::String(StringFormat::DateTime) => Hint::Format("DateTime"),
        Type::String(StringFormat::Date) => Hint::Format("Date"),
        Type::Integer | Type::Unsigned => integer(said, *ty == Type::Unsigned),
        Type::Number => number(said),
        Type::Nullable(inner) | Type::Foreign { wire: inner, .. } => of_value(api, inner, said, depth),
        Type::List(inner) => {
            let none = Annotations::default();
            let of_elements = said.plausible.elements.as_deref().unwrap_or(&none);
            let element = of_value(api, inner, of_elements, depth);
            Hint::List(said.bounds.items, said.bounds.unique_items, Box::new(element))
        }
        Type::Named(id) => match &api.types[*id] {
            TypeDef::Record(_) => Hint::Record(*id),
            TypeDef::Union(union) if depth > 0 => {
                let none = Annotations::default();
                Hint::OneOf(union.alternatives.iter().map(|it| of_value(api, &it.ty, &none, depth - 1)).collect())
            }
            TypeDef::Union(_) | TypeDef::Enum(_) | TypeDef::Filter(_) => Hint::None,
        },
        Type::Bool | Type::Constant(_) | Type::Json | Type::Embedded { .. } | Type::EmbeddedIdentifier { .. } => {
            Hint::None
        }
        Type::Object | Type::Map(_) | Type::Tuple(_) => Hint::None,
    }
}

fn text(said: &Annotations) -> Hint {
    let Annotations { bounds: Bounds { length, pattern, .. }, plausible: Plausible { examples, format, .. }, .. } =
        said;
    let fits = |text: &String| {
        let characters = text.chars().count() as u64;
        length.minimum.is_none_or(|least| least <= characters) && length.maximum.is_none_or(|most| characters <= most)
    };
    let of = |texts: Vec<String>| {
        texts.iter().filter(|text| fits(text)).map(|text| serde_json::Value::from(text.as_str()).to_string()).collect()
    };
    let examples: Vec<String> = of(examples.iter().filter_map(|json| serde_json::from_str(json).ok()).collect());
    if !examples.is_empty() {
        return Hint::Examples(examples);
    }
    if let Some(format) = format.as_deref().and_then(known_format) {
        return Hint::Format(format);
    }
    if let Some(pattern) = pattern {
        return some_of(of(matching::texts(pattern)));
    }
    match (length.minimum.unwrap_or(0), length.maximum) {
        (0, None) => Hint::None,
        (least, most) => Hint::Length(least, most),
    }
}

fn some_of(examples: Vec<String>) -> Hint {
    if examples.is_empty() { Hint::None } else { Hint::Examples(examples) }
}

fn known_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "date" => "Date",
        "date-time" => "DateTime",
        "email" | "idn-email" => "Email",
        "hostname" | "idn-hostname" => "Hostname",
        "ipv4" => "Ipv4",
        "ipv6" => "Ipv6",
        "time" => "Time",
        "uri" | "url" | "iri" => "Uri",
        "uri-reference" | "iri-reference" => "UriReference",
        "uuid" => "Uuid",
        _ => return None,
    })
}

/// Returns whether a number is within bounds.
fn is_within(number: f64, bounds: &Bounds) -> bool {
    let holds = |bound: &Option<Bound>, is_beyond: fn(f64, f64) -> bool| {
        let limit = bound.as_ref().and_then(|bound| Some((bound.number()?, bound.exclusive)));
        limit.is_none_or(|(limit, exclusive)| !(is_beyond(number, limit) || exclusive && number == limit))
    };
    holds(&bounds.minimum, |number, limit| number < limit) && holds(&bounds.maximum, |number, limit| number > limit)
}

fn integer(said: &Annotations, is_unsigned: bool) -> Hint {
    let bounds = &said.bounds;
    let step = bounds.multiple_of.as_deref().and_then(whole).filter(|step| *step > 0);
    let fits = |number: &i64| {
        is_within(*number as f64, bounds) && number % step.unwrap_or(1) == 0 && (*number >= 0 || !is_unsigned)
    };
    let examples = said.plausible.examples.iter().filter_map(|json| json.parse().ok()).filter(fits);
    let examples: Vec<String> = examples.map(|number| number.to_string()).collect();
    if !examples.is_empty() {
        return Hint::Examples(examples);
    }
    let least = bounds.minimum.as_ref().and_then(Bound::least_whole).map(|least| least as i64);
    let most = bounds.maximum.as_ref().and_then(Bound::greatest_whole).map(|most| most as i64);
    if least.is_none() && most.is_none() && step.is_none() {
        return Hint::None;
    }
    let step = step.unwrap_or(1);
    let span = SPAN.saturating_mul(step);
    let least = least.unwrap_or(match most {
        Some(most) if most < step => most.saturating_sub(span),
        _ => step,
    });
    // The first multiple that is not less.
    let first = least.saturating_add(least.saturating_neg().rem_euclid(step));
    let last = most.unwrap_or_else(|| first.saturating_add(span));
    if first <= last { Hint::Integer(first, last, step) } else { Hint::None }
}

/// Reads a whole number, also where it is written as `10.0` or `1e3`.
fn whole(text: &str) -> Option<i64> {
    let of_double = |number: f64| (number.fract() == 0.0).then_some(number as i64);
    text.parse().ok().or_else(|| of_double(text.parse().ok()?))
}

fn number(said: &Annotations) -> Hint {
    let bounds = &said.bounds;
    if let Some(step) = &bounds.multiple_of {
        return some_of(multiples(step, bounds));
    }
    let is_number = |json: &&String| json.parse::<f64>().is_ok_and(|number| is_within(number, bounds));
    let examples: Vec<String> = said.plausible.examples.iter().filter(is_number).cloned().collect();
    if !examples.is_empty() {
        return Hint::Examples(examples);
    }
    let of = |bound: &Option<Bound>| bound.as_ref().and_then(Bound::number);
    let (least, most) = match (of(&bounds.minimum), of(&bounds.maximum)) {
        (None, None) => return Hint::None,
        (Some(least), None) => (least, least + SPAN as f64),
        (None, Some(most)) => (most - SPAN as f64, most),
        (Some(least), Some(most)) => (least, most),
    };
    if least <= most && least.is_finite() && most.is_finite() { Hint::Between(least, most) } else { Hint::None }
}

/// Returns some multiples of a decimal number, exactly: a double that is near one is none.
fn multiples(step: &str, bounds: &Bounds) -> Vec<String> {
    let (whole, fraction) = step.split_once('.').unwrap_or((step, ""));
    let Some(units) = format!("{whole}{fraction}").parse::<i64>().ok().filter(|units| *units > 0) else {
        return Vec::new();
    };
    let scale = 10f64.powi(i32::try_from(fraction.len()).unwrap_or(i32::MAX));
    let least = bounds.minimum.as_ref().and_then(Bound::number);
    let most = bounds.maximum.as_ref().and_then(Bound::number).filter(|most| *most <= 0.0);
    let first = match (least, most) {
        (Some(least), _) => (least * scale / units as f64).floor() as i64,
        (None, Some(most)) => ((most * scale / units as f64).floor() as i64).saturating_sub(MULTIPLES - 1),
        (None, None) => 1,
    };
    let multiples = (0..MULTIPLES).map(|count| first.saturating_add(count).saturating_mul(units));
    let multiples = multiples.filter(|number| is_within(*number as f64 / scale, bounds));
    multiples.map(|number| decimal(number, fraction.len())).collect()
}

/// Returns a number of units, of which the last so many digits are a fraction.
fn decimal(units: i64, digits: usize) -> String {
    if digits == 0 {
        return units.to_string();
    }
    let sign = if units < 0 { "-" } else { "" };
    let text = format!("{:0width$}", units.unsigned_abs(), width = digits + 1);
    let (whole, fraction) = text.split_at(text.len() - digits);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::{Hint, integer, number};
    use crate::ir::{Annotations, Bound, Bounds};

    fn said(least: &str, most: &str, step: &str, exclusive: bool) -> Annotations {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let bound = |text| some(text).map(|value| Bound { value, exclusive });
        let bounds =
            Bounds { minimum: bound(least), maximum: bound(most), multiple_of: some(step), ..Bounds::default() };
        Annotations { bounds, ..Annotations::default() }
    }

    #[test]
    fn whole_numbers_are_within_their_bounds() {
        for (least, most, step, exclusive, expected) in [
            ("", "", "", false, Hint::None),
            ("1", "100", "", false, Hint::Integer(1, 100, 1)),
            ("1", "100", "", true, Hint::Integer(2, 99, 1)),
            ("0.5", "", "", false, Hint::Integer(1, 1000, 1)),
            ("", "5", "", false, Hint::Integer(1, 5, 1)),
            ("", "-5", "", false, Hint::Integer(-1004, -5, 1)),
            ("11", "100", "10", false, Hint::Integer(20, 100, 10)),
            ("-15", "100", "10", false, Hint::Integer(-10, 100, 10)),
            ("", "", "5", false, Hint::Integer(5, 5000, 5)),
            ("1e30", "", "", false, Hint::Integer(i64::MAX, i64::MAX, 1)),
            // Nothing is both.
            ("9", "1", "", false, Hint::None),
            ("1", "2", "", true, Hint::None),
        ] {
            assert_eq!(integer(&said(least, most, step, exclusive), false), expected, "{least}..{most} by {step}");
        }
    }

    #[test]
    fn multiples_are_exact() {
        let texts = |least, most, step| match number(&said(least, most, step, false)) {
            Hint::Examples(texts) => texts.join(" "),
            other => format!("{other:?}"),
        };
        assert_eq!(texts("0", "0.03", "0.01"), "0.00 0.01 0.02 0.03");
        assert_eq!(texts("-1", "0", "0.5"), "-1.0 -0.5 0.0");
        assert_eq!(texts("", "-3", "1.5"), "-9.0 -7.5 -6.0 -4.5 -3.0");
        assert_eq!(texts("", "", "1e-3"), "None");
    }
}
