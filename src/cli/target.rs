//! Where a result goes that may be a file: `--out`, or standard out.
//!
//! What must stay true: a file is there whole or not at all under its name.

use std::{
    fs::File,
    io::{self, Read, Seek, Write},
    path::Path,
};

use tempfile::NamedTempFile;

use super::{exit::Failure, results::capitalised};
use crate::domain::{Text, both, say, system_fault};

/// A file, or standard out when there is none.
pub(super) struct Target<'a>(pub(super) Option<&'a Path>);

impl Target<'_> {
    /// A file to fill: beside the target, so that the last step is a rename.
    pub(super) fn temporary(&self) -> io::Result<NamedTempFile> {
        let Some(path) = self.0 else { return NamedTempFile::new() };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        // As any new file: what the user's umask leaves of it.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        builder.tempfile_in(folder)
    }

    /// Hands the filled file over.
    pub(super) fn take(&self, mut file: NamedTempFile) -> io::Result<()> {
        match self.0 {
            // A pipe or a device is written to, never replaced.
            Some(path) if path.exists() && !path.is_file() => {
                file.rewind()?;
                io::copy(&mut file, &mut File::create(path)?).map(drop)
            }
            Some(path) => {
                file.as_file().sync_all()?;
                file.persist(path).map_err(|fault| fault.error).map(drop)
            }
            None => {
                file.rewind()?;
                to_standard_out(&mut file)
            }
        }
    }

    /// What to tell when it cannot be written.
    pub(super) fn told(&self, cause: &Text) -> Failure {
        Failure::Storage(match self.0.map(Path::display) {
            Some(path) => Text::by(|lang| {
                let cause = cause.of(lang);
                say!(lang, "Kan inte skriva {path}: {cause}", "Cannot write {path}: {cause}")
            }),
            None => Text::by(|lang| capitalised(cause.of(lang))),
        })
    }

    /// What to tell when the system does not let it be written.
    pub(super) fn refused(&self, cause: &io::Error) -> Failure {
        let folder = self.0.and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        self.told(&match folder.map(Path::display) {
            Some(folder) => both!(
                "mappen {folder} finns inte. Skapa den först, eller välj en annan.",
                "there is no folder {folder}. Make it first, or choose another."
            ),
            None => Text::by(|lang| format!("{}.", system_fault(lang, cause))),
        })
    }
}

/// Copies the file out. A reader that went away (`| head`) is no fault.
fn to_standard_out(file: &mut impl Read) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match io::copy(file, &mut out).and_then(|_| out.flush()) {
        Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}
