//! `/api/v1/russian-enrollments` and `/api/v1/russian-applications`

use app::enrollment::russian::{RussianAnswer, RussianApplicationView, RussianView};
use enrollment::russian::{RussianCard, RussianEnrollment, RussianTaxpayer};
use types::{ApplicationId, Kpp, Ogrn, RegisterId, RegistrationNumber};

use super::application::{FORM, Told, form_and_locale, hand_answer, signed_hash, signing_key};
use super::owner;
use super::russian_request::{DAY, MOMENT, official, report, report_shown, request};
use crate::call::PersonCall;
use crate::cloud::Cloud;
use crate::field::{Faults, Node, Words};
use crate::json::{Value, array, integer, object, optional_text, read, text};
use crate::limits::SMALL_BOUNDS;
use crate::own::{key, limit, page, time};
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

/// What the tax service said.
const ANSWER: Words<Said> = Words(&[
    ("number", Said::Number),
    ("card", Said::Card),
    ("accept", Said::Accept),
    ("refuse", Said::Refuse),
]);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Number,
    Card,
    Accept,
    Refuse,
}

pub(super) async fn list<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let owner = owner(&call)?;
    let query = call.input.query();
    let (after, limit) = (key(&query, "after", RegisterId::new), limit(&query));
    query.finish_known()?;
    let found = call.cloud.russian_enrollments(owner, after, limit).await?;
    Ok(page(&found, shown))
}

pub(super) async fn create<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let owner = owner(&call)?;
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let name = body.key("name").text().map(str::to_owned);
    let taxpayer = taxpayer(&body.key("taxpayer"));
    let (Some(name), Some(taxpayer), true) = (name, taxpayer, faults.is_empty()) else {
        return Err(Failure::Fields(faults.into_list()));
    };
    let made = call.cloud.draft_russian(owner, name, taxpayer).await??;
    Ok(Reply::json(&shown(&made)))
}

pub(super) async fn show<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let found = call
        .cloud
        .russian_enrollment(owner(&call)?, register(&call)?)
        .await??;
    Ok(Reply::json(&shown(&found)))
}

pub(super) async fn card<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id) = (owner(&call)?, register(&call)?);
    let form = FORM.meaning(call.input.path("form")?).ok_or(Failure::NotFound)?;
    let found = call.cloud.russian_card(owner, id, form).await??;
    Ok(Reply::of_type(found.content_type, found.body))
}

pub(super) async fn prepare<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id) = (owner(&call)?, register(&call)?);
    call.cloud.russian_enrollment(owner, id).await??;
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let request = request(&Node::root(&value, &faults));
    let Some(request) = request.filter(|_| faults.is_empty()) else {
        return Err(Failure::Fields(faults.into_list()));
    };
    let prepared = call.cloud.prepare_russian(owner, id, request).await??;
    Ok(Reply::json(&application_shown(&prepared)))
}

/// Facts of the registration report that the register made.
pub(super) async fn take_report<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id) = (owner(&call)?, register(&call)?);
    call.cloud.russian_enrollment(owner, id).await??;
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let Some(report) = report(&Node::root(&value, &faults)) else {
        return Err(Failure::Fields(faults.into_list()));
    };
    let taken = call.cloud.report_russian(owner, id, report).await??;
    Ok(Reply::json(&shown(&taken)))
}

/// What the tax service answered, as its user learned it there.
pub(super) async fn take_answer<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id) = (owner(&call)?, register(&call)?);
    call.cloud.russian_enrollment(owner, id).await??;
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let Some(answer) = answer(&Node::root(&value, &faults)) else {
        return Err(Failure::Fields(faults.into_list()));
    };
    let taken = call.cloud.answer_russian(owner, id, answer).await??;
    Ok(Reply::json(&shown(&taken)))
}

pub(super) async fn show_application<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let found = call
        .cloud
        .russian_application(owner(&call)?, application(&call)?)
        .await??;
    Ok(Reply::json(&application_shown(&found)))
}

pub(super) async fn render<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id) = (owner(&call)?, application(&call)?);
    let (form, locale) = form_and_locale(&call)?;
    let found = call.cloud.russian_document(owner, id, form, locale).await??;
    Ok(Reply::of_type(found.content_type, found.body))
}

pub(super) async fn sign<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id, key) = (owner(&call)?, application(&call)?, signing_key(&call)?);
    call.cloud.russian_application(owner, id).await??;
    let signed = call
        .cloud
        .sign_russian(owner, key, id, signed_hash(&call)?)
        .await??;
    Ok(Reply::json(&application_shown(&signed)))
}

pub(super) async fn cancel<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let cancelled = call
        .cloud
        .cancel_russian(owner(&call)?, application(&call)?)
        .await??;
    Ok(Reply::json(&application_shown(&cancelled)))
}

/// The sandbox's button in the place of the tax service.
pub(super) async fn by_hand<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id) = (owner(&call)?, application(&call)?);
    call.cloud.russian_application(owner, id).await??;
    let answer = hand_answer(&call)?;
    let answered = call.cloud.answer_russian_application(owner, id, answer).await??;
    Ok(Reply::json(&application_shown(&answered)))
}

fn register<C>(call: &PersonCall<'_, C>) -> Result<RegisterId, Failure> {
    call.input.id("enrollment").map(RegisterId::new)
}

fn application<C>(call: &PersonCall<'_, C>) -> Result<ApplicationId, Failure> {
    call.input.id("application").map(ApplicationId::new)
}

fn taxpayer(node: &Node<'_>) -> Option<RussianTaxpayer> {
    let name = node.key("name").text().map(str::to_owned);
    let inn = node.key("inn").inn();
    let ogrn = official(&node.key("ogrn"), Ogrn::parse);
    let kpp = node
        .key("kpp")
        .given()
        .and_then(|node| official(&node, Kpp::parse));
    Some(RussianTaxpayer {
        name: name?,
        inn: inn?,
        ogrn: ogrn?,
        kpp,
    })
}

fn answer(body: &Node<'_>) -> Option<RussianAnswer> {
    match body.key("answer").word(&ANSWER)? {
        Said::Number => {
            let number = official(&body.key("number"), RegistrationNumber::parse);
            let at = body.key("at").time(&MOMENT);
            Some(RussianAnswer::Number {
                number: number?,
                at: at?,
            })
        }
        Said::Card => Some(RussianAnswer::Card {
            registered_on: body.key("registered_on").time(&DAY)?,
        }),
        Said::Accept => Some(RussianAnswer::Accepted),
        Said::Refuse => Some(RussianAnswer::Refused {
            reason: body.key("reason").text()?.to_owned(),
        }),
    }
}

fn shown(view: &RussianView) -> Value<'_> {
    let refusal = match &view.state {
        RussianEnrollment::Draft { refusal }
        | RussianEnrollment::NumberAssigned { refusal, .. }
        | RussianEnrollment::Registered { refusal, .. } => refusal.as_ref(),
        RussianEnrollment::Submitted { .. }
        | RussianEnrollment::ReportSubmitted { .. }
        | RussianEnrollment::ReRegistrationSubmitted { .. }
        | RussianEnrollment::DeregistrationSubmitted { .. }
        | RussianEnrollment::Deregistered { .. } => None,
    };
    let refusal = refusal.map_or(Value::Null, |refusal| {
        object([("reason", text(&refusal.reason)), ("at", time(refusal.at))])
    });
    object([
        ("id", integer(view.id.get())),
        ("created_at", time(view.created_at)),
        ("name", text(&view.name)),
        (
            "taxpayer",
            object([
                ("name", text(&view.taxpayer.name)),
                ("inn", text(view.taxpayer.inn.as_str())),
                ("ogrn", text(view.taxpayer.ogrn.as_str())),
                ("kpp", optional_text(view.taxpayer.kpp.as_ref().map(Kpp::as_str))),
            ]),
        ),
        ("state", text(view.state.kind().code())),
        (
            "registration_number",
            optional_text(view.registration_number.as_deref()),
        ),
        ("refusal", refusal),
        ("card", view.state.card().map_or(Value::Null, card_shown)),
        (
            "applications",
            array(view.applications.iter().map(application_shown)),
        ),
    ])
}

fn card_shown(card: &RussianCard) -> Value<'_> {
    object([
        ("number", text(card.number.as_str())),
        ("registered_on", text(card.registered_on.format("%Y-%m-%d"))),
        ("model", text(&card.particulars.model)),
        ("serial_number", text(card.particulars.serial_number.as_str())),
        ("address", text(&card.particulars.address)),
        ("place", text(&card.particulars.place)),
        ("fiscal_storage", text(card.particulars.storage.number.as_str())),
        ("report", report_shown(card.report)),
    ])
}

fn application_shown(view: &RussianApplicationView) -> Value<'_> {
    Told {
        id: view.id,
        register: view.register,
        created_at: view.created_at,
        kind: view.request.code(),
        stands: &view.stands,
        hash: view.document.hash(),
        signer: view.signer.as_deref(),
        signed_at: view.signed_at,
        trouble: None,
    }
    .shown()
}
