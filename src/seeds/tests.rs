//! Seeds as people save them: BOM, CRLF, semicolons, doubles, wrong lines.

use super::*;
use crate::domain::{Lang, PageType, Tri};

#[test]
fn embedded_seeds_are_the_290_kommuner_of_21_lan() {
    let import = embedded();
    assert_eq!((import.problems, import.doubts), (vec![], vec![]));
    assert_eq!(import.kommuner.len(), 290);
    let lan: std::collections::BTreeSet<_> = import.kommuner.iter().map(|kommun| &kommun.lan.code).collect();
    assert_eq!(lan.len(), 21);
    let codes: std::collections::BTreeSet<_> = import.kommuner.iter().map(|kommun| kommun.code.as_str()).collect();
    for kommun in &import.kommuner {
        assert!(kommun.code.starts_with(&kommun.lan.code), "{} is in {}", kommun.name, kommun.lan.code);
        assert_eq!(kommun.peers.len(), 7, "{} has seven similar kommuner", kommun.name);
        assert!(kommun.peers.iter().all(|peer| codes.contains(peer.as_str())), "{}", kommun.name);
        assert_ne!(kommun.traits.0["lov"].source, "", "{}", kommun.name);
    }
}

#[test]
fn name_traps_habo_and_habo_with_ring() {
    let start = |name: &str| embedded().kommuner.into_iter().find(|k| k.name == name).unwrap().start_url;
    assert!(start("Håbo").contains("habo.se"));
    assert!(start("Habo").contains("habokommun.se"));
}

#[test]
fn unsigned_traits_of_the_seeds_count_as_unknown() {
    assert!(embedded().kommuner.iter().all(|kommun| kommun.traits.signed("lov") == Tri::Unknown));
}

#[test]
fn amounts_hold_maxtaxan_of_2026() {
    let amounts = embedded_amounts();
    assert_eq!(amounts.in_year("maxtaxa", 2026), Some(2660));
    assert_eq!(amounts.year_of("maxtaxa", 2575), Some(2024));
    let error = parse_amounts("name,year,kronor,source\nmaxtaxa,2026,2 660,x\n").unwrap_err();
    assert_eq!(error.to_string(), "rad 2: Beloppet ska vara hela kronor utan mellanrum.");
}

#[test]
fn semicolons_crlf_and_bom_are_read_and_bad_lines_are_named() {
    let text = "\u{feff}code;name;start_url;lov;known_pages;extra_domains\r\n\
        9001;Hedlunda;www.hedlunda.test;ja;hemtjanst=https://www.hedlunda.test/hemtjanst;Hedlundavard.test\r\n\
        9002;;https://www.almkulla.test;nej;;\r\n\
        9003;Sandåker;ftp://sandaker.test;nej;;\r\n\
        ;;;;;\r\n\
        9001;Tallmo;https://tallmo.test;kanske;hemtjanst;\r\n\
        9004;Tallmo;https://tallmo.test;kanske;hemtjanst;\r\n";
    let import = parse_csv(text).unwrap();
    assert_eq!(import.kommuner.len(), 2);
    assert_eq!(import.kommuner[0].start_url, "https://www.hedlunda.test/");
    assert_eq!(import.kommuner[0].known_pages[0].kind, PageType::Hemtjanst);
    assert_eq!(import.kommuner[0].extra_hosts, ["hedlundavard.test"]);
    assert_eq!(import.kommuner[1].name, "Tallmo");
    let problems: Vec<_> = import.problems.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(problems.join("\n"), @r"
    rad 3: Namnet saknas. Skriv kommunens namn i kolumnen name.
    rad 4: ”ftp://sandaker.test” är ingen webbadress. Den ska börja med https:// eller http://.
    rad 6: ”hemtjanst” i known_pages ska skrivas sidtyp=adress.
    rad 6: ”kanske” i kolumnen lov ska vara yes, no eller unknown.
    rad 6: Koden 9001 finns redan på en tidigare rad. Ta bort den ena raden.
    rad 7: ”hemtjanst” i known_pages ska skrivas sidtyp=adress.
    rad 7: ”kanske” i kolumnen lov ska vara yes, no eller unknown.
    ");
}

#[test]
fn lines_that_look_right_and_are_not_are_named_and_left_out() {
    let text = "code,name,start_url\n\
        9001,Hedlunda,https://www.hedlunda.test\n\
        99o2,Almkulla,https://www.almkulla.test\n\
        114,Sandåker,https://www.sandaker.test\n\
        9004,Tallåsa,hej\n\
        9005,  ,https://www.storlunge.test\n\
        9001,Rönnarp,https://www.ronnarp.test\n\
        9006,hedlunda,https://hedlunda.test\n\
        9007,Lingonäs,localhost:8080\n\
        9008,Lingonäs,http://lingonas:8080\n\
        9009,Granvadet,https://anna:hemligt@granvadet.test\n";
    let import = parse_csv(text).unwrap();
    let codes: Vec<_> = import.kommuner.iter().map(|kommun| kommun.code.as_str()).collect();
    assert_eq!(codes, ["9001", "9006", "9007", "9008"], "a doubt costs nothing");
    let said = |lang: Lang| {
        let problems = import.problems.iter().chain(&import.doubts);
        problems.map(|problem| problem.told(lang)).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(format!("{}\n\n{}", said(Lang::Sv), said(Lang::En)));
}

#[test]
fn header_without_start_url_says_which_column() {
    let error = parse_csv("code,name\n9001,Hedlunda\n").unwrap_err();
    assert!(error.to_string().contains("start_url"), "{error}");
}

#[test]
fn each_line_is_a_kommun_though_they_share_a_host() {
    let text = "http://127.0.1.1:81/a,b\nhttp://127.0.1.1:81/c/\nhttp://127.0.1.1:81/c/\n";
    assert!(plain::looks_plain(text));
    let import = parse_plain(text);
    let codes: Vec<&str> = import.kommuner.iter().map(|kommun| kommun.code.as_str()).collect();
    assert_eq!(codes, ["127.0.1.1:81", "127.0.1.1:81-c"]);
    assert_eq!(import.problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [3]);
    let table = parse_csv("name,start_url\nA,http://127.0.1.1:81/a\nB,http://127.0.1.1:81/b\n").unwrap();
    let codes: Vec<&str> = table.kommuner.iter().map(|kommun| kommun.code.as_str()).collect();
    assert_eq!((codes, table.problems.len()), (vec!["127.0.1.1:81", "127.0.1.1:81-b"], 0));
}

#[test]
fn different_addresses_of_a_host_are_different_kommuner_and_told_as_a_doubt() {
    let addresses = ["/sv", "/?id=1", "/?id=2", "/a/b", "/a-b", "/sv.html", "/sv/html"];
    let address = |path: &&str| format!("http://hedlunda.test{path}");
    let plain = parse_plain(&addresses.iter().map(address).collect::<Vec<_>>().join("\n"));
    let rows: Vec<String> = addresses.iter().map(|path| format!("Hedlunda {path},{}", address(path))).collect();
    let table = parse_csv(&format!("name,start_url\n{}\n", rows.join("\n"))).unwrap();
    for import in [plain, table] {
        let codes: std::collections::BTreeSet<_> = import.kommuner.iter().map(|kommun| &kommun.code).collect();
        assert_eq!((codes.len(), import.problems), (addresses.len(), vec![]));
        assert_eq!(import.doubts.len(), addresses.len() - 1, "each reads the whole website");
        assert!(import.doubts[0].to_string().contains("hedlunda.test står också på rad"), "{}", import.doubts[0]);
    }
    let twice = parse_csv("name,start_url\nA,http://hedlunda.test/a\nB,http://hedlunda.test/a\n").unwrap();
    assert!(
        twice.problems[0].to_string().contains("Adressen http://hedlunda.test/a finns redan"),
        "{:?}",
        twice.problems
    );
}

#[test]
fn a_table_without_a_header_is_no_list_of_addresses() {
    for table in [
        "https://www.hedlunda.test/,Hedlunda\nhttps://www.almkulla.test/,Almkulla\n",
        "https://www.hedlunda.test/; Hedlunda\n",
        "https://www.hedlunda.test/sv,Hedlunda kommun,9001\n",
    ] {
        assert!(!plain::looks_plain(table), "{table}");
    }
    let mixed = "https://www.hedlunda.test/1,1234.html\nhttps://www.almkulla.test/,Almkulla\n";
    assert!(plain::looks_plain(mixed));
    let doubts = parse_plain(mixed).doubts;
    assert_eq!(doubts.iter().map(|doubt| doubt.line).collect::<Vec<_>>(), [2]);
    assert!(doubts[0].to_string().contains("name och start_url"), "{}", doubts[0]);
}

#[test]
fn plain_text_takes_ip_literals_ports_and_comments() {
    let text = "# två påhittade kommuner\nhttp://127.0.1.3:8080/\n\nhttps://[::1]:8443/sv\nhttp://127.0.1.3:8080\ninte en adress\n";
    assert!(plain::looks_plain(text));
    let import = parse_plain(text);
    let codes: Vec<_> = import.kommuner.iter().map(|kommun| kommun.code.as_str()).collect();
    assert_eq!(codes, ["127.0.1.3:8080", "[::1]:8443"]);
    let lines: Vec<_> = import.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [5, 6]);
}

#[test]
fn windows_1252_file_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("lista.csv");
    std::fs::write(&path, b"name,start_url\nH\xe5bo,https://habo.test\n").unwrap();
    assert_eq!(read(&path).unwrap().kommuner[0].name, "Håbo");
    let error = read(&directory.path().join("saknas.csv")).unwrap_err();
    assert!(error.to_string().contains("saknas.csv"), "{error}");
}
