//! `hemkoll doctor`: what works, what is missing, and what mends it.

use serde::Serialize;

use super::{
    exit::{Exit, Failure},
    output,
};
use crate::{
    config::{ConfigFile, Settings},
    crawl::{FetchSettings, Fetcher},
    rules::RuleSet,
    seeds,
    store::{Store, StoreError},
};

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Line {
    name: &'static str,
    ok: bool,
    what: String,
}

/// Looks at everything that the commands need and prints a line each.
pub(super) fn run(db: Option<String>, file: ConfigFile, json: bool) -> Result<Exit, Failure> {
    let settings = Settings::resolve(file.under(ConfigFile { db, ..ConfigFile::default() }))?;
    let lines = [version(), rule_set(), kommuner(), fetcher(&settings), database(&settings.db)?];
    let exit = if lines.iter().all(|line| line.ok) { Exit::Done } else { Exit::No };
    if json {
        output::json(&lines)?;
        return Ok(exit);
    }
    let rows = lines.iter().map(|line| format!("{:<4} {:<12} {}\n", mark(line.ok), line.name, line.what));
    output::result(&rows.collect::<String>())?;
    Ok(exit)
}

const fn mark(ok: bool) -> &'static str {
    if ok { "ok" } else { "FEL" }
}

fn version() -> Line {
    let what = format!("{} för {} {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH);
    Line { name: "hemkoll", ok: true, what }
}

fn rule_set() -> Line {
    let set = RuleSet::embedded();
    let head = set.head();
    let what = format!("{} {}, {} regler", head.name, head.version, set.rules().len());
    Line { name: "regler", ok: true, what }
}

fn kommuner() -> Line {
    let import = seeds::embedded();
    let unsigned = import
        .kommuner
        .iter()
        .filter(|kommun| kommun.traits.0.get("lov").is_none_or(|lov| lov.signed_by.is_empty()))
        .count();
    let what = match unsigned {
        0 => format!("{} stycken", import.kommuner.len()),
        _ => format!(
            "{} stycken. {unsigned} saknar en underskrift på uppgiften om valfrihet (LOV): frågorna om det lämnas öppna.",
            import.kommuner.len()
        ),
    };
    Line { name: "kommuner", ok: import.problems.is_empty(), what }
}

fn fetcher(settings: &Settings) -> Line {
    let made = Fetcher::new(FetchSettings { contact: settings.contact.clone(), ..FetchSettings::default() });
    match made {
        Ok(_) => Line {
            name: "hämtning",
            ok: true,
            what: format!("kan öppna säkra anslutningar. Kontakt: {}", settings.contact),
        },
        Err(error) => Line { name: "hämtning", ok: false, what: error.to_string() },
    }
}

fn database(address: &str) -> Result<Line, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Other(error.into()))?;
    let opened = runtime.block_on(async {
        let store = Store::open_existing(address).await?;
        store.close().await;
        Ok(())
    });
    Ok(match opened {
        Ok(()) => Line { name: "databas", ok: true, what: format!("{address} går att öppna") },
        Err(StoreError::Missing(path)) => {
            Line { name: "databas", ok: true, what: format!("{path} finns inte än. hemkoll audit skapar den.") }
        }
        Err(error) => Line { name: "databas", ok: false, what: error.to_string() },
    })
}
