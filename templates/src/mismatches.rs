//! The search for mismatches in a response, apart from the rest of the runtime.
//!
//! These are the very files of the runtime, compiled once more without what only clients need. The
//! compiler checks recorded responses with them, so that it finds what `mismatches()` of a generated
//! client finds.

#[path = "runtime/schema/mod.rs"]
mod schema;

use std::fmt;

pub use self::schema::mismatch::{Mismatch, MismatchKind};
pub use self::schema::place::Step;
pub use self::schema::table::{
    Alternative, DataShape, DocumentShape, IdRule, JsonKind, LinkageShape, Member, PayloadShape, Places, PrimaryShape,
    Recursion, ResourceShape, Shape, Test, TypeRule,
};

use self::schema::place::Place;

/// The expected shape of a body, and the facts around it.
#[derive(Debug, Clone)]
pub struct Expectation<'t> {
    payload: PayloadShape<'t>,
    known: schema::walk_document::Expectation<'t>,
}

impl<'t> Expectation<'t> {
    /// Returns a payload, the resource types that may be included with all their wire types, and the wire types
    /// whose members the caller chose, so that none is missed.
    pub fn new(
        payload: PayloadShape<'t>,
        resources: &'t [&'t ResourceShape<'t>],
        types: &'t [&'t str],
        sparse: Vec<String>,
    ) -> Self {
        Self {
            payload,
            known: schema::walk_document::Expectation { resources, types, sparse, document: DocumentShape::NOTHING },
        }
    }

    /// Adds the description of the document besides its primary data.
    #[must_use]
    pub fn document(mut self, document: &'t DocumentShape<'t>) -> Self {
        self.known.document = document;
        self
    }

    /// Returns whether the body is to be JSON.
    pub fn is_json(&self) -> bool {
        !matches!(self.payload, PayloadShape::Opaque)
    }
}

/// Returns where a body differs from the OpenAPI document. It must be JSON, without space around it.
pub fn mismatches(body: &str, expected: &Expectation<'_>) -> Vec<Mismatch> {
    schema::walk_document::mismatches(body, expected.payload, &expected.known)
}

/// Tells of every place where a body differs from the OpenAPI document, as [`mismatches`] does, without
/// keeping any.
pub fn each_mismatch(body: &str, expected: &Expectation<'_>, report: &mut dyn FnMut(Finding<'_>)) {
    schema::walk_document::walk(body, expected.payload, &expected.known, &mut |finding| report(Finding(finding)));
}

/// A place where a body differs from the OpenAPI document.
#[derive(Clone, Copy)]
pub struct Finding<'f>(&'f schema::walk::Finding<'f>);

impl<'f> Finding<'f> {
    /// Returns in what way the value differs.
    pub fn kind(self) -> MismatchKind {
        self.0.kind
    }

    /// Returns what the OpenAPI document says of the place, in words.
    pub fn expected(self) -> impl fmt::Display {
        self.0.expected
    }

    /// Returns the JSON text that was found; `None` when nothing was.
    pub fn found(self) -> Option<&'f str> {
        self.0.found.map(schema::tape::Node::text)
    }

    /// Returns the place, as a JSON pointer (RFC 6901).
    pub fn pointer(self) -> impl fmt::Display {
        self.0.place
    }

    /// Returns the steps to the place, in order.
    pub fn steps(self) -> Vec<Step<'f>> {
        let mut steps = Vec::new();
        let mut place: &Place<'_> = self.0.place;
        while let Some((parent, step)) = place.last {
            steps.push(step);
            place = parent;
        }
        steps.reverse();
        steps
    }
}

impl fmt::Debug for Finding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.mismatch().fmt(f)
    }
}
