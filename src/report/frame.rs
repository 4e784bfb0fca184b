//! What every page has around it: title, way back to the root, menu, disclaimer.

use super::overview::Overview;
use super::site;
use super::swedish;
use super::texts::SetTexts;

/// The frame of a page.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// Title without the site's name.
    pub(super) title: String,
    /// Way to the site's root: empty or `../`.
    pub(super) root: &'static str,
    /// Whether hemkoll serves the page.
    pub(super) live: bool,
    /// Whether there is a round to lead to.
    pub(super) menu: bool,
    /// Which entry of the menu this is.
    pub(super) here: Here,
    /// The rule set's disclaimer.
    pub(super) disclaimer: String,
    /// Name, version and owner of the rules.
    pub(super) signature: String,
    /// Questions in the set.
    pub(super) questions: String,
    /// `Omgång 2026, bedömd den 16 augusti 2026.`
    pub(super) round: String,
    /// Whether the page is a file by itself: everything it needs stands in it.
    pub(super) alone: bool,
}

/// Entries of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Here {
    /// All kommuner.
    Start,
    /// The ranking.
    Ranking,
    /// What is reviewed.
    Checklist,
    /// The self-check.
    SelfCheck,
    /// None of them.
    Elsewhere,
}

impl Frame {
    /// The frame of a page in the site's root.
    pub(super) fn at_root(overview: &Overview<'_>, title: impl Into<String>, here: Here) -> Self {
        let round = &overview.result.round;
        Self {
            title: title.into(),
            root: "",
            live: overview.live,
            menu: true,
            here,
            disclaimer: overview.set.disclaimer.clone(),
            signature: overview.set.signature(),
            questions: swedish::counted(overview.set.rules.len(), "fråga", "frågor"),
            round: format!("Omgång {}, bedömd den {}.", round.name, swedish::date(&round.params.judged_on.to_string())),
            alone: false,
        }
    }

    /// The frame of a page of a server that has no round to show.
    pub(super) fn without_round(set: &SetTexts, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            root: "/",
            live: true,
            menu: false,
            here: Here::Elsewhere,
            disclaimer: set.disclaimer.clone(),
            signature: set.signature(),
            questions: swedish::counted(set.rules.len(), "fråga", "frågor"),
            round: String::new(),
            alone: false,
        }
    }

    /// The frame of a page one folder down.
    pub(super) fn in_folder(overview: &Overview<'_>, title: impl Into<String>) -> Self {
        Self { root: "../", ..Self::at_root(overview, title, Here::Elsewhere) }
    }

    /// Whether this is the start page.
    pub(super) fn is_start(&self) -> bool {
        self.here == Here::Start
    }

    /// Whether this is the ranking.
    pub(super) fn is_ranking(&self) -> bool {
        self.here == Here::Ranking
    }

    /// Whether this is the checklist.
    pub(super) fn is_checklist(&self) -> bool {
        self.here == Here::Checklist
    }

    /// Whether this is the self-check.
    pub(super) fn is_self_check(&self) -> bool {
        self.here == Here::SelfCheck
    }

    /// The style sheet, for a page by itself.
    #[expect(clippy::unused_self, reason = "templates reach functions through what they are given")]
    pub(super) fn style(&self) -> &'static str {
        site::STYLE
    }
}
