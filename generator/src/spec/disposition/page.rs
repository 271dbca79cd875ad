//! The page of the documentation that shows the table of dispositions.

use std::fmt::Write;

use super::{Disposition, FORMATS, Field, Format, Object, Version};

/// The text before the tables.
const HEAD: &str = "# What is read of an OpenAPI document

Every field of every object of OpenAPI 3.0, 3.1 and 3.2, and what becomes of it: *supported*, *warned about*, or *refused*.
A member that is not listed here and does not begin with `x-` is a warning with the name that is meant. A field of another
version than the document's is read as there, with a warning. A test makes this page from
`generator/src/spec/disposition` and compares it with the names of the specifications.
";

/// The text on tuples.
const TUPLES: &str = "
## Tuples

A list with `prefixItems` has a type for each of its first elements. What is read has an `Option` for each, so that an
element that does not fit costs its place alone; what is sent has all of them.

| `prefixItems: [A, B]` with | Read | Sent |
| --- | --- | --- |
| `items: false`, `unevaluatedItems: false` or `maxItems: 2` | `(Option<A>, Option<B>)` | `(A, B)` |
| the same and `minItems: 1` | `(Option<A>, Option<B>)` | `(A, Option<B>)`, which may end before `B` |
| `items: C` | `rt::OpenTuple<(Option<A>, Option<B>), C>` | `rt::OpenTuple<(A, B), C>`, or `(A, B)` |
| nothing else | `rt::OpenTuple<(Option<A>, Option<B>), rt::Value>` | `rt::OpenTuple<(A, B), rt::Value>`, or `(A, B)` |

`OpenTuple` has the first elements in `places` and those behind in `rest`. Where there may be none behind, one that a
response has is among its mismatches, and so is one that `minItems` wants and that is not there. A place that may be null
is sent as a `Change<A>`. A place with a constant is an enum of the one value where that is a text or a whole number: of
`[{const: eq}, {type: string}]` the first place is sent as `TitleFirst::Eq`. Tuples of a `oneOf` are told apart by the
constants of their places (as in YAML `[circle, 1]`), and by their number. More than 12 places are a list in which each element is
of one of the types, with a warning.
In `data` and `included` of JSON:API, resources are told apart by their `type`, not by their places.
";

/// The text on links.
const LINKS: &str = "
## Links

A link of a response to an operation is a function of the operation that has the response. It makes the request, which can
be changed before it is sent:

```rust,ignore
let created = client.books().create_book(book).send().await?;
if let Some(request) = CreateBook::link_author(&client, &created) {
    let author = request.send().await?;
}
```

| In the link | |
| --- | --- |
| `$response.body#/data/id`, `$response.header.ETag` | read from the response; without it, there is no request |
| `$request.path.id`, `$request.query.q`, also of headers and cookies | an argument of the function, as the response does not have it |
| `$statusCode`, `$method` | of the response and its operation |
| `shelf-{$response.body#/data/id}` | texts and values put together |
| anything else that is not an expression | sent as it is |

A link is left out, with a warning that says why, where it takes what a response does not tell (`$url`,
`$request.body`), leaves out what its operation requires, leads to another server or out of the document, or is of an error.
";

/// The text on values that a schema of JSON Schema allows.
const JSON_SCHEMA: &str = "
## JSON Schema

Which values a client accepts, compared with the JSON Schema Test Suite for draft 2020-12: each schema of the suite is the
body of a response, and a value is accepted where no mismatch is reported. Of 1204 values, 920 are judged as the suite
judges them. `generator/tests/json_schema/outcome.txt` names the others. A test compares both with the suite, which is no
part of this repository: `JSON_SCHEMA_TEST_SUITE=FOLDER cargo test -p jsonapi-forge --test json_schema -- --ignored`, where
`FOLDER` has the files of `tests/draft2020-12` (as `json/tests/draft2020-12` in the source of the Python package
`jsonschema`).

A value that the suite calls invalid is accepted by these keywords:

| Keywords | Why |
| --- | --- |
| `minimum`, `maximum` and their exclusive forms, `multipleOf`, `minLength`, `maxLength`, `pattern`, `minItems`, `maxItems`, `uniqueItems`, `minProperties`, `maxProperties` | a client reads what it can of a response; `validate()` compares requests with them |
| `not`, `contains`, `minContains`, `maxContains`, `dependentRequired`, `propertyNames`, `false` as a schema | they forbid values and give none a type |
| `if`, `then`, `else`, `dependentSchemas` | the condition is not checked; what it describes is optional |
| `oneOf`, `anyOf` | one alternative is read; how many others hold is not asked, and a value that fits none is kept as `Unknown` |
| `allOf` | its parts are one type; where they contradict each other, any value is read |
| `type`, `$ref`, `allOf`, `anyOf` and `oneOf` beside each other, of which one allows null and another does not | null is accepted: `nullable` beside a reference is how documents of OpenAPI 3.0 write it |
| `required` with a name that `properties` does not have | no member is described that could be missing |
| `patternProperties` | patterns are not matched: each further member is of one of their types |
| `additionalProperties: false` beside `patternProperties`, `unevaluatedProperties: false` and `unevaluatedItems: false` beside keywords that refer to or compose schemas | which schema evaluates a member or an element is not followed |
| `const` and `enum` with lists or objects | their content is not compared |

A value that the suite calls valid is reported by these:

| Keywords | Why |
| --- | --- |
| `properties`, `required`, `items`, `prefixItems`, `patternProperties`, `dependentSchemas`, `contentEncoding` without `type` | the value has the type that the keywords are for; a value of another type is a mismatch, and kept |
| `properties` without `additionalProperties` | a member that has no name in the document is kept, and reported as undeclared |
| `anyOf` of which several alternatives hold, `if` | the members of one alternative are read, others are undeclared |
| `enum` with lists | `[0]` and `[0.0]` are different texts |
| `contains` beside `unevaluatedItems: false` | an element that `contains` allows is undeclared |

A reference may lead to any schema of the document, also into an `if`, a `then` or a `not`. A schema is refused, with a
diagnostic, where a reference leads to another address (nothing is fetched), none of several anchors is on the way to a
`$dynamicRef`, or `$schema` names a dialect of one's own.
";

/// The text before the formats.
const FORMATS_HEAD: &str = "
## Formats

The Rust type of a value by its `format`. Text of any other format is a `String`; a value that is not of its format is
kept, as its text is. [`types.formats`](configuration.md#types-of-other-crates) gives formats other types.

| Format | Rust | |
| --- | --- | --- |
";

/// Writes the page, as Markdown.
pub fn page() -> String {
    let mut text = HEAD.to_owned();
    for object in Object::ALL {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n## {} Object\n\n| Field | Versions | | |\n| --- | --- | --- | --- |\n", object.title());
        object.fields().iter().for_each(|field| row(&mut text, field));
    }
    text.push_str(TUPLES);
    text.push_str(LINKS);
    text.push_str(JSON_SCHEMA);
    text.push_str(FORMATS_HEAD);
    for Format { name, rust, remark, .. } in FORMATS {
        let _ = writeln!(text, "| `{name}` | `{rust}` | {remark} |");
    }
    text
}

fn row(text: &mut String, field: &Field) {
    let (outcome, remark) = match field.disposition {
        Disposition::Supported(remark) => ("supported", remark),
        Disposition::Warned(remark) => ("warned about", remark),
        Disposition::Refused(remark) => ("refused", remark),
    };
    let _ = writeln!(text, "| `{}` | {} | {outcome} | {remark} |", field.name, versions(field));
}

fn versions(field: &Field) -> String {
    let listed: Vec<&str> =
        Version::ALL.into_iter().filter(|version| field.is_in(*version)).map(Version::as_str).collect();
    if listed.len() == Version::ALL.len() { "all".to_owned() } else { listed.join(", ") }
}
