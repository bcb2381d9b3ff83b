//! A connection as lettre takes it: plain or encrypted, with what was read ahead.

use std::{
    fmt, io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, pki_types::ServerName},
};

use super::trust::Unencrypted;

/// What carries bytes both ways.
trait Pipe: AsyncRead + AsyncWrite + Send + Sync + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin> Pipe for T {}

/// What the relay answered instead of yes.
#[derive(Debug)]
pub struct Answer {
    /// 4xx or 5xx.
    pub code: u16,
    /// What it said, without the code.
    pub text: String,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it says `{} {}`", self.code, self.text)
    }
}

impl std::error::Error for Answer {}

/// A connection to the relay.
pub struct Stream {
    pipe: Box<dyn Pipe>,
    /// What the reader sees first.
    ahead: &'static [u8],
    /// How many bytes it took to write: they may have left.
    written: Arc<AtomicU64>,
    peer: SocketAddr,
}

impl Stream {
    /// A connection without encryption.
    pub fn plain(tcp: TcpStream) -> io::Result<Self> {
        let peer = tcp.peer_addr()?;
        Ok(Self { pipe: Box::new(tcp), ahead: b"", written: Arc::default(), peer })
    }

    /// A connection encrypted from its first byte.
    pub async fn encrypted(tcp: TcpStream, host: &str, config: Arc<ClientConfig>) -> io::Result<Self> {
        let peer = tcp.peer_addr()?;
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        let tls = TlsConnector::from(config).connect(name, tcp).await?;
        Ok(Self { pipe: Box::new(tls), ahead: b"", written: Arc::default(), peer })
    }

    /// The count of the bytes that it takes to write.
    pub fn written(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.written)
    }

    /// A connection that STARTTLS encrypts (RFC 3207). lettre waits for a greeting, which does not come twice: it finds one.
    pub async fn upgraded(mut tcp: TcpStream, hello: &str, host: &str, config: Arc<ClientConfig>) -> io::Result<Self> {
        expect(&mut tcp, "220").await?;
        tcp.write_all(format!("EHLO {hello}\r\n").as_bytes()).await?;
        let offers = expect(&mut tcp, "250").await?;
        if !offers.lines().any(|line| line.get(4..).is_some_and(|word| word.trim().eq_ignore_ascii_case("STARTTLS"))) {
            return Err(io::Error::other(Unencrypted("it offers no STARTTLS".into())));
        }
        tcp.write_all(b"STARTTLS\r\n").await?;
        let refused = |error: io::Error| match error.kind() {
            io::ErrorKind::Other => io::Error::other(Unencrypted(format!("it refuses STARTTLS: {error}"))),
            _ => error,
        };
        expect(&mut tcp, "220").await.map_err(refused)?;
        let stream = Self::encrypted(tcp, host, config).await?;
        Ok(Self { ahead: b"220 encrypted\r\n", ..stream })
    }
}

/// Reads one reply to its last line, and no byte more: what an attacker slips in behind it must not be taken for an answer
/// within the encryption.
async fn expect(tcp: &mut TcpStream, code: &str) -> io::Result<String> {
    let mut text = String::new();
    loop {
        let start = text.len();
        loop {
            let byte = tcp.read_u8().await?;
            text.push(char::from(byte));
            if byte == b'\n' {
                break;
            }
            if text.len() > 16_384 {
                return Err(io::Error::other("its answer does not end"));
            }
        }
        let line = &text[start..];
        if !line.starts_with(code) {
            let plain: String =
                line.trim_end().chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
            return Err(
                match plain.get(..3).and_then(|code| code.parse().ok()).filter(|code| (400..600).contains(code)) {
                    Some(code) => {
                        io::Error::other(Answer { code, text: plain[3..].trim_start_matches(['-', ' ']).to_owned() })
                    }
                    None => io::Error::other(format!("it says `{plain}`")),
                },
            );
        }
        if line.as_bytes().get(3) != Some(&b'-') {
            return Ok(text);
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if !self.ahead.is_empty() {
            let (now, later) = self.ahead.split_at(self.ahead.len().min(buffer.remaining()));
            buffer.put_slice(now);
            self.ahead = later;
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.pipe).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let taken = Pin::new(&mut self.pipe).poll_write(cx, bytes);
        if let Poll::Ready(Ok(many)) = taken {
            self.written.fetch_add(many as u64, Ordering::Relaxed);
        }
        taken
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.pipe).poll_flush(cx)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.pipe).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for Stream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stream({})", self.peer)
    }
}
