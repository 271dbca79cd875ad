//! A free-form query parameter that stands for all families of JSON:API. The resources of the response determine what
//! is allowed.

use crate::diag::{Code, Diagnostic};
use crate::ir::{
    Api, Data, Document, Field, FieldChoice, FieldSet, Filter, FilterEvidence, FilterField, FilterPlace, FreeForm,
    Include, NextPage, Operation, OperationId, Page, PagePlace, PageSize, PageStart, ParameterKind, Query, QueryFamily,
    ReadView, Relationship, ResourceId, Sort, SortKey, TypeRule,
};
use crate::lower::context::Cx;
use crate::lower::filter_fields::{self, literal};
use crate::lower::{head, query, vendor};
use crate::source::Pointer;
use crate::spec::Parameter;

/// Returns a free-form parameter. Families that its text names in code spans are those it takes.
pub(super) fn lower(cx: &mut Cx<'_>, parameter: &Parameter) -> FreeForm {
    let text = query::description(cx, parameter).unwrap_or_default();
    let spans: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    let named = FAMILIES.iter().filter(|(name, _)| spans.contains(name)).map(|(_, family)| *family);
    FreeForm {
        at: parameter.at.clone(),
        name: parameter.name.clone(),
        families: named.collect(),
        grammar: vendor::filter_grammar(&text),
        numbered_pages: vendor::has_numbered_pages(&text),
    }
}

const FAMILIES: &[(&str, QueryFamily)] = &[
    ("include", QueryFamily::Include),
    ("fields", QueryFamily::Fields),
    ("sort", QueryFamily::Sort),
    ("page", QueryFamily::Page),
    ("filter", QueryFamily::Filter),
];

/// Gives every operation with a free-form parameter the parameters that stand behind it, now that
/// the resources are known. What the document lists by itself stays as it is.
pub(super) fn expand_all(api: &mut Api) {
    let ids: Vec<OperationId> = api.operations.ids().collect();
    for id in ids {
        let operation = &api.operations[id];
        let (Some(free_form), Some(document)) = (&operation.query.free_form, document(api, operation)) else {
            continue;
        };
        let expanded = expand(&FreeFormScope { api, document, free_form });
        merge(&mut api.operations[id], expanded);
    }
}

/// Gives every operation that takes `fields` as an object of any types the field sets of the types of its response.
/// Those of other types are still sent by the setter of the object.
pub(super) fn expand_fields(api: &mut Api) {
    let ids: Vec<OperationId> = api.operations.ids().collect();
    for id in ids {
        let operation = &api.operations[id];
        let (Some(at), Some(document)) = (operation.query.open_fields.clone(), document(api, operation)) else {
            continue;
        };
        let families = vec![QueryFamily::Fields, QueryFamily::Include];
        let free_form = FreeForm { at, name: String::new(), families, grammar: None, numbered_pages: false };
        let expanded = Query {
            field_sets: FreeFormScope { api, document, free_form: &free_form }.field_sets(),
            ..Query::default()
        };
        merge(&mut api.operations[id], expanded);
    }
}

/// Gives every list that takes `filter` as text the fields of its resources, where a configuration states how filters
/// are written.
pub(super) fn state_filters(cx: &mut Cx<'_>) {
    let Some(grammar) = cx.dialect.filter_grammar else { return };
    let mut stated = Vec::new();
    for (id, operation) in cx.api.operations.iter() {
        let Filter::Opaque { at, place: place @ FilterPlace::Query(_), required, .. } = &operation.query.filter else {
            continue;
        };
        let Some(document) = document(&cx.api, operation) else { continue };
        let free_form = FreeForm {
            at: at.clone(),
            name: String::new(),
            families: Vec::new(),
            grammar: None,
            numbered_pages: false,
        };
        let scope = FreeFormScope { api: &cx.api, document, free_form: &free_form };
        if scope.is_collection() {
            let (at, place, required) = (at.clone(), place.clone(), *required);
            let (fields, evidence) = (scope.filter_fields(), FilterEvidence::Resource);
            stated.push((id, Filter::Expression { at, place, required, fields, evidence, grammar }));
        }
    }
    if stated.is_empty() {
        let message = "`filter.grammar` is stated, and no list takes `filter` as text";
        let help = "add the parameter `filter` by `parameters`, or leave the option out";
        cx.diagnostics.push(Diagnostic::new(Code::Unsupported, Pointer::root(), message).help(help));
    }
    for (id, filter) in stated {
        cx.api.operations[id].query.filter = filter;
    }
}

/// Returns the document that comes back; for `HEAD` the one that `GET` would bring.
fn document<'a>(api: &'a Api, operation: &'a Operation) -> Option<&'a Document> {
    let answering = head::counterpart(api, operation);
    answering.unwrap_or(operation).success.payload.document()
}

/// The context of the parameters of one operation.
struct FreeFormScope<'a> {
    api: &'a Api,
    document: &'a Document,
    free_form: &'a FreeForm,
}

fn expand(scope: &FreeFormScope<'_>) -> Query {
    let mut query = Query::default();
    if scope.takes(QueryFamily::Fields) {
        query.field_sets = scope.field_sets();
    }
    if scope.takes(QueryFamily::Include) {
        query.include = scope.include();
    }
    if scope.takes(QueryFamily::Sort) {
        query.sort = scope.sort();
    }
    if scope.takes(QueryFamily::Filter) {
        query.filter = scope.filter();
    }
    if scope.takes(QueryFamily::Page) {
        query.page = scope.page();
    }
    query
}

fn merge(operation: &mut Operation, expanded: Query) {
    let has_filters = operation.parameters_of(ParameterKind::Filter).next().is_some();
    let query = &mut operation.query;
    for set in expanded.field_sets {
        if query.field_set(set.choice, &set.resource_type).is_none() {
            query.add_field_set(set);
        }
    }
    query.include = query.include.take().or(expanded.include);
    query.sort = query.sort.take().or(expanded.sort);
    query.page = match (query.page.take(), expanded.page) {
        (Some(known), Some(Page { start, size, .. })) if known.start.is_none() => {
            Some(Page { start, size: known.size.or(size), next: known.next.or_by_count(), ..known })
        }
        (known, expanded) => known.or(expanded),
    };
    if matches!(query.filter, Filter::None) && !has_filters {
        query.filter = expanded.filter;
    }
}

impl FreeFormScope<'_> {
    /// Returns whether the parameter takes a family. Where its text names none, it takes those that mean
    /// something for what comes back.
    fn takes(&self, family: QueryFamily) -> bool {
        match self.free_form.families.as_slice() {
            [] => self.is_collection() || matches!(family, QueryFamily::Include | QueryFamily::Fields),
            told => told.contains(&family),
        }
    }

    fn is_collection(&self) -> bool {
        self.document.data.is_list()
    }

    fn at(&self) -> Pointer {
        self.free_form.at.clone()
    }

    /// Returns the types of the primary data.
    fn primary(&self) -> Vec<ResourceId> {
        match &self.document.data {
            Data::Mixed { of, .. } => of.clone(),
            data => data.resource().into_iter().collect(),
        }
    }

    fn views(&self) -> impl Iterator<Item = &ReadView> {
        self.primary().into_iter().filter_map(|id| self.api.resources[id].read.as_ref())
    }

    /// Returns the attributes of the primary data; those of several types, each name once.
    fn attributes(&self) -> Vec<&Field> {
        let mut attributes: Vec<&Field> = Vec::new();
        for field in self.views().flat_map(|view| &view.attributes) {
            if attributes.iter().all(|known| known.wire != field.wire) {
                attributes.push(field);
            }
        }
        attributes
    }

    fn relationships(&self) -> Vec<&Relationship> {
        let mut relationships: Vec<&Relationship> = Vec::new();
        for relationship in self.views().flat_map(|view| &view.relationships) {
            if relationships.iter().all(|known| known.wire != relationship.wire) {
                relationships.push(relationship);
            }
        }
        relationships
    }

    /// Returns a field set for every type of the response: the primary types first, then those that can be included.
    fn field_sets(&self) -> Vec<FieldSet> {
        let mut types = self.primary();
        if self.takes(QueryFamily::Include) {
            types.extend(self.relationships().into_iter().flat_map(|relationship| &relationship.targets));
            types.extend(&self.document.included);
        }
        let mut sets: Vec<FieldSet> = Vec::new();
        for resource in types.into_iter().map(|id| &self.api.resources[id]) {
            let Some(view) = &resource.read else { continue };
            if resource.type_rule == TypeRule::Open {
                continue;
            }
            let set = FieldSet {
                choice: FieldChoice::Only,
                at: self.at(),
                parameter: format!("fields[{}]", resource.wire_type),
                resource_type: resource.wire_type.clone(),
                values: view.fields().map(str::to_owned).collect(),
                required: false,
            };
            if !set.values.is_empty() && sets.iter().all(|known| known.resource_type != set.resource_type) {
                sets.push(set);
            }
        }
        sets
    }

    fn include(&self) -> Option<Include> {
        let paths: Vec<String> = self.relationships().iter().map(|relationship| relationship.wire.clone()).collect();
        (!paths.is_empty()).then(|| Include { at: self.at(), paths, required: false })
    }

    /// Returns the sort keys: the id and every attribute that has an order.
    fn sort(&self) -> Option<Sort> {
        let attributes = self.attributes().into_iter().filter(|field| literal(self.api, &field.ty).is_some());
        let fields = std::iter::once("id").chain(attributes.map(|field| field.wire.as_str()));
        let keys = fields.map(|field| SortKey { field: field.to_owned(), ascending: true, descending: true });
        Some(Sort { at: self.at(), many: true, keys: keys.collect(), required: false })
    }

    /// Pages by number, where the text says so. Whatever the document tells itself is known already.
    fn page(&self) -> Option<Page> {
        let place = |name: &str| PagePlace::Query(name.to_owned());
        let size = PageSize::at(place("page[size]"));
        self.free_form.numbered_pages.then(|| Page {
            start: Some(PageStart::Number { place: place("page[number]"), first: 1 }),
            size: Some(size),
            next: NextPage::default().or_by_count(),
            ..Page::default()
        })
    }

    fn filter_fields(&self) -> Vec<FilterField> {
        filter_fields::filter_fields(self.api, &self.primary(), &self.attributes(), &self.relationships())
    }

    fn filter(&self) -> Filter {
        let (at, place) = (self.at(), FilterPlace::Query("filter".to_owned()));
        match self.free_form.grammar {
            Some(grammar) => {
                let fields = self.filter_fields();
                Filter::Expression { at, place, required: false, fields, evidence: FilterEvidence::Resource, grammar }
            }
            None => Filter::Opaque { at, place, required: false, docs: None },
        }
    }
}
