//! A kommun as the seeds describe it.

use serde::{Deserialize, Serialize};

use super::{PageType, Traits, most_similar};

/// A län: SCB's two digits and the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lan {
    /// Two digits, e.g. `01`.
    pub code: String,
    /// E.g. `Stockholms län`.
    pub name: String,
}

/// The län by SCB's code; 02, 11, 15 and 16 are no longer in use.
const LAN: [(&str, &str); 21] = [
    ("01", "Stockholms län"),
    ("03", "Uppsala län"),
    ("04", "Södermanlands län"),
    ("05", "Östergötlands län"),
    ("06", "Jönköpings län"),
    ("07", "Kronobergs län"),
    ("08", "Kalmar län"),
    ("09", "Gotlands län"),
    ("10", "Blekinge län"),
    ("12", "Skåne län"),
    ("13", "Hallands län"),
    ("14", "Västra Götalands län"),
    ("17", "Värmlands län"),
    ("18", "Örebro län"),
    ("19", "Västmanlands län"),
    ("20", "Dalarnas län"),
    ("21", "Gävleborgs län"),
    ("22", "Västernorrlands län"),
    ("23", "Jämtlands län"),
    ("24", "Västerbottens län"),
    ("25", "Norrbottens län"),
];

impl Lan {
    /// The län of a code and a name as a list of kommuner has them. Where one of the two is missing, or the code stands
    /// as the name, SCB's list fills in; other names stay as they are.
    pub fn of(code: &str, name: &str) -> Self {
        let written = Self { code: code.to_owned(), name: name.to_owned() };
        let known = LAN.iter().map(|&(code, name)| Self { code: code.to_owned(), name: name.to_owned() });
        match (code, name) {
            ("", "") => written,
            ("", name) => known.into_iter().find(|lan| lan.is_called(name)).unwrap_or(written),
            (code, "") => known.into_iter().find(|lan| lan.code == code).unwrap_or(written),
            _ => written,
        }
    }

    /// Whether a person means it: its code or its name, `län` or not (`12`, `Skåne län`, `skåne`, `Stockholm`).
    pub fn is_called(&self, wanted: &str) -> bool {
        let (wanted, name) = (wanted.trim().to_lowercase(), self.name.to_lowercase());
        let short = name.strip_suffix(" län").unwrap_or(&name);
        self.code == wanted || name == wanted || short == wanted || short.strip_suffix('s') == Some(wanted.as_str())
    }
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

impl Kommun {
    /// Whether a person means it: its code or its name, with what kind of thing it is or without (`Malmö`, `malmö kommun`,
    /// `Stockholms stad`).
    pub fn is_called(&self, wanted: &str) -> bool {
        let (wanted, name) = (wanted.trim(), bare(&self.name));
        let meant = bare(wanted);
        let in_genitive = || meant != folded(wanted) && meant.strip_suffix('s') == Some(name.as_str());
        self.code == wanted || meant == name || in_genitive()
    }
}

/// The name among `names` of the kommun that a person most likely meant, if one is like enough.
pub fn most_similar_kommun<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    most_similar(&bare(wanted), names)
}

fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A name in lower case, without `kommun`, `stad` and `region`.
fn bare(name: &str) -> String {
    let name = folded(name);
    let kinds = [" kommun", " kommunen", " stad"];
    let short = kinds.iter().find_map(|kind| name.strip_suffix(kind)).or_else(|| name.strip_prefix("region "));
    short.unwrap_or(&name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lan_is_filled_in_from_its_code_or_its_name() {
        let dalarna = Lan { code: "20".to_owned(), name: "Dalarnas län".to_owned() };
        for (code, name) in [("20", "Dalarnas län"), ("20", ""), ("", "20"), ("", "Dalarna"), ("", "dalarnas län")] {
            assert_eq!(Lan::of(code, name), dalarna, "{code:?} {name:?}");
        }
        assert_eq!(Lan::of("", ""), Lan::default());
        assert_eq!(Lan::of("", "Björnslätts län").name, "Björnslätts län");
        assert_eq!(Lan::of("99", "Björnslätts län").code, "99");
    }

    #[test]
    fn a_kommun_answers_to_its_name_as_people_write_it() {
        let kommun = |name: &str| Kommun { code: "9001".to_owned(), name: name.to_owned(), ..Kommun::default() };
        for (name, wanted) in [
            ("Malmö", "malmö kommun"),
            ("Malmö", " Malmö  stad "),
            ("Malmö", "9001"),
            ("Stockholm", "Stockholms stad"),
            ("Gotland", "Region Gotland"),
            ("Upplands Väsby", "UPPLANDS VÄSBY"),
            ("Västerås", "Västerås stad"),
            ("Hedlunda kommun", "hedlunda"),
        ] {
            assert!(kommun(name).is_called(wanted), "{wanted}");
        }
        for wanted in ["", "kommun", "Malmös", "Malm", "Malmö län"] {
            assert!(!kommun("Malmö").is_called(wanted), "{wanted}");
        }
        assert_eq!(most_similar_kommun("Falu kommun", ["Falkenberg", "Falun"]), Some("Falun"));
        assert_eq!(most_similar_kommun("kommun", ["Falun"]), None);
    }

    #[test]
    fn a_lan_answers_to_its_code_and_to_its_name() {
        let lan = Lan { code: "01".to_owned(), name: "Stockholms län".to_owned() };
        for wanted in ["01", "Stockholms län", "stockholms", "Stockholm"] {
            assert!(lan.is_called(wanted), "{wanted}");
        }
        for wanted in ["", "1", "Stock", "Skåne"] {
            assert!(!lan.is_called(wanted), "{wanted}");
        }
    }
}
