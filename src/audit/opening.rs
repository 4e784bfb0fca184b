//! Opening a round, or finding the one to go on with.
//!
//! What must stay true: what decides a result is frozen when the round opens; going on with anything else is refused,
//! naming what differs.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::purge::KEPT_MONTHS;
use super::{AuditError, frozen, result};
use crate::archive::sha256;
use crate::clock::Clock;
use crate::config::Settings;
use crate::crawl::NORMALISER;
use crate::domain::{Amounts, Kommun, Round, RoundParams, Text, both, say};
use crate::rules::RuleSet;
use crate::store::{NewRound, RoundRow, Store};

/// The lexicon is built in; its text counts as part of the seeds.
const LEXICON: [&str; 2] = [include_str!("../../seeds/sidtyper.toml"), include_str!("../../seeds/amnesord.toml")];

/// Most characters of a round's name.
const LONGEST_NAME: usize = 60;

/// What to audit, and how.
#[derive(Clone, Debug)]
pub struct AuditRequest {
    /// Name of the round; `None` = the newest, or the year if there is none.
    pub round: Option<String>,
    /// Open a new round even if that one exists. It then gets the next free name: `2026-2`.
    pub fresh: bool,
    /// The kommuner, in order.
    pub kommuner: Vec<Kommun>,
    /// Yearly amounts.
    pub amounts: Amounts,
    /// The rule set.
    pub rules: Arc<RuleSet>,
    /// Limits of the crawl.
    pub settings: Settings,
}

#[derive(Serialize)]
struct FrozenRule<'a> {
    id: &'a str,
    judging_hash: &'a str,
    weight: f64,
}

/// The rule set as a round remembers it, JSON.
fn manifest(rules: &RuleSet) -> Result<String, AuditError> {
    let frozen: Vec<FrozenRule<'_>> = rules
        .rules()
        .iter()
        .map(|rule| FrozenRule {
            id: &rule.head.id,
            judging_hash: &rule.judging_hash,
            weight: rules.weight_of(&rule.head.id),
        })
        .collect();
    serde_json::to_string(&frozen).map_err(|fault| AuditError::Broken(fault.to_string()))
}

/// What `hemkoll worker` needs to take part in a round: the round's own kommuner, amounts and limits, under the worker's
/// own pace. That its program and rules are the round's is seen when the round is opened with it.
pub async fn joining(
    store: &Store,
    round: Option<&str>,
    rules: Arc<RuleSet>,
    settings: Settings,
) -> Result<AuditRequest, AuditError> {
    if !matches!(store, Store::Postgres(_)) {
        return Err(AuditError::NeedsServer);
    }
    let row = match round {
        Some(name) => result::named(store, name).await?,
        None => store.rounds().await?.into_iter().next().ok_or(AuditError::NoRound)?,
    };
    let RoundParams { page_budget, scope, max_body, stop_list, .. } = row.round.params;
    Ok(AuditRequest {
        round: Some(row.round.name),
        fresh: false,
        kommuner: store.visits(row.id).await?.into_iter().map(|visit| visit.kommun).collect(),
        amounts: row.amounts,
        rules,
        settings: Settings { page_budget, max_body, scope, stop_list, ..settings },
    })
}

fn params(request: &AuditRequest, clock: Clock) -> Result<RoundParams, AuditError> {
    let seeds = serde_json::to_string(&(&request.kommuner, &request.amounts, LEXICON))
        .map_err(|fault| AuditError::Broken(fault.to_string()))?;
    Ok(RoundParams {
        judged_on: clock.today(),
        page_budget: request.settings.page_budget,
        scope: request.settings.scope,
        max_body: request.settings.max_body,
        seeds_sha256: sha256(seeds.as_bytes()),
        rules_sha256: request.rules.manifest_sha256().to_owned(),
        normaliser: NORMALISER,
        stop_list: request.settings.stop_list.clone(),
    })
}

/// What differs between a round's parameters and those asked for now; the day it is judged on stays the round's.
fn differences(then: &RoundParams, now: &RoundParams) -> Vec<Text> {
    let mut told = Vec::new();
    let mut compare = |what: Text, then: String, now: String| {
        if then != now {
            told.push(Text::by(|lang| {
                let what = what.of(lang);
                say!(lang, "{what} var {then}, är nu {now}", "{what} was {then}, is now {now}")
            }));
        }
    };
    let flag = |name: &str| both!("{name}", "{name}");
    let short = |hash: &str| hash.chars().take(12).collect::<String>();
    compare(flag("--page-budget"), then.page_budget.to_string(), now.page_budget.to_string());
    compare(flag("--scope"), format!("{:?}", then.scope).to_lowercase(), format!("{:?}", now.scope).to_lowercase());
    compare(flag("--max-body"), then.max_body.to_string(), now.max_body.to_string());
    compare(
        both!("underlaget (kommuner, belopp, ordlistor)", "what it rests on (kommuner, amounts, word lists)"),
        short(&then.seeds_sha256),
        short(&now.seeds_sha256),
    );
    compare(both!("regeluppsättningen", "the rule set"), short(&then.rules_sha256), short(&now.rules_sha256));
    compare(both!("adressreglerna", "the rules of addresses"), then.normaliser.to_string(), now.normaliser.to_string());
    if then.stop_list != now.stop_list {
        let (then, now) = (then.stop_list.len(), now.stop_list.len());
        told.push(both!(
            "--stop-list är en annan (antal rader: {then} då, {now} nu)",
            "--stop-list is another (lines: {then} then, {now} now)"
        ));
    }
    told
}

/// A round that is open for reading and writing, and whether it was there before.
pub(super) struct Opened {
    pub row: RoundRow,
    pub resumed: bool,
}

/// Finds the round to go on with, or opens it.
pub(super) async fn open(request: &AuditRequest, store: &Store, clock: Clock) -> Result<Opened, AuditError> {
    check_seeds(&request.kommuner)?;
    let params = params(request, clock)?;
    let rounds = store.rounds().await?;
    let newest = rounds.first().map(|row| row.round.name.clone());
    let name = request.round.clone().or(newest).unwrap_or_else(|| params.judged_on.year().to_string());
    let taken: BTreeSet<&str> = rounds.iter().map(|row| row.round.name.as_str()).collect();
    let name = if request.fresh { free_name(&name, &taken) } else { name };
    if let Some(row) = rounds.into_iter().find(|row| row.round.name == name) {
        return resume(row, &params);
    }
    check_name(&name)?;
    let round = Round { name, opened_at: clock.stamp(), params };
    frozen::keep(store, &request.rules).await?;
    let rules = manifest(&request.rules)?;
    let new = NewRound { round: &round, amounts: &request.amounts, rules: &rules, kommuner: &request.kommuner };
    if let Some(row) = store.open_round(&new).await? {
        store.keep_until(row.id, &keep_until(&row.round)).await?;
        return Ok(Opened { row, resumed: false });
    }
    // Another process was first.
    let row = result::named(store, &round.name).await?;
    resume(row, &round.params)
}

/// Whether a new round may have a name: it stands in addresses, file names and tables.
///
/// # Errors
/// [`AuditError::RoundName`] when it may not.
pub fn check_name(name: &str) -> Result<(), AuditError> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-');
    let is_fit =
        name.starts_with(char::is_alphanumeric) && name.chars().count() <= LONGEST_NAME && name.chars().all(fits);
    if is_fit { Ok(()) } else { Err(AuditError::RoundName(name.to_owned())) }
}

fn resume(row: RoundRow, params: &RoundParams) -> Result<Opened, AuditError> {
    let differences = differences(&row.round.params, params);
    if differences.is_empty() {
        return Ok(Opened { row, resumed: true });
    }
    Err(AuditError::OtherParameters { round: row.round.name, differences })
}

/// The last day that the raw pages are kept, unless another is set.
fn keep_until(round: &Round) -> String {
    round.params.judged_on.saturating_add(jiff::Span::new().months(KEPT_MONTHS)).to_string()
}

fn check_seeds(kommuner: &[Kommun]) -> Result<(), AuditError> {
    let mut codes = BTreeSet::new();
    for kommun in kommuner {
        if !codes.insert(kommun.code.as_str()) {
            return Err(AuditError::SameCode(kommun.code.clone()));
        }
    }
    if kommuner.is_empty() { Err(AuditError::NoSeeds) } else { Ok(()) }
}

/// The name itself, or the first of `name-2`, `name-3` … that is not taken.
fn free_name(name: &str, taken: &BTreeSet<&str>) -> String {
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name.as_str())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{StopList, round::Scope};

    fn frozen() -> RoundParams {
        RoundParams {
            judged_on: jiff::civil::date(2026, 8, 15),
            page_budget: 60,
            scope: Scope::Topic,
            max_body: 10,
            seeds_sha256: "aaaaaaaaaaaaaaaa".into(),
            rules_sha256: "b".into(),
            normaliser: 1,
            stop_list: StopList::default(),
        }
    }

    #[test]
    fn other_parameters_are_named_and_another_day_is_none() {
        let later = RoundParams { judged_on: jiff::civil::date(2026, 9, 1), ..frozen() };
        assert!(differences(&frozen(), &later).is_empty());
        let other = RoundParams {
            page_budget: 100,
            scope: Scope::Site,
            seeds_sha256: "cccccccccccccc".into(),
            stop_list: StopList::parse("hedlunda.test").unwrap(),
            ..frozen()
        };
        assert_eq!(
            differences(&frozen(), &other).iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "--page-budget var 60, är nu 100",
                "--scope var topic, är nu site",
                "underlaget (kommuner, belopp, ordlistor) var aaaaaaaaaaaa, är nu cccccccccccc",
                "--stop-list är en annan (antal rader: 0 då, 1 nu)",
            ]
        );
    }

    #[test]
    fn a_round_has_a_name_that_fits_in_an_address_and_a_file_name() {
        for name in ["2026", "2026-höst", "prov 1", "v1.2_a", &"a".repeat(60)] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for name in ["", " 2026", "../2026", "2026/1", "-x", ".dold", "a\nb", "<b>", &"a".repeat(61)] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_fresh_round_never_takes_a_name_in_use() {
        let taken = BTreeSet::from(["2026", "2026-2"]);
        assert_eq!(free_name("2026", &taken), "2026-3");
        assert_eq!(free_name("2027", &taken), "2027");
    }
}
