//! `hemkoll seal` and `hemkoll verify`: a round closed, and whether it is still what it was.

use std::sync::Arc;

use serde_json::json;

use super::{
    args::{SealArgs, VerifyArgs},
    common::Common,
    exit::{Exit, Failure},
    output,
    results::{self, For},
    rules, runtime,
};
use crate::{
    audit::{self, Verified},
    clock::Clock,
    domain::{Lang, say},
    report::text::safe,
};

/// Seals a round.
pub(super) fn seal(args: &SealArgs, common: &Common) -> Result<Exit, Failure> {
    let rules = rules::load(args.of.rules.as_deref())?;
    runtime::block_on(async {
        let (store, round) = results::open(common, args.of.round.as_deref(), For::Changing).await?;
        let seal = audit::seal(&store, &round, &rules, Clock::System).await?;
        store.close().await;
        if args.json {
            let lines = seal.manifest.lines().count();
            return output::json(&json!({
                "round": round, "seal": seal.sha256, "previous": seal.previous, "sealed_at": seal.sealed_at,
                "position": seal.position, "lines": lines,
            }));
        }
        let (round, seal) = (safe(&round), seal.sha256);
        output::result(&say!(
            common.lang,
            "Omgången {round} är förseglad och går inte längre att ändra. hemkoll serve visar den nu för alla.\n\
             Sigill: {seal}\n\
             Skriv av sigillet i protokollet. Då märks det också om någon byter ut hela databasen:\n  \
             hemkoll verify --round {round} --seal {seal}",
            "The round {round} is sealed and can no longer be changed. hemkoll serve now shows it to everybody.\n\
             Seal: {seal}\n\
             Copy the seal to the minutes. Then it shows too if somebody exchanges the whole database:\n  \
             hemkoll verify --round {round} --seal {seal}"
        ))?;
        Ok(Exit::Done)
    })
}

/// Verifies a round.
pub(super) fn verify(args: &VerifyArgs, common: &Common) -> Result<Exit, Failure> {
    let rules = Arc::new(rules::load(args.of.rules.as_deref())?);
    runtime::block_on(async {
        let (store, round) = results::open(common, args.of.round.as_deref(), For::Reading).await?;
        let done = audit::verify(&store, &round, rules, args.sample, args.seal.as_deref()).await?;
        store.close().await;
        let exit = if done.differences.is_empty() { Exit::Done } else { Exit::No };
        if args.json {
            let differences: Vec<String> = done.differences.iter().map(ToString::to_string).collect();
            output::json(&json!({
                "round": done.round, "seal": done.seal, "bodies": done.bodies, "purged": done.purged,
                "decisions": done.decisions, "judged": done.judged, "differences": differences,
            }))?;
        } else {
            output::result(&said(&done, common.lang))?;
        }
        Ok(exit)
    })
}

fn said(done: &Verified, lang: Lang) -> String {
    let round = safe(&done.round);
    let mut lines = vec![match &done.seal {
        Some(seal) => say!(lang, "Omgången {round} är förseglad: {seal}", "The round {round} is sealed: {seal}"),
        None => say!(
            lang,
            "Omgången {round} är inte förseglad. Bara sidorna, svaren och orden som granskare pekar på kontrolleras.",
            "The round {round} is not sealed. Only the pages, the answers and the words that reviewers point at are checked."
        ),
    }];
    let bodies = lang.plural(done.bodies, ["hämtat svar", "hämtade svar"], ["fetched answer", "fetched answers"]);
    lines.push(say!(
        lang,
        "Läst ur arkivet och stämt av mot kontrollsummor: {bodies}.",
        "Read from the archive and held against checksums: {bodies}."
    ));
    if done.purged > 0 {
        let purged = done.purged;
        lines.push(say!(
            lang,
            "Gallrade: {purged}. Deras kontrollsummor finns kvar.",
            "Removed when their time was up: {purged}. Their checksums are left."
        ));
    }
    if done.decisions > 0 {
        let decisions = done.decisions;
        lines.push(say!(
            lang,
            "Beslut vars ord har letats upp på sidan som de pekar på: {decisions}.",
            "Decisions whose words were looked for on the page that they point at: {decisions}."
        ));
    }
    if done.decisions_left > 0 {
        let left = done.decisions_left;
        lines.push(say!(
            lang,
            "Beslut vars ord inte gick att leta upp, för att sidan är läst på nytt, gallrad eller borta: {left}.",
            "Decisions whose words could not be looked for, since the page was read anew, removed or lost: {left}."
        ));
    }
    if !done.judged.is_empty() {
        let names: Vec<String> = done.judged.iter().map(|name| safe(name)).collect();
        let names = names.join(", ");
        lines.push(say!(lang, "Bedömda en gång till: {names}.", "Judged once more: {names}."));
    }
    if done.differences.is_empty() {
        lines.push(lang.of("Allt stämmer.", "All is as it was.").to_owned());
    } else {
        let count = done.differences.len();
        lines.push(say!(lang, "Det här stämmer inte ({count}):", "This differs ({count}):"));
        lines.extend(done.differences.iter().map(|difference| format!("  {}", safe(difference.of(lang)))));
    }
    lines.join("\n")
}
