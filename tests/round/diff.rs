//! Two rounds of a web that changed, under rules that changed: what changed the scores, part by part.

use std::path::Path;
use std::sync::Arc;

use hemkoll::audit::diff::{Diff, DiffRequest, KommunDiff, Standing, diff};
use hemkoll::audit::{self, AuditError, Silent, result};
use hemkoll::domain::{Decision, Outcome, Reason, Tri, VisitStatus};
use hemkoll::report::{SetTexts, site::Site};
use hemkoll::rules::RuleSet;
use hemkoll::score::{Cause, tenths};
use hemkoll::store::Store;

use super::postgres;
use super::scene::*;

/// The tests' rules with a third, which asks those with a choice of provider alone; then with other words and weights.
fn rules(later: bool) -> Arc<RuleSet> {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, text: String| {
        let to = folder.path().join(file);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, text).unwrap();
    };
    let read = |file: &str| std::fs::read_to_string(Path::new("tests/regler").join(file)).unwrap();
    let (head, fees) = (read("ruleset.toml"), read("avgifter/prov-maxtaxa.md"));
    let choice = fees.replace("prov-maxtaxa", "prov-val").replace("maxtaxa", "utförare");
    write(
        "avgifter/prov-val.md",
        choice.replace("weight = 1", "weight = 1\napplies = { trait = \"lov\", is = \"yes\" }"),
    );
    write("kontakt/prov-telefon.md", read("kontakt/prov-telefon.md"));
    write("ruleset.toml", if later { head.replace("= 60", "= 50").replace("= 40", "= 50") } else { head });
    write("avgifter/prov-maxtaxa.md", if later { fees.replace("[\"maxtaxa*\"]", "[\"högkostnad*\"]") } else { fees });
    Arc::new(RuleSet::from_dir(folder.path()).unwrap())
}

/// The rounds `prov` and `nästa`. Hedlunda loses its telephone number and lets people choose; Almkulla gets a number;
/// a rule and the weights change. And the program that made the first round took Hedlunda's maxtaxa for a no.
async fn two_rounds(mut audit: Audit) -> Audit {
    audit.rules = rules(false);
    audit.request.rules = Arc::clone(&audit.rules);
    audit.finish_and_free().await;
    let earlier_program = "update finding set outcome = 'failed', \
        finding = replace(finding, '\"outcome\":\"passed\"', '\"outcome\":\"failed\"') where rule = 'prov-maxtaxa'";
    match &audit.store {
        Store::Sqlite(pool) => sqlx::raw_sql(earlier_program).execute(pool).await.map(drop).unwrap(),
        Store::Postgres(pool) => sqlx::raw_sql(earlier_program).execute(pool).await.map(drop).unwrap(),
    }
    let mut sites = sites();
    let told = sites["hedlunda.test"]["/hemtjanst"].clone();
    sites.get_mut("almkulla.test").unwrap().insert("/hemtjanst", told.clone());
    let untold = told.replace("Ring biståndshandläggaren på telefon 08-465 004 12", "Kom till oss");
    sites.get_mut("hedlunda.test").unwrap().insert("/hemtjanst", untold.replace("biståndshandläggar", "handläggar"));
    let (_world, address) = serve_these(sites).await;
    audit.request.round = Some("nästa".into());
    audit.request.settings = settings(address, 8);
    audit.rules = rules(true);
    audit.request.rules = Arc::clone(&audit.rules);
    let traits = std::mem::take(&mut audit.request.kommuner[0].traits);
    audit.request.kommuner[0].traits = traits.with("lov", Tri::Yes, "Prova Läsare");
    audit.finish_and_free().await;
    audit
}

fn request(kommuner: &[&str]) -> DiffRequest {
    DiffRequest {
        before: "prov".into(),
        after: "nästa".into(),
        rules: None,
        kommuner: kommuner.iter().map(|code| (*code).to_owned()).collect(),
    }
}

async fn compared(audit: &Audit, request: &DiffRequest) -> Diff {
    diff(&audit.store, request, &Silent).await.unwrap()
}

/// What each cause makes up, and the change.
fn sums(kommun: &KommunDiff) -> ([i64; 6], Option<i64>) {
    (Cause::ALL.map(|cause| kommun.of_cause(cause)), kommun.change())
}

fn answers(kommun: &KommunDiff) -> Vec<(&str, Option<Outcome>, Option<Outcome>, Cause)> {
    kommun.answers.iter().map(|a| (a.rule.as_str(), a.before, a.after, a.cause)).collect()
}

async fn story(audit: Audit) {
    use Outcome::{CantTell, Failed, Passed};
    let audit = two_rounds(audit).await;
    let told = compared(&audit, &request(&[])).await;
    let [hedlunda, almkulla, sandaker, vittsjo] = told.kommuner.as_slice() else { panic!("{told:#?}") };

    assert_eq!((hedlunda.before, hedlunda.after), (Standing::Scored(750), Standing::Scored(0)));
    // page, program, seeds, rule, weight, decision
    assert_eq!(sums(hedlunda), ([-750, 250, -50, -200, 0, 0], Some(-750)), "{hedlunda:#?}");
    assert_eq!(
        answers(hedlunda),
        [
            ("prov-telefon", Some(Passed), Some(Failed), Cause::Page),
            ("prov-val", Some(CantTell), Some(Failed), Cause::Seeds),
        ],
        "prov-maxtaxa is failed at both ends"
    );
    assert_eq!(sums(almkulla), ([750, 0, 0, 0, -83, 0], Some(667)), "{almkulla:#?}");
    assert_eq!(answers(almkulla), [("prov-telefon", Some(Failed), Some(Passed), Cause::Page)]);
    let refused = Standing::NotAssessed(VisitStatus::Blocked, Some(Reason::RobotsDisallow));
    assert_eq!((sandaker.before, sandaker.after, sums(sandaker)), (refused, refused, ([0; 6], None)));
    assert!(matches!(vittsjo.after, Standing::NotAssessed(VisitStatus::Failed, _)));
    let now = result::load(&audit.store, "nästa", &audit.rules).await.unwrap();
    let shown: Vec<_> = now.kommuner.iter().filter_map(|k| k.score.as_ref()?.value).collect();
    assert_eq!(shown, [0.0, 66.7], "the ends are what is shown");

    // What the kommun's page tells without judging again.
    let since = audit::since(&audit.store, &now, &audit.rules, |_, _| true).await.unwrap().unwrap();
    assert_eq!((since.round.as_str(), since.same_rules), ("prov", false));
    let then = &since.kommuner["0000"];
    assert_eq!((then.assessed, then.value), (true, Some(75.0)));
    let causes: Vec<_> = then.answers.iter().map(|a| (a.rule.as_str(), a.before, a.causes.as_slice())).collect();
    assert_eq!(
        causes,
        [("prov-telefon", Passed, &[Cause::Page][..]), ("prov-val", CantTell, &[Cause::Page, Cause::Seeds])]
    );
    assert!(!since.kommuner["0002"].assessed);
    let set = SetTexts::from(&*audit.rules);
    let page = Site::live(&now, &set).since(Some(&since)).page("kommun/hedlunda-test.html").unwrap().unwrap();
    let page = String::from_utf8(page.body).unwrap();
    assert!(page.contains("I omgången prov fick hedlunda.test 75 poäng. Nu är det 0, alltså 75 färre."), "{page}");
    assert!(page.contains("Två svar är ändrade. Reglerna var andra då"), "{page}");
    assert!(!page.contains("/omgang/prov/"), "a round judged by other rules is not served");
    let first = result::load(&audit.store, "prov", &rules(false)).await.unwrap();
    assert!(audit::since(&audit.store, &first, &rules(false), |_, _| true).await.unwrap().is_none());

    // One by one, in any order, and by name it is the same.
    let some = compared(&audit, &request(&["almkulla.test", "0000"])).await;
    assert_eq!(some.kommuner, [hedlunda.clone(), almkulla.clone()]);
    let unknown = diff(&audit.store, &request(&["Ingenstans"]), &Silent).await.unwrap_err();
    assert!(matches!(unknown, AuditError::NoSuchKommun { .. }), "{unknown}");

    // A round and itself differ by the program alone; with other rules, by rule and weight too. Nothing is stored.
    let itself = DiffRequest { after: "prov".into(), ..request(&["0000"]) };
    let told = compared(&audit, &itself).await;
    assert_eq!(sums(&told.kommuner[0]), ([0; 6], Some(0)), "there and back again");
    let other = DiffRequest { rules: Some(rules(true)), ..itself };
    let told = compared(&audit, &other).await;
    // 75 by the old program, 100 by this one, 75 without maxtaxa, 50 of 75 decided by the new weights.
    assert_eq!(sums(&told.kommuner[0]), ([0, 250, 0, -250, -83, 0], Some(-83)), "{:#?}", told.kommuner[0]);
    let row = audit.store.round("prov").await.unwrap().unwrap();
    assert_eq!(audit.store.manifests(row.id).await.unwrap().len(), 1);

    decided(&audit, hedlunda).await;

    // Without pages nothing can be told apart.
    let later = hemkoll::clock::Clock::Fixed("2030-01-01T10:00:00Z".parse().unwrap());
    hemkoll::audit::purge(&audit.store, &hemkoll::audit::PurgeRequest::default(), later).await.unwrap();
    let purged = diff(&audit.store, &request(&[]), &Silent).await.unwrap_err();
    assert!(matches!(purged, AuditError::PagesPurged { .. }), "{purged}");
}

/// What people decided in each round is a part of its own; the others are as they were.
async fn decided(audit: &Audit, before: &KommunDiff) {
    for (round, rule) in [("prov", "prov-maxtaxa"), ("nästa", "prov-telefon")] {
        let row = audit.store.round(round).await.unwrap().unwrap();
        let visit = audit.store.visits(row.id).await.unwrap()[0].id;
        let decision = Decision {
            rule: rule.into(),
            outcome: Outcome::Passed,
            by: "Ada Exempel".into(),
            at: "2026-11-22T10:00:00.000000Z".into(),
            reason: "Det står på sidan.".into(),
            words: None,
            judging_hash: String::new(),
            replaced: Outcome::Failed,
            replaced_by: String::new(),
            settles: false,
        };
        audit.store.decide(&[(visit, decision)]).await.unwrap();
    }
    let told = compared(audit, &request(&["0000"])).await;
    let ([others @ .., people], change) = sums(&told.kommuner[0]);
    assert_eq!(others, sums(before).0[..5], "{:#?}", told.kommuner[0]);
    assert!(people != 0 && Some(others.iter().sum::<i64>() + people) == change);
    assert_eq!(
        answers(&told.kommuner[0]),
        [
            ("prov-maxtaxa", Some(Outcome::Passed), Some(Outcome::Failed), Cause::Decision),
            ("prov-val", Some(Outcome::CantTell), Some(Outcome::Failed), Cause::Seeds),
        ],
        "prov-telefon is passed at both ends"
    );
    let now = result::load(&audit.store, "nästa", &audit.rules).await.unwrap();
    assert_eq!(
        told.kommuner[0].after,
        Standing::Scored(tenths(now.kommuner[0].score.as_ref().unwrap().value.unwrap()))
    );
    let since = audit::since(&audit.store, &now, &audit.rules, |_, _| true).await.unwrap().unwrap();
    assert!(since.kommuner["0000"].answers.iter().any(|one| one.causes.contains(&Cause::Decision)));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rounds_differ_by_parts_that_sum_to_the_change() {
    let (_world, address) = serve().await;
    story(Audit::new(address, 8).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rounds_differ_alike_on_postgresql() {
    let Some(url) = postgres::fresh("diff").await else { return };
    let (_world, address) = serve().await;
    story(Audit::on(&url, address, 8).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_that_were_altered_or_never_kept_are_told() {
    let (_world, address) = serve().await;
    let audit = Audit::new(address, 8).await;
    audit.finish_and_free().await;
    let Store::Sqlite(pool) = &audit.store else { unreachable!() };
    let same = DiffRequest { after: "prov".into(), ..request(&[]) };
    sqlx::raw_sql("update ruleset set files = x'00'").execute(pool).await.unwrap();
    let altered = diff(&audit.store, &same, &Silent).await.unwrap_err();
    assert!(altered.is_storage(), "{altered}");
    sqlx::raw_sql("delete from ruleset").execute(pool).await.unwrap();
    let missing = diff(&audit.store, &same, &Silent).await.unwrap_err();
    assert!(missing.to_string().contains("hemkoll score --round prov --rules MAPP"), "{missing}");
    hemkoll::audit::rescore(&audit.store, "prov", Arc::clone(&audit.rules), &Silent).await.unwrap();
    assert_eq!(compared(&audit, &same).await.kommuner.len(), 4);
}
