//! The ranking table, for the whole country and for a län, and those without a place.
//!
//! What must stay true: a place is a range, a tie is a tie, and a kommun that is not assessed stands apart with its
//! reason, never as 0.

use crate::domain::VisitStatus;
use crate::score::{DimensionScore, KommunResult, KommunScore, RankRange};

use super::chart::Track;
use super::overview::{Overview, Standing, bounds, log_days, share, standing};
use super::quote::visible;
use super::swedish;

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
    let kommun = overview.kommun(index);
    let Standing::Scored(score, value) = standing(kommun) else { return None };
    Some(Row {
        place: kommun.rank.map_or_else(|| "–".to_owned(), place),
        name: visible(&kommun.kommun.name),
        href: overview.kommun_path(index),
        value: swedish::number(value),
        range: if is_settled(score) {
            "alla svar klara".to_owned()
        } else {
            format!("lägst {}, högst {}", swedish::number(score.low), swedish::number(score.high))
        },
        low_high: format!("{}–{}", swedish::number(score.low), swedish::number(score.high)),
        status: if score.preliminary { "preliminär" } else { "" },
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
    let (shown_low, shown_high) = (swedish::number(low), swedish::number(high));
    Some(Row {
        place: rank.map_or_else(|| "–".to_owned(), place),
        name: visible(&overview.kommun(index).kommun.name),
        href: overview.kommun_path(index),
        value: swedish::number(value),
        range: if shown_low == shown_high {
            "alla svar klara".to_owned()
        } else {
            format!("lägst {shown_low}, högst {shown_high}")
        },
        low_high: format!("{shown_low}–{shown_high}"),
        status: "",
        track: Track::new(value, low, high, mean),
    })
}

/// A kommun without a place, with the reason.
pub(super) fn apart(overview: &Overview<'_>, index: usize) -> Apart {
    let kommun = overview.kommun(index);
    let why = match standing(kommun) {
        Standing::Scored(..) => String::new(),
        Standing::Undecided(score) => undecided(score),
        Standing::NotAssessed => not_assessed(kommun),
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
pub(super) fn settled(score: &KommunScore) -> String {
    let (decided, all) = (score.decided_rules, score.applicable_rules);
    if is_settled(score) {
        return match all {
            0 => "Ingen fråga berör kommunen.".to_owned(),
            1 => "Frågan är avgjord.".to_owned(),
            _ => format!("Alla {all} frågor är avgjorda."),
        };
    }
    let are = if decided == 1 { "är avgjord" } else { "är avgjorda" };
    format!("{decided} av {} {are}. {}", swedish::counted(all, "fråga", "frågor"), when_settled(score))
}

fn when_settled(score: &KommunScore) -> String {
    let rest = match score.applicable_rules - score.decided_rules {
        1 => "den sista är avgjord".to_owned(),
        n => format!("de sista {} är avgjorda", swedish::in_words(n)),
    };
    let (low, high) = (swedish::number(score.low), swedish::number(score.high));
    format!("När {rest} blir poängen lägst {low} och högst {high}.")
}

/// Why a kommun that was read has no value yet.
pub(super) fn undecided(score: &KommunScore) -> String {
    format!(
        "{} Kommunen får en poäng när minst hälften är avgjort, räknat efter hur tungt frågorna väger.",
        settled(score)
    )
}

/// Why a kommun is not assessed, and that it says nothing of how good its information is.
pub(super) fn not_assessed(kommun: &KommunResult) -> String {
    let visit = &kommun.visit;
    if visit.status == VisitStatus::Open {
        return "Granskningen är inte klar. Kommunen får en poäng när den är läst.".to_owned();
    }
    let reason = visit.reason.map_or("Ingen sida gick att läsa.", crate::domain::Reason::sentence_sv);
    // What stands on the stop list was never tried.
    let days = if visit.reason == Some(crate::domain::Reason::StopListed) { Vec::new() } else { log_days(kommun) };
    let tried = if days.is_empty() { String::new() } else { format!(" Vi försökte den {}.", swedish::days(&days)) };
    format!("{reason}{tried} Det säger inget om hur bra informationen är.")
}
