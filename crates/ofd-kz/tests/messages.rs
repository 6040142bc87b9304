//! Each kind of message, byte by byte: read, named, and written again as it was.
//!
//! The bytes and the meanings were made by an independent implementation from the schema.

use ofd_kz::header::Header;
use ofd_kz::inspection::{Inspection, RebuildParts, Side, rebuild};
use ofd_kz::payload::{decode_request, decode_response, encode_request, encode_response};
use ofd_kz::{Version, frame};
use serde_json::Value as Json;

/// Name, side, version, bytes, meaning.
type Row = (&'static str, Side, Version, &'static str, &'static str);

const SYSTEM_REQUEST: &str = "0800"; // 1 command: COMMAND_SYSTEM

const RETURN_REQUEST: &str = concat!(
    "0801",       // 1 command: COMMAND_TICKET
    "127D",       // 2 ticket, 125 bytes
    "0803",       //   1 operation: OPERATION_SELL_RETURN
    "1211",       //   2 date_time, 17 bytes
    "0A07",       //     1 date, 7 bytes
    "08EA0F",     //       1 year: 2026
    "100B",       //       2 month: 11
    "1816",       //       3 day: 22
    "1206",       //     2 time, 6 bytes
    "080A",       //       1 hour: 10
    "1000",       //       2 minute: 0
    "1800",       //       3 second: 0
    "1A02",       //   3 operator, 2 bytes
    "0801",       //     1 code: 1
    "2202",       //   4 domain, 2 bytes
    "0800",       //     1 type: DOMAIN_TRADING
    "2A24",       //   5 items, 36 bytes
    "0801",       //     1 type: ITEM_TYPE_COMMODITY
    "1220",       //     2 commodity, 32 bytes
    "120161",     //       2 name: `a`
    "1A0131",     //       3 section_code: `1`
    "20DC0B",     //       4 quantity: 1500
    "2A04",       //       5 price, 4 bytes
    "0802",       //         1 bills: 2
    "1000",       //         2 coins: 0
    "3204",       //       6 sum, 4 bytes
    "0803",       //         1 bills: 3
    "1000",       //         2 coins: 0
    "6A03373936", //       13 measure_unit_code: `796`
    "72016D",     //       14 list_excise_stamp: `m`
    "7A016E",     //       15 ntin: `n`
    "320C",       //   6 payments, 12 bytes
    "0801",       //     1 type: PAYMENT_CARD
    "1204",       //     2 sum, 4 bytes
    "0803",       //       1 bills: 3
    "1000",       //       2 coins: 0
    "1A02",       //     3 card_payment_fields, 2 bytes
    "2007",       //       4 pos_rrn: 7
    "4206",       //   8 amounts, 6 bytes
    "0A04",       //     1 total, 4 bytes
    "0803",       //       1 bills: 3
    "1000",       //       2 coins: 0
    "8A0121",     //   17 parent_ticket, 33 bytes
    "0A0139",     //     1 parent_ticket_number: `9`
    "1211",       //     2 parent_ticket_data_time, 17 bytes
    "0A07",       //       1 date, 7 bytes
    "08EA0F",     //         1 year: 2026
    "100B",       //         2 month: 11
    "1816",       //         3 day: 22
    "1206",       //       2 time, 6 bytes
    "0809",       //         1 hour: 9
    "1000",       //         2 minute: 0
    "1800",       //         3 second: 0
    "1A0131",     //     3 kgd_kkm_id: `1`
    "2204",       //     4 parent_ticket_total, 4 bytes
    "0803",       //       1 bills: 3
    "1000",       //       2 coins: 0
    "2800",       //     5 parent_ticket_is_offline: 0
);

const CLOSE_SHIFT_REQUEST: &str = concat!(
    "0802",   // 1 command: COMMAND_CLOSE_SHIFT
    "1A22",   // 3 close_shift, 34 bytes
    "0A11",   //   1 close_time, 17 bytes
    "0A07",   //     1 date, 7 bytes
    "08EA0F", //       1 year: 2026
    "100B",   //       2 month: 11
    "1816",   //       3 day: 22
    "1206",   //     2 time, 6 bytes
    "080A",   //       1 hour: 10
    "1000",   //       2 minute: 0
    "1800",   //       3 second: 0
    "1001",   //   2 is_offline: 1
    "1804",   //   3 fr_shift_number: 4
    "2001",   //   4 withdraw_money: 1
    "3205",   //   6 operator, 5 bytes
    "0801",   //     1 code: 1
    "12016B", //     2 name: `k`
    "380C",   //   7 printed_document_number: 12
);

const REPORT_REQUEST: &str = concat!(
    "0803",   // 1 command: COMMAND_REPORT
    "2215",   // 4 report, 21 bytes
    "0801",   //   1 report: REPORT_X
    "1211",   //   2 date_time, 17 bytes
    "0A07",   //     1 date, 7 bytes
    "08EA0F", //       1 year: 2026
    "100B",   //       2 month: 11
    "1816",   //       3 day: 22
    "1206",   //     2 time, 6 bytes
    "080A",   //       1 hour: 10
    "1000",   //       2 minute: 0
    "1800",   //       3 second: 0
);

const NOMENCLATURE_REQUEST: &str = concat!(
    "0804",                           // 1 command: COMMAND_NOMENCLATURE
    "2A0F",                           // 5 nomenclature, 15 bytes
    "120D34383730303030303030303030", //   2 barcode: `4870000000000`
);

const INFO_REQUEST: &str = concat!(
    "0805",   // 1 command: COMMAND_INFO
    "320E",   // 6 service, 14 bytes
    "3801",   //   7 get_reg_info: 1
    "620A",   //   12 reg_info, 10 bytes
    "0A03",   //     1 kkm, 3 bytes
    "2A0131", //       5 kkm_id: `1`
    "1203",   //     2 org, 3 bytes
    "32017A", //       6 address_kz: `z`
);

const MONEY_PLACEMENT_REQUEST: &str = concat!(
    "0806",   // 1 command: COMMAND_MONEY_PLACEMENT
    "3A21",   // 7 money_placement, 33 bytes
    "0A11",   //   1 date_time, 17 bytes
    "0A07",   //     1 date, 7 bytes
    "08EA0F", //       1 year: 2026
    "100B",   //       2 month: 11
    "1816",   //       3 day: 22
    "1206",   //     2 time, 6 bytes
    "080A",   //       1 hour: 10
    "1000",   //       2 minute: 0
    "1800",   //       3 second: 0
    "1001",   //   2 operation: MONEY_PLACEMENT_WITHDRAWAL
    "1A04",   //   3 sum, 4 bytes
    "0805",   //     1 bills: 5
    "1032",   //     2 coins: 50
    "2801",   //   5 fr_shift_number: 1
    "3A02",   //   7 operator, 2 bytes
    "0801",   //     1 code: 1
);

const CANCEL_TICKET_REQUEST: &str = "0807"; // 1 command: COMMAND_CANCEL_TICKET

const AUTH_REQUEST: &str = concat!(
    "0808",   // 1 command: COMMAND_AUTH
    "4206",   // 8 auth, 6 bytes
    "0A016C", //   1 login: `l`
    "120170", //   2 password: `p`
);

const QR_REQUEST: &str = concat!(
    "0864", // 1 command: COMMAND_QR_GENERATE
    "4A08", // 9 qr, 8 bytes
    "0808", //   1 invoice_id: 8
    "1204", //   2 amount, 4 bytes
    "0803", //     1 bills: 3
    "1000", //     2 coins: 0
);

const TICKET_RESPONSE: &str = concat!(
    "0801",                   // 1 command: COMMAND_TICKET
    "1202",                   // 2 result, 2 bytes
    "0800",                   //   1 result_code: 0
    "1A15",                   // 3 ticket, 21 bytes
    "0A09383439383235363932", //   1 ticket_number: `849825692`
    "1208687474703A2F2F61",   //   2 qr_code: `http://a`
);

const REPORT_RESPONSE: &str = concat!(
    "0802",     // 1 command: COMMAND_CLOSE_SHIFT
    "1206",     // 2 result, 6 bytes
    "0800",     //   1 result_code: 0
    "12026F6B", //   2 result_text: `ok`
    "228E01",   // 4 report, 142 bytes
    "0800",     //   1 report: REPORT_Z
    "128901",   //   2 zx_report, 137 bytes
    "0A11",     //     1 date_time, 17 bytes
    "0A07",     //       1 date, 7 bytes
    "08EA0F",   //         1 year: 2026
    "100B",     //         2 month: 11
    "1816",     //         3 day: 22
    "1206",     //       2 time, 6 bytes
    "080A",     //         1 hour: 10
    "1000",     //         2 minute: 0
    "1800",     //         3 second: 0
    "1004",     //     2 shift_number: 4
    "1A0F",     //     3 sections, 15 bytes
    "0A0131",   //       1 section_code: `1`
    "120A",     //       2 operations, 10 bytes
    "0802",     //         1 operation: OPERATION_SELL
    "1002",     //         2 count: 2
    "1A04",     //         3 sum, 4 bytes
    "0806",     //           1 bills: 6
    "1000",     //           2 coins: 0
    "421B",     //     8 taxes, 27 bytes
    "0864",     //       1 tax_type: 100
    "10807D",   //       2 percent: 16000
    "1A14",     //       3 operations, 20 bytes
    "0802",     //         1 operation: OPERATION_SELL
    "1204",     //         2 turnover, 4 bytes
    "0806",     //           1 bills: 6
    "1000",     //           2 coins: 0
    "1A04",     //         3 sum, 4 bytes
    "0800",     //           1 bills: 0
    "1053",     //           2 coins: 83
    "2204",     //         4 turnover_without_tax, 4 bytes
    "0805",     //           1 bills: 5
    "1011",     //           2 coins: 17
    "5218",     //     10 ticket_operations, 24 bytes
    "0802",     //       1 operation: OPERATION_SELL
    "1009",     //       2 tickets_total_count: 9
    "1801",     //       3 tickets_count: 1
    "2204",     //       4 tickets_sum, 4 bytes
    "0806",     //         1 bills: 6
    "1000",     //         2 coins: 0
    "2A0A",     //       5 payments, 10 bytes
    "0800",     //         1 payment: PAYMENT_CASH
    "1204",     //         2 sum, 4 bytes
    "0806",     //           1 bills: 6
    "1000",     //           2 coins: 0
    "1801",     //         3 count: 1
    "5A0C",     //     11 money_placements, 12 bytes
    "0800",     //       1 operation: MONEY_PLACEMENT_DEPOSIT
    "1001",     //       2 operations_total_count: 1
    "1801",     //       3 operations_count: 1
    "2204",     //       4 operations_sum, 4 bytes
    "0805",     //         1 bills: 5
    "1000",     //         2 coins: 0
    "6A04",     //     13 cash_sum, 4 bytes
    "080B",     //       1 bills: 11
    "1000",     //       2 coins: 0
    "7208",     //     14 revenue, 8 bytes
    "0A04",     //       1 sum, 4 bytes
    "0806",     //         1 bills: 6
    "1000",     //         2 coins: 0
    "1000",     //       2 is_negative: 0
    "7A08",     //     15 non_nullable_sums, 8 bytes
    "0802",     //       1 operation: OPERATION_SELL
    "1204",     //       2 sum, 4 bytes
    "083C",     //         1 bills: 60
    "1000",     //         2 coins: 0
    "92010163", //     18 checksum: `c`
);

const NOMENCLATURE_RESPONSE: &str = concat!(
    "0804",         // 1 command: COMMAND_NOMENCLATURE
    "1202",         // 2 result, 2 bytes
    "0800",         //   1 result_code: 0
    "2A28",         // 5 nomenclature, 40 bytes
    "0803",         //   1 version: 3
    "1A22",         //   3 elements, 34 bytes
    "0801",         //     1 type: ELEMENT_ITEM
    "1A0161",       //     3 title: `a`
    "2801",         //     5 id: 1
    "3216",         //     6 item, 22 bytes
    "120162",       //       2 barcode: `b`
    "3A04",         //       7 sell_price, 4 bytes
    "0802",         //         1 bills: 2
    "1000",         //         2 coins: 0
    "820103373936", //       16 measure_unit_code: `796`
    "8A01016E",     //       17 ntin: `n`
    "980101",       //       19 is_social: 1
    "3A0162",       //     7 title_kk: `b`
    "2000",         //   4 result: NOMENCLATURE_RESULT_TYPE_OK
);

const INFO_RESPONSE: &str = concat!(
    "0805",                   // 1 command: COMMAND_INFO
    "1202",                   // 2 result, 2 bytes
    "0800",                   //   1 result_code: 0
    "3238",                   // 6 service, 56 bytes
    "0A09",                   //   1 ticket_ads, 9 bytes
    "0A04",                   //     1 info, 4 bytes
    "0804",                   //       1 type: TICKET_AD_INFO
    "1002",                   //       2 version: 2
    "120174",                 //     2 text: `t`
    "121A",                   //   2 reg_info, 26 bytes
    "0A03",                   //     1 kkm, 3 bytes
    "1A0131",                 //       3 fns_kkm_id: `1`
    "1203",                   //     2 pos, 3 bytes
    "1A016B",                 //       3 address_kz: `k`
    "1A0E",                   //     3 org, 14 bytes
    "1A0131",                 //       3 iin: `1`
    "38FFFFFFFFFFFFFFFFFF01", //       7 tenantId: -1
    "1A09",                   //   3 binded_taxation, 9 bytes
    "0865",                   //     1 taxation_type: 101
    "1205",                   //     2 taxes, 5 bytes
    "0864",                   //       1 tax_type: 100
    "10807D",                 //       2 percent: 16000
    "2204",                   //   4 last_document_info, 4 bytes
    "0804",                   //     1 fr_shift_number: 4
    "100C",                   //     2 printed_document_number: 12
);

const AUTH_RESPONSE: &str = concat!(
    "0808",   // 1 command: COMMAND_AUTH
    "1202",   // 2 result, 2 bytes
    "0800",   //   1 result_code: 0
    "3A0B",   // 7 auth, 11 bytes
    "0800",   //   1 result: AUTH_RESULT_TYPE_OK
    "1001",   //   2 operator_code: 1
    "1A016B", //   3 operator_name: `k`
    "2001",   //   4 roles: USER_ROLE_PAYMASTER
    "2003",   //   4 roles: USER_ROLE_ADMINISTRATOR
);

const QR_RESPONSE: &str = concat!(
    "0865",   // 1 command: COMMAND_QR_GET_STATUS
    "1202",   // 2 result, 2 bytes
    "0800",   //   1 result_code: 0
    "4205",   // 8 qr, 5 bytes
    "0A0171", //   1 qr_code: `q`
    "1004",   //   2 status: STATUS_PAID
);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("SYSTEM_REQUEST", Side::Request, Version::V202, SYSTEM_REQUEST, r#"{"command": "COMMAND_SYSTEM"}"#),
    ("RETURN_REQUEST", Side::Request, Version::V203, RETURN_REQUEST, r#"{"command": "COMMAND_TICKET", "ticket": {"operation": "OPERATION_SELL_RETURN", "date_time": {"date": {"year": 2026, "month": 11, "day": 22}, "time": {"hour": 10, "minute": 0, "second": 0}}, "operator": {"code": 1}, "domain": {"type": "DOMAIN_TRADING"}, "items": [{"type": "ITEM_TYPE_COMMODITY", "commodity": {"name": "a", "section_code": "1", "quantity": "1500", "price": {"bills": "2", "coins": 0}, "sum": {"bills": "3", "coins": 0}, "measure_unit_code": "796", "list_excise_stamp": ["m"], "ntin": "n"}}], "payments": [{"type": "PAYMENT_CARD", "sum": {"bills": "3", "coins": 0}, "card_payment_fields": {"pos_rrn": "7"}}], "amounts": {"total": {"bills": "3", "coins": 0}}, "parent_ticket": {"parent_ticket_number": "9", "parent_ticket_data_time": {"date": {"year": 2026, "month": 11, "day": 22}, "time": {"hour": 9, "minute": 0, "second": 0}}, "kgd_kkm_id": "1", "parent_ticket_total": {"bills": "3", "coins": 0}, "parent_ticket_is_offline": false}}}"#),
    ("CLOSE_SHIFT_REQUEST", Side::Request, Version::V203, CLOSE_SHIFT_REQUEST, r#"{"command": "COMMAND_CLOSE_SHIFT", "close_shift": {"close_time": {"date": {"year": 2026, "month": 11, "day": 22}, "time": {"hour": 10, "minute": 0, "second": 0}}, "is_offline": true, "fr_shift_number": 4, "withdraw_money": true, "operator": {"code": 1, "name": "k"}, "printed_document_number": "12"}}"#),
    ("REPORT_REQUEST", Side::Request, Version::V202, REPORT_REQUEST, r#"{"command": "COMMAND_REPORT", "report": {"report": "REPORT_X", "date_time": {"date": {"year": 2026, "month": 11, "day": 22}, "time": {"hour": 10, "minute": 0, "second": 0}}}}"#),
    ("NOMENCLATURE_REQUEST", Side::Request, Version::V203, NOMENCLATURE_REQUEST, r#"{"command": "COMMAND_NOMENCLATURE", "nomenclature": {"barcode": "4870000000000"}}"#),
    ("INFO_REQUEST", Side::Request, Version::V203, INFO_REQUEST, r#"{"command": "COMMAND_INFO", "service": {"get_reg_info": true, "reg_info": {"kkm": {"kkm_id": "1"}, "org": {"address_kz": "z"}}}}"#),
    ("MONEY_PLACEMENT_REQUEST", Side::Request, Version::V202, MONEY_PLACEMENT_REQUEST, r#"{"command": "COMMAND_MONEY_PLACEMENT", "money_placement": {"datetime": {"date": {"year": 2026, "month": 11, "day": 22}, "time": {"hour": 10, "minute": 0, "second": 0}}, "operation": "MONEY_PLACEMENT_WITHDRAWAL", "sum": {"bills": "5", "coins": 50}, "fr_shift_number": 1, "operator": {"code": 1}}}"#),
    ("CANCEL_TICKET_REQUEST", Side::Request, Version::V202, CANCEL_TICKET_REQUEST, r#"{"command": "COMMAND_CANCEL_TICKET"}"#),
    ("AUTH_REQUEST", Side::Request, Version::V202, AUTH_REQUEST, r#"{"command": "COMMAND_AUTH", "auth": {"login": "l", "password": "p"}}"#),
    ("QR_REQUEST", Side::Request, Version::V204, QR_REQUEST, r#"{"command": "COMMAND_QR_GENERATE", "qr": {"invoice_id": "8", "amount": {"bills": "3", "coins": 0}}}"#),
    ("TICKET_RESPONSE", Side::Response, Version::V203, TICKET_RESPONSE, r#"{"command": "COMMAND_TICKET", "result": {"result_code": 0}, "ticket": {"ticket_number": "849825692", "qr_code": "aHR0cDovL2E="}}"#),
    ("REPORT_RESPONSE", Side::Response, Version::V203, REPORT_RESPONSE, r#"{"command": "COMMAND_CLOSE_SHIFT", "result": {"result_code": 0, "result_text": "ok"}, "report": {"report": "REPORT_Z", "zx_report": {"date_time": {"date": {"year": 2026, "month": 11, "day": 22}, "time": {"hour": 10, "minute": 0, "second": 0}}, "shift_number": 4, "sections": [{"section_code": "1", "operations": [{"operation": "OPERATION_SELL", "count": 2, "sum": {"bills": "6", "coins": 0}}]}], "taxes": [{"tax_type": 100, "percent": 16000, "operations": [{"operation": "OPERATION_SELL", "turnover": {"bills": "6", "coins": 0}, "sum": {"bills": "0", "coins": 83}, "turnover_without_tax": {"bills": "5", "coins": 17}}]}], "ticket_operations": [{"operation": "OPERATION_SELL", "tickets_total_count": 9, "tickets_count": 1, "tickets_sum": {"bills": "6", "coins": 0}, "payments": [{"payment": "PAYMENT_CASH", "sum": {"bills": "6", "coins": 0}, "count": 1}]}], "money_placements": [{"operation": "MONEY_PLACEMENT_DEPOSIT", "operations_total_count": 1, "operations_count": 1, "operations_sum": {"bills": "5", "coins": 0}}], "cash_sum": {"bills": "11", "coins": 0}, "revenue": {"sum": {"bills": "6", "coins": 0}, "is_negative": false}, "non_nullable_sums": [{"operation": "OPERATION_SELL", "sum": {"bills": "60", "coins": 0}}], "checksum": "c"}}}"#),
    ("NOMENCLATURE_RESPONSE", Side::Response, Version::V203, NOMENCLATURE_RESPONSE, r#"{"command": "COMMAND_NOMENCLATURE", "result": {"result_code": 0}, "nomenclature": {"version": 3, "elements": [{"type": "ITEM", "title": "a", "id": "1", "item": {"barcode": "b", "sell_price": {"bills": "2", "coins": 0}, "measure_unit_code": "796", "ntin": "n", "is_social": true}, "title_kk": "b"}], "result": "RESULT_TYPE_OK"}}"#),
    ("INFO_RESPONSE", Side::Response, Version::V203, INFO_RESPONSE, r#"{"command": "COMMAND_INFO", "result": {"result_code": 0}, "service": {"ticket_ads": [{"info": {"type": "TICKET_AD_INFO", "version": "2"}, "text": "t"}], "reg_info": {"kkm": {"fns_kkm_id": "1"}, "pos": {"address_kz": "k"}, "org": {"inn": "1", "tenantId": -1}}, "binded_taxation": {"taxation_type": 101, "taxes": [{"tax_type": 100, "percent": 16000}]}, "last_document_info": {"fr_shift_number": 4, "printed_document_number": "12"}}}"#),
    ("AUTH_RESPONSE", Side::Response, Version::V202, AUTH_RESPONSE, r#"{"command": "COMMAND_AUTH", "result": {"result_code": 0}, "auth": {"result": "RESULT_TYPE_OK", "operator_code": 1, "operator_name": "k", "roles": ["USER_ROLE_PAYMASTER", "USER_ROLE_ADMINISTRATOR"]}}"#),
    ("QR_RESPONSE", Side::Response, Version::V204, QR_RESPONSE, r#"{"command": "COMMAND_QR_GET_STATUS", "result": {"result_code": 0}, "qr": {"qr_code": "q", "status": "STATUS_PAID"}}"#),
];

fn payload(text: &str) -> Vec<u8> {
    hex::decode(text).expect("hexadecimal digits")
}

fn header(version: Version) -> Header {
    Header {
        version: version.number(),
        size_bytes: 0,
        device_id: 1,
        token: 2,
        request_number: 3,
    }
}

#[test]
fn each_kind_says_what_it_means() {
    for (name, side, version, text, meaning) in ROWS {
        let bytes = frame::encode(&header(*version), &payload(text)).expect("fits");
        let inspection = Inspection::of_side(*side, &bytes);
        let meaning: Json = serde_json::from_str(meaning).expect("JSON");
        assert_eq!(inspection.document_json(), Some(meaning.clone()), "{name}");
        let header = inspection.header_json();
        let parts = RebuildParts {
            header: Some(&header),
            document: Some(&meaning),
            original: None,
        };
        assert_eq!(
            rebuild(*side, &parts).map(|built| built.bytes),
            Ok(bytes.clone()),
            "{name}"
        );
        assert_eq!(
            Inspection::of(&bytes).side,
            *side,
            "{name}: the content tells the side"
        );
    }
}

#[test]
fn each_kind_goes_through_the_types_unchanged() {
    for (name, side, version, text, _) in ROWS {
        let (payload, header) = (payload(text), header(*version));
        let whole = frame::encode(&header, &payload).expect("fits");
        let (written, walk) = match side {
            Side::Request => {
                let read =
                    decode_request(*version, &payload).unwrap_or_else(|error| panic!("{name}: {error}"));
                (encode_request(&header, &read.message), read.walk)
            }
            Side::Response => {
                let read =
                    decode_response(*version, &payload).unwrap_or_else(|error| panic!("{name}: {error}"));
                (encode_response(&header, &read.message), read.walk)
            }
        };
        assert_eq!((written, walk.remarks), (Ok(whole), vec![]), "{name}");
    }
}

#[test]
fn no_kind_is_read_when_it_is_cut_within_a_field() {
    for (name, side, version, text, _) in ROWS {
        let payload = payload(text);
        let ends: Vec<usize> = ofd_kz::schema::RawFields::new(&payload, 0)
            .map(|field| field.expect("a field"))
            .map(|field| field.offset + field.bytes.len())
            .collect();
        for cut in 0..payload.len() {
            let reads = match side {
                Side::Request => decode_request(*version, &payload[..cut]).is_ok(),
                Side::Response => decode_response(*version, &payload[..cut]).is_ok(),
            };
            assert!(!reads || ends.contains(&cut), "{name} cut at {cut}");
        }
    }
}

#[test]
fn codes_without_a_name_survive() {
    // Command 55, result 77.
    let text = "08371202084D";
    let read = decode_response(Version::V203, &payload(text))
        .expect("it parses")
        .message;
    assert_eq!((read.command, read.result.result_code), (55, 77));
    let header = header(Version::V203);
    let whole = frame::encode(&header, &payload(text)).expect("fits");
    assert_eq!(encode_response(&header, &read), Ok(whole));
}
