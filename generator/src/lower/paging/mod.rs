//! Decides how the pages of a list follow each other.
//!
//! JSON:API leaves the parameters of pages to the service ("Pagination"). What is stated counts first: by a
//! configuration, then by a vendor's extension. Then the document is the evidence:
//!
//! ```yaml
//! parameters: [{name: "page[number]", in: query, schema: {type: integer, minimum: 1}}]
//! # a list whose responses have `meta: {total: ..}` and no links: pages are counted from 1 on, until a page
//! # is empty or short, or `/meta/total` items were there.
//! ```

mod evidence;
mod stated;
mod words;

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic};
use crate::dialect::{CursorSource, PagingFacts, PagingStyle};
use crate::ir::relationship_at;
use crate::ir::{
    Extent, Method, NextPage, Page, PagePlace, PagePointers, PageSize, PageStart, Parameter as IrParameter,
    ParameterForm, ParameterKind, ParameterStyle,
};
use crate::lower::context::{Cx, Direction};
use crate::lower::paging::evidence::{Evidence, Links, PageParameter};
use crate::lower::paging::words::{Fact, PageRole};
use crate::lower::shape::{Group, Shape, ShapeKind};
use crate::lower::{schema, text, vendor};
use crate::spec::{Operation, Parameter};

/// The paging of an operation, and what becomes of the parameters that are described for it.
#[derive(Debug, Default)]
pub(super) struct Paging {
    pub(super) page: Option<Page>,
    /// Where its parameters are described.
    pub(super) at: PagePointers,
    /// The names of parameters that it has taken.
    taken: Vec<String>,
    /// What is left of parameters that it has taken in part.
    pub(super) others: Vec<IrParameter>,
}

impl Paging {
    /// Returns whether a query parameter has no meaning besides pages.
    pub(super) fn takes(&self, parameter: &Parameter) -> bool {
        self.taken.contains(&parameter.name)
    }
}

/// Lowers the paging of an operation. `is_list` tells whether its success is a list.
pub(super) fn lower(cx: &mut Cx<'_>, operation: &Operation, id: &str, is_list: bool) -> Paging {
    let evidence = Evidence::gather(cx, operation);
    let decision = if is_list { decide(cx, operation, id, &evidence) } else { Decision::default() };
    if is_list && decision.page.next == NextPage::Unknown && decision.stated != Some(PagingStyle::None) {
        warn(cx, operation, id, &evidence, decision.stated);
    }
    let is_size_stated = decision.page.size.is_some();
    let page = with_parameters(cx, operation, &evidence, decision.page);
    if !is_size_stated {
        remark_other_sizes(cx, id, &evidence, &page);
    }
    let taken = taken(operation, &evidence, &page);
    let others = leftovers(cx, operation, &taken, &page);
    let at = |place: &PagePlace| evidence.described(place)?.at.clone();
    let start = page.start.as_ref().and_then(|start| at(start.place()));
    let size = page.size.as_ref().and_then(|size| at(&size.place));
    let page = Some(page).filter(|page| *page != Page::default());
    Paging { page, at: PagePointers { start, size }, taken, others }
}

/// Returns whether an operation may bring a page of a list: it reads, or is a search. What answers to a change is what
/// was changed, and comes whole.
fn may_be_paged(operation: &Operation) -> bool {
    match operation.method {
        Method::Get | Method::Head => true,
        method => is_search(method) && relationship_at(&operation.path).is_none(),
    }
}

/// The way to the next page, and the parameter that it takes.
#[derive(Default)]
struct Decision {
    page: Page,
    /// The way that is stated.
    stated: Option<PagingStyle>,
}

fn decide(cx: &mut Cx<'_>, operation: &Operation, id: &str, evidence: &Evidence) -> Decision {
    let of_operation = cx.dialect.operations.iter().find(|one| one.operation == id).map(|one| one.facts.clone());
    let of_vendor = vendor::paging(operation);
    let of_service = cx.dialect.paging.clone();
    let is_read = matches!(operation.method, Method::Get | Method::Head);
    let concluded = if may_be_paged(operation) { conclude(cx, operation, evidence) } else { Page::default() };
    let describes =
        |facts: &PagingFacts| facts.parameter.as_ref().is_some_and(|place| evidence.described(place).is_some());
    let of_service = of_service.filter(|facts| is_read && (describes(facts) || concluded.next == NextPage::Unknown));
    let stated = of_operation.into_iter().chain(of_service).chain(of_vendor).reduce(PagingFacts::or);
    let Some(facts) = stated else { return Decision { page: concluded, stated: None } };
    stated::remark(cx, operation, id, evidence, &facts);
    Decision { stated: facts.style, page: apply(cx, evidence, concluded, facts) }
}

/// Concludes from the document alone how the next page is reached.
fn conclude(cx: &mut Cx<'_>, operation: &Operation, evidence: &Evidence) -> Page {
    let counted = evidence.parameter(PageRole::Number).or_else(|| evidence.parameter(PageRole::Offset));
    let cursor = evidence.parameter(PageRole::Cursor).or_else(|| evidence.parameter(PageRole::LastId));
    let (source, link) = (evidence.fact(Fact::Cursor), evidence.fact(Fact::Link));
    let posted = if is_search(operation.method) { posted(evidence) } else { None };
    let (start, next) = match (evidence.links, source) {
        (_, Some(source)) if posted.is_some_and(|posted| posted.role == PageRole::Cursor) => {
            (posted, NextPage::Cursor(source))
        }
        // A link is followed by `GET`, which would leave out what is searched for.
        (Links::Next, _) if counted.or(cursor).is_none() && is_counted(posted) => (posted, NextPage::Count),
        (Links::Next, _) if counted.is_some() => (counted, NextPage::LinksOrCount),
        (Links::Next, Some(source)) if cursor.is_some() => (cursor, NextPage::Cursor(source)),
        (Links::Next, _) => (cursor, NextPage::Links),
        _ if link.is_some() && posted.is_none() => (counted.or(cursor), NextPage::LinkAt(link.unwrap_or_default())),
        _ if evidence.link_header && counted.is_some() => (counted, NextPage::LinksOrCount),
        (_, Some(source)) if cursor.is_some() => (cursor, NextPage::Cursor(source)),
        _ if evidence.link_header => (cursor, NextPage::LinkHeader),
        (_, _) if counted.is_some() => (counted, NextPage::Count),
        (_, _) if is_counted(posted) => (posted, NextPage::Count),
        (_, _) if cursor.is_some_and(|one| one.role == PageRole::LastId) && evidence.fact(Fact::More).is_some() => {
            (cursor, NextPage::LastId)
        }
        (Links::Open, _) if cursor.is_some() || evidence.parameter(PageRole::Size).is_some() => {
            (cursor, NextPage::Links)
        }
        _ => (cursor, NextPage::Unknown),
    };
    let start = start.map(|parameter| start_of(cx, parameter));
    let extent = extent(evidence, start.as_ref());
    Page { start, size: None, next, extent }
}

/// Returns the member of a body that names a page, where its name alone tells.
fn posted(evidence: &Evidence) -> Option<&PageParameter> {
    let certain = |role| evidence.member(role).filter(|member| member.is_certain);
    evidence.member(PageRole::Cursor).or_else(|| certain(PageRole::Number)).or_else(|| certain(PageRole::Offset))
}

/// Returns whether a member of a body counts pages or elements.
fn is_counted(posted: Option<&PageParameter>) -> bool {
    posted.is_some_and(|posted| posted.role != PageRole::Cursor)
}

/// Returns whether requests of a method may ask for a page in their body.
fn is_search(method: Method) -> bool {
    matches!(method, Method::Post | Method::Query)
}

fn start_of(cx: &mut Cx<'_>, parameter: &PageParameter) -> PageStart {
    let place = parameter.place.clone();
    match parameter.role {
        PageRole::Number => PageStart::Number { place, first: first(cx, parameter) },
        PageRole::Offset => PageStart::Offset { place, first: first_position(cx, parameter) },
        PageRole::Cursor | PageRole::LastId | PageRole::Size => PageStart::Cursor(place),
    }
}

/// Returns the number of the first page: 0 where the default, the smallest number or the description says so, otherwise 1.
fn first(cx: &mut Cx<'_>, parameter: &PageParameter) -> u32 {
    let Some(shape) = parameter.schema.as_ref().map(|group| cx.shape(group)) else { return 1 };
    let default = shape.notes.default.and_then(serde_json::Value::as_f64);
    let docs = parameter.at.as_ref().and_then(|at| cx.spec.value(&at.key("description"))?.as_str());
    if default.is_none() && docs.or(shape.notes.docs).is_some_and(words::counts_from_zero) {
        return 0;
    }
    u32::from(stated_first(&shape) != Some(0.0))
}

/// Returns the default of a number, or else the least that it may be.
fn stated_first(shape: &Shape<'_>) -> Option<f64> {
    let default = shape.notes.default.and_then(serde_json::Value::as_f64);
    default.or_else(|| shape.notes.bounds.minimum.as_ref()?.least_whole())
}

/// Returns the position of the first item: 1 where that is the default or the smallest offset, otherwise 0.
fn first_position(cx: &mut Cx<'_>, parameter: &PageParameter) -> u32 {
    let shape = parameter.schema.as_ref().map(|group| cx.shape(group));
    u32::from(shape.and_then(|shape| stated_first(&shape)) == Some(1.0))
}

/// Returns where a page describes the whole list.
fn extent(evidence: &Evidence, start: Option<&PageStart>) -> Extent {
    let (next, current) = match start {
        Some(PageStart::Number { .. }) => (Some(Fact::NextNumber), Some(Fact::Number)),
        Some(PageStart::Offset { .. }) => (Some(Fact::NextOffset), Some(Fact::Offset)),
        Some(PageStart::Cursor(_)) | None => (None, None),
    };
    Extent {
        items: evidence.fact(Fact::Items),
        counted: evidence.fact(Fact::Count).filter(|_| evidence.fact(Fact::Items).is_none()),
        pages: evidence.fact(Fact::Pages),
        more: evidence.fact(Fact::More),
        next: next.and_then(|fact| evidence.fact(fact)),
        current: current.and_then(|fact| evidence.fact(fact)),
        size: evidence.fact(Fact::Size),
    }
}

/// Returns what is stated, over what was concluded.
fn apply(cx: &mut Cx<'_>, evidence: &Evidence, concluded: Page, facts: PagingFacts) -> Page {
    let mut page = match facts.style {
        None => concluded,
        Some(PagingStyle::None) => Page::default(),
        Some(PagingStyle::Links) => {
            let next = facts.link.or_else(|| evidence.fact(Fact::Link)).map_or(NextPage::Links, NextPage::LinkAt);
            Page { next, ..concluded }
        }
        Some(PagingStyle::Number) => {
            let place = place(evidence, &facts, PageRole::Number, "page[number]");
            let described = evidence.described(&place);
            let first = facts.first.unwrap_or_else(|| described.map_or(1, |one| first(cx, one)));
            counting(evidence, PageStart::Number { place, first }, concluded.next)
        }
        Some(PagingStyle::Offset) => {
            let place = place(evidence, &facts, PageRole::Offset, "page[offset]");
            let described = evidence.described(&place);
            let first = facts.first.unwrap_or_else(|| described.map_or(0, |one| first_position(cx, one)));
            let start = PageStart::Offset { place, first };
            counting(evidence, start, concluded.next)
        }
        Some(PagingStyle::Cursor) => {
            let start = PageStart::Cursor(place(evidence, &facts, PageRole::Cursor, "page[cursor]"));
            let next = match (&facts.cursor, evidence.fact(Fact::Cursor)) {
                (Some(CursorSource::LastId), _) => NextPage::LastId,
                (Some(CursorSource::Member(pointer)), _) => NextPage::Cursor(pointer.clone()),
                (None, Some(pointer)) => NextPage::Cursor(pointer),
                (None, None) => concluded.next,
            };
            Page { extent: extent(evidence, Some(&start)), start: Some(start), next, size: None }
        }
    };
    if let (Some(PageStart::Number { first, .. }), Some(stated)) = (&mut page.start, facts.first) {
        *first = stated;
    }
    if let Some(place) = facts.size {
        page.size = Some(PageSize::at(place));
    }
    page.extent.items = facts.total.or(page.extent.items);
    page.extent.pages = facts.total_pages.or(page.extent.pages);
    page.extent.more = facts.has_more.or(page.extent.more);
    page
}

fn counting(evidence: &Evidence, start: PageStart, concluded: NextPage) -> Page {
    Page { extent: extent(evidence, Some(&start)), start: Some(start), next: concluded.or_by_count(), size: None }
}

/// Returns where the parameter of a page is sent: as it is stated, or else described, or else as JSON:API services
/// mostly call it.
fn place(evidence: &Evidence, facts: &PagingFacts, role: PageRole, usual: &str) -> PagePlace {
    let described = || evidence.parameter(role).or_else(|| evidence.member(role)).map(|one| one.place.clone());
    facts.parameter.clone().or_else(described).unwrap_or_else(|| PagePlace::Query(usual.to_owned()))
}

/// Returns the page with all its parameters. Without a way to a next page, only those count whose names alone tell.
fn with_parameters(cx: &mut Cx<'_>, operation: &Operation, evidence: &Evidence, decided: Page) -> Page {
    let mut page = decided;
    let is_paged = page.next != NextPage::Unknown;
    if !is_paged {
        let certain = evidence.parameters.iter().find(|one| one.role != PageRole::Size && one.is_certain);
        page = Page { start: certain.map(|one| start_of(cx, one)), size: page.size, ..Page::default() };
    }
    let counts = |one: &&PageParameter| one.is_certain || is_paged;
    let is_posted = matches!(page.start.as_ref().map(PageStart::place), Some(PagePlace::Body(_)));
    let stated = page.size.take().map(|size| size.place);
    let described = match &stated {
        Some(place) => evidence.described(place),
        None if is_posted && is_search(operation.method) => evidence.member(PageRole::Size).filter(counts),
        None => evidence.size(page.start.as_ref()).filter(counts),
    };
    page.size = described.map(|one| size(cx, one)).or_else(|| stated.map(PageSize::at));
    page
}

fn size(cx: &mut Cx<'_>, parameter: &PageParameter) -> PageSize {
    let shape = parameter.schema.as_ref().map(|group| cx.shape(group));
    let notes = shape.as_ref().map(|shape| &shape.notes);
    let minimum = notes.and_then(|notes| notes.bounds.minimum.as_ref()?.least_whole()).and_then(whole);
    let maximum = notes.and_then(|notes| notes.bounds.maximum.as_ref()?.greatest_whole()).and_then(whole);
    let values = shape.as_ref().map(|shape| listed(&shape.kind)).unwrap_or_default();
    PageSize {
        place: parameter.place.clone(),
        default: notes.and_then(|notes| notes.default?.as_f64()).and_then(whole),
        minimum: minimum.or_else(|| values.first().copied()),
        maximum: maximum.or_else(|| values.last().copied()),
        values,
    }
}

/// Returns the sizes that a document lists, in ascending order.
fn listed(kind: &ShapeKind<'_>) -> Vec<u32> {
    let ShapeKind::Scalar(scalar) = kind else { return Vec::new() };
    let sizes: BTreeSet<u32> =
        scalar.values.iter().flatten().filter_map(|value| value.as_f64()).filter_map(whole).collect();
    sizes.into_iter().collect()
}

/// Returns a bound as a count, if it is one.
fn whole(number: f64) -> Option<u32> {
    let fits = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    fits.then_some(number as u32)
}

/// Returns the names of the query parameters that the page has taken. Those that a call requires stay its arguments.
fn taken(operation: &Operation, evidence: &Evidence, page: &Page) -> Vec<String> {
    let start = page.start.as_ref().map(PageStart::place);
    let places = [start, page.size.as_ref().map(|size| &size.place)];
    let is_required = |name: &str| operation.parameters.iter().any(|one| one.required && one.name == name);
    let is_taken = |one: &&PageParameter| places.contains(&Some(&one.place)) && !is_required(&one.of);
    evidence.parameters.iter().filter(is_taken).map(|one| one.of.clone()).collect()
}

/// Returns the members of an object `page` that name neither a page nor a size, as parameters of their own.
fn leftovers(cx: &mut Cx<'_>, operation: &Operation, taken: &[String], page: &Page) -> Vec<IrParameter> {
    let mut others = Vec::new();
    let is_paged = |wire: &str| {
        page.start_parameter() == Some(wire) || page.size.as_ref().and_then(PageSize::parameter) == Some(wire)
    };
    let objects = operation.parameters.iter().filter(|one| taken.contains(&one.name) && evidence::is_object(one));
    for (parameter, schema) in objects.filter_map(|one| Some((one, one.schema?))) {
        let shape = cx.shape(&Group::one(schema));
        let is_required = |name: &str| match &shape.kind {
            ShapeKind::Object(object) => object.required.contains(name),
            _ => false,
        };
        for (name, group) in &evidence::object_members(cx, &Group::one(schema)) {
            let wire = format!("{}[{name}]", parameter.name);
            if is_paged(&wire) {
                continue;
            }
            let member = cx.shape(group);
            others.push(IrParameter {
                at: member.at.clone(),
                wire,
                kind: ParameterKind::Query,
                ty: schema::lower(cx, group, Direction::Write).ty,
                required: parameter.required && is_required(name),
                style: ParameterStyle::new(ParameterForm::Form),
                allow_empty: false,
                docs: member.notes.docs.and_then(text::clean),
                annotations: schema::annotations(&member.notes),
            });
        }
    }
    others
}

/// Warns where a request has another parameter for the size of pages than the one that `page_size` sets.
fn remark_other_sizes(cx: &mut Cx<'_>, id: &str, evidence: &Evidence, page: &Page) {
    let Some(size) = &page.size else { return };
    let is_other = |one: &&PageParameter| one.role == PageRole::Size && one.is_certain && one.place != size.place;
    let others = evidence.parameters.iter().filter(is_other);
    for (other, at) in others.filter_map(|one| Some((one.place.name(), one.at.clone()?))) {
        let message = format!("`{other}` is the size of pages as well as `{}`", size.place.name());
        let help = format!(
            "`page_size` sets `{}`, and `{other}` has a setter of its own; state `paging.operations.{id}.size` for another one",
            size.place.name()
        );
        cx.diagnostics.push(Diagnostic::new(Code::Assumed, at, message).help(help));
    }
}

/// Warns of a list that seems to come in pages, where nothing tells how the next one is reached.
fn warn(cx: &mut Cx<'_>, operation: &Operation, id: &str, evidence: &Evidence, stated: Option<PagingStyle>) {
    let is_read = operation.method == Method::Get;
    let parameter = evidence.parameters.first().map(|one| one.place.name()).or_else(|| evidence::family(operation));
    let member = evidence
        .facts
        .iter()
        .find(|(fact, _)| matches!(fact, Fact::Items | Fact::Pages | Fact::More | Fact::Cursor | Fact::Link));
    let sign = match (parameter, member) {
        (Some(parameter), _) if is_read => format!("takes `{parameter}`"),
        (None, _) if is_read && evidence.links == Links::Others => "has links between pages".to_owned(),
        (None, Some((_, pointer))) if is_read => format!("has `{pointer}`"),
        _ => return,
    };
    let message = format!("the list of `{id}` {sign}, and nothing tells how the next page is reached");
    let wanted = match stated {
        Some(PagingStyle::Cursor) => format!("where a page has the next cursor: `paging.operations.{id}.cursor`"),
        _ => format!(
            "how it is paged: `paging.operations.{id}.style` in the configuration, with `\"none\"` where it comes whole"
        ),
    };
    let help = format!("there is no `items()` for it; state {wanted}");
    cx.diagnostics.push(Diagnostic::new(Code::UnknownPaging, operation.at.clone(), message).help(help));
}
