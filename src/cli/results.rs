//! `hemkoll score` and `report`: from what is stored, without the network.

use std::{path::Path, sync::Arc};

use serde_json::json;

use super::{
    args::{ReportArgs, ScoreArgs},
    common::Common,
    exit::{Exit, Failure},
    output, progress, rules, runtime,
};
use crate::{
    audit::{self, Changes, rescore, rescore::Cause},
    config::without_password,
    domain::{Lang, Outcome, Text, VisitStatus, both, say},
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
pub(super) fn score(args: &ScoreArgs, common: &Common) -> Result<Exit, Failure> {
    let lang = common.lang;
    let rules = Arc::new(rules::load(args.of.rules.as_deref())?);
    runtime::block_on(async {
        let (store, round) = open(common, args.of.round.as_deref(), For::Changing).await?;
        let changes = rescore(&store, &round, Arc::clone(&rules), &*progress::sink(lang)).await?;
        if args.json {
            output::json(&changes_json(&changes))?;
        } else {
            let result = audit::result::load(&store, &round, &rules).await?;
            output::result(&format!("{}{}\n", changes_text(&changes, lang), decided(&result, lang)))?;
            print_ranking(&result, &rules, false, lang)?;
        }
        if let Some(told) = kept(&changes, args.of.rules.as_deref()) {
            output::note(told.of(lang));
        }
        store.close().await;
        Ok(Exit::Done)
    })
}

/// Where the new answers are, when that is not where everybody looks.
fn kept(changes: &Changes, folder: Option<&Path>) -> Option<Text> {
    let seal = match (changes.is_sealed, changes.is_saved) {
        (false, _) => Text::default(),
        (true, false) => both!(
            "Omgången är förseglad. Inget är sparat, och sigillet gäller som förut.",
            "The round is sealed. Nothing is stored, and the seal holds as before."
        ),
        (true, true) => both!(
            "Omgången är förseglad. Sigillet gäller de förseglade svaren, och de är orörda.",
            "The round is sealed. The seal is of the sealed answers, and they are untouched."
        ),
    };
    let folder = folder.filter(|_| changes.is_saved).map(Path::display);
    let beside = folder.map_or_else(Text::default, |folder| {
        both!(
            "Svaren med dina regler är sparade bredvid de tidigare. De visas med --rules {folder}. Utan att spara: \
             hemkoll diff.",
            "The answers by your rules are stored beside the earlier ones. --rules {folder} shows them. Without \
             storing: hemkoll diff."
        )
    });
    let told = Text::by(|lang| format!("{}\n{}", beside.of(lang), seal.of(lang)).trim().to_owned());
    (told != Text::default()).then_some(told)
}

/// Writes the static site.
pub(super) fn report(args: &ReportArgs, common: &Common) -> Result<Exit, Failure> {
    let lang = common.lang;
    is_for_a_report(&args.out)?;
    let rules = rules::load(args.of.rules.as_deref())?;
    runtime::block_on(async {
        let (store, round) = open(common, args.of.round.as_deref(), For::Reading).await?;
        tell_unfinished(&store, &round, lang).await?;
        let result = masked(&audit::result::load(&store, &round, &rules).await?);
        let since = audit::since(&store, &result, &rules, |_, _| true).await?;
        store.close().await;
        let set = SetTexts::from(&rules);
        let written = site::write(&Site::new(&result, &set).since(since.as_ref()), &args.out)
            .map_err(|error| Failure::Storage(Text::by(|lang| capitalised(&error.told(lang)))))?;
        let files = lang.plural(written, ["fil", "filer"], ["file", "files"]);
        let start = args.out.join("index.html");
        let start = start.display();
        output::result(&say!(
            lang,
            "Skrev {files}. Öppna {start} i en webbläsare.",
            "Wrote {files}. Open {start} in a browser."
        ))?;
        Ok(Exit::Done)
    })
}

/// Refuses a folder that holds something else than an earlier report: its files would stand among the report's, and those
/// of the same name be lost. What begins with a dot (`.git`) belongs to the folder.
fn is_for_a_report(folder: &Path) -> Result<(), Failure> {
    let is_earlier =
        std::fs::read_to_string(folder.join("index.html")).is_ok_and(|page| page.contains("hemkoll</title>"));
    // What cannot be listed is told when it is written to.
    let names = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let foreign = names.map(|name| name.to_string_lossy().into_owned()).filter(|name| !name.starts_with('.')).min();
    match foreign.filter(|_| !is_earlier) {
        None => Ok(()),
        Some(name) => {
            let folder = folder.display();
            Err(Failure::Usage(both!(
                "I mappen {folder} ligger redan annat, till exempel {name}. Välj en tom mapp, eller en med en tidigare \
                 rapport.",
                "The folder {folder} holds other files already, for example {name}. Choose an empty one, or one with an \
                 earlier report."
            )))
        }
    }
}

/// What a database is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum For {
    /// It is written.
    Changing,
    /// It is only read, so that a file that may not be written will do.
    Reading,
}

/// The database and the round's name: the one asked for, or the newest.
pub(super) async fn open(common: &Common, round: Option<&str>, purpose: For) -> Result<(Store, String), Failure> {
    let settings = common.settings()?;
    let store = match purpose {
        For::Changing => Store::open_existing(&settings.db).await?,
        For::Reading => Store::open_to_read(&settings.db).await?,
    };
    let round = match round {
        Some(round) => round.to_owned(),
        None => audit::result::newest(&store).await?.ok_or_else(|| {
            let db = without_password(&settings.db);
            Failure::Usage(both!(
                "Det finns ingen omgång i {db}. Kör hemkoll audit först.",
                "There is no round in {db}. Run hemkoll audit first."
            ))
        })?,
    };
    Ok((store, round))
}

/// Says so when kommuner of the round have not been read.
pub(super) async fn tell_unfinished(store: &Store, round: &str, lang: Lang) -> Result<(), Failure> {
    let Some(row) = store.round(round).await? else { return Ok(()) };
    let visits = store.visits(row.id).await?;
    let (open, all) = (visits.iter().filter(|visit| visit.status == VisitStatus::Open).count(), visits.len());
    if open > 0 {
        let unread = lang.of(if open == 1 { "är inte läst" } else { "är inte lästa" }, "not read yet");
        output::note(&say!(
            lang,
            "Omgången är inte klar: {open} av {all} kommuner {unread}.",
            "The round is not finished: {open} of {all} kommuner {unread}."
        ));
    }
    Ok(())
}

/// The ranking as a table for people, or as JSON.
pub(super) fn print_ranking(result: &RoundResult, rules: &RuleSet, as_json: bool, lang: Lang) -> Result<(), Failure> {
    if !as_json {
        return output::result(&text::ranking(lang, result, &SetTexts::from(rules)));
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

fn changes_text(changes: &Changes, lang: Lang) -> String {
    let round = text::safe(&changes.round);
    let kommuner = lang.plural(changes.kommuner, ["kommun", "kommuner"], ["kommun", "kommuner"]);
    let pages = lang.plural(changes.pages, ["sida", "sidor"], ["page", "pages"]);
    let mut lines = say!(
        lang,
        "Omgång {round}: {kommuner} och {pages} bedömda igen.\n",
        "Round {round}: {kommuner} and {pages} judged again.\n"
    );
    for change in &changes.changes {
        let (kommun, rule) = (text::safe(&change.kommun), &change.rule);
        let (before, after) = (answer(change.before, lang), answer(change.after, lang));
        let cause = match change.cause {
            Cause::Rule => lang.of("regeln är ändrad", "the rule has changed"),
            Cause::Program => {
                lang.of("programmet läser sidan på ett annat sätt", "the program reads the page in another way")
            }
        };
        lines.push_str(&say!(
            lang,
            "  {kommun}: {rule} var {before}, är nu {after} ({cause})\n",
            "  {kommun}: {rule} was {before}, is now {after} ({cause})\n"
        ));
    }
    lines.push_str(&match changes.changes.len() {
        0 => format!("{}\n", lang.of("Inget svar ändrades.", "No answer changed.")),
        count => {
            let answers = ["answer changed", "answers changed"];
            format!("{}.\n", lang.plural(count, ["svar ändrades"; 2], answers))
        }
    });
    lines
}

/// What people have decided stands, whatever the program says now; nothing when nobody has.
fn decided(result: &RoundResult, lang: Lang) -> String {
    match result.kommuner.iter().map(|kommun| kommun.decisions.len()).sum() {
        0 => String::new(),
        n => {
            let questions = lang.plural(n, ["fråga", "frågor"], ["question", "questions"]);
            say!(
                lang,
                "Granskare har beslutat om {questions}. Besluten står kvar.\n",
                "Reviewers have decided on {questions}. The decisions stand.\n"
            )
        }
    }
}

/// An answer as people read it.
pub(super) const fn answer(outcome: Option<Outcome>, lang: Lang) -> &'static str {
    match outcome {
        None => lang.of("utan svar", "without an answer"),
        Some(Outcome::Passed) => lang.of("ja", "yes"),
        Some(Outcome::Partial) => lang.of("delvis", "partly"),
        Some(Outcome::Failed) => lang.of("nej", "no"),
        Some(Outcome::Inapplicable) => lang.of("berörs inte", "not concerned"),
        Some(Outcome::CantTell | Outcome::Untested) => lang.of("inte avgjort", "not settled"),
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
                "cause": match change.cause {
                    Cause::Rule => "rule",
                    Cause::Program => "program",
                },
            })
        })
        .collect();
    json!({"round": changes.round, "kommuner": changes.kommuner, "pages": changes.pages, "changes": rows})
}

pub(super) fn capitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
