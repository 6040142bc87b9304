//! Stable names of refusals, for tools.

use crate::container::ContainerError;
use crate::session::FrameError;
use crate::tlv::DecodeRefusal;

/// The message ends before its end.
pub(super) const MESSAGE_CUT: &str = "message-cut";

pub(super) const fn of_frame(error: FrameError) -> &'static str {
    match error {
        FrameError::Signature { .. } => "message-signature",
        FrameError::SessionVersion { .. } => "message-session-version",
        FrameError::Storage { .. } => "message-storage-number",
        FrameError::BodySize { .. } => "message-body-size",
        FrameError::CrcMode { .. } => "message-crc-mode",
        FrameError::Crc { .. } => "message-crc",
    }
}

pub(super) const fn of_container(error: ContainerError) -> &'static str {
    match error {
        ContainerError::HeaderCut { .. } => "container-cut",
        ContainerError::Length { .. } => "container-length",
        ContainerError::Crc { .. } => "container-crc",
        ContainerError::Kind { .. } => "container-type",
        ContainerError::Version { .. } => "container-version",
        ContainerError::Storage { .. } => "container-storage-number",
        ContainerError::DocumentCut { .. } => "container-document-cut",
        ContainerError::DocumentLength { .. } => "container-document-length",
        ContainerError::Trailer { .. } => "container-trailer",
    }
}

pub(super) const fn of_document(refusal: DecodeRefusal) -> &'static str {
    match refusal {
        DecodeRefusal::HeaderCut { .. } => "element-cut",
        DecodeRefusal::LengthBeyondEnd { .. } => "element-length",
        DecodeRefusal::TooDeep { .. } => "nesting-too-deep",
        DecodeRefusal::UnknownForm { .. } => "form-unknown",
        DecodeRefusal::Trailing { .. } => "bytes-after-document",
    }
}
