//! Applications on their way to the tax authority, and its answers. The network is between the units.

use enrollment::{
    Answer, Application, ApplicationDocument, EnrollmentEvent, FieldName, FieldValue, KgdRegistrationNumber,
};
use outbound::enrollment_authority::{
    EnrollmentAnswer, EnrollmentAuthority, EnrollmentAuthorityError, EnrollmentSubmission, EnrollmentWish,
    sandbox_number,
};
use store::applications::{self, ApplicationProgress, ApplicationRow};
use store::enrollments;
use types::{ApplicationId, OrganizationId};

use super::{EnrollmentEffect, EnrollmentFailure, Told, advance, read, written};
use crate::App;

/// Applications that are looked after in one round.
const ROUND_MAX: u32 = 100;
/// Pause between two looks at the same application, seconds.
const LOOK_EVERY_S: i64 = 60;

/// One round: sends what is signed, asks for what was sent. What fails is looked at again a minute later.
pub async fn round(
    app: &App,
    authority: &dyn EnrollmentAuthority,
) -> Result<Vec<EnrollmentEffect>, EnrollmentFailure> {
    let now = app.now();
    let due = app
        .db()
        .read("due_applications", move |tx| {
            applications::due(tx, now, ROUND_MAX)
        })
        .await?;
    let mut effects = Vec::new();
    for row in due {
        let id = row.id;
        match look(app, authority, row).await {
            Ok(followed) => effects.extend(followed),
            // One application that cannot go on holds nobody else's up.
            Err(error) => {
                tracing::error!(
                    application.id = id.get(),
                    error = crate::text_of(&error),
                    "application is stuck"
                );
                put_off(app, id, error.to_string()).await?;
            }
        }
    }
    Ok(effects)
}

/// Takes an answer: of the tax authority, or of the sandbox's button. An answer that no longer fits is refused.
pub async fn take_answer(
    app: &App,
    id: ApplicationId,
    answer: Answer,
) -> Result<Vec<EnrollmentEffect>, EnrollmentFailure> {
    let now = app.now();
    app.db()
        .write("take_enrollment_answer", move |tx| {
            let row = applications::of_anybody(tx, id)?;
            let row = row.ok_or(EnrollmentFailure::Absent("application"))?;
            let before: Application = read("application", &row.progress.body)?;
            let (next, detail) = match &answer {
                Answer::Taken => (before, None),
                Answer::Numbered { .. } | Answer::Accepted => (before.complete(now)?, None),
                Answer::Refused { reason } => (before.refuse(reason.clone(), now)?, Some(reason.as_str())),
            };
            let progress = ApplicationProgress {
                look_result: None,
                next_look_at: match &answer {
                    Answer::Taken => row.progress.next_look_at,
                    Answer::Numbered { .. } | Answer::Accepted | Answer::Refused { .. } => None,
                },
                ..progressed(&row, &next)?
            };
            if !applications::progress(tx, id, &row.progress.state, &progress)? {
                return Err(EnrollmentFailure::ChangedMeanwhile);
            }
            let register = enrollments::of_anybody(tx, row.application.register)?;
            let register = register.ok_or(EnrollmentFailure::Absent("register"))?;
            let event = EnrollmentEvent::Answered {
                application: id,
                answer: answer.clone(),
            };
            let told = Told {
                kind: "answered",
                detail,
            };
            Ok(advance(tx, register, event, &told, now)?.1)
        })
        .await
}

/// Takes an answer that the sandbox's button gives in the place of the tax authority: `refusal` is its reason.
pub async fn answer_by_hand(
    app: &App,
    organization: OrganizationId,
    id: ApplicationId,
    refusal: Option<String>,
) -> Result<Vec<EnrollmentEffect>, EnrollmentFailure> {
    let row = app
        .db()
        .read("application_by_hand", move |tx| {
            applications::by_id(tx, organization, id)
        })
        .await?;
    let row = row.ok_or(EnrollmentFailure::Absent("application"))?;
    // Also those that no tax authority answers, since they are complete once they are signed.
    let stands: Application = read("application", &row.progress.body)?;
    stands.complete(app.now())?;
    let submission = submission(&row)?;
    let answer = match (refusal, submission.kind) {
        (Some(reason), _) => Answer::Refused { reason },
        (None, EnrollmentWish::Enrollment) => Answer::Numbered {
            number: number(&sandbox_number(&submission.tax_office, id))?,
        },
        (None, EnrollmentWish::ReEnrollment | EnrollmentWish::Deregistration) => Answer::Accepted,
    };
    take_answer(app, id, answer).await
}

fn number(text: &str) -> Result<KgdRegistrationNumber, EnrollmentFailure> {
    KgdRegistrationNumber::parse(text).map_err(|error| EnrollmentFailure::Corrupt {
        what: "registration number",
        detail: error.to_string(),
    })
}

async fn look(
    app: &App,
    authority: &dyn EnrollmentAuthority,
    row: ApplicationRow,
) -> Result<Vec<EnrollmentEffect>, EnrollmentFailure> {
    let (id, now) = (row.id, app.now());
    let stands: Application = read("application", &row.progress.body)?;
    let submission = submission(&row)?;
    match &stands {
        Application::Signed { .. } => match authority.send(&submission, now).await {
            Ok(reference) => {
                note(app, &row, &stands.clone().sent(reference, now)?, None).await?;
                Ok(Vec::new())
            }
            Err(error) => {
                // A platform without a transport says so beside every application; its log needs it once.
                if error != EnrollmentAuthorityError::NotConfigured {
                    tracing::warn!(application.id = id.get(), error = %error, "application was not sent");
                }
                note(app, &row, &stands, Some(error.to_string())).await?;
                Ok(Vec::new())
            }
        },
        Application::Sent { reference, .. } => {
            let answer = match authority.ask(&submission, reference, now).await {
                Ok(EnrollmentAnswer::Waiting) => Err(None),
                Ok(EnrollmentAnswer::Accepted) => Ok(Answer::Accepted),
                Ok(EnrollmentAnswer::Refused { reason }) => Ok(Answer::Refused { reason }),
                Ok(EnrollmentAnswer::Numbered { number }) => KgdRegistrationNumber::parse(&number)
                    .map(|number| Answer::Numbered { number })
                    .map_err(|error| Some(error.to_string())),
                Err(error) => Err(Some(error.to_string())),
            };
            match answer {
                Ok(answer) => take_answer(app, id, answer).await,
                Err(trouble) => {
                    if let Some(trouble) = &trouble {
                        tracing::warn!(
                            application.id = id.get(),
                            error = trouble,
                            "no answer to an application"
                        );
                    }
                    note(app, &row, &stands, trouble).await?;
                    Ok(Vec::new())
                }
            }
        }
        Application::AwaitingSignature { .. }
        | Application::Cancelled { .. }
        | Application::Completed { .. }
        | Application::Refused { .. } => Ok(Vec::new()),
    }
}

/// Writes where the application stands, and looks again later.
async fn note(
    app: &App,
    row: &ApplicationRow,
    stands: &Application,
    trouble: Option<String>,
) -> Result<(), EnrollmentFailure> {
    let (id, from) = (row.id, row.progress.state.clone());
    let progress = ApplicationProgress {
        next_look_at: Some(app.now().plus_s(LOOK_EVERY_S)),
        looks: row.progress.looks.saturating_add(1),
        look_result: trouble,
        ..progressed(row, stands)?
    };
    app.db()
        .write("note_application", move |tx| {
            applications::progress(tx, id, &from, &progress)?;
            Ok(())
        })
        .await
}

/// Looks at an application that nothing could be done about again later, with the reason beside it.
async fn put_off(app: &App, id: ApplicationId, trouble: String) -> Result<(), EnrollmentFailure> {
    let now = app.now();
    app.db()
        .write("put_off_application", move |tx| {
            let Some(row) = applications::of_anybody(tx, id)? else {
                return Ok(());
            };
            let progress = ApplicationProgress {
                next_look_at: row.progress.next_look_at.map(|_| now.plus_s(LOOK_EVERY_S)),
                looks: row.progress.looks.saturating_add(1),
                look_result: Some(trouble.clone()),
                ..row.progress.clone()
            };
            applications::progress(tx, id, &row.progress.state, &progress)?;
            Ok(())
        })
        .await
}

fn progressed(row: &ApplicationRow, stands: &Application) -> Result<ApplicationProgress, EnrollmentFailure> {
    Ok(ApplicationProgress {
        state: stands.state().code().to_owned(),
        body: written("application", stands)?,
        ..row.progress.clone()
    })
}

fn submission(row: &ApplicationRow) -> Result<EnrollmentSubmission, EnrollmentFailure> {
    let document: ApplicationDocument = read("document", &row.application.document)?;
    let tax_office = match document.field(FieldName::TaxOffice) {
        Some(FieldValue::Text(code)) => code.clone(),
        Some(_) | None => return Err(EnrollmentFailure::Absent("tax office in the document")),
    };
    let kind = match row.application.kind.as_str() {
        "enrollment" => EnrollmentWish::Enrollment,
        "re_enrollment" => EnrollmentWish::ReEnrollment,
        "deregistration" => EnrollmentWish::Deregistration,
        other => {
            return Err(EnrollmentFailure::Corrupt {
                what: "kind of an application",
                detail: other.to_owned(),
            });
        }
    };
    Ok(EnrollmentSubmission {
        application: row.id,
        kind,
        tax_office,
        document: row.application.document.clone(),
    })
}
