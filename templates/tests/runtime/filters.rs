//! Filter expressions: how they are written, and that nothing in a literal can break out of it.

use proptest::prelude::*;

use crate::client::catalogs::{GetJobs, job_filter};
use crate::client::jobs::JobStatus;
use crate::client::runtime::{
    AllowsAny, AllowsEquals, AllowsGreaterOrEqual, AllowsHas, AllowsNull, DateTime, Filter, FilterField, Logic,
};

#[test]
fn clauses_are_written_by_type() {
    let written = |filter: Filter<GetJobs>| filter.to_string();
    assert_eq!(written(job_filter::status().equals(JobStatus::Queued)), r#"equals(status,"queued")"#);
    assert_eq!(written(job_filter::status().equals("on hold")), r#"equals(status,"on hold")"#);
    assert_eq!(written(job_filter::name().any(["a", "b\"c\\"])), r#"any(name,["a","b\"c\\"])"#);
    assert_eq!(written(job_filter::name().contains_all(Vec::<String>::new())), "contains-all(name,[])");
    assert_eq!(written(job_filter::name().has()), "has(name)");
    let time = "2012-04-21T11:30:00-04:00";
    assert_eq!(
        written(job_filter::created_at().greater_than(time)),
        "greater-than(created_at,2012-04-21T11:30:00-04:00)"
    );
    assert_eq!(written(job_filter::seen().equals(3)), "equals(_kx.seen,3)");
    assert_eq!(written(job_filter::seen().equals(2.5)), "equals(_kx.seen,2.5)");
    assert_eq!(written(job_filter::seen().equals(true)), "equals(_kx.seen,true)");
    assert_eq!(written(job_filter::seen().equals(DateTime::from(time))), format!("equals(_kx.seen,{time})"));
}

#[test]
fn filters_are_joined() {
    let both = job_filter::name().equals("a").and(job_filter::name().has());
    assert_eq!(both.clauses(), ["equals(name,\"a\")", "has(name)"]);
    assert_eq!(both.to_string(), "and(equals(name,\"a\"),has(name))");
    assert_eq!(Filter::<GetJobs>::raw("or(x,y)").to_string(), "or(x,y)");
}

/// Reads one clause: the operator, the field, and the texts of its literals.
fn parse(expression: &str) -> Option<(String, String, Vec<String>)> {
    let (operator, rest) = expression.split_once('(')?;
    let (field, literals) = rest.strip_suffix(')')?.split_once(',')?;
    let literals = literals.strip_prefix('[').and_then(|list| list.strip_suffix(']')).unwrap_or(literals);
    let mut texts = Vec::new();
    let mut characters = literals.chars().peekable();
    while characters.peek().is_some() {
        if !texts.is_empty() && characters.next() != Some(',') {
            return None;
        }
        texts.push(quoted(&mut characters)?);
    }
    Some((operator.to_owned(), field.to_owned(), texts))
}

/// Reads one text in quotes.
fn quoted(characters: &mut impl Iterator<Item = char>) -> Option<String> {
    if characters.next() != Some('"') {
        return None;
    }
    let mut text = String::new();
    loop {
        match characters.next()? {
            '"' => return Some(text),
            '\\' => text.push(characters.next()?),
            other => text.push(other),
        }
    }
}

proptest! {
    #[test]
    fn any_text_comes_back(text in any::<String>()) {
        let written = job_filter::name().equals(text.as_str()).to_string();
        let (operator, field, texts) = parse(&written).unwrap();
        prop_assert_eq!((operator.as_str(), field.as_str(), texts), ("equals", "name", vec![text]));
    }

    #[test]
    fn any_list_comes_back(texts in proptest::collection::vec("[\\PC\"\\\\,\\[\\]()]{0,8}", 0..5)) {
        let written = job_filter::name().any(texts.clone()).to_string();
        prop_assert_eq!(parse(&written).unwrap().2, texts);
    }

    #[test]
    fn a_date_cannot_end_its_literal(text in any::<String>()) {
        let written = job_filter::created_at().greater_than(text.as_str()).to_string();
        let literal = written.strip_prefix("greater-than(created_at,").unwrap().strip_suffix(')').unwrap();
        let bare = literal.chars().all(|character| character.is_ascii_alphanumeric() || "+-.:".contains(character));
        prop_assert!(bare || quoted(&mut literal.chars()) == Some(text));
    }
}

/// A field in the other grammar.
fn title<Ops>() -> FilterField<GetJobs, String, Ops> {
    FilterField::camel_case("title")
}

enum AllOperators {}
impl AllowsAny for AllOperators {}
impl AllowsEquals for AllOperators {}
impl AllowsGreaterOrEqual for AllOperators {}
impl AllowsHas for AllOperators {}
impl AllowsNull for AllOperators {}
impl Logic for GetJobs {}

#[test]
fn camel_case_quotes_every_literal() {
    let written = |filter: Filter<GetJobs>| filter.to_string();
    assert_eq!(written(title::<AllOperators>().equals("it's")), "equals(title,'it''s')");
    assert_eq!(written(title::<AllOperators>().any(["a", "b"])), "any(title,'a','b')");
    assert_eq!(written(title::<AllOperators>().any(["a"])), "equals(title,'a')");
    assert_eq!(written(title::<AllOperators>().equals_null()), "equals(title,null)");
    assert_eq!(written(title::<AllOperators>().has()), "has(title)");
    let count = FilterField::<GetJobs, i64, AllOperators>::camel_case("count");
    assert_eq!(written(count.greater_or_equal(3)), "greaterOrEqual(count,'3')");
}

#[test]
fn filters_are_combined() {
    let red = || title::<AllOperators>().equals("red");
    let both = red().and(title::<AllOperators>().has());
    assert_eq!(both.or(red()).to_string(), "or(and(equals(title,'red'),has(title)),equals(title,'red'))");
    assert_eq!(red().negate().to_string(), "not(equals(title,'red'))");
}

proptest! {
    #[test]
    fn any_text_comes_back_from_single_quotes(text in any::<String>()) {
        let written = title::<AllOperators>().equals(text.as_str()).to_string();
        let literal = written.strip_prefix("equals(title,'").unwrap().strip_suffix("')").unwrap();
        prop_assert_eq!(literal.replace("''", "").matches('\'').count(), 0);
        prop_assert_eq!(literal.replace("''", "'"), text);
    }
}
