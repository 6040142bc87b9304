//! Signatures, certificates and what is told about their revocation.

use eds::{
    Anchors, Certificate, Circumstances, Crl, LegacyGost, OcspAnswer, RevocationMode, RevocationSources,
};
use std::hint::black_box;
use types::Timestamp;

/// Any bytes as a message, a document, a certificate, a list, an answer. Nobody is trusted, so that nothing is valid.
pub(crate) fn any(input: &[u8]) {
    let circumstances = Circumstances {
        anchors: &Anchors::default(),
        revocation: &RevocationSources::default(),
        mode: RevocationMode::Soft,
        at: Timestamp::from_micros(1_796_083_200_000_000),
        legacy: LegacyGost::Taken,
    };
    if let Ok(report) = eds::verify(input, None, &circumstances) {
        assert!(!report.signatures.is_empty(), "a report on nothing");
        assert!(report.verdict().is_err(), "valid, although nobody is trusted");
        for one in &report.signatures {
            assert_eq!(
                Certificate::parse(one.certificate.der()).as_ref(),
                Ok(&one.certificate),
                "kept and read again"
            );
        }
    }
    if let Ok(certificate) = Certificate::parse(input) {
        black_box(eds::Signer::of(&certificate));
        // Self-issued or not: the arithmetic takes any key.
        let _ = certificate.verify_signed_by(&certificate, LegacyGost::Taken);
    }
    if let Ok(list) = Crl::parse(input) {
        let _ = black_box(list.find(&[1]));
        let _ = black_box(list.count());
    }
    let _ = black_box(OcspAnswer::parse(input));
}
