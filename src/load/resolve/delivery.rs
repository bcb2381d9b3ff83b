//! `delivery.yaml`

use jiff::{SignedDuration, Span};

use super::Resolver;
use crate::{
    diagnostic::{self, Code, Diagnostic, Located},
    load::raw::{decode::shorten, delivery as raw},
    model::{
        Bounces, Delivery, Dkim, Images, Rate,
        value::{EmailAddress, Link},
    },
};

impl Resolver<'_> {
    /// How mail leaves.
    pub fn delivery(&mut self, raw: &raw::Delivery) -> Delivery {
        let all = self.all();
        let connections = raw.connections.as_ref();
        if let Some(c) = connections.filter(|c| !(1..=64).contains(&c.value)) {
            let message = format!("{} connections cannot be kept", c.value);
            self.diagnostics
                .push(Diagnostic::new(Code::InvalidValue, &c.span, message).help("write a number from 1 to 64"));
        }
        if let Some(limit) = raw.daily_limit.as_ref().filter(|limit| limit.value == 0) {
            let diagnostic =
                Diagnostic::new(Code::InvalidValue, &limit.span, "with this limit nothing would ever leave");
            self.diagnostics
                .push(diagnostic.help("write how many messages the provider takes within 24 hours, or leave it out"));
        }
        self.relay(&raw.relay);
        self.needed_to_send(raw);
        Delivery {
            from_name: self.plain(&raw.from.name, &all),
            from_address: raw.from.address.value.clone(),
            reply_to: raw.reply_to.as_ref().map(|a| a.value.clone()),
            relay: raw.relay.value.clone(),
            connections: connections.map_or(4, |c| c.value),
            rate: raw.rate.as_ref().and_then(|rate| self.rate(rate)),
            daily_limit: raw.daily_limit.as_ref().map(|limit| limit.value).filter(|limit| *limit > 0),
            list_id: raw.list_id.as_ref().map(|l| l.value.clone()),
            unsubscribe: super::link(raw.unsubscribe.as_ref()).map(leaving),
            images: self.images(raw),
            on_unknown: raw.on_unknown.as_ref().map(|word| word.value).unwrap_or_default(),
            max_lateness: raw.max_lateness.as_ref().map_or(Delivery::MAX_LATENESS, |late| lateness(&late.value.0)),
            outbox: self.outbox(raw.outbox.as_ref()),
            password_file: raw.password_file.as_ref().map(|path| path.value.clone()),
            auth: raw.auth.as_ref().map(|word| word.value).unwrap_or_default(),
            tls: raw.tls.as_ref().map(|word| word.value).unwrap_or_default(),
            ca_file: raw.ca_file.as_ref().map(|path| path.value.clone()),
            dkim: raw.dkim.as_ref().and_then(|dkim| self.dkim(dkim, &raw.from.address.value)),
            bounces: self.bounces(raw.bounces.as_ref()),
        }
    }

    /// `sqlite:path`
    fn outbox(&mut self, raw: Option<&Located<String>>) -> String {
        let default = || ".fanion/outbox.db".to_owned();
        let Some(raw) = raw else { return default() };
        match raw.value.strip_prefix("sqlite:").filter(|path| !path.is_empty()) {
            Some(path) => path.to_owned(),
            None => {
                let message = format!("`{}` is not an outbox", shorten(&raw.value));
                let help = "write `sqlite:.fanion/outbox.db`";
                self.diagnostics.push(Diagnostic::new(Code::InvalidValue, &raw.span, message).help(help));
                default()
            }
        }
    }

    /// The signing domain ends the sender's address, else receivers take the signature for another's (RFC 7489, 3.1.1).
    fn dkim(&mut self, raw: &raw::Dkim, from: &EmailAddress) -> Option<Dkim> {
        let own = from.as_str().rsplit_once('@').map_or("", |(_, domain)| domain).to_ascii_lowercase();
        let domain = raw.domain.as_ref().map_or_else(|| own.clone(), |domain| domain.value.to_ascii_lowercase());
        if own != domain && !own.ends_with(&format!(".{domain}")) {
            let span = raw.domain.as_ref().map_or(&raw.selector.span, |domain| &domain.span);
            let message = format!("mail from `{own}` cannot be signed by `{}`", shorten(&domain));
            let help = format!("leave `domain` out, or write `domain: {own}`");
            self.diagnostics.push(Diagnostic::new(Code::InvalidValue, span, message).help(help));
            return None;
        }
        let label = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        let selector = &raw.selector;
        if selector.value.is_empty() || selector.value.len() > 63 || !selector.value.chars().all(label) {
            let message = format!("`{}` is not a selector", shorten(&selector.value));
            let help = "write what stands before `._domainkey` in the DNS, as `fanion1`";
            self.diagnostics.push(Diagnostic::new(Code::InvalidValue, &selector.span, message).help(help));
            return None;
        }
        Some(Dkim { domain, selector: selector.value.clone(), key_file: raw.key_file.value.clone() })
    }

    fn bounces(&mut self, raw: Option<&Located<String>>) -> Bounces {
        let Some(raw) = raw else { return Bounces::Sender };
        match raw.value.as_str() {
            "verp" => Bounces::Verp,
            text => match text.parse() {
                Ok(address) => Bounces::Address(address),
                Err(_) => {
                    let message = format!("`{}` is not where mail can come back to", shorten(text));
                    let help = "write `verp`, or an address as `bounces@company.example`";
                    self.diagnostics.push(Diagnostic::new(Code::InvalidValue, &raw.span, message).help(help));
                    Bounces::Sender
                }
            },
        }
    }

    /// Pictures that are fetched need an address that every reader's program will fetch from.
    fn images(&mut self, raw: &raw::Delivery) -> Images {
        let Some(word) = raw.images.as_ref().filter(|word| word.value == raw::ImagesWord::Link) else {
            return Images::Embed;
        };
        let help = "write `base: https://intranet.example/newsletters`, where you put what lies in output/…/pictures";
        match &raw.base {
            Some(base) if base.value.as_str().starts_with("https://") && !base.value.as_str().contains(['?', '#']) => {
                return Images::Link(base.value.clone());
            }
            Some(base) => {
                let message = format!("pictures cannot be linked below `{}`", shorten(base.value.as_str()));
                self.diagnostics.push(Diagnostic::new(Code::InvalidValue, &base.span, message).help(help));
            }
            None => {
                let message = "`images: link` needs the address that pictures are fetched from";
                self.diagnostics.push(Diagnostic::new(Code::MissingKey, &word.span, message).help(help));
            }
        }
        Images::Embed
    }

    fn relay(&mut self, relay: &Located<String>) {
        let folder = relay.value.strip_prefix("file:").is_some_and(|path| !path.is_empty());
        let url = url::Url::parse(&relay.value).ok();
        let server = url.as_ref().is_some_and(|u| matches!(u.scheme(), "smtp" | "smtps") && u.has_host());
        let help = "write `smtp://user@smtp.company.example:587`, `smtps://…` or `file:some/folder`";
        if url.is_some_and(|u| u.password().is_some()) {
            let diagnostic =
                Diagnostic::new(Code::InvalidValue, &relay.span, "a password has no place in a project file");
            self.diagnostics.push(diagnostic.help("remove it; set FANION_SMTP_PASSWORD or `password_file:` instead"));
        } else if !folder && !server {
            // What stands before an `@` may hold a password.
            let shown = match relay.value.rsplit_once('@') {
                Some((_, host)) => format!("…@{host}"),
                None => relay.value.clone(),
            };
            let message = format!("`{}` is not a way to send mail", shorten(&shown));
            self.diagnostics.push(Diagnostic::new(Code::InvalidValue, &relay.span, message).help(help));
        }
    }

    /// Warns of files that are not there: only the machine that sends needs them, and it may be another one.
    fn needed_to_send(&mut self, raw: &raw::Delivery) {
        let key = raw.dkim.as_ref().map(|dkim| (&dkim.key_file, "mail cannot be signed"));
        let password = raw.password_file.as_ref().map(|file| (file, "the relay will not be told the password"));
        let trusted = raw.ca_file.as_ref().map(|file| (file, "the relay will not be trusted"));
        for (file, without) in [key, password, trusted].into_iter().flatten() {
            if self.files.is_missing(&file.value) {
                let message = format!("there is no file `{}` on this machine: without it {without}", file.value);
                let help = "put it there on the machine that sends, where alone it is needed; paths begin at the \
                            project's folder";
                self.absent(&file.span, message, help);
            }
        }
        let folder = raw.relay.value.strip_prefix("file:").unwrap_or_default().trim_end_matches(['/', '\\']);
        if let Some((above, _)) = folder.rsplit_once(['/', '\\']).filter(|(above, _)| self.files.is_missing(above)) {
            let message = format!("there is no folder `{above}` on this machine, below which mail is to be written");
            self.absent(
                &raw.relay.span,
                message,
                "make it on the machine that sends, or write a folder of the project",
            );
        }
    }

    fn absent(&mut self, span: &diagnostic::Span, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::new(Code::NeededToSend, span, message).help(help));
    }

    /// `30 per minute`
    fn rate(&mut self, raw: &Located<String>) -> Option<Rate> {
        let mut words = raw.value.split_whitespace();
        let messages = words.next().and_then(|n| n.parse::<u32>().ok()).filter(|n| *n > 0);
        let seconds = match (words.next(), words.next(), words.next()) {
            (Some("per"), Some("second"), None) => Some(1),
            (Some("per"), Some("minute"), None) => Some(60),
            (Some("per"), Some("hour"), None) => Some(3600),
            (Some("per"), Some("day"), None) => Some(86_400),
            _ => None,
        };
        let rate = messages.zip(seconds).map(|(messages, seconds)| Rate { messages, seconds });
        if rate.is_none() {
            let message = format!("`{}` is not a rate", shorten(&raw.value));
            self.diagnostics
                .push(Diagnostic::new(Code::InvalidValue, &raw.span, message).help("write `30 per minute`"));
        }
        rate
    }
}

/// An address to leave by mail has a subject, in headers and in texts: some mail programs write none by themselves, and nobody could
/// tell what the mail asks.
fn leaving(link: Link) -> Link {
    let text = link.as_str();
    match text.starts_with("mailto:") && !text.contains('?') {
        true => format!("{text}?subject=unsubscribe").parse().unwrap_or(link),
        false => link,
    }
}

/// A span as a length of time: a day is 24 hours, a month 30 days.
fn lateness(span: &Span) -> SignedDuration {
    let days = i64::from(span.get_days()) + 30 * i64::from(span.get_months()) + 365 * i64::from(span.get_years());
    SignedDuration::from_hours(i64::from(span.get_hours()) + 24 * days) + SignedDuration::from_mins(span.get_minutes())
}
