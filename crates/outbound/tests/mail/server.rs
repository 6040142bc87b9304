//! A scripted mail server on a loopback address.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// What the server says where it differs from a friendly one.
#[derive(Clone, Copy, Default)]
pub struct Manners {
    /// Answer to the reader's address.
    pub to_reader: Option<&'static str>,
    /// Answer to the whole mail; an empty one closes the connection.
    pub to_mail: Option<&'static str>,
    /// Says nothing at all.
    pub silent: bool,
    /// Line of the greeting that offers something, such as `AUTH PLAIN`.
    pub offers: Option<&'static str>,
}

/// A mail server that listens; it stops when dropped.
pub struct Server {
    pub address: SocketAddr,
    lines: Arc<Mutex<Vec<String>>>,
    _server: JoinSet<()>,
}

impl Server {
    pub async fn open(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&lines);
        let mut server = JoinSet::new();
        server.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = talk(stream, manners, &seen).await;
            }
        });
        Self {
            address,
            lines,
            _server: server,
        }
    }

    /// Everything that clients said, line by line.
    pub fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    /// Whether a client said such a line.
    pub fn heard(&self, line: &str) -> bool {
        self.lines().iter().any(|heard| heard == line)
    }
}

async fn talk(stream: TcpStream, manners: Manners, seen: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    if manners.silent {
        std::future::pending::<()>().await;
    }
    stream.write_all(b"220 mail.example ready\r\n").await?;
    let mut in_mail = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end().to_owned();
        seen.lock().unwrap().push(line.clone());
        let verb = line
            .split([' ', ':'])
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        let answer = match (in_mail, verb.as_str()) {
            (true, ".") => {
                in_mail = false;
                manners.to_mail.unwrap_or("250 queued")
            }
            (true, _) => continue,
            (false, "EHLO") => match manners.offers {
                Some(offer) => &format!("250-mail.example\r\n250 {offer}"),
                None => "250 mail.example",
            },
            (false, "RCPT") => manners.to_reader.unwrap_or("250 ok"),
            (false, "DATA") => {
                in_mail = true;
                "354 go on"
            }
            (false, "AUTH") => "235 welcome",
            (false, "QUIT") => "221 bye",
            (false, _) => "250 ok",
        };
        if answer.is_empty() {
            return Ok(());
        }
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}
