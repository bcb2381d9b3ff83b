//! Where mail is handed to.

use std::{net::IpAddr, path::PathBuf};

use percent_encoding::percent_decode_str;

use crate::{
    delivery::DeliveryError,
    model::{Delivery, Tls},
};

/// What takes the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relay {
    /// A server.
    Server(Server),
    /// A folder, an `.eml` for each reader.
    Folder(PathBuf),
}

/// A server that takes mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// 587 or 465 unless stated.
    pub port: u16,
    /// Who signs in.
    pub user: Option<String>,
    /// How the connection is encrypted.
    pub encryption: Encryption,
}

/// How a connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// From its first byte.
    Implicit,
    /// By STARTTLS, always.
    StartTls,
    /// Not at all.
    None,
}

impl Relay {
    /// The relay of `delivery.yaml`.
    ///
    /// # Errors
    /// It is none; `load` says so with file and line.
    pub fn of(delivery: &Delivery) -> Result<Self, DeliveryError> {
        let wrong = || DeliveryError::Setting(format!("`{}` is not a way to send mail", delivery.relay));
        if let Some(folder) = delivery.relay.strip_prefix("file:") {
            return Ok(Self::Folder(folder.into()));
        }
        let url = url::Url::parse(&delivery.relay).map_err(|_| wrong())?;
        let host = url.host_str().ok_or_else(wrong)?.trim_start_matches('[').trim_end_matches(']').to_owned();
        let implicit = url.scheme() == "smtps";
        let user = percent_decode_str(url.username()).decode_utf8_lossy().into_owned();
        // Certificates for this machine are rare: they are checked where `ca_file` names who signed them.
        let local = is_loopback(&host) && delivery.ca_file.is_none();
        let encryption = match implicit {
            true => Encryption::Implicit,
            false if delivery.tls == Tls::None || local => Encryption::None,
            false => Encryption::StartTls,
        };
        let port = url.port().unwrap_or(if implicit { 465 } else { 587 });
        Ok(Self::Server(Server { host, port, user: Some(user).filter(|user| !user.is_empty()), encryption }))
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
