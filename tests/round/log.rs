//! The log of a round: every request that the servers saw, and what was left out.

use hemkoll::audit;
use hemkoll::domain::{Reason, RobotsVerdict, StopList};

use super::scene::*;

#[tokio::test(flavor = "multi_thread")]
async fn the_log_tells_every_request_that_was_sent_and_every_address_that_was_not() {
    let (world, address) = serve().await;
    let mut audit = Audit::new(address, 8).await;
    audit.request.settings.stop_list = StopList::parse("http://hedlunda.test/avgifter").unwrap();
    audit.finish().await;
    let log = audit::log::log(&audit.store, "prov").await.unwrap();
    let mut sent: Vec<String> = log
        .iter()
        .filter(|line| !line.method.is_empty())
        .map(|line| line.url.trim_start_matches("http://").to_owned())
        .collect();
    let mut seen = world.log.lock().unwrap().clone();
    sent.sort();
    seen.sort();
    assert_eq!(sent, seen, "what the servers saw, no more and no less");
    for line in log.iter().filter(|line| !line.method.is_empty()) {
        assert!(line.status.is_some() && !line.at.is_empty() && !line.server.is_empty(), "{line:?}");
        let expected = if line.url.ends_with("/robots.txt") { RobotsVerdict::Itself } else { RobotsVerdict::Allowed };
        assert_eq!(line.robots, expected, "{line:?}");
    }
    let left = |host: &str| {
        let of_host = log.iter().filter(|line| line.name == host && line.method.is_empty());
        of_host.map(|line| (line.url.clone(), line.reason, line.robots)).collect::<Vec<_>>()
    };
    let not_asked = RobotsVerdict::NotAsked;
    assert_eq!(
        left("hedlunda.test"),
        [("http://hedlunda.test/avgifter".to_owned(), Some(Reason::StopListed), not_asked)]
    );
    let closed = ("http://sandaker.test/".to_owned(), Some(Reason::RobotsDisallow), RobotsVerdict::Disallowed);
    assert_eq!(left("sandaker.test"), [closed]);
    let mut codes: Vec<&str> = log.iter().map(|line| line.kommun.as_str()).collect();
    codes.dedup();
    assert_eq!(codes, ["0000", "0001", "0002", "0003"], "kommuner by code");
    let waits: Vec<_> = log.iter().filter(|line| line.kommun == "0000").map(|line| line.waited_millis).collect();
    assert!(waits[0].is_none() && waits[1].is_some(), "{waits:?}");
}
