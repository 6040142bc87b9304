//! The register's door of the KOMTET dialect: `/api/pos/v1`, polled by agents beside registers.

mod activation;
mod beat;
pub mod handed_out;
pub mod report;

use crate::call::RegisterCall;
use crate::cloud::Cloud;
use crate::route::RegisterEndpoint;
use crate::shop::Answered;

/// Answers a call whose signature was checked.
pub(crate) async fn answer<C: Cloud>(endpoint: RegisterEndpoint, call: RegisterCall<'_, C>) -> Answered {
    match endpoint {
        RegisterEndpoint::Activate => activation::activate(call).await,
        RegisterEndpoint::Deactivate => activation::deactivate(call).await,
        RegisterEndpoint::Beat => beat::beat(call).await,
    }
}
