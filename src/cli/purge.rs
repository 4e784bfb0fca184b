//! `hemkoll purge`: raw pages whose time is up are removed; answers, scores and hashes stay.

use jiff::civil::Date;
use serde_json::json;

use super::{
    args::PurgeArgs,
    exit::{Exit, Failure},
    output, runtime,
};
use crate::{
    audit::{self, AuditError, Due},
    clock::Clock,
    config::{ConfigFile, Settings},
    report::text::safe,
    store::Store,
};

/// Sets a round's last day, or removes what is past its day.
pub(super) fn run(args: &PurgeArgs, db: Option<String>, file: ConfigFile) -> Result<Exit, Failure> {
    let settings = Settings::resolve(file.under(ConfigFile { db, ..ConfigFile::default() }))?;
    let clock = Clock::System;
    runtime::block_on(async {
        let store = Store::open_existing(&settings.db).await?;
        if let Some(day) = args.keep_until {
            let round = args.round.as_deref().ok_or_else(|| {
                Failure::Usage("Skriv vilken omgång dagen gäller: --round NAMN --keep-until DATUM.".to_owned())
            })?;
            set(&store, round, day).await?;
        }
        let due = audit::purge(&store, args.round.as_deref(), args.dry_run, clock).await?;
        store.close().await;
        if args.json {
            let rows: Vec<_> = due.iter().map(row).collect();
            return output::json(&json!({"today": clock.today().to_string(), "dry_run": args.dry_run, "rounds": rows}));
        }
        let mut lines: Vec<String> = due.iter().map(|due| said(due, args.dry_run)).collect();
        if lines.is_empty() {
            lines.push("Det finns ingen omgång i databasen.".to_owned());
        }
        output::result(&lines.join("\n"))?;
        Ok(Exit::Done)
    })
}

async fn set(store: &Store, round: &str, day: Date) -> Result<(), Failure> {
    let row = store.round(round).await?.ok_or_else(|| AuditError::NoSuchRound(round.to_owned()))?;
    Ok(store.keep_until(row.id, &day.to_string()).await?)
}

fn row(due: &Due) -> serde_json::Value {
    json!({
        "round": due.round, "keep_until": due.keep_until, "purged_at": due.purged_at,
        "removed": due.removed.map(|removed| json!({
            "bodies": removed.bodies, "bytes": removed.bytes, "shared": removed.shared,
        })),
    })
}

fn said(due: &Due, dry_run: bool) -> String {
    let round = safe(&due.round);
    let Some(removed) = due.removed else {
        return match (due.keep_until.as_str(), due.purged_at.get(..10)) {
            (_, Some(day)) => format!("{round}: sidorna gallrades den {day}."),
            ("", None) => {
                format!("{round}: ingen gallringsdag är satt. Sätt den med --round {round} --keep-until DATUM.")
            }
            (day, None) => format!("{round}: sidorna sparas till och med {day}."),
        };
    };
    let verb = if dry_run { "skulle tas bort" } else { "togs bort" };
    let shared = if removed.shared > 0 {
        format!(" {} sidor behövs av en annan omgång och är kvar.", removed.shared)
    } else {
        String::new()
    };
    format!(
        "{round}: {} hämtade sidor och filer ({} kB) {verb}. Svar, poäng och kontrollsummor är kvar.{shared}",
        removed.bodies,
        removed.bytes.div_ceil(1000),
    )
}
