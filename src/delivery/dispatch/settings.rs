//! What `delivery.yaml` means for a sender.

use std::{path::Path, sync::Arc, time::Duration};

use lettre::{Address, message::dkim::DkimConfig, transport::smtp::extension::ClientId};
use tokio_rustls::rustls::ClientConfig;

use crate::{
    delivery::{
        DeliveryError,
        bounce::token,
        mail::signing_key,
        secret::{Key, password},
        smtp::{Encryption, Login, Relay, Timeouts, trusted},
    },
    model::{Bounces, Delivery, Rate, value::EmailAddress},
};

/// How a sender sends.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where to.
    pub relay: Relay,
    /// Who signs in.
    pub login: Option<Login>,
    /// Which certificates are trusted.
    pub tls: Option<Arc<ClientConfig>>,
    /// Connections at once.
    pub connections: usize,
    /// What the provider allows.
    pub rate: Option<Rate>,
    /// How many messages it takes within any 24 hours.
    pub daily_limit: Option<u32>,
    /// What a crash may leave in doubt on each connection, 2 at least: half of it is being sent, half is handed over ahead.
    pub batch: usize,
    /// How long each stage may take.
    pub timeouts: Timeouts,
    /// When to try again.
    pub backoff: Backoff,
    /// The key that signs mail.
    pub dkim: Option<Arc<DkimConfig>>,
    /// Where mail that cannot be delivered comes back to.
    pub bounces: Bounces,
    /// The project's key, for tokens.
    pub key: Key,
    /// Our name.
    pub hello: String,
    /// Who is told, in a run that goes on, of what changes: a pause, a relay out of reach.
    pub told: Option<fn(&str)>,
}

/// When to try again: each time after four times as long, up to a limit.
#[derive(Debug, Clone, Copy)]
pub struct Backoff {
    /// After the first attempt.
    pub first: Duration,
    /// At most.
    pub most: Duration,
}

impl Backoff {
    /// After how many milliseconds, a fifth more or less, so that not everything comes back at once.
    pub fn after(&self, attempt: u32, seed: i64) -> i64 {
        let most = self.most.as_millis() as i64;
        let base = (self.first.as_millis() as i64).saturating_mul(4_i64.saturating_pow(attempt.min(12))).min(most);
        // Fibonacci hashing: neighbouring rows fall far apart.
        let spread = (seed as u64).wrapping_add(u64::from(attempt)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        base * 4 / 5 + (base * 2 / 5) * (spread as i64) / (1 << 32)
    }
}

impl Settings {
    /// Tells whoever wants to know.
    pub(super) fn tell(&self, text: &str) {
        if let Some(told) = self.told {
            told(text);
        }
    }

    /// The settings of a project, with its secrets.
    ///
    /// # Errors
    /// A file cannot be read, there is no password, a key cannot be used.
    pub fn new(root: &Path, delivery: &Delivery, key: Key) -> Result<Self, DeliveryError> {
        let relay = match Relay::of(delivery)? {
            Relay::Folder(folder) => Relay::Folder(root.join(folder)),
            relay => relay,
        };
        let file = |path: &Option<String>| path.as_ref().map(|path| root.join(path));
        let (mut login, mut tls) = (None, None);
        if let Relay::Server(server) = &relay {
            if let Some(user) = &server.user {
                let secret = password(user, &server.host, file(&delivery.password_file).as_deref())?;
                login = Some(Login { user: user.clone(), secret, auth: delivery.auth });
            }
            if server.encryption != Encryption::None {
                tls = Some(trusted(file(&delivery.ca_file).as_deref())?);
            }
        }
        let dkim = delivery.dkim.as_ref().map(|dkim| {
            let path = root.join(&dkim.key_file);
            let text = std::fs::read_to_string(&path).map_err(DeliveryError::file("read", &path))?;
            signing_key(&dkim.domain, &dkim.selector, &text).map(Arc::new)
        });
        Ok(Self {
            relay,
            login,
            tls,
            connections: delivery.connections.clamp(1, 64) as usize,
            rate: delivery.rate,
            daily_limit: delivery.daily_limit,
            batch: 8,
            timeouts: Timeouts::default(),
            backoff: Backoff { first: Duration::from_secs(60), most: Duration::from_secs(4 * 3600) },
            dkim: dkim.transpose()?,
            bounces: delivery.bounces.clone(),
            key,
            hello: ClientId::default().to_string(),
            told: None,
        })
    }

    /// Messages a second, where there is a limit.
    pub(super) fn per_second(&self) -> Option<f64> {
        self.rate.map(|rate| f64::from(rate.messages) / f64::from(rate.seconds))
    }

    /// What a connection hands over in one commit, at the rate: no more than it can send in about a second.
    pub(super) fn batch(&self) -> usize {
        let most = (self.batch / 2).clamp(1, 32);
        self.per_second().map_or(most, |rate| (rate as usize).clamp(1, most))
    }

    /// How many claims may wait.
    pub(super) fn room(&self) -> usize {
        let most = self.connections * self.batch() * 4;
        self.per_second().map_or(most, |rate| ((rate * 20.0) as usize).clamp(1, most))
    }

    /// How long a claim holds, in milliseconds: longer than it may wait at the rate. In builds with debug assertions
    /// `FANION_LEASE` says otherwise, so that a test need not stop a sender for minutes.
    pub(super) fn lease(&self) -> i64 {
        let asked = std::env::var("FANION_LEASE").ok().filter(|_| cfg!(debug_assertions));
        if let Some(lease) = asked.and_then(|text| text.parse().ok()) {
            return lease;
        }
        let waiting = (self.room() + self.connections * self.batch()) as f64;
        self.per_second().map_or(120_000, |rate| ((waiting / rate * 2000.0) as i64).max(120_000))
    }

    /// The envelope's sender for a message.
    pub(super) fn envelope_sender(&self, from: &str, message_id: &str) -> Option<Address> {
        let address = match &self.bounces {
            Bounces::Sender => return from.parse().ok(),
            Bounces::Verp => from.to_owned(),
            Bounces::Address(address) => address.as_str().to_owned(),
        };
        let sealed = token::address(&address.parse::<EmailAddress>().ok()?, &token::sign(&self.key, message_id));
        // An address too long for a token: its bounces are known by their Message-ID.
        sealed.map_or(address, |sealed| sealed.as_str().to_owned()).parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_differs() {
        let backoff = Backoff { first: Duration::from_secs(60), most: Duration::from_secs(3600) };
        assert!((48_000..=72_000).contains(&backoff.after(0, 1)));
        assert!((192_000..=288_000).contains(&backoff.after(1, 1)));
        assert!((2_880_000..=4_320_000).contains(&backoff.after(30, 1)));
        let waits: std::collections::HashSet<i64> = (0..50).map(|id| backoff.after(0, id)).collect();
        assert!(waits.len() > 45);
    }
}
