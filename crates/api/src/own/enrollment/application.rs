//! `/api/v1/applications`: prepared, read, signed, given up

use app::enrollment::application::Wish;
use app::enrollment::view::ApplicationView;
use enrollment::{
    Application, ApplicationKind, ContentHash, DeregistrationReason, EnrollmentRoute, PlanCode, Request,
    WriteOffReason,
};
use print::Locale;
use types::{ApiKeyId, ApplicationId, RegisterId, Timestamp, TradePointId};

use super::{owner, register};
use crate::call::PersonCall;
use crate::cloud::{ApplicationForm, Cloud, Entry, HandAnswer};
use crate::field::{Faults, FieldErrorKind, Node, Words};
use crate::json::{Value, integer, object, optional_text, read, text};
use crate::limits::SMALL_BOUNDS;
use crate::own::{optional_time, time};
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

const KIND: Words<ApplicationKind> = Words(&[
    ("enrollment", ApplicationKind::Enrollment),
    ("re_enrollment", ApplicationKind::ReEnrollment),
    ("deregistration", ApplicationKind::Deregistration),
    ("write_off", ApplicationKind::WriteOff),
    ("tariff_choice", ApplicationKind::TariffChoice),
    ("tariff_cancellation", ApplicationKind::TariffCancellation),
    ("suspension", ApplicationKind::Suspension),
]);

const DEREGISTRATION: Words<DeregistrationReason> = Words(&[
    ("cessation_of_activity", DeregistrationReason::CessationOfActivity),
    (
        "move_to_another_tax_office",
        DeregistrationReason::MoveToAnotherTaxOffice,
    ),
    ("technical_failure", DeregistrationReason::TechnicalFailure),
    ("model_excluded", DeregistrationReason::ModelExcluded),
    ("replaced_by_new_model", DeregistrationReason::ReplacedByNewModel),
    ("theft_or_loss", DeregistrationReason::TheftOrLoss),
]);

const WRITE_OFF: Words<WriteOffReason> = Words(&[
    ("worn_out", WriteOffReason::WornOut),
    ("disposed", WriteOffReason::Disposed),
    ("theft_or_loss", WriteOffReason::TheftOrLoss),
]);

const ROUTE: Words<EnrollmentRoute> = Words(&[
    ("online", EnrollmentRoute::Online),
    ("by_card", EnrollmentRoute::ByCard),
]);

/// Last part of the address of a document.
pub(super) const FORM: Words<ApplicationForm> = Words(&[
    ("text", ApplicationForm::Text),
    ("html", ApplicationForm::Html),
    ("pdf", ApplicationForm::Pdf),
]);

const LANG: Words<Locale> = Words(&[("ru", Locale::Ru), ("kk", Locale::Kk), ("en", Locale::En)]);

/// Whether the sandbox does what was applied for.
const ANSWER: Words<Verdict> = Words(&[("accept", Verdict::Accept), ("refuse", Verdict::Refuse)]);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Accept,
    Refuse,
}

pub(super) async fn prepare<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, register) = (owner(&call)?, register::id(&call)?);
    // A register of somebody else is absent, whatever is applied for.
    call.cloud.enrollment(owner, register).await??;
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let wish = wish(&Node::root(&value, &faults));
    let Some(wish) = wish.filter(|_| faults.is_empty()) else {
        return Err(Failure::Fields(faults.into_list()));
    };
    let prepared = call.cloud.prepare_application(owner, register, wish).await??;
    Ok(Reply::json(&shown(&prepared)))
}

pub(super) async fn show<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let found = call.cloud.application(owner(&call)?, id(&call)?).await??;
    Ok(Reply::json(&shown(&found)))
}

pub(super) async fn render<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id) = (owner(&call)?, id(&call)?);
    let (form, locale) = form_and_locale(&call)?;
    let found = call.cloud.application_document(owner, id, form, locale).await??;
    Ok(Reply::of_type(found.content_type, found.body))
}

/// The caller says which document it signs, so that a document nobody saw is never signed.
pub(super) async fn sign<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id, key) = (owner(&call)?, id(&call)?, signing_key(&call)?);
    call.cloud.application(owner, id).await??;
    let signed = call
        .cloud
        .sign_application(owner, key, id, signed_hash(&call)?)
        .await??;
    Ok(Reply::json(&shown(&signed)))
}

pub(super) async fn cancel<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let cancelled = call.cloud.cancel_application(owner(&call)?, id(&call)?).await??;
    Ok(Reply::json(&shown(&cancelled)))
}

/// The sandbox's button in the place of the tax authority.
pub(super) async fn by_hand<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let (owner, id) = (owner(&call)?, id(&call)?);
    call.cloud.application(owner, id).await??;
    let answer = hand_answer(&call)?;
    let answered = call.cloud.answer_application(owner, id, answer).await??;
    Ok(Reply::json(&shown(&answered)))
}

/// Form and language in which a document is wanted.
pub(super) fn form_and_locale<C>(call: &PersonCall<'_, C>) -> Result<(ApplicationForm, Locale), Failure> {
    let form = FORM.meaning(call.input.path("form")?).ok_or(Failure::NotFound)?;
    let query = call.input.query();
    let locale = query.word("lang", &LANG).unwrap_or(Locale::Ru);
    query.finish_known()?;
    Ok((form, locale))
}

/// The key that signs: a session never does.
pub(super) const fn signing_key<C>(call: &PersonCall<'_, C>) -> Result<ApiKeyId, Failure> {
    match call.actor.entry {
        Entry::Key { id, .. } => Ok(id),
        Entry::Session => Err(Failure::Forbidden),
    }
}

/// Hash of the document that the caller signs.
pub(super) fn signed_hash<C>(call: &PersonCall<'_, C>) -> Result<ContentHash, Failure> {
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let signed = hash(&Node::root(&value, &faults).key("content_hash"));
    signed.ok_or_else(|| Failure::Fields(faults.into_list()))
}

/// What the sandbox's button says.
pub(super) fn hand_answer<C>(call: &PersonCall<'_, C>) -> Result<HandAnswer, Failure> {
    let value = read(&call.input.body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let answer = body
        .key("answer")
        .word(&ANSWER)
        .and_then(|verdict| match verdict {
            Verdict::Accept => Some(HandAnswer::Accept),
            Verdict::Refuse => body.key("reason").text().map(|reason| HandAnswer::Refuse {
                reason: reason.to_owned(),
            }),
        });
    answer.ok_or_else(|| Failure::Fields(faults.into_list()))
}

fn id<C>(call: &PersonCall<'_, C>) -> Result<ApplicationId, Failure> {
    call.input.id("application").map(ApplicationId::new)
}

/// What is applied for; the plain words of the request decide which other fields there are.
pub(super) fn wish(body: &Node<'_>) -> Option<Wish> {
    let kind = body.key("kind").word(&KIND)?;
    let reason = body.key("reason");
    Some(match kind {
        ApplicationKind::Enrollment => Wish::Enroll(match body.key("route").given() {
            Some(route) => route.word(&ROUTE)?,
            None => EnrollmentRoute::Online,
        }),
        ApplicationKind::ReEnrollment => {
            let trade_point = body.key("trade_point_id").integer(1, i64::MAX, "1 or more")?;
            Wish::ReEnroll(TradePointId::new(trade_point))
        }
        ApplicationKind::Deregistration => Wish::Other(Request::Deregister {
            reason: reason.word(&DEREGISTRATION)?,
        }),
        ApplicationKind::WriteOff => Wish::Other(Request::WriteOff {
            reason: reason.word(&WRITE_OFF)?,
        }),
        ApplicationKind::TariffChoice => {
            let node = body.key("plan_id");
            let code = PlanCode::parse(node.text()?);
            if code.is_none() {
                node.fault(FieldErrorKind::OutOfRange {
                    range: PlanCode::EXPECTED,
                });
            }
            Wish::ChooseTariff(code?)
        }
        ApplicationKind::TariffCancellation => Wish::Other(Request::CancelTariff),
        ApplicationKind::Suspension => Wish::Other(Request::Suspend),
    })
}

pub(super) fn hash(node: &Node<'_>) -> Option<ContentHash> {
    let hash = ContentHash::parse(node.text()?);
    if hash.is_none() {
        node.fault(FieldErrorKind::OutOfRange {
            range: "64 small hexadecimal digits",
        });
    }
    hash
}

pub(super) fn shown(application: &ApplicationView) -> Value<'_> {
    Told {
        id: application.id,
        register: application.register,
        created_at: application.created_at,
        kind: application.kind.code(),
        stands: &application.stands,
        hash: application.hash,
        signer: application.signer.as_deref(),
        signed_at: application.signed_at,
        trouble: application.trouble.as_deref(),
    }
    .shown()
}

/// What is told of an application of either country.
pub(super) struct Told<'a> {
    pub(super) id: ApplicationId,
    pub(super) register: RegisterId,
    pub(super) created_at: Timestamp,
    pub(super) kind: &'static str,
    pub(super) stands: &'a Application,
    pub(super) hash: ContentHash,
    pub(super) signer: Option<&'a str>,
    pub(super) signed_at: Option<Timestamp>,
    /// Why it does not move on; nobody sends Russian ones anywhere, so that they have none.
    pub(super) trouble: Option<&'a str>,
}

impl<'a> Told<'a> {
    pub(super) fn shown(self) -> Value<'a> {
        let reason = match self.stands {
            Application::Refused { reason, .. } => Some(reason.as_str()),
            Application::AwaitingSignature { .. }
            | Application::Cancelled { .. }
            | Application::Signed { .. }
            | Application::Sent { .. }
            | Application::Completed { .. } => None,
        };
        object([
            ("id", integer(self.id.get())),
            ("enrollment_id", integer(self.register.get())),
            ("created_at", time(self.created_at)),
            ("kind", text(self.kind)),
            ("state", text(self.stands.state().code())),
            ("content_hash", text(self.hash.to_string())),
            ("signer", optional_text(self.signer)),
            ("signed_at", optional_time(self.signed_at)),
            ("reason", optional_text(reason)),
            ("trouble", optional_text(self.trouble)),
        ])
    }
}
