//! A scripted shop on a loopback address.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// What the shop does with a connection.
#[derive(Clone)]
pub enum Behaviour {
    /// Reads a request and writes these bytes.
    Answer(Vec<u8>),
    /// Reads a request, writes these bytes and keeps the connection open.
    AnswerAndHang(Vec<u8>),
    /// Reads a request and closes.
    HangUp,
}

/// A shop that listens; it stops when dropped.
pub struct Shop {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<Vec<u8>>>>,
    connections: Arc<Mutex<usize>>,
    _server: JoinSet<()>,
}

impl Shop {
    pub async fn open(behaviour: Behaviour) -> Self {
        Self::open_at("127.0.0.1:0".parse().unwrap(), behaviour).await
    }

    pub async fn open_at(address: SocketAddr, behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(Mutex::new(0));
        let mut server = JoinSet::new();
        let (seen, counted) = (Arc::clone(&requests), Arc::clone(&connections));
        server.spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                *counted.lock().unwrap() += 1;
                open.spawn(serve(stream, behaviour.clone(), Arc::clone(&seen)));
            }
        });
        Self {
            address,
            requests,
            connections,
            _server: server,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Requests as they came, head and body.
    pub fn requests(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        requests
            .iter()
            .map(|request| String::from_utf8_lossy(request).into_owned())
            .collect()
    }

    pub fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }
}

/// Serves one connection.
pub async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    behaviour: Behaviour,
    seen: Arc<Mutex<Vec<Vec<u8>>>>,
) {
    while let Some(request) = read_request(&mut stream).await {
        seen.lock().unwrap().push(request);
        match &behaviour {
            Behaviour::Answer(bytes) => {
                if stream.write_all(bytes).await.is_err() {
                    return;
                }
            }
            Behaviour::AnswerAndHang(bytes) => {
                let _ = stream.write_all(bytes).await;
                std::future::pending::<()>().await;
            }
            Behaviour::HangUp => return,
        }
    }
}

/// Head and body by `Content-Length`; `None` when the peer is gone.
async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.ok().filter(|read| *read > 0)?;
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map_or(0, |(_, value)| value.trim().parse().unwrap());
        if body.len() >= length {
            return Some(request);
        }
    }
}

/// An answer of this status with a short body.
pub fn status(code: u16, more: &str) -> Behaviour {
    Behaviour::Answer(format!("HTTP/1.1 {code} Reason\r\n{more}Content-Length: 2\r\n\r\nok").into_bytes())
}

/// An address of this host at the port of a shop.
pub fn at(host: &str, port: u16) -> SocketAddr {
    SocketAddr::new(host.parse::<IpAddr>().unwrap(), port)
}
