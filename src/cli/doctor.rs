//! `hemkoll doctor`: what works, what is missing, and what mends it.

use serde::Serialize;

use super::{
    common::Common,
    exit::{Exit, Failure},
    output,
};
use crate::{
    config::{Settings, without_password},
    crawl::{FetchSettings, Fetcher},
    domain::{Lang, say},
    rules::RuleSet,
    seeds,
    store::{Store, StoreError},
};

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Line {
    name: &'static str,
    ok: bool,
    /// Left out of this version on purpose: no fault.
    #[serde(skip_serializing_if = "is_here")]
    absent: bool,
    what: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_here(absent: &bool) -> bool {
    !*absent
}

impl Line {
    fn new(name: &'static str, ok: bool, what: String) -> Self {
        Self { name, ok, absent: false, what }
    }

    const fn mark(&self, lang: Lang) -> &'static str {
        match (self.ok, self.absent) {
            (_, true) => "–",
            (true, false) => "ok",
            (false, false) => lang.of("FEL", "BAD"),
        }
    }
}

/// Looks at everything that the commands need and prints a line each.
pub(super) fn run(json: bool, common: &Common) -> Result<Exit, Failure> {
    // What a program reads is the same in every language.
    let lang = if json { Lang::Sv } else { common.lang };
    let settings = common.settings()?;
    let lines = [
        version(lang),
        rule_set(lang),
        kommuner(lang),
        fetcher(&settings, lang),
        browser(lang),
        database(&settings.db, lang)?,
    ];
    let exit = if lines.iter().all(|line| line.ok) { Exit::Done } else { Exit::No };
    if json {
        output::json(&lines)?;
        return Ok(exit);
    }
    let rows = lines.iter().map(|line| format!("{:<4} {:<12} {}\n", line.mark(lang), line.name, line.what));
    output::result(&rows.collect::<String>())?;
    Ok(exit)
}

fn version(lang: Lang) -> Line {
    let (version, system, machine) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH);
    Line::new("hemkoll", true, say!(lang, "{version} för {system} {machine}", "{version} for {system} {machine}"))
}

fn rule_set(lang: Lang) -> Line {
    let set = RuleSet::embedded();
    let head = set.head();
    let rules = lang.plural(set.rules().len(), ["regel", "regler"], ["rule", "rules"]);
    Line::new(lang.of("regler", "rules"), true, format!("{} {}, {rules}", head.name, head.version))
}

fn kommuner(lang: Lang) -> Line {
    let import = seeds::embedded();
    let unsigned = import
        .kommuner
        .iter()
        .filter(|kommun| kommun.traits.0.get("lov").is_none_or(|lov| lov.signed_by.is_empty()))
        .count();
    let count = import.kommuner.len();
    let what = match unsigned {
        0 => count.to_string(),
        _ => say!(
            lang,
            "{count} stycken. Utan underskrift på uppgiften om valfrihet (LOV): {unsigned}. De frågorna lämnas öppna.",
            "{count}. Without a signature on whether there is free choice (LOV): {unsigned}. Those questions are left \
             open."
        ),
    };
    Line::new("kommuner", import.problems.is_empty(), what)
}

fn fetcher(settings: &Settings, lang: Lang) -> Line {
    let made = Fetcher::new(FetchSettings { contact: settings.contact.clone(), ..FetchSettings::default() });
    let contact = &settings.contact;
    let name = lang.of("hämtning", "fetching");
    match made {
        Ok(_) => {
            let what = say!(
                lang,
                "kan öppna säkra anslutningar. Kontakt: {contact}",
                "can open secure connections. Contact: {contact}"
            );
            Line::new(name, true, what)
        }
        Err(error) => Line::new(name, false, error.to_string()),
    }
}

fn browser(lang: Lang) -> Line {
    let what = say!(
        lang,
        "finns inte i den här versionen (--deep). Sidor som är tomma utan JavaScript blir inte bedömda, och det sägs.",
        "not in this version (--deep). Pages that are empty without JavaScript are not assessed, and it says so."
    );
    Line { absent: true, ..Line::new(lang.of("djupläsning", "deep mode"), true, what) }
}

fn database(address: &str, lang: Lang) -> Result<Line, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Other(error.into()))?;
    let opened = runtime.block_on(async {
        Store::open_to_read(address).await?.close().await;
        Ok(Store::is_read_only(address))
    });
    let (name, address) = (lang.of("databas", "database"), without_password(address));
    Ok(match opened {
        Ok(false) => Line::new(name, true, say!(lang, "{address} går att öppna", "{address} can be opened")),
        Ok(true) => {
            let what = say!(
                lang,
                "{address} går att läsa men inte att skriva: report, export, verify, diff, statement och serve går bra",
                "{address} can be read and not written: report, export, verify, diff, statement and serve will do"
            );
            Line::new(name, true, what)
        }
        Err(StoreError::Missing(path)) => {
            let what = say!(
                lang,
                "{path} finns inte än. hemkoll audit skapar den.",
                "{path} is not there yet. hemkoll audit makes it."
            );
            Line::new(name, true, what)
        }
        Err(error) => Line::new(name, false, error.told(lang)),
    })
}
