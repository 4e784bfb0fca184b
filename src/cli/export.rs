//! `hemkoll export`: the result, or the archive behind it, as a file or on standard out.
//!
//! What must stay true: a file is there whole or not at all under its name.

use std::{
    fs::File,
    io::{self, BufWriter, Read, Seek, Write},
    path::Path,
};

use super::{
    args::{ExportArgs, ExportFormat},
    exit::{Exit, Failure},
    output,
    results::{self, capitalised},
    rules, runtime,
};
use tempfile::NamedTempFile;

use crate::{
    archive::{self, ArchiveError, wacz},
    audit::{self, AuditError},
    config::ConfigFile,
    report::{SetTexts, export, mask::masked},
    rules::RuleSet,
    store::Store,
};

/// Writes the result as data.
pub(super) fn run(args: &ExportArgs, db: Option<String>, file: ConfigFile) -> Result<Exit, Failure> {
    let rules = rules::load(args.rules.as_deref())?;
    runtime::block_on(async {
        let (store, round) = results::open(db, file, args.round.clone()).await?;
        let target = Target(args.out.as_deref());
        let mut file = target.temporary().map_err(|cause| target.told(&cause))?;
        write(
            args.format,
            args.with_times,
            &Source { store: &store, round: &round, rules: &rules },
            file.as_file_mut(),
        )
        .await
        .map_err(|fault| match fault {
            Fault::Audit(fault) => fault.into(),
            Fault::Export(cause) => target.told(&cause),
        })?;
        store.close().await;
        target.take(file).map_err(|cause| target.told(&cause))?;
        if let Some(path) = &args.out {
            output::note(&format!("Skrev {}.", path.display()));
        }
        Ok(Exit::Done)
    })
}

/// What is exported.
struct Source<'a> {
    store: &'a Store,
    round: &'a str,
    rules: &'a RuleSet,
}

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error(transparent)]
    Audit(#[from] AuditError),
    #[error(transparent)]
    Export(#[from] export::ExportError),
}

impl From<ArchiveError> for Fault {
    fn from(fault: ArchiveError) -> Self {
        Self::Audit(fault.into())
    }
}

async fn write(format: ExportFormat, with_times: bool, of: &Source<'_>, file: &mut File) -> Result<(), Fault> {
    let mut out = BufWriter::new(file);
    let texts = SetTexts::from(of.rules);
    let result = async || audit::result::load(of.store, of.round, of.rules).await.map(|result| masked(&result));
    let row = async || {
        let row = of.store.round(of.round).await.map_err(AuditError::from)?;
        row.ok_or_else(|| AuditError::NoSuchRound(of.round.to_owned()))
    };
    match format {
        ExportFormat::Csv => export::csv::answers(&result().await?, &texts, &mut out)?,
        ExportFormat::Xlsx => export::xlsx::write(&result().await?, &texts, &mut out)?,
        ExportFormat::Earl => export::earl::write(&result().await?, &texts, &mut out)?,
        ExportFormat::Datapackage => export::datapackage::write(&result().await?, &texts, &mut out)?,
        ExportFormat::Json => export::json::write(&result().await?, &texts, &mut out)?,
        ExportFormat::Jsonl => export::jsonl::write(&result().await?, &texts, with_times, &mut out)?,
        ExportFormat::Warc => drop(Box::pin(archive::export::warc(of.store, &row().await?, &mut out)).await?),
        ExportFormat::Wacz => drop(Box::pin(wacz::write(of.store, &row().await?, &mut out)).await?),
    }
    Ok(out.flush().map_err(export::ExportError::from)?)
}

/// Where the export goes: a file, or standard out.
struct Target<'a>(Option<&'a Path>);

impl Target<'_> {
    /// A file to fill: beside the target, so that the last step is a rename.
    fn temporary(&self) -> io::Result<NamedTempFile> {
        let Some(path) = self.0 else { return NamedTempFile::new() };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        // As any new file: what the user's umask leaves of it.
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        builder.tempfile_in(folder)
    }

    /// Hands the filled file over.
    fn take(&self, mut file: NamedTempFile) -> io::Result<()> {
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

    fn told(&self, cause: &dyn std::error::Error) -> Failure {
        Failure::Storage(match self.0 {
            Some(path) => format!("Kan inte skriva {}: {cause}", path.display()),
            None => capitalised(&cause.to_string()),
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
