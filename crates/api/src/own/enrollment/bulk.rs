//! Many registers at once: every one has its own result, and what fails for one holds no other up.

use types::{ApplicationId, RegisterId};

use super::application::{hash, shown, signing_key, wish};
use super::owner;
use crate::call::PersonCall;
use crate::cloud::Cloud;
use crate::field::{Faults, Node};
use crate::json::{Value, array, integer, object, read};
use crate::limits::{BULK_MAX, SMALL_BOUNDS};
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

/// One application each for many registers.
pub(super) async fn prepare<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let owner = owner(&call)?;
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let wish = wish(&body.key("application"));
    let list = body.key("enrollment_ids");
    let ids: Vec<i64> = list
        .items(BULK_MAX)
        .unwrap_or_default()
        .iter()
        .filter_map(|node| node.integer(1, i64::MAX, "1 or more"))
        .collect();
    let Some(wish) = wish.filter(|_| faults.is_empty()) else {
        return Err(Failure::Fields(faults.into_list()));
    };
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let register = RegisterId::new(id);
        let prepared = call
            .cloud
            .prepare_application(owner, register, wish.clone())
            .await?;
        rows.push(match prepared {
            Ok(application) => done("enrollment_id", id, &shown(&application)),
            Err(refusal) => failed("enrollment_id", id, &refusal.into()),
        });
    }
    Ok(Reply::json(&object([("rows", array(rows))])))
}

/// Signs many applications, each by the hash of its document.
pub(super) async fn sign<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, key) = (owner(&call)?, signing_key(&call)?);
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let list = body.key("signatures");
    let mut wanted = Vec::new();
    for node in list.items(BULK_MAX).unwrap_or_default() {
        let id = node.key("application_id").integer(1, i64::MAX, "1 or more");
        wanted.extend(id.zip(hash(&node.key("content_hash"))));
    }
    if !faults.is_empty() {
        return Err(Failure::Fields(faults.into_list()));
    }
    let mut rows = Vec::with_capacity(wanted.len());
    for (id, hash) in wanted {
        let application = ApplicationId::new(id);
        let signed = call.cloud.sign_application(owner, key, application, hash).await?;
        rows.push(match signed {
            Ok(application) => done("application_id", id, &shown(&application)),
            Err(refusal) => failed("application_id", id, &refusal.into()),
        });
    }
    Ok(Reply::json(&object([("rows", array(rows))])))
}

fn done(key: &'static str, id: i64, application: &Value<'_>) -> Value<'static> {
    object([
        (key, integer(id)),
        ("application", application.clone().into_owned()),
        ("failure", Value::Null),
    ])
}

fn failed(key: &'static str, id: i64, failure: &Failure) -> Value<'static> {
    object([
        (key, integer(id)),
        ("application", Value::Null),
        ("failure", failure.value().into_owned()),
    ])
}
