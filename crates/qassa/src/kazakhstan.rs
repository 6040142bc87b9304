//! What the configuration decides for the Kazakh operator.

use std::sync::Arc;

use app::kz_ofd::KzSettings;
use enrollment::TariffPlans;
use ofd_kz::{KnownResult, VersionPolicy};
use register_kz::BooksPolicy;
use types::{LocalDateTime, Secret, UtcOffset};

use crate::config::Config;

/// How dates are written.
pub(crate) const DATE: &str = "%Y-%m-%d";

/// Seconds of an hour.
const HOUR_S: i64 = 3_600;

/// What the Kazakh operator is told.
///
/// # Errors
/// The file of tariff plans, when it cannot be read.
pub(crate) fn settings(config: &Config, public_url: &str) -> Result<KzSettings, String> {
    let kazakhstan = &config.kazakhstan;
    let consumer_url = match kazakhstan.consumer_url.trim_end_matches('/') {
        "" => format!("{public_url}/consumer"),
        stated => stated.to_owned(),
    };
    Ok(KzSettings {
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
        tariff_plans: Arc::new(tariff_plans(&config.ofd.tariff_plans)?),
    })
}

/// The plans of a file and no others; without a file those of the sandbox.
fn tariff_plans(file: &str) -> Result<TariffPlans, String> {
    if file.is_empty() {
        return TariffPlans::shipped().map_err(|error| error.to_string());
    }
    let wrong = |why: String| format!("ofd.tariff_plans: `{file}`: {why}");
    let text = std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
    let mut plans = TariffPlans::default();
    plans.import(&text).map_err(|error| wrong(error.to_string()))?;
    Ok(plans)
}

#[cfg(test)]
mod tests {
    use enrollment::PlanCountry;
    use types::LocalDateTime;

    use super::*;

    #[test]
    fn links_begin_at_the_public_address_unless_told_otherwise() {
        let mut config = Config::default();
        let settings_of = |config: &Config| settings(config, "https://qassa.example").unwrap();
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

    #[test]
    fn plans_come_from_the_file_alone_or_from_the_sandbox() {
        let offered = |config: &Config| {
            let settings = settings(config, "https://qassa.example")?;
            let now = LocalDateTime::from_calendar(2026, 11, 22, 10, 0, 0).unwrap();
            let plans = settings.tariff_plans.offered(PlanCountry::Kazakhstan, now);
            Ok::<Vec<String>, String>(plans.map(|plan| plan.code.to_string()).collect())
        };
        let mut config = Config::default();
        assert_eq!(offered(&config).unwrap(), ["online-kkm", "online-kkm-gprs"]);
        let file = std::env::temp_dir().join(format!("qassa-plans-{}.csv", std::process::id()));
        config.ofd.tariff_plans = file.display().to_string();
        let head = "code,country,connection,price_minor,name_ru,name_kk,name_en,valid_from,valid_to\n";
        std::fs::write(&file, format!("{head}own,KZ,wired,100,р,қ,e,2024-01-01,\n")).unwrap();
        assert_eq!(offered(&config).unwrap(), ["own"]);
        std::fs::write(&file, format!("{head}own,KZ,wired,free,р,қ,e,2024-01-01,\n")).unwrap();
        let refused = offered(&config).unwrap_err();
        assert!(
            refused.contains("line 2: `free` in column `price_minor`"),
            "{refused}"
        );
        std::fs::remove_file(&file).unwrap();
        let refused = offered(&config).unwrap_err();
        assert!(refused.starts_with("ofd.tariff_plans: `"), "{refused}");
    }
}
