//! A row of text: an operation, or a relationship with how many it leads to.

use crate::graph::Relationship;
use crate::graph::svg::shape::{shown, width};
use crate::report::markup;

/// The height of a row.
pub(super) const HEIGHT: f64 = 15.0;

const FONT: f64 = 11.0;

/// The content of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    text: String,
    many: Option<&'static str>,
}

impl Row {
    pub(super) fn new(text: &str) -> Self {
        Self { text: shown(text), many: None }
    }

    /// Returns a relationship, with a sign before its name that says where it leads.
    pub(super) fn of(sign: &str, one: &Relationship) -> Self {
        Self { text: format!("{sign}{}", shown(&one.name)), many: Some(one.many.as_str()) }
    }

    pub(super) fn width(&self) -> f64 {
        let many = self.many.map_or(0.0, |many| width(many, FONT) + width(" ", FONT));
        width(&self.text, FONT) + many
    }

    /// Returns what stands inside of the element `text`.
    pub(super) fn markup(&self) -> String {
        let many = self.many.map(|many| format!(r#" <tspan class="many">{many}</tspan>"#));
        format!("{}{}", markup(&self.text), many.unwrap_or_default())
    }
}
