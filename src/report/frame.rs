//! What every page has around it: title, way back to the root, menu, the other language, disclaimer.

use super::lang::{Lang, Words, noun, say};
use super::overview::Overview;
use super::site;
use super::texts::SetTexts;

/// The frame of a page.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// The page's language.
    pub(super) lang: Lang,
    /// Title without the site's name.
    pub(super) title: String,
    /// Way to the root of the pages in this language.
    pub(super) root: String,
    /// Way to the site's root, where tables, forms and what is in Swedish alone are.
    pub(super) base: String,
    /// Way to the same page in the other language; empty when there is none.
    pub(super) twin: String,
    /// Whether hemkoll serves the page.
    pub(super) live: bool,
    /// Whether there is a round to lead to.
    pub(super) menu: bool,
    /// Which entry of the menu this is.
    pub(super) here: Here,
    /// The rule set's disclaimer.
    pub(super) disclaimer: String,
    /// Name, version and owner of the rules.
    pub(super) signature: Words,
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
    /// The seminar, but for its scenes.
    Seminar,
    /// A län, its fact sheet, what its pensioners' councils can ask: not in the menu, with a style sheet of their own.
    Lan,
    /// The login page: in the footer, with a style sheet of its own.
    Login,
    /// None of them.
    Elsewhere,
}

impl Frame {
    /// The frame of the page at a path from the root of its language.
    pub(super) fn new(overview: &Overview<'_>, path: &str, title: impl Into<String>) -> Self {
        let lang = overview.lang;
        let root = "../".repeat(path.matches('/').count());
        let base = format!("{}{root}", lang.of("", "../"));
        let (name, judged) = (&overview.result.round.name, overview.result.round.params.judged_on.to_string());
        let judged = lang.date(&judged);
        Self {
            twin: format!("{base}{}{path}", lang.other().folder()),
            root,
            base,
            menu: !name.is_empty(),
            live: overview.live,
            round: if name.is_empty() {
                String::new()
            } else {
                say!(lang, "Omgång {name}, bedömd den {judged}.", "Round {name}, judged on {judged}.")
            },
            ..Self::without_round(overview.set, lang, title)
        }
    }

    /// The frame of a page that is in Swedish alone.
    pub(super) fn swedish(overview: &Overview<'_>, path: &str, title: impl Into<String>) -> Self {
        Self { twin: String::new(), ..Self::new(overview, path, title) }
    }

    /// The frame of a page of a server that has no round to show.
    pub(super) fn without_round(set: &SetTexts, lang: Lang, title: impl Into<String>) -> Self {
        Self {
            lang,
            title: title.into(),
            root: format!("/{}", lang.folder()),
            base: "/".to_owned(),
            twin: String::new(),
            live: true,
            menu: false,
            here: Here::Elsewhere,
            disclaimer: set.disclaimer_in(lang).to_owned(),
            signature: set.signature(lang),
            questions: lang.counted(set.rules.len(), &noun::QUESTION),
            round: String::new(),
            alone: false,
        }
    }

    /// A text of a template in the page's language.
    pub(super) fn t<'a>(&self, sv: &'a str, en: &'a str) -> &'a str {
        self.lang.of(sv, en)
    }

    /// Whether the page is in English.
    pub(super) fn is_english(&self) -> bool {
        self.lang == Lang::En
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

    /// Whether this is of the seminar.
    pub(super) fn is_seminar(&self) -> bool {
        self.here == Here::Seminar
    }

    /// Whether this is the login page.
    pub(super) fn is_login(&self) -> bool {
        self.here == Here::Login
    }

    /// Whether there is a server to log in to: a page by itself may be read anywhere.
    pub(super) fn has_login(&self) -> bool {
        self.live && !self.alone
    }

    /// Names of the style sheets beside the one that all pages share: what few pages have, few load.
    pub(super) fn sheets(&self) -> &'static [&'static str] {
        match self.here {
            Here::SelfCheck => &["blad", "sjalvkoll"],
            Here::Seminar => &["seminarium"],
            Here::Lan => &["lan"],
            Here::Login => &["konto"],
            Here::Start | Here::Ranking | Here::Checklist | Here::Elsewhere => &[],
        }
    }

    /// The style of a self-check's page by itself.
    #[expect(clippy::unused_self, reason = "templates reach functions through what they are given")]
    pub(super) fn style(&self) -> &'static str {
        site::ALONE_STYLE
    }
}
