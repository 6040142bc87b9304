//! The smallest HTTP/1.1 client with keep-alive that a load generator needs: it knows whether a request that
//! failed may have been heard.

use std::io;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Largest head of an answer, bytes.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// Time for a whole exchange.
const EXCHANGE_TIMEOUT: Duration = Duration::from_secs(15);

/// One connection, made when first needed and again after it broke.
pub struct Connection {
    address: String,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Whether it names a time to come back.
    pub retry_after: bool,
    /// Body.
    pub body: Vec<u8>,
}

/// Why nothing came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// No byte of the request left: it cannot have had an effect.
    NotSent,
    /// It may or may not have had its effect.
    Unknown,
}

impl Connection {
    /// To `host:port`.
    pub fn to(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            stream: None,
            buffer: Vec::with_capacity(4096),
        }
    }

    /// Sends a request as it is and reads the answer.
    pub async fn exchange(&mut self, request: &[u8]) -> Result<Answer, Silence> {
        let stream = match self.stream.take() {
            Some(stream) => stream,
            None => TcpStream::connect(&self.address)
                .await
                .map_err(|_| Silence::NotSent)?,
        };
        // Small requests must not wait for each other.
        let _ = stream.set_nodelay(true);
        self.buffer.clear();
        let mut exchange = Exchange {
            stream,
            buffer: std::mem::take(&mut self.buffer),
        };
        let result = tokio::time::timeout(EXCHANGE_TIMEOUT, exchange.run(request)).await;
        self.buffer = exchange.buffer;
        let (answer, keep) = result
            .map_err(|_| Silence::Unknown)?
            .map_err(|_| Silence::Unknown)?;
        self.stream = keep.then_some(exchange.stream);
        Ok(answer)
    }
}

struct Exchange {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Exchange {
    async fn run(&mut self, request: &[u8]) -> io::Result<(Answer, bool)> {
        self.stream.write_all(request).await?;
        let body_at = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
            if self.buffer.len() > HEAD_BYTES_MAX {
                return Err(io::ErrorKind::InvalidData.into());
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..body_at]).to_ascii_lowercase();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|word| word.parse().ok())
            .ok_or(io::ErrorKind::InvalidData)?;
        let header = |name| {
            head.lines()
                .find_map(|line| line.strip_prefix(name))
                .map(str::trim)
        };
        let retry_after = header("retry-after:").is_some();
        let keep = header("connection:") != Some("close");
        let body = if let Some(length) = header("content-length:").and_then(|text| text.parse::<usize>().ok())
        {
            while self.buffer.len() < body_at + length {
                self.more().await?;
            }
            self.buffer[body_at..body_at + length].to_vec()
        } else if header("transfer-encoding:") == Some("chunked") {
            self.chunks(body_at).await?
        } else {
            Vec::new()
        };
        let answer = Answer {
            status,
            retry_after,
            body,
        };
        Ok((answer, keep))
    }

    async fn chunks(&mut self, mut at: usize) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line_end = loop {
                if let Some(length) = find(&self.buffer[at..], b"\r\n") {
                    break at + length;
                }
                self.more().await?;
            };
            let text = String::from_utf8_lossy(&self.buffer[at..line_end]).into_owned();
            let size = text.split(';').next().unwrap_or_default().trim();
            let length = usize::from_str_radix(size, 16).map_err(|_| io::ErrorKind::InvalidData)?;
            let from = line_end + 2;
            while self.buffer.len() < from + length + 2 {
                self.more().await?;
            }
            body.extend_from_slice(&self.buffer[from..from + length]);
            at = from + length + 2;
            if length == 0 {
                return Ok(body);
            }
        }
    }

    async fn more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    /// Answers each connection with the next text, then closes it.
    async fn server(answers: Vec<&'static str>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound").to_string();
        std::thread::spawn(move || {
            let listener = listener.into_std().expect("a listener");
            listener.set_nonblocking(false).expect("blocking");
            for answer in answers {
                use std::io::{Read as _, Write as _};
                let Ok((mut stream, _)) = listener.accept() else {
                    return;
                };
                let mut request = [0; 512];
                let _ = stream.read(&mut request);
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        address
    }

    #[tokio::test]
    async fn reads_sized_and_chunked_bodies() {
        let sized = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc";
        let chunked = "HTTP/1.1 422 No\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
        let mut connection = Connection::to(&server(vec![sized, chunked]).await);
        for status in [200, 422] {
            let answer = connection
                .exchange(b"GET / HTTP/1.1\r\n\r\n")
                .await
                .expect("an answer");
            assert_eq!(
                (answer.status, answer.body.as_slice()),
                (status, b"abc".as_slice())
            );
        }
    }

    #[tokio::test]
    async fn a_cut_leaves_the_outcome_unknown_and_a_closed_port_does_not() {
        let address = server(vec!["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"]).await;
        let mut connection = Connection::to(&address);
        let cut = connection.exchange(b"GET / HTTP/1.1\r\n\r\n").await;
        assert_eq!(cut.expect_err("cut short"), Silence::Unknown);
        let closed = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port")
            .local_addr()
            .expect("bound");
        let refused = Connection::to(&closed.to_string())
            .exchange(b"GET / HTTP/1.1\r\n\r\n")
            .await;
        assert_eq!(refused.expect_err("nobody listens"), Silence::NotSent);
    }
}
