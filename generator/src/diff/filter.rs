//! Compares filters of operations and of bodies.

use super::delta::Deltas;
use super::operation::Pair;
use super::parameters::requirement;
use super::part::Happened;
use super::surface::PartKind;
use super::words::code;
use super::{Area, ChangeKind, Differ, Places, Subject, words};
use crate::ir::{Filter, FilterField, FilterGrammar, FilterPlace, FilterValue, OperatorArity, ParameterKind};

impl Differ<'_> {
    pub(super) fn filters(&mut self, of: &str, pair: Pair<'_>, deltas: &mut Deltas) {
        let subject = Subject { area: Area::Filter, of };
        let (old, new) = (&pair.old.query.filter, &pair.new.query.filter);
        let head = deltas.take(PartKind::Filter, "");
        let places = Places { old: old.at(), new: new.at() };
        let mut happened = Happened::default();
        match (form(old), form(new)) {
            (was, is) if was != is => happened.add(ChangeKind::Changed, format!("is {is}, was {was}")),
            _ => {}
        }
        requirement(&mut happened, old.is_required(), new.is_required());
        if let (Some(was), Some(is)) = (sent_in(old), sent_in(new))
            && was != is
        {
            happened.add(ChangeKind::Moved, format!("is sent in {is}, was in {was}"));
        }
        let mut head = head;
        if !matches!((old, new), (Filter::Expression { .. }, Filter::Expression { .. })) {
            // Its fields come and go with it.
            deltas.take_all(PartKind::FilterField).into_iter().for_each(|(_, delta)| head.merge(delta));
            self.claim_filters(&mut head, old.fields(), new.fields());
        }
        self.happened(subject, "the filter", happened, places, head);
        if let (Filter::Expression { fields: before, .. }, Filter::Expression { fields: after, .. }) = (old, new) {
            self.filter_fields(subject, (before, after), places, deltas);
        }
        self.parameters_of(subject, ParameterKind::Filter, pair, deltas);
    }

    /// Compares the fields of filter expressions.
    pub(super) fn filter_fields(
        &mut self,
        subject: Subject<'_>,
        (old, new): (&[FilterField], &[FilterField]),
        places: Places<'_>,
        deltas: &mut Deltas,
    ) {
        for before in old {
            let mut delta = deltas.take(PartKind::FilterField, &before.wire);
            let Some(after) = new.iter().find(|field| field.wire == before.wire) else {
                self.claim_filters(&mut delta, [before], []);
                let what = format!("filter field {} was removed", code(&before.wire));
                self.change(subject, ChangeKind::Removed, places, what, delta);
                continue;
            };
            self.claim_filters(&mut delta, [before], [after]);
            let mut happened = Happened::default();
            let (was, is) = (self.value(self.old, &before.value), self.value(self.new, &after.value));
            if was != is {
                happened.add(ChangeKind::Retyped, format!("compares with {is}, did with {was}"));
            }
            operators(&mut happened, before, after);
            self.happened(subject, &format!("filter field {}", code(&after.wire)), happened, places, delta);
        }
        for after in new.iter().filter(|after| old.iter().all(|before| before.wire != after.wire)) {
            let mut delta = deltas.take(PartKind::FilterField, &after.wire);
            self.claim_filters(&mut delta, [], [after]);
            let names = words::list(after.operators.iter().map(|operator| operator.name.as_str()));
            let what = format!("filter field {} is new, with {names}", code(&after.wire));
            self.change(subject, ChangeKind::Added, places, what, delta);
        }
    }

    fn value(&self, surface: &super::Surface<'_>, value: &FilterValue) -> String {
        match value {
            FilterValue::Text => "text".to_owned(),
            FilterValue::Integer => "a whole number".to_owned(),
            FilterValue::Number => "a number".to_owned(),
            FilterValue::Boolean => "true or false".to_owned(),
            FilterValue::DateTime => "a date-time".to_owned(),
            FilterValue::Enum(_) => "one of several values".to_owned(),
            FilterValue::Id(id) => format!("the id of a {}", code(&surface.api.resources[*id].wire_type)),
            FilterValue::Any => "anything".to_owned(),
        }
    }
}

fn operators(happened: &mut Happened, old: &FilterField, new: &FilterField) {
    let only = |of: &FilterField, other: &FilterField| -> Vec<String> {
        let operators = of.operators.iter().filter(|operator| !other.operators.contains(operator));
        let shown = operators.map(|operator| match operator.arity {
            OperatorArity::List => format!("{} of a list", operator.name),
            OperatorArity::Null => format!("{} null", operator.name),
            OperatorArity::None | OperatorArity::Single => operator.name.clone(),
        });
        shown.collect()
    };
    let (added, removed) = (only(new, old), only(old, new));
    if !removed.is_empty() {
        let list = words::list(removed.iter().map(String::as_str));
        happened.add(ChangeKind::Changed, format!("does not take {list} any more"));
    }
    if !added.is_empty() {
        let list = words::list(added.iter().map(String::as_str));
        happened.add(ChangeKind::Changed, format!("takes {list} as well"));
    }
}

fn form(filter: &Filter) -> &'static str {
    match filter {
        Filter::None => "not there",
        Filter::Expression { grammar: FilterGrammar::Hyphenated, .. } => "an expression",
        Filter::Expression { grammar: FilterGrammar::CamelCase, .. } => "an expression in camel case",
        Filter::Expression { grammar: FilterGrammar::Short, .. } => "an expression in the short grammar",
        Filter::Opaque { .. } => "text",
    }
}

fn sent_in(filter: &Filter) -> Option<String> {
    Some(match filter.place()? {
        FilterPlace::Query(name) => format!("the query parameter {}", code(name)),
        FilterPlace::Header(name) => format!("the header {}", code(name)),
    })
}
