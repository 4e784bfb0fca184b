//! `hemkoll score` and `report`: from what is stored, without the network.

use std::sync::Arc;

use serde_json::json;

use super::{
    args::{ReportArgs, ScoreArgs},
    exit::{Exit, Failure},
    output, progress, rules, runtime,
};
use crate::{
    audit::{self, Changes, rescore, rescore::Cause},
    config::{ConfigFile, Settings},
    domain::Outcome,
    report::{
        SetTexts,
        mask::masked,
        site::{self, Site},
        text,
    },
    rules::RuleSet,
    score::RoundResult,
    store::Store,
};

/// Judges a round again and prints what changed.
pub(super) fn score(args: &ScoreArgs, db: Option<String>, file: ConfigFile) -> Result<Exit, Failure> {
    let rules = Arc::new(rules::load(args.rules.as_deref())?);
    runtime::block_on(async {
        let (store, round) = open(db, file, args.round.clone()).await?;
        let changes = rescore(&store, &round, Arc::clone(&rules), &*progress::sink()).await?;
        if args.json {
            output::json(&changes_json(&changes))?;
        } else {
            output::result(&changes_text(&changes))?;
            let result = audit::result::load(&store, &round, &rules).await?;
            print_ranking(&result, &rules, false)?;
        }
        store.close().await;
        Ok(Exit::Done)
    })
}

/// Writes the static site.
pub(super) fn report(args: &ReportArgs, db: Option<String>, file: ConfigFile) -> Result<Exit, Failure> {
    let rules = rules::load(args.rules.as_deref())?;
    runtime::block_on(async {
        let (store, round) = open(db, file, args.round.clone()).await?;
        let result = masked(&audit::result::load(&store, &round, &rules).await?);
        let since = audit::since(&store, &result, &rules).await?;
        store.close().await;
        let set = SetTexts::from(&rules);
        let written = site::write(&Site::new(&result, &set).since(since.as_ref()), &args.out)
            .map_err(|error| Failure::Storage(capitalised(&error.to_string())))?;
        let start = args.out.join("index.html");
        output::result(&format!("Skrev {written} filer. Öppna {} i en webbläsare.", start.display()))?;
        Ok(Exit::Done)
    })
}

/// The database and the round's name: the one asked for, or the newest.
pub(super) async fn open(
    db: Option<String>,
    file: ConfigFile,
    round: Option<String>,
) -> Result<(Store, String), Failure> {
    let settings = Settings::resolve(file.under(ConfigFile { db, ..ConfigFile::default() }))?;
    let store = Store::open_existing(&settings.db).await?;
    let round = match round {
        Some(round) => round,
        None => audit::result::newest(&store).await?.ok_or_else(|| {
            Failure::Usage(format!("Det finns ingen omgång i {}. Kör hemkoll audit först.", settings.db))
        })?,
    };
    Ok((store, round))
}

/// The ranking as a table for people, or as JSON.
pub(super) fn print_ranking(result: &RoundResult, rules: &RuleSet, as_json: bool) -> Result<(), Failure> {
    if !as_json {
        return output::result(&text::ranking(result, &SetTexts::from(rules)));
    }
    let head = rules.head();
    let kommuner: Vec<_> = result
        .kommuner
        .iter()
        .map(|kommun| {
            json!({
                "code": kommun.kommun.code,
                "name": kommun.kommun.name,
                "status": kommun.visit.status.code(),
                "reason": kommun.visit.reason.map(crate::domain::Reason::code),
                "pages": kommun.visit.pages_ok,
                "score": kommun.score.as_ref().map(|score| json!({
                    "low": score.low, "value": score.value, "high": score.high, "preliminary": score.preliminary,
                })),
                "rank": kommun.rank,
            })
        })
        .collect();
    let set =
        json!({"name": head.name, "version": head.version, "official": head.official, "disclaimer": head.disclaimer});
    output::json(&json!({"round": result.round.name, "set": set, "kommuner": kommuner})).map(|_| ())
}

fn changes_text(changes: &Changes) -> String {
    let mut lines =
        format!("Omgång {}: {} kommuner och {} sidor bedömda igen.\n", changes.round, changes.kommuner, changes.pages);
    for change in &changes.changes {
        lines.push_str(&format!(
            "  {}: {} var {}, är nu {} ({})\n",
            text::safe(&change.kommun),
            change.rule,
            answer(change.before),
            answer(change.after),
            cause(change.cause).1,
        ));
    }
    lines.push_str(&match changes.changes.len() {
        0 => "Inget svar ändrades.\n\n".to_owned(),
        1 => "1 svar ändrades.\n\n".to_owned(),
        count => format!("{count} svar ändrades.\n\n"),
    });
    lines
}

/// An answer as people read it.
pub(super) fn answer(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        None => "utan svar",
        Some(Outcome::Passed) => "ja",
        Some(Outcome::Partial) => "delvis",
        Some(Outcome::Failed) => "nej",
        Some(Outcome::Inapplicable) => "berörs inte",
        Some(Outcome::CantTell | Outcome::Untested) => "inte avgjort",
    }
}

/// Why an answer changed: for machines, and for people.
const fn cause(cause: Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::Rule => ("rule", "regeln är ändrad"),
        Cause::Program => ("program", "programmet läser sidan på ett annat sätt"),
    }
}

fn changes_json(changes: &Changes) -> serde_json::Value {
    let rows: Vec<_> = changes
        .changes
        .iter()
        .map(|change| {
            json!({
                "code": change.code,
                "rule": change.rule,
                "before": change.before.map(Outcome::code),
                "after": change.after.map(Outcome::code),
                "cause": cause(change.cause).0,
            })
        })
        .collect();
    json!({"round": changes.round, "kommuner": changes.kommuner, "pages": changes.pages, "changes": rows})
}

pub(super) fn capitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
