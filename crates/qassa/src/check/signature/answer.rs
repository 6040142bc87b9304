//! The JSON object of `check signature`.

use eds::policy::{Act, Requirement, admit};
use eds::{
    Certificate, Chain, Country, Digest, Form, Refusal, Report, RevocationEvidence, SignatureReport, Signer,
    Step, Warning,
};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use types::Timestamp;

use super::trust::TrustSummary;

/// What the tool says: the first signature that is not valid, else the first one, and then each of them.
#[derive(Debug, Serialize)]
pub(super) struct SignatureAnswer {
    /// Always `signature`.
    kind: &'static str,
    /// As on the command line.
    file: String,
    /// `valid` or `not_valid`.
    pub verdict: &'static str,
    /// The same for scripts.
    pub valid: bool,
    /// Stable word; `null` when it is valid.
    pub reason: Option<&'static str>,
    /// What was found.
    detail: Option<String>,
    /// What it is written in; `null` for what is no signature.
    form: Option<&'static str>,
    /// Moment for which it was looked at.
    at: String,
    pub signer: Option<SignerAnswer>,
    chain: Vec<CertificateAnswer>,
    evidence: Option<EvidenceAnswer>,
    /// Each signature.
    pub signatures: Vec<OneAnswer>,
    /// What it was verified against.
    pub anchors: TrustSummary,
}

/// One signature.
#[derive(Debug, Serialize)]
pub(super) struct OneAnswer {
    pub valid: bool,
    pub reason: Option<&'static str>,
    detail: Option<String>,
    signer: SignerAnswer,
    chain: Vec<CertificateAnswer>,
    evidence: EvidenceAnswer,
}

/// Who signed, and what the certificate allows.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SignerAnswer {
    country: Option<&'static str>,
    holder: &'static str,
    pub role: &'static str,
    /// Of a qualified certificate of Russia.
    tool_class: Option<&'static str>,
    common_name: Option<String>,
    surname: Option<String>,
    given_name: Option<String>,
    patronymic: Option<String>,
    organization: Option<String>,
    position: Option<String>,
    email: Option<String>,
    pub iin: Option<String>,
    pub bin: Option<String>,
    inn: Option<String>,
    organization_inn: Option<String>,
    ogrn: Option<String>,
    ogrnip: Option<String>,
    snils: Option<String>,
    /// Act → whether this certificate allows it.
    may: Map<String, Json>,
}

/// One certificate of the chain.
#[derive(Clone, Debug, Serialize)]
struct CertificateAnswer {
    subject: String,
    issuer: String,
    serial: String,
    not_before: String,
    not_after: String,
    sha256: String,
}

/// What the verdict rests on.
#[derive(Clone, Debug, Serialize)]
struct EvidenceAnswer {
    /// Of what was signed.
    content_octets: usize,
    content_sha256: String,
    key: Option<&'static str>,
    digest: Option<&'static str>,
    profile: &'static str,
    /// By the signer's own clock.
    signing_time: Option<String>,
    time_stamp: Option<Json>,
    /// Moment for which chain and revocation were looked at.
    moment: String,
    /// Step → `passed`, `failed` or `not_reached`.
    steps: Map<String, Json>,
    /// For each certificate below the anchor that was told about.
    revocation: Vec<Json>,
    warnings: Vec<Json>,
}

impl SignatureAnswer {
    pub fn new(
        file: String,
        report: &Result<Report, Refusal>,
        act: Act,
        at: Timestamp,
        anchors: TrustSummary,
    ) -> Self {
        let mut answer = Self {
            kind: "signature",
            file,
            verdict: "not_valid",
            valid: false,
            reason: None,
            detail: None,
            form: None,
            at: at.to_string(),
            signer: None,
            chain: Vec::new(),
            evidence: None,
            signatures: Vec::new(),
            anchors,
        };
        match report {
            Err(refusal) => {
                answer.reason = Some(refusal.reason.code());
                answer.detail = Some(refusal.detail.clone());
            }
            Ok(report) => answer.take(report, act),
        }
        answer
    }

    fn take(&mut self, report: &Report, act: Act) {
        self.form = Some(report.form.name());
        self.signatures = report
            .signatures
            .iter()
            .map(|one| OneAnswer::new(report, one, act))
            .collect();
        let failed = self.signatures.iter().find(|one| !one.valid);
        self.valid = failed.is_none() && !self.signatures.is_empty();
        self.verdict = if self.valid { "valid" } else { "not_valid" };
        if let Some(one) = failed.or(self.signatures.first()) {
            self.reason = one.reason;
            self.detail.clone_from(&one.detail);
            self.signer = Some(one.signer.clone());
            self.chain.clone_from(&one.chain);
            self.evidence = Some(one.evidence.clone());
        }
    }
}

impl OneAnswer {
    fn new(report: &Report, one: &SignatureReport, act: Act) -> Self {
        let verdict = match &one.refusal {
            Some((_, refusal)) => Err(refusal.clone()),
            // An authority stamps; it does nothing of its own.
            None if report.form == Form::TimeStamp => Ok(()),
            None => admit(&one.signer, &Requirement::of(act)),
        };
        let alone = std::slice::from_ref(&one.certificate);
        let chain = one.chain.as_ref().map_or(alone, Chain::certificates);
        Self {
            valid: verdict.is_ok(),
            reason: verdict.as_ref().err().map(|refusal| refusal.reason.code()),
            detail: verdict.err().map(|refusal| refusal.detail),
            signer: SignerAnswer::new(&one.signer),
            chain: chain.iter().map(CertificateAnswer::new).collect(),
            evidence: EvidenceAnswer::new(&report.content, one),
        }
    }
}

impl SignerAnswer {
    fn new(signer: &Signer) -> Self {
        let signer = signer.clone();
        let may = Act::ALL.into_iter().map(|act| {
            let is_allowed = admit(&signer, &Requirement::of(act)).is_ok();
            (act.name().to_owned(), Json::Bool(is_allowed))
        });
        Self {
            may: may.collect(),
            country: signer.country.map(Country::code),
            holder: signer.holder.name(),
            role: signer.role.name(),
            tool_class: signer.tool_class.map(eds::ToolClass::name),
            common_name: signer.common_name,
            surname: signer.surname,
            given_name: signer.given_name,
            patronymic: signer.patronymic,
            organization: signer.organization,
            position: signer.position,
            email: signer.email,
            iin: signer.iin,
            bin: signer.bin,
            inn: signer.inn,
            organization_inn: signer.organization_inn,
            ogrn: signer.ogrn,
            ogrnip: signer.ogrnip,
            snils: signer.snils,
        }
    }
}

impl CertificateAnswer {
    fn new(certificate: &Certificate) -> Self {
        Self {
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            serial: hex::encode(certificate.serial()),
            not_before: certificate.not_before().to_string(),
            not_after: certificate.not_after().to_string(),
            sha256: hex::encode(Digest::Sha256.of(certificate.der())),
        }
    }
}

impl EvidenceAnswer {
    fn new(content: &[u8], one: &SignatureReport) -> Self {
        let steps = Step::ALL.into_iter().map(|step| {
            let word = match one.passed(step) {
                Some(true) => "passed",
                Some(false) => "failed",
                None => "not_reached",
            };
            (step.name().to_owned(), Json::from(word))
        });
        let time_stamp = one
            .stamp
            .as_ref()
            .map(|stamp| json!({"at": stamp.at.to_string(), "policy": stamp.policy.to_string()}));
        Self {
            content_octets: content.len(),
            content_sha256: hex::encode(Digest::Sha256.of(content)),
            key: one.key.map(eds::KeyKind::name),
            digest: one.digest.map(Digest::name),
            profile: one.profile.name(),
            signing_time: one.signing_time.map(|time| time.to_string()),
            time_stamp,
            moment: one.moment.to_string(),
            steps: steps.collect(),
            revocation: one.revocation.iter().map(revocation).collect(),
            warnings: one.warnings.iter().map(warning).collect(),
        }
    }
}

fn revocation(evidence: &RevocationEvidence) -> Json {
    match evidence {
        RevocationEvidence::Crl { number, this_update } => json!({
            "source": "crl",
            "number": number.as_ref().map(hex::encode),
            "this_update": this_update.to_string(),
        }),
        RevocationEvidence::Ocsp { produced_at } => json!({
            "source": "ocsp",
            "produced_at": produced_at.to_string(),
        }),
    }
}

fn warning(warning: &Warning) -> Json {
    let detail = match warning {
        Warning::PlainCms => "the signed attributes do not name the certificate".to_owned(),
        Warning::RevocationUnknown(detail) => detail.clone(),
        Warning::SigningTimeFar(time) => format!("the signer's clock showed {time}"),
        Warning::StampIgnored(refusal) => refusal.to_string(),
    };
    json!({"warning": warning.name(), "detail": detail})
}
