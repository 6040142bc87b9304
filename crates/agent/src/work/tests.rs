use super::*;

const TASK: TaskId = TaskId::new(7);
const OTHER: TaskId = TaskId::new(8);

fn held(task: TaskId) -> Held {
    Held {
        task,
        at: Timestamp::from_micros(1),
        body: "{}".to_owned(),
    }
}

fn attempt() -> Attempt {
    Attempt {
        uuid: Uuid::nil(),
        storage: "9999078900001234".to_owned(),
        newest: 3,
        request: "{}".to_owned(),
    }
}

fn records(task: TaskId) -> [Record; 4] {
    [
        Record::Received(held(task)),
        Record::Sending {
            task,
            attempt: attempt(),
        },
        Record::Settled {
            task,
            report: "{\"id\":7}".to_owned(),
        },
        Record::Reported { task },
    ]
}

/// A book after so many steps of the task, in a world where `OTHER` is finished.
fn book(steps: usize) -> Book {
    let mut book = Book::default();
    for record in records(OTHER)
        .into_iter()
        .chain(records(TASK).into_iter().take(steps))
    {
        book.apply(&record).unwrap();
    }
    book
}

#[test]
fn every_state_against_every_record() {
    // Rows: idle, received, sending, settled, finished. Columns: the four records of the task and its drop, then of
    // another.
    let table: [(usize, [&str; 10]); 5] = [
        (0, ["received", "-", "-", "-", "-", "-", "-", "settled", "-", "-"]),
        (
            1,
            ["-", "sending", "settled", "-", "idle", "-", "-", "-", "-", "-"],
        ),
        (
            2,
            ["-", "sending", "settled", "-", "idle", "-", "-", "-", "-", "-"],
        ),
        (3, ["-", "-", "-", "idle", "-", "-", "-", "-", "-", "-"]),
        (4, ["-", "-", "settled", "-", "-", "-", "-", "settled", "-", "-"]),
    ];
    let every = |task| records(task).into_iter().chain([Record::Dropped { task }]);
    for (steps, row) in table {
        let columns = every(TASK).chain(every(OTHER));
        for (record, expected) in columns.zip(row) {
            let mut after = book(steps);
            let name = record.name();
            let got = match after.apply(&record) {
                Ok(()) => name_of(after.present()),
                Err(_) => {
                    assert_eq!(after, book(steps), "a refusal changes nothing");
                    "-"
                }
            };
            assert_eq!(got, expected, "step {steps}, record {name}");
        }
    }
}

#[test]
fn the_fewest_records_give_the_same_book() {
    for steps in 0..=4 {
        let mut again = Book::default();
        for record in book(steps).records() {
            again.apply(&record).unwrap();
        }
        assert_eq!(again.records(), book(steps).records(), "step {steps}");
        assert_eq!(name_of(again.present()), name_of(book(steps).present()));
    }
}

#[test]
fn forgets_the_oldest_reports() {
    let mut book = Book::default();
    let newest = i64::try_from(FINISHED_MAX).unwrap() + 5;
    for id in 0..newest {
        for record in records(TaskId::new(id)) {
            book.apply(&record).unwrap();
        }
    }
    assert_eq!(book.report_of(TaskId::new(4)), None);
    assert!(book.report_of(TaskId::new(5)).is_some());
    assert!(book.report_of(TaskId::new(newest - 1)).is_some());
}
