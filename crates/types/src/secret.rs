//! Values that must not reach a log.

/// A secret text. It has no `Display`, its `Debug` hides it, and comparison takes the same time wherever the
/// texts differ.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself, for the one place that needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Compares in time that depends on the lengths alone.
    #[must_use]
    pub fn matches(&self, other: &str) -> bool {
        constant_time_eq(self.0.as_bytes(), other.as_bytes())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Compares two byte strings in time that depends on the lengths alone.
fn constant_time_eq(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len()
        && std::hint::black_box(left.iter().zip(right).fold(0_u8, |all, (a, b)| all | (a ^ b))) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hides_itself_and_compares_whole() {
        let secret = Secret::new("verySecrEt");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert!(secret.matches("verySecrEt"));
        assert!(!secret.matches("verySecrE"));
        assert!(!secret.matches("verySecrEx"));
    }
}
