use super::*;

/// Frame of the published session message of a re-registration (yandex/ofd, Apache-2.0) around a short document.
const CONTAINER: &str = concat!(
    "3600",             // length: 54
    "0000",             // check sum
    "A5",               // to the operator
    "0B",               // form 11
    "01",               // version
    "1009",             // service data 1
    "9999078900005488", // storage
    "000001",           // document 1
    "84EC4C14C200000100040008",
    "0B000800",             // document: re-registration, 8 bytes
    "1004040001000000",     //   1040 = 1
    "8106A55AE10C4D750000", // trailer
);

fn container() -> Vec<u8> {
    let mut bytes = hex::decode(CONTAINER).unwrap();
    seal(&mut bytes);
    bytes
}

/// Puts the right length and check sum.
fn seal(bytes: &mut [u8]) {
    let length = u16::try_from(bytes.len()).unwrap().to_le_bytes();
    bytes[..2].copy_from_slice(&length);
    let crc = crc16_ccitt_false(&[&bytes[..2], &bytes[4..]]);
    bytes[2..4].copy_from_slice(&crc.to_le_bytes());
}

#[test]
fn reads_the_annotated_container_and_writes_it_again() {
    let bytes = container();
    let decoded = Container::decode(&bytes).unwrap();
    assert_eq!(decoded.kind, ContainerKind::ToOfd);
    assert_eq!(decoded.form(), Some(Form::ReRegistration));
    assert_eq!(decoded.service1, SERVICE_DATA);
    assert_eq!(
        decoded.fiscal_storage.number().unwrap().as_str(),
        "9999078900005488"
    );
    assert_eq!(decoded.document_number, 1);
    assert_eq!(decoded.body.len(), 12);
    assert_eq!(
        hex::encode_upper(decoded.trailer.unwrap()),
        "8106A55AE10C4D750000"
    );
    let mut written = Vec::new();
    decoded.encode_into(&mut written).unwrap();
    assert_eq!(written, bytes);
}

#[test]
fn takes_a_container_without_trailer() {
    let mut bytes = container();
    bytes.truncate(44);
    seal(&mut bytes);
    let decoded = Container::decode(&bytes).unwrap();
    assert_eq!((decoded.body.len(), decoded.trailer), (12, None));
}

#[test]
fn refuses_a_cut_at_every_offset_even_with_right_length_and_check_sum() {
    let whole = container();
    for cut in 0..whole.len() {
        let mut bytes = whole[..cut].to_vec();
        assert!(Container::decode(&bytes).is_err(), "cut at {cut}");
        if cut >= 4 && cut != 44 {
            seal(&mut bytes);
            assert!(Container::decode(&bytes).is_err(), "sealed cut at {cut}");
        }
    }
}

#[test]
fn refuses_any_changed_byte() {
    let whole = container();
    for place in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        assert!(Container::decode(&bytes).is_err(), "changed at {place}");
    }
}

#[test]
fn each_broken_field_has_its_own_refusal() {
    type Break = fn(&mut Vec<u8>);
    let table: [(Break, ContainerError, usize); 7] = [
        (
            |bytes| bytes.truncate(31),
            ContainerError::HeaderCut { size: 31 },
            0,
        ),
        (|bytes| bytes[4] = 0x55, ContainerError::Kind { code: 0x55 }, 4),
        (
            |bytes| bytes[6] = 0x10,
            ContainerError::Version { version: 0x10 },
            6,
        ),
        (
            |bytes| bytes[9] = 0xA9,
            ContainerError::Storage {
                bcd: [0xA9, 0x99, 0x07, 0x89, 0x00, 0x00, 0x54, 0x88],
            },
            9,
        ),
        (
            |bytes| bytes.truncate(34),
            ContainerError::DocumentCut { size: 2 },
            32,
        ),
        (
            |bytes| bytes[34] = 19,
            ContainerError::DocumentLength { length: 19, size: 18 },
            32,
        ),
        (
            |bytes| bytes.truncate(52),
            ContainerError::Trailer { offset: 44, size: 8 },
            44,
        ),
    ];
    for (break_it, refusal, offset) in table {
        let mut bytes = container();
        break_it(&mut bytes);
        seal(&mut bytes);
        assert_eq!(Container::decode(&bytes), Err(refusal));
        assert_eq!(refusal.offset(), offset);
    }
    let mut bytes = container();
    bytes.push(0);
    assert_eq!(
        Container::decode(&bytes),
        Err(ContainerError::Length { length: 54, size: 55 })
    );
    let mut bytes = container();
    bytes[3] ^= 1;
    assert!(matches!(
        Container::decode(&bytes),
        Err(ContainerError::Crc { .. })
    ));
}

#[test]
fn a_storage_number_of_fifteen_digits_is_padded() {
    let bcd = StorageBcd([0x99, 0x99, 0x07, 0x89, 0x12, 0x34, 0x56, 0x7F]);
    assert_eq!(bcd.digits().as_deref(), Some("999907891234567"));
    assert_eq!(bcd.number(), None);
}

#[test]
fn the_answer_echoes_number_storage_and_the_first_service_bytes() {
    let bytes = container();
    let request = Container::decode(&bytes).unwrap();
    let answer = request.answered(&[7, 0, 0, 0], [0; 10]);
    assert_eq!(answer.kind, ContainerKind::ToRegister);
    assert_eq!(answer.document_number, 1);
    assert_eq!(hex::encode(answer.service2), "84ec4c140000000000000004");
}

#[test]
fn refuses_to_write_what_the_fields_cannot_hold() {
    let bytes = container();
    let mut request = Container::decode(&bytes).unwrap();
    request.document_number = 1 << 24;
    let mut out = Vec::new();
    assert_eq!(
        request.encode_into(&mut out),
        Err(ContainerEncodeError::DocumentNumber { number: 1 << 24 })
    );
    let body = vec![0; 65_500];
    request.document_number = 1;
    request.body = &body;
    assert_eq!(
        request.encode_into(&mut out),
        Err(ContainerEncodeError::TooLarge { size: 65_542 })
    );
    assert!(out.is_empty());
}
