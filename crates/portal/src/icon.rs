//! Line icons of 24 × 24, drawn with the colour of the text beside them; always next to a word, so hidden from readers
//! of the screen.

use maud::{Markup, html};

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Done,
    Waiting,
    Refused,
    Running,
    Download,
    Share,
    Print,
    Text,
    Code,
    Clock,
    Mail,
    Register,
    Callback,
    Authority,
    Search,
    Flask,
    Theme,
    Receipt,
    Bolt,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Done => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.2l2.8 2.8L16 9.6",
            Self::Waiting => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2",
            Self::Refused => "M12 3.5 21.5 20h-19zM12 10v4.2M12 16.9v.2",
            Self::Running => "M12 3a9 9 0 0 1 9 9M12 21a9 9 0 0 1-9-9",
            Self::Download => "M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14",
            Self::Share => "M12 15V4M8 7.5 12 3.5l4 4M7 11H5v9h14v-9h-2",
            Self::Print => "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
            Self::Text => "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
            Self::Code => "M9 8l-4 4 4 4M15 8l4 4-4 4",
            Self::Clock => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 3.5",
            Self::Mail => "M3.5 6h17v12h-17zM4 7l8 6 8-6",
            Self::Register => "M5 10h14v10H5zM8 10V4h8v6M8.5 14h1M12 14h.1M15 14h.1M8.5 17h7",
            Self::Callback => "M14 5h5v5M19 5l-8 8M18 14v5H5V6h5",
            Self::Authority => "M4 20h16M5 9h14L12 4zM7 10v7M12 10v7M17 10v7",
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
            Self::Flask => {
                "M9 3h6M10 3v6L4.5 19a1.3 1.3 0 0 0 1.2 2h12.6a1.3 1.3 0 0 0 1.2-2L14 9V3M7.5 15h9"
            }
            Self::Theme => "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
            Self::Receipt => {
                "M6 3v18l2-1.5 2 1.5 2-1.5 2 1.5 2-1.5 2 1.5V3l-2 1.5L14 3l-2 1.5L10 3 8 4.5zM9 9h6M9 13h6"
            }
            Self::Bolt => "M13 3 5 13.5h6L10.5 21 19 10.5h-6z",
        }
    }

    pub(crate) fn draw(self) -> Markup {
        html! {
            svg.icon viewBox="0 0 24 24" aria-hidden="true" focusable="false" { path d=(self.path()) {} }
        }
    }
}
