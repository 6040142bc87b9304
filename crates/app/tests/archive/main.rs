//! Archives of lists that are made up: bounds of memory and of places, slow and leaving clients, failures on the way.

use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::archive::{
    ArchiveError, Cell, DOCUMENTS_MAX, FileForm, FormError, Leaf, PLACES_MAX, PLACES_OF_ORGANIZATION_MAX,
    Parts, Places, Source, Wanted, file,
};
use futures::StreamExt;
use store::StoreError;
use testkit::START;
use types::{Money, OrganizationId, Timestamp};

/// Documents that exist, and pages that were asked for.
#[derive(Clone, Default)]
struct Seen {
    alive: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
    pages: Arc<AtomicUsize>,
}

struct List {
    seen: Seen,
    next: u32,
    count: u32,
    /// Page that cannot be read.
    broken_page: Option<usize>,
    bytes: usize,
}

struct Entry {
    number: u32,
    bytes: usize,
    seen: Seen,
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.seen.alive.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Source for List {
    type Leaf = Entry;

    const COLUMNS: &'static [&'static str] = &["number", "name", "total"];

    async fn page(&mut self, limit: u32) -> Result<Vec<Entry>, StoreError> {
        let page = self.seen.pages.fetch_add(1, Ordering::SeqCst);
        if self.broken_page == Some(page) {
            return Err(StoreError::Damaged {
                detail: "a page is gone".to_owned(),
            });
        }
        let end = self.count.min(self.next + limit);
        let numbers = self.next..end;
        self.next = end;
        let made = numbers.map(|number| {
            let alive = self.seen.alive.fetch_add(1, Ordering::SeqCst) + 1;
            self.seen.most.fetch_max(alive, Ordering::SeqCst);
            Entry {
                number,
                bytes: self.bytes,
                seen: self.seen.clone(),
            }
        });
        Ok(made.collect())
    }
}

impl Leaf for Entry {
    fn name(&self) -> String {
        format!("shift-00001/20261128T100000-sell-{}", self.number)
    }

    fn received_at(&self) -> Timestamp {
        START
    }

    fn cells(&self) -> Vec<Cell> {
        vec![
            Cell::Number(i64::from(self.number)),
            Cell::Text(format!("=cmd|' /C calc'!A{}", self.number)),
            Cell::Sum(Money::from_minor(-1)),
        ]
    }

    fn file(&self, form: FileForm) -> Result<Option<Vec<u8>>, FormError> {
        // Hardly compressible, so that the archive is as large as its content.
        let mut word = u64::from(self.number) | 1 << 40;
        let noise = std::iter::repeat_with(|| {
            word = word
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            word.to_be_bytes()[0]
        });
        Ok((form != FileForm::Json || self.number != 0).then(|| noise.take(self.bytes).collect()))
    }
}

fn list(seen: &Seen, count: u32, bytes: usize) -> List {
    List {
        seen: seen.clone(),
        next: 0,
        count,
        broken_page: None,
        bytes,
    }
}

fn made(source: List, wanted: Wanted) -> Parts {
    file(source, wanted, Places::default().take(None).unwrap())
}

async fn whole(mut parts: Parts) -> Result<Vec<u8>, ArchiveError> {
    let mut bytes = Vec::new();
    while let Some(part) = parts.next().await {
        bytes.extend_from_slice(&part?);
    }
    Ok(bytes)
}

fn entries(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let archive = rawzip::ZipArchive::from_slice(zip).unwrap();
    let mut found = Vec::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().unwrap() {
        let name = String::from_utf8(entry.file_path().as_ref().to_vec()).unwrap();
        let data = archive.get_entry(entry.wayfinder()).unwrap();
        let mut content = Vec::new();
        let inflated = flate2::read::DeflateDecoder::new(data.data());
        data.verifying_reader(inflated).read_to_end(&mut content).unwrap();
        found.push((name, content));
    }
    found
}

#[test]
fn an_archive_holds_every_document_in_every_form_and_a_summary() {
    testkit::run(async {
        let seen = Seen::default();
        let zip = whole(made(list(&seen, 250, 300), Wanted::Zip(FileForm::ALL.to_vec())))
            .await
            .unwrap();
        let entries = entries(&zip);
        // The first document has no JSON.
        assert_eq!(entries.len(), 250 * 3 - 1 + 1);
        assert!(entries.iter().take(749).all(|(_, content)| content.len() == 300));
        let (name, summary) = entries.last().unwrap();
        assert_eq!(name, "summary.csv");
        let alone = whole(made(list(&seen, 250, 300), Wanted::Summary)).await.unwrap();
        assert_eq!(
            summary, &alone,
            "the summary is the same in the archive and alone"
        );
        assert_eq!(seen.alive.load(Ordering::SeqCst), 0);
    });
}

#[test]
fn a_summary_opens_in_a_spreadsheet_and_runs_nothing() {
    testkit::run(async {
        let csv = whole(made(list(&Seen::default(), 2, 1), Wanted::Summary))
            .await
            .unwrap();
        let expected = "\u{feff}number;name;total\r\n0;\"'=cmd|' /C calc'!A0\";-0.01\r\n1;\"'=cmd|' /C calc'!A1\";-0.01\r\n";
        assert_eq!(String::from_utf8(csv).unwrap(), expected);
    });
}

#[test]
fn an_archive_of_many_documents_takes_no_more_memory_than_one_of_few() {
    testkit::run(async {
        let seen = Seen::default();
        let mut parts = made(
            list(&seen, DOCUMENTS_MAX, 4096),
            Wanted::Zip(FileForm::ALL.to_vec()),
        );
        let (mut bytes, mut largest) = (0, 0);
        let mut before = None;
        while let Some(part) = parts.next().await {
            let part = part.unwrap();
            bytes += part.len();
            // The last part is the directory.
            if seen.alive.load(Ordering::SeqCst) > 0 {
                largest = largest.max(part.len());
            }
            before = before.or_else(peak_kib);
        }
        assert!(bytes > 200 << 20, "{bytes} bytes");
        assert!(largest < 64 << 10, "{largest} bytes");
        assert!(
            seen.most.load(Ordering::SeqCst) <= 100,
            "documents at the same time"
        );
        if let (Some(before), Some(after)) = (before, peak_kib()) {
            assert!(
                after - before < 48 << 10,
                "{before} KiB became {after} KiB for {bytes} bytes"
            );
        }
    });
}

/// Most memory that this process ever had; `None` where the system does not tell.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

#[test]
fn a_list_is_read_no_further_than_the_client_takes_it() {
    testkit::run(async {
        let seen = Seen::default();
        let mut parts = made(list(&seen, 10_000, 100), Wanted::Zip(vec![FileForm::Text]));
        assert_eq!(
            seen.pages.load(Ordering::SeqCst),
            0,
            "nothing is read before somebody takes it"
        );
        for _ in 0..150 {
            parts.next().await.unwrap().unwrap();
        }
        assert_eq!(seen.pages.load(Ordering::SeqCst), 2);
        drop(parts);
        assert_eq!(seen.alive.load(Ordering::SeqCst), 0, "who leaves ends the work");
    });
}

#[test]
fn a_list_that_breaks_breaks_its_archive() {
    testkit::run(async {
        for wanted in [Wanted::Zip(vec![FileForm::Text]), Wanted::Summary] {
            let source = List {
                broken_page: Some(1),
                ..list(&Seen::default(), 10_000, 100)
            };
            let error = whole(made(source, wanted)).await.unwrap_err();
            assert!(matches!(error, ArchiveError::Store(_)), "{error}");
        }
    });
}

#[test]
fn a_list_that_grew_beyond_the_limit_does_not_end_as_if_it_were_whole() {
    testkit::run(async {
        for wanted in [Wanted::Zip(vec![FileForm::Text]), Wanted::Summary] {
            let grown = list(&Seen::default(), DOCUMENTS_MAX + 1, 1);
            let error = whole(made(grown, wanted.clone())).await.unwrap_err();
            assert!(matches!(error, ArchiveError::TooMany), "{error}");
            let full = list(&Seen::default(), DOCUMENTS_MAX, 1);
            assert!(whole(made(full, wanted)).await.is_ok());
        }
    });
}

#[test]
fn places_for_archives_are_bounded_for_one_organization_and_for_all() {
    let places = Places::default();
    let own = OrganizationId::new(1);
    let mut taken: Vec<_> = (0..PLACES_OF_ORGANIZATION_MAX)
        .map(|_| places.take(Some(own)).unwrap())
        .collect();
    assert!(places.take(Some(own)).is_none(), "of one organization");
    let mut id = 2;
    while taken.len() < PLACES_MAX {
        taken.push(places.take(Some(OrganizationId::new(id))).unwrap());
        id += 1;
    }
    assert!(places.take(None).is_none(), "of all");
    taken.clear();
    // A place is kept by the file for as long as it is taken, and by nothing else.
    let parts = file(
        list(&Seen::default(), 1, 1),
        Wanted::Summary,
        places.take(Some(own)).unwrap(),
    );
    let second = places.take(Some(own)).unwrap();
    assert!(places.take(Some(own)).is_none());
    drop(parts);
    assert!(places.take(Some(own)).is_some());
    drop(second);
}
