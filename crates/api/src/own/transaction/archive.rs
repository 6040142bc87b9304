//! Lists as one file: a ZIP archive, or the summary alone.

use app::archive::{FileForm, Wanted};

use super::{filter, register_id};
use crate::call::{PersonCall, Query};
use crate::cloud::{ArchiveOutcome, Cloud};
use crate::field::{FieldErrorKind, Words};
use crate::own::document;
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

/// A word of `forms`, which has several with commas between.
const FORMS: Words<FileForm> = Words(&[
    ("text", FileForm::Text),
    ("pdf", FileForm::Pdf),
    ("json", FileForm::Json),
]);

/// As what a list is loaded.
#[derive(Clone, Copy)]
pub(super) enum As {
    Zip,
    Csv,
}

pub(super) async fn of_register<C: Cloud>(call: PersonCall<'_, C>, kind: As) -> Answered {
    let register = register_id(&call)?;
    let query = call.input.query();
    let filter = filter(&query, None);
    let wanted = wanted(&query, kind);
    query.finish_known()?;
    let found = call
        .cloud
        .kz_archive(call.actor, register, filter, wanted)
        .await?;
    reply(
        found.ok_or(Failure::NotFound)?,
        kind,
        &format!("register-{register}"),
    )
}

/// Documents of one Russian register or fiscal storage.
pub(super) async fn of_documents<C: Cloud>(call: PersonCall<'_, C>, kind: As) -> Answered {
    let query = call.input.query();
    let filter = document::narrowed(&query);
    let wanted = wanted(&query, kind);
    query.finish_known()?;
    let name = match (&filter.fiscal_storage, &filter.registration_number) {
        (Some(storage), _) => format!("storage-{}", storage.as_str()),
        (None, Some(register)) => format!("register-{}", register.as_str()),
        (None, None) => {
            let message = "or `registration_number` is needed: an archive is of one register".to_owned();
            return Err(Failure::field(
                "fiscal_storage",
                FieldErrorKind::Refused { message },
            ));
        }
    };
    let found = call.cloud.document_archive(call.actor, filter, wanted).await?;
    reply(found, kind, &name)
}

fn wanted(query: &Query, kind: As) -> Wanted {
    match kind {
        As::Csv => Wanted::Summary,
        As::Zip => {
            let read = |text: &str| {
                let forms = text.split(',').map(|word| FORMS.meaning(word.trim()));
                forms.collect::<Option<Vec<_>>>()
            };
            let kind = || FieldErrorKind::NotAllowed(FORMS.all());
            let mut forms = query
                .read("forms", kind, read)
                .unwrap_or_else(|| FileForm::ALL.to_vec());
            forms.sort_by_key(|form| form.extension());
            forms.dedup();
            Wanted::Zip(forms)
        }
    }
}

fn reply(outcome: ArchiveOutcome, kind: As, name: &str) -> Answered {
    match outcome {
        ArchiveOutcome::File(parts) => Ok(match kind {
            As::Zip => Reply::file("application/zip", format!("{name}.zip"), parts),
            As::Csv => Reply::file("text/csv; charset=utf-8", format!("{name}.csv"), parts),
        }),
        ArchiveOutcome::TooMany { documents_max } => Err(Failure::Refused {
            code: "too_many_documents",
            message: format!("more than {documents_max} documents match: choose a shorter period"),
        }),
    }
}
