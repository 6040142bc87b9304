//! The server over real sockets.

use std::net::SocketAddr;
use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use ofd_ru::session::{Answer, HEADER_SIZE, IncomingMessage, ProtocolVersion, SessionHeader};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use wire::{Ingest, WireConfig};

struct Echo;

impl Ingest for Echo {
    fn ingest(&self, _: SocketAddr, message: IncomingMessage) -> BoxFuture<'_, Answer> {
        let answer = message.header.answered().message(&message.body);
        std::future::ready(answer.map_or(Answer::Close, Answer::Send)).boxed()
    }
}

struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    server: JoinSet<std::io::Result<()>>,
}

impl Running {
    async fn start(config: WireConfig) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = watch::Sender::new(false);
        let mut server = JoinSet::new();
        server.spawn(wire::serve(listener, config, Arc::new(Echo), stop.subscribe()));
        Self {
            address,
            stop,
            server,
        }
    }

    async fn stop(mut self) {
        self.stop.send(true).unwrap();
        self.server.join_next().await.unwrap().unwrap().unwrap();
        assert!(
            TcpStream::connect(self.address).await.is_err(),
            "nobody listens any more"
        );
    }
}

fn frame(body: &[u8]) -> Vec<u8> {
    SessionHeader::from_register(ProtocolVersion::V1_2, *b"9999078900005488")
        .message(body)
        .unwrap()
}

async fn exchange(stream: &mut TcpStream, body: &[u8]) {
    stream.write_all(&frame(body)).await.unwrap();
    let mut answer = vec![0; HEADER_SIZE + body.len()];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, frame(body));
}

#[tokio::test]
async fn serves_many_registers_at_once_and_stops() {
    let server = Running::start(WireConfig::default()).await;
    let mut registers = JoinSet::new();
    for register in 0..100_u16 {
        let address = server.address;
        registers.spawn(async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            for message in 0..10_u16 {
                let body = [register.to_be_bytes(), message.to_be_bytes()]
                    .concat()
                    .repeat(300);
                exchange(&mut stream, &body).await;
            }
        });
    }
    registers.join_all().await;
    server.stop().await;
}

#[tokio::test]
async fn more_registers_than_places_take_turns() {
    let config = WireConfig {
        connections_max: 4,
        ..WireConfig::default()
    };
    let server = Running::start(config).await;
    let mut registers = JoinSet::new();
    for _ in 0..40 {
        let address = server.address;
        registers.spawn(async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            exchange(&mut stream, b"one document").await;
        });
    }
    registers.join_all().await;
    server.stop().await;
}

#[tokio::test]
async fn a_refused_peer_reads_its_answer_although_it_goes_on_sending() {
    let server = Running::start(WireConfig::default()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let mut broken = frame(b"body");
    broken[26] = 0x17;
    stream.write_all(&broken).await.unwrap();
    stream.write_all(&[0; 60_000]).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer.len(), HEADER_SIZE);
    server.stop().await;
}

#[tokio::test]
async fn a_half_closed_register_gets_its_answer() {
    let server = Running::start(WireConfig::default()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(&frame(b"last words")).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert_eq!(answer, frame(b"last words"));
    server.stop().await;
}
