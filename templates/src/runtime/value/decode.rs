//! Decoding that cannot fail on a wrong type: what does not fit its place is left out.
//!
//! Nothing here is generic over what is read, but for a few lines per type: a record hands its fields as a list of
//! [`Slot`]s to [`Input::fields`], which finds the members of the text. A program that reads a resource instantiates
//! none of that; the client has compiled it.

use std::borrow::Cow;

use bytes::Bytes;

use super::super::schema::scan::{self, DEPTH};
use super::super::schema::select::select;
use super::super::schema::shape::{JsonKind, Member, Shape};
use super::super::schema::tape::{self, Node};
use super::context::Context;
use super::id::IdForm;
use super::values::{Map, Number, Value};
use super::view::Viewed;

/// A type that can be read from any JSON value.
pub trait Decode: Viewed + Sized {
    /// The shape of such values.
    const SHAPE: &'static Shape;

    /// Reads a value into an empty slot, which stays empty when the value is not one of this type. Marks the decode as
    /// dirty then, unless the value is null, and when the value is one that the OpenAPI document does not list.
    fn decode(slot: &mut Option<Self>, input: Input<'_>);
}

/// Returns the shape of a type, for the tables of types that hold it.
pub const fn shape<T: Decode>() -> &'static Shape {
    T::SHAPE
}

/// The place of a member in the value that holds it.
pub trait Slot {
    /// Reads the value of the member. Called once at most, and leaves the place as it is when the value does not fit.
    fn decode(&mut self, input: Input<'_>);
}

impl<T: Decode> Slot for Option<T> {
    fn decode(&mut self, input: Input<'_>) {
        T::decode(self, input);
    }
}

/// A member that is described and not kept, since its value is always the same.
impl Slot for () {
    fn decode(&mut self, _input: Input<'_>) {}
}

/// The place of all members that the OpenAPI document does not name.
pub trait Rest {
    /// Reads a member.
    fn decode(&mut self, key: &str, input: Input<'_>);
}

impl<T: Decode> Rest for Map<T> {
    fn decode(&mut self, key: &str, input: Input<'_>) {
        match input.read() {
            _ if !input.cx.take(places(self.len()), size_of::<(String, T)>()) => {}
            Some(value) => drop(self.insert(key.to_owned(), value)),
            None => input.mark_dirty(),
        }
    }
}

/// Returns how many places another member takes in a map that has so many: maps have nodes of eleven places, half of
/// which may be empty.
const fn places(count: usize) -> usize {
    if count == 0 { 11 } else { 2 }
}

/// The index of a member that was not found: that of the whole text, which is not a member.
const NOT_FOUND: u32 = 0;

/// A value that is to be read.
#[derive(Clone, Copy)]
pub struct Input<'c> {
    cx: &'c Context<'c>,
    index: u32,
    /// How many arrays and objects it is in.
    depth: u32,
}

impl<'c> Input<'c> {
    /// Returns the value that is the whole text.
    pub(crate) fn root(cx: &'c Context<'c>) -> Self {
        Self { cx, index: 0, depth: 0 }
    }

    /// Returns the decode that it is a part of.
    pub(crate) fn cx(self) -> &'c Context<'c> {
        self.cx
    }

    /// Returns the value on its tape.
    pub(crate) fn node(self) -> Node<'c> {
        self.cx.tape.node(self.index)
    }

    /// Returns whether it is `null`.
    pub fn is_null(self) -> bool {
        self.node().is_null()
    }

    /// Marks that it is not what its place is described to hold.
    pub fn mark_dirty(self) {
        self.cx.mark_dirty();
    }

    /// Marks the same, unless it is null: null is absence, and whether the OpenAPI document allows it is for the walk to
    /// say.
    fn refuse(self) {
        if !self.is_null() {
            self.mark_dirty();
        }
    }

    /// Returns a value, or `None` after a refusal.
    fn or_refuse<T>(self, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.refuse();
        }
        value
    }

    /// Returns whether it is an object that is not nested too deep to be read.
    pub fn is_object(self) -> bool {
        self.is_open(self.node().is_object())
    }

    fn is_open(self, is_container: bool) -> bool {
        let is_open = is_container && self.depth < DEPTH;
        if !is_open {
            self.refuse();
        }
        is_open
    }

    /// Reads it as a `T`.
    pub fn read<T: Decode>(self) -> Option<T> {
        let mut slot = None;
        T::decode(&mut slot, self);
        slot
    }

    /// Reads it as an element of a list. What does not fit has its place there, too.
    pub(crate) fn element<T: Decode>(self) -> Option<T> {
        let mut slot = None;
        T::decode(&mut slot, self);
        if slot.is_none() {
            self.mark_dirty();
            Input::fill(T::SHAPE, &mut |input| T::decode(&mut slot, input));
        }
        slot
    }

    /// Reads text. A number where text is meant is the text that it is on the wire: its digits are all there.
    pub(crate) fn text(self) -> Option<Cow<'c, str>> {
        let node = self.node();
        node.string().or_else(|| {
            self.refuse();
            node.string_or_digits()
        })
    }

    /// Reads an id, which for some services is a number. A number where text is described is taken for its text.
    pub(crate) fn id(self) -> Option<(Cow<'c, str>, IdForm)> {
        let text = self.or_refuse(self.node().string_or_digits())?;
        let is_number = self.is_number() && !matches!(self.cx.ids.get(), Shape::String);
        Some((text, if is_number { IdForm::Number } else { IdForm::Text }))
    }

    /// Marks an id that is not of its shape.
    pub(crate) fn check_id(self, shape: &Shape) {
        match (shape, self.is_number()) {
            (Shape::String, true) | (Shape::Number, false) => self.refuse(),
            _ => {}
        }
    }

    /// Returns whether it is a number.
    pub(crate) fn is_number(self) -> bool {
        scan::is_kind(self.node().kind(), JsonKind::Number)
    }

    /// Reads text that is to be kept.
    pub(crate) fn string(self) -> Option<String> {
        self.text().map(Cow::into_owned)
    }

    /// Reads a boolean.
    pub(crate) fn boolean(self) -> Option<bool> {
        let node = self.node();
        self.or_refuse((node.kind() == JsonKind::Bool).then(|| node.text() == "true"))
    }

    /// Reads a whole number.
    pub(crate) fn integer(self) -> Option<i64> {
        self.or_refuse(scan::integer(self.node().text()))
    }

    /// Reads a whole number that is not negative.
    pub(crate) fn unsigned(self) -> Option<u64> {
        self.or_refuse(scan::unsigned(self.node().text()))
    }

    /// Reads a number.
    pub(crate) fn number(self) -> Option<f64> {
        let node = self.node();
        if self.cx.is_hole {
            return Some(f64::NAN);
        }
        self.or_refuse(if self.is_number() { double(node.text()) } else { None })
    }

    /// Reads text out of a list.
    pub(crate) fn word(self, values: &[&str]) -> Option<Word> {
        let text = self.text()?;
        Some(match values.iter().position(|value| *value == text) {
            Some(position) => Word::Listed(position),
            None => {
                self.mark_dirty();
                Word::Unlisted(text.into_owned())
            }
        })
    }

    /// Reads any JSON; `None` where it is nested too deep.
    pub(crate) fn value(self) -> Option<Value> {
        let node = self.node();
        let value = match node.kind() {
            JsonKind::Null => Value::Null,
            JsonKind::Bool => Value::Bool(self.boolean()?),
            JsonKind::Integer | JsonKind::Number => Value::Number(self.or_refuse(number(node.text()))?),
            JsonKind::String => Value::String(self.string()?),
            JsonKind::Array => {
                let elements = self.elements()?.with_room(size_of::<Value>())?;
                Value::Array(elements.map(|element| element.value().unwrap_or_default()).collect())
            }
            JsonKind::Object => {
                let members = self.members()?;
                let places = (0..self.node().members().count()).map(places).sum();
                if !self.cx.take(places, size_of::<(String, Value)>()) {
                    return None;
                }
                Value::Object(
                    members.map(|(key, value)| (key.into_owned(), value.value().unwrap_or_default())).collect(),
                )
            }
        };
        Some(value)
    }

    /// Returns the elements of an array; `None` for any other value.
    pub(crate) fn elements(self) -> Option<Elements<'c>> {
        let node = self.node();
        self.is_open(node.is_array()).then(|| Elements { around: self, nodes: node.elements(), left: 0 })
    }

    /// Returns the members of an object; `None` for any other value.
    pub(crate) fn members(self) -> Option<impl Iterator<Item = (Cow<'c, str>, Self)>> {
        let members = self.is_object().then(|| self.node().members())?;
        Some(members.map(move |(key, value)| (key.key(), self.part(value))))
    }

    /// Returns the member of this name. Where several have it, the last one counts.
    pub(crate) fn member(self, name: &str) -> Option<Self> {
        self.node().member(name).map(|node| self.part(node))
    }

    /// Reads the first elements of an array into these slots, and calls with each of the others. Returns whether it is
    /// an array.
    pub(crate) fn places(self, slots: &mut [&mut dyn Slot], rest: &mut dyn FnMut(Self)) -> bool {
        let Some(elements) = self.elements() else { return false };
        let mut slots = slots.iter_mut();
        for element in elements {
            match slots.next() {
                Some(slot) => slot.decode(element),
                None => rest(element),
            }
        }
        true
    }

    /// Reads the members of an object into the slots of their names, and leaves out those that have none. The slots are
    /// in the order of the shape, which is that of a record.
    pub fn fields(self, shape: &Shape, slots: &mut [&mut dyn Slot]) {
        self.each_field(shape, slots, &mut |_, _| {});
    }

    /// Reads the members of an object as [`fields`](Self::fields) does, and gives those that have no slot to `rest`.
    pub fn open_fields(self, shape: &Shape, slots: &mut [&mut dyn Slot], rest: &mut dyn Rest) {
        self.each_field(shape, slots, &mut |key, value| rest.decode(&key.key(), value));
    }

    /// Calls with each field. Where several members have one name, the last one counts: all are looked at before any is
    /// read.
    fn each_field(self, shape: &Shape, slots: &mut [&mut dyn Slot], other: &mut dyn FnMut(Node<'_>, Self)) {
        let members = shape.members();
        let (mut few, mut many) = ([NOT_FOUND; 32], Vec::new());
        let found = match few.get_mut(..slots.len()) {
            Some(few) => few,
            None => {
                many.resize(slots.len(), NOT_FOUND);
                many.as_mut_slice()
            }
        };
        let mut next = 0;
        for (key, value) in self.node().members() {
            let is_it = |position: usize| members.get(position).is_some_and(|member| key.is_key(member.name()));
            let position = scan::position(found.len(), next, is_it);
            match position.and_then(|position| Some((position, found.get_mut(position)?))) {
                Some((position, found)) => {
                    next = position + 1;
                    *found = value.index();
                }
                None => other(key, self.part(value)),
            }
        }
        for (slot, index) in slots.iter_mut().zip(found) {
            if *index != NOT_FOUND {
                slot.decode(Self { index: *index, depth: self.depth + 1, ..self });
            }
        }
    }

    /// Reads them as [`open_fields`](Self::open_fields) does, where some relationships name resources by numbers.
    pub fn fields_with_ids(self, shape: &Shape, slots: &mut [&mut dyn Slot], rest: &mut dyn Rest) {
        let mut members = shape.members().iter();
        let mut guarded: Vec<WithIds<'_, '_>> = slots
            .iter_mut()
            .map(|slot| WithIds { slot, ids: members.next().map_or(Shape::STRING, Member::ids) })
            .collect();
        let mut slots: Vec<&mut dyn Slot> = guarded.iter_mut().map(|slot| slot as &mut dyn Slot).collect();
        let ids = match shape {
            Shape::OpenRecord(_, Shape::Linked(linkage, _)) => linkage.ids,
            _ => Shape::STRING,
        };
        self.open_fields(shape, &mut slots, &mut RestWithIds { rest, ids });
    }

    /// Reads an id of this shape, or what has identifiers with such ids in it.
    pub(crate) fn with_ids(self, ids: &'static Shape, read: impl FnOnce()) {
        let outer = self.cx.ids.replace(ids);
        read();
        self.cx.ids.set(outer);
    }

    /// Calls with what stands in for an element of a list that is not one, so that those behind it keep their places:
    /// a value of the shape without anything in it.
    pub(crate) fn fill(shape: &Shape, read: &mut dyn FnMut(Input<'_>)) {
        let body = Bytes::from_static(hole(shape).as_bytes());
        if let Ok(mut cx) = Context::new(&body, str::from_utf8(&body).unwrap_or_default()) {
            cx.is_hole = true;
            read(Input::root(&cx));
        }
    }

    fn part(self, node: Node<'_>) -> Self {
        Self { index: node.index(), depth: self.depth + 1, ..self }
    }

    /// Returns the position of the first alternative of a union whose tests all hold.
    pub fn alternative(self, shape: &Shape) -> Option<usize> {
        match shape {
            Shape::Union(alternatives) => select(self.node(), alternatives),
            _ => None,
        }
    }
}

/// The place of a relationship, and what the ids in it are.
struct WithIds<'s, 'd> {
    slot: &'s mut &'d mut dyn Slot,
    ids: &'static Shape,
}

impl Slot for WithIds<'_, '_> {
    fn decode(&mut self, input: Input<'_>) {
        input.with_ids(self.ids, || self.slot.decode(input));
    }
}

/// The place of relationships that are not named, and what the ids in them are.
struct RestWithIds<'r> {
    rest: &'r mut dyn Rest,
    ids: &'static Shape,
}

impl Rest for RestWithIds<'_> {
    fn decode(&mut self, key: &str, input: Input<'_>) {
        input.with_ids(self.ids, || self.rest.decode(key, input));
    }
}

/// Leaves out what is not named.
impl Rest for () {
    fn decode(&mut self, _key: &str, _input: Input<'_>) {}
}

/// Returns the JSON of a value of a shape that has nothing in it.
fn hole(shape: &Shape) -> &'static str {
    match shape {
        Shape::String | Shape::Date | Shape::DateTime | Shape::Secret | Shape::Enum(_) => "\"\"",
        Shape::Integer | Shape::Unsigned | Shape::IntegerEnum(_) | Shape::Number => "0",
        Shape::Bool => "false",
        Shape::List(_) | Shape::Tuple(_) => "[]",
        Shape::Recursive(shape) => hole(shape.shape()),
        Shape::Foreign(shape, ..) => hole(shape),
        Shape::Object | Shape::Map(_) | Shape::Record(_) | Shape::OpenRecord(..) => "{}",
        Shape::ToOne(_) | Shape::ToMany(_) | Shape::ToOneOrMany(_) | Shape::Linked(..) => "{}",
        Shape::Any | Shape::Constant(_) | Shape::Nullable(_) | Shape::Union(_) => "null",
    }
}

/// The elements of an array.
#[derive(Clone)]
pub(crate) struct Elements<'c> {
    around: Input<'c>,
    nodes: tape::Elements<'c>,
    /// How many there are at least.
    left: usize,
}

impl Elements<'_> {
    /// Takes the memory for all of them, each of this size; `None` where there is not as much.
    pub(crate) fn with_room(self, size: usize) -> Option<Self> {
        let left = self.nodes.clone().count();
        self.around.cx.take(left, size).then_some(Self { left, ..self })
    }
}

impl<'c> Iterator for Elements<'c> {
    type Item = Input<'c>;

    fn next(&mut self) -> Option<Input<'c>> {
        self.left = self.left.saturating_sub(1);
        self.nodes.next().map(|node| self.around.part(node))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, None)
    }
}

/// Text out of a list.
pub(crate) enum Word {
    /// The one at this position.
    Listed(usize),
    /// None of them.
    Unlisted(String),
}

/// Returns the number that is kept of a text, which must be one; `None` where it is beyond the range of a double.
fn number(text: &str) -> Option<Number> {
    let whole = text.parse::<u64>().map(Number::from).or_else(|_| text.parse::<i64>().map(Number::from));
    whole.ok().or_else(|| Number::from_f64(double(text)?))
}

/// Returns the double that is nearest to a number; `None` where it is beyond the range of doubles, as `1e999` is.
fn double(text: &str) -> Option<f64> {
    text.parse().ok().filter(|double: &f64| double.is_finite())
}
