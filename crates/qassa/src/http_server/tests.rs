use std::time::Instant;

use axum::body::Body;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

const LIMITS: HttpLimits = HttpLimits {
    connections_max: 4,
    head: Duration::from_millis(300),
    write: Duration::from_millis(300),
    stop: Duration::from_secs(2),
};
const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";

struct Running {
    address: std::net::SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinSet<io::Result<()>>,
}

async fn start() -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = watch::Sender::new(false);
    let flood = || async { Body::from(vec![b'x'; 64 * 1024 * 1024]) };
    let slow = || async {
        tokio::time::sleep(Duration::from_millis(400)).await;
        "slow"
    };
    let router = Router::new()
        .route("/", get(|| async { "hello" }))
        .route("/slow", get(slow))
        .route("/flood", get(flood));
    let mut serving = JoinSet::new();
    serving.spawn(serve(listener, router, LIMITS, stop.subscribe()));
    Running {
        address,
        stop,
        serving,
    }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn end(mut self) -> Duration {
        let begun = Instant::now();
        self.stop.send(true).unwrap();
        self.serving.join_next().await.unwrap().unwrap().unwrap();
        begun.elapsed()
    }
}

/// Reads until the peer closes; `None` when it does not within five seconds.
async fn rest(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut bytes))
        .await
        .ok()?
        .unwrap_or_default();
    Some(bytes)
}

async fn hello(stream: &mut TcpStream) -> bool {
    stream.write_all(REQUEST).await.unwrap();
    let mut bytes = [0; 512];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut bytes)).await;
    read.is_ok_and(|read| read.is_ok_and(|length| bytes[..length].ends_with(b"hello")))
}

#[tokio::test]
async fn a_head_that_does_not_come_and_a_silent_peer_are_closed_in_time() {
    let server = start().await;
    for beginning in [&b"GET / HT"[..], b"", b"GET / HTTP/1.1\r\nHost: a\r\nX-"] {
        let mut stream = server.connect().await;
        stream.write_all(beginning).await.unwrap();
        let begun = Instant::now();
        rest(&mut stream).await.expect("closed");
        assert!(begun.elapsed() >= LIMITS.head / 2, "{:?}", begun.elapsed());
    }
    let mut dripping = server.connect().await;
    let begun = Instant::now();
    for byte in REQUEST.iter().cycle() {
        // one byte at a time never makes a head
        if dripping.write_all(&[b'X', *byte][..1]).await.is_err() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "a slow head is not closed"
        );
    }
    server.end().await;
}

#[tokio::test]
async fn a_used_connection_that_falls_silent_is_closed_in_time() {
    let server = start().await;
    let mut stream = server.connect().await;
    assert!(hello(&mut stream).await && hello(&mut stream).await);
    assert_eq!(rest(&mut stream).await.expect("closed"), b"");
    server.end().await;
}

#[tokio::test]
async fn a_peer_that_does_not_read_its_answer_loses_its_place() {
    let server = start().await;
    let mut held = Vec::new();
    for _ in 0..LIMITS.connections_max {
        let mut stream = server.connect().await;
        stream
            .write_all(b"GET /flood HTTP/1.1\r\nHost: a\r\n\r\n")
            .await
            .unwrap();
        held.push(stream);
    }
    let mut honest = server.connect().await;
    assert!(hello(&mut honest).await, "nobody else is served");
    server.end().await;
}

#[tokio::test]
async fn who_works_is_served_while_newcomers_wait_and_newcomers_are_served_after() {
    let server = start().await;
    let mut working = server.connect().await;
    assert!(hello(&mut working).await);
    let mut idle = Vec::new();
    for _ in 0..20 {
        idle.push(server.connect().await);
    }
    for _ in 0..40 {
        assert!(hello(&mut working).await, "a crowd disturbs who works");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    drop(idle);
    let mut late = server.connect().await;
    assert!(hello(&mut late).await);
    server.end().await;
}

#[tokio::test]
async fn stopping_answers_what_is_in_flight_and_waits_for_no_silent_peer() {
    let server = start().await;
    let mut silent = server.connect().await;
    silent.write_all(b"GET / HT").await.unwrap();
    let mut asking = server.connect().await;
    asking
        .write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let took = server.end().await;
    assert!(took < LIMITS.stop + Duration::from_secs(1), "{took:?}");
    let answer = rest(&mut asking).await.expect("closed");
    assert!(answer.ends_with(b"slow"), "{}", String::from_utf8_lossy(&answer));
}

#[tokio::test]
async fn a_head_too_large_or_too_long_is_refused() {
    let running = start().await;
    let large = format!(
        "GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n",
        "x".repeat(4 * HEAD_BYTES_MAX)
    );
    let long = format!("GET / HTTP/1.1\r\n{}\r\n", "X: 1\r\n".repeat(HEAD_LINES_MAX + 1));
    for head in [large, long] {
        let mut stream = running.connect().await;
        // The server may close before everything is written.
        let _ = stream.write_all(head.as_bytes()).await;
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 431");
    }
}
