//! Who signed, by the certificate: a person or an organization of Kazakhstan or Russia, and the role.
//!
//! Numbers are told as the certificate has them. Their check digits are not looked at: the authority answers for
//! them, and test authorities issue wrong ones.

use crate::certificate::Certificate;
use crate::name::Name;
use crate::oids;
use const_oid::ObjectIdentifier as Oid;

/// A country whose certificates are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Country {
    /// Kazakhstan.
    Kazakhstan,
    /// Russia.
    Russia,
}

impl Country {
    /// Two letters, as in certificates.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kazakhstan => "KZ",
            Self::Russia => "RU",
        }
    }
}

/// For whom the signer acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// For himself or herself.
    Person,
    /// As a sole proprietor; only Russian certificates tell one from a person.
    Entrepreneur,
    /// For an organization.
    Organization,
}

impl Holder {
    /// Stable word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Entrepreneur => "entrepreneur",
            Self::Organization => "organization",
        }
    }
}

/// What a certificate says that its holder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Head of the organization.
    Head,
    /// Has the right to sign for the organization.
    RightToSign,
    /// Has the right to sign financial papers.
    RightToSignFinancial,
    /// Of the personnel department.
    HumanResources,
    /// Works for the organization.
    Employee,
    /// A program of the organization, or of a person.
    InformationSystem,
    /// Somebody of the organization; nothing more is said.
    Organization,
    /// A sole proprietor.
    Entrepreneur,
    /// A person.
    Individual,
    /// Staff of the certification authority: nobody who signs for a taxpayer.
    AuthorityStaff,
}

impl Role {
    /// Stable word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::RightToSign => "right_to_sign",
            Self::RightToSignFinancial => "right_to_sign_financial",
            Self::HumanResources => "human_resources",
            Self::Employee => "employee",
            Self::InformationSystem => "information_system",
            Self::Organization => "organization",
            Self::Entrepreneur => "entrepreneur",
            Self::Individual => "individual",
            Self::AuthorityStaff => "authority_staff",
        }
    }
}

/// Extended key usages by which the Kazakh authority tells roles. Protocol: KZ-EDS/role.
const KAZAKH_ROLES: &[(Oid, Role)] = &[
    (Oid::new_unwrap("1.2.398.3.3.4.1.1"), Role::Individual),
    (Oid::new_unwrap("1.2.398.3.3.4.1.1.1"), Role::InformationSystem),
    (Oid::new_unwrap("1.2.398.3.3.4.1.2"), Role::Organization),
    (Oid::new_unwrap("1.2.398.3.3.4.1.2.1"), Role::Head),
    (Oid::new_unwrap("1.2.398.3.3.4.1.2.2"), Role::RightToSign),
    (Oid::new_unwrap("1.2.398.3.3.4.1.2.3"), Role::RightToSignFinancial),
    (Oid::new_unwrap("1.2.398.3.3.4.1.2.4"), Role::HumanResources),
    (Oid::new_unwrap("1.2.398.3.3.4.1.2.5"), Role::Employee),
    (Oid::new_unwrap("1.2.398.3.3.4.1.2.6"), Role::InformationSystem),
    (Oid::new_unwrap("1.2.398.3.3.4.2"), Role::AuthorityStaff),
    (Oid::new_unwrap("1.2.398.3.3.4.2.1"), Role::AuthorityStaff),
    (Oid::new_unwrap("1.2.398.3.3.4.2.2"), Role::AuthorityStaff),
    (Oid::new_unwrap("1.2.398.3.3.4.2.3"), Role::AuthorityStaff),
];

/// How well the holder's signing tool is protected: classes of the Russian security service, the lowest first. A
/// qualified certificate names at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ToolClass {
    /// KC1, the lowest.
    Kc1,
    /// KC2.
    Kc2,
    /// KC3.
    Kc3,
    /// KB1.
    Kb1,
    /// KB2.
    Kb2,
    /// KA1, the highest.
    Ka1,
}

impl ToolClass {
    /// Stable word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kc1 => "kc1",
            Self::Kc2 => "kc2",
            Self::Kc3 => "kc3",
            Self::Kb1 => "kb1",
            Self::Kb2 => "kb2",
            Self::Ka1 => "ka1",
        }
    }
}

/// Policies by which Russian authorities tell classes. Protocol: RU-EDS/qualified.
const TOOL_CLASSES: &[(Oid, ToolClass)] = &[
    (Oid::new_unwrap("1.2.643.100.113.1"), ToolClass::Kc1),
    (Oid::new_unwrap("1.2.643.100.113.2"), ToolClass::Kc2),
    (Oid::new_unwrap("1.2.643.100.113.3"), ToolClass::Kc3),
    (Oid::new_unwrap("1.2.643.100.113.4"), ToolClass::Kb1),
    (Oid::new_unwrap("1.2.643.100.113.5"), ToolClass::Kb2),
    (Oid::new_unwrap("1.2.643.100.113.6"), ToolClass::Ka1),
];

/// What the key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// To sign in: a digital signature, for clients or mail.
    pub may_log_in: bool,
    /// To sign documents: one that is stood by, for mail or without a list of uses; in Russia a qualified one.
    pub may_sign: bool,
}

/// The signer by the words of the certificate. Protocol: KZ-EDS/subject, RU-EDS/subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// `None` for a certificate of elsewhere, or one that does not tell.
    pub country: Option<Country>,
    /// Person or organization.
    pub holder: Holder,
    /// The one role that tells most.
    pub role: Role,
    /// What the key may be used for.
    pub usage: Usage,
    /// Highest class of the signing tool; `None` for a certificate that is not a qualified one of Russia.
    pub tool_class: Option<ToolClass>,
    /// Name as a whole.
    pub common_name: Option<String>,
    /// Surname.
    pub surname: Option<String>,
    /// First name.
    pub given_name: Option<String>,
    /// Patronymic.
    pub patronymic: Option<String>,
    /// Name of the organization.
    pub organization: Option<String>,
    /// Position in it.
    pub position: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Kazakh number of the person, 12 digits.
    pub iin: Option<String>,
    /// Kazakh number of the organization, 12 digits.
    pub bin: Option<String>,
    /// Russian taxpayer number of the person, 12 digits.
    pub inn: Option<String>,
    /// Russian taxpayer number of the organization, 10 digits.
    pub organization_inn: Option<String>,
    /// Russian registration number of the organization, 13 digits.
    pub ogrn: Option<String>,
    /// Russian registration number of the sole proprietor, 15 digits.
    pub ogrnip: Option<String>,
    /// Russian insurance number of the person, 11 digits.
    pub snils: Option<String>,
}

impl Signer {
    /// Reads the subject and the uses of a certificate.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Self {
        let subject = certificate.subject();
        let text = |oid| subject.first(oid).map(str::to_owned);
        let country = country(certificate);
        let tool_class = tool_class(certificate);
        let numbers = Numbers::of(subject);
        let (given_name, patronymic) = first_names(subject, country);
        let holder = if numbers.bin.is_some() || numbers.ogrn.is_some() || numbers.organization_inn.is_some()
        {
            Holder::Organization
        } else if numbers.ogrnip.is_some() {
            Holder::Entrepreneur
        } else {
            Holder::Person
        };
        Self {
            country,
            holder,
            role: role(certificate, country, holder),
            usage: usage(certificate, country, tool_class),
            tool_class,
            common_name: text(oids::COMMON_NAME),
            surname: text(oids::SURNAME),
            given_name,
            patronymic,
            organization: text(oids::ORGANIZATION),
            position: text(oids::TITLE),
            email: certificate.email().map(str::to_owned),
            iin: numbers.iin,
            bin: numbers.bin,
            inn: numbers.inn,
            organization_inn: numbers.organization_inn,
            ogrn: numbers.ogrn,
            ogrnip: numbers.ogrnip,
            snils: numbers.snils,
        }
    }
}

#[derive(Default)]
struct Numbers {
    iin: Option<String>,
    bin: Option<String>,
    inn: Option<String>,
    organization_inn: Option<String>,
    ogrn: Option<String>,
    ogrnip: Option<String>,
    snils: Option<String>,
}

impl Numbers {
    fn of(subject: &Name) -> Self {
        let number = |oid, count| {
            let found = subject.values(oid).find(|value| is_digits(value, count));
            found.map(str::to_owned)
        };
        let behind = |oid, prefix: &str| {
            subject
                .values(oid)
                .filter_map(|value| value.strip_prefix(prefix))
                .find(|digits| is_digits(digits, 12))
                .map(str::to_owned)
        };
        // Until September 2021 an organization stood in the field of persons, with two zeros before its number.
        let told = number(oids::RU_INN, 12);
        let old_form = told.as_deref().and_then(|digits| digits.strip_prefix("00"));
        let old_form = old_form.map(str::to_owned);
        Self {
            iin: behind(oids::SERIAL_NUMBER, "IIN"),
            bin: behind(oids::ORGANIZATIONAL_UNIT, "BIN").or_else(|| behind(oids::SERIAL_NUMBER, "BIN")),
            inn: told.filter(|_| old_form.is_none()),
            organization_inn: number(oids::RU_INN_ORGANIZATION, 10).or(old_form),
            ogrn: number(oids::RU_OGRN, 13),
            ogrnip: number(oids::RU_OGRNIP, 15),
            snils: number(oids::RU_SNILS, 11),
        }
    }
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|one| one.is_ascii_digit())
}

/// By the subject, else by the key.
fn country(certificate: &Certificate) -> Option<Country> {
    use crate::algorithm::KeyKind;
    match certificate.subject().first(oids::COUNTRY) {
        Some("KZ") => Some(Country::Kazakhstan),
        Some("RU") => Some(Country::Russia),
        Some(_) => None,
        None => match certificate.key().kind() {
            Ok(KeyKind::RuGost256 | KeyKind::RuGost512) => Some(Country::Russia),
            Ok(KeyKind::KzGost2004 | KeyKind::KzGost256 | KeyKind::KzGost512) => Some(Country::Kazakhstan),
            Ok(KeyKind::Rsa) | Err(_) => None,
        },
    }
}

/// Kazakhstan writes the patronymic where Russia writes all names but the surname.
fn first_names(subject: &Name, country: Option<Country>) -> (Option<String>, Option<String>) {
    let written = subject.first(oids::GIVEN_NAME);
    if country == Some(Country::Kazakhstan) {
        let surname = subject.first(oids::SURNAME).unwrap_or_default();
        let given = subject
            .first(oids::COMMON_NAME)
            .and_then(|name| name.strip_prefix(surname))
            .map(str::trim)
            .filter(|name| !name.is_empty() && !surname.is_empty());
        return (given.map(str::to_owned), written.map(str::to_owned));
    }
    match written.and_then(|names| names.split_once(' ')) {
        Some((given, patronymic)) => (Some(given.to_owned()), Some(patronymic.trim().to_owned())),
        None => (written.map(str::to_owned), None),
    }
}

/// Protocol: KZ-EDS/role, RU-EDS/role.
fn role(certificate: &Certificate, country: Option<Country>, holder: Holder) -> Role {
    if country == Some(Country::Russia) {
        // Since 2022 an organization's certificate is its head's; others sign as persons, with a power of attorney.
        return match holder {
            Holder::Organization => Role::Head,
            Holder::Entrepreneur => Role::Entrepreneur,
            Holder::Person => Role::Individual,
        };
    }
    let uses = certificate.extensions().extended_key_usage.as_deref();
    let told = uses
        .unwrap_or_default()
        .iter()
        .filter_map(|usage| KAZAKH_ROLES.iter().find(|(oid, _)| oid == usage))
        .map(|(_, role)| *role);
    // Staff of the authority stay that, whatever else is told; of the others the first in order tells most.
    let told: Vec<Role> = told.collect();
    if told.contains(&Role::AuthorityStaff) {
        return Role::AuthorityStaff;
    }
    told.into_iter().min().unwrap_or(match holder {
        Holder::Organization => Role::Organization,
        Holder::Entrepreneur => Role::Entrepreneur,
        Holder::Person => Role::Individual,
    })
}

fn tool_class(certificate: &Certificate) -> Option<ToolClass> {
    let policies = certificate.extensions().policies.iter();
    policies
        .filter_map(|policy| TOOL_CLASSES.iter().find(|(oid, _)| oid == policy))
        .map(|(_, class)| *class)
        .max()
}

/// Protocol: KZ-EDS/usage, RU-EDS/qualified.
fn usage(certificate: &Certificate, country: Option<Country>, tool_class: Option<ToolClass>) -> Usage {
    let is_qualified = country != Some(Country::Russia) || tool_class.is_some();
    let key_usage = certificate.extensions().key_usage;
    let digital_signature = key_usage.is_none_or(crate::certificate::KeyUsage::digital_signature);
    let non_repudiation = key_usage.is_none_or(crate::certificate::KeyUsage::non_repudiation);
    let for_mail = certificate.allows(oids::FOR_MAIL);
    Usage {
        may_log_in: digital_signature && (for_mail || certificate.allows(oids::FOR_CLIENTS)),
        may_sign: non_repudiation && for_mail && is_qualified,
    }
}
