//! A mail server for tests, which does to each message what a script says.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// Where a transaction stands when the script is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// A client has connected.
    Connect,
    /// MAIL
    Mail,
    /// RCPT
    Rcpt,
    /// DATA, before the message.
    Data,
    /// The first line of the message has come.
    Middle,
    /// The last dot has come, the message is not taken yet.
    Dot,
    /// The message is taken, the answer not given yet.
    Taken,
    /// The answer has been given.
    Answered,
}

/// What the server does then.
#[derive(Debug, Clone)]
#[allow(dead_code, reason = "not every test asks for everything")]
pub enum Act {
    /// What it should.
    Go,
    /// It answers this instead, and takes nothing.
    Say(&'static str),
    /// It closes the connection without a word.
    Drop,
    /// It says nothing until the client gives up.
    Silence,
}

/// A message that the server took: once it did, the reader has it.
#[derive(Debug, Clone)]
#[allow(dead_code, reason = "not every test looks at everything")]
pub struct Mail {
    pub from: String,
    pub to: String,
    pub bytes: Vec<u8>,
}

type Script = dyn Fn(Stage, &str) -> Act + Send + Sync;

/// A running server.
pub struct Sink {
    pub port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    mails: Mutex<Vec<Mail>>,
    script: Box<Script>,
    ended: AtomicBool,
    /// Offer that commands may follow one another unanswered (RFC 2920).
    pipelining: AtomicBool,
    /// Keep what is delivered without its bytes.
    light: bool,
}

impl Sink {
    /// A server that does what the script says: at which stage, for which recipient (known from RCPT on).
    #[allow(dead_code, reason = "for the smaller tests")]
    pub fn start(script: impl Fn(Stage, &str) -> Act + Send + Sync + 'static) -> Self {
        Self::with(false, script)
    }

    /// The same, which keeps no more than the headers.
    #[allow(dead_code, reason = "for the larger tests")]
    pub fn light(script: impl Fn(Stage, &str) -> Act + Send + Sync + 'static) -> Self {
        Self::with(true, script)
    }

    fn with(light: bool, script: impl Fn(Stage, &str) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            mails: Mutex::default(),
            script: Box::new(script),
            ended: AtomicBool::new(false),
            pipelining: AtomicBool::new(false),
            light,
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { continue };
                if serving.ended.load(Ordering::SeqCst) {
                    break;
                }
                let shared = Arc::clone(&serving);
                std::thread::spawn(move || serve(&stream, &shared));
            }
        });
        Self { port, shared }
    }

    /// Whether it offers that commands may follow one another unanswered; to be said before anybody connects.
    #[allow(dead_code, reason = "not every test needs both")]
    pub fn pipelining(self, offered: bool) -> Self {
        self.shared.pipelining.store(offered, Ordering::SeqCst);
        self
    }

    /// What was delivered so far.
    #[allow(dead_code, reason = "not every test looks at it")]
    pub fn mails(&self) -> Vec<Mail> {
        self.shared.mails.lock().expect("mails").clone()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// One connection, until either side closes it.
fn serve(stream: &TcpStream, shared: &Shared) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut reader = BufReader::with_capacity(64 * 1024, stream);
    // Accepted, each; who sends several commands at once may come to DATA without.
    let (mut from, mut to) = (None, None);
    act(shared, Stage::Connect, "", stream, "220 sink ready")?;
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let command = line.trim_end();
        let argument = || command.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        match command.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" => {
                if shared.pipelining.load(Ordering::SeqCst) {
                    say(stream, "250-sink\r\n250-PIPELINING")?;
                }
                say(stream, "250-sink\r\n250-AUTH PLAIN LOGIN XOAUTH2\r\n250 ENHANCEDSTATUSCODES")?;
            }
            "AUTH" => match command.ends_with("AGF0bGFzAHJpZ2h0") {
                true => say(stream, "235 2.7.0 welcome")?,
                false => say(stream, "535 5.7.8 no")?,
            },
            "MAIL" => {
                let accepted = act(shared, Stage::Mail, "", stream, "250 2.1.0 ok")?;
                (from, to) = (accepted.then(argument), None);
            }
            "RCPT" if from.is_none() => say(stream, "503 5.5.1 MAIL first")?,
            "RCPT" => {
                let reader = argument();
                to = act(shared, Stage::Rcpt, &reader, stream, "250 2.1.5 ok")?.then_some(reader);
            }
            "DATA" => match (from.take(), to.take()) {
                (Some(from), Some(to)) => {
                    if act(shared, Stage::Data, &to, stream, "354 go on")? {
                        let bytes = message(&mut reader, || act(shared, Stage::Middle, &to, stream, ""))?;
                        take(shared, Mail { from, to, bytes }, stream)?;
                    }
                }
                // What RFC 2920 allows, in 3.1.
                (Some(_), None) => {
                    say(stream, "354 go on")?;
                    message(&mut reader, || Some(true))?;
                    say(stream, "554 5.5.1 no valid recipients")?;
                }
                (None, _) => say(stream, "503 5.5.1 MAIL first")?,
            },
            "QUIT" => {
                say(stream, "221 2.0.0 bye")?;
                return None;
            }
            _ => say(stream, "250 2.0.0 ok")?,
        }
    }
}

fn take(shared: &Shared, mut mail: Mail, stream: &TcpStream) -> Option<()> {
    let to = mail.to.clone();
    match (shared.script)(Stage::Dot, &to) {
        Act::Go => {}
        act => return done(&act, stream).map(drop),
    }
    if shared.light {
        let end = mail.bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(mail.bytes.len());
        mail.bytes.truncate(end);
    }
    shared.mails.lock().expect("mails").push(mail);
    act(shared, Stage::Taken, &to, stream, "250 2.0.0 taken")?;
    match (shared.script)(Stage::Answered, &to) {
        Act::Go => Some(()),
        act => done(&act, stream).map(drop),
    }
}

/// Asks the script; true where it went as it should.
fn act(shared: &Shared, stage: Stage, to: &str, stream: &TcpStream, answer: &str) -> Option<bool> {
    match (shared.script)(stage, to) {
        Act::Go => say(stream, answer).map(|()| true),
        act => done(&act, stream),
    }
}

fn done(act: &Act, stream: &TcpStream) -> Option<bool> {
    match act {
        Act::Go => Some(true),
        Act::Say(answer) => say(stream, answer).map(|()| answer.starts_with("354")),
        Act::Drop => {
            let _ = stream.shutdown(std::net::Shutdown::Both);
            None
        }
        Act::Silence => {
            let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
            let mut stream = stream;
            let _ = stream.read(&mut [0; 1]);
            None
        }
    }
}

fn say(mut stream: &TcpStream, answer: &str) -> Option<()> {
    if answer.is_empty() {
        return Some(());
    }
    stream.write_all(format!("{answer}\r\n").as_bytes()).ok()
}

/// A message up to its last dot, the dots that were added taken away; `middle` is asked after its first line.
fn message(reader: &mut impl BufRead, middle: impl Fn() -> Option<bool>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        if line == b".\r\n" {
            return Some(bytes);
        }
        if bytes.is_empty() {
            middle()?;
        }
        bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
