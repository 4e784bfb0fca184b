//! The ranking table, for the whole country and for a län, and those without a place.
//!
//! What must stay true: a place is a range, a tie is a tie, and a kommun that is not assessed stands apart with its
//! reason, never as 0.

use crate::domain::{Reason, VisitStatus};
use crate::score::{DimensionScore, KommunResult, KommunScore, RankRange};

use super::chart::Track;
use super::lang::{Lang, noun, say};
use super::overview::{Overview, Standing, bounds, log_days, share, standing};
use super::quote::visible;

/// A row of the ranking.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// `118–159`
    pub(super) place: String,
    /// Name.
    pub(super) name: String,
    /// Address of its page from the root.
    pub(super) href: String,
    /// `46,3`
    pub(super) value: String,
    /// `lägst 42, högst 51`; `alla svar klara` when settled.
    pub(super) range: String,
    /// `42–51`
    pub(super) low_high: String,
    /// `preliminär`, or empty.
    pub(super) status: &'static str,
    /// The picture.
    pub(super) track: Track,
}

/// A kommun without a place.
#[derive(Clone, Debug)]
pub(super) struct Apart {
    /// Name.
    pub(super) name: String,
    /// Address of its page from the root.
    pub(super) href: String,
    /// Why.
    pub(super) why: String,
}

/// The row of a scored kommun; nothing for any other.
pub(super) fn row(overview: &Overview<'_>, index: usize) -> Option<Row> {
    let (lang, kommun) = (overview.lang, overview.kommun(index));
    let Standing::Scored(score, value) = standing(kommun) else { return None };
    let (low, high) = (lang.number(score.low), lang.number(score.high));
    Some(Row {
        place: kommun.rank.map_or_else(|| "–".to_owned(), place),
        name: visible(&kommun.kommun.name),
        href: overview.kommun_path(index),
        value: lang.number(value),
        range: range(lang, is_settled(score), &low, &high),
        low_high: format!("{low}–{high}"),
        status: if score.preliminary { lang.of("preliminär", "preliminary") } else { "" },
        track: Track::new(value, score.low, score.high, overview.mean),
    })
}

/// The row of a scored kommun in one area; nothing when nothing there is decided.
pub(super) fn area_row(
    overview: &Overview<'_>,
    index: usize,
    own: &DimensionScore,
    rank: Option<RankRange>,
    mean: Option<f64>,
) -> Option<Row> {
    let value = share(own)? * 100.0;
    let (low, high) = bounds(own);
    let (low, high) = (low * 100.0, high * 100.0);
    let lang = overview.lang;
    let (shown_low, shown_high) = (lang.number(low), lang.number(high));
    Some(Row {
        place: rank.map_or_else(|| "–".to_owned(), place),
        name: visible(&overview.kommun(index).kommun.name),
        href: overview.kommun_path(index),
        value: lang.number(value),
        range: range(lang, shown_low == shown_high, &shown_low, &shown_high),
        low_high: format!("{shown_low}–{shown_high}"),
        status: "",
        track: Track::new(value, low, high, mean),
    })
}

/// `lägst 42, högst 51`
fn range(lang: Lang, settled: bool, low: &str, high: &str) -> String {
    if settled {
        lang.of("alla svar klara", "all answers settled").to_owned()
    } else {
        say!(lang, "lägst {low}, högst {high}", "lowest {low}, highest {high}")
    }
}

/// A kommun without a place, with the reason.
pub(super) fn apart(overview: &Overview<'_>, index: usize) -> Apart {
    let kommun = overview.kommun(index);
    let why = match standing(kommun) {
        Standing::Scored(..) => String::new(),
        Standing::Undecided(score) => undecided(overview.lang, score),
        Standing::NotAssessed => not_assessed(overview.lang, kommun),
    };
    Apart { name: visible(&kommun.kommun.name), href: overview.kommun_path(index), why }
}

/// `12`, or `118–159` when open questions or ties leave it there.
pub(super) fn place(rank: RankRange) -> String {
    if rank.best == rank.worst { rank.best.to_string() } else { format!("{}–{}", rank.best, rank.worst) }
}

/// Whether every question is settled.
pub(super) fn is_settled(score: &KommunScore) -> bool {
    score.decided_rules >= score.applicable_rules
}

/// «72 av 78 frågor är avgjorda. När de sista sex är avgjorda blir poängen lägst 42 och högst 51.»
pub(super) fn settled(lang: Lang, score: &KommunScore) -> String {
    let (decided, all) = (score.decided_rules, score.applicable_rules);
    if is_settled(score) {
        return match all {
            0 => lang.of("Ingen fråga berör kommunen.", "No question applies to the municipality.").to_owned(),
            1 => lang.of("Frågan är avgjord.", "The question is settled.").to_owned(),
            _ => say!(lang, "Alla {all} frågor är avgjorda.", "All {all} questions are settled."),
        };
    }
    let questions = lang.counted(all, &noun::QUESTION);
    let are = match (lang, decided) {
        (Lang::Sv, 1) => "är avgjord",
        (Lang::Sv, _) => "är avgjorda",
        (Lang::En, 1) => "is settled",
        (Lang::En, _) => "are settled",
    };
    let rest = when_settled(lang, score);
    say!(lang, "{decided} av {questions} {are}. {rest}", "{decided} of {questions} {are}. {rest}")
}

fn when_settled(lang: Lang, score: &KommunScore) -> String {
    let open = score.applicable_rules - score.decided_rules;
    let many = lang.in_words(open);
    let rest = match open {
        1 => lang.of("den sista är avgjord", "the last one is settled").to_owned(),
        _ => say!(lang, "de sista {many} är avgjorda", "the last {many} are settled"),
    };
    let (low, high) = (lang.number(score.low), lang.number(score.high));
    say!(
        lang,
        "När {rest} blir poängen lägst {low} och högst {high}.",
        "When {rest}, the score will be at least {low} and at most {high}."
    )
}

/// Why a kommun that was read has no value yet.
pub(super) fn undecided(lang: Lang, score: &KommunScore) -> String {
    let settled = settled(lang, score);
    say!(
        lang,
        "{settled} Kommunen får en poäng när minst hälften är avgjort, räknat efter hur tungt frågorna väger.",
        "{settled} The municipality gets a score when at least half is settled, counted by how much the questions weigh."
    )
}

/// Why a kommun is not assessed, and that it says nothing of how good its information is.
pub(super) fn not_assessed(lang: Lang, kommun: &KommunResult) -> String {
    let visit = &kommun.visit;
    if visit.status == VisitStatus::Open {
        let waits = lang.of(
            "Granskningen är inte klar. Kommunen får en poäng när den är läst.",
            "The review is not finished. The municipality gets a score when it has been read.",
        );
        return waits.to_owned();
    }
    let reason = visit.reason.map_or(lang.of("Ingen sida gick att läsa.", "No page could be read."), |reason| {
        lang.of(reason.sentence_sv(), reason.sentence_en())
    });
    // What stands on the stop list was never tried.
    let days = if visit.reason == Some(Reason::StopListed) { Vec::new() } else { log_days(kommun) };
    let on = lang.days(&days);
    let tried =
        if days.is_empty() { String::new() } else { say!(lang, " Vi försökte den {on}.", " We tried on {on}.") };
    say!(
        lang,
        "{reason}{tried} Det säger inget om hur bra informationen är.",
        "{reason}{tried} It says nothing of how good the information is."
    )
}
