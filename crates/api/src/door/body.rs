use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONTENT_LENGTH;
use axum::http::request::Parts;
use bytes::Bytes;
use tokio::sync::SemaphorePermit;

use super::{BUSY, Doors};
use crate::limits::BODY_READ_S_MAX;
use crate::reply::Failure;
use crate::route::Route;

impl<C> Doors<C> {
    /// Reads the body within the limits of the route, of the time, and of what all calls may hold together.
    ///
    /// The memory is given back when the permit is dropped, so that it is kept as long as the call lasts.
    pub(super) async fn read_body(
        &self,
        route: &Route,
        parts: &Parts,
        body: Body,
    ) -> Result<(Bytes, Option<SemaphorePermit<'_>>), Failure> {
        let bytes_max = route.body_bytes_max;
        if bytes_max == 0 {
            return Ok((Bytes::new(), None));
        }
        let stated = parts
            .headers
            .get(CONTENT_LENGTH)
            .and_then(|length| length.to_str().ok()?.parse().ok());
        let expected: usize = stated.unwrap_or(bytes_max);
        if expected > bytes_max {
            return Err(Failure::BodyTooLarge { bytes_max });
        }
        let kibibytes = u32::try_from(expected.div_ceil(1024).max(1)).map_err(|_| BUSY)?;
        let memory = self.bodies.try_acquire_many(kibibytes).map_err(|_| BUSY)?;
        let read = axum::body::to_bytes(body, bytes_max);
        match tokio::time::timeout(Duration::from_secs(BODY_READ_S_MAX), read).await {
            Ok(Ok(bytes)) => Ok((bytes, Some(memory))),
            Ok(Err(error)) if is_too_large(&error) => Err(Failure::BodyTooLarge { bytes_max }),
            Ok(Err(_)) | Err(_) => Err(Failure::BodyIncomplete),
        }
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}
