//! `hemkoll export`: the result, or the archive behind it, as a file or on standard out.

use std::{
    fs::File,
    io::{BufWriter, Write},
};

use super::{
    args::{ExportArgs, ExportFormat},
    common::Common,
    exit::{Exit, Failure},
    output,
    results::{self, For},
    rules, runtime,
    target::Target,
};

use crate::{
    archive::{self, ArchiveError, wacz},
    audit::{self, AuditError},
    domain::{Text, say},
    report::{SetTexts, export, mask::masked},
    rules::RuleSet,
    store::Store,
};

/// Writes the result as data.
pub(super) fn run(args: &ExportArgs, common: &Common) -> Result<Exit, Failure> {
    let rules = rules::load(args.of.rules.as_deref())?;
    runtime::block_on(async {
        let (store, round) = results::open(common, args.of.round.as_deref(), For::Reading).await?;
        results::tell_unfinished(&store, &round, common.lang).await?;
        let target = Target(args.out.as_deref());
        let mut file = target.temporary().map_err(|cause| target.refused(&cause))?;
        write(
            args.format,
            args.with_times,
            &Source { store: &store, round: &round, rules: &rules },
            file.as_file_mut(),
        )
        .await
        .map_err(|fault| match fault {
            Fault::Audit(fault) => fault.into(),
            Fault::Export(cause) => target.told(&Text::by(|lang| cause.told(lang))),
        })?;
        store.close().await;
        target.take(file).map_err(|cause| target.refused(&cause))?;
        if let Some(path) = &args.out {
            let path = path.display();
            output::note(&say!(common.lang, "Skrev {path}.", "Wrote {path}."));
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
    let row = async || audit::result::named(of.store, of.round).await;
    match format {
        ExportFormat::Csv => export::csv::answers(&result().await?, &texts, &mut out)?,
        ExportFormat::Xlsx => export::xlsx::write(&result().await?, &texts, &mut out)?,
        ExportFormat::Earl => export::earl::write(&result().await?, &texts, &mut out)?,
        ExportFormat::Datapackage => export::datapackage::write(&result().await?, &texts, &mut out)?,
        ExportFormat::Json => export::json::write(&result().await?, &texts, &mut out)?,
        ExportFormat::Jsonl => export::jsonl::write(&result().await?, &texts, with_times, &mut out)?,
        ExportFormat::Warc => drop(Box::pin(archive::export::warc(of.store, &row().await?, &mut out)).await?),
        ExportFormat::LogCsv => export::log::csv(&audit::log::log(of.store, of.round).await?, &mut out)?,
        ExportFormat::LogJsonl => export::log::jsonl(&audit::log::log(of.store, of.round).await?, &mut out)?,
        ExportFormat::Wacz => drop(Box::pin(wacz::write(of.store, &row().await?, &mut out)).await?),
    }
    Ok(out.flush().map_err(export::ExportError::from)?)
}
