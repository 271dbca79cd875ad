//! Which alternative of a union a value is read as.

use std::thread;

use crate::client::blocks::Block;
use crate::client::runtime::{Json, MismatchKind, Operation, OperationInfo};
use crate::support::{places, read, respond};

fn block(text: &str) -> (Block, bool) {
    let (block, clean) = read::<Json<Block>>(text);
    (block.0.unwrap(), clean)
}

/// The name of the variant, whether the value fits, and what is in it.
#[track_caller]
fn check(text: &str, variant: &str, fits: bool) {
    let (block, clean) = block(text);
    let shown = format!("{block:?}");
    assert!(shown.starts_with(variant), "{shown}");
    assert_eq!(clean, fits, "{shown}");
}

#[test]
fn the_first_alternative_whose_tests_hold_is_taken() {
    check(r#"{"type":"text","text":"a"}"#, "Text(TextBlock { text: Some(\"a\") })", true);
    check(r#"{"text":"a","type":"text"}"#, "Text(TextBlock { text: Some(\"a\") })", true);
    check(r#"{"type":"te\u0078t"}"#, "Text(", true);
    check(r#"{"type":"column","blocks":[]}"#, "Row(RowBlock { blocks: Some([])", true);
    check(r#"{"type":"other","href":"/"}"#, "Link(LinkBlock { href: Some(\"/\") })", true);
    check(r#"{"href":null}"#, "Link(LinkBlock { href: None })", true);
    check(r#""rule""#, "Preset(\"rule\")", true);
    check(r#"["a","b"]"#, "Words([\"a\", \"b\"])", true);
    check("[]", "Words([])", true);
    check("2.5", "Number(2.5)", true);
    check("-3", "Number(-3.0)", true);
}

#[test]
fn others_are_kept_as_they_came() {
    check(r#"{"type":"video"}"#, r#"Unknown(Object {"type": String("video")})"#, false);
    check(r#""line""#, "Unknown(String(\"line\"))", false);
    check("[1]", "Unknown(Array", false);
    check("true", "Unknown(Bool(true))", false);
    let (block, clean) = read::<Json<Block>>("null");
    assert!(block.0.is_none() && clean);
}

#[test]
fn a_bad_value_within_an_alternative_is_left_out() {
    check(r#"{"type":"text","text":7}"#, "Text(TextBlock { text: Some(\"7\") })", false);
    check(r#"{"type":"text","text":[7]}"#, "Text(TextBlock { text: None })", false);
    let row = r#"{"type":"row","blocks":[{"type":"text","text":"a"},{"type":"video"},null]}"#;
    check(row, "Row(RowBlock { blocks: Some([Text(TextBlock { text: Some(\"a\") }), Unknown(", false);
}

enum GetBlock {}

impl Operation for GetBlock {
    type Output = Json<Block>;

    const INFO: &'static OperationInfo = &OperationInfo { path: "/block", ..OperationInfo::GET };
}

#[tokio::test]
async fn the_walk_takes_the_same_alternative() {
    let body = r#"{"type":"row","blocks":[{"type":"text","text":7,"x":1},{"type":"video"},"line",["a",2],null],
                   "last":null}"#;
    let mismatches = respond::<GetBlock>(body).await.unwrap().mismatches();
    let expected = [
        (MismatchKind::WrongType, "/blocks/0/text"),
        (MismatchKind::Undeclared, "/blocks/0/x"),
        (MismatchKind::UnknownValue, "/blocks/1"),
        (MismatchKind::UnknownValue, "/blocks/2"),
        (MismatchKind::WrongType, "/blocks/3/1"),
        (MismatchKind::Null, "/blocks/4"),
        (MismatchKind::Null, "/last"),
    ];
    assert_eq!(places(&mismatches), expected);
}

#[test]
fn unions_within_unions_are_cut_off_without_harm() {
    let nested =
        |open: &str, close: &str, levels: usize| format!("{}\"rule\"{}", open.repeat(levels), close.repeat(levels));
    let text = nested("{\"type\":\"row\",\"last\":", "}", 20_000);
    let walked = nested("{\"type\":\"row\",\"last\":", "}", 1_000);
    let list = nested("{\"type\":\"row\",\"blocks\":[", "]}", 1_000);
    let read_all = move || {
        check(&text, "Row(RowBlock { blocks: None, last: Some(Row(", false);
        check(&list, "Row(RowBlock { blocks: Some([Row(", false);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let response = runtime.block_on(respond::<GetBlock>(walked)).unwrap();
        let mismatches = response.mismatches();
        assert_eq!(mismatches.len(), 1);
        assert_eq!(mismatches[0].pointer, "/last".repeat(120));
    };
    // The size of the stack that threads have by default.
    thread::Builder::new().stack_size(2 << 20).spawn(read_all).unwrap().join().unwrap();
}
