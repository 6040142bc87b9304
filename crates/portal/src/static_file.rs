//! Style sheet, scripts, font and icon: compiled in, named by their content, cached for a year.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::theme;

/// A file with its address.
pub(crate) struct StaticFile {
    /// Such as `/static/app.0123456789ab.css`.
    pub(crate) address: String,
    media_type: &'static str,
    content: Vec<u8>,
}

pub(crate) struct StaticFiles {
    pub(crate) style: StaticFile,
    pub(crate) script: StaticFile,
    pub(crate) sandbox_script: StaticFile,
    font: StaticFile,
}

const FOREVER: &str = "public, max-age=31536000, immutable";
const ICON: &str = include_str!("../assets/icon.svg");

/// All files, addressed once.
pub(crate) fn files() -> &'static StaticFiles {
    static FILES: LazyLock<StaticFiles> = LazyLock::new(|| {
        let font = StaticFile::new(
            "inter",
            "woff2",
            "font/woff2",
            include_bytes!("../assets/inter.woff2").to_vec(),
        );
        let base = include_str!("../assets/app.css").replace("%FONT%", &font.address);
        let sandbox = include_str!("../assets/sandbox.css");
        let consumer = include_str!("../assets/consumer.css");
        let style = [
            &theme::style_sheet(),
            base.as_str(),
            print::html::CSS,
            sandbox,
            consumer,
        ]
        .concat();
        let script =
            |name, source: &str| StaticFile::new(name, "js", "text/javascript; charset=utf-8", source.into());
        StaticFiles {
            style: StaticFile::new("app", "css", "text/css; charset=utf-8", style.into_bytes()),
            script: script("app", include_str!("../assets/app.js")),
            sandbox_script: script("sandbox", include_str!("../assets/sandbox.js")),
            font,
        }
    });
    &FILES
}

impl StaticFile {
    fn new(name: &str, extension: &str, media_type: &'static str, content: Vec<u8>) -> Self {
        let digest = Sha256::digest(&content);
        let mut hash = String::new();
        for byte in digest.iter().take(6) {
            use std::fmt::Write;
            // Writing to a string does not fail.
            let _ = write!(hash, "{byte:02x}");
        }
        Self {
            address: format!("/static/{name}.{hash}.{extension}"),
            media_type,
            content,
        }
    }
}

/// `GET /static/{name}`.
pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    let files = files();
    let all = [&files.style, &files.script, &files.sandbox_script, &files.font];
    let found = all
        .into_iter()
        .find(|file| file.address.strip_prefix("/static/") == Some(&name));
    match found {
        Some(file) => (
            [(CONTENT_TYPE, file.media_type), (CACHE_CONTROL, FOREVER)],
            file.content.as_slice(),
        )
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `GET /favicon.svg`.
pub(crate) async fn favicon() -> Response {
    let headers = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, ICON).into_response()
}

/// `GET /robots.txt`: receipts and the sandbox are nobody's business but their readers'.
pub(crate) async fn robots() -> Response {
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=86400"),
    ];
    (
        headers,
        "User-agent: *\nDisallow: /r/\nDisallow: /ticket/\nDisallow: /consumer\nDisallow: /sandbox\n",
    )
        .into_response()
}
