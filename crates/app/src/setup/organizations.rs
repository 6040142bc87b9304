//! Organizations: taxpayers with users, shops, queues and registers.

use store::organizations::{self, Holding, NewOrganization, OrganizationRow};
use store::{StoreError, Tx};
use types::{Inn, Kpp, OrganizationId, Timestamp};

use super::{NAME_LENGTH_MAX, Reading, SetupError, Thing};
use crate::App;

/// Users of one organization.
pub const USERS_MAX: u64 = 10_000;

/// Shops of one organization.
pub const SHOPS_MAX: u64 = 10_000;

/// Receipt queues of one organization.
pub const QUEUES_MAX: u64 = 10_000;

/// Registers of one organization.
pub const REGISTERS_MAX: u64 = 100_000;

/// An organization as somebody describes it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Taxpayer number.
    pub inn: String,
    /// Code of the reason of enrollment; entrepreneurs have none.
    pub kpp: Option<String>,
    /// As in tag 1048.
    pub name: String,
}

impl Draft {
    /// Checks every field.
    pub(crate) fn read(&self) -> Result<NewOrganization, SetupError> {
        let mut reading = Reading::default();
        let inn = reading.parsed("inn", &self.inn, Inn::parse);
        let kpp = reading.optional("kpp", self.kpp.as_deref(), Kpp::parse);
        let name = reading.text("name", &self.name, NAME_LENGTH_MAX);
        let organization = inn.zip(name).map(|(inn, name)| NewOrganization {
            inn: inn.into(),
            kpp: kpp.map(String::from),
            name,
        });
        reading.finish(organization)
    }
}

/// Creates an organization; one with the same taxpayer number and reason code is there only once.
pub async fn create(app: &App, draft: Draft) -> Result<OrganizationRow, SetupError> {
    let (new, now) = (draft.read()?, app.now());
    app.db()
        .write("create_organization", move |tx| add(tx, &new, now))
        .await
}

pub(crate) fn add(
    tx: &mut Tx<'_>,
    new: &NewOrganization,
    now: Timestamp,
) -> Result<OrganizationRow, SetupError> {
    let known = organizations::by_inn(tx, &new.inn)?;
    if let Some(row) = known.iter().find(|row| row.kpp == new.kpp) {
        let right = format!(
            "organization {} has this number and the same kpp already",
            row.id.get()
        );
        return Err(SetupError::fault("inn", &new.inn, right));
    }
    let id = organizations::create(tx, new, now)?;
    load(tx, id)
}

/// Organizations with numbers above `after`, oldest first.
pub async fn list(
    app: &App,
    after: Option<OrganizationId>,
    limit: u32,
) -> Result<Vec<OrganizationRow>, StoreError> {
    app.db()
        .read("list_organizations", move |tx| {
            organizations::list(tx, after, limit)
        })
        .await
}

/// The organization, if it may have one more of these; refusals name it.
pub(crate) fn with_room(
    tx: &mut Tx<'_>,
    id: OrganizationId,
    what: Holding,
) -> Result<OrganizationRow, SetupError> {
    let found = load(tx, id)?;
    room(id, what, organizations::count(tx, id, what)?)?;
    Ok(found)
}

fn room(id: OrganizationId, what: Holding, held: u64) -> Result<(), SetupError> {
    let (max, name) = match what {
        Holding::Users => (USERS_MAX, "users"),
        Holding::Shops => (SHOPS_MAX, "shops"),
        Holding::Queues => (QUEUES_MAX, "queues"),
        Holding::Registers => (REGISTERS_MAX, "registers"),
    };
    if held < max {
        return Ok(());
    }
    let right = format!("has {held} {name}; one organization may have {max}");
    Err(SetupError::fault("organization", id.get().to_string(), right))
}

/// The organization, or a refusal that names it.
pub(crate) fn load(tx: &mut Tx<'_>, id: OrganizationId) -> Result<OrganizationRow, SetupError> {
    let found = organizations::find(tx, id)?;
    found.ok_or_else(|| SetupError::unknown(Thing::Organization, id.get()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organization_has_a_stated_number_of_each_thing() {
        let id = OrganizationId::new(7);
        for (what, max) in [
            (Holding::Users, 10_000),
            (Holding::Shops, 10_000),
            (Holding::Queues, 10_000),
            (Holding::Registers, 100_000),
        ] {
            room(id, what, max - 1).unwrap();
            let refusal = room(id, what, max).unwrap_err().to_string();
            assert!(
                refusal.starts_with(&format!("organization = `7`: has {max} ")),
                "{refusal}"
            );
        }
    }
}
