//! Logging in over the real router: who gets in, who does not, and what the browser is told to keep.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::*;
use crate::audit;
use crate::rules::RuleSet;
use crate::web::router as whole_router;
use crate::web::tests::{database, desk, open_round};

mod session;
mod since;
mod walk;

const PASSWORD: &str = "fyra gula ord här";

/// A server with one finished round that is not sealed, and Åsa, who may log in.
struct Server {
    address: SocketAddr,
    store: Store,
    rules: Arc<RuleSet>,
    /// Of the database: gone with the first server of it.
    _folder: Option<tempfile::TempDir>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An answer: status, headers as they came, body.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, wanted: &str) -> &str {
        self.headers.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value)
    }

    /// The value of a hidden field.
    fn field(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let after = self.body.split_once(&mark).map_or("", |(_, after)| after);
        after.split('"').next().unwrap_or_default().to_owned()
    }
}

impl Server {
    /// With the rounds named, each finished, `sealed` telling which is; and Åsa.
    async fn with(rounds: &[(&str, bool)], access: Access) -> Self {
        let (folder, store, rules) = database(false).await;
        for (name, is_sealed) in rounds {
            open_round(&store, &rules, name, true).await;
            if *is_sealed {
                audit::seal(&store, name, &rules, Clock::System).await.unwrap();
            }
        }
        let asa = UserName::parse("Åsa").unwrap();
        assert!(store.add_user(&asa, Role::Reader, &password::hash(PASSWORD), "2026-11-22").await.unwrap());
        Self::of(store, rules, Some(folder), access, Clock::System).await
    }

    async fn of(
        store: Store,
        rules: Arc<RuleSet>,
        folder: Option<tempfile::TempDir>,
        access: Access,
        clock: Clock,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = whole_router(store.clone(), Arc::clone(&rules), clock, desk(&rules), access);
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, store, rules, _folder: folder, task }
    }

    /// The same database served anew, by that clock.
    async fn again(&self, clock: Clock) -> Self {
        Self::of(self.store.clone(), Arc::clone(&self.rules), None, Access::default(), clock).await
    }

    async fn closed() -> Self {
        Self::with(&[("Hemlig", false)], Access::default()).await
    }

    async fn ask(&self, line: &str, headers: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let length = body.len();
        let host = if headers.contains("Host:") { "" } else { "Host: hemkoll.test\r\n" };
        let head = format!("{line} HTTP/1.1\r\n{host}Connection: close\r\n");
        stream.write_all(format!("{head}Content-Length: {length}\r\n{headers}\r\n{body}").as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Answer { status: head[9..12].parse().unwrap(), headers, body: body.to_owned() }
    }
}

/// A browser: it keeps cookies and says where a form comes from.
struct Browser<'a> {
    server: &'a Server,
    cookies: Vec<(String, String)>,
    site: &'static str,
}

impl<'a> Browser<'a> {
    fn new(server: &'a Server) -> Self {
        Self { server, cookies: Vec::new(), site: "Sec-Fetch-Site: same-origin\r\n" }
    }

    fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    async fn ask(&mut self, line: &str, body: &str) -> Answer {
        let pairs: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let headers =
            format!("Cookie: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n{}", pairs.join("; "), self.site);
        let answer = self.server.ask(line, &headers, body).await;
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(one, _)| one != name);
            if !cookie.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), "").await
    }

    /// Fills in the form of a page and sends it.
    async fn log_in(&mut self, page: &str, name: &str, password: &str) -> Answer {
        let form = self.get(page).await;
        assert_eq!(form.status, 200, "{form:?}");
        self.send(&form, page, name, password).await
    }

    async fn send(&mut self, form: &Answer, page: &str, name: &str, password: &str) -> Answer {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.append_pair("namn", name).append_pair("losenord", password);
        body.append_pair("marke", &form.field("marke")).append_pair("till", &form.field("till"));
        self.ask(&format!("POST {}", page.split('?').next().unwrap()), &body.finish()).await
    }
}

#[tokio::test]
async fn who_logs_in_reads_what_is_not_sealed_until_she_leaves() {
    let server = Server::closed().await;
    let mut asa = Browser::new(&server);
    let sent = asa.get("/kommun/hedlunda.html?x=1").await;
    let page = sent.header("location").to_owned();
    assert_eq!((sent.status, page.as_str()), (303, "/logga-in?till=%2Fkommun%2Fhedlunda.html%3Fx%3D1"));
    let entered = asa.log_in(&page, " åSA ", PASSWORD).await;
    assert_eq!((entered.status, entered.header("location")), (303, "/kommun/hedlunda.html?x=1"), "{entered:?}");
    assert!(asa.cookie("hemkoll-form").is_none());
    for path in ["/kommun/hedlunda.html", "/omgang/Hemlig/", "/api/v1/rounds/Hemlig", "/seminarium/", "/sjalvkoll"] {
        let answer = asa.get(path).await;
        assert!(answer.status == 200 && answer.body.contains("Hedlunda") | answer.body.contains("Hemlig"), "{path}");
        assert_eq!(answer.header("cache-control"), "private, no-store", "{path}");
        assert!(answer.headers.contains(&("vary".into(), "Cookie".into())), "{path}: {:?}", answer.headers);
    }
    assert_eq!(asa.get("/assets/hemkoll.css").await.header("cache-control"), "no-cache");

    let session = asa.cookie("hemkoll").unwrap().to_owned();
    let account = asa.get("/en/logga-in").await;
    assert!(
        account.body.contains("You are logged in as Åsa. You can read finished rounds that are not published."),
        "{}",
        account.body
    );
    let other = asa.ask("POST /logga-ut", "marke=00").await;
    assert_eq!(other.status, 400, "a form that is not ours does not log out");
    assert_eq!(asa.get("/").await.status, 200);
    let left = asa.ask("POST /en/logga-ut", &format!("marke={}", account.field("marke"))).await;
    assert_eq!((left.status, left.header("location")), (303, "/en/logga-in"));
    assert!(asa.cookie("hemkoll").is_none());
    asa.cookies.push(("hemkoll".into(), session));
    assert_eq!(asa.get("/").await.status, 303, "the session is over, whoever kept its key");
}

#[tokio::test]
async fn only_the_name_with_its_password_gets_in_and_what_was_wrong_is_not_told() {
    let server = Server::closed().await;
    let mut somebody = Browser::new(&server);
    let mut told = Vec::new();
    for (name, password) in [("Åsa", "fyra gula ord har"), ("Bo", PASSWORD), ("<b>", PASSWORD), ("Åsa", "")] {
        let answer = somebody.log_in("/logga-in", name, password).await;
        assert_eq!((answer.status, answer.header("www-authenticate")), (401, "Cookie realm=\"hemkoll\""));
        assert!(!answer.body.contains("gula ord") && answer.body.contains("role=\"alert\""), "{}", answer.body);
        assert!(somebody.cookie("hemkoll").is_none());
        assert_eq!(answer.body.matches("aria-invalid=\"true\" aria-describedby=\"fel\"").count(), 2);
        let mark = answer.field("marke");
        let shown = name.replace('<', "&#60;").replace('>', "&#62;");
        assert!(answer.body.contains(&format!("value=\"{shown}\"")), "the name is not lost");
        told.push(answer.body.replace(&mark, "").replace(&format!("value=\"{shown}\""), ""));
    }
    assert!(told.iter().all(|one| *one == told[0]), "the answers differ");
    assert!(told[0].contains("Namnet eller lösenordet stämmer inte."));
}

#[tokio::test]
async fn a_form_counts_from_our_own_page_in_the_same_browser_alone() {
    let server = Server::closed().await;
    let mine = "Origin: http://hemkoll.test\r\n";
    let mut asa = Browser::new(&server);
    let form = asa.get("/logga-in").await;
    let headers = |site: &str, cookie: &str| {
        format!("{site}Cookie: hemkoll-form={cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n")
    };
    let cookie = asa.cookie("hemkoll-form").unwrap();
    let body = format!("namn=%C3%85sa&losenord={}&marke={}", PASSWORD.replace(' ', "+"), form.field("marke"));
    let sites = [
        ("Sec-Fetch-Site: cross-site\r\n", 403),
        ("Sec-Fetch-Site: same-site\r\n", 403),
        ("Origin: http://hedlunda.test\r\n", 403),
        ("Origin: null\r\n", 403),
        ("Sec-Fetch-Site: cross-site\r\nOrigin: http://127.0.0.1\r\n", 403),
        (mine, 303),
        ("Sec-Fetch-Site: same-origin\r\n", 303),
        ("", 303),
    ];
    for (site, status) in sites {
        let answer = server.ask("POST /logga-in", &headers(site, cookie), &body).await;
        assert_eq!(answer.status, status, "{site}: {answer:?}");
        assert_eq!(answer.headers.iter().any(|(_, value)| value.starts_with("hemkoll=")), status == 303, "{site}");
    }
    // Another browser's cookie, none at all, and a mark that is not of it.
    let other = Browser::new(&server).get("/logga-in").await;
    for (cookie, mark) in [(cookie, other.field("marke")), ("", form.field("marke")), (cookie, String::new())] {
        let body = format!("namn=%C3%85sa&losenord={}&marke={mark}", PASSWORD.replace(' ', "+"));
        let answer = server.ask("POST /logga-in", &headers(mine, cookie), &body).await;
        assert!(answer.status == 400 && answer.body.contains("Formuläret gäller inte längre"), "{answer:?}");
    }
}

#[tokio::test]
async fn a_name_that_is_tried_often_has_to_wait_with_the_right_password_too() {
    let server = Server::closed().await;
    let mut somebody = Browser::new(&server);
    let form = somebody.get("/logga-in").await;
    for _ in 0..8 {
        assert_eq!(somebody.send(&form, "/logga-in", "Åsa", "fel").await.status, 401);
    }
    // The clock is the machine's: where it stood still for long, one more try is let through now and then.
    let mut stopped = Vec::new();
    for _ in 0..9 {
        stopped.push(somebody.send(&form, "/logga-in", "Åsa", PASSWORD).await);
    }
    stopped.retain(|answer| answer.status == 429);
    assert!(!stopped.is_empty());
    assert!(stopped[0].header("retry-after").parse::<u64>().unwrap() > 0);
    assert!(stopped[0].body.contains("Vänta") && stopped[0].body.contains("och försök igen."), "{}", stopped[0].body);
    assert!(!stopped[0].body.contains("aria-invalid"), "neither the name nor the password is wrong");
    assert_eq!(somebody.send(&form, "/logga-in", "Bo", "fel").await.status, 401, "another name is not stopped");
}

#[tokio::test]
async fn another_password_and_removal_end_what_was_begun() {
    let server = Server::closed().await;
    let (mut one, mut two) = (Browser::new(&server), Browser::new(&server));
    let asa = UserName::parse("Åsa").unwrap();
    one.log_in("/logga-in", "Åsa", PASSWORD).await;
    assert_eq!(one.get("/").await.status, 200);
    server.store.set_password(&asa, &password::hash("fem andra gula ord")).await.unwrap();
    assert_eq!(one.get("/").await.status, 303);
    assert_eq!(two.log_in("/logga-in", "Åsa", PASSWORD).await.status, 401);
    assert_eq!(two.log_in("/logga-in", "Åsa", "fem andra gula ord").await.status, 303);
    assert_eq!(two.get("/").await.status, 200);
    server.store.remove_user(&asa).await.unwrap();
    assert_eq!(two.get("/").await.status, 303);
}

#[tokio::test]
async fn a_new_login_ends_the_one_before_in_the_same_browser() {
    let server = Server::closed().await;
    let mut asa = Browser::new(&server);
    let form = asa.get("/logga-in").await;
    let bound = asa.cookies.clone();
    asa.send(&form, "/logga-in", "Åsa", PASSWORD).await;
    let first = asa.cookie("hemkoll").unwrap().to_owned();
    asa.cookies.extend(bound);
    asa.send(&form, "/logga-in", "Åsa", PASSWORD).await;
    assert_ne!(asa.cookie("hemkoll").unwrap(), first);
    asa.cookies = vec![("hemkoll".into(), first)];
    assert_eq!(asa.get("/").await.status, 303);
}

#[tokio::test]
async fn behind_https_the_session_is_sent_over_nothing_else() {
    let server = Server::with(&[("Hemlig", false)], Access { https: true, ..Access::default() }).await;
    let mut asa = Browser::new(&server);
    let entered = asa.log_in("/logga-in", "Åsa", PASSWORD).await;
    let cookie = entered.headers.iter().find(|(_, value)| value.starts_with("__Host-hemkoll=")).unwrap();
    assert!(cookie.1.ends_with("; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure"), "{cookie:?}");
    assert_eq!(asa.get("/").await.status, 200);
    let key = asa.cookie("__Host-hemkoll").unwrap().to_owned();
    asa.cookies = vec![("hemkoll".into(), key)];
    assert_eq!(asa.get("/").await.status, 303, "a cookie that could have come in the clear is not read");
}

#[tokio::test]
async fn a_database_that_takes_no_session_says_so_and_loses_nothing() {
    let server = Server::closed().await;
    let mut asa = Browser::new(&server);
    let form = asa.get("/logga-in").await;
    let Store::Sqlite(pool) = &server.store else { unreachable!() };
    sqlx::query("create trigger full before insert on session begin select raise(abort, 'full'); end")
        .execute(pool)
        .await
        .unwrap();
    let answer = asa.send(&form, "/logga-in", "Åsa", PASSWORD).await;
    assert!(answer.status == 503 && answer.body.contains("det går inte att skriva i databasen"), "{answer:?}");
    sqlx::query("drop trigger full").execute(pool).await.unwrap();
    assert_eq!(asa.send(&form, "/logga-in", "Åsa", PASSWORD).await.status, 303, "the same form goes on");
}

#[test]
fn nobody_is_led_to_another_host() {
    for back in
        ["", "ranking.html", "//hedlunda.test/", "/\\hedlunda.test", "https://hedlunda.test/", "/\t/hedlunda.test"]
    {
        assert_eq!(own_path(back), None, "{back}");
    }
    for back in ["/logga-ut", "/en/logga-ut", "/logga-in", "/en/logga-in?till=%2F", "/x/../logga-ut"] {
        assert_eq!(own_path(back), None, "{back}: nothing to come back to");
    }
    assert_eq!(own_path(&format!("/{}", "a".repeat(500))), None, "longer than any that we lead back to");
    for back in ["/..//hedlunda.test/", "/.//hedlunda.test", "/a/../..//hedlunda.test"] {
        assert_eq!(own_path(back), None, "{back}");
    }
    assert_eq!(own_path("/ranking.html?lan=20#x").as_deref(), Some("/ranking.html?lan=20"));
    assert_eq!(
        own_path("/omgang/2025%20%C3%A5/\r\nSet-Cookie: a=b").as_deref(),
        Some("/omgang/2025%20%C3%A5/Set-Cookie:%20a=b")
    );
}

proptest::proptest! {
    #[test]
    fn whatever_is_written_leads_to_a_path_of_ours(back in "[/\\\\.a:@?#\\t\\n%é ]{0,12}") {
        if let Some(path) = own_path(&back) {
            let here = url::Url::parse("https://hemkoll.test:8080/en/logga-in").unwrap();
            proptest::prop_assert_eq!(here.join(&path).unwrap().origin(), here.origin());
            proptest::prop_assert!(HeaderValue::from_str(&path).is_ok());
        }
    }
}
