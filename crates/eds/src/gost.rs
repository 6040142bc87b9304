//! Signatures of GOST R 34.10-2012 and its relatives over named curves (RFC 7091, RFC 7836).
//!
//! The time of the arithmetic depends on its operands: it is for public data, that is, for verification.

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{NonZero, U512};

mod curves;

pub use curves::{CurveName, CurveSize};

type Field = FixedMontyForm<{ U512::LIMBS }>;
type Modulus = FixedMontyParams<{ U512::LIMBS }>;

/// A point that is not the one at infinity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Abscissa.
    pub x: U512,
    /// Ordinate.
    pub y: U512,
}

/// Both halves of a signature as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halves {
    /// Abscissa of the one-time point, modulo the order.
    pub r: U512,
    /// What only the holder of the key can compute.
    pub s: U512,
}

/// `y² = x³ + ax + b` over a prime field, with a generator of prime order.
#[derive(Debug)]
pub struct Curve {
    size: CurveSize,
    prime: U512,
    field: Modulus,
    a: Field,
    b: Field,
    order: NonZero<U512>,
    scalars: Modulus,
    generator: Point,
}

/// Jacobian coordinates: `x / z²`, `y / z³`; at infinity `z` is zero.
#[derive(Clone, Copy)]
struct Jacobian {
    x: Field,
    y: Field,
    z: Field,
}

impl Curve {
    fn new(constants: &curves::Constants) -> Self {
        let field = Modulus::new_vartime(constants.prime);
        Self {
            size: constants.size,
            prime: constants.prime.get(),
            a: Field::new(&constants.a, &field),
            b: Field::new(&constants.b, &field),
            field,
            order: constants.order.as_nz_ref().to_owned(),
            scalars: Modulus::new_vartime(constants.order),
            generator: constants.generator,
        }
    }

    /// How long its numbers are.
    #[must_use]
    pub const fn size(&self) -> CurveSize {
        self.size
    }

    /// Order of the generator.
    #[must_use]
    pub const fn order(&self) -> &NonZero<U512> {
        &self.order
    }

    /// Whether the point satisfies the equation, with coordinates below the prime.
    #[must_use]
    pub fn contains(&self, point: &Point) -> bool {
        if point.x >= self.prime || point.y >= self.prime {
            return false;
        }
        let x = Field::new(&point.x, &self.field);
        let y = Field::new(&point.y, &self.field);
        y.square() == x.square() * x + self.a * x + self.b
    }

    /// Whether `halves` sign `hash` by the key whose public point is `key`.
    ///
    /// `hash` is the number that the octets of the hash make, the first one lowest. RFC 7091, section 6.2.
    #[must_use]
    pub fn verify(&self, key: &Point, hash: &U512, halves: &Halves) -> bool {
        let order: &U512 = &self.order;
        let in_range = |half: &U512| *half != U512::ZERO && half < order;
        if !in_range(&halves.r) || !in_range(&halves.s) || !self.contains(key) {
            return false;
        }
        let hash = self.scalar(hash);
        let hash = if hash == self.scalar(&U512::ZERO) {
            self.scalar(&U512::ONE)
        } else {
            hash
        };
        let Some(inverse) = Option::<Field>::from(hash.invert_vartime()) else {
            return false;
        };
        let of_generator = self.scalar(&halves.s) * inverse;
        let of_key = (self.scalar(&halves.r) * inverse).neg();
        self.combine(&of_generator.retrieve(), &of_key.retrieve(), key)
            .is_some_and(|point| point.x.rem_vartime(&self.order) == halves.r)
    }

    /// `scalar` times the generator; `None` is the point at infinity.
    #[must_use]
    pub fn multiply_generator(&self, scalar: &U512) -> Option<Point> {
        self.combine(scalar, &U512::ZERO, &self.generator)
    }

    /// `of_generator` times the generator plus `of_point` times the point; `None` is the point at infinity.
    #[must_use]
    pub fn combine(&self, of_generator: &U512, of_point: &U512, point: &Point) -> Option<Point> {
        let generator = self.jacobian(&self.generator);
        let point = self.jacobian(point);
        let both = self.add(&generator, &point);
        let mut sum = self.infinity();
        for bit in (0..U512::BITS).rev() {
            sum = self.double(&sum);
            match (of_generator.bit_vartime(bit), of_point.bit_vartime(bit)) {
                (true, true) => sum = self.add(&sum, &both),
                (true, false) => sum = self.add(&sum, &generator),
                (false, true) => sum = self.add(&sum, &point),
                (false, false) => {}
            }
        }
        self.affine(&sum)
    }

    fn scalar(&self, number: &U512) -> Field {
        Field::new(&number.rem_vartime(&self.order), &self.scalars)
    }

    fn is_zero(&self, number: &Field) -> bool {
        *number == Field::zero(&self.field)
    }

    fn infinity(&self) -> Jacobian {
        Jacobian {
            x: Field::one(&self.field),
            y: Field::one(&self.field),
            z: Field::zero(&self.field),
        }
    }

    fn jacobian(&self, point: &Point) -> Jacobian {
        Jacobian {
            x: Field::new(&point.x, &self.field),
            y: Field::new(&point.y, &self.field),
            z: Field::one(&self.field),
        }
    }

    fn affine(&self, point: &Jacobian) -> Option<Point> {
        if self.is_zero(&point.z) {
            return None;
        }
        let inverse = Option::<Field>::from(point.z.invert_vartime())?;
        let square = inverse.square();
        Some(Point {
            x: (point.x * square).retrieve(),
            y: (point.y * square * inverse).retrieve(),
        })
    }

    fn double(&self, point: &Jacobian) -> Jacobian {
        if self.is_zero(&point.z) || self.is_zero(&point.y) {
            return self.infinity();
        }
        let y_square = point.y.square();
        let chord = (point.x * y_square).double().double();
        let x_square = point.x.square();
        let slope = x_square.double() + x_square + self.a * point.z.square().square();
        let x = slope.square() - chord.double();
        Jacobian {
            x,
            y: slope * (chord - x) - y_square.square().double().double().double(),
            z: (point.y * point.z).double(),
        }
    }

    fn add(&self, left: &Jacobian, right: &Jacobian) -> Jacobian {
        if self.is_zero(&left.z) {
            return *right;
        }
        if self.is_zero(&right.z) {
            return *left;
        }
        let left_square = left.z.square();
        let right_square = right.z.square();
        let left_x = left.x * right_square;
        let left_y = left.y * right_square * right.z;
        let run = right.x * left_square - left_x;
        let rise = right.y * left_square * left.z - left_y;
        if self.is_zero(&run) {
            return if self.is_zero(&rise) {
                self.double(left)
            } else {
                self.infinity()
            };
        }
        let run_square = run.square();
        let run_cube = run_square * run;
        let shared = left_x * run_square;
        let x = rise.square() - run_cube - shared.double();
        Jacobian {
            x,
            y: rise * (shared - x) - left_y * run_cube,
            z: left.z * right.z * run,
        }
    }
}

#[cfg(test)]
mod tests;
