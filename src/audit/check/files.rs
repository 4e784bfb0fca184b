//! Files and folders, side by side.
//!
//! What must stay true: answers come in the order of the files; a file that makes the program fail costs itself alone.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{CheckOptions, CheckResult, Shape, address_of, alone, check_bytes};
use crate::audit::{AuditError, Judge};
use crate::domain::Reason;

/// File endings that a folder is searched for.
pub const ENDINGS: [&str; 6] = ["html", "htm", "xhtml", "svg", "xml", "txt"];
/// Room for the deepest tree that the page model admits, many times over.
const STACK: usize = 16 * 1024 * 1024;

/// Checks files side by side, answers in their order. The first of each pair names the file, the second is its path; of
/// a file over `most` bytes nothing is judged.
pub fn check_files(
    files: &[(String, PathBuf)],
    most: u64,
    judge: &Judge,
    options: &CheckOptions,
) -> Vec<Result<CheckResult, AuditError>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(files.len());
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some((name, path)) = files.get(index) else { return };
            let checked = check_file(name, path, most, judge, options);
            done.lock().unwrap_or_else(PoisonError::into_inner).insert(index, checked);
        }
    };
    std::thread::scope(|scope| {
        for number in 0..threads {
            let thread = std::thread::Builder::new().name(format!("check-{number}")).stack_size(STACK);
            if thread.spawn_scoped(scope, work).is_err() && number == 0 {
                work();
            }
        }
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner).into_values().collect()
}

fn check_file(
    name: &str,
    path: &Path,
    most: u64,
    judge: &Judge,
    options: &CheckOptions,
) -> Result<CheckResult, AuditError> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most.saturating_add(1)).read_to_end(&mut bytes));
    read.map_err(|cause| AuditError::File { path: path.display().to_string(), cause })?;
    if bytes.len() as u64 > most {
        return Ok(unreadable(name, Reason::TooLarge, judge));
    }
    // A page that makes the program fail costs itself alone.
    let checked = catch_unwind(AssertUnwindSafe(|| check_bytes(&bytes, None, name, judge, options)));
    Ok(checked.unwrap_or_else(|_| unreadable(name, Reason::Unreadable, judge)))
}

/// A file of which nothing can be said, and why.
pub fn unreadable(name: &str, reason: Reason, judge: &Judge) -> CheckResult {
    // What cannot be read has no shape: none of its answers depends on it.
    alone::settled(name, &address_of(name), Shape::Page, Err(reason), judge)
}

/// The files of a folder that can be checked, sorted; a file stands for itself. Each with its name relative to the
/// folder. A folder inside that cannot be read is among them: it costs itself alone.
pub fn files(target: &Path) -> Result<Vec<(String, PathBuf)>, AuditError> {
    let told = |path: &Path, cause| AuditError::File { path: path.display().to_string(), cause };
    if !target.is_dir() {
        let name =
            target.file_name().map_or_else(|| target.display().to_string(), |name| name.to_string_lossy().into());
        return Ok(vec![(name, target.to_owned())]);
    }
    let named = |path: &Path| path.strip_prefix(target).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let mut found = Vec::new();
    let mut folders = vec![target.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(cause) if folder == target => return Err(told(&folder, cause)),
            Err(_) => {
                found.push((named(&folder), folder));
                continue;
            }
        };
        for entry in entries {
            let Ok(entry) = entry else {
                found.push((named(&folder), folder.clone()));
                break;
            };
            let path = entry.path();
            // Symbolic links to folders are not followed: they may run in a circle.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
                && may_end(&path)
            {
                found.push((named(&path), path));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A pipe never ends. What cannot be looked at is told when it is read.
fn may_end(path: &Path) -> bool {
    std::fs::metadata(path).map_or(true, |meta| meta.is_file())
}
