//! How plain values are read: booleans, numbers, text, any JSON, lists and maps.

use std::collections::BTreeMap;

use super::super::schema::place::unescaped;
use super::super::schema::shape::Shape;
use super::decode::{Decode, Input, Rest};
use super::view::{Listed, Mapped, View, Viewed};

/// Any JSON value.
pub type Value = serde_json::Value;

/// An object with any members.
pub type Object = serde_json::Map<String, Value>;

/// A number of any kind.
pub(crate) type Number = serde_json::Number;

/// An object whose members all have one type.
pub type Map<T> = BTreeMap<String, T>;

impl Decode for bool {
    const SHAPE: &'static Shape = Shape::BOOL;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.boolean();
    }
}

impl Viewed for bool {
    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }
}

impl Decode for String {
    const SHAPE: &'static Shape = Shape::STRING;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.string();
    }
}

impl Viewed for String {
    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

impl Viewed for &str {
    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

impl Decode for i64 {
    const SHAPE: &'static Shape = Shape::INTEGER;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.integer();
    }
}

impl Viewed for i64 {
    fn view(&self) -> View<'_> {
        View::Integer(*self)
    }
}

impl Decode for u64 {
    const SHAPE: &'static Shape = Shape::UNSIGNED;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.unsigned();
    }
}

impl Viewed for u64 {
    fn view(&self) -> View<'_> {
        View::Unsigned(*self)
    }
}

impl Decode for f64 {
    const SHAPE: &'static Shape = Shape::NUMBER;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.number();
    }
}

impl Viewed for f64 {
    fn view(&self) -> View<'_> {
        View::Number(*self)
    }
}

impl Decode for Value {
    const SHAPE: &'static Shape = Shape::ANY;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        *slot = input.value();
    }
}

impl Viewed for Value {
    fn view(&self) -> View<'_> {
        View::Value(self)
    }
}

impl Decode for Object {
    const SHAPE: &'static Shape = Shape::OBJECT;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        if let Some(Value::Object(object)) = input.is_object().then(|| input.value()).flatten() {
            *slot = Some(object);
        }
    }
}

impl Viewed for Object {
    fn view(&self) -> View<'_> {
        View::Object(self)
    }
}

/// A value that may be null, where absence is something else.
impl<T: Decode> Decode for Option<T> {
    const SHAPE: &'static Shape = &Shape::Nullable(T::SHAPE);

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        T::decode(slot.insert(None), input);
    }
}

/// A large value, or one of a type that holds itself.
impl<T: Decode> Decode for Box<T> {
    const SHAPE: &'static Shape = T::SHAPE;

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        let mut value = None;
        T::decode(&mut value, input);
        if let Some(value) = value {
            *slot = Some(Self::new(value));
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    const SHAPE: &'static Shape = &Shape::List(T::SHAPE);

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        let Some(elements) = input.elements().and_then(|elements| elements.with_room(size_of::<T>())) else { return };
        let list = slot.insert(Self::with_capacity(elements.size_hint().0));
        for element in elements {
            // By hand: `Vec::extend` would be compiled anew for each type of elements.
            if let Some(element) = element.element() {
                list.push(element);
            }
        }
    }
}

impl<T: Viewed> Viewed for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Viewed> Listed for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, position: usize) -> Option<View<'_>> {
        Some(self.as_slice().get(position)?.view())
    }
}

impl<T: Decode> Decode for Map<T> {
    const SHAPE: &'static Shape = &Shape::Map(T::SHAPE);

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        let Some(members) = input.members() else { return };
        let map = slot.insert(Self::new());
        for (key, value) in members {
            Rest::decode(map, &key, value);
        }
    }
}

impl<T: Viewed> Viewed for Map<T> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl<T: Viewed> Mapped for Map<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, key: &str) -> Option<View<'_>> {
        Some(BTreeMap::get(self, key)?.view())
    }

    fn each(&self, see: &mut dyn FnMut(&str, View<'_>)) {
        for (key, value) in self {
            see(key, value.view());
        }
    }
}

/// Sets a value at a JSON pointer (RFC 6901), and makes the objects around it.
pub(crate) fn set_at(document: &mut Value, pointer: &str, value: Value) {
    let mut place = document;
    for step in pointer.split('/').skip(1) {
        if !place.is_object() {
            *place = Value::Object(Object::new());
        }
        let Value::Object(members) = place else { return };
        place = members.entry(unescaped(step).into_owned()).or_insert(Value::Null);
    }
    *place = value;
}
