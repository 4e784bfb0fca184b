//! The program as others call it: commands, files and exit codes.

#[path = "cli/audit.rs"]
mod audit;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/user.rs"]
mod user;

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    sync::LazyLock,
    thread,
    time::Duration,
};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

/// Runs the program in a folder and gives what it printed.
fn hemkoll(folder: &Path, args: &[&str]) -> Output {
    Command::new(cargo_bin("hemkoll")).args(args).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs the program, expects the exit code, and gives standard out.
fn expect(folder: &Path, args: &[&str], code: i32) -> String {
    let output = hemkoll(folder, args);
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{}\n{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// A folder with the demo, audited: as `hemkoll.db`. It is read once for all tests.
fn with_demo() -> tempfile::TempDir {
    static DEMO: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        expect(folder.path(), &["demo", "--once", "--db", "sqlite:hemkoll.db"], 0);
        fs::read(folder.path().join("hemkoll.db")).unwrap()
    });
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hemkoll.db"), &*DEMO).unwrap();
    folder
}

const DRAFT: &str = "<html lang=sv><title>Hemtjänst</title><main><h1>Hemtjänst</h1>\
    <p>Du ansöker om hemtjänst genom att ringa biståndshandläggaren, telefon 0980-319 210, vardagar klockan 9–11.</p>\
    <p>Du kan få hjälp med städning, tvätt och inköp.</p></main>";

#[test]
fn a_demo_killed_and_resumed_exports_the_same_as_one_never_stopped() {
    let folder = with_demo();
    fs::rename(folder.path().join("hemkoll.db"), folder.path().join("whole.db")).unwrap();
    let ranking = expect(folder.path(), &["demo", "--once", "--json", "--db", "sqlite:whole.db"], 0);
    let ranking: Value = serde_json::from_str(&ranking).unwrap();
    assert_eq!(ranking["round"], "demo");
    let whole = expect(folder.path(), &["demo", "--once", "--db", "sqlite:whole.db"], 0);
    assert!(whole.contains("Hedlunda") && whole.contains("Det här är inte Hemtjänstindex."), "{whole}");
    let export = |db: &str| expect(folder.path(), &["export", "--db", db, "--format", "jsonl"], 0);
    let wanted = export("sqlite:whole.db");

    let mut kills = 0;
    for wait in [700, 300, 500] {
        let mut child = Command::new(cargo_bin("hemkoll"))
            .args(["demo", "--once", "--db", "sqlite:killed.db"])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(wait));
        kills += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(kills > 0, "it was killed while it worked");
    expect(folder.path(), &["demo", "--once", "--db", "sqlite:killed.db"], 0);
    assert_eq!(export("sqlite:killed.db"), wanted);

    let changes = expect(folder.path(), &["score", "--db", "sqlite:whole.db"], 0);
    assert!(changes.contains("Inget svar ändrades."), "{changes}");
    assert_eq!(export("sqlite:whole.db"), wanted);
    expect(folder.path(), &["score", "--db", "sqlite:whole.db"], 0);
    assert_eq!(export("sqlite:whole.db"), wanted);

    expect(folder.path(), &["report", "--db", "sqlite:whole.db", "--out", "rapport"], 0);
    let start = fs::read_to_string(folder.path().join("rapport/index.html")).unwrap();
    assert!(start.contains("Hedlunda") && !start.contains(" style="), "a page with no inline style");
    let table = expect(folder.path(), &["export", "--db", "sqlite:whole.db", "--format", "csv"], 0);
    assert!(table.starts_with('\u{feff}') && table.lines().count() > 500);
    let json: Value =
        serde_json::from_str(&expect(folder.path(), &["export", "--db", "sqlite:whole.db", "--format", "json"], 0))
            .unwrap();
    assert!(json.is_object());
}

#[test]
fn every_seed_gets_a_line_and_a_dead_host_is_failed_never_zero() {
    let folder = tempfile::tempdir().unwrap();
    // A port that was free a moment ago and that nothing listens on.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let seeds = format!("name,start_url\nSandåker,http://127.0.0.1:{port}/\n,http://127.0.0.1:1/\n");
    fs::write(folder.path().join("seeds.csv"), seeds).unwrap();
    let args =
        ["audit", "--seeds", "seeds.csv", "--allow-net", "127.0.0.0/8", "--gap", "0.01", "--summary", "ut.jsonl"];
    let output = hemkoll(folder.path(), &args);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("rad 3: Namnet saknas."), "{}", text(&output.stderr));
    let summary = fs::read_to_string(folder.path().join("ut.jsonl")).unwrap();
    let lines: Vec<Value> = summary.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["status"], "failed");
    assert_eq!(lines[0]["reason"], "connection-refused");
    assert_eq!(lines[0]["score"], Value::Null);
    assert_eq!(lines[0]["host"], format!("127.0.0.1:{port}"));
}

#[test]
fn exit_codes_are_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("utkast.html"), DRAFT).unwrap();
    fs::write(folder.path().join("fel.toml"), "gap = 1.0\npage_budget = 3\n").unwrap();
    expect(folder.path(), &["check", "utkast.html", "--fail-under", "100"], 1);
    expect(folder.path(), &["check", "utkast.html", "--fail-under", "1"], 0);
    expect(folder.path(), &["check", "saknas.html"], 2);
    expect(folder.path(), &["audt"], 2);
    expect(folder.path(), &["--config", "fel.toml", "doctor"], 2);
    expect(folder.path(), &["export", "--db", "sqlite:saknas.db"], 5);
    fs::write(folder.path().join("trasig.db"), "det här är ingen databas, och tillräckligt långt för att synas")
        .unwrap();
    expect(folder.path(), &["export", "--db", "sqlite:trasig.db"], 5);
    expect(folder.path(), &["--help"], 0);
    expect(folder.path(), &["doctor"], 0);
    expect(folder.path(), &["rules", "test"], 0);
    expect(folder.path(), &["audit", "--lan", "20", "--dry-run"], 0);
    expect(folder.path(), &["audit", "--kommun", "Hedlunda"], 2);
    for command in [&["doctor"][..], &["audit", "--dry-run"], &["export"], &["serve"], &["check", "utkast.html"]] {
        expect(folder.path(), &[command, &["--db", "mysql://anna@hedlunda.test/hemkoll"]].concat(), 2);
    }
    for points in ["101", "-1", "NaN", "sextio", ""] {
        expect(folder.path(), &["check", "utkast.html", "--fail-under", points], 2);
    }
    for not_there_yet in [&["check", "utkast.html", "--deep"][..], &["doctor", "--install-deep"]] {
        let output = hemkoll(folder.path(), not_there_yet);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("finns inte än"), "{}", text(&output.stderr));
    }
}

#[test]
fn in_english_nothing_is_said_in_swedish() {
    let folder = with_demo();
    fs::write(folder.path().join("utkast.html"), DRAFT).unwrap();
    fs::write(folder.path().join("fel.toml"), "gap = \"snabbt\"\n").unwrap();
    let seeds = "code,name,start_url\n99o2,Hedlunda,https://hedlunda.test\n9001,Tallåsa,hej\n";
    fs::write(folder.path().join("seeds.csv"), seeds).unwrap();
    let said = |args: &[&str], code: i32| {
        let args = [&["--lang", "en"], args].concat();
        let output = hemkoll(folder.path(), &args);
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{}\n{}", text(&output.stdout), text(&output.stderr));
        // Names of kommuner and the set's own name are Swedish.
        let said = format!("{}{}", text(&output.stderr), text(&output.stdout));
        ["Tallåsa", "Mossbäcka", "Häggvalla", "Lingonäs", "Sandåker", "Svalemåla", "Norrbäckeby", "Rönnarp"]
            .into_iter()
            .chain(["hemtjänst", "Hemtjänstindex", "hemkolls öppna regler", "län"])
            .fold(said, |said, name| said.replace(name, ""))
    };
    let swedish = |said: &str| -> Vec<String> {
        let words = said.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
        let ours = ["och", "inte", "finns", "skriv", "till", "av", "att", "som", "med", "utan", "kan", "ingen"];
        words.filter(|word| word.contains(['å', 'ä', 'ö']) || ours.contains(&word.as_str())).collect()
    };
    let decide = |rest: &[&'static str]| [&["review", "decide", "--by", "Tuva", "--reason", "None."], rest].concat();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let lines: [(&[&str], i32); 28] = [
        (&["serve", "--bind", &taken], 2),
        (&["demo", "--once", "--db", "sqlite:hemkoll.db"], 0),
        (&["audit", "--seeds", "seeds.csv", "--dry-run"], 2),
        (&["audit", "--stop-list", "saknas.txt"], 2),
        (&["audit", "--gap", "-1"], 2),
        (&["--config", "fel.toml", "doctor"], 2),
        (&["--config", "saknas.toml", "doctor"], 2),
        (&["doctor"], 0),
        (&["export", "--db", "sqlite:saknas.db"], 5),
        (&["export", "--db", "mysql:x"], 2),
        (&["export", "--round", "2019"], 2),
        (&["export", "--out", "mapp/ut.jsonl"], 5),
        (&["export", "--out", "ut.jsonl"], 0),
        (&["score"], 0),
        (&["score", "--rules", "saknas"], 2),
        (&["diff", "demo"], 2),
        (&["report", "--out", "rapport"], 0),
        (&decide(&["--kommun", "Hedlnda", "--rule", "kontakt-jour", "--outcome", "failed"]), 2),
        (&decide(&["--kommun", "9001", "--rule", "kontakt-telefontid", "--outcome", "passed", "--quote", "x y z"]), 2),
        (&decide(&["--kommun", "9001", "--rule", "kontakt-telefontid", "--outcome", "failed"]), 0),
        (&["review", "log"], 0),
        (&["review", "agreement"], 0),
        (&["seal"], 0),
        (&["verify", "--seal", "x", "--sample", "1"], 1),
        (&["purge", "--dry-run"], 0),
        (&["import", "--kommun", "Hedlunda", "--by", "Tuva", "fel.toml"], 2),
        (&["statement", "--kommun", "Ljungatorp"], 3),
        (&["check", "saknas.html"], 2),
    ];
    for (args, code) in lines {
        let said = said(args, code);
        assert!(!said.is_empty() && swedish(&said).is_empty(), "{args:?}: {:?}\n{said}", swedish(&said));
    }
}

#[test]
fn what_a_round_is_missing_or_keeps_is_said() {
    let folder = with_demo();
    let said = |args: &[&str], code: i32| {
        let output = hemkoll(folder.path(), args);
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{}", text(&output.stderr));
        format!("{}{}", text(&output.stderr), text(&output.stdout))
    };
    assert!(!said(&["export"], 0).contains("är inte klar"));
    for (format, has_times) in
        [("jsonl", [false, true]), ("csv", [false; 2]), ("earl", [false; 2]), ("json", [true; 2])]
    {
        let times = [&["export", "--format", format][..], &["export", "--format", format, "--with-times"]]
            .map(|args| expect(folder.path(), args, 0).contains("2026-08-16T06:0"));
        assert_eq!(times, has_times, "{format}: as the help of --with-times says");
    }
    let passed = said(&["purge", "--round", "demo", "--keep-until", "2020-01-01", "--dry-run"], 0);
    assert!(passed.contains("Dagen 2020-01-01 har passerat: utan --dry-run tas sidorna bort genast."), "{passed}");
    assert!(said(&["purge", "--dry-run"], 0).contains("sparas till och med 2028-"), "a dry run sets no day");
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/regler");
    said(&["seal"], 0);
    assert!(said(&["score"], 0).contains("Omgången är förseglad. Inget är sparat"), "a seal stands");
    let kept = said(&["score", "--rules", rules], 0);
    let told = ["sparade bredvid de tidigare", "Sigillet gäller de förseglade svaren"];
    assert!(told.iter().all(|told| kept.contains(told)), "{kept}");
    let passed = said(&["purge", "--round", "demo", "--keep-until", "2020-01-01"], 0);
    assert!(passed.contains("Dagen 2020-01-01 har passerat") && passed.contains("togs bort"), "{passed}");
}

#[test]
fn a_round_that_is_not_there_is_answered_with_those_that_are() {
    let folder = with_demo();
    let told = |args: &[&str]| {
        let output = hemkoll(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        text(&output.stderr)
    };
    for args in [
        &["report", "--round", "demmo"][..],
        &["export", "--round", "demmo", "--format", "warc", "--out", "x"],
        &["diff", "demo", "demmo"],
        &["purge", "--round", "demmo"],
        &["verify", "--round", "demmo"],
        &["review", "list", "--round", "demmo"],
    ] {
        let told = told(args);
        assert!(told.contains("Menade du demo? Omgångar som finns: demo."), "{args:?} {told}");
    }
    let same = expect(folder.path(), &["diff", "demo", "demo", "--kommun", "hedlunda kommun"], 0);
    assert!(same.contains("Hedlunda") && !same.contains("Almkulla"), "{same}");
    assert!(told(&["report", "--round", "2026"]).contains("”2026”. Omgångar som finns: demo."));
    assert!(told(&["audit", "--dry-run", "--round", "a/b"]).contains("kan inte heta"));
}

#[test]
fn a_taken_port_is_told_before_the_demo_is_read() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let bind = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let output = hemkoll(folder.path(), &["demo", "--bind", &bind]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty(), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains(&bind), "{}", text(&output.stderr));
}

#[test]
fn an_auditor_settles_questions_by_a_sheet() {
    let folder = with_demo();
    let sheet = expect(folder.path(), &["review", "list", "--kommun", "Tallåsa", "--format", "csv"], 0);
    let filled = |words: &str| {
        let fill = |line: &str| match line.strip_suffix(";;;;") {
            Some(row) if row.contains(";avgifter-maxtaxa;") => format!("{row};delvis;{words};;Beloppet står i filen."),
            _ => line.to_owned(),
        };
        sheet.lines().map(|line| fill(line.trim_end()) + "\r\n").collect::<String>()
    };
    let import = |words: &str, code: i32| {
        fs::write(folder.path().join("ark.csv"), filled(words)).unwrap();
        let output = hemkoll(folder.path(), &["review", "import", "ark.csv", "--by", "Ada Exempel"]);
        assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
        format!("{}{}", text(&output.stderr), text(&output.stdout))
    };
    let all_wrong = |row: &str| match row.strip_suffix(";;;;") {
        Some(row) => format!("{row};kanske;;;"),
        None => row.to_owned(),
    };
    let whole = expect(folder.path(), &["review", "list", "--format", "csv"], 0);
    let wrong: Vec<String> = whole.lines().map(|row| all_wrong(row.trim_end())).collect();
    fs::write(folder.path().join("fel.csv"), wrong.join("\r\n")).unwrap();
    let faults = |more: &[&str]| {
        let output = hemkoll(folder.path(), &[&["review", "import", "fel.csv", "--by", "Ada Exempel"], more].concat());
        assert_eq!(output.status.code(), Some(2));
        text(&output.stderr)
    };
    let left = wrong.len() - 1 - 20;
    assert!(left > 1, "the demo leaves more than that open: {}", wrong.len());
    let (some, all) = (faults(&[]), faults(&["--all-faults"]));
    assert_eq!(some.matches("finns inte").count(), 20, "{some}");
    assert!(some.contains(&format!("… och {left} rader till.")) && some.contains("Inget är sparat."), "{some}");
    assert_eq!(all.matches("finns inte").count(), wrong.len() - 1, "{all}");

    let line = 1 + sheet.lines().position(|line| line.contains(";avgifter-maxtaxa;")).unwrap();
    let fault = import("Beloppet är 1 krona", 2);
    assert!(
        fault.contains(&format!("ark.csv, rad {line}: orden ”Beloppet är 1 krona” står inte på någon av")),
        "{fault}"
    );
    assert!(expect(folder.path(), &["review", "log"], 0).contains("inga beslut än"));
    assert!(import("Avgifter 2026 (pdf, 96 kB)", 0).contains("Tallåsa: avgifter-maxtaxa är nu delvis."));
    assert!(
        import("Avgifter 2026 (pdf, 96 kB)", 0).contains("0 beslut är sparade"),
        "the same sheet again adds nothing"
    );
    let left = expect(folder.path(), &["review", "list", "--kommun", "tallåsa", "--rule", "avgifter-maxtaxa"], 0);
    assert!(left.contains("inget är kvar att avgöra"), "{left}");
    let log = expect(folder.path(), &["review", "log", "--format", "jsonl"], 0);
    let log: Value = serde_json::from_str(&log).unwrap();
    assert_eq!((log["kommun"].as_str(), log["by"].as_str()), (Some("9008"), Some("Ada Exempel")));
    assert_eq!(log["words"]["sha256"].as_str().map(str::len), Some(64));
    expect(folder.path(), &["score"], 0);
    let answers = expect(folder.path(), &["export", "--format", "jsonl"], 0);
    assert_eq!(answers.matches(r#""decision":{"by":"Ada Exempel""#).count(), 1);
}
