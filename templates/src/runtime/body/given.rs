//! Which required members a builder has been given.

/// A required member in the type of a builder: whether it is given.
#[derive(Debug, Clone, Copy)]
pub enum Given<const IS_GIVEN: bool> {}

/// A required member that is given.
#[diagnostic::on_unimplemented(
    message = "a required member is not given",
    label = "before this, a required member has to be given by its method",
    note = "the bound `Given<HAS_..>: IsGiven` is called after the member"
)]
pub trait IsGiven {}

impl IsGiven for Given<true> {}
