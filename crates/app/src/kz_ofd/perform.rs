//! A request of a register that may speak: what is done, and what it is answered.

use ofd_kz::command::Rotation;
use ofd_kz::exchange::TokenState;
use ofd_kz::{KnownCommand, KnownResult, Version, checks, payload};
use register_kz::{
    Answer, AnswerBody, BooksEvent, Document, Flag, Issue, LastDocumentInfo, OfdToken, Refusal, Request,
    ResultCode, ShiftReport, Tariff,
};
use serde_json::json;
use store::Tx;
use store::kz_incidents::{self, KzIncident};
use store::kz_reports::{self, KzReport, KzReportKind};
use translate::kz::service::{Beside, NoticeScope, NoticeVersion, OfdCard, ReceiptNotice};
use translate::kz::{
    OtherCommand, answer_to_message, no_item_catalog, refusal_result, refusal_text, result_text, zx_to_report,
};
use types::{DocumentId, LocalDateTime, Timestamp};

use super::reading::{Asked, Content, Reading};
use super::registers::Stored;
use super::sign_in::SignIn;
use super::{IngestError, Taken, ToldFacts, said};
use crate::App;

/// Documents of a register that were refused since it was out of service, and are kept for the operator. A queue is
/// sent in its order and waits at the first refusal, so that few come. Source: ours.
pub const REFUSED_KEPT_MAX: u32 = 100;

/// A request that register, token and number let in.
pub(super) struct Admitted<'a> {
    pub(super) app: &'a App,
    pub(super) reading: &'a Reading,
    pub(super) content: &'a Content,
    pub(super) signed_in: Option<&'a SignIn>,
    pub(super) rotation: Rotation,
    pub(super) random: u32,
    pub(super) now: Timestamp,
}

/// What is answered, before it becomes a message.
pub(super) struct Reply {
    pub(super) result: KnownResult,
    pub(super) text: String,
    pub(super) body: AnswerBody,
    /// A document to be kept beside the answer.
    pub(super) document: Option<super::document::Kept>,
}

impl Reply {
    pub(super) const fn done(body: AnswerBody) -> Self {
        Self {
            result: KnownResult::Ok,
            text: String::new(),
            body,
            document: None,
        }
    }

    pub(super) fn refused(result: KnownResult) -> Self {
        let text = result_text(result).map(|text| said(&text)).unwrap_or_default();
        Self::refused_with(result, text)
    }

    pub(super) const fn refused_with(result: KnownResult, text: String) -> Self {
        Self {
            result,
            text,
            body: AnswerBody::Empty,
            document: None,
        }
    }
}

impl Admitted<'_> {
    /// Does what is asked, keeps it, and makes the whole answer.
    pub(super) fn answer(&self, tx: &mut Tx<'_>, mut stored: Stored) -> Result<Taken, IngestError> {
        let reply = match &self.content.asked {
            Asked::Refused { result, text } => self
                .out_of_service(&stored, *result)
                .unwrap_or_else(|| Reply::refused_with(*result, text.clone())),
            Asked::Other(command) => self.other(&stored, *command),
            Asked::Books(request) => self.of_books(tx, &mut stored, request)?,
        };
        let progress = &mut stored.row.progress;
        progress.last_seen_at = Some(self.now);
        progress.facts = ToldFacts::of(&self.content.facts).told_anew(progress.facts.take());
        let is_done = reply.result == KnownResult::Ok;
        let rotates = is_done && self.rotation == Rotation::Rotates;
        let token = if rotates {
            stored.tokens.next_token(self.random)
        } else {
            self.reading.header.token
        };
        let answer = self.message(&stored, &reply, token)?;
        if let (true, Some(command)) = (rotates, self.reading.command) {
            stored.tokens = TokenState::accepted(&self.reading.header, command, token, answer.clone());
        }
        let is_document = reply.document.is_some();
        if let Some(document) = reply.document {
            stored.row.progress.last_document_at = Some(self.now);
            document.keep(tx, self, &stored, &answer)?;
        }
        stored.save(tx)?;
        Ok(Taken {
            answer,
            outcome: match (is_done, is_document) {
                (true, true) => "document",
                (true, false) => "answered",
                (false, _) => "refused",
            },
            is_document,
        })
    }

    /// The operator's wall clock of the register's place.
    pub(super) fn local_now(&self) -> LocalDateTime {
        self.now.to_local(self.app.settings().kz.offset)
    }

    fn of_books(
        &self,
        tx: &mut Tx<'_>,
        stored: &mut Stored,
        request: &Request,
    ) -> Result<Reply, IngestError> {
        if let Request::Document(document) = request
            && let Some(reply) = self.known_autonomous(tx, document)?
        {
            return Ok(reply);
        }
        let events = match stored
            .books
            .admit(request, &self.app.settings().kz.policy, self.local_now())
        {
            Ok(events) => events,
            Err(refusal) => {
                if let (Request::Document(document), Refusal::Blocked { .. } | Refusal::Deregistered) =
                    (request, &refusal)
                {
                    self.tell_refused(tx, stored, document)?;
                }
                let result = refusal_result(&refusal, self.content.version);
                return Ok(Reply::refused_with(result, said(&refusal_text(&refusal))));
            }
        };
        for event in &events {
            stored.books.apply(event)?;
        }
        if events.contains(&BooksEvent::TariffChanged(Tariff::On)) {
            crate::enrollment::service::transacted(tx, stored.row.device_id, self.now)?;
        }
        match request {
            Request::System => Ok(Reply::done(AnswerBody::Empty)),
            Request::Annulment => self.take_annulment(tx, stored, &events),
            Request::Info => {
                let report = events.into_iter().find_map(|event| match event {
                    BooksEvent::Informed(report) => Some(report),
                    _ => None,
                });
                Ok(Reply::done(AnswerBody::Info {
                    report: report.flatten(),
                    last_document: stored.books.last_document().map(|last| LastDocumentInfo {
                        shift: last.shift,
                        number: last.number,
                    }),
                }))
            }
            Request::Report(_) => {
                let report = events.into_iter().find_map(|event| match event {
                    BooksEvent::Reported { report, flags } => Some((report, flags)),
                    _ => None,
                });
                let Some((report, flags)) = report else {
                    return Err(IngestError::Answer("the books made no report".to_owned()));
                };
                let own = self.own_report();
                self.keep_report(tx, stored, &report, own.as_ref(), None)?;
                self.flag_report(tx, stored, &flags)?;
                Ok(Reply::done(AnswerBody::Report(report)))
            }
            Request::Document(document) => self.take_document(tx, stored, document, &events),
        }
    }

    /// Figures that the register sent with its wish for an X report.
    fn own_report(&self) -> Option<ShiftReport> {
        let own = self.content.message.report.as_ref()?.zx_report.as_ref()?;
        zx_to_report(own, register_kz::ReportKind::X, "report.zx_report").ok()
    }

    /// Keeps a document that a register made by itself after it was taken out of service, of which it could not know:
    /// once, however often it comes, and so many of a register.
    fn tell_refused(&self, tx: &mut Tx<'_>, stored: &Stored, document: &Document) -> Result<(), IngestError> {
        if !matches!(document.head.issue, Issue::Autonomous { .. }) {
            return Ok(());
        }
        let device_id = stored.row.device_id;
        let detail = format!(
            "{} of {}, made without the operator; sha-256 {}",
            document.content(),
            document.head.issued_at,
            hex::encode(self.content.digest)
        );
        let told = kz_incidents::refused_out_of_service(tx, device_id, REFUSED_KEPT_MAX)?;
        let is_full = u32::try_from(told.len()).is_ok_and(|count| count >= REFUSED_KEPT_MAX);
        if is_full || told.contains(&detail) {
            return Ok(());
        }
        let incident = KzIncident {
            at: self.now,
            device_id: Some(device_id),
            kind: kz_incidents::REFUSED_OUT_OF_SERVICE.to_owned(),
            detail,
            payload: Some(self.reading.payload.clone()),
        };
        Ok(kz_incidents::add(tx, &incident)?)
    }

    /// What is odd about an X report that was taken all the same, as an incident: a report has no flags of its own.
    fn flag_report(&self, tx: &mut Tx<'_>, stored: &Stored, flags: &[Flag]) -> Result<(), IngestError> {
        if flags.is_empty() {
            return Ok(());
        }
        let incident = KzIncident {
            at: self.now,
            device_id: Some(stored.row.device_id),
            kind: "flagged".to_owned(),
            detail: format!("X report: {}", json!(flags)),
            payload: Some(self.reading.payload.clone()),
        };
        Ok(kz_incidents::add(tx, &incident)?)
    }

    /// Keeps a report and the document that made it; what differs from the register's own figures is an incident.
    pub(super) fn keep_report(
        &self,
        tx: &mut Tx<'_>,
        stored: &Stored,
        report: &ShiftReport,
        own: Option<&ShiftReport>,
        document: Option<DocumentId>,
    ) -> Result<(), IngestError> {
        let differences = own.map(|own| report.difference(own)).unwrap_or_default();
        let device_id = stored.row.device_id;
        let text = |report: &ShiftReport| {
            serde_json::to_string(report).map_err(|source| IngestError::Row {
                column: "report",
                device_id,
                source,
            })
        };
        let kind = match report.kind {
            register_kz::ReportKind::X => KzReportKind::X,
            register_kz::ReportKind::Z => KzReportKind::Z,
        };
        let kept = KzReport {
            device_id,
            organization: stored.row.organization,
            kind,
            shift_number: report.shift.get(),
            made_at: report.made_at,
            received_at: self.now,
            report: text(report)?,
            own_report: own.map(text).transpose()?,
            difference_count: u32::try_from(differences.len()).unwrap_or(u32::MAX),
            document,
        };
        kz_reports::insert(tx, &kept)?;
        if differences.is_empty() {
            return Ok(());
        }
        let detail: Vec<String> = differences.iter().map(ToString::to_string).collect();
        let incident = KzIncident {
            at: self.now,
            device_id: Some(device_id),
            kind: "counters_differ".to_owned(),
            detail: format!("shift {}: {}", report.shift, detail.join("; ")),
            payload: Some(self.reading.payload.clone()),
        };
        Ok(kz_incidents::add(tx, &incident)?)
    }

    /// What a register that may not work is told, whatever is wrong with its online document: first the block.
    fn out_of_service(&self, stored: &Stored, result: KnownResult) -> Option<Reply> {
        let is_no_command = matches!(
            result,
            KnownResult::UnknownCommand | KnownResult::UnsupportedCommand
        );
        if is_no_command || checks::is_autonomous(&self.content.message) {
            return None;
        }
        let policy = &self.app.settings().kz.policy;
        let refusal = stored.books.admit(&Request::System, policy, self.local_now());
        let refusal = refusal.err()?;
        let result = refusal_result(&refusal, self.content.version);
        Some(Reply::refused_with(result, said(&refusal_text(&refusal))))
    }

    /// Commands that the books know nothing of.
    fn other(&self, stored: &Stored, asked: OtherCommand) -> Reply {
        match asked {
            OtherCommand::SignIn => {
                let refused = self.out_of_service(stored, KnownResult::InvalidLoginPassword);
                let wrong = self.app.settings().kz.wrong_sign_in;
                let told = self.signed_in.map(|signed_in| signed_in.result(wrong));
                // The register was given its token between the two looks at it: it asks again.
                let told = told.map_or_else(
                    || Reply::refused(KnownResult::ServiceTemporarilyUnavailable),
                    |(result, text)| Reply::refused_with(result, text),
                );
                refused.unwrap_or(told)
            }
            // The number of that result means something else in 2.0.4: the answer's own part tells it there.
            OtherCommand::ItemByBarcode if self.content.version == Version::V204 => {
                Reply::done(AnswerBody::Empty)
            }
            OtherCommand::ItemByBarcode => Reply::refused(KnownResult::ElementNotFoundByBarcode),
            OtherCommand::ItemCatalog => Reply::done(AnswerBody::Empty),
            OtherCommand::Unserved => Reply::refused(KnownResult::UnsupportedCommand),
        }
    }

    fn message(&self, stored: &Stored, reply: &Reply, token: u32) -> Result<Vec<u8>, IngestError> {
        let command = self
            .reading
            .command
            .and_then(ofd_kz::Command::known)
            .unwrap_or(KnownCommand::Reserved);
        let answer = Answer {
            token: OfdToken::new(token),
            result: ResultCode(reply.result.code().0),
            text: reply.text.clone(),
            body: reply.body.clone(),
        };
        let beside = self.beside(stored, reply);
        let mut message = answer_to_message(
            command,
            &answer,
            beside.as_ref(),
            self.content.version,
            self.local_now(),
        )
        .map_err(|faults| IngestError::Answer(format!("{faults:?}")))?;
        let is_known = !matches!(reply.result, KnownResult::Blocked | KnownResult::Deregistered);
        if command == KnownCommand::Auth && is_known {
            message.auth = self.signed_in.and_then(SignIn::response);
        }
        if command == KnownCommand::Nomenclature {
            let result = match self.content.asked {
                Asked::Other(OtherCommand::ItemByBarcode) => KnownResult::ElementNotFoundByBarcode,
                Asked::Other(_) | Asked::Books(_) | Asked::Refused { .. } => reply.result,
            };
            message.nomenclature = Some(no_item_catalog(result));
        }
        payload::encode_response(&self.reading.header.answer(token), &message)
            .map_err(|error| IngestError::Answer(error.to_string()))
    }

    /// What stands beside the answer: data of the registration, and why the register is blocked.
    fn beside(&self, stored: &Stored, reply: &Reply) -> Option<Beside> {
        let asks = self.content.facts.wishes.registration || matches!(reply.body, AnswerBody::Info { .. });
        let settings = &self.app.settings().kz;
        let registration = asks.then(|| {
            stored.card.registration(
                stored.row.device_id,
                &stored.row.serial_number,
                &stored.row.registration_number,
                OfdCard {
                    title: Some(settings.ofd_name.clone()),
                    title_kk: None,
                    url: Some(settings.consumer_url.clone()),
                },
            )
        });
        let blocked = matches!(reply.result, KnownResult::Blocked | KnownResult::Deregistered);
        let notices = blocked.then(|| ReceiptNotice {
            version: NoticeVersion {
                scope: NoticeScope::Info,
                version: u64::try_from(self.now.micros()).unwrap_or(0),
            },
            text: reply.text.clone(),
        });
        let beside = Beside {
            registration,
            notices: notices.into_iter().collect(),
            ..Beside::default()
        };
        (beside != Beside::default()).then_some(beside)
    }
}
