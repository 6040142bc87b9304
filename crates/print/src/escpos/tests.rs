use super::*;
use crate::kz::Wording;
use crate::paper::Block;
use crate::printed_form::Currency;
use crate::{Locale, golden, kz};

/// What a printer makes of the bytes: rows of dots, black is `true`.
struct Paper {
    dots: usize,
    rows: Vec<Vec<bool>>,
    cut: bool,
}

/// Understands what the module writes and nothing else.
fn printed(bytes: &[u8]) -> Paper {
    let mut rest = bytes.strip_prefix(&INITIALIZE).expect("begins with a reset");
    let mut paper = Paper {
        dots: 0,
        rows: Vec::new(),
        cut: false,
    };
    while let Some(picture) = rest.strip_prefix(&RASTER_PICTURE) {
        let number = |at: usize| usize::from(u16::from_le_bytes([picture[at], picture[at + 1]]));
        let (row_bytes, height) = (number(0), number(2));
        assert!(height <= BAND_ROWS && row_bytes <= 72);
        paper.dots = row_bytes * 8;
        let (band, after) = picture[4..].split_at(row_bytes * height);
        for row in band.chunks(row_bytes) {
            let dots = row
                .iter()
                .flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0));
            paper.rows.push(dots.collect());
        }
        rest = after;
    }
    let rest = rest.strip_prefix(&FEED_3_LINES).expect("feeds");
    paper.cut = rest == FEED_AND_CUT;
    paper
}

impl Paper {
    fn picture(&self) -> Vec<u8> {
        let mut picture = Vec::new();
        let (width, height) = (self.dots.try_into().unwrap(), self.rows.len().try_into().unwrap());
        let mut encoder = png::Encoder::new(&mut picture, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&self.packed()).unwrap();
        writer.finish().unwrap();
        picture
    }

    /// Eight dots a byte, white is 1, as the picture has it.
    fn packed(&self) -> Vec<u8> {
        let byte = |dots: &[bool]| {
            let bits = dots.iter().zip(0..).filter(|(black, _)| !**black);
            bits.fold(0_u8, |byte, (_, bit)| byte | (0x80 >> bit))
        };
        self.rows.iter().flat_map(|row| row.chunks(8).map(byte)).collect()
    }
}

/// The dots of a picture in the form of [`Paper::packed`].
fn unpacked(picture: &[u8]) -> Vec<u8> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(picture))
        .read_info()
        .unwrap();
    let mut dots = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut dots).unwrap();
    dots.truncate(info.buffer_size());
    dots
}

fn form(text: &str) -> PrintedForm {
    PrintedForm {
        title: String::new(),
        locale: Locale::Kk,
        currency: Currency::Tenge,
        blocks: vec![Block::Centred(text.to_owned())],
    }
}

fn dots_of(text: &str) -> Vec<Vec<bool>> {
    printed(&write(&form(text), Tape::Mm58).unwrap()).rows
}

#[test]
fn the_printed_picture_of_each_document_is_as_expected() {
    for (name, form) in kz::tests::all(&kz::sample::card(), Wording::Bilingual) {
        for (tape, width) in [(Tape::Mm58, 58), (Tape::Mm80, 80)] {
            if !matches!((name, width), ("sale" | "autonomous", _) | ("z", 80)) {
                continue;
            }
            let paper = printed(&form.escpos(tape).unwrap());
            assert!(paper.cut, "{name}");
            assert_eq!(paper.dots, usize::from(tape.dots()));
            golden::compare_picture(
                &format!("kz/{name}.{width}.png"),
                &paper.picture(),
                |expected, actual| unpacked(expected) == unpacked(actual),
            );
            assert_eq!(unpacked(&paper.picture()), paper.packed());
        }
    }
}

#[test]
fn kazakh_letters_are_neither_blank_nor_boxes_nor_their_russian_cousins() {
    let unknown = dots_of("\u{fffd}");
    let pairs = [
        ('Ә', 'Э'),
        ('Ғ', 'Г'),
        ('Қ', 'К'),
        ('Ң', 'Н'),
        ('Ө', 'О'),
        ('Ұ', 'У'),
        ('Ү', 'У'),
        ('Һ', 'Н'),
        ('І', 'Н'),
        ('ә', 'э'),
        ('ғ', 'г'),
        ('қ', 'к'),
        ('ң', 'н'),
        ('ө', 'о'),
        ('ұ', 'у'),
        ('ү', 'у'),
        ('һ', 'н'),
        ('і', 'н'),
        ('₸', 'Т'),
    ];
    for (letter, cousin) in pairs {
        let dots = dots_of(&letter.to_string());
        let black = dots.iter().flatten().filter(|dot| **dot).count();
        assert!(black > 15, "{letter} has {black} dots");
        assert_ne!(dots, unknown, "{letter}");
        assert_ne!(dots, dots_of(&cousin.to_string()), "{letter}");
    }
    assert_eq!(
        dots_of("\u{4e2d}"),
        unknown,
        "a letter that the font does not have"
    );
}

#[test]
fn a_letter_is_filled_where_it_has_ink_and_empty_where_it_has_not() {
    let rows = dots_of("О");
    let middle = rows
        .iter()
        .filter(|row| row.contains(&true))
        .nth(9)
        .expect("a row of the letter");
    let runs = middle.chunk_by(|left, right| left == right).filter(|run| run[0]);
    assert_eq!(runs.count(), 2, "a ring is cut twice");
}

/// The code is drawn with whole dots: each module has the same width.
#[test]
fn the_modules_of_a_qr_code_are_equally_wide() {
    let content = "http://consumer.example.kz?i=849825692&f=010100000001&s=1160.00&t=20261122T195254";
    let modules = crate::qr::Modules::of(content).unwrap();
    for tape in Tape::ALL {
        let form = PrintedForm {
            blocks: vec![Block::Qr(content.to_owned())],
            ..form("")
        };
        let paper = printed(&form.escpos(tape).unwrap());
        let black = |row: usize, column: usize| paper.rows[row][column];
        let top = paper.rows.iter().position(|row| row.contains(&true)).unwrap();
        let left = paper.rows[top].iter().position(|dot| *dot).unwrap();
        let finder = paper.rows[top][left..].iter().take_while(|dot| **dot).count();
        assert_eq!(finder % 7, 0, "the corner has seven modules");
        let module = finder / 7;
        assert!(module >= 3, "{module} dots are too few for a reader");
        let side = modules.size();
        let mut expected = vec![vec![false; side]; side];
        for (row, column, length) in modules.dark_runs() {
            expected[row][column..column + length].fill(true);
        }
        for (row, columns) in expected.iter().enumerate() {
            for (column, dark) in columns.iter().enumerate() {
                for (y, x) in [(0, 0), (module - 1, module - 1)] {
                    let dot = black(top + row * module + y, left + column * module + x);
                    assert_eq!(dot, *dark, "{row} {column}");
                }
            }
        }
    }
}

#[test]
fn endless_paper_is_refused() {
    let mut long = form("");
    long.blocks = vec![Block::Centred("Ә".to_owned()); 4_000];
    assert!(matches!(
        write(&long, Tape::Mm80),
        Err(EscPosError::TooLong { height }) if height > HEIGHT_MAX_DOTS
    ));
}
