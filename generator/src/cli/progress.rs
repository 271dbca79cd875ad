//! A line on the terminal that says what is being done, once that takes more than a second.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::cli::terminal::is_dumb;

/// The time after which the line appears, and after which it is written again.
const SECOND: Duration = Duration::from_secs(1);

/// Starts over a line, and clears it.
const CLEAR: &[u8] = b"\r\x1b[K";

/// The length from which a line would wrap on a narrow terminal.
const WIDTH: usize = 60;

/// The line.
pub(super) struct Line {
    /// The task, and when it began.
    now: Option<(String, Instant)>,
    is_shown: bool,
}

static LINE: Mutex<Line> = Mutex::new(Line { now: None, is_shown: false });
static DRAWN: Once = Once::new();

/// Says what is done from here on. Only a terminal shows it.
pub(crate) fn begin(what: &str) {
    if io::stderr().is_terminal() && !is_dumb() {
        line().now = Some((what.chars().take(WIDTH).collect(), Instant::now()));
        DRAWN.call_once(|| drop(thread::spawn(draw)));
    }
}

/// Clears the line, and keeps it away until the guard is dropped.
pub(super) fn cleared() -> MutexGuard<'static, Line> {
    let mut line = line();
    line.clear();
    line
}

/// Says that nothing is being done any more.
pub(crate) fn end() {
    cleared().now = None;
}

fn line() -> MutexGuard<'static, Line> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Draws the line each second, for as long as the program runs.
fn draw() {
    loop {
        thread::sleep(SECOND);
        let mut line = line();
        let text = line.now.as_ref().and_then(|(what, since)| text(what, since.elapsed()));
        if let Some(text) = text {
            write(&[CLEAR, text.as_bytes()].concat());
            line.is_shown = true;
        }
    }
}

impl Line {
    fn clear(&mut self) {
        if self.is_shown {
            write(CLEAR);
            self.is_shown = false;
        }
    }
}

/// Returns the line; `None` before a second is over.
fn text(what: &str, elapsed: Duration) -> Option<String> {
    (elapsed >= SECOND).then(|| format!("{what}, {} s", elapsed.as_secs()))
}

fn write(bytes: &[u8]) {
    let mut out = io::stderr().lock();
    // There is nobody left to tell.
    let _ = out.write_all(bytes).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::text;

    #[test]
    fn a_line_is_there_after_a_second() {
        let at = |millis| text("compiling `spec.yaml`", Duration::from_millis(millis));
        assert_eq!(at(999), None);
        assert_eq!(at(2_400).as_deref(), Some("compiling `spec.yaml`, 2 s"));
    }
}
