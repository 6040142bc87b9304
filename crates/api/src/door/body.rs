use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONTENT_LENGTH;
use axum::http::request::Parts;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use tokio::sync::SemaphorePermit;
use tokio::time::timeout;

use super::{BUSY, Doors};
use crate::limits::{BODY_READ_S_MAX, DRAIN_S_MAX, DRAINED_BYTES_MAX};
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
        mut body: Body,
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
            drain(body).await;
            return Err(Failure::BodyTooLarge { bytes_max });
        }
        let kibibytes = u32::try_from(expected.div_ceil(1024).max(1)).map_err(|_| BUSY)?;
        let memory = self.bodies.try_acquire_many(kibibytes).map_err(|_| BUSY)?;
        match timeout(
            Duration::from_secs(BODY_READ_S_MAX),
            collect(&mut body, bytes_max),
        )
        .await
        {
            Ok(Collected::Whole(bytes)) => Ok((bytes, Some(memory))),
            Ok(Collected::TooLarge) => {
                drain(body).await;
                Err(Failure::BodyTooLarge { bytes_max })
            }
            Ok(Collected::Broken) | Err(_) => Err(Failure::BodyIncomplete),
        }
    }
}

enum Collected {
    Whole(Bytes),
    TooLarge,
    Broken,
}

async fn collect(body: &mut Body, bytes_max: usize) -> Collected {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return Collected::Broken;
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if first.len() + all.len() + data.len() > bytes_max {
            return Collected::TooLarge;
        }
        if first.is_empty() && all.is_empty() {
            first = data;
            continue;
        }
        if all.is_empty() {
            all.extend_from_slice(&std::mem::take(&mut first));
        }
        all.extend_from_slice(&data);
    }
    Collected::Whole(if all.is_empty() { first } else { all.freeze() })
}

/// Reads a refused body and forgets it, so that the client is there to hear why: a connection that is closed on
/// bytes still coming loses the answer.
async fn drain(mut body: Body) {
    let forget = async {
        let mut drained = 0_usize;
        while let Some(Ok(frame)) = body.frame().await {
            drained += frame.data_ref().map_or(0, Bytes::len);
            if drained > DRAINED_BYTES_MAX {
                return;
            }
        }
    };
    // Whether it ended in time makes no difference.
    let _ = timeout(Duration::from_secs(DRAIN_S_MAX), forget).await;
}
