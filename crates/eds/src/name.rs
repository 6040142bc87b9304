//! Distinguished names.

use crate::asn1::{Reader, Rules, tag};
use crate::reason::{Reason, Refusal};
use const_oid::ObjectIdentifier as Oid;
use std::fmt;

/// Attributes of one name that are read.
pub const NAME_ATTRIBUTES_MAX: usize = 64;

/// A distinguished name: the octets as received, by which names are compared, and what they say.
#[derive(Clone, Debug)]
pub struct Name {
    raw: Vec<u8>,
    attributes: Vec<(Oid, String)>,
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for Name {}

impl Name {
    pub(crate) fn read(reader: &mut Reader<'_>, name: &str) -> Result<Self, Refusal> {
        let element = reader.expect(tag::SEQUENCE, name)?;
        let mut attributes = Vec::new();
        let mut sets = Reader::new(element.raw, Rules::Der).sequence(name)?;
        while !sets.is_at_end() {
            let mut set = sets.expect(tag::SET, name)?.reader()?;
            while !set.is_at_end() {
                if attributes.len() == NAME_ATTRIBUTES_MAX {
                    return Err(Refusal::new(
                        Reason::TooLarge,
                        format!("a name of more than {NAME_ATTRIBUTES_MAX} attributes"),
                    ));
                }
                let mut pair = set.sequence(name)?;
                let oid = pair.oid(name)?;
                let value = pair.next()?;
                if let Some(text) = value.text() {
                    attributes.push((oid, text));
                }
            }
        }
        Ok(Self {
            raw: element.raw.to_vec(),
            attributes,
        })
    }

    /// The octets as received.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Values of an attribute, in their order.
    pub fn values(&self, oid: Oid) -> impl Iterator<Item = &str> {
        self.attributes
            .iter()
            .filter(move |(one, _)| *one == oid)
            .map(|(_, value)| value.as_str())
    }

    /// First value of an attribute.
    #[must_use]
    pub fn first(&self, oid: Oid) -> Option<&str> {
        self.values(oid).next()
    }
}

/// `CN=ТЕСТОВ ТЕСТ, C=KZ`, for people: unknown attributes by their numbers, nothing escaped.
impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (oid, value)) in self.attributes.iter().enumerate() {
            if place > 0 {
                formatter.write_str(", ")?;
            }
            match label(*oid) {
                Some(label) => write!(formatter, "{label}={value}")?,
                None => write!(formatter, "{oid}={value}")?,
            }
        }
        Ok(())
    }
}

fn label(oid: Oid) -> Option<&'static str> {
    use crate::oids;
    Some(match oid {
        oids::COMMON_NAME => "CN",
        oids::SURNAME => "SN",
        oids::SERIAL_NUMBER => "SERIALNUMBER",
        oids::COUNTRY => "C",
        oids::ORGANIZATION => "O",
        oids::ORGANIZATIONAL_UNIT => "OU",
        oids::TITLE => "T",
        oids::GIVEN_NAME => "G",
        oids::EMAIL => "E",
        oids::RU_OGRN => "OGRN",
        oids::RU_SNILS => "SNILS",
        oids::RU_INN_ORGANIZATION => "INNLE",
        oids::RU_OGRNIP => "OGRNIP",
        oids::RU_INN => "INN",
        _ => return None,
    })
}
