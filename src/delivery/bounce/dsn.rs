//! The fields of delivery reports (RFC 3464) and feedback reports (RFC 5965).

use super::{notice::Kind, status::Status};

/// Groups of fields, each a list of lowercase names and unfolded values.
pub struct Fields(Vec<Vec<(String, String)>>);

/// No report of one message has more.
const MAX_FIELDS: usize = 2000;
/// What is kept of a value, in characters.
const MAX_VALUE: usize = 2000;

impl Fields {
    /// Groups that empty lines divide.
    pub fn parse(content: &[u8]) -> Self {
        let text = String::from_utf8_lossy(content);
        let mut groups: Vec<Vec<(String, String)>> = vec![Vec::new()];
        let mut fields = 0;
        for line in text.lines() {
            let last = groups.last_mut().and_then(|group| group.last_mut());
            match (line.trim().is_empty(), line.starts_with([' ', '\t']), last) {
                (true, ..) => groups.push(Vec::new()),
                (false, true, Some((_, value))) if value.len() < MAX_VALUE => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                _ => {
                    let Some((name, value)) = line.split_once(':').filter(|_| fields < MAX_FIELDS) else { continue };
                    fields += 1;
                    let value: String = value.trim().chars().take(MAX_VALUE).collect();
                    groups
                        .last_mut()
                        .into_iter()
                        .for_each(|g| g.push((name.trim().to_ascii_lowercase(), value.clone())));
                }
            }
        }
        groups.retain(|group| !group.is_empty());
        Self(groups)
    }

    /// The first value of a field, in any group.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find_map(|group| field(group, name))
    }

    /// What is told of each recipient.
    pub fn recipients(&self) -> Vec<Recipient> {
        let groups =
            self.0.iter().filter(|group| field(group, "action").is_some() || field(group, "final-recipient").is_some());
        groups.map(|group| Recipient::of(group)).collect()
    }
}

fn field<'g>(group: &'g [(String, String)], name: &str) -> Option<&'g str> {
    group.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// What is told of one recipient.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// What it is.
    pub kind: Kind,
    /// Its status.
    pub status: Option<Status>,
    /// As it was written to, and as it came out after forwarding and lists.
    pub addresses: Vec<String>,
    /// What the server said.
    pub reason: String,
}

impl Recipient {
    fn of(group: &[(String, String)]) -> Self {
        let diagnostic = field(group, "diagnostic-code").map(typed).unwrap_or_default();
        let status = field(group, "status").and_then(Status::find);
        // Servers that only know 5.0.0 often pass on a better one in what the next server said.
        let vague = |status: &Status| status.subject == 0;
        let better = Status::find(&diagnostic).filter(|status| !vague(status)).or_else(|| Status::of_code(&diagnostic));
        let status = match status {
            Some(status) if vague(&status) => better.filter(|b| b.class == status.class).or(Some(status)),
            Some(status) => Some(status),
            None => better,
        };
        let kind = match field(group, "action").map(str::to_ascii_lowercase).as_deref().map(first_word) {
            Some("delayed") => Kind::Delayed,
            Some("delivered" | "relayed" | "expanded") => Kind::Delivered,
            _ => status.map_or(Kind::Hard, Status::kind),
        };
        let addresses = ["original-recipient", "final-recipient"].iter().filter_map(|name| field(group, name));
        let addresses = addresses.map(|value| bare(&typed(value))).filter(|a| a.contains('@')).collect();
        let reason =
            if diagnostic.is_empty() { field(group, "status").unwrap_or_default().to_owned() } else { diagnostic };
        Self { kind, status, addresses, reason }
    }
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default()
}

/// `rfc822; a@b` and `smtp; 550 no such user` without their type.
pub fn typed(value: &str) -> String {
    let known = ["rfc822", "utf-8", "smtp", "x-", "x400", "x.400", "unix", "dns"];
    match value.split_once(';') {
        Some((kind, rest)) if known.iter().any(|k| kind.trim().to_ascii_lowercase().starts_with(k)) => {
            rest.trim().to_owned()
        }
        _ => value.trim().to_owned(),
    }
}

/// An address without angle brackets, in small letters.
pub fn bare(address: &str) -> String {
    address.trim().trim_start_matches('<').trim_end_matches('>').to_ascii_lowercase()
}
