//! Merges the types that several schemas give to the same value.

use std::collections::{BTreeMap, HashMap};

use crate::diag::{Code, Diagnostic};
use crate::ir::{
    Alternative, Api, Enum, EnumBase, Field, Presence, Record, StringFormat, Tuple, Type, TypeDef, TypeId, Union,
};
use crate::lower::same::same;
use crate::lower::schema::or_null;
use crate::source::Pointer;

/// The largest depth to which types are merged. Deeper types become any JSON.
const DEPTH: usize = 100;

/// Unites types; what cannot be united becomes any JSON, and is noted.
///
/// A record that was united stands in one place, and takes what the next view says of that place: a resource may have
/// thousands of views.
pub(super) struct Unifier<'a> {
    api: &'a mut Api,
    /// The records that were made here, each of which stands in one place.
    own: HashMap<TypeId, Members>,
    /// Whether a record that was made here may be used in several places. If so, no record is changed any more.
    is_shared: bool,
    /// Pairs of records that have been united, or are being united.
    united: HashMap<(TypeId, TypeId), TypeId>,
    /// The members whose types could not be united.
    pub(super) conflicts: Vec<Conflict>,
    /// Unions that were made, whose alternatives are still to be told apart.
    pub(super) unions: Vec<TypeId>,
    /// The member whose types are being united.
    place: Option<Conflict>,
    depth: usize,
}

/// The members of a record that grows.
#[derive(Default)]
struct Members {
    /// The position of each member.
    positions: HashMap<String, usize>,
    /// The positions of those that are required so far.
    required: Vec<usize>,
}

/// Two descriptions of one member that say different things.
#[derive(Debug, Clone)]
pub(super) struct Conflict {
    pub(super) wire: String,
    pub(super) first: Pointer,
    pub(super) second: Pointer,
}

impl Conflict {
    /// Returns the warning of this conflict.
    pub(super) fn diagnostic(self, message: String) -> Diagnostic {
        let conflict = Diagnostic::new(Code::ConflictingAttribute, self.first, message);
        conflict.label("one type here").also(self.second, "another here")
    }
}

impl<'a> Unifier<'a> {
    pub(super) fn new(api: &'a mut Api) -> Self {
        Self {
            api,
            own: HashMap::new(),
            is_shared: false,
            united: HashMap::new(),
            conflicts: Vec::new(),
            unions: Vec::new(),
            place: None,
            depth: 0,
        }
    }

    /// Begins with the next view: what was united before is to be united with it.
    pub(super) fn next_view(&mut self) {
        self.united.clear();
    }

    /// Leaves all records that were made as they are.
    fn share(&mut self) {
        self.own.clear();
        self.is_shared = true;
    }

    /// Returns a type that holds the values of both.
    pub(super) fn types(&mut self, left: &Type, right: &Type) -> Type {
        if same(self.api, left, right) {
            return left.clone();
        }
        if self.depth == DEPTH {
            return Type::Json;
        }
        self.depth += 1;
        let united = self.different(left, right);
        self.depth -= 1;
        united
    }

    fn different(&mut self, left: &Type, right: &Type) -> Type {
        match (left, right) {
            (Type::Foreign { .. }, _) | (_, Type::Foreign { .. }) => self.types(left.on_wire(), right.on_wire()),
            (Type::String(_), Type::String(_)) => Type::String(StringFormat::Text),
            (Type::Integer, Type::Unsigned) | (Type::Unsigned, Type::Integer) => Type::Integer,
            (Type::Integer | Type::Unsigned | Type::Number, Type::Integer | Type::Unsigned | Type::Number) => {
                Type::Number
            }
            (Type::List(left), Type::List(right)) => Type::List(Box::new(self.types(left, right))),
            (Type::Tuple(left), Type::Tuple(right)) => self.tuples(left, right),
            (Type::Tuple(tuple), Type::List(item)) | (Type::List(item), Type::Tuple(tuple)) => {
                let all = tuple.types().fold(item.as_ref().clone(), |all, ty| self.types(&all, ty));
                Type::List(Box::new(all))
            }
            (Type::Map(left), Type::Map(right)) => Type::Map(Box::new(self.types(left, right))),
            (Type::Object, Type::Map(_)) | (Type::Map(_), Type::Object) => Type::Object,
            (Type::Nullable(left), Type::Nullable(right)) => or_null(self.types(left, right)),
            (Type::Nullable(one), other) | (other, Type::Nullable(one)) => or_null(self.types(one, other)),
            _ => self.by_definition(left, right),
        }
    }

    /// Returns the tuple that holds both; of different lengths, the places of one alone may be absent.
    fn tuples(&mut self, left: &Tuple, right: &Tuple) -> Type {
        // What is behind the places of one is united with several places of the other.
        self.share();
        let rest = match (&left.rest, &right.rest) {
            (Some(left), Some(right)) => Some(self.types(left, right)),
            (left, right) => left.as_ref().or(right.as_ref()).cloned(),
        };
        let count = left.places.len().max(right.places.len());
        let place = |position: usize| {
            let (one, other) = (left.places.get(position), right.places.get(position));
            let behind = |other: Option<&Type>, tuple: &Tuple| other.or(tuple.rest.as_ref()).cloned();
            match (behind(one, left), behind(other, right)) {
                (Some(one), Some(other)) => self.types(&one, &other),
                (one, other) => one.or(other).unwrap_or(Type::Json),
            }
        };
        let places = (0..count).map(place).collect();
        Type::Tuple(Box::new(Tuple { places, required: left.required.min(right.required), rest }))
    }

    fn by_definition(&mut self, left: &Type, right: &Type) -> Type {
        if let (Some((base, values)), Some((other, more))) = (values_of(self.api, left), values_of(self.api, right))
            && base == other
        {
            return self.values(left, base, values, more);
        }
        // Text beside a list of values is not limited to the list.
        if let (Type::String(StringFormat::Text), Some((EnumBase::String, _))) = (left, values_of(self.api, right)) {
            return left.clone();
        }
        if let (Some((EnumBase::String, _)), Type::String(StringFormat::Text)) = (values_of(self.api, left), right) {
            return right.clone();
        }
        if let (Type::Named(left), Type::Named(right)) = (left, right)
            && let (TypeDef::Record(_), TypeDef::Record(b)) = (&self.api.types[*left], &self.api.types[*right])
        {
            let b = b.clone();
            return Type::Named(self.records(*left, *right, &b));
        }
        if let Some(union) = self.union(left, right) {
            return union;
        }
        self.conflicts.extend(self.place.clone());
        Type::Json
    }

    /// Returns one union of the alternatives of both, where one is a union and the other has alternatives that can
    /// stand beside its own. How they are told apart is decided later.
    fn union(&mut self, left: &Type, right: &Type) -> Option<Type> {
        let is_union = |ty: &Type| match ty {
            Type::Named(id) => matches!(self.api.types[*id], TypeDef::Union(_)),
            _ => false,
        };
        if !is_union(left) && !is_union(right) {
            return None;
        }
        let (at, docs, mut alternatives) = self.alternatives(left)?;
        let (_, _, others) = self.alternatives(right)?;
        for other in others {
            if !alternatives.iter().any(|known| same(self.api, &known.ty, &other.ty)) {
                alternatives.push(other);
            }
        }
        let id = self.api.types.push(TypeDef::Union(Union { at, docs, alternatives }));
        self.unions.push(id);
        Some(Type::Named(id))
    }

    /// Returns the alternatives of a union, or a record as the only one, not yet told apart.
    fn alternatives(&self, ty: &Type) -> Option<(Pointer, Option<String>, Vec<Alternative>)> {
        let Type::Named(id) = ty else { return None };
        let untold = |one: &Alternative| Alternative { when: Vec::new(), label: Vec::new(), ..one.clone() };
        match &self.api.types[*id] {
            TypeDef::Union(union) => {
                Some((union.at.clone(), union.docs.clone(), union.alternatives.iter().map(untold).collect()))
            }
            TypeDef::Record(record) => {
                let only = Alternative { at: record.at.clone(), ty: ty.clone(), when: Vec::new(), label: Vec::new() };
                Some((record.at.clone(), record.docs.clone(), vec![only]))
            }
            TypeDef::Enum(_) | TypeDef::Filter(_) => None,
        }
    }

    fn values(&mut self, left: &Type, base: EnumBase, mut values: Vec<String>, more: Vec<String>) -> Type {
        let new: Vec<String> = more.into_iter().filter(|value| !values.contains(value)).collect();
        if new.is_empty() && matches!(left, Type::Named(_)) {
            return left.clone();
        }
        values.extend(new);
        let (at, docs, names) = match left {
            Type::Named(id) => match &self.api.types[*id] {
                TypeDef::Enum(first) => (first.at.clone(), first.docs.clone(), first.names.clone()),
                other => (other.at().clone(), None, BTreeMap::new()),
            },
            _ => (self.place.as_ref().map(|place| place.first.clone()).unwrap_or_default(), None, BTreeMap::new()),
        };
        Type::Named(self.api.types.push(TypeDef::Enum(Enum { at, docs, base, values, names })))
    }

    fn records(&mut self, left: TypeId, right: TypeId, b: &Record) -> TypeId {
        if let Some(known) = self.united.get(&(left, right)).copied() {
            self.share();
            return known;
        }
        if let Some(members) = self.own.remove(&left) {
            self.united.insert((left, right), left);
            self.grow(left, members, b);
            return left;
        }
        let TypeDef::Record(a) = self.api.types[left].clone() else { return left };
        let id = self.api.types.push(TypeDef::Record(a.clone()));
        self.united.insert((left, right), id);
        let rest = self.rests(a.rest.as_ref(), b.rest.as_ref());
        let fields = self.fields(a.fields, &b.fields);
        if !self.is_shared {
            self.own.insert(id, Members::of(&fields));
        }
        self.api.types[id] = TypeDef::Record(Record { at: a.at, docs: a.docs, fields, rest });
        id
    }

    fn rests(&mut self, left: Option<&Type>, right: Option<&Type>) -> Option<Type> {
        match (left, right) {
            (Some(left), Some(right)) => Some(self.types(left, right)),
            (left, right) => left.or(right).cloned(),
        }
    }

    /// Unites a record that was made here with another one, as [`records`](Self::records) does with a copy.
    fn grow(&mut self, id: TypeId, mut members: Members, other: &Record) {
        let TypeDef::Record(record) = &self.api.types[id] else { return };
        let rest = record.rest.clone();
        let rest = self.rests(rest.as_ref(), other.rest.as_ref());
        let (mut known, mut new) = (BTreeMap::new(), Vec::new());
        for field in &other.fields {
            match members.positions.get(&field.wire) {
                Some(position) => drop(known.insert(*position, field)),
                None => new.push(field),
            }
        }
        for (position, other) in &known {
            let field = self.record_mut(id).and_then(|record| record.fields.get(*position)).cloned();
            let field = field.map(|field| self.field(field, other));
            let place = self.record_mut(id).and_then(|record| record.fields.get_mut(*position));
            if let (Some(place), Some(field)) = (place, field) {
                *place = field;
            }
        }
        let is_shared = self.is_shared;
        let Some(record) = self.record_mut(id) else { return };
        record.rest = rest;
        for position in members.required.iter().filter(|position| !known.contains_key(position)) {
            if let Some(field) = record.fields.get_mut(*position) {
                field.presence = Presence::new(false, field.presence.nullable());
            }
        }
        let is_required =
            |position: &usize| record.fields.get(*position).is_some_and(|field| field.presence.required());
        members.required.retain(is_required);
        for field in new {
            members.positions.insert(field.wire.clone(), record.fields.len());
            record.fields.push(optional(field.clone()));
        }
        if !is_shared {
            self.own.insert(id, members);
        }
    }

    fn record_mut(&mut self, id: TypeId) -> Option<&mut Record> {
        match &mut self.api.types[id] {
            TypeDef::Record(record) => Some(record),
            _ => None,
        }
    }

    /// Returns the members of both: required where both require them, nullable where one allows null.
    pub(super) fn fields(&mut self, left: Vec<Field>, right: &[Field]) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for field in left {
            fields.push(match right.iter().find(|other| other.wire == field.wire) {
                Some(other) => self.field(field, other),
                None => optional(field),
            });
        }
        let known: Vec<String> = fields.iter().map(|field| field.wire.clone()).collect();
        fields.extend(right.iter().filter(|other| !known.contains(&other.wire)).cloned().map(optional));
        fields
    }

    pub(super) fn field(&mut self, field: Field, other: &Field) -> Field {
        let place = Conflict { wire: field.wire.clone(), first: field.at.clone(), second: other.at.clone() };
        let outer = self.place.replace(place);
        let ty = self.types(&field.ty, &other.ty);
        self.place = outer;
        Field {
            ty,
            presence: Presence::new(
                field.presence.required() && other.presence.required(),
                field.presence.nullable() || other.presence.nullable(),
            ),
            docs: field.docs.or_else(|| other.docs.clone()),
            annotations: field.annotations.union(&other.annotations),
            at: field.at,
            wire: field.wire,
        }
    }
}

impl Members {
    fn of(fields: &[Field]) -> Self {
        let positions = fields.iter().enumerate().map(|(position, field)| (field.wire.clone(), position)).collect();
        let required = fields.iter().enumerate().filter(|(_, field)| field.presence.required());
        Self { positions, required: required.map(|(position, _)| position).collect() }
    }
}

/// Returns a member that may be absent.
pub(super) fn optional(field: Field) -> Field {
    Field { presence: Presence::new(false, field.presence.nullable()), ..field }
}

/// Returns the values of an enum or a constant.
pub(super) fn values_of(api: &Api, ty: &Type) -> Option<(EnumBase, Vec<String>)> {
    match ty {
        Type::Named(id) => match &api.types[*id] {
            TypeDef::Enum(listed) => Some((listed.base, listed.values.clone())),
            _ => None,
        },
        Type::Constant(value) => match serde_json::from_str(value).ok()? {
            serde_json::Value::String(text) => Some((EnumBase::String, vec![text])),
            serde_json::Value::Number(number) if number.is_i64() => Some((EnumBase::Integer, vec![number.to_string()])),
            _ => None,
        },
        _ => None,
    }
}
