//! Colours: one table for all themes, from which the style sheet is written and the contrast is tested.

use std::fmt::Write;

/// A theme that a visitor can choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    Light,
    Dark,
    /// Black on white with strong lines.
    Contrast,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Contrast];

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }

    pub(crate) fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

/// A colour by its name, in the light, the dark and the contrast theme.
struct Token {
    name: &'static str,
    light: &'static str,
    dark: &'static str,
    contrast: &'static str,
}

const fn token(name: &'static str, light: &'static str, dark: &'static str, contrast: &'static str) -> Token {
    Token {
        name,
        light,
        dark,
        contrast,
    }
}

const TOKENS: [Token; 22] = [
    token("ground", "#f3f4f7", "#0f1218", "#ffffff"),
    token("surface", "#ffffff", "#181c24", "#ffffff"),
    token("raised", "#f8f9fb", "#1f242e", "#ffffff"),
    token("ink", "#141922", "#eceff4", "#000000"),
    token("muted", "#565f6f", "#a2abba", "#000000"),
    token("line", "#dde1e8", "#2c333f", "#000000"),
    token("edge", "#7f8899", "#727d8f", "#000000"),
    token("accent", "#2447c9", "#9db4ff", "#0000c8"),
    token("accent-strong", "#1b37a3", "#b9caff", "#000080"),
    token("on-accent", "#ffffff", "#0d1430", "#ffffff"),
    token("accent-ground", "#e9eeff", "#1d2748", "#ffffff"),
    token("focus", "#2447c9", "#9db4ff", "#b00060"),
    token("ok", "#0b6b3a", "#6fdba0", "#004d24"),
    token("ok-ground", "#e2f5ea", "#10301f", "#ffffff"),
    token("wait", "#7a4a00", "#f5c56b", "#5c3700"),
    token("wait-ground", "#fff2d9", "#35270c", "#ffffff"),
    token("bad", "#a8201a", "#ff9d94", "#8f0000"),
    token("bad-ground", "#fdeae8", "#3d1614", "#ffffff"),
    token("quiet", "#565f6f", "#a2abba", "#000000"),
    token("quiet-ground", "#eceef2", "#262c37", "#ffffff"),
    token("slip-rule", "#c2c8d2", "#3a4250", "#000000"),
    token("shadow", "#1419221a", "#00000066", "#00000000"),
];

/// Custom properties for each theme: chosen by attribute, else by what the system prefers.
pub(crate) fn style_sheet() -> String {
    let light = properties(|token| token.light, "light");
    let dark = properties(|token| token.dark, "dark");
    let contrast = properties(|token| token.contrast, "light");
    let mut css = String::new();
    // Writing to a string does not fail.
    let _ = write!(
        css,
        ":root{{{light}}}\
         @media (prefers-color-scheme:dark){{:root:not([data-theme]){{{dark}}}}}\
         @media (prefers-contrast:more){{:root:not([data-theme]){{{contrast}}}}}\
         :root[data-theme=light]{{{light}}}\
         :root[data-theme=dark]{{{dark}}}\
         :root[data-theme=contrast]{{{contrast}}}"
    );
    css
}

fn properties(value: impl Fn(&Token) -> &'static str, scheme: &str) -> String {
    let mut css = format!("color-scheme:{scheme};");
    for token in &TOKENS {
        let _ = write!(css, "--{}:{};", token.name, value(token));
    }
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colour of a token in one theme.
    type Value = fn(&Token) -> &'static str;

    fn colour(name: &str, value: Value) -> [f64; 3] {
        let token = TOKENS.iter().find(|token| token.name == name).unwrap();
        let hex = &value(token)[1..7];
        [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0)
    }

    /// Relative luminance and contrast ratio. Source: WCAG 2.2.
    fn contrast(left: [f64; 3], right: [f64; 3]) -> f64 {
        let luminance = |rgb: [f64; 3]| {
            let linear = rgb.map(|c| {
                if c <= 0.04045 {
                    c / 12.92
                } else {
                    ((c + 0.055) / 1.055).powf(2.4)
                }
            });
            0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        };
        let (a, b) = (luminance(left), luminance(right));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_stands_out_from_every_ground_in_every_theme() {
        let texts = [
            "ink",
            "muted",
            "accent",
            "accent-strong",
            "ok",
            "wait",
            "bad",
            "quiet",
        ];
        let grounds = ["ground", "surface", "raised"];
        let values: [(&str, Value); 3] = [
            ("light", |t| t.light),
            ("dark", |t| t.dark),
            ("contrast", |t| t.contrast),
        ];
        for (theme, value) in values {
            for ground in grounds {
                for text in texts {
                    let ratio = contrast(colour(text, value), colour(ground, value));
                    assert!(ratio >= 4.5, "{theme}: {text} on {ground} is {ratio:.2}");
                }
                for edge in ["edge", "focus"] {
                    let ratio = contrast(colour(edge, value), colour(ground, value));
                    assert!(ratio >= 3.0, "{theme}: {edge} on {ground} is {ratio:.2}");
                }
            }
            for (text, ground) in [
                ("on-accent", "accent"),
                ("on-accent", "accent-strong"),
                ("accent", "accent-ground"),
                ("ok", "ok-ground"),
                ("wait", "wait-ground"),
                ("bad", "bad-ground"),
                ("quiet", "quiet-ground"),
            ] {
                let ratio = contrast(colour(text, value), colour(ground, value));
                assert!(ratio >= 4.5, "{theme}: {text} on {ground} is {ratio:.2}");
            }
        }
    }

    #[test]
    fn the_contrast_theme_reaches_seven_to_one() {
        for text in ["ink", "muted", "accent", "ok", "wait", "bad"] {
            let ratio = contrast(colour(text, |t| t.contrast), [1.0; 3]);
            assert!(ratio >= 7.0, "{text} is {ratio:.2}");
        }
    }
}
