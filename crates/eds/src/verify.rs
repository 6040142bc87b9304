//! Verifies a message: content, signatures, certificates, revocation, time stamps.

use crate::algorithm::{Digest, LegacyGost, Scheme, verify as verify_signature};
use crate::armor;
use crate::certificate::Certificate;
use crate::chain::{self, Anchors};
use crate::cms::{Attributes, SignedData, SignerInfo};
use crate::crl::Crl;
use crate::ocsp::OcspAnswer;
use crate::oids;
use crate::reason::{Reason, Refusal};
use crate::report::{Form, Profile, Report, SignatureReport, Step, Warning};
use crate::revocation::{self, RevocationMode, RevocationSources};
use crate::signer::{Country, Signer};
use crate::stamp::Stamp;
use crate::xmldsig::verify_xml;
use types::Timestamp;

/// How far the signer's clock may be away before that is told.
pub const SIGNING_TIME_FAR_S: i64 = 24 * 3600;

const BYTE_ORDER_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// What a signature is verified against. All of it is given by the caller: nothing is fetched, no clock is read.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// Trusted authorities.
    pub anchors: &'a Anchors,
    /// What is known of revocations.
    pub revocation: &'a RevocationSources<'a>,
    /// What a missing answer means.
    pub mode: RevocationMode,
    /// The moment at which the signature was received.
    pub at: Timestamp,
    /// Whether old Kazakh keys count.
    pub legacy: LegacyGost,
}

/// Verifies whatever it is: an XML document begins with `<`, everything else is read as [`verify_cms`] does.
///
/// # Errors
/// As [`verify_xml`] and [`verify_cms`].
pub fn verify(
    input: &[u8],
    expected: Option<&[u8]>,
    circumstances: &Circumstances<'_>,
) -> Result<Report, Refusal> {
    let behind_mark = input.strip_prefix(BYTE_ORDER_MARK).unwrap_or(input);
    if behind_mark.trim_ascii_start().first() == Some(&b'<') {
        return verify_xml(input, expected, circumstances);
    }
    verify_cms(input, expected, circumstances).map_err(|refusal| match refusal.reason {
        Reason::Malformed => Refusal::new(Reason::Malformed, named(input).unwrap_or(refusal.detail)),
        _ => refusal,
    })
}

/// What people take for a signature and is none.
fn named(input: &[u8]) -> Option<String> {
    let octets = armor::strip(input).ok()?;
    let found = if Certificate::parse(&octets).is_ok() {
        "a certificate"
    } else if Crl::parse(&octets).is_ok() {
        "a revocation list"
    } else if OcspAnswer::parse(&octets).is_ok() {
        "an OCSP answer"
    } else {
        return None;
    };
    Some(format!("{found}, not a signature"))
}

/// Verifies a CMS message or a time stamp, in BER, DER, PEM or base64. `expected` is the content that must have been
/// signed: required for a detached signature, compared byte for byte with what an attached one carries.
///
/// # Errors
/// When there is no signature to report on: [`Reason::Malformed`], [`Reason::TooLarge`], [`Reason::NoSigner`],
/// [`Reason::NoCertificate`], [`Reason::NoContent`], [`Reason::ContentMismatch`]. Everything else is told in the
/// report: ask [`Report::verdict`].
pub fn verify_cms(
    input: &[u8],
    expected: Option<&[u8]>,
    circumstances: &Circumstances<'_>,
) -> Result<Report, Refusal> {
    let octets = armor::strip(input)?;
    let message = SignedData::parse(&octets)?;
    verify_message(&message, expected, circumstances)
}

fn verify_message(
    message: &SignedData<'_>,
    expected: Option<&[u8]>,
    circumstances: &Circumstances<'_>,
) -> Result<Report, Refusal> {
    if message.signers.is_empty() {
        return Err(Refusal::new(Reason::NoSigner, "nobody signed this message"));
    }
    let content = match (message.content.as_deref(), expected) {
        (Some(attached), Some(expected)) if attached != expected => {
            return Err(Refusal::new(
                Reason::ContentMismatch,
                "the message carries another content than the expected one",
            ));
        }
        (Some(content), _) | (None, Some(content)) => content,
        (None, None) => {
            return Err(Refusal::new(
                Reason::NoContent,
                "the signature is detached: its content is needed",
            ));
        }
    };
    let mut sources = circumstances.revocation.clone();
    for list in &message.crls {
        sources.crls.push(Crl::parse(list)?);
    }
    let circumstances = Circumstances {
        revocation: &sources,
        ..*circumstances
    };
    let form = match message.content_type {
        oids::TIME_STAMP_INFO => Form::TimeStamp,
        _ => Form::Cms,
    };
    let mut signatures = Vec::new();
    for info in &message.signers {
        let Some(certificate) = info.certificate(&message.certificates) else {
            return Err(Refusal::new(
                Reason::NoCertificate,
                "the certificate of a signer is not in the message",
            ));
        };
        let mut report = SignatureReport::begin(certificate, &circumstances);
        report.refusal = verify_signer(&mut report, message, info, content, &circumstances).err();
        signatures.push(report);
    }
    Ok(Report {
        form,
        content: content.to_vec(),
        signatures,
    })
}

/// A step that failed.
pub(crate) type Failure = (Step, Refusal);

pub(crate) fn at(step: Step) -> impl Fn(Refusal) -> Failure {
    move |refusal| (step, refusal)
}

fn verify_signer(
    report: &mut SignatureReport,
    message: &SignedData<'_>,
    info: &SignerInfo<'_>,
    content: &[u8],
    circumstances: &Circumstances<'_>,
) -> Result<(), Failure> {
    let digest = Digest::by_oid(&info.digest).map_err(at(Step::Content))?;
    report.digest = Some(digest);
    let Some(attributes) = &info.attributes else {
        report.profile = Profile::Bare;
        let refusal = Refusal::new(Reason::UnsupportedProfile, "no attributes are signed");
        return Err((Step::Attributes, refusal));
    };
    report.signing_time = attributes.signing_time;
    verify_digest(attributes, digest, content).map_err(at(Step::Content))?;
    if attributes.content_type != Some(message.content_type) {
        let refusal = Refusal::malformed("the signed type of the content is another one");
        return Err((Step::Attributes, refusal));
    }
    if let Some(named) = &attributes.signing_certificate {
        report.profile = Profile::CadesBes;
        named
            .verify_names(&report.certificate)
            .map_err(at(Step::Signature))?;
    }
    let scheme = Scheme {
        signature: info.algorithm,
        digest: Some(digest),
    };
    let key = report.certificate.key();
    let signed = attributes.message();
    let kind = verify_signature(key, scheme, &signed, &info.signature, circumstances.legacy)
        .map_err(at(Step::Signature))?;
    report.key = Some(kind);
    let is_stamp = message.content_type == oids::TIME_STAMP_INFO;
    if is_stamp {
        let stamp =
            verify_stamp(&report.certificate, content, circumstances.at).map_err(at(Step::Profile))?;
        report.moment = stamp.at;
        report.stamp = Some(stamp);
    } else {
        verify_profile(report).map_err(at(Step::Profile))?;
        take_stamp(report, info, circumstances);
    }
    conclude(report, &message.certificates, circumstances)
}

fn verify_digest(attributes: &Attributes<'_>, digest: Digest, content: &[u8]) -> Result<(), Refusal> {
    let Some(told) = attributes.message_digest else {
        return Err(Refusal::malformed("the hash of the content is not signed"));
    };
    if digest.of(content) == told {
        return Ok(());
    }
    Err(Refusal::new(
        Reason::DigestMismatch,
        "the content is not the one that was signed",
    ))
}

/// Russia asks for the certificate's name in the signature; the Kazakh authority's own program leaves it out.
/// Protocol: RU-EDS/profile, KZ-EDS/plain.
fn verify_profile(report: &mut SignatureReport) -> Result<(), Refusal> {
    if report.profile != Profile::PlainCms {
        return Ok(());
    }
    if report.signer.country == Some(Country::Russia) {
        return Err(Refusal::new(
            Reason::UnsupportedProfile,
            "the signed attributes do not name the certificate",
        ));
    }
    report.warnings.push(Warning::PlainCms);
    Ok(())
}

/// What is asked of a time stamp beside its signature.
fn verify_stamp(authority: &Certificate, content: &[u8], received: Timestamp) -> Result<Stamp, Refusal> {
    let uses = &authority.extensions().extended_key_usage;
    if !uses
        .as_ref()
        .is_some_and(|uses| uses.contains(&oids::FOR_TIME_STAMPS))
    {
        let detail = format!("{} may not stamp", authority.subject());
        return Err(Refusal::new(Reason::WrongUsage, detail));
    }
    let stamp = Stamp::parse(content)?;
    if stamp.at > received {
        let detail = format!("the time stamp is of {}, which is yet to come", stamp.at);
        return Err(Refusal::new(Reason::NotYetValid, detail));
    }
    Ok(stamp)
}

/// A stamp that counts sets the moment; one that does not is told and left out.
fn take_stamp(report: &mut SignatureReport, info: &SignerInfo<'_>, circumstances: &Circumstances<'_>) {
    let Some(token) = info.stamp else { return };
    match stamp_of(token, &info.signature, circumstances) {
        Ok(stamp) => {
            report.moment = stamp.at;
            report.stamp = Some(stamp);
        }
        Err(refusal) => report.warnings.push(Warning::StampIgnored(refusal)),
    }
}

fn stamp_of(token: &[u8], signature: &[u8], circumstances: &Circumstances<'_>) -> Result<Stamp, Refusal> {
    let message = SignedData::parse(token)?;
    if message.content_type != oids::TIME_STAMP_INFO {
        return Err(Refusal::malformed("no time stamp where one belongs"));
    }
    let report = verify_message(&message, None, circumstances)?;
    report.verdict().map_err(Clone::clone)?;
    let stamp = report
        .signatures
        .into_iter()
        .find_map(|one| one.stamp)
        .ok_or_else(|| Refusal::malformed("a time stamp that says nothing"))?;
    stamp.verify_is_of(signature)?;
    Ok(stamp)
}

/// Chain and revocation, at the moment of the report.
pub(crate) fn conclude(
    report: &mut SignatureReport,
    beside: &[Certificate],
    circumstances: &Circumstances<'_>,
) -> Result<(), Failure> {
    if let Some(told) = report.signing_time
        && told.since_us(report.moment).unsigned_abs() / 1_000_000 > SIGNING_TIME_FAR_S.unsigned_abs()
    {
        report.warnings.push(Warning::SigningTimeFar(told));
    }
    let Circumstances {
        anchors,
        revocation: sources,
        mode,
        legacy,
        ..
    } = *circumstances;
    let chain =
        chain::build(&report.certificate, beside, anchors, report.moment, legacy).map_err(at(Step::Chain))?;
    let chain = report.chain.insert(chain);
    for (certificate, issuer) in chain.pairs() {
        match revocation::judge(certificate, issuer, sources, report.moment, legacy) {
            Ok(evidence) => report.revocation.push(evidence),
            Err(refusal) if refusal.reason == Reason::RevocationUnknown && mode == RevocationMode::Soft => {
                report.warnings.push(Warning::RevocationUnknown(refusal.detail));
            }
            Err(refusal) => return Err((Step::Revocation, refusal)),
        }
    }
    Ok(())
}

impl SignatureReport {
    /// A report on nothing but the certificate.
    pub(crate) fn begin(certificate: &Certificate, circumstances: &Circumstances<'_>) -> Self {
        Self {
            signer: Signer::of(certificate),
            key: certificate.key().kind().ok(),
            certificate: certificate.clone(),
            digest: None,
            profile: Profile::PlainCms,
            signing_time: None,
            stamp: None,
            moment: circumstances.at,
            chain: None,
            revocation: Vec::new(),
            warnings: Vec::new(),
            refusal: None,
        }
    }
}
