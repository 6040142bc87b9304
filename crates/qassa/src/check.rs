//! `qassa check`: is this number, code, receipt or signature right?

mod number;
mod receipt;
mod scan;
mod signature;

use std::process::ExitCode;

use serde::Serialize;
use serde_json::Value as Json;
use types::Clock;

use crate::cli::{Check, CheckWhole};
use crate::system::SystemClock;
use crate::verdict::{self, Verdict};

pub use number::Owner;

/// What `qassa check` can look at by value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum NumberKind {
    /// Russian taxpayer number.
    Inn,
    /// Russian main state registration number.
    Ogrn,
    /// Russian insurance number of a person.
    Snils,
    /// Registration number of a register; with --inn and --serial its check digits too.
    Rnm,
    /// Number of a fiscal storage.
    Fn,
    /// Kazakh individual identification number.
    Iin,
    /// Kazakh business identification number.
    Bin,
    /// Kazakh bank account number.
    IbanKz,
    /// QR string of a Russian receipt.
    QrRu,
    /// Link in the QR code of a Kazakh receipt.
    QrKz,
    /// Marking code, as scanned or in base64.
    Marking,
}

/// What the tool says about one value: one line of JSON.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// Kind as on the command line.
    pub kind: String,
    /// The value as it came.
    pub value: String,
    /// Whether nothing is wrong with it.
    pub valid: bool,
    /// What it says, as far as it could be read.
    pub parts: Option<Json>,
    /// What is wrong, and what would be right.
    pub reason: Option<String>,
}

/// Runs the tool.
pub fn run(args: Check) -> ExitCode {
    match args.whole {
        Some(CheckWhole::Receipt { file, door }) => receipt::run(&file, door, SystemClock.now()).into(),
        Some(CheckWhole::Signature(signed)) => signature::run(&signed, SystemClock.now()).into(),
        None => {
            let owner = Owner {
                inn: args.inn,
                serial: args.serial,
            };
            values(args.kind, &args.values, &owner).into()
        }
    }
}

fn values(kind: Option<NumberKind>, values: &[String], owner: &Owner) -> Verdict {
    let Some(kind) = kind else {
        verdict::complain(&"check needs a kind and values, or `receipt` or `signature` and a file");
        return Verdict::Misuse;
    };
    if kind != NumberKind::Rnm && *owner != Owner::default() {
        verdict::complain(&"--inn and --serial go with `check rnm` alone");
        return Verdict::Misuse;
    }
    if owner.inn.is_some() != owner.serial.is_some() {
        verdict::complain(&"check digits of a registration number need both --inn and --serial");
        return Verdict::Misuse;
    }
    let answers: Vec<Answer> = values.iter().map(|value| look_at(kind, value, owner)).collect();
    let right = answers.iter().all(|answer| answer.valid);
    let verdict = if right { Verdict::Right } else { Verdict::Wrong };
    verdict::print(lines(&answers).as_bytes(), verdict)
}

/// Looks at one value.
pub fn look_at(kind: NumberKind, value: &str, owner: &Owner) -> Answer {
    let (parts, reason) = match kind {
        NumberKind::IbanKz => split(scan::iban_kz(value)),
        NumberKind::QrRu => split(scan::qr_ru(value)),
        NumberKind::QrKz => split(scan::qr_kz(value)),
        NumberKind::Marking => {
            let (parts, reason) = scan::marking(value);
            (Some(parts), reason)
        }
        NumberKind::Inn
        | NumberKind::Ogrn
        | NumberKind::Snils
        | NumberKind::Rnm
        | NumberKind::Fn
        | NumberKind::Iin
        | NumberKind::Bin => split(number::parts(kind, value, owner).map_err(|error| error.to_string())),
    };
    let name = clap::ValueEnum::to_possible_value(&kind);
    Answer {
        kind: name.map_or_else(String::new, |name| name.get_name().to_owned()),
        value: value.to_owned(),
        valid: reason.is_none(),
        parts,
        reason,
    }
}

fn split(read: Result<Json, String>) -> (Option<Json>, Option<String>) {
    match read {
        Ok(parts) => (Some(parts), None),
        Err(reason) => (None, Some(reason)),
    }
}

/// One line of JSON for each.
fn lines<T: Serialize>(answers: &[T]) -> String {
    let mut text = String::new();
    for answer in answers {
        text.push_str(&serde_json::to_string(answer).unwrap_or_default());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests;
