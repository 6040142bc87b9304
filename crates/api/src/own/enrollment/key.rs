//! `/api/v1/api-keys`: keys of programs

use types::ApiKeyId;

use super::owner;
use crate::call::PersonCall;
use crate::cloud::{ApiKey, Cloud, Signing};
use crate::field::{Faults, FieldErrorKind, Node, Words};
use crate::json::{Value, array, integer, object, read, text};
use crate::limits::{KEY_NAME_LENGTH_MAX, SMALL_BOUNDS};
use crate::own::{optional_time, signed_in, time, word};
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

const SIGNING: Words<Signing> = Words(&[("allowed", Signing::Allowed), ("denied", Signing::Denied)]);

pub(super) async fn list<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let keys = call.cloud.api_keys(owner(&call)?).await?;
    Ok(Reply::json(&object([("rows", array(keys.iter().map(shown)))])))
}

/// Only a person who signed in makes keys: a key cannot give itself another right.
pub(super) async fn create<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let owner = owner(&call)?;
    signed_in(&call)?;
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let (name, signing) = (body.key("name"), body.key("signing").word(&SIGNING));
    let name = name
        .text()
        .and_then(|text| name.not_longer(text, KEY_NAME_LENGTH_MAX));
    if name.is_some_and(|name| name.chars().any(char::is_control)) {
        body.key("name").fault(FieldErrorKind::OutOfRange {
            range: "text in one line",
        });
    }
    let (Some(name), Some(signing), true) = (name, signing, faults.is_empty()) else {
        return Err(Failure::Fields(faults.into_list()));
    };
    let made = call
        .cloud
        .create_api_key(owner, call.actor.user, name.to_owned(), signing);
    let (id, key) = made.await??;
    Ok(Reply::json(&object([
        ("id", integer(id.get())),
        ("key", text(key.reveal())),
        ("name", text(name)),
        ("signing", word(&SIGNING, signing)),
    ])))
}

/// As with making them: a key that leaked does not put the others out of work.
pub(super) async fn revoke<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    signed_in(&call)?;
    let id = call.input.id("key").map(ApiKeyId::new)?;
    let revoked = call.cloud.revoke_api_key(owner(&call)?, id).await?;
    revoked.then(Reply::empty).ok_or(Failure::NotFound)
}

fn shown(key: &ApiKey) -> Value<'_> {
    object([
        ("id", integer(key.id.get())),
        ("name", text(&key.name)),
        ("signing", word(&SIGNING, key.signing)),
        ("created_at", time(key.created_at)),
        ("revoked_at", optional_time(key.revoked_at)),
    ])
}
