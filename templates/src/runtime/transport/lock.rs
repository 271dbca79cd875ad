//! Locks.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, whether or not something panicked that had the lock: what is guarded here is never half changed.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
