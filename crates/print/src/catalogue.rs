//! Catalogues of texts: `locales/{ru,kk,en}/*.ftl`, compiled into the program and read once.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::Locale;

/// Id of a text, such as `receipt-total`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub &'static str);

impl From<&'static str> for TextId {
    fn from(id: &'static str) -> Self {
        Self(id)
    }
}

/// What fills a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Words as they are.
    Text(&'a str),
    /// A count, which also chooses the plural form.
    Count(u32),
}

/// All texts of all languages.
pub struct Catalogue {
    ru: FluentBundle<FluentResource>,
    kk: FluentBundle<FluentResource>,
    en: FluentBundle<FluentResource>,
}

/// The texts that are compiled into the program, read at the first use.
#[must_use]
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue {
        ru: bundle(Locale::Ru),
        kk: bundle(Locale::Kk),
        en: bundle(Locale::En),
    });
    &CATALOGUE
}

impl Catalogue {
    /// The text `id` in a language, its placeholders filled from `args`.
    ///
    /// A text that is missing in the language is given as its id, so that the gap is seen and nothing breaks;
    /// a test proves that there is none.
    #[must_use]
    pub fn text(&self, locale: Locale, id: TextId, args: &[(&'static str, Arg<'_>)]) -> String {
        let bundle = match locale {
            Locale::Ru => &self.ru,
            Locale::Kk => &self.kk,
            Locale::En => &self.en,
        };
        let Some(pattern) = bundle.get_message(id.0).and_then(|message| message.value()) else {
            return id.0.to_owned();
        };
        let mut filled = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            let value = match arg {
                Arg::Text(text) => FluentValue::from(*text),
                Arg::Count(count) => FluentValue::from(*count),
            };
            filled.set(*name, value);
        }
        let mut errors = Vec::new();
        bundle
            .format_pattern(pattern, Some(&filled), &mut errors)
            .into_owned()
    }
}

/// Source texts of the catalogues: name of the file and content.
pub(crate) const fn sources(locale: Locale) -> [&'static str; 8] {
    macro_rules! of {
        ($code:literal) => {
            [
                include_str!(concat!("../../../locales/", $code, "/receipt.ftl")),
                include_str!(concat!("../../../locales/", $code, "/report.ftl")),
                include_str!(concat!("../../../locales/", $code, "/kz.ftl")),
                include_str!(concat!("../../../locales/", $code, "/mail.ftl")),
                include_str!(concat!("../../../locales/", $code, "/portal.ftl")),
                include_str!(concat!("../../../locales/", $code, "/ofd.ftl")),
                include_str!(concat!("../../../locales/", $code, "/core.ftl")),
                include_str!(concat!("../../../locales/", $code, "/consumer.ftl")),
            ]
        };
    }
    match locale {
        Locale::Ru => of!("ru"),
        Locale::Kk => of!("kk"),
        Locale::En => of!("en"),
    }
}

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    // An unknown language would only cost the right plural forms; the tests read them.
    let language: LanguageIdentifier = locale.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // The isolating marks are for mixed directions of writing; ours are all left to right, and receipts are
    // compared, copied and printed on paper where the marks would show.
    bundle.set_use_isolating(false);
    for source in sources(locale) {
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) => resource,
            Err((whole_entries, _broken)) => whole_entries,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

#[cfg(test)]
mod tests;
