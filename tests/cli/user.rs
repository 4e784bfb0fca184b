//! `hemkoll user` and what `hemkoll serve` shows to whom.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStderr};

use super::*;

const PASSWORD: &str = "fyra gula ord här";

/// Runs the program with a line on standard in; expects the exit code, gives all that it said.
fn with_line(folder: &Path, args: &[&str], line: &str, code: i32) -> String {
    let mut command = Command::new(cargo_bin("hemkoll"));
    command.args(args).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // One that refuses the name does not read.
    let _ = child.stdin.take().unwrap().write_all(line.as_bytes());
    let output = child.wait_with_output().unwrap();
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{said}");
    said
}

#[test]
fn people_are_added_listed_and_removed_and_no_password_is_said() {
    let folder = with_demo();
    let folder = folder.path();
    let mut said = with_line(folder, &["user", "add", "Anna Alm"], &format!("{PASSWORD}\r\n"), 0);
    let taken = with_line(folder, &["user", "add", " anna  ALM"], PASSWORD, 2);
    assert!(taken.starts_with("anna ALM finns redan."), "{taken}");
    let short = with_line(folder, &["user", "add", "Bo"], "elva tecken\n", 2);
    assert!(short.starts_with("Lösenordet är för kort. Skriv minst 12 tecken"), "{short}");
    with_line(folder, &["user", "add", "Bo"], "", 2);
    said += &with_line(folder, &["user", "password", "ANNA alm"], "fem andra gula ord\n", 0);
    said += &with_line(folder, &["user", "password", "Bo"], "fem andra gula ord\n", 2);
    let list = expect(folder, &["user", "list", "--json"], 0);
    let list: Value = serde_json::from_str(&list).unwrap();
    assert_eq!((list["users"][0]["name"].as_str(), list["users"][1].is_null()), (Some("Anna Alm"), true));
    said += &expect(folder, &["user", "list"], 0);
    said += &expect(folder, &["--lang", "en", "user", "remove", "Anna Alm"], 0);
    assert!(said.contains("Anna Alm is removed and logged out everywhere."), "{said}");
    expect(folder, &["user", "remove", "Anna Alm"], 2);
    assert!(expect(folder, &["user", "list"], 0).starts_with("Ingen får logga in än."));
    expect(folder, &["user", "list", "--db", "saknas.db"], 5);
    for secret in [PASSWORD, "fem andra gula ord", "elva tecken"] {
        assert!(!said.contains(secret) && !short.contains(secret), "{said}");
    }
    let bytes = fs::read(folder.join("hemkoll.db")).unwrap();
    assert!(!bytes.windows(PASSWORD.len()).any(|at| at == PASSWORD.as_bytes()), "nor is it in the file");
}

/// A server that ends with the test, however that ends.
struct Served {
    child: Child,
    lines: BufReader<ChildStderr>,
    address: String,
}

impl Served {
    fn start(folder: &Path, args: &[&str]) -> Self {
        let mut child = Command::new(cargo_bin("hemkoll"))
            .args(args)
            .args(["--bind", "127.0.0.1:0"])
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap());
        let mut served = Self { child, lines, address: String::new() };
        let mut told = String::new();
        while !told.contains("http://") {
            assert!(served.lines.read_line(&mut told).unwrap() > 0, "it ended: {told}");
        }
        let after = told.split("http://").nth(1).unwrap();
        served.address = after.split('/').next().unwrap().to_owned();
        served
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path}"), "", "")
    }

    fn ask(&self, line: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let head = format!("{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n");
        stream.write_all(format!("{head}{headers}\r\n{body}").as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        text(&answer)
    }

    /// Ends it, and gives what it has said since its address.
    fn end(mut self) -> String {
        self.child.kill().unwrap();
        let mut told = String::new();
        self.lines.read_to_string(&mut told).unwrap();
        told
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_served_round_needs_a_login_until_it_is_sealed() {
    let folder = with_demo();
    let served = Served::start(folder.path(), &["serve", "--require-login"]);
    assert!(served.get("/").starts_with("HTTP/1.1 303"));
    assert!(served.get("/api/v1/rounds/latest").starts_with("HTTP/1.1 401"));
    assert!(served.get("/granskas.html").starts_with("HTTP/1.1 200"));
    let sealed = expect(folder.path(), &["seal"], 0);
    assert!(sealed.contains("hemkoll serve visar den nu för alla."), "{sealed}");
    // What the server knows of the database may be some seconds old.
    let published = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(200));
        served.get("/").starts_with("HTTP/1.1 200")
    });
    assert!(published, "a sealed round is for everybody");
    let told = served.end();
    assert!(told.contains("Lägg till någon: hemkoll user add NAMN\n"), "{told}");
    assert!(!told.contains("andra regler"), "{told}");

    // By other rules it is not: then it is said.
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regler");
    let served = Served::start(folder.path(), &["serve", "--https", "--rules", rules]);
    assert!(served.get("/").starts_with("HTTP/1.1 303"));
    let told = served.end();
    assert!(told.contains("bara för den som loggar in: demo. Visa dem som de förseglades"), "{told}");
}

#[test]
fn a_database_that_is_only_read_is_served_and_nobody_logs_in() {
    let folder = with_demo();
    with_line(folder.path(), &["user", "add", "Anna Alm"], PASSWORD, 0);
    let file = folder.path().join("hemkoll.db");
    let mut may = fs::metadata(&file).unwrap().permissions();
    may.set_readonly(true);
    fs::set_permissions(&file, may).unwrap();
    let served = Served::start(folder.path(), &["serve"]);
    assert!(served.get("/").starts_with("HTTP/1.1 200"));
    let form = served.get("/logga-in");
    let between =
        |before: &str, after: char| form.split(before).nth(1).unwrap().split(after).next().unwrap().to_owned();
    let (mark, cookie) = (between("name=\"marke\" value=\"", '"'), between("set-cookie: ", ';'));
    let body = format!("namn=Anna+Alm&losenord={}&marke={mark}", PASSWORD.replace(' ', "+"));
    let headers = format!("Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n");
    let answer = served.ask("POST /logga-in", &headers, &body);
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("det går inte att skriva i databasen"), "{answer}");
    // The password in the wrong field, then a wrong one: neither is logged, and whose account it was is.
    for (name, password) in [(PASSWORD, "x"), ("anna alm", "fem andra gula ord")] {
        let body = format!("namn={name}&losenord={password}&marke={mark}").replace(' ', "+");
        assert!(served.ask("POST /logga-in", &headers, &body).starts_with("HTTP/1.1 401"));
    }
    let logged = served.end();
    let tries: Vec<&str> = logged.lines().filter(|line| line.contains("a wrong name or password")).collect();
    let told = tries.iter().map(|line| (line.contains("Anna Alm"), line.contains("127.0.0.1"))).collect::<Vec<_>>();
    assert_eq!(told, [(false, true), (true, true)], "{logged}");
    assert!(!logged.contains("gula"), "{logged}");
    let served = Served::start(folder.path(), &["serve", "--require-login"]);
    assert!(served.get("/").starts_with("HTTP/1.1 303"));
    let told = served.end();
    assert!(told.contains("går bara att läsa, så det går inte att logga in") && !told.contains("user add"), "{told}");
}
