//! Bytes that other programs wrote: read, and written again as they were.

use ofd_kz::frame::{Decoded, Frame};
use ofd_kz::header::{HEADER_SIZE, Header};
use ofd_kz::messages::{CommandType, PaymentType};
use ofd_kz::payload::{decode_request, decode_response, encode_request, encode_response};
use ofd_kz::schema::RemarkKind;
use ofd_kz::{Version, VersionPolicy};
use serde_json::Value as Json;
use types::{LocalDateTime, Money};

const HEADERS: &str = include_str!("vectors/headers.json");
const INFO_ANSWER: &str = include_str!("vectors/info_response_v202.hex");
const CASHCORE: &str = include_str!("vectors/cashcore_requests_v202.json");

fn bytes(text: &str) -> Vec<u8> {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    hex::decode(digits).expect("hexadecimal digits")
}

fn frame(bytes: &[u8]) -> (Frame<'_>, &[u8]) {
    match Frame::decode(bytes) {
        Ok(Decoded::Message { frame, rest }) => (frame, rest),
        other => panic!("no message: {other:?}"),
    }
}

fn check_header(header: &Header, expected: &Json) {
    let got = [
        header.version.into(),
        header.size_bytes,
        header.device_id,
        header.token,
        header.request_number.into(),
    ];
    for (name, got) in ["version", "size", "id", "token", "reqnum"].into_iter().zip(got) {
        assert_eq!(expected[name], got, "{name}");
    }
}

#[test]
fn recorded_headers() {
    let rows: Json = serde_json::from_str(HEADERS).expect("JSON");
    let rows = rows.as_array().expect("rows");
    assert_eq!(rows.len(), 2);
    for row in rows {
        let bytes = bytes(row["hex"].as_str().expect("hex"));
        let bytes = bytes.first_chunk::<HEADER_SIZE>().expect("18 bytes");
        let header = Header::from_bytes(bytes);
        check_header(&header, row);
        assert_eq!(header.to_bytes(), *bytes);
    }
}

#[test]
fn a_recorded_answer_to_info() {
    let bytes = bytes(INFO_ANSWER);
    let (frame, rest) = frame(&bytes);
    assert!(rest.is_empty());
    assert_eq!(
        VersionPolicy::default().admit(frame.header.version),
        Some(Version::V202)
    );
    let received = decode_response(Version::V202, frame.payload).expect("it parses");
    assert_eq!(received.walk.remarks, [], "the schema knows all of it");
    let answer = received.message;
    assert_eq!(
        (answer.command, answer.result.result_code),
        (CommandType::Info.number(), 0)
    );
    let report = answer
        .report
        .as_ref()
        .expect("a report")
        .zx_report
        .as_ref()
        .expect("its counters");
    let at = LocalDateTime::try_from(report.date_time).expect("a time");
    assert_eq!(
        (at.to_string().as_str(), report.shift_number),
        ("2023-11-20T14:07:08", 1)
    );
    assert_eq!(report.cash_sum.try_into(), Ok(Money::from_minor(0)));
    let service = answer.service.as_ref().expect("a service part");
    let registration = service.reg_info.as_ref().expect("registration data");
    let register = registration.kkm.as_ref().expect("the register");
    assert_eq!(register.fns_kkm_id.as_deref(), Some("281948271821"));
    let taxpayer = registration.org.as_ref().expect("the taxpayer");
    assert_eq!(
        (taxpayer.tenant_id_v202, taxpayer.address_kz.as_deref()),
        (Some(1), None)
    );
    assert_eq!(service.auxiliary[0].key, "validation_policy");
    assert_eq!(encode_response(&frame.header, &answer), Ok(bytes.clone()));
}

#[test]
fn an_answer_with_bytes_behind_it_is_read_to_its_size() {
    let mut long = bytes(INFO_ANSWER);
    long.resize(3062, 0);
    let (frame, rest) = frame(&long);
    assert_eq!(rest.len(), 3062 - 568);
    assert!(decode_response(Version::V202, frame.payload).is_ok());
}

/// Field 6 of the taxpayer is text since 2.0.3: the number of a 2.0.2 answer is unknown there, not an error.
#[test]
fn the_version_chooses_what_a_number_means() {
    let bytes = bytes(INFO_ANSWER);
    let (frame, _) = frame(&bytes);
    let received = decode_response(Version::V203, frame.payload).expect("it parses");
    let unknown = RemarkKind::UnknownField {
        number: 6,
        wire_type: "varint",
    };
    let kinds: Vec<RemarkKind> = received.walk.remarks.iter().map(|remark| remark.kind).collect();
    assert_eq!(kinds, [unknown]);
    assert_eq!(received.walk.remarks[0].path, "service.reg_info.org");
    let registration = received
        .message
        .service
        .and_then(|service| service.reg_info)
        .expect("data");
    let taxpayer = registration.org.expect("the taxpayer");
    assert_eq!((taxpayer.tenant_id_v202, taxpayer.address_kz), (None, None));
}

#[test]
fn requests_of_cashcore() {
    let vectors: Json = serde_json::from_str(CASHCORE).expect("JSON");
    let vectors = vectors["messages"].as_array().expect("messages");
    assert!(vectors.len() >= 3);
    for vector in vectors {
        let bytes = bytes(vector["hex"].as_str().expect("hex"));
        let (frame, rest) = frame(&bytes);
        assert!(rest.is_empty());
        check_header(&frame.header, &vector["header"]);
        let received = decode_request(Version::V202, frame.payload).expect("it parses");
        assert_eq!(received.walk.remarks, [], "{}", vector["name"]);
        assert_eq!(
            encode_request(&frame.header, &received.message),
            Ok(bytes.clone()),
            "{}",
            vector["name"]
        );
    }
}

#[test]
fn a_sale_of_cashcore_says_what_its_description_says() {
    let vectors: Json = serde_json::from_str(CASHCORE).expect("JSON");
    let vectors = vectors["messages"].as_array().expect("messages");
    let sale = vectors
        .iter()
        .find(|vector| vector["name"] == "sell_cash_1160")
        .expect("the sale");
    let bytes = bytes(sale["hex"].as_str().expect("hex"));
    let request = decode_request(Version::V202, frame(&bytes).0.payload)
        .expect("it parses")
        .message;
    let receipt = request.ticket.expect("a receipt");
    let line = receipt.items[0].commodity.as_ref().expect("a line");
    assert_eq!(line.name.as_deref(), Some("Қымыз / Кумыс"));
    assert_eq!(
        (line.quantity, Money::try_from(line.sum)),
        (1000, Ok(Money::from_minor(116_000)))
    );
    assert_eq!(line.taxes[0].percent, 16_000);
    assert_eq!(receipt.payments[0].r#type, PaymentType::Cash.number());
    assert_eq!(receipt.printed_document_number, Some(1));
}
