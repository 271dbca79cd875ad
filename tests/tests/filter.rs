//! Whatever a filter holds, what is rendered parses back to it, by a parser that shares nothing with
//! what renders it.

use jsonapi_forge_tests::oracle::filter::{Clause, Literal, Scalar, parse};
use klaviyo_api::runtime::{
    AllowsAny, AllowsContains, AllowsEquals, AllowsEqualsList, AllowsGreaterThan, AllowsHas, AnyLiteral, Date,
    DateTime, Filter, FilterField, Id, Literal as Written,
};
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert_eq, prop_oneof, proptest};

/// The operation that is filtered.
enum Listing {}

/// Allows what is tested of each arity.
enum Every {}

impl AllowsAny for Every {}
impl AllowsContains for Every {}
impl AllowsEquals for Every {}
impl AllowsEqualsList for Every {}
impl AllowsGreaterThan for Every {}
impl AllowsHas for Every {}

/// A filter of one clause, and what it must parse to.
type Case = (Filter<Listing>, Clause);

fn field<V>() -> FilterField<Listing, V, Every> {
    FilterField::new("messages.channel_id")
}

fn clause(operator: &str, literal: Literal) -> Clause {
    Clause { operator: operator.to_owned(), field: "messages.channel_id".to_owned(), literal }
}

/// Texts of any kind, and above all such as look like a part of an expression.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\"\\\\,()\\[\\]a ]{0,12}",
        Just("\"),equals(id,\"".to_owned()),
        Just("and(a,b)".to_owned()),
        Just(String::new()),
    ]
}

/// A value of type `V` with the scalar that it stands for.
fn one<V: Written + Clone + std::fmt::Debug + 'static>(
    values: impl Strategy<Value = (V, Scalar)> + 'static,
) -> impl Strategy<Value = Case> {
    (values, 0..3_u8).prop_map(|((value, scalar), operator)| match operator {
        0 => (field::<V>().equals(value), clause("equals", Literal::One(scalar))),
        1 => (field::<V>().contains(value), clause("contains", Literal::One(scalar))),
        _ => (field::<V>().greater_than(value), clause("greater-than", Literal::One(scalar))),
    })
}

fn many<V: Written + Clone + std::fmt::Debug + 'static>(
    values: impl Strategy<Value = (V, Scalar)> + 'static,
) -> impl Strategy<Value = Case> {
    (vec(values, 0..5), any::<bool>()).prop_map(|(list, any)| {
        let (values, scalars): (Vec<V>, Vec<Scalar>) = list.into_iter().unzip();
        if any {
            (field::<V>().any(values), clause("any", Literal::Many(scalars)))
        } else {
            (field::<V>().equals_list(values), clause("equals", Literal::Many(scalars)))
        }
    })
}

fn text() -> impl Strategy<Value = (String, Scalar)> {
    texts().prop_map(|text| (text.clone(), Scalar::Text(text)))
}

fn id() -> impl Strategy<Value = (Id<Listing>, Scalar)> {
    texts().prop_map(|text| (text.clone().into(), Scalar::Text(text)))
}

fn integer() -> impl Strategy<Value = (i64, Scalar)> {
    any::<i64>().prop_map(|number| (number, Scalar::Word(number.to_string())))
}

fn boolean() -> impl Strategy<Value = (bool, Scalar)> {
    any::<bool>().prop_map(|value| (value, Scalar::Word(value.to_string())))
}

/// Dates and times as they are written; what is none cannot end the literal either.
fn moment() -> impl Strategy<Value = (String, Scalar)> {
    let written = "[0-9]{4}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-]0[0-9]:00))?";
    let good = written.prop_map(|text| (text.clone(), Scalar::Word(text)));
    let odd = "[0-9TZ]*[\"\\\\,() é]+[0-9]*".prop_map(|text: String| (text.clone(), Scalar::Text(text)));
    prop_oneof![good, odd]
}

fn undescribed() -> impl Strategy<Value = (AnyLiteral, Scalar)> {
    prop_oneof![
        text().prop_map(|(text, scalar)| (AnyLiteral::Text(text), scalar)),
        integer().prop_map(|(number, scalar)| (AnyLiteral::Integer(number), scalar)),
        boolean().prop_map(|(value, scalar)| (AnyLiteral::Boolean(value), scalar)),
        moment().prop_map(|(text, scalar)| (AnyLiteral::DateTime(text.into()), scalar)),
    ]
}

fn cases() -> impl Strategy<Value = Case> {
    prop_oneof![
        one(text()),
        many(text()),
        one(id()),
        one(integer()),
        many(integer()),
        one(boolean()),
        one(moment().prop_map(|(text, scalar)| (DateTime::from(text), scalar))),
        many(moment().prop_map(|(text, scalar)| (Date::from(text), scalar))),
        one(undescribed()),
        many(undescribed()),
        Just((field::<String>().has(), clause("has", Literal::None))),
    ]
}

proptest! {
    // No files beside the sources: a failure shows the smallest case anyway.
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_rendered_parses_back(cases in vec(cases(), 1..6)) {
        let (filters, clauses): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
        let filter = filters.into_iter().reduce(Filter::and).expect("there is at least one");
        prop_assert_eq!(parse(&filter.to_string()), Ok(clauses.clone()));
        prop_assert_eq!(parse(&filter.clauses().join(",")), Ok(clauses.clone()));
        let alone: Result<Vec<_>, _> = filter.clauses().iter().map(|text| parse(text)).collect();
        prop_assert_eq!(alone.map(|alone| alone.concat()), Ok(clauses));
    }

    #[test]
    fn numbers_keep_their_value(number in proptest::num::f64::NORMAL | proptest::num::f64::ZERO) {
        let parsed = parse(&field::<f64>().equals(number).to_string());
        let Ok([Clause { literal: Literal::One(Scalar::Word(word)), .. }]) = parsed.as_deref() else {
            return Err(proptest::test_runner::TestCaseError::fail(format!("{parsed:?}")));
        };
        prop_assert_eq!(word.parse::<f64>(), Ok(number));
    }
}

#[test]
fn what_is_no_expression_is_refused() {
    for text in [
        "", "equals", "equals(", "equals()", "equals(a", "equals(a,)", "equals(a,\"b)", "equals(a,\"\\b\")",
        "equals(a,\"b\"),", "equals(a,\"b\")x", "equals(a,b c)", "any(a,[1,)", "and(has(a))", "and(has(a),has(b)",
        "or(has(a),has(b))",
    ] {
        assert!(parse(text).is_err(), "{text}");
    }
}
