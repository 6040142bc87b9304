//! The operator counts for itself, to the tiyn.

use app::forwarding::Answer;
use app::kz_ofd;
use app::kz_ofd::forwarding;
use ofd_kz::KnownResult;
use ofd_kz::link::ReceiptLink;
use receipt::kz::{Operation, SectionCode, VatRate};
use register_kz::{CashMovementKind, DocumentBody, ReportKind, Request};
use store::kz_reports::KzReportKind;
use testkit::TestDb;

use crate::register::{REGISTRATION_NUMBER, Stage, assert_result, by_card, document, draft, priced, tenge};

/// 5000.00 put in, sales of 1160.00 in cash and 435.84 by card, a return of 160.00, 1000.00 taken out.
pub async fn a_day(stage: &mut Stage) {
    let deposit = stage.movement(CashMovementKind::Deposit, "5000.00");
    assert_result(&stage.send(deposit).await, KnownResult::Ok);
    let sale = stage.receipt(Operation::Sell, "1160.00");
    assert_result(&stage.send(sale).await, KnownResult::Ok);
    let head = stage.head();
    let by_card = document(
        head,
        priced(by_card(draft(Operation::Sell, "435.84", stage.now()))),
    );
    assert_result(&stage.send(by_card).await, KnownResult::Ok);
    let returned = stage.receipt(Operation::SellReturn, "160.00");
    assert_result(&stage.send(returned).await, KnownResult::Ok);
    let withdrawal = stage.movement(CashMovementKind::Withdrawal, "1000.00");
    assert_result(&stage.send(withdrawal).await, KnownResult::Ok);
}

testkit::on_both_engines! {
    async fn a_shift_comes_out_to_the_tiyn_and_info_repeats_its_z(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let fresh = stage.ask(&Request::Info).await;
        assert_result(&fresh, KnownResult::Ok);
        let registration = fresh.service.unwrap().reg_info.unwrap();
        assert_eq!(registration.kkm.unwrap().fns_kkm_id.as_deref(), Some(REGISTRATION_NUMBER));
        a_day(&mut stage).await;
        let x = stage.ask(&Request::Report(register_kz::ReportOrigin::Online)).await.report.unwrap().zx_report.unwrap();
        let closing = stage.closing(None);
        let answer = stage.send(closing).await;
        assert_result(&answer, KnownResult::Ok);
        let z = answer.report.unwrap().zx_report.unwrap();
        assert_eq!(x.cash_sum, z.cash_sum);
        let money = |wire: ofd_kz::messages::Money| types::Money::try_from(wire).unwrap();
        assert_eq!(money(z.cash_sum), tenge("5000.00"));
        assert_eq!((money(z.revenue.sum), z.revenue.is_negative), (tenge("1435.84"), false));
        let total = |operation: i32| {
            let sums = z.non_nullable_sums.iter();
            sums.filter(|sum| sum.operation == operation).map(|sum| money(sum.sum)).collect::<Vec<_>>()
        };
        assert_eq!((total(2), total(3)), (vec![tenge("1595.84")], vec![tenge("160.00")]));
        let info = stage.ask(&Request::Info).await.report.unwrap();
        assert_eq!(info.zx_report, Some(z));
        let books = stage.books().await;
        assert_eq!(books.counters().cash_in_drawer, tenge("5000.00"));
        let kept = stage.kept().await;
        assert_eq!(kept.len(), 6);
        assert!(kept.iter().all(|kept| kept.document.is_some() && kept.row.flags == "[]"));
        for (kind, count) in [(KzReportKind::X, 1), (KzReportKind::Z, 1)] {
            let reports = stage.reports(kind).await;
            assert_eq!(reports.len(), count);
            assert_eq!(kz_ofd::paper::figures(&reports[0]).unwrap().counters.cash_in_drawer, tenge("5000.00"));
        }
    }

    async fn what_the_register_counted_otherwise_is_an_incident(test: TestDb) {
        let mut stage = Stage::set(test).await;
        a_day(&mut stage).await;
        let mut own = stage.books().await.x_report(stage.now());
        own.kind = ReportKind::Z;
        own.closed_at = Some(stage.now());
        own.counters.cash_in_drawer = tenge("4999.99");
        let closing = stage.closing(Some(own));
        let answer = stage.send(closing).await;
        assert_result(&answer, KnownResult::Ok);
        let incidents = stage.incidents().await;
        assert_eq!(incidents.len(), 1);
        assert_eq!(incidents[0].kind, "counters_differ");
        assert!(incidents[0].detail.contains("5000.00"), "{}", incidents[0].detail);
        let z = stage.reports(KzReportKind::Z).await;
        assert_eq!(z[0].difference_count, 1);
    }

    async fn a_receipt_is_found_by_all_that_stands_on_it_and_by_nothing_less(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let sale = stage.receipt(Operation::Sell, "1160.00");
        let answer = stage.send(sale.clone()).await.ticket.unwrap();
        let link = String::from_utf8(answer.qr_code.unwrap()).unwrap();
        let link = ReceiptLink::parse(&link).unwrap();
        assert_eq!((link.base.as_str(), link.sign.as_str()), ("http://consumer.example", answer.ticket_number.as_str()));
        let found = kz_ofd::find_by_link(&stage.app, &link).await.unwrap().unwrap();
        assert_eq!(Some(found.fiscal_sign.unwrap().to_string()), Some(answer.ticket_number));
        let vat = &found.receipt().unwrap().figures().vat;
        assert_eq!((vat.len(), vat[0].amount, vat[0].rate), (1, tenge("160.00"), VatRate::from_percent(16).unwrap()));
        let DocumentBody::Receipt(sold) = &sale.body else { panic!("a receipt") };
        assert_eq!(found.receipt().unwrap().figures().total, sold.figures().total);
        let wrong = [
            ReceiptLink { total: tenge("1160.01"), ..link.clone() },
            ReceiptLink { at: types::LocalDateTime::from_wall_seconds(link.at.wall_seconds() + 1), ..link.clone() },
            ReceiptLink { registration_number: "010100000002".to_owned(), ..link.clone() },
            ReceiptLink { sign: "1".to_owned(), ..link.clone() },
            ReceiptLink { sign: "99999999999999".to_owned(), ..link },
        ];
        for link in wrong {
            assert!(kz_ofd::find_by_link(&stage.app, &link).await.unwrap().is_none(), "{link}");
        }
    }

    async fn documents_go_to_the_tax_authority_until_it_answers_and_lateness_is_told(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let sale = stage.receipt(Operation::Sell, "1160.00");
        assert_result(&stage.send(sale).await, KnownResult::Ok);
        let due = forwarding::due(&stage.app, 10).await.unwrap();
        let json: serde_json::Value = serde_json::from_slice(&forwarding::document_json(&due[0])).unwrap();
        assert_eq!((&json["kind"], &json["registration_number"]), (&"kz".into(), &REGISTRATION_NUMBER.into()));
        assert!(json["document"].to_string().contains("Қымыз"), "{json}");
        forwarding::record(&stage.app, vec![(due[0].clone(), Answer::Silent("silence".to_owned()))]).await.unwrap();
        assert!(forwarding::due(&stage.app, 10).await.unwrap().is_empty());
        stage.clock.advance_s(301);
        assert_eq!(forwarding::due(&stage.app, 10).await.unwrap().len(), 1);
        assert_eq!(forwarding::overdue(&stage.app).await.unwrap(), 0);
        stage.clock.advance_s(600);
        assert_eq!(forwarding::overdue(&stage.app).await.unwrap(), 1);
        forwarding::record(&stage.app, vec![(due[0].clone(), Answer::Accepted("1".to_owned()))]).await.unwrap();
        assert_eq!(forwarding::overdue(&stage.app).await.unwrap(), 0);
        assert!(forwarding::due(&stage.app, 10).await.unwrap().is_empty());
    }

    async fn a_report_fits_its_frame_however_many_sections_there_are(test: TestDb) {
        let mut stage = Stage::set(test).await;
        let mut lines = 0_u32;
        for _ in 0..3 {
            let mut sale = draft(Operation::Sell, "1.00", stage.now());
            let one = sale.lines[0].clone();
            sale.lines = (0..150)
                .map(|_| {
                    let mut entry = one.clone();
                    if let receipt::kz::LineEntry::Line(line) = &mut entry {
                        // The longest code that there is: 32 characters of 4 bytes.
                        line.section = SectionCode::parse(&format!("{}{lines:04}", "𝄞".repeat(28))).unwrap();
                    }
                    lines += 1;
                    entry
                })
                .collect();
            sale.payments[0].amount = tenge("150.00");
            sale.tendered = Some(tenge("150.00"));
            let head = stage.head();
            assert_result(&stage.send(document(head, priced(sale))).await, KnownResult::Ok);
        }
        let x = stage.ask(&Request::Report(register_kz::ReportOrigin::Online)).await;
        assert_result(&x, KnownResult::Ok);
        let sections = x.report.unwrap().zx_report.unwrap().sections;
        assert_eq!(sections.len(), register_kz::SECTIONS_MAX + 1);
        let rest = sections.iter().find(|one| one.section_code == SectionCode::rest().as_str()).unwrap();
        assert_eq!(rest.operations[0].count, 250);
        assert_result(&stage.ask(&Request::Info).await, KnownResult::Ok);
        let closing = stage.closing(None);
        assert_result(&stage.send(closing).await, KnownResult::Ok);
    }
}
