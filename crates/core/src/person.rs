//! Who may do what: people, PINs, tokens. Five wrong PINs close the door for a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, PasswordHash};
use register_kz::{Actor, Role};
use sha2::{Digest, Sha256};
use store::core_register::people::CorePerson;
use store::core_register::{people, settings};
use store::{Db, StoreError};
use types::{Clock, Rng, Timestamp};

use crate::error::CoreError;
use crate::response::ResponseCode;

/// PIN of the first administrator. Source: S2-111; it must be changed before anything else.
pub const FIRST_PIN: &str = "0000";
/// Wrong PINs in a row that close the door. Source: ours.
pub const WRONG_PINS_MAX: u32 = 5;
/// How long the door stays closed, in seconds. Source: ours.
pub const LOCK_S: i64 = 300;
/// People of one core. Source: ours.
pub const PEOPLE_MAX: usize = 32;
/// PINs that are known to be right, so that they are not computed again.
const VERIFIED_MAX: usize = 128;
const TOKEN_LENGTH: usize = 40;
const TOKEN_ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) code: u32,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) has_initial_pin: bool,
    pub(crate) has_token: bool,
    pub(crate) is_active: bool,
}

impl Person {
    pub(crate) fn actor(&self) -> Actor {
        Actor {
            role: self.role,
            cashier: receipt::kz::Cashier {
                code: self.code,
                name: self.name.clone(),
            },
        }
    }
}

/// What is known of a person beside the PIN.
#[derive(Clone, Debug)]
pub(crate) struct PersonData {
    pub(crate) code: u32,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) is_active: bool,
}

pub(crate) struct People {
    db: Db,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    /// Makes what is kept of right PINs useless to whoever reads memory of another run.
    salt: [u8; 32],
    all: Mutex<Arc<Vec<CorePerson>>>,
    verified: Mutex<HashMap<[u8; 32], String>>,
    /// One try at a time; also serializes changes.
    door: tokio::sync::Mutex<()>,
}

impl People {
    /// Takes people up; the first start makes an administrator with [`FIRST_PIN`].
    pub(crate) async fn load(
        db: Db,
        clock: Arc<dyn Clock>,
        rng: Arc<dyn Rng>,
        first_name: String,
    ) -> Result<Self, CoreError> {
        let mut salt = [0; 32];
        rng.fill(&mut salt);
        let people = Self {
            db,
            clock,
            rng,
            salt,
            all: Mutex::default(),
            verified: Mutex::default(),
            door: tokio::sync::Mutex::new(()),
        };
        people.reload().await?;
        if people.rows().is_empty() {
            let first = CorePerson {
                code: 1,
                name: first_name,
                role: role_name(Role::Administrator).to_owned(),
                pin_hash: people.hash(FIRST_PIN.to_owned()).await?,
                has_initial_pin: true,
                token_sha256: None,
                is_active: true,
            };
            people.save(first).await?;
        }
        Ok(people)
    }

    pub(crate) fn list(&self) -> Vec<Person> {
        self.rows().iter().map(person).collect()
    }

    pub(crate) fn by_code(&self, code: u32) -> Option<Person> {
        self.rows().iter().find(|row| row.code == code).map(person)
    }

    /// Whoever has this token.
    pub(crate) fn by_token(&self, token: &str) -> Option<Person> {
        let digest = hex::encode(Sha256::digest(token));
        let rows = self.rows();
        let found = rows
            .iter()
            .find(|row| row.is_active && row.token_sha256.as_deref() == Some(&digest));
        found.map(person)
    }

    /// Whoever has this PIN. Wrong ones are counted; who is known already does not wait behind a closed door.
    pub(crate) async fn by_pin(&self, pin: &str) -> Result<Person, CoreError> {
        if !is_pin(pin) {
            return Err(CoreError::Code(ResponseCode::WrongPin));
        }
        if let Some(person) = self.verified(pin) {
            return Ok(person);
        }
        let _one_at_a_time = self.door.lock().await;
        let now = self.clock.now();
        let (wrong, locked_until) = self.tries().await?;
        let seconds = locked_until.since_us(now).div_euclid(1_000_000);
        if seconds > 0 {
            return Err(CoreError::PinLocked { seconds });
        }
        match self.search(pin).await? {
            Some(row) => {
                if wrong > 0 {
                    self.keep_tries(0, Timestamp::from_micros(0)).await?;
                }
                self.remember(pin, &row);
                Ok(person(&row))
            }
            None if wrong.saturating_add(1) >= WRONG_PINS_MAX => {
                self.keep_tries(0, now.plus_s(LOCK_S)).await?;
                Err(CoreError::PinLocked { seconds: LOCK_S })
            }
            None => {
                self.keep_tries(wrong.saturating_add(1), Timestamp::from_micros(0))
                    .await?;
                Err(CoreError::Code(ResponseCode::WrongPin))
            }
        }
    }

    /// Gives a person a PIN of their own.
    pub(crate) async fn change_pin(&self, code: u32, pin: &str) -> Result<(), CoreError> {
        let _one_at_a_time = self.door.lock().await;
        self.usable(pin, code).await?;
        let mut row = self.row(code)?;
        row.pin_hash = self.hash(pin.to_owned()).await?;
        row.has_initial_pin = false;
        self.save(row).await
    }

    /// Adds somebody, or changes name, role and standing; a PIN that another gives must be changed by its owner.
    pub(crate) async fn put(&self, data: PersonData, pin: Option<&str>) -> Result<Person, CoreError> {
        let _one_at_a_time = self.door.lock().await;
        let rows = self.rows();
        let before = rows.iter().find(|row| row.code == data.code).cloned();
        if before.is_none() && rows.len() >= PEOPLE_MAX {
            return Err(CoreError::Code(ResponseCode::LimitReached));
        }
        let stays = rows
            .iter()
            .any(|row| row.code != data.code && row.is_active && row.role == role_name(Role::Administrator));
        if !stays && (data.role != Role::Administrator || !data.is_active) {
            return Err(CoreError::Code(ResponseCode::LastAdministrator));
        }
        let mut row = before.clone().unwrap_or(CorePerson {
            code: data.code,
            name: String::new(),
            role: String::new(),
            pin_hash: String::new(),
            has_initial_pin: true,
            token_sha256: None,
            is_active: true,
        });
        match pin {
            Some(pin) => {
                self.usable(pin, data.code).await?;
                row.pin_hash = self.hash(pin.to_owned()).await?;
                row.has_initial_pin = true;
            }
            None if before.is_none() => return Err(CoreError::Code(ResponseCode::PinUnusable)),
            None => {}
        }
        row.name = data.name;
        role_name(data.role).clone_into(&mut row.role);
        row.is_active = data.is_active;
        self.save(row.clone()).await?;
        Ok(person(&row))
    }

    /// A new token; the one before it is worth nothing. It is told once.
    pub(crate) async fn issue_token(&self, code: u32) -> Result<String, CoreError> {
        let _one_at_a_time = self.door.lock().await;
        let mut row = self.row(code)?;
        let token = self.random_text(TOKEN_LENGTH);
        row.token_sha256 = Some(hex::encode(Sha256::digest(&token)));
        self.save(row).await?;
        Ok(token)
    }

    /// Random letters and digits, five bits each.
    pub(crate) fn random_text(&self, length: usize) -> String {
        let mut bytes = vec![0; length];
        self.rng.fill(&mut bytes);
        let letter = |byte: &u8| {
            TOKEN_ALPHABET
                .get(usize::from(byte % 32))
                .copied()
                .unwrap_or(b'a')
        };
        bytes.iter().map(letter).map(char::from).collect()
    }

    async fn usable(&self, pin: &str, code: u32) -> Result<(), CoreError> {
        let first = pin.chars().next();
        let is_plain = pin.chars().all(|one| Some(one) == first);
        let taken = self.search(pin).await?.is_some_and(|row| row.code != code);
        if !is_pin(pin) || is_plain || taken {
            return Err(CoreError::Code(ResponseCode::PinUnusable));
        }
        Ok(())
    }

    fn rows(&self) -> Arc<Vec<CorePerson>> {
        Arc::clone(&self.all.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn row(&self, code: u32) -> Result<CorePerson, CoreError> {
        let rows = self.rows();
        let row = rows.iter().find(|row| row.code == code).cloned();
        row.ok_or(CoreError::Code(ResponseCode::PersonUnknown))
    }

    async fn reload(&self) -> Result<(), CoreError> {
        let rows = self.db.read("list_people", people::all).await?;
        *self.all.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(rows);
        Ok(())
    }

    async fn save(&self, row: CorePerson) -> Result<(), CoreError> {
        self.db
            .write("save_person", move |tx| people::save(tx, &row))
            .await?;
        self.verified
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        self.reload().await
    }

    fn verified(&self, pin: &str) -> Option<Person> {
        let key = self.key(pin);
        let verified = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = verified.get(&key)?;
        let rows = self.rows();
        let row = rows.iter().find(|row| row.is_active && row.pin_hash == *hash);
        row.map(person)
    }

    fn remember(&self, pin: &str, row: &CorePerson) {
        let mut verified = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        if verified.len() >= VERIFIED_MAX {
            verified.clear();
        }
        verified.insert(self.key(pin), row.pin_hash.clone());
    }

    fn key(&self, pin: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.salt);
        hash.update(pin.as_bytes());
        hash.finalize().into()
    }

    async fn search(&self, pin: &str) -> Result<Option<CorePerson>, CoreError> {
        let (rows, pin) = (self.rows(), pin.to_owned());
        let search = tokio::task::spawn_blocking(move || {
            let fits = |row: &&CorePerson| {
                PasswordHash::new(&row.pin_hash)
                    .is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
            };
            rows.iter().filter(|row| row.is_active).find(fits).cloned()
        });
        search.await.map_err(|error| CoreError::Defect(error.to_string()))
    }

    async fn hash(&self, pin: String) -> Result<String, CoreError> {
        let mut salt = [0; 16];
        self.rng.fill(&mut salt);
        let hash = tokio::task::spawn_blocking(move || {
            Argon2::default()
                .hash_password_with_salt(pin.as_bytes(), &salt)
                .map(|hash| hash.to_string())
                .map_err(|error| error.to_string())
        });
        let hash = hash.await.map_err(|error| CoreError::Defect(error.to_string()))?;
        hash.map_err(CoreError::Defect)
    }

    /// Wrong tries in a row, and until when the door is closed.
    async fn tries(&self) -> Result<(u32, Timestamp), CoreError> {
        let kept = self
            .db
            .read("read_pin_tries", |tx| settings::find(tx, "pin_tries"))
            .await?;
        let kept = kept.unwrap_or_default();
        let (wrong, until) = kept.split_once(' ').unwrap_or(("0", "0"));
        let until = Timestamp::from_micros(until.parse().unwrap_or(0));
        Ok((wrong.parse().unwrap_or(0), until))
    }

    async fn keep_tries(&self, wrong: u32, locked_until: Timestamp) -> Result<(), StoreError> {
        let text = format!("{wrong} {}", locked_until.micros());
        self.db
            .write("keep_pin_tries", move |tx| settings::set(tx, "pin_tries", &text))
            .await
    }
}

/// Four to twelve digits.
fn is_pin(text: &str) -> bool {
    (4..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn person(row: &CorePerson) -> Person {
    Person {
        code: row.code,
        name: row.name.clone(),
        role: parse_role(&row.role).unwrap_or(Role::Cashier),
        has_initial_pin: row.has_initial_pin,
        has_token: row.token_sha256.is_some(),
        is_active: row.is_active,
    }
}

/// As it is written.
pub(crate) const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Cashier => "cashier",
        Role::SeniorCashier => "senior_cashier",
        Role::Administrator => "administrator",
        Role::Inspector => "inspector",
    }
}

pub(crate) fn parse_role(text: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role_name(*role) == text)
}
