//! One session: connected, signed in, a transaction for each message.

use std::{
    error::Error as _,
    fmt,
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use lettre::{
    Address,
    transport::smtp::{
        Error,
        client::AsyncSmtpConnection,
        commands::{Data, Ehlo, Mail, Noop, Rcpt, Rset},
        extension::ClientId,
        response::Response,
    },
};
use memchr::memmem;
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::rustls::ClientConfig;

use super::{
    Login, Server,
    relay::Encryption,
    stream::{Answer, Stream},
    trust,
};

/// How long each stage may take (RFC 5321, 4.5.3.2).
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// To connect and to encrypt.
    pub connect: Duration,
    /// The greeting, MAIL, RCPT.
    pub command: Duration,
    /// DATA.
    pub data: Duration,
    /// From the first byte of the message to the answer to its last dot: three minutes for a block, ten for the dot.
    pub message: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        Self { connect: minutes(1), command: minutes(5), data: minutes(2), message: minutes(13) }
    }
}

/// Why there is no session.
#[derive(Debug)]
pub enum ConnectError {
    /// The relay cannot be reached, or broke off.
    Unreachable(String),
    /// The relay answers, and takes no mail now: 4xx (RFC 5321, 3.8).
    Busy(String),
    /// The relay answers that it takes no mail from us: 5xx, as 554 for a greeting (RFC 5321, 3.1).
    Refused(String),
    /// Who answers does not show that it is the relay, or does not encrypt: nothing was said to it.
    Untrusted(String),
    /// The relay does not accept who signs in, or signing in at all.
    Login(String),
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "the relay cannot be reached: {why}"),
            Self::Busy(why) => write!(f, "the relay takes no mail now: {why}"),
            Self::Refused(why) => write!(f, "the relay refuses the connection: {why}"),
            Self::Untrusted(why) => write!(f, "the relay is not trusted, and nothing was sent to it: {why}"),
            Self::Login(why) => write!(f, "the relay does not let us sign in: {why}"),
        }
    }
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Taken.
    Sent(u16),
    /// Refused by a reply: never delivered by it.
    Refused {
        /// 4xx or 5xx.
        code: u16,
        /// RFC 3463, where the reply holds one.
        enhanced: Option<Enhanced>,
        /// What it said.
        text: String,
    },
    /// The session ended before the last dot could leave: not delivered.
    NotSent(String),
    /// The session ended after the last dot may have left: perhaps delivered.
    Unknown(String),
}

/// A status code (RFC 3463): class, subject, detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enhanced(pub u8, pub u8, pub u16);

impl Enhanced {
    /// The code that a reply's text begins with.
    pub fn of(text: &str) -> Option<Self> {
        let mut numbers = text.split_whitespace().next()?.split('.');
        let found = Self(numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
        (numbers.next().is_none() && matches!(found.0, 2 | 4 | 5)).then_some(found)
    }
}

/// A session with the relay.
pub struct Session {
    connection: AsyncSmtpConnection,
    timeouts: Timeouts,
    /// How many bytes the connection took.
    written: Arc<AtomicU64>,
    /// Whether commands may follow one another before they are answered (RFC 2920).
    pipelining: bool,
    broken: bool,
}

impl Session {
    /// Connects, encrypts, signs in.
    ///
    /// # Errors
    /// The relay cannot be reached or does not accept the credentials.
    pub async fn connect(
        server: &Server,
        login: Option<&Login>,
        tls: Option<&Arc<ClientConfig>>,
        hello: &str,
        timeouts: Timeouts,
    ) -> Result<Self, ConnectError> {
        let unreachable = |why: String| ConnectError::Unreachable(format!("{}:{}: {why}", server.host, server.port));
        let answered = |Answer { code, text }: &Answer| {
            let words = format!("{}:{} says `{code} {text}`", server.host, server.port);
            if *code >= 500 { ConnectError::Refused(words) } else { ConnectError::Busy(words) }
        };
        let stream = timeout(timeouts.connect, open(server, tls, hello)).await;
        let stream = stream.map_err(|_| unreachable("no answer".into()))?.map_err(|error| {
            let answer = error.get_ref().and_then(|inner| inner.downcast_ref::<Answer>());
            match (trust::doubt(&error, server), answer) {
                (Some(doubt), _) => ConnectError::Untrusted(format!("{}:{}: {doubt}", server.host, server.port)),
                (None, Some(answer)) => answered(answer),
                (None, None) => unreachable(error.to_string()),
            }
        })?;
        let hello = match hello.trim_start_matches('[').trim_end_matches(']').parse() {
            Ok(address) => ClientId::Ipv4(address),
            Err(_) => ClientId::Domain(hello.to_owned()),
        };
        let written = stream.written();
        let greeted = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello);
        let connection = timeout(timeouts.command, greeted).await.map_err(|_| unreachable("no greeting".into()))?;
        let mut connection = connection.map_err(|error| match said(&error) {
            (0, why) => unreachable(why),
            (code, text) => answered(&Answer { code, text }),
        })?;
        // lettre keeps of what the server offers only what it uses itself: it is asked again.
        let pipelining = match within(timeouts.command, connection.command(Ehlo::new(hello))).await {
            Ok(offers) => offers.message().any(|line| line.trim().eq_ignore_ascii_case("PIPELINING")),
            Err(Fault::Reply(..)) => false,
            Err(Fault::Broken(why)) => return Err(unreachable(why)),
        };
        let mut session = Self { connection, timeouts, written, pipelining, broken: false };
        if let Some(login) = login {
            login.show(&mut session.connection, timeouts.command).await?;
        }
        Ok(session)
    }

    /// False when another message needs a new session.
    pub fn is_usable(&self) -> bool {
        !self.broken && !self.connection.has_broken()
    }

    /// Hands one message to one recipient over. Its bytes are text whose lines end with CR LF.
    pub async fn send(&mut self, from: &Address, to: &Address, message: &[u8]) -> Reply {
        let Some(message) = transparent(message) else { return Reply::NotSent("the message is not text".into()) };
        let commands = [
            Mail::new(Some(from.clone()), Vec::new()).to_string(),
            Rcpt::new(to.clone(), Vec::new()).to_string(),
            Data.to_string(),
        ];
        let refused = match self.pipelining {
            true => self.together(&commands).await,
            false => self.one_by_one(&commands).await,
        };
        match refused {
            Some(reply) => reply,
            None => self.message(&message).await,
        }
    }

    /// How long each of MAIL, RCPT and DATA may take.
    fn limits(&self) -> [Duration; 3] {
        let Timeouts { command, data, .. } = self.timeouts;
        [command, command, data]
    }

    /// The reply that ends the transaction before the message, where there is one.
    async fn one_by_one(&mut self, commands: &[String; 3]) -> Option<Reply> {
        for (command, limit) in commands.iter().zip(self.limits()) {
            if let Err(fault) = within(limit, self.connection.command(command)).await {
                return Some(self.refused(fault, verb(command), false).await);
            }
        }
        None
    }

    /// The same with all commands sent at once: each is answered all the same, and the first fault is what ended it.
    async fn together(&mut self, commands: &[String; 3]) -> Option<Reply> {
        let (mut first, mut open) = (None, false);
        for (n, (command, limit)) in commands.iter().zip(self.limits()).enumerate() {
            let answer = match n {
                0 => within(limit, self.connection.command(commands.concat())).await,
                _ => within(limit, self.connection.read_response()).await,
            };
            open = answer.is_ok();
            if let Err(fault) = answer {
                self.broken = matches!(fault, Fault::Broken(_) | Fault::Reply(421, _));
                first.get_or_insert((fault, verb(command)));
            }
            if self.broken {
                break;
            }
        }
        let (fault, stage) = first?;
        // It waits for a message to nobody, and gets an empty one (RFC 2920, 3.1).
        if open && let Err(Fault::Broken(_)) = within(self.timeouts.message, self.connection.command(".\r\n")).await {
            self.broken = true;
        }
        Some(self.refused(fault, stage, false).await)
    }

    async fn message(&mut self, message: &str) -> Reply {
        let end = self.written.load(Ordering::Relaxed) + message.len() as u64;
        match within(self.timeouts.message, self.connection.command(message)).await {
            Ok(response) => Reply::Sent(response.code().into()),
            Err(fault) => {
                let dot = self.written.load(Ordering::Relaxed) >= end;
                self.refused(fault, "the message", dot).await
            }
        }
    }

    /// Tells what a fault means, and makes the session ready for the next message or gives it up.
    async fn refused(&mut self, fault: Fault, stage: &str, dot: bool) -> Reply {
        match fault {
            Fault::Reply(code, text) => {
                // 421: the server closes the connection (RFC 5321, 3.8).
                self.broken |= code == 421;
                if !self.broken {
                    let reset = within(self.timeouts.command, self.connection.command(Rset));
                    self.broken = reset.await.is_err();
                }
                Reply::Refused { code, enhanced: Enhanced::of(&text), text: format!("{code} {text}") }
            }
            Fault::Broken(why) => {
                self.broken = true;
                match dot {
                    true => Reply::Unknown(format!("no answer to the end of the message: {why}")),
                    false => Reply::NotSent(format!("the connection ended at {stage}: {why}")),
                }
            }
        }
    }

    /// Whether the server still answers.
    pub async fn is_alive(&mut self) -> bool {
        self.is_usable() && within(Duration::from_secs(10), self.connection.command(Noop)).await.is_ok()
    }

    /// Says goodbye.
    pub async fn quit(mut self) {
        if self.is_usable() {
            let _ = timeout(Duration::from_secs(5), self.connection.quit()).await;
        }
    }
}

/// What a command begins with.
fn verb(command: &str) -> &str {
    command.split_whitespace().next().unwrap_or_default()
}

/// A message as it goes over the line: dots that begin a line doubled, and the dot that ends it (RFC 5321, 4.5.2). Nothing
/// where it is not text.
fn transparent(message: &[u8]) -> Option<String> {
    let message = std::str::from_utf8(message).ok()?;
    let mut out = String::with_capacity(message.len() + message.len() / 64 + 8);
    if message.starts_with('.') {
        out.push('.');
    }
    let mut written = 0;
    for line in memmem::find_iter(message.as_bytes(), "\r\n.") {
        out.push_str(&message[written..line + 3]);
        out.push('.');
        written = line + 3;
    }
    out.push_str(&message[written..]);
    if !out.ends_with("\r\n") {
        out.push_str("\r\n");
    }
    out.push_str(".\r\n");
    Some(out)
}

/// Why a command was not answered with yes.
enum Fault {
    /// It was answered with no.
    Reply(u16, String),
    /// It was not answered.
    Broken(String),
}

async fn within(limit: Duration, answer: impl Future<Output = Result<Response, Error>>) -> Result<Response, Fault> {
    match timeout(limit, answer).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => match said(&error) {
            (0, text) => Err(Fault::Broken(text)),
            (code, text) => Err(Fault::Reply(code, text)),
        },
        Err(_) => Err(Fault::Broken(format!("silence for {} s", limit.as_secs()))),
    }
}

/// Code and text of a reply; 0 where there was none.
pub(super) fn said(error: &Error) -> (u16, String) {
    let code = error.status().map_or(0, u16::from);
    let text = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    (code, plain.trim().to_owned())
}

async fn open(server: &Server, tls: Option<&Arc<ClientConfig>>, hello: &str) -> std::io::Result<Stream> {
    let tcp = TcpStream::connect((server.host.as_str(), server.port)).await?;
    tcp.set_nodelay(true)?;
    let config = || tls.cloned().ok_or_else(|| std::io::Error::other("no certificates are trusted"));
    match server.encryption {
        Encryption::Implicit => Stream::encrypted(tcp, &server.host, config()?).await,
        Encryption::StartTls => Stream::upgraded(tcp, hello, &server.host, config()?).await,
        Encryption::None => Stream::plain(tcp),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_that_begin_a_line_are_doubled_and_one_ends_it() {
        for (message, sent) in [
            ("a\r\n", "a\r\n.\r\n"),
            ("a", "a\r\n.\r\n"),
            ("", "\r\n.\r\n"),
            (".\r\n..\r\na.\r\n\r\n.\r\n", "..\r\n...\r\na.\r\n\r\n..\r\n.\r\n"),
        ] {
            assert_eq!(transparent(message.as_bytes()).as_deref(), Some(sent));
        }
        assert_eq!(transparent(b"\xff"), None);
    }

    #[test]
    fn status_codes() {
        assert_eq!(Enhanced::of("5.1.1 no such user"), Some(Enhanced(5, 1, 1)));
        for none in ["", "no", "5.1", "5.1.1.1", "9.9.9 x", "127.0.0.1"] {
            assert_eq!(Enhanced::of(none), None, "{none}");
        }
    }
}
