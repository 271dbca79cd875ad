//! The same input gives the same bytes, and the order of a document changes no name and no
//! signature.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::collections::BTreeMap;

use jsonapi_forge::compile::{Compiled, compile};
use jsonapi_forge::source;
use jsonapi_forge_tests::cases::{Case, cases};
use jsonapi_forge_tests::public_api::public_api;
use serde_json::{Map, Value};

fn compiled(case: &Case, text: &str) -> Compiled {
    compile(text, "spec.yaml", &case.options()).unwrap_or_else(|failure| panic!("{}: {failure}", case.name))
}

fn api(compiled: &Compiled) -> String {
    public_api(&compiled.tree).unwrap_or_else(|bug| panic!("{bug}")).to_string()
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for case in cases() {
        assert!(compiled(&case, &case.text).tree == compiled(&case, &case.text).tree, "{}", case.name);
    }
}

#[test]
fn yaml_and_json_give_the_same_client() {
    for case in cases() {
        let value = source::read(&case.text).expect("cases are good").value;
        let json = serde_json::to_string_pretty(&value).expect("a tree is JSON");
        assert_eq!(api(&compiled(&case, &json)), api(&compiled(&case, &case.text)), "{}", case.name);
    }
}

#[test]
fn the_order_of_a_document_changes_no_name() {
    for case in cases() {
        let value = source::read(&case.text).expect("cases are good").value;
        let expected = api(&compiled(&case, &value.to_string()));
        for seed in 1..=4 {
            let shuffled = shuffled(None, &value, &mut Generator(seed)).to_string();
            let found = api(&compiled(&case, &shuffled));
            let lost: Vec<_> = expected.lines().filter(|line| !found.lines().any(|other| other == *line)).collect();
            let new: Vec<_> = found.lines().filter(|line| !expected.lines().any(|other| other == *line)).collect();
            assert!(lost.is_empty() && new.is_empty(), "{}: lost {lost:#?}, new {new:#?}", case.name);
        }
    }
}

/// Numbers that look random and are always the same (xorshift, Marsaglia 2003).
struct Generator(u64);

impl Generator {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// Lists whose order means nothing. Of an operation's `tags` the first one counts; those of the
/// document, which are objects, are in no order.
const SETS: &[&str] = &["parameters", "required", "enum", "oneOf", "anyOf", "allOf", "security", "tags"];

/// The same value with the members of every object in another order, and the elements of those lists
/// whose order means nothing.
fn shuffled(key: Option<&str>, value: &Value, random: &mut Generator) -> Value {
    match value {
        Value::Object(members) => {
            // `x-enum-varnames` names the values by their position, so their order has a meaning.
            let is_named = members.keys().any(|name| name.starts_with("x-enum"));
            let key = |name: &'_ str| if is_named && name == "enum" { None } else { Some(name.to_owned()) };
            let pairs =
                members.iter().map(|(name, value)| (name.clone(), shuffled(key(name).as_deref(), value, random)));
            let pairs: Vec<(String, Value)> = pairs.collect();
            Value::Object(reordered(pairs, random).collect::<Map<_, _>>())
        }
        Value::Array(items) => {
            let items: Vec<Value> = items.iter().map(|item| shuffled(None, item, random)).collect();
            let names = key == Some("tags") && items.iter().all(Value::is_string);
            if key.is_some_and(|key| SETS.contains(&key)) && !names {
                return reordered(items, random).collect();
            }
            Value::Array(items)
        }
        scalar => scalar.clone(),
    }
}

fn reordered<T>(items: Vec<T>, random: &mut Generator) -> impl Iterator<Item = T> {
    let order: BTreeMap<u64, T> = items.into_iter().map(|item| (random.next(), item)).collect();
    order.into_values()
}
