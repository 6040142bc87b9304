//! Applications on their way to the tax authority, and its answers. The network is between the units.

use enrollment::{
    Answer, Application, ApplicationDocument, EnrollmentEvent, FieldName, FieldValue, KgdRegistrationNumber,
};
use outbound::enrollment_authority::{
    EnrollmentAnswer, EnrollmentAuthority, EnrollmentSubmission, EnrollmentWish,
};
use store::applications::{self, ApplicationProgress, ApplicationRow};
use store::enrollments;
use types::{ApplicationId, Timestamp};

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
        effects.extend(look(app, authority, row).await?);
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
                note(app, &row, &stands.clone().sent(reference, now)?, now).await?;
                Ok(Vec::new())
            }
            Err(error) => {
                tracing::warn!(application.id = id.get(), error = %error, "application was not sent");
                note(app, &row, &stands, now).await?;
                Ok(Vec::new())
            }
        },
        Application::Sent { reference, .. } => {
            let answer = match authority.ask(&submission, reference, now).await {
                Ok(EnrollmentAnswer::Waiting) => None,
                Ok(EnrollmentAnswer::Accepted) => Some(Answer::Accepted),
                Ok(EnrollmentAnswer::Refused { reason }) => Some(Answer::Refused { reason }),
                Ok(EnrollmentAnswer::Numbered { number }) => numbered(id, &number),
                Err(error) => {
                    tracing::warn!(application.id = id.get(), error = %error, "no answer to an application");
                    None
                }
            };
            match answer {
                Some(answer) => take_answer(app, id, answer).await,
                None => {
                    note(app, &row, &stands, now).await?;
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

fn numbered(id: ApplicationId, number: &str) -> Option<Answer> {
    match KgdRegistrationNumber::parse(number) {
        Ok(number) => Some(Answer::Numbered { number }),
        Err(error) => {
            tracing::error!(application.id = id.get(), error = %error, "the tax authority's number cannot be read");
            None
        }
    }
}

/// Writes where the application stands, and looks again later.
async fn note(
    app: &App,
    row: &ApplicationRow,
    stands: &Application,
    now: Timestamp,
) -> Result<(), EnrollmentFailure> {
    let (id, from) = (row.id, row.progress.state.clone());
    let progress = ApplicationProgress {
        next_look_at: Some(now.plus_s(LOOK_EVERY_S)),
        looks: row.progress.looks.saturating_add(1),
        ..progressed(row, stands)?
    };
    app.db()
        .write("note_application", move |tx| {
            applications::progress(tx, id, &from, &progress)?;
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
