use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use ofd_kz::Header;
use ofd_kz::frame::Dialect;
use ofd_kz::session as kz;
use ofd_ru::session as ru;
use ofd_ru::session::{ProtocolVersion, SessionHeader};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::*;
use crate::Timeouts;

const NOTHING: [u8; 0] = [];
const BOTH: [Dialect; 2] = [Dialect::Russia, Dialect::Kazakhstan];
const PEER: ([u8; 4], u16) = ([127, 0, 0, 1], 40_000);

/// A door that opens when the test says so.
struct ScriptedDoor(mpsc::UnboundedReceiver<io::Result<DuplexStream>>);

impl Door for ScriptedDoor {
    type Stream = DuplexStream;

    async fn accept(&mut self) -> io::Result<(DuplexStream, SocketAddr)> {
        match self.0.recv().await {
            Some(Ok(stream)) => Ok((stream, SocketAddr::from(PEER))),
            Some(Err(error)) => Err(error),
            None => std::future::pending().await,
        }
    }
}

/// Sends every message back, except for bodies that ask for something else.
struct Echo;

impl Ingest for Echo {
    fn ingest_ru(&self, _: SocketAddr, message: ru::IncomingMessage) -> BoxFuture<'_, ru::Answer> {
        use ru::Answer;
        let again = message.header.answered().message(&message.body).unwrap();
        async move {
            match message.body.as_slice() {
                b"refuse" => Answer::Refuse(message.header.refusal()),
                b"close" => Answer::Close,
                body => Answer::Send(work(body, again).await),
            }
        }
        .boxed()
    }

    fn ingest_kz(&self, _: SocketAddr, message: kz::IncomingMessage) -> BoxFuture<'_, kz::Answer> {
        use kz::Answer;
        let header = message.header.answer(message.header.token);
        let again = ofd_kz::frame::encode(&header, &message.body).unwrap();
        async move {
            match message.body.as_slice() {
                b"refuse" => Answer::Refuse(again),
                b"close" => Answer::Close,
                body => Answer::Send(work(body, again).await),
            }
        }
        .boxed()
    }
}

async fn work(body: &[u8], again: Vec<u8>) -> Vec<u8> {
    match body {
        b"panic" => panic!("the test asked for it"),
        b"hang" => std::future::pending().await,
        b"work" => {
            tokio::time::sleep(Duration::from_secs(3)).await;
            again
        }
        b"much" => vec![0; 1 << 20],
        _ => again,
    }
}

fn frame(dialect: Dialect, body: &[u8]) -> Vec<u8> {
    match dialect {
        Dialect::Russia => SessionHeader::from_register(ProtocolVersion::V1_2, *b"9999078900005488")
            .message(body)
            .unwrap(),
        Dialect::Kazakhstan => {
            let header = Header {
                version: 202,
                size_bytes: 0,
                device_id: 200_956,
                token: 0xA138_3BE6,
                request_number: 14,
            };
            ofd_kz::frame::encode(&header, body).unwrap()
        }
    }
}

fn config() -> WireConfig {
    WireConfig {
        connections_max: 100,
        timeouts: Timeouts {
            first_byte: Duration::from_secs(15),
            idle: Duration::from_mins(5),
            message: Duration::from_secs(30),
        },
        write: Duration::from_secs(10),
        answer: Duration::from_mins(1),
        answer_kz: Duration::from_secs(5),
        eviction: Duration::from_secs(2),
        stop: Duration::from_secs(4),
    }
}

/// A running server and the way into it.
struct Running {
    door: mpsc::UnboundedSender<io::Result<DuplexStream>>,
    stop: watch::Sender<bool>,
    server: JoinSet<io::Result<()>>,
}

impl Running {
    fn start(config: WireConfig) -> Self {
        let (door, opened) = mpsc::unbounded_channel();
        let stop = watch::Sender::new(false);
        let mut server = JoinSet::new();
        server.spawn(serve_door(
            ScriptedDoor(opened),
            config,
            Arc::new(Echo),
            stop.subscribe(),
        ));
        Self { door, stop, server }
    }

    fn connect(&self) -> DuplexStream {
        let (ours, theirs) = tokio::io::duplex(64 * 1024);
        self.door.send(Ok(theirs)).unwrap();
        ours
    }

    fn fail(&self, code: i32) {
        self.door.send(Err(io::Error::from_raw_os_error(code))).unwrap();
    }

    async fn ended(&mut self) -> io::Result<()> {
        self.server.join_next().await.unwrap().unwrap()
    }
}

async fn exchange(dialect: Dialect, stream: &mut DuplexStream, body: &[u8]) {
    stream.write_all(&frame(dialect, body)).await.unwrap();
    expect(dialect, stream, body).await;
}

async fn expect(dialect: Dialect, stream: &mut DuplexStream, body: &[u8]) {
    let expected = frame(dialect, body);
    let mut answer = vec![0; expected.len()];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, expected, "{dialect:?}");
}

/// Everything until the server closes.
async fn rest(stream: &mut DuplexStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    bytes
}

#[tokio::test(start_paused = true)]
async fn answers_many_messages_of_one_connection_in_order() {
    for dialect in BOTH {
        let server = Running::start(config());
        let mut stream = server.connect();
        for number in 0..100_u32 {
            exchange(dialect, &mut stream, &number.to_be_bytes()).await;
        }
        let many: Vec<_> = (0..100_u32)
            .flat_map(|number| frame(dialect, &number.to_be_bytes()))
            .collect();
        stream.write_all(&many).await.unwrap();
        for number in 0..100_u32 {
            expect(dialect, &mut stream, &number.to_be_bytes()).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_half_closed_peer_gets_its_answers() {
    for dialect in BOTH {
        let server = Running::start(config());
        let mut stream = server.connect();
        stream
            .write_all(&[frame(dialect, b"one"), frame(dialect, b"work")].concat())
            .await
            .unwrap();
        stream.shutdown().await.unwrap();
        assert_eq!(
            rest(&mut stream).await,
            [frame(dialect, b"one"), frame(dialect, b"work")].concat()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn silent_slow_and_idle_peers_are_closed_in_time() {
    for dialect in BOTH {
        let server = Running::start(config());
        let start = Instant::now();
        assert_eq!(rest(&mut server.connect()).await, NOTHING);
        assert_eq!(start.elapsed().as_secs(), 15);

        let (start, mut slow) = (Instant::now(), server.connect());
        for byte in &frame(dialect, b"x")[..3] {
            slow.write_all(&[*byte]).await.unwrap();
            tokio::time::sleep(Duration::from_millis(9_900)).await;
        }
        assert_eq!(rest(&mut slow).await, NOTHING);
        assert_eq!(start.elapsed().as_secs(), 30);

        let mut idle = server.connect();
        exchange(dialect, &mut idle, b"x").await;
        let start = Instant::now();
        assert_eq!(rest(&mut idle).await, NOTHING);
        assert_eq!(start.elapsed().as_secs(), 300);
    }
}

#[tokio::test(start_paused = true)]
async fn a_cut_at_every_offset_harms_nobody_else() {
    for dialect in BOTH {
        let server = Running::start(config());
        let message = frame(dialect, b"body");
        let mut honest = server.connect();
        for cut in 0..message.len() {
            let mut stream = server.connect();
            stream.write_all(&message[..cut]).await.unwrap();
            stream.shutdown().await.unwrap();
            assert_eq!(rest(&mut stream).await, NOTHING, "cut at {cut}");
            exchange(dialect, &mut honest, b"honest").await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn garbage_gets_nothing_and_a_broken_header_gets_an_empty_one() {
    let dialect = Dialect::Russia;
    let server = Running::start(config());
    let mut garbage = server.connect();
    garbage
        .write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    assert_eq!(rest(&mut garbage).await, NOTHING);

    let mut broken = server.connect();
    let mut message = frame(dialect, b"body");
    message[26] = 0x17;
    broken.write_all(&message).await.unwrap();
    let answer = rest(&mut broken).await;
    assert_eq!(answer.len(), ru::HEADER_SIZE);
    assert_eq!(answer[24..28], [0, 0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn refusing_closing_and_failing_end_one_connection_only() {
    for dialect in BOTH {
        let server = Running::start(config());
        let mut honest = server.connect();
        let refused = match dialect {
            Dialect::Russia => ru::HEADER_SIZE,
            Dialect::Kazakhstan => frame(dialect, b"refuse").len(),
        };
        for (body, size) in [
            (&b"refuse"[..], refused),
            (b"close", 0),
            (b"panic", 0),
            (b"hang", 0),
        ] {
            let mut stream = server.connect();
            stream.write_all(&frame(dialect, body)).await.unwrap();
            stream.write_all(&frame(dialect, b"next")).await.unwrap();
            assert_eq!(rest(&mut stream).await.len(), size, "{body:?}");
            exchange(dialect, &mut honest, b"honest").await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_nobody_makes_ends_in_time() {
    for dialect in BOTH {
        let server = Running::start(config());
        let mut stream = server.connect();
        let start = Instant::now();
        stream.write_all(&frame(dialect, b"hang")).await.unwrap();
        assert_eq!(rest(&mut stream).await, NOTHING);
        let patience_s = match dialect {
            Dialect::Russia => 60,
            Dialect::Kazakhstan => 5,
        };
        assert_eq!(start.elapsed().as_secs(), patience_s);
    }
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_does_not_read_loses_its_place() {
    for dialect in BOTH {
        let server = Running::start(WireConfig {
            connections_max: 1,
            ..config()
        });
        let mut deaf = server.connect();
        deaf.write_all(&frame(dialect, b"much")).await.unwrap();
        let start = Instant::now();
        let mut next = server.connect();
        exchange(dialect, &mut next, b"x").await;
        assert_eq!(start.elapsed().as_secs(), 10);
    }
}

#[tokio::test(start_paused = true)]
async fn a_full_server_evicts_who_sends_nothing_and_keeps_who_works() {
    for dialect in BOTH {
        let server = Running::start(WireConfig {
            connections_max: 2,
            ..config()
        });
        let mut working = server.connect();
        working.write_all(&frame(dialect, b"work")).await.unwrap();
        let mut silent = server.connect();
        let mut newcomer = server.connect();
        let start = Instant::now();
        exchange(dialect, &mut newcomer, b"x").await;
        assert_eq!(start.elapsed().as_secs(), 2);
        assert_eq!(rest(&mut silent).await, NOTHING);
        expect(dialect, &mut working, b"work").await;
        exchange(dialect, &mut working, b"still here").await;
    }
}

#[tokio::test(start_paused = true)]
async fn running_out_of_descriptors_is_waited_out() {
    const EMFILE: i32 = 24;
    let dialect = Dialect::Russia;
    let server = Running::start(config());
    let mut early = server.connect();
    exchange(dialect, &mut early, b"x").await;
    let start = Instant::now();
    (0..5).for_each(|_| server.fail(EMFILE));
    exchange(dialect, &mut server.connect(), b"x").await;
    assert_eq!(start.elapsed().as_millis(), 20 + 40 + 80 + 160 + 320);
    exchange(dialect, &mut early, b"still here").await;
}

#[tokio::test(start_paused = true)]
async fn errors_of_single_connections_pass_and_a_dead_listener_ends_the_server() {
    const ECONNABORTED: i32 = 103;
    const EBADF: i32 = 9;
    let dialect = Dialect::Russia;
    let mut server = Running::start(config());
    server.fail(ECONNABORTED);
    exchange(dialect, &mut server.connect(), b"x").await;
    server.fail(EBADF);
    assert_eq!(server.ended().await.unwrap_err().raw_os_error(), Some(EBADF));
}

#[tokio::test(start_paused = true)]
async fn stopping_closes_idle_connections_and_finishes_messages_in_flight() {
    for dialect in BOTH {
        let mut server = Running::start(config());
        let (mut idle, mut working, mut halfway) = (server.connect(), server.connect(), server.connect());
        exchange(dialect, &mut idle, b"x").await;
        working
            .write_all(&[frame(dialect, b"work"), frame(dialect, b"next")].concat())
            .await
            .unwrap();
        let message = frame(dialect, b"halfway");
        let (first, second) = message.split_at(message.len() - 3);
        halfway.write_all(first).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1)).await;
        server.stop.send(true).unwrap();
        assert_eq!(rest(&mut idle).await, NOTHING);
        halfway.write_all(second).await.unwrap();
        expect(dialect, &mut halfway, b"halfway").await;
        assert_eq!(rest(&mut halfway).await, NOTHING);
        assert_eq!(
            rest(&mut working).await,
            [frame(dialect, b"work"), frame(dialect, b"next")].concat()
        );
        server.ended().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn stopping_does_not_wait_for_ever() {
    for dialect in BOTH {
        let mut server = Running::start(config());
        let mut stuck = server.connect();
        stuck.write_all(&frame(dialect, b"hang")).await.unwrap();
        tokio::time::sleep(Duration::from_millis(1)).await;
        let start = Instant::now();
        server.stop.send(true).unwrap();
        server.ended().await.unwrap();
        assert_eq!(start.elapsed().as_secs(), 4);
        assert_eq!(rest(&mut stuck).await, NOTHING);
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_stop_signal_stops() {
    let dialect = Dialect::Russia;
    let mut server = Running::start(config());
    let mut stream = server.connect();
    exchange(dialect, &mut stream, b"x").await;
    server.stop = watch::Sender::new(false);
    server.ended().await.unwrap();
    assert_eq!(rest(&mut stream).await, NOTHING);
}

mod country;
