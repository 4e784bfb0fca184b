//! Which part of a page an element says that it is, by tag, role and the words in its class and id.
//!
//! Place in the flow: asked by the walk for each container. What must stay true: a claim is only that; `place` decides,
//! with the whole tree known. Class words are matched where a word begins (`c-card--contact`, `siteFooter`), never
//! inside one (`operating` is no `rating`).

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

use super::model::Region;

/// What a container claims to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Claim {
    /// The region, if any.
    pub(super) region: Option<Region>,
    /// Claimed by a class word alone: `place` looks at the text before it believes.
    pub(super) soft: bool,
    /// What it claims of the main content.
    pub(super) main: MainClaim,
}

/// Whether a container claims to hold the main content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum MainClaim {
    /// It does not.
    #[default]
    No,
    /// `main` or `role="main"`.
    Landmark,
    /// SiteVision's `.pagecontent`, of which a page has several.
    PageContent,
    /// A content container of another CMS (`#content`, `.entry-content` …).
    Content,
}

/// Class and id words, in order of precedence, with what they claim. Lower case.
const WORDS: &[(&str, Word)] = &[
    ("cookie", Word::Region(Region::Cookie)),
    ("consent", Word::Region(Region::Cookie)),
    ("gdpr", Word::Region(Region::Cookie)),
    ("breadcrumb", Word::Region(Region::Breadcrumb)),
    ("brodsmul", Word::Region(Region::Breadcrumb)),
    ("feedback", Word::Region(Region::Feedback)),
    ("rating", Word::Region(Region::Feedback)),
    ("page-helpful", Word::Region(Region::Feedback)),
    ("footer-meta", Word::Region(Region::DateBlock)),
    ("page-meta", Word::Region(Region::DateBlock)),
    ("pageinfo", Word::Region(Region::DateBlock)),
    ("page-info", Word::Region(Region::DateBlock)),
    ("pagedate", Word::Region(Region::DateBlock)),
    ("page-date", Word::Region(Region::DateBlock)),
    ("modified", Word::Region(Region::DateBlock)),
    ("c-signature", Word::Region(Region::DateBlock)),
    ("last-updated", Word::Region(Region::DateBlock)),
    ("lastupdated", Word::Region(Region::DateBlock)),
    ("uppdaterad", Word::Region(Region::DateBlock)),
    ("responsible", Word::Region(Region::DateBlock)),
    ("sidansvarig", Word::Region(Region::DateBlock)),
    ("contact", Word::Region(Region::Contact)),
    ("kontakt", Word::Region(Region::Contact)),
    ("vcard", Word::Region(Region::Contact)),
    ("h-card", Word::Region(Region::Contact)),
    ("env-nav", Word::Region(Region::Nav)),
    ("c-nav", Word::Region(Region::Nav)),
    ("navbar", Word::Region(Region::Nav)),
    ("navigation", Word::Region(Region::Nav)),
    ("navigering", Word::Region(Region::Nav)),
    ("sidenav", Word::Region(Region::Nav)),
    ("side-nav", Word::Region(Region::Nav)),
    ("subnav", Word::Region(Region::Nav)),
    ("menu", Word::Region(Region::Nav)),
    ("meny", Word::Region(Region::Nav)),
    ("toppmeny", Word::Region(Region::Nav)),
    ("topmenu", Word::Region(Region::Nav)),
    ("mainmenu", Word::Region(Region::Nav)),
    ("leftmenu", Word::Region(Region::Nav)),
    ("sidomeny", Word::Region(Region::Nav)),
    ("lokalmeny", Word::Region(Region::Nav)),
    ("submenu", Word::Region(Region::Nav)),
    ("megamenu", Word::Region(Region::Nav)),
    ("undermeny", Word::Region(Region::Nav)),
    ("huvudmeny", Word::Region(Region::Nav)),
    ("vanstermeny", Word::Region(Region::Nav)),
    ("pagination", Word::Region(Region::Nav)),
    ("sv-toc-portlet", Word::Region(Region::Nav)),
    ("skip-link", Word::Region(Region::Nav)),
    ("skiplink", Word::Region(Region::Nav)),
    ("site-footer", Word::Region(Region::Footer)),
    ("page-footer", Word::Region(Region::Footer)),
    ("sidfot", Word::Region(Region::Footer)),
    ("footer", Word::Region(Region::Footer)),
    ("site-header", Word::Region(Region::Header)),
    ("page-header", Word::Region(Region::Header)),
    ("sidhuvud", Word::Region(Region::Header)),
    ("header", Word::Region(Region::Header)),
    ("sidebar", Word::Region(Region::Aside)),
    ("sv-archive-portlet", Word::Region(Region::Aside)),
    ("sv-related-portlet", Word::Region(Region::Aside)),
    ("pagecontent", Word::Main(MainClaim::PageContent)),
    ("main-content", Word::Main(MainClaim::Content)),
    ("maincontent", Word::Main(MainClaim::Content)),
    ("section-content", Word::Main(MainClaim::Content)),
    ("region-content", Word::Main(MainClaim::Content)),
    ("entry-content", Word::Main(MainClaim::Content)),
    ("article-content", Word::Main(MainClaim::Content)),
    ("page-content", Word::Main(MainClaim::Content)),
    ("sidinnehall", Word::Main(MainClaim::Content)),
];

/// Words that take back a claim when they follow it: `header-title`, `footer-links` are parts, and these are no parts
/// of the page at all: `main-content-menu-open` on a wrapper.
const STATES: [&str; 6] = ["open", "closed", "hidden", "visible", "active", "fixed"];

#[derive(Clone, Copy)]
enum Word {
    Region(Region),
    Main(MainClaim),
}

static MATCHER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .build(WORDS.iter().map(|(word, _)| word))
        .expect("fixed, short patterns")
});

/// What an element says of itself. All attributes may be empty.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said<'a> {
    pub(super) tag: &'a str,
    pub(super) role: &'a str,
    pub(super) class: &'a str,
    pub(super) id: &'a str,
    pub(super) label: &'a str,
    pub(super) itemtype: &'a str,
}

/// The claim of an element. `inside_article`: it stands in `main`, `article` or `section`, where `header` and `footer`
/// are not the site's.
pub(super) fn claim(said: Said<'_>, inside_article: bool) -> Claim {
    let mut claim = by_tag_and_role(said, inside_article);
    if claim.region.is_some() && claim.region != Some(Region::Aside) && claim.region != Some(Region::Nav) {
        return claim;
    }
    if claim.main == MainClaim::Landmark || matches!(said.tag, "html" | "body") {
        return claim;
    }
    let (region, main) = by_words(said);
    match (claim.region, region) {
        // A menu may be the breadcrumbs; an aside may be a contact box, a menu or the cookie banner.
        (Some(Region::Nav), Some(Region::Breadcrumb)) | (Some(Region::Aside), Some(_)) => {
            claim.region = region;
            claim.soft = false;
        }
        (None, Some(Region::Header | Region::Footer)) if inside_article => {}
        (None, Some(_)) => {
            claim.region = region;
            claim.soft = true;
        }
        _ => {}
    }
    if claim.region.is_none() && claim.main == MainClaim::No {
        claim.main = main;
    }
    if claim.region.is_none() && (said.itemtype.ends_with("/Person") || said.itemtype.ends_with("/ContactPoint")) {
        claim.region = Some(Region::Contact);
    }
    claim
}

fn by_tag_and_role(said: Said<'_>, inside_article: bool) -> Claim {
    let hard = |region| Claim { region: Some(region), ..Claim::default() };
    match said.role {
        "main" => return Claim { main: MainClaim::Landmark, ..Claim::default() },
        "banner" => return hard(Region::Header),
        "contentinfo" => return hard(Region::Footer),
        "navigation" | "menu" | "menubar" => return navigation(said),
        "complementary" => return hard(Region::Aside),
        "dialog" | "alertdialog" => return hard(Region::Cookie),
        "search" => return hard(Region::Nav),
        _ => {}
    }
    match said.tag {
        "main" => Claim { main: MainClaim::Landmark, ..Claim::default() },
        "nav" => navigation(said),
        "header" if !inside_article => hard(Region::Header),
        "footer" if !inside_article => hard(Region::Footer),
        "aside" => hard(Region::Aside),
        "dialog" => hard(Region::Cookie),
        _ => Claim::default(),
    }
}

fn navigation(said: Said<'_>) -> Claim {
    let label = said.label.to_lowercase();
    let crumbs = ["brödsmul", "breadcrumb", "länkstig", "du är här", "sökväg"].iter().any(|word| label.contains(word));
    let region = if crumbs { Region::Breadcrumb } else { Region::Nav };
    Claim { region: Some(region), ..Claim::default() }
}

/// The best claim of the class and id words: the first in [`WORDS`].
fn by_words(said: Said<'_>) -> (Option<Region>, MainClaim) {
    let mut best = WORDS.len();
    for text in [said.class, said.id] {
        if text.is_empty() {
            continue;
        }
        for found in MATCHER.find_overlapping_iter(text) {
            if found.pattern().as_usize() < best && begins_word(text, found.start()) && !is_state(&text[found.end()..])
            {
                best = found.pattern().as_usize();
            }
        }
    }
    match WORDS.get(best) {
        Some((_, Word::Region(region))) => (Some(*region), MainClaim::No),
        Some((_, Word::Main(main))) => (None, *main),
        None if matches!(said.id, "content" | "main" | "innehall") => (None, MainClaim::Content),
        None => (None, MainClaim::No),
    }
}

/// Whether a word begins at `at`: after anything that is no letter, or with a capital after a small letter.
fn begins_word(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let Some(before) = at.checked_sub(1).map(|n| bytes[n]) else { return true };
    !before.is_ascii_alphabetic() || (before.is_ascii_lowercase() && bytes[at].is_ascii_uppercase())
}

/// `…-open`, `…--fixed`: a state of the page, said on a wrapper.
fn is_state(after: &str) -> bool {
    let rest = after.trim_start_matches(['-', '_']);
    rest.len() < after.len() && STATES.iter().any(|state| rest.starts_with(state))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tag: &'static str, class: &'static str) -> Claim {
        claim(Said { tag, class, ..Said::default() }, false)
    }

    #[test]
    fn landmarks_and_roles() {
        assert_eq!(of("main", "").main, MainClaim::Landmark);
        let role = |role| claim(Said { tag: "div", role, ..Said::default() }, false);
        assert_eq!(role("main").main, MainClaim::Landmark);
        assert_eq!(role("contentinfo").region, Some(Region::Footer));
        let crumbs = claim(Said { tag: "nav", label: "Du är här", ..Said::default() }, false);
        assert_eq!(crumbs.region, Some(Region::Breadcrumb));
        assert_eq!(claim(Said { tag: "header", ..Said::default() }, true).region, None);
    }

    #[test]
    fn class_words_of_the_usual_systems() {
        for (class, region) in [
            ("sv-contact2-portlet", Region::Contact),
            ("c-card c-card--contact", Region::Contact),
            ("contact-us", Region::Contact),
            ("vcard", Region::Contact),
            ("env-nav env-nav--sidenav", Region::Nav),
            ("env-breadcrumb", Region::Breadcrumb),
            ("footer-meta", Region::DateBlock),
            ("sv-cookie-consent", Region::Cookie),
            ("siteFooter", Region::Footer),
        ] {
            assert_eq!(of("div", class).region, Some(region), "{class}");
        }
        assert_eq!(of("div", "pagecontent sv-layout").main, MainClaim::PageContent);
        assert_eq!(of("aside", "contact-us").region, Some(Region::Contact));
    }

    #[test]
    fn words_inside_words_and_states_claim_nothing() {
        for class in ["operating-hours", "documenu", "menu-open", "site-header--fixed", "sv-vertical", "noconsentx"] {
            assert_eq!(of("div", class).region, None, "{class}");
        }
        assert_eq!(of("body", "cookie-not-accepted").region, None);
    }
}
