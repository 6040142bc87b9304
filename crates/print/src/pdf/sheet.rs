//! Rows of the paper with what is drawn on them. Lengths are whole hundredths of a point.

use super::face::Faces;
use crate::paper::{Block, Item, Weight};
use crate::{PrintedForm, qr};

/// Hundredths of a point.
pub(crate) type Length = i32;

/// The paper that rows are laid out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) width: Length,
    pub(crate) margin: Length,
    /// Modules of a QR code are whole multiples of this and stand at multiples of it, so that dots stay even.
    pub(crate) dot: Length,
}

impl Page {
    /// 80 mm.
    pub(crate) const PDF: Self = Self {
        width: 22_677,
        margin: 1_300,
        dot: 1,
    };

    const fn inner(self) -> Length {
        self.width - 2 * self.margin
    }
}

/// Readers refuse pages longer than 14 400 points. Source: ISO 32000-1, annex C.2.
const PAGE_HEIGHT_MAX: Length = 1_400_000;

const SMALL: Length = 720;
const BODY: Length = 800;
const TITLE: Length = 950;
const SELLER: Length = 1_050;
const TOTAL: Length = 1_350;
const GAP: Length = 600;

/// Colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Full,
    Muted,
    Rule,
    NoticeGround,
    NoticeText,
    Black,
}

/// Something drawn; vertical places count from the top of its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Text {
        x: Length,
        baseline: Length,
        size: Length,
        weight: Weight,
        ink: Ink,
        text: String,
    },
    /// Filled boxes: left, top, width, height.
    Boxes { ink: Ink, boxes: Vec<[Length; 4]> },
}

/// A strip of the paper that a page break does not cut.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) height: Length,
    pub(crate) marks: Vec<Mark>,
}

pub(crate) fn rows(form: &PrintedForm, faces: &Faces, page: &Page) -> Vec<Row> {
    let mut sheet = Sheet {
        faces,
        form,
        page: *page,
        rows: Vec::new(),
    };
    for block in &form.blocks {
        sheet.block(block);
    }
    sheet.rows
}

/// Cuts the rows into pages; there is at least one page.
pub(crate) fn pages(rows: &[Row]) -> Vec<&[Row]> {
    let mut pages = Vec::new();
    let (mut first, mut height) = (0, 0);
    for (index, row) in rows.iter().enumerate() {
        if height + row.height > PAGE_HEIGHT_MAX && index > first {
            pages.extend(rows.get(first..index));
            (first, height) = (index, 0);
        }
        height += row.height;
    }
    pages.extend(rows.get(first..));
    pages
}

pub(crate) fn page_height(rows: &[Row]) -> Length {
    let content: Length = rows.iter().map(|row| row.height).sum();
    content + 2 * Page::PDF.margin
}

#[derive(Clone, Copy)]
struct Style {
    size: Length,
    weight: Weight,
    ink: Ink,
}

const PLAIN: Style = Style {
    size: BODY,
    weight: Weight::Plain,
    ink: Ink::Full,
};

impl Style {
    const fn sized(self, size: Length) -> Self {
        Self { size, ..self }
    }

    const fn strong(self) -> Self {
        Self {
            weight: Weight::Strong,
            ..self
        }
    }

    const fn inked(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    const fn row_height(self) -> Length {
        self.size * 14 / 10
    }

    const fn baseline(self) -> Length {
        self.size * 105 / 100
    }
}

struct Sheet<'a> {
    faces: &'a Faces,
    form: &'a PrintedForm,
    page: Page,
    rows: Vec<Row>,
}

impl Sheet<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.centred(text, PLAIN.sized(SELLER).strong()),
            Block::Title(text) => {
                self.space(GAP / 3);
                self.centred(text, PLAIN.sized(TITLE).strong());
            }
            Block::Centred(text) => self.centred(text, PLAIN.inked(Ink::Muted)),
            Block::Notice(text) => self.notice(text),
            Block::Group(text) => {
                self.space(GAP / 2);
                self.left(text, PLAIN.strong(), 0);
            }
            Block::Pair { label, value, weight } => {
                let label_ink = match weight {
                    Weight::Plain => Ink::Muted,
                    Weight::Strong => Ink::Full,
                };
                let value_style = Style {
                    weight: *weight,
                    ..PLAIN
                };
                self.pair(label, value, PLAIN.inked(label_ink), value_style);
            }
            Block::Fact { label, value, note } => {
                self.pair(label, value, PLAIN.inked(Ink::Muted), PLAIN);
                if let Some(note) = note {
                    self.right(note, PLAIN.strong());
                }
            }
            Block::Total { label, amount } => {
                let amount = format!("{amount}\u{a0}{}", self.form.currency_sign());
                let style = PLAIN.sized(TOTAL).strong();
                self.pair(label, &amount, style, style);
                self.space(GAP / 3);
            }
            Block::Item(item) => self.item(item),
            Block::Rule => self.rule(),
            Block::Qr(content) => self.qr(content),
        }
    }

    fn space(&mut self, height: Length) {
        self.rows.push(Row {
            height,
            marks: Vec::new(),
        });
    }

    fn mark(&self, text: &str, x: Length, style: Style) -> Mark {
        Mark::Text {
            x,
            baseline: style.baseline(),
            size: style.size,
            weight: style.weight,
            ink: style.ink,
            text: self.faces.face(style.weight).drawable(text),
        }
    }

    fn wrapped(&self, text: &str, style: Style, width: Length) -> Vec<String> {
        let face = self.faces.face(style.weight);
        face.wrapped(&face.drawable(text), style.size, width)
    }

    fn width(&self, text: &str, style: Style) -> Length {
        let face = self.faces.face(style.weight);
        face.width(&face.drawable(text), style.size)
    }

    fn row(&mut self, style: Style, marks: Vec<Mark>) {
        self.rows.push(Row {
            height: style.row_height(),
            marks,
        });
    }

    fn centred(&mut self, text: &str, style: Style) {
        for row in self.wrapped(text, style, self.page.inner()) {
            let x = (self.page.width - self.width(&row, style)) / 2;
            let mark = self.mark(&row, x, style);
            self.row(style, vec![mark]);
        }
    }

    fn left(&mut self, text: &str, style: Style, indent: Length) {
        for row in self.wrapped(text, style, self.page.inner() - indent) {
            let mark = self.mark(&row, self.page.margin + indent, style);
            self.row(style, vec![mark]);
        }
    }

    fn right(&mut self, text: &str, style: Style) {
        for row in self.wrapped(text, style, self.page.inner()) {
            let x = self.page.width - self.page.margin - self.width(&row, style);
            let mark = self.mark(&row, x, style);
            self.row(style, vec![mark]);
        }
    }

    /// Label left, value right; below each other when they do not fit beside each other.
    fn pair(&mut self, label: &str, value: &str, label_style: Style, value_style: Style) {
        let label_width = self.width(label, label_style);
        let value_width = self.width(value, value_style);
        if label_width + GAP + value_width <= self.page.inner() {
            let x = self.page.width - self.page.margin - value_width;
            let marks = vec![
                self.mark(label, self.page.margin, label_style),
                self.mark(value, x, value_style),
            ];
            self.row(value_style, marks);
            return;
        }
        self.left(label, label_style, 0);
        // A value of one row stands right like all others; a longer one reads better from the left.
        if value_width <= self.page.inner() {
            let mark = self.mark(
                value,
                self.page.width - self.page.margin - value_width,
                value_style,
            );
            self.row(value_style, vec![mark]);
        } else {
            self.left(value, value_style, 0);
        }
    }

    fn item(&mut self, item: &Item) {
        self.left(&format!("{}. {}", item.number, item.name), PLAIN.strong(), 0);
        let muted = PLAIN.inked(Ink::Muted);
        self.pair(&item.calculation, &item.total, muted, PLAIN.strong());
        for (label, value) in &item.details {
            self.pair(label, value, muted.sized(SMALL), PLAIN.sized(SMALL));
        }
        if let Some(note) = &item.note {
            self.left(note, muted.sized(SMALL), 0);
        }
        self.space(GAP / 2);
    }

    fn rule(&mut self) {
        let dashes = (self.page.margin..self.page.width - self.page.margin).step_by(400);
        let boxes = dashes.map(|x| [x, GAP, 240, 50]).collect();
        self.rows.push(Row {
            height: 2 * GAP,
            marks: vec![Mark::Boxes {
                ink: Ink::Rule,
                boxes,
            }],
        });
    }

    fn notice(&mut self, text: &str) {
        let style = PLAIN.strong().inked(Ink::NoticeText);
        let texts = self.wrapped(text, style, self.page.inner() - 2 * GAP);
        let count = Length::try_from(texts.len()).unwrap_or(1);
        let ground = count * style.row_height() + 2 * GAP;
        let mut marks = vec![Mark::Boxes {
            ink: Ink::NoticeGround,
            boxes: vec![[self.page.margin, GAP / 2, self.page.inner(), ground - GAP / 2]],
        }];
        for (line, text) in (0..).zip(&texts) {
            let x = (self.page.width - self.width(text, style)) / 2;
            marks.push(Mark::Text {
                x,
                baseline: GAP + GAP / 4 + line * style.row_height() + style.baseline(),
                size: style.size,
                weight: style.weight,
                ink: style.ink,
                text: text.clone(),
            });
        }
        self.rows.push(Row {
            height: ground + GAP,
            marks,
        });
    }

    fn qr(&mut self, content: &str) {
        const SIDE_MAX: Length = 11_000;
        let Ok(modules) = qr::Modules::of(content) else {
            self.left(content, PLAIN.sized(SMALL), 0);
            return;
        };
        let Ok(size) = Length::try_from(modules.size()) else {
            return;
        };
        let dot = self.page.dot;
        let module = SIDE_MAX.min(self.page.inner()) / size.max(1) / dot * dot;
        let left = (self.page.width - module * size) / 2 / dot * dot;
        let place = |index: usize| Length::try_from(index).unwrap_or(0) * module;
        let top = 2 * GAP / dot * dot;
        let runs = modules.dark_runs();
        let boxes =
            runs.map(|(row, column, length)| [left + place(column), top + place(row), place(length), module]);
        let boxes = boxes.collect();
        self.rows.push(Row {
            height: module * size + 2 * GAP,
            marks: vec![Mark::Boxes {
                ink: Ink::Black,
                boxes,
            }],
        });
    }
}
