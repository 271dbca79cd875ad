//! Arrays whose elements have a type each by their place: tuples of Rust.
//!
//! Read, each place is an `Option`: what does not fit it is left out, and the places beside it are not. Sent, a place is
//! its type, or an `Option` where the list may end before it.

use super::super::schema::shape::{self, Shape};
use super::decode::{Decode, Input, Slot};
use super::encode::{Change, Encode, MadeFrom};
use super::unsendable::unsendable;
use super::values::Value;
use super::view::{Fields, Listed, See, TupleView, View, Viewed};

/// A list whose first elements have a type each by their place, and which may have more behind them.
///
/// ```rust,ignore
/// let places = (Some(47.9), Some(8.0));
/// let point: OpenTuple<(Option<f64>, Option<f64>), f64> = OpenTuple { places, rest: vec![1490.0] };
/// let (latitude, longitude) = point.places;
/// println!("{latitude:?} {longitude:?}, and {} more", point.rest.len());
/// ```
#[derive(Debug, Clone, Default)]
pub struct OpenTuple<P, R> {
    /// The first elements.
    pub places: P,
    /// The elements behind.
    pub rest: Vec<R>,
}

/// Makes a list without elements behind its places.
impl<P, R> From<P> for OpenTuple<P, R> {
    #[inline]
    fn from(places: P) -> Self {
        Self { places, rest: Vec::new() }
    }
}

/// The places of a list that is read, each an `Option`.
pub trait Places: Fields + Default {
    /// The shapes of the elements. Each may be null: a type does not tell which ones the document says it of.
    #[doc(hidden)]
    const SHAPES: &'static [&'static Shape];

    /// Calls with the places.
    #[doc(hidden)]
    fn with_slots(&mut self, read: &mut dyn FnMut(&mut [&mut dyn Slot]));
}

impl<P: Places, R: Decode> Decode for OpenTuple<P, R> {
    const SHAPE: &'static Shape =
        &Shape::Tuple(&shape::Places { shapes: P::SHAPES, required: 0, rest: Some(R::SHAPE) });

    fn decode(slot: &mut Option<Self>, input: Input<'_>) {
        let (mut places, mut rest) = (P::default(), Vec::new());
        let mut is_list = false;
        places.with_slots(&mut |slots| {
            is_list = input.places(slots, &mut |element| {
                // What does not fit is reported, and has no place that others are counted from.
                if element.cx().take(1, size_of::<R>()) {
                    rest.extend(element.element::<R>());
                }
            });
        });
        if is_list {
            *slot = Some(Self { places, rest });
        }
    }
}

impl<P: Places, R: Viewed> Viewed for OpenTuple<P, R> {
    fn view(&self) -> View<'_> {
        let rest: &dyn Listed = &self.rest;
        View::Tuple(TupleView { places: &self.places, rest: Some(rest) })
    }
}

/// The places of a list that is sent.
pub trait EncodePlaces {
    /// Returns the elements; `None` for those that are left out.
    #[doc(hidden)]
    fn encode_places(self) -> Vec<Option<Value>>;
}

impl<P: EncodePlaces, R: Encode> Encode for OpenTuple<P, R> {
    fn encode(self) -> Value {
        list(self.places.encode_places().into_iter().chain(self.rest.into_iter().map(|element| Some(element.encode()))))
    }
}

/// Returns a list up to its last element that is there. One that is left out before another one has no form.
fn list(places: impl Iterator<Item = Option<Value>>) -> Value {
    let mut places: Vec<Option<Value>> = places.collect();
    places.truncate(places.iter().rposition(Option::is_some).map_or(0, |last| last + 1));
    let left_out = || unsendable("it is left out, and an element behind it is not".to_owned());
    places.into_iter().map(|place| place.unwrap_or_else(left_out)).collect()
}

/// Tuples of each length, as the standard library has them.
macro_rules! tuples {
    ($(($($name:ident $place:tt),+),)*) => {$(
        impl<$($name: Decode),+> Places for ($(Option<$name>,)+) {
            const SHAPES: &'static [&'static Shape] = &[$(&Shape::Nullable($name::SHAPE)),+];

            #[inline]
            fn with_slots(&mut self, read: &mut dyn FnMut(&mut [&mut dyn Slot])) {
                read(&mut [$(&mut self.$place),+]);
            }
        }

        impl<$($name: Viewed),+> Fields for ($(Option<$name>,)+) {
            #[inline]
            fn list(&self, see: See<'_>) {
                see(&[$(&self.$place),+]);
            }
        }

        impl<$($name: Decode),+> Decode for ($(Option<$name>,)+) {
            const SHAPE: &'static Shape =
                &Shape::Tuple(&shape::Places { shapes: Self::SHAPES, required: 0, rest: None });

            #[inline]
            fn decode(slot: &mut Option<Self>, input: Input<'_>) {
                let mut places = Self::default();
                let mut is_list = false;
                places.with_slots(&mut |slots| is_list = input.places(slots, &mut |_| {}));
                if is_list {
                    *slot = Some(places);
                }
            }
        }

        impl<$($name: Viewed),+> Viewed for ($(Option<$name>,)+) {
            #[inline]
            fn view(&self) -> View<'_> {
                View::Tuple(TupleView { places: self, rest: None })
            }
        }

        impl<$($name: Encode),+> EncodePlaces for ($($name,)+) {
            #[inline]
            fn encode_places(self) -> Vec<Option<Value>> {
                vec![$(self.$place.encode_place()),+]
            }
        }

        impl<$($name: Encode),+> Encode for ($($name,)+) {
            #[inline]
            fn encode(self) -> Value {
                list(self.encode_places().into_iter())
            }
        }

        impl<$($name,)+ U> From<($($name,)+)> for Change<U>
        where
            ($($name,)+): Encode,
            U: MadeFrom<($($name,)+)> + From<($($name,)+)>,
        {
            #[inline]
            fn from(value: ($($name,)+)) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

tuples! {
    (A 0),
    (A 0, B 1),
    (A 0, B 1, C 2),
    (A 0, B 1, C 2, D 3),
    (A 0, B 1, C 2, D 3, E 4),
    (A 0, B 1, C 2, D 3, E 4, F 5),
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6),
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7),
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8),
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9),
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10),
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11),
}
