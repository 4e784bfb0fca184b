//! What kind of page a page is. Rules name the types on which they are judged.

use serde::{Deserialize, Serialize};

/// The kinds of page that rules tell apart. The words are those of rule files and of `seeds/sidtyper.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageType {
    /// The kommun's start page.
    Start,
    /// Overview of care for older people.
    Aldreomsorg,
    /// The main page about hemtjänst.
    Hemtjanst,
    /// What help one can get: care, service, cleaning, company, night visits.
    Insatser,
    /// How to apply and what happens then.
    Ansokan,
    /// Fees for care of older people.
    Avgifter,
    /// The providers to choose among, or choosing and changing provider.
    Utforare,
    /// Contact page of the care of older people, or the kommun's contact centre.
    Kontakt,
    /// Views and complaints.
    Synpunkter,
    /// Support for relatives.
    Anhorig,
    /// Trygghetslarm and other alarms.
    Trygghetslarm,
    /// Meals brought home.
    Mat,
    /// Results, quality follow-up, promises.
    Kvalitet,
    /// Dementia, home health care, coming home from hospital, preventive help: next door to hemtjänst.
    Narliggande,
    /// In another language, easy read, sign language, or about minority languages.
    Sprak,
    /// The accessibility statement (tillgänglighetsredogörelse).
    Redogorelse,
    /// News, press release, calendar. Never evidence.
    Nyhet,
    /// Minutes, agendas, archives, registers. Never evidence.
    Protokoll,
    /// Information to companies (for example: become a provider under LOV). Never evidence.
    Foretag,
    /// Vacancies. Never evidence.
    Jobb,
    /// Anything else.
    Ovrigt,
}

impl PageType {
    /// All types, in the order of declaration.
    pub const ALL: [Self; 21] = [
        Self::Start,
        Self::Aldreomsorg,
        Self::Hemtjanst,
        Self::Insatser,
        Self::Ansokan,
        Self::Avgifter,
        Self::Utforare,
        Self::Kontakt,
        Self::Synpunkter,
        Self::Anhorig,
        Self::Trygghetslarm,
        Self::Mat,
        Self::Kvalitet,
        Self::Narliggande,
        Self::Sprak,
        Self::Redogorelse,
        Self::Nyhet,
        Self::Protokoll,
        Self::Foretag,
        Self::Jobb,
        Self::Ovrigt,
    ];

    /// The word in rule files and machine output.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Aldreomsorg => "aldreomsorg",
            Self::Hemtjanst => "hemtjanst",
            Self::Insatser => "insatser",
            Self::Ansokan => "ansokan",
            Self::Avgifter => "avgifter",
            Self::Utforare => "utforare",
            Self::Kontakt => "kontakt",
            Self::Synpunkter => "synpunkter",
            Self::Anhorig => "anhorig",
            Self::Trygghetslarm => "trygghetslarm",
            Self::Mat => "mat",
            Self::Kvalitet => "kvalitet",
            Self::Narliggande => "narliggande",
            Self::Sprak => "sprak",
            Self::Redogorelse => "redogorelse",
            Self::Nyhet => "nyhet",
            Self::Protokoll => "protokoll",
            Self::Foretag => "foretag",
            Self::Jobb => "jobb",
            Self::Ovrigt => "ovrigt",
        }
    }

    /// The type for a word; `None` for any other word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// How the type is named to a person, in Swedish.
    pub const fn name_sv(self) -> &'static str {
        match self {
            Self::Start => "startsidan",
            Self::Aldreomsorg => "sidan om äldreomsorg",
            Self::Hemtjanst => "sidan om hemtjänst",
            Self::Insatser => "sidan om vilken hjälp man kan få",
            Self::Ansokan => "sidan om att ansöka",
            Self::Avgifter => "sidan om avgifter",
            Self::Utforare => "sidan om utförare",
            Self::Kontakt => "kontaktsidan",
            Self::Synpunkter => "sidan om synpunkter och klagomål",
            Self::Anhorig => "sidan om stöd till anhöriga",
            Self::Trygghetslarm => "sidan om trygghetslarm",
            Self::Mat => "sidan om mat",
            Self::Kvalitet => "sidan om kvalitet",
            Self::Narliggande => "en närliggande sida om vård och stöd",
            Self::Sprak => "sidan på andra språk eller lättläst",
            Self::Redogorelse => "tillgänglighetsredogörelsen",
            Self::Nyhet => "en nyhet",
            Self::Protokoll => "ett protokoll eller arkiv",
            Self::Foretag => "information till företag",
            Self::Jobb => "en sida om lediga jobb",
            Self::Ovrigt => "en sida om något annat",
        }
    }

    /// How the type is named to a person, in English.
    pub const fn name_en(self) -> &'static str {
        match self {
            Self::Start => "the start page",
            Self::Aldreomsorg => "the page about care of the elderly",
            Self::Hemtjanst => "the page about home care",
            Self::Insatser => "the page about what help there is",
            Self::Ansokan => "the page about applying",
            Self::Avgifter => "the page about fees",
            Self::Utforare => "the page about providers",
            Self::Kontakt => "the contact page",
            Self::Synpunkter => "the page about comments and complaints",
            Self::Anhorig => "the page about support for relatives",
            Self::Trygghetslarm => "the page about personal alarms",
            Self::Mat => "the page about food",
            Self::Kvalitet => "the page about quality",
            Self::Narliggande => "a related page about care and support",
            Self::Sprak => "the page in other languages or in easy Swedish",
            Self::Redogorelse => "the accessibility statement",
            Self::Nyhet => "a news item",
            Self::Protokoll => "minutes or an archive",
            Self::Foretag => "information for companies",
            Self::Jobb => "a page about vacancies",
            Self::Ovrigt => "a page about something else",
        }
    }

    /// News, protocols, information to companies and vacancies are never evidence (domain: traps measured on real
    /// pages: two news texts triggered 16 and 19 rules).
    pub const fn is_never_evidence(self) -> bool {
        matches!(self, Self::Nyhet | Self::Protokoll | Self::Foretag | Self::Jobb)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_round_trip_and_equal_the_serialised_words() {
        for kind in PageType::ALL {
            assert_eq!(PageType::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.code()));
        }
    }
}
