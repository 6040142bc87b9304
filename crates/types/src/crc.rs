//! CRC-16/CCITT-FALSE, the check of registration numbers, containers and session headers.

/// Polynomial 0x1021, initial value 0xFFFF, not reflected. Source: RU-OFD/crc.
#[must_use]
pub fn crc16_ccitt_false(parts: &[&[u8]]) -> u16 {
    let mut crc = 0xFFFF_u16;
    for byte in parts.iter().flat_map(|part| part.iter()) {
        let [high, low] = crc.to_be_bytes();
        crc = u16::from_be_bytes([low, 0]) ^ table_entry(high ^ byte);
    }
    crc
}

fn table_entry(index: u8) -> u16 {
    TABLE.get(usize::from(index)).copied().unwrap_or_default()
}

static TABLE: [u16; 256] = table();

#[expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "built at compile time; an error would not compile"
)]
#[expect(clippy::cast_possible_truncation, reason = "the index is below 256")]
const fn table() -> [u16; 256] {
    let mut table = [0_u16; 256];
    let mut index = 0_usize;
    while index < 256 {
        let mut crc = (index as u16) << 8;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 0x8000 == 0 {
                crc << 1
            } else {
                (crc << 1) ^ 0x1021
            };
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_value_of_the_catalogue() {
        assert_eq!(crc16_ccitt_false(&[b"123456789"]), 0x29B1);
        assert_eq!(crc16_ccitt_false(&[b"1234", b"", b"56789"]), 0x29B1);
        assert_eq!(crc16_ccitt_false(&[]), 0xFFFF);
    }
}
