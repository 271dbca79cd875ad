//! Numbers by which values are chosen.

/// A source of numbers: always the first of several, as by default, or by a seed.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Source(Option<u64>);

impl Source {
    /// Chooses by a seed: the same choices for the same seed, on every machine.
    pub(super) fn seeded(seed: u64) -> Self {
        Self(Some(seed))
    }

    /// Returns a number below another one: 0 always, or any.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        let Some(state) = &mut self.0 else { return 0 };
        // SplitMix64, by Steele, Lea and Flood: seeds that are neighbours have nothing in common.
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = *state;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        let number = (mixed ^ mixed >> 31) % u64::from(end.max(1));
        u32::try_from(number).unwrap_or_default()
    }

    /// Returns an index of a list.
    pub(super) fn index(&mut self, length: usize) -> usize {
        self.below(u32::try_from(length).unwrap_or(u32::MAX)) as usize
    }

    /// Returns one of a list.
    pub(super) fn one_of<'v, T>(&mut self, values: &'v [T]) -> Option<&'v T> {
        values.get(self.index(values.len()))
    }
}
