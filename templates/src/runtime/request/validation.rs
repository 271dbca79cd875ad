//! The search for what the service would refuse in a request: one walk over the JSON of what is sent, by the tables of
//! constraints.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::Mutex;

use regex::{Regex, RegexBuilder};

use super::super::client::ClientBuilder;
use super::super::error::Error;
use super::super::schema::place::{Place, Step};
use super::super::schema::scan::DEPTH;
use super::super::schema::select::passes;
use super::super::schema::shape::JsonKind;
use super::super::schema::tape::{Node, Tape};
use super::super::transport::lock::lock;
use super::super::value::password::{revealed, secrets};
use super::super::value::values::Value;
use super::call::Call;
use super::constraint::{Check, Constraint, Constraints, Inner, RequestPart};
use super::operation::Operation;
use super::{Body, Request};

/// A value of a request that the OpenAPI document does not allow, although it is of the right type.
///
/// ```rust,ignore
/// for violation in museum.works().create_work(work).validate() {
///     // `/data/attributes/title`: expected at most 200 characters, found 312 characters
///     println!("{violation}");
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The part of the request.
    pub part: RequestPart,
    /// The place of the value in that part, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The condition that does not hold.
    pub expected: String,
    /// The value, or what counts of it.
    pub found: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, pointer, expected, found } = self;
        let (what, name) = match part {
            RequestPart::Body if pointer.is_empty() => ("the body", ""),
            RequestPart::Body => ("", ""),
            RequestPart::FormField(name) => ("part ", *name),
            RequestPart::Path(name) => ("path parameter ", *name),
            RequestPart::Query(name) => ("query parameter ", *name),
            RequestPart::Header(name) => ("header ", *name),
            RequestPart::Cookie(name) => ("cookie ", *name),
        };
        f.write_str(what)?;
        if !name.is_empty() || !pointer.is_empty() {
            write!(f, "`{name}{pointer}`")?;
        }
        write!(f, ": expected {expected}, found {found}")
    }
}

impl<O: Operation> Call<O> {
    /// Returns where what is sent is out of the bounds that the OpenAPI document states: lengths, patterns, numbers of
    /// elements, the smallest and the largest number. Nothing is sent.
    pub fn validate(&self) -> Vec<Violation> {
        violations(&self.request)
    }
}

impl<C> ClientBuilder<C> {
    /// Sets whether requests are [validated](Call::validate) before they are sent: one with a violation is an
    /// [`Error::Request`], and not sent. False unless set.
    pub fn validate_requests(mut self, is_validated: bool) -> Self {
        self.settings_mut().refuse = if is_validated { Some(refusal) } else { None };
        self
    }
}

/// Returns why a request must not be sent, if it has violations.
fn refusal(request: &Request) -> Option<Error> {
    let violations: Vec<String> = violations(request).iter().map(Violation::to_string).collect();
    if violations.is_empty() { None } else { Some(Error::request(violations.join("; "))) }
}

fn violations(request: &Request) -> Vec<Violation> {
    let constraints = request.info.constraints;
    let mut found = Vec::new();
    for (part, value) in &request.noted {
        check(constraints, *part, value, &mut found);
    }
    if let Body::Json(body) = &request.body {
        check(constraints, RequestPart::Body, body, &mut found);
    }
    found
}

/// Checks a part of a request.
fn check(constraints: &'static Constraints, part: RequestPart, value: &Value, violations: &mut Vec<Violation>) {
    let Some(constraint) = constraints.row(part) else { return };
    let text = revealed(value).to_string();
    // The text was made by us: it is JSON.
    let Ok(tape) = Tape::new(&text) else { return };
    let secrets = secrets(value).iter().map(|secret| secret.expose().to_owned()).collect();
    ConstraintWalk { part, rows: constraints.rows, secrets, violations }.value(&Place::ROOT, constraint, tape.root());
}

/// A walk over a part of a request.
struct ConstraintWalk<'v> {
    part: RequestPart,
    rows: &'static [Constraint],
    /// The texts that no report may hold.
    secrets: HashSet<String>,
    violations: &'v mut Vec<Violation>,
}

impl ConstraintWalk<'_> {
    fn value(&mut self, place: &Place<'_>, constraint: &'static Constraint, node: Node<'_>) {
        for check in constraint.checks {
            if let Some((expected, found)) = check.violation(node) {
                let is_secret = node.string().is_some_and(|text| self.secrets.contains(&*text));
                let found = if is_secret { "..".to_owned() } else { found };
                self.violations.push(Violation { part: self.part, pointer: place.to_string(), expected, found });
            }
        }
        if place.depth < DEPTH {
            constraint.inner.iter().for_each(|inner| self.inner(place, constraint, inner, node));
        }
    }

    fn inner(&mut self, place: &Place<'_>, constraint: &'static Constraint, inner: &'static Inner, node: Node<'_>) {
        match inner {
            Inner::Member(name, row) => {
                if let Some(value) = node.member(name) {
                    self.row(&place.member(name), *row, value);
                }
            }
            Inner::Others(row) => {
                let is_named = |key: &str| {
                    constraint.inner.iter().any(|inner| matches!(inner, Inner::Member(name, _) if *name == key))
                };
                for (key, value) in node.members() {
                    if !is_named(&key.key()) {
                        self.row(&place.at(Step::Entry(&key.key())), *row, value);
                    }
                }
            }
            Inner::Elements(row) => {
                if node.is_array() {
                    for (position, element) in node.elements().enumerate() {
                        self.row(&place.at(Step::Element(position)), *row, element);
                    }
                }
            }
            Inner::Place(position, row) => {
                if let Some(element) = element(node, *position) {
                    self.row(&place.at(Step::Place(*position)), *row, element);
                }
            }
            Inner::From(first, row) => {
                if node.is_array() {
                    for (position, element) in node.elements().enumerate().skip(*first) {
                        self.row(&place.at(Step::Element(position)), *row, element);
                    }
                }
            }
            Inner::OneOf(alternatives) => {
                let taken = alternatives.iter().position(|(when, _)| passes(node, when));
                let row = taken.and_then(|taken| alternatives.get(taken)?.1);
                if let (Some(taken), Some(row)) = (taken, row) {
                    self.row(&place.at(Step::Alternative(taken)), row, node);
                }
            }
        }
    }

    fn row(&mut self, place: &Place<'_>, row: usize, node: Node<'_>) {
        if let Some(constraint) = self.rows.get(row) {
            self.value(place, constraint, node);
        }
    }
}

impl Check {
    /// Returns the condition and what was found instead, in words, where the value does not meet it.
    fn violation(&self, node: Node<'_>) -> Option<(String, String)> {
        match self {
            Self::Minimum(bound) => number(node, |it| compare(it, bound).is_lt(), &format!("at least {bound}")),
            Self::Above(bound) => number(node, |it| compare(it, bound).is_le(), &format!("more than {bound}")),
            Self::Maximum(bound) => number(node, |it| compare(it, bound).is_gt(), &format!("at most {bound}")),
            Self::Below(bound) => number(node, |it| compare(it, bound).is_ge(), &format!("less than {bound}")),
            Self::MultipleOf(of) => number(node, |it| !is_multiple(it, of), &format!("a multiple of {of}")),
            Self::MinLength(least) => at_least(*least, length(node)?, "character"),
            Self::MaxLength(most) => at_most(*most, length(node)?, "character"),
            Self::Pattern(pattern, expression) => {
                let text = node.string()?;
                let condition = match with_compiled(expression, |regex| regex.is_match(&text)) {
                    Some(true) => return None,
                    Some(false) => format!("what `{pattern}` matches"),
                    None => format!("what `{pattern}` matches, which is too large to be checked"),
                };
                Some((condition, node.text().to_owned()))
            }
            Self::MinItems(least) => at_least(*least, items(node)?, "element"),
            Self::MaxItems(most) => at_most(*most, items(node)?, "element"),
            Self::UniqueItems => {
                let (first, second) = twins(node)?;
                Some(("no element twice".to_owned(), format!("the same at {first} and {second}")))
            }
            Self::MinMembers(least) => at_least(*least, members(node)?, "member"),
            Self::MaxMembers(most) => at_most(*most, members(node)?, "member"),
        }
    }
}

/// Returns the violation of a number that is out of bounds.
fn number(node: Node<'_>, is_out: impl Fn(&str) -> bool, expected: &str) -> Option<(String, String)> {
    let is_number = matches!(node.kind(), JsonKind::Number | JsonKind::Integer);
    if is_number && is_out(node.text()) { Some((expected.to_owned(), node.text().to_owned())) } else { None }
}

fn at_least(least: u64, count: u64, noun: &str) -> Option<(String, String)> {
    if count < least { Some((format!("at least {}", counted(least, noun)), counted(count, noun))) } else { None }
}

fn at_most(most: u64, count: u64, noun: &str) -> Option<(String, String)> {
    if count > most { Some((format!("at most {}", counted(most, noun)), counted(count, noun))) } else { None }
}

fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn length(node: Node<'_>) -> Option<u64> {
    node.string().map(|text| text.chars().count() as u64)
}

/// Returns the element of a list at a position.
fn element(node: Node<'_>, position: usize) -> Option<Node<'_>> {
    if node.is_array() { node.elements().nth(position) } else { None }
}

fn items(node: Node<'_>) -> Option<u64> {
    if node.is_array() { Some(node.elements().count() as u64) } else { None }
}

fn members(node: Node<'_>) -> Option<u64> {
    if node.is_object() { Some(node.members().count() as u64) } else { None }
}

/// Returns the positions of two elements of a list that are the same.
fn twins(node: Node<'_>) -> Option<(usize, usize)> {
    if !node.is_array() {
        return None;
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    // What is sent is written by one function: values that are the same have the same text.
    node.elements()
        .enumerate()
        .find_map(|(position, element)| seen.insert(element.text(), position).map(|first| (first, position)))
}

/// Compares two numbers of JSON: exactly where both are whole, and otherwise as doubles.
fn compare(a: &str, b: &str) -> std::cmp::Ordering {
    if let (Ok(a), Ok(b)) = (a.parse::<i128>(), b.parse::<i128>()) {
        return a.cmp(&b);
    }
    let double = |text: &str| text.parse::<f64>().unwrap_or_default();
    double(a).partial_cmp(&double(b)).unwrap_or(std::cmp::Ordering::Equal)
}

/// Returns whether a number is a multiple of another, as decimal numbers: `0.3` is one of `0.1`. Numbers with more
/// digits than are counted are taken for multiples.
fn is_multiple(number: &str, of: &str) -> bool {
    let (Some((a, a_digits)), Some((b, b_digits))) = (decimal(number), decimal(of)) else { return true };
    let digits = a_digits.max(b_digits);
    let scale = |value: i128, own: u32| 10_i128.checked_pow(digits - own).and_then(|power| value.checked_mul(power));
    match (scale(a, a_digits), scale(b, b_digits)) {
        (Some(_), Some(0)) => true,
        (Some(a), Some(b)) => a % b == 0,
        _ => true,
    }
}

/// Returns a number as a whole one and how many of its digits are behind the point.
fn decimal(text: &str) -> Option<(i128, u32)> {
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let value: i128 = format!("{whole}{fraction}").parse().ok()?;
    let digits = i64::try_from(fraction.len()).ok()? - exponent.parse::<i64>().ok()?;
    match u32::try_from(digits) {
        Ok(digits) => Some((value, digits)),
        Err(_) => Some((value.checked_mul(10_i128.checked_pow(u32::try_from(-digits).ok()?)?)?, 0)),
    }
}

/// The largest compiled expression in bytes: some thousand times any letter of Unicode.
const COMPILED_SIZE: usize = 100 << 20;

/// Uses a compiled expression; `None` where it does not compile. Each is compiled once.
fn with_compiled<T>(expression: &'static str, with: impl FnOnce(&Regex) -> T) -> Option<T> {
    static COMPILED: Mutex<BTreeMap<&'static str, Option<Regex>>> = Mutex::new(BTreeMap::new());
    let compile = || RegexBuilder::new(expression).size_limit(COMPILED_SIZE).build().ok();
    let regex = lock(&COMPILED).entry(expression).or_insert_with(compile).clone();
    regex.map(|regex| with(&regex))
}
