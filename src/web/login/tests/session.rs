//! What becomes of a session: it ends, and is left, whatever the server and its database do meanwhile.

use super::*;

#[tokio::test]
async fn who_leaves_after_a_restart_is_out() {
    let server = Server::closed().await;
    let mut asa = Browser::new(&server);
    asa.log_in("/logga-in", "Åsa", PASSWORD).await;
    let account = asa.get("/logga-in").await;
    let again = server.again(Clock::System).await;
    let mut asa = Browser { server: &again, ..asa };
    assert_eq!(asa.get("/").await.status, 200, "her login is not lost");
    let left = asa.ask("POST /logga-ut", &format!("marke={}", account.field("marke"))).await;
    assert_eq!((left.status, left.header("location")), (303, "/logga-in"), "{}", left.body);
    assert!(asa.cookie("hemkoll").is_none());
}

#[tokio::test]
async fn who_leaves_while_the_database_fails_is_out_in_her_browser() {
    for (fault, path) in [("full", "/logga-ut"), ("closed", "/en/logga-ut")] {
        let server = Server::closed().await;
        let mut asa = Browser::new(&server);
        asa.log_in("/logga-in", "Åsa", PASSWORD).await;
        let body = format!("marke={}", asa.get("/logga-in").await.field("marke"));
        let Store::Sqlite(pool) = &server.store else { unreachable!() };
        if fault == "full" {
            let full = "create trigger full before delete on session begin select raise(abort, 'full'); end";
            sqlx::query(full).execute(pool).await.unwrap();
        } else {
            pool.close().await;
        }
        assert_eq!(asa.ask(&format!("POST {path}"), "marke=00").await.status, if fault == "full" { 400 } else { 303 });
        assert!(asa.cookie("hemkoll").is_some(), "{fault}: a form that is not ours does nothing");
        let left = asa.ask(&format!("POST {path}"), &body).await;
        let says = ["Du är utloggad i den här webbläsaren.", "You are logged out in this browser."];
        assert!(left.status == 503 && says.iter().any(|says| left.body.contains(says)), "{fault}: {left:?}");
        assert!(asa.cookie("hemkoll").is_none(), "{fault}");
    }
}

#[tokio::test]
async fn who_leaves_with_a_session_that_is_over_keeps_no_cookie() {
    let server = Server::closed().await;
    let mut asa = Browser::new(&server);
    asa.log_in("/logga-in", "Åsa", PASSWORD).await;
    let account = asa.get("/logga-in").await;
    server.store.set_password(&UserName::parse("Åsa").unwrap(), "x").await.unwrap();
    let left = asa.ask("POST /logga-ut", &format!("marke={}", account.field("marke"))).await;
    assert_eq!(left.status, 303);
    assert!(asa.cookie("hemkoll").is_none());
}

#[tokio::test]
async fn a_session_is_over_after_twelve_hours() {
    let server = Server::closed().await;
    let at = |time: &str| Clock::Fixed(time.parse().unwrap());
    let morning = server.again(at("2026-11-23T08:00:00Z")).await;
    let mut asa = Browser::new(&morning);
    asa.log_in("/logga-in", "Åsa", PASSWORD).await;
    for (time, status) in [("2026-11-23T19:59:59Z", 200), ("2026-11-23T20:00:00Z", 303)] {
        let later = server.again(at(time)).await;
        let mut asa = Browser { server: &later, cookies: asa.cookies.clone(), site: asa.site };
        assert_eq!(asa.get("/").await.status, status, "{time}");
    }
}

#[tokio::test]
async fn who_has_logged_in_in_another_tab_is_led_on() {
    let server = Server::closed().await;
    let mut asa = Browser::new(&server);
    let page = "/logga-in?till=%2Franking.html";
    let (one, two) = (asa.get(page).await, asa.get(page).await);
    asa.send(&one, page, "Åsa", PASSWORD).await;
    let session = asa.cookie("hemkoll").unwrap().to_owned();
    let other = asa.send(&two, page, "Åsa", PASSWORD).await;
    assert_eq!((other.status, other.header("location")), (303, "/ranking.html"));
    assert_eq!(asa.cookie("hemkoll"), Some(session.as_str()));
    let again = asa.get(page).await;
    assert_eq!((again.status, again.header("location")), (303, "/ranking.html"));
    assert_eq!(asa.get("/logga-in?till=%2Flogga-ut").await.status, 200, "nothing to be led to");
}

#[tokio::test]
async fn what_was_asked_for_is_not_lost_by_a_wrong_try_nor_by_another_language() {
    let server = Server::closed().await;
    let mut asa = Browser::new(&server);
    let page = "/logga-in?till=%2Fkommun%2Fhedlunda.html%3Fx%3D1";
    let wrong = asa.log_in(page, "Åsa", "fel").await;
    assert_eq!(wrong.status, 401);
    for body in [&asa.get(page).await.body, &wrong.body] {
        let to = "id=\"sprak\" href=\"/en/logga-in?till=%2Fkommun%2Fhedlunda.html%3Fx%3D1\"";
        assert!(body.contains(to), "{body}");
    }
    let entered = asa.send(&wrong, page, "Åsa", PASSWORD).await;
    assert_eq!(entered.header("location"), "/kommun/hedlunda.html?x=1");
}

#[tokio::test]
async fn a_closed_server_shows_the_way_to_log_in_and_to_the_other_language() {
    let server = Server::closed().await;
    for page in ["/sjalvkoll", "/granskas.html", "/regler/kontakt-telefon.html"] {
        let body = server.ask(&format!("GET {page}"), "", "").await.body;
        assert!(body.contains("<a href=\"/logga-in\">Inloggning</a>"), "{page}");
        assert_eq!(body.contains("id=\"sprak\""), page != "/sjalvkoll", "{page}");
        assert!(!body.contains("ranking.html"), "{page}: nothing leads to a round that nobody sees");
    }
    let body = server.ask("GET /en/logga-in", "", "").await.body;
    assert!(body.contains("id=\"sprak\" href=\"/logga-in\""), "{body}");
    assert!(body.contains("<a href=\"/en/logga-in\" aria-current=\"page\">Login</a>"), "{body}");
}

#[tokio::test]
async fn style_sheets_are_kept_by_the_browser_of_who_is_logged_in_and_need_no_database() {
    let server = Server::closed().await;
    let mut asa = Browser::new(&server);
    asa.log_in("/logga-in", "Åsa", PASSWORD).await;
    let paths = ["/assets/hemkoll.css", "/omgang/Hemlig/assets/hemkoll.js"];
    let Store::Sqlite(pool) = &server.store else { unreachable!() };
    for is_closed in [false, true] {
        if is_closed {
            pool.close().await;
        }
        for path in paths {
            let whole = asa.get(path).await;
            assert_eq!(
                (whole.status, whole.header("cache-control"), whole.header("vary")),
                (200, "no-cache", "accept-encoding")
            );
            let headers = format!(
                "Cookie: hemkoll={}\r\nIf-None-Match: {}\r\n",
                asa.cookie("hemkoll").unwrap(),
                whole.header("etag")
            );
            let again = server.ask(&format!("GET {path}"), &headers, "").await;
            assert_eq!((again.status, again.header("cache-control")), (304, "no-cache"), "{path}");
        }
    }
    for (path, kind) in [("/", "text/html; charset=utf-8"), ("/api/v1/rounds", "application/problem+json")] {
        let answer = asa.get(path).await;
        assert_eq!((answer.status, answer.header("content-type")), (503, kind), "{path}");
        assert_eq!(answer.header("cache-control"), "private, no-store", "{path}");
        assert!(answer.headers.contains(&("vary".into(), "Cookie".into())), "{path}");
    }
}

#[tokio::test]
async fn a_form_larger_than_any_of_ours_is_not_read() {
    let server = Server::closed().await;
    let mut asa = Browser::new(&server);
    let form = asa.get("/logga-in").await;
    let answer = asa.send(&form, "/logga-in", &"å".repeat(9000), PASSWORD).await;
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("kom inte fram helt") && !answer.body.contains("åååå"), "{}", answer.body);
}
