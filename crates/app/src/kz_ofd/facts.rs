//! What a register told of its program and place: kept to be shown; of all of it the outage alone decides anything. Source: KZ-OFD/service.

use register_kz::Outage;
use serde::{Deserialize, Serialize};
use translate::kz::service::RegisterFacts;

/// Programs of one register that are kept; the first ones are.
const MODULES_MAX: usize = 16;

/// Longest text of a fact that is kept, characters; the rest is cut off.
const TEXT_LENGTH_MAX: usize = 128;

/// What a register told of itself, newest of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ToldFacts {
    /// Programs, as name and version.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<(String, String)>,
    /// Operating system: family and version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// Architecture of the hardware.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hardware: Option<String>,
    /// The maker's id at the operator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner_id: Option<u32>,
    /// Latitude and longitude as sent: the scale is not published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<(i32, i32)>,
    /// Connecting time, round trip and loss of its link, as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<(u32, Option<u32>, Option<u32>)>,
    /// Registration number that it takes for its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_number: Option<String>,
    /// Serial number that it takes for its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// The outage during which it issued documents by itself, as the newest request announced it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outage: Option<Outage>,
}

impl ToldFacts {
    /// What one request tells.
    pub(super) fn of(facts: &RegisterFacts) -> Self {
        let software = &facts.software;
        let system: Vec<&str> = [&software.os_family, &software.os_version]
            .into_iter()
            .filter_map(|part| part.as_deref())
            .collect();
        let system = some(Some(system.join(" ").as_str()));
        Self {
            programs: software
                .modules
                .iter()
                .take(MODULES_MAX)
                .map(|module| (cut(&module.name), cut(&module.version)))
                .collect(),
            system,
            hardware: some(software.hardware.as_deref()),
            partner_id: software.partner_id,
            position: facts
                .position
                .as_ref()
                .map(|place| (place.latitude, place.longitude)),
            link: facts
                .link
                .map(|link| (link.connect_time, link.round_trip, link.loss)),
            registration_number: some(facts.claims.register.registration_number.as_deref()),
            serial_number: some(facts.claims.register.serial_number.as_deref()),
            outage: facts.outage,
        }
    }

    /// As the column of the register has them; `None` for nothing and for what does not read any more.
    pub(super) fn read(column: Option<&str>) -> Option<Self> {
        serde_json::from_str(column?).ok()
    }

    /// The column after a request: what it leaves out stays as it was told before, but for an outage, which is over
    /// when it is not told any more.
    pub(super) fn told_anew(self, column: Option<String>) -> Option<String> {
        let before = Self::read(column.as_deref()).unwrap_or_default();
        if self == Self::default() && before.outage.is_none() {
            return column;
        }
        let all = Self {
            programs: if self.programs.is_empty() {
                before.programs
            } else {
                self.programs
            },
            system: self.system.or(before.system),
            hardware: self.hardware.or(before.hardware),
            partner_id: self.partner_id.or(before.partner_id),
            position: self.position.or(before.position),
            link: self.link.or(before.link),
            registration_number: self.registration_number.or(before.registration_number),
            serial_number: self.serial_number.or(before.serial_number),
            outage: self.outage,
        };
        serde_json::to_string(&all).ok().or(column)
    }
}

fn cut(text: &str) -> String {
    text.trim().chars().take(TEXT_LENGTH_MAX).collect()
}

fn some(text: Option<&str>) -> Option<String> {
    text.map(cut).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use translate::kz::service::{LinkQuality, Module, Position, Software};

    use super::*;

    fn told() -> RegisterFacts {
        RegisterFacts {
            link: Some(LinkQuality {
                connect_time: 12,
                round_trip: Some(30),
                loss: None,
            }),
            position: Some(Position {
                latitude: 432_156,
                longitude: 765_432,
                source: None,
            }),
            software: Software {
                modules: vec![Module {
                    name: "Core".to_owned(),
                    version: "2.0".to_owned(),
                    build: None,
                }],
                os_family: Some("Linux".to_owned()),
                os_version: Some("6.1".to_owned()),
                ..Software::default()
            },
            ..RegisterFacts::default()
        }
    }

    #[test]
    fn what_a_request_leaves_out_stays_as_it_was_told_before() {
        let first = ToldFacts::of(&told()).told_anew(None);
        let silent = ToldFacts::of(&RegisterFacts::default()).told_anew(first.clone());
        assert_eq!(silent, first);
        let moved = RegisterFacts {
            position: Some(Position {
                latitude: 1,
                longitude: 2,
                source: None,
            }),
            ..RegisterFacts::default()
        };
        let moved = ToldFacts::read(ToldFacts::of(&moved).told_anew(first).as_deref()).unwrap();
        assert_eq!(moved.position, Some((1, 2)));
        assert_eq!(moved.programs, [("Core".to_owned(), "2.0".to_owned())]);
        assert_eq!(moved.system.as_deref(), Some("Linux 6.1"));
        let mended = ToldFacts::of(&told()).told_anew(Some("broken".to_owned()));
        assert_eq!(mended, ToldFacts::of(&told()).told_anew(None));
    }

    #[test]
    fn facts_are_bounded_whatever_a_register_tells() {
        let module = Module {
            name: "н".repeat(60_000),
            version: "1".repeat(60_000),
            build: None,
        };
        let facts = RegisterFacts {
            software: Software {
                modules: vec![module; 100],
                os_family: Some("s".repeat(60_000)),
                ..Software::default()
            },
            ..RegisterFacts::default()
        };
        let column = ToldFacts::of(&facts).told_anew(None).unwrap();
        assert!(column.len() < 8_192, "{}", column.len());
        assert_eq!(
            ToldFacts::read(Some(&column)).unwrap().programs.len(),
            MODULES_MAX
        );
    }
}
