//! The named curves: RFC 7836 (TC26), RFC 4357 (`CryptoPro`), RFC 7091 (examples).

use super::{Curve, Point};
use const_oid::ObjectIdentifier;
use crypto_bigint::{Odd, U256, U512};
use std::sync::LazyLock;

/// A curve that standards name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveName {
    /// `id-tc26-gost-3410-2012-256-paramSetA`; also that of the Kazakh standard of 2015, 256 bits.
    Tc26Size256A,
    /// `id-GostR3410-2001-CryptoPro-A-ParamSet`, also for key exchange, and that of Kazakh GOST 34.310-2004.
    CryptoProA,
    /// `id-GostR3410-2001-CryptoPro-B-ParamSet`.
    CryptoProB,
    /// `id-GostR3410-2001-CryptoPro-C-ParamSet`, also for key exchange.
    CryptoProC,
    /// The example curve of RFC 7091, 256 bits. No certificate may name it.
    Test256,
    /// `id-tc26-gost-3410-12-512-paramSetA`; also that of the Kazakh standard of 2015, 512 bits.
    Tc26Size512A,
    /// `id-tc26-gost-3410-12-512-paramSetB`.
    Tc26Size512B,
    /// `id-tc26-gost-3410-2012-512-paramSetC`.
    Tc26Size512C,
    /// The example curve of RFC 7091, 512 bits. No certificate may name it.
    Test512,
}

/// How long the numbers of a curve are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveSize {
    /// 32 octets.
    Bits256,
    /// 64 octets.
    Bits512,
}

impl CurveSize {
    /// Octets of a coordinate, of a half of a signature, and of a hash.
    #[must_use]
    pub const fn octets(self) -> usize {
        match self {
            Self::Bits256 => 32,
            Self::Bits512 => 64,
        }
    }
}

/// What a standard says of a curve.
pub(super) struct Constants {
    pub size: CurveSize,
    pub prime: Odd<U512>,
    pub a: U512,
    pub b: U512,
    pub order: Odd<U512>,
    pub generator: Point,
}

const fn odd_256(digits: &str) -> Odd<U512> {
    Odd::<U256>::from_be_hex(digits).resize()
}

const fn odd_512(digits: &str) -> Odd<U512> {
    Odd::<U512>::from_be_hex(digits)
}

const fn number_256(digits: &str) -> U512 {
    U256::from_be_hex(digits).resize()
}

const fn number_512(digits: &str) -> U512 {
    U512::from_be_hex(digits)
}

/// A curve that is made when it is first asked for.
macro_rules! curve {
    ($constants:expr) => {{
        const CONSTANTS: Constants = $constants;
        static CURVE: LazyLock<Curve> = LazyLock::new(|| Curve::new(&CONSTANTS));
        &CURVE
    }};
}

impl CurveName {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Tc26Size256A,
        Self::CryptoProA,
        Self::CryptoProB,
        Self::CryptoProC,
        Self::Test256,
        Self::Tc26Size512A,
        Self::Tc26Size512B,
        Self::Tc26Size512C,
        Self::Test512,
    ];

    /// The curve that a certificate means by this identifier.
    #[must_use]
    pub fn by_oid(oid: &ObjectIdentifier) -> Option<Self> {
        const NAMES: &[(ObjectIdentifier, CurveName)] = &[
            (
                ObjectIdentifier::new_unwrap("1.2.643.7.1.2.1.1.1"),
                CurveName::Tc26Size256A,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.398.3.10.1.1.2.1.1"),
                CurveName::Tc26Size256A,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.643.7.1.2.1.1.2"),
                CurveName::CryptoProA,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.643.2.2.35.1"),
                CurveName::CryptoProA,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.643.2.2.36.0"),
                CurveName::CryptoProA,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.398.3.10.1.1.1.1.1"),
                CurveName::CryptoProA,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.643.7.1.2.1.1.3"),
                CurveName::CryptoProB,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.643.2.2.35.2"),
                CurveName::CryptoProB,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.643.7.1.2.1.1.4"),
                CurveName::CryptoProC,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.643.2.2.35.3"),
                CurveName::CryptoProC,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.643.2.2.36.1"),
                CurveName::CryptoProC,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.643.7.1.2.1.2.1"),
                CurveName::Tc26Size512A,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.398.3.10.1.1.2.2.1"),
                CurveName::Tc26Size512A,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.643.7.1.2.1.2.2"),
                CurveName::Tc26Size512B,
            ),
            (
                ObjectIdentifier::new_unwrap("1.2.643.7.1.2.1.2.3"),
                CurveName::Tc26Size512C,
            ),
        ];
        NAMES
            .iter()
            .find(|(known, _)| known == oid)
            .map(|(_, name)| *name)
    }

    /// The curve itself.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "a table of constants")]
    pub fn curve(self) -> &'static Curve {
        match self {
            Self::Tc26Size256A => curve!(Constants {
                size: CurveSize::Bits256,
                prime: odd_256("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97"),
                a: number_256("C2173F1513981673AF4892C23035A27CE25E2013BF95AA33B22C656F277E7335"),
                b: number_256("295F9BAE7428ED9CCC20E7C359A9D41A22FCCD9108E17BF7BA9337A6F8AE9513"),
                order: odd_256("400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67"),
                generator: Point {
                    x: number_256("91E38443A5E82C0D880923425712B2BB658B9196932E02C78B2582FE742DAA28"),
                    y: number_256("32879423AB1A0375895786C4BB46E9565FDE0B5344766740AF268ADB32322E5C"),
                },
            }),
            Self::CryptoProA => curve!(Constants {
                size: CurveSize::Bits256,
                prime: odd_256("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97"),
                a: number_256("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD94"),
                b: number_256("00000000000000000000000000000000000000000000000000000000000000A6"),
                order: odd_256("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893"),
                generator: Point {
                    x: number_256("0000000000000000000000000000000000000000000000000000000000000001"),
                    y: number_256("8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14"),
                },
            }),
            Self::CryptoProB => curve!(Constants {
                size: CurveSize::Bits256,
                prime: odd_256("8000000000000000000000000000000000000000000000000000000000000C99"),
                a: number_256("8000000000000000000000000000000000000000000000000000000000000C96"),
                b: number_256("3E1AF419A269A5F866A7D3C25C3DF80AE979259373FF2B182F49D4CE7E1BBC8B"),
                order: odd_256("800000000000000000000000000000015F700CFFF1A624E5E497161BCC8A198F"),
                generator: Point {
                    x: number_256("0000000000000000000000000000000000000000000000000000000000000001"),
                    y: number_256("3FA8124359F96680B83D1C3EB2C070E5C545C9858D03ECFB744BF8D717717EFC"),
                },
            }),
            Self::CryptoProC => curve!(Constants {
                size: CurveSize::Bits256,
                prime: odd_256("9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D759B"),
                a: number_256("9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D7598"),
                b: number_256("000000000000000000000000000000000000000000000000000000000000805A"),
                order: odd_256("9B9F605F5A858107AB1EC85E6B41C8AA582CA3511EDDFB74F02F3A6598980BB9"),
                generator: Point {
                    x: number_256("0000000000000000000000000000000000000000000000000000000000000000"),
                    y: number_256("41ECE55743711A8C3CBF3783CD08C0EE4D4DC440D4641A8F366E550DFDB3BB67"),
                },
            }),
            Self::Test256 => curve!(Constants {
                size: CurveSize::Bits256,
                prime: odd_256("8000000000000000000000000000000000000000000000000000000000000431"),
                a: number_256("0000000000000000000000000000000000000000000000000000000000000007"),
                b: number_256("5FBFF498AA938CE739B8E022FBAFEF40563F6E6A3472FC2A514C0CE9DAE23B7E"),
                order: odd_256("8000000000000000000000000000000150FE8A1892976154C59CFC193ACCF5B3"),
                generator: Point {
                    x: number_256("0000000000000000000000000000000000000000000000000000000000000002"),
                    y: number_256("08E2A8A0E65147D4BD6316030E16D19C85C97F0A9CA267122B96ABBCEA7E8FC8"),
                },
            }),
            Self::Tc26Size512A => curve!(Constants {
                size: CurveSize::Bits512,
                prime: odd_512(
                    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC7"
                ),
                a: number_512(
                    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC4"
                ),
                b: number_512(
                    "E8C2505DEDFC86DDC1BD0B2B6667F1DA34B82574761CB0E879BD081CFD0B6265EE3CB090F30D27614CB4574010DA90DD862EF9D4EBEE4761503190785A71C760"
                ),
                order: odd_512(
                    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275"
                ),
                generator: Point {
                    x: number_512(
                        "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000003"
                    ),
                    y: number_512(
                        "7503CFE87A836AE3A61B8816E25450E6CE5E1C93ACF1ABC1778064FDCBEFA921DF1626BE4FD036E93D75E6A50E3A41E98028FE5FC235F5B889A589CB5215F2A4"
                    ),
                },
            }),
            Self::Tc26Size512B => curve!(Constants {
                size: CurveSize::Bits512,
                prime: odd_512(
                    "8000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000006F"
                ),
                a: number_512(
                    "8000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000006C"
                ),
                b: number_512(
                    "687D1B459DC841457E3E06CF6F5E2517B97C7D614AF138BCBF85DC806C4B289F3E965D2DB1416D217F8B276FAD1AB69C50F78BEE1FA3106EFB8CCBC7C5140116"
                ),
                order: odd_512(
                    "800000000000000000000000000000000000000000000000000000000000000149A1EC142565A545ACFDB77BD9D40CFA8B996712101BEA0EC6346C54374F25BD"
                ),
                generator: Point {
                    x: number_512(
                        "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000002"
                    ),
                    y: number_512(
                        "1A8F7EDA389B094C2C071E3647A8940F3C123B697578C213BE6DD9E6C8EC7335DCB228FD1EDF4A39152CBCAAF8C0398828041055F94CEEEC7E21340780FE41BD"
                    ),
                },
            }),
            Self::Tc26Size512C => curve!(Constants {
                size: CurveSize::Bits512,
                prime: odd_512(
                    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC7"
                ),
                a: number_512(
                    "DC9203E514A721875485A529D2C722FB187BC8980EB866644DE41C68E143064546E861C0E2C9EDD92ADE71F46FCF50FF2AD97F951FDA9F2A2EB6546F39689BD3"
                ),
                b: number_512(
                    "B4C4EE28CEBC6C2C8AC12952CF37F16AC7EFB6A9F69F4B57FFDA2E4F0DE5ADE038CBC2FFF719D2C18DE0284B8BFEF3B52B8CC7A5F5BF0A3C8D2319A5312557E1"
                ),
                order: odd_512(
                    "3FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC98CDBA46506AB004C33A9FF5147502CC8EDA9E7A769A12694623CEF47F023ED"
                ),
                generator: Point {
                    x: number_512(
                        "E2E31EDFC23DE7BDEBE241CE593EF5DE2295B7A9CBAEF021D385F7074CEA043AA27272A7AE602BF2A7B9033DB9ED3610C6FB85487EAE97AAC5BC7928C1950148"
                    ),
                    y: number_512(
                        "F5CE40D95B5EB899ABBCCFF5911CB8577939804D6527378B8C108C3D2090FF9BE18E2D33E3021ED2EF32D85822423B6304F726AA854BAE07D0396E9A9ADDC40F"
                    ),
                },
            }),
            Self::Test512 => curve!(Constants {
                size: CurveSize::Bits512,
                prime: odd_512(
                    "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15DF1D852741AF4704A0458047E80E4546D35B8336FAC224DD81664BBF528BE6373"
                ),
                a: number_512(
                    "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000007"
                ),
                b: number_512(
                    "1CFF0806A31116DA29D8CFA54E57EB748BC5F377E49400FDD788B649ECA1AC4361834013B2AD7322480A89CA58E0CF74BC9E540C2ADD6897FAD0A3084F302ADC"
                ),
                order: odd_512(
                    "4531ACD1FE0023C7550D267B6B2FEE80922B14B2FFB90F04D4EB7C09B5D2D15DA82F2D7ECB1DBAC719905C5EECC423F1D86E25EDBE23C595D644AAF187E6E6DF"
                ),
                generator: Point {
                    x: number_512(
                        "24D19CC64572EE30F396BF6EBBFD7A6C5213B3B3D7057CC825F91093A68CD762FD60611262CD838DC6B60AA7EEE804E28BC849977FAC33B4B530F1B120248A9A"
                    ),
                    y: number_512(
                        "2BB312A43BD2CE6E0D020613C857ACDDCFBF061E91E5F2C3F32447C259F39B2C83AB156D77F1496BF7EB3351E1EE4E43DC1A18B91B24640B6DBB92CB1ADD371E"
                    ),
                },
            }),
        }
    }
}
