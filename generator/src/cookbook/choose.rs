//! Chooses the operation that a recipe shows.

use std::collections::BTreeSet;

use crate::client::Client;
use crate::compile::Model;
use crate::cookbook::recipe::Recipe;
use crate::cookbook::writer::Writer;
use crate::ir::{Filter, OperationId, ParameterKind};

/// The operations, best first: those of the tag that has the most to show, so that recipes have their things
/// in common, and of these the ones that need the fewest arguments.
pub(super) struct Choice<'m> {
    blank: Writer<'m>,
    operations: Vec<OperationId>,
}

impl<'m> Choice<'m> {
    pub(super) fn new(model: &'m Model, client: &'m Client<'m>, crate_ident: &'m str) -> Self {
        let mut richness = vec![0; model.api.tags.len()];
        for (tag, count) in richness.iter_mut().enumerate() {
            *count = kinds(model, tag);
        }
        let current = model.api.operations.iter().filter(|(_, operation)| !operation.deprecated);
        let mut operations: Vec<OperationId> = current.map(|(id, _)| id).collect();
        operations.sort_by_key(|id| {
            let operation = &model.api.operations[*id];
            let names = model.names.operation(*id);
            let richness = richness.get(operation.tag).copied().unwrap_or_default();
            let tag = &model.names.tag(operation.tag).module;
            (usize::MAX - richness, tag, operation.path_parameters.len(), names.method.len(), &names.method)
        });
        Self { blank: Writer::new(model, client, crate_ident), operations }
    }

    pub(super) fn writer(&self) -> Writer<'m> {
        self.blank.another()
    }

    /// Returns the recipe of the first operation for which there is one.
    pub(super) fn first(&self, recipe: impl Fn(Writer<'m>, OperationId) -> Option<Recipe>) -> Option<Recipe> {
        self.operations.iter().find_map(|id| recipe(self.writer(), *id))
    }
}

/// Returns how many kinds of operations a tag has, those with a filter apart.
fn kinds(model: &Model, tag: usize) -> usize {
    let of_tag = model.api.operations.iter().filter(|(_, operation)| operation.tag == tag && !operation.deprecated);
    let kinds = of_tag.map(|(_, operation)| {
        let query = &operation.query;
        let filtered = matches!(query.filter, Filter::Expression { .. })
            || operation.parameters_of(ParameterKind::Filter).next().is_some();
        (format!("{:?}", operation.kind), filtered, operation.query.include.is_some())
    });
    kinds.collect::<BTreeSet<_>>().len()
}
