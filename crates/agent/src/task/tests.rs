use super::*;
use receipt::{
    AgentRole, CorrectionKind, LineSubject, MarkingKind, Operation, SettlementMethod, TaxationRegime, VatRate,
};

const V2: &str = r#"{"id":7,"version":"v2","print":false,"external_id":"order-17","intent":"sell",
 "client":{"email":"b@example.com"},
 "company":{"sno":1,"inn":"7700000016","name":"Shop","payment_address":"https://shop.example","place_address":"1 Sample Street"},
 "cashier":{"name":"Cashier","inn":""},
 "positions":[{"name":"Mug","price":500,"quantity":2,"total":950.10,"measure":0,"vat":"22","payment_method":"full_payment",
   "payment_object":"tm","mark_code":{"gs1m":"0104601234567893215abcde\u001d93dGVz"},"mark_quantity":null,"planned_status":1,
   "agent_info":{"type":"commissionaire","paying_agent":{"operation":"","phones":[]},"receive_payments_operator":{"phones":[]},
     "money_transfer_operator":{"name":"","phones":[null],"address":"","inn":""}},
   "supplier_info":{"name":"Principal","phones":["+79990000000"],"inn":"7700000023"},
   "sectoral_item_props":[{"federal_id":"030","date":"21.11.2023","number":"1944","value":"UUID=1&Time=2"}]}],
 "payments":[{"type":"card","sum":900},{"type":"cash","sum":50.1}],
 "operation_check_props":{"name":0,"value":"data","timestamp":"12.01.2026 12:00:00"},
 "operating_check_props":{"name":0,"value":"data","timestamp":"12.01.2026 12:00:00"}}"#;

#[test]
fn reads_version_2_as_the_cloud_fills_it_in() {
    let receipt = read(V2).unwrap();
    assert_eq!(
        (receipt.operation, receipt.taxation),
        (Operation::Sell, TaxationRegime::SimplifiedIncome)
    );
    assert_eq!(receipt.seller.inn.unwrap().as_str(), "7700000016");
    assert_eq!(receipt.cashier.unwrap().name, "Cashier");
    let line = &receipt.lines[0];
    assert_eq!(
        (line.price.minor(), line.total.minor(), line.vat),
        (50_000, 95_010, VatRate::Percent(22))
    );
    assert_eq!(
        (line.subject, line.method),
        (LineSubject(33), SettlementMethod::FullPayment)
    );
    let agent = line.agent.as_ref().unwrap();
    assert_eq!(agent.role, AgentRole::Commissioner);
    assert_eq!(agent.transfer_operator, receipt::TransferOperator::default());
    assert_eq!(line.supplier.as_ref().unwrap().phones, ["+79990000000"]);
    assert_eq!(line.marking.as_ref().unwrap().kind, MarkingKind::Gs1Marked);
    assert_eq!(line.sectoral[0].number, "1944");
    assert_eq!(
        (receipt.payments.electronic.minor(), receipt.payments.cash.minor()),
        (90_000, 5_010)
    );
    assert_eq!(receipt.operational.unwrap().id, 0);
}

const V1: &str = r#"{"id":8,"version":"v1","intent":"sellCorrection","inn":"7700000016","sno":"0","org_name":"Shop",
 "org_address":"1 Sample Street","payment_address":"shop.example","user":"+79990000000","client":{"name":"Buyer","inn":null},
 "cashier":"Cashier","cashier_inn":"",
 "positions":[{"name":"Mug","price":10.5,"quantity":0.958,"total":10.06,"vat":{"number":"no","sum":0},"measure_name":"kg",
   "calculation_method":"advance","calculation_subject":"service","nomenclature_code":{"hex_code":"450D 00 04 2F 71 4A 15","code_restored":""}}],
 "payments":[{"type":"prepayment","sum":10.06}],
 "correction":{"type":"forced","date":"2026-01-10","document":"12"}}"#;

#[test]
fn reads_version_1() {
    let receipt = read(V1).unwrap();
    let correction = receipt.correction.unwrap();
    assert_eq!(
        (correction.kind, correction.order_number.as_deref()),
        (CorrectionKind::ByOrder, Some("12"))
    );
    assert_eq!(correction.date.to_string(), "2026-01-10T00:00:00");
    assert_eq!(receipt.buyer.phone.as_deref(), Some("+79990000000"));
    assert_eq!(receipt.buyer.name.as_deref(), Some("Buyer"));
    let line = &receipt.lines[0];
    assert_eq!(
        (line.vat, line.method),
        (VatRate::NotSubject, SettlementMethod::Advance)
    );
    assert_eq!(
        (line.quantity.millionths(), line.measure_name.as_deref()),
        (958_000, Some("kg"))
    );
    assert_eq!(line.marking.as_ref().unwrap().kind, MarkingKind::Ean13);
    assert_eq!(receipt.payments.prepaid.minor(), 1_006);
}

#[test]
fn each_wrong_field_is_named() {
    let table = [
        (
            "\"intent\":\"sell\"",
            "\"intent\":\"steal\"",
            "field `intent` has `steal`, which is not known",
        ),
        (
            "\"vat\":\"22\"",
            "\"vat\":\"23\"",
            "field `positions[].vat` has `23`, which is not known",
        ),
        (
            "\"type\":\"card\"",
            "\"type\":\"barter\"",
            "field `payments[].type` has `barter`, which is not known",
        ),
        (
            "\"intent\":\"sell\"",
            "\"intent\":\"buyCorrection\"",
            "field `correction_info` is missing",
        ),
        (
            "\"sno\":1",
            "\"sno\":9",
            "field `company.sno` has `9`, which is not known",
        ),
        (
            "950.10",
            "950.101",
            "the task cannot be read: `950.101` has a fraction of a minor unit",
        ),
        (
            "\"version\":\"v2\"",
            "\"version\":\"v3\"",
            "field `version` has `v3`, which is not known",
        ),
        (
            "21.11.2023",
            "yesterday",
            "field `sectoral_check_props[].date` is `yesterday`: a date is dd.mm.yyyy",
        ),
    ];
    for (from, to, expected) in table {
        let text = read(&V2.replace(from, to)).unwrap_err().to_string();
        assert!(text.starts_with(expected), "{text}");
    }
}
