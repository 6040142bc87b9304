//! Is the write-ahead log whole?
//!
//! `SQLite` takes the log up to the first frame that fails its checksum and drops the rest without a word. After a
//! power cut that is right: each commit is synced before the next begins, so that only the last one can be torn.
//! When a whole commit stands *behind* the broken place, something else happened (a bad disk, a careless copy), and
//! commits that were acknowledged would vanish: then the start is refused and the place is named.
//!
//! Format: <https://sqlite.org/fileformat2.html#the_write_ahead_log>.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;

use super::lock::beside;
use crate::{StoreError, UnavailableReason};

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
const MAGIC_LITTLE_ENDIAN: u32 = 0x377f_0682;
const MAGIC_BIG_ENDIAN: u32 = 0x377f_0683;
const PAGE_BYTES_MAX: u32 = 65_536;

/// Refuses a database whose log is broken before its last commit.
pub(super) fn run(database: &Path) -> Result<(), StoreError> {
    let path = beside(database, "-wal");
    let unreadable = |error: std::io::Error| {
        StoreError::unavailable(UnavailableReason::Io, format!("{}: {error}", path.display()))
    };
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unreadable(error)),
    };
    match check(BufReader::with_capacity(1 << 16, file)).map_err(unreadable)? {
        Verdict::Whole => Ok(()),
        Verdict::Header => Err(StoreError::Damaged {
            detail: format!("the head of {} fails its checksum", path.display()),
        }),
        Verdict::Frame {
            number,
            offset,
            commits,
        } => Err(StoreError::Damaged {
            detail: format!(
                "frame {number} of {}, at byte {offset}, fails its checksum, and {commits} commits behind it would \
                 be lost; restore the file, or the database from a copy",
                path.display()
            ),
        }),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// Every commit is whole, but for the last.
    Whole,
    /// The head is broken.
    Header,
    /// A frame is broken, and commits stand behind it.
    Frame { number: u64, offset: u64, commits: u64 },
}

fn check(mut log: impl Read) -> std::io::Result<Verdict> {
    let mut header = [0; HEADER_BYTES];
    if !fill(&mut log, &mut header)? || header == [0; HEADER_BYTES] {
        return Ok(Verdict::Whole); // no log has begun
    }
    let order = match word(&header, 0) {
        MAGIC_LITTLE_ENDIAN => u32::from_le_bytes,
        MAGIC_BIG_ENDIAN => u32::from_be_bytes,
        _ => return Ok(Verdict::Header),
    };
    let (body, sum_of_body) = header.split_at(HEADER_BYTES - 8);
    let seed = Sum::default().over(body, order);
    let page_bytes = word(&header, 8);
    if seed != Sum::read(sum_of_body) || !page_bytes.is_power_of_two() || page_bytes > PAGE_BYTES_MAX {
        return Ok(Verdict::Header);
    }
    let salts = (word(&header, 16), word(&header, 20));
    frames(
        log,
        usize::try_from(page_bytes).unwrap_or_default(),
        seed,
        salts,
        order,
    )
}

type Order = fn([u8; 4]) -> u32;

fn frames(
    mut log: impl Read,
    page_bytes: usize,
    seed: Sum,
    salts: (u32, u32),
    order: Order,
) -> std::io::Result<Verdict> {
    let frame_bytes = FRAME_HEADER_BYTES.saturating_add(page_bytes);
    let mut frame = vec![0; frame_bytes];
    let mut sum = seed;
    let mut broken = None;
    let (mut commits, mut frames_behind_commit) = (0_u64, false);
    let mut number: u64 = 1;
    while fill(&mut log, &mut frame)? {
        let (header, page) = frame.split_at(FRAME_HEADER_BYTES);
        let mut of_this_log = (word(header, 8), word(header, 12)) == salts;
        let mut ends_a_commit = word(header, 4) != 0;
        if broken.is_none() {
            match written(sum, header, page, order) {
                Some(next) if of_this_log && next.head == head_of(header) => sum = next.sum,
                changed => {
                    broken = Some(number);
                    // what was written whole and changed later was no power cut, wherever it stands
                    if let Some(was) = changed {
                        frames_behind_commit = true;
                        of_this_log = true;
                        ends_a_commit = was.head & u64::from(u32::MAX) != 0;
                    }
                }
            }
        }
        // frames of an earlier round of the log have other salts: they end it
        if broken.is_some() && of_this_log {
            frames_behind_commit |= commits > 0;
            commits = commits.saturating_add(u64::from(ends_a_commit));
        }
        number = number.saturating_add(1);
    }
    Ok(match broken {
        Some(number) if frames_behind_commit && commits > 0 => Verdict::Frame {
            number,
            offset: offset_of(number, frame_bytes),
            commits,
        },
        Some(_) | None => Verdict::Whole,
    })
}

/// A frame as it was once written, and the running sum behind it.
struct Written {
    head: u64,
    sum: Sum,
}

/// The frame if it was written whole behind frames with this sum: as it stands, or but for one bit of the two words
/// of its header that the sum covers. The sum does not cover the salts.
fn written(sum: Sum, header: &[u8], page: &[u8], order: Order) -> Option<Written> {
    let kept = Sum::read(header.get(16..).unwrap_or_default());
    let stands = head_of(header);
    let flipped = (0..u64::BITS).map(|bit| stands ^ 1_u64.rotate_left(bit));
    std::iter::once(stands).chain(flipped).find_map(|head| {
        let behind = sum.over(&head.to_be_bytes(), order).over(page, order);
        (behind == kept).then_some(Written { head, sum: behind })
    })
}

/// The two words of a frame's header that the sum covers: page, and size of the database after a commit.
fn head_of(header: &[u8]) -> u64 {
    u64::from(word(header, 0)).rotate_left(32) | u64::from(word(header, 4))
}

fn offset_of(frame: u64, frame_bytes: usize) -> u64 {
    let before = frame
        .saturating_sub(1)
        .saturating_mul(u64::try_from(frame_bytes).unwrap_or(u64::MAX));
    before.saturating_add(u64::try_from(HEADER_BYTES).unwrap_or(u64::MAX))
}

/// Fills the buffer; `false` when the end comes first.
fn fill(log: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<bool> {
    match log.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// The big-endian word at this place, as all words of headers are.
fn word(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..).and_then(<[u8]>::first_chunk);
    u32::from_be_bytes(four.copied().unwrap_or_default())
}

/// The running checksum of a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum(u32, u32);

impl Sum {
    fn read(bytes: &[u8]) -> Self {
        Self(word(bytes, 0), word(bytes, 4))
    }

    fn over(self, bytes: &[u8], order: Order) -> Self {
        let (pairs, _) = bytes.as_chunks::<8>();
        pairs
            .iter()
            .fold(self, |Self(first, second), [a, b, c, d, e, f, g, h]| {
                let first = first.wrapping_add(order([*a, *b, *c, *d])).wrapping_add(second);
                let second = second.wrapping_add(order([*e, *f, *g, *h])).wrapping_add(first);
                Self(first, second)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE_BYTES: usize = 512;
    const FRAME_BYTES: usize = FRAME_HEADER_BYTES + PAGE_BYTES;
    const SALTS: [u8; 8] = [1, 2, 3, 4, 5, 6, 7, 8];
    /// Frames of each commit, and the size of the database that it tells: sizes with one bit are the hard ones.
    const COMMITS: [(usize, u32); 5] = [(2, 4), (1, 8), (3, 8), (1, 8), (1, 16)];

    fn push_word(bytes: &mut Vec<u8>, word: u32) {
        bytes.extend_from_slice(&word.to_be_bytes());
    }

    /// A log with the commits of the table.
    fn log() -> Vec<u8> {
        let mut log = Vec::new();
        for word in [MAGIC_LITTLE_ENDIAN, 3_007_000, 512, 0] {
            push_word(&mut log, word);
        }
        log.extend_from_slice(&SALTS);
        let mut sum = Sum::default().over(&log, u32::from_le_bytes);
        push_word(&mut log, sum.0);
        push_word(&mut log, sum.1);
        for (commit, (frames, size)) in COMMITS.into_iter().enumerate() {
            for frame in 1..=frames {
                let mut head = Vec::new();
                push_word(&mut head, u32::try_from(frame + 1).unwrap());
                push_word(&mut head, if frame == frames { size } else { 0 });
                let page: Vec<u8> = (0..PAGE_BYTES)
                    .map(|at| u8::try_from((at * 7 + commit) % 251).unwrap())
                    .collect();
                sum = sum
                    .over(&head, u32::from_le_bytes)
                    .over(&page, u32::from_le_bytes);
                log.extend_from_slice(&head);
                log.extend_from_slice(&SALTS);
                push_word(&mut log, sum.0);
                push_word(&mut log, sum.1);
                log.extend_from_slice(&page);
            }
        }
        log
    }

    #[test]
    fn no_flipped_bit_drops_a_commit_but_the_last_without_a_word() {
        let log = log();
        let frames: usize = COMMITS.iter().map(|(frames, _)| frames).sum();
        assert_eq!(check(log.as_slice()).unwrap(), Verdict::Whole);
        assert_eq!(log.len(), HEADER_BYTES + frames * FRAME_BYTES);
        for frame in 0..frames {
            let begins = HEADER_BYTES + frame * FRAME_BYTES;
            for bit in 0..FRAME_BYTES * 8 {
                // every bit of the headers, some of the pages
                if bit >= FRAME_HEADER_BYTES * 8 && bit % 61 != 0 {
                    continue;
                }
                let mut changed = log.clone();
                changed[begins + bit / 8] ^= 1 << (bit % 8);
                match check(changed.as_slice()).unwrap() {
                    Verdict::Frame {
                        number,
                        offset,
                        commits,
                    } => {
                        assert_eq!((number, offset), (frame as u64 + 1, begins as u64), "bit {bit}");
                        assert!(commits > 0, "frame {number}, bit {bit}");
                    }
                    // as a power cut leaves the last commit
                    Verdict::Whole => assert_eq!(frame, frames - 1, "bit {bit} is not noticed"),
                    Verdict::Header => panic!("frame {frame}, bit {bit}"),
                }
            }
        }
    }

    #[test]
    fn a_last_commit_that_was_written_out_of_order_is_a_power_cut() {
        // three frames, of which the first one did not reach the disk: what stood there before has other salts
        let mut torn = log();
        torn.truncate(HEADER_BYTES + 6 * FRAME_BYTES);
        let begins = HEADER_BYTES + 3 * FRAME_BYTES;
        torn[begins..begins + FRAME_BYTES].fill(9);
        assert_eq!(check(torn.as_slice()).unwrap(), Verdict::Whole);
    }
}
