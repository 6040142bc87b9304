use super::*;
use crate::work::{Attempt, Held, Work};
use types::{TaskId, Timestamp};
use uuid::Uuid;

fn records(id: i64, report_size: usize) -> [Record; 4] {
    let task = TaskId::new(id);
    [
        Record::Received(Held {
            task,
            at: Timestamp::from_micros(5),
            body: "{\"id\":1}".to_owned(),
        }),
        Record::Sending {
            task,
            attempt: Attempt {
                uuid: Uuid::nil(),
                storage: "9999078900001234".to_owned(),
                newest: 3,
                request: "[]".to_owned(),
            },
        },
        Record::Settled {
            task,
            report: "x".repeat(report_size),
        },
        Record::Reported { task },
    ]
}

fn path(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("agent.journal")
}

/// A journal with all four records.
fn written(folder: &tempfile::TempDir) -> Vec<u8> {
    let mut journal = Journal::open(&path(folder)).unwrap();
    for record in records(1, 10) {
        journal.append(&record).unwrap();
    }
    fs::read(path(folder)).unwrap()
}

#[test]
fn is_found_again_after_every_record() {
    let folder = tempfile::tempdir().unwrap();
    for (step, record) in records(1, 10).into_iter().enumerate() {
        let mut journal = Journal::open(&path(&folder)).unwrap();
        journal.append(&record).unwrap();
        let book = journal.book().clone();
        drop(journal);
        assert_eq!(
            Journal::open(&path(&folder)).unwrap().book(),
            &book,
            "step {step}"
        );
    }
}

#[test]
fn a_cut_at_every_offset_loses_the_torn_record_alone() {
    let folder = tempfile::tempdir().unwrap();
    let whole = written(&folder);
    for cut in 0..=whole.len() {
        fs::write(path(&folder), &whole[..cut]).unwrap();
        let journal = Journal::open(&path(&folder)).unwrap();
        let lines = whole[..cut].iter().filter(|byte| **byte == b'\n').count();
        let expected = whole
            .split_inclusive(|byte| *byte == b'\n')
            .take(lines)
            .map(<[u8]>::len)
            .sum::<usize>();
        assert_eq!(fs::read(path(&folder)).unwrap().len(), expected, "cut at {cut}");
        let mut book = Book::default();
        for record in records(1, 10).into_iter().take(lines) {
            book.apply(&record).unwrap();
        }
        assert_eq!(journal.book(), &book, "cut at {cut}");
    }
}

#[test]
fn goes_on_after_a_torn_record() {
    let folder = tempfile::tempdir().unwrap();
    let whole = written(&folder);
    fs::write(path(&folder), &whole[..whole.len() - 3]).unwrap();
    let mut journal = Journal::open(&path(&folder)).unwrap();
    assert!(matches!(journal.book().present(), Some(Work::Settled(_))));
    journal
        .append(&Record::Reported { task: TaskId::new(1) })
        .unwrap();
    assert_eq!(fs::read(path(&folder)).unwrap(), whole);
}

#[test]
fn refuses_damage_before_the_last_line() {
    let folder = tempfile::tempdir().unwrap();
    let whole = written(&folder);
    let mut damaged = whole.clone();
    damaged[30] ^= 1;
    fs::write(path(&folder), &damaged).unwrap();
    assert!(matches!(
        Journal::open(&path(&folder)),
        Err(JournalError::Damaged { line: 1, .. })
    ));
    let second = whole
        .split_inclusive(|byte| *byte == b'\n')
        .skip(1)
        .flatten()
        .copied()
        .collect::<Vec<u8>>();
    fs::write(path(&folder), second).unwrap();
    assert!(matches!(
        Journal::open(&path(&folder)),
        Err(JournalError::OutOfOrder { line: 1, .. })
    ));
}

#[test]
fn only_one_process_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(&path(&folder)).unwrap();
    assert!(matches!(
        Journal::open(&path(&folder)),
        Err(JournalError::InUse { .. })
    ));
    drop(journal);
    assert!(Journal::open(&path(&folder)).is_ok());
}

#[test]
fn a_large_journal_is_written_anew_and_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let [received, sending, settled, _] = records(5000, 10);
    let written: Vec<u8> = (0..1200)
        .flat_map(|id| records(id, 1000))
        .chain([received, sending])
        .flat_map(|record| line_of(&record).unwrap())
        .collect();
    fs::write(path(&folder), &written).unwrap();
    let (expected, _) = fold(&path(&folder), &written).unwrap();
    let mut journal = Journal::open(&path(&folder)).unwrap();
    assert!(journal.length < u64::try_from(written.len()).unwrap());
    assert_eq!(journal.book(), &expected);
    journal.append(&settled).unwrap();
    let book = journal.book().clone();
    drop(journal);
    assert_eq!(Journal::open(&path(&folder)).unwrap().book(), &book);
}

#[test]
fn refuses_a_record_out_of_order_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::open(&path(&folder)).unwrap();
    let refused = journal.append(&Record::Reported { task: TaskId::new(9) });
    assert!(matches!(refused, Err(JournalError::OutOfOrder { .. })));
    assert_eq!(fs::metadata(path(&folder)).unwrap().len(), 0);
}
