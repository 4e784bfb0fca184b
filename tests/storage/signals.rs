//! SIGINT and SIGTERM: the first finishes the page in flight, the second ends at once.

use std::process::{Child, Command};
use std::time::Duration;

use hemkoll::clock::Clock;

use crate::scene::{Scene, assert_only_in_flight_again, said};

fn send(signal: &str, child: &Child) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status().unwrap();
    assert!(sent.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_signal_finishes_the_page_in_flight() {
    let scene = Scene::new(&["almkulla.test", "bergvik.test"], 1, 60).await;
    let (whole, stopped) = (scene.file("whole.db"), scene.file("stopped.db"));
    scene.finish(&whole);
    scene.forget();
    for signal in ["INT", "TERM"] {
        let before = scene.asked();
        let mut child = scene.audit(&stopped).spawn().unwrap();
        scene.wait(&mut child, |log| log.len() >= before + 15);
        send(signal, &child);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(4), "{}", said(&output));
        let log = scene.log();
        assert!(before == 0 || log.len() > before);
        for asked in &log[before..] {
            let twice = log.iter().filter(|other| (&other.host, &other.path) == (&asked.host, &asked.path)).count();
            assert_eq!(twice, 1, "the page in flight was kept: {asked:?}");
        }
    }
    scene.finish(&stopped);
    assert_eq!(scene.export(&stopped), scene.export(&whole));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_never_answers_holds_nobody_up() {
    let scene = Scene::new(&["almkulla.test", "hangande.test"], 1, 8).await;
    let db = scene.file("h.db");
    let hangs = |log: &[crate::scene::Asked]| log.iter().any(|a| a.host == "hangande.test" && a.path == "/hemtjanst/2");
    let mut child = scene.audit(&db).spawn().unwrap();
    scene.wait(&mut child, hangs);
    let told = Clock::System.instant();
    send("TERM", &child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", said(&output));
    assert!(told.elapsed() < Duration::from_secs(10), "the contract: within 10 seconds, not {:?}", told.elapsed());

    let before = scene.log();
    scene.forget();
    let mut child = scene.audit(&db).spawn().unwrap();
    scene.wait(&mut child, hangs);
    assert_only_in_flight_again(&before, &scene.log());
    let told = Clock::System.instant();
    send("INT", &child);
    // Only a signal that the program has heard counts as the first.
    std::thread::sleep(Duration::from_millis(300));
    send("INT", &child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", said(&output));
    assert!(told.elapsed() < Duration::from_secs(5), "at once, without the time for the page in flight");
}
