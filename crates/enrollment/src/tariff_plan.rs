//! The dictionary of tariff plans: what an operator serves a register for.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use types::{LocalDateTime, Money};

use crate::csv::{DictionaryError, Table};
use crate::places::{IMPORT_MAX_BYTES, Imported};
use crate::register_card::ConnectionKind;

/// Rows that the dictionary holds: every version of every plan.
pub const TARIFF_PLANS_MAX: usize = 1_000;

/// Minor units of a price: a hundred million tenge or roubles a month.
const PRICE_MAX_MINOR: i64 = 10_000_000_000;

const SHIPPED: &str = include_str!("../data/tariff_plans.csv");

/// Code of a plan: 1 to 40 small Latin letters, digits and hyphens. It stays the same when the price changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlanCode(String);

impl PlanCode {
    /// What the text must be.
    pub const EXPECTED: &'static str = "a code of 1 to 40 small Latin letters, digits and hyphens";

    /// Parses; `None` when it is no such code.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let formed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        ((1..=40).contains(&text.len()) && text.bytes().all(formed)).then(|| Self(text.to_owned()))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PlanCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PlanCode {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not {}", Self::EXPECTED))
    }
}

impl From<PlanCode> for String {
    fn from(code: PlanCode) -> Self {
        code.0
    }
}

/// Where a plan is offered, and in what currency its price is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PlanCountry {
    /// Kazakhstan; prices in tiyn.
    #[serde(rename = "KZ")]
    Kazakhstan,
    /// Russia; prices in kopecks.
    #[serde(rename = "RU")]
    Russia,
}

impl PlanCountry {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Kazakhstan, Self::Russia];

    /// Two letters, as dictionaries and lists have them.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kazakhstan => "KZ",
            Self::Russia => "RU",
        }
    }
}

/// Name of a plan in each language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the name in that language")]
pub struct PlanName {
    pub ru: String,
    pub kk: String,
    pub en: String,
}

/// One version of a plan: what was chosen stays what it was when the dictionary changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TariffPlan {
    /// Its code, which is chosen.
    pub code: PlanCode,
    /// Where it is offered.
    pub country: PlanCountry,
    /// How its registers reach the operator.
    pub connection: ConnectionKind,
    /// Price of a month in minor units of the country's currency.
    pub price: Money,
    /// Its name.
    pub name: PlanName,
    /// First day on which this version is offered, at midnight of the country.
    pub valid_from: LocalDateTime,
    /// Last day; `None`: there is no end yet.
    pub valid_to: Option<LocalDateTime>,
}

impl TariffPlan {
    /// `true` on the days on which it is offered; `now` is wall-clock time of the country.
    #[must_use]
    pub fn is_offered(&self, now: LocalDateTime) -> bool {
        let today = crate::document::day(now);
        self.valid_from <= today && self.valid_to.is_none_or(|last| today <= last)
    }

    /// `true` when nothing differs that a signature covers.
    #[must_use]
    pub fn has_terms_of(&self, other: &Self) -> bool {
        (&self.code, self.country, self.connection, self.price, &self.name)
            == (
                &other.code,
                other.country,
                other.connection,
                other.price,
                &other.name,
            )
    }
}

/// Plans to choose from, each in its versions by their first days.
#[derive(Clone, Debug, Default)]
pub struct TariffPlans(BTreeMap<(PlanCountry, PlanCode), BTreeMap<LocalDateTime, TariffPlan>>);

impl TariffPlans {
    /// What is compiled into the program.
    ///
    /// # Errors
    /// [`DictionaryError`] never comes with the shipped file; a test reads it.
    pub fn shipped() -> Result<Self, DictionaryError> {
        let mut plans = Self::default();
        plans.import(SHIPPED)?;
        Ok(plans)
    }

    /// Takes versions of plans from a CSV with the columns `code`, `country`, `connection`, `price_minor`, `name_ru`,
    /// `name_kk`, `name_en`, `valid_from` and `valid_to`. A row of a known code and first day replaces that version.
    /// All rows are taken, or none.
    ///
    /// # Errors
    /// [`DictionaryError`] with the first line that cannot be read, or the limit that was passed.
    pub fn import(&mut self, text: &str) -> Result<Imported, DictionaryError> {
        const COLUMNS: [&str; 9] = [
            "code",
            "country",
            "connection",
            "price_minor",
            "name_ru",
            "name_kk",
            "name_en",
            "valid_from",
            "valid_to",
        ];
        if text.len() > IMPORT_MAX_BYTES {
            return Err(DictionaryError::TooLarge {
                size_bytes: text.len(),
                max_bytes: IMPORT_MAX_BYTES,
            });
        }
        let mut next = self.0.clone();
        let (mut added, mut replaced) = (0_usize, 0_usize);
        for row in Table::read(text, &COLUMNS)?.rows() {
            let plan = version(&row)?;
            let versions = next.entry((plan.country, plan.code.clone())).or_default();
            let counted = match versions.insert(plan.valid_from, plan) {
                Some(_) => &mut replaced,
                None => &mut added,
            };
            *counted = counted.saturating_add(1);
        }
        if next.values().map(BTreeMap::len).sum::<usize>() > TARIFF_PLANS_MAX {
            return Err(DictionaryError::TooMany {
                max: TARIFF_PLANS_MAX,
            });
        }
        self.0 = next;
        Ok(Imported { added, replaced })
    }

    /// The version of each plan that a country offers at this wall-clock time, by codes.
    pub fn offered(&self, country: PlanCountry, now: LocalDateTime) -> impl Iterator<Item = &TariffPlan> {
        self.0
            .iter()
            .filter(move |((of, _), _)| *of == country)
            .filter_map(move |(_, versions)| newest(versions, now))
    }

    /// The version of this plan that the country offers at this wall-clock time.
    #[must_use]
    pub fn plan(&self, country: PlanCountry, code: &PlanCode, now: LocalDateTime) -> Option<&TariffPlan> {
        let versions = self.0.get(&(country, code.clone()))?;
        newest(versions, now)
    }
}

/// The version that began last holds, and ends the plan with its own last day.
fn newest(versions: &BTreeMap<LocalDateTime, TariffPlan>, now: LocalDateTime) -> Option<&TariffPlan> {
    let (_, begun) = versions.range(..=now).next_back()?;
    begun.is_offered(now).then_some(begun)
}

fn version(row: &crate::csv::Row) -> Result<TariffPlan, DictionaryError> {
    let name = |column| {
        row.parsed(column, "a name", |name| {
            (!name.is_empty()).then(|| name.to_owned())
        })
    };
    let (code, country, connection) = (
        row.parsed("code", PlanCode::EXPECTED, PlanCode::parse)?,
        row.parsed("country", "`KZ` or `RU`", |text| {
            PlanCountry::ALL.into_iter().find(|one| one.code() == text)
        })?,
        row.parsed("connection", "`wired` or `gprs`", |text| {
            ConnectionKind::ALL.into_iter().find(|one| one.code() == text)
        })?,
    );
    let price = row.parsed("price_minor", "minor units, 0 to 10000000000", |text| {
        let minor = text.parse().ok()?;
        (0..=PRICE_MAX_MINOR)
            .contains(&minor)
            .then(|| Money::from_minor(minor))
    })?;
    let valid_from = row.parsed("valid_from", "a day as yyyy-mm-dd", midnight)?;
    let valid_to = row.parsed(
        "valid_to",
        "nothing, or a day as yyyy-mm-dd from `valid_from` on",
        |text| {
            if text.is_empty() {
                return Some(None);
            }
            midnight(text).filter(|last| *last >= valid_from).map(Some)
        },
    )?;
    Ok(TariffPlan {
        code,
        country,
        connection,
        price,
        name: PlanName {
            ru: name("name_ru")?,
            kk: name("name_kk")?,
            en: name("name_en")?,
        },
        valid_from,
        valid_to,
    })
}

fn midnight(text: &str) -> Option<LocalDateTime> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    LocalDateTime::from_calendar(
        year.parse().ok()?,
        month.parse().ok()?,
        day.parse().ok()?,
        0,
        0,
        0,
    )
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    const HEAD: &str = "code,country,connection,price_minor,name_ru,name_kk,name_en,valid_from,valid_to\n";

    fn at(text: &str) -> LocalDateTime {
        LocalDateTime::from_wall_seconds(midnight(text).unwrap().wall_seconds() + 86_399)
    }

    fn code(text: &str) -> PlanCode {
        PlanCode::parse(text).unwrap()
    }

    #[test]
    fn the_shipped_plans_are_offered_by_country() {
        let plans = TariffPlans::shipped().unwrap();
        let codes = |country| -> Vec<&str> {
            let now = at("2026-11-22");
            plans
                .offered(country, now)
                .map(|plan| plan.code.as_str())
                .collect()
        };
        assert_eq!(codes(PlanCountry::Kazakhstan), ["online-kkm", "online-kkm-gprs"]);
        assert_eq!(codes(PlanCountry::Russia), ["online-kkt"]);
        let plan = plans.plan(PlanCountry::Kazakhstan, &code("online-kkm"), at("2026-11-22"));
        let plan = plan.unwrap();
        assert_eq!(
            (plan.price.minor(), plan.connection),
            (150_000, ConnectionKind::Wired)
        );
        assert_eq!(
            plans.plan(PlanCountry::Russia, &code("online-kkm"), at("2026-11-22")),
            None
        );
    }

    #[test]
    fn a_new_version_holds_from_its_first_day_and_a_plan_ends_with_its_last() {
        let mut plans = TariffPlans::shipped().unwrap();
        let imported = plans.import(&format!(
            "{HEAD}online-kkm,KZ,wired,180000,Online ККМ,Online БКМ,Online,2027-01-01,2027-12-31\n\
             online-kkm-gprs,KZ,gprs,260000,GPRS,GPRS,GPRS,2024-01-01,2026-12-31\n"
        ));
        assert_eq!(
            imported,
            Ok(Imported {
                added: 1,
                replaced: 1
            })
        );
        let price = |plan: &str, day| {
            let found = plans.plan(PlanCountry::Kazakhstan, &code(plan), at(day));
            found.map(|plan| plan.price.minor())
        };
        assert_eq!(price("online-kkm", "2026-12-31"), Some(150_000));
        assert_eq!(price("online-kkm", "2027-01-01"), Some(180_000));
        assert_eq!(
            price("online-kkm", "2028-01-01"),
            None,
            "an older version comes back"
        );
        assert_eq!(price("online-kkm-gprs", "2026-12-31"), Some(260_000));
        assert_eq!(price("online-kkm-gprs", "2027-01-01"), None);
        assert_eq!(price("online-kkm", "2023-12-31"), None);
    }

    #[test]
    fn a_wrong_row_is_told_and_nothing_is_taken() {
        let good = "month,KZ,wired,100,р,қ,e,2026-01-01,";
        for (row, column) in [
            ("Month,KZ,wired,100,р,қ,e,2026-01-01,", "code"),
            ("month,US,wired,100,р,қ,e,2026-01-01,", "country"),
            ("month,KZ,radio,100,р,қ,e,2026-01-01,", "connection"),
            ("month,KZ,wired,-1,р,қ,e,2026-01-01,", "price_minor"),
            ("month,KZ,wired,10000000001,р,қ,e,2026-01-01,", "price_minor"),
            ("month,KZ,wired,1.5,р,қ,e,2026-01-01,", "price_minor"),
            ("month,KZ,wired,100,,қ,e,2026-01-01,", "name_ru"),
            ("month,KZ,wired,100,р,қ,e,2026-02-30,", "valid_from"),
            ("month,KZ,wired,100,р,қ,e,2026-01-02,2026-01-01", "valid_to"),
        ] {
            let mut plans = TariffPlans::default();
            let refused = plans.import(&format!("{HEAD}{good}\n{row}\n"));
            assert!(
                matches!(refused, Err(DictionaryError::Row { line: 3, column: told, .. }) if told == column),
                "{row}: {refused:?}"
            );
            assert!(plans.0.is_empty());
        }
    }

    #[test]
    fn more_plans_than_the_limit_are_refused() {
        let mut text = HEAD.to_owned();
        for number in 0..=TARIFF_PLANS_MAX {
            writeln!(text, "n{number},KZ,wired,100,р,қ,e,2026-01-01,").unwrap();
        }
        let refused = TariffPlans::default().import(&text);
        assert_eq!(
            refused,
            Err(DictionaryError::TooMany {
                max: TARIFF_PLANS_MAX
            })
        );
    }
}
