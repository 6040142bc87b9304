//! The server over real sockets.

use std::net::SocketAddr;
use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use ofd_kz::session as kz;
use ofd_ru::session as ru;
use ofd_ru::session::{HEADER_SIZE, ProtocolVersion, SessionHeader};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use wire::{Ingest, WireConfig};

struct Echo;

impl Ingest for Echo {
    fn ingest_ru(&self, _: SocketAddr, message: ru::IncomingMessage) -> BoxFuture<'_, ru::Answer> {
        let answer = message.header.answered().message(&message.body);
        std::future::ready(answer.map_or(ru::Answer::Close, ru::Answer::Send)).boxed()
    }

    fn ingest_kz(&self, _: SocketAddr, message: kz::IncomingMessage) -> BoxFuture<'_, kz::Answer> {
        let header = message.header.answer(message.header.token);
        let answer = ofd_kz::frame::encode(&header, &message.body);
        std::future::ready(answer.map_or(kz::Answer::Close, kz::Answer::Send)).boxed()
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

fn kazakh_frame(body: &[u8]) -> Vec<u8> {
    let header = ofd_kz::Header {
        version: 203,
        size_bytes: 0,
        device_id: 200_956,
        token: 0xA138_3BE6,
        request_number: 14,
    };
    ofd_kz::frame::encode(&header, body).unwrap()
}

fn frame(body: &[u8]) -> Vec<u8> {
    SessionHeader::from_register(ProtocolVersion::V1_2, *b"9999078900005488")
        .message(body)
        .unwrap()
}

async fn exchange(stream: &mut TcpStream, body: &[u8]) {
    echo(stream, frame(body)).await;
}

async fn echo(stream: &mut TcpStream, message: Vec<u8>) {
    stream.write_all(&message).await.unwrap();
    let mut answer = vec![0; message.len()];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, message);
}

#[tokio::test]
async fn serves_many_registers_of_both_countries_at_once_and_stops() {
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
                if register % 2 == 0 {
                    exchange(&mut stream, &body).await;
                } else {
                    echo(&mut stream, kazakh_frame(&body)).await;
                }
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
