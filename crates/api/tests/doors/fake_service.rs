//! The fake's register of Kazakhstan: one, number 1, and what was done to it.

use api::cloud::*;
use app::kz_ofd::staff::StaffAct;
use types::{Timestamp, UserId};

use crate::fake::Fake;

fn summary(acts: &[(UserId, StaffAct)]) -> ServiceSummary {
    let (state, reason) = match acts.last() {
        None | Some((_, StaffAct::Unblock)) => ("active", None),
        Some((_, StaffAct::Block { reason })) => ("blocked", Some(reason.clone())),
        Some((_, StaffAct::Deregister { .. })) => ("deregistered", None),
    };
    ServiceSummary {
        device: 1,
        registration_number: "010100000001".to_owned(),
        state,
        blocked_by: reason.is_some().then_some("staff"),
        reason,
        since: (state != "active").then(|| Timestamp::from_micros(0)),
        last_seen_at: None,
        programs: vec![("Core".to_owned(), "2.0".to_owned())],
        system: None,
        hardware: None,
        history: Vec::new(),
    }
}

impl ServiceCloud for Fake {
    async fn service(&self, device: u32) -> CloudResult<Option<ServiceSummary>> {
        Ok((device == 1).then(|| summary(&self.state.lock().unwrap().acts)))
    }

    async fn act_on_service(
        &self,
        actor: UserActor,
        device: u32,
        act: StaffAct,
    ) -> CloudResult<Option<ServiceSummary>> {
        if device != 1 {
            return Ok(None);
        }
        let acts = &mut self.state.lock().unwrap().acts;
        acts.push((actor.user, act));
        Ok(Some(summary(acts)))
    }
}
