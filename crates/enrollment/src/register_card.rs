//! What is known of a register before any tax authority knows it.

use serde::{Deserialize, Serialize};
use types::{LocalDateTime, SerialNumber, TradePointId};

use crate::field::{FieldErrors, FieldProblem, Fields, shown};
use crate::register_model::{ModelCode, RegisterModels};
use crate::state::StateKind;

/// Characters of a name of a register or a trade point.
pub const NAME_MAX: usize = 100;
/// Oldest year of manufacture that is taken.
pub const YEAR_OF_MANUFACTURE_MIN: i16 = 2000;

/// How a register reaches its operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionKind {
    /// By wire or the owner's own network.
    Wired,
    /// By the mobile network, with a card in the register.
    Gprs,
}

impl ConnectionKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Wired, Self::Gprs];

    /// Code, as it is stored and stands in the signed bytes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Wired => "wired",
            Self::Gprs => "gprs",
        }
    }
}

/// A register as a person filled it in; empty texts are fields left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterForm {
    /// A name that says where it stands.
    pub name: String,
    /// Code of the model in the dictionary.
    pub model: String,
    /// Number that the maker gave.
    pub serial_number: String,
    /// Year of manufacture.
    pub year: String,
    /// Trade point where it is used.
    pub trade_point: Option<TradePointId>,
}

/// A register that can be enrolled: model, serial number and year never change once it was submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterCard {
    /// Its name; may change at any time.
    pub name: String,
    /// Model from the dictionary.
    pub model: ModelCode,
    /// Name of the model when the card was made, so that a document says what was chosen.
    pub model_name: String,
    /// Serial number, unique among registers of the model.
    pub serial_number: SerialNumber,
    /// Year of manufacture.
    pub year: i16,
    /// Trade point where it is used.
    pub trade_point: TradePointId,
}

impl RegisterCard {
    /// Reads a form against the dictionary of models; `today` bounds the year of manufacture.
    ///
    /// # Errors
    /// [`FieldErrors`] with every wrong field.
    pub fn parse(
        form: &RegisterForm,
        models: &RegisterModels,
        today: LocalDateTime,
    ) -> Result<Self, FieldErrors> {
        let mut fields = Fields::default();
        let name = fields.required("name", &form.name, NAME_MAX);
        let code = fields.parsed("model", &form.model, ModelCode::EXPECTED, ModelCode::parse);
        let model = code.and_then(|code| {
            let model = models.model(&code);
            if model.is_none() {
                fields.refuse(
                    "model",
                    FieldProblem::Unknown {
                        value: code.to_string(),
                    },
                );
            }
            model
        });
        let expected = "a serial number of 1 to 20 Latin letters, digits and signs";
        let parse = |text: &str| SerialNumber::parse(text).ok();
        let serial_number = fields.parsed("serial_number", &form.serial_number, expected, parse);
        let year = year(&mut fields, &form.year, today);
        if form.trade_point.is_none() {
            fields.refuse("trade_point_id", FieldProblem::Missing);
        }
        let parts = name.zip(model).zip(serial_number.zip(year)).zip(form.trade_point);
        let value = parts.map(|(((name, model), (serial_number, year)), trade_point)| Self {
            name,
            model: model.code.clone(),
            model_name: model.name.clone(),
            serial_number,
            year,
            trade_point,
        });
        fields.finish(value)
    }

    /// The card after a change, when the state allows it: all of a draft may change, afterwards the name alone.
    /// Source: seed S1.
    ///
    /// # Errors
    /// [`FieldErrors`] with every field that may not change.
    pub fn changed(&self, next: Self, state: StateKind) -> Result<Self, FieldErrors> {
        let mut fields = Fields::default();
        if state != StateKind::Draft {
            let fixed = [
                ("model", self.model != next.model),
                ("serial_number", self.serial_number != next.serial_number),
                ("year", self.year != next.year),
            ];
            for (path, _) in fixed.into_iter().filter(|(_, differs)| *differs) {
                fields.refuse(path, FieldProblem::Fixed);
            }
            if self.trade_point != next.trade_point {
                fields.refuse("trade_point_id", FieldProblem::ByReEnrollment);
            }
        }
        fields.finish(Some(next))
    }
}

fn year(fields: &mut Fields, raw: &str, today: LocalDateTime) -> Option<i16> {
    let parse = |text: &str| text.parse::<i16>().ok();
    let year = fields.parsed("year", raw, "a year of four digits", parse)?;
    let max = today.format("%Y").parse().unwrap_or(i16::MAX);
    if (YEAR_OF_MANUFACTURE_MIN..=max).contains(&year) {
        return Some(year);
    }
    let value = shown(raw);
    let (min, max) = (i64::from(YEAR_OF_MANUFACTURE_MIN), i64::from(max));
    fields.refuse("year", FieldProblem::OutOfRange { value, min, max });
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> RegisterForm {
        RegisterForm {
            name: "Касса 1".into(),
            model: "E-KASSA".into(),
            serial_number: "KTDE1123456789012".into(),
            year: "2024".into(),
            trade_point: Some(TradePointId::new(7)),
        }
    }

    fn parse(form: &RegisterForm) -> Result<RegisterCard, FieldErrors> {
        let today = LocalDateTime::from_calendar(2026, 11, 22, 10, 0, 0).unwrap();
        RegisterCard::parse(form, &RegisterModels::shipped().unwrap(), today)
    }

    #[test]
    fn names_every_wrong_field_at_once() {
        assert_eq!(
            parse(&RegisterForm::default()).unwrap_err().to_string(),
            "name: must be filled in; model: must be filled in; serial_number: must be filled in; \
             year: must be filled in; trade_point_id: must be filled in"
        );
        let wrong = RegisterForm {
            model: "MY-OWN".into(),
            serial_number: "КТДЕ".into(),
            year: "2027".into(),
            ..form()
        };
        assert_eq!(
            parse(&wrong).unwrap_err().to_string(),
            "model: `MY-OWN` is not in the dictionary; serial_number: `КТДЕ` is not a serial number of 1 to 20 \
             Latin letters, digits and signs; year: `2027` is not between 2000 and 2026"
        );
        for (year, accepted) in [
            ("1999", false),
            ("2000", true),
            ("2026", true),
            ("24", false),
            ("2O24", false),
        ] {
            let form = RegisterForm {
                year: year.into(),
                ..form()
            };
            assert_eq!(parse(&form).is_ok(), accepted, "{year}");
        }
    }

    #[test]
    fn after_submission_only_the_name_may_change() {
        let card = parse(&form()).unwrap();
        let other = RegisterCard {
            name: "Промтовары".into(),
            serial_number: SerialNumber::parse("KTDE1999999999999").unwrap(),
            year: 2023,
            trade_point: TradePointId::new(8),
            ..card.clone()
        };
        assert_eq!(card.changed(other.clone(), StateKind::Draft), Ok(other.clone()));
        for state in StateKind::ALL
            .into_iter()
            .filter(|state| *state != StateKind::Draft)
        {
            let refused = card.changed(other.clone(), state).unwrap_err();
            assert_eq!(
                refused.to_string(),
                "serial_number: is fixed since the register was submitted to the tax authority; \
                 year: is fixed since the register was submitted to the tax authority; \
                 trade_point_id: changes by re-enrollment only"
            );
            let renamed = RegisterCard {
                name: "Касса 2".into(),
                ..card.clone()
            };
            assert_eq!(card.changed(renamed.clone(), state), Ok(renamed));
        }
    }
}
