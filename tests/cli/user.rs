//! `hemkoll user` and what `hemkoll serve` shows to whom.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

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

#[test]
fn a_served_round_needs_a_login_until_it_is_sealed() {
    let folder = with_demo();
    let mut child = Command::new(cargo_bin("hemkoll"))
        .args(["serve", "--require-login", "--bind", "127.0.0.1:0"])
        .current_dir(folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut told = Vec::new();
    for line in lines.map_while(Result::ok) {
        told.push(line);
        if told.last().unwrap().contains("hemkoll user add") {
            break;
        }
    }
    let told = told.join("\n");
    let address = told.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
    let get = |path: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        text(&answer)
    };
    assert!(get("/").starts_with("HTTP/1.1 303"), "{told}");
    assert!(get("/api/v1/rounds/latest").starts_with("HTTP/1.1 401"));
    assert!(get("/granskas.html").starts_with("HTTP/1.1 200"));
    expect(folder.path(), &["seal"], 0);
    // What the server knows of the database may be some seconds old.
    let published = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(200));
        get("/").starts_with("HTTP/1.1 200")
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(published, "a sealed round is for everybody");
}
