//! `hemkoll review`: what is left to settle, decisions taken in one by one or as a sheet, and all of them in order.

use std::{path::Path, sync::Arc};

use serde_json::json;

use super::{
    args::{
        ReviewArgs, ReviewCommand, ReviewDecideArgs, ReviewFormat, ReviewImportArgs, ReviewListArgs, ReviewLogArgs,
    },
    common::Common,
    exit::{Exit, Failure},
    output,
    results::{self, For, answer},
    rules, runtime,
};
use crate::{
    audit::{
        self, AuditError,
        review::{self, DecideRequest, Ruled, Ruling},
    },
    clock::Clock,
    domain::{Lang, Text, both, say},
    report::{
        SetTexts, export,
        mask::{masked, masked_decisions},
        review::{Wanted, log_text, open, open_text},
        text::safe,
    },
    rules::RuleSet,
    score::RoundResult,
};

/// Runs the command that was asked for.
pub(super) fn run(args: &ReviewArgs, common: &Common) -> Result<Exit, Failure> {
    match &args.command {
        ReviewCommand::List(args) => list(args, common),
        ReviewCommand::Decide(args) => decide(args, common),
        ReviewCommand::Import(args) => import(args, common),
        ReviewCommand::Log(args) => log(args, common),
    }
}

fn list(args: &ReviewListArgs, common: &Common) -> Result<Exit, Failure> {
    let rules = rules::load(args.of.rules.as_deref())?;
    runtime::block_on(async {
        let (store, round) = results::open(common, args.of.round.as_deref(), For::Reading).await?;
        let result = masked(&audit::result::load(&store, &round, &rules).await?);
        store.close().await;
        let wanted = wanted(args, &result, &rules)?;
        let set = SetTexts::from(&rules);
        let rows = open(&result, &set, &wanted);
        match args.format {
            ReviewFormat::Text => output::result(&open_text(common.lang, &round, &rows)).map(|()| Exit::Done),
            ReviewFormat::Csv => print(|out| export::review::sheet(&rows, out)),
            ReviewFormat::Jsonl => print(|out| export::review::open_jsonl(&rows, out)),
        }
    })
}

/// The codes of what was asked for; an error for what the round does not have.
fn wanted(args: &ReviewListArgs, result: &RoundResult, rules: &RuleSet) -> Result<Wanted, Failure> {
    let kommun = |wanted: &String| {
        let found = result.kommuner.iter().find(|one| one.kommun.is_called(wanted));
        let unknown = || AuditError::no_kommun(wanted, result.kommuner.iter().map(|one| &one.kommun.name));
        found.map(|one| one.kommun.code.clone()).ok_or_else(unknown)
    };
    if let Some(id) = args.rule.as_deref().filter(|id| rules.rule(id).is_none()) {
        return Err(rules::unknown(rules, id));
    }
    let lan = |wanted: &String| {
        let found = result.kommuner.iter().map(|one| &one.kommun.lan).find(|lan| lan.is_called(wanted));
        found.map(|lan| lan.code.clone()).ok_or_else(|| {
            Failure::Usage(both!(
                "Det finns ingen kommun i länet ”{wanted}” i omgången. Skriv två siffror eller namnet, till exempel \
                 --lan 12 eller --lan Skåne.",
                "The round has no kommun in the county “{wanted}”. Write two digits or its name, for example --lan 12 or \
                 --lan Skåne."
            ))
        })
    };
    let kommuner = args.kommun.iter().map(kommun).collect::<Result<_, _>>()?;
    let lan = args.lan.iter().map(lan).collect::<Result<_, _>>()?;
    Ok(Wanted { kommuner, lan, rule: args.rule.clone() })
}

fn decide(args: &ReviewDecideArgs, common: &Common) -> Result<Exit, Failure> {
    let ruling = Ruling {
        place: Text::default(),
        kommun: args.kommun.clone(),
        rule: args.rule.clone(),
        outcome: args.outcome.into(),
        reason: args.reason.clone(),
        quote: args.quote.clone().unwrap_or_default(),
        url: args.url.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    store(vec![ruling], &args.by, args.of.round.as_deref(), args.of.rules.as_deref(), args.json, common)
}

fn import(args: &ReviewImportArgs, common: &Common) -> Result<Exit, Failure> {
    let path = args.sheet.display().to_string();
    let bytes = std::fs::read(&args.sheet).map_err(|cause| AuditError::File { path: path.clone(), cause })?;
    let rulings = review::read_sheet(&bytes, &path)?;
    if rulings.is_empty() {
        return Err(Failure::Usage(both!(
            "{path}: ingen rad har ett utfall. Skriv ja, delvis, nej eller berörs inte i kolumnen utfall.",
            "{path}: no line has an outcome. Write ja, delvis, nej or berörs inte in the column utfall."
        )));
    }
    store(rulings, &args.by, args.of.round.as_deref(), args.of.rules.as_deref(), args.json, common)
}

fn store(
    rulings: Vec<Ruling>,
    by: &str,
    round: Option<&str>,
    folder: Option<&Path>,
    as_json: bool,
    common: &Common,
) -> Result<Exit, Failure> {
    let rules = Arc::new(rules::load(folder)?);
    runtime::block_on(async {
        let (store, round) = results::open(common, round, For::Changing).await?;
        let request = DecideRequest { round, by: by.to_owned(), rulings };
        let done = review::decide(&store, &request, rules, Clock::System).await?;
        store.close().await;
        if as_json {
            let decisions: Vec<_> = done
                .iter()
                .map(|ruled| json!({"kommun": ruled.kommun, "new": ruled.is_new, "decision": ruled.decision}))
                .collect();
            return output::json(&json!({"round": request.round, "decisions": decisions}));
        }
        output::result(&said(&done, common.lang))?;
        Ok(Exit::Done)
    })
}

fn said(done: &[Ruled], lang: Lang) -> String {
    let mut lines = Vec::new();
    for Ruled { kommun, decision, is_new } in done {
        let (kommun, rule, now) = (safe(kommun), &decision.rule, answer(Some(decision.outcome), lang));
        let (before, by) = (answer(Some(decision.replaced), lang), safe(&decision.replaced_by));
        lines.push(if !is_new {
            say!(lang, "{kommun}: {rule} är redan avgjord så: {now}.", "{kommun}: {rule} is settled so already: {now}.")
        } else if decision.confirms() && by.is_empty() {
            say!(
                lang,
                "{kommun}: {rule} är {now}. Du bekräftar programmets svar.",
                "{kommun}: {rule} is {now}. You confirm the program's answer."
            )
        } else if decision.confirms() {
            say!(
                lang,
                "{kommun}: {rule} är {now}. Du bekräftar vad {by} avgjorde.",
                "{kommun}: {rule} is {now}. You confirm what {by} settled."
            )
        } else if decision.is_appeal() {
            say!(
                lang,
                "{kommun}: {rule} är nu {now}. Du har ändrat programmets svar, som var {before}.",
                "{kommun}: {rule} is now {now}. You have changed the program's answer, which was {before}."
            )
        } else if decision.replaced_by.is_empty() {
            say!(lang, "{kommun}: {rule} är nu {now}.", "{kommun}: {rule} is now {now}.")
        } else {
            say!(
                lang,
                "{kommun}: {rule} är nu {now}. Det ersätter vad {by} avgjorde: {before}.",
                "{kommun}: {rule} is now {now}. It replaces what {by} settled: {before}."
            )
        });
        if let Some(words) = &decision.words {
            lines.push(format!("  ”{}”\n  {}", safe(&words.quote), safe(&words.url)));
        }
    }
    let new = done.iter().filter(|ruled| ruled.is_new).count();
    let stored = lang.plural(new, ["beslut är sparat", "beslut är sparade"], ["decision stored", "decisions stored"]);
    lines.push(say!(
        lang,
        "{stored}. Se resultatet: hemkoll report. Alla beslut: hemkoll review log",
        "{stored}. See the result: hemkoll report. All decisions: hemkoll review log"
    ));
    lines.join("\n")
}

fn log(args: &ReviewLogArgs, common: &Common) -> Result<Exit, Failure> {
    runtime::block_on(async {
        let (store, round) = results::open(common, args.round.as_deref(), For::Reading).await?;
        let log = masked_decisions(&review::decisions(&store, &round).await?);
        store.close().await;
        match args.format {
            ReviewFormat::Text => output::result(&log_text(common.lang, &round, &log)).map(|()| Exit::Done),
            ReviewFormat::Csv => print(|out| export::review::log(&log, out)),
            ReviewFormat::Jsonl => print(|out| export::review::log_jsonl(&log, out)),
        }
    })
}

/// What `write` writes, on standard out.
fn print(write: impl FnOnce(&mut Vec<u8>) -> Result<(), export::ExportError>) -> Result<Exit, Failure> {
    let mut out = Vec::new();
    write(&mut out).map_err(|fault| Failure::Storage(Text::by(|lang| results::capitalised(&fault.told(lang)))))?;
    output::result(&String::from_utf8_lossy(&out))?;
    Ok(Exit::Done)
}
