use types::LocalDateTime;

/// What the sources leave open about admitting documents: the operator's own choice, in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BooksPolicy {
    /// Seconds after a block, or after the register went off the tax records, within which an autonomous document was
    /// made by a register that could not know: it is taken and flagged like those before. Zero by default: what was
    /// made later gets the answer of a register that may not work. Source: ours.
    pub out_grace_s: i64,
    /// From when a receipt is not annulled any more, by the operator's clock at the register's place; `None`: it still
    /// may be. Law: KZ-626/no-annulment.
    pub annulment_ends: Option<LocalDateTime>,
}

/// No grace, and no annulment since 2026.
impl Default for BooksPolicy {
    fn default() -> Self {
        Self {
            out_grace_s: 0,
            annulment_ends: LocalDateTime::from_calendar(2026, 1, 1, 0, 0, 0),
        }
    }
}

impl BooksPolicy {
    /// Whether a register that is out of service since `since` made something in time, so that it is taken.
    pub(super) const fn was_in_time(&self, made_at: LocalDateTime, since: LocalDateTime) -> bool {
        made_at.since_s(since) <= self.out_grace_s
    }
}
