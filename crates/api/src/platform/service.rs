//! Whether a register of Kazakhstan may work.

use app::kz_ofd::staff::{self, Service, StaffAct};
use app::kz_ofd::{self, KzRegisterView};
use store::kz_incidents::KzIncident;

use super::{Platform, failed};
use crate::cloud::{CloudResult, ServiceCloud, ServiceEntry, ServiceSummary, UserActor};

impl ServiceCloud for Platform {
    async fn service(&self, device: u32) -> CloudResult<Option<ServiceSummary>> {
        let found = kz_ofd::register(&self.app, None, device).await.map_err(failed)?;
        self.told(found).await
    }

    async fn act_on_service(
        &self,
        actor: UserActor,
        device: u32,
        act: StaffAct,
    ) -> CloudResult<Option<ServiceSummary>> {
        let changed = staff::act(&self.app, actor.user, device, act)
            .await
            .map_err(failed)?;
        self.told(changed).await
    }
}

impl Platform {
    async fn told(&self, found: Option<KzRegisterView>) -> CloudResult<Option<ServiceSummary>> {
        let Some(found) = found else { return Ok(None) };
        let device = found.row.device_id;
        let history = staff::history(&self.app, device).await.map_err(failed)?;
        Ok(Some(summary(found, history)))
    }
}

fn summary(found: KzRegisterView, history: Vec<KzIncident>) -> ServiceSummary {
    let Service {
        state,
        reason,
        blocked_by,
        since,
    } = Service::of(&found);
    let entry = |incident: KzIncident| ServiceEntry {
        at: incident.at,
        kind: incident.kind,
        detail: incident.detail,
    };
    ServiceSummary {
        device: found.row.device_id,
        state,
        reason,
        blocked_by,
        since,
        registration_number: found.row.registration_number,
        last_seen_at: found.row.progress.last_seen_at,
        programs: found.facts.programs,
        system: found.facts.system,
        hardware: found.facts.hardware,
        history: history.into_iter().map(entry).collect(),
    }
}
