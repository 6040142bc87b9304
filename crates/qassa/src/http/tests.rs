use std::net::SocketAddr;

use axum::routing::{get, post};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::*;

/// Longer than anything here takes; a test that waits for it has failed.
const PATIENCE: Duration = Duration::from_secs(20);

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    server: JoinHandle<io::Result<()>>,
    /// Rings when the slow request has arrived.
    arrived: Arc<Notify>,
    /// Lets the slow request be answered.
    go_on: Arc<Notify>,
}

const LIMITS: HttpLimits = HttpLimits {
    connections_max: 8,
    header_timeout: PATIENCE,
    stop_patience: PATIENCE,
};

#[expect(clippy::disallowed_methods, reason = "the test waits for its server")]
async fn start(limits: HttpLimits) -> Running {
    let (arrived, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (bell, gate) = (Arc::clone(&arrived), Arc::clone(&go_on));
    let slow = move || {
        let (bell, gate) = (Arc::clone(&bell), Arc::clone(&gate));
        async move {
            bell.notify_one();
            gate.notified().await;
            "slow"
        }
    };
    let router = Router::new()
        .route("/", get(|| async { "hello" }))
        .route("/slow", get(slow))
        .route("/body", post(|body: String| async move { body }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, told) = watch::channel(false);
    let server = tokio::spawn(serve(listener, router, limits, told));
    Running {
        address,
        stop,
        server,
        arrived,
        go_on,
    }
}

impl Running {
    async fn send(&self, bytes: &[u8]) -> TcpStream {
        let mut socket = TcpStream::connect(self.address).await.unwrap();
        socket.write_all(bytes).await.unwrap();
        socket
    }
}

/// Everything until the server closes the connection.
async fn rest(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(PATIENCE, socket.read_to_end(&mut bytes)).await;
    // A reset closes as well as an end.
    let _ = read.expect("the connection is still open");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One answer of a connection that stays open.
async fn answer(socket: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut bytes = [0; 512];
    while !text.ends_with("hello") {
        let size = tokio::time::timeout(PATIENCE, socket.read(&mut bytes))
            .await
            .unwrap()
            .unwrap();
        assert_ne!(size, 0, "closed after {text}");
        text.push_str(&String::from_utf8_lossy(&bytes[..size]));
    }
    text
}

#[tokio::test]
async fn a_header_that_does_not_come_is_given_up() {
    let limits = HttpLimits {
        header_timeout: Duration::from_millis(50),
        ..LIMITS
    };
    let running = start(limits).await;
    for beginning in [b"".as_slice(), b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
        let mut socket = running.send(beginning).await;
        assert!(!rest(&mut socket).await.contains("200"));
    }
    let mut idle = running.send(REQUEST).await;
    assert!(
        rest(&mut idle).await.ends_with("hello"),
        "idle connections are closed too"
    );
}

#[tokio::test]
async fn a_header_too_large_or_too_long_is_refused() {
    let running = start(LIMITS).await;
    let large = format!(
        "GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n",
        "x".repeat(4 * HEADER_BYTES_MAX)
    );
    let long = format!(
        "GET / HTTP/1.1\r\n{}\r\n",
        "X: 1\r\n".repeat(HEADER_LINES_MAX + 1)
    );
    for header in [large, long] {
        let mut socket = TcpStream::connect(running.address).await.unwrap();
        // The server may close before everything is written.
        let _ = socket.write_all(header.as_bytes()).await;
        let mut first = [0; 12];
        tokio::time::timeout(PATIENCE, socket.read_exact(&mut first))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(&first, b"HTTP/1.1 431");
    }
    let fits = format!("GET / HTTP/1.1\r\n{}\r\n", "X: 1\r\n".repeat(HEADER_LINES_MAX));
    assert!(
        answer(&mut running.send(fits.as_bytes()).await)
            .await
            .contains("200 OK")
    );
}

#[tokio::test]
async fn a_connection_beyond_the_places_waits_and_is_served_later() {
    let limits = HttpLimits {
        connections_max: 1,
        ..LIMITS
    };
    let running = start(limits).await;
    let mut first = running.send(REQUEST).await;
    answer(&mut first).await;
    let mut second = running.send(REQUEST).await;
    let early = tokio::time::timeout(Duration::from_millis(50), answer(&mut second)).await;
    assert!(early.is_err(), "served without a place");
    drop(first);
    assert!(answer(&mut second).await.contains("200 OK"));
}

#[tokio::test]
async fn stopping_answers_what_is_in_hand_and_closes_what_lies_idle() {
    let running = start(LIMITS).await;
    let mut idle = running.send(REQUEST).await;
    answer(&mut idle).await;
    let mut slow = running.send(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
    running.arrived.notified().await;
    running.stop.send(true).unwrap();
    assert_eq!(rest(&mut idle).await, "");
    running.go_on.notify_one();
    assert!(rest(&mut slow).await.ends_with("slow"));
    tokio::time::timeout(PATIENCE, running.server)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn stopping_does_not_wait_for_requests_that_do_not_come() {
    let limits = HttpLimits {
        stop_patience: Duration::from_millis(50),
        ..LIMITS
    };
    let running = start(limits).await;
    let mut held = Vec::new();
    for beginning in [
        b"GET / HT".as_slice(),
        b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
    ] {
        held.push(running.send(beginning).await);
    }
    running.stop.send(true).unwrap();
    tokio::time::timeout(PATIENCE, running.server)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    for socket in &mut held {
        assert!(!rest(socket).await.contains("200"));
    }
}
