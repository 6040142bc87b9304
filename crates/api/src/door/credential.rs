use axum::http::header::{AUTHORIZATION, HOST};
use axum::http::request::Parts;
use types::Secret;

use super::Doors;
use crate::call::Input;
use crate::cloud::{Cloud, RegisterCredentials, Role, ShopCredentials, UserActor};
use crate::komtet::signature::{Signed, SigningKey, is_signed_by};
use crate::limits::CREDENTIAL_LENGTH_MAX;
use crate::reply::Failure;
use crate::route::{Caller, RegisterEndpoint, Route};

/// Header of the signature.
const SIGNATURE: &str = "x-hmac-signature";

/// Who says to call. A signature is still to be checked: it covers the body.
pub(super) enum Credential {
    Shop(ShopCredentials),
    Register(RegisterCredentials),
    Person(UserActor),
    Nobody,
}

impl<C: Cloud> Doors<C> {
    /// Finds the caller before a byte of the body is read.
    pub(super) async fn credential(&self, route: &Route, parts: &Parts) -> Result<Credential, Failure> {
        let authorization = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let authorization = authorization.unwrap_or_default().trim();
        let is_plausible = !authorization.is_empty() && authorization.len() <= CREDENTIAL_LENGTH_MAX;
        match route.caller {
            Caller::Anybody => Ok(Credential::Nobody),
            Caller::Shop if is_plausible => {
                let found = self.cloud.shop_credentials(authorization).await?;
                found.map(Credential::Shop).ok_or(Failure::Unauthenticated)
            }
            Caller::Register if is_plausible => {
                let found = self.cloud.register_credentials(authorization).await?;
                found.map(Credential::Register).ok_or(Failure::Unauthenticated)
            }
            Caller::Person | Caller::Owner | Caller::Signer | Caller::Operator if is_plausible => {
                let token = authorization
                    .strip_prefix("Bearer ")
                    .ok_or(Failure::Unauthenticated)?;
                let found = self.cloud.session(&Secret::new(token.trim())).await?;
                let actor = found.ok_or(Failure::Unauthenticated)?;
                match (route.caller, actor.role) {
                    (Caller::Owner | Caller::Signer, Role::Cashier(_) | Role::Operator)
                    | (Caller::Operator, Role::Owner(_) | Role::Cashier(_)) => Err(Failure::Forbidden),
                    (Caller::Signer, Role::Owner(_)) if !actor.entry.may_sign() => Err(Failure::Forbidden),
                    (_, Role::Owner(_) | Role::Cashier(_) | Role::Operator) => Ok(Credential::Person(actor)),
                }
            }
            Caller::Shop
            | Caller::Register
            | Caller::Person
            | Caller::Owner
            | Caller::Signer
            | Caller::Operator => Err(Failure::Unauthenticated),
        }
    }

    pub(super) fn check_shop(&self, credentials: &ShopCredentials, input: &Input) -> Result<(), Failure> {
        self.check(&SigningKey::new(&credentials.secret), input)
    }

    /// The key of a register's `tasks` has its serial number behind the secret; the others have not.
    pub(super) fn check_register(
        &self,
        endpoint: RegisterEndpoint,
        credentials: &RegisterCredentials,
        input: &Input,
    ) -> Result<(), Failure> {
        let key = match endpoint {
            RegisterEndpoint::Activate | RegisterEndpoint::Deactivate => SigningKey::new(&credentials.secret),
            RegisterEndpoint::Beat => {
                SigningKey::with_serial_number(&credentials.secret, &credentials.serial_number)
            }
        };
        self.check(&key, input)
    }

    fn check(&self, key: &SigningKey, input: &Input) -> Result<(), Failure> {
        let header = |name: &str| {
            input
                .parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        let signed = Signed {
            method: input.parts.method.as_str(),
            target: input
                .parts
                .uri
                .path_and_query()
                .map_or("/", |target| target.as_str()),
            host: header(HOST.as_str()),
            body: &input.body,
            signature: header(SIGNATURE).unwrap_or_default(),
        };
        if is_signed_by(key, &self.settings.addresses, &signed) {
            return Ok(());
        }
        Err(Failure::Unauthenticated)
    }
}
