//! One page or file judged by itself; nothing is stored.
//!
//! Place in the flow: `hemkoll check`, the self-check of the web UI, and drafts before they are published.
//! What must stay true: a page answers for itself alone. What another page may answer is untested with the reason
//! `annan-sida`, never a no.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use url::Url;

use super::judge::JudgedPage;
use super::worker::Workers;
use super::{AuditError, Judge};
use crate::a11y;
use crate::archive::sha256;
use crate::clock::Clock;
use crate::crawl::{Ask, Fetcher, Hosts, MemoryGate, VisitSettings, Visitor};
use crate::domain::{Amounts, Finding, Kommun, Outcome, PageType, Reason, Traits, VisitStatus};
use crate::page::{self, PageTypes};
use crate::rules::{self, Context, FactShown, Origin, RuleSet, Site, spec::Unit};

/// The reason code of questions that another page may answer.
pub const ANOTHER_PAGE: &str = "annan-sida";
/// The reason code of questions that only the whole site can answer.
pub const WHOLE_SITE: &str = "hela-webbplatsen";
/// Reasons by which the rules say that they met no page to judge on.
const NO_PAGE: [&str; 3] = ["sidan-hittades-inte", "startsidan-lastes-inte", "vag-hittades-inte"];
/// File endings that a folder is searched for.
pub const ENDINGS: [&str; 6] = ["html", "htm", "xhtml", "svg", "xml", "txt"];
/// Room for the deepest tree that the page model admits, many times over.
const STACK: usize = 16 * 1024 * 1024;

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
    /// How sure that is, 0–100.
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
    /// not be read.
    pub accessibility: Vec<a11y::CheckResult>,
    /// Why it could not be read; then every answer is untested for that reason.
    pub unreadable: Option<Reason>,
}

/// A page judged by its words and by its code.
type Both = (JudgedPage, Vec<a11y::CheckResult>);

/// Parses once and judges both.
fn both(html: &str, url: &Url, sha256: &str, judge: &Judge, traits: &Traits) -> Result<Both, Reason> {
    let model = page::parse(html, url, &judge.types)?;
    Ok((judge.model(&model, sha256, 0, traits), a11y::audit(&model)))
}

/// A judge for single pages: today's date, amounts and the built-in page types.
pub fn judge(rules: Arc<RuleSet>, amounts: Amounts, today: Date) -> Judge {
    Judge { rules, types: Arc::new(PageTypes::embedded()), amounts, today }
}

/// Checks a page that is at hand as text.
pub fn check_html(html: &str, url: &Url, judge: &Judge, traits: &Traits) -> CheckResult {
    let judged = both(html, url, &sha256(html.as_bytes()), judge, traits);
    result(url.as_str(), url, judged, judge, traits)
}

/// Checks bytes as a file or a server gave them. `.txt` (by `name`) is read as plain text, all else as HTML.
pub fn check_bytes(
    bytes: &[u8],
    content_type: Option<&str>,
    name: &str,
    judge: &Judge,
    traits: &Traits,
) -> CheckResult {
    let url = address_of(name);
    let judged = if is_plain_text(name) {
        let text = page::decode(bytes, content_type.or(Some("text/plain")));
        Ok((judge.model(&page::plain_text(&text, &url, &judge.types), &sha256(bytes), 0, traits), Vec::new()))
    } else {
        both(&page::decode(bytes, content_type), &url, &sha256(bytes), judge, traits)
    };
    result(name, &url, judged, judge, traits)
}

fn is_plain_text(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("txt"))
}

/// What the facts of a page in a file rest on; none when it cannot be read.
pub fn facts_shown(bytes: &[u8], name: &str, judge: &Judge, traits: &Traits) -> BTreeMap<String, FactShown> {
    let url = address_of(name);
    let model = if is_plain_text(name) {
        Ok(page::plain_text(&page::decode(bytes, Some("text/plain")), &url, &judge.types))
    } else {
        page::parse(&page::decode(bytes, None), &url, &judge.types)
    };
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

/// Checks files side by side, answers in their order. The first of each pair names the file, the second is its path.
pub fn check_files(
    files: &[(String, PathBuf)],
    judge: &Judge,
    traits: &Traits,
) -> Vec<Result<CheckResult, AuditError>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(files.len());
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some((name, path)) = files.get(index) else { return };
            let checked = check_file(name, path, judge, traits);
            done.lock().unwrap_or_else(PoisonError::into_inner).insert(index, checked);
        }
    };
    std::thread::scope(|scope| {
        for number in 0..threads {
            let thread = std::thread::Builder::new().name(format!("check-{number}")).stack_size(STACK);
            if thread.spawn_scoped(scope, work).is_err() && number == 0 {
                work();
            }
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

fn check_file(name: &str, path: &Path, judge: &Judge, traits: &Traits) -> Result<CheckResult, AuditError> {
    let bytes = std::fs::read(path).map_err(|cause| AuditError::File { path: path.display().to_string(), cause })?;
    // A page that makes the program fail costs itself alone.
    let checked = catch_unwind(AssertUnwindSafe(|| check_bytes(&bytes, None, name, judge, traits)));
    Ok(checked.unwrap_or_else(|_| result(name, &address_of(name), Err(Reason::Unreadable), judge, traits)))
}

/// The files of a folder that can be checked, sorted; a file stands for itself. Each with its name relative to the
/// folder.
pub fn files(target: &Path) -> Result<Vec<(String, PathBuf)>, AuditError> {
    let told = |path: &Path, cause| AuditError::File { path: path.display().to_string(), cause };
    if !target.is_dir() {
        let name =
            target.file_name().map_or_else(|| target.display().to_string(), |name| name.to_string_lossy().into());
        return Ok(vec![(name, target.to_owned())]);
    }
    let mut found = Vec::new();
    let mut folders = vec![target.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|cause| told(&folder, cause))? {
            let entry = entry.map_err(|cause| told(&folder, cause))?;
            let path = entry.path();
            // Symbolic links to folders are not followed: they may run in a circle.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known))) {
                let name = path.strip_prefix(target).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                found.push((name, path));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Fetches and checks an address: robots.txt first, redirects followed, one answer kept in memory.
pub async fn check_url(
    fetcher: &Fetcher,
    url: &Url,
    gap: Duration,
    clock: Clock,
    judge: &Arc<Judge>,
    traits: &Traits,
) -> Result<CheckResult, AuditError> {
    let settings = VisitSettings { gap, clock, ..VisitSettings::default() };
    let gate = Arc::new(MemoryGate::new(clock, gap));
    let mut visitor = Visitor::new(fetcher.clone(), gate, Hosts::any(), settings);
    let visited = visitor.get(url, &Ask::page()).await.map_err(|fault| AuditError::Broken(fault.to_string()))?;
    let answer = match visited.result {
        Err(failure) => return Ok(result(url.as_str(), url, Err(failure.reason), judge, traits)),
        Ok(answer) => answer,
    };
    let problem = answer.problem().or_else(|| (!answer.is_html()).then_some(Reason::NotHtml));
    let last = answer.url.clone();
    let judged = if let Some(reason) = problem {
        Err(reason)
    } else {
        let content_type = answer.header("content-type").map(str::to_owned);
        let sha256 = sha256(&answer.body);
        let (url, traits) = (last.clone(), traits.clone());
        let job = move |judge: &Judge| {
            both(&page::decode(&answer.body, content_type.as_deref()), &url, &sha256, judge, &traits)
        };
        let judged = Workers::start(judge)?.run(job).await?;
        judged.unwrap_or(Err(Reason::Unreadable))
    };
    Ok(result(url.as_str(), &last, judged, judge, traits))
}

fn result(target: &str, url: &Url, judged: Result<Both, Reason>, judge: &Judge, traits: &Traits) -> CheckResult {
    let empty = CheckResult {
        target: target.to_owned(),
        url: url.to_string(),
        title: String::new(),
        page_type: PageType::Ovrigt,
        type_confidence: 0,
        words: 0,
        lix: None,
        findings: Vec::new(),
        facts: BTreeMap::new(),
        accessibility: Vec::new(),
        unreadable: None,
    };
    let (judged, accessibility) = match judged {
        Ok(both) => both,
        Err(reason) => {
            let findings = judge.rules.rules().iter().map(|rule| untested(rule, reason.code())).collect();
            return CheckResult { findings, unreadable: Some(reason), ..empty };
        }
    };
    let kommun = Kommun { start_url: url.to_string(), traits: traits.clone(), ..Kommun::default() };
    let pages = [judged.record];
    let mut findings = rules::judge_kommun(
        &judge.rules,
        &Site {
            kommun: &kommun,
            pages: &pages,
            // One page is never all there is to read: what it does not say may stand elsewhere.
            status: VisitStatus::Partial,
            unread: &[],
            link_checks: &[],
            today: judge.today,
            amounts: &judge.amounts,
        },
    );
    let [record] = pages;
    for finding in &mut findings {
        if let Some((reason, note)) = elsewhere(&judge.rules, finding, record.page_type) {
            *finding = Finding {
                outcome: Outcome::Untested,
                reason: reason.to_owned(),
                note: note.to_owned(),
                evidence: Vec::new(),
                ..finding.clone()
            };
        }
    }
    let unreadable = record.needs_javascript.then_some(Reason::NeedsJavascript);
    CheckResult {
        title: record.title,
        page_type: record.page_type,
        type_confidence: record.type_confidence,
        words: record.words,
        lix: judged.lix,
        findings,
        facts: record.facts,
        accessibility,
        unreadable,
        ..empty
    }
}

/// Why this page alone cannot answer a question, if it cannot: the whole site must be read, or another kind of page is
/// where the answer belongs. What the page does say counts wherever it stands.
fn elsewhere(rules: &RuleSet, finding: &Finding, page_type: PageType) -> Option<(&'static str, &'static str)> {
    const ANOTHER: (&str, &str) = (ANOTHER_PAGE, "Svaret kan stå på en annan sida.");
    if finding.outcome == Outcome::Untested && NO_PAGE.contains(&finding.reason.as_str()) {
        return Some(ANOTHER);
    }
    let head = &rules.rule(&finding.rule)?.head;
    if head.unit == Unit::Kommun && head.weight > 0.0 {
        return Some((WHOLE_SITE, "Frågan gäller hela webbplatsen. Den går inte att svara på från en sida."));
    }
    let asked = match (head.asked_on.as_slice(), head.pages.first()) {
        ([], Some(first)) => *first == page_type,
        ([], None) => page_type == PageType::Hemtjanst,
        (asked, _) => asked.contains(&page_type),
    };
    let silent = (finding.outcome == Outcome::Failed || finding.outcome.is_open()) && finding.evidence.is_empty();
    (silent && !asked).then_some(ANOTHER)
}

fn untested(rule: &rules::Rule, reason: &str) -> Finding {
    Finding {
        rule: rule.head.id.clone(),
        judging_hash: rule.judging_hash.clone(),
        outcome: Outcome::Untested,
        reason: reason.to_owned(),
        note: Reason::from_code(reason).map(|reason| reason.sentence_sv().to_owned()).unwrap_or_default(),
        evidence: Vec::new(),
        searched: None,
    }
}
