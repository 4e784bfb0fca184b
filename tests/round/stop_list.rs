//! Addresses that are never asked for: whole hosts, pages, and pages that a redirect leads to.

use std::sync::Arc;

use hemkoll::audit::{AuditError, Silent};
use hemkoll::domain::{Reason, StopList, VisitStatus};
use hemkoll::report::{SetTexts, site::Site};
use tokio_util::sync::CancellationToken;

use super::scene::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_on_the_stop_list_is_never_asked_for() {
    let (world, address) = serve().await;
    let mut audit = Audit::new(address, 8).await;
    let list = "# Bad oss\nalmkulla.test\nhedlunda.test/ansok  # /gammal leder hit\nhedlunda.test/avg*\n";
    audit.request.settings.stop_list = StopList::parse(list).unwrap();
    audit.finish().await;
    let asked = world.log.lock().unwrap().clone();
    for never in ["almkulla.test/", "hedlunda.test/ansok", "hedlunda.test/avgifter"] {
        assert!(asked.iter().all(|line| !line.starts_with(never)), "{never}: {asked:?}");
    }
    assert!(
        asked.contains(&"hedlunda.test/gammal".to_owned()) && asked.contains(&"hedlunda.test/hemtjanst".to_owned())
    );
    let result = audit.result().await;
    let ends: Vec<_> = result.kommuner[..2].iter().map(|k| (k.visit.status, k.visit.reason)).collect();
    let listed = Some(Reason::StopListed);
    assert_eq!(ends, [(VisitStatus::Partial, listed), (VisitStatus::Blocked, listed)]);
    let fees = result.kommuner[0].findings.iter().find(|finding| finding.rule == "prov-maxtaxa").unwrap();
    assert!(fees.outcome.is_open(), "what is not asked for is never a no: {fees:?}");
    let told = |line: &&hemkoll::score::RequestLine| line.reason == "stop-listed" && line.status == 0;
    assert_eq!(result.kommuner[0].log.iter().filter(told).count(), 2);
    let set = SetTexts::from(&*audit.rules);
    let page = Site::new(&result, &set).page("kommun/hedlunda-test.html").unwrap().unwrap();
    let page = String::from_utf8(page.body).unwrap();
    assert!(page.contains("Adressen står på stopplistan, så vi frågar aldrig efter den."));

    // Frozen with the round.
    audit.request.settings.stop_list = StopList::default();
    let other = audit.run(Arc::new(Silent), CancellationToken::new()).await.unwrap_err();
    assert!(matches!(&other, AuditError::OtherParameters { .. }), "{other}");
    assert!(other.to_string().contains("--stop-list är en annan (antal rader: 3 då, 0 nu)"), "{other}");
}
