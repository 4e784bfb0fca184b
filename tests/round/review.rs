//! People settle questions of a round: their words are found on its pages, their decisions outlive a new judgement, are
//! part of the seal, and are the same on both databases.

use std::sync::Arc;

use hemkoll::audit::review::{self, DecideRequest, Ruled, Ruling, read_sheet};
use hemkoll::audit::{self, AuditError, Silent};
use hemkoll::domain::{Decision, Evidence, Lang, Outcome, Text};
use hemkoll::report::{
    SetTexts, export,
    review::{Wanted, open, open_text},
    site::Site,
};
use hemkoll::score::{RoundResult, agreement};
use hemkoll::store::{Store, StoreError};

use super::postgres;
use super::scene::*;

const ADA: &str = "Ada Exempel";
const WORDS: &str = "Vi har hemtjänst\n i kommunen.";

fn ruling(kommun: &str, rule: &str, outcome: Outcome, quote: &str) -> Ruling {
    Ruling {
        place: Text::default(),
        kommun: kommun.into(),
        named: String::new(),
        rule: rule.into(),
        outcome,
        reason: "Jag letade efter ett nummer på alla sidor.".into(),
        quote: quote.into(),
        url: String::new(),
    }
}

async fn decide(audit: &Audit, by: &str, rulings: Vec<Ruling>) -> Result<Vec<Ruled>, AuditError> {
    audit.free().await;
    let request = DecideRequest { round: "prov".into(), by: by.into(), settles: false, reopens: false, rulings };
    review::decide(&audit.store, &request, Arc::clone(&audit.rules), clock()).await
}

async fn refused(audit: &Audit, ruling: Ruling) -> String {
    let fault = decide(audit, ADA, vec![ruling]).await.unwrap_err();
    assert!(matches!(fault, AuditError::Refused(_)), "{fault}");
    fault.to_string()
}

fn outcome(result: &RoundResult, kommun: usize, rule: &str) -> Outcome {
    result.kommuner[kommun].findings.iter().find(|finding| finding.rule == rule).unwrap().outcome
}

fn page(result: &RoundResult, audit: &Audit, path: &str) -> String {
    let texts = SetTexts::from(&*audit.rules);
    String::from_utf8(Site::new(result, &texts).page(path).unwrap().unwrap().body).unwrap()
}

async fn refusals(audit: &Audit) {
    use Outcome::{Failed, Passed};
    let telling = [
        (
            ruling("almkula.test", "prov-telefon", Failed, ""),
            "ingen kommun ”almkula.test” i omgången. Menade du almkulla.test?",
        ),
        (ruling("0001", "prov-tid", Failed, ""), "ingen fråga ”prov-tid”"),
        (ruling("0002", "prov-telefon", Failed, ""), "sandaker.test är inte bedömd"),
        (ruling("0001", "prov-telefon", Outcome::Inapplicable, ""), "frågan gäller alla kommuner"),
        (Ruling { named: "sandaker.test".into(), ..ruling("0001", "prov-telefon", Failed, "") }, "koden 0001 hör till"),
        (ruling("0001", "prov-telefon", Passed, "a"), "för få"),
        (ruling("0001", "prov-telefon", Passed, ""), "de exakta orden"),
        (ruling("0001", "prov-telefon", Passed, "Ring 08-465 004 12"), "inte på någon av sidorna"),
        (Ruling { reason: " ".into(), ..ruling("0001", "prov-telefon", Failed, "") }, "vad du letade efter"),
        (ruling("0001", "prov-telefon", Outcome::Untested, ""), "ja, delvis, nej"),
        (
            Ruling { url: "http://almkulla.test/omsorg".into(), ..ruling("0001", "prov-telefon", Passed, WORDS) },
            "inte på sidan http://almkulla.test/omsorg",
        ),
        (
            Ruling { url: "http://almkulla.test/x".into(), ..ruling("0001", "prov-telefon", Passed, WORDS) },
            "inte läst i omgången",
        ),
    ];
    for (ruling, told) in telling {
        let fault = refused(audit, ruling).await;
        assert!(
            fault.to_lowercase().contains(&told.to_lowercase()) && fault.ends_with("Inget är sparat."),
            "{told}: {fault}"
        );
    }
    // A good one beside a bad one is not stored, and both faults are told.
    let both = vec![
        ruling("0001", "prov-telefon", Outcome::Partial, WORDS),
        ruling("0001", "prov-telefon", Failed, ""),
        ruling("0009", "prov-telefon", Failed, ""),
    ];
    let fault = decide(audit, ADA, both).await.unwrap_err().to_string();
    assert!(fault.contains("en rad till") && fault.contains("0009"), "{fault}");
    assert!(decide(audit, " ", vec![ruling("0001", "prov-telefon", Failed, "")]).await.is_err());
    let elsewhere =
        DecideRequest { round: "annan".into(), by: ADA.into(), settles: false, reopens: false, rulings: vec![] };
    let fault = review::decide(&audit.store, &elsewhere, Arc::clone(&audit.rules), clock()).await.unwrap_err();
    assert!(matches!(fault, AuditError::NoSuchRound { .. }), "{fault}");
    assert_eq!(review::decisions(&audit.store, "prov").await.unwrap(), []);
}

/// Two who have answered differently: the question is open, and a third settles it. A second reader sees what others have
/// decided, and not how.
async fn disagreed(audit: &Audit, result: &RoundResult) {
    assert_eq!(outcome(result, 1, "prov-telefon"), Outcome::CantTell);
    assert!(result.kommuner[1].decided("prov-telefon").unwrap().disagreed);
    let shown = page(result, audit, "kommun/almkulla-test.html");
    assert!(shown.contains("Granskare har svarat olika. Frågan är inte avgjord."), "{shown}");
    assert!(shown.contains("Beslut: Nej. Bo Exempel, 21 november 2026."));
    let texts = SetTexts::from(&*audit.rules);
    let left = |wanted: &Wanted| {
        let rows = open(result, &texts, wanted);
        rows.iter().map(|row| (row.kommun.kommun.code.clone(), row.rule.id.clone())).collect::<Vec<_>>()
    };
    assert!(left(&Wanted::default()).contains(&("0001".into(), "prov-telefon".into())));
    let of_both = Wanted { rule: Some("prov-telefon".into()), ..Wanted::default() };
    let told = open_text(Lang::Sv, "prov", &open(result, &texts, &of_both), &of_both);
    assert!(
        told.contains("Ada Exempel svarar delvis: ")
            && told.contains("Bo Exempel svarar nej: Står numret någon annanstans?\n"),
        "{told}"
    );
    let second = |name: &str| Wanted { second: Some(name.into()), ..Wanted::default() };
    assert_eq!(left(&second("bo exempel")), [], "hers already, or disagreed");
    assert_eq!(left(&second(ADA)), [("0000".to_owned(), "prov-maxtaxa".to_owned())]);
    let blind = open_text(Lang::Sv, "prov", &open(result, &texts, &second(ADA)), &second(ADA));
    assert!(!blind.contains("Bo Exempel") && !blind.contains("Beloppet står där"), "{blind}");
    let (rules, all) = agreement(&review::decisions(&audit.store, "prov").await.unwrap());
    assert_eq!((all.n(), all.share(), rules["prov-telefon"].kappa()), (1, Some(0.0), Some(0.0)));

    let settling = |by: &str| DecideRequest {
        round: "prov".into(),
        by: by.into(),
        settles: true,
        reopens: false,
        rulings: vec![ruling("0001", "prov-telefon", Outcome::Failed, "")],
    };
    let settled = async |by: &str| {
        audit.free().await;
        review::decide(&audit.store, &settling(by), Arc::clone(&audit.rules), clock()).await
    };
    let fault = settled("ada exempel").await.unwrap_err().to_string();
    assert!(fault.contains("Ada Exempel: delvis, Bo Exempel: nej"), "who has answered does not settle: {fault}");
    let done = settled("Cia Exempel").await.unwrap();
    assert!(done[0].is_new && done[0].differ.is_empty() && !done[0].settles_nothing);
    assert!(!settled("Cia Exempel").await.unwrap()[0].is_new, "said twice it is stored once");
    // What is settled is not opened by an answer that asks for nothing of the kind.
    let fault = refused(audit, ruling("0001", "prov-telefon", Outcome::Partial, WORDS)).await;
    assert!(fault.contains("Cia Exempel har avgjort frågan") && fault.contains("--reopens"), "{fault}");
}

/// Decides, and gives back what was exported at the end.
async fn story(audit: &Audit, is_other_order: bool) -> String {
    audit.finish_and_free().await;
    let before = audit.result().await;
    assert_eq!(outcome(&before, 1, "prov-telefon"), Outcome::Failed);
    refusals(audit).await;
    assert_same(before.clone(), audit.result().await);

    let settling = DecideRequest {
        round: "prov".into(),
        by: ADA.into(),
        settles: true,
        reopens: false,
        rulings: vec![ruling("ALMKULLA.test", "prov-telefon", Outcome::Partial, WORDS)],
    };
    let done = review::decide(&audit.store, &settling, Arc::clone(&audit.rules), clock()).await.unwrap();
    assert!(done[0].settles_nothing && !done[0].decision.settles, "there was no disagreement to settle");
    let words = done[0].decision.words.as_ref().unwrap();
    assert_eq!(
        (words.quote.as_str(), words.url.as_str()),
        ("Vi har hemtjänst i kommunen.", "http://almkulla.test/hemtjanst")
    );
    assert!(words.selector.ends_with('p') || words.selector.contains("p:nth"), "{}", words.selector);
    assert!(done[0].is_new && done[0].decision.is_appeal());
    let elsewhere = "https://almkulla.test/hemtjanst#kontakt";
    let again = Ruling { url: elsewhere.into(), ..ruling("0001", "prov-telefon", Outcome::Partial, WORDS) };
    let again = decide(audit, ADA, vec![again]).await.unwrap();
    assert!(!again[0].is_new, "said twice it is stored once");

    let result = audit.result().await;
    let (kommun, then) = (&result.kommuner[1], &before.kommuner[1]);
    assert_eq!(outcome(&result, 1, "prov-telefon"), Outcome::Partial);
    assert!(kommun.score.as_ref().unwrap().low > then.score.as_ref().unwrap().low);
    let decided = kommun.decided("prov-telefon").unwrap();
    assert_eq!((decided.program.outcome, decided.page_gone, decided.rule_changed), (Outcome::Failed, false, false));
    assert_eq!(result.kommuner[0], before.kommuner[0], "nobody else's answers change, but for places");
    audit.free().await;
    let changes = audit::rescore(&audit.store, "prov", Arc::clone(&audit.rules), &Silent).await.unwrap();
    assert_eq!(changes.changes, [], "the program's own answers are as they were");
    assert_same(result, audit.result().await);

    // A sheet, in any order; a second person's later decision holds, and both stay.
    let mut rows = [
        "0001;prov-telefon;nej;Står numret någon annanstans?;",
        "0000;prov-maxtaxa;ja;Beloppet står där.;Det kallas maxtaxa.",
    ];
    if is_other_order {
        rows.reverse();
    }
    let sheet = format!("kommunkod;regel;utfall;skäl;ord\r\n{}\r\n0001;prov-maxtaxa;;;\r\n", rows.join("\r\n"));
    let rulings = read_sheet(sheet.as_bytes(), "ark.csv").unwrap();
    assert_eq!(decide(audit, "Bo Exempel", rulings).await.unwrap().len(), 2);
    let result = audit.result().await;
    assert!(result.kommuner[0].decided("prov-maxtaxa").unwrap().decision.confirms());
    disagreed(audit, &result).await;

    let result = audit.result().await;
    let decided = result.kommuner[1].decided("prov-telefon").unwrap();
    assert_eq!((decided.decision.outcome, decided.earlier.len()), (Outcome::Failed, 2));
    assert_eq!((decided.decision.replaced_by.as_str(), decided.decision.replaced), ("Bo Exempel", Outcome::Failed));
    let shown = page(&result, audit, "kommun/almkulla-test.html");
    for told in [
        "Nej. Avgjort av en granskare: Cia Exempel, 21 november 2026. Skäl: Jag letade efter ett nummer på alla sidor.",
        "Programmet svarar detsamma.",
        "Tidigare beslut: Delvis. Ada Exempel, 21 november 2026.",
        "Tidigare beslut: Nej. Bo Exempel, 21 november 2026.",
        "Ett av svaren är avgjort av en granskare.",
    ] {
        assert!(shown.contains(told), "{told}: {shown}");
    }
    let english = page(&result, audit, "en/kommun/almkulla-test.html");
    assert!(english.contains("No. Settled by a reviewer: <span lang=\"sv\">Cia Exempel</span>, 21 November 2026."));
    let log = review::decisions(&audit.store, "prov").await.unwrap();
    let by: Vec<_> = log.iter().map(|one| (one.kommun.as_str(), one.decision.by.as_str())).collect();
    assert_eq!(by, [("0000", "Bo Exempel"), ("0001", ADA), ("0001", "Bo Exempel"), ("0001", "Cia Exempel")]);
    let mut table = Vec::new();
    export::review::log(&log, &mut table).unwrap();
    format!("{}{}", exported(&result, &audit.rules), String::from_utf8(table).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_outlive_a_new_judgement_and_are_shown() {
    let (_world, address) = serve().await;
    let audit = Audit::new(address, 8).await;
    let exported = story(&audit, false).await;
    sealed(&audit).await;
    let Some(url) = postgres::fresh("review").await else { return };
    let other = Audit::on(&url, address, 8).await;
    assert_eq!(exported, story(&other, true).await, "the same bytes from both databases, whatever the order of rows");
    sealed(&other).await;
}

async fn run(store: &Store, sql: &str) -> Result<(), StoreError> {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    match store {
        Store::Sqlite(pool) => sqlx::raw_sql(sql).execute(pool).await.map(drop)?,
        Store::Postgres(pool) => sqlx::raw_sql(sql).execute(pool).await.map(drop)?,
    }
    Ok(())
}

async fn differences(audit: &Audit) -> Vec<String> {
    let done = audit::verify(&audit.store, "prov", Arc::clone(&audit.rules), 9, None).await.unwrap();
    done.differences.iter().map(ToString::to_string).collect()
}

/// A sealed round takes no decision, and one that is changed all the same is found.
async fn sealed(audit: &Audit) {
    audit.free().await;
    audit::seal(&audit.store, "prov", &audit.rules, clock()).await.unwrap();
    assert_eq!(differences(audit).await, [] as [&str; 0]);
    let fault = decide(audit, ADA, vec![ruling("0001", "prov-maxtaxa", Outcome::Failed, "")]).await.unwrap_err();
    assert!(matches!(fault, AuditError::Sealed { .. }), "{fault}");
    let row = audit.store.round("prov").await.unwrap().unwrap();
    let visit = audit.store.visits(row.id).await.unwrap()[1].id;
    let late = audit.store.decisions(visit).await.unwrap()[0].clone();
    let fault = audit.store.decide(&[(visit, late)]).await.unwrap_err();
    assert!(matches!(fault, StoreError::Sealed), "{fault}");
    let unguarded = match &audit.store {
        Store::Sqlite(_) => "drop trigger decision_update",
        Store::Postgres(_) => "drop trigger decision_kept on decision",
    };
    run(&audit.store, unguarded).await.unwrap();
    run(&audit.store, "update decision set reason = 'Annat.' where decided_by = 'Ada Exempel'").await.unwrap();
    assert_eq!(
        differences(audit).await,
        ["Något som en granskare har avgjort för almkulla.test är ändrat sedan omgången förseglades."]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_was_sealed_before_there_were_decisions_verifies() {
    let (_world, address) = serve().await;
    let audit = Audit::new(address, 8).await;
    audit.finish_and_free().await;
    let seal = audit::seal(&audit.store, "prov", &audit.rules, clock()).await.unwrap();
    let lines = seal.manifest.lines().filter(|line| !line.starts_with("decisions "));
    let older = lines.collect::<Vec<_>>().join("\n").replace("hemkoll-manifest 3", "hemkoll-manifest 2") + "\n";
    let sha256 = hemkoll::archive::sha256(older.as_bytes());
    run(&audit.store, "drop trigger seal_update").await.unwrap();
    run(&audit.store, &format!("update seal set manifest = '{older}', sha256 = '{sha256}'")).await.unwrap();
    assert_eq!(differences(&audit).await, [] as [&str; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_stands_when_its_page_and_its_rule_are_others() {
    let (_world, address) = serve().await;
    let audit = Audit::new(address, 8).await;
    audit.finish_and_free().await;
    let row = audit.store.round("prov").await.unwrap().unwrap();
    let visit = audit.store.visits(row.id).await.unwrap()[1].id;
    let decision = Decision {
        rule: "prov-telefon".into(),
        outcome: Outcome::Passed,
        by: ADA.into(),
        at: "2026-11-21T10:00:00.000000Z".into(),
        reason: "Numret stod där.".into(),
        words: Some(Evidence {
            url: "http://almkulla.test/gammal".into(),
            quote: "Ring 08-465 004 12".into(),
            sha256: "ab".repeat(32),
            ..Evidence::default()
        }),
        judging_hash: "en annan".into(),
        replaced: Outcome::CantTell,
        replaced_by: String::new(),
        settles: false,
    };
    audit.store.decide(&[(visit, decision.clone())]).await.unwrap();
    let result = audit.result().await;
    assert_eq!(outcome(&result, 1, "prov-telefon"), Outcome::Passed);
    assert_eq!(differences(&audit).await, [] as [&str; 0], "a page that is no longer there is no fault");
    let looked_for = async || {
        let done = audit::verify(&audit.store, "prov", Arc::clone(&audit.rules), 0, None).await.unwrap();
        (done.decisions, done.decisions_left)
    };
    assert_eq!(looked_for().await, (0, 1), "and is not passed over in silence");
    let stored = audit.store.pages(visit).await.unwrap().remove(0);
    let words = decision.words.clone().map(|words| Evidence { url: stored.url, sha256: stored.sha256, ..words });
    let elsewhere = Decision { rule: "prov-maxtaxa".into(), words, ..decision };
    audit.store.decide(&[(visit, elsewhere)]).await.unwrap();
    let told = differences(&audit).await;
    assert!(told.len() == 1 && told[0].contains("orden ”Ring 08-465 004 12” som Ada Exempel pekar på"), "{told:?}");
    assert_eq!(looked_for().await, (1, 1));
    let shown = page(&result, &audit, "kommun/almkulla-test.html");
    assert!(shown.contains("inte längre med i omgången. Beslutet står kvar."), "{shown}");
    assert!(shown.contains("Regeln är ändrad sedan beslutet."));
    assert!(shown.contains("Granskaren har ändrat programmets svar, som är ”nej”."));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_what_is_left_and_its_sheet_can_be_handed_back() {
    let (_world, address) = serve().await;
    let audit = Audit::new(address, 8).await;
    audit.finish_and_free().await;
    // A word of the page that looks like a formula, and an answer that is open.
    let opened = "update finding set outcome = 'cantTell', finding = replace(replace(finding, \
        '\"outcome\":\"failed\"', '\"outcome\":\"cantTell\"'), '\"looked_for\"', '\"looked_for\"') \
        where rule = 'prov-telefon'";
    run(&audit.store, opened).await.unwrap();
    let texts = SetTexts::from(&*audit.rules);
    let result = audit.result().await;
    let rows = open(&result, &texts, &Wanted::default());
    assert!(rows.iter().any(|row| (row.kommun.kommun.code.as_str(), row.rule.id.as_str()) == ("0001", "prov-telefon")));
    assert!(rows.windows(2).all(|pair| pair[0].weight >= pair[1].weight), "most points first");
    assert!(rows.iter().all(|row| row.outcome.is_open() && row.kommun.visit.status.is_assessed()));
    let one = Wanted { kommuner: vec!["0001".into()], rule: Some("prov-telefon".into()), ..Wanted::default() };
    let rows = open(&result, &texts, &one);
    let mut sheet = Vec::new();
    export::review::sheet(&rows, &mut sheet).unwrap();
    let sheet = String::from_utf8(sheet).unwrap();
    assert_eq!(read_sheet(sheet.as_bytes(), "ark.csv").unwrap(), [], "nothing is filled in yet");
    let filled = sheet.replacen(";;;;\r\n", ";delvis;Vi har hemtjänst i kommunen.;;Numret saknas.\r\n", 1);
    let done = decide(&audit, ADA, read_sheet(filled.as_bytes(), "ark.csv").unwrap()).await.unwrap();
    assert_eq!((done.len(), done[0].decision.replaced), (1, Outcome::CantTell));
    let result = audit.result().await;
    assert!(open(&result, &texts, &one).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_pages_whose_time_is_up_cannot_be_checked_and_a_no_needs_none() {
    let (_world, address) = serve().await;
    let audit = Audit::new(address, 8).await;
    audit.finish_and_free().await;
    let later = hemkoll::clock::Clock::Fixed("2030-01-01T10:00:00Z".parse().unwrap());
    audit::purge(&audit.store, &audit::PurgeRequest::default(), later).await.unwrap();
    let fault = decide(&audit, ADA, vec![ruling("0001", "prov-telefon", Outcome::Partial, WORDS)]).await.unwrap_err();
    assert!(matches!(&fault, AuditError::PagesPurged { round } if round == "prov"), "{fault}");
    decide(&audit, ADA, vec![ruling("0000", "prov-telefon", Outcome::Failed, "")]).await.unwrap();
    assert_eq!(outcome(&audit.result().await, 0, "prov-telefon"), Outcome::Failed);
}
