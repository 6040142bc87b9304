//! Logs, metrics, health.

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use serde_json::json;
use store::Db;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Logs};

/// Sends logs to standard error.
///
/// # Errors
/// A text that names what is wrong with the filter, or that logs are already set up.
pub fn start_logs(logs: &Logs) -> Result<(), String> {
    let filter = EnvFilter::try_new(&logs.filter).map_err(|error| format!("logs.filter: {error}"))?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match logs.format {
        LogFormat::Text => builder.with_ansi(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    }
    .map_err(|error| error.to_string())
}

/// Upper bounds of the buckets of every `…_seconds` histogram.
const SECONDS: [f64; 14] = [
    0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 10.0,
];

/// Collects the metrics of this process.
///
/// # Errors
/// A text when a recorder is already there.
pub fn start_metrics() -> Result<PrometheusHandle, String> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(|error| error.to_string())
}

/// What the health pages look at.
#[derive(Clone)]
pub struct Health {
    /// The database.
    pub db: Db,
    /// The metrics.
    pub metrics: PrometheusHandle,
    /// Turns true when the process is on its way out: load balancers take it off before it stops listening.
    pub stopping: watch::Receiver<bool>,
}

/// `/health`: the process lives. `/ready`: it can take work. `/metrics`: Prometheus text.
pub fn router(health: Health) -> Router {
    Router::new()
        .route("/health", get(|| async { axum::Json(json!({"status": "ok"})) }))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(health)
}

async fn ready(State(health): State<Health>) -> impl IntoResponse {
    if *health.stopping.borrow() {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            axum::Json(json!({"status": "stopping"})),
        );
    }
    match health.db.read("ping", store::health::ping).await {
        Ok(()) => (StatusCode::OK, axum::Json(json!({"status": "ready"}))),
        Err(error) => {
            tracing::warn!(error = %error, "not ready: the database does not answer");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                axum::Json(json!({"status": "database unavailable"})),
            )
        }
    }
}

async fn metrics(State(health): State<Health>) -> impl IntoResponse {
    health.metrics.run_upkeep();
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        health.metrics.render(),
    )
}
