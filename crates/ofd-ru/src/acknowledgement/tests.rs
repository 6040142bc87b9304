use super::*;
use crate::session::{Decoded, Frame, ProtocolVersion};
use crate::signs::{SandboxKeys, TransparentVerifier, message_trailer};

fn storage() -> FiscalStorageNumber {
    FiscalStorageNumber::parse("9999078900005488").unwrap()
}

fn acknowledgement(verdict: Verdict) -> Acknowledgement {
    Acknowledgement {
        ofd_inn: Inn::parse("7704358518").unwrap(),
        storage: storage(),
        document_number: 7,
        at: LocalDateTime::from_wall_seconds(1_488_541_080),
        verdict,
    }
}

/// What follows the sign of the operator in both kinds.
fn without_sign(verdict: Verdict) -> String {
    let keys = SandboxKeys::published(&storage());
    let document = acknowledgement(verdict).sealed(None, &keys).unwrap();
    hex::encode_upper(&document[..document.len() - 22])
}

#[test]
fn writes_the_annotated_acknowledgements() {
    let common = concat!(
        "F9030C00373730343335383531382020",         // 1017 operator
        "1104100039393939303738393030303035343838", // 1041 storage
        "1004040007000000",                         // 1040 document 7
        "F40304009855B958",                         // 1012 time
    );
    let old = concat!("2C040500", "FE03010000"); // 1068 { 1022 = 0 }
    let new = "B604010002"; // 1206: format control failed
    let table = [
        (Verdict::accepted(FfdVersion::V1_05), "0700", "5300", old),
        (Verdict::accepted(FfdVersion::V1_2), "0700", "4A00", ""),
        (
            Verdict::format_control_failed(FfdVersion::V1_2),
            "0700",
            "4F00",
            new,
        ),
    ];
    for (verdict, form, length, rest) in table {
        assert_eq!(without_sign(verdict), format!("{form}{length}{common}{rest}"));
    }
}

#[test]
fn a_register_opens_what_the_operator_sealed() {
    let keys = SandboxKeys::published(&storage());
    let trailer = message_trailer([1, 2, 3, 4, 5, 6]);
    let body = [11, 0, 0, 0];
    let request = Container::from_register(Form::ReRegistration, &storage(), 7, &body, trailer);
    let header = SessionHeader::from_register(ProtocolVersion::V1_2, *b"9999078900005488");
    for verdict in [
        Verdict::accepted(FfdVersion::V1_05),
        Verdict::accepted(FfdVersion::V1_2),
        Verdict::not_recognized(FfdVersion::V1_05),
        Verdict::Message(OfdMessage::SEE_CABINET.with(OfdMessage::UPDATE_FFD)),
    ] {
        let sent = acknowledgement(verdict);
        let message = sent.message(&header, &request, &keys).unwrap();
        let Ok(Decoded::Message { frame, rest: [] }) = Frame::decode(&message) else {
            panic!("one whole message");
        };
        assert_eq!(frame.header.fiscal_storage, header.fiscal_storage);
        let container = Container::decode(frame.body).unwrap();
        assert_eq!(container.document_number, 7);
        let open = |confirmed, verifier: &dyn MessageVerifier| {
            Acknowledgement::open(&container, confirmed, verifier).unwrap()
        };
        assert_eq!(open(Some(trailer), &keys), (sent.clone(), SignVerdict::Valid));
        assert_eq!(open(None, &keys).1, SignVerdict::Wrong);
        assert_eq!(open(None, &TransparentVerifier), (sent, SignVerdict::NotVerified));
    }
}

#[test]
fn tells_what_was_accepted() {
    for version in [FfdVersion::V1_05, FfdVersion::V1_1, FfdVersion::V1_2] {
        assert!(Verdict::accepted(version).is_accepted());
        assert!(!Verdict::format_control_failed(version).is_accepted());
        assert!(!Verdict::not_recognized(version).is_accepted());
    }
}

#[test]
fn refuses_what_is_no_acknowledgement() {
    let receipt = Document::new(Form::Receipt);
    assert_eq!(
        Acknowledgement::from_document(&receipt),
        Err(AcknowledgementError::Form { form: Form::Receipt })
    );
    let full = Document {
        form: Form::OfdAcknowledgement,
        elements: acknowledgement(Verdict::accepted(FfdVersion::V1_05)).elements(),
    };
    for place in 0..full.elements.len() - 1 {
        let mut cut = full.clone();
        let tag = cut.elements.remove(place).tag;
        assert_eq!(
            Acknowledgement::from_document(&cut),
            Err(AcknowledgementError::Element { tag })
        );
    }
}

#[test]
fn refuses_a_container_from_the_register() {
    let container = Container::from_register(
        Form::Receipt,
        &storage(),
        7,
        &[7, 0, 0, 0],
        message_trailer([0; 6]),
    );
    assert_eq!(
        Acknowledgement::open(&container, None, &TransparentVerifier),
        Err(AcknowledgementError::Direction)
    );
}
