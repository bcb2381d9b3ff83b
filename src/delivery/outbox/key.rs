//! The name of an issue.

use std::{fmt, str::FromStr};

use jiff::civil::DateTime;

use crate::{delivery::DeliveryError, model::value::Id};

/// A newsletter at its moment: `campaign/newsletter`, or `campaign/newsletter@2027-03-09T09:00` for one occurrence of
/// several.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IssueKey {
    /// The campaign.
    pub campaign: Id,
    /// The newsletter.
    pub newsletter: Id,
    /// Which occurrence, in the campaign's own time.
    pub occurrence: Option<DateTime>,
}

impl fmt::Display for IssueKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.campaign, self.newsletter)?;
        match self.occurrence {
            Some(moment) => write!(f, "@{}", moment.strftime("%Y-%m-%dT%H:%M")),
            None => Ok(()),
        }
    }
}

impl FromStr for IssueKey {
    type Err = DeliveryError;

    fn from_str(text: &str) -> Result<Self, DeliveryError> {
        let wrong = || DeliveryError::IssueName(text.to_owned());
        let (name, occurrence) = match text.split_once('@') {
            Some((name, moment)) => (name, Some(moment.parse().map_err(|_| wrong())?)),
            None => (text, None),
        };
        let (campaign, newsletter) = name.split_once('/').ok_or_else(wrong)?;
        let id = |part: &str| part.parse::<Id>().map_err(|_| wrong());
        Ok(Self { campaign: id(campaign)?, newsletter: id(newsletter)?, occurrence })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for name in ["launch/01-why", "launch/weekly@2027-03-09T09:00"] {
            assert_eq!(name.parse::<IssueKey>().unwrap().to_string(), name);
        }
        for wrong in ["", "launch", "launch/", "/x", "launch/x@soon", "a/b/c"] {
            assert!(wrong.parse::<IssueKey>().is_err(), "{wrong}");
        }
    }
}
