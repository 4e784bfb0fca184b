//! A small round by hand with every state that a page must be able to show. For tests only.

use crate::domain::round::Visit;
use crate::domain::{Decision, Evidence, Finding, Kommun, Lan, Outcome, PageType, Reason, Searched, VisitStatus};
use crate::domain::{Round, RoundParams, StopList, round::Scope};
use crate::score::{
    Decided, DimensionScore, KommunResult, KommunScore, PageRef, ProgramAnswer, RankRange, RequestLine, RoundResult,
    RulePoints,
};

use super::texts::{DimensionTexts, ExampleTexts, Owner, RuleTexts, SetTexts, SourceTexts};

use Outcome::{CantTell, Failed, Inapplicable, Partial, Passed, Untested};

/// A rule set of two dimensions and seven rules, one of them information only.
pub(super) fn set() -> SetTexts {
    let rule = |id: &str, [title, title_en]: [&str; 2], dimension: &str, weight: f64| RuleTexts {
        id: id.to_owned(),
        title: title.to_owned(),
        title_en: title_en.to_owned(),
        dimension: dimension.to_owned(),
        weight,
        minutes: 10,
        absent: "Vi hittade inget svar.".to_owned(),
        looked_for: "ord som svarar på frågan".to_owned(),
        intro: "Sidan ska **svara** på frågan.".to_owned(),
        why: "Den som undrar ska få svar.".to_owned(),
        tip: "Skriv svaret på sidan. Ställ det först.".to_owned(),
        paste: "Svaret är [svaret].".to_owned(),
        sources: vec![SourceTexts {
            kind: "Lag".to_owned(),
            kind_en: "Law".to_owned(),
            reference: "Förvaltningslag (2017:900)".to_owned(),
            url: "https://lagar.example/2017:900".to_owned(),
        }],
        examples: vec![ExampleTexts {
            heading: "Godkänns".to_owned(),
            expected: Passed,
            caption: "Numret står i texten.".to_owned(),
            pages: vec!["<p>Ring 031-390 06 10</p>".to_owned()],
        }],
        ..RuleTexts::default()
    };
    let dimension = |id: &str, name: &str, name_en: &str, weight: f64| DimensionTexts {
        id: id.to_owned(),
        name: name.to_owned(),
        name_en: name_en.to_owned(),
        weight,
    };
    SetTexts {
        name: "Provregler".to_owned(),
        version: "2026.1".to_owned(),
        owner: "Provägaren".to_owned(),
        official: false,
        disclaimer: "Det här är inte Hemtjänstindex. Poängen bygger på hemkolls egna, öppna regler.".to_owned(),
        disclaimer_en: "This is not Hemtjänstindex. The scores follow hemkoll's own open rules.".to_owned(),
        dimensions: vec![
            dimension("kontakt", "Kontakt", "Contact", 60.0),
            dimension("avgifter", "Avgifter", "Fees", 40.0),
        ],
        rules: vec![
            rule(
                "kontakt-telefon",
                ["Vem ska jag ringa om hemtjänst?", "Whom do I ring about home care?"],
                "kontakt",
                20.0,
            ),
            RuleTexts {
                requires: Some("kontakt-telefon".to_owned()),
                minutes: 2,
                absent: "Vi hittade ingen telefontid.".to_owned(),
                looked_for: "klockslag vid ett telefonnummer".to_owned(),
                tip: "Skriv när man kan ringa. Ställ klockslaget bredvid numret.".to_owned(),
                paste: "Telefontid: [vardagar klockan 9–11].\nDu kan också mejla.".to_owned(),
                ..rule("kontakt-telefontid", ["När kan jag ringa?", "When can I ring?"], "kontakt", 20.0)
            },
            RuleTexts {
                owner: Owner::Verksamhet,
                ..rule(
                    "kontakt-jour",
                    ["Vart ringer jag på kvällen?", "Where do I ring in the evening?"],
                    "kontakt",
                    20.0,
                )
            },
            rule("kontakt-vardagsord", ["Står det med vanliga ord?", "Is it in plain words?"], "kontakt", 0.0),
            RuleTexts {
                owner: Owner::Leverantor,
                ..rule("avgifter-maxtaxa", ["Vad kostar det som mest?", "What does it cost at most?"], "avgifter", 20.0)
            },
            rule("avgifter-exempel", ["Finns det ett räkneexempel?", "Is there a worked example?"], "avgifter", 10.0),
            rule("avgifter-val", ["Kostar det mer om jag väljer?", "Does it cost more if I choose?"], "avgifter", 10.0),
        ],
    }
}

/// A round of nine kommuner: settled, tied, preliminary, without value, blocked, failed, open.
pub(super) fn round() -> RoundResult {
    let all = |kontakt: Outcome, rest: Outcome| [kontakt, kontakt, kontakt, rest, rest, rest, rest];
    let mut kommuner = vec![
        read("9001", "Hedlunda", [Passed, Failed, Partial, Failed, CantTell, Untested, Inapplicable], (3, 3)),
        read("9002", "Almkulla", all(Passed, Passed), (1, 2)),
        read("9003", "Öxsta", all(Passed, Passed), (1, 2)),
        read("9004", "Tallmo", all(Untested, Untested), (0, 0)),
        read("9005", "Björkvik", all(Failed, Failed), (4, 4)),
        apart("9006", "Sandåker", VisitStatus::Blocked, Some(Reason::RobotsDisallow)),
        apart("9007", "Norrhamn", VisitStatus::Failed, Some(Reason::ConnectTimeout)),
        apart("9008", "Lindvattnet", VisitStatus::Open, None),
        read("9009", "Ålsäter", [Passed, Partial, Failed, Passed, Passed, Failed, Inapplicable], (3, 3)),
    ];
    decide(&mut kommuner[8], "kontakt-telefontid");
    kommuner[0].kommun.peers = vec!["9002".to_owned(), "9005".to_owned(), "9006".to_owned()];
    kommuner[0].visit.status = VisitStatus::Partial;
    kommuner[0].visit.reason = Some(Reason::PageBudget);
    RoundResult {
        round: Round {
            name: "2026".to_owned(),
            opened_at: "2026-08-16T08:00:00.000000Z".to_owned(),
            params: RoundParams {
                judged_on: "2026-08-16".parse().unwrap(),
                page_budget: 60,
                scope: Scope::Topic,
                max_body: 10_000_000,
                seeds_sha256: "ab".repeat(32),
                rules_sha256: "cd".repeat(32),
                normaliser: 1,
                stop_list: StopList::default(),
            },
        },
        kommuner,
    }
}

/// A question that two people have settled, one after the other: the answer is as it is, and theirs.
fn decide(kommun: &mut KommunResult, rule: &str) {
    let found = kommun.findings.iter_mut().find(|found| found.rule == rule).unwrap();
    let decision = Decision {
        rule: rule.to_owned(),
        outcome: found.outcome,
        by: "Ada Exempel".to_owned(),
        at: "2026-08-20T09:00:00.000000Z".to_owned(),
        reason: "Tiden gäller bara växeln.".to_owned(),
        words: found.evidence.first().cloned(),
        judging_hash: found.judging_hash.clone(),
        replaced: Outcome::Passed,
        replaced_by: "Bo Exempel".to_owned(),
        settles: true,
    };
    let earlier = Decision {
        outcome: Outcome::Passed,
        by: "Bo Exempel".to_owned(),
        at: "2026-08-19T09:00:00.000000Z".to_owned(),
        reason: "Tiden står vid numret.".to_owned(),
        replaced: Outcome::CantTell,
        replaced_by: String::new(),
        settles: false,
        ..decision.clone()
    };
    let program = ProgramAnswer {
        outcome: Outcome::CantTell,
        reason: "otydligt-svar".to_owned(),
        note: "Svaret är otydligt. En granskare ska läsa texten.".to_owned(),
        words: found.evidence.first().cloned(),
    };
    let on = "2026-08-20".to_owned();
    let decided = Decided {
        decision,
        on,
        program,
        page_gone: true,
        rule_changed: true,
        disagreed: false,
        earlier: vec![earlier],
    };
    found.note = decided.note();
    found.searched = None;
    kommun.decisions.push(decided);
}

/// A round of the whole country: every kommun that the map has, in five steps, one not assessed.
pub(super) fn country() -> RoundResult {
    use Outcome::{Failed as No, Passed as Yes};
    let steps = [[No; 7], [Yes, No, No, No, No, No, No], [Yes, Yes, No, No, No, No, No], [Yes; 7]];
    let mut country = round();
    country.kommuner = super::map::all()
        .zip(steps.into_iter().cycle())
        .map(|((code, _), outcomes)| read(code, &format!("Provkommun {code}"), outcomes, (1, 290)))
        .collect();
    let last = country.kommuner.len() - 1;
    country.kommuner[last] = apart("2584", "Sandåker", VisitStatus::Blocked, Some(Reason::RobotsDisallow));
    country
}

/// Words on a page.
pub(super) fn words(host: &str, quote: &str, marked: &[&str]) -> Evidence {
    Evidence {
        url: format!("https://www.{host}.test/hemtjanst"),
        page_title: "Hemtjänst".to_owned(),
        sha256: "0f".repeat(32),
        selector: "main > p:nth-of-type(2)".to_owned(),
        quote: quote.to_owned(),
        marked: marked.iter().map(|&m| m.to_owned()).collect(),
    }
}

fn kommun(code: &str, name: &str) -> Kommun {
    Kommun {
        code: code.to_owned(),
        name: name.to_owned(),
        lan: Lan { code: "90".to_owned(), name: "Provlandets län".to_owned() },
        start_url: format!("https://www.{}.test/", super::link::slug(name)),
        ..Kommun::default()
    }
}

fn read(code: &str, name: &str, outcomes: [Outcome; 7], rank: (u32, u32)) -> KommunResult {
    let kommun = kommun(code, name);
    let host = super::link::slug(name);
    let set = set();
    let findings: Vec<Finding> =
        set.rules.iter().zip(outcomes).map(|(rule, outcome)| finding(rule, outcome, &host)).collect();
    let score = score(&set, &findings);
    KommunResult {
        visit: Visit {
            status: VisitStatus::Complete,
            reason: None,
            pages_ok: 1,
            requests: 2,
            first_day: "2026-08-16".to_owned(),
            last_day: "2026-08-16".to_owned(),
        },
        rank: score.value.map(|_| RankRange { best: rank.0, worst: rank.1 }),
        score: Some(score),
        findings,
        decisions: Vec::new(),
        pages: vec![PageRef {
            url: format!("https://www.{host}.test/hemtjanst"),
            title: "Hemtjänst".to_owned(),
            head_title: String::new(),
            page_type: PageType::Hemtjanst,
            read_on: "2026-08-16".to_owned(),
            sha256: "0f".repeat(32),
            record: "urn:uuid:0f0f0f0f-0f0f-8f0f-8f0f-0f0f0f0f0f0f".to_owned(),
            by_hand: None,
        }],
        log: vec![
            line(&host, "2026-08-16T12:02:33.000000Z", "/robots.txt", 404, ""),
            line(&host, "2026-08-16T12:02:34.500000Z", "/hemtjanst", 200, ""),
        ],
        kommun,
    }
}

fn apart(code: &str, name: &str, status: VisitStatus, reason: Option<Reason>) -> KommunResult {
    let host = super::link::slug(name);
    let code_of = reason.map_or("", Reason::code);
    let days = ["2026-08-15T10:00:00.000000Z", "2026-08-16T10:00:00.000000Z", "2026-08-17T10:00:00.000000Z"];
    let tried: &[&str] = if status == VisitStatus::Open { &[] } else { &days };
    KommunResult {
        kommun: kommun(code, name),
        visit: Visit {
            status,
            reason,
            pages_ok: 0,
            requests: u32::try_from(tried.len()).unwrap(),
            first_day: String::new(),
            last_day: String::new(),
        },
        score: None,
        rank: None,
        findings: Vec::new(),
        decisions: Vec::new(),
        pages: Vec::new(),
        log: tried.iter().map(|at| line(&host, at, "/", 0, code_of)).collect(),
    }
}

fn line(host: &str, at: &str, path: &str, status: u16, reason: &str) -> RequestLine {
    RequestLine {
        at: at.to_owned(),
        url: format!("https://www.{host}.test{path}"),
        status,
        millis: 210,
        bytes: 8_200,
        reason: reason.to_owned(),
        unchanged: false,
    }
}

pub(super) fn finding(rule: &RuleTexts, outcome: Outcome, host: &str) -> Finding {
    let searched = Searched {
        pages: vec![format!("https://www.{host}.test/hemtjanst")],
        looked_for: rule.looked_for.clone(),
        phrases: vec!["telefontid*".to_owned()],
        nearest: Some(words(host, "Ring oss på vardagar så hjälper vi dig.", &["Ring oss på vardagar"])),
    };
    let (reason, note) = match outcome {
        Outcome::Partial => ("", "Delvis. Numret finns, men bara i en pdf. Det står på sidan Hemtjänst."),
        Outcome::Failed => ("", rule.absent.as_str()),
        Outcome::Inapplicable => ("inget-val", "Kommunen har inget val att berätta om."),
        Outcome::CantTell => ("otydligt-svar", "Svaret är otydligt. En granskare ska läsa texten."),
        Outcome::Untested => ("annan-sida", "Svaret kan stå på en annan sida."),
        Outcome::Passed => ("", "Ja. Det står på sidan Hemtjänst."),
    };
    let quotes = matches!(outcome, Outcome::Passed | Outcome::Partial);
    Finding {
        rule: rule.id.clone(),
        judging_hash: "be".repeat(32),
        outcome,
        reason: reason.to_owned(),
        note: note.to_owned(),
        evidence: if quotes {
            vec![words(host, "Ring biståndshandläggarna på 031-390 06 10, vardagar 9–11.", &["031-390 06 10"])]
        } else {
            Vec::new()
        },
        searched: matches!(outcome, Outcome::Failed | Outcome::CantTell).then_some(searched),
    }
}

pub(super) fn score(set: &SetTexts, findings: &[Finding]) -> KommunScore {
    let rules: Vec<RulePoints> = set
        .rules
        .iter()
        .zip(findings)
        .map(|(rule, found)| RulePoints {
            rule: rule.id.clone(),
            dimension: rule.dimension.clone(),
            weight: rule.weight,
            points: found.outcome.share().map(|share| share * rule.weight),
        })
        .collect();
    let open = |p: &RulePoints| findings.iter().any(|f| f.rule == p.rule && f.outcome.is_open());
    let sum = |of: &dyn Fn(&RulePoints) -> bool, what: &dyn Fn(&RulePoints) -> f64| -> f64 {
        rules.iter().filter(|p| of(p)).map(what).sum()
    };
    let dimensions: Vec<DimensionScore> = set
        .dimensions
        .iter()
        .map(|d| {
            let decided = sum(&|p| p.dimension == d.id && p.points.is_some(), &|p| p.weight);
            DimensionScore {
                id: d.id.clone(),
                points: sum(&|p| p.dimension == d.id, &|p| p.points.unwrap_or_default()),
                decided,
                applicable: decided + sum(&|p| p.dimension == d.id && open(p), &|p| p.weight),
            }
        })
        .collect();
    let points: f64 = dimensions.iter().map(|d| d.points).sum();
    let decided: f64 = dimensions.iter().map(|d| d.decided).sum();
    let applicable: f64 = dimensions.iter().map(|d| d.applicable).sum();
    let coverage = decided / applicable;
    let counting = |of: &dyn Fn(&RulePoints) -> bool| rules.iter().filter(|p| p.weight > 0.0 && of(p)).count();
    KommunScore {
        value: (coverage >= 0.5).then(|| points / decided * 100.0),
        low: points / applicable * 100.0,
        high: (points + applicable - decided) / applicable * 100.0,
        coverage,
        preliminary: coverage < 0.95,
        decided_rules: counting(&|p| p.points.is_some()),
        applicable_rules: counting(&|p| p.points.is_some() || open(p)),
        dimensions,
        rules,
    }
}
