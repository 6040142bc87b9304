//! Keys whose values cannot work, with what would be right.

use std::fmt::Display;
use std::ops::RangeInclusive;

use outbound::callback::Network;
use types::{Inn, LocalDateTime};

use super::Config;
use crate::kazakhstan::DATE;
use crate::smtp_url;

/// Characters of the key of the fiscal signs: 128 bits as hexadecimal digits.
const SIGN_KEY_LENGTH_MIN: usize = 32;

/// Stands for a value that may hold a password.
const SECRET: &str = "…";

impl Config {
    /// Every key whose value cannot work, with what would be right.
    #[must_use]
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Problems::default();
        for (key, value, range) in self.counts().into_iter().chain(self.durations()) {
            problems.range(key, value, range);
        }
        self.addresses(&mut problems);
        self.identities(&mut problems);
        problems.0
    }

    fn counts(&self) -> [Number; 10] {
        let number = |value: usize| u64::try_from(value).unwrap_or(u64::MAX);
        let (database, registers) = (&self.database, &self.registers);
        [
            ("database.readers", number(database.readers), 1..=256),
            ("database.pool_size", number(database.pool_size), 1..=1024),
            (
                "database.waiting_units_max",
                number(database.waiting_units_max),
                1..=1_000_000,
            ),
            (
                "database.batch_units_max",
                number(database.batch_units_max),
                1..=100_000,
            ),
            (
                "http.connections_max",
                number(self.http.connections_max),
                1..=1_000_000,
            ),
            (
                "ofd.connections_max",
                number(self.ofd.connections_max),
                1..=1_000_000,
            ),
            (
                "callbacks.parallel_max",
                number(self.callbacks.parallel_max),
                1..=1024,
            ),
            (
                "intake.waiting_tasks_max",
                self.intake.waiting_tasks_max.into(),
                1..=100_000_000,
            ),
            (
                "registers.batch_tasks_max",
                registers.batch_tasks_max.into(),
                1..=1000,
            ),
            ("registers.attempts_max", registers.attempts_max.into(), 1..=100),
        ]
    }

    fn durations(&self) -> [Number; 7] {
        let registers = &self.registers;
        [
            ("http.head_timeout_ms", self.http.head_timeout_ms, 100..=300_000),
            ("ofd.idle_timeout_ms", self.ofd.idle_timeout_ms, 100..=3_600_000),
            (
                "ofd.message_timeout_ms",
                self.ofd.message_timeout_ms,
                100..=300_000,
            ),
            ("registers.lease_s", registers.lease_s.into(), 1..=86_400),
            (
                "registers.give_up_after_s",
                registers.give_up_after_s.into(),
                3600..=2_592_000,
            ),
            (
                "registers.shift_close_after_s",
                registers.shift_close_after_s.into(),
                60..=86_340,
            ),
            ("callbacks.timeout_ms", self.callbacks.timeout_ms, 100..=60_000),
        ]
    }

    fn addresses(&self, problems: &mut Problems) {
        let url = &self.database.url;
        if !url.starts_with("sqlite:") && !url.starts_with("postgres") {
            problems.refuse(
                "database.url",
                SECRET,
                "must begin with `sqlite:` or `postgres://`",
            );
        }
        for url in &self.http.public_urls {
            let scheme = url.starts_with("http://") || url.starts_with("https://");
            if !scheme || url.ends_with('/') {
                let right = "must begin with http:// or https:// and end without a slash";
                problems.refuse("http.public_urls", url, right);
            }
        }
        for network in &self.callbacks.allowed_private_networks {
            if let Err(error) = network.parse::<Network>() {
                problems.refuse("callbacks.allowed_private_networks", network, error);
            }
        }
        let smtp_url = &self.mail.smtp_url;
        if !smtp_url.is_empty()
            && let Err(error) = smtp_url::parse(smtp_url)
        {
            problems.refuse("mail.smtp_url", SECRET, error);
        }
    }

    fn identities(&self, problems: &mut Problems) {
        if let Err(error) = Inn::parse(&self.ofd.inn) {
            problems.refuse("ofd.inn", &self.ofd.inn, error);
        }
        let name = &self.ofd.name;
        if name.is_empty() || name.chars().count() > 256 {
            problems.refuse("ofd.name", name, "must have 1 to 256 characters");
        }
        let grace = u64::from(self.kazakhstan.blocked_grace_h);
        problems.range("kazakhstan.blocked_grace_h", grace, 0..=AUTONOMOUS_H_MAX);
        let ends = &self.kazakhstan.annulment_ends;
        if LocalDateTime::parse(ends, DATE).is_err() {
            problems.refuse(
                "kazakhstan.annulment_ends",
                ends,
                "must be a date, such as 2026-01-01",
            );
        }
        let wrong = self.kazakhstan.wrong_sign_in_result;
        if ![0, 12].contains(&wrong) {
            problems.refuse("kazakhstan.wrong_sign_in_result", wrong, "must be 0 or 12");
        }
        let answer_ms = self.kazakhstan.answer_timeout_ms;
        problems.range("kazakhstan.answer_timeout_ms", answer_ms, 100..=60_000);
        let key = self.kazakhstan.sign_key.len();
        if (1..SIGN_KEY_LENGTH_MIN).contains(&key) {
            let right = format!("must have at least {SIGN_KEY_LENGTH_MIN} characters, or none");
            problems.refuse("kazakhstan.sign_key", SECRET, right);
        }
    }
}

/// Hours that a Kazakh register may work without its operator. Law: KZ-626/autonomous.
const AUTONOMOUS_H_MAX: u64 = 72;

/// Key, value and the values that work.
type Number = (&'static str, u64, RangeInclusive<u64>);

#[derive(Default)]
struct Problems(Vec<String>);

impl Problems {
    fn range(&mut self, key: &str, value: u64, range: RangeInclusive<u64>) {
        if !range.contains(&value) {
            let right = format!("must be from {} to {}", range.start(), range.end());
            self.refuse(key, value, right);
        }
    }

    fn refuse(&mut self, key: &str, value: impl Display, right: impl Display) {
        self.0.push(format!("{key} = {value}: {right}"));
    }
}
