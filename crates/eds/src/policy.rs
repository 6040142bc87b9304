//! May this signer do this act? Pure: the signature itself is judged by [`crate::verify`].

use crate::reason::{Reason, Refusal};
use crate::signer::{Country, Holder, Role, Signer};

/// What is done by signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// To sign in.
    LogIn,
    /// To sign a document in one's own right.
    SignDocument,
    /// To sign up, or to bind an organization: its head, or who has the right to sign. Persons and sole proprietors
    /// bind themselves.
    BindHolder,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::LogIn, Self::SignDocument, Self::BindHolder];

    /// Stable word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LogIn => "log_in",
            Self::SignDocument => "sign_document",
            Self::BindHolder => "bind_holder",
        }
    }
}

/// Official number of the person or organization that must have signed, as digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Kazakh organization.
    Bin(String),
    /// Kazakh person.
    Iin(String),
    /// Russian organization (10 digits) or person (12).
    Inn(String),
}

/// What is asked of a signer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// What is done.
    pub act: Act,
    /// Where the signer must be from; `None` for anywhere.
    pub country: Option<Country>,
    /// For whom the signer must act; `None` for anybody.
    pub subject: Option<Subject>,
}

impl Requirement {
    /// An act that nobody in particular must do.
    #[must_use]
    pub const fn of(act: Act) -> Self {
        Self {
            act,
            country: None,
            subject: None,
        }
    }
}

/// Whether the signer meets the requirement.
///
/// # Errors
/// [`Reason::WrongCountry`], [`Reason::WrongUsage`], [`Reason::WrongSubject`], [`Reason::WrongRole`], the first of
/// them in this order.
pub fn admit(signer: &Signer, requirement: &Requirement) -> Result<(), Refusal> {
    if requirement.country.is_some() && signer.country != requirement.country {
        let found = signer.country.map_or("another country", Country::code);
        let detail = format!("the certificate is of {found}");
        return Err(Refusal::new(Reason::WrongCountry, detail));
    }
    let (is_allowed, use_name) = match requirement.act {
        Act::LogIn => (signer.usage.may_log_in, "signing in"),
        Act::SignDocument | Act::BindHolder => (signer.usage.may_sign, "signing documents"),
    };
    if !is_allowed {
        let detail = format!("the certificate is not for {use_name}");
        return Err(Refusal::new(Reason::WrongUsage, detail));
    }
    if let Some(subject) = &requirement.subject {
        admit_subject(signer, subject)?;
    }
    admit_role(signer, requirement.act)
}

fn admit_subject(signer: &Signer, subject: &Subject) -> Result<(), Refusal> {
    let (name, wanted, found) = match subject {
        Subject::Bin(number) => ("BIN", number, &signer.bin),
        Subject::Iin(number) => ("IIN", number, &signer.iin),
        // Who acts for an organization does not act for himself or herself.
        Subject::Inn(number) if signer.holder == Holder::Organization => {
            ("INN", number, &signer.organization_inn)
        }
        Subject::Inn(number) => ("INN", number, &signer.inn),
    };
    if found.as_ref() == Some(wanted) {
        return Ok(());
    }
    let found = found.as_deref().unwrap_or("none");
    let detail = format!("{name} {wanted} must sign; the certificate has {found}");
    Err(Refusal::new(Reason::WrongSubject, detail))
}

fn admit_role(signer: &Signer, act: Act) -> Result<(), Refusal> {
    let is_allowed = match signer.role {
        Role::AuthorityStaff => false,
        Role::Head | Role::RightToSign | Role::Entrepreneur => true,
        Role::Individual => act != Act::BindHolder || signer.holder != Holder::Organization,
        Role::RightToSignFinancial
        | Role::HumanResources
        | Role::Employee
        | Role::InformationSystem
        | Role::Organization => act != Act::BindHolder,
    };
    if is_allowed {
        return Ok(());
    }
    let detail = format!("{} may not {}", signer.role.name(), act.name());
    Err(Refusal::new(Reason::WrongRole, detail))
}
