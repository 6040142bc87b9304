//! AUTH: a cashier signs in at the operator through the register. Source: KZ-OFD/auth.
//!
//! The account of the register's owner is where cashiers have their logins. The password is looked at outside of the
//! unit of work, since that takes tens of milliseconds, and only for a register with the right token, so that nobody
//! else can try passwords.

use ofd_kz::exchange::{self, Verdict};
use ofd_kz::messages::{AuthResponse, AuthResultType, UserRole};
use ofd_kz::{Command, KnownCommand, KnownResult};
use store::kz_incidents::{self, KzIncident};
use store::users::{Role, UserRow};
use store::{StoreError, kz_registers, users};
use types::Secret;

use super::attempts::FAILED_SIGN_INS_MAX;
use super::reading::Reading;
use super::registers::Stored;
use super::{IngestError, said};
use crate::{App, credentials};

/// What became of a sign-in.
pub(super) enum SignIn {
    /// Login and password are right.
    Right(Box<UserRow>),
    /// One of them is wrong.
    Wrong,
    /// Others are looked at: the register asks again.
    Busy,
}

/// Looks at login and password of a request; `None` when it is no sign-in, or of nobody who may speak.
pub(super) async fn check(app: &App, reading: &Reading) -> Result<Option<SignIn>, IngestError> {
    let is_sign_in = reading.command.and_then(Command::known) == Some(KnownCommand::Auth);
    let asked = reading.content.as_ref().filter(|_| is_sign_in);
    let Some(asked) = asked.and_then(|content| content.message.auth.as_ref()) else {
        return Ok(None);
    };
    let (login, device_id) = (asked.login.clone(), reading.header.device_id);
    let found = app
        .db()
        .read("find_kz_cashier", move |tx| {
            let register = kz_registers::find(tx, device_id)?;
            let user = users::by_login(tx, &login)?;
            Ok::<_, StoreError>((register, user))
        })
        .await?;
    let (Some(register), user) = found else {
        return Ok(None);
    };
    let organization = register.organization;
    let stored = Stored::of(register)?;
    let verdict = exchange::judge(
        Some(&stored.tokens),
        &reading.header,
        reading.command,
        reading.parse(),
    );
    if !matches!(verdict, Verdict::Admit(_)) {
        return Ok(None);
    }
    let Some(attempt) = app.kz_sign_ins().begin(device_id) else {
        return Ok(Some(SignIn::Busy));
    };
    let user = user.filter(|user| user.organization == Some(organization));
    let hash = crate::account::hash_of(user.as_ref());
    let password = Secret::new(asked.password.as_str());
    let is_right = app
        .passwords()
        .work(move || {
            // The place is kept to the end of the work, also when the register has gone.
            let _attempt = attempt;
            credentials::password_matches(&password, &hash)
        })
        .await;
    let right = user.filter(|_| is_right);
    if app.kz_sign_ins().ended(device_id, right.is_some()) {
        tell_failures(app, device_id).await?;
    }
    Ok(Some(right.map_or_else(
        || {
            tracing::warn!(device.id = device_id, "a sign-in at a register failed");
            SignIn::Wrong
        },
        |user| SignIn::Right(Box::new(user)),
    )))
}

/// Somebody may be guessing passwords: an incident, once until a sign-in is right.
async fn tell_failures(app: &App, device_id: u32) -> Result<(), StoreError> {
    let incident = KzIncident {
        at: app.now(),
        device_id: Some(device_id),
        kind: "sign_ins_failed".to_owned(),
        detail: format!("{FAILED_SIGN_INS_MAX} sign-ins in a row were wrong"),
        payload: None,
    };
    app.db()
        .write("tell_failed_kz_sign_ins", move |tx| {
            kz_incidents::add(tx, &incident)
        })
        .await
}

impl SignIn {
    /// The answer's part about it; `None` when it was not looked at.
    pub(super) fn response(&self) -> Option<AuthResponse> {
        Some(match self {
            Self::Busy => return None,
            Self::Wrong => AuthResponse {
                result: AuthResultType::InvalidLoginPassword.number(),
                ..AuthResponse::default()
            },
            Self::Right(user) => AuthResponse {
                result: AuthResultType::Ok.number(),
                operator_code: u32::try_from(user.id.get()).ok(),
                operator_name: Some(user.login.clone()),
                roles: role(user.role).map(UserRole::number).into_iter().collect(),
            },
        })
    }

    /// Result and text of the whole answer; `wrong` is what the operator answers to a wrong password.
    pub(super) fn result(&self, wrong: KnownResult) -> (KnownResult, String) {
        let told = |result| {
            let text = translate::kz::result_text(result);
            text.map(|text| said(&text)).unwrap_or_default()
        };
        match self {
            Self::Right(_) => (KnownResult::Ok, String::new()),
            Self::Wrong => (wrong, told(KnownResult::InvalidLoginPassword)),
            Self::Busy => {
                let busy = KnownResult::ServiceTemporarilyUnavailable;
                (busy, told(busy))
            }
        }
    }
}

const fn role(role: Role) -> Option<UserRole> {
    match role {
        Role::Owner => Some(UserRole::Administrator),
        Role::Cashier => Some(UserRole::Paymaster),
        Role::Operator => None,
    }
}
