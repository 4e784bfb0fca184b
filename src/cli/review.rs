//! `hemkoll review`: what is left to settle, decisions taken in one by one or as a sheet, and all of them in order.

use std::{collections::BTreeMap, sync::Arc};

use serde_json::json;

use super::{
    args::{
        DisputeArgs, OfRound, ReviewAgreementArgs, ReviewArgs, ReviewCommand, ReviewDecideArgs, ReviewFormat,
        ReviewImportArgs, ReviewListArgs, ReviewLogArgs,
    },
    common::Common,
    exit::{Exit, Failure},
    kommuner, output,
    results::{self, For, answer},
    rules, runtime,
};
use crate::{
    audit::{
        self, AuditError,
        review::{self, DecideRequest, Ruled, Ruling},
    },
    clock::Clock,
    domain::{Lang, Outcome, Text, both, say},
    report::{
        SetTexts, export,
        mask::{masked, masked_decisions},
        review::{Wanted, log_text, open, open_text},
        text::safe,
    },
    rules::RuleSet,
    score::{self, Agreement, RoundResult},
};

/// So many faults of a sheet are shown, unless all are wanted.
const FAULTS_SHOWN: usize = 20;

/// Runs the command that was asked for.
pub(super) fn run(args: &ReviewArgs, common: &Common) -> Result<Exit, Failure> {
    match &args.command {
        ReviewCommand::List(args) => list(args, common),
        ReviewCommand::Decide(args) => decide(args, common),
        ReviewCommand::Import(args) => import(args, common),
        ReviewCommand::Log(args) => log(args, common),
        ReviewCommand::Agreement(args) => agreement(args, common),
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
            ReviewFormat::Text => output::result(&open_text(common.lang, &round, &rows, &wanted)).map(|()| Exit::Done),
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
    let all = result.kommuner.iter().map(|one| &one.kommun);
    let lan = |wanted: &String| kommuner::find_lan(all.clone(), wanted).map(|lan| lan.code.clone());
    let kommuner = args.kommun.iter().map(kommun).collect::<Result<_, _>>()?;
    let lan = args.lan.iter().map(lan).collect::<Result<_, _>>()?;
    Ok(Wanted { kommuner, lan, rule: args.rule.clone(), second: args.second.clone() })
}

fn decide(args: &ReviewDecideArgs, common: &Common) -> Result<Exit, Failure> {
    let ruling = Ruling {
        place: Text::default(),
        kommun: args.kommun.clone(),
        named: String::new(),
        rule: args.rule.clone(),
        outcome: args.outcome.into(),
        reason: args.reason.clone(),
        quote: args.quote.clone().unwrap_or_default(),
        url: args.url.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    let desk = Desk { by: &args.by, dispute: args.dispute, all_faults: true, of: &args.of, as_json: args.json };
    store(vec![ruling], &desk, common)
}

fn import(args: &ReviewImportArgs, common: &Common) -> Result<Exit, Failure> {
    let path = args.sheet.display().to_string();
    let bytes = std::fs::read(&args.sheet).map_err(|cause| AuditError::File { path: path.clone(), cause })?;
    let rulings = review::read_sheet(&bytes, &path).map_err(|fault| shortened(fault, args.all_faults))?;
    if rulings.is_empty() {
        return Err(Failure::Usage(both!(
            "{path}: ingen rad har ett utfall. Skriv ja, delvis, nej eller berörs inte i kolumnen utfall.",
            "{path}: no line has an outcome. Write ja, delvis, nej or berörs inte in the column utfall."
        )));
    }
    let desk =
        Desk { by: &args.by, dispute: args.dispute, all_faults: args.all_faults, of: &args.of, as_json: args.json };
    store(rulings, &desk, common)
}

/// A refusal with its first faults, and how many more there are, unless all are wanted.
fn shortened(fault: AuditError, all: bool) -> AuditError {
    match fault {
        AuditError::Refused(mut faults) if !all && faults.len() > FAULTS_SHOWN => {
            let more = faults.len() - FAULTS_SHOWN;
            faults.truncate(FAULTS_SHOWN);
            let lines = Text::by(|lang| lang.plural(more, ["rad", "rader"], ["line", "lines"]));
            faults.push(Text::by(|lang| {
                let lines = lines.of(lang);
                say!(
                    lang,
                    "… och {lines} till. Alla på en gång: samma kommando med --all-faults.",
                    "… and {lines} more. All at once: the same command with --all-faults."
                )
            }));
            AuditError::Refused(faults)
        }
        fault => fault,
    }
}

/// Who decides, in which round, and how it is told.
struct Desk<'a> {
    by: &'a str,
    dispute: DisputeArgs,
    all_faults: bool,
    of: &'a OfRound,
    as_json: bool,
}

fn store(rulings: Vec<Ruling>, desk: &Desk<'_>, common: &Common) -> Result<Exit, Failure> {
    let rules = Arc::new(rules::load(desk.of.rules.as_deref())?);
    runtime::block_on(async {
        let (store, round) = results::open(common, desk.of.round.as_deref(), For::Changing).await?;
        let DisputeArgs { settles, reopens } = desk.dispute;
        let request = DecideRequest { round, by: desk.by.to_owned(), settles, reopens, rulings };
        let done = review::decide(&store, &request, rules, Clock::System).await;
        let done = done.map_err(|fault| shortened(fault, desk.all_faults))?;
        store.close().await;
        if desk.as_json {
            let decisions: Vec<_> = done
                .iter()
                .map(|ruled| {
                    json!({
                        "kommun": ruled.kommun, "new": ruled.is_new, "disagreed": !ruled.differ.is_empty(),
                        "differ": ruled.differ.iter().map(|(by, outcome)| json!({"by": by, "outcome": outcome}))
                            .collect::<Vec<_>>(),
                        "decision": ruled.decision,
                    })
                })
                .collect();
            return output::json(&json!({"round": request.round, "decisions": decisions}));
        }
        output::result(&said(&done, common.lang))?;
        Ok(Exit::Done)
    })
}

fn said(done: &[Ruled], lang: Lang) -> String {
    let mut lines = Vec::new();
    for Ruled { kommun, decision, differ, settles_nothing, is_new } in done {
        let (kommun, rule, now) = (safe(kommun), &decision.rule, answer(Some(decision.outcome), lang));
        let (before, by) = (answer(Some(decision.replaced), lang), safe(&decision.replaced_by));
        lines.push(if !is_new {
            say!(lang, "{kommun}: {rule} är redan avgjord så: {now}.", "{kommun}: {rule} is settled so already: {now}.")
        } else if !differ.is_empty() {
            let each = |(by, said): &(String, Outcome)| format!("{} {}", safe(by), answer(Some(*said), lang));
            let they = differ.iter().map(each).collect::<Vec<_>>().join(", ");
            say!(
                lang,
                "{kommun}: {rule}. Granskare svarar olika: {they}. Frågan är öppen tills någon av dem ändrar sig, eller \
                 någon annan avgör den med --settles.",
                "{kommun}: {rule}. Reviewers answer differently: {they}. The question is open until one of them changes \
                 her mind, or somebody else settles it with --settles."
            )
        } else if decision.settles {
            say!(
                lang,
                "{kommun}: {rule} är nu {now}. Du har avgjort det som granskare svarat olika på.",
                "{kommun}: {rule} is now {now}. You have settled what reviewers answered differently."
            )
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
        if *settles_nothing {
            lines.push(
                lang.of(
                    "  Granskare hade inte svarat olika på frågan. --settles gjorde ingen skillnad.",
                    "  Reviewers had not answered the question differently. --settles made no difference.",
                )
                .to_owned(),
            );
        }
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

fn agreement(args: &ReviewAgreementArgs, common: &Common) -> Result<Exit, Failure> {
    let lang = common.lang;
    runtime::block_on(async {
        let (store, round) = results::open(common, args.round.as_deref(), For::Reading).await?;
        let log = review::decisions(&store, &round).await?;
        store.close().await;
        let (rules, all) = score::agreement(&log);
        if args.json {
            let row = |one: &Agreement| json!({"n": one.n(), "share": one.share(), "kappa": one.kappa()});
            let rules: serde_json::Map<_, _> = rules.iter().map(|(rule, one)| (rule.clone(), row(one))).collect();
            return output::json(&json!({"round": round, "all": row(&all), "rules": rules}));
        }
        output::result(&agreement_text(lang, &rules, &all)).map(|()| Exit::Done)
    })
}

fn agreement_text(lang: Lang, rules: &BTreeMap<String, Agreement>, all: &Agreement) -> String {
    if all.n() == 0 {
        return lang
            .of(
                "Ingen fråga är avgjord av två granskare än. Se vilka du kan avgöra: hemkoll review list --second NAMN",
                "No question has been settled by two reviewers yet. See which you can: hemkoll review list --second NAME",
            )
            .to_owned();
    }
    let cell = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| lang.decimals(value, 2));
    let row = |name: &str, one: &Agreement| {
        let share = one.share().map_or_else(|| "–".to_owned(), |share| lang.percent(share));
        format!("{name:<34} {:>5} {share:>6} {:>6}\n", one.n(), cell(one.kappa()))
    };
    let (question, alike, number) = (lang.of("Fråga", "Question"), lang.of("Lika", "Alike"), lang.of("Antal", "n"));
    let mut out = format!("{question:<34} {number:>5} {alike:>6} {:>6}\n", "Kappa");
    for (rule, one) in rules {
        out.push_str(&row(&safe(rule), one));
    }
    out.push_str(&row(lang.of("Alla", "All"), all));
    out.push_str(lang.of(
        "\nKappa säger hur mycket mer lika två granskare svarar än slumpen: 1 är helt lika, 0 är som slumpen. Strecket \
         betyder att alla svar är samma, och då går det inte att räkna.",
        "\nKappa says how much more alike two reviewers answer than chance: 1 is wholly alike, 0 is as chance. The dash \
         means that all answers are the same, and then it cannot be told.",
    ));
    out
}

/// What `write` writes, on standard out.
fn print(write: impl FnOnce(&mut Vec<u8>) -> Result<(), export::ExportError>) -> Result<Exit, Failure> {
    let mut out = Vec::new();
    write(&mut out).map_err(|fault| Failure::Storage(Text::by(|lang| results::capitalised(&fault.told(lang)))))?;
    output::result(&String::from_utf8_lossy(&out))?;
    Ok(Exit::Done)
}
