//! Many documents in one file: a ZIP archive with every document in the wanted forms and a summary, or the summary
//! alone as CSV.
//!
//! Both are streams: a page of documents is read when the one before was taken, so that a slow client slows the work
//! down and one that leaves ends it. What is kept in memory is a page, one document in its forms and, for the directory
//! at the end of the archive, less than a kilobyte for each document, of which there are at most [`DOCUMENTS_MAX`].

pub mod csv;
mod places;
mod zip;

use std::collections::VecDeque;
use std::fmt;

use bytes::Bytes;
use futures::stream::{self, Stream};
use store::StoreError;
use types::Timestamp;

pub use csv::Cell;
pub use places::{PLACES_MAX, PLACES_OF_ORGANIZATION_MAX, Place, Places};

/// Most documents of one archive or summary: their directory takes some 15 MiB. Source: ours.
pub const DOCUMENTS_MAX: u32 = 20_000;

/// Documents of one page of the list.
const PAGE: u32 = 100;

/// A form in which documents are put into an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileForm {
    /// As on paper, UTF-8.
    Text,
    /// A file to print.
    Pdf,
    /// Everything that is known, for programs.
    Json,
}

impl FileForm {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Text, Self::Pdf, Self::Json];

    /// End of the file's name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Pdf => "pdf",
            Self::Json => "json",
        }
    }
}

/// What is made of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A ZIP archive of all documents in these forms, with the summary.
    Zip(Vec<FileForm>),
    /// The summary alone, as CSV.
    Summary,
}

/// A document on its way into an archive.
pub trait Leaf: Send + 'static {
    /// Name of its files without the end, of ASCII letters, digits, `-` and `/`; unique in its list.
    fn name(&self) -> String;

    /// When the operator got it: the time of its files.
    fn received_at(&self) -> Timestamp;

    /// Its row of the summary.
    fn cells(&self) -> Vec<Cell>;

    /// The document in a form; `None` when it has none, as a document that does not read any more.
    fn file(&self, form: FileForm) -> Result<Option<Vec<u8>>, FormError>;
}

/// A list of documents that is read page by page.
pub trait Source: Send + 'static {
    /// A document of it.
    type Leaf: Leaf;

    /// Heads of the columns of the summary.
    const COLUMNS: &'static [&'static str];

    /// The next documents, at most `limit`; none at the end.
    fn page(&mut self, limit: u32) -> impl Future<Output = Result<Vec<Self::Leaf>, StoreError>> + Send;
}

/// A document could not be brought into a form.
#[derive(Debug, thiserror::Error)]
#[error("a document could not be written: {0}")]
pub struct FormError(pub String);

/// Why an archive ended before its end; who loads it sees a broken connection, never a whole file.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The list could not be read.
    #[error("the documents could not be read")]
    Store(#[from] StoreError),
    /// More documents match by now than an archive may have.
    #[error("more than {DOCUMENTS_MAX} documents match by now")]
    TooMany,
    /// A document has no form.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The archive could not be put together.
    #[error("the archive could not be written: {0}")]
    Write(String),
}

/// Why an archive does not begin.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveRefusal {
    /// Too many documents match.
    #[error("more than {DOCUMENTS_MAX} documents match")]
    TooMany,
    /// Too many archives are being loaded.
    #[error("too many archives are being loaded")]
    NoPlace,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Parts of a file, in order.
pub type Parts = std::pin::Pin<Box<dyn Stream<Item = Result<Bytes, ArchiveError>> + Send>>;

/// Documents that were read and not yet written.
struct Pages<S: Source> {
    source: S,
    read: VecDeque<S::Leaf>,
    left: u32,
    /// Kept for as long as the file is loaded.
    _place: Place,
}

impl<S: Source> Pages<S> {
    fn of(source: S, place: Place) -> Self {
        Self {
            source,
            read: VecDeque::new(),
            left: DOCUMENTS_MAX,
            _place: place,
        }
    }

    /// Reads on when everything was written; `false` at the end of the list. A list that has grown beyond the limit
    /// since it was counted ends in an error, not as if it were whole.
    async fn fill(&mut self) -> Result<bool, ArchiveError> {
        if self.read.is_empty() {
            let page = self.source.page(PAGE.min(self.left.max(1))).await?;
            if self.left == 0 && !page.is_empty() {
                return Err(ArchiveError::TooMany);
            }
            self.left = self
                .left
                .saturating_sub(u32::try_from(page.len()).unwrap_or(u32::MAX));
            self.read.extend(page);
        }
        Ok(!self.read.is_empty())
    }
}

/// A list as one file.
pub fn file<S: Source>(source: S, wanted: Wanted, place: Place) -> Parts {
    match wanted {
        Wanted::Zip(forms) => zip(source, forms, place),
        Wanted::Summary => summary(source, place),
    }
}

/// A ZIP archive of a list, its summary `summary.csv` at the end of it.
fn zip<S: Source>(source: S, forms: Vec<FileForm>, place: Place) -> Parts {
    let writer = zip::Writer::new(S::COLUMNS);
    let state = Some((Pages::of(source, place), writer, forms));
    Box::pin(stream::try_unfold(state, |state| async move {
        let Some((mut pages, mut writer, forms)) = state else {
            return Ok(None);
        };
        if !pages.fill().await? {
            return Ok(Some((writer.finish()?, None)));
        }
        let Some(leaf) = pages.read.pop_front() else {
            return Ok(None);
        };
        // Forms take milliseconds of a processor: other tasks of the thread must not wait for them.
        let work = move || {
            let part = writer.add(&leaf, &forms);
            part.map(|part| (part, writer, forms))
        };
        let done = tokio::task::spawn_blocking(work).await.map_err(broken)??;
        let (part, writer, forms) = done;
        Ok(Some((part, Some((pages, writer, forms)))))
    }))
}

/// The summary of a list alone.
fn summary<S: Source>(source: S, place: Place) -> Parts {
    let head = Some(csv::head(S::COLUMNS));
    let state = (Pages::of(source, place), head);
    Box::pin(stream::try_unfold(state, |(mut pages, head)| async move {
        if let Some(head) = head {
            return Ok(Some((Bytes::from(head), (pages, None))));
        }
        if !pages.fill().await? {
            return Ok(None);
        }
        let mut rows = String::new();
        for leaf in pages.read.drain(..) {
            csv::row(&mut rows, &leaf.cells());
        }
        Ok(Some((Bytes::from(rows), (pages, None))))
    }))
}

fn broken(error: impl fmt::Display) -> ArchiveError {
    ArchiveError::Write(error.to_string())
}
