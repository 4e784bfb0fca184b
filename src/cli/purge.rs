//! `hemkoll purge`: raw pages whose time is up are removed; answers, scores and hashes stay.

use jiff::civil::Date;
use serde_json::json;

use super::{
    args::PurgeArgs,
    common::Common,
    exit::{Exit, Failure},
    output, runtime,
};
use crate::{
    audit::{self, Due, PurgeRequest},
    clock::Clock,
    domain::{Lang, both, say},
    report::text::safe,
    store::Store,
};

/// Sets a round's last day, or removes what is past its day.
pub(super) fn run(args: &PurgeArgs, common: &Common) -> Result<Exit, Failure> {
    let (settings, clock, lang) = (common.settings()?, Clock::System, common.lang);
    if args.keep_until.is_some() && args.round.is_none() {
        return Err(Failure::Usage(both!(
            "Skriv vilken omgång dagen gäller: --round NAMN --keep-until DATUM.",
            "Write which round the day is for: --round NAME --keep-until DATE."
        )));
    }
    let request = PurgeRequest { round: args.round.clone(), keep_until: args.keep_until, dry_run: args.dry_run };
    runtime::block_on(async {
        let store = if args.dry_run {
            Store::open_to_read(&settings.db).await?
        } else {
            Store::open_existing(&settings.db).await?
        };
        let due = audit::purge(&store, &request, clock).await?;
        store.close().await;
        if args.json {
            let rows: Vec<_> = due.iter().map(row).collect();
            return output::json(&json!({"today": clock.today().to_string(), "dry_run": args.dry_run, "rounds": rows}));
        }
        let passed = args.keep_until.filter(|day| *day < clock.today());
        let mut lines: Vec<String> = passed.into_iter().map(|day| has_passed(day, args.dry_run, lang)).collect();
        lines.extend(due.iter().map(|due| said(due, args.dry_run, lang)));
        if due.is_empty() {
            lines.push(lang.of("Det finns ingen omgång i databasen.", "There is no round in the database.").to_owned());
        }
        output::result(&lines.join("\n"))?;
        Ok(Exit::Done)
    })
}

fn has_passed(day: Date, dry_run: bool, lang: Lang) -> String {
    if dry_run {
        return say!(
            lang,
            "Dagen {day} har passerat: utan --dry-run tas sidorna bort genast.",
            "The day {day} has passed: without --dry-run the pages are removed at once."
        );
    }
    say!(
        lang,
        "Dagen {day} har passerat, så det som den gällde tas bort nu.",
        "The day {day} has passed, so what it was set for is removed now."
    )
}

fn row(due: &Due) -> serde_json::Value {
    json!({
        "round": due.round, "keep_until": due.keep_until, "purged_at": due.purged_at,
        "removed": due.removed.map(|removed| json!({
            "bodies": removed.bodies, "bytes": removed.bytes, "shared": removed.shared,
        })),
    })
}

fn said(due: &Due, dry_run: bool, lang: Lang) -> String {
    let round = safe(&due.round);
    let Some(removed) = due.removed else {
        return match (due.keep_until.as_str(), due.purged_at.get(..10)) {
            (_, Some(day)) => {
                say!(lang, "{round}: sidorna gallrades den {day}.", "{round}: the pages were removed on {day}.")
            }
            ("", None) => say!(
                lang,
                "{round}: ingen gallringsdag är satt. Sätt den med --round {round} --keep-until DATUM.",
                "{round}: no last day is set. Set it with --round {round} --keep-until DATE."
            ),
            (day, None) => {
                say!(lang, "{round}: sidorna sparas till och med {day}.", "{round}: the pages are kept until {day}.")
            }
        };
    };
    let count = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let pages = lang.plural(
        count(removed.bodies),
        ["hämtad sida eller fil", "hämtade sidor och filer"],
        ["fetched page or file", "fetched pages and files"],
    );
    let size = removed.bytes.div_ceil(1000);
    let verb = if dry_run { lang.of("skulle tas bort", "would be removed") } else { lang.of("togs bort", "removed") };
    let shared = match removed.shared {
        0 => String::new(),
        shared => say!(
            lang,
            " Det som en annan omgång behöver är kvar ({shared}).",
            " What another round needs is left ({shared})."
        ),
    };
    say!(
        lang,
        "{round}: {pages} ({size} kB) {verb}. Svar, poäng och kontrollsummor är kvar.{shared}",
        "{round}: {pages} ({size} kB) {verb}. Answers, points and checksums are left.{shared}"
    )
}
