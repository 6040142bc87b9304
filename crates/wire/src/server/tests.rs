use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use ofd_ru::session::{
    Answer, HEADER_SIZE, IncomingMessage, ProtocolVersion, SessionHeader, SessionTimeouts,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::*;

const NOTHING: [u8; 0] = [];
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
    fn ingest(&self, _: SocketAddr, message: IncomingMessage) -> BoxFuture<'_, Answer> {
        async move {
            match message.body.as_slice() {
                b"refuse" => Answer::Refuse,
                b"close" => Answer::Close,
                b"panic" => panic!("the test asked for it"),
                b"hang" => std::future::pending().await,
                b"work" => {
                    tokio::time::sleep(Duration::from_secs(3)).await;
                    Answer::Send(frame(b"work"))
                }
                b"much" => Answer::Send(vec![0; 1 << 20]),
                body => Answer::Send(frame(body)),
            }
        }
        .boxed()
    }
}

fn frame(body: &[u8]) -> Vec<u8> {
    SessionHeader::from_register(ProtocolVersion::V1_2, *b"9999078900005488")
        .message(body)
        .unwrap()
}

fn config() -> WireConfig {
    WireConfig {
        connections_max: 100,
        timeouts: SessionTimeouts {
            first_byte: Duration::from_secs(15),
            idle: Duration::from_mins(5),
            message: Duration::from_secs(30),
        },
        write: Duration::from_secs(10),
        answer: Duration::from_mins(1),
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

async fn exchange(stream: &mut DuplexStream, body: &[u8]) {
    stream.write_all(&frame(body)).await.unwrap();
    expect(stream, body).await;
}

async fn expect(stream: &mut DuplexStream, body: &[u8]) {
    let mut answer = vec![0; HEADER_SIZE + body.len()];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, frame(body));
}

/// Everything until the server closes.
async fn rest(stream: &mut DuplexStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    bytes
}

#[tokio::test(start_paused = true)]
async fn answers_many_messages_of_one_connection_in_order() {
    let server = Running::start(config());
    let mut stream = server.connect();
    for number in 0..100_u32 {
        exchange(&mut stream, &number.to_be_bytes()).await;
    }
    let many: Vec<_> = (0..100_u32)
        .flat_map(|number| frame(&number.to_be_bytes()))
        .collect();
    stream.write_all(&many).await.unwrap();
    for number in 0..100_u32 {
        expect(&mut stream, &number.to_be_bytes()).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_half_closed_peer_gets_its_answers() {
    let server = Running::start(config());
    let mut stream = server.connect();
    stream
        .write_all(&[frame(b"one"), frame(b"work")].concat())
        .await
        .unwrap();
    stream.shutdown().await.unwrap();
    assert_eq!(rest(&mut stream).await, [frame(b"one"), frame(b"work")].concat());
}

#[tokio::test(start_paused = true)]
async fn silent_slow_and_idle_peers_are_closed_in_time() {
    let server = Running::start(config());
    let start = Instant::now();
    assert_eq!(rest(&mut server.connect()).await, NOTHING);
    assert_eq!(start.elapsed().as_secs(), 15);

    let (start, mut slow) = (Instant::now(), server.connect());
    for byte in &frame(b"x")[..3] {
        slow.write_all(&[*byte]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(9_900)).await;
    }
    assert_eq!(rest(&mut slow).await, NOTHING);
    assert_eq!(start.elapsed().as_secs(), 30);

    let mut idle = server.connect();
    exchange(&mut idle, b"x").await;
    let start = Instant::now();
    assert_eq!(rest(&mut idle).await, NOTHING);
    assert_eq!(start.elapsed().as_secs(), 300);
}

#[tokio::test(start_paused = true)]
async fn a_cut_at_every_offset_harms_nobody_else() {
    let server = Running::start(config());
    let message = frame(b"body");
    let mut honest = server.connect();
    for cut in 0..message.len() {
        let mut stream = server.connect();
        stream.write_all(&message[..cut]).await.unwrap();
        stream.shutdown().await.unwrap();
        assert_eq!(rest(&mut stream).await, NOTHING, "cut at {cut}");
        exchange(&mut honest, b"honest").await;
    }
}

#[tokio::test(start_paused = true)]
async fn garbage_gets_nothing_and_a_broken_header_gets_an_empty_one() {
    let server = Running::start(config());
    let mut garbage = server.connect();
    garbage
        .write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    assert_eq!(rest(&mut garbage).await, NOTHING);

    let mut broken = server.connect();
    let mut message = frame(b"body");
    message[26] = 0x17;
    broken.write_all(&message).await.unwrap();
    let answer = rest(&mut broken).await;
    assert_eq!(answer.len(), HEADER_SIZE);
    assert_eq!(answer[24..28], [0, 0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn refusing_closing_and_failing_end_one_connection_only() {
    let server = Running::start(config());
    let mut honest = server.connect();
    for (body, size) in [
        (&b"refuse"[..], HEADER_SIZE),
        (b"close", 0),
        (b"panic", 0),
        (b"hang", 0),
    ] {
        let mut stream = server.connect();
        stream.write_all(&frame(body)).await.unwrap();
        stream.write_all(&frame(b"next")).await.unwrap();
        assert_eq!(rest(&mut stream).await.len(), size, "{body:?}");
        exchange(&mut honest, b"honest").await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_nobody_makes_ends_in_time() {
    let server = Running::start(config());
    let mut stream = server.connect();
    let start = Instant::now();
    stream.write_all(&frame(b"hang")).await.unwrap();
    assert_eq!(rest(&mut stream).await, NOTHING);
    assert_eq!(start.elapsed().as_secs(), 60);
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_does_not_read_loses_its_place() {
    let server = Running::start(WireConfig {
        connections_max: 1,
        ..config()
    });
    let mut deaf = server.connect();
    deaf.write_all(&frame(b"much")).await.unwrap();
    let start = Instant::now();
    let mut next = server.connect();
    exchange(&mut next, b"x").await;
    assert_eq!(start.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_full_server_evicts_who_sends_nothing_and_keeps_who_works() {
    let server = Running::start(WireConfig {
        connections_max: 2,
        ..config()
    });
    let mut working = server.connect();
    working.write_all(&frame(b"work")).await.unwrap();
    let mut silent = server.connect();
    let mut newcomer = server.connect();
    let start = Instant::now();
    exchange(&mut newcomer, b"x").await;
    assert_eq!(start.elapsed().as_secs(), 2);
    assert_eq!(rest(&mut silent).await, NOTHING);
    expect(&mut working, b"work").await;
    exchange(&mut working, b"still here").await;
}

#[tokio::test(start_paused = true)]
async fn running_out_of_descriptors_is_waited_out() {
    const EMFILE: i32 = 24;
    let server = Running::start(config());
    let mut early = server.connect();
    exchange(&mut early, b"x").await;
    let start = Instant::now();
    (0..5).for_each(|_| server.fail(EMFILE));
    exchange(&mut server.connect(), b"x").await;
    assert_eq!(start.elapsed().as_millis(), 20 + 40 + 80 + 160 + 320);
    exchange(&mut early, b"still here").await;
}

#[tokio::test(start_paused = true)]
async fn errors_of_single_connections_pass_and_a_dead_listener_ends_the_server() {
    const ECONNABORTED: i32 = 103;
    const EBADF: i32 = 9;
    let mut server = Running::start(config());
    server.fail(ECONNABORTED);
    exchange(&mut server.connect(), b"x").await;
    server.fail(EBADF);
    assert_eq!(server.ended().await.unwrap_err().raw_os_error(), Some(EBADF));
}

#[tokio::test(start_paused = true)]
async fn stopping_closes_idle_connections_and_finishes_messages_in_flight() {
    let mut server = Running::start(config());
    let (mut idle, mut working, mut halfway) = (server.connect(), server.connect(), server.connect());
    exchange(&mut idle, b"x").await;
    working
        .write_all(&[frame(b"work"), frame(b"next")].concat())
        .await
        .unwrap();
    let message = frame(b"halfway");
    let (first, second) = message.split_at(31);
    halfway.write_all(first).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    server.stop.send(true).unwrap();
    assert_eq!(rest(&mut idle).await, NOTHING);
    halfway.write_all(second).await.unwrap();
    expect(&mut halfway, b"halfway").await;
    assert_eq!(rest(&mut halfway).await, NOTHING);
    assert_eq!(
        rest(&mut working).await,
        [frame(b"work"), frame(b"next")].concat()
    );
    server.ended().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn stopping_does_not_wait_for_ever() {
    let mut server = Running::start(config());
    let mut stuck = server.connect();
    stuck.write_all(&frame(b"hang")).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    let start = Instant::now();
    server.stop.send(true).unwrap();
    server.ended().await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 4);
    assert_eq!(rest(&mut stuck).await, NOTHING);
}

#[tokio::test(start_paused = true)]
async fn a_lost_stop_signal_stops() {
    let mut server = Running::start(config());
    let mut stream = server.connect();
    exchange(&mut stream, b"x").await;
    server.stop = watch::Sender::new(false);
    server.ended().await.unwrap();
    assert_eq!(rest(&mut stream).await, NOTHING);
}
