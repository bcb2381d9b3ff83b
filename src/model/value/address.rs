use std::{fmt, str::FromStr};

use super::ValueError;

/// An e-mail address (RFC 5321), as `lettre` accepts it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for EmailAddress {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl FromStr for EmailAddress {
    type Err = ValueError;
    fn from_str(text: &str) -> Result<Self, ValueError> {
        match text.parse::<lettre::Address>() {
            Ok(_) if text.is_ascii() && text.len() <= 254 => Ok(Self(text.into())),
            _ => Err(ValueError::new(
                format!("`{text}` is not an e-mail address"),
                "write it as `name@company.example`, without a display name",
            )),
        }
    }
}

/// Where a link leads: an absolute `https`, `http`, `mailto` or `tel` address, normalised as browsers do (WHATWG URL).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link(String);

impl Link {
    /// As text, in ASCII.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As people read it: without `https://`, `www.` and a lone final `/`.
    pub fn short(&self) -> &str {
        let rest = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        let rest = rest.strip_prefix("mailto:").unwrap_or(rest);
        rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for Link {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl FromStr for Link {
    type Err = ValueError;
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let wrong = |help: String| ValueError::new(format!("`{text}` is not an absolute link"), help);
        if text.contains("{{") {
            let help =
                "leave the key out, and it leads to the site's `link`, else the project's; or write the whole address";
            return Err(ValueError::new("an address holds no fields", help));
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(wrong("a link holds no spaces: write %20 for one".into()));
        }
        let help = "write the whole address, as `https://intranet.example/page`";
        match url::Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "https" | "http") && url.has_host() => Ok(Self(url.into())),
            Ok(url) if url.scheme() == "mailto" && url.path().contains('@') => Ok(Self(url.into())),
            Ok(url) if url.scheme() == "tel" && !url.path().is_empty() => Ok(Self(url.into())),
            Ok(url) => Err(wrong(format!("`{}:` links cannot be used; {help}", url.scheme()))),
            Err(_) if text.contains('@') => Err(wrong(format!("write `mailto:{text}`"))),
            Err(_) if text.contains('.') && !text.starts_with(['.', '/']) => {
                Err(wrong(format!("write `https://{text}`")))
            }
            Err(_) => Err(wrong(help.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links() {
        assert_eq!("https://www.x.example/".parse::<Link>().unwrap().short(), "x.example");
        assert!("mailto:a@b.example".parse::<Link>().is_ok());
        for wrong in
            ["x.example", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "a b", "//x"]
        {
            assert!(wrong.parse::<Link>().is_err(), "{wrong}");
        }
        assert!("agora.example/p".parse::<Link>().unwrap_err().help.unwrap().contains("`https://agora.example/p`"));
    }

    #[test]
    fn addresses() {
        assert!("a.b+c@horizon.example".parse::<EmailAddress>().is_ok());
        for wrong in ["", "a", "a@", "A <a@b.example>", "a@b.example\r\nBcc: c@d.example", "é@b.example"] {
            assert!(wrong.parse::<EmailAddress>().is_err(), "{wrong}");
        }
    }
}
