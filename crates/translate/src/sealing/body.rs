//! Elements under construction.

use ofd_ru::{Element, Tag};
use receipt::contact;
use receipt::text::encodable;
use types::{Inn, LocalDateTime, Money};

use super::TranslateError;

/// Elements under construction.
#[derive(Default)]
pub(super) struct Body(Vec<Element>);

impl Body {
    pub fn into_elements(self) -> Vec<Element> {
        self.0
    }

    pub fn push(&mut self, element: Element) {
        self.0.push(element);
    }

    pub fn uint(&mut self, tag: Tag, number: impl Into<u64>) {
        self.0.push(Element::uint(tag, number));
    }

    pub fn time(&mut self, tag: Tag, time: LocalDateTime) {
        self.0.push(Element::time(tag, time));
    }

    /// A date as text, `DD.MM.YYYY`.
    pub fn date(&mut self, tag: Tag, date: LocalDateTime) {
        self.0.push(Element::text(tag, date.format("%d.%m.%Y")));
    }

    pub fn inn(&mut self, tag: Tag, inn: Option<&Inn>) {
        self.0.extend(inn.map(|inn| Element::text(tag, inn.as_str())));
    }

    pub fn text(&mut self, tag: Tag, text: &str) -> Result<(), TranslateError> {
        let written = encodable(text).map_err(|source| TranslateError::Text { tag, source })?;
        self.0.push(Element::text(tag, written));
        Ok(())
    }

    /// Nothing for a text that is missing or blank.
    pub fn optional_text(&mut self, tag: Tag, text: Option<&str>) -> Result<(), TranslateError> {
        match text.filter(|text| !text.trim().is_empty()) {
            Some(text) => self.text(tag, text),
            None => Ok(()),
        }
    }

    pub fn phones(&mut self, tag: Tag, phones: &[String]) -> Result<(), TranslateError> {
        for phone in phones {
            let number = contact::phone(phone).map_err(|source| TranslateError::Contact { tag, source })?;
            self.0.push(Element::text(tag, number));
        }
        Ok(())
    }

    pub fn money(&mut self, tag: Tag, amount: Money) -> Result<(), TranslateError> {
        let minor = u64::try_from(amount.minor()).map_err(|_| TranslateError::Amount { tag, amount })?;
        self.uint(tag, minor);
        Ok(())
    }

    /// A structure; nothing when it stays empty.
    pub fn group(
        &mut self,
        tag: Tag,
        fill: impl FnOnce(&mut Self) -> Result<(), TranslateError>,
    ) -> Result<(), TranslateError> {
        let mut group = Self::default();
        fill(&mut group)?;
        if !group.0.is_empty() {
            self.0.push(Element::nested(tag, group.0));
        }
        Ok(())
    }
}
