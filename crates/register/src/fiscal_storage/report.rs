//! The storage's own part of a document: numbers, counters, flags.

use ofd_ru::acknowledgement::OfdMessage;
use ofd_ru::{Element, FfdVersion, Form, Tag, tags};
use types::LocalDateTime;

use super::{FiscalMode, FiscalStorage, OpenShift, StorageRegistration, Unsent, UnsentQueue};
use crate::counters::Counters;
use crate::numbering::{FiscalDocumentNumber, ReceiptNumberInShift, ShiftNumber};

/// Tags of every document: time, registration number, document number, storage number, sign, format version.
const EVERY_DOCUMENT: &[Tag] = &[
    tags::DATE_TIME,
    tags::REGISTRATION_NUMBER,
    tags::FISCAL_DOCUMENT_NUMBER,
    tags::FISCAL_STORAGE_NUMBER,
    tags::FISCAL_SIGN,
    tags::FFD_VERSION,
];
const REGISTRATION: &[Tag] = &[tags::STORAGE_FFD_VERSION, tags::KEY_RESOURCE_DAYS];
const RE_REGISTRATION: &[Tag] = &[
    tags::STORAGE_FFD_VERSION,
    tags::KEY_RESOURCE_DAYS,
    tags::CHANGE_REASONS,
    tags::RE_REGISTRATION_REASON,
    tags::STORAGE_TOTALS,
];
const SHIFT_OPENING: &[Tag] = &[
    tags::SHIFT_NUMBER,
    tags::STORAGE_EXHAUSTED,
    tags::STORAGE_REPLACEMENT_URGENT,
    tags::STORAGE_MEMORY_FULL,
    tags::OFD_ANSWER_OVERDUE,
    tags::OFD_MESSAGE,
];
const RECEIPT: &[Tag] = &[tags::SHIFT_NUMBER, tags::RECEIPT_NUMBER_IN_SHIFT];
const SHIFT_CLOSING: &[Tag] = &[
    tags::SHIFT_NUMBER,
    tags::SHIFT_DOCUMENTS_COUNT,
    tags::SHIFT_RECEIPTS_COUNT,
    tags::UNSENT_DOCUMENTS_COUNT,
    tags::FIRST_UNSENT_DATE_TIME,
    tags::STORAGE_EXHAUSTED,
    tags::STORAGE_REPLACEMENT_URGENT,
    tags::STORAGE_MEMORY_FULL,
    tags::OFD_ANSWER_OVERDUE,
    tags::OFD_MESSAGE,
    tags::KEY_RESOURCE_DAYS,
    tags::STORAGE_TOTALS,
    tags::SHIFT_TOTALS,
];
const SETTLEMENT_STATUS: &[Tag] = &[
    tags::SHIFT_NUMBER,
    tags::UNSENT_DOCUMENTS_COUNT,
    tags::FIRST_UNSENT_DATE_TIME,
    tags::FIRST_UNSENT_DOCUMENT_NUMBER,
    tags::STORAGE_TOTALS,
    tags::UNSENT_TOTALS,
    tags::KEY_RESOURCE_DAYS,
];
const STORAGE_CLOSING: &[Tag] = &[tags::SHIFT_NUMBER, tags::STORAGE_TOTALS];

/// Tags that the storage adds to a document of this form. A body that holds one of them is refused with
/// [`super::FiscalStorageError::ReservedTag`].
///
/// For receipts and corrections (forms 3, 4, 31, 41) these are 1012, 1037, 1038, 1040, 1041, 1042, 1077, 1209.
pub fn storage_tags(form: Form) -> impl Iterator<Item = Tag> {
    EVERY_DOCUMENT.iter().chain(own_tags(form)).copied()
}

pub(super) fn is_storage_tag(form: Form, tag: Tag) -> bool {
    EVERY_DOCUMENT.contains(&tag) || own_tags(form).contains(&tag)
}

const fn own_tags(form: Form) -> &'static [Tag] {
    match form {
        Form::Registration => REGISTRATION,
        Form::ReRegistration => RE_REGISTRATION,
        Form::ShiftOpening => SHIFT_OPENING,
        Form::Receipt
        | Form::StrictReportingForm
        | Form::CorrectionReceipt
        | Form::CorrectionStrictReportingForm => RECEIPT,
        Form::ShiftClosing => SHIFT_CLOSING,
        Form::SettlementStatus => SETTLEMENT_STATUS,
        Form::StorageClosing => STORAGE_CLOSING,
        Form::OfdAcknowledgement
        | Form::MarkingRequest
        | Form::MarkingNotification
        | Form::MarkingAnswer
        | Form::MarkingNotificationReceipt => &[],
    }
}

/// What every document shows, but for the sign.
pub(super) struct Heading<'a> {
    pub(super) storage: &'a FiscalStorage,
    pub(super) registration: &'a StorageRegistration,
    pub(super) number: FiscalDocumentNumber,
    pub(super) at: LocalDateTime,
}

impl Heading<'_> {
    pub(super) fn write(&self, out: &mut Vec<Element>) {
        out.extend([
            Element::text(
                tags::REGISTRATION_NUMBER,
                self.registration.registration_number.as_str(),
            ),
            Element::text(tags::FISCAL_STORAGE_NUMBER, self.storage.number.as_str()),
            Element::uint(tags::FISCAL_DOCUMENT_NUMBER, self.number.get()),
            Element::time(tags::DATE_TIME, self.at),
            Element::uint(tags::FFD_VERSION, self.registration.ffd.code()),
        ]);
    }
}

/// The storage's part of a receipt.
pub(super) fn receipt(shift: ShiftNumber, receipt: ReceiptNumberInShift) -> [Element; 2] {
    [
        Element::uint(tags::SHIFT_NUMBER, shift.get()),
        Element::uint(tags::RECEIPT_NUMBER_IN_SHIFT, receipt.get()),
    ]
}

/// The storage's part of a registration report.
pub(super) fn registration(registration: &StorageRegistration, days: u32) -> Vec<Element> {
    vec![
        Element::uint(tags::STORAGE_FFD_VERSION, registration.ffd.code()),
        key_resource(i64::from(days)),
    ]
}

/// The storage's part of a re-registration report besides that of a registration.
pub(super) fn re_registration(
    ffd: FfdVersion,
    reasons: crate::usage::ReRegistrationReasons,
    totals: Option<&Counters>,
) -> Vec<Element> {
    if !has_counters(ffd) {
        return reasons
            .short_codes()
            .map(|code| Element::uint(tags::RE_REGISTRATION_REASON, code))
            .collect();
    }
    let mut elements = vec![Element::uint(tags::CHANGE_REASONS, reasons.mask())];
    elements.extend(totals.map(|totals| Element::nested(tags::STORAGE_TOTALS, totals.elements())));
    elements
}

impl FiscalStorage {
    /// The storage's part of a shift opening.
    pub(super) fn shift_opening(
        &self,
        mode: &FiscalMode,
        shift: ShiftNumber,
        now: LocalDateTime,
    ) -> Vec<Element> {
        let mut elements = vec![Element::uint(tags::SHIFT_NUMBER, shift.get())];
        self.write_flags(mode, now, &mut elements);
        elements
    }

    /// The storage's part of a shift closing.
    pub(super) fn shift_closing(
        &self,
        mode: &FiscalMode,
        open: &OpenShift,
        now: LocalDateTime,
    ) -> Vec<Element> {
        let mut elements = vec![
            Element::uint(tags::SHIFT_NUMBER, open.number.get()),
            Element::uint(tags::SHIFT_DOCUMENTS_COUNT, open.documents.saturating_add(1)),
            Element::uint(tags::SHIFT_RECEIPTS_COUNT, open.last_receipt.get()),
        ];
        write_unsent_count(&mode.unsent, &mut elements);
        elements.extend(mode.unsent.waiting().map(first_unsent_time));
        self.write_flags(mode, now, &mut elements);
        elements.push(key_resource(self.days_left(&mode.record, now)));
        if has_counters(mode.record.registration.ffd) {
            elements.push(Element::nested(
                tags::STORAGE_TOTALS,
                mode.record.totals.elements(),
            ));
            elements.push(Element::nested(tags::SHIFT_TOTALS, open.counters.elements()));
        }
        elements
    }

    /// The storage's part of a settlement status report.
    pub(super) fn settlement_status(&self, mode: &FiscalMode, now: LocalDateTime) -> Vec<Element> {
        let ffd = mode.record.registration.ffd;
        let mut elements = Vec::new();
        if let Ok(open) = mode.open_shift() {
            elements.push(Element::uint(tags::SHIFT_NUMBER, open.number.get()));
        }
        write_unsent_count(&mode.unsent, &mut elements);
        if let Some(unsent) = mode.unsent.waiting() {
            elements.push(first_unsent_time(unsent));
            elements.push(Element::uint(
                tags::FIRST_UNSENT_DOCUMENT_NUMBER,
                unsent.first.get(),
            ));
        }
        if has_counters(ffd) {
            elements.push(Element::nested(
                tags::STORAGE_TOTALS,
                mode.record.totals.elements(),
            ));
            if let Some(unsent) = mode.unsent.waiting() {
                elements.push(Element::nested(tags::UNSENT_TOTALS, unsent.counters.elements()));
            }
        }
        if ffd == FfdVersion::V1_2 {
            elements.push(key_resource(self.days_left(&mode.record, now)));
        }
        elements
    }

    fn write_flags(&self, mode: &FiscalMode, now: LocalDateTime, out: &mut Vec<Element>) {
        out.extend(self.warnings(now).elements());
        let message = mode.record.ofd.message();
        if has_counters(mode.record.registration.ffd) && message != OfdMessage::default() {
            out.push(Element::uint(tags::OFD_MESSAGE, message.0));
        }
    }
}

/// The storage's part of its closing report; shift 0 when there never was one.
pub(super) fn storage_closing(mode: &FiscalMode) -> Vec<Element> {
    let shift = mode.shift.number().map_or(0, ShiftNumber::get);
    let mut elements = vec![Element::uint(tags::SHIFT_NUMBER, shift)];
    if has_counters(mode.record.registration.ffd) {
        elements.push(Element::nested(
            tags::STORAGE_TOTALS,
            mode.record.totals.elements(),
        ));
    }
    elements
}

impl UnsentQueue {
    fn waiting(&self) -> Option<&Unsent> {
        match self {
            Self::NotKept | Self::Empty => None,
            Self::Waiting(unsent) => Some(unsent),
        }
    }
}

/// Counters, operator messages and reason masks came with FFD 1.1.
fn has_counters(ffd: FfdVersion) -> bool {
    match ffd {
        FfdVersion::V1_0 | FfdVersion::V1_05 => false,
        FfdVersion::V1_1 | FfdVersion::V1_2 => true,
    }
}

fn write_unsent_count(queue: &UnsentQueue, out: &mut Vec<Element>) {
    out.extend(
        queue
            .count()
            .map(|count| Element::uint(tags::UNSENT_DOCUMENTS_COUNT, count)),
    );
}

fn first_unsent_time(unsent: &Unsent) -> Element {
    Element::time(tags::FIRST_UNSENT_DATE_TIME, unsent.first_at)
}

/// Tag 1213 in whole days, never below zero.
fn key_resource(days: i64) -> Element {
    Element::uint(
        tags::KEY_RESOURCE_DAYS,
        u16::try_from(days.max(0)).unwrap_or(u16::MAX),
    )
}
