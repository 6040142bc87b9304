use super::{PublicAddresses, Signed, SigningKey, digits, is_signed_by, percent_decoded};

/// Why a signature is right or wrong, for whoever owns the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The short answer.
    pub verdict: Verdict,
    /// URLs that a right signature may be made over.
    pub urls: Vec<String>,
    /// Signature over the first of them.
    pub expected: String,
    /// Bytes of the body that was checked.
    pub body_bytes: usize,
}

/// What a signature turns out to be. The mistakes are those that integrators make.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is right.
    Right,
    /// Not 32 hexadecimal digits.
    NotHex,
    /// Its letters are in upper case.
    UpperCase,
    /// The body was left out.
    WithoutBody,
    /// The method was written in lower case.
    LowerCaseMethod,
    /// The method was left out.
    WithoutMethod,
    /// Only path and query were signed, without scheme and host.
    WithoutHost,
    /// The query was left out.
    WithoutQuery,
    /// The other scheme was signed: http for https or the other way round.
    OtherScheme,
    /// Nothing that is known: most likely another secret, another address or a body that was written anew.
    Unexplained,
}

impl Verdict {
    /// What to do about it.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Right => "the signature is right",
            Self::NotHex => "write the signature as 32 hexadecimal digits",
            Self::UpperCase => "write the letters of the signature in lower case",
            Self::WithoutBody => "sign the body too, byte for byte as it is sent",
            Self::LowerCaseMethod => "write the method in upper case",
            Self::WithoutMethod => "begin the signed text with the method in upper case",
            Self::WithoutHost => "sign the whole URL with scheme and host, not the path alone",
            Self::WithoutQuery => "sign the URL with its query",
            Self::OtherScheme => "sign the URL with the scheme that the request is sent with",
            Self::Unexplained => {
                "check the secret, the address, and that the body is signed as it is sent, without writing it anew"
            }
        }
    }
}

/// Looks for the mistake behind a wrong signature. Costs about as many hashes as there are mistakes.
#[must_use]
pub fn explain(key: &SigningKey, addresses: &PublicAddresses, request: &Signed<'_>) -> Explanation {
    let decoded = percent_decoded(request.target).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let targets = [Some(request.target.to_owned()), decoded];
    let bases: Vec<String> = addresses
        .bases_for(request)
        .map(|(base, host)| [base, host].concat())
        .collect();
    let urls: Vec<String> = bases
        .iter()
        .flat_map(|base| {
            targets
                .iter()
                .flatten()
                .map(move |target| format!("{base}{target}"))
        })
        .collect();
    let expected = urls
        .first()
        .map(|url| key.sign(request.method, url, request.body));
    Explanation {
        verdict: verdict(key, addresses, request, &urls),
        expected: expected.unwrap_or_default(),
        urls,
        body_bytes: request.body.len(),
    }
}

/// A mistake, and whether it was made with a URL.
type Mistake<'a> = (Verdict, &'a dyn Fn(&str) -> bool);

fn verdict(key: &SigningKey, addresses: &PublicAddresses, request: &Signed<'_>, urls: &[String]) -> Verdict {
    if is_signed_by(key, addresses, request) {
        return Verdict::Right;
    }
    let Some(signature) = digits(&request.signature.to_ascii_lowercase()) else {
        return Verdict::NotHex;
    };
    if digits(request.signature).is_none() {
        return Verdict::UpperCase;
    }
    let is = |method: &str, url: &str, body: &[u8]| key.matches(method, &[url.as_bytes()], body, &signature);
    let lower_case = request.method.to_ascii_lowercase();
    let without_query = |url: &str| url.split_once('?').map_or(url, |(path, _)| path).to_owned();
    let mistakes: [Mistake<'_>; 5] = [
        (Verdict::WithoutBody, &|url| is(request.method, url, b"")),
        (Verdict::LowerCaseMethod, &|url| {
            is(&lower_case, url, request.body)
        }),
        (Verdict::WithoutMethod, &|url| is("", url, request.body)),
        (Verdict::WithoutQuery, &|url| {
            is(request.method, &without_query(url), request.body)
        }),
        (Verdict::OtherScheme, &|url| {
            is(request.method, &other_scheme(url), request.body)
        }),
    ];
    if is(request.method, request.target, request.body) {
        return Verdict::WithoutHost;
    }
    let mut mistakes = mistakes.into_iter();
    let made = mistakes.find(|(_, made)| urls.iter().any(|url| made(url)));
    made.map_or(Verdict::Unexplained, |(verdict, _)| verdict)
}

fn other_scheme(url: &str) -> String {
    match url.strip_prefix("https://") {
        Some(rest) => format!("http://{rest}"),
        None => url.replacen("http://", "https://", 1),
    }
}
