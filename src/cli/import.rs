//! `hemkoll import`: pages saved in a person's browser, for sites that refuse programs.

use std::sync::Arc;

use serde_json::json;

use super::{
    args::ImportArgs,
    common::Common,
    exit::{Exit, Failure},
    output,
    results::{self, For},
    rules, runtime,
};
use crate::{
    audit::{self, ImportRequest},
    clock::Clock,
    domain::{both, say},
    report::text::safe,
};

/// Imports the files and tells what was taken in.
pub(super) fn run(args: &ImportArgs, common: &Common) -> Result<Exit, Failure> {
    if args.url.is_some() && args.files.len() > 1 {
        return Err(Failure::Usage(both!(
            "--url gäller en sida. Läs in en fil i taget.",
            "--url is of one page. Take in one file at a time."
        )));
    }
    let rules = Arc::new(rules::load(args.of.rules.as_deref())?);
    runtime::block_on(async {
        let (store, round) = results::open(common, args.of.round.as_deref(), For::Changing).await?;
        let request = ImportRequest {
            round,
            kommun: args.kommun.clone(),
            files: args.files.clone(),
            by: args.by.clone(),
            why: args.reason.clone(),
            url: args.url.clone(),
        };
        let done = audit::import(&store, &request, rules, Clock::System).await?;
        store.close().await;
        if done.read_again && args.reason.is_none() {
            let kommun = &done.kommun;
            output::note(&say!(
                common.lang,
                "{kommun} var redan läst i omgången. Nästa gång kan du skriva varför den läses igen: --reason TEXT",
                "{kommun} had been read in the round. Next time you can write why it is read again: --reason TEXT"
            ));
        }
        if args.json {
            let pages: Vec<_> = done
                .pages
                .iter()
                .map(|page| json!({"file": page.file, "url": page.url, "title": page.title, "sha256": page.sha256}))
                .collect();
            return output::json(&json!({"kommun": done.kommun, "status": done.status.code(), "pages": pages}));
        }
        let (lang, kommun) = (common.lang, safe(&done.kommun));
        let pages = lang.plural(done.pages.len(), ["sida inläst", "sidor inlästa"], ["page", "pages"]);
        let mut lines = vec![say!(lang, "{kommun}: {pages} för hand.", "{kommun}: {pages} taken in by hand.")];
        for page in &done.pages {
            lines.push(format!("  {}  {}  ({})", safe(&page.url), safe(&page.title), safe(&page.file)));
        }
        lines.push(say!(
            lang,
            "Kommunen är bedömd igen. Se resultatet: hemkoll report",
            "The kommun is judged again. See the result: hemkoll report"
        ));
        output::result(&lines.join("\n"))?;
        Ok(Exit::Done)
    })
}
