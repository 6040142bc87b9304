//! Making credentials, and checking passwords and tokens.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, Params, PasswordHash};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use types::{Rng, Secret, Timestamp};

/// Letters and digits that are not mistaken for one another when read aloud.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A random text of `length` letters and digits, five bits each.
#[must_use]
pub fn random_text(rng: &dyn Rng, length: usize) -> String {
    let mut bytes = vec![0_u8; length];
    rng.fill(&mut bytes);
    bytes
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect()
}

/// A random number, such as a token of the Kazakh wire.
#[must_use]
pub fn random_u32(rng: &dyn Rng) -> u32 {
    let mut bytes = [0_u8; 4];
    rng.fill(&mut bytes);
    u32::from_be_bytes(bytes)
}

/// Public id of a shop: six letters and digits, as the delivery modules of real shops require.
#[must_use]
pub fn shop_public_id(rng: &dyn Rng) -> String {
    random_text(rng, 6)
}

/// Secret of a shop: ten letters and digits, as the delivery modules of real shops require.
#[must_use]
pub fn shop_secret(rng: &dyn Rng) -> String {
    random_text(rng, 10)
}

/// Key or secret of a register: 24 letters and digits; agents keep them in columns of 32.
#[must_use]
pub fn register_secret(rng: &dyn Rng) -> String {
    random_text(rng, 24)
}

/// A new `UUIDv7` of this moment.
#[must_use]
pub fn uuid(rng: &dyn Rng, now: Timestamp) -> String {
    let mut random = [0_u8; 10];
    rng.fill(&mut random);
    let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random)
        .into_uuid()
        .to_string()
}

/// A bearer token and the hash that is stored in its place.
#[must_use]
pub fn bearer_token(rng: &dyn Rng) -> (Secret, [u8; 32]) {
    let token = random_text(rng, 40);
    let hash = token_hash(&token);
    (Secret::new(token), hash)
}

/// SHA-256 of a bearer token.
#[must_use]
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Why a password could not be hashed or read.
#[derive(Debug, thiserror::Error)]
#[error("password hashing failed: {0}")]
pub struct PasswordError(String);

/// Passwords that are checked or hashed at the same time; each takes 19 MiB.
pub const PASSWORDS_AT_ONCE_MAX: usize = 4;

/// Where passwords are worked on: a few at a time, on blocking threads.
pub(crate) struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(PASSWORDS_AT_ONCE_MAX)))
    }
}

impl Passwords {
    /// Works on a password when it is its turn. What has begun keeps its place to its end, also when whoever asked
    /// for it has gone.
    pub(crate) async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let place = Arc::clone(&self.0).acquire_owned().await;
        let worked = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        worked.await.unwrap_or_else(|error| {
            // The closure neither is cancelled nor panics of itself; what it met goes on.
            std::panic::resume_unwind(error.into_panic())
        })
    }
}

/// Hashes a password with argon2id (19 MiB, 2 passes), in PHC form. Takes tens of milliseconds: call it on a
/// blocking thread.
///
/// # Errors
/// [`PasswordError`] when the password is longer than argon2 takes.
pub fn hash_password(password: &Secret, rng: &dyn Rng) -> Result<String, PasswordError> {
    let mut salt = [0_u8; 16];
    rng.fill(&mut salt);
    argon2()
        .hash_password_with_salt(password.reveal().as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| PasswordError(error.to_string()))
}

/// Checks a password against a stored hash; an unreadable hash matches nothing. Takes tens of milliseconds.
#[must_use]
pub fn password_matches(password: &Secret, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|hash| {
        argon2()
            .verify_password(password.reveal().as_bytes(), &hash)
            .is_ok()
    })
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::SeededRng;

    #[test]
    fn a_password_matches_its_own_hash_alone() {
        let rng = SeededRng::new(1);
        let hash = hash_password(&Secret::new("correct horse"), &rng).unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(password_matches(&Secret::new("correct horse"), &hash));
        assert!(!password_matches(&Secret::new("Correct horse"), &hash));
        assert!(!password_matches(&Secret::new("correct horse"), "no hash"));
    }

    #[tokio::test]
    async fn who_goes_away_frees_no_place_before_the_work_ends() {
        let passwords = Passwords::default();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let ended = Arc::new(std::sync::Mutex::new(ended));
        for _ in 0..PASSWORDS_AT_ONCE_MAX {
            let ended = Arc::clone(&ended);
            let slow = passwords.work(move || ended.lock().unwrap().recv());
            assert!(
                futures::FutureExt::now_or_never(slow).is_none(),
                "it was begun and left"
            );
        }
        assert_eq!(passwords.0.available_permits(), 0);
        assert!(futures::FutureExt::now_or_never(passwords.work(|| ())).is_none());
        end.send(()).unwrap();
        assert_eq!(passwords.work(|| 7).await, 7);
        drop(end);
    }

    #[test]
    fn credentials_have_the_lengths_that_clients_hard_code() {
        let rng = SeededRng::new(2);
        assert_eq!(shop_public_id(&rng).len(), 6);
        assert_eq!(shop_secret(&rng).len(), 10);
        assert!(register_secret(&rng).len() <= 32);
        assert_ne!(shop_secret(&rng), shop_secret(&rng));
    }

    #[test]
    fn uuids_grow_with_time() {
        let rng = SeededRng::new(3);
        let early = uuid(&rng, Timestamp::from_micros(1_700_000_000_000_000));
        let late = uuid(&rng, Timestamp::from_micros(1_700_000_001_000_000));
        assert!(early < late);
        assert_eq!(uuid::Uuid::parse_str(&early).unwrap().get_version_num(), 7);
    }
}
