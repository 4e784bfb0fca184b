//! What an audit says before it begins, and what it leaves behind when something goes wrong beside it; where a report is
//! written.

use super::*;

/// Arguments of an audit of a kommun that does not answer.
fn audit<'a>(folder: &Path, more: &[&'a str]) -> Vec<&'a str> {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    fs::write(folder.join("seeds.csv"), format!("name,start_url\nSandåker,http://127.0.0.1:{port}/\n")).unwrap();
    [&["audit", "--seeds", "seeds.csv", "--allow-net", "127.0.0.0/8", "--gap", "0.01"], more].concat()
}

#[test]
fn a_summary_is_written_though_nobody_can_be_shown_the_ranking() {
    let folder = tempfile::tempdir().unwrap();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = Command::new(cargo_bin("hemkoll"))
        .args(audit(folder.path(), &["--summary", "ut.jsonl"]))
        .current_dir(folder.path())
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(5), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("standard ut"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(folder.path().join("ut.jsonl")).unwrap().lines().count(), 1);
}

#[test]
fn an_audit_that_never_began_leaves_no_empty_summary() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("trasig.db"), "det här är ingen databas, och tillräckligt långt för att synas")
        .unwrap();
    let args = audit(folder.path(), &["--db", "sqlite:trasig.db", "--summary", "ut.jsonl"]);
    expect(folder.path(), &args, 5);
    assert!(!folder.path().join("ut.jsonl").exists());
    fs::write(folder.path().join("ut.jsonl"), "").unwrap();
    expect(folder.path(), &args, 5);
    assert!(folder.path().join("ut.jsonl").exists(), "what was there before is left");
}

#[test]
fn a_summary_that_cannot_be_written_is_told_before_the_first_request() {
    let folder = tempfile::tempdir().unwrap();
    let output = hemkoll(folder.path(), &audit(folder.path(), &["--summary", "saknas/ut.jsonl"]));
    assert_eq!(output.status.code(), Some(5));
    assert!(text(&output.stderr).contains("Kan inte skriva saknas/ut.jsonl"), "{}", text(&output.stderr));
    assert!(!folder.path().join("hemkoll.db").exists(), "nothing was begun");
}

#[test]
fn what_would_be_read_is_a_table_for_people_and_json_for_programs() {
    let folder = tempfile::tempdir().unwrap();
    let args = audit(folder.path(), &["--dry-run"]);
    assert!(expect(folder.path(), &args, 0).contains("1 kommun, högst 60 sidor"));
    let plan: Value = serde_json::from_str(&expect(folder.path(), &[&args[..], &["--json"]].concat(), 0)).unwrap();
    assert_eq!((&plan["kommuner"][0]["name"], &plan["pages_each"]), (&"Sandåker".into(), &60.into()));
    assert_eq!((&plan["requests_each"], &plan["gap_seconds"]), (&240.into(), &0.01.into()));
}

#[test]
fn a_report_is_never_written_among_other_files() {
    let folder = with_demo();
    fs::create_dir(folder.path().join("ut")).unwrap();
    fs::write(folder.path().join("ut/index.html"), "<title>Min egen sida</title>").unwrap();
    let output = hemkoll(folder.path(), &["report", "--out", "ut"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("till exempel index.html"), "{}", text(&output.stderr));
    assert_eq!(fs::read_dir(folder.path().join("ut")).unwrap().count(), 1);
    fs::remove_file(folder.path().join("ut/index.html")).unwrap();
    fs::write(folder.path().join("ut/.nojekyll"), "").unwrap();
    expect(folder.path(), &["report", "--out", "ut"], 0);
    fs::write(folder.path().join("ut/CNAME"), "hemtjanst.hedlunda.test").unwrap();
    expect(folder.path(), &["report", "--out", "ut"], 0);
}
