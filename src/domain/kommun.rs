//! A kommun as the seeds describe it.

use serde::{Deserialize, Serialize};

use super::{PageType, Traits};

/// A län: SCB's two digits and the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lan {
    /// Two digits, e.g. `01`.
    pub code: String,
    /// E.g. `Stockholms län`.
    pub name: String,
}

/// A page that is known beforehand: a hint for the frontier, not truth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownPage {
    /// Absolute address.
    pub url: String,
    /// What it was about when it was seen.
    pub kind: PageType,
}

/// One target of an audit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kommun {
    /// SCB's four digits; for a seed list without codes, the start page's host and port.
    pub code: String,
    /// Short name, e.g. `Botkyrka`.
    pub name: String,
    /// The län; empty when the seed list has none.
    pub lan: Lan,
    /// Absolute http(s) address where the crawl begins.
    pub start_url: String,
    /// Other hosts that belong to the kommun (lower case, no port unless the seed has one).
    pub extra_hosts: Vec<String>,
    /// Pages known beforehand.
    pub known_pages: Vec<KnownPage>,
    /// Inhabitants at the seeds' date, if known.
    pub population: Option<u32>,
    /// SKR's kommungrupp, e.g. `A2`.
    pub skr_group: String,
    /// The group's name, e.g. `Pendlingskommun nära storstad`.
    pub skr_group_name: String,
    /// Traits that decide which questions concern the kommun.
    pub traits: Traits,
    /// Codes of similar kommuner (Kolada's seven for äldreomsorg).
    pub peers: Vec<String>,
}
