use app::Settings;
use app::context::Unverified;
use testkit::START;
use types::{Inn, ManualClock, SeededRng, UtcOffset};

use super::*;
use crate::Healthy;

const REGISTER: RegisterId = RegisterId::new(1);

fn dispatcher(db: store::Db) -> Dispatcher {
    let settings = Settings {
        public_url: String::new(),
        ofd_inn: Inn::parse("7700000009").unwrap(),
        ofd_name: String::new(),
        guest_prefix: String::new(),
        unverified: Unverified::Taken,
        waiting_tasks_max: 10,
        lease_s: 60,
        attempts_max: 3,
        give_up_after_s: 3600,
        shift_close_after_s: 85_800,
        offset: UtcOffset::from_hours(3),
        kz: app::kz_ofd::KzSettings::unconfigured(),
    };
    let (clock, rng) = (ManualClock::new(START), SeededRng::new(1));
    let mut lanes = Lanes::new(8);
    lanes.put(REGISTER, vec![QueueId::new(1)], 0);
    Dispatcher {
        app: App::new(db, Arc::new(clock), Arc::new(rng), settings),
        faults: Arc::new(Healthy),
        lanes,
        jobs: JoinSet::new(),
        registers: HashMap::new(),
    }
}

impl Dispatcher {
    async fn end_one(&mut self) {
        let ended = self.jobs.join_next_with_id().await.unwrap();
        self.ended(ended);
    }
}

#[test]
fn a_panic_of_a_batch_does_not_keep_its_register_at_work_for_ever() {
    testkit::run(async {
        let test = testkit::sqlite().await;
        let mut dispatcher = dispatcher(test.db.clone());
        dispatcher.lanes.took(REGISTER, 8);
        dispatcher.start(REGISTER, async { panic!("a receipt that breaks the program") });
        dispatcher.end_one().await;
        let next = |dispatcher: &Dispatcher, now| dispatcher.lanes.next(now, |_| 100);
        let far = Instant::now() + Duration::from_mins(1);
        assert_eq!(next(&dispatcher, far), None, "its tasks are freed first");
        dispatcher.end_one().await;
        assert_eq!(next(&dispatcher, Instant::now()), None, "a pause follows");
        let share = next(&dispatcher, far).unwrap();
        assert_eq!((share.register, share.tasks_max), (REGISTER, 1));
        assert!(dispatcher.registers.is_empty());
    });
}

#[test]
fn a_batch_that_ends_well_frees_its_register() {
    testkit::run(async {
        let test = testkit::sqlite().await;
        let mut dispatcher = dispatcher(test.db.clone());
        dispatcher.lanes.took(REGISTER, 8);
        dispatcher.start(REGISTER, async { LaneEnd::Ready });
        dispatcher.end_one().await;
        let share = dispatcher.lanes.next(Instant::now(), |_| 100).unwrap();
        assert_eq!((share.register, share.tasks_max), (REGISTER, 8));
    });
}

#[test]
fn a_process_without_a_worker_learns_what_others_have_worked_off() {
    testkit::run(async {
        let test = testkit::sqlite().await;
        let app = dispatcher(test.db.clone()).app;
        let queue = QueueId::new(1);
        app.waiting().counted([(queue, 10)]);
        let (stop, told) = watch::channel(false);
        let mut counting = JoinSet::new();
        counting.spawn(crate::count_waiting(app.clone(), told));
        let begun = Instant::now();
        while app.waiting().in_queues(&[queue]) > 0 {
            assert!(begun.elapsed() < Duration::from_secs(10), "nobody counted");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        stop.send(true).unwrap();
        assert!(counting.join_next().await.unwrap().is_ok());
    });
}
