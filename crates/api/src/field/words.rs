/// A closed list of words of a door and what each means. A meaning may have several words; the first is written.
#[derive(Debug)]
pub struct Words<T: 'static>(pub &'static [(&'static str, T)]);

impl<T: Copy + PartialEq> Words<T> {
    /// What a word means.
    #[must_use]
    pub fn meaning(&self, word: &str) -> Option<T> {
        self.0
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, meaning)| *meaning)
    }

    /// The word for a meaning; empty for a meaning that the door has no word for.
    #[must_use]
    pub fn word(&self, meaning: T) -> &'static str {
        self.0
            .iter()
            .find(|(_, known)| *known == meaning)
            .map_or("", |(word, _)| *word)
    }

    /// The word as it stands in the list.
    #[must_use]
    pub fn own(&self, word: &str) -> Option<&'static str> {
        self.0
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(known, _)| *known)
    }

    /// All words, for the answer to a wrong one.
    #[must_use]
    pub fn all(&self) -> Vec<&'static str> {
        self.0.iter().map(|(word, _)| *word).collect()
    }
}
