//! What every page needs to know of the whole round: means, order, file names, and how many answer each question.
//!
//! What must stay true: a kommun that is not assessed is in none of the means, and the order never depends on how the
//! kommuner arrived.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::domain::{Evidence, Finding, Outcome};
use crate::score::{self, ByHand, DimensionScore, KommunResult, KommunScore, RankRange, RoundResult, Since};

use super::{lang::Lang, link, swedish, texts::SetTexts};

/// How a kommun stands in the round.
#[derive(Clone, Copy, Debug)]
pub(super) enum Standing<'a> {
    /// It has a value and a place.
    Scored(&'a KommunScore, f64),
    /// It was read, but less than half is decided.
    Undecided(&'a KommunScore),
    /// It could not be read, or has not been yet. Never 0.
    NotAssessed,
}

/// How a kommun stands.
pub(super) fn standing(kommun: &KommunResult) -> Standing<'_> {
    match &kommun.score {
        Some(score) if kommun.visit.status.is_assessed() => {
            score.value.map_or(Standing::Undecided(score), |value| Standing::Scored(score, value))
        }
        _ => Standing::NotAssessed,
    }
}

/// The round seen as a whole, in a language.
#[derive(Clone)]
pub(super) struct Overview<'a> {
    /// The round.
    pub(super) result: &'a RoundResult,
    /// The rule set's words.
    pub(super) set: &'a SetTexts,
    /// The language of the pages.
    pub(super) lang: Lang,
    /// Whether the pages are served by hemkoll, which then answers what a folder of files cannot.
    pub(super) live: bool,
    /// What has changed since the round before, if there is one.
    pub(super) since: Option<&'a Since>,
    /// Mean of the values, if there is any.
    pub(super) mean: Option<f64>,
    /// Scored kommuner: highest value first, then by name.
    pub(super) ranking: Vec<usize>,
    /// Read, but without a value: by name.
    pub(super) undecided: Vec<usize>,
    /// Not assessed: by name.
    pub(super) not_assessed: Vec<usize>,
    /// All: by name.
    pub(super) by_name: Vec<usize>,
    slugs: Vec<String>,
    by_code: BTreeMap<&'a str, usize>,
    rule_index: BTreeMap<&'a str, usize>,
    tallies: Vec<Tally>,
    dimension_means: BTreeMap<&'a str, f64>,
}

/// How many answer a question, over the assessed kommuner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Yes.
    pub(super) yes: usize,
    /// Partly.
    pub(super) partly: usize,
    /// No.
    pub(super) no: usize,
    /// Not settled.
    pub(super) open: usize,
    /// Does not concern the kommun.
    pub(super) apart: usize,
}

impl Tally {
    /// Counts one answer.
    pub(super) fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Passed => self.yes += 1,
            Outcome::Partial => self.partly += 1,
            Outcome::Failed => self.no += 1,
            Outcome::CantTell | Outcome::Untested => self.open += 1,
            Outcome::Inapplicable => self.apart += 1,
        }
    }

    /// Kommuner that the question concerns.
    pub(super) fn concerned(&self) -> usize {
        self.yes + self.partly + self.no + self.open
    }
}

impl<'a> Overview<'a> {
    /// Looks at a round.
    pub(super) fn new(result: &'a RoundResult, set: &'a SetTexts) -> Self {
        let kommuner = &result.kommuner;
        let mut by_name: Vec<usize> = (0..kommuner.len()).collect();
        by_name.sort_by_cached_key(|&i| (swedish::sort_key(&kommuner[i].kommun.name), &kommuner[i].kommun.code));
        let value = |i: usize| match standing(&kommuner[i]) {
            Standing::Scored(_, value) => Some(value),
            _ => None,
        };
        let mut ranking: Vec<usize> = by_name.iter().copied().filter(|&i| value(i).is_some()).collect();
        ranking.sort_by(|&a, &b| value(b).unwrap_or_default().total_cmp(&value(a).unwrap_or_default()));
        let rule_index: BTreeMap<&str, usize> = set.rules.iter().enumerate().map(|(i, r)| (r.id.as_str(), i)).collect();
        let mut tallies = vec![Tally::default(); set.rules.len()];
        for finding in kommuner.iter().filter(|k| k.visit.status.is_assessed()).flat_map(|k| &k.findings) {
            if let Some(&i) = rule_index.get(finding.rule.as_str()) {
                tallies[i].add(finding.outcome);
            }
        }
        Self {
            mean: result.mean(),
            undecided: by_name
                .iter()
                .copied()
                .filter(|&i| matches!(standing(&kommuner[i]), Standing::Undecided(_)))
                .collect(),
            not_assessed: by_name
                .iter()
                .copied()
                .filter(|&i| matches!(standing(&kommuner[i]), Standing::NotAssessed))
                .collect(),
            slugs: link::unique_slugs(kommuner.iter().map(|k| (k.kommun.name.as_str(), k.kommun.code.as_str()))),
            by_code: kommuner.iter().enumerate().map(|(i, k)| (k.kommun.code.as_str(), i)).collect(),
            dimension_means: dimension_means(set, &ranking.iter().map(|&i| &kommuner[i]).collect::<Vec<_>>()),
            result,
            set,
            lang: Lang::Sv,
            live: false,
            since: None,
            ranking,
            by_name,
            rule_index,
            tallies,
        }
    }

    /// The same round for pages in a language.
    pub(super) fn in_language(&self, lang: Lang) -> Self {
        Self { lang, ..self.clone() }
    }

    /// A kommun by its place in the result.
    pub(super) fn kommun(&self, index: usize) -> &'a KommunResult {
        &self.result.kommuner[index]
    }

    /// A kommun by its code.
    pub(super) fn by_code(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// Address of a kommun's page from the site's root.
    pub(super) fn kommun_path(&self, index: usize) -> String {
        format!("kommun/{}.html", self.slugs[index])
    }

    /// What a kommun's pages are called in addresses.
    pub(super) fn slug(&self, index: usize) -> &str {
        &self.slugs[index]
    }

    /// An area's name in the language of the pages; its id when the set does not have it.
    pub(super) fn area_name<'t>(&'t self, id: &'t str) -> &'t str {
        self.set.dimensions.iter().find(|d| d.id == id).map_or(id, |d| d.name_in(self.lang))
    }

    /// Who answers a question, over the assessed kommuner.
    pub(super) fn tally(&self, rule: &str) -> Tally {
        self.rule_index.get(rule).map(|&i| self.tallies[i]).unwrap_or_default()
    }

    /// Mean share of a dimension's points, 0–1.
    pub(super) fn dimension_mean(&self, dimension: &str) -> Option<f64> {
        self.dimension_means.get(dimension).copied()
    }

    /// Mean of the values of some kommuner, those without one left out.
    pub(super) fn mean_of(&self, kommuner: &[usize]) -> Option<f64> {
        mean(kommuner.iter().filter_map(|&i| match standing(self.kommun(i)) {
            Standing::Scored(_, value) => Some(value),
            _ => None,
        }))
    }

    /// Mean share of a dimension's points among some kommuner, 0–1.
    pub(super) fn share_mean_of(&self, kommuner: &[usize], dimension_id: &str) -> Option<f64> {
        mean(kommuner.iter().filter_map(|&i| dimension(self.kommun(i), dimension_id).and_then(share)))
    }

    /// Mean of the values without the questions that only kommuner with a choice of provider face.
    pub(super) fn mean_without_choice(&self) -> Option<f64> {
        let apart = |rule: &str| self.set.rule(rule).is_some_and(|rule| rule.only_with_choice);
        let value = |&i: &usize| {
            let rules = self.kommun(i).score.as_ref()?.rules.iter().filter(|points| !apart(&points.rule));
            let decided: Vec<(f64, f64)> = rules.filter_map(|p| Some((p.points?, p.weight))).collect();
            let weight: f64 = decided.iter().map(|(_, weight)| weight).sum();
            (weight > 0.0).then(|| decided.iter().map(|(points, _)| points).sum::<f64>() / weight * 100.0)
        };
        mean(self.ranking.iter().filter_map(value))
    }

    /// Places in one area, by the kommun's place in the result. They follow from lowest and highest there, to one decimal
    /// as they are shown.
    pub(super) fn area_places(&self, area: &str) -> BTreeMap<usize, RankRange> {
        let one_decimal = |share: f64| (share * 1000.0).round() / 10.0;
        let range = |&i: &usize| {
            let own = dimension(self.kommun(i), area).filter(|own| own.decided > 0.0)?;
            let (low, high) = bounds(own);
            Some((one_decimal(low), one_decimal(high)))
        };
        let ranges: Vec<Option<(f64, f64)>> = self.ranking.iter().map(range).collect();
        let places = score::places(&ranges);
        self.ranking.iter().zip(places).filter_map(|(&i, place)| Some((i, place?))).collect()
    }

    /// Similar kommuner that have a value, in the seeds' order.
    pub(super) fn peers(&self, kommun: &KommunResult) -> Vec<usize> {
        kommun.kommun.peers.iter().filter_map(|code| self.by_code(code)).filter(|i| self.ranking.contains(i)).collect()
    }

    /// How many places a kommun would gain with `gain` more points, if all others stood still.
    pub(super) fn places_gained(&self, value: f64, gain: f64) -> usize {
        let passed = |i: &&usize| match standing(self.kommun(**i)) {
            Standing::Scored(_, other) => other > value && other <= value + gain,
            _ => false,
        };
        self.ranking.iter().filter(passed).count()
    }

    /// Days on which the round's pages were read: first and last.
    pub(super) fn days(&self) -> (String, String) {
        let visits = || self.result.kommuner.iter().map(|k| &k.visit);
        let first = visits().map(|v| v.first_day.as_str()).filter(|d| !d.is_empty()).min().unwrap_or_default();
        let last = visits().map(|v| v.last_day.as_str()).filter(|d| !d.is_empty()).max().unwrap_or_default();
        (first.to_owned(), last.to_owned())
    }
}

/// Share of a dimension's decided points; nothing when nothing is decided.
pub(super) fn share(dimension: &DimensionScore) -> Option<f64> {
    (dimension.decided > 0.0).then(|| dimension.points / dimension.decided)
}

/// Lowest and highest share of a dimension's points when the open questions are settled, 0–1.
pub(super) fn bounds(dimension: &DimensionScore) -> (f64, f64) {
    let open = dimension.applicable - dimension.decided;
    (dimension.points / dimension.applicable, (dimension.points + open) / dimension.applicable)
}

/// A kommun's score in one dimension.
pub(super) fn dimension<'a>(kommun: &'a KommunResult, id: &str) -> Option<&'a DimensionScore> {
    kommun.score.as_ref()?.dimensions.iter().find(|d| d.id == id)
}

/// A kommun's answer to one question.
pub(super) fn finding<'a>(kommun: &'a KommunResult, rule: &str) -> Option<&'a Finding> {
    kommun.findings.iter().find(|finding| finding.rule == rule)
}

/// Words that show a good answer: the first evidence of a yes, when it quotes.
pub(super) fn good_words<'a>(kommun: &'a KommunResult, rule: &str) -> Option<&'a Evidence> {
    let found = finding(kommun, rule).filter(|f| f.outcome == Outcome::Passed)?;
    found.evidence.iter().find(|e| !e.quote.is_empty())
}

/// Day on which a page was read, ISO 8601.
pub(super) fn read_on<'a>(kommun: &'a KommunResult, evidence: &Evidence) -> Option<&'a str> {
    let same = |page: &&crate::score::PageRef| page.url == evidence.url;
    kommun.pages.iter().find(same).map(|page| page.read_on.as_str())
}

/// The WARC record of a page, `urn:uuid:…`.
pub(super) fn record_of<'a>(kommun: &'a KommunResult, evidence: &Evidence) -> Option<&'a str> {
    let same = |page: &&crate::score::PageRef| page.url == evidence.url;
    kommun.pages.iter().find(same).map(|page| page.record.as_str())
}

/// Who handed a page in, when it was not fetched.
pub(super) fn by_hand<'a>(kommun: &'a KommunResult, evidence: &Evidence) -> Option<&'a ByHand> {
    kommun.pages.iter().find(|page| page.url == evidence.url)?.by_hand.as_ref()
}

/// Days in Sweden on which requests were sent, in order.
pub(super) fn log_days(kommun: &KommunResult) -> Vec<Date> {
    let zone = TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC);
    let day = |at: &str| at.parse::<Timestamp>().ok().map(|t| t.to_zoned(zone.clone()).date());
    kommun.log.iter().filter_map(|line| day(&line.at)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The day in Sweden of a moment (RFC 3339), ISO 8601; empty for what is none.
pub(super) fn swedish_day(at: &str) -> String {
    let zone = TimeZone::get("Europe/Stockholm").unwrap_or(TimeZone::UTC);
    at.parse::<Timestamp>().map(|t| t.to_zoned(zone).date().to_string()).unwrap_or_default()
}

/// The mean, if there is any value.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    let n = u32::try_from(values.len()).ok().filter(|&n| n > 0)?;
    Some(values.iter().sum::<f64>() / f64::from(n))
}

fn dimension_means<'a>(set: &'a SetTexts, scored: &[&'a KommunResult]) -> BTreeMap<&'a str, f64> {
    let of = |id: &str| mean(scored.iter().filter_map(|k| dimension(k, id).and_then(share)));
    set.dimensions.iter().filter_map(|d| Some((d.id.as_str(), of(&d.id)?))).collect()
}
