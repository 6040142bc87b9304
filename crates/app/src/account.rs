//! People who sign in with a login and a password.

use store::users::UserRow;
use store::{StoreError, sessions, users};
use types::{Secret, Timestamp};

use crate::App;
use crate::credentials;

/// How long a session lasts, seconds.
pub const SESSION_S: i64 = 12 * 3600;

/// A session that was opened.
#[derive(Clone, Debug)]
pub struct OpenedSession {
    /// Bearer token; shown once, stored hashed.
    pub token: Secret,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Who signed in.
    pub user: UserRow,
}

/// A hash that no password matches, so that an unknown login costs the same time as a wrong password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$cXdlcnR5dWlvcGFzZGY$\
    q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";

/// Opens a session. `None`: login or password is wrong.
pub async fn sign_in(
    app: &App,
    login: String,
    password: Secret,
) -> Result<Option<OpenedSession>, StoreError> {
    let found = app
        .db()
        .read("find_user", move |tx| users::by_login(tx, &login))
        .await?;
    let stored = hash_of(found.as_ref());
    let right = app
        .passwords()
        .work(move || credentials::password_matches(&password, &stored))
        .await;
    let (Some(user), true) = (found, right) else {
        return Ok(None);
    };
    let (token, hash) = credentials::bearer_token(app.rng());
    let (now, id) = (app.now(), user.id);
    let expires_at = now.plus_s(SESSION_S);
    app.db()
        .write("open_session", move |tx| {
            sessions::create(tx, &hash, id, now, expires_at)
        })
        .await?;
    Ok(Some(OpenedSession {
        token,
        expires_at,
        user,
    }))
}

/// The hash that a password is compared with: nobody's for an unknown login.
pub(crate) fn hash_of(user: Option<&UserRow>) -> String {
    user.map_or(NOBODY, |user| user.password_hash.as_str()).to_owned()
}

/// Who holds this token. `None`: nobody, or not any more.
pub async fn holder(app: &App, token: &str) -> Result<Option<UserRow>, StoreError> {
    let (hash, now) = (credentials::token_hash(token), app.now());
    app.db()
        .read("find_session", move |tx| sessions::find_user(tx, &hash, now))
        .await
}

/// Ends a session.
pub async fn sign_out(app: &App, token: &str) -> Result<(), StoreError> {
    let hash = credentials::token_hash(token);
    app.db()
        .write("close_session", move |tx| sessions::delete(tx, &hash))
        .await?;
    Ok(())
}
