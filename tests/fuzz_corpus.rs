//! The corpora of the fuzzers, replayed: the same functions, on stable Rust.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::collections::BTreeSet;
use std::path::Path;

/// Room as on the threads that judge.
const STACK: usize = 16 * 1024 * 1024;

type Target = fn(&[u8]);

/// Every target by name, as `fuzz/Cargo.toml` has them.
const TARGETS: [(&str, Target); 7] = [
    ("headers", targets::headers),
    ("page", targets::page),
    ("robots", targets::robots),
    ("rules", targets::rules),
    ("saved", targets::saved),
    ("seeds", targets::seeds),
    ("sitemap", targets::sitemap),
];

fn names(folder: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(Path::new("fuzz").join(folder)).unwrap();
    entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn every_corpus_is_replayed() {
    let known: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names("corpus"), known);
    assert_eq!(names("fuzz_targets"), known);
    for (name, target) in TARGETS {
        let folder = Path::new("fuzz/corpus").join(name);
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || target(&bytes)).unwrap();
            assert!(thread.join().is_ok(), "{}", path.display());
        }
    }
}
