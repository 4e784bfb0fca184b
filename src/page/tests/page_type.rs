//! Page types: what decides, and the neighbours that look alike.

use super::*;

fn judge(path: &str, title: &str) -> PageType {
    let url = Url::parse("https://www.almkulla.example/").unwrap().join(path).unwrap();
    PageTypes::embedded().judge(&Judged { url: &url, title, crumbs: "", lead: "" }).0
}

#[test]
fn titles_decide() {
    for (path, title, kind) in [
        ("/omsorg/hemtjanst.4.367d658917909e8fc2b5ded.html", "Hemtjänst", PageType::Hemtjanst),
        ("/60097", "Hemtjänst", PageType::Hemtjanst),
        ("/aldre/hemvard", "Hemvård", PageType::Hemtjanst),
        ("/x", "Hemhjälp, hemtjänst", PageType::Hemtjanst),
        ("/omsorg/hemtjanst/ansok-om-hemtjanst", "Ansök om hemtjänst", PageType::Ansokan),
        ("/omsorg/hemtjanst/sa-ansoker-du", "Så ansöker du om hemtjänst", PageType::Ansokan),
        ("/omsorg/hemtjanst/avgifter-for-hemtjanst", "Avgifter för hemtjänst", PageType::Avgifter),
        ("/aldre/egenavgifter", "Egenavgifter inom hemtjänst", PageType::Avgifter),
        ("/omsorg/hemtjanst/vad-kostar-hemtjanst", "Vad kostar hemtjänst?", PageType::Avgifter),
        ("/omsorg/valj-utforare-i-hemtjansten.html", "Välj utförare i hemtjänsten", PageType::Utforare),
        ("/omsorg/utforare", "Utförare av hemtjänst", PageType::Utforare),
        ("/kontakt", "Kontakta oss", PageType::Kontakt),
        ("/kommun/synpunkter", "Synpunkter och klagomål", PageType::Synpunkter),
        ("/om/tillganglighet", "Tillgänglighetsredogörelse för almkulla.example", PageType::Redogorelse),
        ("/omsorg/trygghetslarm", "Ansök om trygghetslarm", PageType::Trygghetslarm),
        ("/omsorg/anhorig", "Stöd till anhöriga", PageType::Anhorig),
        ("/omsorg/hemtjanst/mat", "Matdistribution", PageType::Mat),
        ("/omsorg/aldre", "Äldreomsorg", PageType::Aldreomsorg),
        ("/omsorg/demens", "Demens", PageType::Narliggande),
        ("/lattlast/hemtjanst", "Hemtjänst (lättläst)", PageType::Sprak),
        ("/x/sok", "Sök hemvård", PageType::Ansokan),
        ("/aldre/valj", "Välj vem som ska ge dig hemvård", PageType::Utforare),
        ("/aldre/sa-bra", "Så bra är hemtjänsten", PageType::Kvalitet),
        ("/vardomsorg", "Vård & omsorg", PageType::Aldreomsorg),
        ("/", "Almkulla kommun", PageType::Start),
        ("/bygga/bygglov", "Ansök om bygglov", PageType::Ovrigt),
        ("/skola/avgifter", "Avgifter för förskola och omsorg", PageType::Ovrigt),
    ] {
        assert_eq!(judge(path, title), kind, "{title} {path}");
    }
}

#[test]
fn breadcrumbs_decide_where_the_title_says_nothing() {
    for (crumbs, title, kind) in [
        ("Start Äldre Söka stöd", "När vardagen blir tung", PageType::Ansokan),
        ("Omsorg Anhöriga", "Solveig finns för dig", PageType::Anhorig),
        ("Start Äldre Hjälp hemma", "När dagen är slut", PageType::Insatser),
        ("Start Omsorg om äldre Välj utförare", "Solgärde", PageType::Utforare),
        ("Äldre Kontakt", "Vi som svarar", PageType::Kontakt),
        // The title decides where it can; other subjects and other people's pages stay what they are.
        ("Start Äldre Hjälp hemma", "Avgifter", PageType::Avgifter),
        ("Start Hjälp hemma", "Färdtjänst", PageType::Narliggande),
        ("Start Hjälp hemma", "Ledsagning enligt LSS", PageType::Ovrigt),
        ("Kommun Kontakt", "Felanmälan gata", PageType::Ovrigt),
        ("Jobb och företag Upphandling", "Hemtjänst på uppdrag av kommunen", PageType::Foretag),
    ] {
        let url = Url::parse("https://www.almkulla.example/4.5a1c").unwrap();
        let judged = Judged { url: &url, title, crumbs, lead: "" };
        assert_eq!(PageTypes::embedded().judge(&judged).0, kind, "{crumbs}: {title}");
    }
}

#[test]
fn a_title_says_a_word_by_its_beginning_or_whole() {
    let words = ["demens*".to_owned(), "=boende".to_owned()];
    assert!(title_says("Stöd vid demenssjukdom", &words) && title_says("Boende", &words));
    assert!(!title_says("Vårdboende", &words) && !title_says("", &words));
}

#[test]
fn what_never_is_evidence_wins_over_the_title() {
    for (path, title, kind) in [
        ("/nyheter/2026/hemtjansten-far-bast-resultat", "Hemtjänsten får bäst resultat", PageType::Nyhet),
        ("/politik/protokoll/socialnamnden", "Avgifter för hemtjänst", PageType::Protokoll),
        ("/foretagare/upphandling/hemtjanst", "Hemtjänst", PageType::Foretag),
        ("/omsorg/hemtjanst/bli-utforare", "Bli utförare av hemtjänst", PageType::Foretag),
        ("/politik/lov", "För dig som vill driva hemvård", PageType::Foretag),
        ("/jobb/hemtjanst", "Jobba i hemtjänsten", PageType::Jobb),
        ("/62474", "Undersköterska till hemtjänsten", PageType::Jobb),
        ("/62594", "Pensionärsrådet, minnesanteckningar 2026-05-12", PageType::Protokoll),
    ] {
        assert_eq!(judge(path, title), kind, "{title} {path}");
    }
}

#[test]
fn faults_in_the_file_are_named() {
    assert!(PageTypes::from_toml("least = 1\ncare = []\ntyp = 1").unwrap_err().to_string().contains("typ"));
    let upper = "least = 1\ncare = []\n[[type]]\ntype = \"nyhet\"\n[[type.sign]]\nwhere = \"title\"\nwords = [\"LOV\"]\nweight = 1";
    assert!(matches!(PageTypes::from_toml(upper), Err(PageTypesError::Word("nyhet", word)) if word == "LOV"));
}
