use super::*;

#[test]
fn a_number_means_one_thing_in_a_version() {
    let mut seen = Vec::new();
    let mut waiting = vec![&REQUEST, &RESPONSE];
    while let Some(message) = waiting.pop() {
        if seen.contains(&message.name) {
            continue;
        }
        seen.push(message.name);
        for version in Version::ALL {
            let fields: Vec<_> = message
                .fields
                .iter()
                .filter(|field| field.exists_in(version))
                .collect();
            for field in &fields {
                let same = |one: &&&FieldSchema| one.number == field.number || one.name == field.name;
                assert_eq!(
                    fields.iter().filter(same).count(),
                    1,
                    "{}.{}",
                    message.name,
                    field.name
                );
            }
        }
        assert!(
            message.fields.len() <= 32,
            "{}: a walk counts 32 rows",
            message.name
        );
        waiting.extend(message.fields.iter().filter_map(|field| match field.kind {
            Kind::Message(nested) => Some(nested),
            _ => None,
        }));
    }
    assert!(seen.len() > 60, "{} messages", seen.len());
}

#[test]
fn nesting_is_bounded() {
    // Field 99 as a group within groups, 1000 deep and whole.
    let groups = |depth: usize| [[0x9B, 0x06].repeat(depth), [0x9C, 0x06].repeat(depth)].concat();
    let read = |depth| {
        RawFields::new(&groups(depth), 0)
            .next()
            .expect("a field")
            .map(|field| field.number)
    };
    assert_eq!(read(16), Ok(99));
    assert_eq!(read(17), Err((0, WireError::Group { number: 99 })));
    assert_eq!(read(1000), Err((0, WireError::Group { number: 99 })));
}

#[test]
fn numbers_of_variable_length_hold_64_bits() {
    fn read(bytes: &[u8]) -> Result<RawValue<'_>, (usize, WireError)> {
        let field = RawFields::new(bytes, 0).next().expect("a field");
        field.map(|field| field.value)
    }
    let largest = [&[8][..], &[0xFF; 9], &[1]].concat();
    assert_eq!(read(&largest), Ok(RawValue::Varint(u64::MAX)));
    let beyond = [&[8][..], &[0xFF; 9], &[2]].concat();
    assert_eq!(read(&beyond), Err((1, WireError::Varint)));
}

#[test]
fn what_the_version_does_not_know_is_left_out_before_decoding() {
    // Number 10 of the service part as a number instead of bytes, and number 99.
    let payload = [8, 5, 0x32, 4, 0x38, 1, 0x50, 7, 0x98, 0x06, 1];
    let found = walk(&REQUEST, Version::V202, &payload).expect("it parses");
    assert_eq!(found.unknown_fields, 2);
    let known = known_part(&REQUEST, Version::V202, &payload, &found);
    assert_eq!(known.as_ref(), [8, 5, 0x32, 2, 0x38, 1]);
    let same = walk(&REQUEST, Version::V202, &known).expect("it parses");
    assert!(matches!(
        known_part(&REQUEST, Version::V202, &known, &same),
        std::borrow::Cow::Borrowed(_)
    ));
}
