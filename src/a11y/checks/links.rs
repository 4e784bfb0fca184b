//! Links: texts that say where they lead, and twins that do not lead to the same place.

use std::collections::HashMap;
use std::rc::Rc;

use url::Url;

use super::super::catalogue::reading as rule;
use super::super::dom::{Dom, Idx};
use super::super::name::fold;
use super::super::result::{ActRule, Findings};
use super::super::tables::{FORMATS, POINTING, VAGUE_LINKS};

const READ: &str = "En person får läsa om länktexterna säger vart länkarna leder.";
const FOLLOW: &str = "Länkar med samma namn leder till olika adresser. En person får se om det är samma innehåll.";
const SAME_FRAMES: &str = "Ramar med samma namn visar olika adresser. En person får se om det är samma innehåll.";

pub(super) fn check(dom: &Dom<'_>, findings: &mut Findings<'_, '_>) {
    let mut names: HashMap<String, Vec<Idx>> = HashMap::new();
    let mut frames: HashMap<String, Vec<Idx>> = HashMap::new();
    let mut heading = false;
    let (mut alone, mut in_context) = (None, None);
    for at in dom.all() {
        let el = dom.el(at);
        let role = dom.role(at);
        heading |= role == Some("heading");
        let frame = el.is("iframe");
        if !(frame || role == Some("link")) || !el.exposed() {
            continue;
        }
        let name = dom.name(at).to_lowercase();
        if name.is_empty() {
            continue;
        }
        if frame {
            frames.entry(name).or_default().push(at);
            continue;
        }
        if is_vague(&name) {
            findings.say(&rule::LINK_ALONE, at, false);
        } else {
            alone = alone.or(Some(at));
        }
        if is_bare(&name) && !heading && has_no_context(dom, at, &name) {
            findings.say(&rule::LINK_IN_CONTEXT, at, false);
        } else {
            in_context = in_context.or(Some(at));
        }
        names.entry(name).or_default().push(at);
    }
    // What takes a person to read is one open question, not one a link.
    for (rule, first) in [(&rule::LINK_ALONE, alone), (&rule::LINK_IN_CONTEXT, in_context)] {
        if let Some(first) = first {
            findings.open(rule, first, READ);
        }
    }
    let mut twins: Vec<Vec<Idx>> = names.into_values().filter(|same| same.len() > 1).collect();
    twins.sort_unstable();
    // A menu stands twice on many pages: what surrounds its links is read once.
    let mut read = HashMap::new();
    for same in &twins {
        let led: Vec<Led> = same.iter().map(|&at| (at, address(dom, at, "href"))).collect();
        compare(findings, &led, (&rule::SAME_NAME, FOLLOW));
        for together in in_one_context(dom, same, &mut read) {
            let theirs = led.iter().filter(|(at, _)| together.contains(at)).cloned();
            compare(findings, &theirs.collect::<Vec<_>>(), (&rule::SAME_CONTEXT, FOLLOW));
        }
    }
    let mut twins: Vec<Vec<Idx>> = frames.into_values().filter(|same| same.len() > 1).collect();
    twins.sort_unstable();
    for same in &twins {
        let led: Vec<Led> = same.iter().map(|&at| (at, address(dom, at, "src"))).collect();
        compare(findings, &led, (&rule::SAME_FRAMES, SAME_FRAMES));
    }
}

/// Says nothing of its goal even with the best of will.
fn is_bare(name: &str) -> bool {
    VAGUE_LINKS.contains(&bare(name))
}

/// Says too little when it is heard alone.
fn is_vague(name: &str) -> bool {
    let bare = bare(name);
    let pointing = bare.split_once(' ').is_some_and(|(first, rest)| POINTING.contains(&first) && !rest.contains(' '));
    is_bare(name) || FORMATS.contains(&bare) || POINTING.contains(&bare) || pointing
}

fn bare(name: &str) -> &str {
    name.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The element whose text a link is read with: the nearest that is no part of a line.
fn context(dom: &Dom<'_>, at: Idx) -> Option<Idx> {
    dom.ancestors(at).find(|&up| {
        let el = dom.el(up);
        !matches!(
            el.tag,
            "a" | "abbr"
                | "b"
                | "bdi"
                | "cite"
                | "code"
                | "em"
                | "font"
                | "g"
                | "i"
                | "label"
                | "mark"
                | "q"
                | "s"
                | "small"
                | "span"
                | "strong"
                | "sub"
                | "sup"
                | "svg"
                | "text"
                | "time"
                | "tspan"
                | "u"
        )
    })
}

/// The words of an element, at most a paragraph of them.
fn words(dom: &Dom<'_>, at: Idx) -> String {
    let mut text = String::new();
    for inside in std::iter::once(at).chain(dom.descendants(at)) {
        if dom.el(inside).visible {
            dom.texts(inside).for_each(|part| text.push_str(part));
            text.push(' ');
        }
        if text.len() > 4000 {
            break;
        }
    }
    fold(&text).to_lowercase()
}

/// Neither its paragraph, cell, item nor a description says more than the name.
fn has_no_context(dom: &Dom<'_>, at: Idx, name: &str) -> bool {
    let el = dom.el(at);
    if el.has("aria-describedby") || el.has("title") {
        return false;
    }
    let Some(around) = context(dom, at) else { return true };
    let apart = |up: Idx| matches!(dom.el(up).tag, "td" | "th" | "li" | "dd" | "dt");
    let told = std::iter::once(around).chain(dom.ancestors(around)).any(apart);
    // Text straight in the body or in a large box is no context of the link's own.
    let own = dom.texts(around).all(|text| text.trim().is_empty()) || words(dom, around) == name;
    let linked_first = dom.descendants(around).all(|inside| {
        let el = dom.el(inside);
        !el.exposed() || !dom.has_text(inside) || inside >= at || matches!(el.tag, "nav" | "script" | "style")
    });
    !told && own && linked_first
}

/// Links that share their context, in groups.
fn in_one_context(dom: &Dom<'_>, same: &[Idx], read: &mut HashMap<Idx, Rc<str>>) -> Vec<Vec<Idx>> {
    let mut groups: HashMap<Rc<str>, Vec<Idx>> = HashMap::new();
    let mut around_of: HashMap<Idx, Vec<Idx>> = HashMap::new();
    for &at in same {
        let Some(around) = context(dom, at) else { continue };
        // A cell is read with its headings, for which its row stands here; an item with the items that it lies in.
        let around = match dom.el(around).tag {
            "td" | "th" => dom.el(around).parent.unwrap_or(around),
            "li" => dom.ancestors(around).find(|&up| matches!(dom.el(up).tag, "li")).unwrap_or(around),
            _ => around,
        };
        around_of.entry(around).or_default().push(at);
    }
    for (around, links) in around_of {
        let words = read.entry(around).or_insert_with(|| words(dom, around).into());
        groups.entry(Rc::clone(words)).or_default().extend(links);
    }
    for group in groups.values_mut() {
        group.sort_unstable();
    }
    let mut groups: Vec<Vec<Idx>> = groups.into_values().filter(|group| group.len() > 1).collect();
    // A heading in between tells them apart to whoever reads on from it.
    groups.retain(|group| !(group[0]..group[group.len() - 1]).any(|at| dom.role(at) == Some("heading")));
    groups.sort_unstable();
    groups
}

/// A link or frame, and where it leads, if that can be told.
type Led = (Idx, Option<Url>);

fn address(dom: &Dom<'_>, at: Idx, from: &str) -> Option<Url> {
    let el = dom.el(at);
    let written = if from == "href" { el.href() } else { el.attr(from) }?;
    dom.page.base.join(written.trim()).ok().map(settled)
}

fn compare(findings: &mut Findings<'_, '_>, same: &[Led], (rule, reason): (&'static ActRule, &'static str)) {
    let known: Vec<&Url> = same.iter().filter_map(|(_, address)| address.as_ref()).collect();
    let Some((&first, rest)) = known.split_first() else { return };
    let at = same[0].0;
    if rest.iter().any(|other| surely_differ(first, other)) {
        findings.say(rule, at, false);
    } else if known.len() < same.len() || rest.iter().any(|other| *other != first) {
        findings.open(rule, at, reason);
    } else {
        findings.say(rule, at, true);
    }
}

/// An address without what does not change the page: fragment, tracking, a final slash.
fn settled(mut url: Url) -> Url {
    url.set_fragment(None);
    if url.query().is_some() {
        keep_what_asks(&mut url);
    }
    if let Some(path) = url.path().strip_suffix('/').filter(|path| !path.is_empty()).map(str::to_owned) {
        url.set_path(&path);
    }
    url
}

fn keep_what_asks(url: &mut Url) {
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| !(name.starts_with("utm_") || name.starts_with("sv.") || name.contains("session")))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    if kept.is_empty() {
        url.set_query(None);
    } else {
        url.query_pairs_mut().clear().extend_pairs(&kept);
    }
}

/// Different sites, or the same page asked for different things. Two paths of one site may hold the same content.
fn surely_differ(a: &Url, b: &Url) -> bool {
    let site = |url: &Url| url.host_str().and_then(|host| psl::domain_str(host)).map(str::to_owned);
    if !(is_web(a) && is_web(b)) {
        return a.scheme() != "javascript" && b.scheme() != "javascript" && a != b;
    }
    match (site(a), site(b)) {
        (Some(one), Some(other)) if one != other => true,
        _ => a.host_str() == b.host_str() && a.path() == b.path() && a.query() != b.query(),
    }
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vague_is_what_says_nothing_by_itself() {
        for name in ["läs mer »", "här", "pdf", "denna sida", "more…"] {
            assert!(is_vague(name), "{name}");
        }
        for name in ["läs mer om hemtjänst", "ansökan (pdf)", "kontakt", "denna vecka i bilder"] {
            assert!(!is_vague(name), "{name}");
        }
    }

    #[test]
    fn addresses_differ_for_certain_by_site_or_question_alone() {
        let differ = |a: &str, b: &str| {
            let url = |text: &str| settled(Url::parse(text).unwrap());
            surely_differ(&url(a), &url(b))
        };
        assert!(differ("https://hedlunda.test.se/a", "https://lingonas.se/a"));
        assert!(differ("https://hedlunda.se/a?id=1", "https://hedlunda.se/a?id=2"));
        assert!(!differ("https://hedlunda.se/a?id=1&utm_source=x", "https://hedlunda.se/a/?id=1#topp"));
        assert!(!differ("https://www.hedlunda.se/a", "https://hedlunda.se/b"));
        assert!(differ("mailto:a@hedlunda.se", "mailto:b@hedlunda.se"));
    }
}
