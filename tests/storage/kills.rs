//! kill -9, again and again.

use std::path::Path;
use std::time::Duration;

use crate::scene::{Scene, assert_gaps, assert_only_in_flight_again};

const KILLS: usize = 50;
const HOSTS: [&str; 5] = ["almkulla.test", "bergvik.test", "dalby.test", "ekhult.test", "furunas.test"];

/// Marsaglia's xorshift: the same moments in every run of the test.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

async fn assert_whole(file: &Path) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let answer: String = sqlx::query_scalar("pragma integrity_check").fetch_one(&pool).await.unwrap();
    assert_eq!(answer, "ok");
    let stray: Option<String> = sqlx::query_scalar("pragma foreign_key_check").fetch_optional(&pool).await.unwrap();
    assert_eq!(stray, None);
    pool.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_kills_lose_at_most_the_page_in_flight() {
    let scene = Scene::new(&HOSTS, 1, 90).await;
    let (whole, killed) = (scene.file("whole.db"), scene.file("killed.db"));
    scene.finish(&whole);
    let wanted = scene.export(&whole);
    let undisturbed = scene.asked();
    assert_eq!(undisturbed, HOSTS.len() * 92, "every page, robots.txt and sitemap.xml once");
    scene.forget();

    let mut random = Random(0x6865_6d6b_6f6c_6c21);
    for kill in 0..KILLS {
        let before = scene.asked();
        let mut child = scene.audit(&killed).spawn().unwrap();
        // Now and then while it is still opening the database, else while pages are in flight.
        let requests = usize::try_from(random.below(8)).unwrap();
        scene.wait(&mut child, |log| log.len() >= before + requests);
        std::thread::sleep(Duration::from_micros(random.below(20_000)));
        assert!(child.try_wait().unwrap().is_none(), "the sites are too small: read after {kill} kills");
        child.kill().unwrap();
        child.wait().unwrap();
        let log = scene.log();
        assert_only_in_flight_again(&log[..before], &log[before..]);
        if kill % 10 == 9 {
            assert_whole(&scene.folder.path().join("killed.db")).await;
        }
    }
    let before = scene.asked();
    scene.finish(&killed);
    let log = scene.log();
    assert_only_in_flight_again(&log[..before], &log[before..]);
    assert_gaps(&log);
    assert_whole(&scene.folder.path().join("killed.db")).await;
    assert_eq!(scene.export(&killed), wanted, "as if it had never been killed");
}
