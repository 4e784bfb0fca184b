//! Files and limits that fail: exit code 5 or a wait, one clear line, the data untouched, and the next run goes on.

use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};

use crate::scene::{Scene, said, storage_line};

const HOSTS: [&str; 2] = ["almkulla.test", "bergvik.test"];

impl Scene {
    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name)).unwrap()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.path().join(name), bytes).unwrap();
    }
}

/// The same program under a limit of the shell's: `ulimit …`.
fn limited(limit: &str, program: &Command) -> Command {
    let mut shell = Command::new("sh");
    // The signal at the limit is ignored, as it is when the disk itself is full: the write then fails.
    shell.args(["-c", &format!("trap '' XFSZ; ulimit {limit} && exec \"$0\" \"$@\"")]);
    shell.arg(program.get_program()).args(program.get_args());
    shell.current_dir(program.get_current_dir().unwrap());
    shell
}

fn run(mut program: Command) -> Output {
    program.output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_the_audit_and_the_next_goes_on() {
    let scene = Scene::new(&HOSTS, 1, 40).await;
    let (whole, full) = (scene.file("whole.db"), scene.file("full.db"));
    scene.finish(&whole);
    let blocks = scene.bytes("whole.db").len() / 512;
    for part in [1, 2] {
        // A file of a quarter of the size, then a half: while tables are made, while pages are read.
        let output = run(limited(&format!("-f {}", blocks * part / 4), &scene.audit(&full)));
        let line = storage_line(&output, true);
        assert!(line.starts_with("Disken "), "{line}");
    }
    scene.finish(&full);
    assert_eq!(scene.export(&full), scene.export(&whole));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_file_is_left_alone() {
    let scene = Scene::new(&HOSTS[..1], 1, 3).await;
    let db = scene.file("h.db");
    scene.finish(&db);
    let file = scene.folder.path().join("h.db");
    let before = scene.bytes("h.db");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).unwrap();
    let line = storage_line(&run(scene.audit(&db)), false);
    assert!(line.starts_with("Databasen går bara att läsa."), "{line}");
    assert_eq!(scene.bytes("h.db"), before);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    scene.finish(&db);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_file_is_read_and_nothing_is_made_beside_it() {
    let scene = Scene::new(&HOSTS[..1], 1, 3).await;
    let db = scene.file("h.db");
    scene.finish(&db);
    let wanted = scene.export(&db);
    let output = run(scene.command("report", &db));
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let folder = scene.folder.path();
    std::fs::remove_file(folder.join("h.db.lock")).unwrap();
    let names = || {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        entries.collect::<std::collections::BTreeSet<_>>()
    };
    let (before, beside) = (scene.bytes("h.db"), names());
    let reads = |db: &str| {
        assert_eq!(scene.export(db), wanted);
        for command in ["verify", "report"] {
            let output = run(scene.command(command, db));
            assert_eq!(output.status.code(), Some(0), "{command}: {}", said(&output));
        }
        let without_rules = |args: &[&str]| {
            let output = run(scene.without_rules(args, db));
            assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
            output
        };
        without_rules(&["statement", "--kommun", HOSTS[0]]);
        without_rules(&["diff", "prov", "prov"]);
        without_rules(&["purge", "--dry-run"]);
        let doctor = without_rules(&["doctor"]);
        assert!(String::from_utf8_lossy(&doctor.stdout).contains("går att läsa men inte att skriva"), "{doctor:?}");
    };
    let writes = |db: &str| {
        for program in [scene.command("score", db), scene.command("seal", db), scene.without_rules(&["purge"], db)] {
            let line = storage_line(&run(program), false);
            assert!(line.starts_with("Databasen går bara att läsa."), "{line}");
        }
    };
    std::fs::set_permissions(folder.join("h.db"), std::fs::Permissions::from_mode(0o444)).unwrap();
    reads(&db);
    writes(&db);
    std::fs::set_permissions(folder.join("h.db"), std::fs::Permissions::from_mode(0o644)).unwrap();
    for asked in ["?mode=ro", "?immutable=1"] {
        writes(&format!("{db}{asked}"));
    }
    reads(&format!("{db}?immutable=1"));
    assert_eq!((scene.bytes("h.db"), names()), (before, beside));
    // What others may write meanwhile is read through their files: those stay.
    reads(&format!("{db}?mode=ro"));
    scene.finish(&db);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_file_that_is_read_only_says_what_to_do() {
    let scene = Scene::new(&HOSTS[..1], 1, 3).await;
    let db = scene.file("h.db");
    scene.finish(&db);
    let pool = sqlx::SqlitePool::connect(&db).await.unwrap();
    let sql = "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)";
    sqlx::query(sql).execute(&pool).await.unwrap();
    pool.close().await;
    let file = scene.folder.path().join("h.db");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).unwrap();
    let line = storage_line(&run(scene.command("export", &db)), false);
    assert!(line.starts_with("Databasen är skapad av en äldre hemkoll"), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_audit_on_the_same_file_says_that_one_is_at_work() {
    let scene = Scene::new(&HOSTS, 1, 60).await;
    let db = scene.file("h.db");
    let mut first = scene.audit(&db).spawn().unwrap();
    scene.wait(&mut first, |log| log.len() >= 10);
    for second in [scene.audit(&db), scene.command("score", &db)] {
        let line = storage_line(&run(second), false);
        assert!(line.starts_with("En annan körning pågår"), "{line}");
    }
    let output = first.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "the first is not disturbed: {}", said(&output));
    // Pages, robots.txt and sitemap.xml.
    assert_eq!(scene.asked(), 2 * 62, "and the second asked nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_named_and_left_alone() {
    let scene = Scene::new(&HOSTS[..1], 1, 30).await;
    let db = scene.file("h.db");
    scene.finish(&db);
    let whole = scene.bytes("h.db");
    let (page, half) = (4096, whole.len() / 2);
    let rubbish = |from: usize| -> Vec<u8> { (from..whole.len()).map(|at| u8::try_from(at % 251).unwrap()).collect() };
    let damages = [
        ("its head", rubbish(0)),
        ("all but its first page", [&whole[..page], &rubbish(page)].concat()),
        ("its tables", [&whole[..8 * page], &rubbish(8 * page)].concat()),
        ("cut in half", whole[..half].to_vec()),
        ("cut inside a page", whole[..half - half % page + 100].to_vec()),
    ];
    for (what, bytes) in damages {
        scene.write("h.db", &bytes);
        for program in [scene.audit(&db), scene.command("score", &db), scene.command("export", &db)] {
            let line = storage_line(&run(program), true);
            assert!(line.starts_with("Databasen är skadad"), "{what}: {line}");
        }
        assert!(scene.bytes("h.db") == bytes, "{what}: the file is as it was");
    }
    scene.write("h.db", &whole);
    scene.finish(&db);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_schema_is_named_and_left_alone() {
    let scene = Scene::new(&HOSTS[..1], 1, 3).await;
    let db = scene.file("h.db");
    scene.finish(&db);
    let pool = sqlx::SqlitePool::connect(&db).await.unwrap();
    sqlx::query(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
         values (9999, 'framtiden', true, x'00', 0)",
    )
    .execute(&pool)
    .await
    .unwrap();
    pool.close().await;
    let before = scene.bytes("h.db");
    let line = storage_line(&run(scene.audit(&db)), false);
    assert!(line.starts_with("Databasen är skapad av en nyare hemkoll (schema 9999)."), "{line}");
    assert!(scene.bytes("h.db") == before);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_wal_a_killed_round_is_read_again_from_where_the_file_stands() {
    let scene = Scene::new(&HOSTS, 1, 60).await;
    let (whole, cut) = (scene.file("whole.db"), scene.file("cut.db"));
    scene.finish(&whole);
    scene.forget();
    let mut child = scene.audit(&cut).spawn().unwrap();
    scene.wait(&mut child, |log| log.len() >= 60);
    child.kill().unwrap();
    child.wait().unwrap();
    for part in ["cut.db-wal", "cut.db-shm"] {
        std::fs::remove_file(scene.folder.path().join(part)).unwrap();
    }
    scene.finish(&cut);
    assert_eq!(scene.export(&cut), scene.export(&whole));
}

#[tokio::test(flavor = "multi_thread")]
async fn few_open_files_make_the_audit_slower_and_cost_no_kommun() {
    let names: Vec<String> = (0..80).map(|number| format!("ort{number}.test")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let scene = Scene::new(&names, 1, 2).await;
    let db = scene.file("h.db");
    let output = run(limited("-n 64", &scene.audit(&db)));
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("ulimit -n"), "it says so: {}", said(&output));
    // Two pages, robots.txt and sitemap.xml.
    assert_eq!(scene.asked(), 80 * 4);
}
