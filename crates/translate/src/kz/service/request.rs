//! Facts of a register ↔ `ServiceRequest`.

use ofd_kz::Version;
use ofd_kz::messages::{
    CommQuality, DateTime, GeoPosition, KkmRegInfo, ModuleInformation, OfflinePeriod, OrgRegInfo,
    RequestRegInfo, SecurityStats, ServiceRequest, SoftwareInformation, TicketAdInfo, TicketAdType,
};
use register_kz::Outage;
use types::LocalDateTime;

use super::{
    Claims, LinkQuality, Module, NoticeScope, NoticeVersion, Position, RegisterCard, RegisterFacts, Software,
    Wishes,
};
use crate::kz::fault::{Fault, Faults};

/// How "never" is written: the beginning of 1970 in both times. Source: KZ-OFD/messages.
const NEVER: LocalDateTime = LocalDateTime::from_wall_seconds(0);

/// Reads what a register tells. Texts of a kind without a name are passed over.
///
/// # Errors
/// Times of the outage that do not exist.
pub fn service_to_facts(message: &ServiceRequest) -> Result<RegisterFacts, Vec<Fault>> {
    let mut faults = Faults::default();
    let outage = match message.offline_period {
        None => None,
        Some(period) => {
            let began = faults.time("service.offline_period.begin_time", period.begin_time);
            let ended = faults.time("service.offline_period.end_time", period.end_time);
            began.zip(ended).filter(|(began, _)| *began != NEVER)
        }
    };
    let stats = message.security_stats.clone().unwrap_or_default();
    let claims = message.reg_info.clone().unwrap_or_default();
    let facts = RegisterFacts {
        outage: outage.map(|(began, ended)| Outage { began, ended }),
        wishes: Wishes {
            registration: message.get_reg_info.unwrap_or_default(),
            taxation: message.get_binded_taxation.unwrap_or_default(),
        },
        catalog_version: message.nomenclature_version,
        notices: message
            .ticket_ad_infos
            .iter()
            .filter_map(|info| notice_version(*info))
            .collect(),
        link: message.comm_quality.map(|link| LinkQuality {
            connect_time: link.avg_connect_time,
            round_trip: link.avg_ping,
            loss: link.loss_ratio,
        }),
        position: stats.geo_position.map(|position| Position {
            latitude: position.latitude,
            longitude: position.longitude,
            source: position.source,
        }),
        software: software(
            message.software_information.clone().unwrap_or_default(),
            stats.os_version,
        ),
        claims: Claims {
            register: claims.kkm.map(register_card).unwrap_or_default(),
            taxpayer_number: claims.org.and_then(|organization| organization.iin),
        },
    };
    faults.finish(Some(facts))
}

/// What a register tells, as a message; the outage is always told. Source: KZ-OFD/messages.
#[must_use]
pub fn facts_to_service(facts: &RegisterFacts, version: Version) -> ServiceRequest {
    let (began, ended) = facts
        .outage
        .map_or((NEVER, NEVER), |outage| (outage.began, outage.ended));
    let position = facts.position.as_ref().map(|position| GeoPosition {
        latitude: position.latitude,
        longitude: position.longitude,
        source: position.source.clone().filter(|_| version >= Version::V203),
    });
    // 2.0.4 does not take a place without what measured it.
    let position = position.filter(|position| version < Version::V204 || position.source.is_some());
    let software = &facts.software;
    ServiceRequest {
        comm_quality: facts.link.map(|link| CommQuality {
            avg_connect_time: link.connect_time,
            avg_ping: link.round_trip,
            loss_ratio: link.loss,
        }),
        security_stats: (position.is_some() || software.os_version.is_some()).then(|| SecurityStats {
            geo_position: position,
            os_version: software.os_version.clone(),
        }),
        offline_period: Some(OfflinePeriod {
            begin_time: DateTime::from(began),
            end_time: DateTime::from(ended),
        }),
        nomenclature_version: facts.catalog_version,
        ticket_ad_infos: facts.notices.iter().map(|notice| ad_info(*notice)).collect(),
        get_reg_info: Some(facts.wishes.registration),
        get_binded_taxation: facts.wishes.taxation.then_some(true),
        software_information: (*software != Software::default()).then(|| software_information(software)),
        reg_info: Some(RequestRegInfo {
            kkm: Some(register_info(&facts.claims.register)),
            org: Some(OrgRegInfo {
                iin: facts.claims.taxpayer_number.clone(),
                // 2.0.4 wants an address, although the operator asks for none.
                address_kz: (version >= Version::V204).then(String::new),
                ..OrgRegInfo::default()
            }),
        }),
        ..ServiceRequest::default()
    }
}

fn software(information: SoftwareInformation, os_version: Option<String>) -> Software {
    let module = |module: ModuleInformation| Module {
        name: module.name,
        version: module.version,
        build: module.build_info,
    };
    Software {
        modules: information.module_infos.into_iter().map(module).collect(),
        os_family: information.os_family,
        os_version: information.os_version.or(os_version),
        hardware: information.hardware_arch,
        runtime: information.runtime_version,
        partner_id: information.partner_id,
    }
}

fn software_information(software: &Software) -> SoftwareInformation {
    let module = |module: &Module| ModuleInformation {
        name: module.name.clone(),
        version: module.version.clone(),
        build_info: module.build.clone(),
        ..ModuleInformation::default()
    };
    SoftwareInformation {
        module_infos: software.modules.iter().map(module).collect(),
        hardware_arch: software.hardware.clone(),
        os_family: software.os_family.clone(),
        os_version: software.os_version.clone(),
        runtime_version: software.runtime.clone(),
        partner_id: software.partner_id,
        ..SoftwareInformation::default()
    }
}

pub(super) fn register_card(info: KkmRegInfo) -> RegisterCard {
    RegisterCard {
        registration_number: info.fns_kkm_id,
        serial_number: info.serial_number,
        device_id: info.kkm_id,
    }
}

pub(super) fn register_info(card: &RegisterCard) -> KkmRegInfo {
    KkmRegInfo {
        fns_kkm_id: card.registration_number.clone(),
        serial_number: card.serial_number.clone(),
        kkm_id: card.device_id.clone(),
        ..KkmRegInfo::default()
    }
}

pub(super) const fn notice_version(info: TicketAdInfo) -> Option<NoticeVersion> {
    let scope = match TicketAdType::known(info.r#type) {
        Some(TicketAdType::Ofd) => NoticeScope::Ofd,
        Some(TicketAdType::Org) => NoticeScope::Organization,
        Some(TicketAdType::Pos) => NoticeScope::TradePoint,
        Some(TicketAdType::Kkm) => NoticeScope::Register,
        Some(TicketAdType::Info) => NoticeScope::Info,
        None => return None,
    };
    let version = info.version;
    Some(NoticeVersion { scope, version })
}

pub(super) const fn ad_info(notice: NoticeVersion) -> TicketAdInfo {
    let scope = match notice.scope {
        NoticeScope::Ofd => TicketAdType::Ofd,
        NoticeScope::Organization => TicketAdType::Org,
        NoticeScope::TradePoint => TicketAdType::Pos,
        NoticeScope::Register => TicketAdType::Kkm,
        NoticeScope::Info => TicketAdType::Info,
    };
    TicketAdInfo {
        r#type: scope.number(),
        version: notice.version,
    }
}
