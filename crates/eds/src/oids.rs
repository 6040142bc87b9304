//! Identifiers by name.

use const_oid::ObjectIdentifier as Oid;

macro_rules! oids {
    ($($name:ident = $value:literal;)*) => {
        $(pub(crate) const $name: Oid = Oid::new_unwrap($value);)*
    };
}

oids! {
    // RFC 5652, RFC 5035, RFC 3161.
    SIGNED_DATA = "1.2.840.113549.1.7.2";
    TIME_STAMP_INFO = "1.2.840.113549.1.9.16.1.4";
    CONTENT_TYPE = "1.2.840.113549.1.9.3";
    MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    SIGNING_TIME = "1.2.840.113549.1.9.5";
    SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
    TIME_STAMP_TOKEN = "1.2.840.113549.1.9.16.2.14";

    // RFC 5280.
    SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    KEY_USAGE = "2.5.29.15";
    SUBJECT_ALT_NAME = "2.5.29.17";
    BASIC_CONSTRAINTS = "2.5.29.19";
    CRL_NUMBER = "2.5.29.20";
    CRL_REASON = "2.5.29.21";
    ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    CERTIFICATE_POLICIES = "2.5.29.32";
    AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    EXTENDED_KEY_USAGE = "2.5.29.37";
    FOR_CLIENTS = "1.3.6.1.5.5.7.3.2";
    FOR_MAIL = "1.3.6.1.5.5.7.3.4";
    FOR_TIME_STAMPS = "1.3.6.1.5.5.7.3.8";
    FOR_OCSP = "1.3.6.1.5.5.7.3.9";
    OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1";

    // Names.
    COMMON_NAME = "2.5.4.3";
    SURNAME = "2.5.4.4";
    SERIAL_NUMBER = "2.5.4.5";
    COUNTRY = "2.5.4.6";
    ORGANIZATION = "2.5.4.10";
    ORGANIZATIONAL_UNIT = "2.5.4.11";
    TITLE = "2.5.4.12";
    GIVEN_NAME = "2.5.4.42";
    EMAIL = "1.2.840.113549.1.9.1";
    RU_OGRN = "1.2.643.100.1";
    RU_SNILS = "1.2.643.100.3";
    RU_INN_ORGANIZATION = "1.2.643.100.4";
    RU_OGRNIP = "1.2.643.100.5";
    RU_INN = "1.2.643.3.131.1.1";

    // Algorithms.
    RSA = "1.2.840.113549.1.1.1";
    RSA_MD5 = "1.2.840.113549.1.1.4";
    RSA_SHA1 = "1.2.840.113549.1.1.5";
    RSA_SHA256 = "1.2.840.113549.1.1.11";
    RSA_SHA384 = "1.2.840.113549.1.1.12";
    RSA_SHA512 = "1.2.840.113549.1.1.13";
    MD5 = "1.2.840.113549.2.5";
    SHA1 = "1.3.14.3.2.26";
    SHA256 = "2.16.840.1.101.3.4.2.1";
    SHA384 = "2.16.840.1.101.3.4.2.2";
    SHA512 = "2.16.840.1.101.3.4.2.3";
    KZ_2004 = "1.2.398.3.10.1.1.1.1";
    KZ_2004_SIGNATURE = "1.2.398.3.10.1.1.1.2";
    KZ_2004_DIGEST = "1.2.398.3.10.1.3.1";
    KZ_2004_DIGEST_PARAMETERS = "1.2.398.3.10.1.3.1.1.0";
    KZ_256 = "1.2.398.3.10.1.1.2.1";
    KZ_256_SIGNATURE = "1.2.398.3.10.1.1.2.3.1";
    KZ_256_DIGEST = "1.2.398.3.10.1.3.2";
    KZ_512 = "1.2.398.3.10.1.1.2.2";
    KZ_512_SIGNATURE = "1.2.398.3.10.1.1.2.3.2";
    KZ_512_DIGEST = "1.2.398.3.10.1.3.3";
    RU_256 = "1.2.643.7.1.1.1.1";
    RU_256_SIGNATURE = "1.2.643.7.1.1.3.2";
    RU_256_DIGEST = "1.2.643.7.1.1.2.2";
    RU_512 = "1.2.643.7.1.1.1.2";
    RU_512_SIGNATURE = "1.2.643.7.1.1.3.3";
    RU_512_DIGEST = "1.2.643.7.1.1.2.3";
    RU_2001 = "1.2.643.2.2.19";
    RU_2001_SIGNATURE = "1.2.643.2.2.3";
    RU_1994_DIGEST = "1.2.643.2.2.9";
}
