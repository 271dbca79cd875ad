//! The tables that correct a document or select its operations.

use std::path::Path;

use toml::Spanned;

use crate::config::table::ConfigTable;
use crate::config::{dialect, supplement, types, webhooks};
use crate::dialect::Dialect;
use crate::name::is_name;
use crate::repair::{
    AliasSource, Fix, Located, Overrides, Rename, Renamed, Repair, SchemaType, Selection, Skip, Supplement,
};
use crate::source::Files;
use crate::spec::nearest::meant;

/// Reads `include`, `exclude`, `skip`, `rename`, `aliases`, `repair`, `parameters`, `security`, `paging` and `types`.
pub(super) fn read(table: &mut ConfigTable<'_, '_>, folder: &Path, output: Option<&Path>) -> Overrides {
    let mut supplement = supplement::read(table);
    Overrides {
        // The document is not read here.
        files: Files::default(),
        // `config::read` reads their files.
        overlays: Vec::new(),
        include: selection(table, "include"),
        exclude: selection(table, "exclude"),
        skips: skips(table),
        repairs: repairs(table, &mut supplement),
        supplement,
        renames: renames(table),
        aliases: aliases(table),
        dialect: dialect(table),
        types: types::read(table, folder, output),
    }
}

/// Reads what the document has no words for.
fn dialect(table: &mut ConfigTable<'_, '_>) -> Dialect {
    let (signature, signature_at) =
        webhooks::read(table).map(|(signature, at)| (Some(signature), at)).unwrap_or_default();
    Dialect { signature, signature_at, ..dialect::read(table) }
}

fn selection(table: &mut ConfigTable<'_, '_>, key: &'static str) -> Selection {
    let Some(mut table) = table.inner(key) else { return Selection::default() };
    let selection = Selection { tags: table.list("tags"), operations: table.list("operations") };
    table.finish();
    selection
}

fn skips(table: &mut ConfigTable<'_, '_>) -> Vec<Skip> {
    let skips = table.texts("skip").into_iter();
    skips.map(|(operation, reason)| Skip { operation, reason: reason.into_inner() }).collect()
}

fn renames(table: &mut ConfigTable<'_, '_>) -> Vec<Rename> {
    let Some(mut table) = table.inner("rename") else { return Vec::new() };
    let mut renames = Vec::new();
    for (key, what) in [
        ("tags", Renamed::Tag),
        ("operations", Renamed::Operation),
        ("resources", Renamed::Resource),
        ("types", Renamed::Type),
        ("members", Renamed::Member),
    ] {
        for (key, name) in table.texts(key) {
            if is_name(name.get_ref()) {
                renames.push(Rename { what, key, name: name.into_inner() });
            } else {
                let message = format!("`{}` is no name in Rust", name.get_ref());
                let help = "write ASCII letters, digits and underscores, and no keyword";
                table.problem(name.span(), &message, Some(help));
            }
        }
    }
    table.finish();
    renames
}

/// Reads `aliases`.
fn aliases(table: &mut ConfigTable<'_, '_>) -> AliasSource {
    table.named("aliases", &AliasSource::NAMES, "there are no aliases from").unwrap_or_default()
}

fn repairs(table: &mut ConfigTable<'_, '_>, supplement: &mut Supplement) -> Vec<Repair> {
    let Some(mut table) = table.inner("repair") else { return Vec::new() };
    let mut repairs = Vec::new();
    let mut add = |place: Located, fix: Fix| repairs.push(Repair { place, fix });
    table.list("nullable").into_iter().for_each(|place| add(place, Fix::Nullable));
    table.list("optional").into_iter().for_each(|place| add(place, Fix::Optional));
    table.list("required").into_iter().for_each(|place| add(place, Fix::Required));
    for (key, fix) in [("type", Fix::Type as fn(SchemaType) -> Fix), ("add", Fix::Add)] {
        for (place, name) in table.texts(key) {
            if let Some(new) = schema_type(&mut table, &name) {
                add(place, fix(new));
            }
        }
    }
    for (place, values) in table.members("values") {
        let values = table.elements(values).into_iter().map(|value| value.text).collect();
        add(place, Fix::Values(values));
    }
    supplement::repairs(&mut table, supplement);
    table.finish();
    repairs
}

pub(super) fn schema_type(table: &mut ConfigTable<'_, '_>, name: &Spanned<String>) -> Option<SchemaType> {
    let found = SchemaType::from_name(name.get_ref());
    if found.is_none() {
        let known = SchemaType::NAMES.iter().map(|(name, _)| *name);
        let help = meant(name.get_ref(), known.clone()).unwrap_or_else(|| {
            format!("there are `{}`, and lists of them, as in `string[]`", known.collect::<Vec<_>>().join("`, `"))
        });
        table.problem(name.span(), &format!("there is no type `{}`", name.get_ref()), Some(&help));
    }
    found
}
