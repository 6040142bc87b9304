//! All pages with invented data, to look at: `cargo run -p portal --example gallery`, then open the address it prints.
//!
//! `/r/sale`, `/r/waiting`, `/r/refused`, `/r/shift` are receipts; the sandbox moves by itself.
//! `/ticket/sale`, `/ticket/waiting`, `/ticket/arrived`, `/ticket/return` are Kazakh receipts, `/consumer` looks them up.

#![expect(clippy::print_stdout, reason = "the address is what this program has to say")]

#[path = "gallery/consumer.rs"]
mod consumer;
#[path = "gallery/fake.rs"]
mod fake;
#[path = "../../print/src/sample.rs"]
mod sample;

use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "127.0.0.1:8010".to_owned());
    let listener = tokio::net::TcpListener::bind(&address).await?;
    let base_url = format!("http://{}", listener.local_addr()?);
    println!("{base_url}");
    let state = portal::PortalState {
        receipts: Arc::new(fake::Receipts),
        consumer: Some(Arc::new(consumer::Consumers)),
        sandbox: Some(Arc::new(fake::Lab::new())),
        base_url,
        api_docs: Some("/docs/api".to_owned()),
    };
    axum::serve(listener, portal::router(state)).await?;
    Ok(())
}
