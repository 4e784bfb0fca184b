//! The whole hemtjänst part over the real router, of a kommun on loopback: without script, as a stream, within limits.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::audit::desk::Desk;
use crate::clock::Clock;
use crate::crawl::{FetchSettings, VisitSettings};
use crate::rules::RuleSet;
use crate::seeds;
use crate::web::tests::database;
use crate::web::{Access, router};

const START: &str = "<h1>Hedlunda kommun</h1><ul><li><a href='/hemtjanst'>Hemtjänst</a><li>\
    <a href='/avgifter'>Avgifter för hemtjänst</a><li><a href='/bygga'>Bygga och bo</a></ul>";
const HEMTJANST: &str = "<h1>Hemtjänst</h1><p>Hemtjänst är hjälp i hemmet för dig som är äldre. Du kan få hjälp med \
    dusch, städning, tvätt och inköp.</p><p>Är du inte nöjd med beslutet kan du överklaga inom tre veckor.</p><p>Ring \
    biståndshandläggaren på 031-390 06 10. <a href='/'>Start</a></p>";
const AVGIFTER: &str = "<h1>Avgifter för hemtjänst</h1><p>Du betalar högst 2 610 kronor i månaden. Det kallas \
    maxtaxa.</p><p><img src=x onerror=alert(1)>Anna Andersson, 070-174 06 05 &lt;script&gt;</p>";

/// A kommun on loopback and what it was asked.
#[derive(Clone)]
struct Site {
    address: SocketAddr,
    log: Arc<Mutex<Vec<String>>>,
    /// While somebody has it, the last of the pages about hemtjänst does not come.
    hold: Arc<tokio::sync::Mutex<()>>,
}

impl Site {
    /// Pages beside the few that are always there: `/hemtjanst/N` for each N below `more`. Each answer takes `pace`.
    async fn start(more: usize, pace: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = Self { address: listener.local_addr().unwrap(), log: Arc::default(), hold: Arc::default() };
        let (log, hold) = (Arc::clone(&site.log), Arc::clone(&site.hold));
        let app = Router::new().fallback(move |request: Request| {
            let path = request.uri().path().to_owned();
            let is_last = {
                let mut log = log.lock().unwrap();
                log.push(format!("{} {path}", request.method()));
                ["GET /hemtjanst", "GET /avgifter"].iter().all(|page| log.iter().any(|line| line == page))
            };
            let hold = Arc::clone(&hold);
            async move {
                tokio::time::sleep(pace).await;
                if is_last {
                    drop(hold.lock().await);
                }
                answer(&path, more)
            }
        });
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        site
    }

    fn asked(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

fn answer(path: &str, more: usize) -> Response {
    let links: Vec<String> = (0..more).map(|n| format!("<a href='/hemtjanst/{n}'>Hemtjänst, del {n}</a>")).collect();
    let links = links.join(" ");
    let body = match path {
        "/robots.txt" => return "User-agent: *\nDisallow: /hemlig\n".into_response(),
        "/" => format!("{START}{links}"),
        "/hemtjanst" => HEMTJANST.to_owned(),
        "/avgifter" => AVGIFTER.to_owned(),
        path if path.starts_with("/hemtjanst/") => format!("<h1>Hemtjänst {path}</h1><p>Så går det till i {path}.</p>"),
        _ => return (StatusCode::NOT_FOUND, Html("<h1>Finns inte</h1>")).into_response(),
    };
    Html(format!("<!doctype html><html lang=sv><title>Hedlunda</title><main>{body}</main></html>")).into_response()
}

/// hemkoll on loopback.
struct Server {
    address: SocketAddr,
    /// Of the database: gone with the server.
    _folder: tempfile::TempDir,
}

impl Server {
    /// `open`: whether the local net may be read, as nobody's server does.
    async fn start(open: bool) -> Self {
        let (folder, store, rules) = database(true).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = router(store, Arc::clone(&rules), Clock::System, desk(rules, open), Access::LOCAL);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, _folder: folder }
    }

    async fn ask(&self, line: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let length = body.len();
        let head = format!("{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n");
        stream.write_all(format!("{head}{headers}\r\n{body}").as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8(answer).unwrap()
    }

    async fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path}"), "", "").await
    }

    async fn begin(&self, address: &str, headers: &str) -> String {
        let address: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
        let headers = format!("Content-Type: application/x-www-form-urlencoded\r\n{headers}");
        self.ask("POST /sjalvkoll/kommun", &headers, &format!("kommun=&adress={address}")).await
    }

    /// Begins and gives where the answer will be.
    async fn reading(&self, address: &str) -> String {
        let begun = self.begin(address, "").await;
        assert!(begun.starts_with("HTTP/1.1 303"), "{begun}");
        begun.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().trim().to_owned()
    }

    /// Begins in front of an audience that is to see eight questions, and gives the scene's address and its query.
    async fn scene(&self, site: &Site) -> (String, String) {
        let address = format!("http://{}/", site.address);
        let address: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
        let form = "Content-Type: application/x-www-form-urlencoded\r\n";
        let begun = self.ask("POST /sjalvkoll/kommun", form, &format!("fragor=8&adress={address}")).await;
        let path = begun.lines().find_map(|line| line.strip_prefix("location: ")).unwrap().trim().to_owned();
        path.split_once('?').map(|(scene, query)| (scene.to_owned(), query.to_owned())).unwrap()
    }

    /// Looks again until the reading is over, as somebody without script does.
    async fn over(&self, path: &str) -> String {
        for _ in 0..600 {
            let page = self.get(path).await;
            if !page.contains("id=\"lasning\"") {
                return page;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("never over");
    }
}

fn desk(rules: Arc<RuleSet>, open: bool) -> Desk {
    let allow_net = if open { vec!["127.0.0.0/8".parse().unwrap()] } else { Vec::new() };
    // The names of the database's kommuner lead nowhere outside.
    let resolve = vec![("www.hedlunda.test".to_owned(), "127.0.0.1:9".parse().unwrap())];
    let fetch = FetchSettings { allow_net, resolve, ..FetchSettings::default() };
    let visit = VisitSettings { gap: Duration::from_millis(10), ..VisitSettings::default() };
    Desk::open(rules, seeds::embedded_amounts(), fetch, visit).unwrap()
}

#[tokio::test]
async fn a_kommun_is_read_and_answered_without_script_and_asked_once() {
    let (site, server) = (Site::start(0, Duration::ZERO).await, Server::start(true).await);
    let address = format!("http://{}/", site.address);
    let path = server.reading(&address).await;
    let page = server.over(&path).await;
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("no-store"), "{page}");
    assert!(page.contains("Kommunens sidor svarar på <strong>"), "{page}");
    for told in ["Börja med de här tre", "Det här svarar sidorna på", "överklaga inom tre veckor", "Sidorna vi läste"]
    {
        assert!(page.contains(told), "{told} in {page}");
    }
    assert!(!page.contains("070-174 06 05") && !page.contains("<img src=x"), "masked and escaped");
    let asked = site.asked();
    assert_eq!(asked[0], "GET /robots.txt");
    assert!(!asked.contains(&"GET /bygga".to_owned()), "other subjects are left alone: {asked:?}");
    assert_eq!(server.reading(&address).await, path, "who asks again gets the same answer");
    assert_eq!(site.asked(), asked, "and the site is not asked again");
}

#[tokio::test]
async fn the_steps_come_as_a_stream_that_ends() {
    let (site, server) = (Site::start(0, Duration::from_millis(20)).await, Server::start(true).await);
    let path = server.reading(&format!("http://{}/", site.address)).await;
    let progress = server.get(&path).await;
    assert!(progress.contains("connect-src 'self'") && progress.contains(&format!("data-strom=\"{path}/strom\"")));
    let stream = server.get(&format!("{path}/strom")).await;
    assert!(stream.contains("content-type: text/event-stream"), "{stream}");
    assert!(stream.contains("x-accel-buffering: no"), "a proxy would gather the steps: {stream}");
    let steps = stream.matches("event: steg").count();
    assert!(
        steps >= 3 && stream.contains("\"text\":\"Hemtjänst\"") && stream.contains("har svar hittills."),
        "{stream}"
    );
    assert!(stream.contains("event: klart"), "{stream}");
    assert!(server.get(&path).await.contains("Kommunens sidor svarar på"), "the end comes when the answer is there");
}

#[tokio::test]
async fn a_large_site_is_read_within_the_limits() {
    let (site, server) = (Site::start(200, Duration::ZERO).await, Server::start(true).await);
    let path = server.reading(&format!("http://{}/", site.address)).await;
    let page = server.over(&path).await;
    assert!(page.contains("Vi läste inte allt."), "{page}");
    let pages = site.asked().iter().filter(|line| line.starts_with("GET /") && !line.ends_with("/robots.txt")).count();
    assert!((10..=15).contains(&pages), "{pages}");
    assert!(site.asked().len() <= 60, "{}", site.asked().len());
}

#[tokio::test]
async fn a_reading_can_be_stopped() {
    let (site, server) = (Site::start(50, Duration::from_millis(150)).await, Server::start(true).await);
    let address = format!("http://{}/", site.address);
    let path = server.reading(&address).await;
    while site.asked().len() < 3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let stopped = server.ask(&format!("POST {path}/avbryt"), "", "").await;
    assert!(stopped.starts_with("HTTP/1.1 303"), "{stopped}");
    assert!(server.get(&path).await.contains("Läsningen är avbruten. Inget är sparat."));
    let asked = site.asked().len();
    tokio::time::sleep(Duration::from_millis(800)).await;
    assert!(site.asked().len() <= asked + 1, "at most the page in flight: {asked}, then {}", site.asked().len());
    assert_ne!(server.reading(&address).await, path, "what was stopped can be begun again");
}

#[tokio::test]
async fn what_is_not_to_be_read_is_refused_and_says_why() {
    let server = Server::start(false).await;
    let site = Site::start(0, Duration::ZERO).await;
    let local = format!("http://{}/", site.address);
    let path = server.reading(&local).await;
    let page = server.over(&path).await;
    assert!(page.contains("Sidorna gick inte att läsa") && page.contains("lokalt nät"), "{page}");
    assert!(site.asked().is_empty(), "the local net is never asked");
    let status = |answer: &str| answer[9..12].parse::<u16>().unwrap();
    for wrong in ["", "hedlunda", "file:///etc/passwd", "javascript:alert(1)"] {
        assert_eq!(status(&server.begin(wrong, "").await), 400, "{wrong}");
    }
    assert_eq!(status(&server.begin(&local, "Sec-Fetch-Site: cross-site\r\n").await), 403);
    for gone in ["", "/strom"] {
        assert_eq!(status(&server.get(&format!("/sjalvkoll/kommun/0123456789abcdef{gone}")).await), 404);
    }
    let mut many = Vec::new();
    for n in 0..6 {
        // Another site each time: the same one would be answered at once.
        let address = format!("http://127.0.0.1:{}/", 1024 + n);
        many.push(status(&server.begin(&address, "X-Forwarded-For: 192.0.2.7\r\n").await));
    }
    assert!(many.starts_with(&[303, 303]) && many.ends_with(&[429]), "{many:?}");
    let answer = server.begin("http://127.0.0.1:99/", "X-Forwarded-For: 192.0.2.7\r\n").await;
    assert!(answer.to_lowercase().contains(&format!("{}: ", header::RETRY_AFTER)), "{answer}");
}

#[tokio::test]
async fn a_kommun_of_the_round_is_chosen_by_its_code() {
    let server = Server::start(false).await;
    let headers = "Content-Type: application/x-www-form-urlencoded\r\n";
    let begun = server.ask("POST /sjalvkoll/kommun", headers, "kommun=908&adress=").await;
    assert!(begun.starts_with("HTTP/1.1 303"), "{begun}");
    let form = server.get("/sjalvkoll").await;
    assert!(
        form.contains("Läs hela kommunens hemtjänstdel") && form.contains("<option value=\"908\">Hedlunda"),
        "{form}"
    );
}

#[tokio::test]
async fn a_kommun_is_read_in_front_of_an_audience_without_its_name() {
    let (site, server) = (Site::start(2, Duration::from_millis(40)).await, Server::start(true).await);
    let (scene, query) = server.scene(&site).await;
    assert!(scene.starts_with("/seminarium/direkt/") && query == "fragor=8", "{scene}?{query}");
    assert!(server.get(&format!("{scene}/strom")).await.starts_with("HTTP/1.1 404"), "nothing is read yet");
    let id = scene.rsplit('/').next().unwrap();

    // While it is read: what has come so far is there without script too.
    let reading = server.get(&format!("{scene}?{query}")).await;
    assert!(reading.contains(&format!("data-strom=\"{id}/laser\" data-laser")), "{reading}");
    assert!(reading.contains("Får vi komma in?") && !reading.contains("127.0.0.1"), "{reading}");
    let told = server.get(&format!("{scene}/laser?takt=20")).await;
    for part in ["Hemtjänst", "överklaga", "av 100 poäng", "Alla svar prövas en gång till", "event: slut"] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(!told.contains("070-174 06 05") && !told.contains("<img src=x"), "masked and escaped: {told}");
    let rest = server.get(&format!("{scene}/laser?takt=20&fran=3")).await;
    assert!(rest.contains("id: 4\n") && !rest.contains("id: 3\n"), "{rest}");

    // Then all of it again, told as read now, at a pace of its own.
    let read = server.get(&format!("{scene}?{query}")).await;
    assert!(read.contains("id=\"spela\"") && read.contains("Läst alldeles nyss"), "{read}");
    assert!(!read.contains("uppspelning") && read.contains(&format!("data-strom=\"{id}/strom\"")), "{read}");
    for page in [&reading, &read] {
        let shown = page.split("<details").next().unwrap();
        assert!(!shown.contains("127.0.0.1"), "{shown}");
    }
    let pace = server.get(&format!("{scene}/strom?fran=0&takt=20")).await;
    let steps = read.matches("<li data-text=").count();
    assert_eq!(pace.matches("event: steg").count(), steps, "{pace}");
    assert!(steps > 3 && pace.contains("event: slut"), "{pace}");
    assert!(server.get("/seminarium/direkt/finns-inte").await.contains("location: /seminarium/"));
}

#[tokio::test]
async fn a_question_is_answered_on_the_screen_before_the_last_page_has_come() {
    let (site, server) = (Site::start(0, Duration::ZERO).await, Server::start(true).await);
    let last_page = site.hold.lock().await;
    let (scene, query) = server.scene(&site).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = format!("GET {scene}/laser?takt=20 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut told, mut buffer) = (Vec::new(), [0; 4096]);
    let text = |told: &[u8]| String::from_utf8_lossy(told).into_owned();
    while !text(&told).contains("class=\\\"traff\\\"") {
        let count = stream.read(&mut buffer).await.unwrap();
        assert!(count > 0, "the stream ended: {}", text(&told));
        told.extend_from_slice(&buffer[..count]);
    }
    assert!(!text(&told).contains("event: slut"), "{}", text(&told));
    let reading = server.get(&format!("{scene}?{query}")).await;
    assert!(reading.contains("data-laser") && reading.contains("av 100 poäng hittills"), "{reading}");
    drop(last_page);
    stream.read_to_end(&mut told).await.unwrap();
    for part in ["överklaga", "maxtaxa", "event: slut"] {
        assert!(text(&told).contains(part), "{part} in {}", text(&told));
    }
}

#[tokio::test]
async fn a_reading_without_a_score_is_told_elsewhere() {
    let (site, server) = (Site::start(0, Duration::ZERO).await, Server::start(false).await);
    let (scene, query) = server.scene(&site).await;
    let told = server.get(&format!("{scene}/laser?takt=20")).await;
    assert!(told.contains("event: annanstans") && !told.contains("event: slut"), "{told}");
    assert!(server.get(&format!("{scene}?{query}")).await.contains("location: /sjalvkoll/kommun/"));
}
