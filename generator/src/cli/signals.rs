//! Ctrl-C and requests to terminate: a write that is under way is undone first.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use jsonapi_forge::write::interruption;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// The exit code of a program that was interrupted, as shells have it.
pub(super) const INTERRUPTED: u8 = 130;

/// Heeds signals from here on: at once while nothing is being written, and otherwise when it was taken back. Where the
/// system has no handlers, a signal ends the program, and the next run finds what was done.
pub(super) fn heed() {
    let interruption = interruption();
    for signal in [SIGINT, SIGTERM] {
        let _at_once =
            flag::register_conditional_shutdown(signal, i32::from(INTERRUPTED), Arc::clone(&interruption.idle));
        let _later = flag::register(signal, Arc::clone(&interruption.wanted));
    }
}

/// Returns whether a signal came while something was being written.
pub(super) fn came() -> bool {
    interruption().wanted.load(Ordering::SeqCst)
}
