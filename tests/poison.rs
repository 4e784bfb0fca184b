//! One poisoned page through every exit: the report in a real browser, tables, documents, archive and terminal.
//! Whatever it says stays data: nothing runs, nothing is requested, no cell is a formula, no line is broken.

use std::io::{Cursor, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Html;
use hemkoll::archive;
use hemkoll::audit::desk::Desk;
use hemkoll::audit::{self, AuditRequest, Silent, round};
use hemkoll::clock::Clock;
use hemkoll::config::{ConfigFile, Settings};
use hemkoll::crawl::{FetchSettings, Fetcher, VisitSettings};
use hemkoll::domain::{Amounts, Kommun};
use hemkoll::report::{Lang, SetTexts, export, site, text};
use hemkoll::rules::RuleSet;
use hemkoll::score::RoundResult;
use hemkoll::store::Store;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_util::sync::CancellationToken;

/// What a hostile page might say, `TRAP` being an address that must never be asked for.
const POISON: &str = "=cmd|'/c calc'!A1 \"'><script>document.title='kapad';fetch('TRAP/script')</script>\
    <img src=\"TRAP/bild\" onerror=\"document.title='kapad'\"><iframe src=\"TRAP/ram\"></iframe>\
    <link rel=stylesheet href=\"TRAP/stil\"><svg onload=\"document.title='kapad'\"></svg>\
    <meta http-equiv=refresh content=\"0;url=TRAP/flytt\"></title></textarea></style><base href=\"TRAP/\">\
    {{7*7}}${7*7}`'; drop table round; --\u{202e}\u{2066}\u{9b}2J";

/// Bytes that no terminal, table or line may get from a page.
const HIDDEN: [char; 8] = ['\u{0}', '\u{7}', '\u{1b}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{200f}', '\r'];

fn poison(trap: SocketAddr) -> String {
    POISON.replace("TRAP", &format!("http://{trap}"))
}

/// The page: poison in its title, a heading, links and the very words that answer questions.
fn page(trap: SocketAddr) -> String {
    let poison = poison(trap);
    let text = poison.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "<!doctype html><html lang=sv><title>{text}</title><main><h1>Hemtjänst {text}</h1>\
         <p>Hemtjänst är hjälp i ditt hem när du inte klarar allt själv. Du kan få hjälp med städning, tvätt, inköp och \
         personlig omsorg som dusch.</p><h2>Kontakta oss {text}</h2><p>Ring biståndshandläggaren på telefon 08-465 004 12 \
         {text} vardagar kl. 9–11. Du kan ställa frågor om hemtjänst och ansöka.</p>\
         <p><a href=\"javascript:document.title='kapad'\">Ansök om hemtjänst {text}</a>\
         <a href=\"/hemtjanst/%22%3E%3Cscript%3E=1+1\">Avgifter {text}</a></p>\
         <p>WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\u{1b}[2J\u{7}</p></main></html>"
    )
}

type Log = Arc<Mutex<Vec<String>>>;

/// A server that answers everything with `body` and notes what it was asked.
async fn serve(body: impl Fn(SocketAddr) -> String) -> (SocketAddr, Log) {
    async fn answer(State((body, log)): State<(String, Log)>, request: Request) -> Html<String> {
        log.lock().unwrap().push(request.uri().to_string());
        Html(if request.uri().path() == "/robots.txt" { String::new() } else { body })
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let log = Log::default();
    let app = Router::new().fallback(answer).with_state((body(address), Arc::clone(&log)));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (address, log)
}

struct Poisoned {
    store: Store,
    result: RoundResult,
    set: SetTexts,
    rules: Arc<RuleSet>,
    trap: SocketAddr,
    asked: Log,
    folder: tempfile::TempDir,
}

/// A round over one kommun whose site is poisoned, and whose name is too.
async fn audited() -> Poisoned {
    let (trap, asked) = serve(|_| String::new()).await;
    let (site, _) = serve(|_| page(trap)).await;
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite:{}", folder.path().join("h.db").display())).await.unwrap();
    let rules = Arc::new(RuleSet::embedded());
    let settings = Settings::resolve(ConfigFile {
        gap: Some(0.01),
        page_budget: Some(4),
        allow_net: Some(vec!["127.0.0.0/8".into()]),
        resolve: Some(vec![format!("giftby.test={site}")]),
        ..ConfigFile::default()
    })
    .unwrap();
    let request = AuditRequest {
        round: Some("gift".into()),
        fresh: false,
        kommuner: vec![Kommun {
            code: "9001".into(),
            name: format!("Giftby {}", poison(trap)),
            start_url: "http://giftby.test/hemtjanst".into(),
            ..Kommun::default()
        }],
        amounts: Amounts::default(),
        rules: Arc::clone(&rules),
        settings,
    };
    let clock = Clock::Fixed("2026-11-21T10:00:00Z".parse().unwrap());
    let fetcher = Fetcher::new(round::fetch_settings(&request.settings, clock)).unwrap();
    round::run(request, &store, fetcher, clock, Arc::new(Silent), CancellationToken::new()).await.unwrap();
    // No round is given such a name any more; one from before, or from another program, may have it.
    let name = format!("gift {}", poison(trap));
    let Store::Sqlite(pool) = &store else { unreachable!("the test's own file") };
    sqlx::query("update round set name = $1").bind(&name).execute(pool).await.unwrap();
    let result = audit::result::load(&store, &name, &rules).await.unwrap();
    assert!(result.kommuner[0].score.is_some(), "{:?}", result.kommuner[0].visit);
    let quoted = result.kommuner[0]
        .findings
        .iter()
        .flat_map(|f| &f.evidence)
        .any(|e| e.quote.contains("<script>") || e.page_title.contains("<script>"));
    assert!(quoted, "the poison stands in an answer");
    let set = SetTexts::from(&*rules);
    Poisoned { store, result, set, rules, trap, asked, folder }
}

fn chromium(address: &str, profile: &Path) -> String {
    let flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--virtual-time-budget=3000",
        "--dump-dom",
    ];
    let done = Command::new("chromium")
        .args(flags)
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(address)
        .output()
        .expect("chromium is installed (./check installs it: apt-get install chromium)");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_in_a_browser_runs_nothing_and_asks_for_nothing() {
    let poisoned = audited().await;
    let out = poisoned.folder.path().join("rapport");
    site::write(&site::Site::new(&poisoned.result, &poisoned.set), &out).unwrap();
    let kommun = std::fs::read_dir(out.join("kommun")).unwrap().next().unwrap().unwrap().path();
    for page in [out.join("index.html"), kommun] {
        let written = std::fs::read_to_string(&page).unwrap();
        let title =
            |html: &str| html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next().map(str::to_owned));
        let profile = poisoned.folder.path().join("profil");
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        let shown = tokio::task::spawn_blocking(move || chromium(&format!("file://{}", page.display()), &profile))
            .await
            .unwrap();
        let text = |html: &str| {
            html.replace("&#34;", "\"")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&#62;", ">")
                .replace("&gt;", ">")
                .replace("&#60;", "<")
                .replace("&lt;", "<")
        };
        assert_eq!(title(&shown).map(|t| text(&t)), title(&written).map(|t| text(&t)), "{name}: the title was changed");
        assert!(title(&shown).is_some_and(|title| title != "kapad"), "{name}");
        assert!(shown.contains("&lt;script&gt;document.title"), "{name}: the poison is shown as it was written");
        let document = scraper::Html::parse_document(&shown);
        let all = |selector: &str| document.select(&scraper::Selector::parse(selector).unwrap()).count();
        assert_eq!(
            all("iframe, base, img[onerror], svg[onload], meta[http-equiv=refresh], script:not([src])"),
            0,
            "{name}"
        );
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(*poisoned.asked.lock().unwrap(), Vec::<String>::new(), "nothing may be asked for");
}

async fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let ask = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stored_copy_in_a_browser_runs_nothing_and_asks_for_nothing() {
    let poisoned = audited().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let rules = Arc::clone(&poisoned.rules);
    let desk =
        Desk::open(Arc::clone(&rules), Amounts::default(), FetchSettings::default(), VisitSettings::default()).unwrap();
    let router = hemkoll::web::router(poisoned.store.clone(), rules, Clock::System, desk, hemkoll::web::Access::LOCAL);
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let hrefs = |html: &str, part: &str| -> Vec<String> {
        let document = scraper::Html::parse_document(html);
        let links = scraper::Selector::parse("a[href]").unwrap();
        let hrefs = document.select(&links).map(|a| a.attr("href").unwrap().to_owned());
        hrefs.filter(|href| href.contains(part)).collect()
    };
    let start = get(address, "/").await;
    let kommun = hrefs(&start, "kommun/").remove(0);
    let copies = hrefs(&get(address, &format!("/{kommun}")).await, "../sparat/");
    assert!(copies.iter().any(|copy| copy.contains("?fraga=kontakt-telefontid#ord-1")), "{copies:?}");
    let path = copies[0].trim_start_matches("..").split('#').next().unwrap().to_owned();
    for path in [path.as_str(), path.split('?').next().unwrap()] {
        let copy = get(address, path).await;
        let (head, body) = copy.split_once("\r\n\r\n").unwrap();
        assert!(
            head.starts_with("HTTP/1.1 200") && head.contains("content-security-policy: sandbox; default-src 'none';")
        );
        let document = scraper::Html::parse_document(body);
        let all = |selector: &str| document.select(&scraper::Selector::parse(selector).unwrap()).count();
        assert_eq!(
            all("script, img, iframe, object, embed, style, base, form, meta[http-equiv], [style], [onload]"),
            0
        );
        assert!(all("mark[id=ord-1]") == 1 && body.contains(&poisoned.result.kommuner[0].pages[0].sha256), "{path}");
        assert!(body.contains(&poisoned.result.kommuner[0].pages[0].record) && !body.contains(HIDDEN), "{path}");
        assert!(body.contains("&lt;script&gt;document.title") || body.contains("&#60;script&#62;document.title"));
        let profile = poisoned.folder.path().join("profil");
        let url = format!("http://{address}{path}");
        let shown = tokio::task::spawn_blocking(move || chromium(&url, &profile)).await.unwrap();
        assert!(!shown.contains("<title>kapad</title>") && shown.contains("Vår sparade kopia"), "{path}");
    }
    let slug = path.split('/').nth(2).unwrap();
    let wrong = ["x", "x/y", &format!("{slug}/00000000-0000-8000-8000-000000000000"), &format!("{slug}/../../x")];
    for wrong in wrong {
        assert!(get(address, &format!("/sparat/{wrong}")).await.starts_with("HTTP/1.1 404"), "{wrong}");
    }
    let answer = get(address, &format!("/sparat/{slug}/kontakt-telefontid")).await;
    assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("?fraga=kontakt-telefontid#ord-1"), "{answer}");
    let round = poisoned.store.round(&poisoned.result.round.name).await.unwrap().unwrap();
    poisoned.store.purge(round.id, "2027-01-01T00:00:00.000000Z").await.unwrap();
    let purged = get(address, &path).await;
    assert!(purged.starts_with("HTTP/1.1 200") && purged.contains("gallrad") && !purged.contains("<mark"), "{purged}");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(*poisoned.asked.lock().unwrap(), Vec::<String>::new(), "nothing may be asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_documents_and_the_terminal_hold_data_alone() {
    let poisoned = audited().await;
    let (result, set) = (&poisoned.result, &poisoned.set);
    let cells_are_plain = |table: &[u8], delimiter: u8| {
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(table);
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert!(!records.is_empty());
        for cell in records.iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !cell.contains('\0'), "{cell}");
        }
    };
    let written = |fill: &dyn Fn(&mut Cursor<Vec<u8>>)| {
        let mut out = Cursor::new(Vec::new());
        fill(&mut out);
        out.into_inner()
    };
    cells_are_plain(&written(&|out| export::csv::answers(result, set, out).unwrap()), b';');
    cells_are_plain(&written(&|out| export::csv::ranking(result, set, out).unwrap()), b';');

    let package = written(&|out| export::datapackage::write(result, set, out).unwrap());
    let mut package = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let names: Vec<String> = package.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names, ["datapackage.json", "svar.csv", "ranking.csv"]);
    for name in &names[1..] {
        let mut table = Vec::new();
        package.by_name(name).unwrap().read_to_end(&mut table).unwrap();
        cells_are_plain(&table, b',');
    }

    let book = written(&|out| export::xlsx::write(result, set, out).unwrap());
    let mut book = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    for at in 0..book.len() {
        let mut part = book.by_index(at).unwrap();
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        assert!(!xml.contains("<f>") && !xml.contains("<f ") && !xml.contains("<hyperlink"), "{:?}", part.name());
        assert!(
            !xml.contains("TargetMode=\"External\"") && !xml.contains(HIDDEN.map(|c| if c == '\r' { '\0' } else { c })),
            "{:?}",
            part.name()
        );
    }

    let lines = String::from_utf8(written(&|out| export::jsonl::write(result, set, true, out).unwrap())).unwrap();
    assert_eq!(lines.lines().count(), set.rules.len());
    assert!(
        lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok() && !line.contains('\u{1b}'))
    );
    for whole in [
        written(&|out| export::json::write(result, set, out).unwrap()),
        written(&|out| export::earl::write(result, set, out).unwrap()),
    ] {
        let whole: serde_json::Value = serde_json::from_slice(&whole).unwrap();
        assert!(whole.is_object());
    }

    let ranking = text::ranking(Lang::Sv, result, set);
    assert!(!ranking.contains(HIDDEN) && ranking.contains("\\u{202e}"), "{ranking}");
    let row = poisoned.store.round(&result.round.name).await.unwrap().unwrap();
    let (file, entries) = archive::export::warc(&poisoned.store, &row, Vec::new()).await.unwrap();
    assert!(!entries.is_empty());
    for entry in &entries {
        let from = usize::try_from(entry.span.offset).unwrap();
        let member = &file[from..from + usize::try_from(entry.span.length).unwrap()];
        let mut record = Vec::new();
        flate2::read::GzDecoder::new(member).read_to_end(&mut record).unwrap();
        let header = String::from_utf8_lossy(&record).split("\r\n\r\n").next().unwrap().to_owned();
        assert!(header.starts_with("WARC/1.1\r\nWARC-Type: response\r\n") && !header.contains('\u{1b}'), "{header}");
        assert_eq!(header.matches("WARC-Type:").count(), 1, "{header}");
    }
    assert!(poisoned.rules.rules().len() > 10);
    assert_eq!(poisoned.trap.ip().to_string(), "127.0.0.1");
}

#[tokio::test(flavor = "multi_thread")]
async fn check_spells_out_what_would_command_the_terminal() {
    let (trap, asked) = serve(|_| String::new()).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gift.html");
    std::fs::write(&file, page(trap)).unwrap();
    for format in ["text", "json", "jsonl"] {
        let mut check = assert_cmd::Command::cargo_bin("hemkoll").unwrap();
        let done = check.args(["check", "--format", format]).arg(&file).assert().success();
        let shown = String::from_utf8(done.get_output().stdout.clone()).unwrap();
        let hidden = if format == "text" { HIDDEN.as_slice() } else { &HIDDEN[..3] };
        assert!(!shown.contains(hidden), "{format}: {shown}");
    }
    assert_eq!(*asked.lock().unwrap(), Vec::<String>::new());
}
