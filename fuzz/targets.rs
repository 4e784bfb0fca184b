//! What is fuzzed: a function for each kind of bytes that come from outside.
//!
//! The fuzzers in `fuzz_targets/` call these with whatever they think of; `tests/fuzz_corpus.rs` calls them with
//! `corpus/`. What must stay true: any bytes at all may come in. A fault is an error or an outcome, never a panic, and
//! what is asserted here holds for every input.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use hemkoll::archive::saved::{self, Limits};
use hemkoll::audit::Judge;
use hemkoll::audit::check::{CheckOptions, check_bytes, judge};
use hemkoll::crawl::retry::retry_after;
use hemkoll::crawl::robots::MAX_DELAY;
use hemkoll::crawl::{Fetched, Robots, normalise, sitemap};
use hemkoll::domain::finding::QUOTE_MAX;
use hemkoll::domain::{Outcome, StopList};
use hemkoll::rules::RuleSet;
use hemkoll::{page, seeds};
use jiff::Timestamp;
use url::Url;

static JUDGE: LazyLock<Judge> =
    LazyLock::new(|| judge(Arc::new(RuleSet::embedded()), seeds::embedded_amounts(), jiff::civil::date(2026, 8, 16)));

/// A page judged by all rules and the accessibility engine. The first byte, a digit, says how it is called.
pub(crate) fn page(bytes: &[u8]) {
    let Some((kind, body)) = bytes.split_first() else { return };
    let (content_type, name) = match kind.wrapping_sub(b'0') % 5 {
        0 => (None, "sida.html"),
        1 => (Some("text/html; charset=utf-8"), "sida.html"),
        2 => (Some("text/html; charset=iso-8859-1"), "sida.html"),
        3 => (Some("text/html; charset=utf-16"), "sida.html"),
        _ => (None, "sida.txt"),
    };
    let checked =
        check_bytes(body, content_type, name, &JUDGE, &CheckOptions { closely: true, ..CheckOptions::default() });
    assert_eq!(checked.findings.len(), JUDGE.rules.rules().iter().filter(|rule| is_asked(rule)).count());
    for finding in &checked.findings {
        assert!(checked.unreadable.is_none() || !finding.outcome.is_decided(), "{finding:?}");
        assert!(!matches!(finding.outcome, Outcome::Untested) || !finding.reason.is_empty(), "{finding:?}");
        for evidence in &finding.evidence {
            assert!(evidence.quote.chars().count() <= QUOTE_MAX, "{evidence:?}");
            assert!(evidence.marked.iter().all(|words| evidence.quote.contains(words)), "{evidence:?}");
        }
    }
}

fn is_asked(rule: &hemkoll::rules::Rule) -> bool {
    rule.head.status != hemkoll::rules::spec::Status::Retired
}

/// robots.txt: the first line is a path to ask for, the rest the file.
pub(crate) fn robots(bytes: &[u8]) {
    let at = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (path, file) = bytes.split_at(at);
    let rules = Robots::parse(file);
    let path = String::from_utf8_lossy(path);
    let allowed = rules.allows_path(&path);
    if let Ok(url) = Url::parse("https://hedlunda.test/").and_then(|root| root.join(&path)) {
        rules.allows(&url);
        rules.allows(&normalise(&url));
    }
    assert!(rules.crawl_delay().is_none_or(|delay| delay <= MAX_DELAY));
    // The same rules whatever ends the lines.
    let crlf: Vec<u8> = String::from_utf8_lossy(file).replace('\r', "").replace('\n', "\r\n").into_bytes();
    if !file.contains(&b'\r') && std::str::from_utf8(file).is_ok() && crlf.len() < 400_000 {
        assert_eq!(Robots::parse(&crlf).allows_path(&path), allowed);
    }
}

/// A sitemap: XML, text, or either of them gzipped.
pub(crate) fn sitemap(bytes: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime without drivers");
    if let Ok(list) = runtime.block_on(sitemap::read(bytes)) {
        assert!(list.pages.len() + list.lists.len() <= sitemap::MAX_LINES);
        assert!(list.pages.iter().map(|line| &line.url).chain(&list.lists).all(Url::has_host));
    }
}

/// An answer's head: lines of `name: value`, then a body. The first byte chooses the status.
pub(crate) fn headers(bytes: &[u8]) {
    const STATUS: [u16; 8] = [200, 204, 301, 304, 403, 429, 503, 999];
    let now: Timestamp = "2026-08-16T08:00:00Z".parse().expect("a moment");
    let Some((status, rest)) = bytes.split_first() else { return };
    let end = rest.windows(2).position(|pair| pair == b"\n\n").unwrap_or(rest.len());
    let (head, body) = rest.split_at(end);
    let field = |line: &[u8]| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        Some((String::from_utf8_lossy(&line[..colon]).to_lowercase(), line[colon + 1..].trim_ascii().to_vec()))
    };
    let answer = Fetched {
        url: Url::parse("https://www.hedlunda.test/a/b?c=d").expect("an address"),
        status: STATUS[usize::from(status % 8)],
        http: "HTTP/1.1",
        headers: head.split(|byte| *byte == b'\n').filter_map(field).collect(),
        body: body.to_vec(),
        conditional: status & 128 > 0,
        room: None,
        truncated: false,
        wire_bytes: 0,
        started_at: now,
        headers_at: now,
        ended_at: now,
    };
    for (name, value) in &answer.headers {
        retry_after(&String::from_utf8_lossy(value), now);
        drop(answer.header(name).map(str::to_owned));
    }
    if let Some(Ok(to)) = answer.redirect() {
        assert!(to.has_host() && matches!(to.scheme(), "http" | "https"), "{to}");
    }
    let (_, _, _) = (answer.problem(), answer.is_html(), answer.is_pdf());
    page::decode(&answer.body, Some(&answer.media_type()));
    page::decode(&answer.body, answer.header("content-type"));
}

/// Kommuner, amounts and stop lists as a person writes them.
pub(crate) fn seeds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines = u64::try_from(text.lines().count()).unwrap_or(u64::MAX) + 1;
    let plain = seeds::parse_plain(&text);
    let imports = seeds::parse_csv(&text).into_iter().chain([plain]);
    for import in imports {
        assert!(import.problems.iter().all(|problem| (1..=lines).contains(&problem.line)), "{:?}", import.problems);
        for kommun in &import.kommuner {
            let start = Url::parse(&kommun.start_url).expect("a usable seed has an address");
            assert!(matches!(start.scheme(), "http" | "https") && !kommun.code.is_empty(), "{kommun:?}");
        }
    }
    drop(seeds::parse_amounts(&text));
    let url = Url::parse("https://www.hedlunda.test/arkiv/1?a=b").expect("an address");
    match StopList::parse(&text) {
        Ok(list) => drop(list.holds(&url)),
        Err((line, _)) => assert!(u64::try_from(line).is_ok_and(|line| line <= lines)),
    }
}

/// A rule file beside a rule set's head.
pub(crate) fn rules(bytes: &[u8]) {
    const HEAD: &str = "name = \"Prov\"\nversion = \"1\"\nowner = \"hemkoll\"\nofficial = false\n\
        disclaimer = \"Bara för prov.\"\ndisclaimer-en = \"For tests alone.\"\n\n\
        [[dimension]]\nid = \"kontakt\"\nname = \"Kontakt\"\nname-en = \"Contact\"\nweight = 100\n";
    let text = String::from_utf8_lossy(bytes).into_owned();
    let lines = text.lines().count() + 2;
    let files =
        BTreeMap::from([("ruleset.toml".to_owned(), HEAD.to_owned()), ("kontakt/prov.md".to_owned(), text.clone())]);
    match RuleSet::from_sources(&files) {
        Ok(set) => {
            let again = RuleSet::from_sources(set.sources()).expect("the same files");
            assert_eq!(again.manifest_sha256(), set.manifest_sha256());
            let judge = judge(Arc::new(set), seeds::embedded_amounts(), jiff::civil::date(2026, 8, 16));
            let html = "<main><h1>Hemtjänst</h1><p>Ring biståndshandläggaren på 08-465 004 12 kl. 9–11.</p></main>";
            check_bytes(html.as_bytes(), None, "sida.html", &judge, &CheckOptions::default());
        }
        Err(error) => assert!(error.faults.iter().all(|fault| fault.line <= lines), "{error}"),
    }
    for part in ["ruleset.toml", "fakta.toml", "ordlistor.toml"] {
        drop(RuleSet::from_sources(&BTreeMap::from([(part.to_owned(), text.clone())])));
    }
}

/// A file that a person saved: HTML, MHTML or WARC.
pub(crate) fn saved(bytes: &[u8]) {
    let limits = Limits { body: 100_000, file: 1_000_000, parts: 100 };
    let Ok(pages) = saved::read(bytes, limits) else { return };
    assert!(!pages.is_empty() && pages.len() <= limits.parts);
    for page in &pages {
        assert!(page.body.len() as u64 <= limits.body, "{} bytes", page.body.len());
        page::decode(&page.body, page.content_type.as_deref());
    }
}
