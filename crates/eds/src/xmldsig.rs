//! Signatures inside an XML document, in the one profile that signing programs make.
//!
//! Each `Signature` is a child of the root and covers the whole document without itself and without those that were
//! added after it. References to parts are refused: what is not covered cannot be slipped in.

use crate::algorithm::{Digest, Scheme, verify as verify_signature};
use crate::armor::INPUT_OCTETS_MAX;
use crate::canonical::{self, Canon, Writer};
use crate::certificate::Certificate;
use crate::cms::{MESSAGE_CERTIFICATES_MAX, SIGNERS_MAX};
use crate::oids;
use crate::reason::{Reason, Refusal};
use crate::report::{Form, Profile, Report, SignatureReport, Step};
use crate::verify::{Circumstances, Failure, at, conclude};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use const_oid::ObjectIdentifier as Oid;
use roxmltree::{Document, Node, NodeId};

const NAMESPACE: &str = "http://www.w3.org/2000/09/xmldsig#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

/// Identifier of a method → signature and hash function.
const METHODS: &[(&str, Oid, Digest)] = &[
    (
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        oids::RSA_SHA256,
        Digest::Sha256,
    ),
    (
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
        oids::RSA_SHA384,
        Digest::Sha384,
    ),
    (
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
        oids::RSA_SHA512,
        Digest::Sha512,
    ),
    (
        "urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34102015-gostr34112015-256",
        oids::KZ_256_SIGNATURE,
        Digest::Streebog256,
    ),
    (
        "urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34102015-gostr34112015-512",
        oids::KZ_512_SIGNATURE,
        Digest::Streebog512,
    ),
    (
        "http://www.w3.org/2001/04/xmldsig-more#gost34310-gost34311",
        oids::KZ_2004_SIGNATURE,
        Digest::Gost94,
    ),
    (
        "urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-256",
        oids::RU_256_SIGNATURE,
        Digest::Streebog256,
    ),
    (
        "urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-512",
        oids::RU_512_SIGNATURE,
        Digest::Streebog512,
    ),
];

const DIGESTS: &[(&str, Digest)] = &[
    ("http://www.w3.org/2001/04/xmlenc#sha256", Digest::Sha256),
    ("http://www.w3.org/2001/04/xmldsig-more#sha384", Digest::Sha384),
    ("http://www.w3.org/2001/04/xmlenc#sha512", Digest::Sha512),
    (
        "urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34112015-256",
        Digest::Streebog256,
    ),
    (
        "urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34112015-512",
        Digest::Streebog512,
    ),
    (
        "urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34112012-256",
        Digest::Streebog256,
    ),
    (
        "urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34112012-512",
        Digest::Streebog512,
    ),
    ("http://www.w3.org/2001/04/xmldsig-more#gost34311", Digest::Gost94),
];

/// One `Signature` as it is written.
struct Written<'a, 'input> {
    signed_info: Node<'a, 'input>,
    canon: Canon,
    scheme: Scheme,
    content_canon: Canon,
    content_digest: Digest,
    content_hash: Vec<u8>,
    signature: Vec<u8>,
    certificates: Vec<Certificate>,
}

/// Verifies every signature of an XML document. `expected` is a document that must be the signed one, compared in
/// canonical form.
///
/// # Errors
/// As [`crate::verify_cms`], and [`Reason::UnsupportedProfile`] for signatures of parts, by reference, elsewhere than
/// under the root, and for documents that could be read in two ways.
pub fn verify_xml(
    input: &[u8],
    expected: Option<&[u8]>,
    circumstances: &Circumstances<'_>,
) -> Result<Report, Refusal> {
    let text = text_of(input)?;
    let document = canonical::parse(text)?;
    let signatures = signatures(&document)?;
    let ids: Vec<NodeId> = signatures.iter().map(Node::id).collect();
    let content = Writer::document(&document, Canon::Inclusive, &ids)?;
    if let Some(expected) = expected {
        let expected = canonical::parse(text_of(expected)?)?;
        if Writer::document(&expected, Canon::Inclusive, &[])? != content {
            return Err(Refusal::new(
                Reason::ContentMismatch,
                "another document than the expected one is signed",
            ));
        }
    }
    let mut reports = Vec::new();
    for (place, signature) in signatures.iter().enumerate() {
        let written = Written::read(*signature)?;
        let Some((certificate, beside)) = written.certificates.split_first() else {
            return Err(Refusal::new(
                Reason::NoCertificate,
                "the certificate of a signer is not in the document",
            ));
        };
        let mut report = SignatureReport::begin(certificate, circumstances);
        report.profile = Profile::XmlDsig;
        // Those that were added later cover this one, not the other way round.
        let later = ids.get(place..).unwrap_or_default();
        let failure = written
            .verify(&mut report, &document, later, circumstances)
            .and_then(|()| conclude(&mut report, beside, circumstances));
        report.refusal = failure.err();
        reports.push(report);
    }
    Ok(Report {
        form: Form::Xml,
        content: content.into_bytes(),
        signatures: reports,
    })
}

fn text_of(input: &[u8]) -> Result<&str, Refusal> {
    if input.len() > INPUT_OCTETS_MAX {
        let detail = format!("{} bytes, at most {INPUT_OCTETS_MAX}", input.len());
        return Err(Refusal::new(Reason::TooLarge, detail));
    }
    let text = std::str::from_utf8(input).map_err(|_| Refusal::malformed("not UTF-8"))?;
    Ok(text.trim_start_matches('\u{FEFF}').trim_start())
}

/// All of them, which must be children of the root.
fn signatures<'a, 'input>(document: &'a Document<'input>) -> Result<Vec<Node<'a, 'input>>, Refusal> {
    let root = document.root_element();
    let found: Vec<_> = document
        .descendants()
        .filter(|node| node.has_tag_name((NAMESPACE, "Signature")))
        .take(SIGNERS_MAX + 1)
        .collect();
    if found.is_empty() {
        return Err(Refusal::new(Reason::NoSigner, "nobody signed this document"));
    }
    if found.len() > SIGNERS_MAX {
        let detail = format!("more than {SIGNERS_MAX} signers");
        return Err(Refusal::new(Reason::TooLarge, detail));
    }
    if found.iter().any(|node| node.parent() != Some(root)) {
        return Err(unsupported("a signature elsewhere than under the root"));
    }
    Ok(found)
}

impl<'a, 'input> Written<'a, 'input> {
    fn read(signature: Node<'a, 'input>) -> Result<Self, Refusal> {
        let [signed_info, value, key_info] =
            children(signature, ["SignedInfo", "SignatureValue", "KeyInfo"])?;
        let parts = ["CanonicalizationMethod", "SignatureMethod", "Reference"];
        let [canon, method, reference] = children(signed_info, parts)?;
        let method = algorithm(method)?;
        let (_, oid, digest) = METHODS
            .iter()
            .find(|(uri, ..)| *uri == method)
            .ok_or_else(|| unknown("signature method", method))?;
        if reference.attribute("URI") != Some("") {
            return Err(unsupported("a signature of a part of the document"));
        }
        let parts = ["Transforms", "DigestMethod", "DigestValue"];
        let [transforms, content_digest, content_hash] = children(reference, parts)?;
        let content_digest = algorithm(content_digest)?;
        let (_, content_digest) = DIGESTS
            .iter()
            .find(|(uri, _)| *uri == content_digest)
            .ok_or_else(|| unknown("hash function", content_digest))?;
        let [data] = children(key_info, ["X509Data"])?;
        Ok(Self {
            signed_info,
            canon: canonicalization(algorithm(canon)?)?,
            scheme: Scheme {
                signature: *oid,
                digest: Some(*digest),
            },
            content_canon: content_canon(transforms)?,
            content_digest: *content_digest,
            content_hash: octets(content_hash)?,
            signature: octets(value)?,
            certificates: certificates(data)?,
        })
    }

    fn verify(
        &self,
        report: &mut SignatureReport,
        document: &Document<'_>,
        left_out: &[NodeId],
        circumstances: &Circumstances<'_>,
    ) -> Result<(), Failure> {
        report.digest = Some(self.content_digest);
        let content = Writer::document(document, self.content_canon, left_out).map_err(at(Step::Content))?;
        if self.content_digest.of(content.as_bytes()) != self.content_hash {
            let detail = "the document is not the one that was signed";
            return Err((Step::Content, Refusal::new(Reason::DigestMismatch, detail)));
        }
        let signed = Writer::element_alone(self.signed_info.document(), self.canon, self.signed_info)
            .map_err(at(Step::Signature))?;
        let kind = verify_signature(
            report.certificate.key(),
            self.scheme,
            signed.as_bytes(),
            &self.signature,
            circumstances.legacy,
        )
        .map_err(at(Step::Signature))?;
        report.key = Some(kind);
        Ok(())
    }
}

/// The child elements, which must be these, in this order, and no others.
fn children<'a, 'input, const COUNT: usize>(
    node: Node<'a, 'input>,
    names: [&str; COUNT],
) -> Result<[Node<'a, 'input>; COUNT], Refusal> {
    let found: Vec<_> = node.children().filter(Node::is_element).collect();
    let found: [Node<'a, 'input>; COUNT] = found
        .try_into()
        .map_err(|_| unsupported(format!("other parts of {}", node.tag_name().name())))?;
    for (child, name) in found.iter().zip(names) {
        if !child.has_tag_name((NAMESPACE, name)) {
            let found = child.tag_name().name();
            return Err(unsupported(format!("{found} where {name} belongs")));
        }
    }
    Ok(found)
}

/// The form in which the document was hashed: the signature taken out, then at most one form named.
fn content_canon(transforms: Node<'_, '_>) -> Result<Canon, Refusal> {
    let mut named = transforms.children().filter(Node::is_element);
    let enveloped = named.next().map(|node| step_of(node));
    if enveloped.transpose()? != Some(ENVELOPED) {
        return Err(unsupported(
            "the signature is not taken out of the document first",
        ));
    }
    let canon = match named.next() {
        Some(node) => canonicalization(step_of(node)?)?,
        None => Canon::Inclusive,
    };
    if named.next().is_some() {
        return Err(unsupported("more transforms than two"));
    }
    Ok(canon)
}

fn step_of<'a>(node: Node<'a, '_>) -> Result<&'a str, Refusal> {
    if !node.has_tag_name((NAMESPACE, "Transform")) {
        return Err(unsupported("something else among the transforms"));
    }
    algorithm(node)
}

/// The algorithm that an element names; parameters are not known.
fn algorithm<'a>(node: Node<'a, '_>) -> Result<&'a str, Refusal> {
    if node.children().any(|child| child.is_element()) {
        return Err(unsupported(format!("{} with parameters", node.tag_name().name())));
    }
    node.attribute("Algorithm")
        .ok_or_else(|| Refusal::malformed(format!("{} without an algorithm", node.tag_name().name())))
}

fn canonicalization(uri: &str) -> Result<Canon, Refusal> {
    Canon::by_uri(uri).ok_or_else(|| unsupported(format!("transform `{uri}`")))
}

fn certificates(data: Node<'_, '_>) -> Result<Vec<Certificate>, Refusal> {
    let mut certificates = Vec::new();
    for node in data.children() {
        if !node.has_tag_name((NAMESPACE, "X509Certificate")) {
            continue;
        }
        if certificates.len() == MESSAGE_CERTIFICATES_MAX {
            let detail = format!("more than {MESSAGE_CERTIFICATES_MAX} certificates");
            return Err(Refusal::new(Reason::TooLarge, detail));
        }
        certificates.push(Certificate::parse(&octets(node)?)?);
    }
    Ok(certificates)
}

/// The octets that base64 in an element stands for.
fn octets(node: Node<'_, '_>) -> Result<Vec<u8>, Refusal> {
    let name = node.tag_name().name();
    if node.children().any(|child| !child.is_text()) {
        return Err(unsupported(format!("{name} with more than text")));
    }
    let digits: String = node
        .children()
        .filter_map(|child| child.text())
        .flat_map(str::chars)
        .filter(|one| !one.is_ascii_whitespace())
        .collect();
    STANDARD
        .decode(digits)
        .map_err(|error| Refusal::malformed(format!("{name} is not base64: {error}")))
}

fn unsupported(detail: impl Into<String>) -> Refusal {
    Refusal::new(Reason::UnsupportedProfile, detail)
}

fn unknown(what: &str, uri: &str) -> Refusal {
    Refusal::new(Reason::UnsupportedAlgorithm, format!("{what} `{uri}`"))
}
