//! The same input gives the same bytes, and the order of a description's maps changes no name.

#![expect(clippy::panic, reason = "a test that cannot go on says why")]

use std::collections::BTreeMap;

use jsonapi_forge::compile::{Compiled, compile};
use jsonapi_forge::source;
use jsonapi_forge_tests::cases::{Case, cases};
use jsonapi_forge_tests::golden::Files;
use jsonapi_forge_tests::public_api::public_api;
use serde_json::{Map, Value};

fn compiled(case: &Case, text: &str) -> Compiled {
    compile(text, "spec.yaml", &case.options()).unwrap_or_else(|failure| panic!("{}: {failure}", case.name))
}

fn api(compiled: &Compiled) -> String {
    let sources: Files = compiled
        .tree
        .iter()
        .filter_map(|(path, content)| Some((path.as_str().strip_prefix("src/")?, content)))
        .filter(|(path, _)| path.ends_with(".rs") && !path.starts_with("runtime/"))
        .map(|(path, content)| (path.to_owned(), String::from_utf8_lossy(content).into_owned()))
        .collect();
    public_api(&sources)
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
fn the_order_of_maps_changes_no_name() {
    for case in cases() {
        let value = source::read(&case.text).expect("cases are good").value;
        let expected = sorted_arguments(&api(&compiled(&case, &value.to_string())));
        for seed in 1..=4 {
            let shuffled = shuffled(&value, &mut Generator(seed)).to_string();
            let found = sorted_arguments(&api(&compiled(&case, &shuffled)));
            let lost: Vec<_> = expected.iter().filter(|line| !found.contains(*line)).collect();
            let new: Vec<_> = found.iter().filter(|line| !expected.contains(*line)).collect();
            assert!(lost.is_empty() && new.is_empty(), "{}: lost {lost:#?}, new {new:#?}", case.name);
        }
    }
}

/// The lines, each with its arguments in alphabetical order: the order of the required attributes is
/// that of the description, on purpose.
fn sorted_arguments(api: &str) -> Vec<String> {
    let line = |line: &str| {
        let mut parts: Vec<&str> = line.split([',', '(', ')', '{', '}']).map(str::trim).collect();
        parts.sort_unstable();
        parts.join(" ")
    };
    let mut lines: Vec<String> = api.lines().map(line).collect();
    lines.sort_unstable();
    lines
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

/// The same value with the members of every object in another order. Lists stay: their order means
/// something.
fn shuffled(value: &Value, random: &mut Generator) -> Value {
    match value {
        Value::Object(members) => {
            let mut order: BTreeMap<u64, (&String, &Value)> = BTreeMap::new();
            members.iter().for_each(|member| {
                order.insert(random.next(), member);
            });
            let pairs = order.into_values().map(|(key, value)| (key.clone(), shuffled(value, random)));
            Value::Object(pairs.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(|item| shuffled(item, random)).collect(),
        scalar => scalar.clone(),
    }
}
