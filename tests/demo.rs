//! The demo web as a reader meets it: every page answers, every link leads somewhere, no kommun speaks of another.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
};

use hemkoll::demo::{self, World};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use url::Url;

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

async fn get(address: SocketAddr, url: &Url) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = url.host_str().unwrap();
    let ask = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.unwrap();
    let end = all.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(all[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.to_lowercase(), body: all[end + 4..].to_vec() }
}

fn links(page: &Url, html: &str) -> Vec<Url> {
    let document = scraper::Html::parse_document(html);
    let anchors = scraper::Selector::parse("a[href]").unwrap();
    document
        .select(&anchors)
        .filter_map(|a| page.join(a.value().attr("href")?).ok())
        .filter(|url| url.host_str().is_some_and(|host| host.rsplit('.').next() == Some("test")))
        .collect()
}

fn is_up(world: &World, code: &str) -> bool {
    !world.pages(code).is_empty()
}

#[tokio::test]
async fn every_page_answers_and_every_link_leads_to_a_page() {
    let world = World::start().await.unwrap();
    let hosts: BTreeMap<String, SocketAddr> = world.resolve().into_iter().collect();
    let mut wrong = Vec::new();
    for kommun in world.seeds() {
        let mut todo: Vec<Url> = world.pages(&kommun.code).iter().map(|page| page.parse().unwrap()).collect();
        let mut seen: BTreeSet<String> = todo.iter().map(Url::to_string).collect();
        let gone = world.gone(&kommun.code);
        while let Some(url) = todo.pop() {
            let answer = get(hosts[url.host_str().unwrap()], &url).await;
            if gone.contains(&url.to_string()) {
                assert_eq!(answer.status, 404, "{url}");
            } else if answer.status != 200 {
                wrong.push(format!("{url} answers {}", answer.status));
            }
            if answer.status == 200 && answer.head.contains("text/html") {
                let html = String::from_utf8(answer.body).unwrap();
                for mut link in links(&url, &html) {
                    link.set_fragment(None);
                    if !hosts.contains_key(link.host_str().unwrap()) {
                        wrong.push(format!("{url} links to the unknown host of {link}"));
                    } else if link.path().contains(";jsessionid") {
                        assert_eq!(get(hosts[link.host_str().unwrap()], &link).await.status, 200, "{link}");
                    } else if seen.insert(link.to_string()) {
                        todo.push(link);
                    }
                }
            } else if answer.head.contains("application/pdf") {
                assert!(answer.body.starts_with(b"%PDF-1.4"), "{url}");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_kommun_has_15_to_40_pages_and_names_no_other() {
    let world = World::start().await.unwrap();
    let hosts: BTreeMap<String, SocketAddr> = world.resolve().into_iter().collect();
    let seeds = world.seeds();
    for kommun in seeds.iter().filter(|kommun| is_up(&world, &kommun.code)) {
        let pages = world.pages(&kommun.code);
        assert!(pages.len() == 1 || (15..=40).contains(&pages.len()), "{} has {} pages", kommun.name, pages.len());
        for page in pages {
            let url: Url = page.parse().unwrap();
            let html = String::from_utf8(get(hosts[url.host_str().unwrap()], &url).await.body).unwrap();
            for other in seeds.iter().filter(|other| other.code != kommun.code) {
                assert!(!html.contains(&other.name), "{page} names {}", other.name);
            }
            assert!(!html.contains("{{"), "{page} has a place that was never filled in");
        }
    }
}

#[tokio::test]
async fn the_referee_sees_host_path_and_order() {
    let world = World::start().await.unwrap();
    let hosts: BTreeMap<String, SocketAddr> = world.resolve().into_iter().collect();
    let address = hosts["www.hedlunda.test"];
    for path in ["/robots.txt", "/", "/finns-inte"] {
        let url: Url = format!("http://www.hedlunda.test{path}").parse().unwrap();
        get(address, &url).await;
    }
    let log = world.log();
    let seen: Vec<_> = log.iter().map(|r| (r.host.as_str(), r.path.as_str(), r.status)).collect();
    assert_eq!(
        seen,
        [
            ("www.hedlunda.test", "/robots.txt", 200),
            ("www.hedlunda.test", "/", 200),
            ("www.hedlunda.test", "/finns-inte", 404)
        ]
    );
    assert!(log.windows(2).all(|pair| pair[0].ended <= pair[1].began));
}

#[tokio::test]
async fn the_bare_host_leads_to_www_and_a_kommun_that_is_down_refuses() {
    let world = World::start().await.unwrap();
    for (host, address) in world.resolve() {
        if host == "hedlunda.test" {
            let answer = get(address, &"http://hedlunda.test/".parse().unwrap()).await;
            assert_eq!(answer.status, 301);
            assert!(answer.head.contains("location: http://www.hedlunda.test/"), "{}", answer.head);
        }
    }
    for kommun in world.seeds().iter().filter(|kommun| !is_up(&world, &kommun.code)) {
        let host = kommun.start_url.trim_start_matches("http://").trim_end_matches('/');
        let (_, address) = world.resolve().into_iter().find(|(known, _)| known == host).unwrap();
        assert!(TcpStream::connect(address).await.is_err(), "{} answers", kommun.name);
    }
}

#[tokio::test]
async fn the_list_of_answers_fits_the_kommuner() {
    let world = World::start().await.unwrap();
    let codes: BTreeSet<String> = world.seeds().into_iter().map(|kommun| kommun.code).collect();
    let listed: BTreeSet<String> = demo::standings().unwrap().into_iter().map(|standing| standing.kommun).collect();
    assert_eq!(codes, listed, "demo/flaws.toml and the folders of demo/ name different kommuner");
    for flaw in demo::flaws().unwrap() {
        assert!(!flaw.why.trim().is_empty(), "{} {} has no reason", flaw.kommun, flaw.question);
    }
    for kommun in world.seeds() {
        assert!(kommun.peers.iter().all(|peer| codes.contains(peer) && *peer != kommun.code), "{}", kommun.name);
    }
}

/// The whole program over the whole web.
mod audited {
    use std::sync::Arc;
    use std::time::Duration;

    use hemkoll::audit::{AuditRequest, Silent, result, round};
    use hemkoll::clock::Clock;
    use hemkoll::config::{ConfigFile, Settings};
    use hemkoll::crawl::Fetcher;
    use hemkoll::demo::{self, World};
    use hemkoll::domain::Finding;
    use hemkoll::rules::RuleSet;
    use hemkoll::score::RoundResult;
    use hemkoll::seeds;
    use hemkoll::store::Store;
    use tokio_util::sync::CancellationToken;

    const GAP: Duration = Duration::from_millis(20);

    struct Audited {
        world: World,
        rules: Arc<RuleSet>,
        result: RoundResult,
    }

    async fn audit() -> Audited {
        let world = World::start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("demo.db").display())).await.unwrap();
        let settings = Settings::resolve(ConfigFile {
            gap: Some(GAP.as_secs_f64()),
            allow_net: Some(vec!["127.0.0.0/8".into()]),
            resolve: Some(world.resolve().iter().map(|(host, address)| format!("{host}={address}")).collect()),
            ..ConfigFile::default()
        })
        .unwrap();
        let rules = Arc::new(RuleSet::embedded());
        let clock = Clock::Fixed("2026-08-16T08:00:00Z".parse().unwrap());
        let request = AuditRequest {
            round: Some("demo".to_owned()),
            fresh: false,
            kommuner: world.seeds(),
            amounts: seeds::embedded_amounts(),
            rules: Arc::clone(&rules),
            settings: settings.clone(),
        };
        let fetcher = Fetcher::new(round::fetch_settings(&settings, clock)).unwrap();
        round::run(request, &store, fetcher, clock, Arc::new(Silent), CancellationToken::new()).await.unwrap();
        let result = result::load(&store, "demo", &rules).await.unwrap();
        Audited { world, rules, result }
    }

    fn nearest(finding: &Finding) -> String {
        let searched = finding.searched.as_ref().and_then(|searched| searched.nearest.as_ref());
        finding.evidence.first().or(searched).map(|e| format!("{} ({})", e.quote, e.page_title)).unwrap_or_default()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn each_intended_flaw_is_found_and_none_is_invented() {
        let Audited { rules, result, .. } = audit().await;
        let mut wrong = Vec::new();
        for standing in demo::standings().unwrap() {
            let kommun = result.kommuner.iter().find(|k| k.kommun.code == standing.kommun).unwrap();
            let reason = kommun.visit.reason.map(hemkoll::domain::Reason::code).unwrap_or_default();
            if (kommun.visit.status, reason) != (standing.status, standing.reason.as_str()) {
                wrong.push(format!(
                    "{} ends {:?} {reason}, should be {:?} {}",
                    kommun.kommun.name, kommun.visit.status, standing.status, standing.reason
                ));
            }
            assert_eq!(kommun.score.is_some(), standing.status.is_assessed(), "{}", kommun.kommun.name);
            if let (Some(most), Some(score)) = (standing.at_most, &kommun.score) {
                let value = score.value.unwrap_or(score.high);
                if value > most {
                    let given = score.rules.iter().filter(|p| p.points.is_some_and(|points| points > 0.0));
                    let given: Vec<_> = given.map(|p| format!("{} {:.1}", p.rule, p.points.unwrap_or(0.0))).collect();
                    wrong.push(format!("{} has {value:.1} points, at most {most}: {given:?}", kommun.kommun.name));
                }
            }
        }
        let mut compared = 0;
        for flaw in demo::flaws().unwrap() {
            let kommun = result.kommuner.iter().find(|k| k.kommun.code == flaw.kommun).unwrap();
            for rule in rules.rules().iter().filter(|rule| rule.head.catalogue.contains(&flaw.question)) {
                let Some(finding) = kommun.findings.iter().find(|finding| finding.rule == rule.head.id) else {
                    continue;
                };
                compared += 1;
                if finding.outcome != flaw.outcome {
                    wrong.push(format!(
                        "{} {} {}: {} [{}], should be {} – {} | {}",
                        kommun.kommun.name,
                        flaw.question,
                        rule.head.id,
                        finding.outcome.code(),
                        finding.reason,
                        flaw.outcome.code(),
                        flaw.why,
                        nearest(finding)
                    ));
                }
            }
        }
        assert!(compared > 500, "only {compared} answers could be compared");
        assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_referee_saw_manners_towards_every_kommun() {
        let Audited { world, .. } = audit().await;
        let log = world.log();
        for kommun in world.seeds() {
            let asked: Vec<_> = log.iter().filter(|request| request.kommun == kommun.code).collect();
            if let Some(first) = asked.first() {
                assert_eq!(first.path, "/robots.txt", "{}", kommun.name);
            }
            for pair in asked.windows(2) {
                let wait = pair[1].began.saturating_sub(pair[0].began);
                assert!(wait >= GAP, "{}: {} came {wait:?} after {}", kommun.name, pair[1].path, pair[0].path);
                assert!(
                    pair[0].ended <= pair[1].began,
                    "{}: {} was asked before {} had ended",
                    kommun.name,
                    pair[1].path,
                    pair[0].path
                );
            }
            for request in asked {
                assert!(matches!(request.method.as_str(), "GET" | "HEAD"), "{request:?}");
                assert!(request.user_agent.contains("hemkoll"), "{request:?}");
                assert!(!request.path.starts_with("/sok/"), "robots.txt disallows {}", request.path);
            }
        }
        let blocked: Vec<_> = log.iter().filter(|request| request.kommun == "9013").collect();
        assert_eq!(blocked.len(), 1, "Ljungatorp lets no robot in: {blocked:?}");
    }
}
