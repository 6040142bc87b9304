//! What the operator tells beside its answer ↔ `ServiceResponse`.

use ofd_kz::Version;
use ofd_kz::messages::{
    self, BindedTax, BindedTaxation, OfdRegInfo, OrgRegInfo, PosRegInfo, ResponseRegInfo, ServiceResponse,
    TicketAd,
};
use receipt::kz::VatRate;
use register_kz::{DocumentNumber, LastDocumentInfo, ShiftNumber};

use super::request::{ad_info, notice_version, register_card, register_info};
use super::{Beside, OfdCard, OrganizationCard, ReceiptNotice, RegistrationData, Taxation, TradePointCard};
use crate::kz::code;

/// What the operator tells, as a message of `version`.
#[must_use]
pub fn beside_to_service(beside: &Beside, version: Version) -> ServiceResponse {
    let taxation = beside.taxation.as_ref().map(|taxation| BindedTaxation {
        taxation_type: code::regime_number(taxation.regime),
        taxes: taxation
            .rates
            .iter()
            .map(|rate| BindedTax {
                tax_type: code::vat_number(),
                percent: rate.thousandths(),
            })
            .collect(),
    });
    // 2.0.4 always wants the registration, known or not.
    let unknown = RegistrationData::default();
    let data = beside
        .registration
        .as_ref()
        .or((version >= Version::V204).then_some(&unknown));
    ServiceResponse {
        ticket_ads: beside
            .notices
            .iter()
            .map(|notice| TicketAd {
                info: ad_info(notice.version),
                text: notice.text.clone(),
            })
            .collect(),
        reg_info: data.map(|data| registration(data, version)),
        binded_taxation: taxation,
        last_document_info: beside.last_document.map(|last| messages::LastDocumentInfo {
            fr_shift_number: last.shift.get(),
            printed_document_number: last.number.map(DocumentNumber::get),
        }),
        auxiliary: Vec::new(),
    }
}

/// Reads what an operator tells. What has no name (a regime, a tax, a kind of text) is passed over: the register works
/// without it.
#[must_use]
pub fn service_to_beside(message: &ServiceResponse) -> Beside {
    let notice = |ad: &TicketAd| {
        let version = notice_version(ad.info)?;
        let text = ad.text.clone();
        Some(ReceiptNotice { version, text })
    };
    let taxation = message.binded_taxation.as_ref().and_then(|taxation| {
        let vat = taxation
            .taxes
            .iter()
            .filter(|tax| tax.tax_type == code::vat_number());
        Some(Taxation {
            regime: code::regime(taxation.taxation_type)?,
            rates: vat
                .filter_map(|tax| VatRate::from_thousandths(tax.percent))
                .collect(),
        })
    });
    Beside {
        registration: message.reg_info.clone().map(registration_data),
        notices: message.ticket_ads.iter().filter_map(notice).collect(),
        taxation,
        last_document: message.last_document_info.map(|last| LastDocumentInfo {
            shift: ShiftNumber::new(last.fr_shift_number),
            number: last.printed_document_number.map(DocumentNumber::new),
        }),
    }
}

/// Kazakh addresses exist since 2.0.3, where 2.0.2 has a number in the organization's place for it; 2.0.4 wants the
/// organization's and gets the Russian one for want of it.
fn registration(data: &RegistrationData, version: Version) -> ResponseRegInfo {
    let (point, organization) = (&data.trade_point, &data.organization);
    let in_kazakh = |text: &Option<String>| text.clone().filter(|_| version >= Version::V203);
    let ofd = data.ofd.as_ref().filter(|_| version >= Version::V204);
    ResponseRegInfo {
        kkm: Some(register_info(&data.register)),
        pos: Some(PosRegInfo {
            title: point.title.clone(),
            address: point.address.clone(),
            address_kz: in_kazakh(&point.address_kk),
            ..PosRegInfo::default()
        }),
        org: Some(OrgRegInfo {
            title: organization.title.clone(),
            address: organization.address.clone(),
            iin: organization.taxpayer_number.clone(),
            taxation_type: organization.regime.map(code::regime_number),
            oked: organization.activity_code.clone(),
            address_kz: in_kazakh(&organization.address_kk).or_else(|| {
                (version >= Version::V204).then(|| organization.address.clone().unwrap_or_default())
            }),
            ..OrgRegInfo::default()
        }),
        ofd: ofd.map(|ofd| OfdRegInfo {
            title: ofd.title.clone(),
            title_kz: ofd.title_kk.clone(),
            url: ofd.url.clone(),
        }),
    }
}

fn registration_data(info: ResponseRegInfo) -> RegistrationData {
    let point = info.pos.unwrap_or_default();
    let organization = info.org.unwrap_or_default();
    RegistrationData {
        register: info.kkm.map(register_card).unwrap_or_default(),
        trade_point: TradePointCard {
            title: point.title,
            address: point.address,
            address_kk: point.address_kz,
        },
        organization: OrganizationCard {
            title: organization.title,
            address: organization.address,
            address_kk: organization.address_kz,
            taxpayer_number: organization.iin,
            regime: organization.taxation_type.and_then(code::regime),
            activity_code: organization.oked,
        },
        ofd: info.ofd.map(|ofd| OfdCard {
            title: ofd.title,
            title_kk: ofd.title_kz,
            url: ofd.url,
        }),
    }
}
