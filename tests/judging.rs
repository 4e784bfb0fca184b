//! Laws of judging, held over the pages of the rule files' own examples: naming is not telling, removing text never
//! raises an answer, order never matters, news never count.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use hemkoll::a11y;
use hemkoll::domain::{Amounts, Finding, Kommun, Outcome, PageRecord, PageType, Traits, Tri, VisitStatus};
use hemkoll::page::{self, PageModel, PageTypes};
use hemkoll::rules::spec::{Check, Statement};
use hemkoll::rules::{Context, EXAMPLE_DAY, Origin, RuleSet, Site, judge_kommun, judge_page};
use proptest::prelude::*;
use url::Url;

#[path = "judging/denials.rs"]
mod denials;
#[path = "judging/headings.rs"]
mod headings;
#[path = "judging/paraphrases.rs"]
mod paraphrases;
#[path = "judging/shapes.rs"]
mod shapes;
#[path = "judging/traps.rs"]
mod traps;
#[path = "judging/unseen.rs"]
mod unseen;
#[path = "judging/wording.rs"]
mod wording;

static SET: LazyLock<RuleSet> = LazyLock::new(RuleSet::embedded);
static TYPES: LazyLock<PageTypes> = LazyLock::new(PageTypes::embedded);
static AMOUNTS: LazyLock<Amounts> = LazyLock::new(hemkoll::seeds::embedded_amounts);

fn traits() -> Traits {
    let names = ["lov", "finska", "meankieli", "samiska"];
    names.iter().fold(Traits::default(), |traits, name| traits.with(name, Tri::Yes, "Testperson"))
}

fn judge(url: &str, html: &str, kind: Option<PageType>) -> PageRecord {
    let mut model = page::parse(html, &Url::parse(url).unwrap(), &TYPES).unwrap();
    if let Some(kind) = kind {
        model.page_type = kind;
    }
    judge_model(&model)
}

fn judge_model(model: &PageModel) -> PageRecord {
    let traits = traits();
    let context = Context { today: EXAMPLE_DAY, amounts: &AMOUNTS, traits: &traits };
    judge_page(&SET, model, &a11y::audit(model), &Origin { sha256: String::new(), depth: 2 }, &context)
}

fn settle(pages: &[PageRecord]) -> Vec<Finding> {
    let kommun = Kommun { name: "Hedlunda".to_owned(), traits: traits(), ..Kommun::default() };
    let status = VisitStatus::Complete;
    let (unread, link_checks, today, amounts) = (&[], &[], EXAMPLE_DAY, &*AMOUNTS);
    judge_kommun(&SET, &Site { kommun: &kommun, pages, status, unread, link_checks, today, amounts })
}

fn points(findings: &[Finding]) -> f64 {
    findings.iter().map(|f| SET.weight_of(&f.rule) * f.outcome.share().unwrap_or(0.0)).sum()
}

/// Every phrase of the set, without the signs of the notation.
fn triggers() -> Vec<String> {
    let of = |statement: &Statement| {
        let links = statement.need.iter().filter_map(|need| need.link.as_ref()).flat_map(|link| link.text.clone());
        statement.need.iter().flat_map(|need| need.any.clone()).chain(links).collect::<Vec<_>>()
    };
    let mut phrases = BTreeSet::new();
    for rule in SET.rules() {
        let checks = std::iter::once(&rule.head.check).chain(rule.head.variant.iter().map(|v| &v.check));
        for check in checks {
            phrases.extend(check.statements().into_iter().flat_map(of));
            if let Check::Providers { words, .. } | Check::Prices { words, .. } | Check::YearlyAmount { words, .. } =
                check
            {
                phrases.extend(words.iter().cloned());
            }
        }
    }
    let plain = |phrase: &String| phrase.replace("cs:", "").replace(['*', '~'], "").replace('…', " ");
    phrases.iter().map(plain).collect()
}

#[test]
fn all_trigger_words_together_give_at_most_two_points() {
    let words = triggers();
    let item = |tag: &str| words.iter().map(|w| format!("<{tag}>{w}</{tag}>")).collect::<Vec<_>>().concat();
    // Sentences of so many words from the so manieth word on, a paragraph each or all in one.
    let sentences = |length: usize, from: usize, between: &str| {
        let rows = std::iter::once(&words[..from]).chain(words[from..].chunks(length));
        format!("<p>{}.</p>", rows.map(|row| row.join(" ")).collect::<Vec<_>>().join(between))
    };
    let shapes = [
        ("sentences of twenty words", sentences(20, 0, ".</p><p>")),
        ("sentences of twenty words in one text", sentences(20, 3, ". ")),
        ("sentences of thirty words from another word", sentences(30, 11, ".</p><p>")),
        ("sentences of twelve words", sentences(12, 5, ". ")),
        ("one text", format!("<p>{}</p>", words.join(" "))),
        ("commas", format!("<p>{}</p>", words.join(", "))),
        (
            "sentences of thirty words",
            words.chunks(30).map(|w| format!("<p>{}.</p>", w.join(" "))).collect::<Vec<_>>().concat(),
        ),
        ("list", format!("<ul>{}</ul>", item("li"))),
        ("paragraphs", item("p")),
        ("headings", item("h2")),
        ("links", words.iter().map(|w| format!("<p><a href=\"/x\">{w}</a></p>")).collect::<Vec<_>>().concat()),
        ("alt texts", words.iter().map(|w| format!("<img src=\"a.png\" alt=\"{w}\">")).collect::<Vec<_>>().concat()),
        ("hidden", format!("<div hidden><p>{}</p></div>", words.join(". "))),
    ];
    // A page is read once: only its type differs between the kinds of page.
    let report = |(name, body): (&'static str, String)| {
        let html = format!("<html lang=sv><title>Hemtjänst</title><main><h1>Hemtjänst</h1>{body}</main></html>");
        let mut model = page::parse(&html, &Url::parse("https://www.hedlunda.example/").unwrap(), &TYPES).unwrap();
        let mut pages = Vec::new();
        for kind in PageType::ALL.into_iter().filter(|kind| !kind.is_never_evidence()) {
            model.page_type = kind;
            model.url.set_path(kind.code());
            pages.push(judge_model(&model));
        }
        let findings = settle(&pages);
        let told: Vec<String> = findings
            .iter()
            .filter(|f| f.outcome.share().unwrap_or(0.0) > 0.0 && SET.weight_of(&f.rule) > 0.0)
            .map(|f| format!("{} {}: {:?}", f.rule, f.outcome.code(), f.evidence.first().map(|e| &e.quote)))
            .collect();
        let points = points(&findings);
        (points > 2.0).then(|| format!("{name}: {points} points\n{}", told.join("\n")))
    };
    let report: Vec<String> = std::thread::scope(|scope| {
        let tried = shapes.map(|shape| scope.spawn(move || report(shape)));
        tried.into_iter().filter_map(|shape| shape.join().unwrap()).collect()
    });
    assert!(report.is_empty(), "{}", report.join("\n"));
}

#[test]
fn a_news_page_changes_nothing() {
    let core = judge(
        "https://www.hedlunda.example/aldre/hemtjanst",
        "<main><h1>Hemtjänst</h1><p>Du kan få hjälp.</p></main>",
        None,
    );
    let html = "<main><h1>Ny telefontid för hemtjänsten</h1><p>Ring biståndshandläggaren på 031-390 06 10, vardagar 9–11. \
                Du ansöker i vår e-tjänst och kan överklaga inom tre veckor.</p></main>";
    let news = judge("https://www.hedlunda.example/nyheter/2026-08-01-telefontid", html, Some(PageType::Nyhet));
    assert!(news.verdicts.is_empty());
    let quiet = |pages: &[PageRecord]| -> Vec<(String, Outcome)> {
        settle(pages).into_iter().map(|f| (f.rule, f.outcome)).collect()
    };
    assert_eq!(quiet(std::slice::from_ref(&core)), quiet(&[core.clone(), news]));
}

/// Holds that each body under «Hemtjänst» says the fact, or does not: name of the fact, whether it is true, the body.
fn assert_told(bodies: &[(&str, bool, &str)]) {
    let wrong: Vec<String> = bodies
        .iter()
        .filter_map(|(name, expected, body)| {
            let html = format!("<html lang=sv><main><h1>Hemtjänst</h1>{body}</main></html>");
            let page = judge("https://www.hedlunda.example/aldre/hemtjanst", &html, Some(PageType::Hemtjanst));
            (page.facts[*name] != *expected).then(|| format!("{name} is not {expected}: {body}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The pages of all examples: address, type, HTML.
fn example_pages() -> Vec<(String, Option<PageType>, String)> {
    let examples = SET.rules().iter().flat_map(|rule| &rule.body.examples);
    examples.flat_map(|e| &e.pages).map(|p| (p.url.clone(), p.page_type, p.html.clone())).collect()
}

static EXAMPLES: LazyLock<Vec<(String, Option<PageType>, String)>> = LazyLock::new(example_pages);

/// The page without each of its paragraphs, items and rows, one at a time.
fn without_each(html: &str) -> impl Iterator<Item = String> {
    let whole = scraper::Html::parse_document(html);
    let selector = scraper::Selector::parse("main p, main li, main tr, main dd, main dt").unwrap();
    let ids: Vec<_> = whole.select(&selector).map(|element| element.id()).collect();
    ids.into_iter().map(move |id| {
        let mut tree = whole.clone();
        tree.tree.get_mut(id).unwrap().detach();
        tree.html()
    })
}

fn height(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Passed => 3,
        Outcome::Partial => 2,
        Outcome::CantTell | Outcome::Untested => 1,
        Outcome::Failed | Outcome::Inapplicable => 0,
    }
}

/// Every page of every example, without each piece of its text. Headings are no such piece: without one, what stood apart
/// stands together.
#[test]
fn removing_text_never_raises_a_content_rule() {
    let mut raised = Vec::new();
    for (url, kind, html) in EXAMPLES.iter() {
        let before = judge(url, html, *kind);
        for less in without_each(html) {
            let after = judge(url, &less, *kind);
            for (a, b) in before.verdicts.iter().zip(&after.verdicts) {
                let check = &SET.rule(&a.rule).unwrap().head.check;
                let content = matches!(
                    check,
                    Check::Statement { .. } | Check::Parts { .. } | Check::Choice { .. } | Check::Prices { .. }
                );
                if content && height(a.outcome) < height(b.outcome) {
                    raised.push(format!("{}: {:?} -> {:?}\n{html}\n{less}", a.rule, a.outcome, b.outcome));
                }
            }
        }
    }
    assert!(raised.is_empty(), "{}", raised.join("\n\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_pages_never_matters(picks in prop::collection::vec(0usize..10_000, 2..7), turn in 0usize..7) {
        let mut pages: Vec<PageRecord> = picks
            .iter()
            .enumerate()
            .map(|(i, pick)| {
                let (_, kind, html) = &EXAMPLES[pick % EXAMPLES.len()];
                judge(&format!("https://www.hedlunda.example/{i}"), html, *kind)
            })
            .collect();
        let first = settle(&pages);
        pages.reverse();
        let len = pages.len();
        pages.rotate_left(turn % len);
        prop_assert_eq!(first, settle(&pages));
    }

    #[test]
    fn random_words_pass_nothing(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 30..400)) {
        let text: Vec<String> = words.chunks(9).map(|w| format!("<p>{}.</p>", w.join(" "))).collect();
        let html = format!("<html lang=sv><main><h1>{}</h1>{}</main></html>", words[0], text.concat());
        let page = judge("https://www.hedlunda.example/sida", &html, Some(PageType::Hemtjanst));
        let facts: Vec<&String> = page.facts.iter().filter(|(_, is)| **is).map(|(name, _)| name).collect();
        prop_assert!(facts.is_empty(), "{facts:?}\n{text:?}");
        for verdict in &page.verdicts {
            let check = &SET.rule(&verdict.rule).unwrap().head.check;
            let content = matches!(check, Check::Statement { .. } | Check::Parts { .. } | Check::Choice { .. });
            prop_assert!(!content || height(verdict.outcome) < 2, "{}: {:?}", verdict.rule, verdict.evidence);
        }
    }
}

/// What a page says: answers and facts.
fn told(page: &PageRecord) -> (Vec<(String, Outcome)>, BTreeMap<String, bool>) {
    (page.verdicts.iter().map(|v| (v.rule.clone(), v.outcome)).collect(), page.facts.clone())
}

/// The page with other white space between and inside its words' elements.
fn spaced(html: &str) -> String {
    let mut tree = scraper::Html::parse_document(html);
    let texts: Vec<_> = tree.tree.nodes().filter(|node| node.value().is_text()).map(|node| node.id()).collect();
    for id in texts {
        if let Some(mut node) = tree.tree.get_mut(id)
            && let scraper::Node::Text(text) = node.value()
        {
            text.text = text.text.replace(' ', "  \n\t").into();
        }
    }
    tree.html()
}

/// The page's main content inside the containers that content systems put round it.
fn wrapped(html: &str) -> String {
    let open = "<div class=\"sv-layout\"><div class=\"sv-text-portlet sv-use-margins\"><div id=\"Brodtext\"></div>\
                <div class=\"sv-text-portlet-content\">";
    html.replacen("<main>", &format!("<main>{open}"), 1).replacen("</main>", "</div></div></div></main>", 1)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn white_space_encoding_and_wrapping_change_no_answer(pick in 0usize..10_000) {
        let (url, kind, html) = &EXAMPLES[pick % EXAMPLES.len()];
        let plain = judge(url, html, *kind);
        prop_assert_eq!(told(&plain), told(&judge(url, &spaced(html), *kind)), "white space");
        prop_assert_eq!(told(&plain), told(&judge(url, &wrapped(html), *kind)), "wrapping");
        let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(html);
        if !lossy {
            let read = page::decode(&bytes, Some("text/html; charset=iso-8859-1"));
            prop_assert_eq!(told(&plain), told(&judge(url, &read, *kind)), "encoding");
        }
    }

    #[test]
    fn news_never_change_an_answer(picks in prop::collection::vec(0usize..10_000, 1..4), news in 0usize..10_000) {
        let pick = |n: usize, kind: Option<PageType>, address: &str| {
            let (_, own, html) = &EXAMPLES[n % EXAMPLES.len()];
            judge(&format!("https://www.hedlunda.example/{address}"), html, kind.or(*own))
        };
        let mut pages: Vec<PageRecord> =
            picks.iter().enumerate().map(|(at, n)| pick(*n, None, &at.to_string())).collect();
        let quiet = |pages: &[PageRecord]| -> Vec<(String, Outcome)> {
            settle(pages).into_iter().map(|finding| (finding.rule, finding.outcome)).collect()
        };
        let before = quiet(&pages);
        pages.push(pick(news, Some(PageType::Nyhet), "nyheter/nytt"));
        prop_assert_eq!(before, quiet(&pages));
    }
}

/// Everyday Swedish words that have nothing to do with home care.
const WORDS: [&str; 80] = [
    "och", "att", "det", "som", "en", "på", "är", "av", "för", "med", "till", "den", "har", "de", "inte", "om", "ett",
    "han", "men", "var", "jag", "sig", "från", "vi", "så", "kan", "när", "skulle", "man", "hon", "nu", "ut", "där",
    "något", "sitt", "sol", "båt", "skog", "cykel", "fågel", "sten", "gräs", "vatten", "fönster", "stol", "lampa",
    "bok", "tidning", "spade", "blomma", "äpple", "päron", "katt", "hund", "häst", "ko", "bil", "tåg", "väg", "bro",
    "berg", "sjö", "himmel", "snö", "regn", "vind", "springer", "sjunger", "målar", "bygger", "gräver", "seglar",
    "blå", "röd", "grön", "gul", "liten", "stor", "snabb", "långsam",
];
