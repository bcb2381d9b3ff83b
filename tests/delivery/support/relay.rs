//! A relay that encrypts and asks who signs in, for tests. It writes down what it was told, and whether that was in the clear.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio_rustls::rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring::default_provider,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

/// How it encrypts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// From the first byte.
    Implicit,
    /// By STARTTLS.
    StartTls,
    /// Somebody between takes STARTTLS out of what it offers.
    Stripped,
    /// It offers STARTTLS and refuses it.
    Refused,
    /// Somebody between adds an answer of their own before the encryption begins.
    Injected,
}

/// What it was told.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Lines that anybody could read.
    pub clear: Vec<String>,
    /// Mechanism, and what was shown, decoded.
    pub logins: Vec<(String, String)>,
    /// Receivers of the mails that it took.
    pub receivers: Vec<String>,
}

/// A running relay.
pub struct Relay {
    pub port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    seen: Mutex<Seen>,
    security: Security,
    tls: Arc<ServerConfig>,
    /// The mechanisms that it offers.
    offers: &'static str,
    /// What it answers to who shows who they are.
    welcome: &'static str,
    ended: AtomicBool,
}

/// A file of test certificates.
pub fn certificate(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tls").join(name)
}

impl Relay {
    /// A relay with the certificate of a file, which offers mechanisms and answers to them.
    pub fn start(security: Security, file: &str, offers: &'static str, welcome: &'static str) -> Self {
        let chain = CertificateDer::pem_file_iter(certificate(file)).expect("a file");
        let chain = chain.collect::<Result<Vec<_>, _>>().expect("certificates");
        let key = PrivateKeyDer::from_pem_file(certificate(file)).expect("a key");
        let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let builder = builder.with_safe_default_protocol_versions().expect("versions").with_no_client_auth();
        let tls = Arc::new(builder.with_single_cert(chain, key).expect("a certificate"));
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let ended = AtomicBool::new(false);
        let shared = Arc::new(Shared { seen: Mutex::default(), security, tls, offers, welcome, ended });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if serving.ended.load(Ordering::SeqCst) {
                    break;
                }
                let shared = Arc::clone(&serving);
                std::thread::spawn(move || shared.serve(stream));
            }
        });
        Self { port, shared }
    }

    /// What it was told so far.
    pub fn seen(&self) -> Seen {
        self.shared.seen.lock().expect("seen").clone()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Shared {
    fn serve(&self, tcp: TcpStream) -> Option<()> {
        tcp.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
        if self.security == Security::Implicit {
            return self.talk(&mut BufReader::new(self.encrypted(tcp)?), true);
        }
        let mut clear = BufReader::new(tcp);
        say(&mut clear, "220 relay ready")?;
        loop {
            let line = self.line(&mut clear, true)?;
            match verb(&line).as_str() {
                "EHLO" if self.security == Security::Stripped => say(&mut clear, "250-relay\r\n250 AUTH PLAIN")?,
                "EHLO" => say(&mut clear, "250-relay\r\n250-STARTTLS\r\n250 AUTH PLAIN")?,
                "STARTTLS" if self.security == Security::Refused => say(&mut clear, "454 4.7.0 not now")?,
                "STARTTLS" if self.security == Security::Injected => {
                    say(&mut clear, "220 go on\r\n250-relay\r\n250 AUTH PLAIN\r\n235 welcome")?;
                }
                "STARTTLS" => {
                    say(&mut clear, "220 go on")?;
                    return self.talk(&mut BufReader::new(self.encrypted(clear.into_inner())?), false);
                }
                // What a careless client would do next.
                _ => say(&mut clear, "235 welcome")?,
            }
        }
    }

    fn encrypted(&self, tcp: TcpStream) -> Option<StreamOwned<ServerConnection, TcpStream>> {
        Some(StreamOwned::new(ServerConnection::new(Arc::clone(&self.tls)).ok()?, tcp))
    }

    fn talk<S: Read + Write>(&self, stream: &mut BufReader<S>, greet: bool) -> Option<()> {
        if greet {
            say(stream, "220 relay ready")?;
        }
        let mut to = String::new();
        loop {
            let line = self.line(stream, false)?;
            match verb(&line).as_str() {
                "EHLO" if self.offers.is_empty() => say(stream, "250 relay")?,
                "EHLO" => say(stream, &format!("250-relay\r\n250 AUTH {}", self.offers))?,
                "AUTH" => self.sign_in(stream, &line)?,
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1)?.to_owned();
                    say(stream, "250 2.1.5 ok")?;
                }
                "DATA" => {
                    say(stream, "354 go on")?;
                    while self.line(stream, false)? != "." {}
                    self.seen.lock().expect("seen").receivers.push(std::mem::take(&mut to));
                    say(stream, "250 2.0.0 taken")?;
                }
                "QUIT" => return say(stream, "221 2.0.0 bye"),
                _ => say(stream, "250 2.0.0 ok")?,
            }
        }
    }

    fn sign_in<S: Read + Write>(&self, stream: &mut BufReader<S>, line: &str) -> Option<()> {
        let decoded = |text: &str| String::from_utf8(STANDARD.decode(text).expect("base64")).expect("UTF-8");
        let mut words = line.split(' ').skip(1);
        let mechanism = words.next()?.to_owned();
        let shown = match words.next() {
            Some(word) => decoded(word),
            None => {
                say(stream, "334 VXNlcm5hbWU6")?;
                let user = decoded(&self.line(stream, false)?);
                say(stream, "334 UGFzc3dvcmQ6")?;
                format!("{user} {}", decoded(&self.line(stream, false)?))
            }
        };
        self.seen.lock().expect("seen").logins.push((mechanism.clone(), shown));
        if mechanism == "XOAUTH2" && self.welcome.starts_with('5') {
            say(stream, &format!("334 {}", STANDARD.encode("{\"status\":\"401\",\"schemes\":\"bearer\"}")))?;
            assert_eq!(self.line(stream, false)?, "", "an empty line asks for the answer");
        }
        say(stream, self.welcome)
    }

    fn line<S: Read>(&self, stream: &mut BufReader<S>, clear: bool) -> Option<String> {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
        if clear {
            self.seen.lock().expect("seen").clear.push(line.clone());
        }
        Some(line)
    }
}

fn verb(line: &str) -> String {
    line.split(' ').next().unwrap_or_default().to_ascii_uppercase()
}

fn say<S: Read + Write>(stream: &mut BufReader<S>, answer: &str) -> Option<()> {
    let stream = stream.get_mut();
    stream.write_all(format!("{answer}\r\n").as_bytes()).ok()?;
    stream.flush().ok()
}
