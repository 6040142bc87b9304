//! The operator's acknowledgement of a document: form 7. Source: RU-OFD/acknowledgement.
//!
//! Up to FFD 1.05 a code tells what became of the document (tag 1022 within 1068); since 1.1 the acknowledgement
//! itself is the acceptance and bits (tag 1206) tell what the register should know.

use types::{FiscalStorageNumber, Inn, LocalDateTime};

use crate::container::{Container, ContainerEncodeError, ContainerKind};
use crate::session::SessionHeader;
use crate::signs::{
    self, MessageSigner, MessageVerifier, SignVerdict, TRAILER_SIZE, acknowledgement_sign_element,
    answer_trailer,
};
use crate::tags;
use crate::tlv::{DecodeError, EncodeError, decode_document, encode_document, encode_elements};
use crate::tree::{Document, Element, Elements, FfdVersion, Form, Tag};

/// What the operator says about one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Taxpayer number of the operator.
    pub ofd_inn: Inn,
    /// Storage that made the document.
    pub storage: FiscalStorageNumber,
    /// Number of the document.
    pub document_number: u32,
    /// Wall clock of the operator.
    pub at: LocalDateTime,
    /// What became of the document.
    pub verdict: Verdict,
}

/// What became of a document, in the words of its format version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Up to FFD 1.05.
    Response(ResponseCode),
    /// Since FFD 1.1.
    Message(OfdMessage),
}

/// Answer code of the operator, tag 1022, as sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseCode(pub u8);

/// Message of the operator, tag 1206: a bit mask as sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfdMessage(pub u8);

/// Why a document is no acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcknowledgementError {
    /// The container goes the other way.
    #[error("the container is addressed to the operator")]
    Direction,
    /// The document is broken.
    #[error("the document of the acknowledgement is broken")]
    Document(#[source] DecodeError),
    /// Another kind of document.
    #[error("form {} is no acknowledgement", form.code())]
    Form {
        /// The kind.
        form: Form,
    },
    /// An element is absent or has an impossible value.
    #[error("tag {tag} of the acknowledgement is absent or wrong")]
    Element {
        /// Its tag.
        tag: Tag,
    },
}

/// Why an acknowledgement cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcknowledgementEncodeError {
    /// An element does not fit.
    #[error("the acknowledgement cannot be encoded")]
    Document(#[source] EncodeError),
    /// The container does not fit.
    #[error("the container of the acknowledgement cannot be encoded")]
    Container(#[source] ContainerEncodeError),
}

impl Acknowledgement {
    /// The whole message that answers `request`, sealed with `signer`.
    ///
    /// # Errors
    /// [`AcknowledgementEncodeError`]; never for numbers that came with the request.
    pub fn message(
        &self,
        header: &SessionHeader,
        request: &Container<'_>,
        signer: &dyn MessageSigner,
    ) -> Result<Vec<u8>, AcknowledgementEncodeError> {
        let document = self.sealed(request.trailer, signer)?;
        let trailer = answer_trailer(signer.answer_sign(&document));
        let mut body = Vec::with_capacity(256);
        request
            .answered(&document, trailer)
            .encode_into(&mut body)
            .map_err(AcknowledgementEncodeError::Container)?;
        let size = body.len();
        header
            .answered()
            .message(&body)
            .ok_or(AcknowledgementEncodeError::Container(
                ContainerEncodeError::TooLarge { size },
            ))
    }

    /// The document with the operator's sign, encoded.
    ///
    /// `confirmed` is the trailer of the confirmed document, if it had one.
    ///
    /// # Errors
    /// [`AcknowledgementEncodeError::Document`].
    pub fn sealed(
        &self,
        confirmed: Option<[u8; TRAILER_SIZE]>,
        signer: &dyn MessageSigner,
    ) -> Result<Vec<u8>, AcknowledgementEncodeError> {
        let mut elements = self.elements();
        let bytes = encode_elements(&elements).map_err(AcknowledgementEncodeError::Document)?;
        let sign = signer.acknowledgement_sign(&bytes, confirmed);
        elements.push(acknowledgement_sign_element(sign));
        let form = Form::OfdAcknowledgement;
        encode_document(&Document { form, elements }).map_err(AcknowledgementEncodeError::Document)
    }

    fn elements(&self) -> Vec<Element> {
        let mut elements = vec![
            Element::text(tags::OFD_INN, self.ofd_inn.as_str()),
            Element::text(tags::FISCAL_STORAGE_NUMBER, self.storage.as_str()),
            Element::uint(tags::FISCAL_DOCUMENT_NUMBER, self.document_number),
            Element::time(tags::DATE_TIME, self.at),
        ];
        match self.verdict {
            Verdict::Response(code) => elements.push(Element::nested(
                tags::OFD_MESSAGE_FOR_STORAGE,
                vec![Element::uint(tags::OFD_RESPONSE_CODE, code.0)],
            )),
            Verdict::Message(OfdMessage(0)) => {}
            Verdict::Message(message) => elements.push(Element::uint(tags::OFD_MESSAGE, message.0)),
        }
        elements
    }

    /// Reads an acknowledgement from the operator's container and checks its signs.
    ///
    /// `confirmed` is the trailer under which the document was sent.
    ///
    /// # Errors
    /// [`AcknowledgementError`]. A wrong sign is no error but a verdict beside the acknowledgement.
    pub fn open(
        container: &Container<'_>,
        confirmed: Option<[u8; TRAILER_SIZE]>,
        verifier: &dyn MessageVerifier,
    ) -> Result<(Self, SignVerdict), AcknowledgementError> {
        match container.kind {
            ContainerKind::ToRegister => {}
            ContainerKind::ToOfd => return Err(AcknowledgementError::Direction),
        }
        let document = decode_document(container.body).map_err(AcknowledgementError::Document)?;
        let acknowledgement = Self::from_document(&document)?;
        let sign = signs::acknowledgement_sign(document.body()).ok_or(AcknowledgementError::Element {
            tag: tags::OFD_FISCAL_SIGN,
        })?;
        let elements = container.body.get(4..).unwrap_or_default();
        let covered = signs::covered(elements, tags::OFD_FISCAL_SIGN);
        let answer = container.trailer.map_or(SignVerdict::Wrong, |trailer| {
            verifier.verify_answer(container.body, trailer)
        });
        let inner = verifier.verify_acknowledgement(&covered, confirmed, sign);
        Ok((acknowledgement, worse(answer, inner)))
    }

    /// Reads the elements of an acknowledgement; the operator's sign is not looked at.
    ///
    /// # Errors
    /// [`AcknowledgementError`] for another form and for absent or impossible elements.
    pub fn from_document(document: &Document) -> Result<Self, AcknowledgementError> {
        let form = document.form;
        if form != Form::OfdAcknowledgement {
            return Err(AcknowledgementError::Form { form });
        }
        let body = document.body();
        let wrong = |tag| AcknowledgementError::Element { tag };
        Ok(Self {
            ofd_inn: body
                .text(tags::OFD_INN)
                .and_then(|inn| Inn::parse(inn).ok())
                .ok_or(wrong(tags::OFD_INN))?,
            storage: body
                .text(tags::FISCAL_STORAGE_NUMBER)
                .and_then(|number| FiscalStorageNumber::parse(number).ok())
                .ok_or(wrong(tags::FISCAL_STORAGE_NUMBER))?,
            document_number: body
                .uint(tags::FISCAL_DOCUMENT_NUMBER)
                .and_then(|number| u32::try_from(number).ok())
                .ok_or(wrong(tags::FISCAL_DOCUMENT_NUMBER))?,
            at: body.time(tags::DATE_TIME).ok_or(wrong(tags::DATE_TIME))?,
            verdict: Verdict::from_elements(body)?,
        })
    }
}

impl Verdict {
    /// The document is accepted.
    #[must_use]
    pub const fn accepted(version: FfdVersion) -> Self {
        Self::of(version, ResponseCode::ACCEPTED, OfdMessage(0))
    }

    /// The document is stored, but its format is wrong.
    #[must_use]
    pub const fn format_control_failed(version: FfdVersion) -> Self {
        Self::of(
            version,
            ResponseCode::FORMAT_CONTROL_FAILED,
            OfdMessage::FORMAT_CONTROL_FAILED,
        )
    }

    /// The document is not one that the operator knows.
    #[must_use]
    pub const fn not_recognized(version: FfdVersion) -> Self {
        Self::of(
            version,
            ResponseCode::NOT_RECOGNIZED,
            OfdMessage::FORMAT_CONTROL_FAILED,
        )
    }

    /// Whether the operator took the document without reproach.
    #[must_use]
    pub fn is_accepted(self) -> bool {
        match self {
            Self::Response(code) => code == ResponseCode::ACCEPTED,
            Self::Message(message) => !message.has(OfdMessage::FORMAT_CONTROL_FAILED),
        }
    }

    const fn of(version: FfdVersion, code: ResponseCode, message: OfdMessage) -> Self {
        match version {
            FfdVersion::V1_0 | FfdVersion::V1_05 => Self::Response(code),
            FfdVersion::V1_1 | FfdVersion::V1_2 => Self::Message(message),
        }
    }

    fn from_elements(body: &[Element]) -> Result<Self, AcknowledgementError> {
        let number = |elements: &[Element], tag| {
            elements
                .uint(tag)
                .and_then(|number| u8::try_from(number).ok())
                .ok_or(AcknowledgementError::Element { tag })
        };
        if let Some(for_storage) = body.nested(tags::OFD_MESSAGE_FOR_STORAGE) {
            let code = number(for_storage, tags::OFD_RESPONSE_CODE)?;
            return Ok(Self::Response(ResponseCode(code)));
        }
        if body.element(tags::OFD_MESSAGE).is_none() {
            return Ok(Self::Message(OfdMessage(0)));
        }
        number(body, tags::OFD_MESSAGE).map(|mask| Self::Message(OfdMessage(mask)))
    }
}

impl ResponseCode {
    /// The document is accepted.
    pub const ACCEPTED: Self = Self(0);
    /// The document was not recognized.
    pub const NOT_RECOGNIZED: Self = Self(11);
    /// The document failed the format control.
    pub const FORMAT_CONTROL_FAILED: Self = Self(14);
}

impl OfdMessage {
    /// The document failed the format control.
    pub const FORMAT_CONTROL_FAILED: Self = Self(2);
    /// The cabinet of the tax authority has something about the register.
    pub const SEE_CABINET: Self = Self(4);
    /// The format version of the register must be updated.
    pub const UPDATE_FFD: Self = Self(8);
    /// The register is in the plan of inspections.
    pub const INSPECTION_PLANNED: Self = Self(16);
    /// The settings of the connection must be changed.
    pub const CHANGE_CONNECTION: Self = Self(32);
    /// The operator closes.
    pub const OFD_CLOSES: Self = Self(64);

    /// Whether all bits of `other` are set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both messages in one.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A wrong sign spoils both; an unverified one leaves both unverified.
const fn worse(one: SignVerdict, other: SignVerdict) -> SignVerdict {
    match (one, other) {
        (SignVerdict::Wrong, _) | (_, SignVerdict::Wrong) => SignVerdict::Wrong,
        (SignVerdict::NotVerified, _) | (_, SignVerdict::NotVerified) => SignVerdict::NotVerified,
        (SignVerdict::Valid, SignVerdict::Valid) => SignVerdict::Valid,
    }
}

#[cfg(test)]
mod tests;
