//! The result of a round as report, export and web show it.

use serde::{Deserialize, Serialize};

use crate::domain::round::{Scope, Visit};
use crate::domain::{Decision, Evidence, Finding, Kommun, Outcome, PageType, Round, RoundParams, StopList, differing};

/// Points of one rule for one kommun. All weights and points are parts of 100 over the whole rule set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RulePoints {
    /// Rule id.
    pub rule: String,
    /// Dimension id.
    pub dimension: String,
    /// Most points the rule can give; 0 = information only.
    pub weight: f64,
    /// Points given; `None` when open or not applicable.
    pub points: Option<f64>,
}

/// One dimension of one kommun.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DimensionScore {
    /// Dimension id.
    pub id: String,
    /// Points given so far.
    pub points: f64,
    /// Weight of the decided questions.
    pub decided: f64,
    /// Weight of the questions that apply (decided and open).
    pub applicable: f64,
}

/// The score of one kommun.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KommunScore {
    /// Points / decided weight × 100; `None` below 50 % coverage.
    pub value: Option<f64>,
    /// Open weight counted as 0.
    pub low: f64,
    /// Open weight counted in full.
    pub high: f64,
    /// Decided / applicable weight, 0–1.
    pub coverage: f64,
    /// Coverage below 95 %.
    pub preliminary: bool,
    /// Questions decided (weight above 0).
    pub decided_rules: usize,
    /// Questions that apply (weight above 0).
    pub applicable_rules: usize,
    /// By dimension, in the rule set's order.
    pub dimensions: Vec<DimensionScore>,
    /// By rule, in the rule set's order.
    pub rules: Vec<RulePoints>,
}

/// Best and worst place that a kommun can have, given the ranges of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankRange {
    /// Best place, from 1.
    pub best: u32,
    /// Worst place.
    pub worst: u32,
}

/// A page that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRef {
    /// Final address.
    pub url: String,
    /// First heading or title.
    pub title: String,
    /// What `title` says; empty when there is none. Not part of exports.
    #[serde(skip)]
    pub head_title: String,
    /// What it was taken for.
    pub page_type: PageType,
    /// Day it was read, ISO 8601.
    pub read_on: String,
    /// SHA-256 of the stored body.
    pub sha256: String,
    /// Its record in the round's WARC file, `urn:uuid:…`.
    pub record: String,
    /// Who handed the page in, when it was not fetched but saved in a person's browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<ByHand>,
}

/// A page that a person saved in a browser and handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByHand {
    /// Who.
    pub by: String,
    /// Day it was handed in, ISO 8601.
    pub on: String,
    /// Why the kommun was read again; empty when it had not been read.
    pub why: String,
    /// SHA-256 of the file.
    pub file_sha256: String,
}

/// One request of the visit's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLine {
    /// When it was sent, RFC 3339 UTC with six digits.
    pub at: String,
    /// The address.
    pub url: String,
    /// HTTP status; 0 when none came.
    pub status: u16,
    /// Milliseconds until the body had ended.
    pub millis: u64,
    /// Bytes on the wire.
    pub bytes: u64,
    /// Reason code when it was not read whole; else empty.
    pub reason: String,
    /// Whether the server said that the page is unchanged (304), so that its text is that of an earlier round.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unchanged: bool,
}

impl RequestLine {
    /// Whether a page came of it, sent now or unchanged since an earlier round.
    pub fn is_page(&self) -> bool {
        self.status == 200 || self.unchanged
    }
}

/// A question that a person has decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The decision that holds, or the last one where people disagree.
    #[serde(flatten)]
    pub decision: Decision,
    /// Day it was made, ISO 8601.
    pub on: String,
    /// What the program says of the question.
    pub program: ProgramAnswer,
    /// Whether the page with the words is no longer part of the round, or was read anew since.
    pub page_gone: bool,
    /// Whether the rule has changed since.
    pub rule_changed: bool,
    /// Whether people disagree: the question is open until one settles it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub disagreed: bool,
    /// Earlier decisions on the question, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Decision>,
}

impl Decided {
    /// The last decision of each who has decided, where they disagree; else the one that holds.
    pub fn standing(&self) -> Vec<&Decision> {
        let all: Vec<&Decision> = self.earlier.iter().chain([&self.decision]).collect();
        if self.disagreed { differing(&all) } else { vec![&self.decision] }
    }

    /// The Swedish sentence that stands for the answer: who settled it, when and why.
    pub fn note(&self) -> String {
        if self.disagreed {
            return "Granskare har svarat olika. En granskare ska avgöra frågan.".to_owned();
        }
        let Decision { by, reason, .. } = &self.decision;
        format!("Avgjort av en granskare: {by}, {}. Skäl: {reason}", self.on)
    }
}

/// An answer of the program, where a person has decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramAnswer {
    /// The outcome.
    pub outcome: Outcome,
    /// Why it is open or does not apply, as a code.
    pub reason: String,
    /// Its sentence.
    pub note: String,
    /// The first words that it stands on, if it stands on any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Evidence>,
}

/// Everything about one kommun in a round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KommunResult {
    /// The kommun.
    pub kommun: Kommun,
    /// How the visit ended.
    pub visit: Visit,
    /// The score; `None` when blocked, failed or still open: not assessed, never 0.
    pub score: Option<KommunScore>,
    /// Place among the assessed; `None` without a value.
    pub rank: Option<RankRange>,
    /// Answers in the rule set's order; empty when not assessed. Where a person has decided, hers.
    pub findings: Vec<Finding>,
    /// What people have decided, in the order of the answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decided>,
    /// Pages read, in frontier order.
    pub pages: Vec<PageRef>,
    /// The visit's log in order of time.
    pub log: Vec<RequestLine>,
}

impl KommunResult {
    /// What a person has decided of a question.
    pub fn decided(&self, rule: &str) -> Option<&Decided> {
        self.decisions.iter().find(|decided| decided.decision.rule == rule)
    }

    /// Whether a person has settled a question, and nobody disagrees.
    pub fn is_settled(&self, rule: &str) -> bool {
        self.decided(rule).is_some_and(|decided| !decided.disagreed)
    }

    /// Bytes that came over the wire, over all requests.
    pub fn bytes(&self) -> u64 {
        self.log.iter().map(|line| line.bytes).sum()
    }
}

/// A whole round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundResult {
    /// The round.
    pub round: Round,
    /// Kommuner by code.
    pub kommuner: Vec<KommunResult>,
}

impl RoundResult {
    /// Of no round: it has no name and no kommuner. For pages that tell of the rules alone.
    pub fn empty() -> Self {
        let params = RoundParams {
            judged_on: jiff::civil::Date::ZERO,
            page_budget: 0,
            scope: Scope::Topic,
            max_body: 0,
            seeds_sha256: String::new(),
            rules_sha256: String::new(),
            normaliser: 0,
            stop_list: StopList::default(),
        };
        Self { round: Round { name: String::new(), opened_at: String::new(), params }, kommuner: Vec::new() }
    }

    /// Mean of the values; `None` when no kommun has one. A kommun that is not assessed counts for nothing.
    pub fn mean(&self) -> Option<f64> {
        let assessed = self.kommuner.iter().filter(|kommun| kommun.visit.status.is_assessed());
        let values: Vec<f64> = assessed.filter_map(|kommun| kommun.score.as_ref()?.value).collect();
        let n = u32::try_from(values.len()).ok().filter(|&n| n > 0)?;
        Some(values.iter().sum::<f64>() / f64::from(n))
    }
}
