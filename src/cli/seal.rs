//! `hemkoll seal` and `hemkoll verify`: a round closed, and whether it is still what it was.

use std::sync::Arc;

use serde_json::json;

use super::{
    args::{SealArgs, VerifyArgs},
    exit::{Exit, Failure},
    output, results, rules, runtime,
};
use crate::{
    audit::{self, Verified},
    clock::Clock,
    config::ConfigFile,
    report::text::safe,
};

/// Seals a round.
pub(super) fn seal(args: &SealArgs, db: Option<String>, file: ConfigFile) -> Result<Exit, Failure> {
    let rules = rules::load(args.rules.as_deref())?;
    runtime::block_on(async {
        let (store, round) = results::open(db, file, args.round.clone()).await?;
        let seal = audit::seal(&store, &round, &rules, Clock::System).await?;
        store.close().await;
        if args.json {
            let lines = seal.manifest.lines().count();
            return output::json(&json!({
                "round": round, "seal": seal.sha256, "previous": seal.previous, "sealed_at": seal.sealed_at,
                "position": seal.position, "lines": lines,
            }));
        }
        output::result(&format!(
            "Omgången {} är förseglad och går inte längre att ändra.\nSigill: {}\n\
             Skriv av sigillet i protokollet. Då märks det också om någon byter ut hela databasen:\n  \
             hemkoll verify --round {} --seal {}",
            safe(&round),
            seal.sha256,
            safe(&round),
            seal.sha256,
        ))?;
        Ok(Exit::Done)
    })
}

/// Verifies a round.
pub(super) fn verify(args: &VerifyArgs, db: Option<String>, file: ConfigFile) -> Result<Exit, Failure> {
    let rules = Arc::new(rules::load(args.rules.as_deref())?);
    runtime::block_on(async {
        let (store, round) = results::open(db, file, args.round.clone()).await?;
        let done = audit::verify(&store, &round, rules, args.sample, args.seal.as_deref()).await?;
        store.close().await;
        let exit = if done.differences.is_empty() { Exit::Done } else { Exit::No };
        if args.json {
            output::json(&json!({
                "round": done.round, "seal": done.seal, "bodies": done.bodies, "purged": done.purged,
                "judged": done.judged, "differences": done.differences,
            }))?;
        } else {
            output::result(&said(&done))?;
        }
        Ok(exit)
    })
}

fn said(done: &Verified) -> String {
    let mut lines = vec![match &done.seal {
        Some(seal) => format!("Omgången {} är förseglad: {seal}", safe(&done.round)),
        None => format!("Omgången {} är inte förseglad. Bara sidorna och svaren kontrolleras.", safe(&done.round)),
    }];
    lines.push(format!("{} sidor och svar har lästs ur arkivet och stämts av mot sina kontrollsummor.", done.bodies));
    if done.purged > 0 {
        lines.push(format!("{} är gallrade. Deras kontrollsummor finns kvar.", done.purged));
    }
    if !done.judged.is_empty() {
        let names: Vec<String> = done.judged.iter().map(|name| safe(name)).collect();
        lines.push(format!("Bedömda en gång till: {}.", names.join(", ")));
    }
    if done.differences.is_empty() {
        lines.push("Allt stämmer.".to_owned());
    } else {
        lines.push(format!("Det här stämmer inte ({}):", done.differences.len()));
        lines.extend(done.differences.iter().map(|difference| format!("  {}", safe(difference))));
    }
    lines.join("\n")
}
