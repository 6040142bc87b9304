//! People who sign in.

use store::organizations::Holding;
use store::users::{self, NewUser, Role, UserRow};
use store::{StoreError, Tx};
use types::{OrganizationId, Secret, Timestamp, UserId};

use super::{Reading, SetupError, organizations};
use crate::App;
use crate::credentials;

/// Characters of a login.
const LOGIN_LENGTH_MAX: usize = 64;
/// Bytes of a password that somebody chose.
const PASSWORD_BYTES_MIN: usize = 10;
/// Bytes of a password.
const PASSWORD_BYTES_MAX: usize = 512;
/// Letters and digits of a password that is made here: 80 bits.
const PASSWORD_LENGTH: usize = 16;

/// Who a user works for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Post {
    /// Owns the account of an organization.
    Owner(OrganizationId),
    /// Sells for an organization.
    Cashier(OrganizationId),
    /// Works for the fiscal data operator.
    Operator,
}

impl Post {
    /// The post of this role; `Err` says what is missing or too much.
    pub fn of(role: &str, organization: Option<OrganizationId>) -> Result<Self, SetupError> {
        match (Role::parse(role), organization) {
            (Some(Role::Owner), Some(organization)) => Ok(Self::Owner(organization)),
            (Some(Role::Cashier), Some(organization)) => Ok(Self::Cashier(organization)),
            (Some(Role::Operator), None) => Ok(Self::Operator),
            (Some(Role::Owner | Role::Cashier), None) => {
                let mut reading = Reading::default();
                let none: Option<Self> = reading.refuse_unshown(
                    "organization",
                    format!("a user with role `{role}` belongs to one; name its number"),
                );
                reading.finish(none)
            }
            (Some(Role::Operator), Some(organization)) => Err(SetupError::fault(
                "organization",
                organization.get().to_string(),
                "the operator's staff belongs to none; leave it out",
            )),
            (None, _) => Err(SetupError::fault(
                "role",
                role,
                "must be one of: owner, cashier, operator",
            )),
        }
    }

    const fn columns(self) -> (Role, Option<OrganizationId>) {
        match self {
            Self::Owner(organization) => (Role::Owner, Some(organization)),
            Self::Cashier(organization) => (Role::Cashier, Some(organization)),
            Self::Operator => (Role::Operator, None),
        }
    }
}

/// A user as somebody describes it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Unique among all users.
    pub login: String,
    /// `None`: one is made.
    pub password: Option<Secret>,
}

/// A user that was created.
#[derive(Clone, Debug)]
pub struct Created {
    /// The user.
    pub id: UserId,
    /// The login.
    pub login: String,
    /// The role.
    pub role: Role,
    /// The organization.
    pub organization: Option<OrganizationId>,
    /// The password that was made, to be shown once; `None`: it was given.
    pub password: Option<Secret>,
}

/// A user that is ready to be kept.
pub(crate) struct Prepared {
    login: String,
    password_hash: String,
    made: Option<Secret>,
}

impl Draft {
    /// Checks every field, makes a password where none is given, and hashes it. Takes tens of milliseconds.
    pub(crate) fn prepare(&self, app: &App) -> Result<Prepared, SetupError> {
        let mut reading = Reading::default();
        let login = login(&mut reading, &self.login);
        if let Some(password) = &self.password {
            let length = password.reveal().len();
            if !(PASSWORD_BYTES_MIN..=PASSWORD_BYTES_MAX).contains(&length) {
                let right =
                    format!("has {length} bytes; it must have {PASSWORD_BYTES_MIN} to {PASSWORD_BYTES_MAX}");
                reading.refuse_unshown::<()>("password", right);
            }
        }
        let login = reading.finish(login)?;
        let made = match &self.password {
            Some(_) => None,
            None => Some(Secret::new(credentials::random_text(app.rng(), PASSWORD_LENGTH))),
        };
        let password = self.password.as_ref().or(made.as_ref());
        let password = password.map_or("", |password| password.reveal());
        Ok(Prepared {
            login,
            password_hash: credentials::hash_password(&Secret::new(password), app.rng())?,
            made,
        })
    }
}

fn login(reading: &mut Reading, login: &str) -> Option<String> {
    let length = login.chars().count();
    let is_plain = login.chars().all(|one| !one.is_whitespace() && !one.is_control());
    if (1..=LOGIN_LENGTH_MAX).contains(&length) && is_plain {
        return Some(login.to_owned());
    }
    let right = format!("must have 1 to {LOGIN_LENGTH_MAX} characters and no blanks");
    reading.refuse("login", login, right)
}

/// Creates a user. A password that was made is in the answer, and nowhere else.
pub async fn create(app: &App, post: Post, draft: Draft) -> Result<Created, SetupError> {
    if let (_, Some(organization)) = post.columns() {
        app.db()
            .read("find_organization", move |tx| {
                organizations::load(tx, organization)
            })
            .await?;
    }
    let now = app.now();
    let platform = app.clone();
    let prepared = app.passwords().work(move || draft.prepare(&platform)).await?;
    app.db()
        .write("create_user", move |tx| prepared.add(tx, post, now))
        .await
}

impl Prepared {
    pub(crate) fn add(&self, tx: &mut Tx<'_>, post: Post, now: Timestamp) -> Result<Created, SetupError> {
        let (role, organization) = post.columns();
        if let Some(organization) = organization {
            organizations::with_room(tx, organization, Holding::Users)?;
        }
        if users::by_login(tx, &self.login)?.is_some() {
            return Err(SetupError::fault("login", &self.login, "is in use already"));
        }
        let new = NewUser {
            organization,
            login: self.login.clone(),
            password_hash: self.password_hash.clone(),
            role,
        };
        Ok(Created {
            id: users::create(tx, &new, now)?,
            login: new.login,
            role,
            organization,
            password: self.made.clone(),
        })
    }
}

/// Users with numbers above `after`, oldest first: of an organization, or all.
pub async fn list(
    app: &App,
    organization: Option<OrganizationId>,
    after: Option<UserId>,
    limit: u32,
) -> Result<Vec<UserRow>, StoreError> {
    app.db()
        .read("list_users", move |tx| {
            users::list(tx, organization, after, limit)
        })
        .await
}
