//! The bounded queue between those who ask and the threads that work.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// First in, first out; never longer than its capacity.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    arrived: Condvar,
    /// For threads that are not ready to work, and get ready only when all others are busy.
    needed: Condvar,
    capacity: usize,
}

struct State<T> {
    items: VecDeque<T>,
    /// Threads that sleep until an item arrives: who finds none need not call the kernel.
    sleeping: usize,
    /// Threads that sleep until they are needed.
    resting: usize,
    open: bool,
}

/// Why an item was not taken.
pub(crate) enum Refused {
    Full { waiting: usize },
    Closed,
}

impl<T> Queue<T> {
    pub(crate) fn new(capacity: usize) -> Self {
        let state = State {
            items: VecDeque::new(),
            sleeping: 0,
            resting: 0,
            open: true,
        };
        Self {
            state: Mutex::new(state),
            arrived: Condvar::new(),
            needed: Condvar::new(),
            capacity,
        }
    }

    pub(crate) fn try_push(&self, item: T) -> Result<(), Refused> {
        let mut state = self.lock();
        if !state.open {
            return Err(Refused::Closed);
        }
        let waiting = state.items.len();
        if waiting >= self.capacity {
            return Err(Refused::Full { waiting });
        }
        state.items.push_back(item);
        if state.sleeping > 0 {
            self.arrived.notify_one();
        }
        if state.items.len() > state.sleeping && state.resting > 0 {
            self.needed.notify_one();
        }
        Ok(())
    }

    /// Waits for an item; `None` when the queue is closed and empty.
    pub(crate) fn pop(&self) -> Option<T> {
        let mut state = self.lock();
        loop {
            if let Some(item) = state.items.pop_front() {
                return Some(item);
            }
            if !state.open {
                return None;
            }
            state.sleeping = state.sleeping.saturating_add(1);
            state = self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.sleeping = state.sleeping.saturating_sub(1);
        }
    }

    /// Waits until there is an item that no sleeping thread takes; `false` when the queue is closed and empty.
    pub(crate) fn rest(&self) -> bool {
        let mut state = self.lock();
        while state.items.is_empty() && state.open {
            state.resting = state.resting.saturating_add(1);
            state = self.needed.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.resting = state.resting.saturating_sub(1);
        }
        !state.items.is_empty()
    }

    pub(crate) fn try_pop(&self) -> Option<T> {
        self.lock().items.pop_front()
    }

    pub(crate) fn len(&self) -> usize {
        self.lock().items.len()
    }

    /// Takes no further item; what waits is still handed out.
    pub(crate) fn close(&self) {
        self.lock().open = false;
        self.arrived.notify_all();
        self.needed.notify_all();
    }

    pub(crate) fn is_closed(&self) -> bool {
        !self.lock().open
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // no code of ours panics while it holds the lock, so that the state is whole even then
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_refuses_and_a_closed_one_drains() {
        let queue = Queue::new(2);
        assert!(queue.try_push(1).is_ok());
        assert!(queue.try_push(2).is_ok());
        assert!(matches!(queue.try_push(3), Err(Refused::Full { waiting: 2 })));
        queue.close();
        assert!(matches!(queue.try_push(4), Err(Refused::Closed)));
        assert_eq!((queue.pop(), queue.pop(), queue.pop()), (Some(1), Some(2), None));
    }

    #[test]
    fn a_resting_thread_is_needed_when_nobody_else_sleeps() {
        let queue = Queue::new(8);
        std::thread::scope(|scope| {
            let rested = scope.spawn(|| (queue.rest(), queue.try_pop(), queue.rest()));
            assert!(queue.try_push(1).is_ok());
            while queue.len() > 0 {
                std::thread::yield_now();
            }
            queue.close();
            assert_eq!(rested.join().unwrap(), (true, Some(1), false));
        });
    }

    #[test]
    fn a_sleeping_thread_is_woken_by_an_item_and_by_the_close() {
        let queue = Queue::new(8);
        std::thread::scope(|scope| {
            let taken = scope.spawn(|| std::iter::from_fn(|| queue.pop()).collect::<Vec<_>>());
            for item in 0..5 {
                assert!(queue.try_push(item).is_ok());
            }
            queue.close();
            assert_eq!(taken.join().unwrap(), [0, 1, 2, 3, 4]);
        });
    }
}
