//! One page or file judged by itself; nothing is stored.
//!
//! Place in the flow: `hemkoll check`, the self-check of the web UI (`desk`), and drafts before they are published.
//! What must stay true: a page answers for itself alone. What another page may answer is untested with the reason
//! `annan-sida`, never a no.

mod alone;
mod closer;
mod files;
mod misfit;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use url::Url;

use super::judge::JudgedPage;
use super::worker::Workers;
use super::{AuditError, Judge};
use crate::a11y;
use crate::archive::sha256;
use crate::clock::Clock;
use crate::crawl::{Ask, Fetcher, Gate, Hosts, MemoryGate, VisitSettings, Visitor};
use crate::domain::{Amounts, CloseReading, Finding, Misfit, PageRecord, PageType, Reason, Traits, Tri};
use crate::page::{self, PageModel, PageTypes};
use crate::rules::spec::Check;
use crate::rules::{self, CHOICE, Context, FactShown, Origin, RuleSet};
pub use alone::{ANOTHER_PAGE, TEXT_ALONE, WHOLE_SITE};
pub use files::{ENDINGS, check_files, files, unreadable};

/// The name of standard input as a target.
pub const STDIN: &str = "-";

/// How a page is checked.
#[derive(Clone, Debug, Default)]
pub struct CheckOptions {
    /// The kommun's traits.
    pub traits: Traits,
    /// Whether traits that nobody has signed count too, where the page itself says nothing else.
    pub presumes: bool,
    /// What kind of page it is, when a person has said so.
    pub page_type: Option<PageType>,
    /// What it is taken for when it cannot be told.
    pub otherwise: Option<PageType>,
    /// Whether the text is read closely too: [`CheckResult::closer`].
    pub closely: bool,
}

/// What is handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A whole page in HTML.
    Page,
    /// A whole page as text without markup.
    PlainPage,
    /// A part of a page in HTML: what an editor puts on the clipboard.
    Part,
    /// A part of a page as text.
    PlainPart,
}

impl Shape {
    const fn is_plain(self) -> bool {
        matches!(self, Self::PlainPage | Self::PlainPart)
    }
}

/// What came of checking one page.
#[derive(Clone, Debug)]
pub struct CheckResult {
    /// Address or file as it was given.
    pub target: String,
    /// The address it was judged under; the final one after redirects.
    pub url: String,
    /// Title or first heading.
    pub title: String,
    /// What it was taken for.
    pub page_type: PageType,
    /// How sure that is, 0–100; 0 when it could not be told.
    pub type_confidence: u8,
    /// Words in the main content.
    pub words: u32,
    /// LIX of the main text, if it is long enough.
    pub lix: Option<f64>,
    /// Answers in the rule set's order; those that another page may give are untested with [`ANOTHER_PAGE`].
    pub findings: Vec<Finding>,
    /// Facts of the codebook.
    pub facts: BTreeMap<String, bool>,
    /// The accessibility checks on the page's code, one entry a rule and element; empty for plain text and for what could
    /// not be read. Of a part of a page only what stands in it.
    pub accessibility: Vec<a11y::CheckResult>,
    /// The text read closely, when that was asked for.
    pub closer: Option<CloseReading>,
    /// The kommun's traits as the page was asked by them: its own word on choice goes before the list's.
    pub traits: Traits,
    /// Why it is perhaps not the page that was meant.
    pub misfit: Option<Misfit>,
    /// Why it could not be read; then every answer is untested for that reason.
    pub unreadable: Option<Reason>,
}

/// A page judged by its words and by its code.
struct Read {
    page: JudgedPage,
    /// The kommun's traits as the page is asked by them.
    traits: Traits,
    accessibility: Vec<a11y::CheckResult>,
    closer: Option<CloseReading>,
    misfit: Option<Misfit>,
}

/// A judge for single pages: today's date, amounts and the built-in page types.
pub fn judge(rules: Arc<RuleSet>, amounts: Amounts, today: Date) -> Judge {
    Judge { rules, types: Arc::new(PageTypes::embedded()), amounts, today }
}

/// Checks a draft of some shape under an address.
pub fn check_draft(
    bytes: &[u8],
    content_type: Option<&str>,
    shape: Shape,
    url: &Url,
    judge: &Judge,
    options: &CheckOptions,
) -> CheckResult {
    let read = read_bytes(bytes, content_type, shape, url, judge, options);
    alone::settled(url.as_str(), url, shape, read, judge)
}

/// Checks bytes as a file gave them. `.txt` (by `name`) is read as plain text, all else as HTML; what has no name that
/// tells, by whether there is a tag in it.
pub fn check_bytes(
    bytes: &[u8],
    content_type: Option<&str>,
    name: &str,
    judge: &Judge,
    options: &CheckOptions,
) -> CheckResult {
    let (url, shape) = (address_of(name), shape_of(name, bytes));
    let read = read_bytes(bytes, content_type, shape, &url, judge, options);
    alone::settled(name, &url, shape, read, judge)
}

/// What bytes are by the name of their file; standard input has none.
fn shape_of(name: &str, bytes: &[u8]) -> Shape {
    let is_plain = match Path::new(name).extension() {
        Some(ending) => ending.eq_ignore_ascii_case("txt"),
        None => name == STDIN && !has_tag(bytes),
    };
    if is_plain { Shape::PlainPage } else { Shape::Page }
}

/// Whether there is markup in bytes: a tag, a comment or a doctype.
fn has_tag(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|two| two[0] == b'<' && (two[1].is_ascii_alphabetic() || matches!(two[1], b'/' | b'!' | b'?')))
}

/// Reads a file's bytes; what is empty or no text is no page.
fn read_bytes(
    bytes: &[u8],
    content_type: Option<&str>,
    shape: Shape,
    url: &Url,
    judge: &Judge,
    options: &CheckOptions,
) -> Result<Read, Reason> {
    if bytes.trim_ascii().is_empty() {
        return Err(Reason::Empty);
    }
    if page::is_no_text(bytes) {
        return Err(Reason::NotHtml);
    }
    let plain = Some("text/plain").filter(|_| shape.is_plain());
    read(&page::decode(bytes, content_type.or(plain)), shape, url, &sha256(bytes), judge, options)
}

/// Parses once and judges words and code.
fn read(
    text: &str,
    shape: Shape,
    url: &Url,
    sha256: &str,
    judge: &Judge,
    options: &CheckOptions,
) -> Result<Read, Reason> {
    let mut model = model(text, shape, url, &judge.types)?;
    if let Some(told) = options.page_type {
        (model.page_type, model.type_confidence) = (told, 100);
    } else if let Some(other) = options.otherwise.filter(|_| model.page_type == PageType::Ovrigt) {
        (model.page_type, model.type_confidence) = (other, 0);
    }
    let misfit = misfit::of(&model);
    let mut accessibility = if shape.is_plain() { Vec::new() } else { a11y::audit(&model) };
    if shape == Shape::Part {
        // The frame around a part is ours: only what stands inside it can be told.
        accessibility.retain(|one| one.place.is_some() && one.owner == a11y::Owner::Editor);
    }
    let judged = |traits: &Traits| judge.model(&model, &accessibility, sha256, 0, traits);
    let mut page = judged(&options.traits);
    let mut traits = with_choice(&judge.rules, &page.record, &options.traits);
    if options.presumes {
        traits = traits.presumed();
    }
    if traits != options.traits {
        page = judged(&traits);
    }
    let closer = options.closely.then(|| closer::read(&model, judge, &traits));
    Ok(Read { page, traits, accessibility, closer, misfit })
}

/// The traits, with what the page itself says of choice: nobody has to vouch for that when the page is judged by itself.
/// A round takes no page's word for it.
fn with_choice(rules: &RuleSet, record: &PageRecord, traits: &Traits) -> Traits {
    let choices = rules.rules().iter().filter(|rule| matches!(rule.head.check, Check::Choice { .. }));
    let mut said = choices.filter_map(|rule| record.verdicts.iter().find(|verdict| verdict.rule == rule.head.id));
    let value = said.find_map(|verdict| verdict.values.get(CHOICE));
    match (traits.signed("lov"), value.map(String::as_str)) {
        (Tri::Unknown, Some("ja")) => traits.clone().with("lov", Tri::Yes, &record.url),
        (Tri::Unknown, Some("nej")) => traits.clone().with("lov", Tri::No, &record.url),
        _ => traits.clone(),
    }
}

fn model(text: &str, shape: Shape, url: &Url, types: &PageTypes) -> Result<PageModel, Reason> {
    match shape {
        Shape::Page => page::parse(text, url, types),
        Shape::PlainPage | Shape::PlainPart => Ok(page::plain_text(text, url, types)),
        Shape::Part => {
            let mut model = page::parse(&framed(text), url, types)?;
            // In an editor the page's own heading is often a field of its own: then the first in the text stands for it.
            if model.title().is_empty()
                && let Some(heading) = model.headings.first().map(|heading| heading.text.clone())
            {
                if model.page_type == PageType::Ovrigt
                    && let Some(kind) = types.guess(url, &heading)
                {
                    (model.page_type, model.type_confidence) = (kind, 50);
                }
                model.meta.title = heading;
            }
            Ok(model)
        }
    }
}

/// A part of a page as the main content of a page. What a clipboard has around the part is left out.
fn framed(part: &str) -> String {
    let inside = part.split_once("<!--StartFragment-->").map_or(part, |(_, rest)| rest);
    let inside = inside.rsplit_once("<!--EndFragment-->").map_or(inside, |(inside, _)| inside);
    format!("<!doctype html><html lang=\"sv\"><head><title></title></head><body><main>{inside}</main></body></html>")
}

/// What the facts of a page in a file rest on; none when it cannot be read.
pub fn facts_shown(bytes: &[u8], name: &str, judge: &Judge, traits: &Traits) -> BTreeMap<String, FactShown> {
    let url = address_of(name);
    let shape = shape_of(name, bytes);
    let plain = Some("text/plain").filter(|_| shape.is_plain());
    let model = model(&page::decode(bytes, plain), shape, &url, &judge.types);
    let context = Context { today: judge.today, amounts: &judge.amounts, traits };
    let shown = |model| rules::show_facts(&judge.rules, &model, &Origin::default(), &context);
    model.map(shown).unwrap_or_default()
}

/// A file's address: its path under a name that never exists, so that no folder of the machine weighs in or shows.
fn address_of(name: &str) -> Url {
    let mut url = Url::parse("https://fil.invalid/").expect("a constant address");
    if let Ok(mut segments) = url.path_segments_mut() {
        let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
        segments.pop_if_empty().extend(parts);
    }
    url
}

/// Fetches and checks an address: robots.txt first, redirects followed, one answer kept in memory.
pub async fn check_url(
    fetcher: &Fetcher,
    url: &Url,
    gap: Duration,
    clock: Clock,
    judge: &Arc<Judge>,
    options: &CheckOptions,
) -> Result<CheckResult, AuditError> {
    let settings = VisitSettings { gap, clock, ..VisitSettings::default() };
    let gate = Arc::new(MemoryGate::new(clock, gap));
    let workers = Workers::start(judge)?;
    visit(fetcher, url, settings, gate, &workers, Judge::clone(judge), options.clone()).await
}

/// The same with threads and a gate that others share.
pub(super) async fn visit(
    fetcher: &Fetcher,
    url: &Url,
    settings: VisitSettings,
    gate: Arc<dyn Gate>,
    workers: &Workers,
    judge: Judge,
    options: CheckOptions,
) -> Result<CheckResult, AuditError> {
    let mut visitor = Visitor::new(fetcher.clone(), gate, Hosts::any(), settings);
    let visited = visitor.get(url, &Ask::page()).await.map_err(|fault| AuditError::Broken(fault.to_string()))?;
    let (last, answer) = match visited.result {
        Err(failure) => (url.clone(), Err(failure.reason)),
        Ok(answer) => {
            let problem = answer.problem().or_else(|| (!answer.is_html()).then_some(Reason::NotHtml));
            (answer.url.clone(), problem.map_or(Ok(answer), Err))
        }
    };
    let target = url.to_string();
    let _turn = workers.turn(answer.as_ref().map_or(0, |answer| answer.body.len())).await;
    let result = workers.run(move |_| {
        let read = answer.and_then(|answer| {
            let text = page::decode(&answer.body, answer.header("content-type"));
            read(&text, Shape::Page, &last, &sha256(&answer.body), &judge, &options)
        });
        alone::settled(&target, &last, Shape::Page, read, &judge)
    });
    result.await?.ok_or_else(|| AuditError::Broken("sidan gick inte att bedöma".to_owned()))
}
