//! Signing in (RFC 4954): PLAIN, LOGIN, XOAUTH2.

use std::{future::Future, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use lettre::transport::smtp::{
    Error,
    authentication::{Credentials, Mechanism},
    client::AsyncSmtpConnection,
};
use tokio::time::timeout;

use super::session::{ConnectError, said};
use crate::{delivery::secret::Secret, model::Auth};

/// Who signs in, and how.
#[derive(Debug, Clone)]
pub struct Login {
    /// The user.
    pub user: String,
    /// The password, or the access token.
    pub secret: Secret,
    /// The mechanism.
    pub auth: Auth,
}

impl Login {
    /// Signs in; each answer may take as long as `limit`. What the relay says to it is told, what it is told is not.
    ///
    /// # Errors
    /// The relay does not accept who signs in or how, or broke off.
    pub async fn show(&self, connection: &mut AsyncSmtpConnection, limit: Duration) -> Result<(), ConnectError> {
        let allowed: &[Mechanism] = match self.auth {
            Auth::Password => &[Mechanism::Plain, Mechanism::Login],
            Auth::Plain => &[Mechanism::Plain],
            Auth::Login => &[Mechanism::Login],
            Auth::Xoauth2 => &[Mechanism::Xoauth2],
        };
        let server = connection.server_info();
        let Some(mechanism) = server.get_auth_mechanism(allowed) else {
            let offered = [Mechanism::Plain, Mechanism::Login, Mechanism::Xoauth2];
            let offered = offered.into_iter().filter(|mechanism| server.supports_auth_mechanism(*mechanism));
            return Err(ConnectError::Login(not_offered(&names(allowed), &offered.collect::<Vec<_>>())));
        };
        match mechanism {
            Mechanism::Xoauth2 => self.show_token(connection, limit).await,
            _ => {
                let credentials = Credentials::new(self.user.clone(), self.secret.reveal().to_owned());
                answered(limit, connection.auth(&[mechanism], &credentials)).await.map(drop)
            }
        }
    }

    /// XOAUTH2: a server that refuses says why in a challenge, and gives its answer to the empty line after it.
    async fn show_token(&self, connection: &mut AsyncSmtpConnection, limit: Duration) -> Result<(), ConnectError> {
        let shown = STANDARD.encode(format!("user={}\x01auth=Bearer {}\x01\x01", self.user, self.secret.reveal()));
        let response = answered(limit, connection.command(format!("AUTH XOAUTH2 {shown}\r\n"))).await?;
        if !response.has_code(334) {
            return Ok(());
        }
        let why = response.first_word().and_then(|word| STANDARD.decode(word).ok());
        let why = why.and_then(|json| serde_json::from_slice::<serde_json::Value>(&json).ok());
        let status = why.as_ref().and_then(|why| why.get("status")?.as_str()).map(plain);
        let refused = match answered(limit, connection.command("\r\n")).await {
            Err(ConnectError::Login(why)) => why,
            Err(other) => return Err(other),
            Ok(_) => "it asks for more than a token".to_owned(),
        };
        let status = status.map(|status| format!(" (status {status})")).unwrap_or_default();
        Err(ConnectError::Login(format!("{refused}{status}; an access token lives about an hour: is it a new one?")))
    }
}

async fn answered<T>(limit: Duration, answer: impl Future<Output = Result<T, Error>>) -> Result<T, ConnectError> {
    match timeout(limit, answer).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) if error.is_permanent() || error.is_client() => Err(ConnectError::Login(said(&error).1)),
        Ok(Err(error)) => Err(ConnectError::Unreachable(format!("while signing in: {}", said(&error).1))),
        Err(_) => Err(ConnectError::Unreachable("no answer while signing in".into())),
    }
}

fn not_offered(allowed: &str, offered: &[Mechanism]) -> String {
    match offered {
        [] => "it asks nobody to sign in: leave the user out of `relay:`, or take the port where it does".to_owned(),
        [Mechanism::Xoauth2] => {
            format!("it offers XOAUTH2, not {allowed}: write `auth: xoauth2`, with an access token for the password")
        }
        _ => format!("it offers {}, not {allowed}: change `auth:` in delivery.yaml", names(offered)),
    }
}

fn names(mechanisms: &[Mechanism]) -> String {
    mechanisms.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}
