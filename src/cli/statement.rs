//! `hemkoll statement`: the faults of a kommun's stored pages, as a draft for its accessibility statement.

use std::{io::Write, sync::Arc};

use serde_json::json;

use super::{
    args::StatementArgs,
    common::Common,
    exit::{Exit, Failure},
    output,
    results::{self, For},
    runtime,
    target::Target,
};
use crate::{
    a11y::RuleTally,
    audit::faults::{self, Faults},
    domain::say,
    report::statement::{Statement, markdown},
    rules::RuleSet,
};

/// Reads the stored pages and writes the draft.
pub(super) fn run(args: &StatementArgs, common: &Common) -> Result<Exit, Failure> {
    runtime::block_on(async {
        let (store, round) = results::open(common, args.round.as_deref(), For::Reading).await?;
        let rules = Arc::new(RuleSet::embedded());
        let found = faults::faults(&store, &round, &args.kommun, rules).await?;
        store.close().await;
        let exit = if found.tally.pages == 0 { Exit::SomeNotAssessed } else { Exit::Done };
        if args.json {
            output::json(&document(&found))?;
            return Ok(exit);
        }
        if found.tally.pages == 0 {
            let kommun = &found.kommun.name;
            output::note(&say!(
                common.lang,
                "Ingen sida från {kommun} är läst i omgången {round}.",
                "No page of {kommun} has been read in the round {round}."
            ));
            return Ok(exit);
        }
        let days = found.days.as_ref().map(|(first, last)| (first.as_str(), last.as_str()));
        let (kommun, tally, unread) = (found.kommun.name.as_str(), &found.tally, found.unread.as_slice());
        let text = markdown(&Statement { kommun, round: &found.round, days, tally, unread });
        let target = Target(args.out.as_deref());
        let written = target.temporary().and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            target.take(file)
        });
        written.map_err(|cause| target.refused(&cause))?;
        Ok(exit)
    })
}

fn document(found: &Faults) -> serde_json::Value {
    let rule = |tally: &&RuleTally| {
        let pages = tally.failed.iter().map(|page| {
            let selector = page.first.as_ref().map(|place| place.selector.as_str());
            json!({"url": page.url, "elements": page.elements, "in_template": page.in_template, "selector": selector})
        });
        json!({
            "act": tally.rule.id,
            "wcag": tally.rule.wcag,
            "en301549": tally.rule.clauses(),
            "demanded": tally.rule.is_demanded(),
            "what": tally.rule.sv.what,
            "mend": tally.rule.sv.mend,
            "failed": pages.collect::<Vec<_>>(),
            "open": tally.open,
        })
    };
    json!({
        "kommun": found.kommun.name,
        "round": found.round,
        "pages": found.tally.pages,
        "faults": found.tally.faults().iter().map(rule).collect::<Vec<_>>(),
        "open": found.tally.open().iter().map(rule).collect::<Vec<_>>(),
        "unread": found.unread.iter().map(|(url, reason)| json!({"url": url, "reason": reason.code()})).collect::<Vec<_>>(),
    })
}
