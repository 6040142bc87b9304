//! A browser without a network.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use portal::{ConsumerPages, PortalState, ReceiptPages, Sandbox};
use tower::ServiceExt;

use crate::{fake, hostile};

pub(crate) struct Site(Router);

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Site {
    pub(crate) fn fake() -> Self {
        Self::of(Arc::new(fake::Receipts), Some(Arc::new(fake::Lab::new())))
    }

    pub(crate) fn without_sandbox() -> Self {
        Self::of(Arc::new(fake::Receipts), None)
    }

    pub(crate) fn hostile(attack: &'static str) -> Self {
        Self::of(
            Arc::new(hostile::Receipts(attack)),
            Some(Arc::new(hostile::Lab(attack))),
        )
    }

    fn of(receipts: Arc<dyn ReceiptPages>, sandbox: Option<Arc<dyn Sandbox>>) -> Self {
        Self(portal::router(PortalState {
            receipts,
            consumer: None,
            sandbox,
            base_url: "https://qassa.example".into(),
            api_docs: Some("/docs/api".into()),
        }))
    }

    pub(crate) fn with_consumer(consumer: Arc<dyn ConsumerPages>) -> Self {
        Self::of_consumer(consumer, None)
    }

    pub(crate) fn with_consumer_in_sandbox(consumer: Arc<dyn ConsumerPages>) -> Self {
        Self::of_consumer(consumer, Some(Arc::new(fake::Lab::new())))
    }

    fn of_consumer(consumer: Arc<dyn ConsumerPages>, sandbox: Option<Arc<dyn Sandbox>>) -> Self {
        Self(portal::router(PortalState {
            receipts: Arc::new(fake::Receipts),
            consumer: Some(consumer),
            sandbox,
            base_url: "https://qassa.example".into(),
            api_docs: None,
        }))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub(crate) async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(form.to_owned())).unwrap())
            .await
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.0.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes().to_vec(),
        }
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.headers
            .get_all(name)
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Tags of the page: what stands between the brackets, and the name alone.
    pub(crate) fn tags(&self) -> Vec<(String, &'static str)> {
        let text = self.text();
        let tags = text
            .split('<')
            .skip(1)
            .map(|rest| rest.split('>').next().unwrap_or_default().to_owned());
        tags.map(|tag| {
            let name = tag
                .trim_start_matches('/')
                .split([' ', '/', '\n'])
                .next()
                .unwrap_or_default();
            let known = hostile::EXPECTED_TAGS.into_iter().find(|known| *known == name);
            (tag.clone(), known.unwrap_or("unexpected"))
        })
        .collect()
    }

    /// Attribute values that begin so.
    pub(crate) fn quoted(&self, beginning: &str) -> Vec<String> {
        let text = self.text();
        text.split('"')
            .filter(|part| part.starts_with(beginning))
            .map(str::to_owned)
            .collect()
    }
}
