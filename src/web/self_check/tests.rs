//! The self-check over the real router: what is answered, what is refused, and that nothing runs.

use scraper::{Html, Selector};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::clock::Clock;
use crate::web::tests::{database, desk};
use crate::web::{Access, router};

const DRAFT: &str = "<h2>Hemtjänst</h2><p>Hemtjänst är hjälp i hemmet för dig som är äldre. Du kan få hjälp med dusch, \
    städning, tvätt och inköp.</p><h3>Ansök</h3><p>Du ansöker i vår <a href='/e'>e-tjänst</a> eller på en blankett. Är \
    du inte nöjd med beslutet kan du överklaga inom tre veckor.</p><p>Ring biståndshandläggarna på 031-390 06 10.</p>";

/// An answer: status, headers as lower-case lines, body.
struct Answer {
    status: u16,
    headers: String,
    body: String,
}

impl Answer {
    fn texts(&self, selector: &str) -> Vec<String> {
        let (page, selector) = (Html::parse_document(&self.body), Selector::parse(selector).unwrap());
        page.select(&selector)
            .map(|e| e.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    }

    fn value(&self, selector: &str) -> String {
        let (page, selector) = (Html::parse_document(&self.body), Selector::parse(selector).unwrap());
        page.select(&selector).next().and_then(|e| e.attr("value")).unwrap_or_default().to_owned()
    }
}

/// A request in full but for the host and its end.
struct Ask {
    line: &'static str,
    headers: String,
    body: Vec<u8>,
}

/// A question that may be made of the answers so far.
type Question = Box<dyn Fn(&[Answer]) -> Ask>;

fn form(fields: &[(&str, &str)]) -> Ask {
    let mut body = String::new();
    for (name, value) in fields {
        let file = if *name == "fil" { "; filename=\"sida.html\"" } else { "" };
        body.push_str(&format!("--gr\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"));
    }
    body.push_str("--gr--\r\n");
    ask("POST /sjalvkoll", "Content-Type: multipart/form-data; boundary=gr\r\n", body)
}

fn ask(line: &'static str, headers: &str, body: impl Into<Vec<u8>>) -> Ask {
    Ask { line, headers: headers.to_owned(), body: body.into() }
}

/// Serves on loopback and answers in turn.
async fn serve(questions: Vec<Question>) -> Vec<Answer> {
    let (_folder, store, rules) = database(true).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let desk = desk(&rules);
    let router = router(store, rules, Clock::System, desk, Access::LOCAL);
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let mut answers = Vec::new();
    for question in questions {
        let Ask { line, headers, body } = question(&answers);
        let host = if headers.contains("Host:") { "" } else { "Host: localhost\r\n" };
        let length = body.len();
        let head = format!("{line} HTTP/1.1\r\n{host}Connection: close\r\nContent-Length: {length}\r\n{headers}\r\n");
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&body).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (headers, body) = answer.split_once("\r\n\r\n").unwrap();
        // Chunks are joined: no size line stands in a body of ours otherwise.
        let chunked = headers.to_lowercase().contains("transfer-encoding: chunked");
        let body = if chunked { unchunked(body) } else { body.to_owned() };
        answers.push(Answer { status: headers[9..12].parse().unwrap(), headers: headers.to_lowercase(), body });
    }
    server.abort();
    answers
}

fn unchunked(mut body: &str) -> String {
    let mut out = Vec::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size.trim(), 16).unwrap();
        if size == 0 {
            break;
        }
        out.extend_from_slice(&rest.as_bytes()[..size]);
        body = rest.get(size + 2..).unwrap_or_default();
    }
    String::from_utf8(out).unwrap()
}

async fn posted(fields: &[(&'static str, &'static str)]) -> Answer {
    let fields = fields.to_vec();
    serve(vec![Box::new(move |_| form(&fields))]).await.remove(0)
}

#[tokio::test]
async fn a_pasted_draft_is_answered_and_compared_with_the_next() {
    let again = |answers: &[Answer]| {
        let earlier = answers[0].value("#igen input[name=tidigare]");
        assert!(earlier.contains(".hemtjanst;"), "{earlier}");
        let better = format!("{DRAFT}<p>Telefontid: vardagar klockan 9–11.</p>");
        form(&[("kalla", "text"), ("html", &better), ("tidigare", &earlier)])
    };
    let forged = |answers: &[Answer]| {
        let earlier = answers[0].value("#igen input[name=tidigare]").replace("passed", "failed");
        form(&[("kalla", "text"), ("html", DRAFT), ("tidigare", &earlier)])
    };
    let first = |_: &[Answer]| form(&[("kalla", "text"), ("html", DRAFT)]);
    let answers = serve(vec![Box::new(first), Box::new(again), Box::new(forged)]).await;
    let [first, second, forged] = answers.as_slice() else { panic!() };
    assert!(first.status == 200 && first.headers.contains("cache-control: no-store"), "{}", first.headers);
    let heading = first.texts("h1").remove(0);
    assert!(heading.starts_with("Sidan svarar på ") && heading.ends_with(" som en senior ställer här."), "{heading}");
    assert!(first.texts("mark").iter().any(|words| words.contains("överklaga")), "{:?}", first.texts("mark"));
    assert!(first.texts(".tips h3").iter().any(|tip| tip.contains("klockslag")), "{:?}", first.texts(".tips h3"));
    let numbers: std::collections::BTreeSet<String> = first.texts(".blad sup").into_iter().collect();
    assert!(numbers.len() == first.texts("ol.svarar li").len() && numbers.contains("1"), "{numbers:?}");
    assert!(first.texts(".andrat").is_empty());
    assert_eq!(second.texts(".andrat li"), ["Kan jag se när jag kan ringa?"]);
    assert!(forged.texts(".andrat").remove(0).contains("gick inte att jämföra"));
}

#[tokio::test]
async fn without_script_the_text_field_is_read_and_comes_back_as_it_was() {
    let text = "Hemtjänst\n\nDu kan få hjälp med städning & <b>tvätt</b>. Ring biståndshandläggaren på 031-390 06 10.";
    let answer = posted(&[("kalla", "text"), ("text", text), ("html", "")]).await;
    assert_eq!(answer.status, 200);
    assert!(answer.texts("mark").iter().any(|words| words.contains("031-390 06 10")), "{:?}", answer.texts("mark"));
    let page = Html::parse_document(&answer.body);
    let field = page.select(&Selector::parse("textarea").unwrap()).next().unwrap();
    assert_eq!(field.text().collect::<String>(), text);
}

#[tokio::test]
async fn a_chosen_kind_of_page_is_asked_its_own_questions() {
    let guessed = posted(&[("kalla", "text"), ("html", DRAFT)]).await;
    let chosen = posted(&[("kalla", "text"), ("html", DRAFT), ("sida", "avgifter")]).await;
    assert!(chosen.texts(".hjalp").iter().any(|told| told.contains("sidan om avgifter")));
    assert_ne!(guessed.texts("h1"), chosen.texts("h1"));
    let elsewhere = |answer: &Answer| answer.texts(".svaret .lista li");
    assert!(elsewhere(&guessed).iter().any(|q| q.contains("Hur räknas min avgift")));
    assert!(!elsewhere(&chosen).iter().any(|q| q.contains("Hur räknas min avgift")));
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_what_to_do() {
    let large: &'static str = Box::leak("ord ".repeat(600_000).into_boxed_str());
    let empty = posted(&[("kalla", "text"), ("text", "  ")]).await;
    let large = posted(&[("kalla", "text"), ("text", large)]).await;
    let ftp = posted(&[("kalla", "adress"), ("adress", "ftp://hedlunda.test/")]).await;
    let json = |_: &[Answer]| ask("POST /sjalvkoll", "Content-Type: application/json\r\n", "{}");
    let broken =
        |_: &[Answer]| ask("POST /sjalvkoll", "Content-Type: multipart/form-data; boundary=gr\r\n", "--gr\r\nx");
    let put = |_: &[Answer]| ask("PUT /sjalvkoll", "", "");
    let mut answers = serve(vec![Box::new(json), Box::new(broken), Box::new(put)]).await;
    assert_eq!(answers.pop().unwrap().status, 405);
    let broken = answers.pop().unwrap();
    let json = answers.pop().unwrap();
    for (answer, status, told) in [
        (&empty, 400, "Klistra in en text först."),
        (&large, 413, "högst 2 megabyte"),
        (&ftp, 400, "https://"),
        (&json, 415, "textfil"),
        (&broken, 400, "kom inte fram"),
    ] {
        assert_eq!(answer.status, status, "{told}");
        assert!(answer.texts("[role=alert]").remove(0).contains(told), "{:?}", answer.texts("[role=alert]"));
    }
}

#[tokio::test]
async fn an_address_on_the_local_net_is_never_read_nor_one_that_another_site_asks_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let local = format!("http://127.0.0.1:{}/", listener.local_addr().unwrap().port());
    let other = local.clone();
    let own = move |_: &[Answer]| form(&[("kalla", "adress"), ("adress", &local)]);
    let cross = move |_: &[Answer]| {
        let mut ask = form(&[("kalla", "adress"), ("adress", &other)]);
        ask.headers.push_str("Sec-Fetch-Site: cross-site\r\n");
        ask
    };
    let answers = serve(vec![Box::new(own), Box::new(cross)]).await;
    assert_eq!((answers[0].status, answers[1].status), (200, 403));
    assert!(answers[0].texts("main").remove(0).contains("lokalt nät"), "{}", answers[0].body);
    assert!(
        tokio::time::timeout(std::time::Duration::from_millis(1), listener.accept()).await.is_err(),
        "somebody connected"
    );
}

#[tokio::test]
async fn one_client_cannot_take_all_the_time() {
    let mut questions: Vec<Question> = Vec::new();
    for client in std::iter::repeat_n("198.51.100.7", 60).chain(["198.51.100.8"]) {
        questions.push(Box::new(move |_| {
            let mut ask = form(&[("kalla", "text"), ("text", "Hemtjänst.")]);
            ask.headers.push_str(&format!("X-Forwarded-For: 10.0.0.1, {client}\r\n"));
            ask
        }));
    }
    let answers = serve(questions).await;
    let (last, many) = answers.split_last().unwrap();
    let stopped: Vec<&Answer> = many.iter().filter(|answer| answer.status == 429).collect();
    assert!(!stopped.is_empty() && many[0].status == 200 && last.status == 200);
    assert!(stopped[0].headers.contains("retry-after: ") && stopped[0].body.contains("Vänta"));
}

#[tokio::test]
async fn a_file_is_answered_and_the_answer_can_be_taken_as_one_file() {
    let page = "<!doctype html><html><title>Hemtjänst</title><main><h1>Hemtjänst</h1><p>Ring 031-390 06 10.</p></main>";
    let answer = posted(&[("kalla", "fil"), ("fil", page), ("som", "fil")]).await;
    assert!(answer.status == 200 && answer.headers.contains("content-disposition: attachment"), "{}", answer.headers);
    let html = Html::parse_document(&answer.body);
    let all = |selector: &str| html.select(&Selector::parse(selector).unwrap()).count();
    assert_eq!((all("style"), all("script"), all("link[rel=stylesheet]"), all("form")), (1, 0, 0, 0));
    assert!(answer.body.contains("Det här är inte Hemtjänstindex."));
    let carried = posted(&[("kalla", "fil"), ("fil", page)]).await;
    assert_eq!(carried.value("#igen input[name=html]"), page);
}

#[tokio::test]
async fn what_is_handed_in_runs_nowhere() {
    let poison = "<h1>Hemtjänst \"><script>alert(1)</script></h1><p onclick=x()>Ring 031-390 06 10 <img src=x onerror=y()> \
        &lt;script&gt;alert(2)&lt;/script&gt; {{7*7}}</p><a href=\"javascript:alert(3)\">Läs mer</a></textarea><b>";
    let answer = posted(&[("kalla", "text"), ("text", "</textarea><script>alert(4)</script>"), ("html", poison)]).await;
    let page = Html::parse_document(&answer.body);
    for element in page.select(&Selector::parse("*").unwrap()) {
        let tag = element.value().name();
        assert!(!matches!(tag, "img" | "iframe" | "object" | "style"), "{tag}");
        assert!(tag != "script" || (element.attr("src").is_some() && element.text().count() == 0));
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on") && name != "style", "{tag} {name}");
            assert!(name != "href" || !value.trim_start().starts_with("javascript:"), "{value}");
        }
    }
}

#[tokio::test]
async fn the_bookmark_leads_home_whatever_the_host_says() {
    let bad = |_: &[Answer]| ask("GET /sjalvkoll", "Host: a'+alert(1)+'\r\n", "");
    let good = |_: &[Answer]| ask("GET /sjalvkoll", "Host: prov.test:81\r\nX-Forwarded-Proto: https\r\n", "");
    let answers = serve(vec![Box::new(bad), Box::new(good)]).await;
    let code = |answer: &Answer| answer.texts("#bokmarke-kod").pop().unwrap_or_default();
    assert!(!answers[0].body.contains("alert(1)"));
    assert!(code(&answers[1]).contains("f.action='https://prov.test:81/sjalvkoll'"), "{}", code(&answers[1]));
}

#[tokio::test]
async fn the_api_says_when_a_draft_is_perhaps_not_the_page_that_was_meant() {
    let post = |body: &'static str| -> Question {
        Box::new(move |_| ask("POST /api/v1/check", "Content-Type: text/html\r\n", body))
    };
    let answers = serve(vec![
        post(
            "<h1>Home care</h1><p>You can get help at home when you are old or ill. Call us and we will tell you how to \
             apply for it. The help is paid for by the month, and you never pay more than the law says.</p>",
        ),
        post(
            "<h1>Badhuset</h1><p>Välkommen till badhuset! Vi har öppet alla dagar i veckan utom på måndagar. Du kan simma \
             i den stora bassängen, bada bastu och fika i caféet. Barn under sju år badar alltid tillsammans med en vuxen.</p>",
        ),
        post(DRAFT),
        post("<p>Hej då!</p>"),
        Box::new(|_| ask("GET /api/v1/openapi.json", "", "")),
    ])
    .await;
    let told: Vec<serde_json::Value> =
        answers.iter().map(|answer| serde_json::from_str(&answer.body).unwrap()).collect();
    assert_eq!(told[0]["misfit"]["code"], "annat-sprak");
    assert!(told[0]["misfit"]["sentence"].as_str().unwrap().contains("engelska"), "{}", told[0]["misfit"]);
    assert_eq!(told[1]["misfit"]["code"], "annat-amne");
    assert!(told[1]["misfit"]["sentence"].as_str().unwrap().contains("Är det rätt sida?"), "{}", told[1]["misfit"]);
    assert!(told[2]["misfit"].is_null() && told[2].get("misfit").is_some(), "{}", told[2]);
    assert_eq!(told[3]["misfit"]["code"], "for-kort");
    assert!(told[3]["misfit"]["sentence"].as_str().unwrap().contains("bara 2 ord"), "{}", told[3]["misfit"]);
    let schemas = &told[4]["components"]["schemas"];
    assert!(schemas["Checked"]["properties"]["misfit"].is_object(), "{schemas}");
    assert!(schemas["NotMeant"]["required"].as_array().unwrap().contains(&"sentence".into()), "{schemas}");
}

#[tokio::test]
async fn the_api_judges_a_draft_and_names_what_is_wrong() {
    let post = |kind: &'static str, body: &'static str| -> Question {
        Box::new(move |_| ask("POST /api/v1/check", &format!("Content-Type: {kind}\r\n"), body))
    };
    let answers = serve(vec![
        post("application/json", r#"{"content":"<h1>Avgifter</h1><p>Maxtaxan.</p>","page_type":"avgifter"}"#),
        post("text/html", DRAFT),
        post("text/plain", "Hemtjänst\n\nRing oss."),
        post("application/json", r#"{"content":"x","page_type":"roman"}"#),
        post("application/json", r#"{"content":"x","kommun":"9999"}"#),
        post("application/json", r#"{"innehall":"x"}"#),
        post("application/json", "{"),
        post("image/png", "x"),
        Box::new(|_| ask("GET /api/v1/check", "", "")),
        Box::new(|_| ask("POST /api/v1/check?x=1", "Content-Type: text/plain\r\n", "x")),
    ])
    .await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [200, 200, 200, 404, 404, 400, 400, 415, 405, 400]);
    let told: serde_json::Value = serde_json::from_str(&answers[0].body).unwrap();
    assert_eq!(told["page_type"], "avgifter");
    assert!(told["questions"].as_u64().unwrap() >= told["answered"].as_u64().unwrap());
    for answer in &answers[3..] {
        assert!(answer.headers.contains("application/problem+json"), "{}", answer.headers);
        let problem: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert!(!problem["action"].as_str().unwrap().is_empty(), "{problem}");
    }
}
