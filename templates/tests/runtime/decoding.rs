//! What plain values are read as, fitting or not.

use std::thread;

use crate::client::catalogs::{GetJobs, GetVariant};
use crate::client::jobs::{JobError, JobStatus};
use crate::client::runtime::{Absent, Bytes, Date, DateTime, Json, Map, Operation, Payload, Value};
use crate::client::variants::{InventoryPolicy, Variant};
use crate::support::read;

type VariantDocument = <GetVariant as Operation>::Output;

fn variant(attributes: &str) -> (Variant, bool) {
    let body = format!(r#"{{"data":{{"type":"catalog-variant","id":"1","attributes":{attributes}}}}}"#);
    let (document, clean) = read::<VariantDocument>(&body);
    (document.data.attributes, clean)
}

#[test]
fn fitting_values_are_read() {
    let (variant, clean) = variant(
        r#"{"title":"a \u00e9","price":2,"published":true,"inventory_policy":1.0,"unheard":[{}],
            "labels":{"a":"b"},"custom_metadata":{"deep":[1,{"x":null}]},"anything":[null,2.5],
            "place":{"kind":"place","name":"shelf","height":3,"within":{"kind":"place"}}}"#,
    );
    assert!(clean);
    assert_eq!(variant.title.as_deref(), Some("a é"));
    assert_eq!(variant.price, Some(2.0));
    assert_eq!(variant.published, Some(true));
    assert_eq!(variant.inventory_policy, Some(InventoryPolicy::Value1));
    assert_eq!(variant.labels.unwrap()["a"], "b");
    assert_eq!(Value::Object(variant.custom_metadata.unwrap()).to_string(), r#"{"deep":[1,{"x":null}]}"#);
    assert_eq!(variant.anything.unwrap().to_string(), "[null,2.5]");
    let place = variant.place.unwrap();
    assert_eq!((place.name.as_deref(), place.rest["height"]), (Some("shelf"), 3));
    assert!(place.within.is_some());
}

#[test]
fn records_are_printed_by_the_names_on_the_wire() {
    let (job, _) = read::<<GetJobs as Operation>::Output>(
        r#"{"data":[{"type":"catalog-variant-bulk-update-job","attributes":{"status":"queued","errors":[
            {"source":{"pointer":"/data"}}]}}]}"#,
    );
    let printed = format!("{:?}", job.data[0].attributes);
    assert_eq!(
        printed,
        "Job { job_id: None, status: Some(\"queued\"), created_at: None, total_count: None, completed_count: None, \
         failed_count: None, completed_at: None, expires_at: None, errors: Some([JobError { id: None, code: None, \
         title: None, detail: None, source: Some(JobErrorSource { pointer: Some(\"/data\"), parameter: None }) }]) }"
    );
    let (variant, _) = variant(r#"{"place":{"name":"shelf","height":3,"within":{}}}"#);
    let printed = format!("{:?}", variant.place.unwrap());
    let within = "Place { name: None, within: None, rest: {} }";
    assert_eq!(printed, format!("Place {{ name: Some(\"shelf\"), within: Some({within}), rest: {{\"height\": 3}} }}"));
}

#[test]
fn other_values_are_left_out() {
    for attributes in [
        r#"{"title":{"a":[1,2]}}"#, r#"{"title":[[]]}"#, r#"{"title":true}"#, r#"{"price":"7"}"#, r#"{"published":0}"#,
        r#"{"labels":[]}"#, r#"{"custom_metadata":[]}"#, r#"{"place":"shelf"}"#, r#"{"inventory_policy":1.5}"#,
    ] {
        let (variant, clean) = variant(attributes);
        assert!(!clean, "{attributes}");
        assert!(variant.title.is_none() && variant.price.is_none() && variant.published.is_none());
        assert!(variant.labels.is_none(), "{attributes}");
        assert!(variant.custom_metadata.is_none() && variant.place.is_none());
    }
}

#[test]
fn what_follows_a_bad_value_is_read() {
    let (variant, clean) = variant(r#"{"price":{"a":{"b":[]}},"title":"there"}"#);
    assert!(!clean);
    assert_eq!(variant.title.as_deref(), Some("there"));
}

#[test]
fn null_is_absence() {
    let (variant, clean) = variant(r#"{"title":null,"price":null,"labels":null,"place":null}"#);
    assert!(clean);
    assert!(variant.title.is_none() && variant.labels.is_none());
}

#[test]
fn unlisted_enum_values_are_kept() {
    let (variant, clean) = variant(r#"{"inventory_policy":7}"#);
    assert!(!clean);
    assert_eq!(variant.inventory_policy, Some(InventoryPolicy::Unknown(7)));

    let (status, clean) = read::<Json<JobStatus>>(r#""on hold""#);
    assert!(!clean);
    assert_eq!(status.0.unwrap().as_str(), "on hold");
}

#[test]
fn elements_that_do_not_fit_keep_their_places() {
    let (errors, clean) = read::<Json<Vec<JobError>>>(r#"[{"id":"a"},7,null,{"id":"b"}]"#);
    assert!(!clean);
    let ids: Vec<_> = errors.0.unwrap().into_iter().map(|error| error.id).collect();
    assert_eq!(ids, [Some("a".to_owned()), None, None, Some("b".to_owned())]);

    let (numbers, clean) = read::<Json<Vec<f64>>>("[1,null,2.5]");
    let numbers = numbers.0.unwrap();
    assert!(!clean && numbers.len() == 3 && numbers[1].is_nan() && numbers[2] == 2.5);
    assert_eq!(read::<Json<Vec<String>>>(r#"["a",null,7]"#).0.0.unwrap(), ["a", "", "7"]);
    assert_eq!(read::<Json<Vec<i64>>>(r#"[1,"2",3]"#).0.0.unwrap(), [1, 0, 3]);
    assert_eq!(read::<Json<Vec<Vec<bool>>>>("[[true],null]").0.0.unwrap(), [vec![true], vec![]]);
    assert_eq!(read::<Json<Vec<JobStatus>>>("[null]").0.0.unwrap()[0].as_str(), "");
    // A map has no places: what does not fit is absent.
    let (map, clean) = read::<Json<Map<i64>>>(r#"{"a":null,"b":2}"#);
    assert!(!clean);
    assert_eq!(map.0.unwrap(), Map::from([("b".to_owned(), 2)]));
}

#[test]
fn null_elements_are_none_where_they_are_described() {
    let (numbers, clean) = read::<Json<Vec<Option<f64>>>>("[1,null,2.5]");
    assert!(clean);
    assert_eq!(numbers.0.unwrap(), [Some(1.0), None, Some(2.5)]);
    let (numbers, clean) = read::<Json<Map<Option<i64>>>>(r#"{"a":null,"b":2,"c":"x"}"#);
    assert!(!clean);
    let expected = [("a", None), ("b", Some(2)), ("c", None)];
    assert_eq!(numbers.0.unwrap(), expected.into_iter().map(|(key, value)| (key.to_owned(), value)).collect());
}

#[test]
fn numbers_where_text_is_meant_are_their_digits() {
    for digits in ["7", "-0", "1.50", "1e3", "18446744073709551615", "0.1234567890123456789"] {
        let (variant, clean) = variant(&format!(r#"{{"title":{digits}}}"#));
        assert!(!clean);
        assert_eq!(variant.title.as_deref(), Some(digits));
    }
    let (labels, clean) = variant(r#"{"labels":{"a":1}}"#);
    assert!(!clean);
    assert_eq!(labels.labels.unwrap()["a"], "1");
}

#[test]
fn doubles_are_exact() {
    for text in
        ["0.1", "1.7976931348623157e308", "5e-324", "9007199254740993", "0.30000000000000004", "64.84460000000001"]
    {
        let number = read::<Json<f64>>(text).0.0.unwrap();
        assert_eq!(number, text.parse::<f64>().unwrap());
        let value = read::<Json<Value>>(text).0.0.unwrap();
        assert_eq!(value.as_f64(), Some(number));
        assert_eq!(serde_json::from_str::<f64>(text).unwrap(), number);
    }
}

#[test]
fn numbers_keep_their_range() {
    let integer = |text| read::<Json<i64>>(text).0.0;
    assert_eq!(integer("9223372036854775807"), Some(i64::MAX));
    assert_eq!(integer("-9223372036854775808"), Some(i64::MIN));
    assert_eq!(integer("9223372036854775808"), None);
    assert_eq!(integer("1e3"), Some(1000));
    assert_eq!(integer("1e30"), None);
}

#[test]
fn dates_keep_their_text() {
    let text = "2022-11-08T00:00:00.123456+02:00";
    let datetime = DateTime::from(text);
    assert_eq!(datetime.as_str(), text);
    assert_eq!(datetime.timestamp().unwrap().to_string(), "2022-11-07T22:00:00.123456Z");
    assert_eq!(datetime.civil().unwrap().to_string(), "2022-11-08T00:00:00.123456");

    let naive = DateTime::from("2022-11-08T00:00:00");
    assert!(naive.timestamp().is_err());
    assert_eq!(naive.civil().unwrap().to_string(), "2022-11-08T00:00:00");
    assert!(DateTime::from("2022-11-08T00:00:00Z").civil().is_ok());
    assert!(DateTime::from("soon").civil().is_err());
    assert_eq!(Date::from("2023-02-07").date().unwrap().day(), 7);
}

#[test]
fn dates_that_mean_never_and_digits_beyond_nanoseconds() {
    use crate::client::runtime::jiff::Timestamp;

    for never in ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59-08:00"] {
        let never = DateTime::from(never);
        assert_eq!(never.timestamp().unwrap(), Timestamp::MAX, "{never}");
        assert_eq!(DateTime::from("9999-12-31T23:59:59Z").civil().unwrap().day(), 31);
    }
    assert_eq!(DateTime::from("-009999-01-01T00:00:00Z").timestamp().unwrap(), Timestamp::MIN);
    let digits = DateTime::from("2024-01-02T03:04:05.1234567890Z");
    assert_eq!(digits.timestamp().unwrap().to_string(), "2024-01-02T03:04:05.123456789Z");
    assert_eq!(digits.civil().unwrap().to_string(), "2024-01-02T03:04:05.123456789");
    // An hour that RFC 3339 does not have, no offset, and a day that no month has.
    for wrong in ["2024-06-30T24:00:00Z", "9999-12-31T23:59:59", "9999-12-32T00:00:00Z", "9999-12-31T23:59:59.x"] {
        assert!(DateTime::from(wrong).timestamp().is_err(), "{wrong}");
    }
}

#[test]
fn only_text_that_is_no_json_is_an_error() {
    for body in ["{", "<html>", "{} {}", "{\"data\":}"] {
        assert!(VariantDocument::read(&Bytes::from(body)).is_err(), "{body}");
    }
    assert!(VariantDocument::read(&Bytes::from_static(b"{\"data\":\"\xff\"}")).is_err());
    let absent = |body: &'static str| VariantDocument::read(&Bytes::from(body)).unwrap().absent;
    let errors = "{\"data\":{},\"errors\":[]}";
    for body in ["[]", "3", "null", "{}", "{\"data\":[]}", "{\"data\":3}", "{\"data\":null}", "{\"data\":[{},{}]}"] {
        assert_eq!(absent(body), Some(Absent::Payload), "{body}");
    }
    assert_eq!((absent(""), absent(errors)), (Some(Absent::Body), None));
    let (page, clean) = read::<<GetJobs as Operation>::Output>("\u{feff} {\"data\":[{}]} ");
    assert!(!clean);
    assert_eq!(page.data.len(), 1);
}

#[test]
fn depth_is_cut_off_without_harm() {
    const LEVELS: usize = 20_000;
    let nested = |open: &str, close: &str| format!("{}1{}", open.repeat(LEVELS), close.repeat(LEVELS));
    let read_all = move || {
        for value in [nested("[", "]"), nested("{\"a\":", "}"), nested("{\"kind\":\"place\",\"within\":", "}")] {
            let attributes =
                format!(r#"{{"title":"there","custom_metadata":{{"x":{value}}},"anything":{value},"place":{value}}}"#);
            let (variant, clean) = variant(&attributes);
            assert!(!clean);
            assert_eq!(variant.title.as_deref(), Some("there"));
        }
    };
    // The size of the stack that threads have by default.
    thread::Builder::new().stack_size(2 << 20).spawn(read_all).unwrap().join().unwrap();
}
