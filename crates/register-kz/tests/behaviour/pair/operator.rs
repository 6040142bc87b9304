//! The operator of the simulation: books, tokens and the one saved answer, without bytes.

use std::collections::BTreeMap;

use register_kz::{
    Answer, AnswerBody, BooksEvent, BooksPolicy, BooksShift, Document, DocumentBody, FiscalSign,
    LastDocumentInfo, OfdToken, OperatorBooks, Request, RequestNumber, ResultCode, Standing,
};
use types::LocalDateTime;

use crate::support::{SELLER, number};

/// What a request has beside its content.
#[derive(Clone, Copy)]
pub struct Header {
    pub token: OfdToken,
    pub request_number: RequestNumber,
}

pub struct Operator {
    pub books: OperatorBooks,
    pub token: OfdToken,
    pub journal: Vec<Document>,
    pub differing_closings: u32,
    pub repeats: u32,
    saved: Option<(OfdToken, RequestNumber, Answer)>,
    answers: BTreeMap<u64, AnswerBody>,
    tokens_given: u32,
}

impl Operator {
    pub fn new(token: OfdToken) -> Self {
        Self {
            books: OperatorBooks::new(Some(number(SELLER))),
            token,
            journal: Vec::new(),
            differing_closings: 0,
            repeats: 0,
            saved: None,
            answers: BTreeMap::new(),
            tokens_given: token.get(),
        }
    }

    /// A token that somebody takes out of the cabinet: the one before is worth nothing.
    pub fn issue_token(&mut self) -> OfdToken {
        self.tokens_given += 1;
        self.token = OfdToken::new(self.tokens_given);
        self.token
    }

    pub fn set_standing(&mut self, standing: Standing) {
        self.books.apply(&BooksEvent::StandingChanged(standing)).unwrap();
    }

    pub fn handle(&mut self, header: Header, request: &Request, rotate: bool, now: LocalDateTime) -> Answer {
        let is_document = matches!(request, Request::Document(_));
        if let Some((token, request_number, answer)) = &self.saved
            && is_document
            && *token == header.token
            && *request_number == header.request_number
        {
            self.repeats += 1;
            return answer.clone();
        }
        let refused = |code, text: &str| Answer {
            token: header.token,
            result: code,
            text: text.to_owned(),
            body: AnswerBody::Empty,
        };
        if header.token != self.token {
            return refused(ResultCode::INVALID_TOKEN, "token");
        }
        let events = match self.books.admit(request, &BooksPolicy::default(), now) {
            Ok(events) => events,
            Err(refusal) => return refused(refusal.code(), &refusal.to_string()),
        };
        let mut body = AnswerBody::Empty;
        for event in &events {
            self.books.apply(event).unwrap();
            body = self.body_of(event, body);
        }
        if rotate && is_document {
            self.issue_token();
        }
        let answer = Answer {
            token: self.token,
            result: ResultCode::OK,
            text: String::new(),
            body,
        };
        if let Request::Document(document) = request {
            self.saved = Some((header.token, header.request_number, answer.clone()));
            let number = document.head.number.unwrap().get();
            self.answers.entry(number).or_insert_with(|| answer.body.clone());
            if let BooksEvent::Repeated { .. } = events.last().unwrap() {
                self.repeats += 1;
                let first = self.answers[&number].clone();
                return Answer {
                    body: first,
                    ..answer
                };
            }
        }
        answer
    }

    fn body_of(&mut self, event: &BooksEvent, before: AnswerBody) -> AnswerBody {
        match event {
            BooksEvent::Counted { document, .. } => {
                self.journal.push(document.as_ref().clone());
                match &document.body {
                    DocumentBody::Receipt(_) => AnswerBody::Receipt {
                        sign: FiscalSign(format!("{}", 849_825_692 + self.journal.len())),
                        link: None,
                    },
                    _ => AnswerBody::Empty,
                }
            }
            BooksEvent::ShiftClosed {
                report,
                document,
                differences,
                ..
            } => {
                self.journal.extend(document.as_deref().cloned());
                self.differing_closings += u32::from(!differences.is_empty());
                AnswerBody::Report(report.clone())
            }
            BooksEvent::Reported { report, .. } => AnswerBody::Report(report.clone()),
            BooksEvent::Informed(report) => AnswerBody::Info {
                report: report.clone(),
                last_document: self.books.last_document().map(|last| LastDocumentInfo {
                    shift: match self.books.shift() {
                        BooksShift::Open { number, .. } => *number,
                        BooksShift::Closed { last } => *last,
                    },
                    number: last.number,
                }),
            },
            BooksEvent::ShiftOpened { .. }
            | BooksEvent::Annulled(_)
            | BooksEvent::Repeated { .. }
            | BooksEvent::StandingChanged(_)
            | BooksEvent::TariffChanged(_) => before,
        }
    }

    /// A restart: what was kept is all there is.
    pub fn restart(&mut self) {
        let json = serde_json::to_string(&self.books).unwrap();
        self.books = serde_json::from_str(&json).unwrap();
    }
}
