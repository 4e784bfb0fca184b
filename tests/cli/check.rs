//! Checking pages: files, folders, standard input, the kommun they belong to, and what the exit code says.

use super::*;

#[test]
fn check_answers_for_a_file_a_folder_and_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("utkast.html"), DRAFT).unwrap();
    fs::create_dir(folder.path().join("mapp")).unwrap();
    fs::write(folder.path().join("mapp/a.html"), DRAFT).unwrap();
    fs::write(folder.path().join("mapp/b.txt"), "Hemtjänst\n\nDu ansöker om hemtjänst hos kommunen.\n").unwrap();
    fs::write(folder.path().join("mapp/c.pdf"), "%PDF").unwrap();

    let said = expect(folder.path(), &["check", "utkast.html"], 0);
    assert!(said.contains("Vi läste den som sidan om hemtjänst"), "{said}");
    assert!(said.contains("Kan stå på en annan sida"), "{said}");

    let lines = expect(folder.path(), &["check", "--format", "jsonl", "mapp"], 0);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let files: std::collections::BTreeSet<_> = lines.iter().map(|line| line["file"].as_str().unwrap()).collect();
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["a.html", "b.txt"]);
    let phone = lines.iter().find(|line| line["file"] == "a.html" && line["rule"] == "kontakt-telefon").unwrap();
    assert_eq!(phone["outcome"], "passed");
    assert!(phone["evidence"][0]["quote"].as_str().unwrap().contains("0980-319 210"), "{phone}");

    let mut child = Command::new(cargo_bin("hemkoll"))
        .args(["check", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), DRAFT.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let pages: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(pages[0]["page_type"], "hemtjanst");
    assert_eq!(pages[0]["facts"]["phone"], true);
}

#[test]
fn the_kommun_of_a_page_settles_what_concerns_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("sida.html"),
        DRAFT.replace("</main>", "<p>Tietoa kotipalvelusta suomeksi.</p></main>"),
    )
    .unwrap();
    fs::write(
        folder.path().join("lista.csv"),
        "name,start_url,lov,lov_signed_by,minority_languages,minority_languages_signed_by\n\
         Hedlunda,https://www.hedlunda.test,yes,Ada Exempel,,Ada Exempel\n",
    )
    .unwrap();
    fs::write(
        folder.path().join("val.html"),
        DRAFT.replace("</main>", "<p>Du kan själv välja vem som ska ge dig hemtjänst.</p></main>"),
    )
    .unwrap();
    let outcome = |file: &str, rule: &str, given: &[&str]| {
        let args = [&["check", file, "--format", "jsonl"], given].concat();
        let lines = expect(folder.path(), &args, 0);
        let mut lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.find(|line| line["rule"] == rule).unwrap()["outcome"].as_str().unwrap().to_owned()
    };
    let of_botkyrka = ["--kommun", "botkyrka kommun"];
    assert_eq!(outcome("sida.html", "sprak-minoritetssprak", &[]), "cantTell");
    assert_eq!(outcome("sida.html", "sprak-minoritetssprak", &of_botkyrka), "passed", "Finnish is asked for");
    assert_eq!(outcome("sida.html", "valfrihet-jamfora", &[]), "untested");
    assert_eq!(outcome("sida.html", "valfrihet-jamfora", &of_botkyrka), "inapplicable", "no LOV");
    assert_eq!(outcome("val.html", "valfrihet-jamfora", &of_botkyrka), "untested", "the page's own word goes first");
    let of_hedlunda = ["--kommun", "hedlunda", "--seeds", "lista.csv"];
    assert_eq!(outcome("sida.html", "valfrihet-jamfora", &of_hedlunda), "untested", "LOV, on another page");

    let told = expect(folder.path(), &["check", "sida.html"], 0);
    assert!(told.contains("Skriv --kommun NAMN"), "{told}");
    let told = expect(folder.path(), &["check", "sida.html", "--kommun", "Botkyrka"], 0);
    assert!(told.contains("som gäller Botkyrka.") && told.contains("Ingen har intygat det."), "{told}");
    let told = expect(folder.path(), &["check", "sida.html", "val.html", "--kommun", "Botkyrka"], 0);
    let own = "ingen LOV), kommunen ingår i förvaltningsområdet för finska. Ingen har intygat det. Sidan val.html säger att \
               man kan välja utförare. Då gäller det för den sidan. Stämmer det inte?";
    assert!(told.contains(own), "the list's word is not told of a page that had its own: {told}");
    let page = expect(folder.path(), &["check", "val.html", "--kommun", "Botkyrka", "--format", "html"], 0);
    assert!(page.contains("Då gäller det för den sidan.") && !page.contains("--seeds"), "{page}");
    let told = expect(folder.path(), &["check", "sida.html", "--kommun", "Hedlunda", "--seeds", "lista.csv"], 0);
    assert!(told.contains("man kan välja utförare (LOV)") && !told.contains("Ingen har intygat det."), "{told}");
    let output = hemkoll(folder.path(), &["check", "sida.html", "--kommun", "Botkyrca"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("Menade du Botkyrka?"), "{}", text(&output.stderr));
}

#[test]
fn a_page_without_points_is_no_page_with_too_few() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bild.svg"), "<svg xmlns='http://www.w3.org/2000/svg'><title>Bild</title></svg>")
        .unwrap();
    fs::write(folder.path().join("trasig.html"), [0, 1, 2, 3, 4]).unwrap();
    expect(folder.path(), &["check", "bild.svg", "--fail-under", "100"], 0);
    expect(folder.path(), &["check", "trasig.html", "--fail-under", "100"], 3);
}

#[test]
fn of_several_targets_each_answer_names_its_own() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("index.html"), DRAFT).unwrap();
    }
    let files = |targets: &[&str]| {
        let answers = expect(folder.path(), &[&["check"][..], targets, &["--format", "json"]].concat(), 0);
        let pages: Value = serde_json::from_str(&answers).unwrap();
        pages.as_array().unwrap().iter().map(|page| page["target"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(files(&["a/index.html", "b/index.html"]), ["a/index.html", "b/index.html"]);
    assert_eq!(files(&["a", "b"]), ["a/index.html", "b/index.html"]);
    assert_eq!(files(&["a"]), ["index.html"]);
}

#[test]
fn what_a_list_does_not_know_of_a_kommun_is_not_presumed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("sida.html"), DRAFT).unwrap();
    fs::write(
        folder.path().join("lista.csv"),
        "name,start_url,lov\nHedlunda,https://www.hedlunda.test,yes\nSandåker,https://www.sandaker.test,no\n",
    )
    .unwrap();
    let told = |given: &[&str]| expect(folder.path(), &[&["check", "sida.html", "--kommun"], given].concat(), 0);
    let vallentuna = told(&["Vallentuna"]);
    assert!(vallentuna.contains("(LOV), inget om minoritetsspråk. Ingen har intygat det."), "{vallentuna}");
    let hedlunda = told(&["Hedlunda", "--seeds", "lista.csv"]);
    assert!(hedlunda.contains("man kan välja utförare (LOV), inget om minoritetsspråk."), "{hedlunda}");
    let sandaker = told(&["Sandåker", "--seeds", "lista.csv"]);
    assert!(sandaker.contains("(ingen LOV), inget om minoritetsspråk. Ingen har intygat det."), "{sandaker}");
}

#[test]
fn the_folders_of_the_machine_never_decide_what_a_page_is() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("jobb")).unwrap();
    for name in ["jobb/a.html", "jobb/b.html"] {
        fs::write(folder.path().join(name), DRAFT).unwrap();
    }
    let judged = |targets: &[&str]| {
        let answers = expect(folder.path(), &[&["check"][..], targets, &["--format", "json"]].concat(), 0);
        let mut pages: Value = serde_json::from_str(&answers).unwrap();
        let page = pages[0].as_object_mut().unwrap();
        (page.remove("target").unwrap(), pages[0].take())
    };
    let (alone, among) = (judged(&["jobb/a.html"]), judged(&["jobb/a.html", "jobb/b.html"]));
    assert_eq!((alone.0.as_str(), among.0.as_str()), (Some("a.html"), Some("jobb/a.html")));
    assert_eq!(among.1, alone.1);
    assert_eq!(alone.1["url"], "https://fil.invalid/a.html");
    assert_eq!(alone.1["page_type"], "hemtjanst");
}

#[test]
fn of_several_targets_one_that_cannot_be_read_costs_itself_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.html"), DRAFT).unwrap();
    // What the program cannot read, whoever runs it.
    std::os::unix::fs::symlink("/proc/self/mem", folder.path().join("b.html")).unwrap();
    let output = hemkoll(folder.path(), &["check", "b.html", "a.html", "--format", "json"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("b.html"), "{}", text(&output.stderr));
    let pages: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&pages[0]["target"], &pages[0]["unreadable"]), (&"b.html".into(), &"unreadable".into()));
    assert_eq!((&pages[1]["target"], &pages[1]["page_type"]), (&"a.html".into(), &"hemtjanst".into()));
    assert_eq!(hemkoll(folder.path(), &["check", "b.html"]).status.code(), Some(2), "alone it is a wrong command");
}

#[test]
fn what_is_too_large_is_read_nowhere_and_names_its_bound() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("stor.html"), DRAFT.repeat(20)).unwrap();
    let bounded = |targets: &[&str]| {
        let mut child = Command::new(cargo_bin("hemkoll"))
            .args([&["check"], targets, &["--max-body", "1000"]].concat())
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The program may have stopped reading.
        let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), DRAFT.repeat(20).as_bytes());
        let output = child.wait_with_output().unwrap();
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains("är större än 1000 byte") && said.contains("--max-body"), "{said}");
        text(&output.stdout)
    };
    let pages: Value = serde_json::from_str(&bounded(&["-", "--format", "json"])).unwrap();
    assert_eq!(pages[0]["unreadable"], "too-large", "half a page is never judged as a whole one");
    assert!(bounded(&["stor.html"]).contains("större än vi läser"));
}
