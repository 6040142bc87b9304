//! What stands beside the document: facts that a register tells, and data that the operator tells. Source:
//! KZ-OFD/messages.

mod answer;
mod request;

use receipt::kz::{TaxationRegime, VatRate};
use register_kz::{LastDocumentInfo, Outage};

pub use answer::{beside_to_service, service_to_beside};
pub use request::{facts_to_service, service_to_facts};

/// What a register tells with a request. Nothing of it decides whether a document is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterFacts {
    /// The outage whose documents are being sent; `None` when there never was one.
    pub outage: Option<Outage>,
    /// What the register wants to be told.
    pub wishes: Wishes,
    /// Version of the catalogue of items that it has.
    pub catalog_version: Option<u32>,
    /// Versions of the texts that it has.
    pub notices: Vec<NoticeVersion>,
    /// Quality of its link.
    pub link: Option<LinkQuality>,
    /// Where it stands; the scale is not published, so that the numbers are kept as they are.
    pub position: Option<Position>,
    /// Programs and system.
    pub software: Software,
    /// Who it takes itself for.
    pub claims: Claims,
}

/// What a register wants to be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Data of the registration.
    pub registration: bool,
    /// Regime and rates, as the tax authority has them.
    pub taxation: bool,
}

/// Quality of a register's link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkQuality {
    /// Average time of connecting, in the register's unit.
    pub connect_time: u32,
    /// Average round trip.
    pub round_trip: Option<u32>,
    /// Share of what was lost.
    pub loss: Option<u32>,
}

/// Where a register stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// As sent.
    pub latitude: i32,
    /// As sent.
    pub longitude: i32,
    /// What measured it, since 2.0.3.
    pub source: Option<String>,
}

/// Programs of a register and what they run on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Software {
    /// The programs.
    pub modules: Vec<Module>,
    /// Family of the operating system.
    pub os_family: Option<String>,
    /// Version of the operating system.
    pub os_version: Option<String>,
    /// Architecture of the hardware.
    pub hardware: Option<String>,
    /// Version of the runtime.
    pub runtime: Option<String>,
    /// The maker's id at the operator.
    pub partner_id: Option<u32>,
}

/// One program of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Module {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its build.
    pub build: Option<String>,
}

/// Who a register takes itself for, as it says; compared, never trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// Numbers of the register.
    pub register: RegisterCard,
    /// IIN or BIN of its owner.
    pub taxpayer_number: Option<String>,
}

/// Numbers of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterCard {
    /// Given by the tax authority.
    pub registration_number: Option<String>,
    /// Given by the maker.
    pub serial_number: Option<String>,
    /// Id at the operator.
    pub device_id: Option<String>,
}

/// What the operator tells beside its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Data of the registration, which the register prints.
    pub registration: Option<RegistrationData>,
    /// Texts that the register does not have yet.
    pub notices: Vec<ReceiptNotice>,
    /// Regime and rates, when the register asked.
    pub taxation: Option<Taxation>,
    /// The newest document that the operator has.
    pub last_document: Option<LastDocumentInfo>,
}

/// Data of a registration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegistrationData {
    /// The register.
    pub register: RegisterCard,
    /// The trade point.
    pub trade_point: TradePointCard,
    /// The organization.
    pub organization: OrganizationCard,
    /// The operator, since 2.0.4.
    pub ofd: Option<OfdCard>,
}

/// Where receipts are issued.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TradePointCard {
    /// Its name.
    pub title: Option<String>,
    /// Its address in Russian.
    pub address: Option<String>,
    /// Its address in Kazakh, since 2.0.3.
    pub address_kk: Option<String>,
}

/// Who issues receipts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganizationCard {
    /// Its name.
    pub title: Option<String>,
    /// Its address in Russian.
    pub address: Option<String>,
    /// Its address in Kazakh, since 2.0.3.
    pub address_kk: Option<String>,
    /// IIN or BIN.
    pub taxpayer_number: Option<String>,
    /// Regime.
    pub regime: Option<TaxationRegime>,
    /// Activity code.
    pub activity_code: Option<String>,
}

/// The operator, as paper shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfdCard {
    /// Its name in Russian.
    pub title: Option<String>,
    /// Its name in Kazakh.
    pub title_kk: Option<String>,
    /// Its site.
    pub url: Option<String>,
}

/// Whose text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeScope {
    /// The operator's, for all receipts.
    Ofd,
    /// The organization's.
    Organization,
    /// The trade point's.
    TradePoint,
    /// The register's.
    Register,
    /// Not printed: what the cashier is shown, such as why the register is blocked.
    Info,
}

/// Which text of which version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoticeVersion {
    /// Whose it is.
    pub scope: NoticeScope,
    /// Its version.
    pub version: u64,
}

/// A text that the register prints or shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptNotice {
    /// Which it is.
    pub version: NoticeVersion,
    /// The text.
    pub text: String,
}

/// Regime and rates, as the tax authority has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taxation {
    /// The regime.
    pub regime: TaxationRegime,
    /// Rates of VAT.
    pub rates: Vec<VatRate>,
}

impl ReceiptNotice {
    /// Texts that a register with these versions does not have yet.
    #[must_use]
    pub fn newer_than(all: &[Self], known: &[NoticeVersion]) -> Vec<Self> {
        let is_known = |notice: &Self| {
            let same = known.iter().filter(|one| one.scope == notice.version.scope);
            same.map(|one| one.version)
                .any(|version| version >= notice.version.version)
        };
        all.iter().filter(|notice| !is_known(notice)).cloned().collect()
    }
}
