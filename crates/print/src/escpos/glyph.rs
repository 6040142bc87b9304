//! Letters as dots: the outline of a glyph, filled row by row in whole numbers.

use ttf_parser::{Face, OutlineBuilder};

use crate::pdf::sheet::Length;

/// Parts of a dot in which edges are computed.
const PARTS: i64 = 64;
/// Rows of a dot that are sampled.
const SAMPLES: i64 = 4;
/// A dot is black from this share of `PARTS * SAMPLES`: below the half, because thin strokes must not break.
const BLACK_FROM: i64 = 104;
/// Outlines come in halves of font units at most.
const UNIT_SHARE: i64 = 2;
/// Straight pieces that stand for a curve.
const PIECES: i64 = 8;

/// Where a glyph stands.
pub(super) struct Place {
    /// Left edge, hundredths of a point.
    pub(super) x: Length,
    /// Row of dots on which it stands.
    pub(super) baseline: usize,
    /// Size of the letters, hundredths of a point.
    pub(super) size: Length,
    /// Hundredths of a point that a dot stands for.
    pub(super) dot: Length,
}

type Point = (i64, i64);

/// Straight pieces of a glyph's outline, in shares of font units, upwards.
#[derive(Default)]
pub(super) struct Outline {
    units_per_em: i64,
    pieces: Vec<(Point, Point)>,
    first: Point,
    last: Point,
}

impl Outline {
    pub(super) fn of(face: &Face<'_>, character: char) -> Self {
        let mut outline = Self {
            units_per_em: i64::from(face.units_per_em().max(1)),
            ..Self::default()
        };
        if let Some(glyph) = face.glyph_index(character) {
            // A glyph without an outline is a blank.
            let _ = face.outline_glyph(glyph, &mut outline);
        }
        outline
    }

    /// Gives each black dot, column and row.
    pub(super) fn fill(&self, place: &Place, mut black: impl FnMut(usize, usize)) {
        let edges = self.edges(place);
        let rows = edges.iter().flat_map(|(from, to)| [from.1, to.1]);
        let Some((top, bottom)) = bounds(rows) else {
            return;
        };
        let columns = edges.iter().flat_map(|(from, to)| [from.0, to.0]);
        let Some((left, right)) = bounds(columns) else {
            return;
        };
        let first = left.div_euclid(PARTS);
        let width = usize::try_from(right.div_euclid(PARTS) - first + 1).unwrap_or(0);
        for row in top.div_euclid(PARTS)..=bottom.div_euclid(PARTS) {
            let mut covered = vec![0_i64; width];
            for sample in 0..SAMPLES {
                let y = row * PARTS + (2 * sample + 1) * PARTS / (2 * SAMPLES);
                cover(&edges, y, first, &mut covered);
            }
            for (column, share) in (first..).zip(&covered) {
                if let (true, Ok(column), Ok(row)) = (
                    *share >= BLACK_FROM,
                    usize::try_from(column),
                    usize::try_from(row),
                ) {
                    black(column, row);
                }
            }
        }
    }

    /// The outline at its place, in parts of dots, downwards.
    fn edges(&self, place: &Place) -> Vec<(Point, Point)> {
        let size = i64::from(place.size) * PARTS;
        let divisor = UNIT_SHARE * self.units_per_em * i64::from(place.dot);
        let left = i64::from(place.x) * PARTS / i64::from(place.dot);
        let baseline = i64::try_from(place.baseline).unwrap_or(0) * PARTS;
        let at = |(x, y): Point| (left + x * size / divisor, baseline - y * size / divisor);
        self.pieces
            .iter()
            .map(|(from, to)| (at(*from), at(*to)))
            .collect()
    }

    fn piece_to(&mut self, to: Point) {
        self.pieces.push((self.last, to));
        self.last = to;
    }
}

/// Adds to each dot of a row how far the line at `y` runs inside of the outline.
fn cover(edges: &[(Point, Point)], y: i64, first: i64, covered: &mut [i64]) {
    let crossing = |(from, to): &(Point, Point)| {
        let (upper, lower, turn) = if from.1 < to.1 {
            (from, to, 1)
        } else {
            (to, from, -1)
        };
        let crosses = upper.1 <= y && y < lower.1;
        crosses.then(|| {
            let x = upper.0 + (y - upper.1) * (lower.0 - upper.0) / (lower.1 - upper.1);
            (x, turn)
        })
    };
    let mut crossings: Vec<(i64, i64)> = edges.iter().filter_map(crossing).collect();
    crossings.sort_unstable();
    let mut winding = 0;
    let mut since = 0;
    for (x, turn) in crossings {
        let was_inside = winding != 0;
        winding += turn;
        match (was_inside, winding != 0) {
            (false, true) => since = x,
            (true, false) => span(since, x, first, covered),
            (true, true) | (false, false) => {}
        }
    }
}

fn span(from: i64, to: i64, first: i64, covered: &mut [i64]) {
    for (column, share) in (first..).zip(covered) {
        let (left, right) = (column * PARTS, (column + 1) * PARTS);
        *share += (to.min(right) - from.max(left)).max(0);
    }
}

fn bounds(mut values: impl Iterator<Item = i64>) -> Option<(i64, i64)> {
    let first = values.next()?;
    Some(values.fold((first, first), |(low, high), value| {
        (low.min(value), high.max(value))
    }))
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.first = (shares(x), shares(y));
        self.last = self.first;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.piece_to((shares(x), shares(y)));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (from, bend, to) = (self.last, (shares(x1), shares(y1)), (shares(x), shares(y)));
        for step in 1..=PIECES {
            let rest = PIECES - step;
            let mix = |a: i64, b: i64, c: i64| {
                (rest * rest * a + 2 * rest * step * b + step * step * c) / PIECES.pow(2)
            };
            self.piece_to((mix(from.0, bend.0, to.0), mix(from.1, bend.1, to.1)));
        }
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let from = self.last;
        let (bend, other) = ((shares(x1), shares(y1)), (shares(x2), shares(y2)));
        let to = (shares(x), shares(y));
        for step in 1..=PIECES {
            let rest = PIECES - step;
            let mix = |a: i64, b: i64, c: i64, d: i64| {
                let curve = rest.pow(3) * a
                    + 3 * rest.pow(2) * step * b
                    + 3 * rest * step.pow(2) * c
                    + step.pow(3) * d;
                curve / PIECES.pow(3)
            };
            self.piece_to((
                mix(from.0, bend.0, other.0, to.0),
                mix(from.1, bend.1, other.1, to.1),
            ));
        }
    }

    fn close(&mut self) {
        self.piece_to(self.first);
    }
}

/// The only place where a float of the font reader becomes a whole number.
#[expect(
    clippy::float_arithmetic,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "coordinates of glyphs are small multiples of a half, which the conversion keeps exactly"
)]
fn shares(coordinate: f32) -> i64 {
    (coordinate * 2.0) as i64
}
