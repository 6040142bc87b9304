//! Generated from `proto/service.proto`; `UPDATE_GOLDEN=1 cargo test -p ofd-kz --test schema`.

use super::{DateTime, KeyValuePair, KkmRegInfo, OrgRegInfo, PosRegInfo};

/// Which text of which version.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct TicketAdInfo {
    /// `type`, number 1: a [`TicketAdType`](super::TicketAdType).
    #[prost(int32, required, tag = "1")]
    pub r#type: i32,
    /// `version`, number 2.
    #[prost(uint64, required, tag = "2")]
    pub version: u64,
}

/// A text that the register prints or shows.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct TicketAd {
    /// `info`, number 1.
    #[prost(message, required, tag = "1")]
    pub info: TicketAdInfo,
    /// `text`, number 2.
    #[prost(string, required, tag = "2")]
    pub text: String,
}

/// A taxation regime and its taxes, as the tax authority has them.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct BindedTaxation {
    /// `taxation_type`, number 1.
    #[prost(uint32, required, tag = "1")]
    pub taxation_type: u32,
    /// `taxes`, number 2.
    #[prost(message, repeated, tag = "2")]
    pub taxes: Vec<BindedTax>,
}

/// One tax of a regime.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct BindedTax {
    /// `tax_type`, number 1.
    #[prost(uint32, required, tag = "1")]
    pub tax_type: u32,
    /// `percent`, number 2.
    #[prost(uint32, required, tag = "2")]
    pub percent: u32,
}

/// What a register tells beside the document.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ServiceRequest {
    /// `comm_quality`, number 1.
    #[prost(message, optional, tag = "1")]
    pub comm_quality: Option<CommQuality>,
    /// `security_stats`, number 3.
    #[prost(message, optional, tag = "3")]
    pub security_stats: Option<SecurityStats>,
    /// `offline_period`, number 4.
    #[prost(message, optional, tag = "4")]
    pub offline_period: Option<OfflinePeriod>,
    /// `nomenclature_version`, number 5.
    #[prost(uint32, optional, tag = "5")]
    pub nomenclature_version: Option<u32>,
    /// `ticket_ad_infos`, number 6.
    #[prost(message, repeated, tag = "6")]
    pub ticket_ad_infos: Vec<TicketAdInfo>,
    /// `get_reg_info`, number 7.
    #[prost(bool, optional, tag = "7")]
    pub get_reg_info: Option<bool>,
    /// `get_binded_taxation`, number 8.
    #[prost(bool, optional, tag = "8")]
    pub get_binded_taxation: Option<bool>,
    /// `marker`, number 9.
    #[prost(uint64, optional, tag = "9")]
    pub marker: Option<u64>,
    /// `software_information_old`, number 10.
    #[prost(bytes = "vec", optional, tag = "10")]
    pub software_information_old: Option<Vec<u8>>,
    /// `software_information`, number 11.
    #[prost(message, optional, tag = "11")]
    pub software_information: Option<SoftwareInformation>,
    /// `reg_info`, number 12; mandatory in 204.
    #[prost(message, optional, tag = "12")]
    pub reg_info: Option<RequestRegInfo>,
    /// `auxiliary`, number 60.
    #[prost(message, repeated, tag = "60")]
    pub auxiliary: Vec<KeyValuePair>,
}

/// Quality of the link.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct CommQuality {
    /// `avg_connect_time`, number 1.
    #[prost(uint32, required, tag = "1")]
    pub avg_connect_time: u32,
    /// `avg_ping`, number 2.
    #[prost(uint32, optional, tag = "2")]
    pub avg_ping: Option<u32>,
    /// `loss_ratio`, number 3.
    #[prost(uint32, optional, tag = "3")]
    pub loss_ratio: Option<u32>,
}

/// Where the register stands and what it runs on.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SecurityStats {
    /// `geo_position`, number 1.
    #[prost(message, optional, tag = "1")]
    pub geo_position: Option<GeoPosition>,
    /// `os_version`, number 2.
    #[prost(string, optional, tag = "2")]
    pub os_version: Option<String>,
}

/// Place of the register; the scale is not published.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct GeoPosition {
    /// `latitude`, number 1.
    #[prost(int32, required, tag = "1")]
    pub latitude: i32,
    /// `longitude`, number 2.
    #[prost(int32, required, tag = "2")]
    pub longitude: i32,
    /// `source`, number 3; since 203; mandatory in 204.
    #[prost(string, optional, tag = "3")]
    pub source: Option<String>,
}

/// The outage whose documents are being sent; 1970-01-01 in both means never.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct OfflinePeriod {
    /// `begin_time`, number 1.
    #[prost(message, required, tag = "1")]
    pub begin_time: DateTime,
    /// `end_time`, number 2.
    #[prost(message, required, tag = "2")]
    pub end_time: DateTime,
}

/// Who the register takes itself for.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct RequestRegInfo {
    /// `kkm`, number 1.
    #[prost(message, optional, tag = "1")]
    pub kkm: Option<KkmRegInfo>,
    /// `org`, number 2.
    #[prost(message, optional, tag = "2")]
    pub org: Option<OrgRegInfo>,
}

/// Programs of the register.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct SoftwareInformation {
    /// `module_infos`, number 1.
    #[prost(message, repeated, tag = "1")]
    pub module_infos: Vec<ModuleInformation>,
    /// `hardware_arch`, number 2.
    #[prost(string, optional, tag = "2")]
    pub hardware_arch: Option<String>,
    /// `os_family`, number 3.
    #[prost(string, optional, tag = "3")]
    pub os_family: Option<String>,
    /// `os_version`, number 4.
    #[prost(string, optional, tag = "4")]
    pub os_version: Option<String>,
    /// `os_extended_info`, number 5.
    #[prost(string, optional, tag = "5")]
    pub os_extended_info: Option<String>,
    /// `runtime_version`, number 6.
    #[prost(string, optional, tag = "6")]
    pub runtime_version: Option<String>,
    /// `partner_id`, number 7.
    #[prost(uint32, optional, tag = "7")]
    pub partner_id: Option<u32>,
}

/// One program.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ModuleInformation {
    /// `name`, number 1.
    #[prost(string, required, tag = "1")]
    pub name: String,
    /// `version`, number 2.
    #[prost(string, required, tag = "2")]
    pub version: String,
    /// `build_info`, number 3.
    #[prost(string, optional, tag = "3")]
    pub build_info: Option<String>,
    /// `device_info`, number 4.
    #[prost(message, optional, tag = "4")]
    pub device_info: Option<DeviceInformation>,
    /// `extended_info`, number 5.
    #[prost(message, repeated, tag = "5")]
    pub extended_info: Vec<KeyValuePair>,
    /// `build_arch`, number 6.
    #[prost(string, optional, tag = "6")]
    pub build_arch: Option<String>,
}

/// The device a program drives.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct DeviceInformation {
    /// `manufacturer`, number 1.
    #[prost(string, optional, tag = "1")]
    pub manufacturer: Option<String>,
    /// `model`, number 2.
    #[prost(string, optional, tag = "2")]
    pub model: Option<String>,
    /// `firmware_version`, number 3.
    #[prost(string, optional, tag = "3")]
    pub firmware_version: Option<String>,
}

/// What the operator tells beside the answer.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ServiceResponse {
    /// `ticket_ads`, number 1.
    #[prost(message, repeated, tag = "1")]
    pub ticket_ads: Vec<TicketAd>,
    /// `reg_info`, number 2; mandatory in 204.
    #[prost(message, optional, tag = "2")]
    pub reg_info: Option<ResponseRegInfo>,
    /// `binded_taxation`, number 3.
    #[prost(message, optional, tag = "3")]
    pub binded_taxation: Option<BindedTaxation>,
    /// `last_document_info`, number 4.
    #[prost(message, optional, tag = "4")]
    pub last_document_info: Option<LastDocumentInfo>,
    /// `auxiliary`, number 30.
    #[prost(message, repeated, tag = "30")]
    pub auxiliary: Vec<KeyValuePair>,
}

/// Registration data that the register prints.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct ResponseRegInfo {
    /// `kkm`, number 1.
    #[prost(message, optional, tag = "1")]
    pub kkm: Option<KkmRegInfo>,
    /// `pos`, number 2.
    #[prost(message, optional, tag = "2")]
    pub pos: Option<PosRegInfo>,
    /// `org`, number 3.
    #[prost(message, optional, tag = "3")]
    pub org: Option<OrgRegInfo>,
    /// `ofd`, number 4; since 204.
    #[prost(message, optional, tag = "4")]
    pub ofd: Option<OfdRegInfo>,
}

/// The last document that the operator has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, ::prost::Message)]
pub struct LastDocumentInfo {
    /// `fr_shift_number`, number 1.
    #[prost(uint32, required, tag = "1")]
    pub fr_shift_number: u32,
    /// `printed_document_number`, number 2.
    #[prost(uint64, optional, tag = "2")]
    pub printed_document_number: Option<u64>,
}

/// The operator as the register prints it, since 2.0.4.
#[derive(Clone, PartialEq, Eq, Hash, ::prost::Message)]
pub struct OfdRegInfo {
    /// `title`, number 1.
    #[prost(string, optional, tag = "1")]
    pub title: Option<String>,
    /// `title_kz`, number 2.
    #[prost(string, optional, tag = "2")]
    pub title_kz: Option<String>,
    /// `url`, number 3.
    #[prost(string, optional, tag = "3")]
    pub url: Option<String>,
}

/// Whose text it is. Numbers without a name stay numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(i32)]
pub enum TicketAdType {
    /// `TICKET_AD_OFD`, number 0.
    Ofd = 0,
    /// `TICKET_AD_ORG`, number 1.
    Org = 1,
    /// `TICKET_AD_POS`, number 2.
    Pos = 2,
    /// `TICKET_AD_KKM`, number 3.
    Kkm = 3,
    /// `TICKET_AD_INFO`, number 4.
    Info = 4,
}

impl TicketAdType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Ofd,
        Self::Org,
        Self::Pos,
        Self::Kkm,
        Self::Info,
    ];

    /// By number; `None` for a number without a name.
    #[must_use]
    pub const fn known(number: i32) -> Option<Self> {
        match number {
            0 => Some(Self::Ofd),
            1 => Some(Self::Org),
            2 => Some(Self::Pos),
            3 => Some(Self::Kkm),
            4 => Some(Self::Info),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::Ofd => 0,
            Self::Org => 1,
            Self::Pos => 2,
            Self::Kkm => 3,
            Self::Info => 4,
        }
    }
}
