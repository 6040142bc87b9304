//! Receipts of the format 1.2 on one core: decoded, checked, written as JSON. Baseline: a walk over the same bytes
//! that keeps nothing.

use super::{Bench, BenchError, line, median};
use crate::operator::LoadedRegister;
use ofd_ru::checks::{self, CheckContext};
use ofd_ru::container::Container;
use ofd_ru::tlv::{self, RawElements};
use ofd_ru::{FfdVersion, json};
use std::hint::black_box;
use std::time::{Duration, Instant};
use types::LocalDateTime;

const RECEIPTS: usize = 64;

pub(super) fn run(bench: &Bench) -> Result<(), BenchError> {
    let now = LocalDateTime::from_calendar(2026, 11, 22, 12, 0, 0)
        .ok_or_else(|| BenchError::Wrong("no date".to_owned()))?;
    let register =
        LoadedRegister::prepare(1, 1, RECEIPTS, now).map_err(|error| BenchError::Wrong(error.to_string()))?;
    let bodies: Vec<Vec<u8>> = register
        .unsent()
        .skip(2)
        .map(|container| Container::decode(container).map(|container| container.body.to_vec()))
        .collect::<Result<_, _>>()
        .map_err(|error| BenchError::Wrong(error.to_string()))?;
    let condition = bench.settle()?;
    let size = bodies.first().map_or(0, Vec::len);
    println!("codec: receipts of {size} bytes, one core {condition}");
    let mut figures = [const { Vec::new() }; 4];
    for _ in 0..bench.settings.rounds {
        let window = bench.length() / 4;
        figures[0].push(rate(&bodies, window, |body| usize::from(walk(body))));
        figures[1].push(rate(&bodies, window, |body| {
            tlv::decode_document(body).map_or(0, |one| one.elements.len())
        }));
        figures[2].push(rate(&bodies, window, decode_and_check));
        let mut out = Vec::with_capacity(8192);
        figures[3].push(rate(&bodies, window, |body| {
            out.clear();
            let findings = decode_and_check(body);
            if let Ok(document) = tlv::decode_document(body) {
                json::write(&document, &mut out);
            }
            findings + out.len()
        }));
    }
    let [walked, decoded, checked, written] = figures.map(median);
    line("decode", "documents/s", decoded, walked, "aim ≥ 100 000/s");
    line("decode + check", "documents/s", checked, walked, "");
    // The document is decoded twice there: once for the checks, once for the JSON, as the operator does it.
    line(
        "decode + check + JSON",
        "documents/s",
        written,
        walked,
        "aim ≥ 40 000/s",
    );
    Ok(())
}

fn decode_and_check(body: &[u8]) -> usize {
    let Ok(document) = tlv::decode_document(body) else {
        return 0;
    };
    checks::check_document(&document, FfdVersion::V1_2, &CheckContext::default()).len()
}

/// Visits each element and looks at nothing.
fn walk(body: &[u8]) -> u8 {
    let mut sum = 0_u8;
    for element in RawElements::new(body, 0).flatten() {
        sum = sum.wrapping_add(element.value.first().copied().unwrap_or_default());
        if element.is_nested() {
            sum = sum.wrapping_add(walk(element.value));
        }
    }
    sum
}

fn rate(bodies: &[Vec<u8>], window: Duration, mut work: impl FnMut(&[u8]) -> usize) -> f64 {
    let begun = Instant::now();
    let mut done = 0_u32;
    while begun.elapsed() < window {
        for body in bodies {
            black_box(work(black_box(body)));
            done += 1;
        }
    }
    f64::from(done) / begun.elapsed().as_secs_f64()
}
