//! The endpoint that the project started from, with its sample response, through the vendored crate
//! and a real socket.

use std::collections::BTreeMap;
use std::error::Error as StdError;

use jsonapi_forge::compile::model;
use jsonapi_forge::name::Lock;
use jsonapi_forge::samples::{Checker, Memory};
use jsonapi_forge_tests::server::{Reply, Server};
use klaviyo_api_2022_10_17::catalogs::GetUpdateVariantsJobs;
use klaviyo_api_2022_10_17::resources::catalog_variant_bulk_update_job::{
    CatalogVariantBulkUpdateJob, CatalogVariantBulkUpdateJobField as Field, CatalogVariantBulkUpdateJobStatus as Status,
};
use klaviyo_api_2022_10_17::runtime::{Linkage, Resource};
use klaviyo_api_2022_10_17::{Auth, Call, Client, Decoding, Error, MismatchKind};
use serde_json::{Value, json};

/// The sample, as the service's documentation has it: a faker made it, and gave up in places.
const SAMPLE: &str = include_str!("../../generated/klaviyo-api-2022-10-17/examples/update_variants_jobs.json");

/// What the faker left where it gave up.
const PLACEHOLDER: &str = "<Error: Too many levels of nesting to fake this schema>";

type Outcome = Result<(), Box<dyn StdError>>;

/// The call of the endpoint against a server that answers with the sample.
fn call(decoding: Decoding) -> Result<(Server, Call<GetUpdateVariantsJobs>), Box<dyn StdError>> {
    let server = Server::start([Reply::of("application/json", 200, SAMPLE)])?;
    let client = Client::builder(Auth::private_key("pk_secret")).base_url(server.url()).decoding(decoding).build()?;
    Ok((server, client.catalogs().get_update_variants_jobs()))
}

#[tokio::test]
async fn every_value_of_the_described_type_is_there() -> Outcome {
    let (_server, call) = call(Decoding::Tolerant)?;
    let page = call.send().await?;
    let [first, second] = page.data.as_slice() else { return Err(format!("{} jobs", page.data.len()).into()) };
    let text = |job: &Resource<CatalogVariantBulkUpdateJob>| -> Result<[String; 5], Box<dyn StdError>> {
        let attributes = &job.attributes;
        let optional = |time: &Option<_>| time.as_ref().map(ToString::to_string).unwrap_or_default();
        Ok([
            attributes.require_job_id()?.to_owned(),
            attributes.require_status()?.to_string(),
            attributes.require_created_at()?.to_string(),
            optional(&attributes.completed_at),
            optional(&attributes.expires_at),
        ])
    };
    assert_eq!(
        text(first)?,
        ["ut sint in in", "queued", "1947-12-14T22:43:42.093Z", "2012-01-06T00:36:08.384Z", "1997-05-02T06:12:27.768Z"]
    );
    assert_eq!(
        text(second)?,
        ["veniam quis", "queued", "1972-08-03T20:11:10.892Z", "1953-09-15T20:08:42.730Z", "1983-11-15T03:33:19.237Z"]
    );
    let counts = |job: &Resource<CatalogVariantBulkUpdateJob>| {
        let attributes = &job.attributes;
        [attributes.total_count, attributes.completed_count, attributes.failed_count]
    };
    assert_eq!(counts(first), [Some(-25_950_845), Some(14_755_844), Some(-25_290_786)]);
    assert_eq!(counts(second), [Some(-42_124_773), Some(-67_010_068), Some(-5_141_908)]);
    assert_eq!(first.attributes.require_status()?, &Status::Queued);
    assert_eq!(first.attributes.require_created_at()?.timestamp()?.as_millisecond(), -695_783_777_907);
    assert_eq!(first.links.this(), Some("http://VeTZpEkuQs.bgtIPm83l3k789xtI+ZfXccER-suJE6X4ZgxNqwC3-1yO2nQ."));
    assert_eq!(page.links.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["self", "first", "last", "prev", "next"]);
    assert!(page.included.is_empty());
    assert_eq!(page.raw(), SAMPLE.as_bytes());
    Ok(())
}

#[tokio::test]
async fn what_is_broken_stays_where_it_was() -> Outcome {
    let (_server, call) = call(Decoding::Tolerant)?;
    let page = call.send().await?;
    for job in &page.data {
        // An error that is an object is one, even where none of its members is of its type.
        let errors = job.attributes.errors.as_deref().unwrap_or_default();
        assert_eq!(errors.len(), 2);
        for error in errors {
            assert!(error.code.is_none() && error.detail.is_none());
            let source = error.source.as_ref().ok_or("the source is an object")?;
            assert!(source.pointer.is_none());
        }
        let variants = &job.relationships.variants;
        assert!(variants.is_sent());
        assert_eq!(variants.ids().count(), 0);
        for linkage in variants {
            let Linkage::Broken(value) = linkage else { return Err(format!("{linkage:?} names no resource").into()) };
            assert_eq!(value["id"], json!({ "value": PLACEHOLDER }));
        }
        assert_eq!(variants.linkages().len(), 2);
        assert_eq!(page.resolve(variants).filter(Result::is_err).count(), 2);
    }
    Ok(())
}

#[tokio::test]
async fn the_report_has_every_placeholder_and_gap() -> Outcome {
    let (_server, call) = call(Decoding::Tolerant)?;
    let page = call.send().await?;
    assert!(!page.is_clean());
    let found: BTreeMap<String, (MismatchKind, Option<String>)> =
        page.mismatches().into_iter().map(|mismatch| (mismatch.pointer, (mismatch.kind, mismatch.found))).collect();
    let kinds: BTreeMap<String, MismatchKind> =
        found.iter().map(|(pointer, (kind, _))| (pointer.clone(), *kind)).collect();
    assert_eq!(kinds, expected());
    assert_eq!(page.mismatches().len(), 32, "no pointer twice");
    for (pointer, (kind, text)) in found {
        let found: Option<Value> = text.map(|text| serde_json::from_str(&text)).transpose()?;
        let expected = match kind {
            MismatchKind::WrongType => Some(json!({ "value": PLACEHOLDER })),
            MismatchKind::Undeclared => Some(json!(PLACEHOLDER)),
            _ => None,
        };
        assert_eq!(found, expected, "{pointer}");
    }
    Ok(())
}

#[tokio::test]
async fn recordings_are_searched_alike() -> Outcome {
    let (_server, call) = call(Decoding::Tolerant)?;
    let reported: Vec<_> = call.send().await?.mismatches().iter().map(|one| format!("{:?} {one}", one.kind)).collect();
    let description = include_str!("../../spec/klaviyo/2022-10-17.yaml");
    let model = model(description, &Lock::default()).map_err(|found| format!("{found:?}"))?;
    let memory = Memory::default();
    let found = Checker::new(&model, &memory).mismatches("get_update_variants_jobs", 200, SAMPLE.trim())?;
    let found: Vec<_> = found.iter().map(|one| format!("{:?} {one}", one.kind)).collect();
    assert_eq!(found, reported);
    Ok(())
}

/// Four members of each of four errors and two of each of four identifiers stand where a string is
/// meant; the source of each error has a `value` that nobody declares, and no `pointer`.
fn expected() -> BTreeMap<String, MismatchKind> {
    let mut expected = BTreeMap::new();
    for (job, position) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let error = format!("/data/{job}/attributes/errors/{position}");
        for member in ["id", "code", "title", "detail"] {
            expected.insert(format!("{error}/{member}"), MismatchKind::WrongType);
        }
        expected.insert(format!("{error}/source/value"), MismatchKind::Undeclared);
        expected.insert(format!("{error}/source/pointer"), MismatchKind::Missing);
        let identifier = format!("/data/{job}/relationships/variants/data/{position}");
        expected.insert(format!("{identifier}/type"), MismatchKind::WrongType);
        expected.insert(format!("{identifier}/id"), MismatchKind::WrongType);
    }
    expected
}

#[tokio::test]
async fn a_fieldset_excuses_what_is_missing() -> Outcome {
    let (server, call) = call(Decoding::Tolerant)?;
    let page = call.fields_catalog_variant_bulk_update_job([Field::Errors, Field::Status]).send().await?;
    let kinds: Vec<_> = page.mismatches().into_iter().map(|mismatch| mismatch.kind).collect();
    let count = |kind| kinds.iter().filter(|found| **found == kind).count();
    assert_eq!((count(MismatchKind::WrongType), count(MismatchKind::Undeclared)), (24, 4));
    assert_eq!(kinds.len(), 28);
    let lines: Vec<_> = server.seen().into_iter().map(|request| request.line).collect();
    assert_eq!(
        lines,
        ["GET /api/catalog-variant-bulk-update-jobs/?fields%5Bcatalog-variant-bulk-update-job%5D=errors,status"]
    );
    Ok(())
}

#[tokio::test]
async fn strict_decoding_fails_on_the_first_value_of_a_wrong_type() -> Outcome {
    let (_server, call) = call(Decoding::Strict)?;
    let error = call.send().await.err().ok_or("the sample is not as described")?;
    let Error::Mismatch { mismatch, raw, .. } = &error else { return Err(format!("{error:?}").into()) };
    assert!(mismatch.pointer.starts_with("/data/0/attributes/errors/0/"), "{mismatch}");
    assert_eq!(mismatch.kind, MismatchKind::WrongType);
    assert_eq!(raw, SAMPLE.as_bytes());
    assert_eq!(error.raw().map(|raw| raw.len()), Some(SAMPLE.len()));
    Ok(())
}

#[tokio::test]
async fn its_links_lead_to_no_other_host() -> Outcome {
    let (server, call) = call(Decoding::Tolerant)?;
    let mut pages = call.pages();
    let page = pages.try_next().await?.ok_or("there is a first page")?;
    assert_eq!(page.data.len(), 2);
    let error = pages.try_next().await.err().ok_or("the link leads to another host")?;
    assert!(matches!(error, Error::Pagination { .. }), "{error:?}");
    assert_eq!(server.seen().len(), 1);
    Ok(())
}
