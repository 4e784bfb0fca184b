//! What the pages of a kommun answer together while more of them come: told after each page to who looks on.
//!
//! Place in the flow: a visit tells its judged pages → **here they are settled together** → web.
//! What must stay true: it is told as it stands so far, and is never the answer: that is the round's, when all is read. A
//! page is judged once; no page is a no to a question that another may answer.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use crate::audit::{Progress, ProgressSink, result};
use crate::domain::round::Visit;
use crate::domain::{Amounts, Finding, Kommun, Outcome, PageRecord, VisitStatus};
use crate::rules::{self, RuleSet, Site};
use crate::score::{KommunResult, PageRef, Weighing, score_kommun};

/// How a kommun stands after a page.
#[derive(Clone, Debug)]
pub struct SoFar {
    /// Rules that the page itself was asked.
    pub asked: Vec<String>,
    /// The pages had so far, the new one last, the questions that they answer (yes or partly, by words on a page) and the points that this
    /// gives. What is not answered yet is not there.
    pub kommun: KommunResult,
}

/// Someone who looks on while a kommun is read.
pub trait Onlooker: ProgressSink {
    /// Told after each page, before its step. Must be quick.
    fn came(&self, so_far: SoFar);
}

/// Settles a kommun's questions after each page, and passes everything on to who looks on.
pub(super) struct Settling {
    onlooker: Arc<dyn Onlooker>,
    rules: Arc<RuleSet>,
    amounts: Amounts,
    today: Date,
    weighing: Weighing,
    kommun: Kommun,
    pages: Mutex<Vec<PageRecord>>,
}

impl Settling {
    pub(super) fn new(
        onlooker: Arc<dyn Onlooker>,
        rules: Arc<RuleSet>,
        amounts: Amounts,
        today: Date,
        kommun: Kommun,
    ) -> Self {
        let weighing = result::weighing(&rules);
        Self { onlooker, rules, amounts, today, weighing, kommun, pages: Mutex::default() }
    }

    fn after(&self, pages: &[PageRecord], page: &PageRecord) -> SoFar {
        let mut findings = rules::judge_kommun(
            &self.rules,
            &Site {
                kommun: &self.kommun,
                pages,
                // The rest may be on pages that have not come yet.
                status: VisitStatus::Partial,
                unread: &[],
                link_checks: &[],
                today: self.today,
                amounts: &self.amounts,
            },
        );
        let score = score_kommun(&self.weighing, &findings);
        findings.retain(is_answered);
        SoFar {
            asked: asked(page),
            kommun: KommunResult {
                kommun: self.kommun.clone(),
                visit: visit(pages.len()),
                score: Some(score),
                rank: None,
                findings,
                decisions: Vec::new(),
                pages: pages.iter().map(|page| self.reference(page)).collect(),
                log: Vec::new(),
            },
        }
    }

    fn reference(&self, page: &PageRecord) -> PageRef {
        PageRef {
            url: page.url.clone(),
            title: page.title.clone(),
            head_title: String::new(),
            page_type: page.page_type,
            read_on: self.today.to_string(),
            sha256: page.sha256.clone(),
            record: String::new(),
            by_hand: None,
        }
    }
}

impl ProgressSink for Settling {
    fn tell(&self, event: &Progress) {
        self.onlooker.tell(event);
    }

    fn page(&self, page: &PageRecord) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.push(page.clone());
        self.onlooker.came(self.after(&pages, page));
    }
}

/// Yes or partly, by words on a page.
fn is_answered(found: &Finding) -> bool {
    matches!(found.outcome, Outcome::Passed | Outcome::Partial)
        && found.evidence.iter().any(|words| !words.quote.is_empty())
}

fn asked(page: &PageRecord) -> Vec<String> {
    let tried = page.verdicts.iter().filter(|said| !matches!(said.outcome, Outcome::Inapplicable | Outcome::Untested));
    tried.map(|said| said.rule.clone()).collect()
}

fn visit(pages: usize) -> Visit {
    Visit {
        status: VisitStatus::Partial,
        reason: None,
        pages_ok: u32::try_from(pages).unwrap_or(u32::MAX),
        requests: 0,
        first_day: String::new(),
        last_day: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use proptest::sample::subsequence;

    use super::*;
    use crate::audit::Judge;
    use crate::audit::judge::RawPage;
    use crate::page::PageTypes;
    use crate::seeds;

    #[derive(Default)]
    struct Heard(Mutex<Vec<SoFar>>);

    impl ProgressSink for Heard {
        fn tell(&self, _event: &Progress) {}
    }

    impl Onlooker for Heard {
        fn came(&self, so_far: SoFar) {
            self.0.lock().unwrap().push(so_far);
        }
    }

    const PAGES: [(&str, &str); 4] = [
        ("", "<h1>Hedlunda kommun</h1><p><a href='/hemtjanst'>Hemtjänst</a></p>"),
        (
            "hemtjanst",
            "<h1>Hemtjänst</h1><p>Hemtjänst är hjälp i hemmet för dig som är äldre. Du kan få hjälp med dusch, städning, \
             tvätt och inköp.</p><p>Är du inte nöjd med beslutet kan du överklaga inom tre veckor.</p>",
        ),
        (
            "kontakt",
            "<h1>Kontakta hemtjänsten</h1><p>Ring biståndshandläggaren på 031-390 06 10. Vi svarar vardagar klockan \
             9–11.</p>",
        ),
        ("avgifter", "<h1>Avgifter för hemtjänst</h1><p>Du betalar högst 2 610 kronor i månaden. Det är maxtaxan.</p>"),
    ];

    fn judge() -> Judge {
        Judge {
            rules: Arc::new(RuleSet::embedded()),
            types: Arc::new(PageTypes::embedded()),
            amounts: seeds::embedded_amounts(),
            today: crate::rules::EXAMPLE_DAY,
        }
    }

    fn records(judge: &Judge) -> Vec<PageRecord> {
        let record = |(path, body): &(&str, &str)| {
            let body = format!("<!doctype html><html lang=sv><title>Hedlunda</title><main>{body}</main></html>");
            let url = format!("https://www.hedlunda.test/{path}").parse().unwrap();
            let (content_type, sha256) = (None, String::new());
            let raw = RawPage { url, body: body.into_bytes(), content_type, sha256, depth: 1 };
            judge.page(&raw, &crate::domain::Traits::default()).unwrap().record
        };
        PAGES.iter().map(record).collect()
    }

    fn heard(judge: &Judge, pages: &[PageRecord]) -> Vec<SoFar> {
        let heard = Arc::new(Heard::default());
        let kommun = Kommun { start_url: "https://www.hedlunda.test/".to_owned(), ..Kommun::default() };
        let onlooker = Arc::clone(&heard) as Arc<dyn Onlooker>;
        let settling = Settling::new(onlooker, Arc::clone(&judge.rules), judge.amounts.clone(), judge.today, kommun);
        for page in pages {
            settling.page(page);
        }
        let mut told = heard.0.lock().unwrap();
        std::mem::take(&mut *told)
    }

    #[test]
    fn each_page_adds_the_answers_whose_words_it_holds() {
        let (judge, records) = &*JUDGED;
        let told = heard(judge, records);
        let answered = |at: usize, rule: &str| told[at].kommun.findings.iter().any(|found| found.rule == rule);
        assert!(told[0].kommun.findings.is_empty(), "{:?}", told[0].kommun.findings);
        assert!(answered(1, "ansokan-overklaga") && !answered(1, "kontakt-telefontid"));
        assert!(answered(2, "ansokan-overklaga") && answered(2, "kontakt-telefontid"));
        assert!(told[2].asked.contains(&"kontakt-telefontid".to_owned()), "{:?}", told[2].asked);
        let points: Vec<f64> = told.iter().map(|so_far| so_far.kommun.score.as_ref().unwrap().low).collect();
        assert!(points[1] < points[2] && points[2] < points[3], "{points:?}");
        for so_far in &told {
            let known: Vec<&str> = so_far.kommun.pages.iter().map(|page| page.url.as_str()).collect();
            for found in &so_far.kommun.findings {
                assert!(matches!(found.outcome, Outcome::Passed | Outcome::Partial), "{found:?}");
                assert!(found.evidence.iter().all(|words| known.contains(&words.url.as_str())), "{found:?}");
            }
        }
    }

    static JUDGED: LazyLock<(Judge, Vec<PageRecord>)> = LazyLock::new(|| {
        let judge = judge();
        let records = records(&judge);
        (judge, records)
    });

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn what_stands_in_the_end_is_the_same_in_any_order(
            order in Just((0..PAGES.len()).collect::<Vec<_>>()).prop_shuffle(),
            kept in subsequence((0..PAGES.len()).collect::<Vec<_>>(), 1..=PAGES.len()),
        ) {
            let (judge, records) = &*JUDGED;
            let shuffled: Vec<PageRecord> =
                order.iter().filter(|at| kept.contains(at)).map(|&at| records[at].clone()).collect();
            let sorted: Vec<PageRecord> = kept.iter().map(|&at| records[at].clone()).collect();
            let last = |pages: &[PageRecord]| heard(judge, pages).pop().unwrap().kommun;
            let (one, other) = (last(&shuffled), last(&sorted));
            prop_assert_eq!(one.findings, other.findings);
            prop_assert_eq!(one.score, other.score);
        }
    }
}
