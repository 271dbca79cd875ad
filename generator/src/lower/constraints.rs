//! Constraints on the values of a request, besides their types: bounds of numbers, lengths, patterns, counts.
//!
//! ```text
//! title: {type: string, maxLength: 200}       Member("title", 1)     1: MaxLength(200)
//! tags: {type: array, items: {pattern: "a"}}  Member("tags", 2)      2: Elements(3)      3: Pattern("a", "a")
//! ```
//!
//! All operations share one table while it is made, so that a schema is read once; each gets the rows that it needs.

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, Diagnostic};
use crate::ir::{Bounds, Constraint, Constraints, Inner, OperationId, RequestPart, Test, Type, TypeDef};
use crate::lower::context::{Cx, Direction};
use crate::lower::media::{Treatment, preferred, treatment};
use crate::lower::pattern::translate;
use crate::lower::shape::{Group, GroupMember, Rest, ShapeKind};
use crate::lower::{link, union};
use crate::source::Pointer;
use crate::spec;

/// Lowers the constraints of all operations.
pub(super) fn lower_all(cx: &mut Cx<'_>) {
    let spec = cx.spec;
    let by_place: HashMap<&Pointer, &spec::Operation> = spec.operations.iter().map(|it| (&it.at, it)).collect();
    let ids: Vec<OperationId> = cx.api.operations.ids().collect();
    let mut table = ConstraintTable::default();
    let mut parts = Vec::new();
    for id in ids {
        let described = by_place.get(&cx.api.operations[id].at).copied();
        let groups = described.map(|described| groups(cx, described)).unwrap_or_default();
        // What a page's size may be is a constant, and checked as it is set.
        let page_size = cx.api.operations[id].query.page.as_ref().and_then(|page| page.size.as_ref()?.parameter());
        let is_page_size = |part: &RequestPart| matches!(part, RequestPart::Query(name) if Some(&**name) == page_size);
        let groups: Vec<_> = groups.into_iter().filter(|(part, _)| !is_page_size(part)).collect();
        parts.push((id, groups.into_iter().map(|(part, group)| (part, table.row(cx, &group))).collect::<Vec<_>>()));
    }
    table.complete(cx);
    let useful = table.useful();
    for (id, parts) in parts {
        cx.api.operations[id].constraints = table.part(&useful, parts);
    }
}

/// Returns the schemas of the parts of a request.
fn groups(cx: &mut Cx<'_>, described: &spec::Operation) -> Vec<(RequestPart, Group)> {
    let mut groups = Vec::new();
    for parameter in &described.parameters {
        let part = link::part(parameter.location, &parameter.name);
        groups.extend(parameter.schema.map(|schema| (part, Group::one(schema))));
    }
    let content = described.body.as_ref().and_then(|body| preferred(cx, &body.contents));
    let Some((content, schema)) = content.and_then(|content| Some((content, content.schema?))) else { return groups };
    let group = Group::one(schema);
    match treatment(cx, content) {
        Treatment::Json => groups.push((RequestPart::Body, group)),
        Treatment::Multipart | Treatment::Urlencoded => {
            if let ShapeKind::Object(object) = &cx.shape(&group).kind {
                let field = |(name, group): &(&str, Group)| (RequestPart::FormField((*name).to_owned()), group.clone());
                groups.extend(object.properties.iter().map(field));
            }
        }
        Treatment::Raw => {}
    }
    groups
}

/// The constraints of all schemas so far.
#[derive(Default)]
struct ConstraintTable {
    rows: Vec<Constraint>,
    /// By what schemas say, and what is said of their use.
    known: HashMap<(Group, Bounds), usize>,
    /// The rows that are still empty, each with its schemas.
    waiting: Vec<(usize, Group)>,
    /// The patterns that were remarked on.
    refused: HashSet<Pointer>,
}

impl ConstraintTable {
    /// Returns the position of the row of schemas. It may be empty as yet.
    fn row(&mut self, cx: &mut Cx<'_>, group: &Group) -> usize {
        let shape = cx.shape(group);
        let key = (shape.key.clone(), shape.notes.bounds.clone());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let row = self.rows.len();
        self.rows.push(Constraint { bounds: key.1.clone(), ..Constraint::default() });
        self.known.insert(key, row);
        self.waiting.push((row, group.clone()));
        row
    }

    /// Fills all rows.
    fn complete(&mut self, cx: &mut Cx<'_>) {
        while let Some((row, group)) = self.waiting.pop() {
            let pattern = self.rows.get(row).and_then(|it| it.bounds.pattern.clone());
            let regex = pattern.and_then(|pattern| self.regex(cx, &group, &pattern));
            let inner = self.inner(cx, &group);
            if let Some(constraint) = self.rows.get_mut(row) {
                constraint.inner = inner;
                constraint.regex = regex;
            }
        }
    }

    fn regex(&mut self, cx: &mut Cx<'_>, group: &Group, pattern: &str) -> Option<String> {
        match translate(pattern) {
            Ok(regex) => Some(regex),
            Err(missing) => {
                let shape = cx.shape(group);
                let parts = shape.key.0.iter().map(|part| &cx.spec.schemas[part.id()]);
                let own = parts.into_iter().find(|schema| schema.bounds.pattern.as_deref() == Some(pattern));
                let at = own.map_or(shape.at, |schema| &schema.at).key("pattern");
                if self.refused.insert(at.clone()) {
                    let message = format!("requests are not checked against `{pattern}`: it has {missing}");
                    let help = "the service checks it; write the pattern without, for `validate()` to check it too";
                    cx.diagnostics.push(Diagnostic::new(Code::Unsupported, at, message).help(help));
                }
                None
            }
        }
    }

    /// Returns what is in a value.
    fn inner(&mut self, cx: &mut Cx<'_>, group: &Group) -> Vec<Inner> {
        let shape = cx.shape(group);
        match &shape.kind {
            ShapeKind::Array(items) => items.iter().map(|items| Inner::Elements(self.row(cx, items))).collect(),
            ShapeKind::Tuple(tuple) => {
                let places = tuple.places.iter().enumerate();
                let mut inner: Vec<Inner> =
                    places.map(|(position, group)| Inner::Place(position, self.row(cx, group))).collect();
                if let Rest::Of(group) = &tuple.rest {
                    inner.push(Inner::From(tuple.places.len(), self.row(cx, group)));
                }
                inner
            }
            ShapeKind::Object(object) => {
                let mut inner = Vec::new();
                for (name, group) in &object.properties {
                    if !cx.shape(group).notes.read_only {
                        inner.push(Inner::Member((*name).to_owned(), self.row(cx, group)));
                    }
                }
                if let Rest::Of(group) = &object.rest {
                    inner.push(Inner::Others(self.row(cx, group)));
                }
                inner
            }
            ShapeKind::Union(members) => self.alternatives(cx, &shape.key, members).into_iter().collect(),
            ShapeKind::Any | ShapeKind::Scalar(_) | ShapeKind::Contradiction(_) => Vec::new(),
        }
    }

    /// Returns the alternatives of a union with what tells them apart; `None` where nothing does.
    fn alternatives<'a>(&mut self, cx: &mut Cx<'a>, key: &Group, members: &[GroupMember<'a>]) -> Option<Inner> {
        let (members, _) = union::flattened(cx, members);
        if members.iter().all(|member| member.tag.is_some()) {
            let tagged = members.iter().filter_map(|member| Some((member.tag?, &member.group)));
            let alternatives = tagged.map(|((key, value), group)| {
                let test =
                    Test::Equals { key: key.to_owned(), values: vec![serde_json::Value::from(value).to_string()] };
                (vec![test], Some(self.row(cx, group)))
            });
            return Some(Inner::OneOf(alternatives.collect()));
        }
        let typed = cx.types.get(&(key.clone(), Some(Direction::Write)))?;
        let Type::Named(id) = typed.ty else { return None };
        let TypeDef::Union(union) = &cx.api.types[id] else { return None };
        let told: Vec<(Pointer, Vec<Test>)> =
            union.alternatives.iter().map(|it| (it.at.clone(), it.when.clone())).collect();
        let alternatives = told.into_iter().map(|(at, when)| {
            let group = members.iter().map(|member| &member.group).find(|group| *cx.shape(group).at == at);
            (when, group.map(|group| self.row(cx, group)))
        });
        Some(Inner::OneOf(alternatives.collect()))
    }

    /// Returns the rows that have constraints, their own or those of what is in the value.
    fn useful(&self) -> HashSet<usize> {
        let mut holders: HashMap<usize, Vec<usize>> = HashMap::new();
        for (row, constraint) in self.rows.iter().enumerate() {
            for inner in constraint.inner.iter().flat_map(Inner::rows) {
                holders.entry(inner).or_default().push(row);
            }
        }
        let mut useful = HashSet::new();
        let checked = self.rows.iter().enumerate().filter(|(_, constraint)| constraint.has_checks());
        let mut waiting: Vec<usize> = checked.map(|(row, _)| row).collect();
        while let Some(row) = waiting.pop() {
            if useful.insert(row) {
                waiting.extend(holders.get(&row).into_iter().flatten());
            }
        }
        useful
    }

    /// Returns the rows that the parts of one request need, with positions of their own.
    fn part(&self, useful: &HashSet<usize>, parts: Vec<(RequestPart, usize)>) -> Constraints {
        let mut found = Constraints::default();
        let mut moved: HashMap<usize, usize> = HashMap::new();
        let mut order = Vec::new();
        let mut place = |row: usize, order: &mut Vec<usize>| {
            *moved.entry(row).or_insert_with(|| {
                order.push(row);
                order.len() - 1
            })
        };
        for (part, row) in parts.into_iter().filter(|(_, row)| useful.contains(row)) {
            found.of.push((part, place(row, &mut order)));
        }
        let mut next = 0;
        while let Some(row) = order.get(next).copied() {
            next += 1;
            let Some(Constraint { bounds, regex, inner }) = self.rows.get(row) else { continue };
            let inner = inner.iter().filter_map(|inner| inner.moved(useful, &mut |row| place(row, &mut order)));
            let inner = inner.collect();
            found.rows.push(Constraint { bounds: bounds.clone(), regex: regex.clone(), inner });
        }
        found
    }
}

impl Constraint {
    /// Returns whether anything of the value itself is checked.
    fn has_checks(&self) -> bool {
        let of_text =
            Bounds { pattern: self.bounds.pattern.clone().filter(|_| self.regex.is_some()), ..self.bounds.clone() };
        of_text != Bounds::default()
    }
}

impl Inner {
    /// Returns the rows that it refers to.
    fn rows(&self) -> Vec<usize> {
        match self {
            Self::Member(_, row)
            | Self::Others(row)
            | Self::Elements(row)
            | Self::Place(_, row)
            | Self::From(_, row) => vec![*row],
            Self::OneOf(alternatives) => alternatives.iter().filter_map(|(_, row)| *row).collect(),
        }
    }

    /// Returns the same with other positions; `None` where no row that it refers to is of use.
    fn moved(&self, useful: &HashSet<usize>, place: &mut dyn FnMut(usize) -> usize) -> Option<Self> {
        if !self.rows().into_iter().any(|row| useful.contains(&row)) {
            return None;
        }
        Some(match self {
            Self::Member(name, row) => Self::Member(name.clone(), place(*row)),
            Self::Others(row) => Self::Others(place(*row)),
            Self::Elements(row) => Self::Elements(place(*row)),
            Self::Place(position, row) => Self::Place(*position, place(*row)),
            Self::From(position, row) => Self::From(*position, place(*row)),
            Self::OneOf(alternatives) => {
                let moved = alternatives
                    .iter()
                    .map(|(when, row)| (when.clone(), row.filter(|row| useful.contains(row)).map(&mut *place)));
                Self::OneOf(moved.collect())
            }
        })
    }
}
