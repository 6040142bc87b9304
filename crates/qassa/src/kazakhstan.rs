//! What the configuration decides for the Kazakh operator.

use app::kz_ofd::KzSettings;
use ofd_kz::{KnownResult, VersionPolicy};
use register_kz::BooksPolicy;
use types::{LocalDateTime, Secret, UtcOffset};

use crate::config::Config;

/// How dates are written.
pub(crate) const DATE: &str = "%Y-%m-%d";

/// Seconds of an hour.
const HOUR_S: i64 = 3_600;

pub(crate) fn settings(config: &Config, public_url: &str) -> KzSettings {
    let kazakhstan = &config.kazakhstan;
    let consumer_url = match kazakhstan.consumer_url.trim_end_matches('/') {
        "" => format!("{public_url}/consumer"),
        stated => stated.to_owned(),
    };
    KzSettings {
        sign_key: Some(Secret::new(kazakhstan.sign_key.as_str())).filter(|key| !key.reveal().is_empty()),
        consumer_url,
        ofd_name: config.ofd.name.clone(),
        versions: if kazakhstan.draft_protocol {
            VersionPolicy::WithDraft
        } else {
            VersionPolicy::Published
        },
        offset: UtcOffset::KAZAKHSTAN,
        policy: BooksPolicy {
            out_grace_s: i64::from(kazakhstan.blocked_grace_h) * HOUR_S,
            annulment_ends: LocalDateTime::parse(&kazakhstan.annulment_ends, DATE).ok(),
        },
        wrong_sign_in: match kazakhstan.wrong_sign_in_result {
            12 => KnownResult::InvalidLoginPassword,
            _ => KnownResult::Ok,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_begin_at_the_public_address_unless_told_otherwise() {
        let mut config = Config::default();
        let settings_of = |config: &Config| settings(config, "https://qassa.example");
        assert_eq!(
            settings_of(&config).consumer_url,
            "https://qassa.example/consumer"
        );
        assert!(settings_of(&config).sign_key.is_none());
        config.kazakhstan.consumer_url = "https://consumer.example/".to_owned();
        config.kazakhstan.sign_key = "k".repeat(32);
        config.kazakhstan.draft_protocol = true;
        config.kazakhstan.blocked_grace_h = 72;
        config.kazakhstan.wrong_sign_in_result = 12;
        config.kazakhstan.annulment_ends = "2027-01-01".to_owned();
        let told = settings_of(&config);
        assert_eq!(told.consumer_url, "https://consumer.example");
        assert_eq!(told.versions, VersionPolicy::WithDraft);
        assert_eq!(told.policy.out_grace_s, 259_200);
        assert_eq!(told.wrong_sign_in, KnownResult::InvalidLoginPassword);
        let ends = told.policy.annulment_ends.map(|ends| ends.to_string());
        assert_eq!(ends.as_deref(), Some("2027-01-01T00:00:00"));
        assert!(told.sign_key.is_some());
    }
}
