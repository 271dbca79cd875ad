//! Generates the client of every golden case, and a table of their operations.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use jsonapi_forge::compile::{Model, model_with};
use jsonapi_forge::dialect::Dialect;
use jsonapi_forge::ir::{FilterGrammar, Operation, Payload, Signature, SignatureAlgorithm, SignatureEncoding};
use jsonapi_forge::name::Lock;
use jsonapi_forge::repair::{
    AddedParameter, AliasSource, Located, OAuth2, Overrides, ParameterPlace, SchemaType, SchemeKind, Supplement,
};
use jsonapi_forge::{Config, Runtime, RustPath};

/// The cases whose calls are tested over sockets too.
const ON_THE_WIRE: &[&str] = &[
    "addresses", "atomic", "batches", "credentials", "dialects", "emitters", "emitters-31", "families", "filters",
    "forms", "forms-31", "frameworks", "free-form", "habits", "identifiers", "inheritance", "lacking", "limits",
    "linkage", "outcomes", "pagination", "parameters", "queries", "relationships", "reports", "servers", "services",
    "slips", "streams", "untold", "wholes", "writes",
];

/// The case whose client has the runtime as a module; those of all others depend on the crate.
const VENDORED: &str = "queries";

/// The cases whose configuration is said here, as there is none in build scripts.
const CONFIGURED: &[&str] = &["filters", "lacking", "limits", "types", "webhooks"];

/// The head of the function that finds a case by name.
const READ_HEAD: &str = "/// Lets an operation of a case read a response; `None` when there is no such operation.
pub fn read(case: &str, operation: &str, status: u16, body: Vec<u8>) -> Option<Reading> {
    match case {
";

/// The head of the function that finds a schema by the name of a case.
const SCHEMA_HEAD: &str =
    "/// Returns the JSON Schema of what an operation of a case returns; `None` when there is none.
pub fn schema(case: &str, operation: &str) -> Option<Value> {
    match case {
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new("../cases");
    println!("cargo::rerun-if-changed={}", folder.display());
    let (mut table, mut arms, mut schemas) = (String::new(), String::new(), String::new());
    for name in names(folder)? {
        let spec = folder.join(&name).join("spec.yaml");
        let out = PathBuf::from(env::var("OUT_DIR")?).join(&name);
        // Without a transport over a network what is sent and answered stays in this process.
        let features: &[&str] = match name.as_str() {
            "validation" => &["full", "validation"],
            "webhooks" => &["full", "webhook-signatures"],
            VENDORED => &["full", "reqwest", "schemars"],
            name if ON_THE_WIRE.contains(&name) => &["full", "reqwest"],
            _ => &["full"],
        };
        let config = Config::new(&spec).crate_name(format!("{name}-case")).out_dir(out).features(features.to_vec());
        let crate_of_workspace = Runtime::Path { path: "../../templates".to_owned(), version: None };
        let overrides = match name.as_str() {
            "filters" => Overrides { dialect: Dialect::new().filter_grammar(FilterGrammar::Short), ..Overrides::new() },
            "lacking" => Overrides { supplement: supplement(), ..Overrides::new() },
            "limits" => Overrides::new().aliases(AliasSource::Document),
            "types" => types()?,
            "webhooks" => Overrides { dialect: Dialect::new().signature(signature()), ..Overrides::new() },
            _ => Overrides::new(),
        };
        let config = config.overrides(overrides.clone());
        config.runtime(if name == VENDORED { Runtime::Vendored } else { crate_of_workspace }).generate()?;
        let model = model_with(&fs::read_to_string(&spec)?, &Lock::default(), &overrides);
        let model = model.map_err(|refused| format!("{refused:?}"))?;
        write_row(&mut table, &name, &model)?;
        let module = name.replace('-', "_");
        writeln!(arms, "        {name:?} => ready(case_{module}::read(operation, status, body)),")?;
        writeln!(schemas, "        {name:?} => case_{module}::schema(operation),")?;
    }
    const TAIL: &str = "        _ => None,\n    }\n}\n";
    let table = format!("{table}{READ_HEAD}{arms}{TAIL}{SCHEMA_HEAD}{schemas}{TAIL}");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("cases.rs"), table)?;
    Ok(())
}

fn supplement() -> Supplement {
    let key = |place, name: &str| SchemeKind::Key(place, name.to_owned());
    let token_url = Some("https://library.example/token".to_owned());
    let mut supplement = Supplement::new()
        .operation_id("GET /books/{id}", "get_book")
        .resource_type("Book", "book")
        .resource_type("Author", "person")
        .media_type("application/json", "application/vnd.api+json")
        .parameter("GET /books/**", "include")
        .scheme("token", SchemeKind::Bearer)
        .scheme("key", key(ParameterPlace::Header, "X-Key"))
        .scheme("app", key(ParameterPlace::Query, "app"))
        .scheme("session", key(ParameterPlace::Cookie, "session"))
        .scheme("login", SchemeKind::OAuth2(OAuth2 { token_url, ..OAuth2::default() }))
        .scheme("desk", SchemeKind::Basic)
        .require(["token"])
        .require_of("POST /**", ["login", "desk", "session"])
        .require_of("get_status", []);
    for name in ["sort", "fields[*]", "filter[q][*]", "page[number]", "page[size]"] {
        supplement = supplement.parameter("GET /books", name);
    }
    supplement
        .security
        .get_or_insert_default()
        .push(vec![(Located::new("key"), Vec::new()), (Located::new("app"), Vec::new())]);
    supplement.parameters.push(AddedParameter {
        operations: Located::new("get_book"),
        name: Located::new("X-Branch"),
        place: ParameterPlace::Header,
        ty: Some(SchemaType::Integer),
        required: true,
        description: None,
    });
    supplement
}

fn types() -> Result<Overrides, Box<dyn std::error::Error>> {
    let overrides = Overrides::new().schema("Money", RustPath::new("std::time::Duration")?);
    let overrides = overrides.format("uuid", RustPath::new("uuid::Uuid")?);
    let overrides = overrides.format("ipv4", RustPath::new("std::net::Ipv4Addr")?);
    let overrides = overrides.format("date-time", RustPath::new("chrono::DateTime<chrono::Utc>")?);
    let overrides = overrides.format("day", RustPath::new("time::Date")?);
    let overrides = overrides.format("timestamp", RustPath::new("jiff::Timestamp")?);
    let overrides = overrides.format("uint64", RustPath::new("u64")?);
    let derived = ["std::cmp::Eq", "std::hash::Hash", "std::cmp::PartialOrd", "std::cmp::Ord"];
    derived.into_iter().try_fold(overrides, |overrides, path| Ok(overrides.derive_for_records(RustPath::new(path)?)))
}

fn signature() -> Signature {
    let header = || "X-Library-Signature".to_owned();
    Signature {
        header: header(),
        prefix: "v1=".to_owned(),
        algorithm: SignatureAlgorithm::Sha256,
        encoding: SignatureEncoding::Hex,
        signed: "{timestamp}.{body}".to_owned(),
        timestamp: Some((header(), "t=".to_owned(), 60)),
    }
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<io::Result<_>>()?;
    // What is said against a description in a configuration is not known here.
    names.retain(|name| CONFIGURED.contains(&name.as_str()) || !folder.join(name).join("jsonapi-forge.toml").exists());
    names.sort();
    Ok(names)
}

/// `case!(module, "name", { "operation id" => tag::Marker, number of path parameters, how its output is written; .. });`
fn write_row(table: &mut String, name: &str, model: &Model) -> std::fmt::Result {
    write!(table, "case!(case_{}, {name:?}, {{ ", name.replace('-', "_"))?;
    for (id, operation) in model.api.operations.iter() {
        let module = &model.names.tag(operation.tag).module;
        let marker = &model.names.operation(id).marker;
        let arguments = operation.path_parameters.len();
        write!(table, "{:?} => {module}::{marker}, {arguments}, {}; ", operation.id, wire(operation))?;
    }
    writeln!(table, "}});")
}

/// The function of the crate that writes the output of an operation as it stands on the wire.
fn wire(operation: &Operation) -> &'static str {
    let success = &operation.success;
    match &success.payload {
        // One that differs by status has no form of its own.
        _ if !success.outcomes.is_empty() => "none",
        Payload::Empty | Payload::Raw => "none",
        Payload::Document(_) | Payload::Json(_) | Payload::Batch(_) => "json",
    }
}
