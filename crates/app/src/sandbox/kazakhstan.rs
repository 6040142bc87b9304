//! The Kazakh part of the sandbox: an organization with registers that are enrolled and have not sold anything yet.

use receipt::kz::TaxationRegime;
use serde::{Deserialize, Serialize};
use store::organizations::{self, NewOrganization};
use store::users::{self, NewUser, Role};
use store::{StoreError, Tx, sandbox};
use types::{OrganizationId, Secret, Timestamp};

use super::Credentials;
use crate::kz_ofd::{self, Card, Enrollment, EnrollmentRefusal, OrganizationCard, TradePointCard};
use crate::{App, credentials};

/// Taxpayer of the sandbox; synthetic, with a valid check digit.
const ORGANIZATION_BIN: &str = "200140000014";

/// Name of the setting that keeps the facts.
const SETTING: &str = "kz_facts";

/// Id of the first register at the operator; the others follow it.
const FIRST_DEVICE_ID: u32 = 1001;

/// What a newcomer needs to begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KzFacts {
    /// Business identification number of the organization.
    pub organization_bin: String,
    /// The organization.
    pub organization: OrganizationId,
    /// Its registers.
    pub registers: Vec<KzRegisterFacts>,
    /// Owner of the organization.
    pub owner: Credentials,
}

/// A register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KzRegisterFacts {
    /// Its id at the operator.
    pub device_id: u32,
    /// The token of its next request.
    pub token: u32,
    /// Given by the tax authority.
    pub registration_number: String,
    /// Given by the manufacturer.
    pub serial_number: String,
}

/// Why the sandbox could not be made.
#[derive(Debug, thiserror::Error)]
pub enum KzSandboxError {
    /// A register could not be put into service.
    #[error(transparent)]
    Register(#[from] EnrollmentRefusal),
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] credentials::PasswordError),
    /// The stored facts do not read.
    #[error("the stored facts of the sandbox do not read: {0}")]
    Facts(#[from] serde_json::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes the Kazakh part with so many registers, or finds the one that is there, with the tokens that are valid now.
pub async fn prepare(app: &App, registers: u16) -> Result<KzFacts, KzSandboxError> {
    let known = app
        .db()
        .read("find_kz_sandbox", |tx| sandbox::setting(tx, SETTING))
        .await?;
    if let Some(text) = known {
        return with_valid_tokens(app, serde_json::from_str(&text)?).await;
    }
    let password = credentials::random_text(app.rng(), 12);
    let hash = credentials::hash_password(&Secret::new(password.as_str()), app.rng())?;
    let tokens: Vec<u32> = (0..registers)
        .map(|_| credentials::random_u32(app.rng()).max(1))
        .collect();
    let now = app.now();
    app.db()
        .write("make_kz_sandbox", move |tx| {
            make(tx, &password, &hash, &tokens, now)
        })
        .await
}

async fn with_valid_tokens(app: &App, mut facts: KzFacts) -> Result<KzFacts, KzSandboxError> {
    for register in &mut facts.registers {
        if let Some(token) = kz_ofd::valid_token(app, register.device_id).await? {
            register.token = token;
        }
    }
    Ok(facts)
}

fn make(
    tx: &mut Tx<'_>,
    password: &str,
    hash: &str,
    tokens: &[u32],
    now: Timestamp,
) -> Result<KzFacts, KzSandboxError> {
    let organization = NewOrganization {
        inn: ORGANIZATION_BIN.to_owned(),
        kpp: None,
        name: "ТОО «Мысал»".to_owned(),
    };
    let organization = organizations::create(tx, &organization, now)?;
    let owner = NewUser {
        organization: Some(organization),
        login: "owner-kz".to_owned(),
        password_hash: hash.to_owned(),
        role: Role::Owner,
    };
    users::create(tx, &owner, now)?;
    let mut registers = Vec::new();
    for (number, (device_id, token)) in (1..).zip((FIRST_DEVICE_ID..).zip(tokens.iter().copied())) {
        let register = KzRegisterFacts {
            device_id,
            token,
            registration_number: format!("0101{number:08}"),
            serial_number: format!("QSSA1{number:012}"),
        };
        let enrollment = Enrollment {
            device_id,
            organization,
            serial_number: register.serial_number.clone(),
            registration_number: register.registration_number.clone(),
            card: card(),
            token,
        };
        kz_ofd::enroll(tx, &enrollment, now)?;
        registers.push(register);
    }
    let facts = KzFacts {
        organization_bin: ORGANIZATION_BIN.to_owned(),
        organization,
        registers,
        owner: Credentials {
            login: owner.login,
            password: password.to_owned(),
        },
    };
    sandbox::set(tx, SETTING, &serde_json::to_string(&facts)?)?;
    Ok(facts)
}

fn card() -> Card {
    Card {
        organization: OrganizationCard {
            title: "ТОО «Мысал»".to_owned(),
            taxpayer_number: ORGANIZATION_BIN.to_owned(),
            address: "г. Алматы, ул. Примерная, 1".to_owned(),
            address_kk: Some("Алматы қ., Мысал к-сі, 1".to_owned()),
            regime: Some(TaxationRegime::General),
            activity_code: Some("47111".to_owned()),
            vat_certificate: Some(("60001".to_owned(), "0000001".to_owned())),
        },
        trade_point: TradePointCard {
            title: "Магазин «Мысал»".to_owned(),
            address: "г. Алматы, ул. Примерная, 1".to_owned(),
            address_kk: Some("Алматы қ., Мысал к-сі, 1".to_owned()),
        },
    }
}
