//! What a simulator was asked and what it shall answer.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Requests that a simulator remembers; older ones are forgotten.
pub(crate) const REMEMBERED_MAX: usize = 1000;
/// Answers that may wait in a script; more are dropped from the end.
const SCRIPT_MAX: usize = 10_000;

/// Script and memory of a simulator.
#[derive(Debug)]
pub(crate) struct Journal<Request, Answer> {
    state: Mutex<State<Request, Answer>>,
}

#[derive(Debug)]
struct State<Request, Answer> {
    script: VecDeque<Answer>,
    otherwise: Answer,
    seen: VecDeque<Request>,
}

impl<Request: Clone, Answer: Clone> Journal<Request, Answer> {
    /// A journal that answers so while the script is empty.
    pub(crate) const fn new(otherwise: Answer) -> Self {
        Self {
            state: Mutex::new(State {
                script: VecDeque::new(),
                otherwise,
                seen: VecDeque::new(),
            }),
        }
    }

    /// Puts an answer at the end of the script.
    pub(crate) fn then(&self, answer: Answer) {
        let mut state = self.state();
        if state.script.len() < SCRIPT_MAX {
            state.script.push_back(answer);
        }
    }

    /// The answer once the script is at its end.
    pub(crate) fn otherwise(&self, answer: Answer) {
        self.state().otherwise = answer;
    }

    /// Remembers a request and gives the next answer.
    pub(crate) fn next(&self, request: Request) -> Answer {
        let mut state = self.state();
        if state.seen.len() == REMEMBERED_MAX {
            state.seen.pop_front();
        }
        state.seen.push_back(request);
        let scripted = state.script.pop_front();
        scripted.unwrap_or_else(|| state.otherwise.clone())
    }

    /// The remembered requests, oldest first.
    pub(crate) fn seen(&self) -> Vec<Request> {
        self.state().seen.iter().cloned().collect()
    }

    /// Forgets requests and script.
    pub(crate) fn clear(&self) {
        let mut state = self.state();
        state.seen.clear();
        state.script.clear();
    }

    fn state(&self) -> MutexGuard<'_, State<Request, Answer>> {
        // A test that panicked inside leaves plain data behind; it can be read all the same.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_by_the_script_and_then_as_ever() {
        let journal = Journal::new('-');
        journal.then('a');
        journal.then('b');
        assert_eq!([1, 2, 3].map(|request| journal.next(request)), ['a', 'b', '-']);
        assert_eq!(journal.seen(), [1, 2, 3]);
        journal.clear();
        assert_eq!((journal.seen(), journal.next(4)), (vec![], '-'));
    }

    #[test]
    fn forgets_the_oldest() {
        let journal = Journal::new(());
        (0..=REMEMBERED_MAX).for_each(|request| journal.next(request));
        let seen = journal.seen();
        assert_eq!((seen.len(), seen.first()), (REMEMBERED_MAX, Some(&1)));
    }
}
