//! Whom the relay must show to be: certificates that are trusted, and what is wrong with one that is not.

use std::{fmt, io, path::Path, sync::Arc};

use tokio_rustls::rustls::{
    CertificateError, ClientConfig, Error, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

use super::Server;
use crate::delivery::DeliveryError;

/// The relay does not encrypt.
#[derive(Debug)]
pub struct Unencrypted(pub String);

impl fmt::Display for Unencrypted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(why) = self;
        write!(f, "{why}; nothing is sent in the clear, unless delivery.yaml says `tls: none`")
    }
}

impl std::error::Error for Unencrypted {}

/// Why the other side is not trusted, where that is what ended a connection, and what to do.
pub fn doubt(error: &io::Error, server: &Server) -> Option<String> {
    let inner = error.get_ref()?;
    if let Some(unencrypted) = inner.downcast_ref::<Unencrypted>() {
        return Some(unencrypted.to_string());
    }
    let host = &server.host;
    let wrong = match inner.downcast_ref::<Error>()? {
        Error::InvalidCertificate(wrong) => wrong,
        Error::NoCertificatesPresented => return Some("it shows no certificate".into()),
        Error::InvalidMessage(_) => {
            let other = "`smtps://` is for a port that begins with TLS (465), `smtp://` for one with STARTTLS (587)";
            return Some(format!("it does not speak TLS at this port; {other}"));
        }
        Error::AlertReceived(alert) => return Some(format!("it breaks off the encryption: {alert:?}")),
        Error::PeerIncompatible(_) => return Some("it knows neither TLS 1.2 nor 1.3".into()),
        other => return Some(other.to_string()),
    };
    Some(match wrong {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate has expired: whoever runs it must renew it (or this machine's clock is wrong)".into()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet: is this machine's clock right?".into()
        }
        CertificateError::NotValidForName => format!("its certificate is not for `{host}`: {NAME}"),
        CertificateError::NotValidForNameContext { presented, .. } => {
            format!("its certificate is for {}, not for `{host}`: {NAME}", presented.join(", "))
        }
        CertificateError::UnknownIssuer => {
            "nobody whom this machine trusts has signed its certificate: put the company's root certificate (PEM) into a file, \
             and name that in `ca_file:` of delivery.yaml"
                .into()
        }
        CertificateError::Revoked => "its certificate was revoked".into(),
        // A certificate that signs for itself, made without a name or as that of an authority.
        other => format!("its certificate cannot be used: {other}"),
    })
}

/// What to do about a name.
const NAME: &str = "write in `relay:` the name that the certificate bears";

/// The certificates that are trusted: the system's, and those of a file.
///
/// # Errors
/// There are none, or the file cannot be read.
pub fn trusted(file: Option<&Path>) -> Result<Arc<ClientConfig>, DeliveryError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = file {
        let wrong =
            |why: String| DeliveryError::Setting(format!("cannot read certificates from `{}`: {why}", path.display()));
        let certificates = CertificateDer::pem_file_iter(path).map_err(|error| wrong(error.to_string()))?;
        let before = roots.len();
        for certificate in certificates {
            let certificate = certificate.map_err(|error| wrong(error.to_string()))?;
            roots.add(certificate).map_err(|error| wrong(error.to_string()))?;
        }
        if roots.len() == before {
            return Err(wrong("it holds none".into()));
        }
    }
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| DeliveryError::Setting(error.to_string()))?;
    Ok(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()))
}
