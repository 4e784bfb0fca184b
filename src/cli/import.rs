//! `hemkoll import`: pages saved in a person's browser, for sites that refuse programs.

use std::sync::Arc;

use serde_json::json;

use super::{
    args::ImportArgs,
    exit::{Exit, Failure},
    output, results, rules, runtime,
};
use crate::{
    audit::{self, ImportRequest},
    clock::Clock,
    config::ConfigFile,
    report::text::safe,
};

/// Imports the files and tells what was taken in.
pub(super) fn run(args: &ImportArgs, db: Option<String>, file: ConfigFile) -> Result<Exit, Failure> {
    if args.url.is_some() && args.files.len() > 1 {
        return Err(Failure::Usage("--url gäller en sida. Läs in en fil i taget.".to_owned()));
    }
    let rules = Arc::new(rules::load(args.rules.as_deref())?);
    runtime::block_on(async {
        let (store, round) = results::open(db, file, args.round.clone()).await?;
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
        if args.json {
            let pages: Vec<_> = done
                .pages
                .iter()
                .map(|page| json!({"file": page.file, "url": page.url, "title": page.title, "sha256": page.sha256}))
                .collect();
            return output::json(&json!({"kommun": done.kommun, "status": done.status.code(), "pages": pages}));
        }
        let mut lines = vec![format!("{}: {} sidor inlästa för hand.", safe(&done.kommun), done.pages.len())];
        for page in &done.pages {
            lines.push(format!("  {}  {}  ({})", safe(&page.url), safe(&page.title), safe(&page.file)));
        }
        lines.push("Kommunen är bedömd igen. Se resultatet: hemkoll report".to_owned());
        output::result(&lines.join("\n"))?;
        Ok(Exit::Done)
    })
}
