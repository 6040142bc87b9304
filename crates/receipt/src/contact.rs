//! Addresses that a receipt is sent to: tag 1008.

use crate::Buyer;

/// Why a text is not a contact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// Not an e-mail address.
    #[error("`{value}` is not an e-mail address: {reason}")]
    Email {
        /// The text as it came.
        value: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// Not a phone number.
    #[error(
        "`{0}` is not a phone number: it needs 10 to 15 digits with the country code, such as +79991234567"
    )]
    Phone(String),
}

/// Longest e-mail address that the format takes: tag 1008. Source: RU-FFD/1008.
pub const EMAIL_LENGTH_MAX: usize = 64;

/// Checks the shape of an e-mail address; surrounding blanks are dropped.
///
/// # Errors
/// [`ContactError::Email`] names the value and the reason.
pub fn email(text: &str) -> Result<&str, ContactError> {
    let address = text.trim();
    let refused = |reason| {
        Err(ContactError::Email {
            value: text.to_owned(),
            reason,
        })
    };
    let Some((local, domain)) = address.rsplit_once('@') else {
        return refused("it has no `@`");
    };
    if address.chars().count() > EMAIL_LENGTH_MAX {
        return refused("it is longer than 64 characters");
    }
    if address
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || "()<>,;:\\\"[]".contains(c))
    {
        return refused("it has a blank or a sign that an address cannot have");
    }
    if local.is_empty() || local.contains('@') || local.starts_with('.') || local.ends_with('.') {
        return refused("the part before `@` is wrong");
    }
    let labels_are_right = domain
        .split('.')
        .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    if !domain.contains('.') || !labels_are_right {
        return refused("the domain after `@` is wrong");
    }
    Ok(address)
}

/// Brings a phone number to the form `+79991234567`.
///
/// Blanks, brackets, points and hyphens are dropped; a Russian number that begins with 8 or lacks the country
/// code gets +7.
///
/// # Errors
/// [`ContactError::Phone`] names the value.
pub fn phone(text: &str) -> Result<String, ContactError> {
    let refused = || ContactError::Phone(text.to_owned());
    let trimmed = text.trim();
    let (international, rest) = match trimmed.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, trimmed),
    };
    if !rest
        .chars()
        .all(|c| c.is_ascii_digit() || " ()-.\u{a0}".contains(c))
    {
        return Err(refused());
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    match (international, digits.len(), digits.split_at_checked(1)) {
        (false, 11, Some(("8", national))) => Ok(format!("+7{national}")),
        (false, 10, _) => Ok(format!("+7{digits}")),
        (_, 10..=15, _) => Ok(format!("+{digits}")),
        _ => Err(refused()),
    }
}

impl Buyer {
    /// Where the receipt is sent, as tag 1008 has it: the e-mail address, else the phone number.
    ///
    /// # Errors
    /// [`ContactError`] of the contact that would be used.
    pub fn contact(&self) -> Result<Option<String>, ContactError> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        if let Some(address) = given(&self.email) {
            return email(&address).map(|address| Some(address.to_owned()));
        }
        given(&self.phone).map(|number| phone(&number)).transpose()
    }

    /// `true` when something is known that FFD 1.2 groups in tag 1256.
    #[must_use]
    pub fn is_identified(&self) -> bool {
        self.name.is_some() || self.inn.is_some() || self.has_personal_data()
    }

    /// `true` when something is known that only FFD 1.2 writes: tags 1243 to 1246 and 1254.
    #[must_use]
    pub fn has_personal_data(&self) -> bool {
        let texts = [
            &self.citizenship,
            &self.document_code,
            &self.document_data,
            &self.address,
        ];
        self.birth_date.is_some() || texts.into_iter().any(Option::is_some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_addresses_as_people_write_them() {
        for right in [
            "b@example.com",
            " b@example.com ",
            "i.o+x@mail.example.ru",
            "пример@почта.рф",
        ] {
            assert_eq!(email(right).unwrap(), right.trim());
        }
        for wrong in [
            "",
            "b",
            "@example.com",
            "b@",
            "b@example",
            "b@.com",
            "a b@example.com",
            "a@b@example.com",
            "b@-x.ru",
        ] {
            assert!(email(wrong).is_err(), "{wrong}");
        }
        assert!(email(&format!("{}@example.com", "a".repeat(60))).is_err());
    }

    #[test]
    fn brings_phones_to_one_form() {
        let table = [
            ("+79991234567", "+79991234567"),
            ("8 (999) 123-45-67", "+79991234567"),
            ("79991234567", "+79991234567"),
            ("9991234567", "+79991234567"),
            ("+375 29 123 45 67", "+375291234567"),
        ];
        for (text, number) in table {
            assert_eq!(phone(text).unwrap(), number, "{text}");
        }
        for wrong in ["", "+7", "123", "+7999123456x", "phone", "+12345678901234567"] {
            assert_eq!(phone(wrong), Err(ContactError::Phone(wrong.into())));
        }
    }

    #[test]
    fn the_address_wins_over_the_phone() {
        let mut buyer = Buyer {
            email: Some("b@example.com".into()),
            phone: Some("89991234567".into()),
            ..Buyer::default()
        };
        assert_eq!(buyer.contact().unwrap().as_deref(), Some("b@example.com"));
        buyer.email = Some(" ".into());
        assert_eq!(buyer.contact().unwrap().as_deref(), Some("+79991234567"));
        buyer.phone = None;
        assert_eq!(buyer.contact(), Ok(None));
        assert!(!buyer.is_identified());
    }
}
