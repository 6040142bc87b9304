//! Registers, documents and reports as JSON: money as decimal text.

use print::Locale;
use receipt::kz::{Draft, Figures, LineEntry, LineOfBusiness, Receipt};
use register_kz::{
    ByOperation, CashRegister, CashierReport, Counters, Document, DocumentBody, DocumentHead, Issue,
    IssuedReceipt, Mode, OPERATIONS, SectionReport, Shift, ShiftReport, Signature, Tally, operation_name,
    year_of_manufacture,
};
use serde_json::{Map, Value, json};
use store::core_register::events::CoreEvent;
use store::core_register::exchanges::CoreExchange;
use store::core_register::registers::{CoreAcknowledgement, CoreRegister};
use types::LocalDateTime;
use types::official::SerialNumber;

use crate::error::block_code;
use crate::notice;

/// `2026-11-22T10:00:00`, the wall clock of Kazakhstan.
pub(crate) fn time(at: LocalDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S")
}

/// A register and how it works at this moment.
pub(crate) fn register(
    meta: &CoreRegister,
    state: &CashRegister,
    now: LocalDateTime,
    locale: Locale,
) -> Value {
    let setup = state.setup();
    let unsent = state.unsent();
    json!({
        "id": meta.id,
        "name": meta.name,
        "serial_number": meta.serial_number,
        "manufacture_year": setup.map(|setup| &setup.serial_number).and_then(year_of_manufacture),
        "platform": meta.platform,
        "server": meta.server,
        "version": meta.version,
        "registration_number": registration_number(meta, state),
        "device_id": setup.map(|_| state.link().device_id().get()),
        "taxpayer_number": setup.map(|setup| setup.seller.to_string()),
        "vat_certificate": meta.vat_certificate.as_ref().map(|(series, number)| json!({"series": series, "number": number})),
        "mode": mode(&state.mode(now), locale),
        "shift": shift(state.shift()),
        "cash_in_drawer": state.counters().cash_in_drawer.to_string(),
        "last_document": (state.last_number().get() > 0).then(|| json!({
            "number": state.last_number().get(),
            "issued_at": state.last_document_at().map(time),
        })),
        "pending": state.pending().and_then(|pending| pending.document.head.number).map(register_kz::DocumentNumber::get),
        "queue": unsent.map(|unsent| json!({
            "count": unsent.count,
            "first": unsent.first.get(),
            "since": time(unsent.since),
            "age_seconds": now.since_s(unsent.since),
        })),
        "rollover": setup.map(|setup| setup.rollover),
        "set_aside": state.set_aside().iter().map(|one| one.number.get()).collect::<Vec<_>>(),
        "sent_again": state.sent_again().map(register_kz::DocumentNumber::get),
        "notices": state.notices(now).iter().map(|one| notice::shown(one, locale)).collect::<Vec<_>>(),
        "last_exchange_at": meta.last_answer_at.map(|at| at.to_string()),
    })
}

/// A register that was just made: what is copied into the operator's cabinet.
pub(crate) fn made(meta: &CoreRegister) -> Value {
    let serial = SerialNumber::parse(&meta.serial_number).ok();
    json!({
        "id": meta.id,
        "serial_number": meta.serial_number,
        "manufacture_year": serial.as_ref().and_then(year_of_manufacture),
        "platform": meta.platform,
    })
}

/// Something that happened to a register.
pub(crate) fn event((id, event): &(i64, CoreEvent)) -> Value {
    json!({
        "id": id,
        "at": event.at.to_string(),
        "kind": event.kind,
        "person": event.person,
        "number": event.number,
        "detail": serde_json::from_str::<Value>(&event.detail).unwrap_or_default(),
    })
}

/// The tax authority's number: typed in, or told by the operator.
pub(crate) fn registration_number(meta: &CoreRegister, state: &CashRegister) -> Option<String> {
    let typed = state.setup().and_then(|setup| setup.registration_number.as_ref());
    let told = || {
        let card: Value = serde_json::from_str(meta.card.as_deref()?).ok()?;
        Some(card.get("registration_number")?.as_str()?.to_owned())
    };
    typed.map(ToString::to_string).or_else(told)
}

fn mode(mode: &Mode, locale: Locale) -> Value {
    match mode {
        Mode::Setup => json!({"name": "setup"}),
        Mode::Online => json!({"name": "online"}),
        Mode::Autonomous { since } => json!({"name": "autonomous", "since": time(*since)}),
        Mode::Blocked { reason } => json!({
            "name": "blocked",
            "reason_code": block_code(reason).number(),
            "reason": locale.text(block_code(reason).text()),
            "detail": reason.to_string(),
        }),
    }
}

fn shift(shift: Shift) -> Value {
    match shift {
        Shift::Closed { last } => json!({"state": "closed", "last": last.get()}),
        Shift::Open { number, opened_at } => {
            json!({"state": "open", "number": number.get(), "opened_at": time(opened_at)})
        }
    }
}

/// A document of the journal.
pub(crate) fn document(document: &Document, said: Option<&CoreAcknowledgement>) -> Value {
    let mut fields = head(&document.head);
    fields.insert("taken_by_operator".into(), json!(said.is_some()));
    match &document.body {
        DocumentBody::Receipt(receipt) => {
            fields.insert("kind".into(), json!("receipt"));
            sign(
                &mut fields,
                said.and_then(|said| said.sign.as_deref()),
                said.and_then(|said| said.link.as_deref()),
            );
            content(&mut fields, receipt);
        }
        DocumentBody::Movement { kind, amount } => {
            fields.insert("kind".into(), json!("movement"));
            fields.insert("direction".into(), json!(kind));
            fields.insert("amount".into(), json!(amount.to_string()));
        }
        DocumentBody::ShiftClosing { drawer, report: own } => {
            fields.insert("kind".into(), json!("closing"));
            fields.insert("drawer".into(), json!(drawer));
            fields.insert("report".into(), json!(own.as_deref().map(report)));
        }
    }
    Value::Object(fields)
}

/// A document as it was just issued.
pub(crate) fn issued(document_issued: &Document, signature: Option<&Signature>) -> Value {
    let taken = matches!(document_issued.head.issue, Issue::Online);
    let said = taken.then(|| CoreAcknowledgement {
        sign: signature.map(|signature| signature.sign.to_string()),
        link: signature.and_then(|signature| signature.link.clone()),
    });
    document(document_issued, said.as_ref())
}

/// The newest receipt again.
pub(crate) fn copy(receipt: &IssuedReceipt) -> Value {
    let mut fields = head(&receipt.head);
    let signature = receipt.signature.as_ref();
    fields.insert("kind".into(), json!("receipt"));
    fields.insert("is_copy".into(), json!(true));
    let link = signature.and_then(|signature| signature.link.as_deref());
    sign(
        &mut fields,
        signature.map(|signature| signature.sign.0.as_str()),
        link,
    );
    content(&mut fields, &receipt.receipt);
    Value::Object(fields)
}

/// A control receipt: priced, neither counted nor sent.
pub(crate) fn control(receipt: &Receipt) -> Value {
    let mut fields = Map::new();
    fields.insert("kind".into(), json!("control_receipt"));
    fields.insert("issued_at".into(), json!(time(receipt.issued_at())));
    sign(&mut fields, Some(register_kz::CONTROL_SIGN), None);
    content(&mut fields, receipt);
    Value::Object(fields)
}

fn head(head: &DocumentHead) -> Map<String, Value> {
    let mut fields = Map::new();
    let autonomous = match head.issue {
        Issue::Online => None,
        Issue::Autonomous { sign } => sign.map(register_kz::AutonomousSign::get),
    };
    fields.insert(
        "number".into(),
        json!(head.number.map(register_kz::DocumentNumber::get)),
    );
    fields.insert(
        "shift".into(),
        json!(head.shift.map(register_kz::ShiftNumber::get)),
    );
    fields.insert(
        "number_in_shift".into(),
        json!(head.in_shift.map(register_kz::NumberInShift::get)),
    );
    fields.insert("issued_at".into(), json!(time(head.issued_at)));
    fields.insert("mode".into(), json!(head.issue.mode()));
    fields.insert(
        "autonomous_sign".into(),
        json!(autonomous.map(|sign| sign.to_string())),
    );
    if let Some(cashier) = &head.cashier {
        fields.insert(
            "cashier".into(),
            json!({"code": cashier.code, "name": cashier.name}),
        );
    }
    fields
}

fn sign(fields: &mut Map<String, Value>, sign: Option<&str>, link: Option<&str>) {
    fields.insert("fiscal_sign".into(), json!(sign));
    fields.insert("link".into(), json!(link));
}

fn content(fields: &mut Map<String, Value>, receipt: &Receipt) {
    let (said, figures): (&Draft, &Figures) = (receipt.content(), receipt.figures());
    fields.insert("operation".into(), json!(operation_name(receipt.operation())));
    let lines: Vec<Value> = said
        .lines
        .iter()
        .zip(&figures.lines)
        .map(|(entry, sums)| match entry {
            LineEntry::Storno { undoes } => json!({"storno": undoes}),
            LineEntry::Line(line) => json!({
                "name": line.name,
                "section": line.section.as_str(),
                "quantity": line.quantity.to_string(),
                "unit": line.unit.as_str(),
                "price": line.price.to_string(),
                "sum": sums.gross.to_string(),
                "discount": sums.discount.to_string(),
                "markup": sums.markup.to_string(),
                "vat": line.vat.map(|vat| json!({"rate": vat.rate.to_string(), "amount": sums.vat.to_string()})),
                "payable": sums.payable.to_string(),
                "marking_codes": line.marking_codes,
            }),
        })
        .collect();
    fields.insert("lines".into(), json!(lines));
    let business = match said.business {
        LineOfBusiness::Trading => "trading",
        LineOfBusiness::Services { .. } => "services",
        LineOfBusiness::GasStation { .. } => "gas_station",
        LineOfBusiness::Hotel => "hotel",
        LineOfBusiness::Taxi { .. } => "taxi",
        LineOfBusiness::Parking { .. } => "parking",
    };
    fields.insert("business".into(), json!(business));
    for (name, amount) in [
        ("gross", figures.gross),
        ("discount", figures.discount),
        ("markup", figures.markup),
        ("total", figures.total),
        ("tendered", figures.tendered),
        ("change", figures.change),
    ] {
        fields.insert(name.into(), json!(amount.to_string()));
    }
    let payments: Vec<Value> = figures
        .payments
        .iter()
        .map(|paid| json!({"kind": paid.kind, "amount": paid.amount.to_string()}))
        .collect();
    fields.insert("payments".into(), json!(payments));
    let vat: Vec<Value> = figures
        .vat
        .iter()
        .map(|one| {
            json!({"rate": one.rate.to_string(), "turnover": one.turnover.to_string(), "amount": one.amount.to_string()})
        })
        .collect();
    fields.insert("vat".into(), json!(vat));
    fields.insert("buyer_number".into(), json!(said.buyer.number));
}

/// An X or Z report.
pub(crate) fn report(report: &ShiftReport) -> Value {
    json!({
        "kind": report.kind,
        "made_at": time(report.made_at),
        "shift": report.shift.get(),
        "opened_at": report.opened_at.map(time),
        "closed_at": report.closed_at.map(time),
        "counters": counters(&report.counters),
    })
}

fn counters(counters: &Counters) -> Value {
    let shift = &counters.shift;
    let by_operation = |pick: &dyn Fn(receipt::Operation) -> Value| {
        let fields: Map<String, Value> = OPERATIONS
            .into_iter()
            .map(|operation| (operation_name(operation).to_owned(), pick(operation)))
            .collect();
        Value::Object(fields)
    };
    let vat: Vec<Value> = shift
        .vat
        .iter()
        .map(|(rate, of)| {
            let of = by_operation(&|operation| {
                let one = of.of(operation);
                json!({"turnover": one.turnover.to_string(), "amount": one.amount.to_string()})
            });
            json!({"rate": rate.to_string(), "operations": of})
        })
        .collect();
    json!({
        "cash_in_drawer": counters.cash_in_drawer.to_string(),
        "revenue": shift.revenue.to_string(),
        "receipts": by_operation(&|operation| {
            let of = shift.receipts.of(operation);
            let paid: Map<String, Value> = of
                .paid
                .iter()
                .map(|(kind, tally)| (kind.to_string(), json!({"count": tally.count, "sum": tally.sum.to_string()})))
                .collect();
            json!({
                "count": of.count,
                "total": of.total.to_string(),
                "discount": of.discount.to_string(),
                "markup": of.markup.to_string(),
                "change": of.change.to_string(),
                "autonomous": of.autonomous,
                "paid": paid,
            })
        }),
        "vat": vat,
        "non_resettable_totals": by_operation(&|operation| json!(counters.non_resettable.of(operation).to_string())),
        "movements": {
            "deposits": {"count": shift.movements.deposit.count, "sum": shift.movements.deposit.sum.to_string()},
            "withdrawals": {"count": shift.movements.withdrawal.count, "sum": shift.movements.withdrawal.sum.to_string()},
        },
    })
}

fn tallies(of: &ByOperation<Tally>) -> Value {
    let fields: Map<String, Value> = OPERATIONS
        .into_iter()
        .map(|operation| {
            let tally = of.of(operation);
            let value = json!({"count": tally.count, "sum": tally.sum.to_string()});
            (operation_name(operation).to_owned(), value)
        })
        .collect();
    Value::Object(fields)
}

/// A report by section.
pub(crate) fn sections(report: &SectionReport) -> Value {
    let sections: Vec<Value> = report
        .sections
        .iter()
        .map(|(code, of)| json!({"section": code.as_str(), "operations": tallies(of)}))
        .collect();
    json!({"kind": "sections", "shift": report.shift.get(), "made_at": time(report.made_at), "sections": sections})
}

/// A report by cashier.
pub(crate) fn cashiers(report: &CashierReport) -> Value {
    let cashiers: Vec<Value> = report
        .cashiers
        .iter()
        .map(|(code, of)| {
            json!({"code": code, "name": of.name, "operations": tallies(&of.receipts), "cash": of.cash.to_string()})
        })
        .collect();
    json!({"kind": "cashiers", "shift": report.shift.get(), "made_at": time(report.made_at), "cashiers": cashiers})
}

/// One exchange of the log.
pub(crate) fn exchange(exchange: &CoreExchange) -> Value {
    json!({
        "at": exchange.at.to_string(),
        "purpose": exchange.purpose,
        "request_number": exchange.request_number,
        "server": exchange.server,
        "result": exchange.result,
        "detail": exchange.detail,
        "took_ms": exchange.took_ms,
    })
}
