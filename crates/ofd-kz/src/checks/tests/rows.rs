//! Each rule with a breach, its place and its result.

use std::fmt::Write as _;

use super::*;

type Change = fn(&mut Request);

/// Rule, version, request, breach, path.
type Row = (RuleId, Version, fn() -> Request, Change, &'static str);

fn receipt(request: &mut Request) -> &mut TicketRequest {
    request.ticket.as_mut().expect("a receipt")
}

fn first(request: &mut Request) -> &mut Commodity {
    receipt(request).items[0].commodity.as_mut().expect("a part")
}

fn parent(request: &mut Request) -> &mut ParentTicket {
    receipt(request).parent_ticket.as_mut().expect("a parent")
}

fn buyer(request: &mut Request, number: &str) {
    receipt(request).extension_options = Some(ExtensionOptions {
        customer_iin_or_bin: Some(number.to_owned()),
        ..ExtensionOptions::default()
    });
}

fn outage(request: &mut Request, begin: &str, end: &str) {
    let period = OfflinePeriod {
        begin_time: time(begin),
        end_time: time(end),
    };
    request.service.as_mut().expect("a service part").offline_period = Some(period);
}

fn nomenclature() -> Request {
    Request {
        command: CommandType::Nomenclature.number(),
        nomenclature: Some(NomenclatureRequest {
            current_version: Some(1),
            ..NomenclatureRequest::default()
        }),
        ..Request::default()
    }
}

const LATE: Version = Version::V203;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (RuleId::CommandUnknown, LATE, report_x, |r| { r.command = 55; r.report = None; }, "command"),
    (RuleId::CommandUnsupported, LATE, report_x, |r| { r.command = 7; r.report = None; }, "command"),
    (RuleId::PartMissing, LATE, report_x, |r| r.report = None, "report"),
    (RuleId::PartNeedless, LATE, report_x, |r| r.money_placement = movement().money_placement, "money_placement"),
    (RuleId::ServiceMissing, LATE, report_x, |r| r.service = None, "service"),
    (RuleId::SecurityMissing, Version::V204, report_x, |_| {}, "service"),
    (RuleId::OutageReversed, LATE, report_x, |r| outage(r, "2026-11-22 10:00:00", "2026-11-22 09:00:00"), "service.offline_period"),
    (RuleId::OutageTooLong, LATE, report_x, |r| outage(r, "2026-11-19 10:00:00", "2026-11-22 10:00:01"), "service.offline_period"),
    (RuleId::CodeUnknown, LATE, sale, |r| receipt(r).operation = 9, "ticket.operation"),
    (RuleId::NumberRange, LATE, sale, |r| receipt(r).fr_shift_number = Some(1 << 31), "ticket.fr_shift_number"),
    (RuleId::ValueInvalid, LATE, sale, |r| receipt(r).date_time.date.month = 13, "ticket.date_time"),
    (RuleId::CodeGone, Version::V204, sale, |r| receipt(r).payments[0].r#type = 2, "ticket.payments[0].type"),
    (RuleId::DomainMissing, LATE, sale, |r| receipt(r).domain = None, "ticket.domain"),
    (RuleId::DomainPart, LATE, sale, |r| receipt(r).domain.as_mut().expect("there").r#type = Some(4), "ticket.domain.taxi"),
    (RuleId::LinesMissing, LATE, sale, |r| receipt(r).items.clear(), "ticket.items"),
    (RuleId::LinePart, LATE, sale, |r| receipt(r).items[1].r#type = 5, "ticket.items[1]"),
    (RuleId::LineNameMissing, LATE, sale, |r| first(r).name = Some(" ".to_owned()), "ticket.items[0].commodity"),
    (RuleId::MeasureMissing, LATE, sale, |r| first(r).measure_unit_code = None, "ticket.items[0].commodity"),
    (RuleId::QuantityZero, LATE, sale, |r| first(r).quantity = 0, "ticket.items[0].commodity.quantity"),
    (RuleId::LineSum, LATE, sale, |r| first(r).sum = money(150_002), "ticket.items[0].commodity.sum"),
    (RuleId::StornoUnmatched, LATE, sale, |r| { let part = receipt(r).items[2].discount.take(); receipt(r).items[2].storno_discount = part; receipt(r).items[2].r#type = 6; }, "ticket.items[2].storno_discount"),
    (RuleId::StampDeprecated, LATE, sale, |r| first(r).excise_stamp = Some("1".to_owned()), "ticket.items[0].commodity.excise_stamp"),
    (RuleId::StampsTooMany, LATE, sale, |r| first(r).list_excise_stamp = vec!["1".to_owned(); 3], "ticket.items[0].commodity.list_excise_stamp"),
    (RuleId::LinesTotal, LATE, sale, |r| receipt(r).amounts.total = money(154_001), "ticket.amounts.total"),
    (RuleId::ModifiersBoth, LATE, sale, |r| { receipt(r).amounts.markup = Some(TicketModifier::default()); receipt(r).amounts.discount = Some(TicketModifier::default()); }, "ticket.amounts"),
    (RuleId::PaymentsMissing, LATE, sale, |r| receipt(r).payments.clear(), "ticket.payments"),
    (RuleId::PaymentRepeated, LATE, sale, |r| { let again = receipt(r).payments[0].clone(); receipt(r).payments.push(again); }, "ticket.payments[1]"),
    (RuleId::PaymentsTotal, LATE, sale, |r| receipt(r).payments[0].sum = money(153_999), "ticket.payments"),
    (RuleId::NoncashAboveTotal, LATE, sale, |r| { receipt(r).payments[0].r#type = 1; receipt(r).payments[0].sum = money(154_001); }, "ticket.payments"),
    (RuleId::TenderedMissing, LATE, sale, |r| receipt(r).amounts.taken = None, "ticket.amounts"),
    (RuleId::ChangeNotFromCash, LATE, sale, |r| receipt(r).payments[0].r#type = 4, "ticket.amounts.change"),
    (RuleId::ChangeAmount, LATE, sale, |r| receipt(r).amounts.taken = Some(money(154_000)), "ticket.amounts.change"),
    (RuleId::TaxesInTwoPlaces, LATE, sale, |r| receipt(r).taxes = vec![vat(16_000, 21_241)], "ticket.taxes"),
    (RuleId::TaxRepeated, LATE, sale, |r| { let tax = first(r).taxes[0]; first(r).taxes.push(tax); }, "ticket.items[0].commodity.taxes[1]"),
    (RuleId::TaxSum, LATE, sale, |r| first(r).taxes[0].sum = money(20_688), "ticket.items[0].commodity.taxes[0].sum"),
    (RuleId::TaxCode, LATE, sale, |r| first(r).taxes[0].taxation_type = Some(99), "ticket.items[0].commodity.taxes[0].taxation_type"),
    (RuleId::VatRate, LATE, sale, |r| first(r).taxes[0] = vat(12_000, 16_071), "ticket.items[0].commodity.taxes[0].percent"),
    (RuleId::BuyerNumber, LATE, sale, |r| buyer(r, "123456789012"), "ticket.extension_options.customer_iin_or_bin"),
    (RuleId::BuyerIsSeller, LATE, sale, |r| buyer(r, SELLER), "ticket.extension_options.customer_iin_or_bin"),
    (RuleId::ParentMissing, LATE, sale_return, |r| receipt(r).parent_ticket = None, "ticket.parent_ticket"),
    (RuleId::ParentNumber, LATE, sale_return, |r| parent(r).kgd_kkm_id = "x".to_owned(), "ticket.parent_ticket.kgd_kkm_id"),
    (RuleId::ParentTotal, LATE, sale_return, |r| parent(r).parent_ticket_total = money(153_999), "ticket.parent_ticket.parent_ticket_total"),
    (RuleId::ParentLater, LATE, sale_return, |r| parent(r).parent_ticket_data_time = time("2026-11-22 19:53:26"), "ticket.parent_ticket.parent_ticket_data_time"),
    (RuleId::ParentNeedless, LATE, sale_return, |r| receipt(r).operation = 2, "ticket.parent_ticket"),
    (RuleId::CashierMissing, LATE, movement, |r| r.money_placement.as_mut().expect("there").operator = None, "money_placement.operator"),
    (RuleId::MovementZero, LATE, movement, |r| r.money_placement.as_mut().expect("there").sum = money(0), "money_placement.sum"),
    (RuleId::OwnReportMissing, LATE, closing, |r| { let one = r.close_shift.as_mut().expect("there"); one.z_report = None; one.is_offline = Some(true); }, "close_shift.z_report"),
    (RuleId::OwnReportTotals, LATE, closing, |r| r.close_shift.as_mut().and_then(|one| one.z_report.as_mut()).expect("there").non_nullable_sums[0].sum = money(155_001), "close_shift.z_report.ticket_operations[0].tickets_sum"),
    (RuleId::ReportKind, LATE, report_x, |r| r.report.as_mut().expect("there").report = 0, "report.report"),
    (RuleId::CatalogueKey, LATE, nomenclature, |r| r.nomenclature.as_mut().expect("there").current_version = None, "nomenclature"),
];

#[test]
fn each_breach_is_found_at_its_place() {
    for (rule, version, request, change, path) in ROWS {
        let mut request = request();
        let before = check_all(&request, *version);
        change(&mut request);
        let findings = check_all(&request, *version);
        let found = findings.iter().find(|finding| finding.rule == *rule);
        let found = found.unwrap_or_else(|| panic!("{} is not found: {findings:?}", rule.as_str()));
        assert_eq!(found.path, *path, "{}", rule.as_str());
        assert_eq!(
            (found.severity, found.result),
            (rule.severity(), rule.result()),
            "{}",
            rule.as_str()
        );
        // Versions that nobody serves yet want more of each request.
        if *version == LATE {
            assert_eq!(before, [], "{}: before the change", rule.as_str());
        }
    }
}

#[test]
fn what_the_bytes_alone_tell_is_found() {
    let unknown = [report_x().encode_to_vec(), vec![0xF8, 0x07, 0x01]].concat();
    let repeated = [report_x().encode_to_vec(), vec![0x08, 0x03]].concat();
    for (bytes, rule, path) in [
        (unknown, RuleId::FieldUnknown, ""),
        (repeated, RuleId::FieldRepeated, "command"),
    ] {
        let findings = check_bytes(&bytes, LATE);
        let [finding] = findings.as_slice() else {
            panic!("one finding: {findings:?}");
        };
        assert_eq!(
            (finding.rule, finding.path.as_str(), finding.severity),
            (rule, path, Severity::Warning)
        );
    }
}

#[test]
fn every_rule_has_a_row() {
    for rule in rules() {
        let by_bytes = matches!(rule.id, RuleId::FieldUnknown | RuleId::FieldRepeated);
        let by_row = ROWS.iter().any(|(id, ..)| *id == rule.id);
        assert!(by_bytes || by_row, "{} has no row", rule.id.as_str());
    }
}

/// The page of rules is made from the rules. `UPDATE_GOLDEN=1` writes it anew.
#[test]
fn the_page_of_rules_is_whole() {
    let mut page = String::from(
        "# Content checks of the Kazakh protocol\n\n\
         The same rules look at a request that the operator received and at one that the software register is about to \
         send. An *error* is refused\nwith the result; in the autonomous mode most errors are accepted with a flag, since \
         the paper is out and a refusal blocks the register. A\n*warning* is odd, but tolerated. This page is made from the \
         rules themselves.\n\n\
         | rule | severity | result | autonomous | demands | source |\n|---|---|---|---|---|---|\n",
    );
    for rule in rules() {
        let result = rule
            .result
            .map_or_else(|| "–".to_owned(), |result| result.code().0.to_string());
        let autonomous = match (rule.severity, rule.autonomous) {
            (Severity::Error, Autonomous::Flagged) => "flagged",
            (Severity::Error, Autonomous::Refused) => "refused",
            (Severity::Warning | Severity::Flagged, _) => "–",
        };
        let (name, severity, text, source) = (rule.id.as_str(), rule.severity, rule.text, rule.source);
        writeln!(
            page,
            "| `{name}` | {severity} | {result} | {autonomous} | {text} | `{source}` |"
        )
        .expect("a string takes everything");
    }
    let path = format!("{}/../../docs/protocol/kz-checks.md", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &page).expect("the page is written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, page, "{path} differs; UPDATE_GOLDEN=1 writes it anew");
}
