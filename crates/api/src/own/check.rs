//! `/api/v1/signature-checks` and `/api/v1/receipt-checks`: what would happen, and why

use ::receipt::{FormatVersion, LintContext, Severity};

use crate::call::PersonCall;
use crate::cloud::{Cloud, Door, Role};
use crate::field::{Faults, FieldErrorKind, Node, Words};
use crate::json::{Value, array, integer, object, read, text};
use crate::komtet::answer;
use crate::komtet::receipt;
use crate::komtet::signature::{Signed, SigningKey, Verdict, explain};
use crate::limits::SMALL_BOUNDS;
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

const DOOR: Words<Door> = Words(&[("komtet-v1", Door::KomtetV1), ("komtet-v2", Door::KomtetV2)]);

const FORMAT: Words<FormatVersion> = Words(&[
    ("1.2", FormatVersion::V1_2),
    ("1.1", FormatVersion::V1_1),
    ("1.05", FormatVersion::V1_05),
]);

/// Explains the signature of a request of one of the person's shops.
pub(super) async fn signature<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let field = |key: &str| body.key(key).text().map(str::to_owned).unwrap_or_default();
    let (shop, method, target, signature) = (
        field("shop_id"),
        field("method"),
        field("target"),
        field("signature"),
    );
    let content = body
        .key("body")
        .given()
        .and_then(|node| node.raw_text().map(str::to_owned));
    if !faults.is_empty() {
        return Err(Failure::Fields(faults.into_list()));
    }
    let owned = match call.actor.role {
        Role::Owner(organization) => {
            let found = call.cloud.shop_credentials(&shop).await?;
            found.filter(|found| found.actor.organization == organization)
        }
        Role::Cashier(_) | Role::Operator => None,
    };
    let credentials = owned.ok_or_else(|| Failure::field("shop_id", FieldErrorKind::Unknown))?;
    let content = content.unwrap_or_default();
    let signed = Signed {
        method: &method,
        target: &target,
        host: None,
        body: content.as_bytes(),
        signature: &signature,
    };
    let key = SigningKey::new(&credentials.secret);
    let explanation = explain(&key, &call.settings.addresses, &signed);
    Ok(Reply::json(&object([
        ("right", Value::Boolean(explanation.verdict == Verdict::Right)),
        ("advice", text(explanation.verdict.advice())),
        ("urls", array(explanation.urls.iter().map(text))),
        ("expected", text(&explanation.expected)),
        (
            "body_bytes",
            integer(u64::try_from(explanation.body_bytes).unwrap_or(u64::MAX)),
        ),
    ])))
}

/// Checks a receipt without sending it.
pub(super) fn receipt<C: Cloud>(call: &PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let door = query.word("door", &DOOR).unwrap_or(Door::KomtetV2);
    let format = query.word("format", &FORMAT).unwrap_or(FormatVersion::V1_2);
    query.finish_known()?;
    let context = LintContext::new(format, call.settings.now());
    let findings = receipt::check(door, &call.input.body, &context).map_err(Failure::Json)?;
    let accepted = findings.iter().all(|(severity, _)| *severity != Severity::Error);
    let shown = findings.iter().map(|(severity, fault)| {
        object([
            ("severity", text(severity.to_string())),
            ("field", answer::fault(fault)),
        ])
    });
    Ok(Reply::json(&object([
        ("accepted", Value::Boolean(accepted)),
        ("findings", array(shown)),
    ])))
}
