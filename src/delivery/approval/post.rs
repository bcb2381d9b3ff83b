//! Single mails, to approvers and testers, through the project's relay.

use std::{fs, path::Path};

use lettre::{Address, message::dkim::DkimConfig};
use tokio::runtime::Runtime;

use crate::{
    delivery::{
        DeliveryError,
        dispatch::Settings,
        secret::Key,
        smtp::{Relay, Reply, Session},
    },
    model::{Delivery, value::EmailAddress},
};

/// A way to send single mails.
pub struct Post {
    settings: Settings,
    runtime: Runtime,
    from: Address,
    sent: usize,
}

impl Post {
    /// By the project's relay.
    ///
    /// # Errors
    /// The settings cannot be followed, or there is no password.
    pub fn new(root: &Path, delivery: &Delivery, key: Key) -> Result<Self, DeliveryError> {
        let settings = Settings::new(root, delivery, key)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| DeliveryError::Setting(format!("cannot send: {error}")))?;
        let from = address(&delivery.from_address)?;
        Ok(Self { settings, runtime, from, sent: 0 })
    }

    /// The key that the project's mail is signed with.
    pub fn signing_key(&self) -> Option<&DkimConfig> {
        self.settings.dkim.as_deref()
    }

    /// Sends a mail, named for the folder where the relay is one.
    ///
    /// # Errors
    /// The relay did not take it.
    pub fn send(&mut self, to: &EmailAddress, name: &str, mail: &[u8]) -> Result<(), DeliveryError> {
        self.sent += 1;
        let Self { settings, runtime, from, sent } = self;
        let server = match &settings.relay {
            Relay::Folder(folder) => {
                let path = folder.join(format!("{name}.{sent}.eml"));
                let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, mail));
                return written.map_err(DeliveryError::file("write", &path));
            }
            Relay::Server(server) => server,
        };
        let receiver = address(to)?;
        let reply = runtime.block_on(async {
            let (login, tls) = (settings.login.as_ref(), settings.tls.as_ref());
            let session = Session::connect(server, login, tls, &settings.hello, settings.timeouts).await;
            let mut session = session.map_err(|error| DeliveryError::Setting(error.to_string()))?;
            let reply = session.send(from, &receiver, mail).await;
            session.quit().await;
            Ok::<_, DeliveryError>(reply)
        })?;
        let why = match reply {
            Reply::Sent(_) => return Ok(()),
            Reply::Refused { text: why, .. } | Reply::NotSent(why) | Reply::Unknown(why) => why,
        };
        Err(DeliveryError::Setting(format!("the relay did not take the mail to {to}: {why}")))
    }
}

fn address(address: &EmailAddress) -> Result<Address, DeliveryError> {
    address.as_str().parse().map_err(|_| DeliveryError::Setting(format!("`{address}` cannot be written to")))
}
