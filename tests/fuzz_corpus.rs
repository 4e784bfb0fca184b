//! The corpora of the fuzzers, replayed and mutated: the same functions, on stable Rust.
//!
//! `PROPTEST_CASES=20000 cargo test --test fuzz_corpus` goes on for longer, where there is no fuzzer.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;

/// Room as on the threads that judge.
const STACK: usize = 16 * 1024 * 1024;

/// Of the cases that proptest would try, one in so many: judging a page takes its time.
const SHARE: u32 = 4;

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

/// The files of a corpus, by name.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = std::fs::read_dir(Path::new("fuzz/corpus").join(name)).unwrap();
    let mut files: Vec<_> = folder
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

fn with_room(run: impl FnOnce() + Send + 'static) -> bool {
    std::thread::Builder::new().stack_size(STACK).spawn(run).unwrap().join().is_ok()
}

#[test]
fn every_corpus_is_replayed() {
    let known: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names("corpus"), known);
    assert_eq!(names("fuzz_targets"), known);
    for (name, target) in TARGETS {
        for (path, bytes) in corpus(name) {
            assert!(with_room(move || target(&bytes)), "{path}");
        }
    }
}

/// What is done to bytes.
#[derive(Clone, Debug)]
enum Change {
    Set(Index, u8),
    Flip(Index, u8),
    Cut(Index, Index),
    Repeat(Index, Index, u8),
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<Index>;
    prop_oneof![
        (place(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (place(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        (place(), place()).prop_map(|(from, to)| Change::Cut(from, to)),
        (place(), place(), 1..6_u8).prop_map(|(from, to, times)| Change::Repeat(from, to, times)),
    ]
}

fn changed(mut bytes: Vec<u8>, change: &Change) -> Vec<u8> {
    let range = |from: &Index, to: &Index, length: usize| {
        let (a, b) = (from.index(length), to.index(length));
        a.min(b)..a.max(b)
    };
    let length = bytes.len();
    match change {
        _ if length == 0 => {}
        Change::Set(at, byte) => bytes[at.index(length)] = *byte,
        Change::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
        Change::Cut(from, to) => drop(bytes.drain(range(from, to, length))),
        Change::Repeat(from, to, times) => {
            let range = range(from, to, length);
            let again = bytes[range.clone()].repeat(usize::from(*times));
            bytes.splice(range.end..range.end, again);
        }
    }
    bytes
}

/// The beginning of one file and the end of another, changed in a few places.
fn mutated(name: &str) -> impl Strategy<Value = Vec<u8>> + use<> {
    let files: Vec<Vec<u8>> = corpus(name).into_iter().map(|(_, bytes)| bytes).collect();
    let one = proptest::sample::select(files.clone());
    let other = proptest::sample::select(files);
    let cuts = (any::<Index>(), any::<Index>(), any::<bool>());
    (one, other, cuts, proptest::collection::vec(change(), 0..6)).prop_map(|(one, other, (a, b, splice), changes)| {
        let spliced =
            if splice { [&one[..a.index(one.len() + 1)], &other[b.index(other.len() + 1)..]].concat() } else { one };
        changes.iter().fold(spliced, changed)
    })
}

#[test]
fn what_the_corpora_become_when_mutated_is_borne() {
    for (name, target) in TARGETS {
        let borne = with_room(move || {
            let config = ProptestConfig::default();
            let cases = config.cases.div_ceil(SHARE);
            let run = TestRunner::new(ProptestConfig { cases, ..config }).run(&mutated(name), |bytes| {
                target(&bytes);
                Ok(())
            });
            if let Err(fault) = run {
                panic!("{fault}");
            }
        });
        assert!(borne, "{name}");
    }
}
