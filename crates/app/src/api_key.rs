//! Keys with which programs act for an organization.

use store::api_keys::{self, ApiKeyHolder, ApiKeyRow, NewApiKey};
use store::{StoreError, Tx};
use types::{ApiKeyId, OrganizationId, Secret};

use crate::App;
use crate::credentials;

/// What every key begins with: a bearer token that does is looked up among the keys.
pub const PREFIX: &str = "key_";
/// Live keys of an organization.
pub const LIVE_MAX: u64 = 100;
/// Keys that a list shows, revoked ones too.
const LIST_MAX: u32 = 1000;

/// Why a key was not made.
#[derive(Debug, thiserror::Error)]
pub enum ApiKeyError {
    /// The organization has as many as it may have.
    #[error("the organization has {LIVE_MAX} live keys; revoke one first")]
    TooMany,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a key. It is in the answer and nowhere else: only its hash is kept.
pub async fn create(app: &App, key: NewApiKey) -> Result<(ApiKeyId, Secret), ApiKeyError> {
    let (token, _) = credentials::bearer_token(app.rng());
    let secret = format!("{PREFIX}{}", token.reveal());
    let (hash, now) = (credentials::token_hash(&secret), app.now());
    let id = app
        .db()
        .write("create_api_key", move |tx| {
            if api_keys::live(tx, key.organization)? >= LIVE_MAX {
                return Err(ApiKeyError::TooMany);
            }
            Ok(api_keys::create(tx, &key, &hash, now)?)
        })
        .await?;
    Ok((id, Secret::new(secret)))
}

/// Keys of an organization, revoked ones too.
pub async fn list(app: &App, organization: OrganizationId) -> Result<Vec<ApiKeyRow>, StoreError> {
    app.db()
        .read("list_api_keys", move |tx| {
            api_keys::of_organization(tx, organization, LIST_MAX)
        })
        .await
}

/// Who holds this key. `None`: nobody, or not any more.
pub async fn holder(app: &App, key: &str) -> Result<Option<ApiKeyHolder>, StoreError> {
    let hash = credentials::token_hash(key);
    app.db()
        .read("find_api_key", move |tx| api_keys::holder(tx, &hash))
        .await
}

/// Revokes a key for good; `false` when the organization has no such live key.
pub async fn revoke(app: &App, organization: OrganizationId, id: ApiKeyId) -> Result<bool, StoreError> {
    let now = app.now();
    app.db()
        .write("revoke_api_key", move |tx: &mut Tx<'_>| {
            api_keys::revoke(tx, organization, id, now)
        })
        .await
}
