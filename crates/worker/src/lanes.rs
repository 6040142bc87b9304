//! Who gets the next tasks: even distribution over the registers of a process.
//!
//! A lane is one register. A lane that finished its tasks is idle; the dispatcher serves the idle lane that was
//! given the fewest tasks so far. So among registers that keep up with each other the numbers of tasks given
//! differ by at most one batch ([`Lanes::batch_max`]), a slow register gets what it can work off, and a dead one
//! gets nothing: a share is taken only by who is ready for it.
//!
//! A register that cannot seal is suspended for a pause that grows with every vain try ([`PAUSES`]). What it tries
//! with then is a single task, so that the others stay where ready registers find them.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use types::{QueueId, RegisterId};

/// Pauses after the first, second, … vain try of a register; the last one repeats.
pub const PAUSES: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
];

/// Registers of this process, with what each was given.
#[derive(Debug)]
pub struct Lanes {
    batch_max: u32,
    /// Shares that are single tasks, because the program broke over a batch.
    singles: u32,
    registers: HashMap<RegisterId, Lane>,
}

#[derive(Debug)]
struct Lane {
    queues: Vec<QueueId>,
    given: u64,
    state: LaneState,
    /// Tries since the register last sealed.
    vain_tries: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LaneState {
    Idle,
    Working,
    /// The register could not seal; it is tried again at this moment.
    Suspended(Instant),
}

/// What a lane may take now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Register to serve.
    pub register: RegisterId,
    /// Queues it serves.
    pub queues: Vec<QueueId>,
    /// Most tasks to give.
    pub tasks_max: u32,
}

impl Lanes {
    /// No lanes yet; no lane ever gets more than `batch_max` tasks at once.
    #[must_use]
    pub fn new(batch_max: u32) -> Self {
        Self {
            batch_max: batch_max.max(1),
            singles: 0,
            registers: HashMap::new(),
        }
    }

    /// The bound of unevenness between registers that keep up with each other.
    #[must_use]
    pub const fn batch_max(&self) -> u32 {
        self.batch_max
    }

    /// Adds a register, or changes the queues of a known one. A newcomer starts level with the least served
    /// of the others, so that it is not flooded to make up for the past.
    pub fn put(&mut self, register: RegisterId, queues: Vec<QueueId>, given: u64) {
        let least = self
            .registers
            .values()
            .map(|lane| lane.given)
            .min()
            .unwrap_or(given);
        self.registers
            .entry(register)
            .and_modify(|lane| lane.queues.clone_from(&queues))
            .or_insert(Lane {
                queues,
                given: given.max(least),
                state: LaneState::Idle,
                vain_tries: 0,
            });
    }

    /// Forgets registers that are not among `known`.
    pub fn retain(&mut self, known: &[RegisterId]) {
        self.registers
            .retain(|register, lane| known.contains(register) || lane.state == LaneState::Working);
    }

    /// The lane that can take tasks and was given the fewest, with its fair share of `waiting` tasks.
    #[must_use]
    pub fn next(&self, now: Instant, waiting: impl Fn(&[QueueId]) -> u64) -> Option<Share> {
        let mut idle: Vec<_> = self
            .registers
            .iter()
            .filter(|(_, lane)| lane.may_take(now))
            .collect();
        idle.sort_by_key(|(register, lane)| (lane.given, **register));
        idle.into_iter().find_map(|(register, lane)| {
            let waiting = waiting(&lane.queues);
            if waiting == 0 {
                return None;
            }
            let sharers = self.sharers_of(&lane.queues).max(1);
            let most = match (lane.vain_tries, self.singles) {
                (0, 0) => self.batch_max,
                (_, _) => 1,
            };
            let tasks = waiting.div_ceil(sharers).min(u64::from(most));
            let tasks_max = u32::try_from(tasks).unwrap_or(self.batch_max);
            Some(Share {
                register: *register,
                queues: lane.queues.clone(),
                tasks_max,
            })
        })
    }

    /// The lane took so many tasks and works on them.
    pub fn took(&mut self, register: RegisterId, tasks: u32) {
        if let Some(lane) = self.registers.get_mut(&register) {
            lane.given += u64::from(tasks);
            lane.state = LaneState::Working;
        }
        self.singles = self.singles.saturating_sub(1);
    }

    /// The lane is ready for more. One that comes back starts level with the least served of the others, so that it
    /// is not flooded to make up for the past.
    pub fn idle(&mut self, register: RegisterId) {
        let level = self
            .registers
            .iter()
            .filter(|(other, lane)| **other != register && lane.vain_tries == 0)
            .map(|(_, lane)| lane.given)
            .min()
            .unwrap_or(0);
        if let Some(lane) = self.registers.get_mut(&register) {
            if lane.vain_tries > 0 {
                lane.given = lane.given.max(level);
            }
            lane.vain_tries = 0;
            lane.state = LaneState::Idle;
        }
    }

    /// The lane found nothing to take: whether its register can seal is as unknown as before.
    pub fn found_nothing(&mut self, register: RegisterId) {
        if let Some(lane) = self.registers.get_mut(&register) {
            lane.state = LaneState::Idle;
        }
    }

    /// The lane's register cannot seal at present: it is tried again after a pause.
    pub fn suspend(&mut self, register: RegisterId, now: Instant) {
        if let Some(lane) = self.registers.get_mut(&register) {
            let pause = PAUSES.get(lane.vain_tries).or(PAUSES.last()).copied();
            lane.vain_tries = lane.vain_tries.saturating_add(1);
            lane.state = LaneState::Suspended(now + pause.unwrap_or_default());
        }
    }

    /// The program broke over a batch: the shares that follow are single tasks, so that only the task that breaks it
    /// is held against.
    pub fn single_out(&mut self) {
        self.singles = self.batch_max.saturating_mul(2);
    }

    /// Registers that could take a task of these queues, whether idle or at work.
    fn sharers_of(&self, queues: &[QueueId]) -> u64 {
        let sharers = self
            .registers
            .values()
            .filter(|lane| !matches!(lane.state, LaneState::Suspended(_)))
            .filter(|lane| lane.queues.iter().any(|queue| queues.contains(queue)));
        u64::try_from(sharers.count()).unwrap_or(u64::MAX)
    }
}

impl Lane {
    fn may_take(&self, now: Instant) -> bool {
        match self.state {
            LaneState::Idle => true,
            LaneState::Suspended(until) => until <= now,
            LaneState::Working => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUEUE: QueueId = QueueId::new(1);

    /// A moment; which one does not matter.
    fn start() -> Instant {
        static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
        *START
    }

    /// The shares of all lanes that may take tasks now.
    fn shares(lanes: &mut Lanes, now: Instant, waiting: u64) -> Vec<(i64, u32)> {
        let mut shares = Vec::new();
        while let Some(share) = lanes.next(now, |_| waiting) {
            lanes.took(share.register, share.tasks_max);
            shares.push((share.register.get(), share.tasks_max));
        }
        shares
    }

    fn lanes(count: i64, batch_max: u32) -> Lanes {
        let mut lanes = Lanes::new(batch_max);
        for id in 1..=count {
            lanes.put(RegisterId::new(id), vec![QUEUE], 0);
        }
        lanes
    }

    /// Works off `tasks` in virtual time; `cost(register)` ticks a task, `None` never finishes.
    fn work_off(lanes: &mut Lanes, mut tasks: u64, cost: impl Fn(i64) -> Option<u64>) -> HashMap<i64, u64> {
        let mut done: HashMap<i64, u64> = HashMap::new();
        let mut busy: Vec<(u64, RegisterId, u64)> = Vec::new();
        let mut now = 0;
        loop {
            while let Some(share) = lanes.next(start(), |_| tasks) {
                let taken = u64::from(share.tasks_max).min(tasks);
                tasks -= taken;
                lanes.took(share.register, u32::try_from(taken).unwrap());
                if let Some(cost) = cost(share.register.get()) {
                    busy.push((now + cost * taken, share.register, taken));
                }
            }
            busy.sort_unstable();
            if busy.is_empty() {
                return done;
            }
            let (at, register, taken) = busy.remove(0);
            now = at;
            *done.entry(register.get()).or_default() += taken;
            lanes.idle(register);
        }
    }

    #[test]
    fn equal_registers_differ_by_at_most_one_batch() {
        let mut lanes = lanes(8, 32);
        let done = work_off(&mut lanes, 20_000, |_| Some(1));
        let (least, most) = (done.values().min().unwrap(), done.values().max().unwrap());
        assert!(most - least <= u64::from(lanes.batch_max()), "{done:?}");
        assert_eq!(done.values().sum::<u64>(), 20_000);
    }

    #[test]
    fn a_slow_register_takes_its_share_by_speed_and_a_dead_one_keeps_one_batch() {
        let mut lanes = lanes(8, 16);
        let done = work_off(&mut lanes, 20_000, |register| match register {
            1 => Some(10),
            2 => None,
            _ => Some(1),
        });
        let equal: Vec<u64> = (3..=8).map(|register| done[&register]).collect();
        let mean = equal.iter().sum::<u64>() / 6;
        for share in &equal {
            assert!(share.abs_diff(mean) * 20 <= mean, "beyond 5 %: {equal:?}");
        }
        assert!(
            done[&1] <= mean / 8,
            "slow one took {} of a mean of {mean}",
            done[&1]
        );
        assert!(done[&1] > 0, "the slow one starves");
        assert!(!done.contains_key(&2));
        assert!(
            done.values().sum::<u64>() >= 20_000 - 16,
            "only the dead one's batch is missing: {done:?}"
        );
    }

    #[test]
    fn single_tasks_go_round() {
        let mut lanes = lanes(2, 32);
        let mut served = Vec::new();
        for _ in 0..6 {
            let share = lanes.next(start(), |_| 1).unwrap();
            lanes.took(share.register, share.tasks_max);
            served.push(share.register.get());
            lanes.idle(share.register);
        }
        assert_eq!(served, [1, 2, 1, 2, 1, 2]);
    }

    #[test]
    fn a_register_serves_only_its_own_queues() {
        let mut lanes = Lanes::new(8);
        lanes.put(RegisterId::new(1), vec![QueueId::new(7)], 0);
        lanes.put(RegisterId::new(2), vec![QUEUE], 100);
        let share = lanes
            .next(start(), |queues| u64::from(queues.contains(&QUEUE)))
            .unwrap();
        assert_eq!(share.register, RegisterId::new(2));
        assert_eq!(lanes.next(start(), |_| 0), None);
    }

    #[test]
    fn a_returning_register_is_not_flooded() {
        let mut lanes = lanes(2, 4);
        lanes.suspend(RegisterId::new(2), start());
        for _ in 0..10 {
            let share = lanes.next(start(), |_| 4).unwrap();
            lanes.took(share.register, share.tasks_max);
            lanes.idle(share.register);
        }
        let later = start() + PAUSES[0];
        let probe = lanes.next(later, |_| 4).unwrap();
        assert_eq!((probe.register, probe.tasks_max), (RegisterId::new(2), 1));
        lanes.took(probe.register, 1);
        lanes.idle(probe.register);
        let mut served = Vec::new();
        for _ in 0..4 {
            let share = lanes.next(later, |_| 4).unwrap();
            lanes.took(share.register, share.tasks_max);
            served.push(share.register.get());
            lanes.idle(share.register);
        }
        assert_eq!(
            served.iter().filter(|register| **register == 1).count(),
            2,
            "{served:?}"
        );
    }

    #[test]
    fn a_register_that_cannot_seal_is_tried_with_one_task_after_growing_pauses() {
        let mut lanes = lanes(1, 32);
        let mut now = start();
        assert_eq!(shares(&mut lanes, now, 100), [(1, 32)]);
        for pause in PAUSES.into_iter().chain([PAUSES[3]; 3]) {
            lanes.suspend(RegisterId::new(1), now);
            now += pause.saturating_sub(Duration::from_millis(1));
            assert_eq!(shares(&mut lanes, now, 100), []);
            now += Duration::from_millis(1);
            assert_eq!(shares(&mut lanes, now, 100), [(1, 1)]);
        }
        lanes.found_nothing(RegisterId::new(1));
        assert_eq!(
            shares(&mut lanes, now, 100),
            [(1, 1)],
            "still nobody knows whether it can seal"
        );
        lanes.idle(RegisterId::new(1));
        assert_eq!(shares(&mut lanes, now, 100), [(1, 32)]);
        lanes.suspend(RegisterId::new(1), now);
        assert_eq!(
            shares(&mut lanes, now + PAUSES[0], 100),
            [(1, 1)],
            "the pauses begin anew"
        );
    }

    #[test]
    fn after_a_broken_batch_shares_are_single_tasks_for_a_while() {
        let mut lanes = lanes(1, 4);
        lanes.single_out();
        let sizes: Vec<u32> = (0..10)
            .map(|_| {
                let share = lanes.next(start(), |_| 100).unwrap();
                lanes.took(share.register, share.tasks_max);
                lanes.idle(share.register);
                share.tasks_max
            })
            .collect();
        assert_eq!(sizes, [1, 1, 1, 1, 1, 1, 1, 1, 4, 4]);
    }
}
