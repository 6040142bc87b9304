//! The archive itself: every call gives the bytes that are new.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use rawzip::time::UtcDateTime;
use rawzip::{CompressionMethod, DataDescriptorOutput, ZipArchiveWriter};
use types::Timestamp;

use super::{ArchiveError, Cell, FileForm, Leaf, broken, csv};

/// Name of the summary in the archive.
const SUMMARY: &str = "summary.csv";

/// An archive that is being written.
pub(super) struct Writer {
    archive: ZipArchiveWriter<New>,
    new: New,
    summary: Summary,
    /// When the newest document came: the time of the summary. Without one, the first that a ZIP can tell.
    newest: Timestamp,
}

/// 1 January 1980.
const FIRST: Timestamp = Timestamp::from_micros(315_532_800_000_000);

impl Writer {
    pub(super) fn new(columns: &[&str]) -> Self {
        let new = New::default();
        Self {
            archive: ZipArchiveWriter::new(new.clone()),
            new,
            summary: Summary::begin(columns),
            newest: FIRST,
        }
    }

    /// Adds a document in its forms.
    pub(super) fn add(&mut self, leaf: &impl Leaf, forms: &[FileForm]) -> Result<Bytes, ArchiveError> {
        let name = leaf.name();
        self.newest = self.newest.max(leaf.received_at());
        for form in forms {
            if let Some(content) = leaf.file(*form)? {
                let name = format!("{name}.{}", form.extension());
                self.file(&name, leaf.received_at(), &content)
                    .map_err(|error| broken(&error))?;
            }
        }
        self.summary.row(&leaf.cells()).map_err(|error| broken(&error))?;
        Ok(self.new.take())
    }

    /// Adds the summary and the directory.
    pub(super) fn finish(mut self) -> Result<Bytes, ArchiveError> {
        let summary = self.summary.end().map_err(|error| broken(&error))?;
        let directory = || -> Result<(), rawzip::Error> {
            let (mut entry, _) = self
                .archive
                .new_file(SUMMARY)
                .compression_method(CompressionMethod::DEFLATE)
                .last_modified(moment(self.newest))
                .start()?;
            entry
                .write_all(&summary.compressed)
                .map_err(rawzip::Error::from)?;
            let length = u64::from(summary.crc.amount());
            entry.finish(DataDescriptorOutput::new(summary.crc.sum(), length))?;
            self.archive.finish().map(drop)
        };
        directory().map_err(|error| broken(&error))?;
        Ok(self.new.take())
    }

    fn file(&mut self, name: &str, at: Timestamp, content: &[u8]) -> Result<(), rawzip::Error> {
        let (mut entry, config) = self
            .archive
            .new_file(name)
            .compression_method(CompressionMethod::DEFLATE)
            .last_modified(moment(at))
            .start()?;
        let encoder = DeflateEncoder::new(&mut entry, Compression::fast());
        let mut writer = config.wrap(encoder);
        writer.write_all(content).map_err(rawzip::Error::from)?;
        let (encoder, descriptor) = writer.finish()?;
        encoder.finish().map_err(rawzip::Error::from)?;
        entry.finish(descriptor).map(drop)
    }
}

fn moment(at: Timestamp) -> UtcDateTime {
    UtcDateTime::from_unix(at.micros().div_euclid(1_000_000))
}

/// The rows, compressed as they come: the file is the last of the archive.
struct Summary {
    encoder: DeflateEncoder<Vec<u8>>,
    crc: Crc,
    row: String,
}

struct Compressed {
    compressed: Vec<u8>,
    crc: Crc,
}

impl Summary {
    fn begin(columns: &[&str]) -> Self {
        Self {
            encoder: DeflateEncoder::new(Vec::new(), Compression::default()),
            crc: Crc::new(),
            row: csv::head(columns),
        }
    }

    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        csv::row(&mut self.row, cells);
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.crc.update(self.row.as_bytes());
        self.encoder.write_all(self.row.as_bytes())?;
        self.row.clear();
        Ok(())
    }

    fn end(mut self) -> io::Result<Compressed> {
        self.flush()?;
        Ok(Compressed {
            compressed: self.encoder.finish()?,
            crc: self.crc,
        })
    }
}

/// Bytes that were written and not yet taken.
#[derive(Clone, Default)]
struct New(Arc<Mutex<Vec<u8>>>);

impl New {
    fn take(&self) -> Bytes {
        let mut new = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Bytes::from(std::mem::take(&mut *new))
    }
}

impl Write for New {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut new = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        new.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
